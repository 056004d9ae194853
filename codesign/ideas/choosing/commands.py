"""Voting on a statement, choosing between two ideas, and taking either back: one view a person, the latest."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from codesign.core.boards import BoardAct
from codesign.core.errors import NotFound, Refused
from codesign.core.terms import BoardAsks, Vote
from codesign.core.words import N_
from codesign.extensions import db
from codesign.ideas.commands import insert_once, open_board, published_idea
from codesign.ledger import actor_participant, record
from codesign.models import Idea, IdeaBoard, PairChoice, StatementVote


def cast_vote(project_id: uuid.UUID, board_ref: str, idea_ref: str, vote: Vote, *, by: uuid.UUID, at: datetime) -> None:
    """Agree, disagree or pass on a statement; a later vote takes the place of the earlier one."""
    board = _board(project_id, board_ref, BoardAsks.STATEMENTS, at)
    idea = published_idea(board, idea_ref)
    first = insert_once(StatementVote, idea_id=idea.id, participant_id=by, vote=vote, at=at)
    mine = (StatementVote.idea_id == idea.id, StatementVote.participant_id == by, StatementVote.vote != vote)
    changed = update(StatementVote).where(*mine).values(vote=vote, at=at).returning(StatementVote.id)
    if not first and db.session.execute(changed).first() is None:
        return  # the same button pressed again
    # The chain says that a vote was cast, not which: views can change, links of the chain cannot.
    record("vote_cast", idea, project_id=project_id, by=actor_participant(by), at=at, details={"idea": idea.ref})
    if first:
        db.session.execute(update(Idea).where(Idea.id == idea.id).values(seen=Idea.seen + 1))


def take_vote_back(project_id: uuid.UUID, board_ref: str, idea_ref: str, *, by: uuid.UUID, at: datetime) -> None:
    """Take one's vote on a statement back; nothing happens where there is none."""
    board = _board(project_id, board_ref, BoardAsks.STATEMENTS, at)
    idea = published_idea(board, idea_ref)
    mine = delete(StatementVote).where(StatementVote.idea_id == idea.id, StatementVote.participant_id == by)
    if db.session.execute(mine.returning(StatementVote.id)).first() is not None:
        record(
            "vote_taken_back", idea, project_id=project_id, by=actor_participant(by), at=at, details={"idea": idea.ref}
        )


def choose_of_pair(
    project_id: uuid.UUID, board_ref: str, pair: tuple[str, str], chosen: str, *, by: uuid.UUID, at: datetime
) -> None:
    """Choose one of two ideas; `chosen` is its reference, or "" when the person cannot say. The latest choice counts.

    Raises `Refused` for an idea beside itself and for a choice that is not in the pair.
    """
    board = _board(project_id, board_ref, BoardAsks.PAIRS, at)
    if pair[0] == pair[1] or chosen not in {*pair, ""}:
        raise Refused(N_("Choose one of the two ideas on the page."))
    ideas = {ref: published_idea(board, ref) for ref in pair}
    first, second = _in_order(ideas[pair[0]], ideas[pair[1]])
    key = {"participant_id": by, "first_id": first.id, "second_id": second.id}
    view = {"chosen_id": ideas[chosen].id if chosen else None, "at": at}
    insert = sqlite_insert if db.engine.dialect.name == "sqlite" else postgresql_insert
    added = db.session.execute(
        insert(PairChoice)
        .values(board_id=board.id, **key, **view)
        .on_conflict_do_nothing(index_elements=["participant_id", "first_id", "second_id"])
        .returning(PairChoice.id)
    ).first()
    if added is None:
        chose = PairChoice.chosen_id.is_distinct_from(view["chosen_id"])
        changed = update(PairChoice).filter_by(**key).where(chose).values(**view).returning(PairChoice.id)
        if db.session.execute(changed).first() is None:
            return  # the same button pressed again
    # Which of the two is not on the chain: views can change, links of the chain cannot.
    record("pair_chosen", board, project_id=project_id, by=actor_participant(by), at=at, details={"pair": sorted(pair)})
    if added is not None:
        for idea in (first, second):  # in the order of their keys, as everywhere: two writers never wait crosswise
            db.session.execute(update(Idea).where(Idea.id == idea.id).values(seen=Idea.seen + 1))


def take_choice_back(
    project_id: uuid.UUID, board_ref: str, pair: tuple[str, str], *, by: uuid.UUID, at: datetime
) -> None:
    """Take one's choice between two ideas back; nothing happens where there is none."""
    board = _board(project_id, board_ref, BoardAsks.PAIRS, at)
    first, second = _in_order(*(published_idea(board, ref) for ref in pair))
    mine = delete(PairChoice).where(
        PairChoice.participant_id == by, PairChoice.first_id == first.id, PairChoice.second_id == second.id
    )
    if db.session.execute(mine.returning(PairChoice.id)).first() is not None:
        record(
            "choice_taken_back",
            board,
            project_id=project_id,
            by=actor_participant(by),
            at=at,
            details={"pair": sorted(pair)},
        )


def _board(project_id: uuid.UUID, board_ref: str, asks: BoardAsks, at: datetime) -> IdeaBoard:
    board = open_board(project_id, board_ref, at, BoardAct.REACT)
    if board.asks is not asks:
        raise NotFound("This board does not ask for that.")
    return board


def _in_order(one: Idea, other: Idea) -> tuple[Idea, Idea]:
    return (one, other) if one.id < other.id else (other, one)
