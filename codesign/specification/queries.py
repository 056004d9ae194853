"""What the pages of the specification show: the list with its strengths, one requirement with all that bears on it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from codesign.core.requirements import Remark, lint
from codesign.core.strength import Strength, StrengthWord
from codesign.core.terms import Moscow, Origin, RequirementStatus, RequirementType
from codesign.extensions import db
from codesign.models import Codebook, Lot, Person, Requirement, RequirementVersion, Theme
from codesign.specification.commands import LOCKED
from codesign.specification.decided import decision_choices, decision_fields, decisions_page
from codesign.specification.drafts import FIELDS, RequirementDraft, differences, plain
from codesign.specification.evidence import Piece, linked_to
from codesign.specification.finder import Finder, find
from codesign.specification.linking import requirement_of
from codesign.specification.tracing import Trace, trace
from codesign.tallies.bearing import Bearing, bearings
from codesign.tallies.themes import theme_tallies

LOW = (StrengthWord.WEAK, StrengthWord.MIXED, StrengthWord.NONE)
FILTER_FROM = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementRow:
    """One line of the list of requirements."""

    ref: str
    title: str
    strength: Strength
    council: bool
    dropped: bool
    here: bool

    @property
    def low(self) -> bool:
        return self.strength.word in LOW


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementView:
    """One requirement: its fields, how strong it is, what bears on it, and what to look at again."""

    ref: str
    version: int
    title: str
    statement: str
    measure: str
    type: RequirementType
    moscow: Moscow
    origin: Origin
    owner: str
    status: RequirementStatus
    status_reason: str
    council_reason: str
    lots: tuple[str, ...]
    kpi: str
    outcome: str
    rationale: str
    equality_note: str
    updated_at: datetime
    locked: bool
    first: bool
    last: bool
    bearing: Bearing
    linked: tuple[Piece, ...]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StartTheme:
    """A theme to write a first requirement from."""

    ref: str
    title: str
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecificationPage:
    """The list, and the open requirement, None while there are none. `shown` are the rows that the filter left."""

    rows: tuple[RequirementRow, ...]
    shown: tuple[RequirementRow, ...]
    only: str
    requirement: RequirementView | None
    start_with: tuple[StartTheme, ...]

    @property
    def row(self) -> RequirementRow:
        """The line of the open requirement."""
        return next(row for row in self.rows if row.here)


def specification_page(project_id: uuid.UUID, ref: str | None = None, *, only: str = "") -> SpecificationPage:
    """The specification with one requirement open, the first where none is named. Raises `NotFound`."""
    requirements = _in_order(project_id)
    chosen = requirement_of(project_id, ref) if ref else next(iter(requirements), None)
    borne = bearings(project_id)
    rows = tuple(_row(each, borne[each.id], here=each is chosen) for each in requirements)
    return SpecificationPage(
        rows=rows,
        shown=tuple(row for row in rows if only.casefold() in f"{row.ref} {row.title}".casefold()),
        only=only,
        requirement=_view(project_id, chosen, borne[chosen.id], requirements) if chosen else None,
        start_with=() if rows else _start_with(project_id),
    )


def requirement_list(project_id: uuid.UUID, *, only: str = "") -> SpecificationPage:
    """The list alone, for its own page."""
    borne = bearings(project_id)
    rows = tuple(_row(each, borne[each.id], here=False) for each in _in_order(project_id))
    shown = tuple(row for row in rows if only.casefold() in f"{row.ref} {row.title}".casefold())
    return SpecificationPage(rows=rows, shown=shown, only=only, requirement=None, start_with=())


def _in_order(project_id: uuid.UUID) -> Sequence[Requirement]:
    return db.session.scalars(
        select(Requirement).where(Requirement.project_id == project_id).order_by(Requirement.position, Requirement.ref)
    ).all()


def _row(requirement: Requirement, bearing: Bearing, *, here: bool) -> RequirementRow:
    return RequirementRow(
        ref=requirement.ref,
        title=requirement.title,
        strength=bearing.strength,
        council=bool(requirement.council_reason),
        dropped=requirement.status is RequirementStatus.DROPPED,
        here=here,
    )


def _view(
    project_id: uuid.UUID, requirement: Requirement, bearing: Bearing, order: Sequence[Requirement]
) -> RequirementView:
    return RequirementView(
        ref=requirement.ref,
        version=requirement.version,
        title=requirement.title,
        statement=requirement.statement,
        measure=requirement.measure,
        type=requirement.type,
        moscow=requirement.moscow,
        origin=requirement.origin,
        owner=requirement.owner,
        status=requirement.status,
        status_reason=requirement.status_reason,
        council_reason=requirement.council_reason,
        lots=_lots(project_id, requirement.lot_numbers),
        kpi=requirement.kpi,
        outcome=requirement.outcome,
        rationale=requirement.rationale,
        equality_note=requirement.equality_note,
        updated_at=requirement.updated_at,
        locked=requirement.status in LOCKED,
        first=order[0] is requirement,
        last=order[-1] is requirement,
        bearing=bearing,
        linked=linked_to(project_id, requirement.id),
        remarks=remarks_on(requirement, bearing),
    )


def remarks_on(requirement: Requirement, bearing: Bearing) -> tuple[Remark, ...]:
    """What to look at again in a requirement (`domain.md` d3)."""
    return lint(
        requirement.statement,
        moscow=requirement.moscow,
        measure=requirement.measure,
        kpi=requirement.kpi,
        evidence_people=bearing.strength.people,
        evidence_methods=len(bearing.ways),
        origin=requirement.origin,
    )


def _lots(project_id: uuid.UUID, numbers: Sequence[int]) -> tuple[str, ...]:
    if not numbers:
        return ()
    rows = db.session.execute(
        select(Lot.number, Lot.title).where(Lot.project_id == project_id, Lot.number.in_(numbers)).order_by(Lot.number)
    )
    return tuple(f"L{number} {title}" for number, title in rows)


def _start_with(project_id: uuid.UUID) -> tuple[StartTheme, ...]:
    tallies = theme_tallies(project_id)
    themes = db.session.scalars(
        select(Theme)
        .join(Codebook, Codebook.id == Theme.codebook_id)
        .where(Codebook.project_id == project_id, Theme.housekeeping.is_(False))
        .order_by(Theme.position, Theme.ref)
    )
    return tuple(StartTheme(ref=theme.ref, title=theme.title, people=tallies.of(theme.id).people) for theme in themes)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditPage:
    """What the page of all fields needs beside the form."""

    ref: str
    version: int
    values: Mapping[str, Any]
    locked: bool
    lots: tuple[tuple[int, str], ...]

    def unlike(self, draft: RequirementDraft) -> tuple[tuple[str, str], ...]:
        """The fields in which what is stored differs from a draft, each with what is stored, as text."""
        stored = {name: plain(value) for name, value in self.values.items()}
        typed = {name: plain(getattr(draft, name)) for name in FIELDS}
        return tuple((name, _text(stored[name])) for name in differences(stored, typed))


def edit_page(project_id: uuid.UUID, ref: str) -> EditPage:
    """Every field of one requirement. Raises `NotFound`."""
    requirement = requirement_of(project_id, ref)
    return EditPage(
        ref=ref,
        version=requirement.version,
        values={name: getattr(requirement, name) for name in FIELDS},
        locked=requirement.status in LOCKED,
        lots=lots_of(project_id),
    )


def _text(value: Any) -> str:
    return ", ".join(str(each) for each in value) if isinstance(value, list) else str(value or "")


def lots_of(project_id: uuid.UUID) -> tuple[tuple[int, str], ...]:
    """The lots of the project by number."""
    rows = db.session.execute(select(Lot.number, Lot.title).where(Lot.project_id == project_id).order_by(Lot.number))
    return tuple((number, title) for number, title in rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """How a requirement read at one version, and which fields changed with it."""

    number: int
    at: datetime
    by: str
    title: str
    statement: str
    measure: str
    status: RequirementStatus
    status_reason: str
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPage:
    """All versions of one requirement, the newest first."""

    ref: str
    title: str
    versions: tuple[VersionLine, ...]


def history_page(project_id: uuid.UUID, ref: str) -> HistoryPage:
    """How one requirement came to read as it does. Raises `NotFound`."""
    requirement = requirement_of(project_id, ref)
    rows = db.session.execute(
        select(RequirementVersion, Person.name)
        .outerjoin(Person, Person.id == RequirementVersion.by_id)
        .where(RequirementVersion.requirement_id == requirement.id)
        .order_by(RequirementVersion.number)
    ).all()
    lines = []
    before: Mapping[str, Any] = {}
    for version, name in rows:
        held = version.fields
        lines.append(
            VersionLine(
                number=version.number,
                at=version.at,
                by=name or "",
                title=held.get("title", ""),
                statement=held.get("statement", ""),
                measure=held.get("measure", ""),
                status=RequirementStatus(held.get("status", RequirementStatus.DRAFT)),
                status_reason=held.get("status_reason", ""),
                changed=tuple(differences(before, held)) if before else (),
            )
        )
        before = held
    return HistoryPage(ref=ref, title=requirement.title, versions=tuple(reversed(lines)))


__all__ = [
    "Finder",
    "Piece",
    "SpecificationPage",
    "Trace",
    "decision_choices",
    "decision_fields",
    "decisions_page",
    "edit_page",
    "find",
    "history_page",
    "lots_of",
    "requirement_list",
    "specification_page",
    "trace",
]
