"""What staff and the list of projects show: projects by name, and the settings of one."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from codesign.core.errors import NotFound
from codesign.core.terms import (
    ActivityState,
    Influence,
    MilestoneKind,
    OptionStatus,
    Stage,
)
from codesign.extensions import db
from codesign.models import (
    Activity,
    Organisation,
    PopulationFigure,
    Project,
)


def project_id_of(slug: str) -> uuid.UUID | None:
    """The key of a project by its slug."""
    return db.session.scalar(select(Project.id).where(Project.slug == slug))


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """One project in a list."""

    slug: str
    name: str
    place: str
    organisation: str
    service: str
    open: bool
    published: bool


def home_page(at: datetime) -> tuple[ProjectLine, ...]:
    """Every published project, those open now first, then by name."""
    return _lines(at, select(Project).where(Project.published_at.is_not(None)))


def staff_home(
    at: datetime, project_ids: Sequence[uuid.UUID], organisation_ids: Sequence[uuid.UUID]
) -> tuple[ProjectLine, ...]:
    """The projects a member of staff can reach."""
    reach = Project.id.in_(project_ids) | Project.organisation_id.in_(organisation_ids)
    return _lines(at, select(Project).where(reach))


def organisations_named(organisation_ids: Sequence[uuid.UUID]) -> tuple[str, ...]:
    """Names of organisations, for the form that makes a project."""
    return tuple(
        db.session.scalars(
            select(Organisation.name).where(Organisation.id.in_(organisation_ids)).order_by(Organisation.name)
        )
    )


def _lines(at: datetime, query: object) -> tuple[ProjectLine, ...]:
    projects = db.session.scalars(query.options(selectinload(Project.organisation))).all()  # type: ignore[attr-defined]
    open_ids = set(
        db.session.scalars(
            select(Activity.project_id).where(
                Activity.state == ActivityState.OPEN,
                (Activity.opens_at.is_(None)) | (Activity.opens_at <= at),
                (Activity.closes_at.is_(None)) | (Activity.closes_at > at),
            )
        )
    )
    lines = [
        ProjectLine(
            p.slug, p.name, p.place, p.organisation.name, p.service, p.id in open_ids, p.published_at is not None
        )
        for p in projects
    ]
    return tuple(sorted(lines, key=lambda line: (not line.open, line.name.casefold(), line.slug)))


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupPage:
    """Everything staff keep about a project."""

    name: str
    ref: str
    promise: str
    introduction: str
    place: str
    service: str
    who_for: str
    partners: str
    phone: str
    phone_hours: str
    paper_places: str
    stage: Stage
    limitations: str
    languages: tuple[str, ...]
    annual_value_net: Decimal | None
    vat_rate: Decimal
    term_months: int
    extension_months: int
    max_lot_value: Decimal | None
    no_lots_reason: str
    published: bool
    areas: tuple[tuple[uuid.UUID, str, str, str], ...]
    lots: tuple[tuple[uuid.UUID, int, str, Decimal, str, str, bool, bool, str], ...]
    milestones: tuple[tuple[uuid.UUID, MilestoneKind, str, date, bool], ...]
    scope: tuple[tuple[uuid.UUID, Influence, str, str], ...]
    options: tuple[tuple[uuid.UUID, str, str, OptionStatus, str], ...]
    figures: tuple[tuple[str, str, str, int, str, date], ...]


def setup_page(project_id: uuid.UUID) -> SetupPage:
    """The settings of a project."""
    p = db.session.get(Project, project_id)
    if p is None:
        raise NotFound
    figures = db.session.scalars(
        select(PopulationFigure)
        .where(PopulationFigure.project_id == project_id)
        .order_by(
            PopulationFigure.reference, PopulationFigure.variable, PopulationFigure.position, PopulationFigure.category
        )
    )
    return SetupPage(
        name=p.name,
        ref=p.ref,
        promise=p.promise,
        introduction=p.introduction,
        place=p.place,
        service=p.service,
        who_for=p.who_for,
        partners=p.partners,
        phone=p.phone,
        phone_hours=p.phone_hours,
        paper_places=p.paper_places,
        stage=p.stage,
        limitations=p.limitations,
        languages=tuple(p.languages),
        annual_value_net=p.annual_value_net,
        vat_rate=p.vat_rate,
        term_months=p.term_months,
        extension_months=p.extension_months,
        max_lot_value=p.max_lot_value,
        no_lots_reason=p.no_lots_reason,
        published=p.published_at is not None,
        areas=tuple((a.id, a.code, a.name, a.kind) for a in p.areas),
        lots=tuple(
            (
                lot.id,
                lot.number,
                lot.title,
                lot.annual_value_net,
                ", ".join(lot.area_codes),
                lot.scope,
                lot.suitable_sme,
                lot.suitable_vcse,
                lot.exception_reason,
            )
            for lot in p.lots
        ),
        milestones=tuple((m.id, m.kind, m.title, m.on, m.shown) for m in p.milestones),
        scope=tuple((s.id, s.influence, s.text, s.reason) for s in p.scope_points),
        options=tuple((o.id, o.label, o.title, o.status, o.reason) for o in p.options),
        figures=tuple((f.reference, f.variable, f.label, f.people, f.source, f.source_date) for f in figures),
    )
