"""Files that a person sent: what is left of them once the person takes their answers back."""

from __future__ import annotations

import uuid

from sqlalchemy import update

from codesign.core.terms import UploadPurpose
from codesign.extensions import db
from codesign.models import Upload


def erase_files(participant_id: uuid.UUID, activity_id: uuid.UUID) -> int:
    """Empty every file that a participant sent as an answer to an activity; how many. The row stays as a mark."""
    gone = db.session.execute(
        update(Upload)
        .where(
            Upload.participant_id == participant_id,
            Upload.activity_id == activity_id,
            Upload.purpose == UploadPurpose.ANSWER,
            Upload.size > 0,
        )
        .values(content=b"", size=0, sha256="", alt="", width=None, height=None)
        .execution_options(synchronize_session=False)
    )
    return int(getattr(gone, "rowcount", 0))
