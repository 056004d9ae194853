"""What reactions on a board come to."""

import pytest

from codesign.core.scores import Votes, across_groups, agreed, divided, pairs_won


def test_few_votes_count_for_less_than_many() -> None:
    few, many = agreed(Votes(3, 0, 0)), agreed(Votes(30, 0, 0))
    assert few is not None
    assert many is not None
    assert few < many < 1


def test_nobody_has_no_score() -> None:
    assert agreed(Votes()) is None
    assert divided(Votes()) is None
    assert pairs_won(0, 0) is None


def test_divided_needs_two_large_sides() -> None:
    even_many, even_few = divided(Votes(10, 10, 0)), divided(Votes(1, 1, 0))
    one_side, passes = divided(Votes(20, 1, 0)), divided(Votes(0, 0, 20))
    assert even_many is not None
    assert even_few is not None
    assert one_side is not None
    assert even_many > even_few
    assert even_many > one_side
    assert passes == 0


@pytest.mark.parametrize("groups", [[], [Votes(5, 0, 0)]])
def test_there_is_no_agreement_across_fewer_than_two_groups(groups: list[Votes]) -> None:
    assert across_groups(groups) is None


def test_one_small_group_that_disagrees_brings_the_whole_down() -> None:
    both = across_groups([Votes(50, 0, 0), Votes(5, 0, 0)])
    one = across_groups([Votes(50, 0, 0), Votes(0, 5, 0)])
    assert both is not None
    assert one is not None
    assert one < both / 3
