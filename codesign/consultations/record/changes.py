"""The public ledger of changes: each wording that changed after the first answer, questions taken out, dates moved."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sqlalchemy import Select, func, select

from codesign.consultations import rows
from codesign.core.heard import COUNTED_SENDINGS, SMALLEST_GROUP
from codesign.core.questions.answering import Asked
from codesign.core.terms import RecordKind
from codesign.extensions import db
from codesign.models import Answer, Consultation, RecordEntry, Submission
from codesign.tallies.record import BACK, OUT, WORDING


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingChange:
    """A question asked in new words. At least `before_people` answered the old ones, `after_people` the new ones so far."""

    sort: ClassVar[str] = "wording"
    at: datetime
    question: str
    before: Asked
    after: Asked
    before_people: int
    after_people: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionGone:
    """A question taken out after at least `people` answered it (`back` False), or asked again."""

    sort: ClassVar[str] = "question"
    at: datetime
    question: str
    asked: Asked
    people: int
    reason: str
    back: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMoved:
    """The closing time of an open consultation moved."""

    sort: ClassVar[str] = "date"
    at: datetime
    before: datetime
    after: datetime
    reason: str


Change = WordingChange | QuestionGone | DateMoved


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How people who had answered were told of a change."""

    at: datetime
    title: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesPage:
    """Every change, the newest first."""

    ref: str
    title: str
    zone: str
    changes: tuple[Change, ...]
    told: tuple[Told, ...]


def changes_page(project_id: uuid.UUID, ref: str) -> ChangesPage:
    """For residents. Raises `NotFound` while staff still write the consultation."""
    consultation = rows.residents_consultation(project_id, ref)
    told = db.session.scalars(
        _entries(consultation, RecordKind.CHANGE_TOLD).order_by(RecordEntry.at.desc(), RecordEntry.id)
    )
    return ChangesPage(
        ref=consultation.ref,
        title=consultation.title,
        zone=consultation.zone,
        changes=changes_of(consultation),
        told=tuple(Told(at=entry.at, title=entry.title, words=entry.words) for entry in told),
    )


def has_changes(consultation: Consultation) -> bool:
    """Whether there is anything to read of changes."""
    if any(len(question.versions) > 1 for question in consultation.questions):
        return True
    entry = select(RecordEntry.id).where(
        RecordEntry.activity_id == consultation.id,
        RecordEntry.kind.in_((RecordKind.CHANGE, RecordKind.EXTENSION)),
        RecordEntry.withdrawn_at.is_(None),
    )
    return db.session.scalar(entry.limit(1)) is not None


def changes_of(consultation: Consultation) -> tuple[Change, ...]:
    """Every change of a consultation, the newest first."""
    found = [*_questions(consultation), *_dates(consultation)]
    return tuple(sorted(found, key=lambda change: (change.at, type(change).__name__), reverse=True))


def _questions(consultation: Consultation) -> Iterator[Change]:
    counted = (
        select(Answer.question_version_id, func.count())
        .join(Submission, Submission.id == Answer.submission_id)
        .where(Submission.activity_id == consultation.id, Submission.state.in_(COUNTED_SENDINGS))
        .group_by(Answer.question_version_id)
    )
    people = dict(db.session.execute(counted).all())
    entries = list(db.session.scalars(_entries(consultation, RecordKind.CHANGE).order_by(RecordEntry.at)))
    reasons = {entry.title: entry.words for entry in entries}
    for question in consultation.questions:
        for before, after in zip(question.versions, question.versions[1:], strict=False):
            yield WordingChange(
                at=after.created_at,
                question=question.ref,
                before=rows.asked(question, before),
                after=rows.asked(question, after),
                before_people=_in_steps(people.get(before.id, 0)),
                after_people=_in_steps(people.get(after.id, 0)),
                reason=reasons.get(f"{WORDING} {question.ref}.{after.number}", ""),
            )
        answered = sum(people.get(version.id, 0) for version in question.versions)
        told = [entry for entry in entries if entry.title in (f"{OUT} {question.ref}", f"{BACK} {question.ref}")]
        for entry in told:
            yield QuestionGone(
                at=entry.at,
                question=question.ref,
                asked=rows.asked(question),
                people=_in_steps(answered),
                reason=entry.words,
                back=entry.title.startswith(BACK),
            )
        if question.withdrawn_at is not None and answered and not any(e.title.startswith(OUT) for e in told):
            yield QuestionGone(
                at=question.withdrawn_at,
                question=question.ref,
                asked=rows.asked(question),
                people=_in_steps(answered),
                reason="",
                back=False,
            )


def _in_steps(people: int) -> int:
    """Counts that anyone may see move in steps of ten; 0 stands for fewer than ten."""
    return people - people % SMALLEST_GROUP


def _dates(consultation: Consultation) -> Iterator[DateMoved]:
    for entry in db.session.scalars(_entries(consultation, RecordKind.EXTENSION)):
        if entry.until is not None:
            yield DateMoved(at=entry.made_at, before=entry.at, after=entry.until, reason=entry.words)


def _entries(consultation: Consultation, kind: RecordKind) -> Select[RecordEntry]:
    return select(RecordEntry).where(
        RecordEntry.activity_id == consultation.id,
        RecordEntry.kind == kind,
        RecordEntry.withdrawn_at.is_(None),
    )
