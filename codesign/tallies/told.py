"""What authors of hidden words are told, and how their asking again ended: read by every page that shows own words."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, select

from codesign.core.moderation import told_to_author
from codesign.core.terms import ModerationAct, Standing
from codesign.core.words import Sentence
from codesign.extensions import db
from codesign.models import Appeal, Contribution, ModerationAction, WrittenPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Why words are hidden, in the words of the policy version by which it was done; `may_ask` for a second look.

    `asked` is true while an asking waits; `stayed` once it was settled against the author, with our `reply`.
    """

    reason: Sentence
    note: str
    code: str
    asked: bool
    stayed: bool
    reply: str
    may_ask: bool


def told(contributions: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Told]:
    """For each of those contributions that is hidden, what its author is told. At most two statements."""
    return _told(Contribution.id.in_(contributions)) if contributions else {}


def told_of(code: str) -> Told | None:
    """What the author of the hidden words with this public code is told."""
    return next(iter(_told(Contribution.code == code).values()), None)


def _told(which: ColumnElement[bool]) -> Mapping[uuid.UUID, Told]:
    last = (
        select(ModerationAction.contribution_id, func.max(ModerationAction.number).label("number"))
        .where(
            ModerationAction.contribution_id.in_(select(Contribution.id).where(which)),
            ModerationAction.act.in_((ModerationAct.HIDDEN, ModerationAct.HELD)),
        )
        .group_by(ModerationAction.contribution_id)
        .subquery()
    )
    rows = db.session.execute(
        select(Contribution, ModerationAction.code, ModerationAction.at, WrittenPolicy.reasons)
        .outerjoin(last, last.c.contribution_id == Contribution.id)
        .outerjoin(
            ModerationAction,
            and_(ModerationAction.contribution_id == Contribution.id, ModerationAction.number == last.c.number),
        )
        .outerjoin(
            WrittenPolicy,
            and_(
                WrittenPolicy.project_id == Contribution.project_id,
                WrittenPolicy.number == ModerationAction.policy_number,
            ),
        )
        .where(which, Contribution.standing == Standing.HIDDEN)
    ).all()
    asked = _asked([words.id for words, *_ in rows])
    made: dict[uuid.UUID, Told] = {}
    for words, code, hidden_at, reasons in rows:
        if words.moderation_reason is None:
            continue
        written = next((str(one["told"]) for one in reasons or () if one["code"] == code), "")
        appeal = asked.get(words.id)
        about_this = appeal is not None and (hidden_at is None or appeal.at >= hidden_at)
        waits = appeal is not None and appeal.settled_at is None
        made[words.id] = Told(
            reason=Sentence(written) if written else told_to_author(words.moderation_reason),
            note=words.moderation_note,
            code=words.code,
            asked=waits,
            stayed=about_this and not waits,
            reply=appeal.reply if appeal is not None and about_this else "",
            may_ask=not about_this and not waits,
        )
    return made


def _asked(contributions: Collection[uuid.UUID]) -> dict[uuid.UUID, Appeal]:
    """The last asking again of each."""
    if not contributions:
        return {}
    rows = db.session.scalars(
        select(Appeal).where(Appeal.contribution_id.in_(contributions)).order_by(Appeal.contribution_id, Appeal.number)
    )
    return {row.contribution_id: row for row in rows}
