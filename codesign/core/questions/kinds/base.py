"""What every kind of question says of itself: how it is asked, read, judged, kept, counted, printed and exported."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar, Final, Protocol

from codesign.core.questions.answering import KEPT_LIMIT, NOT_SURE, SHORT_LIMIT, Asked, Given, Sent
from codesign.core.routing import Said
from codesign.core.walking import Space
from codesign.core.words import N_, Sentence


@dataclass(frozen=True, slots=True)
class Taken:
    """One choice as it is kept: in which place of a ranking, in which row of a matrix, with how much of a total."""

    code: str
    position: int = 0
    row: str = ""
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An answer as rows hold it. `words` become a contribution; `contact` goes to the contact table and nowhere else."""

    chosen: tuple[Taken, ...] = ()
    number: Decimal | None = None
    not_sure: bool = False
    words: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a spreadsheet of answers: `key` is its code (Q2, Q2_1, Q2_TEXT), `label` its words."""

    key: str
    label: str


class BadCell(Exception):
    """A cell that is no answer: which column, and what to do about it."""

    def __init__(self, key: str, sentence: Sentence) -> None:
        super().__init__(f"{key}: {sentence}")
        self.key, self.sentence = key, sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """How a question stands on paper: boxes to tick, lines to write on, cells for digits, or a grid of boxes.

    `ours` says that the labels are our own words, to be translated; `note` tells in words how to fill it in.
    """

    boxes: tuple[str, ...] = ()
    ours: bool = False
    one_only: bool = False
    writes_after: tuple[str, ...] = ()  # labels of boxes with a line to write on
    lines: int = 0
    cells: int = 0
    unit: str = ""
    rows: tuple[str, ...] = ()  # a row label for each line; boxes are the columns of a grid, or numbers are written
    numbers: bool = False  # a box for a number stands beside each row
    note: Sentence | None = None
    told: tuple[str, ...] = ()  # paragraphs to read, where nothing is asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What was counted for one wording: `base` people answered it, "I am not sure" among them."""

    base: int
    not_sure: int = 0
    taken: Mapping[str, int] = field(default_factory=dict)  # choice code → people
    cells: Mapping[tuple[str, str], int] = field(default_factory=dict)  # (row, choice) → people
    places: Mapping[tuple[str, int], int] = field(default_factory=dict)  # (choice, place from 0) → people
    amounts: Mapping[str, Sequence[Decimal]] = field(default_factory=dict)  # choice → what each person gave it
    numbers: Sequence[Decimal] = ()
    details: Sequence[Mapping[str, Any]] = ()
    texts: int = 0


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a summary: `n` people out of the summary's base; `value` is a mean or a median where that is what counts."""

    label: str
    n: int
    value: str = ""
    ours: bool = False  # the label is our own words, to be translated


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table of a summary. `base` is the people it counts; `adds_to_more` when people could take several."""

    title: str = ""
    base: int
    bars: tuple[Bar, ...]
    adds_to_more: bool = False
    value_title: str = ""  # what `Bar.value` is, marked for translation; empty without one
    text_only: bool = False  # `n` means nothing here, only `value` does


@dataclass(frozen=True, slots=True)
class Figures:
    """What numbers or days people gave, as they read: the lowest, the middle and the highest."""

    lowest: str
    middle: str
    highest: str
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What the answers to one wording come to."""

    tables: tuple[Table, ...] = ()
    figures: Figures | None = None


class Ground(Protocol):
    """What only the project knows: its areas, its postcode look-up, and the files sent to this activity."""

    def area_of(self, postcode: str) -> str | None:
        """The code of the area of a postcode (upper case, no spaces)."""

    def area_at(self, latitude: float, longitude: float) -> str | None:
        """The code of the area around a point."""

    def has_file(self, key: str) -> bool:
        """Whether an upload of this name was sent as an answer here."""


