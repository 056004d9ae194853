"""What residents do: say yes or no to a proposal about their own idea, move their own support or let it stay."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import delete, select, update

from codesign.core.boards import BoardAct
from codesign.core.errors import NotFound, Refused
from codesign.core.terms import PartView, ReshapingState, Standing
from codesign.core.words import N_
from codesign.extensions import db
from codesign.ideas.commands import board_of, insert_once, open_board, published_idea
from codesign.ideas.reshaping.rows import lineage_after, one_proposal
from codesign.ledger import actor_participant, record
from codesign.models import BudgetSlot, Contribution, Idea, IdeaBoard, ReshapingPart, Support


def answer(
    project_id: uuid.UUID, board_ref: str, idea_ref: str, ref: str, view: PartView, *, by: uuid.UUID, at: datetime
) -> None:
    """The author's answer to a proposal that takes up their idea; it can be changed until the proposal is settled.

    Raises `NotFound` for anybody but the author, `Refused` once it is settled.
    """
    board = board_of(project_id, board_ref)
    proposal = one_proposal(board.id, ref, lock=True)
    part = db.session.scalar(
        select(ReshapingPart)
        .join(Idea, ReshapingPart.idea_id == Idea.id)
        .join(Contribution, Idea.contribution_id == Contribution.id)
        .where(
            ReshapingPart.reshaping_id == proposal.id,
            Idea.ref == idea_ref,
            Contribution.participant_id == by,
            Contribution.standing.in_((Standing.PUBLISHED, Standing.MERGED)),
        )
    )
    if part is None:
        raise NotFound("There is no such proposal for this person.")
    if part.view is view:
        return  # sent twice, or not changed
    if proposal.state is not ReshapingState.PROPOSED:
        raise Refused(N_("We have decided this already. Your answer cannot change it now."))
    part.view, part.answered_at = view, at
    record(
        "reshaping_answered",
        proposal,
        project_id=project_id,
        by=actor_participant(by),
        at=at,
        details={"board": board.ref, "proposal": proposal.ref, "idea": idea_ref, "view": view.value},
    )


def move_support(
    project_id: uuid.UUID, board_ref: str, idea_ref: str, into_ref: str, *, by: uuid.UUID, at: datetime
) -> bool:
    """Take one's support from an idea and give it to one that came from it, as one act; whether there was one to move.

    Raises `NotFound` where the one did not come from the other, `WrongStage` when people cannot choose now.
    """
    board = open_board(project_id, board_ref, at, BoardAct.REACT)
    source = _any_idea(board, idea_ref)
    into = published_idea(board, into_ref)
    if into.id not in lineage_after([source.id]).results(source.id):
        raise NotFound("That idea did not come from this one.")
    mine = delete(Support).where(Support.idea_id == source.id, Support.participant_id == by).returning(Support.id)
    if db.session.execute(mine).first() is None:
        return False
    fresh = insert_once(Support, idea_id=into.id, participant_id=by, at=at, moved_from_id=source.id)
    _move_slot(source, into, by, fresh=fresh)
    # The chain's lock before the idea's, as everywhere.
    record(
        "support_moved",
        into,
        project_id=project_id,
        by=actor_participant(by),
        at=at,
        details={"from": source.ref, "into": into.ref},
    )
    counts = sorted([(source.id, -1), *([(into.id, 1)] if fresh else [])])  # in one order, whoever moves
    for idea_id, change in counts:
        db.session.execute(update(Idea).where(Idea.id == idea_id).values(supports=Idea.supports + change))
    return True


def keep_support(project_id: uuid.UUID, board_ref: str, idea_ref: str, *, by: uuid.UUID, at: datetime) -> None:
    """Let one's support stay where it is, and not be asked again about what the idea became."""
    board = board_of(project_id, board_ref)
    source = _any_idea(board, idea_ref)
    db.session.execute(
        update(Support).where(Support.idea_id == source.id, Support.participant_id == by).values(kept_at=at)
    )


def _move_slot(source: Idea, into: Idea, by: uuid.UUID, *, fresh: bool) -> None:
    """On a board with a budget the support's place in it goes along; where `into` has one already, it is free again."""
    slot = (BudgetSlot.idea_id == source.id, BudgetSlot.participant_id == by)
    if fresh:
        db.session.execute(update(BudgetSlot).where(*slot).values(idea_id=into.id))
    else:
        db.session.execute(delete(BudgetSlot).where(*slot))


def _any_idea(board: IdeaBoard, ref: str) -> Idea:
    idea = db.session.scalar(select(Idea).where(Idea.board_id == board.id, Idea.ref == ref))
    if idea is None:
        raise NotFound("There is no such idea on this board.")
    return idea
