"""A link that carries a draft to another device: sent once to an address that is not kept, used once, revocable."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import select

from codesign.consultations import rows
from codesign.core.codes import digest, secret
from codesign.core.errors import Refused
from codesign.core.terms import Mode
from codesign.core.words import N_
from codesign.extensions import db
from codesign.ledger import post
from codesign.models import Consultation, Draft

GONE = N_("This link was used already, or it is too old. If you have a code, type it here.")


def new_link(project_id: uuid.UUID, ref: str, *, by: uuid.UUID, at: datetime) -> str:
    """The secret of a link to this person's draft; one made before stops working. Raises `Refused` without a draft."""
    consultation = rows.residents_consultation(project_id, ref)
    draft = rows.draft_row(consultation, by, to_change=True)
    if draft is None or draft.changes_id is not None:
        raise Refused(N_("There are no answers to come back to on this device."))
    rows.require_taking(consultation, draft.started_at, at)
    token = secret()
    draft.link_digest = digest(token)
    draft.updated_at = at
    db.session.flush()
    return token


def post_once(project_id: uuid.UUID, address: str, subject: str, body: str, *, at: datetime) -> None:
    """Hand the message to the outbox, which empties its address and its words once it went."""
    post(address, subject, body, at=at, project_id=project_id, forgets=True)


def revoke_link(project_id: uuid.UUID, ref: str, *, by: uuid.UUID) -> None:
    """Make the link stop working; the draft stays."""
    draft = rows.draft_row(rows.residents_consultation(project_id, ref), by, to_change=True)
    if draft is not None:
        draft.link_digest = None
        db.session.flush()


def link_opens(project_id: uuid.UUID, ref: str, token: str, *, at: datetime) -> bool:
    """Whether the link leads to a draft; asking uses nothing up. Raises `Closed` when it is too late for it."""
    consultation = rows.residents_consultation(project_id, ref)
    draft = _draft_behind(consultation, token)
    if draft is None:
        return False
    rows.require_taking(consultation, draft.started_at, at)
    return True


def carry_on_by_link(
    project_id: uuid.UUID,
    ref: str,
    token: str,
    *,
    by: uuid.UUID,
    at: datetime,
    shared_device: bool = False,
    at_kiosk: bool = False,
) -> None:
    """Bring the draft behind the link to this browser's participant; the link is used up, but for a kiosk's.

    The participant must hold no answers of their own (see `holds_other_answers`). Raises `Refused` for a link that was
    used, revoked or never made.
    """
    consultation = rows.residents_consultation(project_id, ref)
    draft = _draft_behind(consultation, token, to_change=True)
    if draft is None:
        raise Refused(GONE)
    rows.require_taking(consultation, draft.started_at, at)
    if draft.participant_id != by:
        mine = rows.draft_row(consultation, by, to_change=True)
        if mine is not None:
            db.session.delete(mine)
            db.session.flush()
        draft.participant_id = by
        draft.shared_device = shared_device
        bring_here(draft, at_kiosk=at_kiosk)
    if not at_kiosk:
        draft.link_digest = None  # who walks away from a kiosk still needs it
    draft.updated_at = at
    db.session.flush()


def bring_here(draft: Draft, *, at_kiosk: bool) -> None:
    """Mark a draft that came to this device by how it is answered from here on."""
    if at_kiosk:
        draft.mode = Mode.KIOSK
    elif draft.mode is Mode.KIOSK:
        draft.mode = None  # they go on at home


def holds_other_answers(project_id: uuid.UUID, ref: str, participant_id: uuid.UUID, token: str) -> bool:
    """Whether this browser holds answers that are not the link's: sent ones, or a draft with something in it."""
    consultation = rows.residents_consultation(project_id, ref)
    if rows.submission_row(consultation, participant_id) is not None:
        return True
    mine = rows.draft_row(consultation, participant_id)
    return mine is not None and bool(mine.answers) and mine.link_digest != digest(token)


def _draft_behind(consultation: Consultation, token: str, *, to_change: bool = False) -> Draft | None:
    query = select(Draft).where(Draft.consultation_id == consultation.id, Draft.link_digest == digest(token))
    if to_change:
        query = query.with_for_update().execution_options(populate_existing=True)
    return db.session.scalar(query)
