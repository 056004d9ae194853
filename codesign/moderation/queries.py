"""What moderators read: one queue of all words, its piles, and one item with everything that was done."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, func, literal, or_, select, union_all

from codesign.core.errors import NotFound
from codesign.core.finding import terms
from codesign.core.moderation import Concern, Policy, concerns
from codesign.core.terms import ContributionKind, ModerationReason, Standing
from codesign.extensions import db
from codesign.ledger import policy_in_force
from codesign.models import (
    Activity,
    Appeal,
    Contribution,
    Idea,
    Report,
    SafeguardingHold,
)
from codesign.models.word_index import holds, says
from codesign.moderation.items import QueueItem, items, own_words

PAGE = 20
LOOKED_THROUGH = 1000
"""How many of a pile, in its order, are looked through for a concern: it is found by reading, not kept."""


class Pile(StrEnum):
    """The piles of the queue. To check: waiting for a first reader, or reported by a resident."""

    CHECK = "check"
    ASKED = "asked"
    PUBLISHED = "published"
    HIDDEN = "hidden"
    MERGED = "merged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for in the queue; empty values ask nothing. `hours`: waiting for longer than that."""

    pile: Pile = Pile.CHECK
    kind: ContributionKind | None = None
    activity: str = ""
    hours: int = 0
    reason: str = ""
    concern: Concern | None = None
    reported: bool = False
    search: str = ""
    newest_first: bool = False
    page: int = 1

    @property
    def narrows(self) -> bool:
        return any((self.kind, self.activity, self.hours, self.reason, self.concern, self.reported, self.search))


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """How much waits and for how long: `half` of it longer than since then. Times are None when nothing waits."""

    count: int
    oldest: datetime | None
    half: datetime | None


@dataclass(frozen=True, slots=True)
class ActivityOption:
    """An activity that the queue may be narrowed to."""

    ref: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePage:
    """One page of a pile. `sizes` has the number of words in every pile; `looked_through` when not all were read."""

    wanted: Wanted
    sizes: Mapping[Pile, int]
    waiting: Waiting
    held: int
    found: int
    items: tuple[QueueItem, ...]
    page: int
    pages: int
    looked_through: int
    activities: tuple[ActivityOption, ...]
    policy: Policy


