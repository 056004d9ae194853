"""A fair mix gives every idea an equal chance to be seen (`screens.md` 5)."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign.core.fairmix import Dealer, fair_order, make_deck

IDEAS = [f"I-{number:04}" for number in range(37)]


@given(st.sets(st.text(min_size=1), max_size=40), st.text(), st.randoms())
def test_every_idea_comes_once_in_an_order_that_depends_on_the_seed_only(ids: set[str], seed: str, rng: object) -> None:
    first = sorted(ids)
    second = list(reversed(first))
    seen = {idea: len(idea) for idea in first[::2]}
    order = fair_order(first, seen, seed)
    assert sorted(order) == first
    assert order == fair_order(second, seen, seed)


def test_visitors_see_different_orders() -> None:
    assert len({tuple(fair_order(IDEAS, {}, f"visitor {number}")) for number in range(50)}) == 50


def first_pages(seen: dict[str, int], visits: int = 4_000, page: int = 12) -> Counter[str]:
    return Counter(idea for visit in range(visits) for idea in fair_order(IDEAS, seen, f"visit {visit}")[:page])


def test_ideas_seen_alike_come_on_the_first_page_alike() -> None:
    shown = first_pages({})
    expected = 4_000 * 12 / 37
    assert all(0.9 * expected < shown[idea] < 1.1 * expected for idea in IDEAS)


def test_an_idea_few_people_have_seen_comes_first_more_often() -> None:
    seen = dict.fromkeys(IDEAS, 30) | {"I-0005": 0, "I-0009": 10}
    shown = first_pages(seen)
    rest = max(shown[idea] for idea in IDEAS if idea not in ("I-0005", "I-0009"))
    assert shown["I-0005"] > shown["I-0009"] > rest


def test_an_idea_everyone_has_seen_still_has_a_chance() -> None:
    shown = first_pages(dict.fromkeys(IDEAS, 0) | {"I-0003": 100})
    assert shown["I-0003"] > 0


def test_over_many_visits_all_are_seen_about_equally() -> None:
    seen: Counter[str] = Counter()
    late = "I-0036"
    for visit in range(400):
        # One idea is added when the others have had 200 visits.
        ideas = IDEAS if visit >= 200 else IDEAS[:-1]
        seen.update(fair_order(ideas, seen, f"visit {visit}")[:12])
    counts = [seen[idea] for idea in IDEAS if idea != late]
    assert max(counts) - min(counts) < 45
    # By chance alone it would have come 65 times, half as often as the others.
    assert seen[late] > 80


def gini(counts: Sequence[int]) -> float:
    """0 when all were shown alike, near 1 when one had everything."""
    low_first, total, many = sorted(counts), sum(counts), len(counts)
    return sum((2 * place - many + 1) * count for place, count in enumerate(low_first)) / (many * total)


@given(st.lists(st.integers(0, 300), max_size=80), st.integers(0, 20_000), st.floats(0, 1, exclude_max=True))
def test_a_deck_holds_every_idea_once_for_every_cut(seen: list[int], expected: int, cut: float) -> None:
    deck = make_deck(seen, expected, "board:1")
    assert sorted(deck.deal(cut)) == list(range(len(seen)))
    assert deck.size == len(seen)
    pages = [place for start in range(0, len(seen) + 12, 12) for place in deck.page(cut, start, 12)]
    assert pages == list(deck.deal(cut))
    assert deck == make_deck(seen, expected, "board:1")


@given(st.lists(st.integers(0, 30), min_size=1, max_size=40), st.sets(st.integers(0, 39)))
def test_a_filter_keeps_the_order_of_the_whole(seen: list[int], members: set[int]) -> None:
    deck = make_deck(seen, 120, "board:1")
    assert list(deck.only(members).deal(0.0)) == [place for place in deck.deal(0.0) if place in members]


def test_an_idea_nobody_has_seen_is_on_everybodys_first_page() -> None:
    deck = make_deck([50] * 40 + [0], 120, "board:1")
    dealer = Dealer()
    assert all(40 in deck.page(dealer.cut(), 0, 12) for _ in range(300))


def test_only_those_seen_least_come_first_when_few_looks_are_to_be_expected() -> None:
    seen = [number // 10 for number in range(1_000)]
    deck = make_deck(seen, 120, "board:1")
    assert max(seen[place] for place in deck.page(0.37, 0, 12)) <= 6


Arrival = Callable[[int, int], int]
ARRIVALS: dict[str, Arrival] = {
    "all at first": lambda ideas, _visit: ideas,
    "one by one": lambda ideas, visit: min(ideas, 12 + visit * ideas // 300),
    "a flood in the middle": lambda ideas, visit: ideas // 2 if visit < 250 else ideas,
    "a few late ones": lambda ideas, visit: ideas - 5 if visit < 300 else ideas,
}
DEPTHS: dict[str, Callable[[random.Random], int]] = {
    "one page": lambda _dice: 12,
    "two pages": lambda _dice: 24,
    "some read much": lambda dice: 12 * dice.choice((1, 1, 1, 2, 3, 8)),
}


@pytest.mark.parametrize("depth", DEPTHS)
@pytest.mark.parametrize("arrival", ARRIVALS)
@pytest.mark.parametrize(("ideas", "visits_a_deck"), [(60, 1), (60, 20), (200, 20), (1_000, 8)])
def test_after_500_visitors_all_ideas_were_shown_alike(
    ideas: int, visits_a_deck: int, arrival: str, depth: str
) -> None:
    dice, dealer, seen = random.Random(f"{ideas}{arrival}{depth}"), Dealer(), list[int]()
    deck, made, looks = make_deck([], 120, ""), -visits_a_deck, 0
    orders = set()
    for visit in range(500):
        seen += [0] * (ARRIVALS[arrival](ideas, visit) - len(seen))
        if visit - made >= visits_a_deck or deck.size < len(seen):
            deck, made, looks = make_deck(seen, max(120, sum(seen) - looks), f"deck {visit}"), visit, sum(seen)
        order = deck.page(dealer.cut(), 0, DEPTHS[depth](dice))
        orders.add(tuple(order[:12]))
        for place in order:
            seen[place] += 1
    assert gini(seen) < 0.10
    assert len(orders) > 200
