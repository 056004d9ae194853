"""Supporting an idea and taking it back, also where everyone has only so many supports to give."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from codesign.core.boards import BoardAct
from codesign.core.errors import NotFound, Refused
from codesign.core.terms import BoardAsks, Standing
from codesign.core.words import N_
from codesign.extensions import db
from codesign.ideas.commands import insert_once, open_board
from codesign.ideas.rows import holds_a_slot
from codesign.ledger import actor_participant, record
from codesign.models import BudgetSlot, Contribution, Idea, IdeaBoard, Support

NONE_LEFT = N_("You have given all your supports on this board. Take one back first, then give it here.")
MERGED = N_("This idea is now part of another one. Open it to see which, and support that one.")
NOT_BY_SUPPORT = N_("This board does not ask for supports.")


def support_idea(project_id: uuid.UUID, board_ref: str, idea_ref: str, *, by: uuid.UUID, at: datetime) -> None:
    """Support an idea, once however often it is asked: the unique index decides, and only a new row moves the count.

    Raises `Refused` when the idea was merged into another, or the person's budget is used up.
    """
    board = open_board(project_id, board_ref, at, BoardAct.REACT)
    if board.asks not in (BoardAsks.IDEAS, BoardAsks.BUDGET):
        raise Refused(NOT_BY_SUPPORT)
    idea, standing = _idea(board, idea_ref)
    if standing is Standing.MERGED:
        mine = select(Support.id).where(Support.idea_id == idea.id, Support.participant_id == by)
        if db.session.scalar(mine) is None:
            raise Refused(MERGED)
        return
    if board.budget is None:
        new = insert_once(Support, idea_id=idea.id, participant_id=by, at=at)
    else:
        with db.session.begin_nested():  # refused, nothing of it may stay: the page that says so shows what holds
            new = insert_once(Support, idea_id=idea.id, participant_id=by, at=at)
            if new:
                _take_slot(board, board.budget, idea, project_id=project_id, by=by, at=at)
    if not new:
        return
    # The chain's lock before the idea's, everywhere: two writers who took them crosswise would wait for ever.
    _tell("idea_supported", idea, project_id=project_id, by=by, at=at)
    db.session.execute(update(Idea).where(Idea.id == idea.id).values(supports=Idea.supports + 1))


def take_support_back(project_id: uuid.UUID, board_ref: str, idea_ref: str, *, by: uuid.UUID, at: datetime) -> None:
    """Take one's support back, also from an idea that was merged; nothing happens where there is none."""
    board = open_board(project_id, board_ref, at, BoardAct.REACT)
    idea, _ = _idea(board, idea_ref)
    _take_back(idea, project_id=project_id, by=by, at=at)


def _take_back(idea: Idea, *, project_id: uuid.UUID, by: uuid.UUID, at: datetime) -> None:
    mine = delete(Support).where(Support.idea_id == idea.id, Support.participant_id == by).returning(Support.id)
    if db.session.execute(mine).first() is None:
        return
    db.session.execute(delete(BudgetSlot).where(BudgetSlot.idea_id == idea.id, BudgetSlot.participant_id == by))
    _tell("support_taken_back", idea, project_id=project_id, by=by, at=at)
    db.session.execute(update(Idea).where(Idea.id == idea.id).values(supports=Idea.supports - 1))


def _take_slot(
    board: IdeaBoard, budget: int, idea: Idea, *, project_id: uuid.UUID, by: uuid.UUID, at: datetime
) -> None:
    """Give one of the person's supports here. Two who take the last at once: the index gives it to one of them."""
    slots = db.session.execute(
        select(BudgetSlot.number, Idea, holds_a_slot().label("held"))
        .join(Idea, BudgetSlot.idea_id == Idea.id)
        .join(Contribution, Idea.contribution_id == Contribution.id)
        .where(BudgetSlot.board_id == board.id, BudgetSlot.participant_id == by)
    ).all()
    taken = {slot.number for slot in slots if slot.held}
    free = len(set(range(1, budget + 1)) - {slot.number for slot in slots})
    gone = next((slot.Idea for slot in slots if not slot.held and slot.number <= budget), None)
    if not free and gone is not None:
        _take_back(gone, project_id=project_id, by=by, at=at)  # the idea is hidden or withdrawn: its support moves
    for number in sorted(set(range(1, budget + 1)) - taken):
        if _insert_slot(board.id, idea.id, by, number):
            return
    raise Refused(NONE_LEFT)


def _insert_slot(board_id: uuid.UUID, idea_id: uuid.UUID, by: uuid.UUID, number: int) -> bool:
    insert = sqlite_insert if db.engine.dialect.name == "sqlite" else postgresql_insert
    statement = insert(BudgetSlot).values(board_id=board_id, idea_id=idea_id, participant_id=by, number=number)
    return db.session.execute(statement.on_conflict_do_nothing().returning(BudgetSlot.id)).first() is not None


def _idea(board: IdeaBoard, idea_ref: str) -> tuple[Idea, Standing]:
    """An idea of the board that is published or was merged. Raises `NotFound`."""
    found = db.session.execute(
        select(Idea, Contribution.standing)
        .join(Contribution, Idea.contribution_id == Contribution.id)
        .where(
            Idea.board_id == board.id,
            Idea.ref == idea_ref,
            Contribution.standing.in_((Standing.PUBLISHED, Standing.MERGED)),
        )
    ).one_or_none()
    if found is None:
        raise NotFound("There is no such idea on this board.")
    return found[0], found[1]


def _tell(kind: str, idea: Idea, *, project_id: uuid.UUID, by: uuid.UUID, at: datetime) -> None:
    record(kind, idea, project_id=project_id, by=actor_participant(by), at=at, details={"idea": idea.ref})
