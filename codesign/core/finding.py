"""Looking for words: the terms that a person typed, and where they stand in a text. The index itself is `models`'."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

MOST_TERMS: Final = 8
LONGEST_TERM: Final = 60

_TYPED = re.compile(r'["“”«»]([^"“”«»]+)["“”«»]|([^\s"“”«»]+)')
# A word also stands for longer ones, as in the index: "evening" finds "evenings".
_REST_OF_WORD = r"\w*"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text; `found` when it is a match."""

    text: str
    found: bool = False


def terms(typed: str) -> tuple[str, ...]:
    """What to look for, all of it: words, and phrases in quotation marks. At most 8; signs alone are left out."""
    found: dict[str, None] = {}
    for phrase, word in _TYPED.findall(typed):
        term = " ".join((phrase or word).split())[:LONGEST_TERM].strip()
        if any(mark.isalnum() for mark in term):
            found.setdefault(term)
    return tuple(found)[:MOST_TERMS]


def is_one_word(term: str) -> bool:
    """Whether a term is one plain word, which may also stand for the beginning of a longer one."""
    return bool(re.fullmatch(r"[^\W_]+", term)) and len(term) >= 3


def pieces(text: str, looked_for: Sequence[str], width: int | None = None) -> tuple[Piece, ...]:
    """The text, or about `width` characters around its first match, with every match as a piece of its own.

    Case and accents are ignored. Cut ends carry "…". The pieces join to the text.
    """
    line = " ".join(text.split()) if width else text
    hits = _hits(line, looked_for)
    start, end, line_end = 0, len(line), len(line)
    if width and line_end > width:
        first = hits[0][0] if hits else 0
        start = 0 if first < width * 2 // 3 else line.rfind(" ", 0, max(first - width // 3, 1)) + 1
        end = (
            line_end
            if line_end - start <= width
            else max(line.rfind(" ", start + 1, start + width), start + width // 2)
        )
    made: list[Piece] = []
    at = start
    for left, right in hits:
        if left < at or right > end:
            continue
        if left > at:
            made.append(Piece(line[at:left]))
        made.append(Piece(line[left:right], True))
        at = right
    if at < end or not made:
        made.append(Piece(line[at:end]))
    if start > 0:
        made.insert(0, Piece("…"))
    if end < line_end:
        made.append(Piece("…"))
    return tuple(made)


def _hits(text: str, looked_for: Sequence[str]) -> list[tuple[int, int]]:
    if not looked_for:
        return []
    folded, places = _folded(text)
    found: list[tuple[int, int]] = []
    for term in looked_for:
        wanted = _folded(term)[0]
        if not wanted:
            continue
        words = r"\W+".join(re.escape(word) for word in re.findall(r"\w+", wanted)) or re.escape(wanted)
        for match in re.finditer(rf"(?<!\w){words}{_REST_OF_WORD if is_one_word(term) else ''}", folded):
            found.append((places[match.start()], places[match.end() - 1] + 1))
    return sorted(found)


def _folded(text: str) -> tuple[str, list[int]]:
    """The text without case and accents, and for each of its characters the place it came from."""
    letters: list[str] = []
    places: list[int] = []
    for place, mark in enumerate(text):
        for part in unicodedata.normalize("NFD", mark.casefold()):
            if unicodedata.category(part) != "Mn":
                letters.append(part)
                places.append(place)
    return "".join(letters), places
