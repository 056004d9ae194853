"""What residents see of answers: the notice on the board, the public page, and the answers of any ideas."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, union

from codesign.core.errors import NotFound
from codesign.core.heard import COUNTED_SENDINGS, READABLE_STANDINGS
from codesign.core.text import excerpt, one_line
from codesign.extensions import db
from codesign.ideas.rows import boards_of, one_of_them
from codesign.ideas.shapes import BoardFacts
from codesign.models import (
    AnswerBatch,
    AnswerNotice,
    BudgetSlot,
    Comment,
    Contribution,
    Decision,
    Follow,
    Idea,
    IdeaAnswer,
    PairChoice,
    Project,
    Requirement,
    StatementVote,
    Submission,
    Support,
)
from codesign.tallies.idea_answers import Answer, Answered, answer_of, answers_on, became, came_from

PAGE = 20
EXCERPT = 240  # letters of the words of an idea
NAMED = 5  # ideas in a notice

__all__ = ["Answer", "Answered", "answers_on", "answers_page", "notices_for"]


@dataclass(frozen=True, slots=True)
class NoticedIdea:
    """An idea that a person took part in and what was answered."""

    ref: str
    title: str
    answered: Answered


@dataclass(frozen=True, slots=True)
class Notice:
    """That answers came out that a person has not said to have read. `count` ideas, the first few of them named."""

    count: int
    ideas: tuple[NoticedIdea, ...]


@dataclass(frozen=True, slots=True)
class Behind:
    """Supports of an idea, and the different people who wrote or supported it or what it was made of."""

    supports: int
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One answer of the public page: what residents said, and what was answered. `text` is its first words."""

    ref: str
    title: str
    text: str
    language: str
    behind: Behind
    answer: Answer
    later: bool


@dataclass(frozen=True, slots=True)
class Batch:
    """A published batch."""

    ref: str
    title: str
    words: str
    published_at: datetime | None
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersPage:
    """One batch with a page of its answers. `gone` answers are about ideas that are not shown any more."""

    board: BoardFacts
    batches: tuple[Batch, ...]
    batch: Batch | None
    said: tuple[Said, ...]
    gone: int
    page: int
    more: bool


def notices_for(board_id: uuid.UUID, me: uuid.UUID | None, at: datetime) -> Notice | None:
    """What a person is still to be told on a board's page. One query where there is nothing, three where there is."""
    if me is None:
        return None
    unread = db.session.scalars(
        select(AnswerBatch.id)
        .join(AnswerNotice, AnswerNotice.batch_id == AnswerBatch.id)
        .where(
            AnswerBatch.board_id == board_id,
            AnswerNotice.participant_id == me,
            AnswerNotice.read_at.is_(None),
            AnswerBatch.published_at <= at,
        )
    ).all()
    if not unread:
        return None
    line = became(_mine(board_id, me))
    rows = db.session.execute(
        select(Idea.id, Idea.ref, Idea.title, Contribution.text)
        .join(Contribution, Contribution.id == Idea.contribution_id)
        .where(
            Contribution.standing.in_(READABLE_STANDINGS),
            Idea.id.in_(
                select(line.c.origin)
                .join(IdeaAnswer, IdeaAnswer.idea_id == line.c.idea)
                .where(IdeaAnswer.batch_id.in_(unread))
            ),
        )
        .order_by(Idea.supports.desc(), Idea.ref, Idea.id)
    ).all()
    found = answers_on([row.id for row in rows[:NAMED]], at)
    named = tuple(
        NoticedIdea(row.ref, row.title or one_line(row.text)[:160], found[row.id])
        for row in rows[:NAMED]
        if row.id in found
    )
    return Notice(len(rows), named) if rows else None


def _mine(board_id: uuid.UUID, me: uuid.UUID) -> Any:
    """The ideas of a board that a person wrote, supported, replied to, voted on, chose between or follows."""
    told = union(
        select(Idea.id)
        .join(Contribution, Contribution.id == Idea.contribution_id)
        .where(Contribution.participant_id == me),
        select(Comment.idea_id)
        .join(Contribution, Contribution.id == Comment.contribution_id)
        .where(Contribution.participant_id == me),
        *(
            select(table.idea_id).where(table.participant_id == me)
            for table in (Support, BudgetSlot, StatementVote, Follow)
        ),
        *(select(side).where(PairChoice.participant_id == me) for side in (PairChoice.first_id, PairChoice.second_id)),
    ).subquery()
    return select(Idea.id).where(Idea.board_id == board_id, Idea.id.in_(select(told.c[0])))


