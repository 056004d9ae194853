"""What staff see of paper cards: what can be printed, what was typed in."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, case, func, select

from codesign.core.heard import READABLE_STANDINGS
from codesign.core.terms import ActivityState
from codesign.extensions import db
from codesign.ideas.boards import staff_board
from codesign.ideas.paper.cards import AT_ONCE, shown_ideas
from codesign.models import Contribution, Idea, PaperTally, Person

LISTED = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """One entry: so many ticks on one card, in one place, on one day."""

    id: uuid.UUID
    ref: str
    title: str
    place: str
    counted_on: date
    ticks: int
    keyed_at: datetime
    keyed_by: str
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPage:
    """The paper of one board. `parts` are (first, last) of each file of 200 cards; `ticks` those that count."""

    ref: str
    title: str
    zone: str
    open: bool
    prompts: tuple[tuple[int, str], ...]
    shown: int
    parts: tuple[tuple[int, int], ...]
    tallies: tuple[Tally, ...]
    entries: int
    ticks: int
    places: tuple[str, ...]
    page: int
    more: bool


def paper_page(project_id: uuid.UUID, ref: str, *, page: int = 1) -> PaperPage:
    """The paper of one board, 60 entries a page, the latest first. Raises `NotFound`."""
    board = staff_board(project_id, ref)
    shown = shown_ideas(board)
    rows = db.session.execute(
        select(PaperTally, Idea.ref, _line(), Person.name, Person.email)
        .join(Idea, PaperTally.idea_id == Idea.id)
        .join(Contribution, Idea.contribution_id == Contribution.id)
        .join(Person, PaperTally.keyed_by_id == Person.id)
        .where(Idea.board_id == board.id)
        .order_by(PaperTally.keyed_at.desc(), PaperTally.id.desc())
        .limit(LISTED + 1)
        .offset((page - 1) * LISTED)
    ).all()
    entries, ticks = db.session.execute(
        select(func.count(), func.coalesce(func.sum(PaperTally.ticks), 0))
        .join(Idea, PaperTally.idea_id == Idea.id)
        .where(Idea.board_id == board.id, PaperTally.withdrawn_at.is_(None))
    ).one()
    places = db.session.scalars(
        select(PaperTally.place)
        .join(Idea, PaperTally.idea_id == Idea.id)
        .where(Idea.board_id == board.id)
        .group_by(PaperTally.place)
        .order_by(func.max(PaperTally.keyed_at).desc())
        .limit(12)
    )
    return PaperPage(
        ref=board.ref,
        title=board.title,
        zone=board.zone,
        open=board.state is not ActivityState.DRAFT,
        prompts=tuple((prompt.position, prompt.text) for prompt in board.prompts),
        shown=shown,
        parts=tuple((first + 1, min(first + AT_ONCE, shown)) for first in range(0, shown, AT_ONCE)),
        tallies=tuple(
            Tally(
                id=row.id,
                ref=idea_ref,
                title=title,
                place=row.place,
                counted_on=row.counted_on,
                ticks=row.ticks,
                keyed_at=row.keyed_at,
                keyed_by=name or email,
                withdrawn_at=row.withdrawn_at,
            )
            for row, idea_ref, title, name, email in rows[:LISTED]
        ),
        entries=entries,
        ticks=int(ticks),
        places=tuple(places),
        page=page,
        more=len(rows) > LISTED,
    )


def _line() -> ColumnElement[str]:
    """What an entry calls its idea: the line on the card, as long as residents may read it."""
    return case((Contribution.standing.in_(READABLE_STANDINGS), Idea.title), else_="")


def one_tally(project_id: uuid.UUID, ref: str, tally: uuid.UUID) -> Tally | None:
    """One entry of a board, if there is such a one."""
    board = staff_board(project_id, ref)
    found = db.session.execute(
        select(PaperTally, Idea.ref, _line())
        .join(Idea, PaperTally.idea_id == Idea.id)
        .join(Contribution, Idea.contribution_id == Contribution.id)
        .where(PaperTally.id == tally, Idea.board_id == board.id)
    ).one_or_none()
    if found is None:
        return None
    row, idea_ref, title = found
    return Tally(
        id=row.id,
        ref=idea_ref,
        title=title,
        place=row.place,
        counted_on=row.counted_on,
        ticks=row.ticks,
        keyed_at=row.keyed_at,
        keyed_by="",
        withdrawn_at=row.withdrawn_at,
    )
