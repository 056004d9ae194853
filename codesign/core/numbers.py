"""Numbers as people read them: never a percentage without its base, none from few answers (`domain.md` d2)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from codesign.core.words import N_, Sentence

SMALLEST_BASE: Final = 30
"""Under this many answers a percentage says more than is known."""


@dataclass(frozen=True, slots=True)
class Share:
    """`n` of `base` people. Raises `ValueError` when `n` is negative or more than the base."""

    n: int
    base: int

    def __post_init__(self) -> None:
        if not 0 <= self.n <= self.base:
            raise ValueError("A share must lie between none and all of its base.")

    @property
    def percent(self) -> int | None:
        """The whole percentage; None when the base is too small for one."""
        return percent(self.n, self.base)

    @property
    def reason(self) -> Sentence | None:
        """Why there is no percentage; None when there is one."""
        return no_percent_reason(self.base)


def percent(n: int, base: int) -> int | None:
    """`n` of `base` as a whole percentage, halves up; None when fewer than 30 answered."""
    if base < SMALLEST_BASE:
        return None
    return (200 * n + base) // (2 * base)


def percent_one_place(n: int, base: int) -> float | None:
    """The same to one decimal place, halves up: for tables that people calculate with."""
    if base < SMALLEST_BASE:
        return None
    return ((2000 * n + base) // (2 * base)) / 10


def no_percent_reason(base: int) -> Sentence | None:
    """Why a base gets no percentage, as a sentence; None when it gets one."""
    if base <= 0:
        return Sentence(N_("No one answered this."))
    if base < SMALLEST_BASE:
        message = N_("Fewer than %(smallest)s people answered, so we show numbers and no percentages.")
        return Sentence(message, {"smallest": SMALLEST_BASE})
    return None


def wilson_low(agree: int, votes: int, z: float = 1.959963984540054) -> float | None:
    """Lower bound (95 % at this `z`) of agree / votes after Wilson (1927); None without votes."""
    if votes <= 0:
        return None
    share, square = agree / votes, z * z
    middle = share + square / (2 * votes)
    spread = z * math.sqrt((share * (1 - share) + square / (4 * votes)) / votes)
    return max((middle - spread) / (1 + square / votes), 0.0)
