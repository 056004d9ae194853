"""A fair mix gives every idea an equal chance to be seen (`screens.md` 5)."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from codesign.core.fairmix import fair_order

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
