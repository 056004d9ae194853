"""How strongly residents stand behind a requirement: counted, not guessed (`screens.md` 9)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class StrengthWord(StrEnum):
    """The word that carries the strength; pips only repeat it."""

    STRONG = "strong"
    GOOD = "good"
    SOME = "some"
    WEAK = "weak"
    MIXED = "mixed"
    NONE = "none"


PIPS = {
    StrengthWord.STRONG: 4,
    StrengthWord.GOOD: 3,
    StrengthWord.SOME: 2,
    StrengthWord.MIXED: 2,
    StrengthWord.WEAK: 1,
    StrengthWord.NONE: 0,
}


@dataclass(frozen=True, slots=True)
class Strength:
    """The word, its pips (0 to 4), and the counts it stands on."""

    word: StrengthWord
    pips: int
    sources: int
    people: int


def strength(people: int, ways: int, groups_heard: int, groups_all: int, opposing: int, sources: int) -> Strength:
    """How strong the evidence is.

    `people` are different people behind what supports it, `ways` the ways of listening they used, `groups_heard` of
    `groups_all` the groups they belong to, `sources` every linked piece of evidence and `opposing` those of them that
    point the other way.

    First rule that fits: None: nobody, and nothing opposes. Mixed: a third or more of the sources oppose; asked before
    the others, or many voices for would hide the voices against. Strong: 10 people, 2 ways, half of the groups (a
    project that names no groups cannot show this). Good: 6 people, 2 ways. Some: 3 people. Weak: fewer.
    """
    word = _word(people, ways, groups_heard, groups_all, opposing, sources)
    return Strength(word, PIPS[word], sources, people)


def _word(people: int, ways: int, groups_heard: int, groups_all: int, opposing: int, sources: int) -> StrengthWord:
    if people <= 0 and opposing <= 0:
        return StrengthWord.NONE
    if opposing > 0 and 3 * opposing >= sources:
        return StrengthWord.MIXED
    if people >= 10 and ways >= 2 and 0 < groups_all <= 2 * groups_heard:
        return StrengthWord.STRONG
    if people >= 6 and ways >= 2:
        return StrengthWord.GOOD
    if people >= 3:
        return StrengthWord.SOME
    return StrengthWord.WEAK if people > 0 else StrengthWord.MIXED
