"""One entry of the queue: the words with what stands out in them, where they were said and what was done with them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, null, select
from sqlalchemy.orm import aliased

from codesign.core.errors import NotFound
from codesign.core.heard import set_apart
from codesign.core.moderation import Concern, concerns, reason_label
from codesign.core.noticing import marks
from codesign.core.terms import ContributionKind, ModerationAct, ModerationReason, Standing
from codesign.extensions import db
from codesign.models import (
    Activity,
    Appeal,
    Comment,
    Contribution,
    ContributionVersion,
    Idea,
    ModerationAction,
    Person,
    Question,
    Report,
    SafeguardingHold,
    WordList,
)


@dataclass(frozen=True, slots=True)
class MarkedPiece:
    """A part of a text; `what` is the message id of what stands out in it, empty for plain text."""

    text: str
    what: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One line of what was done with some words; `by` is empty for the system."""

    act: ModerationAct
    by: str
    at: datetime
    reason: str
    policy_number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """The author's request for a second look. `mine`: the person who reads this hid the words."""

    words: str
    at: datetime
    mine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueItem:
    """Some words with where they were said. `about` is an idea's line or a question's reference; no author is named.

    `seen` goes into every form: an act is refused when somebody else has acted, or the author has written, since.
    """

    code: str
    kind: ContributionKind
    activity: str
    activity_ref: str
    about: str
    idea_ref: str
    pieces: tuple[MarkedPiece, ...]
    language: str
    said_at: datetime
    standing: Standing
    reason: str
    note: str
    merged_into: str | None
    reports: tuple[str, ...]
    urgent: bool
    concerns: tuple[Concern, ...]
    seen: str
    acts: tuple[Act, ...]
    asking: Asking | None
    held: bool = False


def item_page(project_id: uuid.UUID, code: str, *, by: uuid.UUID) -> QueueItem:
    """One item as it is now, with everything that was done. Of held words only that they are held. Raises `NotFound`."""
    found = db.session.scalar(
        select(Contribution.id).where(Contribution.project_id == project_id, Contribution.code == code)
    )
    found_items = items([found] if found else [], own_words(project_id), by)
    if not found_items:
        raise NotFound("There are no such words in this project.")
    return found_items[0]


def own_words(project_id: uuid.UUID) -> tuple[str, ...]:
    """The council's own words of every language."""
    lists = db.session.scalars(select(WordList.words).where(WordList.project_id == project_id))
    return tuple(line for words in lists for line in words.splitlines() if line.strip())


@dataclass(slots=True)
class _Around:
    """What stands beside the words of a page, by contribution."""

    acts: dict[uuid.UUID, list[Act]] = field(default_factory=dict)
    hidden_by: dict[uuid.UUID, uuid.UUID | None] = field(default_factory=dict)
    reports: dict[uuid.UUID, list[ModerationReason]] = field(default_factory=dict)


def items(ids: Sequence[uuid.UUID], own: Sequence[str], by: uuid.UUID) -> tuple[QueueItem, ...]:
    """The items of those contributions in that order, in three statements. `by` is who reads them."""
    if not ids:
        return ()
    mine, its, target = aliased(Idea), aliased(Idea), aliased(Idea)
    above = aliased(Contribution)  # the words of the idea that a reply answers
    versions = (
        select(func.max(ContributionVersion.number))
        .where(ContributionVersion.contribution_id == Contribution.id)
        .scalar_subquery()
    )
    held = select(null()).where(SafeguardingHold.contribution_id == Contribution.id).exists()
    rows = db.session.execute(
        select(
            Contribution,
            Activity.title.label("activity"),
            Activity.ref.label("activity_ref"),
            func.coalesce(mine.title, its.title, Question.ref, "").label("about"),
            func.coalesce(mine.ref, its.ref, "").label("idea_ref"),
            above.standing.label("above_standing"),
            above.moderation_reason.label("above_reason"),
            target.ref.label("merged_into"),
            versions.label("versions"),
            held.label("held"),
            Appeal.words.label("asked"),
            Appeal.at.label("asked_at"),
        )
        .join(Activity, Contribution.activity_id == Activity.id)
        .outerjoin(mine, mine.contribution_id == Contribution.id)
        .outerjoin(Comment, Comment.contribution_id == Contribution.id)
        .outerjoin(its, its.id == Comment.idea_id)
        .outerjoin(above, above.id == its.contribution_id)
        .outerjoin(Question, Question.id == Contribution.question_id)
        .outerjoin(target, target.contribution_id == Contribution.merged_into_id)
        .outerjoin(Appeal, (Appeal.contribution_id == Contribution.id) & Appeal.settled_at.is_(None))
        .where(Contribution.id.in_(ids))
    ).all()
    around = _around(ids)
    by_id = {row[0].id: row for row in rows}
    return tuple(_item(by_id[key], around, own, by) for key in ids if key in by_id)


