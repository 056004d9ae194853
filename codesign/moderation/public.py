"""The public ledger of moderation: counts by reason, policy version, act and outcome. Numbers, no words."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select

from codesign.core.moderation import BUILT_IN, Policy, policy_of
from codesign.core.terms import ModerationAct, ModerationReason, Standing
from codesign.core.words import Sentence
from codesign.extensions import db
from codesign.models import Appeal, Contribution, ModerationAction, Report, SafeguardingHold, WrittenPolicy
from codesign.moderation.queries import counted_by

FEWEST_HOLDS = 10
"""Under this many, the number of holds is not told: in a small place a single one could point to a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLine:
    """How often words were hidden for one reason of one version of the rules, and how many of them are hidden now."""

    code: str
    reason: Sentence
    policy_number: int
    hidden: int
    still: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPage:
    """The public count of a project's moderation. `said` is the base of all; words held for safeguarding are in none.

    `holds` is None below `FEWEST_HOLDS`. Times are medians: from waiting, and from a report, to a person's look.
    """

    said: int
    published: int
    waiting: int
    hidden: int
    merged: int
    withdrawn: int
    lines: tuple[RecordLine, ...]
    without_act: int
    acts: dict[ModerationAct, int]
    reports: int
    asked: int
    shown_again: int
    stayed_hidden: int
    by_another: int
    holds: int | None
    to_look: timedelta | None
    looked_at: int
    to_report: timedelta | None


def record_page(project_id: uuid.UUID) -> RecordPage:
    """The public count, in a fixed number of statements."""
    apart = select(SafeguardingHold.contribution_id).where(SafeguardingHold.project_id == project_id)
    counted = (
        Contribution.project_id == project_id,
        # Also without a hold: the reason alone could point to a person where few words were said.
        Contribution.id.not_in(apart),
        (Contribution.moderation_reason.is_(None)) | (Contribution.moderation_reason != ModerationReason.SAFEGUARDING),
    )
    standing = counted_by(select(Contribution.standing, func.count()).where(*counted).group_by(Contribution.standing))
    acted = (
        ModerationAction.project_id == project_id,
        ModerationAction.contribution_id.not_in(apart),
        (ModerationAction.reason.is_(None)) | (ModerationAction.reason != ModerationReason.SAFEGUARDING),
    )
    acts = counted_by(select(ModerationAction.act, func.count()).where(*acted).group_by(ModerationAction.act))
    asked = db.session.execute(
        select(
            func.count(Appeal.id),
            func.count(Appeal.id).filter(Appeal.upheld.is_(True)),
            func.count(Appeal.id).filter(Appeal.upheld.is_(False)),
        )
        .join(Contribution, Contribution.id == Appeal.contribution_id)
        .where(*counted)
    ).one()
    holds = db.session.scalar(select(func.count()).where(SafeguardingHold.project_id == project_id)) or 0
    first = (*acted, ModerationAction.number == 1, ModerationAction.before == Standing.WAITING)
    looks = db.session.scalar(select(func.count()).where(*first)) or 0
    reports = (Contribution.project_id == project_id, Report.settled_at.is_not(None))
    settled = (
        db.session.scalar(
            select(func.count(Report.id)).join(Contribution, Contribution.id == Report.contribution_id).where(*reports)
        )
        or 0
    )
    lines, without = _lines(project_id, acted, counted)
    return RecordPage(
        said=sum(standing.values()),
        published=standing.get(Standing.PUBLISHED, 0),
        waiting=standing.get(Standing.WAITING, 0),
        hidden=standing.get(Standing.HIDDEN, 0),
        merged=standing.get(Standing.MERGED, 0),
        withdrawn=standing.get(Standing.WITHDRAWN, 0),
        lines=lines,
        without_act=without,
        acts={
            act: acts.get(act, 0) for act in ModerationAct if act not in (ModerationAct.HELD, ModerationAct.RELEASED)
        },
        reports=settled,
        asked=asked[0],
        shown_again=asked[1],
        stayed_hidden=asked[2],
        by_another=_by_another(project_id),
        holds=holds if holds >= FEWEST_HOLDS else None,
        to_look=_median(
            select(_seconds(Contribution.said_at, ModerationAction.at).label("took"))
            .join(Contribution, Contribution.id == ModerationAction.contribution_id)
            .where(*first),
            looks,
        ),
        looked_at=looks,
        to_report=_median(
            select(_seconds(Report.at, Report.settled_at).label("took"))
            .join(Contribution, Contribution.id == Report.contribution_id)
            .where(*reports),
            settled,
        ),
    )


