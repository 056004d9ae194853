"""Stored files of a frozen pack, for those who may have them; who took a commissioners' file is recorded."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from codesign.core.errors import NotFound
from codesign.core.terms import Edition
from codesign.extensions import db, transaction
from codesign.ledger import actor_person, record
from codesign.models import Pack, PackFile, Project
from codesign.packs.queries import is_open
from codesign.renderers.archive import zipped

ZIP = "application/zip"


@dataclass(frozen=True, slots=True)
class TakenFile:
    """A file to send, under the name it is saved by."""

    name: str
    media_type: str
    content: bytes


def one_file(project_id: uuid.UUID, ref: str, edition: Edition, path: str) -> TakenFile:
    """One stored file of one edition. Raises `NotFound`."""
    found = db.session.execute(
        select(PackFile.media_type, PackFile.content)
        .join(Pack, Pack.id == PackFile.pack_id)
        .where(Pack.project_id == project_id, Pack.ref == ref, PackFile.edition == edition, PackFile.path == path)
    ).one_or_none()
    if found is None:
        raise NotFound
    return TakenFile(f"{ref}-{edition.value}-{path.replace('/', '-')}", found.media_type, found.content)


def whole_edition(project_id: uuid.UUID, ref: str, edition: Edition) -> TakenFile:
    """Every file of one edition and its list, in one zip that can be verified as it is. Raises `NotFound`."""
    rows = db.session.execute(
        select(PackFile.path, PackFile.content, Pack.frozen_at)
        .join(Pack, Pack.id == PackFile.pack_id)
        .where(Pack.project_id == project_id, Pack.ref == ref, PackFile.edition == edition)
        .order_by(PackFile.path)
    ).all()
    if not rows:
        raise NotFound
    content = zipped([(row.path, row.content) for row in rows], rows[0].frozen_at)
    return TakenFile(f"{ref}-{edition.value}.zip", ZIP, content)


def require_public(project_id: uuid.UUID, *, at: datetime) -> None:
    """Raises `NotFound` until residents may read what was heard."""
    project = db.session.get(Project, project_id)
    if project is None or not is_open(project, at):
        raise NotFound


def note_download(project_id: uuid.UUID, ref: str, edition: Edition, path: str, *, by: uuid.UUID, at: datetime) -> None:
    """Record that someone took a file of the commissioners' edition: it holds more than the public may read.

    A write of its own, since it stands beside a read. Raises `Busy`, and then no file is sent.
    """
    if edition is not Edition.COMMISSIONER:
        return
    with transaction():
        pack = db.session.scalar(select(Pack).where(Pack.project_id == project_id, Pack.ref == ref))
        if pack is None:
            raise NotFound
        record(
            "pack_downloaded",
            pack,
            project_id=project_id,
            by=actor_person(by),
            at=at,
            details={"ref": ref, "edition": edition.value, "path": path},
        )
