"""What reactions on a board come to: most agreed, most divided, agreed across groups, pairs won. Never of all residents."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from codesign.core.numbers import wilson_low


@dataclass(frozen=True, slots=True)
class Votes:
    """How many people agreed, disagreed and passed; the base is all three."""

    agree: int = 0
    disagree: int = 0
    passed: int = 0

    @property
    def base(self) -> int:
        return self.agree + self.disagree + self.passed


def agreed(votes: Votes) -> float | None:
    """The share of voters who agree that we can count on (lower 95 % bound after Wilson); None without votes."""
    return wilson_low(votes.agree, votes.base)


def divided(votes: Votes) -> float | None:
    """How surely both sides are large: the smaller of the lower bounds of agree and of disagree; None without votes.

    Ten against ten is more divided than one against one, and neither twenty against one nor twenty passes are.
    """
    sides = (wilson_low(votes.agree, votes.base), wilson_low(votes.disagree, votes.base))
    return None if None in sides else min(side for side in sides if side is not None)


def across_groups(groups: Iterable[Votes]) -> float | None:
    """What every group of opinion agrees with: the product of the groups' chances to agree, each (agree + 1) / (base + 2).

    One group that disagrees brings it down, however small it is (Small and others, 2021). None for fewer than two groups.
    """
    shares = [(group.agree + 1) / (group.base + 2) for group in groups]
    return math.prod(shares) if len(shares) > 1 else None


def pairs_won(won: int, shown: int) -> float | None:
    """The share of pairs won that we can count on, of those in which somebody chose; None where nobody did."""
    return wilson_low(won, shown)
