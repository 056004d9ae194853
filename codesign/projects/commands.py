"""Everything staff do to a commissioning project itself."""

from __future__ import annotations

import re
import uuid
from datetime import datetime
from typing import Any

from slugify import slugify
from sqlalchemy import delete, func, select

from codesign.core.errors import NotFound, Refused
from codesign.core.terms import Influence, OptionStatus
from codesign.core.text import one_line
from codesign.extensions import db
from codesign.ledger import record
from codesign.models import Area, Lot, Milestone, OptionConsidered, Organisation, Project, ScopePoint, Visit
from codesign.projects.drafts import (
    AboutDraft,
    AreaDraft,
    LotDraft,
    MilestoneDraft,
    MoneyDraft,
    OptionDraft,
    ScopeDraft,
)

AREA_CODE = re.compile(r"^[EWSN]\d{8}$")
SLUG = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")


def organisation_named(name: str, *, at: datetime) -> Organisation:
    """The commissioning body of this name, made when there is none."""
    name = one_line(name)
    if not name:
        raise Refused("Give the organisation's name.")
    found = db.session.scalar(select(Organisation).where(Organisation.name == name))
    if found is None:
        found = Organisation(
            name=name, slug=_free_slug(Organisation.slug, slugify(name) or "organisation"), created_at=at
        )
        db.session.add(found)
        db.session.flush()
    return found


def create_project(
    name: str, *, organisation: str, slug: str | None = None, by: str, at: datetime, ref: str | None = None
) -> Project:
    """A new project of an organisation. Raises `Refused` on an empty name or a slug that is taken or not a slug."""
    name = one_line(name)
    if not name:
        raise Refused("Give the project a name.")
    if len(name) > 160:
        raise Refused("Make the name 160 characters or fewer.")
    body = organisation_named(organisation, at=at)
    if slug is not None:
        if not SLUG.match(slug) or len(slug) > 80:
            raise Refused("Use small letters, numbers and single hyphens in the slug, 80 characters or fewer.")
        if db.session.scalar(select(func.count()).where(Project.slug == slug)):
            raise Refused(f"The slug {slug} is taken. Choose another.")
    project = Project(
        organisation_id=body.id,
        ref=ref or _next_ref(at.year),
        slug=slug or _free_slug(Project.slug, slugify(name, max_length=60) or "project"),
        name=name,
        created_at=at,
    )
    db.session.add(project)
    db.session.flush()
    record("project_created", project, project_id=project.id, by=by, at=at, details={"ref": project.ref})
    return project


def change_about(project_id: uuid.UUID, draft: AboutDraft, *, by: str, at: datetime) -> None:
    """The words, the stage and how to reach people."""
    project = _project(project_id)
    for field in (
        "name",
        "promise",
        "introduction",
        "place",
        "service",
        "who_for",
        "partners",
        "phone",
        "phone_hours",
        "paper_places",
        "stage",
        "limitations",
    ):
        setattr(project, field, getattr(draft, field))
    project.languages = list(draft.languages)
    record("project_changed", project, project_id=project.id, by=by, at=at, details={"part": "about"})


def change_money(project_id: uuid.UUID, draft: MoneyDraft, *, by: str, at: datetime) -> None:
    """Value, VAT, term and the council's maximum lot value."""
    project = _project(project_id)
    for field in ("annual_value_net", "vat_rate", "term_months", "extension_months", "max_lot_value", "no_lots_reason"):
        setattr(project, field, getattr(draft, field))
    record("project_changed", project, project_id=project.id, by=by, at=at, details={"part": "money"})


def add_area(project_id: uuid.UUID, draft: AreaDraft, *, by: str, at: datetime) -> None:
    """One ONS area (ward, LSOA, district). Raises `Refused` on a code that is not one, or twice the same."""
    project = _project(project_id)
    code = draft.code.strip().upper()
    if not AREA_CODE.match(code):
        raise Refused("An ONS code is a letter and 8 numbers, for example E05000123.")
    if any(area.code == code for area in project.areas):
        raise Refused(f"The area {code} is already on the list.")
    project.areas.append(Area(code=code, name=draft.name, kind=draft.kind, vintage=draft.vintage))
    record("project_changed", project, project_id=project.id, by=by, at=at, details={"part": "areas", "added": code})


def add_lot(project_id: uuid.UUID, draft: LotDraft, *, by: str, at: datetime) -> None:
    """A lot, replacing the one of the same number. Areas must be the project's own."""
    project = _project(project_id)
    unknown = set(draft.area_codes) - {area.code for area in project.areas}
    if unknown:
        raise Refused(f"Add {', '.join(sorted(unknown))} to the project's areas first.")
    db.session.execute(delete(Lot).where(Lot.project_id == project_id, Lot.number == draft.number))
    db.session.expire(project, ["lots"])
    project.lots.append(
        Lot(
            number=draft.number,
            title=draft.title,
            annual_value_net=draft.annual_value_net,
            area_codes=list(draft.area_codes),
            scope=draft.scope,
            suitable_sme=draft.suitable_sme,
            suitable_vcse=draft.suitable_vcse,
            exception_reason=draft.exception_reason,
        )
    )
    record(
        "project_changed", project, project_id=project.id, by=by, at=at, details={"part": "lots", "lot": draft.number}
    )


