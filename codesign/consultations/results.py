"""What staff read of the answers: for each question the base, how many said what, and how many did not answer."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select

from codesign.consultations import rows
from codesign.consultations.answering import Asked
from codesign.consultations.kinds import KINDS, kind_of
from codesign.consultations.kinds.base import Counts, Figures, Table
from codesign.core.errors import NotFound
from codesign.core.numbers import Share
from codesign.core.terms import Consent, Standing
from codesign.core.words import Sentence
from codesign.extensions import db
from codesign.models import Answer, AnswerChoice, Contribution, Question, QuestionVersion, Submission

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
    tally = Tally(and_(of_activity, counted))
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


class Tally:
    """Counts of every wording that counts under a condition on sendings, from one query a shape."""

    def __init__(self, counts: ColumnElement[bool]) -> None:
        self._answers = select(Answer).join(Submission, Answer.submission_id == Submission.id).where(counts)
        version = Answer.question_version_id
        grouped = self._answers.with_only_columns(version, func.count()).group_by(version)
        words = grouped.join(Contribution, Answer.contribution_id == Contribution.id).where(Contribution.text != "")
        self._base = self._pairs(grouped)
        self._not_sure = self._pairs(grouped.where(Answer.not_sure))
        self._texts = self._pairs(words)
        self._taken: dict[uuid.UUID, int] = Counter()
        self._cells: dict[tuple[uuid.UUID, str], int] = {}
        self._places: dict[tuple[uuid.UUID, int], int] = Counter()
        self._amounts: dict[uuid.UUID, list[Decimal]] = defaultdict(list)
        self._numbers: dict[uuid.UUID, list[Decimal]] = defaultdict(list)
        self._details: dict[uuid.UUID, list[dict[str, Any]]] = defaultdict(list)
        self._read_choices()
        for key, number in db.session.execute(
            self._answers.with_only_columns(version, Answer.number).where(Answer.number.is_not(None))
        ):
            assert number is not None  # noqa: S101 - the query asks for no others
            self._numbers[key].append(number)
        for key, detail in db.session.execute(self._answers.with_only_columns(version, Answer.detail)):
            if detail:
                self._details[key].append(detail)

    def of(self, version: QuestionVersion) -> Counts:
        """What was counted for one wording."""
        codes = {choice.id: choice.code for choice in version.choices}
        return Counts(
            base=self._base.get(version.id, 0),
            not_sure=self._not_sure.get(version.id, 0),
            taken={code: self._taken.get(key, 0) for key, code in codes.items()},
            cells={(row, codes[key]): n for (key, row), n in self._cells.items() if key in codes and row},
            places={(codes[key], place): n for (key, place), n in self._places.items() if key in codes},
            amounts={code: self._amounts[key] for key, code in codes.items() if key in self._amounts},
            numbers=self._numbers.get(version.id, []),
            details=self._details.get(version.id, []),
            texts=self._texts.get(version.id, 0),
        )

    def _read_choices(self) -> None:
        key, row, place = AnswerChoice.choice_id, AnswerChoice.row, AnswerChoice.position
        chosen = self._answers.join(AnswerChoice, AnswerChoice.answer_id == Answer.id)
        for choice, at_row, at_place, n in db.session.execute(
            chosen.with_only_columns(key, row, place, func.count()).group_by(key, row, place)
        ):
            self._taken[choice] += n
            self._cells[(choice, at_row)] = self._cells.get((choice, at_row), 0) + n
            self._places[(choice, at_place)] += n
        for choice, amount in db.session.execute(
            chosen.with_only_columns(key, AnswerChoice.amount).where(AnswerChoice.amount.is_not(None))
        ):
            assert amount is not None  # noqa: S101 - the query asks for no others
            self._amounts[choice].append(amount)

    @staticmethod
    def _pairs(query: Select[uuid.UUID, int]) -> dict[uuid.UUID, int]:
        return dict(db.session.execute(query).all())


def _question(question: Question, tally: Tally, total: int) -> QuestionResult:
    wordings = tuple(_wording(question, version, tally) for version in reversed(question.versions))
    return QuestionResult(
        ref=question.ref,
        position=question.position,
        withdrawn=question.withdrawn_at is not None,
        not_answered=max(total - sum(wording.base for wording in wordings), 0),
        wordings=wordings,
    )


def _wording(question: Question, version: QuestionVersion, tally: Tally) -> Wording:
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
    "QuestionResult",
    "ResultRow",
    "ResultTable",
    "Results",
    "Said",
    "Tally",
    "Texts",
    "Wording",
    "results",
    "texts",
]
