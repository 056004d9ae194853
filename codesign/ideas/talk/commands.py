"""What people say under an idea: a resident's reply, two deep, and an answer from the team."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from codesign.core.boards import BoardAct
from codesign.core.errors import NotFound, Refused
from codesign.core.moderation import first_standing
from codesign.core.terms import Consent, ContributionKind, Mode, ReplyKind, Standing, SubmissionState
from codesign.core.words import N_
from codesign.extensions import db
from codesign.ideas.boards import staff_board
from codesign.ideas.commands import board_of, published_idea, require_taking
from codesign.ideas.staff_author import staff_author
from codesign.ideas.talk.rows import quoted_reply
from codesign.ledger import actor_participant, actor_person, record, said, sending
from codesign.models import Comment, Contribution, Idea, Participant


@dataclass(frozen=True, slots=True)
class ReplyDraft:
    """A reply as it was typed; `to` is the code of the reply it answers, empty for one to the idea."""

    text: str
    kind: ReplyKind
    consent: Consent
    to: str = ""


def send_reply(
    project_id: uuid.UUID,
    board_ref: str,
    idea_ref: str,
    draft: ReplyDraft,
    key: str,
    *,
    by: uuid.UUID,
    at: datetime,
    language: str = "en",
) -> str:
    """Reply to a published idea or to a reply under it; the sending's public code.

    Raises `WrongStage` when the board takes no replies, `Refused` when the reply that it answers is gone.
    """
    board = board_of(project_id, board_ref)
    accepted = sending(board, db.session.get_one(Participant, by), key, at=at, language=language)
    if accepted.repeated:
        return accepted.submission.ref
    require_taking(board, at, BoardAct.REPLY)
    idea = published_idea(board, idea_ref)
    place = _place(idea, draft.to)
    contribution = said(
        accepted.submission,
        ContributionKind.COMMENT,
        draft.text,
        at=at,
        consent=draft.consent,
        standing=first_standing(board.moderation, draft.text),
    )
    kind = draft.kind if draft.kind is not ReplyKind.ANSWER else ReplyKind.REPLY
    _keep(idea, contribution, kind, place, project_id=project_id, by=actor_participant(by), at=at)
    return accepted.submission.ref


def send_answer(
    project_id: uuid.UUID,
    board_ref: str,
    idea_ref: str,
    text: str,
    key: str,
    *,
    to: str = "",
    by: uuid.UUID,
    at: datetime,
    language: str = "en",
) -> str:
    """Answer an idea or a reply as the team; the answer's code. Staff may, whatever the phase.

    It hangs on a sending that is excluded from every count: staff wrote it, no resident did.
    """
    board = staff_board(project_id, board_ref)
    author = staff_author(board, at)
    accepted = sending(board, author, key, at=at, mode=Mode.ASSISTED, language=language, count_event=False)
    if accepted.repeated:
        known = select(Contribution.code).where(Contribution.submission_id == accepted.submission.id)
        return db.session.scalars(known).one()
    idea = db.session.scalar(
        select(Idea)
        .join(Contribution, Idea.contribution_id == Contribution.id)
        .where(
            Idea.board_id == board.id,
            Idea.ref == idea_ref,
            Contribution.standing.in_((Standing.PUBLISHED, Standing.MERGED)),
        )
    )
    if idea is None:
        raise NotFound("There is no such idea on this board.")
    place = _place(idea, to)
    accepted.submission.state = SubmissionState.EXCLUDED
    accepted.submission.state_reason = "An answer written by staff. It is no resident's reply."
    accepted.submission.state_rule = "staff_answer"
    contribution = said(accepted.submission, ContributionKind.COMMENT, text, at=at, with_event=False)
    _keep(
        idea,
        contribution,
        ReplyKind.ANSWER,
        place,
        project_id=project_id,
        by=actor_person(by),
        at=at,
        by_id=by,
        digest=contribution.versions[0].digest,
    )
    return contribution.code


@dataclass(frozen=True, slots=True)
class _Place:
    parent_id: uuid.UUID | None
    thread_id: uuid.UUID | None


def _place(idea: Idea, code: str) -> _Place:
    """Where a reply stands: at the top, or in the thread of the reply that it answers."""
    if not code:
        return _Place(None, None)
    answered = quoted_reply(idea.id, code)
    if answered is None:
        raise Refused(N_("The reply you answer is no longer shown. You can send your words as a reply to the idea."))
    return _Place(answered.id, answered.thread_id or answered.id)


def _keep(
    idea: Idea,
    contribution: Contribution,
    kind: ReplyKind,
    place: _Place,
    *,
    project_id: uuid.UUID,
    by: str,
    at: datetime,
    by_id: uuid.UUID | None = None,
    digest: str = "",
) -> None:
    comment = Comment(
        idea_id=idea.id,
        contribution_id=contribution.id,
        kind=kind,
        parent_id=place.parent_id,
        thread_id=place.thread_id,
        by_id=by_id,
    )
    db.session.add(comment)
    record(
        "reply_added",
        comment,
        project_id=project_id,
        by=by,
        at=at,
        digest=digest,
        details={"idea": idea.ref, "kind": kind.value, "standing": contribution.standing.value},
    )
    if contribution.standing is Standing.PUBLISHED:
        db.session.execute(update(Idea).where(Idea.id == idea.id).values(replies=Idea.replies + 1))
