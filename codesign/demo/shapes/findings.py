"""The shapes of what was made of the words in a demonstration project: themes, clauses, decisions."""

from dataclasses import dataclass
from datetime import date

from codesign.core.terms import (
    EvidenceKind,
    Moscow,
    Origin,
    RequirementStatus,
    RequirementType,
    Response,
    Stance,
    ThemeStance,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """One code of the codebook."""

    ref: str
    title: str
    definition: str
    include: str
    exclude: str
    minority: bool
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """Words coded to a theme. `item` is "s012/C1-Q08", an idea or a card key; `excerpt` is in those words exactly."""

    item: str
    person: str
    theme: str
    stance: ThemeStance
    excerpt: str
    coder: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Kpi:
    """How a requirement is measured."""

    name: str
    formula: str
    unit: str
    baseline: str
    target: str
    frequency: str
    source: str
    threshold: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One clause (domain.md d3); `basis` holds sources outside the three methods, in words."""

    ref: str
    lots: tuple[str, ...]
    title: str
    statement: str
    type: RequirementType
    moscow: Moscow
    outcome: str
    measure: str
    kpi: Kpi
    acceptance: str
    rationale: str
    origin: Origin
    equality_note: str
    characteristics: tuple[str, ...]
    cost_note: str
    feasibility: str
    depends_on: tuple[str, ...]
    status: RequirementStatus
    award_criterion: str
    tender_question: str
    contract_clause: str
    owner: str
    basis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceLink:
    """What bears on a requirement. `target` is T01, I-0003, C1-Q11, W1-A7, or "s012/C1-Q08" for someone's words."""

    requirement: str
    kind: EvidenceKind
    target: str
    stance: Stance
    by: str
    on: date
    note: str = ""
    reply: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """You said, we did, or we did not because; `reason` is there unless it was accepted outright."""

    ref: str
    title: str
    themes: tuple[str, ...]
    ideas: tuple[str, ...]
    said: str
    who_said: str
    response: Response
    action: str
    reason: str
    requirements: tuple[str, ...]
    owner: str
    due_on: date | None
    decided_by: str
    decided_on: date
    published_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Attestation:
    """A check that needs a person's word (domain.md a, kind "attested"), given or still open."""

    check: str
    status: str
    statement: str
    evidence: str
    by: str
    on: date | None
