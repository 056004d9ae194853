"""Walking every route through a questionnaire: which questions can be reached, in a search that knows its bound."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import product
from typing import Final

from codesign.core.routing import UNSAID, Condition, Rule, Said, Step, holds, rules_in

MOST_STATES: Final = 50_000
"""How many states are looked at before the rest is sampled."""

_SAMPLE: Final = 400  # states a step that are followed once the bound is met
_MOST_CLASSES: Final = 2_048  # ways of answering one question that are told apart
_ELSE: Final = "\x00else"  # stands for every code that no condition names


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """What one answer can hold.

    At most one code of each group (one group: one choice; a group for each code: several; a group a row: a matrix),
    from `least` to `most` codes in all; a code of `alone` stands by itself. `words`: it can be answered without a code.
    `within`: any number of the range is a code. A place where `asks` is False is never answered.
    """

    groups: tuple[tuple[str, ...], ...] = ()
    least: int = 1
    most: int | None = None
    alone: frozenset[str] = frozenset()
    words: bool = False
    within: tuple[Decimal | None, Decimal | None] | None = None
    asks: bool = True

    def knows(self, code: str) -> bool:
        """Whether an answer can hold this code."""
        if code in self.alone or any(code in group for group in self.groups):
            return True
        return self.within is not None and _in_range(code, self.within)

    @property
    def one_only(self) -> bool:
        """Whether at most one code can be chosen."""
        return len(self.groups) == 1 or self.most == 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A question on the way: its place, what it can be answered with, and how long it takes."""

    step: Step
    space: Space = Space(words=True)
    required: bool = False
    seconds: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """What a walk over the routes found. With `complete` False only `routes` of them were walked, and no more is known.

    `routes` tells apart answers that a condition tells apart. `skipped` are the questions that somebody is not asked;
    at `dead_ends` an answer is needed and none can be given. Questions asked and seconds are those of whole routes.
    """

    reached: frozenset[str]
    skipped: frozenset[str]
    dead_ends: frozenset[str]
    routes: int
    complete: bool
    fewest: int = 0
    most: int = 0
    longest: int = 0


@dataclass(slots=True)
class _Tally:
    routes: int = 1
    fewest: int = 0
    most: int = 0
    longest: int = 0

    def asked(self, stop: Stop) -> _Tally:
        """The same, with one more place passed; a page that only tells is no question."""
        more = int(stop.space.asks)
        return _Tally(self.routes, self.fewest + more, self.most + more, self.longest + stop.seconds)

    def join(self, other: _Tally) -> None:
        self.routes += other.routes
        self.fewest = min(self.fewest, other.fewest)
        self.most = max(self.most, other.most)
        self.longest = max(self.longest, other.longest)


_State = tuple[Said, ...]


def walk(stops: Sequence[Stop], most_states: int = MOST_STATES) -> Walk:
    """Walk all routes, step by step. States that later conditions cannot tell apart are one state.

    Beyond `most_states` a sample of each step's states is followed: what it reaches is reached, the rest is not known.
    """
    tests = _Tests(stops)
    reached: set[str] = set()
    skipped: set[str] = set()
    dead_ends: set[str] = set()
    layer: dict[_State, _Tally] = {(): _Tally()}
    live: tuple[str, ...] = ()
    complete, looked_at = True, 0
    for place, stop in enumerate(stops):
        ref = stop.step.ref
        after = tests.live_after(place)
        kinds, all_kinds = answers_to(stop, tests.later_rules(ref, place))
        complete = complete and all_kinds
        onward: dict[_State, _Tally] = {}
        width = max(most_states - looked_at, _SAMPLE)
        for state, tally in layer.items():
            known = dict(zip(live, state, strict=True))
            applies = holds(stop.step.condition, known)
            (reached if applies else skipped).add(ref)
            if applies and not kinds:
                dead_ends.add(ref)
            passed = tally.asked(stop) if applies else tally
            for answer in kinds if applies else (UNSAID,):
                known[ref] = answer
                key = tuple(tests.alike(one, place, known.get(one, UNSAID)) for one in after)
                if key in onward:
                    onward[key].join(passed)
                elif len(onward) < width:
                    onward[key] = _Tally(passed.routes, passed.fewest, passed.most, passed.longest)
                else:
                    complete = False
        looked_at += len(onward)
        layer, live = onward, after
        if looked_at > most_states and len(layer) > _SAMPLE:
            complete = False
            every = len(layer) // _SAMPLE + 1
            layer = {state: tally for number, (state, tally) in enumerate(layer.items()) if number % every == 0}
    total = _Tally(0)
    for number, tally in enumerate(layer.values()):
        total = tally if number == 0 else total
        if number:
            total.join(tally)
    return Walk(
        reached=frozenset(reached),
        skipped=frozenset(skipped),
        dead_ends=frozenset(dead_ends),
        routes=total.routes,
        complete=complete,
        fewest=total.fewest,
        most=total.most,
        longest=total.longest,
    )