def _around(ids: Sequence[uuid.UUID]) -> _Around:
    found = _Around()
    lines = db.session.execute(
        select(ModerationAction, Person.name, Person.email)
        .outerjoin(Person, Person.id == ModerationAction.by_id)
        .where(ModerationAction.contribution_id.in_(ids))
        .order_by(ModerationAction.contribution_id, ModerationAction.number)
    )
    for line, name, email in lines:
        found.acts.setdefault(line.contribution_id, []).append(
            Act(
                act=line.act,
                by=name or email or "",
                at=line.at,
                reason=line.code or (line.reason.value if line.reason else ""),
                policy_number=line.policy_number,
            )
        )
        if line.act in (ModerationAct.HIDDEN, ModerationAct.HELD):
            found.hidden_by[line.contribution_id] = line.by_id
    reports = db.session.execute(
        select(Report.contribution_id, Report.reason).where(
            Report.contribution_id.in_(ids), Report.settled_at.is_(None)
        )
    )
    for contribution_id, reason in reports:
        found.reports.setdefault(contribution_id, []).append(reason)
    return found


def _item(row: Row[Any], around: _Around, own: Sequence[str], by: uuid.UUID) -> QueueItem:
    words: Contribution = row[0]
    apart = bool(row.held) and set_apart(words.standing, words.moderation_reason)
    acts = around.acts.get(words.id, [])
    reports = around.reports.get(words.id, [])
    # The line of an idea that only the officer reads stands above no reply either.
    line = "" if row.above_standing and set_apart(row.above_standing, row.above_reason) else row.about
    about = line if line != words.text and not apart else ""
    asking = None
    if row.asked_at is not None and not apart:
        asking = Asking(words=row.asked, at=row.asked_at, mine=around.hidden_by.get(words.id) == by)
    label = words.moderation_code or (words.moderation_reason.value if words.moderation_reason else "")
    return QueueItem(
        code=words.code,
        kind=words.kind,
        activity=row.activity,
        activity_ref=row.activity_ref,
        about=about,
        idea_ref=row.idea_ref if words.kind is ContributionKind.IDEA else "",
        pieces=() if apart else marked(words.text, own),
        language=words.language,
        said_at=words.said_at,
        standing=words.standing,
        reason=label,
        note=words.moderation_note if not apart else "",
        merged_into=row.merged_into,
        reports=tuple(reason_label(reason).message for reason in reports),
        urgent=ModerationReason.SAFEGUARDING in reports,
        concerns=() if apart else concerns(f"{line}\n{words.text}\n{words.shown_words}", own),
        seen=f"{len(acts)}.{row.versions or 0}",
        acts=tuple(acts),
        asking=asking,
        held=apart,
    )


def marked(text: str, own: Sequence[str]) -> tuple[MarkedPiece, ...]:
    """The text in pieces that join to it, each that stands out with what it is."""
    made: list[MarkedPiece] = []
    at = 0
    for mark in marks(text, own):
        if mark.start > at:
            made.append(MarkedPiece(text[at : mark.start]))
        made.append(MarkedPiece(text[mark.start : mark.end], mark.what))
        at = mark.end
    if at < len(text):
        made.append(MarkedPiece(text[at:]))
    return tuple(made)
