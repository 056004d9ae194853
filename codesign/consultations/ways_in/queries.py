"""What pages about ways in show: who may answer, the roll without answers, the kiosks, and which kiosk a key opens."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from codesign.consultations import rows
from codesign.core.codes import digest
from codesign.core.terms import Access
from codesign.extensions import db
from codesign.models import Consultation, Kiosk, Project, RollEntry

ENTRIES_A_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class RollCounts:
    """How many codes were made, and what became of them: `waiting` are neither used nor taken back."""

    made: int
    used: int
    taken_back: int

    @property
    def waiting(self) -> int:
        return self.made - self.used - self.taken_back


@dataclass(frozen=True, slots=True, kw_only=True)
class KioskLine:
    id: uuid.UUID
    place: str
    made_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaysIn:
    """The staff page: who may answer, the roll in numbers, and the kiosks, newest first."""

    ref: str
    title: str
    zone: str
    access: Access
    roll: RollCounts
    kiosks: tuple[KioskLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryLine:
    id: uuid.UUID
    reference: str
    used: bool
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RollPage:
    """Invited people by reference, a page at a time; `found` is how many match what was looked for."""

    ref: str
    title: str
    zone: str
    roll: RollCounts
    entries: tuple[EntryLine, ...]
    found: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KioskHere:
    """The kiosk a device is, and the consultation it serves."""

    project_id: uuid.UUID
    project: str
    ref: str
    place: str


def ways_in(project_id: uuid.UUID, ref: str) -> WaysIn:
    """Raises `NotFound`."""
    consultation = rows.consultation_row(project_id, ref)
    kiosks = db.session.scalars(
        select(Kiosk).where(Kiosk.consultation_id == consultation.id).order_by(Kiosk.made_at.desc(), Kiosk.id.desc())
    )
    return WaysIn(
        ref=consultation.ref,
        title=consultation.title,
        zone=consultation.zone,
        access=consultation.access,
        roll=_counts(consultation.id),
        kiosks=tuple(
            KioskLine(id=kiosk.id, place=kiosk.place, made_at=kiosk.made_at, ended_at=kiosk.ended_at)
            for kiosk in kiosks
        ),
    )


def roll_page(project_id: uuid.UUID, ref: str, *, page: int, looking_for: str = "") -> RollPage:
    """Raises `NotFound`."""
    consultation = rows.consultation_row(project_id, ref)
    match = [RollEntry.consultation_id == consultation.id]
    if looking_for:
        match.append(RollEntry.reference.icontains(looking_for, autoescape=True))
    found = db.session.scalar(select(func.count()).select_from(RollEntry).where(*match)) or 0
    pages = max(1, -(-found // ENTRIES_A_PAGE))
    page = min(max(page, 1), pages)
    entries = db.session.scalars(
        select(RollEntry)
        .where(*match)
        .order_by(func.length(RollEntry.reference), RollEntry.reference, RollEntry.id)  # 9 before 10
        .limit(ENTRIES_A_PAGE)
        .offset((page - 1) * ENTRIES_A_PAGE)
    )
    return RollPage(
        ref=consultation.ref,
        title=consultation.title,
        zone=consultation.zone,
        roll=_counts(consultation.id),
        entries=tuple(
            EntryLine(id=entry.id, reference=entry.reference, used=entry.used, revoked_at=entry.revoked_at)
            for entry in entries
        ),
        found=found,
        page=page,
        pages=pages,
    )


def access_of(project_id: uuid.UUID, ref: str) -> Access:
    """Who may answer. Raises `NotFound`."""
    return rows.residents_consultation(project_id, ref).access


def kiosk_with(key: str) -> KioskHere | None:
    """The kiosk that this key opens; None when there is none, or it was ended."""
    found = db.session.execute(
        select(Kiosk.place, Consultation.ref, Project.id, Project.slug)
        .join(Consultation, Consultation.id == Kiosk.consultation_id)
        .join(Project, Project.id == Consultation.project_id)
        .where(Kiosk.key_digest == digest(key), Kiosk.ended_at.is_(None))
    ).one_or_none()
    if found is None:
        return None
    return KioskHere(project_id=found.id, project=found.slug, ref=found.ref, place=found.place)


def _counts(consultation_id: uuid.UUID) -> RollCounts:
    made, used, back = db.session.execute(
        select(
            func.count(),
            func.count().filter(RollEntry.used.is_(True)),
            func.count().filter(RollEntry.revoked_at.is_not(None)),
        ).where(RollEntry.consultation_id == consultation_id)
    ).one()
    return RollCounts(made=made, used=used, taken_back=back)
