"""What a resident does with answers: says that they have read them."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import select, update

from codesign.extensions import db
from codesign.ideas.commands import board_of
from codesign.models import AnswerBatch, AnswerNotice


def read_notices(project_id: uuid.UUID, board_ref: str, *, by: uuid.UUID | None, at: datetime) -> None:
    """Mark a person's notices of a board as read; nothing happens where there are none. Raises `NotFound`.

    No event: what somebody has read is nobody else's matter.
    """
    board = board_of(project_id, board_ref)
    if by is None:
        return
    db.session.execute(
        update(AnswerNotice)
        .where(
            AnswerNotice.participant_id == by,
            AnswerNotice.read_at.is_(None),
            AnswerNotice.batch_id.in_(select(AnswerBatch.id).where(AnswerBatch.board_id == board.id)),
        )
        .values(read_at=at)
        .execution_options(synchronize_session=False)
    )
