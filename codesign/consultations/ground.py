"""What only the project knows about an answer: its areas, its postcode look-up, the files sent here."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from codesign.core.errors import NotFound
from codesign.core.outlines import area_at
from codesign.core.questions.answering import Asked, Given
from codesign.core.questions.kinds import kind_of
from codesign.core.terms import UploadPurpose
from codesign.extensions import db
from codesign.models import Area, Consultation, PostcodeArea, Upload

if TYPE_CHECKING:
    from codesign.core.questions.questionnaires import Answers


class ActivityGround:
    """The ground of one consultation. `participant_id` is who may name files; None for staff who type for others."""

    def __init__(self, project_id: uuid.UUID, activity_id: uuid.UUID, participant_id: uuid.UUID | None) -> None:
        self.project_id, self.activity_id, self.participant_id = project_id, activity_id, participant_id

    def area_of(self, postcode: str) -> str | None:
        return db.session.scalar(
            select(PostcodeArea.area_code).where(
                PostcodeArea.project_id == self.project_id, PostcodeArea.postcode == postcode
            )
        )

    def area_at(self, latitude: float, longitude: float) -> str | None:
        outlines = ((row.code, row.shape) for row in db.session.execute(_shapes(self.project_id)))
        return area_at(outlines, latitude, longitude)

    def has_file(self, key: str) -> bool:
        return has_file(self.project_id, self.activity_id, self.participant_id, key)


def has_file(project_id: uuid.UUID, activity_id: uuid.UUID, participant_id: uuid.UUID | None, key: str) -> bool:
    """Whether this is the name of a file that was sent as an answer here, by this participant where one is given."""
    try:
        upload_id = uuid.UUID(hex=key)
    except ValueError:
        return False
    wanted = select(Upload.id).where(
        Upload.id == upload_id,
        Upload.project_id == project_id,
        Upload.activity_id == activity_id,
        Upload.purpose == UploadPurpose.ANSWER,
        Upload.size > 0,
    )
    if participant_id is not None:
        wanted = wanted.where(Upload.participant_id == participant_id)
    return db.session.scalar(wanted) is not None


def ground_of(project_id: uuid.UUID, ref: str, participant_id: uuid.UUID | None = None) -> ActivityGround:
    """The ground of a consultation by its reference. Raises `NotFound`."""
    found = db.session.scalar(
        select(Consultation.id).where(Consultation.project_id == project_id, Consultation.ref == ref)
    )
    if found is None:
        raise NotFound("There is no such consultation here.")
    return ActivityGround(project_id, found, participant_id)


def settled(consultation: Consultation, asked: Asked, given: Given, participant_id: uuid.UUID | None = None) -> Given:
    """An answer with what only the project knows put in: see `Kind.settle`."""
    ground = ActivityGround(consultation.project_id, consultation.id, participant_id)
    return kind_of(asked).settle(asked, given, ground)


def all_settled(consultation: Consultation, answers: Answers, participant_id: uuid.UUID | None = None) -> Answers:
    return {
        ref: (asked, settled(consultation, asked, given, participant_id)) for ref, (asked, given) in answers.items()
    }


def shapes_of(project_id: uuid.UUID) -> dict[str, Any]:
    """The areas that have a shape, as a GeoJSON FeatureCollection in WGS84."""
    found = db.session.scalars(
        select(Area).where(Area.project_id == project_id, Area.shape.is_not(None)).order_by(Area.name, Area.code)
    )
    features = [
        {"type": "Feature", "properties": {"code": area.code, "name": area.name}, "geometry": area.shape}
        for area in found
    ]
    return {"type": "FeatureCollection", "features": features}


def _shapes(project_id: uuid.UUID) -> Any:
    return (
        select(Area.code, Area.shape).where(Area.project_id == project_id, Area.shape.is_not(None)).order_by(Area.code)
    )
