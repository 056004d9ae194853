"""The overview: are we on time, who have we not heard, what should I do next. Facts only; the words are the template's."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import func, select

from codesign.core.closing import Window, days_left, is_open
from codesign.core.disclosure import Flag, GroupComparison
from codesign.core.strength import StrengthWord
from codesign.core.terms import ActivityState, MilestoneKind, Stage, Standing
from codesign.extensions import db
from codesign.models import (
    Activity,
    Card,
    Contribution,
    Decision,
    DecisionSubject,
    EventRow,
    EvidenceLink,
    Idea,
    IdeaBoard,
    Milestone,
    Pack,
    PopulationFigure,
    Project,
    Requirement,
    Submission,
    Theme,
    Visit,
    Workshop,
)
from codesign.models.specification import Codebook
from codesign.tallies import taking_part
from codesign.tallies.bearing import bearings

# The milestone that ends each stage: the first of these that is recorded.
STAGE_ENDS: dict[Stage, tuple[MilestoneKind, ...]] = {
    Stage.PLAN: (MilestoneKind.MANDATE, MilestoneKind.OPENS),
    Stage.LISTEN: (MilestoneKind.CLOSES,),
    Stage.DESIGN: (MilestoneKind.THEMES_AGREED, MilestoneKind.SPEC_DRAFT),
    Stage.WRITE: (MilestoneKind.PACK_FROZEN, MilestoneKind.DECISION),
    Stage.CHOOSE: (MilestoneKind.AWARD, MilestoneKind.RESPONSE_PUBLISHED, MilestoneKind.START),
}


@dataclass(frozen=True, slots=True)
class StageLine:
    """One part of the stage bar. `on` is the date it ended or will end."""

    stage: Stage
    state: str  # done, now, later
    on: date | None


class Need(StrEnum):
    """What is missing, in the order the next step is picked."""

    WORDS_WAIT = "words_wait"
    OVERDUE = "overdue"
    GROUPS_LOW = "groups_low"
    NO_POPULATION = "no_population"
    NO_VOICE = "no_voice"
    THEMES_OPEN = "themes_open"
    NO_OWNER = "no_owner"
    NO_ACTIVITY = "no_activity"
    NO_WORDS = "no_words"
    NOT_FROZEN = "not_frozen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """One thing to do: what it is, how many, and a few names."""

    need: Need
    count: int = 0
    names: tuple[str, ...] = ()
    groups: tuple[tuple[str, str], ...] = ()  # (characteristic, group) of those under-heard, widest gap first
    heard: str = ""
    since: date | None = None
    expected: int = 0


@dataclass(frozen=True, slots=True)
class Latest:
    """Something that happened: its kind on the chain, how often, by whom, and when last."""

    kind: str
    count: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Everything the overview asks, apart from its two slower panels."""

    name: str
    open: bool
    closed: bool
    closes_at: datetime | None
    days_left: int | None
    stages: tuple[StageLine, ...]
    people: int
    people_this_week: int
    ideas: int
    supports: int
    workshops: int
    workshop_people: int
    requirements: int
    strong: int
    missing: tuple[Missing, ...]
    latest: tuple[Latest, ...]
    looked_at: datetime | None

    @property
    def next(self) -> Missing | None:
        return self.missing[0] if self.missing else None


def overview(project_id: uuid.UUID, person_id: uuid.UUID, at: datetime) -> Overview:
    """The overview of one project for one person."""
    project = db.session.get_one(Project, project_id)
    activities = db.session.scalars(
        select(Activity).where(Activity.project_id == project_id).order_by(Activity.ref)
    ).all()
    asking = [a for a in activities if not isinstance(a, Workshop) and a.state is not ActivityState.DRAFT]
    running = [a for a in asking if a.state is ActivityState.OPEN and is_open(Window(a.opens_at, a.closes_at), at)]
    closes_at = max((a.closes_at for a in (running or asking) if a.closes_at), default=None)
    workshops = [a for a in activities if isinstance(a, Workshop)]
    milestones = sorted(project.milestones, key=lambda m: (m.on, m.kind))
    looked_at = db.session.scalar(
        select(Visit.seen_at).where(Visit.project_id == project_id, Visit.person_id == person_id)
    )
    requirements, silent, ownerless = _requirements(project_id)
    ideas, supports = _ideas(project_id)
    return Overview(
        name=project.name,
        open=bool(running),
        closed=bool(asking) and not running and all(a.closes_at and a.closes_at <= at for a in asking),
        closes_at=closes_at,
        days_left=days_left(Window(None, closes_at), at, project.time_zone) if closes_at and running else None,
        stages=_stages(project.stage, milestones),
        people=taking_part.people(project_id),
        people_this_week=_people_since(project_id, at - timedelta(days=7)),
        ideas=ideas,
        supports=supports,
        workshops=len(workshops),
        workshop_people=sum(w.attended or 0 for w in workshops) or _card_writers(project_id),
        requirements=requirements,
        strong=sum(b.strength.word is StrengthWord.STRONG for b in bearings(project_id).values()),
        missing=tuple(_missing(project, milestones, silent, ownerless, activities, at)),
        latest=_latest(project_id, looked_at or at - timedelta(days=7)),
        looked_at=looked_at,
    )


def _stages(current: Stage, milestones: Sequence[Milestone]) -> tuple[StageLine, ...]:
    order = list(Stage)
    ends: Mapping[MilestoneKind, date] = {m.kind: m.on for m in reversed(milestones)}
    lines = []
    for stage in order:
        on = next((ends[kind] for kind in STAGE_ENDS[stage] if kind in ends), None)
        place = order.index(stage) - order.index(current)
        lines.append(StageLine(stage, "now" if place == 0 else "done" if place < 0 else "later", on))
    return tuple(lines)


