"""Documents that residents can read: bytes kept as they were chosen, each version with its digest, none ever replaced."""

from __future__ import annotations

import hashlib
import io
import uuid
import zipfile
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, select

from codesign.consultations import rows
from codesign.consultations.record.drafts import DocumentDraft
from codesign.core.errors import NotFound, Refused
from codesign.core.terms import UploadPurpose
from codesign.core.words import N_
from codesign.extensions import db
from codesign.ledger import actor_person, record
from codesign.models import Consultation, ShownDocument, Upload

LARGEST: Final = 10 * 1024 * 1024
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ENDINGS: Final = {"application/pdf": "pdf", DOCX: "docx", "image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentVersion:
    """One version as residents could read it, from when until when; `size` in bytes, `sort` as PDF, DOCX, PNG."""

    ref: str
    version: int
    title: str
    sort: str
    size: int
    sha256: str
    shown_from: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownHere:
    """A document with its versions, the newest first. `current` is what residents read now, None once withdrawn."""

    ref: str
    versions: tuple[DocumentVersion, ...]

    @property
    def current(self) -> DocumentVersion | None:
        newest = self.versions[0]
        return newest if newest.withdrawn_at is None else None


@dataclass(frozen=True, slots=True)
class File:
    """Bytes to hand out, with a name that is ours."""

    content: bytes
    name: str
    media_type: str


def media_type_of(content: bytes) -> str:
    """What the bytes are, by their beginning. Raises `Refused` for anything but PDF, DOCX and pictures."""
    if content.startswith(b"%PDF-"):
        return "application/pdf"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content.startswith(b"PK\x03\x04") and _is_docx(content):
        return DOCX
    raise Refused(N_("Choose a PDF, a Word document (DOCX) or a picture (PNG, JPEG or WebP)."))


def _is_docx(content: bytes) -> bool:
    try:
        # Only the list of names is read: nothing is unpacked.
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = set(packed.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False
    # A document with macros is not one to hand to residents.
    return "word/document.xml" in names and not any(name.endswith("vbaProject.bin") for name in names)


def show_document(
    project_id: uuid.UUID, ref: str, draft: DocumentDraft, *, by: uuid.UUID | None, at: datetime
) -> tuple[str, int]:
    """Show a document, or a new version of one: its reference and version. The same bytes again change nothing.

    Raises `Refused` for a file that is empty, over 10 MB or of another kind, `NotFound` for an unknown reference.
    """
    if not draft.content:
        raise Refused(N_("Choose a file. This one is empty."))
    if len(draft.content) > LARGEST:
        raise Refused(N_("This file is over 10 MB. Choose a smaller one."))
    media_type, sha256 = media_type_of(draft.content), hashlib.sha256(draft.content).hexdigest()
    consultation = rows.consultation_row(project_id, ref)
    db.session.scalar(select(Consultation.id).where(Consultation.id == consultation.id).with_for_update())
    mine = db.session.scalars(
        select(ShownDocument).where(ShownDocument.activity_id == consultation.id).order_by(ShownDocument.version)
    ).all()
    if not draft.ref:
        here = shown_now(consultation.id)
        known_as = next((each for each in here if (each.sha256, each.title) == (sha256, draft.title)), None)
        if known_as is not None:  # the button was pressed twice
            return known_as.ref, known_as.version
    document = draft.ref or f"DOC{1 + max((int(each.ref[3:]) for each in mine), default=0)}"
    earlier = [each for each in mine if each.ref == document]
    if draft.ref and not earlier:
        raise NotFound("There is no such document here.")
    if earlier and earlier[-1].withdrawn_at is None:
        known = db.session.scalar(select(Upload.sha256).where(Upload.id == earlier[-1].upload_id))
        if known == sha256 and earlier[-1].title == draft.title:
            return document, earlier[-1].version
        earlier[-1].withdrawn_at = at
    upload = Upload(
        project_id=project_id,
        activity_id=consultation.id,
        purpose=UploadPurpose.DOCUMENT,
        media_type=media_type,
        content=draft.content,
        size=len(draft.content),
        sha256=sha256,
        created_at=at,
    )
    db.session.add(upload)
    db.session.flush()
    row = ShownDocument(
        activity_id=consultation.id,
        ref=document,
        version=earlier[-1].version + 1 if earlier else 1,
        title=draft.title,
        upload_id=upload.id,
        shown_from=at,
    )
    db.session.add(row)
    db.session.flush()
    record(
        "document_shown",
        row,
        project_id=project_id,
        by=actor_person(by),
        at=at,
        digest=sha256,
        details={"activity": ref, "document": document, "version": row.version},
    )
    return document, row.version


def withdraw_document(project_id: uuid.UUID, ref: str, document: str, *, by: uuid.UUID | None, at: datetime) -> None:
    """Show a document no more. Its versions stay in the record, with their digests and their bytes."""
    consultation = rows.consultation_row(project_id, ref)
    row = db.session.scalar(
        select(ShownDocument)
        .where(ShownDocument.activity_id == consultation.id, ShownDocument.ref == document)
        .order_by(ShownDocument.version.desc())
        .limit(1)
    )
    if row is None:
        raise NotFound("There is no such document here.")
    if row.withdrawn_at is not None:
        return
    row.withdrawn_at = at
    record(
        "document_withdrawn",
        row,
        project_id=project_id,
        by=actor_person(by),
        at=at,
        details={"activity": ref, "document": document, "version": row.version},
    )


def documents_of(consultation_id: uuid.UUID) -> tuple[ShownHere, ...]:
    """Every document with all its versions, in the order of their references."""
    found: dict[str, list[DocumentVersion]] = {}
    query = (
        select(ShownDocument, Upload.media_type, Upload.size, Upload.sha256)
        .join(Upload, Upload.id == ShownDocument.upload_id)
        .where(ShownDocument.activity_id == consultation_id)
        .order_by(func.length(ShownDocument.ref), ShownDocument.ref, ShownDocument.version.desc())
    )
    for row, media_type, size, sha256 in db.session.execute(query):
        found.setdefault(row.ref, []).append(
            DocumentVersion(
                ref=row.ref,
                version=row.version,
                title=row.title,
                sort=ENDINGS.get(media_type, "").upper(),
                size=size,
                sha256=sha256,
                shown_from=row.shown_from,
                withdrawn_at=row.withdrawn_at,
            )
        )
    return tuple(ShownHere(ref=ref, versions=tuple(versions)) for ref, versions in found.items())


def shown_now(consultation_id: uuid.UUID) -> tuple[DocumentVersion, ...]:
    """What residents can read now."""
    return tuple(document.current for document in documents_of(consultation_id) if document.current is not None)


def document_file(
    project_id: uuid.UUID, ref: str, document: str, version: int | None = None, *, for_staff: bool = False
) -> File:
    """The bytes of a version, the newest unless one is named. Raises `NotFound`; for residents also once withdrawn.

    An earlier version that a newer one replaced stays readable: people answered with it before them.
    """
    find = rows.consultation_row if for_staff else rows.residents_consultation
    consultation = find(project_id, ref)
    versions = db.session.execute(
        select(ShownDocument, Upload)
        .join(Upload, Upload.id == ShownDocument.upload_id)
        .where(ShownDocument.activity_id == consultation.id, ShownDocument.ref == document)
        .order_by(ShownDocument.version.desc())
    ).all()
    found = next((pair for pair in versions if version is None or pair[0].version == version), None)
    if found is None or found[1].size == 0 or (not for_staff and versions[0][0].withdrawn_at is not None):
        raise NotFound("There is no such document here.")
    row, upload = found
    name = f"{consultation.ref}-{row.ref}-version-{row.version}.{ENDINGS.get(upload.media_type, 'bin')}"
    return File(upload.content, name, upload.media_type)
