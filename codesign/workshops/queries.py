"""What phones show: the door, the step box that moves everyone on, a person's cards, their dots."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from codesign.core.codes import digest
from codesign.core.errors import NotFound
from codesign.core.fairmix import fair_order
from codesign.core.terms import CardNames, Influence, Standing, StepPhase
from codesign.core.workshop import Doing, RoomState, Times, doing, minutes_left, room_state, seconds_left, takes_input
from codesign.extensions import db
from codesign.models import Attendee, Card, CardGroup, Contribution, Dot, Project, Step, Submission, Workshop

COLOURS = 5
"""Group colours on phones and on the wall; a sixth group wears the first again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """A workshop as someone at its door sees it."""

    project_id: uuid.UUID
    project_slug: str
    code: str
    title: str
    place: str
    starts_at: datetime
    zone: str
    state: RoomState
    influence: Influence
    influence_reason: str

    @property
    def lets_in(self) -> bool:
        return self.state in (RoomState.LOBBY, RoomState.LIVE)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepBox:
    """What the room does now; the same for everyone in it."""

    code: str
    title: str
    host: str
    place: str
    zone: str
    state: RoomState
    doing: Doing
    starts_at: datetime
    ended: bool
    number: int
    of: int
    step_id: uuid.UUID | None
    ref: str
    name: str
    prompt: str
    names: CardNames | None
    dots: int
    votes_on: uuid.UUID | None
    totals_shown: bool
    seconds: int | None
    ends_at: datetime | None
    paused: bool
    takes_input: bool
    at: datetime

    @property
    def minutes(self) -> int | None:
        return None if self.seconds is None else minutes_left(self.seconds)

    @property
    def tag(self) -> str:
        """Changes whenever the box would read differently."""
        parts = (self.state, self.doing, self.ref, self.prompt, self.of, self.minutes, self.paused, self.takes_input)
        return digest("|".join(str(part) for part in (*parts, self.title, self.host, self.starts_at)))[:20]


@dataclass(frozen=True, slots=True, kw_only=True)
class MyCard:
    """One of a person's own cards."""

    id: uuid.UUID
    text: str
    waits: bool
    hidden: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPage:
    """Writing: the person's cards of this step, and the way back to their words."""

    cards: tuple[MyCard, ...]
    receipt: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteGroup:
    """One row of the vote. `votes` and `people` are the room's, None until the facilitator shows them."""

    id: uuid.UUID
    name: str
    colour: int
    dots: int
    votes: int | None
    people: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VotePage:
    """Voting: a person's own dots, in an order mixed for them; after the reveal the most dots first."""

    groups: tuple[VoteGroup, ...]
    left: int
    total: int
    voters: int


def door(code: str, *, at: datetime) -> Door | None:
    """The workshop with this code in a published project; None when there is none."""
    row = db.session.execute(
        select(Workshop, Project.slug)
        .join(Project, Workshop.project_id == Project.id)
        .where(Workshop.join_code == code, Project.published_at.is_not(None))
    ).one_or_none()
    return _door(row[0], row[1], at) if row else None


def door_of(project_id: uuid.UUID, code: str, *, at: datetime) -> Door:
    """The same within a project. Raises `NotFound`."""
    row = db.session.execute(
        select(Workshop, Project.slug)
        .join(Project, Workshop.project_id == Project.id)
        .where(Workshop.join_code == code, Workshop.project_id == project_id)
    ).one_or_none()
    if row is None:
        raise NotFound("There is no such workshop in this project.")
    return _door(row[0], row[1], at)


def _door(workshop: Workshop, slug: str, at: datetime) -> Door:
    times = Times(
        starts_at=workshop.starts_at,
        ends_at=workshop.ends_at,
        started_at=workshop.started_at,
        ended_at=workshop.ended_at,
    )
    return Door(
        project_id=workshop.project_id,
        project_slug=slug,
        code=workshop.join_code,
        title=workshop.title,
        place=workshop.place,
        starts_at=workshop.starts_at,
        zone=workshop.zone,
        state=room_state(times, at),
        influence=workshop.influence,
        influence_reason=workshop.influence_reason,
    )


def is_in_room(project_id: uuid.UUID, code: str, participant_id: uuid.UUID | None) -> bool:
    """Whether this person has joined and is still in."""
    if participant_id is None:
        return False
    return bool(
        db.session.scalar(
            select(func.count())
            .select_from(Attendee)
            .join(Workshop, Attendee.workshop_id == Workshop.id)
            .where(
                Workshop.project_id == project_id,
                Workshop.join_code == code,
                Attendee.participant_id == participant_id,
                Attendee.removed_at.is_(None),
            )
        )
    )


