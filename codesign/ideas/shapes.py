"""What the pages of a board are given: frozen view models, no rows."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from codesign.core.boards import BoardAct, Phase
from codesign.core.terms import (
    BoardAsks,
    Consent,
    ContributionKind,
    Influence,
    ReplyKind,
    ShownAs,
    Standing,
    Totals,
    Vote,
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
    `Totals.AFTER_OWN` a person who has reacted sees them too; the page that knows the person says so.
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
    """One theme of the project with the number of this board's ideas in it."""

    ref: str
    title: str
    count: int
    tint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IdeaCard:
    """One idea in a list. `who` is how its author chose to be shown; `days_ago` is in whole days."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWords:
    """Words of the person who looks that others do not see. `reason` is why, in plain words, when they are hidden."""

    ref: str
    title: str
    text: str
    standing: Standing
    reason: Sentence | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardPage:
    """A page of ideas. `total` counts all published ideas, `shown` those the filters leave."""

    board: BoardFacts
    others: tuple[BoardFacts, ...]
    prompts: tuple[tuple[int, str], ...]
    total: int
    shown: int
    chips: tuple[Chip, ...]
    theme: Chip | None
    sort: Sort
    only_mine: bool
    page: int
    more: int
    cards: tuple[IdeaCard, ...]
    own: tuple[OwnWords, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One reply; `own` is set for one that only its author sees."""

    code: str
    kind: ReplyKind
    text: str
    said_at: datetime
    days_ago: int
    own: OwnWords | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IdeaPage:
    """One idea with its replies; `own` is set when only its author sees it, `moved_to` when it was put into another."""

    board: BoardFacts
    code: str
    idea: IdeaCard
    own: OwnWords | None
    moved_to: str | None
    replies: tuple[Reply, ...]
    page: int
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPage:
    """An idea not yet sent, and what the pages of the journey offer."""

    board: BoardFacts
    begun: bool
    key: str
    title: str
    text: str
    shown_as: ShownAs | None
    shown_words: str
    consent: Consent | None
    prompt: tuple[int, str] | None
    areas: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SentPage:
    """A person's own sending: the code that leads back to it, and whether it waits for a reader."""

    board: BoardFacts
    receipt: str
    kind: ContributionKind
    idea_ref: str
    title: str
    waiting: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementResult:
    """One statement with the latest vote of each person. `wilson_low`: lower 95 % bound of agree among votes."""

    ref: str
    source_id: str | None
    text: str
    standing: Standing
    agree: int
    disagree: int
    passed: int
    wilson_low: float | None

    @property
    def votes(self) -> int:
        """The base: how many people voted on this statement."""
        return self.agree + self.disagree + self.passed


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementPage:
    """One statement to vote on, none when all are done. `vote` is one's own earlier view, when it is being changed."""

    board: BoardFacts
    others: tuple[BoardFacts, ...]
    ref: str
    code: str
    text: str
    vote: Vote | None
    left: int
    total: int
    mine: int
    own: tuple[OwnWords, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnVote:
    """One's own vote on one statement."""

    ref: str
    text: str
    vote: Vote


@dataclass(frozen=True, slots=True, kw_only=True)
class VotesPage:
    """A page of one's own votes, the latest first."""

    board: BoardFacts
    votes: tuple[OwnVote, ...]
    page: int
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsPage:
    """How people voted on the published statements, most agreed first. `people` voted at least once on the board."""

    board: BoardFacts
    people: int
    results: tuple[StatementResult, ...]
    page: int
    more: bool
