"""What staff see of boards: their numbers, their settings, every idea with its status, in a fixed number of queries."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import selectinload

from codesign.core.boards import next_phase, permitted, phase_at
from codesign.core.closing import Window, is_closed, is_open
from codesign.core.errors import NotFound
from codesign.core.terms import ActivityState, BoardAsks, BoardPhaseKind, Standing
from codesign.core.words import Sentence
from codesign.extensions import db
from codesign.ideas.phases import NAMES, permits_of
from codesign.ideas.rows import phases_of
from codesign.ideas.staff_ideas import PAGE, page_of_ids, staff_ideas
from codesign.ideas.staff_shapes import (
    BoardLine,
    BoardsPage,
    PhaseLine,
    PhaseNow,
    StaffBoard,
    StaffBoardPage,
    Wanted,
)
from codesign.models import (
    Area,
    Contribution,
    Idea,
    IdeaBoard,
    PairChoice,
    PaperTally,
    Report,
    StatementVote,
    Support,
)

MARKS: dict[BoardAsks, type[Any]] = {
    BoardAsks.IDEAS: Support,
    BoardAsks.BUDGET: Support,
    BoardAsks.PAIRS: PairChoice,
    BoardAsks.STATEMENTS: StatementVote,
}
"""What people leave on a board of each kind."""


def boards_page(project_id: uuid.UUID, at: datetime) -> BoardsPage:
    """The list of boards in a fixed number of queries."""
    rows = db.session.scalars(
        select(IdeaBoard)
        .where(IdeaBoard.project_id == project_id)
        .options(selectinload(IdeaBoard.phases))
        .order_by(IdeaBoard.created_at, IdeaBoard.id)
    ).all()
    ids = [row.id for row in rows]
    ideas = _by_board(
        select(
            Idea.board_id,
            func.count().label("ideas"),
            func.sum(case((Contribution.standing == Standing.PUBLISHED, 1), else_=0)).label("published"),
            func.sum(case((Contribution.standing == Standing.WAITING, 1), else_=0)).label("waiting"),
        )
        .join(Contribution, Idea.contribution_id == Contribution.id)
        .where(Idea.board_id.in_(ids))
        .group_by(Idea.board_id)
    )
    given: dict[type[Any], dict[uuid.UUID, Any]] = {
        table: _by_board(_marks_on(table, ids)) for table in (Support, StatementVote, PairChoice)
    }
    lines = []
    for row in rows:
        of = ideas.get(row.id)
        marks = given[MARKS[row.asks]].get(row.id)
        lines.append(
            BoardLine(
                board=_settings(row, at, ()),
                ideas=of.ideas if of else 0,
                published=of.published if of else 0,
                waiting=of.waiting if of else 0,
                marks=marks.marks if marks else 0,
                people=marks.people if marks else 0,
            )
        )
    return BoardsPage(lines=tuple(lines), to_check=_to_check(project_id))


def one_board(project_id: uuid.UUID, ref: str, at: datetime) -> StaffBoard:
    """A board's settings. Raises `NotFound`."""
    row = _board(project_id, ref)
    return _settings(row, at, tuple(prompt.text for prompt in row.prompts))


def board_page(project_id: uuid.UUID, ref: str, *, at: datetime, wanted: Wanted | None = None) -> StaffBoardPage:
    """One board and a page of its ideas, 30 at a time."""
    wanted = wanted or Wanted()
    row = _board(project_id, ref)
    counted = db.session.execute(
        select(Contribution.standing, func.count())
        .join(Idea, Idea.contribution_id == Contribution.id)
        .where(Idea.board_id == row.id)
        .group_by(Contribution.standing)
    )
    sizes: dict[Standing, int] = {found[0]: found[1] for found in counted}
    areas = db.session.execute(
        select(Area.code, Area.name)
        .where(Area.project_id == project_id, Area.id.in_(select(Idea.area_id).where(Idea.board_id == row.id)))
        .order_by(Area.name, Area.code)
    )
    marks = db.session.execute(_marks_on(MARKS[row.asks], [row.id])).first()
    ids, found = page_of_ids(row.id, wanted)
    ticks = db.session.scalar(
        select(func.coalesce(func.sum(PaperTally.ticks), 0))
        .join(Idea, PaperTally.idea_id == Idea.id)
        .where(Idea.board_id == row.id, PaperTally.withdrawn_at.is_(None))
    )
    return StaffBoardPage(
        board=_settings(row, at, tuple(prompt.text for prompt in row.prompts)),
        phase=_phase_now(row, at),
        ideas=staff_ideas(row, ids, of_others=wanted.of_others),
        sizes=sizes,
        areas=tuple((code, name) for code, name in areas),
        marks=marks.marks if marks else 0,
        people=marks.people if marks else 0,
        ticks=int(ticks or 0),
        wanted=wanted,
        found=found,
        more=found > wanted.page * PAGE,
    )


