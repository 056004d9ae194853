"""The shapes of what happens on an idea board: its phases, answers of the team, ticks on paper, merges, choices."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict

from codesign.core.terms import AnswerState, BoardPhaseKind, ModerationReason


class PlaceAndPhoto(TypedDict):
    """The part of an idea that says where it is and what its photo shows; empty where it has none."""

    place: str
    place_words: str
    photo: str
    photo_shows: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardPhase:
    """A phase from the start of a day; `words` say what comes next."""

    kind: BoardPhaseKind
    starts_on: date
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamAnswer:
    """What the team says under an idea; `reply` is the number of the reply it answers, 0 for the idea itself."""

    idea: str
    reply: int
    words: str
    said_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticks:
    """Ticks counted on printed cards in one place on one day: {idea: ticks}."""

    place: str
    counted_on: date
    counts: Mapping[str, int]
    typed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedAgain:
    """The author of a hidden idea asks for a second look, and how it ended."""

    idea: str
    words: str
    asked_at: datetime
    upheld: bool
    reply: str
    settled_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """A resident's sign that a reply needs a reader, and when a moderator kept it, if one has looked."""

    reply: int
    person: str
    reason: ModerationReason
    at: datetime
    kept_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """A proposal to put ideas together; the authors in `agreed` said yes. `moved` are people who took their support along."""

    ideas: tuple[str, ...]
    title: str
    words: str
    reason: str
    answer_by: date
    proposed_at: datetime
    agreed: tuple[str, ...] = ()
    made_at: datetime | None = None
    moved: tuple[tuple[str, str], ...] = ()  # (person, the idea they supported)


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlyAnswer:
    """What is answered to one idea while the board is still open."""

    idea: str
    state: AnswerState
    words: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlyBatch:
    """Answers published together while the board is still open."""

    title: str
    words: str
    answers: tuple[EarlyAnswer, ...]
    made_at: datetime
    published_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One thing that staff wrote to be chosen from; `supporters` spend some of what they have to give."""

    number: int
    title: str
    words: str
    supporters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One person's choice between two options by their numbers; `chosen` 0: they could not say."""

    person: str
    of: tuple[int, int]
    chosen: int
