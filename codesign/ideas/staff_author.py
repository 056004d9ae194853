"""Who stands for staff when they put words of their own on a board: one author a board, in no count of residents."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import select

from codesign.core.codes import digest as secret_digest
from codesign.core.codes import public_code
from codesign.core.terms import Mode, SubmissionState
from codesign.extensions import db
from codesign.ledger import sending
from codesign.models import IdeaBoard, Participant, Submission


def staff_digest(board: IdeaBoard) -> str:
    """By which the author that stands for staff on a board is known: no cookie has it."""
    return secret_digest(f"staff:{board.id.hex}")


def staff_author(board: IdeaBoard, at: datetime) -> Participant:
    """The author that stands for staff on a board, made on first need."""
    key = staff_digest(board)
    author = db.session.scalar(
        select(Participant).where(Participant.project_id == board.project_id, Participant.key_digest == key)
    )
    if author is None:
        author = Participant(project_id=board.project_id, ref=public_code("P"), key_digest=key, created_at=at)
        db.session.add(author)
        db.session.flush()
    return author


def staff_sending(board: IdeaBoard, *, reason: str, rule: str, at: datetime) -> Submission:
    """A new sending for words of staff, excluded from every count; `reason` says why, `rule` names it."""
    accepted = sending(
        board,
        staff_author(board, at),
        secrets.token_urlsafe(18),
        at=at,
        mode=Mode.ASSISTED,
        state=SubmissionState.ACCEPTED,
        count_event=False,
    ).submission
    accepted.state = SubmissionState.EXCLUDED
    accepted.state_reason = reason
    accepted.state_rule = rule
    return accepted
