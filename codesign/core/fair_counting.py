"""Signs that a response was sent twice, by a campaign or by a script. They ask a person to look; they decide nothing.

`trust.md` 5 rows 1, 2 and 4, and 7 rule 11: duplicates are flagged, not prevented.
"""

from __future__ import annotations

import hashlib
import itertools
import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

from codesign.core.words import N_

FEWEST_WORDS: Final = 4
"""Shorter words ("More buses.") are said alike by honest people: they tell nothing."""

TELLING_WORDS: Final = 8
"""From so many words on, two people do not choose the same ones by chance."""

SHORT_ALIKE: Final = 10
SHORT_WINDOW: Final = timedelta(hours=1)
"""So many times the same short words in so short a time before they are a sign: "I do not know" is said every day."""

NEAR: Final = 0.6
"""Share of word pairs in common from which two short texts are one text with small changes."""

LIKE: Final = 0.4
"""The same for texts of 20 words and more, which nobody writes alike by chance, and within a burst from one network."""

LONG_PAIRS: Final = 19

BURST_SIZE: Final = 5
BURST_WINDOW: Final = timedelta(minutes=30)
SAME_SECOND: Final = 8
"""So many who began in one second: a newsletter sends a few people at once, a script sends many."""

CAMPAIGN_SIZE: Final = 5
"""From so many alike on, words are reported as one campaign with its number (`domain.md` d2)."""


class Rule(StrEnum):
    """What made a response stand out."""

    SAME_WORDS = "same_words"
    NEAR_WORDS = "near_words"
    SAME_SECOND = "same_second"
    IMPOSSIBLE = "impossible"
    BURST = "burst"


WORDS_RULES: Final = (Rule.SAME_WORDS, Rule.NEAR_WORDS, Rule.BURST)
"""The rules whose clusters are made of like words: campaigns are built from them."""

NAMES: Final = {
    Rule.SAME_WORDS: N_("The same words"),
    Rule.NEAR_WORDS: N_("Nearly the same words"),
    Rule.SAME_SECOND: N_("Begun in the same second"),
    Rule.IMPOSSIBLE: N_("Answers that cannot both be true"),
    Rule.BURST: N_("Like words from one network in half an hour"),
}

REASONS: Final = {
    Rule.SAME_WORDS: N_("These responses hold the same words, letter for letter but for capitals and full stops."),
    Rule.NEAR_WORDS: N_("These responses share most of their words, in the same order."),
    Rule.SAME_SECOND: N_("Eight or more of these were begun in one second, as a script does."),
    Rule.IMPOSSIBLE: N_("Two answers of one person cannot both be true."),
    Rule.BURST: N_("Five or more with like words came from one network within half an hour."),
}

