"""What staff do before anything is made: propose to put ideas together, split or reword them, and drop it again."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select

from codesign.core.errors import Refused
from codesign.core.reshaping import (
    MOST_DAYS_TO_ANSWER,
    CannotReshape,
    require_counts,
    require_fit,
    require_no_circle,
)
from codesign.core.terms import ReshapingKind, ReshapingState, Standing
from codesign.core.words import N_
from codesign.extensions import db
from codesign.ideas.boards import staff_board
from codesign.ideas.reshaping.rows import found_parts, lineage_before, local_day, locked, one_proposal
from codesign.ideas.reshaping.shapes import ReshapingDraft
from codesign.ledger import actor_person, record
from codesign.models import Contribution, Idea, IdeaBoard, IdeaLineage, Reshaping, ReshapingPart

SETTLED = N_("Somebody has settled this proposal already. Look at it again.")


def propose(project_id: uuid.UUID, board_ref: str, draft: ReshapingDraft, *, by: uuid.UUID, at: datetime) -> str:
    """Propose a reshaping; its reference. Authors are asked, nothing moves. Raises `NotFound`, `CannotReshape`."""
    board = staff_board(project_id, board_ref)
    locked(board)
    wanted = tuple(dict.fromkeys(draft.ideas))
    require_counts(draft.kind, wanted, into=draft.into, results=len(draft.results))
    today = local_day(board, at)
    if not today <= draft.answer_by <= today + timedelta(days=MOST_DAYS_TO_ANSWER):
        raise CannotReshape(N_("Choose a date from today to %(num)s days from now."), num=MOST_DAYS_TO_ANSWER)
    found = _fit(board, (*wanted, draft.into) if draft.into else wanted)
    refuse_circles([found[ref] for ref in wanted], found.get(draft.into))
    row = Reshaping(
        board_id=board.id,
        ref=_next_ref(board.id),
        kind=draft.kind,
        state=ReshapingState.PROPOSED,
        results=[{"title": new.title, "text": new.text} for new in draft.results],
        into_id=found[draft.into].id if draft.into else None,
        reason=draft.reason,
        answer_by=draft.answer_by,
        proposed_at=at,
        proposed_by_id=by,
        parts=[ReshapingPart(idea_id=found[ref].id) for ref in wanted],
    )
    db.session.add(row)
    db.session.flush()
    tell("reshaping_proposed", row, board, by=by, at=at, ideas=wanted)
    return row.ref


def check(project_id: uuid.UUID, board_ref: str, kind: ReshapingKind, ideas: Sequence[str]) -> None:
    """Raises `CannotReshape` unless these ideas can be taken up, before anybody words what comes of them."""
    board = staff_board(project_id, board_ref)
    require_counts(kind, ideas, into="", results=2 if kind is ReshapingKind.SPLIT else 1)
    _fit(board, ideas)


def drop(project_id: uuid.UUID, board_ref: str, ref: str, reason: str, *, by: uuid.UUID, at: datetime) -> None:
    """Give a proposal up, with a reason that stays with it. Raises `NotFound`, `Refused`."""
    board = staff_board(project_id, board_ref)
    locked(board)
    row = open_proposal(board, ref)
    settle(row, ReshapingState.DROPPED, reason, by=by, at=at)
    tell("reshaping_dropped", row, board, by=by, at=at)


def lineage(
    from_idea: Idea,
    into_idea: Idea,
    kind: ReshapingKind,
    at: datetime,
    *,
    reshaping_id: uuid.UUID | None = None,
) -> IdeaLineage:
    """Write that an idea became part of another one, the only way it is written. Flushes.

    It stands as merged from then on, unless it is hidden or taken back. Raises `CannotReshape` for a circle.
    """
    refuse_circles([from_idea], into_idea)
    row = IdeaLineage(from_id=from_idea.id, into_id=into_idea.id, kind=kind, reshaping_id=reshaping_id, at=at)
    db.session.add(row)
    words = db.session.get_one(Contribution, from_idea.contribution_id)
    if words.standing in (Standing.PUBLISHED, Standing.WAITING):
        words.standing = Standing.MERGED
    if words.merged_into_id is None:
        words.merged_into_id = into_idea.contribution_id
    db.session.flush()
    return row


def refuse_circles(parts: Sequence[Idea], into: Idea | None) -> None:
    """Raises `CannotReshape` when one of `parts` is `into`, or came from it."""
    if into is not None:
        known = lineage_before([part.id for part in parts])
        require_no_circle(known, {part.id: part.ref for part in parts}, into.id, into.ref)


def _fit(board: IdeaBoard, refs: Sequence[str]) -> dict[str, Idea]:
    found = found_parts(board, refs)
    for ref in refs:
        if ref not in found:
            raise _not_here(board, ref)
        require_fit(found[ref][2])
    return {ref: idea for ref, (idea, _words, _facts) in found.items()}


def _not_here(board: IdeaBoard, ref: str) -> CannotReshape:
    elsewhere = db.session.scalar(
        select(IdeaBoard.ref)
        .join(Idea, Idea.board_id == IdeaBoard.id)
        .where(IdeaBoard.project_id == board.project_id, Idea.ref == ref)
        .limit(1)
    )
    if elsewhere:
        return CannotReshape(
            N_("%(ref)s is on board %(other)s. Only ideas of one board can be taken up together."),
            ref=ref,
            other=elsewhere,
        )
    return CannotReshape(N_("There is no idea %(ref)s on this board. A reference looks like I-0042."), ref=ref)


def open_proposal(board: IdeaBoard, ref: str) -> Reshaping:
    """A proposal that nobody has settled, locked. Raises `NotFound`, `Refused`."""
    row = one_proposal(board.id, ref, lock=True)
    if row.state is not ReshapingState.PROPOSED:
        raise Refused(SETTLED)
    return row


def settle(row: Reshaping, state: ReshapingState, reason: str, *, by: uuid.UUID, at: datetime) -> None:
    """How a proposal ended, by whom and why."""
    row.state, row.settled_at, row.settled_by_id, row.settled_reason = state, at, by, reason


def _next_ref(board_id: uuid.UUID) -> str:
    """RS1, RS2, …: proposals are never deleted, and the board is locked."""
    made = db.session.scalar(select(func.count()).select_from(Reshaping).where(Reshaping.board_id == board_id))
    return f"RS{(made or 0) + 1}"


def tell(
    kind: str,
    row: Reshaping,
    board: IdeaBoard,
    *,
    by: uuid.UUID,
    at: datetime,
    ideas: Sequence[str] = (),
    into: Sequence[str] = (),
) -> None:
    """One event of a proposal: references, no words."""
    details = {"board": board.ref, "proposal": row.ref, "kind": row.kind.value}
    named = {"ideas": list(ideas), "into": list(into)}
    record(
        kind,
        row,
        project_id=board.project_id,
        by=actor_person(by),
        at=at,
        details=details | {name: refs for name, refs in named.items() if refs},
    )
