"""Reading a board of statements: what to vote on next, one's own votes, how people voted."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, case, func, select

from codesign.core.errors import NotFound
from codesign.core.fairmix import fair_order
from codesign.core.numbers import wilson_low
from codesign.core.terms import Standing, Vote
from codesign.extensions import db
from codesign.ideas.rows import boards_of, idea_rows, one_of_them, only_author_sees, own_words
from codesign.ideas.shapes import BoardFacts, OwnVote, ResultsPage, StatementPage, StatementResult, VotesPage
from codesign.models import Contribution, Idea, IdeaBoard, StatementVote

LIST = 30


def statement_page(
    boards: Sequence[BoardFacts], board: BoardFacts, *, me: uuid.UUID | None, seed: str, wanted: str = ""
) -> StatementPage:
    """The next statement without a vote of this person, in their own fair order; or `wanted`, to vote anew."""
    voted = select(StatementVote.idea_id, StatementVote.vote).where(StatementVote.participant_id == me).subquery()
    rows = db.session.execute(
        select(Idea.id, Idea.ref, Idea.seen, voted.c.vote)
        .join(Contribution, Idea.contribution_id == Contribution.id)
        .outerjoin(voted, voted.c.idea_id == Idea.id)
        .where(Idea.board_id == board.id, Contribution.standing == Standing.PUBLISHED)
    ).all()
    left = {row.ref: row.seen for row in rows if row.vote is None}
    if wanted and wanted not in {row.ref for row in rows}:
        raise NotFound("There is no such statement on this board.")
    # Where all have been seen alike the order is the seed's alone, so it does not move while others vote.
    chosen = wanted or next(iter(fair_order(list(left), {}, seed)), "")
    shown = db.session.execute(
        idea_rows(None).where(Idea.board_id == board.id, (Idea.ref == chosen) | only_author_sees(me))
    ).all()
    found = next((row for row in shown if row.ref == chosen), None)
    vote = next((row.vote for row in rows if row.ref == chosen), None)
    return StatementPage(
        board=board,
        others=tuple(other for other in boards if other.ref != board.ref),
        ref=chosen,
        code=found.code if found else "",
        text=found.text if found else "",
        vote=Vote(vote) if vote else None,
        left=len(left),
        total=len(rows),
        mine=len(rows) - len(left),
        own=tuple(own_words(row.ref, row.title, row) for row in shown if row.standing is not Standing.PUBLISHED),
    )


def own_votes(project_id: uuid.UUID, ref: str, *, me: uuid.UUID | None, at: datetime, page: int = 1) -> VotesPage:
    """One's own votes on a board, the latest first, 30 a page."""
    board = one_of_them(boards_of(project_id, at), ref)
    rows = db.session.execute(
        select(Idea.ref, Contribution.text, StatementVote.vote)
        .join(StatementVote, StatementVote.idea_id == Idea.id)
        .join(Contribution, Idea.contribution_id == Contribution.id)
        .where(
            Idea.board_id == board.id,
            Contribution.standing == Standing.PUBLISHED,
            StatementVote.participant_id == me,
        )
        .order_by(StatementVote.at.desc(), Idea.id)
        .limit(LIST + 1)
        .offset((page - 1) * LIST)
    ).all()
    votes = tuple(OwnVote(ref=row.ref, text=row.text, vote=row.vote) for row in rows[:LIST])
    return VotesPage(board=board, votes=votes, page=page, more=len(rows) > LIST)


def results_page(project_id: uuid.UUID, ref: str, *, at: datetime, page: int = 1) -> ResultsPage:
    """How people voted on published statements, most agreed first. Raises `NotFound` while totals are kept back."""
    board = one_of_them(boards_of(project_id, at), ref)
    if not board.shows_totals:
        raise NotFound("The totals of this board are not shown yet.")
    published = [result for result in _results(_counted(board.id)) if result.standing is Standing.PUBLISHED]
    published.sort(key=lambda result: (-(result.wilson_low or 0.0), -result.votes, result.ref))
    people = db.session.scalar(
        select(func.count(StatementVote.participant_id.distinct()))
        .join(Idea, StatementVote.idea_id == Idea.id)
        .where(Idea.board_id == board.id)
    )
    start = (page - 1) * LIST
    return ResultsPage(
        board=board,
        people=people or 0,
        results=tuple(published[start : start + LIST]),
        page=page,
        more=len(published) > start + LIST,
    )


def statement_results(project_id: uuid.UUID, ref: str) -> tuple[StatementResult, ...]:
    """Every statement of a board, hidden ones too, with the latest vote a person counted; in the order of `ref`."""
    board_id = db.session.scalar(select(IdeaBoard.id).where(IdeaBoard.project_id == project_id, IdeaBoard.ref == ref))
    if board_id is None:
        raise NotFound("There is no such board in this project.")
    return tuple(_results(_counted(board_id)))


def _counted(board_id: uuid.UUID) -> Select[Any]:
    def votes(kind: Vote) -> Any:
        return func.sum(case((StatementVote.vote == kind, 1), else_=0)).label(kind.name.lower() + "_votes")

    counted = (
        select(StatementVote.idea_id, votes(Vote.AGREE), votes(Vote.DISAGREE), votes(Vote.PASS))
        .join(Idea, StatementVote.idea_id == Idea.id)
        .where(Idea.board_id == board_id)
        .group_by(StatementVote.idea_id)
        .subquery()
    )
    return (
        select(
            Idea.ref,
            Contribution.source_id,
            Contribution.text,
            Contribution.standing,
            counted.c.agree_votes,
            counted.c.disagree_votes,
            counted.c.pass_votes,
        )
        .join(Contribution, Idea.contribution_id == Contribution.id)
        .outerjoin(counted, counted.c.idea_id == Idea.id)
        .where(Idea.board_id == board_id)
        .order_by(Idea.ref, Idea.id)
    )


def _results(query: Select[Any]) -> list[StatementResult]:
    return [_result(row) for row in db.session.execute(query)]


def _result(row: Row[Any]) -> StatementResult:
    agree, disagree, passed = row.agree_votes or 0, row.disagree_votes or 0, row.pass_votes or 0
    return StatementResult(
        ref=row.ref,
        source_id=row.source_id,
        text=row.text,
        standing=row.standing,
        agree=agree,
        disagree=disagree,
        passed=passed,
        wilson_low=wilson_low(agree, agree + disagree + passed),
    )
