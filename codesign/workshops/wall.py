"""What the projector shows: the lobby, the question, cards, groups, votes when they are shown, and the end."""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import func, select

from codesign.core.errors import NotFound
from codesign.core.terms import CardNames, Standing, StepKind, StepPhase
from codesign.core.workshop import RoomState, Times, room_state, seconds_left
from codesign.extensions import db
from codesign.models import Attendee, Card, CardGroup, Contribution, Dot, Step, Workshop
from codesign.workshops.queries import COLOURS
from codesign.workshops.rooms import current_step, people_in, times_of, workshop_by_code

AGAIN_AFTER = 20
"""Seconds after which the wall is drawn again though the room has not moved: words taken back elsewhere go."""

NEW_FOR = timedelta(seconds=6)
"""How long the newest card wears a ring."""

CARDS_IN_A_GROUP = 6
CARDS_IN_A_FULL_ROOM = 5  # over sixty cards each group shows five (`screens.md` 7, Fit)
FULL_ROOM = 60
CARDS_BEFORE_GROUPS = 18
CARDS_IN_THE_TRAY = 6


class Layout(StrEnum):
    """The pictures a wall can be."""

    LOBBY = "lobby"
    QUESTION = "question"  # nothing written yet
    CARDS = "cards"  # no groups yet
    BACKS = "backs"  # written, hidden until the reveal
    GROUPS = "groups"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class WallCard:
    """A card as the room sees it; `by` is a nickname, only where the step shows names."""

    id: uuid.UUID
    text: str
    by: str
    new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WallGroup:
    """A column. `votes` (dots) and `people` are None until they are shown; `more` cards are not on the wall."""

    id: uuid.UUID
    name: str
    colour: int
    votes: int | None
    people: int | None
    cards: tuple[WallCard, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WallStep:
    """A pill in the wall's foot."""

    title: str
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Wall:
    """Everything on the wall at one moment."""

    tag: str
    code: str
    title: str
    place: str
    introduction: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    layout: Layout
    prompt: str
    kind: StepKind | None
    steps: tuple[WallStep, ...]
    groups: tuple[WallGroup, ...]
    tray: tuple[WallCard, ...]
    tray_more: int
    cards: int
    waiting: int
    people: int
    voters: int
    totals_shown: bool
    seconds: int | None
    timer_ends_at: datetime | None
    paused: bool
    size: str  # few, some or many cards: how large they are set
    at: datetime

    @property
    def digits(self) -> str:
        seconds = self.seconds or 0
        return f"{seconds // 60}:{seconds % 60:02d}"


def wall_tag(project_id: uuid.UUID, code: str, *, at: datetime) -> str:
    """What changes whenever the wall would look different: one row read, no cards. Raises `NotFound`.

    Its other changes are those outside the room: a resident's receipt page, the moderation queue.
    """
    row = db.session.execute(
        select(
            Workshop.version, Workshop.starts_at, Workshop.ends_at, Workshop.started_at, Workshop.ended_at,
            Workshop.step_ends_at,
        ).where(Workshop.project_id == project_id, Workshop.join_code == code)
    ).one_or_none()  # fmt: skip
    if row is None:
        raise NotFound("There is no such workshop in this project.")
    times = Times(starts_at=row.starts_at, ends_at=row.ends_at, started_at=row.started_at, ended_at=row.ended_at)
    return _tag(row.version, room_state(times, at), row.step_ends_at, at)


def _tag(version: int, state: RoomState, step_ends_at: datetime | None, at: datetime) -> str:
    up = "up" if step_ends_at is not None and step_ends_at <= at else ""
    return f"{version}{state}{up}{int(at.timestamp()) // AGAIN_AFTER}"


def wall(project_id: uuid.UUID, code: str, *, at: datetime) -> Wall:
    """The wall as it stands. Raises `NotFound`."""
    workshop = workshop_by_code(project_id, code)
    state = room_state(times_of(workshop), at)
    step = current_step(workshop)
    source = step if step is None or step.kind is StepKind.CARDS else _step(workshop, step.votes_on_id)
    cards, waiting = _cards(workshop, source, at)
    shown = step is not None and step.totals_shown
    groups = _groups(source, step, cards, shown=shown)
    layout = _layout(state, step, groups, cards)
    loose = cards.get(None, [])
    total = sum(len(group) for group in cards.values())
    room = CARDS_IN_THE_TRAY if groups else CARDS_BEFORE_GROUPS
    return Wall(
        tag=_tag(workshop.version, state, workshop.step_ends_at, at),
        code=workshop.join_code,
        title=workshop.title,
        place=workshop.place,
        introduction=workshop.introduction,
        starts_at=workshop.starts_at,
        ends_at=workshop.ends_at,
        zone=workshop.zone,
        layout=layout,
        prompt=step.prompt if step else "",
        kind=step.kind if step else None,
        steps=tuple(WallStep(title=each.title, current=each is step) for each in workshop.steps),
        groups=tuple(sorted(groups, key=lambda group: -(group.votes or 0)) if shown else groups),
        tray=tuple(loose[:room]),
        tray_more=max(len(loose) - room, 0),
        cards=total,
        waiting=waiting,
        people=people_in(workshop.id),
        voters=_voters(step),
        totals_shown=shown,
        seconds=seconds_left(workshop.step_ends_at, workshop.paused_seconds, at),
        timer_ends_at=workshop.step_ends_at,
        paused=workshop.paused_seconds is not None,
        size=_size(groups, loose),
        at=at,
    )


def _step(workshop: Workshop, step_id: uuid.UUID | None) -> Step | None:
    return next((each for each in workshop.steps if each.id == step_id), None)


def _cards(workshop: Workshop, source: Step | None, at: datetime) -> tuple[dict[uuid.UUID | None, list[WallCard]], int]:
    """Published cards by group, newest first, and how many wait for the facilitator."""
    if source is None:
        return {}, 0
    rows = db.session.execute(
        select(Card.id, Card.group_id, Card.created_at, Contribution.text, Contribution.standing, Attendee.nickname)
        .join(Contribution, Card.contribution_id == Contribution.id)
        .outerjoin(
            Attendee,
            (Attendee.workshop_id == workshop.id) & (Attendee.participant_id == Contribution.participant_id),
        )
        .where(Card.step_id == source.id, Contribution.standing.in_((Standing.PUBLISHED, Standing.WAITING)))
        .order_by(Card.created_at.desc(), Card.id.desc())
    ).all()
    cards: dict[uuid.UUID | None, list[WallCard]] = defaultdict(list)
    for row in rows:
        if row.standing is Standing.PUBLISHED:
            name = row.nickname or "" if source.names is CardNames.NAMES else ""
            cards[row.group_id].append(WallCard(id=row.id, text=row.text, by=name, new=at - row.created_at < NEW_FOR))
    return dict(cards), sum(row.standing is Standing.WAITING for row in rows)


def _groups(
    source: Step | None, step: Step | None, cards: dict[uuid.UUID | None, list[WallCard]], *, shown: bool
) -> list[WallGroup]:
    if source is None:
        return []
    groups = db.session.scalars(
        select(CardGroup).where(CardGroup.step_id == source.id).order_by(CardGroup.position, CardGroup.id)
    ).all()
    dots: dict[uuid.UUID, tuple[int, int]] = {}
    if shown and step is not None:
        counted = select(Dot.group_id, func.sum(Dot.dots), func.count()).where(Dot.step_id == step.id)
        dots = {row[0]: (int(row[1]), int(row[2])) for row in db.session.execute(counted.group_by(Dot.group_id))}
    full = sum(len(group) for group in cards.values()) > FULL_ROOM
    most = CARDS_IN_A_FULL_ROOM if full else CARDS_IN_A_GROUP
    columns = []
    for place, group in enumerate(groups):
        mine = cards.get(group.id, [])
        votes, people = dots.get(group.id, (0, 0))
        columns.append(
            WallGroup(
                id=group.id,
                name=group.title,
                colour=place % COLOURS + 1,
                votes=votes + (group.paper_dots or 0) if shown else None,
                people=people + (group.people or 0) if shown else None,
                cards=tuple(mine[:most]),
                more=max(len(mine) - most, 0),
            )
        )
    return columns


def _layout(
    state: RoomState, step: Step | None, groups: list[WallGroup], cards: dict[uuid.UUID | None, list[WallCard]]
) -> Layout:
    if state in (RoomState.ENDED, RoomState.GONE):
        return Layout.ENDED
    if state is not RoomState.LIVE or step is None:
        return Layout.LOBBY
    if step.kind is StepKind.CARDS and not cards:
        return Layout.GROUPS if groups else Layout.QUESTION
    if step.kind is StepKind.CARDS and step.phase is StepPhase.OPEN and step.names is CardNames.HIDDEN:
        return Layout.BACKS
    return Layout.GROUPS if groups else Layout.CARDS


def _voters(step: Step | None) -> int:
    if step is None or step.kind is not StepKind.VOTE:
        return 0
    query = select(func.count(func.distinct(Dot.participant_id))).where(Dot.step_id == step.id)
    return db.session.scalar(query) or 0


def _size(groups: list[WallGroup], loose: list[WallCard]) -> str:
    """Few cards are set larger, many smaller, so that the wall is full and nothing has to scroll."""
    longest = max((len(group.cards) for group in groups), default=0)
    if not groups:
        return "few" if len(loose) <= 9 else "some"
    if longest <= 2:
        return "few"
    return "some" if longest <= 4 else "many"
