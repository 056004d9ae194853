"""The shapes of what a demonstration project is about: place, money, dates, promises."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from codesign.core.terms import Influence, MilestoneKind, OptionStatus, Role, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """The body that commissions; phone is in the range kept for fiction."""

    slug: str
    name: str
    short_name: str
    area_code: str
    phone: str
    phone_hours: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffMember:
    """One person of the team; `key` is used wherever something says who did it."""

    key: str
    name: str
    email: str
    role: Role
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A ward; `outward` is the first half of its (made-up) postcode."""

    code: str
    name: str
    kind: str
    outward: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PopulationFigure:
    """People of one category in one area, in one reference population."""

    area_code: str
    reference: str
    variable: str
    category: str
    count: int
    source: str
    table: str
    extracted_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """A part of the contract; money in pounds a year before VAT."""

    ref: str
    title: str
    annual_net_gbp: int
    scope: str
    area_codes: tuple[str, ...]
    sme: bool
    vcse: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """A date the project keeps."""

    kind: MilestoneKind
    on: date
    title: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """An organisation that meets the same people; `kind` is nhs, vcse, anchor, provider or public."""

    name: str
    kind: str
    place: str
    contact: str
    response: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Barrier:
    """What would keep a small organisation from bidding, and what was done about it."""

    kind: str
    text: str
    mitigation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionConsidered:
    """A way of doing it that was weighed, kept open or set aside with a reason."""

    label: str
    title: str
    text: str
    status: OptionStatus
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Openness:
    """One thing residents are told before they answer: what they can still change, and why not."""

    point: str
    influence: Influence
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A paper shown or relied on."""

    title: str
    kind: str
    on: date
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LandingStep:
    """One line of "What happens when"; `state` is done, now or later."""

    title: str
    line: str
    on: date
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidDid:
    """ "You said, we did" on the landing page."""

    quote: str
    who: str
    change: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """What is being commissioned, for whom, where, for how much, and what residents are promised."""

    slug: str
    ref: str
    name: str
    headline: str
    place_line: str
    service: str
    audience: str
    promise: str
    lead: str
    lead_bold: str
    help_note: str
    stage: Stage
    regime: str
    cpv: str
    annual_net_gbp: int
    whole_life_net_gbp: int
    vat_percent: int
    term_months: int
    extension_months: int
    max_lot_annual_gbp: int
    created_on: date
    areas: tuple[Area, ...]
    population: tuple[PopulationFigure, ...]
    lots: tuple[Lot, ...]
    milestones: tuple[Milestone, ...]
    options: tuple[OptionConsidered, ...]
    openness: tuple[Openness, ...]
    partners: tuple[Partner, ...]
    barriers: tuple[Barrier, ...]
    documents: tuple[Document, ...]
    steps: tuple[LandingStep, ...]
    said_did: tuple[SaidDid, ...]
    facts: Mapping[str, str]
    limits: tuple[str, ...]
