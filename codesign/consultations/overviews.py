"""What staff pages of consultations show: the list, one being built, a question to change, and previews."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from codesign.consultations import queries, rows
from codesign.consultations.pages import OnPage
from codesign.core.questions.answering import Asked, Given
from codesign.core.questions.kinds import minutes_for
from codesign.core.terms import ActivityState, Influence
from codesign.extensions import db
from codesign.models import Answer, Consultation, Draft, Question, Submission


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationLine:
    """One consultation in the list. `stands` is draft, not_yet, open or closed."""

    ref: str
    title: str
    stands: str
    opens_at: datetime | None
    closes_at: datetime | None
    zone: str
    questions: int
    received: int
    counted: int
    imported: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionLine:
    """One question in the builder."""

    ref: str
    asked: Asked
    starts_page: bool
    section: str
    wordings: int
    answers: int
    first: bool
    last: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A consultation as staff build it. `under_way` is how many people have begun and not sent."""

    line: ConsultationLine
    introduction: str
    influence: Influence
    influence_reason: str
    asks_equality: bool
    minutes: int
    questions: tuple[QuestionLine, ...]
    taken_out: tuple[QuestionLine, ...]
    under_way: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """A consultation's own fields, as the form shows them: opening and closing in local time."""

    ref: str
    title: str
    introduction: str
    influence: Influence
    influence_reason: str
    opens_on: date | None
    opens_time: time | None
    closes_on: date | None
    closes_time: time | None
    zone: str
    asks_equality: bool
    is_open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ToChange:
    """A question to change; `answers` in any wording; with `used` a change makes a new wording."""

    ref: str
    title: str
    asked: Asked
    answers: int
    used: bool


def consultation_list(project_id: uuid.UUID, *, at: datetime) -> tuple[ConsultationLine, ...]:
    """Every consultation of the project, in the order of their references."""
    found = db.session.scalars(
        select(Consultation)
        .where(Consultation.project_id == project_id)
        .order_by(Consultation.created_at, Consultation.id)
    )
    return tuple(_line(consultation, at) for consultation in found)


def built(project_id: uuid.UUID, ref: str, *, at: datetime) -> Built:
    """One consultation with its questions. Raises `NotFound`."""
    consultation = rows.consultation_row(project_id, ref)
    answers = dict(
        db.session.execute(
            select(Answer.question_id, func.count())
            .join(Question, Answer.question_id == Question.id)
            .where(Question.consultation_id == consultation.id)
            .group_by(Answer.question_id)
        ).all()
    )
    live = rows.live_questions(consultation)
    under_way = select(func.count()).where(Draft.consultation_id == consultation.id)
    return Built(
        line=_line(consultation, at),
        introduction=consultation.introduction,
        influence=consultation.influence,
        influence_reason=consultation.influence_reason,
        asks_equality=consultation.asks_equality,
        minutes=minutes_for(rows.questionnaire(consultation).questions) if live else 0,
        questions=tuple(
            _question_line(question, answers, first=place == 0, last=place == len(live) - 1)
            for place, question in enumerate(live)
        ),
        taken_out=tuple(
            _question_line(question, answers, first=True, last=True)
            for question in consultation.questions
            if question.withdrawn_at is not None
        ),
        under_way=db.session.scalar(under_way) or 0,
    )


def settings(project_id: uuid.UUID, ref: str) -> Settings:
    """Raises `NotFound`."""
    consultation = rows.consultation_row(project_id, ref)
    opens = consultation.opens_at.astimezone(ZoneInfo(consultation.zone)) if consultation.opens_at else None
    closes = consultation.closes_at.astimezone(ZoneInfo(consultation.zone)) if consultation.closes_at else None
    return Settings(
        ref=consultation.ref,
        title=consultation.title,
        introduction=consultation.introduction,
        influence=consultation.influence,
        influence_reason=consultation.influence_reason,
        opens_on=opens.date() if opens else None,
        opens_time=opens.time() if opens else None,
        closes_on=consultation.closes_on or (closes.date() if closes else None),
        closes_time=consultation.closes_time or (closes.time() if closes else None),
        zone=consultation.zone,
        asks_equality=consultation.asks_equality,
        is_open=consultation.state is ActivityState.OPEN and consultation.closes_at is not None,
    )


def question_to_change(project_id: uuid.UUID, ref: str, question_ref: str) -> ToChange:
    """Raises `NotFound`."""
    consultation = rows.consultation_row(project_id, ref)
    question = rows.live_question(consultation, question_ref)
    answers = db.session.scalar(select(func.count()).where(Answer.question_id == question.id)) or 0
    drafts = db.session.scalar(select(func.count()).where(Draft.consultation_id == consultation.id)) or 0
    return ToChange(
        ref=consultation.ref,
        title=consultation.title,
        asked=rows.asked(question),
        answers=answers,
        used=bool(answers or drafts),
    )


def preview_start(project_id: uuid.UUID, ref: str, *, at: datetime) -> queries.StartPage:
    """The first page as residents will see it, in any state."""
    return queries.start_of(rows.consultation_row(project_id, ref), None, None, at)


def preview_question(project_id: uuid.UUID, ref: str, question_ref: str, *, at: datetime) -> queries.QuestionPage:
    """The page of a question as residents will see it, in any state; every question is shown, whatever its condition."""
    consultation = rows.consultation_row(project_id, ref)
    rows.live_question(consultation, question_ref)
    everything = rows.questionnaire(consultation).unconditional()
    page = everything.way({}).page_of(question_ref) or (question_ref,)
    shown = tuple(OnPage(everything.by_ref[one].asked, Given()) for one in page)
    return queries.a_page(everything, {}, page, queries.head_of(consultation, None, at), shown, started=True)


def _line(consultation: Consultation, at: datetime) -> ConsultationLine:
    of_activity = Submission.activity_id == consultation.id
    received = db.session.scalar(select(func.count()).select_from(Submission).where(of_activity)) or 0
    counted = (
        db.session.scalar(
            select(func.count()).select_from(Submission).where(of_activity, Submission.state.in_(rows.COUNTED))
        )
        or 0
    )
    stands = "draft"
    if consultation.state is not ActivityState.DRAFT:
        stands = queries.head_of(consultation, None, at).stands.value
    return ConsultationLine(
        ref=consultation.ref,
        title=consultation.title,
        stands=stands,
        opens_at=consultation.opens_at,
        closes_at=consultation.closes_at,
        zone=consultation.zone,
        questions=len(rows.questionnaire(consultation).questions),
        received=received,
        counted=counted,
        imported=consultation.source_digest is not None,
    )


def _question_line(question: Question, answers: dict[uuid.UUID, int], *, first: bool, last: bool) -> QuestionLine:
    return QuestionLine(
        ref=question.ref,
        asked=rows.asked(question),
        starts_page=question.starts_page,
        section=question.section,
        wordings=len(question.versions),
        answers=answers.get(question.id, 0),
        first=first,
        last=last,
    )
