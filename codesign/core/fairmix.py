"""The order in which ideas are shown when nobody asked for another: a fair mix (`screens.md` 5)."""

from __future__ import annotations

import hashlib
import math
import secrets
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count, islice
from typing import Final, TypeVar

T = TypeVar("T")

GOLDEN: Final = (math.sqrt(5) - 1) / 2
"""Steps of this share of a circle, taken one after another, always fall into the widest gap that is left."""

MOST_TURNS: Final = 24


def fair_order(ids: Sequence[T], seen: Mapping[T, int], seed: str) -> list[T]:
    """Every id once, the same order for the same `seed`; on average, ideas that few people have seen come first.

    `seen` counts the people who have seen each (a missing id counts 0): pass the counts as they were when the visit
    began, or the order moves under the reader. Ids need a `str()` of their own; the order they come in plays no part.
    """
    # Efraimidis and Spirakis (2006): drawing without replacement, the chance of an idea to be next being 1/(1 + seen).
    return sorted(ids, key=lambda idea: (_exponential(seed, str(idea)) * (1 + seen.get(idea, 0)), str(idea)))


@dataclass(frozen=True, slots=True)
class Deck:
    """Places of ideas in the order in which visits are dealt from: first a circle of those seen least, then the rest.

    A visit cuts the circle at a place of its own and reads on from there, each idea once. In the circle an idea that is
    further behind comes more often. The rest stands by how often it was seen, and is cut within each level too.
    """

    circle: tuple[int, ...]
    rest: tuple[tuple[int, ...], ...]
    size: int = field(init=False)  # places, each counted once

    def __post_init__(self) -> None:
        object.__setattr__(self, "size", len(set(self.circle)) + sum(map(len, self.rest)))

    def deal(self, cut: float) -> Iterator[int]:
        """Every place once, from where this visit cuts (0 up to 1): the work done is what is read."""
        begin = int(cut * len(self.circle))
        dealt: set[int] = set()
        for at in range(begin, begin + len(self.circle)):
            place = self.circle[at % len(self.circle)]
            if place not in dealt:
                dealt.add(place)
                yield place
        for level in self.rest:
            begin = int(cut * len(level))
            for at in range(begin, begin + len(level)):
                yield level[at % len(level)]

    def page(self, cut: float, start: int, size: int) -> list[int]:
        """The places from `start` on, at most `size`."""
        return list(islice(self.deal(cut), start, start + size))

    def only(self, members: Container[int]) -> Deck:
        """The same deck with these places alone."""
        levels = (tuple(place for place in level if place in members) for level in self.rest)
        return Deck(
            tuple(place for place in self.circle if place in members),
            tuple(level for level in levels if level),
        )


def make_deck(seen: Sequence[int], expected: int, seed: str) -> Deck:
    """The deck for ideas seen so many times, when about `expected` more looks are to come before the next is made.

    Looks are poured in like water: the lowest rise together until the looks are used up, and how far each would rise is
    how much it is owed. With few looks to come only those seen least are in the circle; with many, more of them are.
    """
    order = sorted(range(len(seen)), key=lambda place: (seen[place], _exponential(seed, str(place))))
    level = _water_level([seen[place] for place in order], max(expected, 1))
    owed = {place: level - seen[place] for place in order if seen[place] < level}
    # A turn is worth a third of what is owed on average, so that the circle stays short whatever the numbers are.
    turn = max(1.0, sum(owed.values()) / max(len(owed), 1) / 3)
    turns = {place: min(round(due / turn), MOST_TURNS) for place, due in owed.items()}
    marks = sorted(
        ((number + _share(seed, str(place))) / times, place)
        for place, times in turns.items()
        for number in range(times)
    )
    rest: dict[int, list[int]] = {}
    for place in order:
        if not turns.get(place):
            rest.setdefault(seen[place], []).append(place)
    return Deck(tuple(place for _, place in marks), tuple(map(tuple, rest.values())))


def _water_level(low_first: Sequence[int], looks: int) -> int:
    """The least level to which the looks fill the lowest: sum(max(0, level - seen)) is at least `looks`."""
    poured = 0
    for number, here in enumerate(low_first):
        ahead = low_first[number + 1] if number + 1 < len(low_first) else None
        if ahead is None or poured + (number + 1) * (ahead - here) >= looks:
            return here + math.ceil((looks - poured) / (number + 1))
        poured += (number + 1) * (ahead - here)
    return 0


class Dealer:
    """Deals places to cut at, one after another, so that visits begin evenly all round. One for a process."""

    def __init__(self) -> None:
        self._first = secrets.randbelow(2**32) / 2**32
        self._hands = count(1)

    def cut(self) -> float:
        """Where the next visit cuts a deck, from 0 up to 1."""
        return (self._first + next(self._hands) * GOLDEN) % 1.0


def _exponential(seed: str, name: str) -> float:
    return -math.log(_share(seed, name))


def _share(seed: str, name: str) -> float:
    """A number above 0 and below 1 that looks drawn by chance, always the same for the same words."""
    number = int.from_bytes(hashlib.sha256(f"{len(seed)}:{seed}{name}".encode()).digest()[:7])
    return (number + 1) / (2**56 + 1)
