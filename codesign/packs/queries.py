"""What the pages of packs show: the draft as it stands, the versions made so far, the public check of one."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Row, func, or_, select

from codesign.core.errors import NotFound
from codesign.core.heard import COUNTED_SENDINGS
from codesign.core.pack import EvidencePack
from codesign.core.terms import Edition, JobState
from codesign.extensions import db
from codesign.models import Job, Organisation, Pack, PackFile, Person, Project, Submission
from codesign.packs.checks import PackCheck, pack_checks
from codesign.packs.commands import frozen_pack, snapshot_of
from codesign.packs.gather import gather
from codesign.packs.work import BUILD
from codesign.tallies.inclusion import receipt_marks

DRAFT = "Draft"
SHORTEST_CODE = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLine:
    """One stored file. `size` is in bytes."""

    path: str
    size: int
    sha256: str

    @property
    def kilobytes(self) -> int:
        """The size in whole kB, rounded up."""
        return -(-self.size // 1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionLine:
    """The files of one edition, the list of files last; none while it is not made."""

    edition: Edition
    files: tuple[FileLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """One frozen version. `replaces` names the version before it."""

    ref: str
    version: int
    seal: str
    check_code: str
    frozen_at: datetime
    frozen_by: str
    replaces: str | None
    editions: tuple[EditionLine, ...]

    @property
    def made(self) -> bool:
        """Whether every edition has its files."""
        return all(edition.files for edition in self.editions)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobLine:
    """The newest making of files: how far it is. `step` and `error` are English message ids."""

    version: int
    state: JobState
    step: str
    error: str

    @property
    def running(self) -> bool:
        return self.state in (JobState.WAITING, JobState.RUNNING)

    @property
    def failed(self) -> bool:
        return self.state is JobState.FAILED


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What was made so far, newest first, and what is being made."""

    versions: tuple[VersionLine, ...]
    job: JobLine | None

    @property
    def next_version(self) -> int:
        return (self.versions[0].version if self.versions else 0) + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a freeze would hold now, and what was looked at. `since` sendings came after the newest version."""

    snapshot: EvidencePack
    checks: tuple[PackCheck, ...]
    since: int


def draft(project_id: uuid.UUID, *, at: datetime, base_url: str) -> Draft:
    """The pack as it stands now, marked as a draft."""
    found = gather(project_id, at=at, base_url=base_url)
    newest = db.session.scalar(select(func.max(Pack.frozen_at)).where(Pack.project_id == project_id))
    since = 0
    if newest is not None:
        since = (
            db.session.scalar(
                select(func.count(Submission.id)).where(
                    Submission.project_id == project_id,
                    Submission.received_at > newest,
                    Submission.state.in_(COUNTED_SENDINGS),
                )
            )
            or 0
        )
    return Draft(
        snapshot=replace(found, pack=replace(found.pack, status=DRAFT)),
        checks=pack_checks(project_id, found),
        since=since,
    )


def frozen(project_id: uuid.UUID, version: int) -> tuple[EvidencePack, str]:
    """The snapshot of a frozen version and its seal. Raises `NotFound`."""
    pack = frozen_pack(project_id, version)
    return snapshot_of(pack), pack.seal


def made(project_id: uuid.UUID) -> Made:
    """Every version of a project with its files, without their bytes."""
    return Made(versions=_versions(project_id), job=_job(project_id))


def _versions(project_id: uuid.UUID) -> tuple[VersionLine, ...]:
    rows = db.session.execute(
        select(
            Pack.id, Pack.ref, Pack.version, Pack.seal, Pack.check_code, Pack.frozen_at, Pack.supersedes_id, Person.name
        )
        .outerjoin(Person, Person.id == Pack.frozen_by_id)
        .where(Pack.project_id == project_id)
        .order_by(Pack.version.desc())
    ).all()
    refs = {row.id: row.ref for row in rows}
    files = _files([row.id for row in rows])
    return tuple(
        VersionLine(
            ref=row.ref,
            version=row.version,
            seal=row.seal,
            check_code=row.check_code,
            frozen_at=row.frozen_at,
            frozen_by=row.name or "",
            replaces=refs.get(row.supersedes_id),
            editions=tuple(EditionLine(edition=edition, files=tuple(files[row.id, edition])) for edition in Edition),
        )
        for row in rows
    )


def _files(packs: Sequence[uuid.UUID]) -> dict[tuple[uuid.UUID, Edition], list[FileLine]]:
    found: dict[tuple[uuid.UUID, Edition], list[FileLine]] = defaultdict(list)
    rows = db.session.execute(
        select(PackFile.pack_id, PackFile.edition, PackFile.path, PackFile.size, PackFile.sha256)
        .where(PackFile.pack_id.in_(packs))
        .order_by(PackFile.made_at, PackFile.id)
    )
    for pack_id, edition, path, size, sha256 in rows:
        found[pack_id, edition].append(FileLine(path=path, size=size, sha256=sha256))
    return found


def _job(project_id: uuid.UUID) -> JobLine | None:
    row = db.session.scalar(
        select(Job)
        .where(Job.project_id == project_id, Job.kind == BUILD)
        .order_by(Job.created_at.desc(), Job.id.desc())
        .limit(1)
    )
    if row is None:
        return None
    return JobLine(version=int(row.arguments["version"]), state=row.state, step=row.progress, error=row.error)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedPack:
    """What anyone may know of a frozen pack. `title` is empty while its project is not public; `slug` while residents
    cannot read what was heard, and then there is nothing to download."""

    ref: str
    version: int
    seal: str
    check_code: str
    frozen_at: datetime
    organisation: str
    title: str
    slug: str
    replaces: str | None
    newer: VersionName | None
    editions: tuple[EditionLine, ...]
    receipts: int


@dataclass(frozen=True, slots=True)
class VersionName:
    """Another version of the same pack."""

    ref: str
    check_code: str


def checked_pack(typed: str, *, at: datetime) -> CheckedPack | None:
    """The pack of a check code or a seal, or the first 12 figures of one, however it was typed; None for no pack."""
    row = _by_code(typed)
    if row is None:
        return None
    pack, project, organisation = row
    newer = db.session.execute(
        select(Pack.ref, Pack.check_code)
        .where(Pack.project_id == project.id, Pack.version > pack.version)
        .order_by(Pack.version.desc())
        .limit(1)
    ).one_or_none()
    files = _files([pack.id])
    return CheckedPack(
        ref=pack.ref,
        version=pack.version,
        seal=pack.seal,
        check_code=pack.check_code,
        frozen_at=pack.frozen_at,
        organisation=organisation.name if project.published_at else "",
        title=project.name if project.published_at else "",
        slug=project.slug if is_open(project, at) else "",
        replaces=db.session.scalar(select(Pack.ref).where(Pack.id == pack.supersedes_id))
        if pack.supersedes_id
        else None,
        newer=VersionName(newer.ref, newer.check_code) if newer else None,
        editions=tuple(EditionLine(edition=edition, files=tuple(files[pack.id, edition])) for edition in Edition),
        receipts=len(receipt_marks(project.id, pack.frozen_at)),
    )


def counted_receipts(typed: str) -> tuple[str, tuple[str, ...]]:
    """The reference of a pack and the marks of the receipts it counts. Raises `NotFound`."""
    row = _by_code(typed)
    if row is None:
        raise NotFound
    return row[0].ref, receipt_marks(row[0].project_id, row[0].frozen_at)


def is_open(project: Project, at: datetime) -> bool:
    """Whether residents may read what was heard, and with it the public edition."""
    return (
        project.published_at is not None and project.heard_published_at is not None and project.heard_published_at <= at
    )


def _by_code(typed: str) -> Row[Pack, Project, Organisation] | None:
    code = "".join(typed.split()).lower()[:64]
    if len(code) < 4 or not code.isascii() or not code.replace("-", "").isalnum():
        return None
    matches = func.lower(Pack.check_code) == code
    if len(code) >= SHORTEST_CODE and all(figure in "0123456789abcdef" for figure in code):
        matches = or_(matches, Pack.seal.startswith(code))
    return db.session.execute(
        select(Pack, Project, Organisation)
        .join(Project, Project.id == Pack.project_id)
        .join(Organisation, Organisation.id == Project.organisation_id)
        .where(matches)
        .order_by(Pack.frozen_at.desc(), Pack.id.desc())
        .limit(1)
    ).one_or_none()
