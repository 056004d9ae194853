"""Changing what was sent, until the close: the same receipt, a new version, and what was answered before is kept.

A draft that names the sending in `changes_id` holds the answers while they are changed; what was sent stays as it is
until the change is sent.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from codesign.consultations import rows
from codesign.consultations.ground import all_settled
from codesign.consultations.taking_in import NotAnAnswer, Receipt, given_in, keep_answer, on_the_way
from codesign.core.errors import Refused
from codesign.core.fair_counting import words_digest
from codesign.core.questions.answering import Asked, Given, stored
from codesign.core.questions.kinds import kind_of, problem
from codesign.core.questions.questionnaires import Answers
from codesign.core.quoting import personal_details
from codesign.core.terms import Consent, Standing, SubmissionState
from codesign.core.words import N_
from codesign.extensions import db
from codesign.ledger import actor_participant, change_words, record, withdraw_words
from codesign.models import Answer, Consultation, Contact, Contribution, Draft, Submission, SubmissionVersion


def begin_change(project_id: uuid.UUID, ref: str, *, by: uuid.UUID, at: datetime, shared_device: bool = False) -> None:
    """Open what this person sent for changes; a change begun before goes on.

    Raises `Refused` when there is nothing to change, and `Closed` from the close on: the 24 hours after it are for
    those who had not sent yet.
    """
    consultation = rows.residents_consultation(project_id, ref)
    submission = rows.submission_row(consultation, by)
    if submission is None:
        raise Refused(N_("There are no answers of yours to change here."))
    rows.require_taking(consultation, None, at)
    _require_changeable(submission)
    draft = rows.draft_row(consultation, by, to_change=True)
    if draft is not None and draft.changes_id == submission.id:
        return
    if draft is not None:
        db.session.delete(draft)
        db.session.flush()
    db.session.add(
        Draft(
            consultation_id=consultation.id,
            participant_id=by,
            answers=_as_draft(consultation, given_in(submission)),
            key=secrets.token_urlsafe(18),
            shared_device=shared_device,
            language=submission.language,
            changes_id=submission.id,
            started_at=at,
            updated_at=at,
        )
    )
    db.session.flush()


def leave_as_sent(project_id: uuid.UUID, ref: str, *, by: uuid.UUID) -> None:
    """Forget a change that was begun: the answers stay as they were sent."""
    draft = rows.draft_row(rows.residents_consultation(project_id, ref), by, to_change=True)
    if draft is not None and draft.changes_id is not None:
        db.session.delete(draft)
        db.session.flush()


def send_change(consultation: Consultation, draft: Draft, *, consent: Consent, at: datetime) -> Receipt:
    """Send a change: one more version under the same receipt. Nothing that stayed the same is touched.

    Changed words append a wording, words taken out are withdrawn. Raises `NotAnAnswer`, `Refused` and `Closed`.
    """
    rows.require_taking(consultation, None, at)
    submission = db.session.scalars(
        select(Submission)
        .where(Submission.id == draft.changes_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    _require_changeable(submission)
    before = given_in(submission)
    after = all_settled(consultation, on_the_way(consultation, rows.answers_in(draft, consultation)))
    _require_answers(after)
    live = {question.ref for question in rows.live_questions(consultation)}
    # An answer to a question that staff took out since stays as it was given: nobody could have changed it.
    changed = [
        question
        for question in sorted({*before, *after} & live)
        if not _same(before.get(question), after.get(question))
    ]
    if changed:
        db.session.add(
            SubmissionVersion(
                submission_id=submission.id,
                number=submission.version,
                answers={question: _codes_only(asked, given) for question, (asked, given) in before.items()},
                at=submission.changed_at or submission.received_at,
            )
        )
        for question in changed:
            _change(consultation, submission, question, after.get(question), consent, at)
        submission.version += 1
        submission.changed_at = at
        submission.language = draft.language or submission.language
    db.session.flush()
    _settle_consent(submission, consent, at)
    if changed:
        # Only the digest: what a person decided about a flag stands, and the next round looks at the new words.
        submission.words_digest = words_digest("\n".join(_texts(submission)))
        record(
            "answers_changed",
            submission,
            project_id=submission.project_id,
            by=actor_participant(submission.participant_id),
            at=at,
            details={"ref": submission.ref, "version": submission.version, "questions": changed},
        )
    db.session.delete(draft)
    db.session.flush()
    return Receipt(submission.receipt, False)


def _as_draft(consultation: Consultation, given: Answers) -> dict[str, Any]:
    """What was given as a draft keeps it; what was skipped counts as visited, so that a change goes back to the check."""
    questionnaire = rows.questionnaire(consultation)
    visited = {ref: (questionnaire.by_ref[ref].asked, Given()) for ref in questionnaire.way(given).applying}
    return {ref: stored(asked, answer) for ref, (asked, answer) in {**visited, **given}.items()}


def _require_changeable(submission: Submission) -> None:
    if submission.state is SubmissionState.WITHDRAWN:
        raise Refused(N_("You took these answers back. There is nothing left to change."))
    if submission.state is SubmissionState.QUARANTINED:
        raise Refused(N_("We are looking into this sending. Phone us, and we will help you."))


def _require_answers(after: Answers) -> None:
    for question, (asked, given) in after.items():
        if given.empty and not kind_of(asked).in_results:
            continue  # how to reach someone is not brought back into a change; what we have stays
        wrong = problem(asked, given)
        if wrong is not None:
            raise NotAnAnswer(question, wrong)
    if all(given.empty for _asked, given in after.values()):
        raise Refused(N_("Answer at least one question, then send your answers. Or take your answers back."))


def _same(before: tuple[Asked, Given] | None, after: tuple[Asked, Given] | None) -> bool:
    if after is None or after[1].empty:
        return before is None
    return (
        before is not None
        and before[0].version == after[0].version
        and kind_of(before[0]).kept(*before) == kind_of(after[0]).kept(*after)
    )


def _codes_only(asked: Asked, given: Given) -> dict[str, Any]:
    """An answer as a draft keeps it, without what became a contribution: its words have versions of their own."""
    words = kind_of(asked).kept(asked, given).words
    return stored(asked, Given(given.values, "" if words else given.words, given.parts))


def _change(
    consultation: Consultation,
    submission: Submission,
    question_ref: str,
    after: tuple[Asked, Given] | None,
    consent: Consent,
    at: datetime,
) -> None:
    by = actor_participant(submission.participant_id)
    question = rows.question_row(consultation, question_ref)
    answer = db.session.scalar(
        select(Answer).where(Answer.submission_id == submission.id, Answer.question_id == question.id)
    )
    contribution = _contribution(answer)
    if answer is not None:
        db.session.delete(answer)
        db.session.flush()
    kept = kind_of(after[0]).kept(*after) if after is not None and not after[1].empty else None
    if contribution is not None and (kept is None or not kept.words):
        withdraw_words(contribution, by=by, at=at)
        contribution = None
    if kept is None or after is None:
        return
    if contribution is not None:
        change_words(contribution, kept.words, by=by, at=at)
        _settle_standing(contribution)
    if kept.contact:
        db.session.execute(
            delete(Contact).where(
                Contact.project_id == consultation.project_id,
                Contact.participant_id == submission.participant_id,
                Contact.purpose == f"{consultation.ref}-{question.ref}",
            )
        )
    keep_answer(consultation, submission, question_ref, *after, consent, at, contribution=contribution)


def _contribution(answer: Answer | None) -> Contribution | None:
    if answer is None or answer.contribution_id is None:
        return None
    found = db.session.get(Contribution, answer.contribution_id)
    return found if found is not None and found.standing is not Standing.WITHDRAWN else None


def _settle_standing(contribution: Contribution) -> None:
    """New words are read again where they need it: personal details wait, and so do words hidden before."""
    if contribution.standing is Standing.HIDDEN or personal_details(contribution.text):
        contribution.standing = Standing.WAITING
    elif contribution.standing is Standing.WAITING and contribution.moderated_at is None:
        contribution.standing = Standing.PUBLISHED


def _texts(submission: Submission) -> list[str]:
    return list(
        db.session.scalars(
            select(Contribution.text)
            .where(Contribution.submission_id == submission.id, Contribution.text != "")
            .order_by(Contribution.id)
        )
    )


def _settle_consent(submission: Submission, consent: Consent, at: datetime) -> None:
    for words in db.session.scalars(
        select(Contribution).where(
            Contribution.submission_id == submission.id, Contribution.standing != Standing.WITHDRAWN
        )
    ):
        if words.consent is consent:
            continue
        before, words.consent = words.consent, consent
        record(
            "consent_changed",
            words,
            project_id=submission.project_id,
            by=actor_participant(submission.participant_id),
            at=at,
            details={"code": words.code, "from": before.value, "to": consent.value},
        )


def answers_before(submission_id: uuid.UUID) -> list[Mapping[str, Any]]:
    """What was answered in each earlier version, oldest first: codes and numbers."""
    return list(
        db.session.scalars(
            select(SubmissionVersion.answers)
            .where(SubmissionVersion.submission_id == submission_id)
            .order_by(SubmissionVersion.number)
        )
    )
