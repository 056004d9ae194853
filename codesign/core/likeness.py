"""What words are about, in short terms with weights, so that texts on the same thing can be found in any language."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from math import log
from typing import Final

LONGEST_TERM: Final = 8
"""A longer word is cut here: endings of Polish, Welsh and English words are mostly behind it."""
TITLE_COUNTS: Final = 4
"""A word of the title counts as often as this many in the text."""
MOST_TERMS: Final = 400
"""Of one text, those that weigh most: more say nothing more of what it is about."""

# Okapi BM25. The usual length is fixed and not measured, so that a weight never changes when other texts come.
_FULLNESS: Final = 2.0
_LENGTH: Final = 0.65
_USUAL_LENGTH: Final = 100.0
_UNSEEN: Final = 50  # as if so many more texts were there: among five texts no word is common yet

_STOP: Final = frozenset((
    "a", "about", "after", "all", "also", "an", "and", "any", "are", "as", "at", "be", "because", "been", "before",
    "being", "but", "by", "can", "could", "did", "do", "does", "for", "from", "get", "had", "has", "have", "he",
    "her", "him", "his", "how", "i", "if", "in", "into", "is", "it", "its", "just", "me", "more", "most", "must",
    "my", "no", "not", "now", "of", "on", "one", "only", "or", "other", "our", "out", "over", "should", "so",
    "some", "such", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those", "to",
    "too", "under", "up", "us", "very", "was", "way", "we", "were", "what", "when", "where", "which", "while",
    "who", "why", "will", "with", "would", "you", "your",
))  # fmt: skip
_ENDINGS: Final = ("ation", "ing", "ment", "ed", "er", "ly", "al", "ion", "e")
_WITHOUT_SPACES: Final = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_OWNING: Final = re.compile("['\u2019](?:s\\b)?")
# Letters that are one to a reader but differ between keyboards, and those that do not fall apart into letter and mark.
_SAME: Final = str.maketrans(
    {"\u064a": "\u06cc", "\u0649": "\u06cc", "\u0643": "\u06a9", "\u0629": "\u0647", "\u0142": "l"}
)


class _Letters(dict[int, int | None]):
    """For `str.translate`: letters, digits and vowel signs stay, accents go, everything else parts words."""

    def __missing__(self, code: int) -> int | None:
        mark = chr(code)
        kind = unicodedata.category(mark)
        kept: int | None = code if kind[0] in "LNM" else 32
        if unicodedata.combining(mark) or mark == "\u0640" or kind == "Cf":
            kept = None
        self[code] = kept
        return kept


_LETTERS: Final = _Letters()


def terms(text: str) -> list[str]:
    """The words of a text that say what it is about, each in its short form, as often as they stand there."""
    folded = unicodedata.normalize("NFKD", _OWNING.sub("", text).casefold()).translate(_LETTERS).translate(_SAME)
    found: list[str] = []
    for word in folded.split():
        if _WITHOUT_SPACES.search(word):
            found += [word[at : at + 2] for at in range(max(len(word) - 1, 1))]
        elif len(word) > 1 and word not in _STOP:
            found.append(_short(word))
    return found


def weights(title: str, text: str) -> dict[str, float]:
    """How much each term says of what a text is about: the part of BM25 that needs to know no other text."""
    counted: Counter[str] = Counter()
    for term in terms(title):
        counted[term] += TITLE_COUNTS
    counted.update(terms(text))
    length = 1 - _LENGTH + _LENGTH * counted.total() / _USUAL_LENGTH
    return {term: _weight(times, length) for term, times in counted.most_common(MOST_TERMS)}


def rareness(texts: int, having: int) -> float:
    """How telling a term is that `having` of `texts` texts have."""
    return log(1 + (texts + _UNSEEN - having + 0.5) / (having + 0.5))


def asked(words: str) -> dict[str, float]:
    """The terms of what somebody writes, with how much more often than once each stands there (1.0 for once)."""
    return {term: 1 + log(times) for term, times in Counter(terms(words)).items()}


FULL_WEIGHT: Final = TITLE_COUNTS * (_FULLNESS + 1) / (TITLE_COUNTS + _FULLNESS * (1 - _LENGTH))
"""About what a term weighs in a short text that has it in its title: against it a likeness is measured."""


def _weight(times: int, length: float) -> float:
    return round(times * (_FULLNESS + 1) / (times + _FULLNESS * length), 4)


def _short(word: str) -> str:
    if word.startswith(("ll", "rh")):  # how Welsh words begin changes with what stands before them
        word = word[0] + word[2:]
    elif word.startswith("\u0627\u0644") and len(word) > 4:  # the Arabic article
        word = word[2:]
    if len(word) > 4 and word.endswith("ies"):
        word = word[:-3] + "y"
    elif len(word) > 4 and word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            word = word[: -len(ending)]
            break
    return word[:LONGEST_TERM]
