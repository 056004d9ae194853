"""What the staff pages of boards are given: frozen view models, no rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from codesign.core.boards import BoardAct
from codesign.core.terms import (
    ActivityState,
    AnswerState,
    BoardAsks,
    BoardPhaseKind,
    Influence,
    ModerationPolicy,
    Standing,
    Totals,
)
from codesign.core.words import Sentence


class StaffSort(StrEnum):
    """What the staff's table of ideas shows first."""

    NEWEST = "newest"
    SUPPORTS = "supports"
    REPLIES = "replies"
    REPORTS = "reports"


class Answered(StrEnum):
    """Filters on answers beside the states themselves."""

    NONE = "none"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class PhaseLine:
    """A phase as it is set: its kind, its local first day, the words for residents."""

    kind: BoardPhaseKind
    starts_on: date
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseNow:
    """What holds on a board now, and what comes next. No `name` without phases, and before the first.

    `acts` is what residents may do now: nothing while the board is not open.
    """

    planned: bool
    name: Sentence | None
    until: datetime | None
    acts: frozenset[BoardAct]
    next_name: Sentence | None
    next_at: datetime | None
    next_acts: frozenset[BoardAct]


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffBoard:
    """A board's settings and state. `takes` is whether residents can use it now."""

    ref: str
    title: str
    introduction: str
    asks: BoardAsks
    budget: int | None
    influence: Influence
    influence_reason: str
    moderation: ModerationPolicy
    totals: Totals
    reacts_early: bool
    takes_photos: bool
    asks_place: bool
    state: ActivityState
    takes: bool
    over: bool
    opens_on: date | None
    closes_on: date | None
    closes_time: time | None
    opens_at: datetime | None
    closes_at: datetime | None
    imported: bool
    prompts: tuple[str, ...]
    phases: tuple[PhaseLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardLine:
    """One board of the list. `marks` are supports, choices or votes, given by `people`."""

    board: StaffBoard
    ideas: int
    published: int
    waiting: int
    marks: int
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardsPage:
    """Every board of a project, and how many words wait for a moderator."""

    lines: tuple[BoardLine, ...]
    to_check: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffIdea:
    """One idea with its status and counts. `supports` are people, one each; `ticks` and `brought` stand for no people here.

    `chosen` of `pairs` choices between two; `into` are the ideas that it was put into.
    """

    ref: str
    code: str
    title: str
    standing: Standing
    reason: Sentence | None
    said_at: datetime
    prompt: int | None
    place: str
    on_map: bool
    supports: int
    brought: int
    replies: int
    reports: int
    ticks: int
    agree: int
    disagree: int
    passed: int
    chosen: int
    pairs: int
    answer: AnswerState | None
    answered: bool
    into: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which ideas of a board staff want to see, and in which order; empty means all."""

    standing: Standing | None = None
    prompt: int | None = None
    area: str = ""
    answer: AnswerState | Answered | None = None
    words: str = ""
    sort: StaffSort = StaffSort.NEWEST
    page: int = 1
    of_others: bool = True  # whether this person reads words that residents cannot

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(self.standing or self.prompt or self.area or self.answer or self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffBoardPage:
    """One board with a page of its ideas.

    `sizes` has the number in each standing, `found` how many the filters leave. `marks` of everybody on this board came
    from `people`; `ticks` were counted on paper cards, and nobody knows by how many people.
    """

    board: StaffBoard
    phase: PhaseNow
    ideas: tuple[StaffIdea, ...]
    sizes: dict[Standing, int]
    areas: tuple[tuple[str, str], ...]
    marks: int
    people: int
    ticks: int
    wanted: Wanted
    found: int
    more: bool

    @property
    def standing(self) -> Standing | None:
        return self.wanted.standing

    @property
    def page(self) -> int:
        return self.wanted.page
