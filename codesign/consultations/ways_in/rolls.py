"""Every write of the roll: who may answer, codes made and revoked, and a code that is used up when answers are sent.

No row and no event joins a code to answers: the draft knows its entry, and is gone once it is sent.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, insert, select, update
from uuid_utils.compat import uuid7

from codesign.consultations import rows
from codesign.consultations.ways_in.codes import code_digest, invitation_code
from codesign.core.codes import digest
from codesign.core.errors import NotFound, Refused, WrongStage
from codesign.core.terms import Access
from codesign.core.words import N_
from codesign.extensions import db
from codesign.ledger import actor_person, record
from codesign.models import Consultation, Draft, EventRow, RollEntry

MOST_AT_ONCE = 5_000


class NeedsCode(WrongStage):
    """Only those who are invited may answer this, and this person has shown no code yet."""


def change_access(project_id: uuid.UUID, ref: str, access: Access, *, by: uuid.UUID, at: datetime) -> None:
    """Say who may answer."""
    consultation = rows.consultation_row(project_id, ref)
    if consultation.access is access:
        return
    before, consultation.access = consultation.access, access
    record(
        "access_changed",
        consultation,
        project_id=project_id,
        by=actor_person(by),
        at=at,
        details={"from": before.value, "to": access.value},
    )


def invite(
    project_id: uuid.UUID, ref: str, references: Sequence[str], *, source: bytes, by: uuid.UUID, at: datetime
) -> dict[str, str]:
    """Make a code for each reference that has none: {reference: code}, which can never be asked for again.

    `source` is the file they came from. Raises `Refused` when all have one.
    """
    consultation = _locked(project_id, ref)
    known = {
        reference.casefold()
        for reference in db.session.scalars(
            select(RollEntry.reference).where(
                RollEntry.consultation_id == consultation.id, RollEntry.revoked_at.is_(None)
            )
        )
    }
    fresh = [reference for reference in references if reference.casefold() not in known]
    if not fresh:
        raise Refused(N_("Everyone in this file has a code already. Take a code back to make a new one."))
    return _enter(consultation, fresh, digest(source.hex()), by, at)


def make_codes(project_id: uuid.UUID, ref: str, count: int, *, key: str, by: uuid.UUID, at: datetime) -> dict[str, str]:
    """Make so many codes, known by running numbers. `key` makes asking twice once: the second asking is refused."""
    if not 1 <= count <= MOST_AT_ONCE:
        raise Refused(N_("Ask for 1 to 5,000 codes at a time."))
    consultation = _locked(project_id, ref)
    asked = digest(key)
    repeated = db.session.scalar(
        select(EventRow.id).where(
            EventRow.subject == f"consultation:{consultation.id.hex}",
            EventRow.kind == "codes_made",
            EventRow.digest == asked,
        )
    )
    if repeated is not None:
        raise Refused(N_("These codes were made a moment ago. Look for the file among your downloads."))
    before = (
        db.session.scalar(select(func.count()).where(RollEntry.consultation_id == consultation.id)) or 0
    )  # also revoked ones: a number is never given twice
    references = [str(number) for number in range(before + 1, before + count + 1)]
    return _enter(consultation, references, asked, by, at)


def revoke(project_id: uuid.UUID, ref: str, entry_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> None:
    """Take one code back; what was begun with it is deleted. Raises `Refused` when it was used."""
    consultation = _locked(project_id, ref)
    entry = db.session.scalar(
        select(RollEntry).where(RollEntry.id == entry_id, RollEntry.consultation_id == consultation.id)
    )
    if entry is None:
        raise NotFound("There is no such code here.")
    if entry.used:
        raise Refused(N_("This code was used. What was sent with it cannot be told apart from the rest."))
    if entry.revoked_at is None:
        _revoke(consultation, [entry.id], by, at)


def revoke_unused(project_id: uuid.UUID, ref: str, *, by: uuid.UUID, at: datetime) -> int:
    """Take back every code that was not used; how many there were."""
    consultation = _locked(project_id, ref)
    unused = list(
        db.session.scalars(
            select(RollEntry.id).where(
                RollEntry.consultation_id == consultation.id,
                RollEntry.used.is_(False),
                RollEntry.revoked_at.is_(None),
            )
        )
    )
    if unused:
        _revoke(consultation, unused, by, at)
    return len(unused)


def require_code(consultation: Consultation, entry_id: uuid.UUID | None) -> None:
    """Raises `NeedsCode` where only the invited may answer and no code was shown."""
    if consultation.access is Access.INVITED and entry_id is None:
        raise NeedsCode("This needs the code from a letter.")


def use_up(consultation: Consultation, draft: Draft) -> bool:
    """Mark the code of a draft that is being sent as used: whether it came with one. Raises `NeedsCode`, `Refused`."""
    require_code(consultation, draft.roll_entry_id)
    if draft.roll_entry_id is None:
        return False
    entry = db.session.scalar(
        select(RollEntry)
        .where(RollEntry.id == draft.roll_entry_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if entry is None or entry.used or entry.revoked_at is not None:
        raise Refused(N_("Your code no longer works. Phone us, and we will help you."))
    entry.used = True
    draft.roll_entry_id = None
    return True


def _locked(project_id: uuid.UUID, ref: str) -> Consultation:
    # One change of a roll at a time, so that no reference gets two codes.
    consultation = rows.consultation_row(project_id, ref)
    db.session.execute(select(Consultation.id).where(Consultation.id == consultation.id).with_for_update())
    return consultation


def _enter(
    consultation: Consultation, references: Sequence[str], of: str, by: uuid.UUID, at: datetime
) -> dict[str, str]:
    codes: dict[str, str] = {}
    while len(codes) < len(references):
        codes[references[len(codes)]] = invitation_code()
    # In an order of their own: neither place nor key of a row says where in the list a person stood.
    made = sorted((code_digest(consultation.id, code), reference) for reference, code in codes.items())
    db.session.execute(
        insert(RollEntry),
        [
            {
                "id": uuid7(),
                "consultation_id": consultation.id,
                "code_digest": secret,
                "reference": reference,
                "used": False,
                "revoked_at": None,
            }
            for secret, reference in made
        ],
    )
    record(
        "codes_made",
        consultation,
        project_id=consultation.project_id,
        by=actor_person(by),
        at=at,
        digest=of,
        details={"count": len(codes)},
    )
    return codes


def _revoke(consultation: Consultation, entries: Sequence[uuid.UUID], by: uuid.UUID, at: datetime) -> None:
    for start in range(0, len(entries), 500):
        some = entries[start : start + 500]
        db.session.execute(delete(Draft).where(Draft.roll_entry_id.in_(some)))
        db.session.execute(update(RollEntry).where(RollEntry.id.in_(some)).values(revoked_at=at))
    record(
        "codes_revoked",
        consultation,
        project_id=consultation.project_id,
        by=actor_person(by),
        at=at,
        details={"count": len(entries)},
    )
