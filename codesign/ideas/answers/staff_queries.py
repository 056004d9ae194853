"""What staff see of answers: the batches of a board, ideas to choose, a batch with what is still missing."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from codesign.core.answers import STAFF_WORDS, TONES, Lack, Prepared, Tone, lacks, left_out
from codesign.core.errors import NotFound
from codesign.core.heard import READABLE_STANDINGS
from codesign.core.terms import AnswerState, RequirementStatus, Standing
from codesign.core.text import excerpt, one_line
from codesign.extensions import db
from codesign.ideas.answers.commands import MOST_AT_ONCE, batch_row, board_row, kept
from codesign.ideas.answers.drafts import AnswerDraft, fingerprint
from codesign.ideas.answers.publishing import prepared
from codesign.ideas.answers.queries import AnswersPage, Batch, page_of, published_batches
from codesign.ideas.rows import facts
from codesign.models import (
    AnswerBatch,
    AnswerNotice,
    Contribution,
    Decision,
    Idea,
    IdeaAnswer,
    Person,
    Requirement,
)

PAGE = 30
LINE = 120  # letters of a decision in a list


@dataclass(frozen=True, slots=True)
class Board:
    """The board whose ideas are answered."""

    ref: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchLine:
    """One batch of a list. `told` people have been told of it."""

    ref: str
    title: str
    ideas: int
    answered: int
    published_at: datetime | None
    published_by: str
    told: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchesPage:
    """Every batch of a board, newest first; of `ideas` published ones `unanswered` have no answer yet."""

    board: Board
    batches: tuple[BatchLine, ...]
    ideas: int
    unanswered: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IdeaLine:
    """One idea to choose or to answer. `state` and `label` are of the answer in this batch."""

    ref: str
    title: str
    text: str
    supports: int
    replies: int
    standing: Standing
    chosen: bool
    state: AnswerState | None
    label: str
    tone: Tone | None
    words: str
    reason: str
    answered_before: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchPage:
    """One batch. `missing` stops it; `gone` ideas are left out; `unpublished` decisions residents cannot read yet."""

    board: Board
    batch: Batch
    ideas: tuple[IdeaLine, ...]
    answered: int
    missing: tuple[tuple[Lack, str], ...]
    gone: tuple[str, ...]
    unpublished: tuple[str, ...]
    told: int
    page: int
    more: bool

    @property
    def published(self) -> bool:
        return self.batch.published_at is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoosePage:
    """Ideas to put into a batch, the most supported first. `found` fit the search."""

    board: Board
    batch: Batch
    ideas: tuple[IdeaLine, ...]
    found: int
    page: int
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPage:
    """One idea with what is written for it. `seen` is the fingerprint of that; `after` the next without an answer."""

    board: Board
    batch: Batch
    idea: IdeaLine
    written: AnswerDraft | None
    seen: str
    after: str
    requirements: tuple[tuple[str, str], ...]
    decisions: tuple[tuple[str, str], ...]


def batches_page(project_id: uuid.UUID, board_ref: str, *, at: datetime) -> BatchesPage:
    """Every batch of a board. Raises `NotFound`."""
    board = board_row(project_id, board_ref)
    told = select(func.count()).where(AnswerNotice.batch_id == AnswerBatch.id).correlate(AnswerBatch).scalar_subquery()
    rows = db.session.execute(
        select(AnswerBatch, func.count(IdeaAnswer.id), func.count(IdeaAnswer.state), Person.name, told)
        .outerjoin(IdeaAnswer, IdeaAnswer.batch_id == AnswerBatch.id)
        .outerjoin(Person, Person.id == AnswerBatch.published_by_id)
        .where(AnswerBatch.board_id == board.id)
        .group_by(AnswerBatch.id, Person.name)
        .order_by(AnswerBatch.made_at.desc(), AnswerBatch.id.desc())
    )
    counts = db.session.execute(
        select(func.count(), func.coalesce(func.sum(case((_answered(at), 0), else_=1)), 0))
        .select_from(Idea)
        .join(Contribution, Contribution.id == Idea.contribution_id)
        .where(Idea.board_id == board.id, Contribution.standing == Standing.PUBLISHED)
    ).one()
    return BatchesPage(
        board=Board(board.ref, board.title),
        batches=tuple(
            BatchLine(
                ref=row.ref,
                title=row.title,
                ideas=ideas,
                answered=answered,
                published_at=row.published_at,
                published_by=name or "",
                told=many,
            )
            for row, ideas, answered, name, many in rows
        ),
        ideas=counts[0],
        unanswered=int(counts[1]),
    )


def batch_page(project_id: uuid.UUID, board_ref: str, batch_ref: str, *, at: datetime, page: int = 1) -> BatchPage:
    """One batch with a page of its ideas, those without an answer first. Raises `NotFound`."""
    board, row = board_row(project_id, board_ref), batch_row(project_id, board_ref, batch_ref)
    ready = prepared(row.id)
    rows = db.session.execute(
        select(Idea, Contribution, IdeaAnswer)
        .join(IdeaAnswer, IdeaAnswer.idea_id == Idea.id)
        .join(Contribution, Contribution.id == Idea.contribution_id)
        .where(IdeaAnswer.batch_id == row.id)
        .order_by(IdeaAnswer.state.is_not(None), Idea.supports.desc(), Idea.ref, Idea.id)
        .limit(PAGE + 1)
        .offset((page - 1) * PAGE)
    ).all()
    unpublished = db.session.scalars(
        select(Decision.ref)
        .where(
            Decision.id.in_(select(IdeaAnswer.decision_id).where(IdeaAnswer.batch_id == row.id)),
            Decision.published_on.is_(None),
        )
        .order_by(Decision.ref)
    ).all()
    return BatchPage(
        board=Board(board.ref, board.title),
        batch=_batch(row, len(ready)),
        ideas=tuple(_line(idea, words, answer) for idea, words, answer in rows[:PAGE]),
        answered=sum(1 for each in ready if each.state is not None),
        missing=() if row.published_at else lacks(ready),
        gone=left_out(ready),
        unpublished=tuple(unpublished),
        told=db.session.scalar(select(func.count()).where(AnswerNotice.batch_id == row.id)) or 0,
        page=page,
        more=len(rows) > PAGE,
    )


def choose_page(
    project_id: uuid.UUID,
    board_ref: str,
    batch_ref: str,
    *,
    at: datetime,
    words: str = "",
    unanswered: bool = True,
    page: int = 1,
) -> ChoosePage:
    """Published ideas of the board that fit. Raises `NotFound`."""
    board, row = board_row(project_id, board_ref), batch_row(project_id, board_ref, batch_ref)
    wanted = (
        select(Idea, Contribution, IdeaAnswer, _answered(at))
        .join(Contribution, Contribution.id == Idea.contribution_id)
        .outerjoin(IdeaAnswer, and_(IdeaAnswer.idea_id == Idea.id, IdeaAnswer.batch_id == row.id))
        .where(Idea.board_id == board.id, Contribution.standing == Standing.PUBLISHED)
    )
    if unanswered:
        wanted = wanted.where(~_answered(at))
    for word in words.split()[:6]:
        wanted = wanted.where(
            or_(
                Idea.ref.icontains(word, autoescape=True),
                Idea.title.icontains(word, autoescape=True),
                Contribution.text.icontains(word, autoescape=True),
            )
        )
    found = db.session.scalar(select(func.count()).select_from(wanted.with_only_columns(Idea.id).subquery())) or 0
    rows = db.session.execute(
        wanted.order_by(Idea.supports.desc(), Idea.replies.desc(), Idea.ref, Idea.id)
        .limit(PAGE + 1)
        .offset((page - 1) * PAGE)
    ).all()
    return ChoosePage(
        board=Board(board.ref, board.title),
        batch=_batch(row, 0),
        ideas=tuple(_line(idea, said, answer, before=bool(before)) for idea, said, answer, before in rows[:PAGE]),
        found=found,
        page=page,
        more=len(rows) > PAGE,
    )


def answer_page(project_id: uuid.UUID, board_ref: str, batch_ref: str, idea_ref: str, *, at: datetime) -> AnswerPage:
    """One idea of a batch with its answer. Raises `NotFound`."""
    board, row = board_row(project_id, board_ref), batch_row(project_id, board_ref, batch_ref)
    found = db.session.execute(
        select(Idea, Contribution, IdeaAnswer, _answered(at))
        .join(IdeaAnswer, IdeaAnswer.idea_id == Idea.id)
        .join(Contribution, Contribution.id == Idea.contribution_id)
        .where(IdeaAnswer.batch_id == row.id, Idea.ref == idea_ref)
    ).one_or_none()
    if found is None:
        raise NotFound("This idea is not in this batch.")
    idea, words, answer, before = found
    after = db.session.scalar(
        select(Idea.ref)
        .join(IdeaAnswer, IdeaAnswer.idea_id == Idea.id)
        .join(Contribution, Contribution.id == Idea.contribution_id)
        .where(
            IdeaAnswer.batch_id == row.id,
            IdeaAnswer.state.is_(None),
            Idea.id != idea.id,
            Contribution.standing.in_(READABLE_STANDINGS),
        )
        .order_by(Idea.supports.desc(), Idea.ref, Idea.id)
        .limit(1)
    )
    written = kept(answer)
    requirements, decisions = link_choices(project_id)
    return AnswerPage(
        board=Board(board.ref, board.title),
        batch=_batch(row, 0),
        idea=_line(idea, words, answer, before=bool(before), whole=True),
        written=written,
        seen=fingerprint(written),
        after=after or "",
        requirements=requirements,
        decisions=decisions,
    )


def chosen_together(project_id: uuid.UUID, board_ref: str, batch_ref: str, refs: Sequence[str]) -> tuple[IdeaLine, ...]:
    """The ideas of a batch that get the same answer; references that are not in it are left out."""
    row = batch_row(project_id, board_ref, batch_ref)
    rows = db.session.execute(
        select(Idea, Contribution, IdeaAnswer)
        .join(IdeaAnswer, IdeaAnswer.idea_id == Idea.id)
        .join(Contribution, Contribution.id == Idea.contribution_id)
        .where(IdeaAnswer.batch_id == row.id, Idea.ref.in_(list(refs)[:MOST_AT_ONCE]))
        .order_by(Idea.supports.desc(), Idea.ref, Idea.id)
    )
    return tuple(_line(idea, words, answer) for idea, words, answer in rows)


def link_choices(project_id: uuid.UUID) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    """Requirements and decisions that an answer may name, as (reference, words)."""
    requirements = db.session.execute(
        select(Requirement.ref, Requirement.title)
        .where(Requirement.project_id == project_id, Requirement.status != RequirementStatus.DROPPED)
        .order_by(Requirement.position, Requirement.ref)
    )
    decisions = db.session.execute(
        select(Decision.ref, Decision.said).where(Decision.project_id == project_id).order_by(Decision.ref)
    )
    return (
        tuple((ref, f"{ref} {title}") for ref, title in requirements),
        tuple((ref, f"{ref} {excerpt(one_line(said), '', LINE)}") for ref, said in decisions),
    )


def preview(project_id: uuid.UUID, board_ref: str, batch_ref: str, *, at: datetime, page: int = 1) -> AnswersPage:
    """A batch as residents will read it. Raises `NotFound`."""
    board, row = board_row(project_id, board_ref), batch_row(project_id, board_ref, batch_ref)
    count = db.session.scalar(select(func.count()).where(IdeaAnswer.batch_id == row.id)) or 0
    return page_of(facts(board, at), published_batches(board.id, at), _batch(row, count), at=at, page=page)


def one_batch(project_id: uuid.UUID, board_ref: str, batch_ref: str) -> tuple[Board, Batch]:
    """The head of a batch. Raises `NotFound`."""
    board, row = board_row(project_id, board_ref), batch_row(project_id, board_ref, batch_ref)
    return Board(board.ref, board.title), _batch(row, 0)


def _batch(row: AnswerBatch, count: int) -> Batch:
    return Batch(row.ref, row.title, row.words, row.published_at, count)


def _answered(at: datetime) -> ColumnElement[bool]:
    given, batch = aliased(IdeaAnswer), aliased(AnswerBatch)
    return exists().where(given.idea_id == Idea.id, given.batch_id == batch.id, batch.published_at <= at)


def _line(
    idea: Idea, words: Contribution, answer: IdeaAnswer | None, *, before: bool = False, whole: bool = False
) -> IdeaLine:
    shown = words.standing in READABLE_STANDINGS
    text = words.text if shown and idea.title and words.text != idea.title else ""
    state = answer.state if answer else None
    return IdeaLine(
        ref=idea.ref,
        title=(idea.title or one_line(words.text)[:160]) if shown else "",
        text=text if whole else str(excerpt(text, "", LINE)),
        supports=idea.supports,
        replies=idea.replies,
        standing=words.standing,
        chosen=answer is not None,
        state=state,
        label=STAFF_WORDS[state] if state else "",
        tone=TONES[state] if state else None,
        words=answer.words if answer else "",
        reason=answer.reason if answer else "",
        answered_before=before,
    )


__all__ = [
    "AnswerPage",
    "BatchPage",
    "BatchesPage",
    "ChoosePage",
    "Prepared",
    "answer_page",
    "batch_page",
    "batches_page",
    "choose_page",
    "chosen_together",
    "link_choices",
    "one_batch",
    "preview",
]
