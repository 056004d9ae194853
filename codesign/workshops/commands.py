"""What staff write about a workshop: planning it, its agenda, who came, and the harvest."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import exists, func, select, update

from codesign.core.codes import join_code
from codesign.core.errors import NotFound, Refused
from codesign.core.terms import ActivityState, CardNames, StepKind, StepPhase
from codesign.core.words import N_
from codesign.core.workshop import code_dies_at, doors_open_at
from codesign.extensions import db
from codesign.ledger import actor_person, record
from codesign.models import Attendee, Card, CardGroup, Project, Step, Workshop
from codesign.workshops.drafts import AttendanceDraft, StepDraft, WorkshopDraft
from codesign.workshops.rooms import changed, require_open_book, times_of, workshop_by_ref
from codesign.workshops.running import close_room


def plan_workshop(project_id: uuid.UUID, draft: WorkshopDraft, *, by: uuid.UUID, at: datetime) -> str:
    """A new workshop with its join code; its reference (W1). Residents of a published project see when it is."""
    project = db.session.get_one(Project, project_id, with_for_update=True)  # so that two do not take one reference
    taken = db.session.scalars(select(Workshop.ref).where(Workshop.project_id == project_id)).all()
    number = 1 + max((int(ref[1:]) for ref in taken if ref[1:].isdigit()), default=0)
    workshop = Workshop(
        project_id=project_id,
        ref=f"W{number}",
        join_code=_free_code(),
        state=ActivityState.OPEN,
        zone=project.time_zone,
        created_at=at,
        **_planned(draft),
    )
    _set_window(workshop)
    db.session.add(workshop)
    record(
        "workshop_planned", workshop, project_id=project_id, by=actor_person(by), at=at, details={"ref": workshop.ref}
    )
    return workshop.ref


def change_plan(project_id: uuid.UUID, ref: str, draft: WorkshopDraft, *, by: uuid.UUID, at: datetime) -> None:
    """Change what is planned. Raises `Refused` after the harvest."""
    workshop = workshop_by_ref(project_id, ref, lock=True)
    require_open_book(workshop)
    for name, value in _planned(draft).items():
        setattr(workshop, name, value)
    _set_window(workshop)
    changed(workshop, "workshop_changed", workshop, by=actor_person(by), at=at)


def add_step(project_id: uuid.UUID, ref: str, draft: StepDraft, *, by: uuid.UUID, at: datetime) -> str:
    """A step at the end of the agenda; its reference (A3)."""
    workshop = workshop_by_ref(project_id, ref, lock=True)
    require_open_book(workshop)
    step = _append(workshop, draft)
    changed(workshop, "step_added", workshop, by=actor_person(by), at=at, details={"step": step.ref})
    return step.ref


def add_template(
    project_id: uuid.UUID, ref: str, write: StepDraft, vote: StepDraft, *, by: uuid.UUID, at: datetime
) -> None:
    """Write, group, vote: a cards step, and a vote on its groups."""
    workshop = workshop_by_ref(project_id, ref, lock=True)
    require_open_book(workshop)
    cards = _append(workshop, write)
    dots = _append(workshop, vote, votes_on=cards.id)
    changed(workshop, "step_added", workshop, by=actor_person(by), at=at, details={"steps": f"{cards.ref} {dots.ref}"})


def change_step(
    project_id: uuid.UUID, ref: str, step_ref: str, draft: StepDraft, *, by: uuid.UUID, at: datetime
) -> None:
    """Change a step; its kind stays as it is. Raises `NotFound`, or `Refused` when dots would no longer fit."""
    workshop = workshop_by_ref(project_id, ref, lock=True)
    require_open_book(workshop)
    step = _step(workshop, step_ref)
    if step.phase is not StepPhase.WAITING and step.kind is StepKind.VOTE and draft.dots != step.dots:
        raise Refused(N_("People have begun to vote. The number of dots stays as it is."))
    if step.phase is not StepPhase.WAITING and step.votes_on_id != draft.votes_on:
        raise Refused(N_("People have begun to vote. The groups stay as they are."))
    if step.kind is StepKind.VOTE:
        _check_votes_on(workshop, draft.votes_on, before=step.position, besides=step.id)
        step.votes_on_id = draft.votes_on
    step.title, step.prompt, step.minutes = draft.title, draft.prompt, draft.minutes
    step.names, step.dots = draft.names, draft.dots
    changed(workshop, "step_changed", workshop, by=actor_person(by), at=at, details={"step": step.ref})


def move_step(project_id: uuid.UUID, ref: str, step_ref: str, *, up: bool, by: uuid.UUID, at: datetime) -> None:
    """One place up or down; at either end nothing happens. Raises `Refused` if a vote would come before its cards."""
    workshop = workshop_by_ref(project_id, ref, lock=True)
    _require_before_start(workshop)
    steps = list(workshop.steps)
    here = steps.index(_step(workshop, step_ref))
    there = here - 1 if up else here + 1
    if not 0 <= there < len(steps):
        return
    steps[here], steps[there] = steps[there], steps[here]
    seen: set[uuid.UUID] = set()
    for step in steps:
        if step.kind is StepKind.VOTE and step.votes_on_id not in seen:
            raise Refused(N_("A vote comes after the cards it is about."))
        seen.add(step.id)
    _number(workshop, steps)
    changed(workshop, "step_moved", workshop, by=actor_person(by), at=at, details={"step": step_ref})


def remove_step(project_id: uuid.UUID, ref: str, step_ref: str, *, by: uuid.UUID, at: datetime) -> None:
    """Take a step off the agenda. Raises `Refused` when it has cards, or when a vote is about it."""
    workshop = workshop_by_ref(project_id, ref, lock=True)
    _require_before_start(workshop)
    step = _step(workshop, step_ref)
    if any(other.votes_on_id == step.id for other in workshop.steps):
        raise Refused(N_("A vote is about this step. Remove the vote first."))
    if db.session.scalar(select(exists().where(Card.step_id == step.id))):
        raise Refused(N_("This step has cards. It stays on the agenda."))
    workshop.steps.remove(step)
    db.session.flush()
    _number(workshop, list(workshop.steps))
    changed(workshop, "step_removed", workshop, by=actor_person(by), at=at, details={"step": step_ref})


def count_attendance(project_id: uuid.UUID, ref: str, draft: AttendanceDraft, *, by: uuid.UUID, at: datetime) -> None:
    """How many people were in the hall, and who they were, in words."""
    workshop = workshop_by_ref(project_id, ref, lock=True)
    workshop.attended, workshop.attendance_note = draft.attended, draft.note
    record(
        "attendance_counted",
        workshop,
        project_id=project_id,
        by=actor_person(by),
        at=at,
        details={"people": draft.attended},
    )


def harvest(project_id: uuid.UUID, ref: str, *, by: uuid.UUID, at: datetime) -> None:
    """Close the book: cards and groups are evidence from here on and cannot change; nicknames go for good.

    Raises `Refused` before the workshop has begun.
    """
    workshop = workshop_by_ref(project_id, ref, lock=True)
    if workshop.harvested_at is not None:
        return
    if workshop.started_at is None:
        raise Refused(N_("This workshop has not begun yet. Harvest it when it is over."))
    if workshop.ended_at is None:
        close_room(workshop, at)
    workshop.harvested_at = at
    db.session.execute(update(Attendee).where(Attendee.workshop_id == workshop.id).values(nickname=""))
    steps = [step.id for step in workshop.steps]
    changed(
        workshop,
        "workshop_harvested",
        workshop,
        by=actor_person(by),
        at=at,
        details={
            "cards": db.session.scalar(select(func.count()).select_from(Card).where(Card.step_id.in_(steps))),
            "groups": db.session.scalar(
                select(func.count()).select_from(CardGroup).where(CardGroup.step_id.in_(steps))
            ),
        },
    )


def _planned(draft: WorkshopDraft) -> dict[str, object]:
    return {
        "title": draft.title,
        "introduction": draft.introduction,
        "starts_at": draft.starts_at,
        "ends_at": draft.ends_at,
        "place": draft.place,
        "offers": draft.offers,
        "host_name": draft.host_name,
        "influence": draft.influence,
        "influence_reason": draft.influence_reason,
    }


def _set_window(workshop: Workshop) -> None:
    times = times_of(workshop)
    workshop.opens_at, workshop.closes_at = doors_open_at(times), code_dies_at(times)


def _free_code() -> str:
    while True:
        code = join_code()
        if not db.session.scalar(select(exists().where(Workshop.join_code == code))):
            return code


def _append(workshop: Workshop, draft: StepDraft, *, votes_on: uuid.UUID | None = None) -> Step:
    position = len(workshop.steps) + 1
    source = votes_on or draft.votes_on
    if draft.kind is StepKind.VOTE:
        _check_votes_on(workshop, source, before=position)
    numbers = [int(step.ref[1:]) for step in workshop.steps if step.ref[1:].isdigit()]
    step = Step(
        position=position,
        ref=f"A{1 + max(numbers, default=0)}",
        kind=draft.kind,
        title=draft.title,
        prompt=draft.prompt,
        minutes=draft.minutes,
        names=draft.names if draft.kind is StepKind.CARDS else CardNames.NO_NAMES,
        dots=draft.dots,
        votes_on_id=source if draft.kind is StepKind.VOTE else None,
    )
    workshop.steps.append(step)
    db.session.flush()
    return step


def _check_votes_on(
    workshop: Workshop, votes_on: uuid.UUID | None, *, before: int, besides: uuid.UUID | None = None
) -> None:
    source = next((step for step in workshop.steps if step.id == votes_on), None)
    if source is None or source.kind is not StepKind.CARDS or source.position >= before:
        raise Refused(N_("Choose an earlier step with cards. People vote on its groups."))
    # Hands are counted for a group, so a group has one vote: two would share the count.
    if any(step.votes_on_id == votes_on and step.id != besides for step in workshop.steps):
        raise Refused(N_("These groups already have a vote. Add another cards step first."))


def _step(workshop: Workshop, step_ref: str) -> Step:
    found = next((step for step in workshop.steps if step.ref == step_ref), None)
    if found is None:
        raise NotFound("There is no such step in this workshop.")
    return found


def _number(workshop: Workshop, steps: list[Step]) -> None:
    # In two passes: the database refuses two steps in one place, even for a moment.
    for offset in (1000, 0):
        for place, step in enumerate(steps, 1):
            step.position = place + offset
        db.session.flush()
    db.session.expire(workshop, ["steps"])


def _require_before_start(workshop: Workshop) -> None:
    require_open_book(workshop)
    if workshop.started_at is not None:
        raise Refused(N_("The workshop has begun. Its agenda stays in this order."))
