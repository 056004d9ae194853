"""Supporting an idea and taking it back, also where everyone has only so many supports to give."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import and_, bindparam, delete, select, update

from codesign.core.boards import BoardAct, in_turn
from codesign.core.errors import NotFound, Refused
from codesign.core.terms import ActivityState, BoardAsks, Standing
from codesign.core.words import N_
from codesign.extensions import db
from codesign.ideas.commands import insert_once, require_stage
from codesign.ideas.rows import holds_a_slot
from codesign.ledger import actor_participant, record
from codesign.models import BoardPhase, BudgetSlot, Contribution, Idea, IdeaBoard, Support

NONE_LEFT = N_("You have given all your supports on this board. Take one back first, then give it here.")
MERGED = N_("This idea is now part of another one. Open it to see which, and support that one.")
NOT_BY_SUPPORT = N_("This board does not ask for supports.")


@dataclass(frozen=True, slots=True)
class _Idea:
    """An idea that is published or was merged, and what its board asks."""

    id: uuid.UUID
    ref: str
    merged: bool
    board_id: uuid.UUID
    asks: BoardAsks
    budget: int | None


def support_idea(project_id: uuid.UUID, board_ref: str, idea_ref: str, *, by: uuid.UUID, at: datetime) -> None:
    """Support an idea, once however often it is asked: the unique index decides, and only a new row moves the count.

    Raises `Refused` when the idea was merged into another, or the person's budget is used up.
    """
    idea = _idea_to_support(project_id, board_ref, idea_ref, at)
    if idea.asks not in (BoardAsks.IDEAS, BoardAsks.BUDGET):
        raise Refused(NOT_BY_SUPPORT)
    if idea.merged:
        mine = select(Support.id).where(Support.idea_id == idea.id, Support.participant_id == by)
        if db.session.scalar(mine) is None:
            raise Refused(MERGED)
        return
    if idea.budget is None:
        new = insert_once(Support, idea_id=idea.id, participant_id=by, at=at)
    else:
        with db.session.begin_nested():  # refused, nothing of it may stay: the page that says so shows what holds
            new = insert_once(Support, idea_id=idea.id, participant_id=by, at=at)
            if new:
                _take_slot(idea, idea.budget, project_id=project_id, by=by, at=at)
    if not new:
        return
    # The chain's lock before the idea's, everywhere: two writers who took them crosswise would wait for ever.
    _tell("idea_supported", idea.id, idea.ref, project_id=project_id, by=by, at=at)
    _count(idea.id, 1)


def take_support_back(project_id: uuid.UUID, board_ref: str, idea_ref: str, *, by: uuid.UUID, at: datetime) -> None:
    """Take one's support back, also from an idea that was merged; nothing happens where there is none."""
    idea = _idea_to_support(project_id, board_ref, idea_ref, at)
    _take_back(idea.id, idea.ref, project_id=project_id, by=by, at=at)


def _take_back(idea_id: uuid.UUID, ref: str, *, project_id: uuid.UUID, by: uuid.UUID, at: datetime) -> None:
    mine = {"given_to": idea_id, "given_by": by}
    connection = db.session.connection()
    if connection.execute(_NO_SUPPORT, mine).first() is None:
        return
    connection.execute(_NO_SLOT, mine)
    _tell("support_taken_back", idea_id, ref, project_id=project_id, by=by, at=at)
    _count(idea_id, -1)


