"""Reading a board to choose on: the next statement or pair, one's own choices, what they come to."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from itertools import combinations
from typing import Any

from sqlalchemy import Row, Select, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from codesign.core.errors import NotFound
from codesign.core.fairmix import fair_order
from codesign.core.scores import pairs_won
from codesign.core.terms import BoardAsks, ShownAs, Standing, Totals, Vote
from codesign.extensions import db
from codesign.ideas.choosing.shapes import (
    IdeaResult,
    OneOfTwo,
    Order,
    OwnPair,
    OwnVote,
    PairPage,
    ResultsPage,
    StatementPage,
    StatementResult,
    VotesPage,
)
from codesign.ideas.rows import boards_of, facts, idea_rows, one_of_them, only_author_sees, own_words
from codesign.ideas.shapes import BoardFacts, OwnWords
from codesign.models import Contribution, Idea, IdeaBoard, PairChoice, PaperTally, StatementVote, Support

LIST = 30
NEAR = 60  # of the least seen, one's next statement or pair is drawn from so many: no more are read for a page


def statement_page(
    boards: Sequence[BoardFacts], board: BoardFacts, *, me: uuid.UUID | None, seed: str, wanted: str = ""
) -> StatementPage:
    """The next statement without a vote of this person, in their own fair order; or `wanted`, to vote anew."""
    next_one, left, voted = _next_statement(board.id, me, seed)
    chosen = wanted or next_one
    shown = db.session.execute(
        idea_rows(None).where(Idea.board_id == board.id, (Idea.ref == chosen) | only_author_sees(me))
    ).all()
    found = next((row for row in shown if row.ref == chosen and row.standing is Standing.PUBLISHED), None)
    if wanted and found is None:
        raise NotFound("There is no such statement on this board.")
    vote = None
    if wanted and found is not None:
        vote = db.session.scalar(
            select(StatementVote.vote).where(StatementVote.idea_id == found.id, StatementVote.participant_id == me)
        )
    return StatementPage(
        board=board,
        others=_others(boards, board),
        ref=chosen,
        code=found.code if found else "",
        text=found.text if found else "",
        vote=vote,
        left=left,
        total=left + voted,
        mine=voted,
        sees_totals=_sees_totals(board, voted > 0),
        own=_own(shown),
    )


def pair_page(
    boards: Sequence[BoardFacts],
    board: BoardFacts,
    *,
    me: uuid.UUID | None,
    seed: str,
    wanted: tuple[str, str] | None = None,
) -> PairPage:
    """Two ideas this person has not compared, of those least seen; or the pair `wanted`, to choose anew."""
    near = db.session.execute(
        _least_seen(_published(board.id).with_only_columns(Idea.id, Idea.ref, func.count().over().label("total")))
    ).all()
    done = db.session.execute(
        select(PairChoice.first_id, PairChoice.second_id).where(
            PairChoice.board_id == board.id, PairChoice.participant_id == me
        )
    ).all()
    total, mine = near[0].total if near else 0, len(done)
    chosen = ""
    pair = wanted or _next_pair(near, done, seed)
    shown = db.session.execute(
        idea_rows(None).where(Idea.board_id == board.id, Idea.ref.in_(pair or ("",)) | only_author_sees(me))
    ).all()
    found = {row.ref: row for row in shown if row.standing is Standing.PUBLISHED}
    if wanted:
        if wanted[0] == wanted[1] or not all(ref in found for ref in wanted):
            raise NotFound("There is no such pair on this board.")
        first, second = sorted(found[ref].id for ref in wanted)
        key = db.session.scalar(
            select(PairChoice.chosen_id).where(
                PairChoice.participant_id == me, PairChoice.first_id == first, PairChoice.second_id == second
            )
        )
        chosen = next((ref for ref, row in found.items() if row.id == key), "")
    return PairPage(
        board=board,
        others=_others(boards, board),
        pair=(_side(found[pair[0]]), _side(found[pair[1]])) if pair else None,
        chosen=chosen,
        again=wanted is not None,
        total=total,
        mine=mine,
        sees_totals=_sees_totals(board, mine > 0),
        own=_own(shown),
    )


def own_votes(project_id: uuid.UUID, ref: str, *, me: uuid.UUID | None, at: datetime, page: int = 1) -> VotesPage:
    """One's own votes or choices on a board, the latest first, 30 a page."""
    board = one_of_them(boards_of(project_id, at), ref)
    start = (page - 1) * LIST
    if board.asks is BoardAsks.PAIRS:
        pairs = _own_pairs(board.id, me, start)
        return VotesPage(board=board, votes=(), pairs=pairs[:LIST], page=page, more=len(pairs) > LIST)
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
        .offset(start)
    ).all()
    votes = tuple(OwnVote(ref=row.ref, text=row.text, vote=row.vote) for row in rows[:LIST])
    return VotesPage(board=board, votes=votes, pairs=(), page=page, more=len(rows) > LIST)


