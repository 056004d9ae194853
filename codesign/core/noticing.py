"""What a machine points out in words to the person who reads them: details, names, links, words of a list."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from codesign.core.names import FIRST_NAMES, NOT_SURNAMES
from codesign.core.quoting import personal_details
from codesign.core.strong_words import STRONG, WORRY
from codesign.core.words import N_


class Concern(StrEnum):
    """Why a machine asks a person to read some words first; the value is the English message id."""

    PERSONAL_DETAILS = N_("May hold personal details")
    WORRY = N_("Someone may be at risk")
    STRONG_WORDS = N_("Has strong words")
    NAMES = N_("May name a person")
    LINKS = N_("Has a link or a social media name")
    OWN_WORDS = N_("Has a word from your list")


HOLDING: Final = (Concern.PERSONAL_DETAILS, Concern.WORRY, Concern.STRONG_WORDS)
"""Concerns for which words wait for a reader even where words are shown at once. The others are for the reader only."""


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A piece of a text, `start` to `end` as in a slice, with why it stands out. `what` is an English message id."""

    start: int
    end: int
    concern: Concern
    what: str


_TITLED = re.compile(
    r"(?<!\w)(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Rev|Sgt|PC|PCSO|WPC|DC|Cllr|Councillor|Nurse)\.? +"
    r"([A-Z][\w'’-]{1,30}(?: [A-Z][\w'’-]{1,30})?)"
)
_INTRODUCED = re.compile(
    r"(?<!\w)(?:[Cc]alled|[Nn]amed|[Nn]ame is|[Nn]ame['’]s|(?:[Mm]y|[Oo]ur|[Hh]er|[Hh]is|[Tt]heir) "
    r"(?:neighbou?r|friend|manager|boss|teacher|doctor|nurse|carer|social worker|landlord|partner|husband|wife|son|"
    r"daughter|brother|sister))(?: is)? ([A-Z][a-z'’-]{2,30}(?: [A-Z][a-z'’-]{1,30})?)"
)
_PAIR = re.compile(r"(?<![\w'’])([A-Z][a-z]{1,20}) +((?:Mc|Mac|O['’]|ap |ab )?[A-Z][a-z'’-]{1,30})(?!\w)")
_LINKS = re.compile(
    r"(?<![\w@])(?:https?://|www\.)[^\s<>\"]{2,200}[^\s<>\".,;:!?)]"
    r"|(?<![\w.@/])(?:facebook|fb|instagram|tiktok|twitter|x|linkedin|snapchat|youtube|t|wa)\.(?:com|me)/[^\s<>\"]{2,100}"
    r"|(?<![\w.@/])@[A-Za-z_][\w.]{2,29}(?![\w@])"
)
_LEET = str.maketrans("4310$5@", "aeiossa")
_MIXED = re.compile(r"[^\W\d_][\w$@]*[\d$@][\w$@]*[^\W\d_]")  # letters with digits or signs among them, as in sh1t
_STARRED = re.compile(r"(?<!\w)(?:f[*@#]{1,3}c?k\w{0,4}|s[*h][*@#]t\w?|c[*@#]nts?|w[*@#]nkers?|tw[*@#]ts?)(?!\w)", re.I)


def marks(text: str, own_words: Iterable[str] = ()) -> tuple[Mark, ...]:
    """Everything that stands out in a text, in reading order and apart from each other. A person decides.

    `own_words` are the council's own, as typed; they find whole words in any case, with or without accents.
    """
    found = [Mark(one.start, one.end, Concern.PERSONAL_DETAILS, one.detail.value) for one in personal_details(text)]
    plain = folded(text)
    found += _said(_WORRIES, plain, Concern.WORRY, N_("a sign that someone may be at risk"))
    found += _said(_STRONG_WORDS, plain, Concern.STRONG_WORDS, N_("a strong word"))
    found += _said(_STARRED, plain, Concern.STRONG_WORDS, N_("a strong word"))
    own = _any_of(tuple(own_words))
    if own is not None:
        found += _said(own, plain, Concern.OWN_WORDS, N_("a word from your list"))
    found += _said(_LINKS, text, Concern.LINKS, N_("a link or a social media name"))
    found += [Mark(start, end, Concern.NAMES, N_("a name")) for start, end in _names(text)]
    return _apart(found)


def concerns(text: str, own_words: Iterable[str] = ()) -> tuple[Concern, ...]:
    """Why a reader should look at a text, each reason once, in the order of `Concern`; empty for most texts."""
    seen = {mark.concern for mark in marks(text, own_words)}
    return tuple(concern for concern in Concern if concern in seen)


def holding_concerns(text: str) -> tuple[Concern, ...]:
    """Those reasons of `concerns` for which words wait for a reader. Names and links never hold words back."""
    return tuple(concern for concern in concerns(text) if concern in HOLDING)


def folded(text: str) -> str:
    """The text without accents and disguises (`sh1t`), letter for letter: places in it are places in the text."""
    if not text.isascii():
        text = "".join(_plain(mark) for mark in text)
    if any(mark in text for mark in "4310$5@"):
        text = _MIXED.sub(lambda match: match.group().translate(_LEET), text)
    return text


def _plain(mark: str) -> str:
    return _LETTERS.get(mark) or unicodedata.normalize("NFD", mark)[0]


_LETTERS = {"ł": "l", "Ł": "L", "ß": "s", "ø": "o", "đ": "d", "ı": "i"}


def _said(pattern: re.Pattern[str], text: str, concern: Concern, what: str) -> list[Mark]:
    return [Mark(match.start(), match.end(), concern, what) for match in pattern.finditer(text)]


def _any_of(words: Sequence[str]) -> re.Pattern[str] | None:
    """Whole words, in any case; a word that ends in "*" also stands for longer ones."""
    wanted = sorted({folded(word.strip()) for word in words if word.strip(" *")}, key=lambda word: (-len(word), word))
    if not wanted:
        return None
    each = (re.escape(word.rstrip("*")) + (r"\w*" if word.endswith("*") else "") for word in wanted)
    return re.compile(rf"(?<!\w)(?:{'|'.join(each)})(?!\w)", re.IGNORECASE)


def _sure(pattern: re.Pattern[str] | None) -> re.Pattern[str]:
    if pattern is None:
        raise ValueError("the built-in lists hold words")
    return pattern


_STRONG_WORDS: Final = _sure(_any_of(tuple(word for words in STRONG.values() for word in words)))
_WORRIES: Final = _sure(_any_of(WORRY))


def _names(text: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for pattern in (_TITLED, _INTRODUCED):
        for match in pattern.finditer(text):
            if match.group(1).split()[0] not in NOT_SURNAMES:
                found.append((match.start() if pattern is _TITLED else match.start(1), match.end()))
    for match in _PAIR.finditer(text):
        if match.group(1) in FIRST_NAMES and match.group(2) not in NOT_SURNAMES:
            found.append(match.span())
    return found


def _apart(found: Iterable[Mark]) -> tuple[Mark, ...]:
    """The marks that stand apart: what two claim goes to the more serious one, in the order of `Concern`."""
    order = list(Concern)
    kept: list[Mark] = []
    for mark in sorted(found, key=lambda mark: (order.index(mark.concern), mark.start, -mark.end)):
        if all(mark.end <= other.start or other.end <= mark.start for other in kept):
            kept.append(mark)
    return tuple(sorted(kept))
