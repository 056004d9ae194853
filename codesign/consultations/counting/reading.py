"""A consultation's responses as the rules of fair counting see them."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select

from codesign.core.fair_counting import Came
from codesign.core.terms import Mode, SubmissionState
from codesign.extensions import db
from codesign.models import Contribution, Submission

TYPED_BY_STAFF = (Mode.PAPER, Mode.TELEPHONE, Mode.ASSISTED, Mode.IMPORTED, Mode.WORKSHOP)
"""Ways in which others type for many people: when and where they did says nothing of the people."""


def texts_of(submission_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    """The words of each response in the order in which they were taken in."""
    found: dict[uuid.UUID, list[str]] = defaultdict(list)
    for start in range(0, len(submission_ids), 500):
        some = submission_ids[start : start + 500]
        for key, text in db.session.execute(
            select(Contribution.submission_id, Contribution.text)
            .where(Contribution.submission_id.in_(some), Contribution.text != "")
            .order_by(Contribution.submission_id, Contribution.id)
        ):
            found[key].append(text)
    return dict(found)


def all_that_came(activity_id: uuid.UUID) -> dict[uuid.UUID, Came]:
    """Every response that was not taken back, in the order of coming in."""
    rows = db.session.execute(
        select(
            Submission.id,
            Submission.ref,
            Submission.received_at,
            Submission.started_at,
            Submission.network,
            Submission.mode,
        )
        .where(Submission.activity_id == activity_id, Submission.state != SubmissionState.WITHDRAWN)
        .order_by(Submission.received_at, Submission.ref)
    ).all()
    texts = texts_of([row[0] for row in rows])
    return {
        key: Came(
            ref,
            "\n".join(texts.get(key, ())),
            received,
            None if mode in TYPED_BY_STAFF else started,
            None if mode in TYPED_BY_STAFF else network,
        )
        for key, ref, received, started, network, mode in rows
    }
