"""The phases that staff plan for a board: what is wrong with their dates, writing them, and telling residents of changes."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from codesign.core.boards import EARLY, PERMITS, BoardAct
from codesign.core.closing import closing_moment
from codesign.core.terms import BoardPhaseKind
from codesign.core.words import N_, Sentence
from codesign.extensions import db
from codesign.ideas.rows import boards_of, one_of_them
from codesign.ideas.shapes import BoardFacts
from codesign.ledger import record
from codesign.models import BoardPhase, EventRow, IdeaBoard

SHORT = timedelta(days=3)
"""Fewer days than this are too few to choose in: people look once a week-end, not once a day."""

NAMES: Mapping[BoardPhaseKind, str] = {
    BoardPhaseKind.COLLECTING: N_("Collecting ideas"),
    BoardPhaseKind.TALKING: N_("Talking"),
    BoardPhaseKind.CHOOSING: N_("Choosing"),
    BoardPhaseKind.ANSWERING: N_("Answering"),
    BoardPhaseKind.CLOSED: N_("Closed"),
}
"""What people call a phase; the value is the English message id."""


@dataclass(frozen=True, slots=True)
class PhaseDraft:
    """One phase as staff typed it: it begins at the start of a local day. `words` say what comes next."""

    kind: BoardPhaseKind
    starts_on: date
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseDates:
    """One phase for residents: when it holds, what they may do in it, and where it stands: done, now or later."""

    kind: BoardPhaseKind
    name: Sentence
    starts_at: datetime
    ends_at: datetime | None
    words: str
    permits: frozenset[BoardAct]
    state: str

    @property
    def last_day(self) -> datetime | None:
        """A moment of its last day: nobody calls the day on which the next begins a day of this one."""
        return self.ends_at - timedelta(hours=1) if self.ends_at else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """One phase whose date changed while the board was in use; None: it was not there before, or is not any more."""

    kind: BoardPhaseKind
    name: Sentence
    before: date | None
    after: date | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DatesPage:
    """The phases of a board in turn, and every change of their dates since it was opened, the latest first."""

    board: BoardFacts
    phases: tuple[PhaseDates, ...]
    moved: tuple[Moved, ...]


def wrong_dates(
    phases: Iterable[PhaseDraft], opens_on: date | None, closes_on: date | None
) -> dict[BoardPhaseKind, Sentence]:
    """What to put right for each phase whose date cannot be; empty where all is well."""
    given = {phase.kind: phase for phase in phases}
    wrong: dict[BoardPhaseKind, Sentence] = {}
    before: PhaseDraft | None = None
    for kind in BoardPhaseKind:  # the enum is in the order of the phases
        phase = given.get(kind)
        if phase is None:
            continue
        if before is not None and phase.starts_on <= before.starts_on:
            wrong[kind] = Sentence(_MUST_FOLLOW[kind, before.kind])
        elif opens_on is not None and phase.starts_on < opens_on:
            wrong[kind] = Sentence(_NOT_BEFORE_OPENING[kind])
        elif closes_on is not None and phase.starts_on > closes_on and PERMITS[kind]:
            wrong[kind] = Sentence(_NOT_AFTER_CLOSING[kind])
        before = phase
    return wrong


def choosing_lasts(phases: Iterable[PhaseDraft], closes_on: date | None) -> timedelta | None:
    """How long people have to choose; None without that phase, or with no end to it. The closing day counts whole."""
    order = sorted(phases, key=lambda phase: phase.starts_on)
    for number, phase in enumerate(order):
        if phase.kind is BoardPhaseKind.CHOOSING:
            ends = [after.starts_on for after in order[number + 1 : number + 2]]
            if closes_on is not None:
                ends.append(closes_on + timedelta(days=1))
            return min(ends) - phase.starts_on if ends else None
    return None


def write_phases(board: IdeaBoard, drafts: Iterable[PhaseDraft], zone: str) -> bool:
    """Put the phases of a board as drafted, each row kept where it can be. Whether a kind or a date changed."""
    before = dates_of(board)
    wanted = {draft.kind: draft for draft in drafts}
    rows = {phase.kind: phase for phase in board.phases}
    for kind, row in rows.items():
        if kind not in wanted:
            board.phases.remove(row)
    for kind, draft in wanted.items():
        row = rows.get(kind) or BoardPhase(kind=kind)
        row.starts_on, row.words = draft.starts_on, draft.words
        row.starts_at = closing_moment(draft.starts_on, time(0, 0), zone)
        if kind not in rows:
            board.phases.append(row)
    return dates_of(board) != before


def dates_of(board: IdeaBoard) -> dict[str, str]:
    """The phases of a board as {kind: local date}, for the event of a change."""
    order = list(BoardPhaseKind)
    return {
        phase.kind.value: phase.starts_on.isoformat()
        for phase in sorted(board.phases, key=lambda phase: order.index(phase.kind))
    }


def tell_change(board: IdeaBoard, before: Mapping[str, str], *, by: str, at: datetime) -> None:
    """Record that the phases changed: kinds and dates before and after, no words."""
    record(
        "phase_changed",
        board,
        project_id=board.project_id,
        by=by,
        at=at,
        details={"board": board.ref, "before": dict(before), "after": dates_of(board)},
    )


def dates_page(project_id: uuid.UUID, ref: str, *, at: datetime) -> DatesPage:
    """What residents read of the dates of a board. Raises `NotFound`."""
    board = one_of_them(boards_of(project_id, at), ref)
    rows = db.session.scalars(
        select(BoardPhase).where(BoardPhase.board_id == board.id).order_by(BoardPhase.starts_at)
    ).all()
    ends = [row.starts_at for row in rows[1:]]
    early = board_reacts_early(board.id)
    phases = tuple(
        PhaseDates(
            kind=row.kind,
            name=Sentence(NAMES[row.kind]),
            starts_at=row.starts_at,
            ends_at=end,
            words=row.words,
            permits=permits_of(row.kind, reacts_early=early),
            state=_state(row.starts_at, end, at),
        )
        for row, end in zip(rows, [*ends, None], strict=False)
    )
    return DatesPage(board=board, phases=phases, moved=_moved(board.id))


def permits_of(kind: BoardPhaseKind, *, reacts_early: bool) -> frozenset[BoardAct]:
    """What residents may do in a phase of an open board."""
    return PERMITS[kind] | ({BoardAct.REACT} if reacts_early and kind in EARLY else frozenset())


def board_reacts_early(board_id: uuid.UUID) -> bool:
    """Whether people react from the start, not only while choosing."""
    return bool(db.session.scalar(select(IdeaBoard.reacts_early).where(IdeaBoard.id == board_id)))


def _state(starts_at: datetime, ends_at: datetime | None, at: datetime) -> str:
    if at < starts_at:
        return "later"
    return "now" if ends_at is None or at < ends_at else "done"


def _moved(board_id: uuid.UUID) -> tuple[Moved, ...]:
    events = db.session.scalars(
        select(EventRow)
        .where(EventRow.subject == f"{IdeaBoard.__tablename__}:{board_id.hex}")
        .where(EventRow.kind == "phase_changed")
        .order_by(EventRow.sequence.desc())
        .limit(20)
    )
    found: list[Moved] = []
    for event in events:
        before, after = event.details["before"], event.details["after"]
        found.extend(
            Moved(
                kind=kind,
                name=Sentence(NAMES[kind]),
                before=_day(before.get(kind.value)),
                after=_day(after.get(kind.value)),
                at=event.at,
            )
            for kind in BoardPhaseKind
            if before.get(kind.value) != after.get(kind.value)
        )
    return tuple(found)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


# Whole sentences for every pair: a name put into a sentence has the wrong form in many languages.
_T, _C, _A, _E = BoardPhaseKind.TALKING, BoardPhaseKind.CHOOSING, BoardPhaseKind.ANSWERING, BoardPhaseKind.CLOSED
_I = BoardPhaseKind.COLLECTING
_MUST_FOLLOW: Mapping[tuple[BoardPhaseKind, BoardPhaseKind], str] = {
    (_T, _I): N_("Talking must start after collecting ideas."),
    (_C, _I): N_("Choosing must start after collecting ideas."),
    (_C, _T): N_("Choosing must start after talking."),
    (_A, _I): N_("Answering must start after collecting ideas."),
    (_A, _T): N_("Answering must start after talking."),
    (_A, _C): N_("Answering must start after choosing."),
    (_E, _I): N_("Closed must start after collecting ideas."),
    (_E, _T): N_("Closed must start after talking."),
    (_E, _C): N_("Closed must start after choosing."),
    (_E, _A): N_("Closed must start after answering."),
}
_NOT_BEFORE_OPENING: Mapping[BoardPhaseKind, str] = {
    _I: N_("Collecting ideas cannot start before the board opens."),
    _T: N_("Talking cannot start before the board opens."),
    _C: N_("Choosing cannot start before the board opens."),
    _A: N_("Answering cannot start before the board opens."),
    _E: N_("Closed cannot start before the board opens."),
}
_NOT_AFTER_CLOSING: Mapping[BoardPhaseKind, str] = {
    _I: N_("Collecting ideas cannot start after the board closes."),
    _T: N_("Talking cannot start after the board closes."),
    _C: N_("Choosing cannot start after the board closes."),
    _A: N_("Answering cannot start after the board closes."),
    _E: N_("Closed cannot start after the board closes."),
}
