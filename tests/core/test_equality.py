"""Answers fall into the groups that published tables count."""

from __future__ import annotations

import pytest

from codesign.consultations.equality import BY_CODE
from codesign.core.equality import WIDER, answers_in, category_of, disability, in_words

FIVE = ("white", "mixed", "asian", "black", "other")


@pytest.mark.parametrize(
    ("variable", "answer", "categories", "expected"),
    [
        ("ethnic_group", "pakistani", FIVE, "asian"),
        ("ethnic_group", "roma", FIVE, "white"),
        ("ethnic_group", "white_asian", FIVE, "mixed"),
        ("ethnic_group", "pakistani", ("indian", "pakistani"), "pakistani"),
        ("ethnic_group", "pakistani", (), "pakistani"),
        ("carer", "yes_50_plus", ("no", "yes"), "yes"),
        ("carer", "no", ("no", "yes"), "no"),
        ("age_band", "16_24", ("16_24", "25_34"), "16_24"),
        ("age_band", "u16", ("16_24", "25_34"), "u16"),
    ],
)
def test_an_answer_falls_in_the_category_of_the_table(
    variable: str, answer: str, categories: tuple[str, ...], expected: str
) -> None:
    assert category_of(variable, answer, categories) == expected


@pytest.mark.parametrize("code", ["ethnic_group", "carer"])
def test_every_answer_we_offer_falls_in_exactly_one_group(code: str) -> None:
    offered = {choice.code for choice in BY_CODE[code].choices} - {"pnts", "no"}
    groups = [answers_in(code, wider) for wider in WIDER[code]]
    assert all(sum(answer in group for group in groups) == 1 for answer in offered)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"health_12m": "yes", "activity_restriction": "yes_a_lot"}, "disabled"),
        ({"health_12m": "yes", "activity_restriction": "yes_a_little"}, "disabled"),
        ({"health_12m": "yes", "activity_restriction": "not_at_all"}, "not_disabled"),
        ({"health_12m": "no"}, "not_disabled"),
        ({"health_12m": "yes"}, None),
        ({"health_12m": "yes", "activity_restriction": "pnts"}, None),
        ({"health_12m": "pnts"}, None),
        ({}, None),
    ],
)
def test_disability_is_a_lasting_condition_that_limits_daily_life(given: dict[str, str], expected: str | None) -> None:
    assert disability(given) == expected


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("yes_a_little", "Yes a little"),
        ("not_at_all", "Not at all"),
        ("16_24", "16 to 24"),
        ("Lockside", "Lockside"),
        ("", ""),
    ],
)
def test_an_answer_without_a_published_label_is_still_read_as_words(code: str, words: str) -> None:
    assert in_words(code) == words