def queue_page(project_id: uuid.UUID, wanted: Wanted, *, by: uuid.UUID, at: datetime) -> QueuePage:
    """One page of a pile, 20 items, in a number of statements that does not grow. The words of holds are in no pile."""
    keys = _keys(project_id, wanted, at)
    own = own_words(project_id)
    sizes, held = _sizes(project_id)
    through = 0
    if wanted.concern is not None:
        scanned = db.session.execute(
            select(keys.c.id, Contribution.text, Contribution.shown_words, Idea.title)
            .join(Contribution, Contribution.id == keys.c.id)
            .outerjoin(Idea, Idea.contribution_id == keys.c.id)
            .order_by(*_order(keys, wanted))
            .limit(LOOKED_THROUGH)
        ).all()
        through = LOOKED_THROUGH if len(scanned) == LOOKED_THROUGH else 0
        matching = [
            row.id
            for row in scanned
            if wanted.concern in concerns(f"{row.title or ''}\n{row.text}\n{row.shown_words}", own)
        ]
        found = len(matching)
        page = min(wanted.page, max(-(-found // PAGE), 1))
        chosen: Sequence[uuid.UUID] = matching[(page - 1) * PAGE : page * PAGE]
    else:
        found = db.session.scalar(select(func.count()).select_from(keys)) or 0 if wanted.narrows else sizes[wanted.pile]
        page = min(wanted.page, max(-(-found // PAGE), 1))
        chosen = db.session.scalars(
            select(keys.c.id).order_by(*_order(keys, wanted)).limit(PAGE).offset((page - 1) * PAGE)
        ).all()
    return QueuePage(
        wanted=wanted,
        sizes=sizes,
        waiting=waiting(project_id, sizes[Pile.CHECK]),
        held=held,
        found=found,
        items=items(chosen, own, by),
        page=page,
        pages=max(-(-found // PAGE), 1),
        looked_through=through,
        activities=_activities(project_id),
        policy=policy_in_force(project_id),
    )


def waiting(project_id: uuid.UUID, count: int | None = None) -> Waiting:
    """What waits for a reader in a project, and since when."""
    since = _waiting_keys(project_id, ())
    many = count if count is not None else db.session.scalar(select(func.count()).select_from(since)) or 0
    if not many:
        return Waiting(count=0, oldest=None, half=None)
    ordered = select(since.c.since).order_by(since.c.since)
    return Waiting(
        count=many,
        oldest=db.session.scalar(select(func.min(since.c.since))),
        half=db.session.scalar(ordered.limit(1).offset((many - 1) // 2)),
    )


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


def _held_ids(project_id: uuid.UUID) -> Select[Any]:
    return select(SafeguardingHold.contribution_id).where(SafeguardingHold.project_id == project_id)


def _not_held(project_id: uuid.UUID) -> ColumnElement[bool]:
    return or_(
        Contribution.moderation_reason != ModerationReason.SAFEGUARDING, Contribution.id.not_in(_held_ids(project_id))
    )


def _waiting_keys(project_id: uuid.UUID, narrowed: Sequence[ColumnElement[bool]]) -> Subquery:
    """(id, since) of what is to be checked: two plain walks along an index, where one condition would read every row."""
    first = select(Contribution.id.label("id"), Contribution.said_at.label("since")).where(
        Contribution.project_id == project_id, Contribution.standing == Standing.WAITING, *narrowed
    )
    reported = (
        select(Contribution.id.label("id"), func.min(Report.at).label("since"))
        .join(Report, Report.contribution_id == Contribution.id)
        .where(
            Contribution.project_id == project_id,
            Contribution.standing == Standing.PUBLISHED,
            Report.settled_at.is_(None),
            *narrowed,
        )
        .group_by(Contribution.id)
    )
    return union_all(first, reported).subquery()


def _keys(project_id: uuid.UUID, wanted: Wanted, at: datetime) -> Subquery:
    narrowed = list(_narrowed(project_id, wanted))
    if wanted.pile is Pile.CHECK:
        keys = _waiting_keys(project_id, narrowed)
        query = select(keys.c.id, keys.c.since)
        since: Any = keys.c.since
    elif wanted.pile is Pile.ASKED:
        query = (
            select(Contribution.id.label("id"), Appeal.at.label("since"))
            .join(Appeal, Appeal.contribution_id == Contribution.id)
            .where(
                Contribution.project_id == project_id,
                Contribution.standing == Standing.HIDDEN,
                Appeal.settled_at.is_(None),
                _not_held(project_id),
                *narrowed,
            )
        )
        since = Appeal.at
    else:
        query = select(Contribution.id.label("id"), Contribution.said_at.label("since")).where(
            Contribution.project_id == project_id, Contribution.standing == Standing(wanted.pile.value), *narrowed
        )
        if wanted.pile is Pile.HIDDEN:
            query = query.where(_not_held(project_id))
        since = Contribution.said_at
    if wanted.hours:
        query = query.where(since <= literal(at - timedelta(hours=wanted.hours)))
    return query.subquery()


def _narrowed(project_id: uuid.UUID, wanted: Wanted) -> Sequence[ColumnElement[bool]]:
    made: list[ColumnElement[bool]] = []
    if wanted.kind is not None:
        made.append(Contribution.kind == wanted.kind)
    if wanted.activity:
        made.append(
            Contribution.activity_id.in_(
                select(Activity.id).where(Activity.project_id == project_id, Activity.ref == wanted.activity)
            )
        )
    if wanted.reason:
        same = Contribution.moderation_code == wanted.reason
        if wanted.reason in set(ModerationReason):
            # Imports and rooms hide by the field's reason alone.
            same = or_(same, (Contribution.moderation_code == "") & (Contribution.moderation_reason == wanted.reason))
        made.append(same)
    if wanted.reported:
        made.append(Contribution.id.in_(select(Report.contribution_id).where(Report.settled_at.is_(None))))
    if wanted.search:
        looked_for = terms(wanted.search)
        code = wanted.search.strip().upper()
        if looked_for:
            titled = select(Idea.contribution_id).where(holds(Idea.title, looked_for))
            made.append(or_(says(looked_for), Contribution.id.in_(titled), Contribution.code == code))
        else:
            made.append(Contribution.id.is_(None))
    return made


def _order(keys: Subquery, wanted: Wanted) -> tuple[Any, ...]:
    if wanted.newest_first:
        return keys.c.since.desc(), keys.c.id.desc()
    if wanted.pile is not Pile.CHECK:
        return keys.c.since, keys.c.id
    urgent = keys.c.id.in_(
        select(Report.contribution_id).where(
            Report.settled_at.is_(None), Report.reason == ModerationReason.SAFEGUARDING
        )
    )
    return urgent.desc(), keys.c.since, keys.c.id


def _sizes(project_id: uuid.UUID) -> tuple[dict[Pile, int], int]:
    """How many are in every pile, and how many are held."""
    standing = counted_by(
        select(Contribution.standing, func.count())
        .where(Contribution.project_id == project_id)
        .group_by(Contribution.standing)
    )
    held = (
        select(func.count(Contribution.id.distinct()))
        .join(SafeguardingHold, SafeguardingHold.contribution_id == Contribution.id)
        .where(
            SafeguardingHold.project_id == project_id,
            Contribution.standing == Standing.HIDDEN,
            Contribution.moderation_reason == ModerationReason.SAFEGUARDING,
        )
    )
    reported = (
        select(func.count(Contribution.id.distinct()))
        .join(Report, Report.contribution_id == Contribution.id)
        .where(
            Contribution.project_id == project_id,
            Contribution.standing == Standing.PUBLISHED,
            Report.settled_at.is_(None),
        )
    )
    asked = (
        select(func.count(Contribution.id.distinct()))
        .join(Appeal, Appeal.contribution_id == Contribution.id)
        .where(
            Contribution.project_id == project_id,
            Contribution.standing == Standing.HIDDEN,
            Appeal.settled_at.is_(None),
            _not_held(project_id),
        )
    )
    counts = db.session.execute(
        select(held.scalar_subquery(), reported.scalar_subquery(), asked.scalar_subquery())
    ).one()
    return {
        Pile.CHECK: standing.get(Standing.WAITING, 0) + counts[1],
        Pile.ASKED: counts[2],
        Pile.PUBLISHED: standing.get(Standing.PUBLISHED, 0),
        Pile.HIDDEN: standing.get(Standing.HIDDEN, 0) - counts[0],
        Pile.MERGED: standing.get(Standing.MERGED, 0),
    }, counts[0]


def _activities(project_id: uuid.UUID) -> tuple[ActivityOption, ...]:
    rows = db.session.execute(
        select(Activity.ref, Activity.title).where(Activity.project_id == project_id).order_by(Activity.ref)
    )
    return tuple(ActivityOption(row.ref, row.title) for row in rows)


def counted_by(query: Select[Any, int]) -> dict[Any, int]:
    """Counts by what stands first in each row."""
    return {row[0]: row[1] for row in db.session.execute(query)}
