"""Outreach: a task for each gap between who took part and who lives here, and what came of it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from codesign.consultations import rows
from codesign.core.errors import NotFound, Refused
from codesign.core.words import N_
from codesign.extensions import db
from codesign.ledger import actor_person, record
from codesign.models import OutreachTask


@dataclass(frozen=True, slots=True, kw_only=True)
class OutreachDraft:
    """Whom to reach, where, by when, and how."""

    variable: str
    category: str
    who: str
    where: str = ""
    due_on: date | None = None
    note: str = ""


def open_task(
    project_id: uuid.UUID, ref: str, draft: OutreachDraft, *, by: uuid.UUID | None, at: datetime
) -> uuid.UUID:
    """Open a task for a gap; its key. Raises `NotFound`, and `Refused` when it does not say whom to reach."""
    consultation = rows.consultation_row(project_id, ref)
    if not draft.who.strip():
        raise Refused(N_("Say whom to reach, for example “Bangladeshi women’s group”."))
    task = OutreachTask(
        consultation_id=consultation.id,
        variable=draft.variable[:40],
        category=draft.category[:60],
        who=draft.who[:120],
        where=draft.where[:160],
        due_on=draft.due_on,
        note=draft.note[:300],
        made_at=at,
        made_by_id=by,
    )
    db.session.add(task)
    db.session.flush()
    record(
        "outreach_planned",
        consultation,
        project_id=project_id,
        by=actor_person(by) if by is not None else "system",
        at=at,
        details={"variable": task.variable, "category": task.category},
    )
    return task.id


def finish_task(
    project_id: uuid.UUID,
    ref: str,
    task_id: uuid.UUID,
    *,
    on: date,
    outcome: str,
    by: uuid.UUID | None,
    at: datetime,
) -> None:
    """Mark a task as done on a day, with what came of it. Raises `NotFound`, and `Refused` without an outcome."""
    task = _task(project_id, ref, task_id)
    if not outcome.strip():
        raise Refused(N_("Say what came of it, in a line. “Nobody came” is an outcome too."))
    task.done_on, task.outcome = on, outcome[:300]
    db.session.flush()
    record(
        "outreach_done",
        rows.consultation_row(project_id, ref),
        project_id=project_id,
        by=actor_person(by) if by is not None else "system",
        at=at,
        details={"variable": task.variable, "category": task.category, "on": on.isoformat()},
    )


def reopen_task(project_id: uuid.UUID, ref: str, task_id: uuid.UUID, *, by: uuid.UUID | None, at: datetime) -> None:
    """Undo the mark. Raises `NotFound`."""
    task = _task(project_id, ref, task_id)
    task.done_on = None
    db.session.flush()
    record(
        "outreach_reopened",
        rows.consultation_row(project_id, ref),
        project_id=project_id,
        by=actor_person(by) if by is not None else "system",
        at=at,
        details={"variable": task.variable, "category": task.category},
    )


def _task(project_id: uuid.UUID, ref: str, task_id: uuid.UUID) -> OutreachTask:
    consultation = rows.consultation_row(project_id, ref)
    task = db.session.scalar(
        select(OutreachTask)
        .where(OutreachTask.id == task_id, OutreachTask.consultation_id == consultation.id)
        .with_for_update()
    )
    if task is None:
        raise NotFound("There is no such task.")
    return task
