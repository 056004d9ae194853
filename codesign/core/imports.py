"""What an import reports: rows read, taken, and skipped with reasons."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Skipped:
    """One row that was not taken: its number in the file (the header is row 1) and why."""

    row: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """The outcome of one import. `taken` is 0 on a second run of the same file: nothing changes."""

    read: int
    taken: int
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[str, ...] = field(default=())
