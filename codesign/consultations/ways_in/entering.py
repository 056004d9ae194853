"""Coming in with a code: it begins a draft, or brings the draft that was begun with it to this device."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import select

from codesign.consultations import commands, rows
from codesign.consultations.ways_in.codes import code_digest, read_invitation_code
from codesign.core.errors import Refused
from codesign.core.terms import Mode
from codesign.core.words import N_
from codesign.extensions import db
from codesign.models import Consultation, Draft, RollEntry


def enter_with_code(
    project_id: uuid.UUID,
    ref: str,
    typed: str,
    *,
    by: uuid.UUID,
    at: datetime,
    shared_device: bool = False,
    mode: Mode | None = None,
) -> None:
    """Begin, or carry on, with the code of an invited person.

    The participant must hold no answers of somebody else (see `holds_other_answers`). Raises `Refused` for a code that
    is unknown, used or taken back, and `NotYetOpen` or `Closed`.
    """
    consultation = rows.residents_consultation(project_id, ref)
    entry = _entry(consultation, typed, to_change=True)
    if entry is None:
        raise Refused(N_("We do not know this code. Check each letter and number, then try again."))
    if entry.revoked_at is not None:
        raise Refused(N_("This code no longer works. Phone us, and we will help you."))
    if entry.used:
        raise Refused(N_("This code was used to send answers. Each code works once. If that was not you, phone us."))
    begun = db.session.scalar(
        select(Draft).where(Draft.roll_entry_id == entry.id).with_for_update().execution_options(populate_existing=True)
    )
    if begun is not None and begun.participant_id != by:
        rows.require_taking(consultation, begun.started_at, at)
        mine = rows.draft_row(consultation, by, to_change=True)
        if mine is not None:
            db.session.delete(mine)
            db.session.flush()
        begun.participant_id = by
        begun.shared_device, begun.mode = shared_device, mode
        begun.updated_at = at
        db.session.flush()
        return
    commands.begin(project_id, ref, by=by, at=at, shared_device=shared_device, mode=mode, roll_entry=entry.id)


def holds_other_answers(project_id: uuid.UUID, ref: str, participant_id: uuid.UUID, typed: str) -> bool:
    """Whether this browser holds answers that the code has no part in: sent ones, or a draft begun by someone else."""
    consultation = rows.residents_consultation(project_id, ref)
    if rows.submission_row(consultation, participant_id) is not None:
        return True
    mine = rows.draft_row(consultation, participant_id)
    if mine is None or not mine.answers:
        return False
    entry = _entry(consultation, typed)
    if entry is None or mine.roll_entry_id == entry.id:
        return False
    elsewhere = db.session.scalar(select(Draft.id).where(Draft.roll_entry_id == entry.id))
    # Answers begun without a code become those of the code, unless something was begun with it elsewhere.
    return mine.roll_entry_id is not None or elsewhere is not None


def _entry(consultation: Consultation, typed: str, *, to_change: bool = False) -> RollEntry | None:
    code = read_invitation_code(typed)
    if code is None:
        return None
    query = select(RollEntry).where(
        RollEntry.consultation_id == consultation.id, RollEntry.code_digest == code_digest(consultation.id, code)
    )
    if to_change:
        query = query.with_for_update().execution_options(populate_existing=True)
    return db.session.scalar(query)
