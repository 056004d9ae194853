"""When ideas may be put together, split or reworded, and which ideas came from which: a lineage without circles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Generic, TypeVar

from codesign.core.errors import Refused
from codesign.core.terms import PartView, ReshapingKind, Standing
from codesign.core.words import N_, Sentence

Key = TypeVar("Key", bound=Hashable)

MOST_PARTS: Final = 20
FEWEST_PIECES: Final = 2
MOST_PIECES: Final = 5
DAYS_TO_ANSWER: Final = 7
MOST_DAYS_TO_ANSWER: Final = 60


class CannotReshape(Refused):
    """Why ideas cannot be taken up, as a sentence with its values for the web to translate."""

    def __init__(self, message: str, **values: str | int) -> None:
        self.sentence = Sentence(message, values)
        super().__init__(str(self.sentence))


@dataclass(frozen=True, slots=True, kw_only=True)
class PartFacts:
    """What the rules ask of one idea. `part_of` is the reference of the idea it is part of now, `proposed_in` of an open proposal.

    `asked`: its author can be asked, since their browser knows them; nobody can ask the author of an imported idea.
    """

    ref: str
    standing: Standing
    part_of: str = ""
    proposed_in: str = ""
    asked: bool = True
    view: PartView | None = None


class Lineage(Generic[Key]):
    """Which ideas came from which, as a graph of (from, into)."""

    def __init__(self, links: Iterable[tuple[Key, Key]]) -> None:
        self._before: dict[Key, set[Key]] = defaultdict(set)
        self._after: dict[Key, set[Key]] = defaultdict(set)
        for source, result in links:
            self._before[result].add(source)
            self._after[source].add(result)

    def parts(self, idea: Key) -> frozenset[Key]:
        """Every idea that this one came from, however far back, without itself."""
        return self._reached(idea, self._before)

    def results(self, idea: Key) -> frozenset[Key]:
        """Every idea that came from this one, however far on, without itself."""
        return self._reached(idea, self._after)

    def direct_parts(self, idea: Key) -> frozenset[Key]:
        return frozenset(self._before.get(idea, ()))

    def direct_results(self, idea: Key) -> frozenset[Key]:
        return frozenset(self._after.get(idea, ()))

    def newest(self, idea: Key) -> frozenset[Key]:
        """The ideas that came from this one and have not become part of another."""
        return frozenset(one for one in self.results(idea) if not self._after.get(one))

    def closes_circle(self, source: Key, result: Key) -> bool:
        """Whether putting `source` into `result` would make an idea come from itself."""
        return source == result or source in self.results(result)

    @staticmethod
    def _reached(start: Key, steps: Mapping[Key, set[Key]]) -> frozenset[Key]:
        found: set[Key] = set()
        waiting = list(steps.get(start, ()))
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting += steps.get(one, ())
        return frozenset(found - {start})


def require_counts(kind: ReshapingKind, parts: Collection[str], *, into: str, results: int) -> None:
    """Raises `CannotReshape` unless a proposal names as many ideas and wordings as its kind needs."""
    if into and into in parts:
        raise CannotReshape(N_("%(ref)s cannot be put into itself. Choose another idea."), ref=into)
    if kind is ReshapingKind.MERGE:
        if len(parts) + bool(into) < 2:
            raise CannotReshape(N_("Choose two ideas or more to put together."))
        if len(parts) > MOST_PARTS:
            raise CannotReshape(N_("Choose %(num)s ideas or fewer."), num=MOST_PARTS)
        if bool(into) == (results == 1):
            raise CannotReshape(N_("Write one new idea, or choose one that is there."))
        return
    if len(parts) != 1:
        raise CannotReshape(
            N_("Choose one idea to split.") if kind is ReshapingKind.SPLIT else N_("Choose one idea to reword.")
        )
    if kind is ReshapingKind.SPLIT and not FEWEST_PIECES <= results <= MOST_PIECES:
        raise CannotReshape(
            N_("Write %(fewest)s to %(most)s ideas that come out of it."), fewest=FEWEST_PIECES, most=MOST_PIECES
        )
    if kind is ReshapingKind.REWORD and results != 1:
        raise CannotReshape(N_("Write the idea in its new words."))


def require_fit(part: PartFacts) -> None:
    """Raises `CannotReshape` unless an idea may be taken up, or others put into it: others read it, and it is whole."""
    if part.standing is Standing.MERGED:
        if not part.part_of:
            raise CannotReshape(N_("%(ref)s is already part of another idea."), ref=part.ref)
        raise CannotReshape(
            N_("%(ref)s is already part of %(into)s. Choose %(into)s instead."), ref=part.ref, into=part.part_of
        )
    if part.standing is Standing.WITHDRAWN:
        raise CannotReshape(N_("%(ref)s was taken back by its author. Choose another idea."), ref=part.ref)
    if part.standing is Standing.HIDDEN:
        raise CannotReshape(N_("%(ref)s is hidden. Show it to residents first, or choose another idea."), ref=part.ref)
    if part.standing is Standing.WAITING:
        raise CannotReshape(N_("%(ref)s has not been read yet. Check it first, or choose another idea."), ref=part.ref)
    if part.proposed_in:
        raise CannotReshape(
            N_("%(ref)s is in proposal %(proposal)s already. Settle that one first."),
            ref=part.ref,
            proposal=part.proposed_in,
        )


def require_no_circle(lineage: Lineage[Key], parts: Mapping[Key, str], into: Key, into_ref: str) -> None:
    """Raises `CannotReshape` when an idea of `parts` (key: reference) would become part of itself or of one it led to."""
    for part, ref in parts.items():
        if part == into:
            raise CannotReshape(N_("%(ref)s cannot be put into itself. Choose another idea."), ref=ref)
        if lineage.closes_circle(part, into):
            raise CannotReshape(
                N_("%(ref)s came from %(into)s, so it cannot become part of it. Choose another idea."),
                ref=ref,
                into=into_ref,
            )


def taken_up(parts: Iterable[PartFacts]) -> tuple[PartFacts, ...]:
    """The parts that go in: others read them still, and their authors did not object."""
    return tuple(part for part in parts if part.standing is Standing.PUBLISHED and part.view is not PartView.OBJECTED)


def unanswered(parts: Iterable[PartFacts]) -> tuple[PartFacts, ...]:
    """The parts whose authors can be asked and have not answered."""
    return tuple(part for part in taken_up(parts) if part.asked and part.view is None)


def require_ready(
    kind: ReshapingKind, parts: Collection[PartFacts], *, into: bool, answer_by: date, today: date
) -> tuple[PartFacts, ...]:
    """The parts that go in when it is made now. Raises `CannotReshape` when too few are left or authors have time still.

    An author who objects keeps an idea out. Silence until `answer_by` lets staff go ahead.
    """
    left = taken_up(parts)
    if kind is ReshapingKind.MERGE and len(left) + into < 2:
        raise CannotReshape(
            N_("Fewer than two ideas are left, so there is nothing to put together. Drop this proposal.")
        )
    if not left:
        raise CannotReshape(N_("Its author keeps the idea as it is, or it is no longer shown. Drop this proposal."))
    if today <= answer_by and unanswered(parts):
        raise CannotReshape(N_("Not every author has answered. They have time until the end of the day you set."))
    return left
