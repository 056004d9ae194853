"""What staff type of one form, and what a batch is made with, as typed values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from codesign.core.questions.answering import Asked, Given


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchDraft:
    """A pile of paper: `keyed_twice` when two people type each form."""

    title: str = ""
    arrived_on: date
    keyed_twice: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleDraft:
    """How paper comes back, and what happens to paper that comes late."""

    paper_return: str = ""
    late_rule: str = ""
    late_days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """One form or one conversation as typed: good or not, nothing of it is dropped.

    `consent` is empty, "public" or "count_only"; `missing` are page numbers of the paper; `left_out` are questions that
    were answered though not asked, and that somebody looked at; `equality` is {question: answer}.
    """

    answers: Mapping[str, tuple[Asked, Given]]
    consent: str = ""
    missing: tuple[str, ...] = ()
    on_missing: frozenset[str] = frozenset()  # the questions of those pages
    left_out: tuple[str, ...] = ()
    wants_receipt: bool = False
    postmarked_on: date | None = None
    equality: Mapping[str, str] = field(default_factory=dict)