def _marks_on(table: type[Any], ids: Iterable[uuid.UUID]) -> Select[Any]:
    """Supports, votes or choices on these boards, and how many people gave them."""
    if table is PairChoice:
        counted = select(PairChoice.board_id, *_people(PairChoice)).where(PairChoice.board_id.in_(ids))
        return counted.group_by(PairChoice.board_id)
    counted = select(Idea.board_id, *_people(table)).join(Idea, table.idea_id == Idea.id)
    return counted.where(Idea.board_id.in_(ids)).group_by(Idea.board_id)


def _people(table: type[Any]) -> tuple[Any, Any]:
    return func.count().label("marks"), func.count(table.participant_id.distinct()).label("people")


def _board(project_id: uuid.UUID, ref: str) -> IdeaBoard:
    board = db.session.scalar(select(IdeaBoard).where(IdeaBoard.project_id == project_id, IdeaBoard.ref == ref))
    if board is None:
        raise NotFound("There is no such board in this project.")
    return board


def _settings(row: IdeaBoard, at: datetime, prompts: tuple[str, ...]) -> StaffBoard:
    window = Window(row.opens_at, row.closes_at)
    local = ZoneInfo(row.zone)
    closes = row.closes_at.astimezone(local) if row.closes_at else None
    now = phase_at(phases_of(row), at)
    over = is_closed(window, at) or (now is not None and now.kind is BoardPhaseKind.CLOSED)
    return StaffBoard(
        ref=row.ref,
        title=row.title,
        introduction=row.introduction,
        asks=row.asks,
        budget=row.budget,
        influence=row.influence,
        influence_reason=row.influence_reason,
        moderation=row.moderation,
        totals=row.totals,
        reacts_early=row.reacts_early,
        takes_photos=row.takes_photos,
        asks_place=row.asks_place,
        state=row.state,
        takes=row.state is ActivityState.OPEN and is_open(window, at) and not over,
        over=over,
        opens_on=row.opens_at.astimezone(local).date() if row.opens_at else None,
        closes_on=row.closes_on or (closes.date() if closes else None),
        closes_time=row.closes_time or (closes.time().replace(second=0, microsecond=0) if closes else None),
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        imported=row.source_digest is not None,
        prompts=prompts,
        phases=tuple(PhaseLine(phase.kind, phase.starts_on, phase.words) for phase in row.phases),
    )


def _phase_now(row: IdeaBoard, at: datetime) -> PhaseNow:
    phases = phases_of(row)
    now, after = phase_at(phases, at), next_phase(phases, at)
    takes = row.state is ActivityState.OPEN and is_open(Window(row.opens_at, row.closes_at), at)
    return PhaseNow(
        planned=bool(phases),
        name=Sentence(NAMES[now.kind]) if now else None,
        until=now.ends_at if now else None,
        acts=permitted(phases, at, reacts_early=row.reacts_early) if takes else frozenset(),
        next_name=Sentence(NAMES[after.kind]) if after else None,
        next_at=after.starts_at if after else None,
        next_acts=permits_of(after.kind, reacts_early=row.reacts_early) if after else frozenset(),
    )


def _to_check(project_id: uuid.UUID) -> int:
    waiting = select(func.count()).where(
        Contribution.project_id == project_id, Contribution.standing == Standing.WAITING
    )
    reported = (
        select(func.count(Report.contribution_id.distinct()))
        .join(Contribution, Report.contribution_id == Contribution.id)
        .where(
            Contribution.project_id == project_id,
            Contribution.standing == Standing.PUBLISHED,
            Report.settled_at.is_(None),
        )
    )
    return (db.session.scalar(waiting) or 0) + (db.session.scalar(reported) or 0)


def _by_board(query: Any) -> dict[uuid.UUID, Any]:
    return {row.board_id: row for row in db.session.execute(query)}
