"""What a demonstration project is about: the council, its people, money, lots, dates, and who lives there."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, time
from decimal import Decimal
from typing import Final

from sqlalchemy import select

from codesign.consultations.equality import BY_CODE
from codesign.core.closing import closing_moment
from codesign.core.terms import MilestoneKind
from codesign.demo import maps, shapes
from codesign.demo.loading.book import Book, Row, noon, put
from codesign.demo.shapes import Demo
from codesign.extensions import db
from codesign.models import (
    Area,
    Lot,
    Membership,
    Milestone,
    OptionConsidered,
    Organisation,
    Person,
    PopulationFigure,
    PostcodeArea,
    Project,
    ScopePoint,
)

ZONE: Final = "Europe/London"
ON_THE_BOARD: Final = "On the project board"
# Categories of published tables that are wider than our own answers.
_LABELS: Final = {
    ("carer", "yes"): "Looks after someone",
    ("carer", "no"): "Looks after nobody",
    ("disabled", "disabled"): "Disabled",
    ("disabled", "not_disabled"): "Not disabled",
    ("ethnic_group", "white"): "White",
    ("ethnic_group", "mixed"): "Mixed or multiple ethnic groups",
    ("ethnic_group", "asian"): "Asian or Asian British",
    ("ethnic_group", "black"): "Black, Black British, Caribbean or African",
    ("ethnic_group", "other"): "Other ethnic group",
}


def open_book(demo: Demo, at: datetime) -> Book:
    """Make the project with everything it is about; the book that the other parts are loaded with."""
    made = noon(demo.project.created_on)
    staff = _team(demo, made)
    project = _project(demo, _organisation(demo, made), made)
    db.session.add(project)
    db.session.flush()
    db.session.add_all(
        Membership(person_id=staff[member.key], project_id=project.id, role=member.role, created_at=made)
        for member in demo.team
    )
    db.session.flush()
    book = Book(project_id=project.id, zone=ZONE, at=at, staff=staff)
    book.happened("project_created", f"project:{project.id.hex}", at=made, details={"ref": project.ref})
    book.loaded("team", at=made, people=len(demo.team))
    book.loaded(
        "plan",
        at=made,
        areas=len(demo.project.areas),
        lots=len(demo.project.lots),
        dates=len(project.milestones),
        options=len(demo.project.options),
        scope=len(demo.project.openness),
    )
    _population(book, demo.project.population)
    db.session.add_all(
        PostcodeArea(project_id=project.id, postcode=postcode, area_code=area.code, edition=maps.EDITION)
        for area in demo.project.areas
        for postcode in maps.postcodes_of(area.code)
    )
    if project.published_at:
        book.happened("project_published", f"project:{project.id.hex}", at=project.published_at)
    return book


def _organisation(demo: Demo, made: datetime) -> Organisation:
    wanted = demo.organisation
    known = db.session.scalar(select(Organisation).where(Organisation.slug == wanted.slug))
    if known is None:
        known = Organisation(
            name=wanted.name, slug=wanted.slug, phone=wanted.phone, phone_hours=wanted.phone_hours, created_at=made
        )
        db.session.add(known)
        db.session.flush()
    return known


def _team(demo: Demo, made: datetime) -> dict[str, uuid.UUID]:
    known = dict(
        db.session.execute(
            select(Person.email, Person.id).where(Person.email.in_([member.email for member in demo.team]))
        ).all()
    )
    for member in demo.team:
        if member.email not in known:
            person = Person(email=member.email, name=member.name, created_at=made)
            db.session.add(person)
            db.session.flush()
            known[member.email] = person.id
    return {member.key: known[member.email] for member in demo.team}


def _project(demo: Demo, organisation: Organisation, made: datetime) -> Project:
    plan = demo.project
    place, _, service = plan.place_line.partition(", ")
    return Project(
        organisation=organisation,
        ref=plan.ref,
        slug=plan.slug,
        name=plan.name,
        promise=plan.promise,
        introduction=plan.lead,
        place=place,
        service=service or plan.service,
        who_for=plan.audience,
        partners=_partners(plan.partners),
        stage=plan.stage,
        regime=plan.regime,
        annual_value_net=Decimal(plan.annual_net_gbp),
        vat_rate=Decimal(plan.vat_percent),
        term_months=plan.term_months,
        extension_months=plan.extension_months,
        max_lot_value=Decimal(plan.max_lot_annual_gbp),
        limitations="\n".join(plan.limits),
        time_zone=ZONE,
        phone=demo.organisation.phone,
        phone_hours=demo.organisation.phone_hours,
        paper_places=plan.facts.get("paper_places", ""),
        reference_population="place_16plus",
        published_at=closing_moment(demo.consultation.opens_on, time(0, 0), ZONE),
        created_at=made,
        areas=[
            Area(code=a.code, name=a.name, kind=a.kind, vintage="2021", shape=maps.shape_of(a.code)) for a in plan.areas
        ],
        lots=[
            Lot(
                number=number,
                title=lot.title,
                annual_value_net=Decimal(lot.annual_net_gbp),
                area_codes=list(lot.area_codes),
                scope=lot.scope,
                suitable_sme=lot.sme,
                suitable_vcse=lot.vcse,
            )
            for number, lot in enumerate(plan.lots, 1)
        ],
        scope_points=[
            ScopePoint(position=place, influence=point.influence, text=point.point, reason=point.reason)
            for place, point in enumerate(plan.openness, 1)
        ],
        milestones=[
            *(Milestone(kind=m.kind, title=m.title, on=m.on, note=m.note) for m in plan.milestones),
            *(
                Milestone(kind=MilestoneKind.OTHER, title=step.title, on=step.on, note=step.line, shown=True)
                for step in plan.steps
            ),
        ],
        options=[
            OptionConsidered(
                position=place,
                label=option.label,
                title=f"{option.title}. {option.text}",
                status=option.status,
                reason=option.reason,
            )
            for place, option in enumerate(plan.options, 1)
        ],
    )


def _partners(partners: Sequence[shapes.Partner]) -> str:
    """Those who run it with the council, for "Run by … with …"; the others were only met or visited."""
    return ", ".join(partner.name for partner in partners if partner.contact == ON_THE_BOARD)


def _population(book: Book, figures: Sequence[shapes.PopulationFigure]) -> None:
    """Each ward's figures, and the whole place as their sum."""
    rows: list[Row] = []
    totals: dict[tuple[str, str, str], int] = defaultdict(int)
    first: dict[tuple[str, str, str], shapes.PopulationFigure] = {}
    for figure in figures:
        key = (figure.reference, figure.variable, figure.category)
        totals[key] += figure.count
        first.setdefault(key, figure)
        rows.append(_figure(book, figure, figure.count, figure.area_code, list(first).index(key) + 1))
    rows += [_figure(book, first[key], people, "", place) for place, (key, people) in enumerate(totals.items(), 1)]
    put(PopulationFigure, rows)
    when = max((noon(figure.extracted_on) for figure in figures), default=book.at)
    book.happened("population_loaded", f"project:{book.project_id.hex}", at=when, details={"rows": len(rows)})


def _figure(book: Book, figure: shapes.PopulationFigure, people: int, area_code: str, position: int) -> Row:
    return {
        "project_id": book.project_id,
        "reference": figure.reference,
        "variable": figure.variable,
        "category": figure.category,
        "label": _label(figure.variable, figure.category),
        "people": people,
        "area_code": area_code,
        "source": f"{figure.source}, table {figure.table}",
        "source_date": figure.extracted_on,
        "position": position,
    }


def _label(variable: str, category: str) -> str:
    wider = _LABELS.get((variable, category))
    if wider:
        return wider
    question = BY_CODE.get(variable)
    choices = question.choices if question else ()
    return next((choice.label for choice in choices if choice.code == category), category)