def policies(project_id: uuid.UUID) -> tuple[WrittenPolicy, ...]:
    """Every published version of the rules, newest first; empty while ours hold."""
    return tuple(
        db.session.scalars(
            select(WrittenPolicy).where(WrittenPolicy.project_id == project_id).order_by(WrittenPolicy.number.desc())
        )
    )


def _lines(
    project_id: uuid.UUID, acted: tuple[ColumnElement[bool], ...], counted: tuple[ColumnElement[bool], ...]
) -> tuple[tuple[RecordLine, ...], int]:
    """A line for every reason of the version in force, and for every other by which words were hidden."""
    hidden: dict[tuple[int, str], int] = {}
    for number, code, many in db.session.execute(
        select(ModerationAction.policy_number, ModerationAction.code, func.count())
        .where(*acted, ModerationAction.act == ModerationAct.HIDDEN)
        .group_by(ModerationAction.policy_number, ModerationAction.code)
    ):
        hidden[number, code] = many
    last = (
        select(ModerationAction.contribution_id, func.max(ModerationAction.number).label("number"))
        .where(*acted, ModerationAction.act == ModerationAct.HIDDEN)
        .group_by(ModerationAction.contribution_id)
        .subquery()
    )
    still: dict[tuple[int, str], int] = {}
    for number, code, many in db.session.execute(
        select(ModerationAction.policy_number, ModerationAction.code, func.count())
        .join(
            last,
            (last.c.contribution_id == ModerationAction.contribution_id) & (last.c.number == ModerationAction.number),
        )
        .join(Contribution, Contribution.id == ModerationAction.contribution_id)
        .where(*counted, Contribution.standing == Standing.HIDDEN)
        .group_by(ModerationAction.policy_number, ModerationAction.code)
    ):
        still[number, code] = many
    # Hidden as they came in from a file: no act of a person here.
    without = 0
    acts = select(ModerationAction.contribution_id).where(
        ModerationAction.project_id == project_id, ModerationAction.act == ModerationAct.HIDDEN
    )
    for reason, many in db.session.execute(
        select(Contribution.moderation_reason, func.count())
        .where(*counted, Contribution.standing == Standing.HIDDEN, Contribution.id.not_in(acts))
        .group_by(Contribution.moderation_reason)
    ):
        if reason is not None:
            without += many
            still[0, reason.value] = still.get((0, reason.value), 0) + many
            hidden[0, reason.value] = hidden.get((0, reason.value), 0) + many
    written = {row.number: policy_of(row.number, row.words, row.reasons) for row in policies(project_id)}
    in_force = written[max(written)] if written else BUILT_IN
    keys = [
        (in_force.number, reason.code)
        for reason in in_force.reasons
        if reason.kind is not ModerationReason.SAFEGUARDING
    ]
    keys += sorted((key for key in hidden if key not in keys), key=lambda key: (-key[0], key[1]))
    return tuple(
        RecordLine(
            code=code,
            reason=_title(written.get(number, BUILT_IN), code),
            policy_number=number,
            hidden=hidden.get((number, code), 0),
            still=still.get((number, code), 0),
        )
        for number, code in keys
    ), without


def _title(policy: Policy, code: str) -> Sentence:
    reason = policy.reason(code) or BUILT_IN.reason(code)
    return Sentence(reason.title if reason else code)


def _by_another(project_id: uuid.UUID) -> int:
    """How many askings were settled by somebody else than the one who had hidden the words."""
    rows = db.session.execute(
        select(Appeal.settled_by_id, ModerationAction.by_id)
        .join(Contribution, Contribution.id == Appeal.contribution_id)
        .join(ModerationAction, ModerationAction.contribution_id == Contribution.id)
        .where(
            Contribution.project_id == project_id,
            Appeal.settled_at.is_not(None),
            ModerationAction.act == ModerationAct.HIDDEN,
            ModerationAction.at <= Appeal.at,
        )
        .order_by(Appeal.id, ModerationAction.number.desc())
        .add_columns(Appeal.id)
    ).all()
    last: dict[uuid.UUID, bool] = {}
    for settled_by, hidden_by, appeal in rows:
        last.setdefault(appeal, settled_by != hidden_by)
    return sum(last.values())


def _seconds(start: Any, end: Any) -> ColumnElement[Any]:
    if db.engine.dialect.name == "sqlite":
        difference: ColumnElement[Any] = (func.julianday(end) - func.julianday(start)) * 86400.0
        return difference
    return func.extract("epoch", end - start)


def _median(query: Any, count: int) -> timedelta | None:
    """The middle one of `count` lengths of time."""
    if not count:
        return None
    took = db.session.scalar(query.order_by("took").limit(1).offset((count - 1) // 2))
    return timedelta(seconds=max(round(float(took)), 0)) if took is not None else None
