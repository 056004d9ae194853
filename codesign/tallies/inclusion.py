"""Which sendings one freeze counts, and the list by which a person can find their own among them."""

from __future__ import annotations

import hashlib
import uuid
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select

from codesign.core.heard import COUNTED_SENDINGS
from codesign.core.terms import SubmissionState
from codesign.extensions import db
from codesign.models import Submission

# A receipt has 58 bits: its whole digest could be turned back by trying codes. Eight figures of it leave tens of
# millions of codes that fit, and the page that takes codes allows few tries. Two receipts of one project share them
# rarely.
MARK_FIGURES = 8


def receipt_mark(receipt: str) -> str:
    """The first eight figures of the sha256 of a receipt as it is printed, "7K3Q-XW9H-4TRM"."""
    return hashlib.sha256(receipt.encode()).hexdigest()[:MARK_FIGURES]


def end_of(frozen_at: datetime) -> datetime:
    """The first moment after a freeze: its time is kept to the second, and what came within that second is in it."""
    return frozen_at + timedelta(seconds=1)


def counted_at(frozen_at: datetime) -> ColumnElement[bool]:
    """The condition that a sending counted at that moment; taking words back later does not change what was counted."""
    return and_(
        Submission.received_at < end_of(frozen_at),
        or_(
            Submission.state.in_(COUNTED_SENDINGS),
            and_(Submission.state == SubmissionState.WITHDRAWN, Submission.withdrawn_at > frozen_at),
        ),
    )


def receipt_marks(project_id: uuid.UUID, frozen_at: datetime) -> tuple[str, ...]:
    """The marks of every receipt that the freeze counts, sorted, so that their order tells nothing."""
    receipts = db.session.scalars(
        select(Submission.receipt).where(Submission.project_id == project_id, counted_at(frozen_at))
    )
    return tuple(sorted(receipt_mark(receipt) for receipt in receipts))
