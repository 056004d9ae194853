"""The selections that the talk of an idea shares: the idea itself, who has acted on it, a page of threads."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, case, exists, func, null, or_, select
from sqlalchemy.orm import aliased

from codesign.core.errors import NotFound
from codesign.core.terms import Standing
from codesign.extensions import db
from codesign.ideas.rows import idea_rows, only_author_sees
from codesign.models import (
    AnswerBatch,
    Codebook,
    Coding,
    Comment,
    Contribution,
    ContributionVersion,
    Follow,
    Idea,
    IdeaAnswer,
    IdeaVersion,
    PairChoice,
    PaperTally,
    StatementVote,
    Submission,
    Support,
    Theme,
)

THREADS: Final = 20
"""Threads on one page."""
REPLIES: Final = 10
"""Replies under the first of a thread, before "Show more"."""
IN_A_THREAD: Final = 50
"""Replies on one page of a thread's own."""
QUOTED: Final = 90
"""Letters of a reply that another one answers."""


def idea_row(project_id: uuid.UUID, board_id: uuid.UUID, idea_ref: str, me: uuid.UUID | None) -> Any:
    """An idea in any standing with what its page says of it, a row. One query. Raises `NotFound`."""
    values = {"project": project_id, "board": board_id, "ref": idea_ref, **({"me": me} if me else {})}
    found = db.session.execute(_one_idea(known=me is not None), values).one_or_none()
    if found is None:
        raise NotFound("There is no such idea on this board.")
    return found


# Putting a statement of this size together takes longer than the database takes to answer it: each is made once.
@cache
def _one_idea(*, known: bool) -> Any:
    me: Any = bindparam("me") if known else None
    ranked = (
        select(
            Theme.id,
            Theme.title,
            func.row_number().over(order_by=(Theme.position, Theme.ref)).label("place"),
        )
        .join(Codebook, Theme.codebook_id == Codebook.id)
        .where(Codebook.project_id == bindparam("project"), Theme.housekeeping.is_(False))
        .subquery()
    )

    def of_first_theme(column: ColumnElement[Any]) -> Any:
        return (
            select(column)
            .join(Coding, Coding.theme_id == ranked.c.id)
            .where(Coding.contribution_id == Contribution.id)
            .order_by(ranked.c.place)
            .limit(1)
            .scalar_subquery()
        )

    def of_mine(table: type[Support] | type[Follow]) -> Any:
        if not known:
            return null()
        return select(table.at).where(table.idea_id == Idea.id, table.participant_id == me).scalar_subquery()

    return (
        idea_rows(me)
        .add_columns(
            of_first_theme(ranked.c.title).label("talk_theme"),
            of_first_theme(ranked.c.place).label("talk_tint"),
            Contribution.language.label("talk_language"),
            select(func.max(IdeaVersion.at))
            .where(IdeaVersion.idea_id == Idea.id, IdeaVersion.shown)
            .scalar_subquery()
            .label("talk_changed_at"),
            of_mine(Support).label("talk_supported_at"),
            of_mine(Follow).label("talk_follows"),
        )
        .where(Idea.board_id == bindparam("board"), Idea.ref == bindparam("ref"))
    )


def others_acted(idea_id: uuid.UUID, author: uuid.UUID) -> bool:
    """Whether anybody but its author has done something about an idea as it is: then its words stay to be read."""
    did = or_(
        exists().where(Support.idea_id == idea_id, Support.participant_id != author),
        exists().where(StatementVote.idea_id == idea_id, StatementVote.participant_id != author),
        exists().where(
            or_(PairChoice.first_id == idea_id, PairChoice.second_id == idea_id), PairChoice.participant_id != author
        ),
        exists().where(Follow.idea_id == idea_id, Follow.participant_id != author),
        exists().where(PaperTally.idea_id == idea_id),
        exists(
            select(Comment.id)
            .join(Contribution, Comment.contribution_id == Contribution.id)
            .where(Comment.idea_id == idea_id, Contribution.participant_id != author)
        ),
        exists(
            select(IdeaAnswer.id)
            .join(AnswerBatch, IdeaAnswer.batch_id == AnswerBatch.id)
            .where(IdeaAnswer.idea_id == idea_id, AnswerBatch.published_at.is_not(None))
        ),
    )
    return bool(db.session.scalar(select(case((did, 1), else_=0))))


def taken_back_at(contribution_id: uuid.UUID) -> Any:
    """When the sending of these words was taken back, if it was."""
    return db.session.scalar(
        select(Submission.withdrawn_at)
        .join(Contribution, Contribution.submission_id == Submission.id)
        .where(Contribution.id == contribution_id)
    )


def thread_rows(idea_id: uuid.UUID, me: uuid.UUID | None, page: int) -> tuple[list[Row[Any]], bool]:
    """The first replies of one page, and under each its first replies; whether more threads follow. One query.

    A first reply that is no longer shown keeps its place while others stand under it.
    """
    values = {"idea": idea_id, "skipped": (page - 1) * THREADS, **({"me": me} if me else {})}
    rows = list(db.session.execute(_threads(known=me is not None), values))
    roots = [row for row in rows if row.thread_id is None]
    more = len(roots) > THREADS
    if more:
        cut = roots[-1].id
        rows = [row for row in rows if cut not in (row.id, row.thread_id)]
    return rows, more


