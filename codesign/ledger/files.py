"""Files made anew that somebody sent: kept, shown, and what is left of them once a person takes their words back."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, func, select, update

from codesign.core.errors import Refused
from codesign.core.files import ENDINGS, MEGABYTE, PROBLEMS, MadeAnew, Shown
from codesign.core.terms import UploadPurpose
from codesign.extensions import db
from codesign.models import Upload

MOST_IN_A_PROJECT: Final = 2048 * MEGABYTE


def keep_file(
    project_id: uuid.UUID,
    made: MadeAnew,
    purpose: UploadPurpose,
    *,
    activity_id: uuid.UUID | None,
    participant_id: uuid.UUID | None = None,
    alt: str = "",
    at: datetime,
) -> uuid.UUID:
    """Keep a file that was made anew. Raises `Refused` once the project holds too much."""
    held = db.session.scalar(select(func.sum(Upload.size)).where(Upload.project_id == project_id)) or 0
    if held + len(made.content) > MOST_IN_A_PROJECT:
        raise Refused(PROBLEMS["full"].message)
    row = Upload(
        project_id=project_id,
        activity_id=activity_id,
        participant_id=participant_id,
        purpose=purpose,
        media_type=made.media_type,
        alt=alt,
        content=made.content,
        size=len(made.content),
        width=made.width,
        height=made.height,
        sha256=made.sha256,
        created_at=at,
    )
    db.session.add(row)
    db.session.flush()
    return row.id


def shown_file(upload: Upload) -> Shown:
    """An upload as it goes out."""
    ending = ENDINGS.get(upload.media_type, "bin")
    name = f"{'photo' if ending == 'jpg' else 'document'}-{upload.sha256[:8]}.{ending}"
    return Shown(content=upload.content, media_type=upload.media_type, name=name, etag=upload.sha256[:32])


def erase_files(participant_id: uuid.UUID, activity_id: uuid.UUID) -> int:
    """Empty every file that a participant sent as an answer to an activity; how many. The row stays as a mark."""
    whose = (
        Upload.participant_id == participant_id,
        Upload.activity_id == activity_id,
        Upload.purpose == UploadPurpose.ANSWER,
    )
    return _emptied(*whose)


def erase_photos(upload_ids: Collection[uuid.UUID]) -> int:
    """Empty the photos of ideas that were taken back; how many."""
    return _emptied(Upload.id.in_(upload_ids), Upload.purpose == UploadPurpose.IDEA)


def _emptied(*which: ColumnElement[bool]) -> int:
    gone = db.session.execute(
        update(Upload)
        .where(*which, Upload.size > 0)
        .values(content=b"", size=0, sha256="", alt="", width=None, height=None)
        .execution_options(synchronize_session=False)
    )
    return int(getattr(gone, "rowcount", 0))
