"""What staff read of a consultation's record: its entries by kind, its documents, and the four Gunning checks."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from codesign.consultations import rows
from codesign.consultations.record.changes import Change, changes_of
from codesign.consultations.record.documents import ShownHere, documents_of
from codesign.core.gunning import GunningCheck, gunning
from codesign.core.terms import Influence, OptionStatus, RecordKind
from codesign.extensions import db
from codesign.models import Answer, OptionConsidered, Person, RecordEntry, ScopePoint
from codesign.tallies.record import facts_of, minutes_out


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the record. `minutes` is how long an outage lasted; one taken out stays, with when."""

    id: uuid.UUID
    kind: RecordKind
    at: datetime
    until: datetime | None
    title: str
    words: str
    who: str
    by: str
    made_at: datetime
    withdrawn_at: datetime | None
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """What can still change, or not, with the reason; also an option with how it stands."""

    text: str
    stands: Influence | OptionStatus
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPage:
    """A consultation's record. `is_proposal` is None while nobody has answered whether there is one."""

    ref: str
    title: str
    zone: str
    is_proposal: bool | None
    late_rule: str
    checks: tuple[GunningCheck, ...]
    entries: tuple[Entry, ...]
    documents: tuple[ShownHere, ...]
    scope: tuple[Point, ...]
    options: tuple[Point, ...]
    changes: tuple[Change, ...]
    has_residents: bool

    def of(self, kind: str) -> tuple[Entry, ...]:
        """The entries of one kind, the newest first."""
        return tuple(entry for entry in self.entries if entry.kind.value == kind)


def record_page(project_id: uuid.UUID, ref: str) -> RecordPage:
    """Raises `NotFound`."""
    consultation = rows.consultation_row(project_id, ref)
    entries = db.session.execute(
        select(RecordEntry, Person.name, Person.email)
        .outerjoin(Person, Person.id == RecordEntry.made_by_id)
        .where(RecordEntry.activity_id == consultation.id)
        .order_by(RecordEntry.at.desc(), RecordEntry.id.desc())
    )
    scope = db.session.scalars(
        select(ScopePoint).where(ScopePoint.project_id == project_id).order_by(ScopePoint.position, ScopePoint.id)
    )
    options = db.session.scalars(
        select(OptionConsidered)
        .where(OptionConsidered.project_id == project_id)
        .order_by(OptionConsidered.position, OptionConsidered.id)
    )
    return RecordPage(
        ref=consultation.ref,
        title=consultation.title,
        zone=consultation.zone,
        is_proposal=consultation.is_proposal,
        late_rule=consultation.late_rule,
        checks=gunning(facts_of(consultation)),
        entries=tuple(
            Entry(
                id=entry.id,
                kind=entry.kind,
                at=entry.at,
                until=entry.until,
                title=entry.title,
                words=entry.words,
                who=entry.who,
                by=name or email or "",
                made_at=entry.made_at,
                withdrawn_at=entry.withdrawn_at,
                minutes=minutes_out(entry) if entry.kind is RecordKind.OUTAGE else 0,
            )
            for entry, name, email in entries
        ),
        documents=documents_of(consultation.id),
        scope=tuple(Point(text=point.text, stands=point.influence, reason=point.reason) for point in scope),
        options=tuple(
            Point(text=f"{option.label}. {option.title}", stands=option.status, reason=option.reason)
            for option in options
        ),
        changes=changes_of(consultation),
        has_residents=consultation.state.value != "draft",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionThere:
    """A question to take out or to put back, and how many answered it."""

    ref: str
    question: str
    text: str
    people: int


def question_there(project_id: uuid.UUID, ref: str, question_ref: str) -> QuestionThere:
    """Raises `NotFound`."""
    consultation = rows.consultation_row(project_id, ref)
    question = rows.question_row(consultation, question_ref)
    people = db.session.scalar(select(func.count()).where(Answer.question_id == question.id)) or 0
    return QuestionThere(ref=ref, question=question.ref, text=question.current.text, people=people)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentsPage:
    """For residents: every document with its versions and digests."""

    ref: str
    title: str
    zone: str
    documents: tuple[ShownHere, ...]


def documents_page(project_id: uuid.UUID, ref: str) -> DocumentsPage:
    """Raises `NotFound` while staff still write the consultation."""
    consultation = rows.residents_consultation(project_id, ref)
    return DocumentsPage(
        ref=consultation.ref,
        title=consultation.title,
        zone=consultation.zone,
        documents=documents_of(consultation.id),
    )
