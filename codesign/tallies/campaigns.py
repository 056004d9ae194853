"""How many came in and how many count, and which like responses are one campaign: for every header and for the pack."""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from codesign.core.fair_counting import CAMPAIGN_SIZE, WORDS_RULES
from codesign.core.heard import COUNTED_SENDINGS
from codesign.core.terms import SubmissionState
from codesign.extensions import db
from codesign.models import Flag, Submission


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Both totals of a consultation. `received` is every sending; `counted` those accepted or flagged.

    `excluded` is (rule, how many) with why they do not count; `flagged` wait for a look and count.
    """

    received: int
    counted: int
    flagged: int
    withdrawn: int
    quarantined: int
    excluded: tuple[tuple[str, int], ...]

    @property
    def set_aside(self) -> int:
        """How many are kept and not counted, for any rule."""
        return sum(n for _, n in self.excluded)


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """Many like responses, reported as one with its number. `counted` of them count; `clusters` name its groups."""

    ref: str
    n: int
    counted: int
    first: datetime
    last: datetime
    clusters: tuple[str, ...]


def totals(activity_id: uuid.UUID) -> Totals:
    """Both totals, for the header of every page that counts."""
    counts: dict[SubmissionState, int] = defaultdict(int)
    excluded: dict[str, int] = {}
    for state, rule, n in db.session.execute(
        select(Submission.state, Submission.state_rule, func.count())
        .where(Submission.activity_id == activity_id)
        .group_by(Submission.state, Submission.state_rule)
    ):
        counts[state] += n
        if state is SubmissionState.EXCLUDED:
            excluded[rule] = n
    return Totals(
        received=sum(counts.values()),
        counted=sum(counts[state] for state in COUNTED_SENDINGS),
        flagged=counts[SubmissionState.FLAGGED],
        withdrawn=counts[SubmissionState.WITHDRAWN],
        quarantined=counts[SubmissionState.QUARANTINED],
        excluded=tuple(sorted(excluded.items(), key=lambda item: (-item[1], item[0]))),
    )


def campaigns(activity_id: uuid.UUID) -> tuple[Campaign, ...]:
    """Groups of like words of five and more, those that share a response as one, the largest first."""
    members: dict[uuid.UUID, list[str]] = defaultdict(list)
    seen: dict[uuid.UUID, tuple[str, datetime, SubmissionState]] = {}
    for key, cluster, ref, received, state in db.session.execute(
        select(Flag.submission_id, Flag.cluster, Submission.ref, Submission.received_at, Submission.state)
        .join(Submission, Submission.id == Flag.submission_id)
        .where(
            Submission.activity_id == activity_id,
            Submission.state != SubmissionState.WITHDRAWN,
            Flag.rule.in_([rule.value for rule in WORDS_RULES]),
        )
    ):
        members[key].append(cluster)
        seen[key] = (ref, received, state)
    root: dict[str, str] = {}

    def found(cluster: str) -> str:
        while root.setdefault(cluster, cluster) != cluster:
            cluster = root[cluster]
        return cluster

    for clusters in members.values():
        for other in clusters[1:]:
            root[found(other)] = found(clusters[0])
    joined: dict[str, list[uuid.UUID]] = defaultdict(list)
    for key, clusters in members.items():
        joined[found(clusters[0])].append(key)
    made = []
    for keys in joined.values():
        if len(keys) < CAMPAIGN_SIZE:
            continue
        made.append(
            Campaign(
                ref=min((seen[key][1], seen[key][0]) for key in keys)[1],
                n=len(keys),
                counted=sum(seen[key][2] in COUNTED_SENDINGS for key in keys),
                first=min(seen[key][1] for key in keys),
                last=max(seen[key][1] for key in keys),
                clusters=tuple(sorted({cluster for key in keys for cluster in members[key]})),
            )
        )
    return tuple(sorted(made, key=lambda each: (-each.n, each.ref)))


def in_campaigns(activity_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """The submissions of all campaigns: to show a result with and without them (`domain.md` d2)."""
    clusters = [cluster for campaign in campaigns(activity_id) for cluster in campaign.clusters]
    return frozenset(db.session.scalars(select(Flag.submission_id).where(Flag.cluster.in_(clusters))))
