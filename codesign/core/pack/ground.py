"""What a pack says before anyone speaks: the pack itself, the project, who took part, how and when."""

from dataclasses import dataclass
from datetime import date, datetime

from codesign.core.pack.figures import Comparison, Count
from codesign.core.terms import Edition, Influence, OptionStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class PackFacts:
    """The control page. `edition` is None in the stored snapshot, which nobody may print.

    `base_url` has no slash at its end; the public check page is `<base_url>/check/<first 12 of the seal>`.
    """

    ref: str
    version: int
    frozen_at: datetime
    organisation: str
    title: str
    base_url: str
    chain_head: str
    supersedes: str | None = None
    edition: Edition | None = None
    status: str = "Draft"
    disclosure_profile: str = "nhs_5"
    generator: str = "codesign"
    language: str = "en-GB"
    owner: str = ""
    contact: str = ""
    other_formats: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A place by its ONS code."""

    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """Contract value in whole pounds. `max_lot_annual` is the council's own cap."""

    annual_net: int | None = None
    whole_life_net: int | None = None
    whole_life_gross: int | None = None
    vat_percent: float | None = None
    term_months: int | None = None
    extension_months: int | None = None
    max_lot_annual: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """A part of the contract that is bid for on its own; value in whole pounds a year without VAT."""

    ref: str
    title: str
    annual_net: int | None = None
    scope: str = ""
    suitable: str = ""
    over_cap_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Openness:
    """One point of the service and how far residents could change it."""

    point: str
    influence: Influence
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionConsidered:
    """A way of doing it that was thought about, and why it stands as it does (Gunning 2)."""

    label: str
    status: OptionStatus
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectFacts:
    """What is being commissioned, for whom, where, and what was still open."""

    ref: str
    slug: str
    name: str
    promise: str = ""
    service: str = ""
    service_for: str = ""
    stage: str = ""
    regime: str = ""
    why_now: str = ""
    current_contract: str = ""
    areas: tuple[Area, ...] = ()
    money: Money = Money()
    lots: tuple[Lot, ...] = ()
    no_lots_reason: str = ""
    openness: tuple[Openness, ...] = ()
    options: tuple[OptionConsidered, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRow:
    """One date: what was planned and what happened."""

    label: str
    planned: date | None = None
    actual: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """One way of listening: where, when, how people were reached and how words were read."""

    ref: str
    title: str
    kind: str
    opened: date | None = None
    closed: date | None = None
    places: str = ""
    promotion: str = ""
    formats: str = ""
    sampling: str = "Self-selecting: people chose to take part."
    analysis: str = ""
    influence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Volumes:
    """Sendings in, and how many of them count."""

    received: int = 0
    duplicates: int = 0
    blank: int = 0
    withdrawn: int = 0
    late: int = 0
    campaign: int = 0
    excluded: int = 0
    valid: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation:
    """Who took part. Counts by method are never added together: one person may use several."""

    volumes: Volumes = Volumes()
    by_mode: tuple[Count, ...] = ()
    by_capacity: tuple[Count, ...] = ()
    by_area: tuple[Count, ...] = ()
    roles: tuple[Count, ...] = ()
    hours: float | None = None
    payments_total: int | None = None
    comparisons: tuple[Comparison, ...] = ()
    not_heard: tuple[str, ...] = ()
    note: str = ""