def can_hold(condition: Condition, spaces: Mapping[str, Space], most_states: int = MOST_STATES) -> bool:
    """Whether some answers meet a condition, each question free to be skipped. True also where that is too much to ask."""
    named = dict.fromkeys(rule.question for rule in rules_in(condition) if rule.question in spaces)
    stops = [Stop(step=Step(ref), space=spaces[ref]) for ref in named]
    found = walk([*stops, Stop(step=Step("", condition))], most_states)
    return "" in found.reached or not found.complete


def answers_to(stop: Stop, rules: Sequence[Rule]) -> tuple[tuple[Said, ...], bool]:
    """One answer for each outcome that these rules tell apart, "not answered" among them; and whether that is all."""
    kinds: dict[tuple[bool, ...], Said] = {}
    whole = True
    for number, said in enumerate(_all_answers(stop, rules)):
        if number >= _MOST_CLASSES:
            whole = False
            break
        kinds.setdefault(_outcome(stop.step.ref, rules, said), said)
    return tuple(kinds.values()), whole


def _all_answers(stop: Stop, rules: Sequence[Rule]) -> Iterator[Said]:
    space = stop.space
    if not space.asks:
        yield UNSAID
        return
    if not stop.required:
        yield UNSAID
    named = {rule.value for rule in rules if rule.value}
    if space.words:
        yield Said(True)
    for code in sorted(space.alone):
        yield Said(True, frozenset({code if code in named else _ELSE}))
    if space.within is not None:
        low, high = space.within
        if low is None or high is None or low <= high:
            yield from (Said(True, frozenset({code})) for code in sorted(named) if _in_range(code, space.within))
            yield Said(True, frozenset({_ELSE}))
    yield from _chosen(space, named)


def _chosen(space: Space, named: set[str]) -> Iterator[Said]:
    most = len(space.groups) if space.most is None else space.most
    picks: list[tuple[str, ...]] = []
    anonymous = 0  # groups from which only codes that nobody names can come
    for group in space.groups:
        known = [code for code in group if code in named]
        rest = len(known) < len(group)
        if known:
            picks.append(("", *known, _ELSE) if rest else ("", *known))
        else:
            anonymous += 1
    for picked in product(*picks):
        own = frozenset(code for code in picked if code and code != _ELSE)
        others = sum(code == _ELSE for code in picked)
        count = len(own) + others
        low, high = max(space.least, 1) - count, most - count
        if high < 0 or low > min(anonymous, high):
            continue
        if count and low <= 0:
            yield Said(True, own | {_ELSE} if others else own)
        if anonymous and high > 0:
            yield Said(True, own | {_ELSE})


def _outcome(ref: str, rules: Sequence[Rule], said: Said) -> tuple[bool, ...]:
    return tuple(holds(rule, {ref: said}) for rule in rules)


def _in_range(code: str, within: tuple[Decimal | None, Decimal | None]) -> bool:
    try:
        number = Decimal(code)
    except InvalidOperation:
        return False
    low, high = within
    return number.is_finite() and (low is None or low <= number) and (high is None or number <= high)


class _Tests:
    """What is still asked of earlier answers, after each place."""

    def __init__(self, stops: Sequence[Stop]) -> None:
        place_of = {stop.step.ref: place for place, stop in enumerate(stops)}
        self._asked: dict[str, list[tuple[int, Rule]]] = {}
        for place, stop in enumerate(stops):
            for rule in rules_in(stop.step.condition):
                if place_of.get(rule.question, place) < place:
                    self._asked.setdefault(rule.question, []).append((place, rule))
        self._order = sorted(self._asked, key=place_of.__getitem__)
        self._place_of = place_of
        self._later: dict[tuple[str, int], tuple[Rule, ...]] = {}
        self._kept: dict[tuple[str, int], dict[tuple[bool, ...], Said]] = {}

    def live_after(self, place: int) -> tuple[str, ...]:
        """Questions up to this place whose answers a later condition asks about."""
        return tuple(ref for ref in self._order if self._place_of[ref] <= place and self.later_rules(ref, place))

    def later_rules(self, ref: str, place: int) -> tuple[Rule, ...]:
        key = (ref, place)
        if key not in self._later:
            self._later[key] = tuple(dict.fromkeys(rule for at, rule in self._asked.get(ref, ()) if at > place))
        return self._later[key]

    def alike(self, ref: str, place: int, said: Said) -> Said:
        """One answer for all that later conditions cannot tell apart."""
        kept = self._kept.setdefault((ref, place), {})
        return kept.setdefault(_outcome(ref, self.later_rules(ref, place), said), said)


__all__ = ["MOST_STATES", "Space", "Stop", "Walk", "answers_to", "can_hold", "walk"]
