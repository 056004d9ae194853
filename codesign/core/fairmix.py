"""The order in which ideas are shown when nobody asked for another: a fair mix (`screens.md` 5)."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")


def fair_order(ids: Sequence[T], seen: Mapping[T, int], seed: str) -> list[T]:
    """Every id once, the same order for the same `seed`; on average, ideas that few people have seen come first.

    `seen` counts the people who have seen each (a missing id counts 0): pass the counts as they were when the visit
    began, or the order moves under the reader. Ids need a `str()` of their own; the order they come in plays no part.
    """
    # Efraimidis and Spirakis (2006): drawing without replacement, the chance of an idea to be next being 1/(1 + seen).
    return sorted(ids, key=lambda idea: (_exponential(seed, str(idea)) * (1 + seen.get(idea, 0)), str(idea)))


def _exponential(seed: str, name: str) -> float:
    number = int.from_bytes(hashlib.sha256(f"{len(seed)}:{seed}{name}".encode()).digest()[:7])
    return -math.log((number + 1) / (2**56 + 1))
