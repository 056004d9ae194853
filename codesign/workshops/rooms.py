"""The room itself: finding a workshop within its project, its step and cards, and telling everyone it changed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from codesign.core.errors import NotFound, Refused, WrongStage
from codesign.core.terms import StepKind
from codesign.core.words import N_
from codesign.core.workshop import Times, takes_input
from codesign.extensions import db
from codesign.ledger import record
from codesign.models import Attendee, Card, CardGroup, Contribution, Model, Step, Workshop


def workshop_by_code(project_id: uuid.UUID, code: str, *, lock: bool = False) -> Workshop:
    """The workshop of a join code. With `lock`, for a write: every write in a room takes this lock before any other,
    so that votes are counted one after another and two writers never wait for each other. Raises `NotFound`."""
    return _workshop(Workshop.project_id == project_id, Workshop.join_code == code, lock=lock)


def workshop_by_ref(project_id: uuid.UUID, ref: str, *, lock: bool = False) -> Workshop:
    """The workshop that staff call W1. Raises `NotFound`."""
    return _workshop(Workshop.project_id == project_id, Workshop.ref == ref, lock=lock)


def _workshop(*wanted: Any, lock: bool) -> Workshop:
    query = select(Workshop).where(*wanted)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound("There is no such workshop in this project.")
    return found


def times_of(workshop: Workshop) -> Times:
    return Times(
        starts_at=workshop.starts_at,
        ends_at=workshop.ends_at,
        started_at=workshop.started_at,
        ended_at=workshop.ended_at,
    )


def current_step(workshop: Workshop) -> Step | None:
    """The step the room is at; None before the start."""
    return next((step for step in workshop.steps if step.id == workshop.current_step_id), None)


def open_step(workshop: Workshop, kind: StepKind, *, at: datetime) -> Step:
    """The current step, when it is of this kind and takes cards or dots. Raises `WrongStage`."""
    step = current_step(workshop)
    if (
        step is None
        or step.kind is not kind
        or workshop.ended_at is not None
        or not takes_input(step.phase, workshop.step_ends_at, workshop.paused_seconds, at)
    ):
        raise WrongStage("The room has moved on.")
    return step


def attendee_of(workshop: Workshop, participant_id: uuid.UUID) -> Attendee:
    """The person in the room. Raises `NotFound` for someone who has not joined."""
    found = db.session.scalar(
        select(Attendee).where(
            Attendee.workshop_id == workshop.id,
            Attendee.participant_id == participant_id,
            Attendee.removed_at.is_(None),
        )
    )
    if found is None:
        raise NotFound("This person has not joined.")
    return found


def card_in(workshop: Workshop, card_id: uuid.UUID) -> tuple[Card, Contribution]:
    """A card of this workshop with its words. Raises `NotFound`."""
    row = db.session.execute(
        select(Card, Contribution)
        .join(Contribution, Card.contribution_id == Contribution.id)
        .join(Step, Card.step_id == Step.id)
        .where(Card.id == card_id, Step.workshop_id == workshop.id)
    ).one_or_none()
    if row is None:
        raise NotFound("There is no such card in this workshop.")
    return row[0], row[1]


def group_in(workshop: Workshop, group_id: uuid.UUID) -> CardGroup:
    """A group of this workshop. Raises `NotFound`."""
    found = db.session.scalar(
        select(CardGroup)
        .join(Step, CardGroup.step_id == Step.id)
        .where(CardGroup.id == group_id, Step.workshop_id == workshop.id)
    )
    if found is None:
        raise NotFound("There is no such group in this workshop.")
    return found


def require_open_book(workshop: Workshop) -> None:
    """Raises `Refused` once the workshop is harvested: what came out is evidence and stays as it is."""
    if workshop.harvested_at is not None:
        raise Refused(N_("This workshop is harvested. Its cards and groups are evidence now and cannot change."))


def touch(workshop: Workshop) -> None:
    """Move the version on, so that every screen in the room fetches what is new. By SQL: never read, then written."""
    db.session.flush()
    db.session.execute(
        update(Workshop)
        .where(Workshop.id == workshop.id)
        .values(version=Workshop.version + 1)
        .execution_options(synchronize_session=False)
    )
    db.session.expire(workshop, ["version"])


def changed(
    workshop: Workshop,
    kind: str,
    subject: Model | str,
    *,
    by: str,
    at: datetime,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Record what was done and move the version on."""
    touch(workshop)
    record(kind, subject, project_id=workshop.project_id, by=by, at=at, details=details)


def people_in(workshop_id: uuid.UUID) -> int:
    """How many have joined and are still in."""
    query = select(func.count()).where(Attendee.workshop_id == workshop_id, Attendee.removed_at.is_(None))
    return db.session.scalar(query) or 0