def _people_since(project_id: uuid.UUID, since: datetime) -> int:
    first = (
        select(func.min(Submission.received_at).label("first"))
        .where(Submission.project_id == project_id, Submission.state.in_(taking_part.COUNTED))
        .group_by(Submission.participant_id)
        .subquery()
    )
    return db.session.scalar(select(func.count()).select_from(first).where(first.c.first >= since)) or 0


def _ideas(project_id: uuid.UUID) -> tuple[int, int]:
    row = db.session.execute(
        select(func.count(Idea.id), func.coalesce(func.sum(Idea.supports), 0))
        .join(IdeaBoard, IdeaBoard.id == Idea.board_id)
        .join(Contribution, Contribution.id == Idea.contribution_id)
        .where(
            IdeaBoard.project_id == project_id,
            Contribution.standing == Standing.PUBLISHED,
            IdeaBoard.asks != "statements",
        )
    ).one()
    return int(row[0]), int(row[1])


def _card_writers(project_id: uuid.UUID) -> int:
    return (
        db.session.scalar(
            select(func.count(Contribution.participant_id.distinct()))
            .join(Card, Card.contribution_id == Contribution.id)
            .where(Contribution.project_id == project_id)
        )
        or 0
    )


def _requirements(project_id: uuid.UUID) -> tuple[int, list[str], list[str]]:
    """How many requirements, the refs of those without a voice, and of those without an owner."""
    rows = db.session.execute(
        select(Requirement.ref, Requirement.owner, func.count(EvidenceLink.id), Requirement.council_reason)
        .outerjoin(EvidenceLink, EvidenceLink.requirement_id == Requirement.id)
        .where(Requirement.project_id == project_id, Requirement.status != "dropped")
        .group_by(Requirement.id, Requirement.ref, Requirement.owner, Requirement.council_reason, Requirement.position)
        .order_by(Requirement.position, Requirement.ref)
    ).all()
    silent = [ref for ref, _owner, links, reason in rows if links == 0 and not reason]
    return len(rows), silent, [ref for ref, owner, _links, _reason in rows if not owner]


def _missing(
    project: Project,
    milestones: Sequence[Milestone],
    silent: Sequence[str],
    ownerless: Sequence[str],
    activities: Sequence[Activity],
    at: datetime,
) -> list[Missing]:
    found = []
    waiting, oldest = db.session.execute(
        select(func.count(Contribution.id), func.min(Contribution.said_at)).where(
            Contribution.project_id == project.id, Contribution.standing == Standing.WAITING
        )
    ).one()
    old = bool(waiting) and oldest is not None and at - oldest > timedelta(days=2)
    wait = Missing(need=Need.WORDS_WAIT, count=waiting, since=oldest.date() if oldest else None)
    if old:
        found.append(wait)
    if not activities:
        found.append(Missing(need=Need.NO_ACTIVITY))
    low = [] if project.stage in (Stage.WRITE, Stage.CHOOSE) else _low_groups(project)
    if low:
        _variable, first = low[0]
        share = (first.percent_population or 0) / 100
        found.append(
            Missing(
                need=Need.GROUPS_LOW,
                count=len(low),
                groups=tuple((variable, g.label) for variable, g in low),
                heard=first.shown,
                expected=round(share * first.base),
            )
        )
    if not db.session.scalar(
        select(func.count()).select_from(PopulationFigure).where(PopulationFigure.project_id == project.id)
    ):
        found.append(Missing(need=Need.NO_POPULATION))
    if silent:
        found.append(Missing(need=Need.NO_VOICE, count=len(silent), names=tuple(silent)))
    if waiting and not old:
        found.append(wait)
    undecided = _undecided_themes(project.id)
    if undecided:
        found.append(Missing(need=Need.THEMES_OPEN, count=len(undecided), names=tuple(undecided)))
    if ownerless:
        found.append(Missing(need=Need.NO_OWNER, count=len(ownerless), names=tuple(ownerless)))
    frozen = db.session.scalar(select(func.count()).where(Pack.project_id == project.id))
    closes = next((m.on for m in milestones if m.kind is MilestoneKind.CLOSES), None)
    if not frozen and closes is not None and closes < at.date():
        found.append(Missing(need=Need.NOT_FROZEN))
    return found


def _low_groups(project: Project) -> list[tuple[str, GroupComparison]]:
    low = [
        (compared.variable, group)
        for compared in taking_part.comparisons(project.id)
        for group in compared.named
        if group.flag is Flag.LOW
    ]
    return sorted(low, key=lambda pair: pair[1].gap or 0)


def _undecided_themes(project_id: uuid.UUID) -> list[str]:
    decided = select(DecisionSubject.theme_id).join(Decision).where(DecisionSubject.theme_id.is_not(None))
    required = select(EvidenceLink.theme_id).where(EvidenceLink.theme_id.is_not(None))
    return list(
        db.session.scalars(
            select(Theme.ref)
            .join(Codebook, Codebook.id == Theme.codebook_id)
            .where(
                Codebook.project_id == project_id,
                Theme.housekeeping.is_(False),
                Theme.id.not_in(decided),
                Theme.id.not_in(required),
            )
            .order_by(Theme.position, Theme.ref)
        )
    )


def _latest(project_id: uuid.UUID, since: datetime) -> tuple[Latest, ...]:
    rows = db.session.execute(
        select(EventRow.kind, func.count(), func.max(EventRow.at))
        .where(EventRow.project_id == project_id, EventRow.at > since)
        .group_by(EventRow.kind)
        .order_by(func.max(EventRow.at).desc(), EventRow.kind)
        .limit(40)
    )
    return tuple(Latest(kind, count, at) for kind, count, at in rows)
