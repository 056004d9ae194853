"""What happens to words at the door, and small readings of them: the one normaliser, one line, duplicates, excerpts."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass

from codesign.core.words import N_

# Every way a line can end. Word puts a vertical tab for a soft return: removed, it would join two words.
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# C0 and C1 controls, and the two code points that XML (so DOCX and XLSX) cannot hold.
_UNWANTED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
# Marks that show nothing: at the edges they would make an empty answer look filled.
_INVISIBLE = "\u200b\u2060\ufeff"
# Marks that turn the words around them, or hold such a turn open for what follows. Plain direction marks may stay.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
# Letters by their category that draw nothing.
_BLANK_LETTERS = "\u115f\u1160\u3164\uffa0"
_PILE = 6  # marks on one letter: more than any script needs, few enough to stay on their line


class UnreadableText(ValueError):
    """The text holds half a character (a lone surrogate), so it cannot be stored or shown."""


def normalise(text: str) -> str:
    """The one form in which words are kept: NFC, `\\n` line ends, no control characters but tab, no outer white space.

    Raises `UnreadableText` on lone surrogates. Idempotent. `trust.md` 7, rule 14.
    """
    if any("\ud800" <= mark <= "\udfff" for mark in text):
        raise UnreadableText(N_("The text has a character that cannot be read. Type that part again."))
    kept = _UNWANTED.sub("", _LINE_ENDS.sub("\n", text))
    return _trim(unicodedata.normalize("NFC", kept))


def one_line(text: str) -> str:
    """`normalise`, with every run of white space as one space: for titles and names."""
    return _trim(" ".join(normalise(text).split()))


def without_turning_marks(text: str) -> str:
    """The text without marks that make words read backwards (right-to-left overrides, embeddings, isolates)."""
    return _TURNING.sub("", text)


def has_letters(text: str) -> bool:
    """Whether there is a letter or a digit to be seen."""
    return any(unicodedata.category(mark)[0] in "LN" and mark not in _BLANK_LETTERS for mark in text)


def has_piled_marks(text: str) -> bool:
    """Whether a letter carries so many marks that they run over the lines above and below."""
    run = 0
    for mark in text:
        run = run + 1 if unicodedata.category(mark) in ("Mn", "Me") else 0
        if run > _PILE:
            return True
    return False


def fingerprint(text: str) -> str:
    """The same 64 hex characters for texts that differ only in case and white space: to flag duplicates."""
    folded = unicodedata.normalize("NFC", one_line(text).casefold())
    return hashlib.sha256(" ".join(folded.split()).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of a text around a match (`found`, "" for none). `str()` joins it, with "…" where it was cut."""

    before: str
    found: str
    after: str
    cut_before: bool
    cut_after: bool

    def __str__(self) -> str:
        return f"{'…' if self.cut_before else ''}{self.before}{self.found}{self.after}{'…' if self.cut_after else ''}"


def excerpt(text: str, match: str, width: int = 160) -> Excerpt:
    """About `width` characters of `text`, cut at spaces, around the first place where `match` occurs in any case.

    Without a match, the beginning.
    """
    line = " ".join(text.split())
    wanted = " ".join(match.split())
    hit = re.search(re.escape(wanted), line, re.IGNORECASE) if wanted else None
    start, end = hit.span() if hit else (0, 0)
    room = max(width - (end - start), 0)
    left = max(start - room // 2, 0)
    right = min(left + max(width, end - left), len(line))
    left = max(min(left, right - width), 0)
    if left > 0:
        space = line.find(" ", left - 1, start)
        left = space + 1 if space >= 0 else left
    if right < len(line):
        space = line.rfind(" ", end, right + 1)
        right = space if space > end else right
    return Excerpt(line[left:start], line[start:end], line[end:right], left > 0, right < len(line))


def _trim(text: str) -> str:
    # Space may hide behind an invisible mark and the other way round, so strip until nothing changes.
    while (trimmed := text.strip().strip(_INVISIBLE)) != text:
        text = trimmed
    return text