def results_page(
    project_id: uuid.UUID,
    ref: str,
    *,
    me: uuid.UUID | None,
    at: datetime,
    order: Order = Order.AGREED,
    page: int = 1,
) -> ResultsPage:
    """What reactions come to, for residents. Raises `NotFound` while totals are kept back from this person."""
    board = one_of_them(boards_of(project_id, at), ref)
    if not _sees_totals(board, _has_reacted(board, me)):
        raise NotFound("The totals of this board are not shown yet.")
    return _results(board, order, page)


def staff_results(
    project_id: uuid.UUID, ref: str, *, at: datetime, order: Order = Order.AGREED, page: int = 1
) -> ResultsPage:
    """The same for staff, at any time."""
    row = db.session.scalar(select(IdeaBoard).where(IdeaBoard.project_id == project_id, IdeaBoard.ref == ref))
    if row is None:
        raise NotFound("There is no such board in this project.")
    return _results(facts(row, at), order, page)


def statement_results(project_id: uuid.UUID, ref: str) -> tuple[StatementResult, ...]:
    """Every statement of a board, hidden ones too, with the latest vote a person counted; in the order of `ref`."""
    board_id = db.session.scalar(select(IdeaBoard.id).where(IdeaBoard.project_id == project_id, IdeaBoard.ref == ref))
    if board_id is None:
        raise NotFound("There is no such board in this project.")
    return tuple(_statement(row) for row in db.session.execute(_counted_votes(board_id)))


def _results(board: BoardFacts, order: Order, page: int) -> ResultsPage:
    people, reactions = _how_many(board)
    statements: list[StatementResult] = []
    ideas: list[IdeaResult] = []
    if board.asks is BoardAsks.STATEMENTS:
        rows = db.session.execute(_counted_votes(board.id).where(Contribution.standing == Standing.PUBLISHED))
        statements = [_statement(row) for row in rows]
        if order is Order.DIVIDED:
            statements.sort(key=lambda one: (-(one.divided or 0.0), -one.votes, one.ref))
        else:
            statements.sort(key=lambda one: (-(one.wilson_low or 0.0), -one.votes, one.ref))
    elif board.asks is BoardAsks.PAIRS:
        ideas = [_idea(row) for row in db.session.execute(_counted_pairs(board.id))]
        ideas.sort(key=lambda one: (-(one.wilson_low or 0.0), -one.shown, one.ref))
    else:
        ideas = [_idea(row) for row in db.session.execute(_counted_supports(board.id))]
        ideas.sort(key=lambda one: (-one.people, -one.ticks, one.ref))
    start, many = (page - 1) * LIST, max(len(statements), len(ideas))
    return ResultsPage(
        board=board,
        people=people,
        reactions=reactions,
        order=order,
        statements=tuple(statements[start : start + LIST]),
        ideas=tuple(ideas[start : start + LIST]),
        page=page,
        more=many > start + LIST,
    )


