"""What staff read of fair counting: totals for every header, groups that stand out, campaigns, one group side by side."""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from codesign.consultations import rows
from codesign.consultations.counting.reading import texts_of
from codesign.core.errors import NotFound
from codesign.core.fair_counting import Piece, Rule, beside
from codesign.core.heard import COUNTED_SENDINGS
from codesign.core.terms import Mode, SubmissionState, Verdict
from codesign.extensions import db
from codesign.models import Flag, Submission
from codesign.tallies.campaigns import Campaign, Totals, campaigns, in_campaigns, totals

PAGE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One cluster in the list. `stands` is open, kept, excluded or partly (some decided, or decided differently)."""

    cluster: str
    rule: str
    detail: str
    n: int
    counted: int
    first: datetime
    last: datetime
    stands: str
    reason: str
    settled_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagsPage:
    """The page of flags: both totals, campaigns, groups that wait for a look, and those that were decided."""

    ref: str
    title: str
    totals: Totals
    campaigns: tuple[Campaign, ...]
    waiting: tuple[Group, ...]
    decided: tuple[Group, ...]

    @property
    def without_campaigns(self) -> int:
        """How many would count with no response of a campaign."""
        return self.totals.counted - sum(campaign.counted for campaign in self.campaigns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One response of a group. `words` are in pieces, marked where they differ from those of the first."""

    ref: str
    received_at: datetime
    started_at: datetime | None
    mode: Mode
    state: SubmissionState
    words: tuple[Piece, ...]
    same: bool
    verdict: Verdict | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupPage:
    """One group with its responses side by side; `page` counts from 1. `other_rules` flagged some of them too."""

    ref: str
    title: str
    totals: Totals
    group: Group
    first: Member
    members: tuple[Member, ...]
    page: int
    pages: int
    networks: int
    other_rules: tuple[tuple[str, int], ...]


def flags_page(project_id: uuid.UUID, ref: str) -> FlagsPage:
    """Raises `NotFound`."""
    consultation = rows.consultation_row(project_id, ref)
    groups = _groups(consultation.id)
    return FlagsPage(
        ref=consultation.ref,
        title=consultation.title,
        totals=totals(consultation.id),
        campaigns=campaigns(consultation.id),
        waiting=tuple(group for group in groups if group.stands in ("open", "partly")),
        decided=tuple(group for group in groups if group.stands not in ("open", "partly")),
    )


def group_page(project_id: uuid.UUID, ref: str, cluster: str, *, page: int = 1) -> GroupPage:
    """One group, its responses in the order of coming in. Raises `NotFound`."""
    consultation = rows.consultation_row(project_id, ref)
    groups = _groups(consultation.id, cluster)
    if not groups:
        raise NotFound("There is no such group of responses here.")
    pages = -(-groups[0].n // PAGE)
    if not 1 <= page <= pages:
        raise NotFound("There is no such page.")
    mine = (
        select(Submission, Flag.verdict)
        .join(Flag, Flag.submission_id == Submission.id)
        .where(
            Submission.activity_id == consultation.id,
            Submission.state != SubmissionState.WITHDRAWN,
            Flag.cluster == cluster,
        )
        .order_by(Submission.received_at, Submission.ref)
    )
    shown = db.session.execute(mine.offset((page - 1) * PAGE).limit(PAGE)).all()
    first, first_verdict = db.session.execute(mine.limit(1)).one()
    texts = texts_of([first.id, *(row.id for row, _ in shown)])
    words = "\n".join(texts.get(first.id, ()))
    ids = mine.with_only_columns(Submission.id).order_by(None)
    others = db.session.execute(
        select(Flag.rule, func.count())
        .where(Flag.submission_id.in_(ids), Flag.cluster != cluster)
        .group_by(Flag.rule)
        .order_by(Flag.rule)
    ).all()
    networks = select(func.count(Submission.network.distinct())).where(Submission.id.in_(ids))
    return GroupPage(
        ref=consultation.ref,
        title=consultation.title,
        totals=totals(consultation.id),
        group=groups[0],
        first=_member(first, first_verdict, words, words),
        members=tuple(
            _member(row, verdict, words, "\n".join(texts.get(row.id, ())))
            for row, verdict in shown
            if row.id != first.id
        ),
        page=page,
        pages=pages,
        networks=db.session.scalar(networks) or 0,
        other_rules=tuple((rule, n) for rule, n in others),
    )


def _member(row: Submission, verdict: Verdict | None, first: str, words: str) -> Member:
    pieces = beside(first, words)
    return Member(
        ref=row.ref,
        received_at=row.received_at,
        started_at=row.started_at,
        mode=row.mode,
        state=row.state,
        words=pieces,
        same=all(piece.same for piece in pieces),
        verdict=verdict,
    )


def _groups(activity_id: uuid.UUID, cluster: str | None = None) -> list[Group]:
    """Clusters with how many, when and how they stand: the largest first."""
    query = (
        select(
            Flag.cluster,
            Flag.rule,
            Flag.verdict,
            Submission.state,
            func.count(),
            func.min(Submission.received_at),
            func.max(Submission.received_at),
            func.max(Flag.detail),
            func.max(Flag.reason),
            func.max(Flag.settled_at),
        )
        .join(Submission, Submission.id == Flag.submission_id)
        .where(Submission.activity_id == activity_id, Submission.state != SubmissionState.WITHDRAWN)
        .group_by(Flag.cluster, Flag.rule, Flag.verdict, Submission.state)
    )
    if cluster is not None:
        query = query.where(Flag.cluster == cluster)
    parts: dict[
        tuple[str, str],
        list[tuple[Verdict | None, SubmissionState, int, datetime, datetime, str, str, datetime | None]],
    ] = defaultdict(list)
    for name, rule, *rest in db.session.execute(query).all():
        parts[name, rule].append(tuple(rest))
    groups = []
    for (name, rule), lines in parts.items():
        verdicts = {line[0] for line in lines}
        if verdicts == {None}:
            stands = "open"
        elif None in verdicts:
            stands = "partly"
        else:
            stands = "excluded" if Verdict.EXCLUDED in verdicts else "kept"
        groups.append(
            Group(
                cluster=name,
                rule=rule,
                detail=max(line[5] for line in lines),
                n=sum(line[2] for line in lines),
                counted=sum(line[2] for line in lines if line[1] in COUNTED_SENDINGS),
                first=min(line[3] for line in lines),
                last=max(line[4] for line in lines),
                stands=stands,
                reason=max(line[6] for line in lines),
                settled_at=max((line[7] for line in lines if line[7] is not None), default=None),
            )
        )
    order = {rule.value: place for place, rule in enumerate(Rule)}
    return sorted(groups, key=lambda group: (-group.n, order.get(group.rule, 9), group.cluster))


__all__ = [
    "Campaign",
    "FlagsPage",
    "Group",
    "GroupPage",
    "Member",
    "Totals",
    "campaigns",
    "flags_page",
    "group_page",
    "in_campaigns",
    "totals",
]