def answers_page(project_id: uuid.UUID, board_ref: str, batch_ref: str, *, at: datetime, page: int = 1) -> AnswersPage:
    """A published batch of a board, the newest without `batch_ref`, the most supported ideas first.

    Raises `NotFound` for a batch that is not published.
    """
    board = one_of_them(boards_of(project_id, at), board_ref)
    batches = published_batches(board.id, at)
    batch = next((each for each in batches if each.ref == batch_ref or not batch_ref), None)
    if batch is None and batch_ref:
        raise NotFound("There is no such batch of answers.")
    return page_of(board, batches, batch, at=at, page=page)


def published_batches(board_id: uuid.UUID, at: datetime) -> tuple[Batch, ...]:
    """The published batches of a board, newest first, each with the number of its answers."""
    rows = db.session.execute(
        select(AnswerBatch, func.count(IdeaAnswer.id))
        .outerjoin(IdeaAnswer, IdeaAnswer.batch_id == AnswerBatch.id)
        .where(AnswerBatch.board_id == board_id, AnswerBatch.published_at <= at)
        .group_by(AnswerBatch.id)
        .order_by(AnswerBatch.published_at.desc(), AnswerBatch.id.desc())
    )
    return tuple(Batch(row.ref, row.title, row.words, row.published_at, count) for row, count in rows)


def page_of(
    board: BoardFacts, batches: tuple[Batch, ...], batch: Batch | None, *, at: datetime, page: int
) -> AnswersPage:
    """One page of a batch; one that is not published yet is a preview."""
    if batch is None:
        return AnswersPage(board=board, batches=batches, batch=None, said=(), gone=0, page=1, more=False)
    shown = Contribution.standing.in_(READABLE_STANDINGS)
    rows = db.session.execute(
        select(IdeaAnswer, Idea, Contribution, Requirement, Decision, Project.heard_published_at)
        .join(AnswerBatch, AnswerBatch.id == IdeaAnswer.batch_id)
        .join(Idea, Idea.id == IdeaAnswer.idea_id)
        .join(Contribution, Contribution.id == Idea.contribution_id)
        .join(Project, Project.id == Contribution.project_id)
        .outerjoin(Requirement, Requirement.id == IdeaAnswer.requirement_id)
        .outerjoin(Decision, Decision.id == IdeaAnswer.decision_id)
        .where(AnswerBatch.board_id == board.id, AnswerBatch.ref == batch.ref, shown)
        .order_by(Idea.supports.desc(), Idea.ref, Idea.id)
        .limit(PAGE + 1)
        .offset((page - 1) * PAGE)
    ).all()
    listed = rows[:PAGE]
    keys = [row.Idea.id for row in listed]
    people = _people(keys)
    newest = answers_on(keys, at)
    readable = db.session.scalar(
        select(func.count())
        .select_from(IdeaAnswer)
        .join(AnswerBatch, AnswerBatch.id == IdeaAnswer.batch_id)
        .join(Idea, Idea.id == IdeaAnswer.idea_id)
        .join(Contribution, Contribution.id == Idea.contribution_id)
        .where(AnswerBatch.board_id == board.id, AnswerBatch.ref == batch.ref, shown)
    )
    said = []
    for given, idea, words, requirement, decision, heard in listed:
        answer = answer_of(
            given,
            idea,
            batch=batch.ref,
            at=batch.published_at or at,
            requirement=requirement,
            decision=decision,
            heard=heard is not None and heard <= at,
        )
        held = newest.get(idea.id)
        said.append(
            Said(
                ref=idea.ref,
                title=idea.title or one_line(words.text)[:160],
                text=str(excerpt(words.text, "", EXCERPT)) if idea.title and words.text != idea.title else "",
                language=words.language,
                behind=Behind(idea.supports, people.get(idea.id, 0)),
                answer=answer,
                later=bool(batch.published_at and held and batch.ref not in {one.batch for one in held.holding}),
            )
        )
    return AnswersPage(
        board=board,
        batches=batches,
        batch=batch,
        said=tuple(said),
        gone=batch.count - (readable or 0),
        page=page,
        more=len(rows) > PAGE,
    )


def _people(ideas: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    """The different people who wrote or supported each idea, or one that it was made of: each person once."""
    if not ideas:
        return {}
    line = came_from(select(Idea.id).where(Idea.id.in_(ideas)))
    both = union(
        select(line.c.origin, Contribution.participant_id.label("person"))
        .join(Idea, Idea.id == line.c.idea)
        .join(Contribution, Contribution.id == Idea.contribution_id)
        .join(Submission, Submission.id == Contribution.submission_id)
        .where(Contribution.standing.in_(READABLE_STANDINGS), Submission.state.in_(COUNTED_SENDINGS)),
        select(line.c.origin, Support.participant_id).join(Support, Support.idea_id == line.c.idea),
    ).subquery()
    return {
        row[0]: row[1]
        for row in db.session.execute(select(both.c[0], func.count(both.c[1].distinct())).group_by(both.c[0]))
    }
