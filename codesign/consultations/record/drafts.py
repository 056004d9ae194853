"""What staff type into the record, as typed values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from codesign.core.closing import closing_moment
from codesign.core.terms import RecordKind


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryDraft:
    """One entry. Days and times are local in `zone`; only an outage has an end."""

    kind: RecordKind
    title: str
    on: date
    at: time = time(12)
    until_on: date | None = None
    until_at: time = time(12)
    words: str = ""
    who: str = ""
    zone: str = "Europe/London"

    @property
    def begins(self) -> datetime:
        return closing_moment(self.on, self.at, self.zone)

    @property
    def ends(self) -> datetime | None:
        return closing_moment(self.until_on, self.until_at, self.zone) if self.until_on else None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentDraft:
    """One version of a document: its bytes as they were chosen. `ref` is empty for a new document."""

    title: str
    content: bytes
    ref: str = ""
