"""What staff do with requirements: add, write, change, order, agree, open again. Every change appends a version."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from codesign.core.errors import DomainError, NotFound, Refused
from codesign.core.terms import EvidenceKind, Origin, RequirementStatus, Stance
from codesign.core.words import N_
from codesign.extensions import db
from codesign.ledger import actor_person, record
from codesign.models import Codebook, Lot, Project, Requirement, RequirementVersion, Theme
from codesign.specification.drafts import FIELDS, RequirementDraft, differences, plain, snapshot
from codesign.specification.linking import Source, link, requirement_of

LOCKED = (RequirementStatus.APPROVED,)


class ChangedMeanwhile(DomainError):
    """Someone else saved a newer version since this page was made; nothing was written."""


def add_requirement(
    project_id: uuid.UUID, draft: RequirementDraft, *, theme: str = "", by: uuid.UUID, at: datetime
) -> Requirement:
    """Add a requirement at the end of the list; `theme` is the reference of a theme to link as its first evidence."""
    db.session.execute(select(Project.id).where(Project.id == project_id).with_for_update()).one()
    refs = db.session.scalars(select(Requirement.ref).where(Requirement.project_id == project_id)).all()
    last = db.session.scalar(select(func.max(Requirement.position)).where(Requirement.project_id == project_id))
    number = 1 + max((int(ref[4:]) for ref in refs if ref[4:].isdigit()), default=0)
    requirement = Requirement(
        project_id=project_id,
        ref=f"REQ-{number:03d}",
        position=(last or 0) + 1,
        created_at=at,
        updated_at=at,
        version=1,
    )
    _check(project_id, requirement, draft)
    _write(requirement, draft)
    db.session.add(requirement)
    db.session.flush()
    _keep_version(requirement, by=by, at=at)
    record(
        "requirement_added",
        requirement,
        project_id=project_id,
        by=actor_person(by),
        at=at,
        details={"ref": requirement.ref},
    )
    if theme:
        _link_theme(project_id, requirement, theme, by=by, at=at)
    return requirement


def _link_theme(project_id: uuid.UUID, requirement: Requirement, ref: str, *, by: uuid.UUID, at: datetime) -> None:
    theme = db.session.scalar(
        select(Theme.id)
        .join(Codebook, Codebook.id == Theme.codebook_id)
        .where(Codebook.project_id == project_id, Theme.ref == ref)
    )
    if theme is None:
        raise NotFound
    link(project_id, requirement.ref, Source(EvidenceKind.THEME, theme), Stance.SUPPORTS, by=by, at=at)


def save_words(
    project_id: uuid.UUID, ref: str, statement: str, measure: str, *, version: int, by: uuid.UUID, at: datetime
) -> Requirement:
    """Keep the two texts of a requirement, written on top of `version`.

    Raises `ChangedMeanwhile` when that is not the newest and the texts differ, `Refused` when it is agreed and locked.
    """
    requirement = _to_change(project_id, ref)
    if (requirement.statement, requirement.measure) == (statement, measure):
        return requirement
    if requirement.version != version:
        raise ChangedMeanwhile
    requirement.statement, requirement.measure = statement, measure
    _changed(requirement, ["statement", "measure"], by=by, at=at)
    return requirement


def change_requirement(
    project_id: uuid.UUID, ref: str, draft: RequirementDraft, *, version: int, by: uuid.UUID, at: datetime
) -> Requirement:
    """Change any field, on top of `version`. Raises as `save_words`, and `Refused` for a field that cannot be so."""
    requirement = _to_change(project_id, ref)
    changed = differences(snapshot(requirement), {name: plain(getattr(draft, name)) for name in FIELDS})
    if not changed:
        return requirement
    if requirement.version != version:
        raise ChangedMeanwhile
    _check(project_id, requirement, draft)
    _write(requirement, draft)
    _changed(requirement, changed, by=by, at=at)
    return requirement


def ask_to_change(project_id: uuid.UUID, ref: str, reason: str, *, by: uuid.UUID, at: datetime) -> Requirement:
    """Open an agreed requirement again as a draft, with the reason. Raises `Refused` without one."""
    requirement = requirement_of(project_id, ref, lock=True)
    if requirement.status not in LOCKED:
        return requirement
    if not reason:
        raise Refused(N_("Say why it must change. The reason is kept with the requirement."))
    requirement.status, requirement.status_reason = RequirementStatus.DRAFT, reason
    _changed(requirement, ["status", "status_reason"], by=by, at=at)
    return requirement


def call_it_a_council_decision(
    project_id: uuid.UUID, ref: str, reason: str, *, by: uuid.UUID, at: datetime
) -> Requirement:
    """Let a requirement stand without a voice, for a reason that the pack prints. Raises `Refused` without one."""
    requirement = _to_change(project_id, ref)
    if not reason:
        raise Refused(N_("Say why the council needs this. The reason is printed in the pack."))
    requirement.origin, requirement.council_reason = Origin.COMMISSIONER, reason
    _changed(requirement, ["origin", "council_reason"], by=by, at=at)
    return requirement


def move_requirement(project_id: uuid.UUID, ref: str, *, up: bool, by: uuid.UUID, at: datetime) -> None:
    """Move a requirement one place up or down. At the end of the list nothing changes. Raises `NotFound`."""
    requirement = requirement_of(project_id, ref, lock=True)
    order = list(
        db.session.scalars(
            select(Requirement)
            .where(Requirement.project_id == project_id)
            .order_by(Requirement.position, Requirement.ref)
        )
    )
    place = order.index(requirement)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(order):
        return
    order[place], order[other] = order[other], order[place]
    for position, each in enumerate(order, 1):
        each.position = position
    record("requirements_ordered", requirement, project_id=project_id, by=actor_person(by), at=at, details={"ref": ref})


def _to_change(project_id: uuid.UUID, ref: str) -> Requirement:
    requirement = requirement_of(project_id, ref, lock=True)
    if requirement.status in LOCKED:
        raise Refused(N_("This requirement is agreed and locked. Ask to change it first, and say why."))
    return requirement


def _check(project_id: uuid.UUID, requirement: Requirement, draft: RequirementDraft) -> None:
    if draft.status is RequirementStatus.DROPPED and not draft.status_reason:
        raise Refused(N_("Say why this requirement is dropped."))
    if draft.lot_numbers:
        lots = set(db.session.scalars(select(Lot.number).where(Lot.project_id == project_id)))
        if not set(draft.lot_numbers) <= lots:
            raise NotFound
    if draft.depends_on:
        others = set(
            db.session.scalars(
                select(Requirement.ref).where(Requirement.project_id == project_id, Requirement.ref != requirement.ref)
            )
        )
        if not set(draft.depends_on) <= others:
            raise Refused(N_("A requirement can only depend on other requirements of this project, such as REQ-002."))


def _write(requirement: Requirement, draft: RequirementDraft) -> None:
    for name in FIELDS:
        value: Any = getattr(draft, name)
        setattr(requirement, name, list(value) if isinstance(value, tuple) else value)


def _changed(requirement: Requirement, names: list[str], *, by: uuid.UUID, at: datetime) -> None:
    requirement.version += 1
    requirement.updated_at = at
    _keep_version(requirement, by=by, at=at)
    record(
        "requirement_changed",
        requirement,
        project_id=requirement.project_id,
        by=actor_person(by),
        at=at,
        details={"ref": requirement.ref, "version": requirement.version, "fields": names},
    )


def _keep_version(requirement: Requirement, *, by: uuid.UUID, at: datetime) -> None:
    db.session.add(
        RequirementVersion(
            requirement_id=requirement.id, number=requirement.version, fields=snapshot(requirement), by_id=by, at=at
        )
    )
