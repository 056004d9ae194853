"""What residents see of reshaping: on the page of an idea, and on the board for a person whom it asks something."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select

from codesign.core.heard import READABLE_STANDINGS
from codesign.core.terms import ReshapingState, Standing
from codesign.extensions import db
from codesign.ideas.reshaping.rows import (
    idea_words,
    lineage_after,
    lineage_before,
    people_behind,
    worded,
    words_of,
)
from codesign.ideas.reshaping.shapes import (
    NOTHING,
    Became,
    IdeaWords,
    Made,
    Making,
    Move,
    OnBoard,
    OnIdea,
    OpenProposal,
)
from codesign.models import Contribution, Idea, IdeaLineage, Reshaping, ReshapingPart, Support

MOST_MOVES = 3
"""Ideas that a board asks one person about at a time."""


def on_idea(idea_id: uuid.UUID, me: uuid.UUID | None) -> OnIdea:
    """What reshaping has to say on the page of an idea: one query where it has nothing to say, a fixed number else."""
    open_part = exists().where(
        ReshapingPart.idea_id == idea_id,
        ReshapingPart.reshaping_id == Reshaping.id,
        Reshaping.state == ReshapingState.PROPOSED,
    )
    before = exists().where(IdeaLineage.into_id == idea_id)
    after = exists().where(IdeaLineage.from_id == idea_id)
    proposed, came, went = db.session.execute(select(open_part, before, after)).one()
    if not (proposed or came or went):
        return NOTHING
    return OnIdea(
        proposal=_proposal(idea_id, me) if proposed else None,
        part_of=_part_of(idea_id) if went else (),
        move=next(iter(_moves(me, Support.idea_id == idea_id)), None) if went and me else None,
        made=_made(idea_id) if came else None,
    )


def on_board(board_id: uuid.UUID, me: uuid.UUID | None) -> OnBoard:
    """What reshaping asks of one person on a board: no query of one we do not know, one where it asks nothing."""
    if me is None:
        return OnBoard()
    asked = (
        Reshaping.board_id == board_id,
        Reshaping.state == ReshapingState.PROPOSED,
        ReshapingPart.reshaping_id == Reshaping.id,
        ReshapingPart.view.is_(None),
        Idea.id == ReshapingPart.idea_id,
        Contribution.id == Idea.contribution_id,
        Contribution.participant_id == me,
        Contribution.standing == Standing.PUBLISHED,
    )
    moved = (
        Support.participant_id == me,
        Idea.id == Support.idea_id,
        Idea.board_id == board_id,
        IdeaLineage.from_id == Idea.id,
        _newer(),
    )
    asks, moves = db.session.execute(select(exists().where(*asked), exists().where(*moved))).one()
    rows = db.session.execute(worded().where(*asked).order_by(Idea.ref)) if asks else ()
    return OnBoard(
        asked=tuple(idea_words(row) for row in rows),
        moves=_moves(me, Idea.board_id == board_id, asks=True) if moves else (),
    )


def _newer() -> ColumnElement[bool]:
    """Whether the idea became part of another one after its supporter last said that the support stays."""
    return or_(Support.kept_at.is_(None), Support.kept_at < IdeaLineage.at)


def _proposal(idea_id: uuid.UUID, me: uuid.UUID | None) -> OpenProposal | None:
    proposal = db.session.scalar(
        select(Reshaping)
        .join(ReshapingPart, ReshapingPart.reshaping_id == Reshaping.id)
        .where(ReshapingPart.idea_id == idea_id, Reshaping.state == ReshapingState.PROPOSED)
        .order_by(Reshaping.proposed_at)
        .limit(1)
    )
    if proposal is None:
        return None
    rows = db.session.execute(
        worded()
        .add_columns(ReshapingPart.view)
        .outerjoin(ReshapingPart, (ReshapingPart.idea_id == Idea.id) & (ReshapingPart.reshaping_id == proposal.id))
        .where(or_(ReshapingPart.id.is_not(None), Idea.id == proposal.into_id))
        .order_by(Idea.ref)
    ).all()
    own = next(row for row in rows if row.id == idea_id)
    into = [idea_words(row) for row in rows if row.id == proposal.into_id]
    new = [IdeaWords(ref="", title=str(new["title"]), text=str(new["text"])) for new in proposal.results]
    others = [row for row in rows if row.id not in (idea_id, proposal.into_id) and row.standing in READABLE_STANDINGS]
    return OpenProposal(
        ref=proposal.ref,
        kind=proposal.kind,
        reason=proposal.reason,
        answer_by=proposal.answer_by,
        idea=idea_words(own),
        others=tuple(idea_words(row) for row in others),
        results=tuple(into or new),
        mine=me is not None and own.participant_id == me,
        view=own.view,
    )


def _part_of(idea_id: uuid.UUID) -> tuple[Became, ...]:
    links = _links(IdeaLineage.from_id == idea_id)
    words = words_of([link.into_id for link in links])
    became = [
        Became(result=words[link.into_id], kind=link.kind, reason=link.reason or "", at=link.at) for link in links
    ]
    return tuple(sorted(became, key=lambda one: one.result.ref))


def _made(idea_id: uuid.UUID) -> Made:
    links = _links(IdeaLineage.into_id == idea_id)
    behind = lineage_before([idea_id]).parts(idea_id)
    words = words_of([link.from_id for link in links])
    groups: dict[Any, list[Any]] = {}
    for link in links:
        groups.setdefault((link.at, link.reshaping_id or link.kind), []).append(link)
    return Made(
        makings=tuple(
            Making(
                kind=group[0].kind,
                reason=group[0].reason or "",
                at=group[0].at,
                parts=tuple(sorted((words[link.from_id] for link in group), key=lambda one: one.ref)),
            )
            for group in groups.values()
        ),
        people=people_behind([idea_id, *behind]),
        supports=db.session.scalar(select(Idea.supports).where(Idea.id == idea_id)) or 0,
    )


def _links(which: Any) -> Sequence[Any]:
    return db.session.execute(
        select(
            IdeaLineage.from_id,
            IdeaLineage.into_id,
            IdeaLineage.kind,
            IdeaLineage.at,
            IdeaLineage.reshaping_id,
            Reshaping.reason,
        )
        .outerjoin(Reshaping, IdeaLineage.reshaping_id == Reshaping.id)
        .where(which)
        .order_by(IdeaLineage.at, IdeaLineage.id)
    ).all()


def _moves(me: uuid.UUID | None, which: Any, *, asks: bool = False) -> tuple[Move, ...]:
    """Ideas that `me` supports and that became part of others. `asks` leaves out those where the support stays."""
    rows = db.session.execute(
        worded()
        .add_columns(_newer().label("asks"))
        .join(Support, Support.idea_id == Idea.id)
        .join(IdeaLineage, IdeaLineage.from_id == Idea.id)
        .where(
            which,
            Support.participant_id == me,
            Contribution.standing.in_((Standing.MERGED, Standing.WITHDRAWN)),
            *([_newer()] if asks else []),
        )
        .order_by(Idea.ref)
        .limit(MOST_MOVES * 5)  # a split has five results at most
    ).all()
    supported = {row.id: row for row in rows}
    if not supported:
        return ()
    after = lineage_after(list(supported))
    newest = {idea: after.newest(idea) for idea in supported}
    words = words_of(set().union(*newest.values()))
    moves = []
    for idea, row in list(supported.items())[:MOST_MOVES]:
        results = sorted(
            (words[one] for one in newest[idea] if words[one].standing is Standing.PUBLISHED), key=lambda one: one.ref
        )
        asking = any(each.asks for each in rows if each.id == idea)
        if results:
            moves.append(Move(idea=idea_words(row), results=tuple(results), kept=not asking))
    return tuple(moves)
