"""Whether a withheld number follows from the published ones, and the cheapest way to stop that: a network of sums."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(slots=True, eq=False)
class Arc:
    """A number of a table as a flow from `tail` to `head`: what flows into a node flows out, so sums are sums.

    `lower` and `upper` (None: no limit) are what a reader who knows the rule can say of it. `fixed`: likely known
    from elsewhere, so withheld only where nothing else is left. `known`: printed elsewhere for certain, so that
    withholding it here would hide nothing.
    """

    tail: str
    head: str
    count: int
    lower: int
    upper: int | None
    withheld: bool = False
    fixed: bool = False
    known: bool = False

    def withhold(self) -> None:
        """Keep it back. All a reader then knows is that it is not 0, and for an empty cell not even that."""
        self.withheld = True
        self.lower = min(self.lower, self.count, 1)
        self.upper = None

    def gives(self, up: bool) -> bool:
        """Whether one more (or one fewer) would look the same to a reader."""
        return (self.upper is None or self.count < self.upper) if up else self.count > self.lower

    def would_give(self, up: bool) -> bool:
        """The same, if it were withheld."""
        return up or self.count > min(self.lower, 1)


def protect(arcs: Sequence[Arc]) -> None:
    """Withhold more of the arcs until every withheld one could be another number, losing few people each time.

    A withheld number is certain exactly when no circle of sums through it can shift by one; in a two-way table the
    shortest such circle is the rectangle of secondary suppression. The counts must form a circulation.
    Where no circle exists (four cells of 1 under a total of 4) nothing more can be withheld; what is left is the doubt
    whether a mark stands for a small number or only protects one.
    """
    for arc in arcs:
        if arc.withheld:
            for each in _cheapest_circle(arcs, arc):
                if not each.withheld:
                    each.withhold()


def certain(arcs: Sequence[Arc]) -> list[Arc]:
    """The withheld arcs whose number a reader can work out."""
    found = []
    for arc in arcs:
        if arc.withheld and not any(_circle(arcs, arc, up, spend=False) is not None for up in (True, False)):
            found.append(arc)
    return found


def _cheapest_circle(arcs: Sequence[Arc], arc: Arc) -> list[Arc]:
    circles = [circle for up in (False, True) if (circle := _circle(arcs, arc, up, spend=True)) is not None]
    return min(circles, key=lambda circle: circle[0])[1] if circles else []


# Empty cells are kept for last: a published 0 should stay one (`domain.md` e3).
_EMPTY = 10**12
_LAST = 10**15


def _circle(arcs: Sequence[Arc], arc: Arc, up: bool, *, spend: bool) -> tuple[int, list[Arc]] | None:
    """What it costs in people to let `arc` shift by one, and the arcs that must be withheld for it; None: no way."""
    if not arc.gives(up):
        return None
    ways: dict[str, list[tuple[str, int, Arc, bool]]] = defaultdict(list)
    for each in arcs:
        if each is arc:
            continue
        for rises in (True, False):
            start, goal = (each.tail, each.head) if rises else (each.head, each.tail)
            if each.gives(rises):
                ways[start].append((goal, 0, each, False))
            elif spend and not each.withheld and not each.known and each.would_give(rises):
                ways[start].append((goal, _LAST if each.fixed else each.count or _EMPTY, each, True))
    start, goal = (arc.head, arc.tail) if up else (arc.tail, arc.head)
    # Dijkstra; the step count as second key prefers the rectangle to a longer circle of the same cost.
    best: dict[str, tuple[int, int]] = {start: (0, 0)}
    came: dict[str, tuple[str, Arc, bool]] = {}
    queue = [(0, 0, start)]
    while queue:
        cost, steps, node = heapq.heappop(queue)
        if (cost, steps) > best[node]:
            continue
        if node == goal:
            break
        for following, price, each, newly in ways[node]:
            offer = (cost + price, steps + 1)
            if following not in best or offer < best[following]:
                best[following] = offer
                came[following] = (node, each, newly)
                heapq.heappush(queue, (*offer, following))
    if goal not in best:
        return None
    chosen, node = [], goal
    while node != start:
        node, each, newly = came[node]
        if newly:
            chosen.append(each)
    return best[goal][0], chosen
