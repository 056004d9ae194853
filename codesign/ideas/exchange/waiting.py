"""Files of a board that wait while staff look at what they would bring in; gone once they are brought in, or in a day."""

from __future__ import annotations

import hashlib
import io
import uuid
import zipfile
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import delete, select
from sqlalchemy.orm import undefer

from codesign.core.errors import NotFound
from codesign.core.terms import UploadPurpose
from codesign.extensions import db
from codesign.models import Upload

KEPT: Final = timedelta(days=1)
"""How long a file waits for a decision."""


def keep_waiting(
    project_id: uuid.UUID, files: Sequence[tuple[str, bytes]], map_file: tuple[str, bytes] | None, *, at: datetime
) -> uuid.UUID:
    """Keep the files with their map, as they were sent; the key to find them by."""
    clear_waiting(at=at)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number, (name, content) in enumerate(files):
            archive.writestr(f"{number}/{name}", content)
        if map_file is not None and map_file[1]:
            archive.writestr(f"map/{map_file[0]}", map_file[1])
    content = out.getvalue()
    row = Upload(
        project_id=project_id,
        purpose=UploadPurpose.BOARD,
        media_type="application/zip",
        alt=", ".join(name for name, _content in files)[:300],
        content=content,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        created_at=at,
    )
    db.session.add(row)
    db.session.flush()
    return row.id


def waiting_files(project_id: uuid.UUID, key: uuid.UUID) -> tuple[list[tuple[str, bytes]], tuple[str, bytes] | None]:
    """The files and the map that were kept. Raises `NotFound` for another project's, and once they are gone."""
    row = db.session.scalar(_of(project_id, key).options(undefer(Upload.content)))
    if row is None:
        raise NotFound("This file is not kept any more.")
    files: list[tuple[str, bytes]] = []
    plan: tuple[str, bytes] | None = None
    with zipfile.ZipFile(io.BytesIO(row.content)) as archive:
        for name in archive.namelist():
            part, _slash, own = name.partition("/")
            if part == "map":
                plan = own, archive.read(name)
            else:
                files.append((own, archive.read(name)))
    return files, plan


def leave_waiting(project_id: uuid.UUID, key: uuid.UUID) -> None:
    """Forget the files. Raises `NotFound`."""
    row = db.session.scalar(_of(project_id, key))
    if row is None:
        raise NotFound("This file is not kept any more.")
    db.session.delete(row)
    db.session.flush()


def clear_waiting(*, at: datetime) -> int:
    """Delete files that nobody decided about in a day; how many. For the nightly job."""
    gone = db.session.scalars(
        select(Upload.id).where(Upload.purpose == UploadPurpose.BOARD, Upload.created_at <= at - KEPT)
    ).all()
    if gone:
        db.session.execute(delete(Upload).where(Upload.id.in_(gone)))
    return len(gone)


def _of(project_id: uuid.UUID, key: uuid.UUID) -> Any:
    return select(Upload).where(
        Upload.id == key, Upload.project_id == project_id, Upload.purpose == UploadPurpose.BOARD
    )
