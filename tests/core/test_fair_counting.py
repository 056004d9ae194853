"""Signs of duplicates: what stands out, and what must not."""

from __future__ import annotations

import csv
import gzip
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

import pytest

from codesign.core.fair_counting import (
    Came,
    Contradiction,
    beside,
    bursts,
    contradictions,
    near_words,
    same_second,
    same_words,
    words_digest,
)

START = datetime(2026, 5, 4, 10, tzinfo=UTC)
LONG = "Do not move the hub away from the market because older people cannot walk that far."


def came(number: int, words: str, *, minutes: float = 0, network: str | None = None, started: float = 0) -> Came:
    at = START + timedelta(minutes=minutes)
    return Came(f"R-{number:05d}", words, at, START + timedelta(seconds=started), network)


def test_the_same_words_are_found_whatever_their_capitals_and_full_stops() -> None:
    found = same_words([came(1, LONG), came(2, LONG.upper().replace(".", "!")), came(3, "Something else altogether.")])
    assert list(found.values()) == [("R-00001", "R-00002")]


def test_short_words_that_many_honest_people_choose_are_no_sign() -> None:
    assert words_digest("More buses.") is None
    few = [came(number, "It costs too much") for number in range(9)]
    assert same_words(few) == {}
    assert len(next(iter(same_words([*few, came(9, "it costs too much!")]).values()))) == 10
    assert same_words([*few, came(9, "it costs too much!", minutes=90)]) == {}, "said all day long, it is no sign"


def test_words_with_small_changes_are_near_and_others_are_not() -> None:
    changed = LONG.replace("older people", "my neighbours")
    other = "The hub should stay open late on two evenings so that parents who work can come as well."
    assert near_words([came(1, LONG), came(2, other), came(3, changed)]) == (("R-00001", "R-00003"),)


def test_words_that_are_only_the_same_are_not_near_as_well() -> None:
    assert near_words([came(1, LONG), came(2, LONG)]) == ()


def test_near_words_of_1500_responses_are_found_quickly() -> None:
    pick = random.Random(7)
    stock = [f"word{number}" for number in range(900)]
    mine = [came(number, " ".join(pick.choices(stock, k=40))) for number in range(500)]
    template = pick.choices(stock, k=40)
    for number in range(500, 1500):
        words = list(template)
        for _ in range(4):
            words[pick.randrange(40)] = pick.choice(stock)
        mine.append(came(number, " ".join(words)))
    began = perf_counter()
    groups = near_words(mine)
    assert perf_counter() - began < 5
    assert len({ref for group in groups for ref in group}) >= 990
    assert not {ref for group in groups for ref in group} & {each.ref for each in mine[:500]}


def test_eight_begun_in_one_second_stand_out_and_seven_do_not() -> None:
    assert same_second([came(number, "", started=0.1 * number) for number in range(7)]) == {}
    assert len(same_second([came(number, "", started=0.1 * number) for number in range(8)])) == 1


def test_a_burst_is_like_words_from_one_network_in_half_an_hour() -> None:
    alike = [LONG.replace("older", word) for word in ("older", "blind", "frail", "many", "some")]
    assert len(bursts([came(n, words, minutes=n, network="a") for n, words in enumerate(alike)])) == 1
    assert bursts([came(n, words, minutes=n, network=str(n)) for n, words in enumerate(alike)]) == ()
    assert bursts([came(n, words, minutes=31 * n, network="a") for n, words in enumerate(alike)]) == ()


def test_a_care_home_with_words_of_their_own_is_no_burst() -> None:
    pick = random.Random(3)
    stock = [
        "garden",
        "bus",
        "lunch",
        "warm",
        "stairs",
        "door",
        "nurse",
        "singing",
        "bingo",
        "chair",
        "window",
        "quiet",
        "sunday",
        "cake",
    ]
    home = [came(n, " ".join(pick.choices(stock, k=14)), minutes=n / 4, network="a") for n in range(60)]
    assert bursts(home) == ()


@pytest.mark.parametrize(
    ("equality", "alone", "expected"),
    [
        ({"age_band": "u16", "sexual_orientation": "straight"}, False, (Contradiction.CHILD_ASKED_AS_ADULT,)),
        ({"age_band": "u16", "sexual_orientation": "pnts"}, False, ()),
        (
            {"health_12m": "no", "activity_restriction": "yes_a_lot"},
            False,
            (Contradiction.NO_CONDITION_YET_REDUCED,),
        ),
        ({"health_12m": "yes", "activity_restriction": "yes_a_lot", "disabled": "disabled"}, False, ()),
        ({}, True, (Contradiction.NONE_AND_SOME,)),
        ({"age_band": "u16", "carer": "yes_50_plus"}, False, ()),
    ],
    ids=["child", "child who did not say", "no condition", "possible", "none of these and some", "a young carer"],
)
def test_what_cannot_be_true_at_once(
    equality: dict[str, str], alone: bool, expected: tuple[Contradiction, ...]
) -> None:
    assert contradictions(equality, alone) == expected


def test_words_side_by_side_are_marked_where_they_differ() -> None:
    pieces = beside("Keep the hub open.", "Keep our hub open, always.")
    assert [(piece.text, piece.same) for piece in pieces] == [
        ("Keep", True),
        ("our", False),
        ("hub open,", True),
        ("always.", False),
    ]


def test_of_5000_comments_that_patients_wrote_fewer_than_one_in_100_stands_out(data_folder: Path) -> None:
    with gzip.open(data_folder / "nhs-fft-themes" / "fft_v6_NEAS.csv.gz", "rt", encoding="utf-8") as file:
        comments = [row["FFT answer"] for row in csv.DictReader(file)][:5000]
    mine = [came(number, words) for number, words in enumerate(comments)]
    flagged = {ref for group in same_words(mine).values() for ref in group}
    flagged |= {ref for group in near_words(mine) for ref in group}
    assert len(comments) == 5000
    assert len(flagged) <= 50
