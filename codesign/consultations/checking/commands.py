"""Accepting a warning in writing, and taking that back. Each leaves an event."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from codesign.consultations import rows
from codesign.consultations.checking.queries import Found, checked
from codesign.core.errors import NotFound, Refused
from codesign.core.words import N_
from codesign.extensions import db
from codesign.ledger import actor_person, record
from codesign.models import AcceptedWarning, Consultation


def accept_warning(
    project_id: uuid.UUID,
    ref: str,
    rule: str,
    subject: str = "",
    *,
    digest: str,
    reason: str,
    by: uuid.UUID | None,
    at: datetime,
) -> None:
    """Accept one warning as it was read: `digest` is the one that stood beside it.

    Raises `Refused` when it is not there any more, when what it is about has changed since, or without a reason.
    """
    found = next(
        (one for one in checked(project_id, ref, at=at).found if (one.rule, one.subject) == (rule, subject)), None
    )
    if found is None or found.stops:
        raise Refused(N_("This warning is not there any more."))
    if found.digest != digest:
        raise Refused(N_("This changed since you read it. Read it again, then accept it."))
    _accept(rows.consultation_row(project_id, ref), (found,), reason, by, at)


def accept_all(
    project_id: uuid.UUID, ref: str, *, digests: Collection[str], reason: str, by: uuid.UUID | None, at: datetime
) -> int:
    """Accept every warning that waits, with one reason; how many they were.

    Raises `Refused` when one of them is not among the `digests` that were read.
    """
    waiting = checked(project_id, ref, at=at).waiting
    if any(found.digest not in digests for found in waiting):
        raise Refused(N_("This changed since you read it. Read it again, then accept it."))
    _accept(rows.consultation_row(project_id, ref), waiting, reason, by, at)
    return len(waiting)


def take_back_acceptance(
    project_id: uuid.UUID, ref: str, rule: str, subject: str = "", *, by: uuid.UUID | None, at: datetime
) -> None:
    """Ask about a warning again. Raises `NotFound` when it was not accepted."""
    consultation = rows.consultation_row(project_id, ref)
    kept = _kept(consultation, rule, subject) if (rule + subject).isprintable() else None
    if kept is None:
        raise NotFound("There is no such warning here.")
    db.session.delete(kept)
    _event("warning_asked_again", consultation, rule, subject, kept.of_digest, by, at)


def _accept(
    consultation: Consultation, found: Collection[Found], reason: str, by: uuid.UUID | None, at: datetime
) -> None:
    if not reason.strip():
        raise Refused(N_("Write why you accept this."))
    for one in found:
        kept = _kept(consultation, one.rule, one.subject)
        if kept is None:
            kept = AcceptedWarning(consultation_id=consultation.id, rule=one.rule, subject=one.subject)
            db.session.add(kept)
        kept.of_digest, kept.reason, kept.at, kept.by_id = one.digest, reason, at, by
        _event("warning_accepted", consultation, one.rule, one.subject, one.digest, by, at)


def _kept(consultation: Consultation, rule: str, subject: str) -> AcceptedWarning | None:
    return db.session.scalar(
        select(AcceptedWarning)
        .where(
            AcceptedWarning.consultation_id == consultation.id,
            AcceptedWarning.rule == rule,
            AcceptedWarning.subject == subject,
        )
        .with_for_update()
    )


def _event(
    kind: str,
    consultation: Consultation,
    rule: str,
    subject: str,
    digest: str,
    by: uuid.UUID | None,
    at: datetime,
) -> None:
    record(
        kind,
        consultation,
        project_id=consultation.project_id,
        by=actor_person(by),
        at=at,
        digest=digest,
        details={"activity": consultation.ref, "rule": rule, "question": subject},
    )
