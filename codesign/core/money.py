"""Money of a commission: what it is worth, which side of a threshold it is on, and lots that stay small."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Final

from codesign.core.words import N_, Sentence


class ThresholdKind(StrEnum):
    """What is bought, as the thresholds tell it apart."""

    SERVICES = "services"
    LIGHT_TOUCH = "light_touch"
    WORKS = "works"


class AuthorityClass(StrEnum):
    """Who buys. Councils are sub-central; NHS trusts are central."""

    CENTRAL = "central"
    SUB_CENTRAL = "sub_central"


@dataclass(frozen=True, slots=True)
class Threshold:
    """From this value in pounds, VAT included, the full rules apply; `authority` None: to everyone."""

    kind: ThresholdKind
    authority: AuthorityClass | None
    gbp: Decimal
    valid_from: date
    valid_to: date
    source: str


_SOURCE: Final = "Procurement Act 2023, Schedule 1, as amended; Procurement Policy Note 023"
_FIRST, _SECOND = (date(2025, 2, 24), date(2025, 12, 31)), (date(2026, 1, 1), date(2027, 12, 31))

THRESHOLDS: Final[tuple[Threshold, ...]] = tuple(
    Threshold(kind, authority, Decimal(gbp), *years, _SOURCE)
    for years, kind, authority, gbp in (
        (_FIRST, ThresholdKind.SERVICES, AuthorityClass.CENTRAL, 139_688),
        (_FIRST, ThresholdKind.SERVICES, AuthorityClass.SUB_CENTRAL, 214_904),
        (_FIRST, ThresholdKind.LIGHT_TOUCH, None, 663_540),
        (_FIRST, ThresholdKind.WORKS, None, 5_372_609),
        (_SECOND, ThresholdKind.SERVICES, AuthorityClass.CENTRAL, 135_018),
        (_SECOND, ThresholdKind.SERVICES, AuthorityClass.SUB_CENTRAL, 207_720),
        (_SECOND, ThresholdKind.LIGHT_TOUCH, None, 663_540),
        (_SECOND, ThresholdKind.WORKS, None, 5_193_000),
    )
)
"""`domain.md` b1. The figures are looked at again every two years, so the last rows end in 2027."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """A part of a contract that can be won on its own: `annual_net` pounds a year without VAT."""

    ref: str
    annual_net: Decimal
    exception: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdCheck:
    """The value of all lots together against the threshold; `split` names lots that alone would stay below it."""

    gross: Decimal
    threshold: Threshold | None
    above: bool | None
    split: tuple[str, ...]
    sentence: Sentence

    @property
    def warns(self) -> bool:
        """Whether a lot alone is below the threshold and all of them are not (`domain.md` P4.4)."""
        return bool(self.split)


def whole_life_value(annual: Decimal, *, term_months: int, extension_months: int = 0) -> Decimal:
    """Pounds over the whole term and every extension, to the penny."""
    return _pennies(annual * (term_months + extension_months) / 12)


def gross_value(net: Decimal, vat_rate: Decimal) -> Decimal:
    """Pounds with VAT, to the penny; `vat_rate` is a fraction, 0.20."""
    return _pennies(net * (1 + vat_rate))


def pounds(amount: Decimal) -> str:
    """An amount as people read it: "£663,540", pence only where there are some."""
    whole = amount == amount.to_integral_value()
    return f"£{amount:,.0f}" if whole else f"£{amount:,.2f}"


def threshold_on(day: date, kind: ThresholdKind, authority: AuthorityClass) -> Threshold | None:
    """The threshold on a day; None when none is recorded for it."""
    for row in THRESHOLDS:
        if row.kind is kind and row.authority in (None, authority) and row.valid_from <= day <= row.valid_to:
            return row
    return None


def threshold_check(
    lots: Sequence[Lot],
    vat: Decimal,
    months: int,
    *,
    on: date,
    kind: ThresholdKind = ThresholdKind.LIGHT_TOUCH,
    authority: AuthorityClass = AuthorityClass.SUB_CENTRAL,
) -> ThresholdCheck:
    """Hold the sum of all lots, VAT and extensions included, against the threshold of the day.

    `months` is the whole term with extensions. Lots are added up, so that cutting a contract does not take it below.
    """
    worth = {lot.ref: gross_value(whole_life_value(lot.annual_net, term_months=months), vat) for lot in lots}
    gross = sum(worth.values(), Decimal(0))
    threshold = threshold_on(on, kind, authority)
    if threshold is None:
        words = Sentence(N_("No threshold is recorded for %(day)s."), {"day": on.isoformat()})
        return ThresholdCheck(gross=gross, threshold=None, above=None, split=(), sentence=words)
    above = gross >= threshold.gbp
    split = tuple(ref for ref, value in worth.items() if above and value < threshold.gbp)
    values = {"value": pounds(gross), "threshold": pounds(threshold.gbp), "lots": ", ".join(split)}
    if split:
        message = N_(
            "All lots together are worth %(value)s with VAT, above the threshold of %(threshold)s. "
            "Alone these would be below it: %(lots)s."
        )
    elif above:
        message = N_("It is worth %(value)s with VAT, above the threshold of %(threshold)s.")
    else:
        message = N_("It is worth %(value)s with VAT, below the threshold of %(threshold)s.")
    return ThresholdCheck(
        gross=gross, threshold=threshold, above=above, split=split, sentence=Sentence(message, values)
    )


def lots_over_cap(lots: Sequence[Lot], cap: Decimal) -> tuple[Lot, ...]:
    """Lots worth more a year than the council's own cap and without a recorded exception (`domain.md` P4.2)."""
    return tuple(lot for lot in lots if lot.annual_net > cap and not lot.exception.strip())


def _pennies(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)