def step_box(project_id: uuid.UUID, code: str, *, at: datetime) -> StepBox:
    """What the room does now, in one query that reads no cards. Raises `NotFound`."""
    every = aliased(Step)
    steps = select(func.count()).where(every.workshop_id == Workshop.id).correlate(Workshop).scalar_subquery()
    row = db.session.execute(
        select(
            Workshop.title, Workshop.host_name, Workshop.place, Workshop.zone, Workshop.starts_at, Workshop.ends_at,
            Workshop.started_at, Workshop.ended_at, Workshop.step_ends_at, Workshop.paused_seconds,
            steps.label("steps"), Step.id.label("step_id"), Step.ref, Step.position, Step.title.label("name"),
            Step.prompt, Step.kind.label("step_kind"), Step.phase, Step.names, Step.dots, Step.votes_on_id,
            Step.totals_shown,
        )
        .select_from(Workshop)
        .outerjoin(Step, Workshop.current_step_id == Step.id)
        .where(Workshop.project_id == project_id, Workshop.join_code == code)
    ).one_or_none()  # fmt: skip
    if row is None:
        raise NotFound("There is no such workshop in this project.")
    times = Times(starts_at=row.starts_at, ends_at=row.ends_at, started_at=row.started_at, ended_at=row.ended_at)
    state = room_state(times, at)
    now = doing(state, row.step_kind, row.phase)
    live = now in (Doing.WRITE, Doing.VOTE)
    seconds = seconds_left(row.step_ends_at, row.paused_seconds, at) if live else None
    return StepBox(
        code=code,
        title=row.title,
        host=row.host_name,
        place=row.place,
        zone=row.zone,
        state=state,
        doing=now,
        starts_at=row.starts_at,
        ended=row.ended_at is not None,
        number=row.position or 0,
        of=row.steps,
        step_id=row.step_id,
        ref=row.ref or "",
        name=row.name or "",
        prompt=row.prompt or "",
        names=row.names,
        dots=row.dots or 0,
        votes_on=row.votes_on_id,
        totals_shown=bool(row.totals_shown),
        seconds=seconds,
        ends_at=row.step_ends_at if live else None,
        paused=row.paused_seconds is not None,
        takes_input=live and takes_input(row.phase or StepPhase.CLOSED, row.step_ends_at, row.paused_seconds, at),
        at=at,
    )


def card_page(project_id: uuid.UUID, box: StepBox, participant_id: uuid.UUID) -> CardPage:
    """The person's own cards of the current step, oldest first."""
    rows = db.session.execute(
        select(Card.id, Contribution.text, Contribution.standing, Submission.receipt)
        .join(Contribution, Card.contribution_id == Contribution.id)
        .join(Submission, Contribution.submission_id == Submission.id)
        .join(Step, Card.step_id == Step.id)
        .join(Workshop, Step.workshop_id == Workshop.id)
        .where(
            Workshop.project_id == project_id,
            Workshop.join_code == box.code,
            Contribution.participant_id == participant_id,
            Card.step_id == box.step_id,
        )
        .order_by(Card.created_at, Card.id)
    ).all()
    return CardPage(
        cards=tuple(
            MyCard(
                id=row.id,
                text=row.text,
                waits=row.standing is Standing.WAITING,
                hidden=row.standing is Standing.HIDDEN,
            )
            for row in rows
            if row.standing is not Standing.WITHDRAWN
        ),
        receipt=rows[0].receipt if rows else _receipt(project_id, box.code, participant_id),
    )


def _receipt(project_id: uuid.UUID, code: str, participant_id: uuid.UUID) -> str | None:
    return db.session.scalar(
        select(Submission.receipt)
        .join(Workshop, Submission.activity_id == Workshop.id)
        .where(
            Workshop.project_id == project_id,
            Workshop.join_code == code,
            Submission.participant_id == participant_id,
        )
    )


def vote_page(project_id: uuid.UUID, box: StepBox, participant_id: uuid.UUID) -> VotePage:
    """The groups of the vote and the person's dots on them."""
    groups = db.session.execute(
        select(CardGroup.id, CardGroup.title, CardGroup.people, CardGroup.paper_dots)
        .join(Step, CardGroup.step_id == Step.id)
        .join(Workshop, Step.workshop_id == Workshop.id)
        .where(Workshop.project_id == project_id, Workshop.join_code == box.code, CardGroup.step_id == box.votes_on)
        .order_by(CardGroup.position, CardGroup.id)
    ).all()
    dots = db.session.execute(
        select(Dot.group_id, Dot.participant_id, Dot.dots).where(Dot.step_id == box.step_id)
    ).all()
    mine = {row.group_id: row.dots for row in dots if row.participant_id == participant_id}
    rows = {}
    for place, group in enumerate(groups):
        given = [row.dots for row in dots if row.group_id == group.id]
        rows[group.id] = VoteGroup(
            id=group.id,
            name=group.title,
            colour=place % COLOURS + 1,
            dots=mine.get(group.id, 0),
            votes=sum(given) + (group.paper_dots or 0) if box.totals_shown else None,
            people=len(given) + (group.people or 0) if box.totals_shown else None,
        )
    if box.totals_shown:
        order = sorted(rows, key=lambda key: -(rows[key].votes or 0))
    else:
        order = fair_order(list(rows), {}, f"{participant_id.hex}:{box.step_id}")
    return VotePage(
        groups=tuple(rows[key] for key in order),
        left=box.dots - sum(mine.values()),
        total=box.dots,
        voters=len({row.participant_id for row in dots}),
    )
