"""Which words wait for a reader before others see them, and what an author is told when words are hidden."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from codesign.core.quoting import personal_details
from codesign.core.terms import ModerationPolicy, ModerationReason, Standing
from codesign.core.words import N_, Sentence


class Concern(StrEnum):
    """Why a machine asks a person to read some words first; the value is the English message id."""

    PERSONAL_DETAILS = N_("May hold personal details")
    STRONG_WORDS = N_("Has strong words")
    WORRY = N_("Someone may be at risk")


# Short on purpose: a list cannot judge. It only asks for a reader; nothing is hidden because of it.
_STRONG = (
    "arsehole", "bastard", "bellend", "bitch", "bollocks", "bullshit", "cunt", "dickhead", "fuck", "fucked", "fucker",
    "fucking", "idiot", "idiots", "moron", "morons", "piss off", "prick", "retard", "scum", "shit", "shitty", "slag",
    "slut", "twat", "vermin", "wanker", "wankers",
)  # fmt: skip
_WORRY = (
    "abuse", "abused", "abusing", "end my life", "harm myself", "hits me", "hurts me", "kill myself", "kill you",
    "self harm", "self-harm", "suicidal", "suicide", "want to die",
)  # fmt: skip


def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(word) for word in words)})(?!\w)", re.IGNORECASE)


_STRONG_WORDS = _any_of(_STRONG)
_WORRIES = _any_of(_WORRY)


def concerns(text: str) -> tuple[Concern, ...]:
    """What a reader should look at in a text before others see it; empty for most texts."""
    found: list[Concern] = []
    if personal_details(text):
        found.append(Concern.PERSONAL_DETAILS)
    if _WORRIES.search(text):
        found.append(Concern.WORRY)
    if _STRONG_WORDS.search(text):
        found.append(Concern.STRONG_WORDS)
    return tuple(found)


def first_standing(policy: ModerationPolicy, text: str) -> Standing:
    """Published at once or waiting for a reader: waiting where all words are read first, and for a concern anywhere."""
    if policy is ModerationPolicy.BEFORE or concerns(text):
        return Standing.WAITING
    return Standing.PUBLISHED


REASONS: Final[Mapping[ModerationReason, str]] = {
    ModerationReason.PERSONAL_DATA: N_("Personal details"),
    ModerationReason.NAMED_INDIVIDUAL: N_("About a person who can be recognised"),
    ModerationReason.ABUSE: N_("Insult or threat"),
    ModerationReason.SPAM: N_("Advert or spam"),
    ModerationReason.OFF_TOPIC: N_("About something else"),
    ModerationReason.DUPLICATE: N_("Sent twice"),
    ModerationReason.SAFEGUARDING: N_("Someone may be at risk"),
    ModerationReason.LEGAL: N_("Legal reason"),
    ModerationReason.OTHER: N_("Another reason"),
}
"""What staff choose from (`domain.md` e4); also the rows of the public count."""

_TOLD: Final[Mapping[ModerationReason, str]] = {
    ModerationReason.PERSONAL_DATA: N_("Your words had personal details in them. We keep those off the page."),
    ModerationReason.NAMED_INDIVIDUAL: N_("Your words were about a person others could recognise."),
    ModerationReason.ABUSE: N_("Your words could hurt or threaten someone."),
    ModerationReason.SPAM: N_("Your words looked like an advert."),
    ModerationReason.OFF_TOPIC: N_("Your words were about something this project cannot change."),
    ModerationReason.DUPLICATE: N_("You sent the same words twice. We show them once."),
    ModerationReason.SAFEGUARDING: N_("We worry that someone could be at risk. Our safeguarding lead has your words."),
    ModerationReason.LEGAL: N_("The law does not let us show these words."),
    ModerationReason.OTHER: N_("We could not show these words."),
}


def reason_label(reason: ModerationReason) -> Sentence:
    """A reason in a few words, for staff and for counts."""
    return Sentence(REASONS[reason])


def told_to_author(reason: ModerationReason) -> Sentence:
    """Why words are hidden, said to the person who wrote them: short sentences, no blame."""
    return Sentence(_TOLD[reason])
