"""What a commissioning project is about: place, money, lots, dates, what is open, options, population."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Numeric, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from codesign.core.terms import Influence, MilestoneKind, OptionStatus, Stage
from codesign.models.base import Model, one_of, term
from codesign.models.people import Organisation

MONEY = Numeric(14, 2)


class Project(Model):
    """One commissioning project. Money is net pounds; the term and extension are months; VAT is a percentage."""

    __tablename__ = "project"
    __table_args__ = (
        CheckConstraint("annual_value_net >= 0", name="annual_value_not_negative"),
        CheckConstraint("term_months >= 0 AND extension_months >= 0", name="term_not_negative"),
        one_of("stage", Stage),
    )
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    ref: Mapped[str] = mapped_column(String(20), unique=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(160))
    promise: Mapped[str] = mapped_column(String(300), default="")  # what your words will do
    introduction: Mapped[str] = mapped_column(Text, default="")
    place: Mapped[str] = mapped_column(String(120), default="")
    service: Mapped[str] = mapped_column(String(160), default="")
    who_for: Mapped[str] = mapped_column(String(300), default="")
    partners: Mapped[str] = mapped_column(String(200), default="")
    stage: Mapped[Stage] = term(Stage, default=Stage.PLAN)
    regime: Mapped[str] = mapped_column(String(40), default="light_touch")
    annual_value_net: Mapped[Decimal | None] = mapped_column(MONEY)
    vat_rate: Mapped[Decimal] = mapped_column(Numeric(5, 2), default=Decimal(20))
    term_months: Mapped[int] = mapped_column(default=0)
    extension_months: Mapped[int] = mapped_column(default=0)
    max_lot_value: Mapped[Decimal | None] = mapped_column(MONEY)
    no_lots_reason: Mapped[str] = mapped_column(Text, default="")
    limitations: Mapped[str] = mapped_column(Text, default="")  # what staff add to the limits statement
    languages: Mapped[list[str]] = mapped_column(default=lambda: ["en", "cy"])
    time_zone: Mapped[str] = mapped_column(String(40), default="Europe/London")
    phone: Mapped[str] = mapped_column(String(40), default="")
    phone_hours: Mapped[str] = mapped_column(String(120), default="")
    paper_places: Mapped[str] = mapped_column(String(200), default="")
    reference_population: Mapped[str] = mapped_column(String(60), default="")
    published_at: Mapped[datetime | None]
    safeguarding_officer_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))  # reads what is held
    heard_published_at: Mapped[datetime | None]  # the page of what was heard and decided is public from here on
    created_at: Mapped[datetime]
    organisation: Mapped[Organisation] = relationship()
    areas: Mapped[list[Area]] = relationship(order_by="Area.name", cascade="all, delete-orphan")
    lots: Mapped[list[Lot]] = relationship(order_by="Lot.number", cascade="all, delete-orphan")
    scope_points: Mapped[list[ScopePoint]] = relationship(order_by="ScopePoint.position", cascade="all, delete-orphan")
    milestones: Mapped[list[Milestone]] = relationship(
        order_by="(Milestone.on, Milestone.id)", cascade="all, delete-orphan"
    )
    options: Mapped[list[OptionConsidered]] = relationship(
        order_by="OptionConsidered.position", cascade="all, delete-orphan"
    )


class Area(Model):
    """One ONS area that the project is about."""

    __tablename__ = "area"
    __table_args__ = (UniqueConstraint("project_id", "code"),)
    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("project.id"))
    code: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(20), default="ward")
    vintage: Mapped[str] = mapped_column(String(20), default="2021")
    shape: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))  # GeoJSON geometry in WGS84, or none


class PostcodeArea(Model):
    """One line of a look-up file: which area of the project a postcode lies in."""

    __tablename__ = "postcode_area"
    __table_args__ = (UniqueConstraint("project_id", "postcode"),)
    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("project.id"))
    postcode: Mapped[str] = mapped_column(String(8))  # upper case, no space
    area_code: Mapped[str] = mapped_column(String(12))
    edition: Mapped[str] = mapped_column(String(60))  # of the look-up file, such as "ONSPD May 2026"


class PopulationFigure(Model):
    """How many people of a kind live in the place: one cell of a published table, with its source."""

    __tablename__ = "population_figure"
    __table_args__ = (
        UniqueConstraint("project_id", "reference", "variable", "category", "area_code"),
        CheckConstraint("people >= 0", name="people_not_negative"),
    )
    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("project.id"))
    reference: Mapped[str] = mapped_column(String(60))  # place_16plus, service_target …
    variable: Mapped[str] = mapped_column(String(40))  # an equality question's code: age_band, sex …
    category: Mapped[str] = mapped_column(String(60))
    label: Mapped[str] = mapped_column(String(120))
    people: Mapped[int]
    area_code: Mapped[str] = mapped_column(String(12), default="")
    source: Mapped[str] = mapped_column(String(200))
    source_date: Mapped[date]
    position: Mapped[int] = mapped_column(default=0)


class ScopePoint(Model):
    """What residents can still change, partly change, or no longer change, with the reason."""

    __tablename__ = "scope_point"
    __table_args__ = (
        one_of("influence", Influence),
        CheckConstraint("influence = 'open' OR reason <> ''", name="reason_given"),
    )
    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("project.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    influence: Mapped[Influence] = term(Influence)
    text: Mapped[str] = mapped_column(String(300))
    reason: Mapped[str] = mapped_column(String(500), default="")


class Lot(Model):
    """A part of the contract. `annual_value_net` is net pounds a year."""

    __tablename__ = "lot"
    __table_args__ = (
        UniqueConstraint("project_id", "number"),
        CheckConstraint("annual_value_net >= 0", name="value_not_negative"),
    )
    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("project.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(160))
    annual_value_net: Mapped[Decimal] = mapped_column(MONEY)
    area_codes: Mapped[list[str]] = mapped_column(default=list)
    scope: Mapped[str] = mapped_column(String(300), default="")
    suitable_sme: Mapped[bool] = mapped_column(default=False)
    suitable_vcse: Mapped[bool] = mapped_column(default=False)
    exception_reason: Mapped[str] = mapped_column(String(500), default="")  # why it may exceed the council's maximum


class Milestone(Model):
    """A date that matters. `on` is a local date; `shown` puts it on the resident's page."""

    __tablename__ = "milestone"
    __table_args__ = (one_of("kind", MilestoneKind),)
    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("project.id"), index=True)
    kind: Mapped[MilestoneKind] = term(MilestoneKind)
    title: Mapped[str] = mapped_column(String(160))
    on: Mapped[date]
    note: Mapped[str] = mapped_column(String(300), default="")
    shown: Mapped[bool] = mapped_column(default=False)


class OptionConsidered(Model):
    """A way of doing it that was weighed, also when discarded (Gunning: arguable alternatives with reasons)."""

    __tablename__ = "option_considered"
    __table_args__ = (
        one_of("status", OptionStatus),
        CheckConstraint("status <> 'discarded' OR reason <> ''", name="reason_given"),
    )
    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("project.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    label: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(300))
    status: Mapped[OptionStatus] = term(OptionStatus)
    reason: Mapped[str] = mapped_column(String(500), default="")
