"""Putting ideas together, splitting and rewording: the rules and the lineage, without a database."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codesign.core.reshaping import (
    MOST_PARTS,
    CannotReshape,
    Lineage,
    PartFacts,
    require_counts,
    require_fit,
    require_no_circle,
    require_ready,
)
from codesign.core.terms import PartView, ReshapingKind, Standing

MERGE, SPLIT, REWORD = ReshapingKind.MERGE, ReshapingKind.SPLIT, ReshapingKind.REWORD
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


def part(ref: str = "I-0001", **fields: Any) -> PartFacts:
    return PartFacts(**{"ref": ref, "standing": Standing.PUBLISHED, **fields})


@pytest.mark.parametrize(
    ("kind", "parts", "into", "results"),
    [(MERGE, "ab", "", 1), (MERGE, "a", "z", 0), (SPLIT, "a", "", 2), (SPLIT, "a", "", 5), (REWORD, "a", "", 1)],
)
def test_a_proposal_names_as_many_ideas_and_wordings_as_its_kind_needs(
    kind: ReshapingKind, parts: str, into: str, results: int
) -> None:
    require_counts(kind, parts, into=into, results=results)


@pytest.mark.parametrize(
    ("kind", "parts", "into", "results", "words"),
    [
        (MERGE, "a", "", 1, "Choose two ideas or more to put together."),
        (MERGE, "", "", 1, "Choose two ideas or more to put together."),
        (MERGE, "ab", "z", 1, "Write one new idea, or choose one that is there."),
        (MERGE, "ab", "", 0, "Write one new idea, or choose one that is there."),
        (MERGE, "ab", "a", 0, "a cannot be put into itself. Choose another idea."),
        (MERGE, [str(n) for n in range(MOST_PARTS + 1)], "", 1, "Choose 20 ideas or fewer."),
        (SPLIT, "ab", "", 2, "Choose one idea to split."),
        (SPLIT, "a", "", 1, "Write 2 to 5 ideas that come out of it."),
        (SPLIT, "a", "", 6, "Write 2 to 5 ideas that come out of it."),
        (REWORD, "ab", "", 1, "Choose one idea to reword."),
        (REWORD, "a", "", 0, "Write the idea in its new words."),
    ],
)
def test_too_few_or_too_many_are_refused_with_a_sentence(
    kind: ReshapingKind, parts: str, into: str, results: int, words: str
) -> None:
    with pytest.raises(CannotReshape) as refused:
        require_counts(kind, parts, into=into, results=results)
    assert str(refused.value) == words


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (
            {"standing": Standing.MERGED, "part_of": "I-0012"},
            "I-0001 is already part of I-0012. Choose I-0012 instead.",
        ),
        ({"standing": Standing.MERGED}, "I-0001 is already part of another idea."),
        ({"standing": Standing.WITHDRAWN}, "I-0001 was taken back by its author. Choose another idea."),
        ({"standing": Standing.HIDDEN}, "I-0001 is hidden. Show it to residents first, or choose another idea."),
        ({"standing": Standing.WAITING}, "I-0001 has not been read yet. Check it first, or choose another idea."),
        ({"proposed_in": "RS2"}, "I-0001 is in proposal RS2 already. Settle that one first."),
    ],
)
def test_an_idea_that_cannot_be_taken_up_says_why(fields: dict[str, Any], words: str) -> None:
    with pytest.raises(CannotReshape) as refused:
        require_fit(part(**fields))
    assert str(refused.value) == words
    assert refused.value.sentence.message % refused.value.sentence.values == words


def test_an_author_who_objects_keeps_their_idea_out() -> None:
    parts = [part("a", view=PartView.AGREED), part("b", view=PartView.OBJECTED), part("c", view=PartView.AGREED)]
    left = require_ready(MERGE, parts, into=False, answer_by=MONDAY, today=MONDAY)
    assert [one.ref for one in left] == ["a", "c"]


def test_with_fewer_than_two_ideas_left_there_is_nothing_to_put_together() -> None:
    parts = [part("a", view=PartView.AGREED), part("b", view=PartView.OBJECTED)]
    with pytest.raises(CannotReshape, match="Fewer than two ideas are left"):
        require_ready(MERGE, parts, into=False, answer_by=MONDAY, today=TUESDAY)
    assert len(require_ready(MERGE, parts, into=True, answer_by=MONDAY, today=TUESDAY)) == 1


@pytest.mark.parametrize("kind", [SPLIT, REWORD, MERGE])
def test_one_idea_whose_author_objects_stays_as_it_is(kind: ReshapingKind) -> None:
    with pytest.raises(CannotReshape, match=r"Drop this proposal\."):
        require_ready(kind, [part(view=PartView.OBJECTED)], into=True, answer_by=MONDAY, today=TUESDAY)


def test_silence_lets_staff_go_ahead_only_after_the_day() -> None:
    silent = [part("a", view=PartView.AGREED), part("b")]
    with pytest.raises(CannotReshape, match="Not every author has answered"):
        require_ready(MERGE, silent, into=False, answer_by=MONDAY, today=MONDAY)
    assert len(require_ready(MERGE, silent, into=False, answer_by=MONDAY, today=TUESDAY)) == 2


def test_nobody_waits_for_an_author_who_cannot_be_asked() -> None:
    imported = [part("a", asked=False), part("b", asked=False)]
    assert len(require_ready(MERGE, imported, into=False, answer_by=TUESDAY, today=MONDAY)) == 2


def test_an_idea_taken_back_since_is_left_out() -> None:
    parts = [part("a"), part("b"), part("c", standing=Standing.WITHDRAWN)]
    assert [one.ref for one in require_ready(MERGE, parts, into=False, answer_by=MONDAY, today=TUESDAY)] == ["a", "b"]


def test_lineage_reaches_through_a_merge_of_a_merge() -> None:
    lineage = Lineage([("a", "m"), ("b", "m"), ("m", "n"), ("c", "n"), ("n", "p"), ("n", "q")])
    assert lineage.parts("p") == {"a", "b", "c", "m", "n"}
    assert lineage.results("a") == {"m", "n", "p", "q"}
    assert lineage.newest("a") == {"p", "q"}
    assert lineage.newest("p") == frozenset()
    assert lineage.parts("a") == frozenset()


def test_an_idea_never_comes_from_itself() -> None:
    lineage = Lineage([("a", "m"), ("m", "n")])
    with pytest.raises(CannotReshape) as refused:
        require_no_circle(lineage, {"n": "I-0003"}, "a", "I-0001")
    assert str(refused.value) == "I-0003 came from I-0001, so it cannot become part of it. Choose another idea."
    with pytest.raises(CannotReshape, match="cannot be put into itself"):
        require_no_circle(lineage, {"a": "I-0001"}, "a", "I-0001")
    require_no_circle(lineage, {"b": "I-0004"}, "n", "I-0003")


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=30))
def test_whatever_is_put_together_no_circle_comes_of_it(pairs: list[tuple[int, int]]) -> None:
    links: list[tuple[int, int]] = []
    for source, result in pairs:
        if not Lineage(links).closes_circle(source, result):
            links.append((source, result))
    lineage = Lineage(links)
    for idea in range(10):
        assert lineage.parts(idea).isdisjoint(lineage.results(idea))
        assert all(idea in lineage.results(one) for one in lineage.parts(idea))
