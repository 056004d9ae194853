"""What the staff pages of paper show, each page as one frozen view."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from codesign.consultations.equality import EqualityQuestion
from codesign.consultations.paper.batches import FormStands
from codesign.consultations.paper.printing import PrintRun
from codesign.core.questions.answering import Asked, Given
from codesign.core.terms import Mode


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What every page of one consultation's paper says of it."""

    ref: str
    title: str
    zone: str
    closes_on: date | None
    languages: tuple[str, ...]
    late_rule: str
    late_days: int
    paper_return: str
    asks_equality: bool


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One batch in the list: forms typed in it."""

    ref: str
    title: str
    arrived_on: date
    keyed_twice: bool
    forms: int
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class PaperPage:
    """What was printed and what came back."""

    head: Head
    questions: int
    runs: tuple[PrintRun, ...]
    batches: tuple[BatchLine, ...]
    typed: int  # responses taken in from paper


@dataclass(frozen=True, slots=True)
class FormLine:
    """One form of a batch; `typists` are names, first keying first."""

    number: str
    stands: FormStands
    typists: tuple[str, ...]
    missing: tuple[str, ...]
    mine: bool
    look_at: tuple[int, ...] = ()  # numbers of questions that were answered though not asked
    differs: int = 0


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """A receipt that somebody asked for on their form."""

    number: str
    receipt: str


@dataclass(frozen=True, slots=True)
class BatchPage:
    """One batch with its forms."""

    head: Head
    batch: BatchLine
    came_late: bool
    late_until: date | None
    forms: tuple[FormLine, ...]
    receipts: tuple[ReceiptLine, ...]

    @property
    def ready(self) -> int:
        return sum(form.stands is FormStands.READY for form in self.forms)

    @property
    def held(self) -> int:
        """Forms that keep the batch from being sent."""
        free = (FormStands.READY, FormStands.LATE, FormStands.EMPTY, FormStands.SENT)
        return sum(form.stands not in free for form in self.forms)


@dataclass(frozen=True, slots=True)
class EntryQuestion:
    """One question on the entry screen: its number and page on paper, and the instruction printed above it."""

    asked: Asked
    given: Given
    number: int
    page: int
    route: str
    typed: bool = True  # False: a file, which stays with the paper

    @property
    def shown(self) -> Asked:
        """The wording with its number before it, as on paper."""
        return replace(self.asked, text=f"{self.number}. {self.asked.text}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """The entry screen, in the order of the paper. `batch` is None on the telephone."""

    head: Head
    batch: BatchLine | None
    number: str
    keying: int
    language: str
    questions: tuple[EntryQuestion, ...]
    about: tuple[tuple[str, EqualityQuestion], ...]
    pages: tuple[int, ...]  # of paper that hold questions
    came_late: bool = False
    again: bool = False  # it was typed before, and is being put right
    consent: str = ""
    missing: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    off: tuple[str, ...] = ()  # answered though not asked, and not looked at yet
    wants_receipt: bool = False
    postmarked_on: date | None = None
    equality: Mapping[str, str] = field(default_factory=dict)

    def on_pages(self, missing: tuple[str, ...]) -> frozenset[str]:
        """The questions of these pages."""
        return frozenset(one.asked.ref for one in self.questions if str(one.page) in missing)


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """One difference between two typists: what it is about, and what each read, one line each."""

    key: str
    label: str
    first: tuple[str, ...]
    second: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The two keyings of one form."""

    head: Head
    batch: BatchLine
    number: str
    lines: tuple[DifferenceLine, ...]
    typists: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Taken:
    """A conversation that was taken in: its receipt, to be read out, and its mode."""

    head: Head
    receipt: str
    mode: Mode