def _take_slot(idea: _Idea, budget: int, *, project_id: uuid.UUID, by: uuid.UUID, at: datetime) -> None:
    """Give one of the person's supports here. Two who take the last at once: the index gives it to one of them."""
    slots = db.session.execute(
        select(BudgetSlot.number, Idea.id, Idea.ref, holds_a_slot().label("held"))
        .join(Idea, BudgetSlot.idea_id == Idea.id)
        .join(Contribution, Idea.contribution_id == Contribution.id)
        .where(BudgetSlot.board_id == idea.board_id, BudgetSlot.participant_id == by)
    ).all()
    taken = {slot.number for slot in slots if slot.held}
    free = len(set(range(1, budget + 1)) - {slot.number for slot in slots})
    gone = next((slot for slot in slots if not slot.held and slot.number <= budget), None)
    if not free and gone is not None:
        # The idea is hidden or withdrawn: its support moves.
        _take_back(gone.id, gone.ref, project_id=project_id, by=by, at=at)
    for number in sorted(set(range(1, budget + 1)) - taken):
        if insert_once(BudgetSlot, board_id=idea.board_id, idea_id=idea.id, participant_id=by, number=number):
            return
    raise Refused(NONE_LEFT)


def _idea_to_support(project_id: uuid.UUID, board_ref: str, idea_ref: str, at: datetime) -> _Idea:
    """The idea, on a board open now in a phase of reactions. Raises `NotFound` or `WrongStage`. One query."""
    asked = {"project": project_id, "board": board_ref, "idea": idea_ref}
    rows = db.session.connection().execute(_asked(), asked).all()
    if not rows:
        raise NotFound("There is no such board in this project.")
    one = rows[0]
    phases = in_turn((row.kind, row.starts_at, row.words) for row in rows if row.kind is not None)
    require_stage(one, phases, at, BoardAct.REACT)
    if one.standing not in (Standing.PUBLISHED, Standing.MERGED):
        raise NotFound("There is no such idea on this board.")
    return _Idea(one.id, one.ref, one.standing is Standing.MERGED, one.board_id, one.asks, one.budget)


@lru_cache
def _asked() -> Any:
    """A row for each phase of the board, or one; made once, since to write it down takes longer than to run it."""
    of_board = and_(Idea.board_id == IdeaBoard.id, Idea.ref == bindparam("idea"))
    return (
        select(
            IdeaBoard.id.label("board_id"),
            IdeaBoard.state,
            IdeaBoard.opens_at,
            IdeaBoard.closes_at,
            IdeaBoard.asks,
            IdeaBoard.budget,
            IdeaBoard.reacts_early,
            BoardPhase.kind,
            BoardPhase.starts_at,
            BoardPhase.words,
            Idea.id,
            Idea.ref,
            Contribution.standing,
        )
        .outerjoin(BoardPhase, BoardPhase.board_id == IdeaBoard.id)
        .outerjoin(Idea, of_board)
        .outerjoin(Contribution, Idea.contribution_id == Contribution.id)
        .where(
            IdeaBoard.project_id == bindparam("project"),
            IdeaBoard.ref == bindparam("board"),
            IdeaBoard.state != ActivityState.DRAFT,
        )
    )


_SUPPORTS: Any = Support.__table__
_SLOTS: Any = BudgetSlot.__table__
_IDEAS: Any = Idea.__table__
_NO_SUPPORT = (
    delete(_SUPPORTS)
    .where(_SUPPORTS.c.idea_id == bindparam("given_to"), _SUPPORTS.c.participant_id == bindparam("given_by"))
    .returning(_SUPPORTS.c.id)
)
_NO_SLOT = delete(_SLOTS).where(
    _SLOTS.c.idea_id == bindparam("given_to"), _SLOTS.c.participant_id == bindparam("given_by")
)
_COUNTED = (
    update(_IDEAS).where(_IDEAS.c.id == bindparam("counted")).values(supports=_IDEAS.c.supports + bindparam("more"))
)


def _count(idea_id: uuid.UUID, more: int) -> None:
    db.session.connection().execute(_COUNTED, {"counted": idea_id, "more": more})


def _tell(kind: str, idea_id: uuid.UUID, ref: str, *, project_id: uuid.UUID, by: uuid.UUID, at: datetime) -> None:
    subject = f"{Idea.__tablename__}:{idea_id.hex}"
    record(kind, subject, project_id=project_id, by=actor_participant(by), at=at, details={"idea": ref})
