"""How a live workshop runs: when its code lives, what comes next, how long is left, how many dots, whose words wait."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from codesign.core.quoting import personal_details
from codesign.core.terms import StepKind, StepPhase

DOORS_OPEN: Final = timedelta(minutes=30)
"""How long before the start a code begins to work (`screens.md` 6.1)."""

CODE_LIVES_ON: Final = timedelta(hours=12)
"""How long after the end it still works."""

GRACE: Final = timedelta(seconds=10)
"""A card or a dot that was on its way when the time ran out still counts."""

CARD_LETTERS: Final = 140
CARDS_EACH: Final = 30
"""Cards a person may put up in one step: room for a full head, none for a script."""

PHASES: Final = {
    StepKind.CARDS: (StepPhase.OPEN, StepPhase.GROUPING),
    StepKind.VOTE: (StepPhase.OPEN, StepPhase.SHOWN),
}
"""What a step goes through while it is the current one."""


class RoomState(StrEnum):
    """Where a workshop stands for someone who holds its code."""

    EARLY = "early"  # the code does not work yet
    LOBBY = "lobby"  # people may join; it has not begun
    LIVE = "live"
    ENDED = "ended"  # over, the summary can be read with the code
    GONE = "gone"  # the code works no more


class Doing(StrEnum):
    """What a person in the room is asked to do now."""

    WAIT = "wait"
    WRITE = "write"
    LOOK_UP = "look_up"  # the facilitator groups the cards
    VOTE = "vote"
    RESULTS = "results"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """The times of a workshop, in UTC: planned, and what happened."""

    starts_at: datetime
    ends_at: datetime
    started_at: datetime | None
    ended_at: datetime | None


def doors_open_at(times: Times) -> datetime:
    return times.starts_at - DOORS_OPEN


def code_dies_at(times: Times) -> datetime:
    """Twelve hours after the planned end, or after a later start: an evening that runs over keeps its room."""
    return max(times.ends_at, times.started_at or times.ends_at, times.ended_at or times.ends_at) + CODE_LIVES_ON


def room_state(times: Times, at: datetime) -> RoomState:
    """Where the workshop stands. A facilitator who starts early opens the doors."""
    if at >= code_dies_at(times):
        return RoomState.GONE
    if times.ended_at is not None:
        return RoomState.ENDED
    if times.started_at is not None:
        return RoomState.LIVE
    return RoomState.LOBBY if at >= doors_open_at(times) else RoomState.EARLY


def doing(state: RoomState, kind: StepKind | None, phase: StepPhase | None) -> Doing:
    """What the people in the room do now."""
    if state in (RoomState.ENDED, RoomState.GONE):
        return Doing.ENDED
    if state is not RoomState.LIVE or kind is None:
        return Doing.WAIT
    if kind is StepKind.CARDS:
        return Doing.WRITE if phase is StepPhase.OPEN else Doing.LOOK_UP
    return Doing.VOTE if phase is StepPhase.OPEN else Doing.RESULTS


def move(
    kinds: Sequence[StepKind], index: int | None, phase: StepPhase | None, *, back: bool = False
) -> tuple[int, StepPhase] | None:
    """The next place of the agenda (step index, phase), or the one before; None at either end.

    Without a current step (`index` None) the next place is the first.
    """
    places = [(number, each) for number, kind in enumerate(kinds) for each in PHASES[kind]]
    if not places:
        return None
    if index is None or phase is None:
        return None if back else places[0]
    here = places.index((index, phase))
    there = here - 1 if back else here + 1
    return places[there] if 0 <= there < len(places) else None


def seconds_left(ends_at: datetime | None, paused_seconds: int | None, at: datetime) -> int | None:
    """Whole seconds on the timer, 0 once it has run out; None when no timer runs."""
    if paused_seconds is not None:
        return paused_seconds
    if ends_at is None:
        return None
    return max(-((at - ends_at) // timedelta(seconds=1)), 0)


def minutes_left(seconds: int) -> int:
    """Minutes as people say them: 1 until the last second."""
    return -(-seconds // 60)


def takes_input(phase: StepPhase, ends_at: datetime | None, paused_seconds: int | None, at: datetime) -> bool:
    """Whether cards or dots are still taken in the current step: while it is open, and ten seconds past its time."""
    if phase is not StepPhase.OPEN:
        return False
    return paused_seconds is not None or ends_at is None or at < ends_at + GRACE


def fits_budget(budget: int, given_elsewhere: int, wanted: int) -> bool:
    """Whether a person may have `wanted` dots on one group, with what lies on the others."""
    return wanted >= 0 and given_elsewhere + wanted <= budget


# A hint for the facilitator, never a verdict: whole words and their endings, so that Scunthorpe and Dick stay clean.
_RUDE = re.compile(
    r"\b(?:fuck|fck|shit|cunt|twat|wank|bastard|bollock|arsehole|slag|slut|paki|nigg(?:er|a)|faggot|retard|spastic)"
    r"(?:s|ed|er|ers|ing|y|ies)?\b",
    re.IGNORECASE,
)


def must_wait(text: str) -> bool:
    """Whether a card is held for the facilitator first: it seems to have personal details or a rude word in it."""
    return bool(personal_details(text)) or _RUDE.search(text) is not None
