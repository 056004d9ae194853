"""What the facilitator's remote shows: where the room is, the cards in hand, the groups, and whether it changed."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from codesign.core.errors import NotFound
from codesign.core.heard import set_apart
from codesign.core.terms import Standing, StepKind, StepPhase
from codesign.core.workshop import Doing, RoomState, doing, move, room_state, seconds_left
from codesign.extensions import db
from codesign.models import Card, CardGroup, Contribution, Dot, Step, Workshop
from codesign.workshops.grouping import cards_step, last_move
from codesign.workshops.queries import COLOURS
from codesign.workshops.rooms import current_step, people_in, times_of, workshop_by_code


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteCard:
    """A card in the facilitator's hand."""

    id: uuid.UUID
    text: str
    group_id: uuid.UUID | None
    standing: Standing
    from_paper: bool
    table_number: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteGroup:
    """A group in the facilitator's hand. `people` and `dots` are hands counted."""

    id: uuid.UUID
    title: str
    colour: int
    cards: tuple[RemoteCard, ...]
    people: int | None
    dots: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Remote:
    """The remote as it stands."""

    code: str
    ref: str
    title: str
    host: str
    state: RoomState
    doing: Doing
    version: int
    number: int
    of: int
    step_title: str
    prompt: str
    kind: StepKind | None
    phase: StepPhase | None
    next_title: str
    next_phase: StepPhase | None
    at_first: bool
    totals_shown: bool
    seconds: int | None
    ends_at: datetime | None
    paused: bool
    harvested: bool
    people: int
    voters: int
    cards_total: int
    cards_prompt: str
    held: tuple[RemoteCard, ...]
    hidden: tuple[RemoteCard, ...]
    loose: tuple[RemoteCard, ...]
    groups: tuple[RemoteGroup, ...]
    can_undo: bool
    takes_cards: bool
    takes_hands: bool
    at: datetime

    @property
    def digits(self) -> str:
        seconds = self.seconds or 0
        return f"{seconds // 60}:{seconds % 60:02d}"


def remote(project_id: uuid.UUID, code: str, *, at: datetime) -> Remote:
    """Everything the facilitator needs in one hand. Raises `NotFound`."""
    workshop = workshop_by_code(project_id, code)
    state = room_state(times_of(workshop), at)
    step = current_step(workshop)
    source = cards_step(workshop)
    cards = _cards(source)
    index = workshop.steps.index(step) if step else None
    ahead = move([each.kind for each in workshop.steps], index, step.phase if step else None)
    behind = move([each.kind for each in workshop.steps], index, step.phase if step else None, back=True)
    on_wall = [card for card in cards if card.standing is Standing.PUBLISHED]
    return Remote(
        code=workshop.join_code,
        ref=workshop.ref,
        title=workshop.title,
        host=workshop.host_name,
        state=state,
        doing=doing(state, step.kind if step else None, step.phase if step else None),
        version=workshop.version,
        number=step.position if step else 0,
        of=len(workshop.steps),
        step_title=step.title if step else "",
        prompt=step.prompt if step else "",
        kind=step.kind if step else None,
        phase=step.phase if step else None,
        next_title=workshop.steps[ahead[0]].title if ahead else "",
        next_phase=ahead[1] if ahead else None,
        at_first=behind is None,
        totals_shown=bool(step and step.totals_shown),
        seconds=seconds_left(workshop.step_ends_at, workshop.paused_seconds, at),
        ends_at=workshop.step_ends_at,
        paused=workshop.paused_seconds is not None,
        harvested=workshop.harvested_at is not None,
        people=people_in(workshop.id),
        voters=_voters(step),
        cards_total=len(on_wall),
        cards_prompt=source.prompt if source else "",
        held=tuple(card for card in cards if card.standing is Standing.WAITING),
        hidden=tuple(card for card in cards if card.standing is Standing.HIDDEN),
        loose=tuple(card for card in on_wall if card.group_id is None),
        groups=_groups(source, on_wall),
        can_undo=last_move(workshop.id) is not None,
        takes_cards=source is not None,
        takes_hands=source is not None and any(each.votes_on_id == source.id for each in workshop.steps),
        at=at,
    )


def room_news(project_id: uuid.UUID, code: str, *, since: int) -> tuple[int, int]:
    """(version, changes by others since that version was on the page): what the remote's news line says.

    Raises `NotFound`.
    """
    version = db.session.scalar(
        select(Workshop.version).where(Workshop.project_id == project_id, Workshop.join_code == code)
    )
    if version is None:
        raise NotFound("There is no such workshop in this project.")
    return version, max(version - since, 0)


def _voters(step: Step | None) -> int:
    if step is None or step.kind is not StepKind.VOTE:
        return 0
    return db.session.scalar(select(func.count(func.distinct(Dot.participant_id))).where(Dot.step_id == step.id)) or 0


def _cards(source: Step | None) -> list[RemoteCard]:
    """Cards of a step but those taken back, the newest first: what was just written needs a group."""
    if source is None:
        return []
    rows = db.session.execute(
        select(
            Card.id, Card.group_id, Card.from_paper, Card.table_number, Contribution.text, Contribution.standing,
            Contribution.moderation_reason,
        )
        .join(Contribution, Card.contribution_id == Contribution.id)
        .where(Card.step_id == source.id, Contribution.standing != Standing.WITHDRAWN)
        .order_by(Card.created_at.desc(), Card.id.desc())
        .limit(500)
    )  # fmt: skip
    return [
        RemoteCard(
            id=row.id,
            text="" if set_apart(row.standing, row.moderation_reason) else row.text,
            group_id=row.group_id,
            standing=row.standing,
            from_paper=row.from_paper,
            table_number=row.table_number,
        )
        for row in rows
    ]


def _groups(source: Step | None, cards: list[RemoteCard]) -> tuple[RemoteGroup, ...]:
    if source is None:
        return ()
    groups = db.session.scalars(
        select(CardGroup).where(CardGroup.step_id == source.id).order_by(CardGroup.position, CardGroup.id)
    )
    return tuple(
        RemoteGroup(
            id=group.id,
            title=group.title,
            colour=place % COLOURS + 1,
            cards=tuple(card for card in cards if card.group_id == group.id),
            people=group.people,
            dots=group.paper_dots,
        )
        for place, group in enumerate(groups)
    )
