"""Numbers as people read them."""

import pytest

from codesign.core.numbers import Share, no_percent_reason, percent, percent_one_place, wilson_low


@pytest.mark.parametrize(
    ("n", "base", "whole", "one_place"),
    [
        (231, 406, 57, 56.9),
        (118, 406, 29, 29.1),
        (1, 200, 1, 0.5),
        (0, 30, 0, 0.0),
        (30, 30, 100, 100.0),
        (29, 29, None, None),
        (0, 0, None, None),
    ],
)
def test_a_percentage_needs_thirty_answers(n: int, base: int, whole: int | None, one_place: float | None) -> None:
    assert percent(n, base) == whole
    assert Share(n, base).percent == whole
    assert percent_one_place(n, base) == one_place


@pytest.mark.parametrize(
    ("base", "words"),
    [
        (0, "No one answered this."),
        (29, "Fewer than 30 people answered, so we show numbers and no percentages."),
    ],
)
def test_a_missing_percentage_says_why(base: int, words: str) -> None:
    assert str(no_percent_reason(base)) == words
    assert str(Share(0, base).reason) == words


def test_a_percentage_that_is_there_needs_no_reason() -> None:
    assert no_percent_reason(30) is None


@pytest.mark.parametrize(("n", "base"), [(-1, 4), (5, 4)])
def test_a_share_lies_within_its_base(n: int, base: int) -> None:
    with pytest.raises(ValueError, match="between none and all"):
        Share(n, base)


@pytest.mark.parametrize(
    ("agree", "votes", "low"),
    [(86, 91, 0.8778), (0, 10, 0.0), (10, 10, 0.7225), (1, 1, 0.2065), (50, 100, 0.4038), (0, 0, None)],
)
def test_the_lower_bound_of_agreement(agree: int, votes: int, low: float | None) -> None:
    bound = wilson_low(agree, votes)
    assert bound == low if low is None else round(bound or 0.0, 4) == low


def test_more_votes_at_the_same_share_count_for_more() -> None:
    bounds = [wilson_low(8 * times, 10 * times) for times in range(1, 20)]
    assert bounds == sorted(bounds, key=lambda bound: bound or 0.0)
