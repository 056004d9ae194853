"""What those outside the team may see while people answer: figures that move in steps, so that no step is one person."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import func, select

from codesign.core.disclosure import Profile, publish_counts
from codesign.core.equality import in_order
from codesign.core.heard import COUNTED_SENDINGS
from codesign.extensions import db
from codesign.models import Activity, Consultation, ResultsStep, Submission
from codesign.tallies.taking_part import NOT_SAID, heard

STEP: Final = 10
"""So many people more or fewer before the figures move (`trust.md` 4d)."""

DAY: Final = timedelta(days=1)
"""After so long the number of people moves alone; how they are made up waits for the next ten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicFigures:
    """Figures as they stood at `at`: `people`, and {variable: {groups: people as shown}} of `counted` people then."""

    people: int
    counted: int = 0
    groups: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    at: datetime | None = None


def public_figures(consultation_id: uuid.UUID, at: datetime) -> PublicFigures:
    """The figures of a consultation as anyone may see them at that moment: those of the last step, nobody before it."""
    step = db.session.scalar(
        select(ResultsStep)
        .where(ResultsStep.consultation_id == consultation_id, ResultsStep.at <= at)
        .order_by(ResultsStep.number.desc())
        .limit(1)
    )
    if step is None:
        return PublicFigures(people=0)
    return PublicFigures(
        people=step.people,
        counted=int(step.figures.get("counted", 0)),
        groups=step.figures.get("groups", {}),
        at=step.at,
    )


def in_tens(people: int) -> int:
    """How many people, as anyone may see it where there are no steps: whole tens, rounded down."""
    return people // STEP * STEP


def take_step(consultation_id: uuid.UUID, *, at: datetime) -> bool:
    """Keep a step if one is due: after ten people more or fewer, or a day after the last. Whether one was taken.

    Called within every write that changes who counts, and once a night. What the people are like moves only with ten
    people or more, so that two looks never differ by a few.
    """
    last = _last(consultation_id)
    if not _is_due(last, _people(consultation_id), at):
        return False
    # Two writers may both find it due: the second waits here, then finds the step of the first.
    db.session.scalar(select(Activity.id).where(Activity.id == consultation_id).with_for_update())
    last, people = _last(consultation_id), _people(consultation_id)
    if not _is_due(last, people, at):
        return False
    figures: dict[str, Any] = dict(last.figures) if last is not None else {}
    if abs(people - int(figures.get("counted", 0))) >= STEP:
        figures = {"counted": people, "groups": _groups(consultation_id)}
    db.session.add(
        ResultsStep(
            consultation_id=consultation_id,
            number=last.number + 1 if last is not None else 1,
            people=people,
            figures=figures,
            at=at,
        )
    )
    db.session.flush()
    return True


def take_due_steps(*, at: datetime) -> int:
    """A step of every consultation where one is due; how many. For the nightly job."""
    return sum(take_step(each, at=at) for each in db.session.scalars(select(Consultation.id)).all())


def _is_due(last: ResultsStep | None, people: int, at: datetime) -> bool:
    if last is None:
        return people >= STEP
    return abs(people - last.people) >= STEP or (people != last.people and at - last.at >= DAY)


def _last(consultation_id: uuid.UUID) -> ResultsStep | None:
    return db.session.scalar(
        select(ResultsStep)
        .where(ResultsStep.consultation_id == consultation_id)
        .order_by(ResultsStep.number.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )


def _people(consultation_id: uuid.UUID) -> int:
    query = select(func.count(Submission.participant_id.distinct())).where(
        Submission.activity_id == consultation_id, Submission.state.in_(COUNTED_SENDINGS)
    )
    return db.session.scalar(query) or 0


def _groups(consultation_id: uuid.UUID) -> dict[str, dict[str, str]]:
    """Each variable's counts through disclosure control, bands that were put together under one name."""
    project_id = db.session.scalars(select(Activity.project_id).where(Activity.id == consultation_id)).one()
    found = {}
    for variable, counts in heard(project_id, consultation_id).items():
        told = {value: n for value, n in counts.items() if value not in NOT_SAID}
        published = publish_counts(told, profile=Profile.NHS_5, ordinal=in_order(variable, told) or None)
        found[variable] = {"+".join(line.keys): line.cell.shown for line in published.counts}
    return found
