"""What a commissioner may answer to an idea: the plain words of each answer, when it needs a reason, what a batch lacks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from codesign.core.errors import Refused
from codesign.core.heard import READABLE_STANDINGS
from codesign.core.terms import AnswerState, Standing
from codesign.core.words import N_

STAFF_WORDS: Final[Mapping[AnswerState, str]] = {
    AnswerState.LOOKING: N_("Being looked at"),
    AnswerState.ACCEPTED: N_("Accepted"),
    AnswerState.PARTLY: N_("Partly"),
    AnswerState.NOT_NOW: N_("Not now"),
    AnswerState.NOT_POSSIBLE: N_("Not possible"),
    AnswerState.ALREADY_HAPPENING: N_("Already happening"),
    AnswerState.OUTSIDE: N_("Outside what this project decides"),
}
"""The names of the answers, for staff."""

SHORT_WORDS: Final[Mapping[AnswerState, str]] = {
    AnswerState.LOOKING: N_("We are looking at it"),
    AnswerState.ACCEPTED: N_("We said yes"),
    AnswerState.PARTLY: N_("We said yes to part"),
    AnswerState.NOT_NOW: N_("Not now"),
    AnswerState.NOT_POSSIBLE: N_("Not possible"),
    AnswerState.ALREADY_HAPPENING: N_("It happens already"),
    AnswerState.OUTSIDE: N_("Not ours to decide"),
}
"""The tag that residents see on an idea."""

ANSWERED: Final = N_("Answered")
"""The tag where an answer says no more, or several say different things."""

LONG_WORDS: Final[Mapping[AnswerState, str]] = {
    AnswerState.LOOKING: N_("We are still looking at this."),
    AnswerState.ACCEPTED: N_("We said yes. We will do this."),
    AnswerState.PARTLY: N_("We will do part of this."),
    AnswerState.NOT_NOW: N_("We will not do this now."),
    AnswerState.NOT_POSSIBLE: N_("We cannot do this."),
    AnswerState.ALREADY_HAPPENING: N_("This happens already."),
    AnswerState.OUTSIDE: N_("This project cannot decide this."),
}
"""The first sentence of an answer, for residents."""


class Tone(StrEnum):
    """How an answer sounds; pages show it by an icon and a colour, always beside the words."""

    YES = "yes"
    PARTLY = "partly"
    WAIT = "wait"
    NO = "no"


TONES: Final[Mapping[AnswerState, Tone]] = {
    AnswerState.LOOKING: Tone.WAIT,
    AnswerState.ACCEPTED: Tone.YES,
    AnswerState.PARTLY: Tone.PARTLY,
    AnswerState.NOT_NOW: Tone.NO,
    AnswerState.NOT_POSSIBLE: Tone.NO,
    AnswerState.ALREADY_HAPPENING: Tone.YES,
    AnswerState.OUTSIDE: Tone.NO,
}

REASON_NEEDED: Final = N_("Say why. Residents read the reason beside the answer.")


def needs_reason(state: AnswerState) -> bool:
    """Every answer needs a reason, but a plain yes (domain.md d3)."""
    return state is not AnswerState.ACCEPTED


def require_reason(state: AnswerState, reason: str) -> None:
    """Raises `Refused` where a reason is needed and none is given."""
    if needs_reason(state) and not reason.strip():
        raise Refused(REASON_NEEDED)


class Lack(StrEnum):
    """Why a batch cannot be published."""

    NO_IDEAS = "no_ideas"  # nobody chose an idea for it, or all of them are gone
    NO_ANSWER = "no_answer"  # an idea was chosen and has no answer yet


@dataclass(frozen=True, slots=True)
class Prepared:
    """One idea of a batch as it stands: its reference, its standing, and the answer if one is written."""

    ref: str
    standing: Standing
    state: AnswerState | None

    @property
    def shown(self) -> bool:
        """Whether residents can read the idea; the answer to another one is left out."""
        return self.standing in READABLE_STANDINGS


def lacks(prepared: tuple[Prepared, ...]) -> tuple[tuple[Lack, str], ...]:
    """What is still missing before a batch can be published, each with the idea it is about, "" for the whole batch."""
    shown = [each for each in prepared if each.shown]
    if not shown:
        return ((Lack.NO_IDEAS, ""),)
    return tuple((Lack.NO_ANSWER, each.ref) for each in shown if each.state is None)


def left_out(prepared: tuple[Prepared, ...]) -> tuple[str, ...]:
    """The references of ideas that were taken back or hidden meanwhile: their answers are not published."""
    return tuple(each.ref for each in prepared if not each.shown)
