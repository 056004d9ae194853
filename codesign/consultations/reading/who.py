"""Who has taken part in one consultation beside who lives here, day by day, and what is done about each gap."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from codesign.consultations import rows
from codesign.consultations.reading.volumes import Volumes, volumes_of
from codesign.core.disclosure import Flag, GroupComparison
from codesign.core.numbers import Share
from codesign.extensions import db
from codesign.models import Consultation, OutreachTask, Submission
from codesign.tallies import taking_part

LOW_INDEX, HIGH_INDEX = 80, 120
"""Outside these a group is marked (`domain.md` e2): 100 is as many as live here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is done about a gap. `number` is its place on the page, and its mark in the chart once it is done."""

    id: uuid.UUID
    number: int
    variable: str
    category: str
    who: str
    where: str
    due_on: date | None
    note: str
    done_on: date | None
    outcome: str
    overdue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLine:
    """One group with its flag by index, and the tasks that are meant to close its gap."""

    group: GroupComparison
    mark: str  # low, high or nothing: the index
    tasks: tuple[Task, ...]

    @property
    def key(self) -> str:
        return "+".join(self.group.keys)

    @property
    def is_gap(self) -> bool:
        """Fewer than live here, by the words of the page or by the index."""
        return self.group.flag is Flag.LOW or self.mark == "low"


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """One characteristic: of all who took part `told` said, `not_said` preferred not to, `blank` left it out."""

    name: str
    told: int
    not_said: int
    blank: int
    not_said_share: int | None
    reference: str
    source: str
    source_date: date | None
    lines: tuple[GroupLine, ...]

    @property
    def widest(self) -> float:
        """The share that fills a bar: the largest here or in the population, and a little more."""
        shares = [share for line in self.lines for share in (line.group.percent_here, line.group.percent_population)]
        return 1.1 * max([20, *(share for share in shares if share is not None)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One local day: how many sent their answers, and how many had by its end."""

    on: date
    n: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoPage:
    """Everything the page asks. `days` is every day from the first to the last, `tasks` by when they are due."""

    volumes: Volumes
    zone: str
    open: bool
    variables: tuple[Variable, ...]
    days: tuple[Day, ...]
    tasks: tuple[Task, ...]

    @property
    def done(self) -> tuple[Task, ...]:
        return tuple(task for task in self.tasks if task.done_on is not None)

    @property
    def gaps(self) -> int:
        return sum(line.is_gap for variable in self.variables for line in variable.lines)


def who_page(project_id: uuid.UUID, ref: str, *, at: datetime) -> WhoPage:
    """Who has taken part, through disclosure control. Raises `NotFound`."""
    consultation = rows.consultation_row(project_id, ref)
    counted = volumes_of(consultation)
    zone = ZoneInfo(consultation.zone)
    tasks = tasks_of(consultation, today=at.astimezone(zone).date())
    return WhoPage(
        volumes=counted,
        zone=consultation.zone,
        open=not rows.has_closed(consultation, at),
        variables=tuple(
            _variable(compared, counted.counted, tasks)
            for compared in taking_part.comparisons(project_id, activity_id=consultation.id)
        ),
        days=_days(consultation, zone),
        tasks=tasks,
    )


def gap(project_id: uuid.UUID, ref: str, variable: str, category: str, *, at: datetime) -> tuple[str, GroupLine] | None:
    """The variable's name and the line of a group, to open a task for it; None where there is no such group."""
    page = who_page(project_id, ref, at=at)
    return next(
        (
            (one.name, line)
            for one in page.variables
            if one.name == variable
            for line in one.lines
            if line.key == category
        ),
        None,
    )


def tasks_of(consultation: Consultation, *, today: date) -> tuple[Task, ...]:
    """The outreach tasks of a consultation in the order they were made, each with its number."""
    found = db.session.scalars(
        select(OutreachTask)
        .where(OutreachTask.consultation_id == consultation.id)
        .order_by(OutreachTask.made_at, OutreachTask.id)
    )
    return tuple(
        Task(
            id=row.id,
            number=number,
            variable=row.variable,
            category=row.category,
            who=row.who,
            where=row.where,
            due_on=row.due_on,
            note=row.note,
            done_on=row.done_on,
            outcome=row.outcome,
            overdue=row.done_on is None and row.due_on is not None and row.due_on < today,
        )
        for number, row in enumerate(found, 1)
    )


def _variable(compared: taking_part.Compared, people: int, tasks: Sequence[Task]) -> Variable:
    asked = compared.told + compared.not_said
    return Variable(
        name=compared.variable,
        told=compared.told,
        not_said=compared.not_said,
        blank=max(people - asked, 0),
        not_said_share=Share(compared.not_said, asked).percent if asked else None,
        reference=compared.reference,
        source=compared.source,
        source_date=compared.source_date,
        lines=tuple(
            GroupLine(
                group=group,
                mark=_mark(group),
                tasks=tuple(
                    task
                    for task in tasks
                    if task.variable == compared.variable and set(task.category.split("+")) & set(group.keys)
                ),
            )
            for group in compared.groups
        ),
    )


def _mark(group: GroupComparison) -> str:
    if group.index is None or group.percent_here is None:
        return ""
    return "low" if group.index < LOW_INDEX else "high" if group.index > HIGH_INDEX else ""


def _days(consultation: Consultation, zone: ZoneInfo) -> tuple[Day, ...]:
    came = Counter(
        moment.astimezone(zone).date()
        for moment in db.session.scalars(
            select(Submission.received_at).where(
                Submission.activity_id == consultation.id, Submission.state.in_(rows.COUNTED)
            )
        )
    )
    if not came:
        return ()
    first, last = min(came), max(came)
    total, days = 0, []
    for number in range((last - first).days + 1):
        on = first + timedelta(days=number)
        total += came[on]
        days.append(Day(on=on, n=came[on], total=total))
    return tuple(days)
