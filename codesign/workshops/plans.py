"""What staff see before a workshop: the list, and one plan with its agenda."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from codesign.core.errors import NotFound
from codesign.core.terms import CardNames, Influence, StepKind
from codesign.core.workshop import RoomState, room_state
from codesign.extensions import db
from codesign.models import Attendee, Card, Step, Workshop
from codesign.workshops.rooms import people_in, times_of, workshop_by_ref


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkshopLine:
    """A workshop in the list."""

    ref: str
    title: str
    place: str
    starts_at: datetime
    zone: str
    state: RoomState
    harvested: bool
    people: int
    cards: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanStep:
    """A step of the agenda as planned."""

    id: uuid.UUID
    ref: str
    kind: StepKind
    title: str
    prompt: str
    minutes: int
    names: CardNames
    dots: int
    votes_on: uuid.UUID | None
    votes_on_ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One workshop as staff plan it."""

    ref: str
    title: str
    introduction: str
    place: str
    offers: str
    host: str
    influence: Influence
    influence_reason: str
    zone: str
    starts_at: datetime
    ends_at: datetime
    code: str
    state: RoomState
    started: bool
    harvested: bool
    attended: int | None
    attendance_note: str
    joined: int
    steps: tuple[PlanStep, ...]

    @property
    def minutes(self) -> int:
        return sum(step.minutes for step in self.steps)

    @property
    def cards_steps(self) -> tuple[PlanStep, ...]:
        return tuple(step for step in self.steps if step.kind is StepKind.CARDS)


def workshops(project_id: uuid.UUID, *, at: datetime) -> tuple[WorkshopLine, ...]:
    """Every workshop of a project, the next one first, then those behind us."""
    people = select(func.count()).where(Attendee.workshop_id == Workshop.id).correlate(Workshop).scalar_subquery()
    cards = (
        select(func.count())
        .select_from(Card)
        .join(Step, Card.step_id == Step.id)
        .where(Step.workshop_id == Workshop.id)
        .correlate(Workshop)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Workshop, people, cards)
        .where(Workshop.project_id == project_id)
        .order_by(Workshop.starts_at.desc(), Workshop.id)
        .limit(200)
    ).all()
    return tuple(
        WorkshopLine(
            ref=row[0].ref,
            title=row[0].title,
            place=row[0].place,
            starts_at=row[0].starts_at,
            zone=row[0].zone,
            state=room_state(times_of(row[0]), at),
            harvested=row[0].harvested_at is not None,
            people=row[0].attended if row[0].attended is not None else row[1],
            cards=row[2],
        )
        for row in rows
    )


def plan(project_id: uuid.UUID, ref: str, *, at: datetime) -> Plan:
    """One workshop with its agenda. Raises `NotFound`."""
    workshop = workshop_by_ref(project_id, ref)
    refs = {step.id: step.ref for step in workshop.steps}
    return Plan(
        ref=workshop.ref,
        title=workshop.title,
        introduction=workshop.introduction,
        place=workshop.place,
        offers=workshop.offers,
        host=workshop.host_name,
        influence=workshop.influence,
        influence_reason=workshop.influence_reason,
        zone=workshop.zone,
        starts_at=workshop.starts_at,
        ends_at=workshop.ends_at,
        code=workshop.join_code,
        state=room_state(times_of(workshop), at),
        started=workshop.started_at is not None,
        harvested=workshop.harvested_at is not None,
        attended=workshop.attended,
        attendance_note=workshop.attendance_note,
        joined=people_in(workshop.id),
        steps=tuple(
            PlanStep(
                id=step.id,
                ref=step.ref,
                kind=step.kind,
                title=step.title,
                prompt=step.prompt,
                minutes=step.minutes,
                names=step.names,
                dots=step.dots,
                votes_on=step.votes_on_id,
                votes_on_ref=refs.get(step.votes_on_id, "") if step.votes_on_id else "",
            )
            for step in workshop.steps
        ),
    )


def plan_step(page: Plan, step_ref: str) -> PlanStep:
    """A step of a plan by its reference. Raises `NotFound`."""
    found = next((step for step in page.steps if step.ref == step_ref), None)
    if found is None:
        raise NotFound("There is no such step in this workshop.")
    return found