class Kind(ABC):
    """One kind of question. A subclass says what differs; `template` names templates/consultations/kinds/<template>.html,
    whose macro `field(asked, given, error, heading, say)` draws it."""

    code: ClassVar[str]
    name: ClassVar[str]  # for staff, marked with N_
    line: ClassVar[str]  # when to use it, for staff, marked with N_
    icon: ClassVar[str] = "clipboard"  # beside its name
    template: ClassVar[str]
    fields: ClassVar[frozenset[str]] = frozenset()  # what staff set beside the words: names of fields of QuestionForm
    seconds: ClassVar[int] = 20  # to read and answer it on a phone
    asks: ClassVar[bool] = True  # False: it only tells something
    closed: ClassVar[bool] = False  # answers are codes of its choices, so that tables and crossings can be made
    several: ClassVar[bool] = False  # a person may take more than one of its choices
    bare: ClassVar[bool] = False  # its choices are plain: none opens a box for words, none stands alone
    own_words: ClassVar[bool] = False  # it is answered by writing and in no other way
    ours: ClassVar[bool] = False  # the words of its answers are our own, to be translated
    worded: ClassVar[tuple[str, ...]] = ()  # names of settings that residents read as words, for translators
    on_ground: ClassVar[bool] = False  # the project's areas are its options
    takes_file: ClassVar[bool] = False
    shows_pictures: ClassVar[bool] = False  # each choice may have one
    in_results: ClassVar[bool] = True  # False: what is given goes somewhere else and is never exported

    def limit(self, asked: Asked) -> int:
        """Characters of free words."""
        return SHORT_LIMIT

    def says_not_sure(self, asked: Asked) -> bool:
        """Whether "I am not sure" is added here: not where it is already one of the choices."""
        return asked.offers_not_sure and asked.option(NOT_SURE) is None

    @abstractmethod
    def read(self, asked: Asked, sent: Sent) -> Given:
        """What was sent, as far as the question knows it: known codes in its order, words where it takes any."""

    def accepts(self, asked: Asked) -> tuple[str, ...]:
        """The sorts of file it takes, where it takes any."""
        return ()

    def shows_map(self, asked: Asked) -> bool:
        """Whether its page needs a map."""
        return False

    def settle(self, asked: Asked, given: Given, ground: Ground) -> Given:
        """What was read, with what only the project knows put in: before it is judged or kept."""
        return given

    def problem(self, asked: Asked, given: Given) -> Sentence | None:
        """Why this is no answer, as a sentence that says what to do; None when it is one, or a skip."""
        if given.empty:
            return self.nothing(asked) if asked.required else None
        return self.wrong(asked, given)

    def nothing(self, asked: Asked) -> Sentence:
        """What to do where an answer is needed and there is none."""
        return Sentence(N_("Answer this question."))

    def wrong(self, asked: Asked, given: Given) -> Sentence | None:
        """What is wrong with an answer that is not empty."""
        return None

    def in_words(self, asked: Asked, given: Given) -> tuple[str, ...]:
        """The answer as its giver reads it back, one line each; without "I am not sure"."""
        return (given.words,) if given.words else ()

    def said(self, asked: Asked, given: Given) -> Said:
        """What conditions of later questions may ask about."""
        return Said(not given.empty, frozenset(given.values))

    def values(self, asked: Asked) -> tuple[tuple[str, str], ...]:
        """Every (code, label) a condition can name; none for free words."""
        return ()

    def space(self, asked: Asked) -> Space:
        """What an answer can hold, for the checker: one of the codes that conditions can name, or none for free words."""
        codes = tuple(code for code, _label in self.values(asked))
        return Space(
            groups=(codes,) if codes else (), words=not codes and self.asks and not self.closed, asks=self.asks
        )

    def kept(self, asked: Asked, given: Given) -> Kept:
        """A good answer as rows hold it."""
        return Kept(words=given.words, not_sure=given.not_sure)

    def given(self, asked: Asked, kept: Kept) -> Given:
        """The answer back from its rows: `kept` of it is the same again."""
        return Given((NOT_SURE,) if kept.not_sure else (), kept.words)

    def summary(self, asked: Asked, counts: Counts) -> Summary:
        """Tables and figures of the answers."""
        return Summary()

    def columns(self, asked: Asked) -> tuple[Column, ...]:
        """The columns of a spreadsheet of answers, as Citizen Space and Qualtrics lay them out."""
        return (Column(asked.ref, asked.text),)

    def cells(self, asked: Asked, given: Given) -> dict[str, str]:
        """The answer in those columns."""
        return {asked.ref: NOT_SURE_CELL if given.not_sure else given.words}

    def from_cells(self, asked: Asked, cells: Mapping[str, str]) -> Given:
        """The answer back from those columns; raises `BadCell`."""
        words = cells.get(asked.ref, "").strip()
        if words == NOT_SURE_CELL and self.says_not_sure(asked):
            return Given((NOT_SURE,))
        return Given((), words)

    def on_paper(self, asked: Asked) -> Printed:
        """How it is printed."""
        return Printed(lines=3)

    def flaws(self, asked: Asked) -> tuple[Sentence, ...]:
        """Why nobody could answer it as it is set, for staff: two choices needed of one, a total that cannot be reached."""
        return ()


NOT_SURE_CELL: Final = "I am not sure"
"""What stands in a spreadsheet for it."""


def kept_words(words: str) -> str:
    """Free words of a draft, not without end."""
    return words[:KEPT_LIMIT]


def too_long(words: str, limit: int) -> Sentence | None:
    if len(words) > limit:
        return Sentence(N_("Make this %(limit)s characters or fewer."), {"limit": limit})
    return None
