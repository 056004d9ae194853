"""What staff read of the answers: for each question the base, how many said what, and how many did not answer."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select

from codesign.consultations import rows
from codesign.core.errors import NotFound
from codesign.core.numbers import Share
from codesign.core.questions.answering import Asked
from codesign.core.questions.kinds import KINDS, kind_of
from codesign.core.questions.kinds.base import Figures, Table
from codesign.core.terms import Consent, Standing
from codesign.core.words import Sentence
from codesign.extensions import db
from codesign.models import Contribution, Question, QuestionVersion, Submission
from codesign.tallies.answers import AnswerTally
from codesign.tallies.apart import not_apart

PAGE = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultRow:
    """One line: how many people, and the whole percentage of the base where there are enough.

    `value` is a mean or a median where the table has one; `ours` says that the label is our own words.
    """

    label: str
    n: int
    percent: int | None
    value: str = ""
    ours: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultTable:
    """One table of a question: most have one, a matrix has one a row. `reason` says why there is no percentage."""

    title: str
    base: int
    rows: tuple[ResultRow, ...]
    adds_to_more: bool
    value_title: str
    text_only: bool
    reason: Sentence | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The answers to one wording. `base` is the people who answered it, "I am not sure" among them."""

    asked: Asked
    since: datetime
    base: int
    not_sure: int
    tables: tuple[ResultTable, ...]
    figures: Figures | None
    texts: int

    @property
    def number(self) -> int:
        return self.asked.version

    @property
    def text(self) -> str:
        return self.asked.text

    @property
    def rows(self) -> tuple[ResultRow, ...]:
        """The lines of the first table: all of it, for most kinds."""
        return self.tables[0].rows if self.tables else ()


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
    tally = AnswerTally(and_(of_activity, counted))
    return Results(
        ref=consultation.ref,
        title=consultation.title,
        received=received,
        counted=total,
        late=late,
        questions=tuple(
            _question(question, tally, total)
            for question in consultation.questions
            if KINDS[question.current.type].asks and KINDS[question.current.type].in_results
        ),
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
            not_apart(),
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


def _question(question: Question, tally: AnswerTally, total: int) -> QuestionResult:
    wordings = tuple(_wording(question, version, tally) for version in reversed(question.versions))
    return QuestionResult(
        ref=question.ref,
        position=question.position,
        withdrawn=question.withdrawn_at is not None,
        not_answered=max(total - sum(wording.base for wording in wordings), 0),
        wordings=wordings,
    )


def _wording(question: Question, version: QuestionVersion, tally: AnswerTally) -> Wording:
    asked, counts = rows.asked(question, version), tally.of(version)
    summary = kind_of(asked).summary(asked, counts)
    return Wording(
        asked=asked,
        since=version.created_at,
        base=counts.base,
        not_sure=counts.not_sure,
        tables=tuple(_table(table) for table in summary.tables),
        figures=summary.figures,
        texts=counts.texts,
    )


def _table(table: Table) -> ResultTable:
    shares = [(bar, Share(bar.n, table.base)) for bar in table.bars]
    return ResultTable(
        title=table.title,
        base=table.base,
        rows=tuple(
            ResultRow(label=bar.label, n=bar.n, percent=share.percent, value=bar.value, ours=bar.ours)
            for bar, share in shares
        ),
        adds_to_more=table.adds_to_more,
        value_title=table.value_title,
        text_only=table.text_only,
        reason=Share(0, table.base).reason,
    )


__all__ = [
    "AnswerTally",
    "QuestionResult",
    "ResultRow",
    "ResultTable",
    "Results",
    "Said",
    "Texts",
    "Wording",
    "results",
    "texts",
]
