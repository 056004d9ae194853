"""The event log that shows when it was touched: each link seals the one before and holds salted digests, no words."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from codesign.core.words import N_, Sentence

GENESIS: Final = "0" * 64
"""What the first link follows."""


class Fault(StrEnum):
    """What happened to a log that does not verify."""

    CHANGED = "changed"
    MISSING = "missing"
    REORDERED = "reordered"
    INSERTED = "inserted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One event: `sequence` from 1, `at` aware UTC, `digest` a salted digest or None, `details` JSON without words."""

    sequence: int
    at: datetime
    kind: str
    project: str | None
    subject: str | None
    actor: str | None
    digest: str | None
    details: Mapping[str, object]
    previous: str
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """`ok`, how many links held and the hash of the last; else the first `broken` sequence, the fault, a sentence."""

    ok: bool
    count: int
    head: str
    broken: int | None
    fault: Fault | None
    sentence: Sentence


def salted_digest(salt: bytes, text: str) -> str:
    """SHA-256 over salt and text, hex. Salt and text erased, the digest says nothing. `trust.md` 7, rule 7."""
    # The length keeps salt "a" + text "bc" apart from salt "ab" + text "c".
    return hashlib.sha256(len(salt).to_bytes(4) + salt + text.encode()).hexdigest()


def link_hash(
    *,
    sequence: int,
    at: datetime,
    kind: str,
    project: str | None,
    subject: str | None,
    actor: str | None,
    digest: str | None,
    details: Mapping[str, object],
    previous: str,
) -> str:
    """SHA-256 over the canonical JSON (sorted keys, no spaces, UTF-8) of every field but the hash.

    Raises `ValueError` on a naive time, NaN or a value that is not JSON.
    """
    if at.utcoffset() is None:
        raise ValueError("A time must say its zone.")
    fields = {
        "sequence": sequence,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "kind": kind,
        "project": project,
        "subject": subject,
        "actor": actor,
        "digest": digest,
        "details": dict(details),
        "previous": previous,
    }
    try:
        canonical = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    except TypeError as error:
        raise ValueError("The details of an event must be JSON.") from error
    return hashlib.sha256(canonical.encode()).hexdigest()


def next_link(
    previous: str,
    *,
    sequence: int,
    at: datetime,
    kind: str,
    project: str | None = None,
    subject: str | None = None,
    actor: str | None = None,
    digest: str | None = None,
    details: Mapping[str, object] | None = None,
) -> Link:
    """The link that follows the one whose hash is `previous` (`GENESIS` for the first)."""
    kept = dict(details or {})
    seal = link_hash(
        sequence=sequence,
        at=at,
        kind=kind,
        project=project,
        subject=subject,
        actor=actor,
        digest=digest,
        details=kept,
        previous=previous,
    )
    return Link(
        sequence=sequence,
        at=at.astimezone(UTC),
        kind=kind,
        project=project,
        subject=subject,
        actor=actor,
        digest=digest,
        details=kept,
        previous=previous,
        hash=seal,
    )


def verify(links: Iterable[Link], *, head: str | None = None) -> Verdict:
    """Walk the log in stored order and name the first link that was changed, lost, moved or put in. `trust.md` I1.

    `head` is a hash published earlier: it must be in the log. Only that shows a cut end or a log written anew.
    """
    log = list(links)
    times = Counter(link.sequence for link in log)
    previous = GENESIS
    for position, link in enumerate(log):
        fault = _fault(log, position, previous, times)
        if fault:
            return _broken(position, previous, *fault)
        previous = link.hash
    if head is not None and head != GENESIS and all(link.hash != head for link in log):
        return _broken(len(log), previous, len(log) + 1, Fault.MISSING, _UNWITNESSED)
    message = Sentence(N_("All %(count)s events are as they were written."), {"count": len(log)})
    return Verdict(ok=True, count=len(log), head=previous, broken=None, fault=None, sentence=message)


_CHANGED = N_("Event %(sequence)s was changed after it was written.")
_MISSING = N_("Event %(sequence)s is missing.")
_REORDERED = N_("Event %(sequence)s is not in its place.")
_INSERTED = N_("Event %(sequence)s is there twice: one of them was put in later.")
_UNWITNESSED = N_("The log ends before event %(sequence)s or was written anew: it does not hold the published head.")


def _fault(log: Sequence[Link], position: int, previous: str, times: Counter[int]) -> tuple[int, Fault, str] | None:
    link, expected = log[position], position + 1
    if link.sequence > expected:
        if times[expected]:
            return expected, Fault.REORDERED, _REORDERED
        return expected, Fault.MISSING, _MISSING
    if link.sequence < expected:
        return link.sequence, Fault.INSERTED, _INSERTED
    sealed = link.hash == _hash_of(link)
    if sealed and link.previous == previous:
        return None
    if times[expected] > 1:
        return expected, Fault.INSERTED, _INSERTED
    if not sealed or position == 0:
        return expected, Fault.CHANGED, _CHANGED
    # Both are sealed but do not meet. When the rest follows from this one, the one before was changed and sealed again.
    follows = position + 1 == len(log) or log[position + 1].previous == link.hash
    return (expected - 1 if follows else expected), Fault.CHANGED, _CHANGED


def _broken(count: int, head: str, sequence: int, fault: Fault, message: str) -> Verdict:
    sentence = Sentence(message, {"sequence": sequence})
    return Verdict(ok=False, count=count, head=head, broken=sequence, fault=fault, sentence=sentence)


def _hash_of(link: Link) -> str | None:
    try:
        return link_hash(
            sequence=link.sequence,
            at=link.at,
            kind=link.kind,
            project=link.project,
            subject=link.subject,
            actor=link.actor,
            digest=link.digest,
            details=link.details,
            previous=link.previous,
        )
    except ValueError:
        return None
