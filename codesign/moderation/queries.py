"""What moderators read: one queue of all words; and what everyone may read: how many were hidden, and why."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from codesign.core.errors import NotFound
from codesign.core.moderation import REASONS, Concern, concerns, reason_label
from codesign.core.terms import ContributionKind, ModerationReason, Standing
from codesign.core.words import Sentence
from codesign.extensions import db
from codesign.models import Activity, Comment, Contribution, Idea, Question, Report

PAGE = 20


class Pile(StrEnum):
    """The piles of the queue. To check: waiting for a first reader, or reported by a resident."""

    CHECK = "check"
    PUBLISHED = "published"
    HIDDEN = "hidden"
    MERGED = "merged"


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueItem:
    """Some words with where they were said. `about` is an idea's line or a question's reference; no author is named."""

    code: str
    kind: ContributionKind
    activity: str
    about: str
    idea_ref: str
    text: str
    said_at: datetime
    standing: Standing
    reason: Sentence | None
    note: str
    merged_into: str | None
    reports: int
    concerns: tuple[Concern, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePage:
    """One page of a pile. `sizes` has the number of words in every pile."""

    pile: Pile
    kind: ContributionKind | None
    search: str
    newest_first: bool
    sizes: Mapping[Pile, int]
    found: int
    items: tuple[QueueItem, ...]
    page: int
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLine:
    """How often words were hidden for one reason."""

    reason: Sentence
    hidden: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPage:
    """The public count of a project's moderation: numbers, no words. `said` is the base."""

    said: int
    published: int
    waiting: int
    hidden: int
    merged: int
    withdrawn: int
    lines: tuple[RecordLine, ...]


def queue_page(
    project_id: uuid.UUID,
    pile: Pile = Pile.CHECK,
    *,
    kind: ContributionKind | None = None,
    search: str = "",
    newest_first: bool = False,
    page: int = 1,
) -> QueuePage:
    """One page of a pile, 20 items, in three queries. `search` finds any of its words' beginnings, in any case."""
    wanted = [Contribution.project_id == project_id, _in_pile(pile)]
    if kind is not None:
        wanted.append(Contribution.kind == kind)
    for word in search.split()[:8]:
        wanted.append(or_(Contribution.text.icontains(word, autoescape=True), Contribution.code == word.upper()))
    own, its, target = aliased(Idea), aliased(Idea), aliased(Idea)
    order = Contribution.said_at.desc() if newest_first else Contribution.said_at.asc()
    rows = db.session.execute(
        select(
            Contribution,
            Activity.title.label("activity"),
            func.coalesce(own.title, its.title, Question.ref, "").label("about"),
            func.coalesce(own.ref, its.ref, "").label("idea_ref"),
            target.ref.label("merged_into"),
            _open_reports().label("reports"),
            func.count().over().label("found"),
        )
        .join(Activity, Contribution.activity_id == Activity.id)
        .outerjoin(own, own.contribution_id == Contribution.id)
        .outerjoin(Comment, Comment.contribution_id == Contribution.id)
        .outerjoin(its, its.id == Comment.idea_id)
        .outerjoin(Question, Question.id == Contribution.question_id)
        .outerjoin(target, target.contribution_id == Contribution.merged_into_id)
        .where(*wanted)
        .order_by(order, Contribution.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    found = rows[0].found if rows else 0
    return QueuePage(
        pile=pile,
        kind=kind,
        search=search,
        newest_first=newest_first,
        sizes=_sizes(project_id),
        found=found,
        items=tuple(_item(row) for row in rows),
        page=page,
        pages=max(-(-found // PAGE), 1),
    )


def waiting_count(project_id: uuid.UUID) -> int:
    """How many words wait for a reader or were reported."""
    return _sizes(project_id)[Pile.CHECK]


def words_to_report(project_id: uuid.UUID, code: str) -> str:
    """The published words that a resident wants looked at. Raises `NotFound`."""
    text = db.session.scalar(
        select(Contribution.text).where(
            Contribution.project_id == project_id,
            Contribution.code == code,
            Contribution.standing == Standing.PUBLISHED,
            Contribution.kind.in_((ContributionKind.IDEA, ContributionKind.COMMENT)),
        )
    )
    if text is None:
        raise NotFound("There are no such words to read here.")
    return text


def record_page(project_id: uuid.UUID) -> RecordPage:
    """The public count, one query."""
    rows = db.session.execute(
        select(Contribution.standing, Contribution.moderation_reason, func.count().label("many"))
        .where(Contribution.project_id == project_id)
        .group_by(Contribution.standing, Contribution.moderation_reason)
    ).all()

    def many(standing: Standing) -> int:
        return sum(row.many for row in rows if row.standing is standing)

    hidden = {row.moderation_reason: row.many for row in rows if row.standing is Standing.HIDDEN}
    return RecordPage(
        said=sum(row.many for row in rows),
        published=many(Standing.PUBLISHED),
        waiting=many(Standing.WAITING),
        hidden=many(Standing.HIDDEN),
        merged=many(Standing.MERGED),
        withdrawn=many(Standing.WITHDRAWN),
        lines=tuple(RecordLine(reason=reason_label(reason), hidden=hidden.get(reason, 0)) for reason in REASONS),
    )


def _open_reports() -> Any:
    return (
        select(func.count())
        .select_from(Report)
        .where(Report.contribution_id == Contribution.id, Report.settled_at.is_(None))
        .scalar_subquery()
    )


def _in_pile(pile: Pile) -> ColumnElement[bool]:
    reported = exists().where(Report.contribution_id == Contribution.id, Report.settled_at.is_(None))
    if pile is Pile.CHECK:
        return or_(
            Contribution.standing == Standing.WAITING, and_(Contribution.standing == Standing.PUBLISHED, reported)
        )
    return Contribution.standing == Standing(pile.value)


def _sizes(project_id: uuid.UUID) -> dict[Pile, int]:
    counts = db.session.execute(
        select(*(func.count().filter(_in_pile(pile)).label(pile.value) for pile in Pile))
        .select_from(Contribution)
        .where(Contribution.project_id == project_id)
    ).one()
    return {pile: getattr(counts, pile.value) for pile in Pile}


def _item(row: Row[Any]) -> QueueItem:
    words: Contribution = row[0]
    reason: ModerationReason | None = words.moderation_reason
    return QueueItem(
        code=words.code,
        kind=words.kind,
        activity=row.activity,
        about=row.about if row.about != words.text else "",
        idea_ref=row.idea_ref if words.kind is ContributionKind.IDEA else "",
        text=words.text,
        said_at=words.said_at,
        standing=words.standing,
        reason=reason_label(reason) if reason else None,
        note=words.moderation_note,
        merged_into=row.merged_into,
        reports=row.reports,
        concerns=concerns(f"{row.about}\n{words.text}\n{words.shown_words}"),
    )
