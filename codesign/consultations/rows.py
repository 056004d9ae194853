"""Finding a consultation's rows within their project, and reading a question's wording from them."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from codesign.consultations.languages import rows as translations
from codesign.consultations.languages.texts import Texts, in_language, place_in_language
from codesign.core.closing import Closed, NotYetOpen, Window, in_grace, is_closed, require_open
from codesign.core.errors import NotFound
from codesign.core.heard import COUNTED_SENDINGS
from codesign.core.questions.answering import Asked, Given, restored
from codesign.core.questions.questionnaires import Answers, Place, Questionnaire
from codesign.core.terms import ActivityState
from codesign.extensions import db
from codesign.models import Consultation, Draft, Question, QuestionVersion, Submission
from codesign.tallies.answers import wording_of

COUNTED = COUNTED_SENDINGS


def consultation_row(project_id: uuid.UUID, ref: str) -> Consultation:
    """The consultation, with its questions, in any state. Raises `NotFound`."""
    if not ref.isalnum():  # an address may hold what no database takes, such as a NUL
        raise NotFound("There is no such consultation here.")
    found = db.session.scalar(
        select(Consultation)
        .where(Consultation.project_id == project_id, Consultation.ref == ref)
        .options(
            selectinload(Consultation.questions).selectinload(Question.versions).selectinload(QuestionVersion.choices)
        )
    )
    if found is None:
        raise NotFound("There is no such consultation here.")
    return found


def residents_consultation(project_id: uuid.UUID, ref: str) -> Consultation:
    """The same, once residents may know of it. Raises `NotFound` while staff still write it."""
    found = consultation_row(project_id, ref)
    if found.state is ActivityState.DRAFT:
        raise NotFound("There is no such consultation here.")
    return found


def question_row(consultation: Consultation, question_ref: str) -> Question:
    """A question of the consultation, also one taken out. Raises `NotFound`."""
    for question in consultation.questions:
        if question.ref == question_ref:
            return question
    raise NotFound("There is no such question here.")


def live_questions(consultation: Consultation) -> list[Question]:
    """The questions residents are asked, in order."""
    return [question for question in consultation.questions if question.withdrawn_at is None]


def live_question(consultation: Consultation, question_ref: str) -> Question:
    found = question_row(consultation, question_ref)
    if found.withdrawn_at is not None:
        raise NotFound("There is no such question here.")
    return found


def asked(question: Question, version: QuestionVersion | None = None, texts: Texts | None = None) -> Asked:
    """A wording (the current one unless given) as a value, in the language of `texts` where they are given."""
    found = wording_of(question, version)
    return found if texts is None else in_language(found, texts)


def texts_in(consultation: Consultation, language: str) -> Texts | None:
    """Its translations into the wished language, or into none where it has no such; None where no language is named."""
    return translations.texts(consultation, translations.offered(consultation, language)) if language else None


def questionnaire(consultation: Consultation, language: str = "") -> Questionnaire:
    """What residents are asked now, in order, in one of its languages (its own unless given)."""
    places = tuple(
        Place(asked(question), question.starts_page, question.section, question.section_words)
        for question in live_questions(consultation)
    )
    texts = texts_in(consultation, language)
    return Questionnaire(places if texts is None else tuple(place_in_language(place, texts) for place in places))


def answers_in(draft: Draft | None, consultation: Consultation, language: str = "") -> Answers:
    """What a draft says, by question, each with the wording it answers; only questions the resident has been at."""
    texts = texts_in(consultation, language)
    found = ((question.ref, in_draft(draft, question, texts)) for question in live_questions(consultation))
    return {ref: kept for ref, kept in found if kept is not None}


def version_row(question: Question, number: int) -> QuestionVersion:
    """The wording with this number; the current one when there is none (a draft may be older than an undone change)."""
    return next((version for version in question.versions if version.number == number), question.current)


def in_draft(draft: Draft | None, question: Question, texts: Texts | None = None) -> tuple[Asked, Given] | None:
    """What a draft says to a question, with the wording it answers; None when the resident has not been there."""
    kept: Any = draft.answers.get(question.ref) if draft is not None else None
    if kept is None:
        return None
    number, given = restored(kept)
    return asked(question, version_row(question, number), texts), given


def draft_row(consultation: Consultation, participant_id: uuid.UUID, *, to_change: bool = False) -> Draft | None:
    """The participant's draft. With `to_change` its row is locked, so that two tabs take turns."""
    query = select(Draft).where(Draft.consultation_id == consultation.id, Draft.participant_id == participant_id)
    if to_change:
        query = query.with_for_update().execution_options(populate_existing=True)
    return db.session.scalar(query)


def began_at(draft: Draft | None) -> datetime | None:
    """When someone began who has not sent yet: only they have 24 hours after the close, not those who change answers."""
    return draft.started_at if draft is not None and draft.changes_id is None else None


def submission_row(consultation: Consultation, participant_id: uuid.UUID) -> Submission | None:
    """What the participant sent in this consultation and did not take back, the latest."""
    return db.session.scalar(
        select(Submission)
        .where(
            Submission.project_id == consultation.project_id,
            Submission.activity_id == consultation.id,
            Submission.participant_id == participant_id,
            Submission.withdrawn_at.is_(None),
        )
        .order_by(Submission.received_at.desc(), Submission.id.desc())
        .limit(1)
    )


def people_counted(consultation: Consultation) -> int:
    """How many people's sendings count."""
    query = select(func.count(func.distinct(Submission.participant_id))).where(
        Submission.activity_id == consultation.id, Submission.state.in_(COUNTED)
    )
    return db.session.scalar(query) or 0


def window(consultation: Consultation) -> Window:
    return Window(consultation.opens_at, consultation.closes_at)


def has_closed(consultation: Consultation, at: datetime) -> bool:
    return consultation.state is ActivityState.CLOSED or is_closed(window(consultation), at)


def started_in_time(consultation: Consultation, started_at: datetime | None, at: datetime) -> bool:
    """Whether the 24 hours after the close are still running for someone who began before it."""
    return started_at is not None and in_grace(window(consultation), started_at, at)


def require_taking(consultation: Consultation, started_at: datetime | None, at: datetime) -> None:
    """Raises `NotYetOpen` or `Closed` when answers cannot be given now by someone who began at `started_at`."""
    if has_closed(consultation, at):
        if not started_in_time(consultation, started_at, at):
            raise Closed("This has closed.")
        return
    if consultation.state is not ActivityState.OPEN:
        raise NotYetOpen("This has not opened yet.")
    require_open(window(consultation), at)
