"""The phases of an idea board: which there are, which holds at a moment, what residents may do in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from codesign.core.terms import BoardPhaseKind
from codesign.core.words import N_


class BoardAct(StrEnum):
    """What residents may do on a board."""

    ADD = "add"  # an idea or a statement
    CHANGE = "change"  # one's own idea
    REPLY = "reply"
    REACT = "react"  # support, choose, vote, and take it back


EVERYTHING: Final = frozenset(BoardAct)
_NOTHING: Final[frozenset[BoardAct]] = frozenset()

PERMITS: Final[Mapping[BoardPhaseKind, frozenset[BoardAct]]] = {
    BoardPhaseKind.COLLECTING: frozenset({BoardAct.ADD, BoardAct.CHANGE, BoardAct.REPLY}),
    BoardPhaseKind.TALKING: frozenset({BoardAct.CHANGE, BoardAct.REPLY}),
    BoardPhaseKind.CHOOSING: frozenset({BoardAct.REACT, BoardAct.REPLY}),
    BoardPhaseKind.ANSWERING: _NOTHING,
    BoardPhaseKind.CLOSED: _NOTHING,
}
"""The one table of what a phase allows; `reacts_early` adds reacting to the phases before choosing."""

EARLY: Final = frozenset({BoardPhaseKind.COLLECTING, BoardPhaseKind.TALKING})

NOT_NOW: Final[Mapping[BoardAct, str]] = {
    BoardAct.ADD: N_("This board takes no new ideas now. You can still read it."),
    BoardAct.CHANGE: N_("Ideas cannot be changed now. You can still read them."),
    BoardAct.REPLY: N_("This board takes no replies now. You can still read it."),
    BoardAct.REACT: N_("You cannot choose on this board now. You can still read it."),
}
"""Why something is refused that the phase does not allow, in words for residents."""


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase from `starts_at` (UTC) until `ends_at`, None while no other follows. `words` say what comes next."""

    kind: BoardPhaseKind
    starts_at: datetime
    ends_at: datetime | None
    words: str


def in_turn(phases: Iterable[tuple[BoardPhaseKind, datetime, str]]) -> tuple[Phase, ...]:
    """Phases in the order of their beginning, each ending where the next begins."""
    order = sorted(phases, key=lambda phase: (phase[1], list(BoardPhaseKind).index(phase[0])))
    ends = [starts for _, starts, _ in order[1:]]
    return tuple(
        Phase(kind, starts, end, words) for (kind, starts, words), end in zip(order, [*ends, None], strict=False)
    )


def phase_at(phases: tuple[Phase, ...], at: datetime) -> Phase | None:
    """The phase that holds at a moment: None before the first, and for a board without phases."""
    return next((phase for phase in reversed(phases) if phase.starts_at <= at), None)


def next_phase(phases: tuple[Phase, ...], at: datetime) -> Phase | None:
    """The phase that begins next, if any."""
    return next((phase for phase in phases if phase.starts_at > at), None)


def permitted(phases: tuple[Phase, ...], at: datetime, *, reacts_early: bool = True) -> frozenset[BoardAct]:
    """What residents may do on a board that is open: everything without phases, nothing before the first."""
    if not phases:
        return EVERYTHING
    now = phase_at(phases, at)
    if now is None:
        return _NOTHING
    early = {BoardAct.REACT} if reacts_early and now.kind in EARLY else _NOTHING
    return PERMITS[now.kind] | early


def choosing_is_over(phases: tuple[Phase, ...], at: datetime) -> bool:
    """Whether the phase in which people choose has ended: from here on totals kept back are shown."""
    now = phase_at(phases, at)
    return now is not None and now.kind in (BoardPhaseKind.ANSWERING, BoardPhaseKind.CLOSED)
