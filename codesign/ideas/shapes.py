"""What the pages of a board are given: frozen view models, no rows."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from codesign.core.boards import BoardAct, Phase
from codesign.core.terms import (
    BoardAsks,
    Influence,
    Standing,
    Totals,
)
from codesign.core.words import Sentence


class Sort(StrEnum):
    """What the list of ideas shows first."""

    FAIR = "fair"
    SUPPORT = "support"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardFacts:
    """What every page of a board says of it. `takes`: it is open; `permits` is what its phase allows now.

    `shows_totals` is what holds for anybody now: totals kept to the end show once choosing is over. With
    `Totals.AFTER_OWN` a person who has reacted sees them too: `queries.seen_by` gives the board as one person sees it.
    """

    id: uuid.UUID
    ref: str
    title: str
    introduction: str
    influence: Influence
    influence_reason: str
    asks: BoardAsks
    takes: bool
    closed: bool
    opens_at: datetime | None
    closes_at: datetime | None
    totals: Totals
    shows_totals: bool
    totals_at: datetime | None
    budget: int | None
    takes_photos: bool
    asks_place: bool
    phase: Phase | None
    next_phase: Phase | None
    permits: frozenset[BoardAct]
    deck_number: int
    has_answers: bool = False  # the commissioner has published some
    left: int | None = None  # of the person who looks: supports still to give, on a board with a budget

    @property
    def last_moment(self) -> datetime | None:
        """Until when the phase holds: the end of the day before the next one begins, else when the board closes."""
        ends = self.phase.ends_at if self.phase else None
        return ends - timedelta(minutes=1) if ends else self.closes_at

    @property
    def supported(self) -> bool:
        """Whether people press Support here, on all ideas they like or as many as their budget lets them."""
        return self.asks in (BoardAsks.IDEAS, BoardAsks.BUDGET)

    @property
    def adds(self) -> bool:
        return BoardAct.ADD in self.permits

    @property
    def changes(self) -> bool:
        return BoardAct.CHANGE in self.permits

    @property
    def talks(self) -> bool:
        return BoardAct.REPLY in self.permits

    @property
    def reacts(self) -> bool:
        return BoardAct.REACT in self.permits


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """One theme or area of the project with the number of this board's ideas in it."""

    ref: str
    title: str
    count: int
    tint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IdeaCard:
    """One idea in a list. `who` is how its author chose to be shown; `days_ago` is in whole days.

    `paper` counts ticks on printed cards, `brought` what was counted elsewhere: no people stand behind them here.
    """

    ref: str
    title: str
    text: str
    theme: str | None
    tint: str
    who: str
    said_at: datetime
    days_ago: int
    supports: int
    mine: bool
    replies: int
    area: str = ""
    place: str = ""
    on_map: bool = False
    photo: bool = False
    photo_alt: str = ""
    paper: int = 0
    brought: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWords:
    """Words of the person who looks that others do not see. `reason` is why, in plain words, when they are hidden."""

    ref: str
    title: str
    text: str
    standing: Standing
    reason: Sentence | None
    note: str
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardPage:
    """A page of ideas. `total` counts all published ideas, `shown` those the filters leave.

    `pin` is what the visit keeps, (number, cut) of its deck; `answers` are the commissioner's, by the idea's reference.
    """

    board: BoardFacts
    others: tuple[BoardFacts, ...]
    prompts: tuple[tuple[int, str], ...]
    total: int
    shown: int
    chips: tuple[Chip, ...]
    theme: Chip | None
    areas: tuple[Chip, ...]
    area: Chip | None
    sort: Sort
    only_mine: bool
    page: int
    more: int
    cards: tuple[IdeaCard, ...]
    own: tuple[OwnWords, ...]
    pin: tuple[int, float] | None
    answers: Mapping[str, Any]
