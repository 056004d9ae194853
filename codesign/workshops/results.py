"""What came out of a workshop: cards, groups, dots with people and dots apart, each with its base."""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from codesign.core.terms import CardNames, Standing, StepKind, StepPhase
from codesign.extensions import db
from codesign.models import Attendee, Card, CardGroup, Contribution, Dot, Step, Workshop
from codesign.workshops.queries import COLOURS
from codesign.workshops.rooms import workshop_by_code, workshop_by_ref


@dataclass(frozen=True, slots=True, kw_only=True)
class CardLine:
    """A card by its public code."""

    code: str
    text: str
    from_paper: bool
    table_number: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupResult:
    """A group with its cards and what it was given: on phones, and by show of hands as the facilitator counted."""

    id: uuid.UUID
    title: str
    colour: int
    cards: tuple[CardLine, ...]
    phone_people: int
    phone_dots: int
    hands_people: int
    hands_dots: int

    @property
    def people(self) -> int:
        return self.phone_people + self.hands_people

    @property
    def dots(self) -> int:
        return self.phone_dots + self.hands_dots


@dataclass(frozen=True, slots=True, kw_only=True)
class StepResult:
    """One step. For a vote `voters` is its base: people who gave dots on a phone; hands are counted for each group."""

    ref: str
    title: str
    prompt: str
    kind: StepKind
    minutes: int
    done: bool
    groups: tuple[GroupResult, ...]
    loose: tuple[CardLine, ...]
    cards: int
    writers: int
    held_back: int
    voters: int
    dots: int
    dots_each: int
    has_hands: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The whole workshop: the first page of its summary."""

    ref: str
    title: str
    introduction: str
    place: str
    host: str
    zone: str
    starts_at: datetime
    ends_at: datetime
    started: bool
    ended: bool
    harvested_at: datetime | None
    attended: int | None
    attendance_note: str
    joined: int
    steps: tuple[StepResult, ...]
    code: str


def harvest_page(project_id: uuid.UUID, ref: str) -> Summary:
    """For staff: everything, whether the room has seen it or not. Raises `NotFound`."""
    return _summary(workshop_by_ref(project_id, ref), for_room=False)


def room_summary(project_id: uuid.UUID, code: str) -> Summary:
    """For the room: no cards before their reveal, no totals before they are shown. Raises `NotFound`."""
    return _summary(workshop_by_code(project_id, code), for_room=True)


def _summary(workshop: Workshop, *, for_room: bool) -> Summary:
    joined = db.session.scalar(select(func.count()).where(Attendee.workshop_id == workshop.id))
    over = workshop.ended_at is not None
    steps = {step.id: step for step in workshop.steps}
    cards, held, writers = _cards(list(steps))
    dots = _dots(list(steps))
    voters = _voters(list(steps))
    results = []
    for step in workshop.steps:
        if for_room and step.phase is StepPhase.WAITING:
            continue
        source = step if step.kind is StepKind.CARDS else steps.get(step.votes_on_id or step.id, step)
        hidden = for_room and not over and source.phase is StepPhase.OPEN and source.names is CardNames.HIDDEN
        totals = not for_room or over or step.totals_shown
        vote = step if step.kind is StepKind.VOTE and totals else None
        mine = {} if hidden else cards.get(source.id, {})
        groups = tuple(_group(place, group, mine, dots, vote) for place, group in enumerate(source.groups))
        if vote is not None:
            groups = tuple(sorted(groups, key=lambda group: -group.dots))
        results.append(
            StepResult(
                ref=step.ref,
                title=step.title,
                prompt=step.prompt,
                kind=step.kind,
                minutes=step.minutes,
                done=totals,
                groups=groups,
                loose=tuple(mine.get(None, ())),
                cards=sum(len(lines) for lines in mine.values()),
                writers=0 if hidden else writers.get(source.id, 0),
                held_back=held.get(source.id, 0),
                voters=voters.get(step.id, 0),
                dots=sum(group.dots for group in groups),
                dots_each=step.dots,
                has_hands=any(group.hands_people for group in groups),
            )
        )
    return Summary(
        ref=workshop.ref,
        title=workshop.title,
        introduction=workshop.introduction,
        place=workshop.place,
        host=workshop.host_name,
        zone=workshop.zone,
        starts_at=workshop.starts_at,
        ends_at=workshop.ends_at,
        started=workshop.started_at is not None,
        ended=over,
        harvested_at=workshop.harvested_at,
        attended=workshop.attended,
        attendance_note=workshop.attendance_note,
        joined=joined or 0,
        steps=tuple(results),
        code=workshop.join_code,
    )


def _group(
    place: int,
    group: CardGroup,
    cards: dict[uuid.UUID | None, list[CardLine]],
    dots: dict[tuple[uuid.UUID, uuid.UUID], tuple[int, int]],
    vote: Step | None,
) -> GroupResult:
    people, given = dots.get((vote.id, group.id), (0, 0)) if vote else (0, 0)
    return GroupResult(
        id=group.id,
        title=group.title,
        colour=place % COLOURS + 1,
        cards=tuple(cards.get(group.id, ())),
        phone_people=people,
        phone_dots=given,
        hands_people=(group.people or 0) if vote else 0,
        hands_dots=(group.paper_dots or 0) if vote else 0,
    )


def _cards(
    steps: list[uuid.UUID],
) -> tuple[dict[uuid.UUID, dict[uuid.UUID | None, list[CardLine]]], dict[uuid.UUID, int], dict[uuid.UUID, int]]:
    """Published cards by step and group, how many are held back in each step, and how many people wrote in it."""
    rows = db.session.execute(
        select(
            Card.step_id, Card.group_id, Card.from_paper, Card.table_number, Contribution.code, Contribution.text,
            Contribution.standing, Contribution.participant_id,
        )
        .join(Contribution, Card.contribution_id == Contribution.id)
        .where(Card.step_id.in_(steps), Contribution.standing != Standing.WITHDRAWN)
        .order_by(Card.created_at, Card.id)
    ).all()  # fmt: skip
    cards: dict[uuid.UUID, dict[uuid.UUID | None, list[CardLine]]] = defaultdict(lambda: defaultdict(list))
    held: dict[uuid.UUID, int] = defaultdict(int)
    writers: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for row in rows:
        if row.standing is not Standing.PUBLISHED:
            held[row.step_id] += 1
            continue
        writers[row.step_id].add(row.participant_id)
        cards[row.step_id][row.group_id].append(
            CardLine(code=row.code, text=row.text, from_paper=row.from_paper, table_number=row.table_number)
        )
    return cards, held, {step: len(people) for step, people in writers.items()}


def _dots(steps: list[uuid.UUID]) -> dict[tuple[uuid.UUID, uuid.UUID], tuple[int, int]]:
    """(people, dots) by voting step and group."""
    rows = db.session.execute(
        select(Dot.step_id, Dot.group_id, func.count(), func.sum(Dot.dots))
        .where(Dot.step_id.in_(steps))
        .group_by(Dot.step_id, Dot.group_id)
    )
    return {(row[0], row[1]): (int(row[2]), int(row[3])) for row in rows}


def _voters(steps: list[uuid.UUID]) -> dict[uuid.UUID, int]:
    rows = db.session.execute(
        select(Dot.step_id, func.count(func.distinct(Dot.participant_id)))
        .where(Dot.step_id.in_(steps))
        .group_by(Dot.step_id)
    )
    return {row[0]: int(row[1]) for row in rows}
