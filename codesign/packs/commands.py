"""Freezing a pack and making its editions. A freeze is never made again: a correction is the next version."""

from __future__ import annotations

import hashlib
import json
import uuid
import zlib
from datetime import datetime

from sqlalchemy import select

from codesign import renderers
from codesign.core.errors import NotFound
from codesign.core.pack import EvidencePack, canonical, edition_of, from_json, to_json
from codesign.core.terms import Edition
from codesign.extensions import db, transaction
from codesign.ledger import actor_person, record
from codesign.models import Pack, PackFile
from codesign.packs.gather import gather


def freeze_pack(
    project_id: uuid.UUID, *, by_person_id: uuid.UUID | None, at: datetime, base_url: str | None = None
) -> Pack:
    """Take the snapshot of a project as it stands: version n+1, naming n. Gaps are printed among the limits."""
    at = at.replace(microsecond=0)
    earlier = db.session.scalar(
        select(Pack).where(Pack.project_id == project_id).order_by(Pack.version.desc()).limit(1)
    )
    snapshot = gather(project_id, at=at, base_url=base_url)
    content = canonical(to_json(snapshot))
    seal = sha256(content)
    pack = Pack(
        project_id=project_id,
        version=snapshot.pack.version,
        ref=snapshot.pack.ref,
        check_code=seal[:12],
        seal=seal,
        snapshot=zlib.compress(content, 6),
        chain_head=snapshot.pack.chain_head,
        supersedes_id=earlier.id if earlier else None,
        frozen_at=at,
        frozen_by_id=by_person_id,
    )
    db.session.add(pack)
    record(
        "pack_frozen",
        pack,
        project_id=project_id,
        by=actor_person(by_person_id),
        at=at,
        digest=seal,
        details={"ref": pack.ref, "version": pack.version},
    )
    return pack


def frozen_pack(project_id: uuid.UUID, version: int | None = None) -> Pack:
    """A frozen version of a project's pack, the newest without a number. Raises `NotFound`."""
    query = select(Pack).where(Pack.project_id == project_id).order_by(Pack.version.desc()).limit(1)
    pack = db.session.scalar(query.where(Pack.version == version) if version is not None else query)
    if pack is None:
        raise NotFound("Nothing is frozen yet. Run: codesign pack freeze SLUG")
    return pack


def snapshot_of(pack: Pack) -> EvidencePack:
    """What was frozen, as the values it was frozen from."""
    return from_json(json.loads(zlib.decompress(pack.snapshot)))


def build_edition(project_id: uuid.UUID, edition: Edition, *, version: int | None = None, at: datetime) -> Pack:
    """Make and store every file of one edition, once. The press runs outside the transaction: nobody waits for it."""
    pack = frozen_pack(project_id, version)
    made = select(PackFile.id).where(PackFile.pack_id == pack.id, PackFile.edition == edition).limit(1)
    if db.session.scalar(made) is not None:
        return pack
    pressed = renderers.build(edition_of(snapshot_of(pack), edition), pack.seal)
    pack_id = pack.id
    with transaction():
        if db.session.scalar(made) is None:
            for file in pressed:
                db.session.add(
                    PackFile(
                        pack_id=pack_id,
                        edition=edition,
                        path=file.path,
                        media_type=file.media_type,
                        content=file.content,
                        size=len(file.content),
                        sha256=sha256(file.content),
                        made_at=at,
                    )
                )
            record(
                "pack_built",
                f"pack:{pack_id.hex}",
                project_id=project_id,
                by="system",
                at=at,
                details={"edition": edition.value, "files": len(pressed)},
            )
    return frozen_pack(project_id, version)


def edition_files(project_id: uuid.UUID, edition: Edition, *, version: int | None = None) -> list[tuple[str, bytes]]:
    """(path, bytes) of every stored file of an edition, manifest last."""
    pack = frozen_pack(project_id, version)
    files = db.session.scalars(
        select(PackFile).where(PackFile.pack_id == pack.id, PackFile.edition == edition).order_by(PackFile.path)
    )
    return sorted(((file.path, file.content) for file in files), key=lambda file: (file[0] == "manifest.json", file[0]))


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
