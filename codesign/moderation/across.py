"""What waits in all projects in which one person may moderate: numbers and ages, no words."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select

from codesign.core.terms import Standing
from codesign.extensions import db
from codesign.models import Appeal, Contribution, Project, Report


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectPile:
    """What waits in one project. `oldest` is None when nothing waits."""

    slug: str
    name: str
    waiting: int
    reported: int
    asked: int
    oldest: datetime | None

    @property
    def all(self) -> int:
        return self.waiting + self.reported + self.asked


@dataclass(frozen=True, slots=True)
class AcrossPage:
    """Every project of this person, the longest waiting first."""

    piles: tuple[ProjectPile, ...]

    @property
    def waiting(self) -> int:
        return sum(pile.all for pile in self.piles)


def across_page(project_ids: Collection[uuid.UUID], organisation_ids: Collection[uuid.UUID]) -> AcrossPage:
    """The projects given by key and those of the organisations given, in four statements, however many they are."""
    projects = db.session.execute(
        select(Project.id, Project.slug, Project.name).where(
            or_(Project.id.in_(project_ids), Project.organisation_id.in_(organisation_ids))
        )
    ).all()
    ids = [row.id for row in projects]
    waiting = _by_project(
        select(Contribution.project_id, func.count(), func.min(Contribution.said_at))
        .where(Contribution.project_id.in_(ids), Contribution.standing == Standing.WAITING)
        .group_by(Contribution.project_id)
    )
    reported = _by_project(
        select(Contribution.project_id, func.count(Contribution.id.distinct()), func.min(Report.at))
        .join(Report, Report.contribution_id == Contribution.id)
        .where(
            Contribution.project_id.in_(ids),
            Contribution.standing == Standing.PUBLISHED,
            Report.settled_at.is_(None),
        )
        .group_by(Contribution.project_id)
    )
    asked = _by_project(
        select(Contribution.project_id, func.count(Contribution.id.distinct()), func.min(Appeal.at))
        .join(Appeal, Appeal.contribution_id == Contribution.id)
        .where(Contribution.project_id.in_(ids), Contribution.standing == Standing.HIDDEN, Appeal.settled_at.is_(None))
        .group_by(Contribution.project_id)
    )
    piles = []
    for row in projects:
        parts = [part.get(row.id, (0, None)) for part in (waiting, reported, asked)]
        since = [part[1] for part in parts if part[1] is not None]
        piles.append(
            ProjectPile(
                slug=row.slug,
                name=row.name,
                waiting=parts[0][0],
                reported=parts[1][0],
                asked=parts[2][0],
                oldest=min(since) if since else None,
            )
        )
    piles.sort(key=lambda pile: (pile.oldest is None, pile.oldest.timestamp() if pile.oldest else 0, pile.name))
    return AcrossPage(tuple(piles))


def _by_project(query: object) -> dict[uuid.UUID, tuple[int, datetime | None]]:
    return {row[0]: (row[1], row[2]) for row in db.session.execute(query)}  # type: ignore[call-overload]