@cache
def _threads(*, known: bool) -> Select[Any]:
    seen = _seen_by(bindparam("me") if known else None)
    below, words_below = aliased(Comment), aliased(Contribution)
    stands = exists(
        select(below.id)
        .join(words_below, below.contribution_id == words_below.id)
        .where(below.thread_id == Comment.id, words_below.standing == Standing.PUBLISHED)
    )
    firsts = (
        select(Comment.id)
        .join(Contribution, Comment.contribution_id == Contribution.id)
        .where(Comment.idea_id == bindparam("idea"), Comment.thread_id.is_(None), or_(seen, stands))
        .order_by(Contribution.said_at, Contribution.id)
        .limit(THREADS + 1)
        .offset(bindparam("skipped"))
        .cte("firsts")
    )
    chosen = select(firsts.c.id)
    which = and_(
        Comment.idea_id == bindparam("idea"),
        or_(Comment.id.in_(chosen), and_(Comment.thread_id.in_(chosen), seen)),
    )
    return _numbered(which, last=REPLIES)


def one_thread_rows(idea_id: uuid.UUID, code: str, me: uuid.UUID | None, page: int) -> list[Row[Any]]:
    """The first reply with that code, and a page of what stands under it; nothing where there is no such thread."""
    first = (
        select(Comment.id)
        .join(Contribution, Comment.contribution_id == Contribution.id)
        .where(Comment.idea_id == idea_id, Contribution.code == code, Comment.thread_id.is_(None))
        .scalar_subquery()
    )
    which = and_(
        Comment.idea_id == idea_id,
        or_(Comment.id == first, and_(Comment.thread_id == first, _seen_by(me))),
    )
    before = (page - 1) * IN_A_THREAD
    return list(db.session.execute(_numbered(which, last=before + IN_A_THREAD, after=before)))


def _seen_by(me: Any) -> ColumnElement[bool]:
    return or_(Contribution.standing == Standing.PUBLISHED, only_author_sees(me))


def _numbered(which: ColumnElement[bool], *, last: int, after: int = 0) -> Select[Any]:
    """Replies with their words, their place in their thread, how many there are in it, and what each answers."""
    order = (Contribution.said_at, Contribution.id)
    numbered = (
        select(
            Comment.id,
            Comment.thread_id,
            Comment.parent_id,
            Comment.kind,
            Contribution.id.label("contribution_id"),
            func.row_number().over(partition_by=Comment.thread_id, order_by=order).label("place"),
            func.count().over(partition_by=Comment.thread_id).label("together"),
        )
        .join(Contribution, Comment.contribution_id == Contribution.id)
        .where(which)
        .subquery()
    )
    answered, answered_words = aliased(Comment), aliased(Contribution)
    return (
        select(
            numbered.c.id,
            numbered.c.thread_id,
            numbered.c.kind,
            numbered.c.place,
            numbered.c.together,
            Contribution.code,
            Contribution.text,
            Contribution.language,
            Contribution.said_at,
            Contribution.standing,
            Contribution.moderation_reason,
            Contribution.moderation_note,
            Contribution.participant_id,
            answered_words.code.label("to_code"),
            func.substr(answered_words.text, 1, QUOTED * 2).label("to_text"),
            answered_words.standing.label("to_standing"),
        )
        .join(Contribution, Contribution.id == numbered.c.contribution_id)
        .outerjoin(answered, and_(answered.id == numbered.c.parent_id, numbered.c.parent_id != numbered.c.thread_id))
        .outerjoin(answered_words, answered_words.id == answered.contribution_id)
        .where(or_(numbered.c.thread_id.is_(None), numbered.c.place.between(after + 1, last)))
        .order_by(*order)
    )


def quoted_reply(idea_id: uuid.UUID, code: str) -> Any:
    """A published reply that may be answered, a row of its keys, code and words; else None."""
    return db.session.execute(
        select(Comment.id, Comment.thread_id, Contribution.code, Contribution.text)
        .join(Contribution, Comment.contribution_id == Contribution.id)
        .where(
            Comment.idea_id == idea_id,
            Contribution.code == code,
            Contribution.standing == Standing.PUBLISHED,
        )
    ).one_or_none()


def seen_wordings(idea_id: uuid.UUID) -> Sequence[Any]:
    """Earlier wordings of an idea that others have seen, newest first."""
    return db.session.execute(
        select(IdeaVersion.number, IdeaVersion.title, IdeaVersion.at, ContributionVersion.text)
        .join(Idea, Idea.id == IdeaVersion.idea_id)
        .join(
            ContributionVersion,
            and_(
                ContributionVersion.contribution_id == Idea.contribution_id,
                ContributionVersion.number == IdeaVersion.number,
            ),
        )
        .where(IdeaVersion.idea_id == idea_id, IdeaVersion.shown, ContributionVersion.text.is_not(None))
        .order_by(IdeaVersion.number.desc())
    ).all()
