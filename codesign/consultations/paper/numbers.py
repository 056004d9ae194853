"""The number of a paper form: C1-0001-7, its last digit a check, so that a slip of a key never finds another form."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Damm's table: one wrong digit, or two neighbours exchanged, never give the same check digit.
_DAMM: Final = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)
_NUMBER = re.compile(r"(?<![A-Z0-9])([A-Z]{1,3}[0-9]{1,4})\s*[-–—\s]?\s*([0-9]{4,6})\s*[-–—\s]?\s*([0-9])(?![0-9])")


def form_number(consultation_ref: str, place: int) -> str:
    """The number of the form printed in this place, counted from 1."""
    serial = f"{place:04d}"
    return f"{consultation_ref}-{serial}-{check_digit(consultation_ref + serial)}"


def check_digit(text: str) -> str:
    """The check digit of every digit in a text, in order."""
    interim = 0
    for digit in re.sub("[^0-9]", "", text):
        interim = int(_DAMM[interim][int(digit)])
    return str(interim)


def place_of(number: str) -> int:
    """Which form of its consultation it is, counted from 1."""
    return int(number.split("-")[1])


def read_form_number(typed: str) -> str | None:
    """The number someone typed, or a scanner read from the square code; None where the check digit says it is wrong."""
    found = _NUMBER.search(unicodedata.normalize("NFKC", typed).upper())
    if found is None:
        return None
    ref, serial, check = found.groups()
    return f"{ref}-{serial}-{check}" if check_digit(ref + serial) == check else None


__all__ = ["check_digit", "form_number", "place_of", "read_form_number"]
