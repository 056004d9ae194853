"""What staff type about a project, as typed values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from codesign.core.terms import Influence, MilestoneKind, OptionStatus, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutDraft:
    """The words residents and bidders read first."""

    name: str
    promise: str = ""
    introduction: str = ""
    place: str = ""
    service: str = ""
    who_for: str = ""
    partners: str = ""
    phone: str = ""
    phone_hours: str = ""
    paper_places: str = ""
    stage: Stage = Stage.PLAN
    limitations: str = ""
    languages: tuple[str, ...] = ("en", "cy")


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyDraft:
    """Net pounds a year, VAT in percent, months."""

    annual_value_net: Decimal | None
    vat_rate: Decimal
    term_months: int
    extension_months: int
    max_lot_value: Decimal | None
    no_lots_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LotDraft:
    """One lot, net pounds a year."""

    number: int
    title: str
    annual_value_net: Decimal
    area_codes: tuple[str, ...] = ()
    scope: str = ""
    suitable_sme: bool = False
    suitable_vcse: bool = False
    exception_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaDraft:
    """One ONS area."""

    code: str
    name: str
    kind: str = "ward"
    vintage: str = "2021"


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneDraft:
    """One date; `shown` puts it among "What happens when"."""

    kind: MilestoneKind
    title: str
    on: date
    note: str = ""
    shown: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeDraft:
    """One thing that is open, partly open or decided."""

    influence: Influence
    text: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionDraft:
    """One option considered."""

    label: str
    title: str
    status: OptionStatus
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectDraft:
    """A whole project, as the demo and tests make it."""

    about: AboutDraft
    money: MoneyDraft | None = None
    areas: tuple[AreaDraft, ...] = ()
    lots: tuple[LotDraft, ...] = ()
    milestones: tuple[MilestoneDraft, ...] = ()
    scope: tuple[ScopeDraft, ...] = ()
    options: tuple[OptionDraft, ...] = field(default=())