_WORD = re.compile(r"\w+", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Came:
    """A response as these rules see it: its words joined, when it began and came in, and its network's digest."""

    ref: str
    words: str
    received: datetime
    started: datetime | None = None
    network: str | None = None


def words_in(text: str) -> list[str]:
    """The words without case and punctuation."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def words_digest(text: str) -> str | None:
    """The same 64 hex characters for the same words; None when there are too few to tell."""
    words = words_in(text)
    return hashlib.sha256(" ".join(words).encode()).hexdigest() if len(words) >= FEWEST_WORDS else None


def telling(text: str) -> bool:
    """Whether two people would hardly choose these words by chance."""
    return len(words_in(text)) >= TELLING_WORDS


def word_pairs(text: str) -> frozenset[tuple[str, str]]:
    """Every two neighbouring words; nothing where there are too few words to tell."""
    words = words_in(text)
    return frozenset(itertools.pairwise(words)) if len(words) >= TELLING_WORDS else frozenset()


def likeness(one: Collection[Hashable], other: Collection[Hashable]) -> float:
    """Jaccard: what two sets share of all they hold, from 0 to 1."""
    both = len(frozenset(one) & frozenset(other))
    return both / (len(one) + len(other) - both) if both else 0.0


def same_words(came: Iterable[Came]) -> dict[str, tuple[str, ...]]:
    """{digest: refs} of responses that hold the same words."""
    groups: dict[str, list[Came]] = defaultdict(list)
    for each in came:
        key = words_digest(each.words)
        if key is not None:
            groups[key].append(each)
    found = {key: group if telling(group[0].words) else _at_once(group) for key, group in groups.items()}
    return {key: tuple(each.ref for each in group) for key, group in found.items() if len(group) > 1}


def _at_once(group: Sequence[Came]) -> list[Came]:
    """Those that came in with nine others within an hour."""
    ordered = sorted(group, key=lambda each: each.received)
    found: dict[str, Came] = {}
    for place in range(SHORT_ALIKE - 1, len(ordered)):
        window = ordered[place - SHORT_ALIKE + 1 : place + 1]
        if window[-1].received - window[0].received <= SHORT_WINDOW:
            found.update((each.ref, each) for each in window)
    return list(found.values())


def near_words(came: Sequence[Came]) -> tuple[tuple[str, ...], ...]:
    """Groups of responses whose words are nearly, and not all exactly, the same; refs in the order given.

    Only texts that share one of their rarest word pairs are compared (the prefix filter of set-similarity joins), so
    thousands of different texts stay quick.
    """
    texts: dict[str, list[str]] = defaultdict(list)
    pairs: dict[str, frozenset[tuple[str, str]]] = {}
    for each in came:
        key = " ".join(words_in(each.words))
        texts[key].append(each.ref)
        if key not in pairs:
            pairs[key] = word_pairs(each.words)
    often = Counter(pair for found in pairs.values() for pair in found)
    group_of: dict[str, int] = {}
    members: list[list[str]] = []
    holding: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key, mine in pairs.items():
        if not mine:
            continue
        rarest = sorted(mine, key=lambda pair: (often[pair], pair))
        rarest = rarest[: len(mine) - math.ceil(_bar(len(mine)) * len(mine)) + 1]
        found = _first_near(mine, rarest, holding, pairs)
        if found is None:
            group_of[key] = len(members)
            members.append([key])
        else:
            group_of[key] = group_of[found]
            members[group_of[found]].append(key)
        for pair in rarest:
            holding[pair].append(key)
    order = {each.ref: place for place, each in enumerate(came)}
    return tuple(
        tuple(sorted((ref for key in group for ref in texts[key]), key=order.__getitem__))
        for group in members
        if len(group) > 1
    )


def _first_near(
    mine: frozenset[tuple[str, str]],
    rarest: Sequence[tuple[str, str]],
    holding: Mapping[tuple[str, str], list[str]],
    pairs: Mapping[str, frozenset[tuple[str, str]]],
) -> str | None:
    tried = set()
    for pair in rarest:
        for other in holding.get(pair, ()):
            if other not in tried:
                tried.add(other)
                if _alike(mine, pairs[other]):
                    return other
    return None


def _alike(mine: frozenset[tuple[str, str]], theirs: frozenset[tuple[str, str]]) -> bool:
    smaller, larger = sorted((len(mine), len(theirs)))
    bar = _bar(smaller)
    return smaller >= bar * larger and likeness(mine, theirs) >= bar


def _bar(pairs: int) -> float:
    return LIKE if pairs >= LONG_PAIRS else NEAR


def same_second(came: Iterable[Came]) -> dict[datetime, tuple[str, ...]]:
    """{second: refs} of many that were begun in it."""
    groups: dict[datetime, list[str]] = defaultdict(list)
    for each in came:
        if each.started is not None:
            groups[each.started.replace(microsecond=0)].append(each.ref)
    return {second: tuple(refs) for second, refs in groups.items() if len(refs) >= SAME_SECOND}


def like_in_burst(newest: Came, before: Iterable[Came]) -> tuple[str, ...]:
    """Refs that make a burst with the newest (its own last), or nothing: like words, one network, half an hour."""
    mine = word_pairs(newest.words)
    if not mine or newest.network is None:
        return ()
    like = [
        each.ref
        for each in before
        if each.network == newest.network
        and timedelta() <= newest.received - each.received <= BURST_WINDOW
        and _alike(mine, word_pairs(each.words))
    ]
    return (*like, newest.ref) if len(like) + 1 >= BURST_SIZE else ()


def bursts(came: Iterable[Came]) -> tuple[tuple[str, ...], ...]:
    """Every burst; those that share a response are one."""
    networks: dict[str, list[Came]] = defaultdict(list)
    for each in came:
        if each.network is not None:
            networks[each.network].append(each)
    found: list[set[str]] = []
    for group in networks.values():
        if len(group) < BURST_SIZE:
            continue
        group.sort(key=lambda each: each.received)
        for place, newest in enumerate(group):
            start = max(0, place - LOOK_BACK)
            refs = set(like_in_burst(newest, group[start:place]))
            if refs:
                touching = [one for one in found if one & refs]
                found = [one for one in found if not one & refs]
                found.append(refs.union(*touching))
    return tuple(tuple(sorted(one)) for one in found)


LOOK_BACK: Final = 60
"""How many earlier responses of a network a new one is compared with."""


class Contradiction(StrEnum):
    """Two answers that cannot both be true."""

    CHILD_ASKED_AS_ADULT = "child_asked_as_adult"
    NO_CONDITION_YET_REDUCED = "no_condition_yet_reduced"
    NOT_DISABLED_YET_REDUCED = "not_disabled_yet_reduced"
    NONE_AND_SOME = "none_and_some"


CONTRADICTIONS: Final = {
    Contradiction.CHILD_ASKED_AS_ADULT: N_("Under 16, with answers to questions for people of 16 and over."),
    Contradiction.NO_CONDITION_YET_REDUCED: N_("No health condition, yet one that reduces what they can do."),
    Contradiction.NOT_DISABLED_YET_REDUCED: N_("Not disabled, yet a condition that reduces what they can do."),
    Contradiction.NONE_AND_SOME: N_("An answer that stands alone, such as “None of these”, ticked with others."),
}

# `domain.md` e1: nobody under 16 is asked these.
_ADULT_QUESTIONS: Final = ("gender_identity", "sexual_orientation", "marital")
_REDUCED: Final = ("yes_a_lot", "yes_a_little")
_NOT_SAID: Final = ("", "pnts")


def contradictions(equality: Mapping[str, str], alone_with_others: bool = False) -> tuple[Contradiction, ...]:
    """What cannot be true at once. `equality` is {code: value} of `domain.md` e1; the flag is of ticks on paper."""
    found = []
    if equality.get("age_band") == "u16" and any(equality.get(code, "") not in _NOT_SAID for code in _ADULT_QUESTIONS):
        found.append(Contradiction.CHILD_ASKED_AS_ADULT)
    reduced = equality.get("activity_restriction") in _REDUCED
    if reduced and equality.get("health_12m") == "no":
        found.append(Contradiction.NO_CONDITION_YET_REDUCED)
    elif reduced and equality.get("disabled") == "not_disabled":
        found.append(Contradiction.NOT_DISABLED_YET_REDUCED)
    if alone_with_others:
        found.append(Contradiction.NONE_AND_SOME)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words of a text; `same` when the text it is laid beside has them too."""

    text: str
    same: bool


def beside(first: str, other: str) -> tuple[Piece, ...]:
    """`other` in pieces, marked where it differs from `first`. Joined with spaces they give its words again."""
    mine, theirs = first.split(), other.split()
    plain = [[" ".join(words_in(word)) for word in words] for words in (mine, theirs)]
    pieces = []
    for how, _, _, start, end in SequenceMatcher(None, plain[0], plain[1], autojunk=False).get_opcodes():
        if start < end:
            pieces.append(Piece(" ".join(theirs[start:end]), how == "equal"))
    return tuple(pieces)
