"""What staff see of boards: their numbers, their settings, every idea with its status."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import case, func, select

from codesign.core.closing import Window, is_closed, is_open
from codesign.core.errors import NotFound
from codesign.core.moderation import reason_label
from codesign.core.terms import ActivityState, BoardAsks, Influence, ModerationPolicy, Standing, Totals, Vote
from codesign.core.words import Sentence
from codesign.extensions import db
from codesign.models import Contribution, Idea, IdeaBoard, Report, StatementVote, Support

PAGE = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffBoard:
    """A board's settings and state. `takes` is whether residents can use it now."""

    ref: str
    title: str
    introduction: str
    asks: BoardAsks
    influence: Influence
    influence_reason: str
    moderation: ModerationPolicy
    totals: Totals
    state: ActivityState
    takes: bool
    over: bool
    opens_on: date | None
    closes_on: date | None
    closes_time: time | None
    opens_at: datetime | None
    closes_at: datetime | None
    imported: bool
    prompts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardLine:
    """One board of the list. `marks` are supports or votes, given by `people`."""

    board: StaffBoard
    ideas: int
    published: int
    waiting: int
    marks: int
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardsPage:
    """Every board of a project, and how many words wait for a moderator."""

    lines: tuple[BoardLine, ...]
    to_check: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffIdea:
    """One idea with its status and counts."""

    ref: str
    code: str
    title: str
    standing: Standing
    reason: Sentence | None
    said_at: datetime
    supports: int
    replies: int
    agree: int
    disagree: int
    passed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffBoardPage:
    """One board with a page of its ideas, newest first; `sizes` has the number in each standing."""

    board: StaffBoard
    ideas: tuple[StaffIdea, ...]
    sizes: dict[Standing, int]
    standing: Standing | None
    page: int
    more: bool


def boards_page(project_id: uuid.UUID, at: datetime) -> BoardsPage:
    """The list of boards in a fixed number of queries."""
    rows = db.session.scalars(
        select(IdeaBoard).where(IdeaBoard.project_id == project_id).order_by(IdeaBoard.created_at, IdeaBoard.id)
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
    marks: dict[uuid.UUID, tuple[int, int]] = {}
    for table in (Support, StatementVote):
        counted = _by_board(
            select(
                Idea.board_id, func.count().label("marks"), func.count(table.participant_id.distinct()).label("people")
            )
            .join(Idea, table.idea_id == Idea.id)
            .where(Idea.board_id.in_(ids))
            .group_by(Idea.board_id)
        )
        marks |= {board: (row.marks, row.people) for board, row in counted.items()}
    lines = []
    for row in rows:
        of = ideas.get(row.id)
        given, people = marks.get(row.id, (0, 0))
        lines.append(
            BoardLine(
                board=_settings(row, at, ()),
                ideas=of.ideas if of else 0,
                published=of.published if of else 0,
                waiting=of.waiting if of else 0,
                marks=given,
                people=people,
            )
        )
    return BoardsPage(lines=tuple(lines), to_check=_to_check(project_id))


def one_board(project_id: uuid.UUID, ref: str, at: datetime) -> StaffBoard:
    """A board's settings. Raises `NotFound`."""
    row = _board(project_id, ref)
    return _settings(row, at, tuple(prompt.text for prompt in row.prompts))


def board_page(
    project_id: uuid.UUID, ref: str, *, at: datetime, standing: Standing | None = None, page: int = 1
) -> StaffBoardPage:
    """One board and a page of its ideas, 30 at a time."""
    row = _board(project_id, ref)
    counted = db.session.execute(
        select(Contribution.standing, func.count())
        .join(Idea, Idea.contribution_id == Contribution.id)
        .where(Idea.board_id == row.id)
        .group_by(Contribution.standing)
    )
    sizes: dict[Standing, int] = {row[0]: row[1] for row in counted}
    wanted = (
        select(Idea, Contribution, _votes(Vote.AGREE), _votes(Vote.DISAGREE), _votes(Vote.PASS))
        .join(Contribution, Idea.contribution_id == Contribution.id)
        .where(Idea.board_id == row.id)
    )
    if standing is not None:
        wanted = wanted.where(Contribution.standing == standing)
    rows = db.session.execute(
        wanted.order_by(Idea.created_at.desc(), Idea.id).limit(PAGE + 1).offset((page - 1) * PAGE)
    ).all()
    return StaffBoardPage(
        board=_settings(row, at, tuple(prompt.text for prompt in row.prompts)),
        ideas=tuple(_idea(*found) for found in rows[:PAGE]),
        sizes=sizes,
        standing=standing,
        page=page,
        more=len(rows) > PAGE,
    )


def _idea(idea: Idea, words: Contribution, agree: int, disagree: int, passed: int) -> StaffIdea:
    return StaffIdea(
        ref=idea.ref,
        code=words.code,
        title=idea.title or words.text,
        standing=words.standing,
        reason=reason_label(words.moderation_reason) if words.moderation_reason else None,
        said_at=words.said_at,
        supports=idea.supports,
        replies=idea.replies,
        agree=agree,
        disagree=disagree,
        passed=passed,
    )


def _votes(kind: Vote) -> Any:
    return (
        select(func.count())
        .select_from(StatementVote)
        .where(StatementVote.idea_id == Idea.id, StatementVote.vote == kind)
        .scalar_subquery()
    )


def _board(project_id: uuid.UUID, ref: str) -> IdeaBoard:
    board = db.session.scalar(select(IdeaBoard).where(IdeaBoard.project_id == project_id, IdeaBoard.ref == ref))
    if board is None:
        raise NotFound("There is no such board in this project.")
    return board


def _settings(row: IdeaBoard, at: datetime, prompts: tuple[str, ...]) -> StaffBoard:
    window = Window(row.opens_at, row.closes_at)
    local = ZoneInfo(row.zone)
    closes = row.closes_at.astimezone(local) if row.closes_at else None
    return StaffBoard(
        ref=row.ref,
        title=row.title,
        introduction=row.introduction,
        asks=row.asks,
        influence=row.influence,
        influence_reason=row.influence_reason,
        moderation=row.moderation,
        totals=row.totals,
        state=row.state,
        takes=row.state is ActivityState.OPEN and is_open(window, at),
        over=is_closed(window, at),
        opens_on=row.opens_at.astimezone(local).date() if row.opens_at else None,
        closes_on=row.closes_on or (closes.date() if closes else None),
        closes_time=row.closes_time or (closes.time().replace(second=0, microsecond=0) if closes else None),
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        imported=row.source_digest is not None,
        prompts=prompts,
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
