"""Every write of a kiosk: made and ended by staff, begun and finished by one person after another."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import delete, select

from codesign.consultations import commands, rows
from codesign.core.codes import digest
from codesign.core.errors import NotFound
from codesign.core.terms import Mode
from codesign.extensions import db
from codesign.ledger import actor_person, record
from codesign.models import Consultation, Draft, Kiosk


def open_kiosk(project_id: uuid.UUID, ref: str, place: str, *, key: str, by: uuid.UUID, at: datetime) -> None:
    """Make a kiosk whose address holds `key`; only its digest is kept. The same key twice makes one."""
    consultation = rows.consultation_row(project_id, ref)
    if db.session.scalar(select(Kiosk.id).where(Kiosk.key_digest == digest(key))) is not None:
        return
    kiosk = Kiosk(consultation_id=consultation.id, place=place, key_digest=digest(key), made_at=at)
    db.session.add(kiosk)
    db.session.flush()
    record("kiosk_opened", kiosk, project_id=project_id, by=actor_person(by), at=at, details={"activity": ref})


def end_kiosk(project_id: uuid.UUID, ref: str, kiosk_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> None:
    """End a kiosk: its address and its devices stop at once."""
    consultation = rows.consultation_row(project_id, ref)
    kiosk = db.session.scalar(select(Kiosk).where(Kiosk.id == kiosk_id, Kiosk.consultation_id == consultation.id))
    if kiosk is None:
        raise NotFound("There is no such kiosk here.")
    if kiosk.ended_at is None:
        kiosk.ended_at = at
        record("kiosk_ended", kiosk, project_id=project_id, by=actor_person(by), at=at, details={"activity": ref})


def start_turn(project_id: uuid.UUID, ref: str, *, by: uuid.UUID, at: datetime) -> None:
    """The next person begins, clean. What people before left behind is deleted."""
    clear_left_behind(rows.residents_consultation(project_id, ref), at=at)
    commands.begin(project_id, ref, by=by, at=at, shared_device=True, mode=Mode.KIOSK)


def end_turn(project_id: uuid.UUID, ref: str, *, by: uuid.UUID) -> None:
    """Somebody finished or walked away: their draft goes, unless they took a code or a link to carry on with."""
    draft = rows.draft_row(rows.residents_consultation(project_id, ref), by, to_change=True)
    if draft is not None and draft.mode is Mode.KIOSK and not _can_be_carried_on(draft):
        db.session.delete(draft)
        db.session.flush()


def clear_left_behind(consultation: Consultation, *, at: datetime) -> None:
    """Delete drafts that were begun at a kiosk and left there."""
    db.session.execute(
        delete(Draft).where(
            Draft.consultation_id == consultation.id,
            Draft.mode == Mode.KIOSK,
            Draft.updated_at < at - commands.KIOSK_DRAFT_KEPT,
            Draft.carry_on_code.is_(None),
            Draft.link_digest.is_(None),
            Draft.roll_entry_id.is_(None),
        )
    )


def _can_be_carried_on(draft: Draft) -> bool:
    return any(way is not None for way in (draft.carry_on_code, draft.link_digest, draft.roll_entry_id))
