"""The lines of the staff's table of ideas: which there are, in which order, and what each says."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from codesign.core.heard import READABLE_STANDINGS, set_apart
from codesign.core.moderation import reason_label
from codesign.core.terms import BoardAsks, Standing, Vote
from codesign.extensions import db
from codesign.ideas.staff_shapes import Answered, StaffIdea, StaffSort, Wanted
from codesign.models import (
    AnswerBatch,
    Area,
    Contribution,
    Idea,
    IdeaAnswer,
    IdeaBoard,
    IdeaLineage,
    PairChoice,
    PaperTally,
    Prompt,
    Report,
    StatementVote,
)
from codesign.tallies.apart import not_apart

PAGE = 30


def page_of_ids(board_id: uuid.UUID, wanted: Wanted) -> tuple[list[uuid.UUID], int]:
    """The keys of one page of ideas, and how many the filters leave."""
    query = (
        select(Idea.id)
        .join(Contribution, Idea.contribution_id == Contribution.id)
        .where(Idea.board_id == board_id, *_filters(board_id, wanted))
    )
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    if wanted.sort is StaffSort.REPORTS:
        reports = _open_reports().subquery()
        query = query.outerjoin(reports, reports.c.contribution_id == Contribution.id)
        first: ColumnElement[Any] = func.coalesce(reports.c.reports, 0).desc()
    else:
        first = {
            StaffSort.NEWEST: Idea.created_at,
            StaffSort.SUPPORTS: Idea.supports + Idea.brought_supports,
            StaffSort.REPLIES: Idea.replies,
        }[wanted.sort].desc()
    ordered = query.order_by(first, Idea.created_at.desc(), Idea.id)
    return list(db.session.scalars(ordered.limit(PAGE).offset((wanted.page - 1) * PAGE))), total


def _filters(board_id: uuid.UUID, wanted: Wanted) -> Iterable[ColumnElement[bool]]:
    if wanted.standing is not None:
        yield Contribution.standing == wanted.standing
    if wanted.prompt is not None:
        yield Idea.prompt_id.in_(select(Prompt.id).where(Prompt.board_id == board_id, Prompt.position == wanted.prompt))
    if wanted.area:
        yield Idea.area_id.in_(select(Area.id).where(Area.code == wanted.area))
    if wanted.answer is not None:
        latest = latest_answers(board_id)
        answered = select(latest.c.idea_id)
        if wanted.answer is Answered.NONE:
            yield Idea.id.not_in(answered)
        elif wanted.answer is Answered.ANY:
            yield Idea.id.in_(answered)
        else:
            yield Idea.id.in_(answered.where(latest.c.state == wanted.answer))
    # Words that this person may not read are not found by them either: the answer would tell what they say.
    readable = not_apart() if wanted.of_others else Contribution.standing.in_(READABLE_STANDINGS)
    for word in wanted.words.split()[:8]:
        yield or_(
            and_(
                readable,
                Idea.title.icontains(word, autoescape=True) | Contribution.text.icontains(word, autoescape=True),
            ),
            Idea.ref == word.upper(),
            Contribution.code == word.upper(),
        )


def latest_answers(board_id: uuid.UUID) -> Any:
    """The answer that holds for each idea of a board, as a subquery of (idea_id, state): of the batch published last."""
    ranked = (
        select(
            IdeaAnswer.idea_id,
            IdeaAnswer.state,
            func.row_number()
            .over(partition_by=IdeaAnswer.idea_id, order_by=(AnswerBatch.published_at.desc(), AnswerBatch.id.desc()))
            .label("place"),
        )
        .join(AnswerBatch, IdeaAnswer.batch_id == AnswerBatch.id)
        .where(AnswerBatch.board_id == board_id, AnswerBatch.published_at.is_not(None))
        .subquery()
    )
    return select(ranked.c.idea_id, ranked.c.state).where(ranked.c.place == 1).subquery()


def staff_ideas(board: IdeaBoard, ids: list[uuid.UUID], *, of_others: bool = True) -> tuple[StaffIdea, ...]:
    """These ideas of a board, in this order, each with all that its line of the table says.

    Without `of_others` those that residents cannot read are known by their code, as all are that the officer reads.
    """
    rows = {
        idea.id: (idea, words, area)
        for idea, words, area in db.session.execute(
            select(Idea, Contribution, Area.name)
            .join(Contribution, Idea.contribution_id == Contribution.id)
            .outerjoin(Area, Idea.area_id == Area.id)
            .where(Idea.id.in_(ids))
        )
    }
    latest = latest_answers(board.id)
    answers: dict[uuid.UUID, Any] = _pairs_of(select(latest.c.idea_id, latest.c.state).where(latest.c.idea_id.in_(ids)))
    said = [words.id for _, words, _ in rows.values()]
    reports: dict[uuid.UUID, int] = _pairs_of(_open_reports().where(Report.contribution_id.in_(said)))
    ticks: dict[uuid.UUID, int] = _pairs_of(
        select(PaperTally.idea_id, func.sum(PaperTally.ticks))
        .where(PaperTally.idea_id.in_(ids), PaperTally.withdrawn_at.is_(None))
        .group_by(PaperTally.idea_id)
    )
    into: dict[uuid.UUID, list[str]] = {}
    for from_id, ref in db.session.execute(
        select(IdeaLineage.from_id, Idea.ref)
        .join(Idea, IdeaLineage.into_id == Idea.id)
        .where(IdeaLineage.from_id.in_(ids))
        .order_by(Idea.ref)
    ):
        into.setdefault(from_id, []).append(ref)
    prompts: dict[uuid.UUID | None, int] = {prompt.id: prompt.position for prompt in board.prompts}
    votes, pairs = _votes(board, ids), _pairs(board, ids)
    return tuple(
        _idea(
            *rows[key],
            prompt=prompts.get(rows[key][0].prompt_id),
            votes=votes.get(key, {}),
            pairs=pairs.get(key, (0, 0)),
            answer=answers.get(key),
            answered=key in answers,
            reports=reports.get(rows[key][1].id, 0),
            ticks=ticks.get(key, 0),
            into=tuple(into.get(key, ())),
            of_others=of_others,
        )
        for key in ids
    )


def _idea(
    idea: Idea,
    words: Contribution,
    area: str | None,
    *,
    votes: Mapping[Vote, int],
    pairs: tuple[int, int],
    of_others: bool,
    **known: Any,
) -> StaffIdea:
    # Words held for safeguarding are read by the named officer alone; staff know them by their code.
    apart = set_apart(words.standing, words.moderation_reason)
    if not of_others and words.standing in (Standing.WAITING, Standing.HIDDEN):
        apart = True
    return StaffIdea(
        ref=idea.ref,
        code=words.code,
        title=words.code if apart else idea.title or words.text,
        standing=words.standing,
        reason=reason_label(words.moderation_reason) if words.moderation_reason else None,
        said_at=words.said_at,
        place="" if apart else area or idea.place_words,
        on_map=idea.latitude is not None,
        supports=idea.supports,
        brought=idea.brought_supports,
        replies=idea.replies,
        agree=votes.get(Vote.AGREE, 0),
        disagree=votes.get(Vote.DISAGREE, 0),
        passed=votes.get(Vote.PASS, 0),
        chosen=pairs[0],
        pairs=pairs[1],
        **known,
    )


def _votes(board: IdeaBoard, ids: list[uuid.UUID]) -> dict[uuid.UUID, dict[Vote, int]]:
    found: dict[uuid.UUID, dict[Vote, int]] = {}
    if board.asks is BoardAsks.STATEMENTS:
        for idea_id, vote, count in db.session.execute(
            select(StatementVote.idea_id, StatementVote.vote, func.count())
            .where(StatementVote.idea_id.in_(ids))
            .group_by(StatementVote.idea_id, StatementVote.vote)
        ):
            found.setdefault(idea_id, {})[vote] = count
    return found


def _pairs(board: IdeaBoard, ids: list[uuid.UUID]) -> dict[uuid.UUID, tuple[int, int]]:
    """How often each idea was chosen, and out of how many choices in which somebody chose one of the two."""
    found: dict[uuid.UUID, tuple[int, int]] = {}
    if board.asks is BoardAsks.PAIRS:
        for side in (PairChoice.first_id, PairChoice.second_id):
            for idea_id, chosen, count in db.session.execute(
                select(side, func.sum(case((PairChoice.chosen_id == side, 1), else_=0)), func.count())
                .where(side.in_(ids), PairChoice.chosen_id.is_not(None))
                .group_by(side)
            ):
                before = found.get(idea_id, (0, 0))
                found[idea_id] = (before[0] + chosen, before[1] + count)
    return found


def _pairs_of(query: Select[Any, Any]) -> dict[uuid.UUID, Any]:
    """What a query of two columns gives: the first names the second."""
    return {row[0]: row[1] for row in db.session.execute(query)}


def _open_reports() -> Select[uuid.UUID, int]:
    return (
        select(Report.contribution_id, func.count().label("reports"))
        .where(Report.settled_at.is_(None))
        .group_by(Report.contribution_id)
    )
