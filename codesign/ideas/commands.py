"""What a resident can do on a board: add an idea, reply, support."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from codesign.core.boards import NOT_NOW, BoardAct, Phase, permitted
from codesign.core.closing import Closed, Window, require_open
from codesign.core.errors import NotFound, WrongStage
from codesign.core.terms import (
    ActivityState,
    Standing,
)
from codesign.core.words import N_
from codesign.extensions import db
from codesign.ideas.rows import phases_of
from codesign.models import (
    BudgetSlot,
    Contribution,
    Idea,
    IdeaBoard,
    StatementVote,
    Support,
)


def board_of(project_id: uuid.UUID, board_ref: str) -> IdeaBoard:
    """A board that residents may see. Raises `NotFound` for a draft and for another project's."""
    board = db.session.scalar(
        select(IdeaBoard).where(
            IdeaBoard.project_id == project_id, IdeaBoard.ref == board_ref, IdeaBoard.state != ActivityState.DRAFT
        )
    )
    if board is None:
        raise NotFound("There is no such board in this project.")
    return board


def open_board(project_id: uuid.UUID, board_ref: str, at: datetime, act: BoardAct) -> IdeaBoard:
    """The board, open now and in a phase that allows `act`. Raises `NotFound` or `WrongStage`."""
    board = board_of(project_id, board_ref)
    require_taking(board, at, act)
    return board


def require_taking(board: IdeaBoard, at: datetime, act: BoardAct) -> None:
    """Raises `WrongStage` unless staff have opened the board, it is inside its dates, and its phase allows `act`."""
    require_stage(board, phases_of(board), at, act)


def require_stage(board: IdeaBoard | Row[Any], phases: tuple[Phase, ...], at: datetime, act: BoardAct) -> None:
    """The same of a board's row; `phases` are its own."""
    if board.state is not ActivityState.OPEN:
        raise Closed(N_("This board has closed."))
    require_open(Window(board.opens_at, board.closes_at), at)
    if act not in permitted(phases, at, reacts_early=board.reacts_early):
        raise WrongStage(NOT_NOW[act])


def fresh_idea_ref(board_id: uuid.UUID, taken: set[str] | None = None) -> str:
    """A reference of random digits not yet on the board: sayable, and it tells nothing of the order of sending."""
    digits = 4
    while True:
        ref = f"I-{secrets.randbelow(10**digits - 1) + 1:0{digits}d}"
        if taken is not None:
            if ref not in taken:
                taken.add(ref)
                return ref
        elif db.session.scalar(select(Idea.id).where(Idea.board_id == board_id, Idea.ref == ref)) is None:
            return ref
        digits = min(digits + 1, 9)  # a collision: the board is filling up, so draw from more


def published_idea(board: IdeaBoard, idea_ref: str) -> Idea:
    idea = db.session.scalar(
        select(Idea)
        .join(Contribution, Idea.contribution_id == Contribution.id)
        .where(Idea.board_id == board.id, Idea.ref == idea_ref, Contribution.standing == Standing.PUBLISHED)
    )
    if idea is None:
        raise NotFound("There is no such idea on this board.")
    return idea


def insert_once(model: type[Support] | type[StatementVote] | type[BudgetSlot], **values: Any) -> bool:
    """Whether the row is new; one that is there already is left alone, whoever came first."""
    db.session.flush()
    connection = db.session.connection()
    # RETURNING, not the row count: psycopg gives none for it.
    return connection.execute(_once(model, connection.dialect.name), values).first() is not None


@lru_cache
def _once(model: Any, dialect: str) -> Any:
    insert = sqlite_insert if dialect == "sqlite" else postgresql_insert
    return insert(model.__table__).on_conflict_do_nothing().returning(model.__table__.c.id)
