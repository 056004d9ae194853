"""What staff read of the answers: for each question the base, how many said what, and how many did not answer."""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from statistics import median

from sqlalchemy import ColumnElement, and_, func, select

from codesign.consultations import rows
from codesign.consultations.answering import TEXT_TYPES, plain_number
from codesign.core.errors import NotFound
from codesign.core.numbers import Share
from codesign.core.terms import Consent, QuestionType, Standing
from codesign.core.words import Sentence
from codesign.extensions import db
from codesign.models import Answer, AnswerChoice, Contribution, Question, QuestionVersion, Submission

PAGE = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultRow:
    """One choice: how many people took it, and the whole percentage of the base where there are enough."""

    label: str
    n: int
    percent: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What numbers people gave, as they read: the lowest, the middle and the highest."""

    lowest: str
    middle: str
    highest: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The answers to one wording. `base` is the people who answered it, "I am not sure" among them."""

    number: int
    text: str
    type: QuestionType
    since: datetime
    base: int
    not_sure: int
    rows: tuple[ResultRow, ...]
    not_sure_row: ResultRow | None
    figures: Figures | None
    texts: int
    adds_to_more: bool
    reason: Sentence | None

    @property
    def tabled(self) -> bool:
        """Whether there is a table of choices."""
        return self.type not in TEXT_TYPES and self.type is not QuestionType.NUMBER


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionResult:
    """One question, each of its wordings apart, the newest first. `not_answered` is out of all counted people."""

    ref: str
    position: int
    withdrawn: bool
    not_answered: int
    wordings: tuple[Wording, ...]

    @property
    def current(self) -> Wording:
        return self.wordings[0]

    @property
    def texts(self) -> int:
        """People who wrote something, over all wordings."""
        return sum(wording.texts for wording in self.wordings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """All questions of a consultation. `received` is every sending, `counted` those accepted or flagged."""

    ref: str
    title: str
    received: int
    counted: int
    late: int
    questions: tuple[QuestionResult, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One person's words, with their public code."""

    code: str
    text: str
    standing: Standing
    consent: Consent
    said_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """A page of free words for a question; `page` counts from 1."""

    ref: str
    title: str
    question_ref: str
    question: str
    total: int
    page: int
    pages: int
    said: tuple[Said, ...]


def results(project_id: uuid.UUID, ref: str) -> Results:
    """Every question's results. Only accepted and flagged sendings count. Raises `NotFound`."""
    consultation = rows.consultation_row(project_id, ref)
    of_activity = Submission.activity_id == consultation.id
    received = db.session.scalar(select(func.count()).select_from(Submission).where(of_activity)) or 0
    counted = Submission.state.in_(rows.COUNTED)
    total = db.session.scalar(select(func.count()).select_from(Submission).where(of_activity, counted)) or 0
    late = (
        db.session.scalar(
            select(func.count()).select_from(Submission).where(of_activity, counted, Submission.state_rule == "late")
        )
        or 0
    )
    tally = _Tally(and_(of_activity, counted))
    return Results(
        ref=consultation.ref,
        title=consultation.title,
        received=received,
        counted=total,
        late=late,
        questions=tuple(_question(question, tally, total) for question in consultation.questions),
    )


def texts(project_id: uuid.UUID, ref: str, question_ref: str, *, page: int = 1) -> Texts:
    """A page of what people wrote to a question, by public code: never in the order of sending. Raises `NotFound`."""
    consultation = rows.consultation_row(project_id, ref)
    question = rows.question_row(consultation, question_ref)
    query = (
        select(Contribution)
        .join(Submission, Contribution.submission_id == Submission.id)
        .where(
            Contribution.project_id == project_id,
            Contribution.question_id == question.id,
            Contribution.text != "",
            Submission.state.in_(rows.COUNTED),
        )
    )
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    pages = max(1, -(-total // PAGE))
    if not 1 <= page <= pages:
        raise NotFound("There is no such page.")
    found = db.session.scalars(query.order_by(Contribution.code).limit(PAGE).offset((page - 1) * PAGE))
    return Texts(
        ref=consultation.ref,
        title=consultation.title,
        question_ref=question.ref,
        question=question.current.text,
        total=total,
        page=page,
        pages=pages,
        said=tuple(
            Said(code=row.code, text=row.text, standing=row.standing, consent=row.consent, said_at=row.said_at)
            for row in found
        ),
    )


class _Tally:
    """Counts of a whole consultation, from one query each."""

    def __init__(self, counts: ColumnElement[bool]) -> None:
        answers = select(Answer).join(Submission, Answer.submission_id == Submission.id).where(counts)
        self.answered: dict[uuid.UUID, int] = {}
        self.not_sure: dict[uuid.UUID, int] = {}
        self.texts: dict[uuid.UUID, int] = {}
        self.taken: dict[uuid.UUID, int] = {}
        self.numbers: dict[uuid.UUID, list[Decimal]] = defaultdict(list)
        version = Answer.question_version_id
        grouped = answers.with_only_columns(version, func.count()).group_by(version)
        for key, n in db.session.execute(grouped):
            self.answered[key] = n
        for key, n in db.session.execute(grouped.where(Answer.not_sure)):
            self.not_sure[key] = n
        worded = grouped.join(Contribution, Answer.contribution_id == Contribution.id).where(Contribution.text != "")
        for key, n in db.session.execute(worded):
            self.texts[key] = n
        chosen = (
            answers.join(AnswerChoice, AnswerChoice.answer_id == Answer.id)
            .with_only_columns(AnswerChoice.choice_id, func.count())
            .group_by(AnswerChoice.choice_id)
        )
        for key, n in db.session.execute(chosen):
            self.taken[key] = n
        figures = answers.with_only_columns(version, Answer.number).where(Answer.number.is_not(None))
        for key, number in db.session.execute(figures):
            if number is not None:
                self.numbers[key].append(number)


def _question(question: Question, tally: _Tally, total: int) -> QuestionResult:
    wordings = tuple(_wording(version, tally) for version in reversed(question.versions))
    return QuestionResult(
        ref=question.ref,
        position=question.position,
        withdrawn=question.withdrawn_at is not None,
        not_answered=max(total - sum(wording.base for wording in wordings), 0),
        wordings=wordings,
    )


def _wording(version: QuestionVersion, tally: _Tally) -> Wording:
    base = tally.answered.get(version.id, 0)
    lines = [(choice.label, tally.taken.get(choice.id, 0)) for choice in version.choices]
    shares = [(label, Share(n, base)) for label, n in lines]
    numbers = tally.numbers.get(version.id, [])
    figures = None
    if numbers:
        middle = Decimal(median(numbers)).quantize(Decimal("0.01"))
        figures = Figures(
            lowest=plain_number(min(numbers)),
            middle=plain_number(middle),
            highest=plain_number(max(numbers)),
            unit=version.unit,
        )
    return Wording(
        number=version.number,
        text=version.text,
        type=version.type,
        since=version.created_at,
        base=base,
        not_sure=tally.not_sure.get(version.id, 0),
        rows=tuple(ResultRow(label=label, n=share.n, percent=share.percent) for label, share in shares),
        not_sure_row=_not_sure_row(version, tally.not_sure.get(version.id, 0), base),
        figures=figures,
        texts=tally.texts.get(version.id, 0),
        adds_to_more=version.type is QuestionType.SEVERAL_CHOICES,
        reason=Share(0, base).reason,
    )


def _not_sure_row(version: QuestionVersion, n: int, base: int) -> ResultRow | None:
    """Shown where "I am not sure" was on offer, also when nobody took it."""
    if not version.offers_not_sure and not n:
        return None
    return ResultRow(label="", n=n, percent=Share(n, base).percent)


__all__ = ["QuestionResult", "ResultRow", "Results", "Said", "Texts", "Wording", "results", "texts"]
