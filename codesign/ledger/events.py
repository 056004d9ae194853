"""The event chain: one link for every write, in the same transaction."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from uuid_utils.compat import uuid7

from codesign.core import chain
from codesign.extensions import db
from codesign.models import ChainHead, EventRow, Model

_HEAD = select(ChainHead.sequence, ChainHead.hash).with_for_update()
_FIRST_HEAD = insert(ChainHead.__table__)  # type: ignore[arg-type]
_NEW_HEAD = update(ChainHead.__table__)  # type: ignore[arg-type]
_EVENT = insert(EventRow.__table__)  # type: ignore[arg-type]


def actor_person(person_id: uuid.UUID | None) -> str:
    """How a member of staff is named on the chain; without one it was the system (the command line, a job)."""
    return f"person:{person_id.hex}" if person_id else "system"


def actor_participant(participant_id: uuid.UUID) -> str:
    return f"participant:{participant_id.hex}"


def subject_of(thing: Model | str) -> str:
    return thing if isinstance(thing, str) else f"{thing.__tablename__}:{thing.id.hex}"


def record(
    kind: str,
    subject: Model | str,
    *,
    project_id: uuid.UUID | None,
    by: str,
    at: datetime,
    digest: str = "",
    details: Mapping[str, Any] | None = None,
) -> None:
    """Append one link: `kind` is a past-tense verb ("idea_added"); `details` may hold references and counts, no words.

    Takes the chain's lock until the transaction ends, so that events have one order on both databases. Flushes.
    """
    db.session.flush()  # a new subject has its key from here on
    happening = Happening(
        kind=kind,
        subject=subject_of(subject),
        project_id=project_id,
        by=by,
        at=at,
        digest=digest,
        details=details or {},
    )
    _append((happening,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One event still to be written; its fields are those of `record`."""

    kind: str
    subject: str
    project_id: uuid.UUID | None
    by: str
    at: datetime
    digest: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


def record_all(happenings: Iterable[Happening]) -> int:
    """Append many links in the order given, in one statement: what an import brings. How many there were."""
    return _append(happenings)


def _append(happenings: Iterable[Happening]) -> int:
    """Statements, not objects: every write of the service passes here, and holds the chain's lock meanwhile."""
    db.session.flush()
    connection = db.session.connection()
    head = connection.execute(_HEAD).first()
    if head is None:
        connection.execute(_FIRST_HEAD, {"sequence": 0, "hash": chain.GENESIS})
    sequence, newest = (head.sequence, head.hash) if head else (0, chain.GENESIS)
    rows = []
    for each in happenings:
        link = chain.next_link(
            newest,
            sequence=sequence + 1,
            at=each.at,
            kind=each.kind,
            project=each.project_id.hex if each.project_id else "",
            subject=each.subject,
            actor=each.by,
            digest=each.digest,
            details=each.details,
        )
        sequence, newest = link.sequence, link.hash
        rows.append(
            {
                "id": uuid7(),
                "sequence": link.sequence,
                "at": each.at,
                "kind": each.kind,
                "project_id": each.project_id,
                "subject": each.subject,
                "actor": each.by,
                "digest": each.digest,
                "details": link.details,
                "previous": link.previous,
                "hash": link.hash,
            }
        )
    if rows:
        connection.execute(_EVENT, rows)
        connection.execute(_NEW_HEAD, {"sequence": sequence, "hash": newest})
    return len(rows)


def stored_links() -> Iterator[chain.Link]:
    """Every stored link, in order, for `core.chain.verify`."""
    for row in db.session.scalars(select(EventRow).order_by(EventRow.sequence).execution_options(yield_per=1000)):
        yield chain.Link(
            sequence=row.sequence,
            at=row.at,
            kind=row.kind,
            project=row.project_id.hex if row.project_id else "",
            subject=row.subject,
            actor=row.actor,
            digest=row.digest,
            details=row.details,
            previous=row.previous,
            hash=row.hash,
        )
