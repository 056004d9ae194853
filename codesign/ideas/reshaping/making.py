"""Making what was proposed, and undoing it while nobody has acted on it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, exists, select

from codesign.core import chain
from codesign.core.errors import Refused
from codesign.core.reshaping import CannotReshape, require_fit, require_ready
from codesign.core.terms import ContributionKind, ModerationAct, ReshapingState, Standing
from codesign.core.words import N_
from codesign.extensions import db
from codesign.ideas.boards import staff_board
from codesign.ideas.commands import fresh_idea_ref
from codesign.ideas.likeness import keep_terms
from codesign.ideas.reshaping.commands import SETTLED, lineage, open_proposal, refuse_circles, settle, tell
from codesign.ideas.reshaping.rows import found_parts, local_day, locked, one_proposal, parts_of
from codesign.ideas.staff_author import staff_sending
from codesign.ledger import actor_person, record, said, withdraw_words
from codesign.ledger.moderated import moderated
from codesign.models import (
    Coding,
    Comment,
    Contribution,
    DecisionSubject,
    EvidenceLink,
    Idea,
    IdeaAnswer,
    IdeaBoard,
    IdeaLineage,
    PairChoice,
    PaperTally,
    Reshaping,
    StatementVote,
    Support,
)

WRITTEN_BY_STAFF = "Written by staff from residents' ideas. It is no resident's idea of its own."


def make(project_id: uuid.UUID, board_ref: str, ref: str, *, by: uuid.UUID, at: datetime) -> tuple[str, ...]:
    """Make what was proposed; the references of what came of it. Raises `NotFound`, `Refused`, `CannotReshape`.

    The old ideas keep their words, authors, supports, replies and address. Supports stay until each person moves theirs.
    """
    board = staff_board(project_id, board_ref)
    locked(board)
    row = open_proposal(board, ref)
    parts = parts_of(board, row.id, lock=True)
    left = require_ready(
        row.kind,
        [facts for _, _, facts in parts],
        into=row.into_id is not None,
        answer_by=row.answer_by,
        today=local_day(board, at),
    )
    going = {facts.ref for facts in left}
    sources = [(idea, words) for idea, words, facts in parts if facts.ref in going]
    results = [_standing_result(board, row.into_id, sources)] if row.into_id else _new_ideas(board, row, at=at)
    for idea, words in sources:
        before = words.standing
        for result in results:
            lineage(idea, result, row.kind, at, reshaping_id=row.id)
        words.moderated_at, words.moderated_by_id = at, by
        moderated(words, ModerationAct.MERGED, before=before, by=by, at=at)
    row.state, row.settled_at, row.settled_by_id = ReshapingState.MADE, at, by
    refs = tuple(result.ref for result in results)
    tell("ideas_reshaped", row, board, by=by, at=at, ideas=sorted(going), into=refs)
    return refs


def undo(project_id: uuid.UUID, board_ref: str, ref: str, reason: str, *, by: uuid.UUID, at: datetime) -> None:
    """Take a reshaping back while nobody has acted on what came of it: the old ideas are shown again.

    New wordings of staff are taken back. The events of both stay. Raises `NotFound`, `Refused`, `CannotReshape`.
    """
    board = staff_board(project_id, board_ref)
    locked(board)
    row = one_proposal(board.id, ref, lock=True)
    if row.state is not ReshapingState.MADE:
        raise Refused(SETTLED)
    parts = parts_of(board, row.id, lock=True)
    links = db.session.scalars(select(IdeaLineage).where(IdeaLineage.reshaping_id == row.id)).all()
    results = db.session.scalars(select(Idea).where(Idea.id.in_({link.into_id for link in links})).order_by(Idea.ref))
    for result in results.all():
        _require_untouched(result, [link.from_id for link in links], new=row.into_id is None)
        if row.into_id is None:
            words = db.session.get_one(Contribution, result.contribution_id)
            withdraw_words(words, by=actor_person(by), at=at)
    db.session.execute(delete(IdeaLineage).where(IdeaLineage.reshaping_id == row.id))
    for _, words, _ in parts:
        if words.standing is Standing.MERGED:
            words.standing, words.merged_into_id = Standing.PUBLISHED, None
            words.moderated_at, words.moderated_by_id = at, by
            moderated(words, ModerationAct.PUBLISHED, before=Standing.MERGED, by=by, at=at)
    settle(row, ReshapingState.UNDONE, reason, by=by, at=at)
    tell("reshaping_undone", row, board, by=by, at=at)


def _standing_result(board: IdeaBoard, into_id: uuid.UUID, sources: Sequence[tuple[Idea, Contribution]]) -> Idea:
    """The idea that is there, looked at once more: it may have changed since it was proposed."""
    into = db.session.get_one(Idea, into_id)
    require_fit(found_parts(board, [into.ref], lock=True)[into.ref][2])
    refuse_circles([idea for idea, _ in sources], into)
    return into


def _new_ideas(board: IdeaBoard, row: Reshaping, *, at: datetime) -> list[Idea]:
    accepted = staff_sending(board, reason=WRITTEN_BY_STAFF, rule="staff_reshaping", at=at)
    made = []
    for wording in row.results:
        words = said(accepted, ContributionKind.IDEA, wording["text"] or wording["title"], at=at, with_event=False)
        idea = Idea(
            board_id=board.id,
            contribution_id=words.id,
            ref=fresh_idea_ref(board.id),
            title=wording["title"],
            created_at=at,
        )
        db.session.add(idea)
        db.session.flush()
        keep_terms(idea.id)
        record(
            "idea_worded_by_staff",
            idea,
            project_id=board.project_id,
            by=actor_person(row.proposed_by_id),
            at=at,
            digest=chain.salted_digest(words.versions[0].salt or b"", idea.title),
            details={"board": board.ref, "idea": idea.ref, "proposal": row.ref},
        )
        made.append(idea)
    return made


def _require_untouched(result: Idea, sources: Sequence[uuid.UUID], *, new: bool) -> None:
    """Raises `CannotReshape` when people have acted on what came of a reshaping, so that undoing it would take from them."""
    acts = [
        exists().where(Support.idea_id == result.id, Support.moved_from_id.in_(sources)),
        exists().where(IdeaLineage.from_id == result.id),
    ]
    if new:
        acts += [
            exists().where(Support.idea_id == result.id),
            exists().where(Comment.idea_id == result.id),
            exists().where(StatementVote.idea_id == result.id),
            exists().where(PairChoice.first_id == result.id),
            exists().where(PairChoice.second_id == result.id),
            exists().where(PaperTally.idea_id == result.id),
            exists().where(IdeaAnswer.idea_id == result.id),
            exists().where(EvidenceLink.idea_id == result.id),
            exists().where(EvidenceLink.contribution_id == result.contribution_id),
            exists().where(DecisionSubject.idea_id == result.id),
            exists().where(Coding.contribution_id == result.contribution_id),
        ]
    if any(db.session.execute(select(*acts)).one()):
        raise CannotReshape(
            N_("People have acted on %(ref)s since. It cannot be undone, so that nothing is taken from them."),
            ref=result.ref,
        )
