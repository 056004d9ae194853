"""How hard a text is to read: an estimate for English."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from codesign.core.words import N_, Sentence

LONGEST_SENTENCE: Final = 20
RESIDENT_AGE: Final = 9
STAFF_AGE: Final = 11

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d[\d,.:]*", re.UNICODE)
_ENDS = re.compile(r"[.!?…]+(?=[\s\"'”’)\]]|$)|\n+|[:;](?=\s)")
_NOT_AN_END = re.compile(r"\b(?:e\.g|i\.e|etc|Mr|Mrs|Ms|Dr|St|No|vs|approx)\.", re.IGNORECASE)
_SOUNDED_ES = ("ses", "xes", "zes", "ches", "shes", "ces", "ges", "ies", "ees")
_VOWELS = re.compile(r"[aeiouy]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """What the estimate counted. `age` is None without words."""

    age: int | None
    words: int
    sentences: int
    syllables: int


def reading_age(text: str) -> int | None:
    """The age in years at which a reader follows the text; None without words. See `reading`."""
    return reading(text).age


def reading(text: str) -> Reading:
    """Flesch and Kincaid (1975): grade = 0.39 words a sentence + 11.8 syllables a word - 15.59. Age = grade + 5.

    Kept between 5 and 21. Syllables are groups of vowels, less a silent final e, ed or es, at least one a word.
    Good to about a year over 100 words or more; a hint for shorter text.
    """
    sentences = sentences_of(text)
    words = [word for sentence in sentences for word in _WORD.findall(sentence)]
    syllables = sum(map(_syllables, words))
    if not words:
        return Reading(None, 0, 0, 0)
    grade = 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59
    return Reading(min(max(round(grade + 5), 5), 21), len(words), len(sentences), syllables)


def sentences_of(text: str) -> tuple[str, ...]:
    """The sentences with at least one word; a line of its own and a part before a colon or semicolon count as one."""
    protected = _NOT_AN_END.sub(lambda match: match.group().replace(".", "\N{ONE DOT LEADER}"), text)
    pieces: list[str] = []
    start = 0
    for end in _ENDS.finditer(protected):
        pieces.append(protected[start : end.end()])
        start = end.end()
    pieces.append(protected[start:])
    readable = (" ".join(piece.replace("\N{ONE DOT LEADER}", ".").split()) for piece in pieces)
    return tuple(piece for piece in readable if _WORD.search(piece))


def word_count(text: str) -> int:
    """How many words and numbers the text has."""
    return len(_WORD.findall(text))


def longest_sentence(text: str) -> str:
    """The sentence with the most words, the first of equals; "" without words."""
    return max(sentences_of(text), key=word_count, default="")


def reading_remark(text: str, age: int = RESIDENT_AGE) -> Sentence | None:
    """What would make the text easier for readers of `age`; None when nothing stands out."""
    longest = word_count(longest_sentence(text))
    if longest > LONGEST_SENTENCE:
        message = N_("The longest sentence has %(words)s words. Try to stay under %(most)s.")
        return Sentence(message, {"words": longest, "most": LONGEST_SENTENCE})
    estimate = reading_age(text)
    if estimate is not None and estimate > age and word_count(text) >= 30:
        message = N_("The reading age is about %(age)s. Shorter words and sentences bring it to %(wanted)s.")
        return Sentence(message, {"age": estimate, "wanted": age})
    return None


def _syllables(word: str) -> int:
    letters = word.lower().replace("’", "'")
    if letters[0].isdigit():
        return 1
    count = len(_VOWELS.findall(letters))
    if letters.endswith("e") and not letters.endswith(("le", "ee", "ye", "oe", "ue")):
        return max(count - 1, 1)
    if letters.endswith("ed") and not letters.endswith(("ted", "ded", "eed", "ied")):
        return max(count - 1, 1)
    if letters.endswith("es") and not letters.endswith(_SOUNDED_ES):
        return max(count - 1, 1)
    return max(count, 1)
