"""From the answers people give about themselves to the wider groups that published tables count (`domain.md` e1)."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final

DISABLED: Final = "disabled"
NOT_DISABLED: Final = "not_disabled"

WIDER: Final[Mapping[str, Mapping[str, frozenset[str]]]] = {
    "ethnic_group": {
        "white": frozenset(
            {"english_welsh_scottish_ni_british", "irish", "gypsy_irish_traveller", "roma", "other_white"}
        ),
        "mixed": frozenset({"white_black_caribbean", "white_black_african", "white_asian", "other_mixed"}),
        "asian": frozenset({"indian", "pakistani", "bangladeshi", "chinese", "other_asian"}),
        "black": frozenset({"african", "caribbean", "other_black"}),
        "other": frozenset({"arab", "any_other"}),
    },
    "carer": {
        "yes": frozenset({"yes_9_or_less", "yes_10_19", "yes_20_34", "yes_35_49", "yes_50_plus"}),
    },
}
"""The answers that belong to each wider group of a variable."""


def answers_in(variable: str, category: str) -> frozenset[str]:
    """Every answer that puts a person in this category of a published table: its own code, and those it takes in."""
    return WIDER.get(variable, {}).get(category, frozenset()) | {category}


def category_of(variable: str, answer: str, categories: Collection[str]) -> str:
    """The category of a published table that an answer falls in; the answer itself where it falls in none."""
    if answer in categories:
        return answer
    return next((wider for wider in categories if answer in answers_in(variable, wider)), answer)


BANDS: Final[Mapping[str, tuple[str, ...]]] = {
    "age_band": ("u16", "16_24", "25_34", "35_44", "45_54", "55_64", "65_74", "75_84", "85p"),
}
"""Answers in an order, so that small neighbours can be put together (`domain.md` e3, step 1)."""

_BAND = re.compile(
    r"(?:u|under[ _])?(\d{1,3})(?:[ _](?:to[ _])?(\d{1,3})|[ _]?(?:p|\+|and over|or over|and under))?", re.I
)


def in_order(variable: str, answers: Collection[str]) -> tuple[str, ...]:
    """The answers in their order where they are bands, as of ages: our own, or 18_24, 75p; empty where they are not."""
    known = BANDS.get(variable, ())
    if answers and set(answers) <= set(known):
        return tuple(answer for answer in known if answer in answers)
    starts = {answer: _BAND.fullmatch(answer.strip()) for answer in answers}
    if len(starts) < 2 or not all(starts.values()):
        return ()
    ends = any(found is not None and found.group(2) for found in starts.values())
    if not ends:  # bare numbers are codes of anything
        return ()

    def lowest(answer: str) -> tuple[int, str]:
        found = starts[answer]
        return (int(found.group(1)) - (answer[0] in "uU") if found else 0), answer

    return tuple(sorted(answers, key=lowest))


def in_words(answer: str) -> str:
    """How to print the code of an answer that no published table names: `yes_a_little` is "Yes a little"."""
    words = re.sub(r"(?<=\d)_(?=\d)", " to ", answer).replace("_", " ")
    return words[:1].upper() + words[1:]


def disability(given: Mapping[str, str]) -> str | None:
    """Disabled in the sense of the Equality Act: a lasting condition that limits daily life, a lot or a little.

    None where the answers do not say: `health_12m` and `activity_restriction` are asked together for this.
    """
    if given.get("health_12m") == "no":
        return NOT_DISABLED
    if given.get("health_12m") != "yes":
        return None
    return {"yes_a_lot": DISABLED, "yes_a_little": DISABLED, "not_at_all": NOT_DISABLED}.get(
        given.get("activity_restriction", "")
    )