def _published(board_id: uuid.UUID) -> Select[Any]:
    return (
        select(Idea.id)
        .select_from(Idea)
        .join(Contribution, Idea.contribution_id == Contribution.id)
        .where(Idea.board_id == board_id, Contribution.standing == Standing.PUBLISHED)
    )


def _voted(me: uuid.UUID | None) -> Any:
    return exists().where(StatementVote.idea_id == Idea.id, StatementVote.participant_id == me)


def _least_seen(query: Any) -> Any:
    """The first of a list by how often they were seen, in steps of eight, so that it rarely moves while others choose."""
    return query.order_by(Idea.seen // 8, Idea.created_at, Idea.id).limit(NEAR)


def _next_statement(board_id: uuid.UUID, me: uuid.UUID | None, seed: str) -> tuple[str, int, int]:
    """The statement to show next, "" when none is left; how many are left, and how many this person voted on."""
    voted = _published(board_id).with_only_columns(func.count()).where(_voted(me)).scalar_subquery()
    left = _least_seen(
        _published(board_id).with_only_columns(Idea.ref, func.count().over().label("left"), voted.label("voted"))
    )
    rows = db.session.execute(left.where(~_voted(me))).all()
    if not rows:
        return "", 0, db.session.scalar(select(voted)) or 0
    return fair_order([row.ref for row in rows], {}, seed)[0], rows[0].left, rows[0].voted


def _next_pair(near: Sequence[Any], done: Sequence[Any], seed: str) -> tuple[str, str] | None:
    refs = {row.id: row.ref for row in near}
    compared = {frozenset((refs.get(row.first_id, ""), refs.get(row.second_id, ""))) for row in done}
    order = fair_order([row.ref for row in near], {}, seed)
    for one, other in combinations(order, 2):
        if frozenset((one, other)) not in compared:
            # Which stands first is drawn too, or the upper one would win more often.
            return (one, other) if fair_order([one, other], {}, f"{seed}:{one}:{other}")[0] == one else (other, one)
    return None


def _own_pairs(board_id: uuid.UUID, me: uuid.UUID | None, start: int) -> tuple[OwnPair, ...]:
    first, second = aliased(Idea), aliased(Idea)
    one, other = aliased(Contribution), aliased(Contribution)
    rows = db.session.execute(
        select(
            PairChoice.chosen_id,
            first.id.label("first_id"),
            first.ref.label("first"),
            first.title.label("first_title"),
            second.ref.label("second"),
            second.title.label("second_title"),
        )
        .join(first, first.id == PairChoice.first_id)
        .join(second, second.id == PairChoice.second_id)
        .join(one, one.id == first.contribution_id)
        .join(other, other.id == second.contribution_id)
        .where(
            PairChoice.board_id == board_id,
            PairChoice.participant_id == me,
            one.standing == Standing.PUBLISHED,
            other.standing == Standing.PUBLISHED,
        )
        .order_by(PairChoice.at.desc(), PairChoice.id)
        .limit(LIST + 1)
        .offset(start)
    )
    return tuple(
        OwnPair(
            first=row.first,
            first_title=row.first_title,
            second=row.second,
            second_title=row.second_title,
            chosen="" if row.chosen_id is None else row.first if row.chosen_id == row.first_id else row.second,
        )
        for row in rows
    )


def _sees_totals(board: BoardFacts, reacted: bool) -> bool:
    return board.shows_totals or (board.totals is Totals.AFTER_OWN and reacted)


def _reactions(board: BoardFacts) -> Select[Any]:
    """The person of each reaction on a board, by what it asks."""
    if board.asks is BoardAsks.PAIRS:
        return select(PairChoice.participant_id.label("person")).where(PairChoice.board_id == board.id)
    model = StatementVote if board.asks is BoardAsks.STATEMENTS else Support
    return (
        select(model.participant_id.label("person"))
        .join(Idea, model.idea_id == Idea.id)
        .where(Idea.board_id == board.id)
    )


def _has_reacted(board: BoardFacts, me: uuid.UUID | None) -> bool:
    if me is None:
        return False
    reactions = _reactions(board).subquery()
    return db.session.scalar(select(reactions.c.person).where(reactions.c.person == me).limit(1)) is not None


def _how_many(board: BoardFacts) -> tuple[int, int]:
    reactions = _reactions(board).subquery()
    people, many = db.session.execute(select(func.count(reactions.c.person.distinct()), func.count())).one()
    return people, many


def _counted_votes(board_id: uuid.UUID) -> Select[Any]:
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


def _counted_supports(board_id: uuid.UUID) -> Any:
    ticks = (
        select(PaperTally.idea_id, func.sum(PaperTally.ticks).label("ticks"))
        .where(PaperTally.withdrawn_at.is_(None))
        .group_by(PaperTally.idea_id)
        .subquery()
    )
    return (
        select(
            Idea.ref,
            Idea.title,
            Contribution.standing,
            Idea.supports,
            Idea.brought_supports,
            func.coalesce(ticks.c.ticks, 0).label("ticks"),
        )
        .join(Contribution, Idea.contribution_id == Contribution.id)
        .outerjoin(ticks, ticks.c.idea_id == Idea.id)
        .where(Idea.board_id == board_id, Contribution.standing == Standing.PUBLISHED)
    )


def _counted_pairs(board_id: uuid.UUID) -> Any:
    counted = (
        select(
            Idea.id.label("idea_id"),
            func.sum(case((PairChoice.chosen_id == Idea.id, 1), else_=0)).label("won"),
            func.count(PairChoice.chosen_id).label("shown"),
        )
        .join(PairChoice, or_(PairChoice.first_id == Idea.id, PairChoice.second_id == Idea.id))
        .where(Idea.board_id == board_id, PairChoice.board_id == board_id)
        .group_by(Idea.id)
        .subquery()
    )
    return (
        select(
            Idea.ref,
            Idea.title,
            Contribution.standing,
            func.coalesce(counted.c.won, 0).label("won"),
            func.coalesce(counted.c.shown, 0).label("shown"),
        )
        .join(Contribution, Idea.contribution_id == Contribution.id)
        .outerjoin(counted, counted.c.idea_id == Idea.id)
        .where(Idea.board_id == board_id, Contribution.standing == Standing.PUBLISHED)
    )


def _statement(row: Row[Any]) -> StatementResult:
    return StatementResult(
        ref=row.ref,
        source_id=row.source_id,
        text=row.text,
        standing=row.standing,
        agree=row.agree_votes or 0,
        disagree=row.disagree_votes or 0,
        passed=row.pass_votes or 0,
    )


def _idea(row: Any) -> IdeaResult:
    pairs = "won" in row._fields
    return IdeaResult(
        ref=row.ref,
        title=row.title,
        standing=row.standing,
        people=0 if pairs else row.supports,
        ticks=0 if pairs else row.ticks,
        elsewhere=0 if pairs else row.brought_supports,
        won=row.won if pairs else 0,
        shown=row.shown if pairs else 0,
        wilson_low=pairs_won(row.won, row.shown) if pairs else None,
    )


def _side(row: Any) -> OneOfTwo:
    return OneOfTwo(
        ref=row.ref,
        code=row.code,
        title=row.title,
        text=row.text if row.text != row.title else "",
        who="" if row.shown_as is ShownAs.NOTHING else row.shown_words,
    )


def _others(boards: Sequence[BoardFacts], board: BoardFacts) -> tuple[BoardFacts, ...]:
    return tuple(other for other in boards if other.ref != board.ref)


def _own(rows: Sequence[Any]) -> tuple[OwnWords, ...]:
    return tuple(own_words(row.ref, row.title, row) for row in rows if row.standing is not Standing.PUBLISHED)
