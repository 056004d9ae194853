"""What the pages of choosing are given: frozen view models, no rows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from codesign.core.scores import Votes, agreed, divided
from codesign.core.terms import Standing, Vote
from codesign.ideas.shapes import BoardFacts, OwnWords


class Order(StrEnum):
    """What the results show first."""

    AGREED = "agreed"
    DIVIDED = "divided"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementResult:
    """One statement with the latest vote of each person. `across` waits for groups of opinion: None until there are any."""

    ref: str
    source_id: str | None
    text: str
    standing: Standing
    agree: int
    disagree: int
    passed: int
    across: float | None = None

    @property
    def votes(self) -> int:
        """The base: how many people voted on this statement."""
        return self.agree + self.disagree + self.passed

    @property
    def wilson_low(self) -> float | None:
        """Lower 95 % bound of agree among its votes."""
        return agreed(Votes(self.agree, self.disagree, self.passed))

    @property
    def divided(self) -> float | None:
        return divided(Votes(self.agree, self.disagree, self.passed))


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
    sees_totals: bool
    own: tuple[OwnWords, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOfTwo:
    """One side of a pair."""

    ref: str
    code: str
    title: str
    text: str
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PairPage:
    """Two ideas to choose between, none when all pairs are done. `chosen` is the reference of one's earlier choice."""

    board: BoardFacts
    others: tuple[BoardFacts, ...]
    pair: tuple[OneOfTwo, OneOfTwo] | None
    chosen: str
    again: bool
    total: int
    mine: int
    sees_totals: bool
    own: tuple[OwnWords, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnVote:
    """One's own vote on one statement."""

    ref: str
    text: str
    vote: Vote


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPair:
    """One's own choice between two ideas; `chosen` is "", when they could not say."""

    first: str
    first_title: str
    second: str
    second_title: str
    chosen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VotesPage:
    """A page of one's own votes or choices, the latest first."""

    board: BoardFacts
    votes: tuple[OwnVote, ...]
    pairs: tuple[OwnPair, ...]
    page: int
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class IdeaResult:
    """One idea with those who support it: people here, ticks on paper, and what was counted elsewhere, kept apart.

    On a board of pairs `won` of the `shown` pairs in which somebody chose.
    """

    ref: str
    title: str
    standing: Standing
    people: int
    ticks: int
    elsewhere: int
    won: int
    shown: int
    wilson_low: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsPage:
    """What a board comes to. `people` reacted at least once; one of the two lists is empty."""

    board: BoardFacts
    people: int
    reactions: int
    order: Order
    statements: tuple[StatementResult, ...]
    ideas: tuple[IdeaResult, ...]
    page: int
    more: bool
