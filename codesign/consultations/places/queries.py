"""What the page of a project's places shows, and the shapes that its maps are drawn from."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from codesign.consultations.ground import shapes_of
from codesign.core.questions.kinds.place import clean_postcode
from codesign.extensions import db
from codesign.models import Area, PostcodeArea


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaLine:
    """One area: how many postcodes lead to it, and how many points its shape has (0 without one)."""

    code: str
    name: str
    postcodes: int
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The areas of a project and what is loaded for them. `outside` counts postcodes that lead to other areas."""

    areas: tuple[AreaLine, ...]
    postcodes: int
    outside: int
    editions: tuple[str, ...]

    @property
    def has_shapes(self) -> bool:
        return any(area.points for area in self.areas)


def places(project_id: uuid.UUID) -> Places:
    counted = dict(
        db.session.execute(
            select(PostcodeArea.area_code, func.count())
            .where(PostcodeArea.project_id == project_id)
            .group_by(PostcodeArea.area_code)
        ).all()
    )
    areas = db.session.scalars(select(Area).where(Area.project_id == project_id).order_by(Area.name, Area.code)).all()
    editions = db.session.scalars(
        select(PostcodeArea.edition)
        .where(PostcodeArea.project_id == project_id)
        .distinct()
        .order_by(PostcodeArea.edition)
    )
    lines = tuple(
        AreaLine(code=area.code, name=area.name, postcodes=counted.get(area.code, 0), points=_points(area.shape))
        for area in areas
    )
    total = sum(counted.values())
    return Places(
        areas=lines,
        postcodes=total,
        outside=total - sum(line.postcodes for line in lines),
        editions=tuple(editions),
    )


def area_of(project_id: uuid.UUID, typed: str) -> str | None:
    """The name of the area of a postcode, "" for one outside the project, None for one that is not known: for a try."""
    postcode = clean_postcode(typed)
    found = db.session.scalar(
        select(PostcodeArea.area_code).where(PostcodeArea.project_id == project_id, PostcodeArea.postcode == postcode)
    )
    if found is None:
        return None
    return db.session.scalar(select(Area.name).where(Area.project_id == project_id, Area.code == found)) or ""


def shapes(project_id: uuid.UUID) -> dict[str, Any]:
    """The areas as GeoJSON."""
    return shapes_of(project_id)


def _points(shape: Any) -> int:
    def count(coordinates: Any) -> int:
        if not isinstance(coordinates, list):
            return 0
        return 1 if coordinates and not isinstance(coordinates[0], list) else sum(count(one) for one in coordinates)

    return count(shape.get("coordinates")) if isinstance(shape, dict) else 0
