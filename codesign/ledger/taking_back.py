"""Taking a whole sending back: its words and answers go, and a mark stays that it was there."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select, update

from codesign.core.errors import NotFound, Refused
from codesign.core.terms import Standing, SubmissionState
from codesign.core.words import N_
from codesign.extensions import db
from codesign.ledger.events import actor_participant, record
from codesign.ledger.files import erase_files
from codesign.ledger.words import withdraw_words
from codesign.models import (
    Activity,
    Answer,
    Attendee,
    Contact,
    Contribution,
    Draft,
    EqualityAnswer,
    FollowAddress,
    PaperEntry,
    Submission,
    SubmissionVersion,
    Workshop,
)


def take_back_sending(submission_id: uuid.UUID, *, at: datetime) -> None:
    """Take a whole sending back: its words and answers go, it no longer counts, and a mark stays that it was there.

    Once nothing of the person is left in the project, what they told us of themselves goes too. Twice changes nothing.
    Raises `NotFound`, and `Refused` while it is looked into.
    """
    submission = own_sending(submission_id)
    if submission.withdrawn_at is not None:
        return
    by = actor_participant(submission.participant_id)
    for words in words_of(submission):
        if words.standing is not Standing.WITHDRAWN:
            withdraw_words(words, by=by, at=at)
    answers = db.session.scalars(select(Answer).where(Answer.submission_id == submission.id)).all()
    for answer in answers:
        db.session.delete(answer)
    files = erase_files(submission.participant_id, submission.activity_id)
    _forget_contacts(submission)
    _forget_versions(submission)
    submission.state, submission.withdrawn_at = SubmissionState.WITHDRAWN, at
    record(
        "sending_withdrawn",
        submission,
        project_id=submission.project_id,
        by=by,
        at=at,
        details={"ref": submission.ref, "answers": len(answers), **({"files": files} if files else {})},
    )
    _forget_if_gone(submission.participant_id)
    # The name they gave themselves in the room is their words too.
    db.session.execute(
        update(Attendee)
        .where(Attendee.workshop_id == submission.activity_id, Attendee.participant_id == submission.participant_id)
        .values(nickname="")
        .execution_options(synchronize_session=False)
    )
    # A wall that shows the card fetches what is new.
    db.session.execute(
        update(Workshop)
        .where(Workshop.id == submission.activity_id)
        .values(version=Workshop.version + 1)
        .execution_options(synchronize_session=False)
    )


def own_sending(submission_id: uuid.UUID) -> Submission:
    """A sending that its person may still do something with, locked. Raises `NotFound`, `Refused`."""
    found = db.session.scalar(
        select(Submission)
        .where(Submission.id == submission_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound
    if found.state is SubmissionState.QUARANTINED:
        raise Refused(N_("We are looking into this sending. Phone us, and we will help you."))
    return found


def words_of(submission: Submission) -> list[Contribution]:
    """Everything said in a sending."""
    return list(
        db.session.scalars(
            select(Contribution).where(Contribution.submission_id == submission.id).order_by(Contribution.id)
        )
    )


def _forget_versions(submission: Submission) -> None:
    """What was answered before a change, a change not yet sent, what was typed from paper, and the marks of both."""
    db.session.execute(delete(SubmissionVersion).where(SubmissionVersion.submission_id == submission.id))
    db.session.execute(delete(Draft).where(Draft.changes_id == submission.id))
    db.session.execute(update(PaperEntry).where(PaperEntry.submission_id == submission.id).values(answers={}))
    submission.words_digest = submission.network = None


def _forget_contacts(submission: Submission) -> None:
    """How to reach them, as far as they said it in this activity: its purpose begins with the activity's reference."""
    ref = db.session.scalar(select(Activity.ref).where(Activity.id == submission.activity_id))
    _erase_contacts(
        (Contact.participant_id == submission.participant_id) & Contact.purpose.startswith(f"{ref}-", autoescape=True)
    )


def _forget_if_gone(participant_id: uuid.UUID) -> None:
    left = db.session.scalar(
        select(Submission.id)
        .where(Submission.participant_id == participant_id, Submission.state != SubmissionState.WITHDRAWN)
        .limit(1)
    )
    if left is None:
        db.session.execute(delete(EqualityAnswer).where(EqualityAnswer.participant_id == participant_id))
        _erase_contacts(Contact.participant_id == participant_id)


def _erase_contacts(which: ColumnElement[bool]) -> None:
    """Erase addresses, and with them what would send news of followed ideas there."""
    chosen = select(Contact.id).where(which)
    db.session.execute(
        delete(FollowAddress).where(FollowAddress.contact_id.in_(chosen)).execution_options(synchronize_session=False)
    )
    db.session.execute(delete(Contact).where(which).execution_options(synchronize_session=False))
