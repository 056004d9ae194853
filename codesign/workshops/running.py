"""What the facilitator's remote does to the room: begin and end, next and back, the timer, totals shown or not."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import exists, select

from codesign.core.errors import Refused
from codesign.core.terms import ActivityState, StepKind, StepPhase
from codesign.core.words import N_
from codesign.core.workshop import move, seconds_left
from codesign.extensions import db
from codesign.ledger import actor_person
from codesign.models import CardGroup, Workshop
from codesign.workshops.rooms import changed, current_step, require_open_book, workshop_by_code


def move_room(project_id: uuid.UUID, code: str, wish: str, *, by: uuid.UUID, at: datetime) -> None:
    """Do one thing of the remote by its name in `WISHES`. Raises `Refused` when it cannot be done now."""
    workshop = workshop_by_code(project_id, code, lock=True)
    require_open_book(workshop)
    act = WISHES.get(wish)
    if act is None:
        raise Refused(N_("That button is not known. Go back and try again."))
    act(workshop, actor_person(by), at)


def _start(workshop: Workshop, by: str, at: datetime) -> None:
    if workshop.started_at is not None:
        return
    if not workshop.steps:
        raise Refused(N_("Add a step to the agenda first. Then you can start."))
    workshop.started_at = at
    workshop.state = ActivityState.OPEN
    _go(workshop, 0, StepPhase.OPEN, at)
    changed(workshop, "workshop_started", workshop, by=by, at=at)


def _step(workshop: Workshop, by: str, at: datetime, *, back: bool) -> None:
    _require_live(workshop)
    here = current_step(workshop)
    index = workshop.steps.index(here) if here else None
    there = move([step.kind for step in workshop.steps], index, here.phase if here else None, back=back)
    if there is None:
        raise Refused(
            N_("This is the first step.") if back else N_("This was the last step. You can end the workshop.")
        )
    number, phase = there
    target = workshop.steps[number]
    if target.kind is StepKind.VOTE and not db.session.scalar(
        select(exists().where(CardGroup.step_id == target.votes_on_id))
    ):
        raise Refused(N_("Make at least one group first. People vote on groups."))
    if here is not None and here is not target:
        here.phase = StepPhase.WAITING if back else StepPhase.CLOSED
    _go(workshop, number, phase, at)
    changed(
        workshop,
        "workshop_moved_back" if back else "workshop_moved_on",
        workshop,
        by=by,
        at=at,
        details={"step": target.ref, "phase": phase.value},
    )


def _go(workshop: Workshop, number: int, phase: StepPhase, at: datetime) -> None:
    step = workshop.steps[number]
    step.phase = phase
    step.totals_shown = phase is StepPhase.SHOWN
    workshop.current_step_id = step.id
    workshop.paused_seconds = None
    # Only writing and voting are timed: grouping and talking take the time they take.
    workshop.step_ends_at = at + timedelta(minutes=step.minutes) if phase is StepPhase.OPEN else None


def _minute(workshop: Workshop, by: str, at: datetime) -> None:
    _require_live(workshop)
    minute = timedelta(minutes=1)
    if workshop.paused_seconds is not None:
        workshop.paused_seconds += 60
    else:
        # After the time has run out, a minute more is a minute from now.
        workshop.step_ends_at = max(workshop.step_ends_at or at, at) + minute
    changed(workshop, "minute_added", workshop, by=by, at=at)


def _pause(workshop: Workshop, by: str, at: datetime) -> None:
    _require_live(workshop)
    left = seconds_left(workshop.step_ends_at, workshop.paused_seconds, at)
    if workshop.paused_seconds is not None:
        return
    workshop.paused_seconds = left or 0
    workshop.step_ends_at = None
    changed(workshop, "workshop_paused", workshop, by=by, at=at)


def _resume(workshop: Workshop, by: str, at: datetime) -> None:
    _require_live(workshop)
    if workshop.paused_seconds is None:
        return
    workshop.step_ends_at = at + timedelta(seconds=workshop.paused_seconds) if workshop.paused_seconds else None
    workshop.paused_seconds = None
    changed(workshop, "workshop_resumed", workshop, by=by, at=at)


def _totals(workshop: Workshop, by: str, at: datetime, *, shown: bool) -> None:
    _require_live(workshop)
    step = current_step(workshop)
    if step is None or step.kind is not StepKind.VOTE:
        raise Refused(N_("There are no votes in this step."))
    if step.totals_shown == shown:
        return
    _go(workshop, workshop.steps.index(step), StepPhase.SHOWN if shown else StepPhase.OPEN, at)
    changed(workshop, "totals_shown" if shown else "totals_hidden", workshop, by=by, at=at, details={"step": step.ref})


def _end(workshop: Workshop, by: str, at: datetime) -> None:
    _require_live(workshop)
    close_room(workshop, at)
    changed(workshop, "workshop_ended", workshop, by=by, at=at)


def _reopen(workshop: Workshop, by: str, at: datetime) -> None:
    if workshop.ended_at is None:
        return
    workshop.ended_at = None
    workshop.state = ActivityState.OPEN
    changed(workshop, "workshop_reopened", workshop, by=by, at=at)


def close_room(workshop: Workshop, at: datetime) -> None:
    """The workshop is over: nothing more is taken."""
    workshop.ended_at = at
    workshop.state = ActivityState.CLOSED
    workshop.step_ends_at = None
    workshop.paused_seconds = None


def _require_live(workshop: Workshop) -> None:
    if workshop.started_at is None:
        raise Refused(N_("Start the workshop first."))
    if workshop.ended_at is not None:
        raise Refused(N_("This workshop has ended. Open it again first."))


def _next(workshop: Workshop, by: str, at: datetime) -> None:
    _step(workshop, by, at, back=False)


def _back(workshop: Workshop, by: str, at: datetime) -> None:
    _step(workshop, by, at, back=True)


def _show_totals(workshop: Workshop, by: str, at: datetime) -> None:
    _totals(workshop, by, at, shown=True)


def _hide_totals(workshop: Workshop, by: str, at: datetime) -> None:
    _totals(workshop, by, at, shown=False)


WISHES: Final[dict[str, Callable[[Workshop, str, datetime], None]]] = {
    "start": _start,
    "next": _next,
    "back": _back,
    "minute": _minute,
    "pause": _pause,
    "resume": _resume,
    "show_totals": _show_totals,
    "hide_totals": _hide_totals,
    "end": _end,
    "reopen": _reopen,
}
"""The buttons of the remote that move the room, by the value each sends."""
