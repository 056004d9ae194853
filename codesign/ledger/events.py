"""The event chain: one link for every write, in the same transaction."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from uuid_utils.compat import uuid7

from codesign.core import chain
from codesign.extensions import db
from codesign.models import ChainHead, EventRow, Model


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
) -> EventRow:
    """Append one link: `kind` is a past-tense verb ("idea_added"); `details` may hold references and counts, no words.

    Takes the chain's lock until the transaction ends, so that events have one order on both databases. Flushes.
    """
    head = _locked_head()
    link = chain.next_link(
        head.hash,
        sequence=head.sequence + 1,
        at=at,
        kind=kind,
        project=project_id.hex if project_id else "",
        subject=subject_of(subject),
        actor=by,
        digest=digest,
        details=dict(details or {}),
    )
    row = EventRow(
        sequence=link.sequence,
        at=at,
        kind=kind,
        project_id=project_id,
        subject=link.subject,
        actor=by,
        digest=digest,
        details=dict(details or {}),
        previous=link.previous,
        hash=link.hash,
    )
    head.sequence, head.hash = link.sequence, link.hash
    db.session.add(row)
    db.session.flush()
    return row


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
    head = _locked_head()
    rows = []
    for each in happenings:
        link = chain.next_link(
            head.hash,
            sequence=head.sequence + 1,
            at=each.at,
            kind=each.kind,
            project=each.project_id.hex if each.project_id else "",
            subject=each.subject,
            actor=each.by,
            digest=each.digest,
            details=each.details,
        )
        head.sequence, head.hash = link.sequence, link.hash
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
                "details": dict(each.details),
                "previous": link.previous,
                "hash": link.hash,
            }
        )
    if rows:
        db.session.execute(insert(EventRow), rows)
    db.session.flush()
    return len(rows)


def _locked_head() -> ChainHead:
    db.session.flush()
    head = db.session.scalar(select(ChainHead).with_for_update().execution_options(populate_existing=True))
    if head is None:
        head = ChainHead(number=1, sequence=0, hash=chain.GENESIS)
        db.session.add(head)
    return head


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