def add_milestone(project_id: uuid.UUID, draft: MilestoneDraft, *, by: str, at: datetime) -> None:
    """A date that matters."""
    project = _project(project_id)
    project.milestones.append(
        Milestone(kind=draft.kind, title=draft.title, on=draft.on, note=draft.note, shown=draft.shown)
    )
    record(
        "project_changed",
        project,
        project_id=project.id,
        by=by,
        at=at,
        details={"part": "dates", "kind": draft.kind.value, "on": draft.on.isoformat()},
    )


def add_scope_point(project_id: uuid.UUID, draft: ScopeDraft, *, by: str, at: datetime) -> None:
    """What is open, partly open or decided. Raises `Refused` when a limit has no reason."""
    if draft.influence is not Influence.OPEN and not draft.reason:
        raise Refused("Say why this is not fully open. Residents read the reason before they answer.")
    project = _project(project_id)
    project.scope_points.append(
        ScopePoint(
            position=len(project.scope_points) + 1, influence=draft.influence, text=draft.text, reason=draft.reason
        )
    )
    record("project_changed", project, project_id=project.id, by=by, at=at, details={"part": "scope"})


def add_option(project_id: uuid.UUID, draft: OptionDraft, *, by: str, at: datetime) -> None:
    """An option considered. Raises `Refused` when one is discarded without a reason (Gunning 2)."""
    if draft.status is OptionStatus.DISCARDED and not draft.reason:
        raise Refused("Say why this option was set aside.")
    project = _project(project_id)
    project.options.append(
        OptionConsidered(
            position=len(project.options) + 1,
            label=draft.label,
            title=draft.title,
            status=draft.status,
            reason=draft.reason,
        )
    )
    record("project_changed", project, project_id=project.id, by=by, at=at, details={"part": "options"})


PARTS: dict[str, type[Area | Lot | Milestone | ScopePoint | OptionConsidered]] = {
    "areas": Area,
    "lots": Lot,
    "dates": Milestone,
    "scope": ScopePoint,
    "options": OptionConsidered,
}


def remove_part(project_id: uuid.UUID, part: str, row_id: uuid.UUID, *, by: str, at: datetime) -> None:
    """Take one row off a list of the project. Raises `NotFound` when it is not this project's."""
    kind = PARTS.get(part)
    row: Any = db.session.get(kind, row_id) if kind else None
    if row is None or row.project_id != project_id:
        raise NotFound
    db.session.delete(row)
    record(
        "project_changed",
        f"project:{project_id.hex}",
        project_id=project_id,
        by=by,
        at=at,
        details={"part": part, "removed": True},
    )


def publish_project(project_id: uuid.UUID, *, by: str, at: datetime) -> None:
    """Let residents see the project. Raises `Refused` until they could know what it is about and what is open."""
    project = _project(project_id)
    missing = [
        words
        for words, there in (
            ("what your words will do", project.promise),
            ("an introduction", project.introduction),
            ("the place", project.place),
            ("what is open and what is fixed", project.scope_points),
        )
        if not there
    ]
    if missing:
        raise Refused(f"Before residents can see this, add: {', '.join(missing)}.")
    if project.published_at is None:
        project.published_at = at
        record("project_published", project, project_id=project.id, by=by, at=at)


def note_visit(project_id: uuid.UUID, person_id: uuid.UUID, *, at: datetime) -> None:
    """Remember when this person last looked at the overview."""
    seen = db.session.scalar(select(Visit).where(Visit.project_id == project_id, Visit.person_id == person_id))
    if seen is None:
        db.session.add(Visit(project_id=project_id, person_id=person_id, seen_at=at))
    else:
        seen.seen_at = at
    db.session.flush()


def _project(project_id: uuid.UUID) -> Project:
    project = db.session.get(Project, project_id)
    if project is None:
        raise NotFound
    return project


def _next_ref(year: int) -> str:
    prefix = f"CP-{year}-"
    numbers = [
        int(ref.removeprefix(prefix))
        for ref in db.session.scalars(select(Project.ref).where(Project.ref.startswith(prefix)))
        if ref.removeprefix(prefix).isdigit()
    ]
    return f"{prefix}{max(numbers, default=0) + 1:03d}"


def _free_slug(column: object, wanted: str) -> str:
    slug, number = wanted, 2
    while db.session.scalar(select(func.count()).where(column == slug)):  # type: ignore[arg-type]
        slug, number = f"{wanted}-{number}", number + 1
    return slug
