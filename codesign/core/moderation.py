"""Which words wait for a reader before others see them, and what an author is told when words are hidden."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from codesign.core.noticing import Concern, concerns, holding_concerns
from codesign.core.terms import ModerationPolicy, ModerationReason, Standing
from codesign.core.words import N_, Sentence


def first_standing(policy: ModerationPolicy, text: str) -> Standing:
    """Published at once or waiting for a reader: waiting where all words are read first, and for a concern anywhere.

    A name or a link alone never holds words back: most thank somebody, or show where to read more.
    """
    if policy is ModerationPolicy.BEFORE or holding_concerns(text):
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


@dataclass(frozen=True, slots=True)
class PolicyReason:
    """One reason of a written policy. `code` stands in the ledger; `title` and `told` are English message ids or the
    council's own words; `kind` is which of the field's reasons it is."""

    code: str
    title: str
    told: str
    kind: ModerationReason

    def kept(self) -> dict[str, str]:
        """As it is stored in a version of the policy."""
        return {"code": self.code, "title": self.title, "told": self.told, "kind": self.kind.value}


@dataclass(frozen=True, slots=True)
class Policy:
    """One version of the written rules; version 0 is ours, for projects that have written none."""

    number: int
    words: str
    reasons: tuple[PolicyReason, ...]

    def reason(self, code: str) -> PolicyReason | None:
        return next((reason for reason in self.reasons if reason.code == code), None)

    def of_kind(self, kind: ModerationReason) -> PolicyReason:
        """The first reason of that kind, or ours where the policy has none of it."""
        return next((reason for reason in self.reasons if reason.kind is kind), built_in(kind))


def built_in(kind: ModerationReason) -> PolicyReason:
    """Our own reason of a kind."""
    return PolicyReason(kind.value, REASONS[kind], _TOLD[kind], kind)


BUILT_IN: Final = Policy(0, "", tuple(built_in(kind) for kind in REASONS))


def policy_of(number: int, words: str, reasons: Sequence[Mapping[str, Any]]) -> Policy:
    """A stored version as a policy."""
    return Policy(
        number,
        words,
        tuple(
            PolicyReason(str(one["code"]), str(one["title"]), str(one["told"]), ModerationReason(one["kind"]))
            for one in reasons
        ),
    )


def code_from(title: str, taken: Sequence[str]) -> str:
    """A short code made of a title's letters, not among those taken: "Names a worker" gives "names-a-worker"."""
    base = re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")[:30].strip("-") or "reason"
    code, number = base, 2
    while code in taken:
        code, number = f"{base}-{number}", number + 1
    return code


__all__ = [
    "BUILT_IN",
    "REASONS",
    "Concern",
    "Policy",
    "PolicyReason",
    "built_in",
    "code_from",
    "concerns",
    "first_standing",
    "policy_of",
    "reason_label",
    "told_to_author",
]
