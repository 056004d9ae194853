"""Whether the dates of a commission are in an order that can be defended, and the four Gunning principles."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Final

from codesign.core.terms import MilestoneKind as M
from codesign.core.words import N_, Sentence

RESPONSE_DAYS: Final = 84
PROVIDER_NOTICE_DAYS: Final = 90
STANDSTILL_WORKING_DAYS: Final = 8
TENDER_DAYS: Final = 30

STANDSTILL_FROM: Final = "standstill_from"
STANDSTILL_TO: Final = "standstill_to"
FIRST_ENGAGEMENT: Final = "first_engagement"
PROCUREMENT_START: Final = "procurement_start"


class DateStatus(StrEnum):
    """What a date rule finds."""

    OK = "ok"
    WARN = "warn"
    BLOCK = "block"
    NOT_RECORDED = "not_recorded"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True, kw_only=True)
class DateCheck:
    """One of the 14 rules of `domain.md` b5: what it asks, what it finds, and in a sentence why."""

    number: int
    rule: Sentence
    status: DateStatus
    sentence: Sentence


_NAMES: Final[Mapping[str, str]] = {
    M.NEEDS: N_("needs assessment"),
    M.MANDATE: N_("mandate"),
    M.OPENS: N_("consultation opens"),
    M.CLOSES: N_("consultation closes"),
    M.EQIA_PRE: N_("equality impact before opening"),
    M.EQIA_POST: N_("equality impact after closing"),
    FIRST_ENGAGEMENT: N_("first engagement with residents"),
    M.SPEC_DRAFT: N_("first draft of the specification"),
    M.SVA_RECORD: N_("social value record"),
    PROCUREMENT_START: N_("procurement starts"),
    M.UK2: N_("preliminary market engagement notice (UK2)"),
    M.UK4: N_("tender notice (UK4)"),
    M.THEMES_AGREED: N_("themes agreed"),
    M.PACK_FROZEN: N_("pack frozen"),
    M.DECISION: N_("decision"),
    M.RESPONSE_PUBLISHED: N_("response published"),
    M.PROVIDER_NOTICE: N_("notice to the current provider"),
    M.CONTRACT_END: N_("current contract ends"),
    M.TENDERS_DUE: N_("tenders due"),
    STANDSTILL_FROM: N_("standstill notice"),
    STANDSTILL_TO: N_("standstill ends"),
}


def milestone_name(kind: str) -> str:
    """The English message id of a date's name."""
    return _NAMES.get(kind, str(kind))


@dataclass(frozen=True, slots=True)
class _Order:
    """Dates that must come one after the other; `strict`: not on the same day."""

    number: int
    rule: str
    kinds: tuple[str, ...]
    strict: bool
    broken: DateStatus


@dataclass(frozen=True, slots=True)
class _Distance:
    """Days that must lie between two dates: at least, or at most."""

    number: int
    rule: str
    kinds: tuple[str, str]
    days: int
    at_least: bool


_B, _W = DateStatus.BLOCK, DateStatus.WARN
_ORDERS: Final = (
    _Order(1, N_("Needs, then mandate, then opening."), (M.NEEDS, M.MANDATE, M.OPENS), False, _B),
    _Order(2, N_("Equality impact is looked at before opening."), (M.EQIA_PRE, M.OPENS), False, _B),
    _Order(3, N_("Opening comes before closing."), (M.OPENS, M.CLOSES), True, _B),
    _Order(4, N_("Residents come before the first draft."), (FIRST_ENGAGEMENT, M.SPEC_DRAFT), True, _W),
    _Order(5, N_("Social value is thought about before procurement."), (M.SVA_RECORD, PROCUREMENT_START), True, _B),
    _Order(6, N_("The engagement notice comes before the tender notice."), (M.UK2, M.UK4), True, _B),
    _Order(
        7,
        N_("Closing, then themes, then the frozen pack, then the decision."),
        (M.CLOSES, M.THEMES_AGREED, M.PACK_FROZEN, M.DECISION),
        True,
        _B,
    ),
    _Order(
        8,
        N_("Equality impact is looked at again between closing and decision."),
        (M.CLOSES, M.EQIA_POST, M.DECISION),
        False,
        _B,
    ),
    _Order(9, N_("The decision comes before the tender notice."), (M.DECISION, M.UK4), True, _B),
)


def date_checks(
    dates: Mapping[str, date] | Mapping[M, date],
    *,
    decision_pack: str | None = None,
    notice_pack: str | None = None,
    provider_selection_regime: bool = False,
    tender_days: int = TENDER_DAYS,
    holidays: Collection[date] = (),
) -> tuple[DateCheck, ...]:
    """The 14 date rules of `domain.md` b5, in order. Keys are `MilestoneKind` values, or the four constants above.

    `decision_pack` and `notice_pack` are the digests of the pack that was decided on and the one in the tender notice.
    """
    known = _with_derived(dates)
    checks = [_in_order(order, known) for order in _ORDERS]
    distances = (
        _Distance(10, N_("The response comes within 84 days."), (M.CLOSES, M.RESPONSE_PUBLISHED), RESPONSE_DAYS, False),
        _Distance(
            11,
            N_("The current provider has 90 days' notice."),
            (M.PROVIDER_NOTICE, M.CONTRACT_END),
            PROVIDER_NOTICE_DAYS,
            True,
        ),
        _Distance(14, N_("Bidders have enough days."), (M.UK4, M.TENDERS_DUE), tender_days, True),
    )
    checks += [_apart(distance, known) for distance in distances]
    checks.append(_same_pack(decision_pack, notice_pack))
    checks.append(_standstill(known, provider_selection_regime, holidays))
    return tuple(sorted(checks, key=lambda check: check.number))


def working_days(after: date, until: date, holidays: Collection[date] = ()) -> int:
    """Working days from the day after `after` up to and with `until`: Monday to Friday without `holidays`."""
    days = (after + timedelta(days=step) for step in range(1, (until - after).days + 1))
    return sum(day.weekday() < 5 and day not in holidays for day in days)


def _with_derived(dates: Mapping[str, date] | Mapping[M, date]) -> Mapping[str, date]:
    known = {str(kind): day for kind, day in dates.items()}
    engaged = [known[kind] for kind in (M.OPENS, M.WORKSHOP) if kind in known]
    if engaged:
        known.setdefault(FIRST_ENGAGEMENT, min(engaged))
    if M.UK4 in known:
        known.setdefault(PROCUREMENT_START, known[M.UK4])
    return known


def _in_order(order: _Order, known: Mapping[str, date]) -> DateCheck:
    rule = Sentence(order.rule)
    present = [kind for kind in order.kinds if kind in known]
    for first, second in pairwise(present):
        if known[first] > known[second] or (order.strict and known[first] == known[second]):
            message = N_("At risk: “%(first)s” is %(first_day)s and “%(second)s” is %(second_day)s.")
            words = Sentence(message, _pair(first, second, known))
            return DateCheck(number=order.number, rule=rule, status=order.broken, sentence=words)
    missing = [kind for kind in order.kinds if kind not in known]
    if missing:
        return DateCheck(number=order.number, rule=rule, status=DateStatus.NOT_RECORDED, sentence=_missing(missing))
    words = Sentence(N_("Recorded, and in order."))
    return DateCheck(number=order.number, rule=rule, status=DateStatus.OK, sentence=words)


def _apart(distance: _Distance, known: Mapping[str, date]) -> DateCheck:
    rule = Sentence(distance.rule)
    missing = [kind for kind in distance.kinds if kind not in known]
    if missing:
        return DateCheck(number=distance.number, rule=rule, status=DateStatus.NOT_RECORDED, sentence=_missing(missing))
    first, second = distance.kinds
    days = (known[second] - known[first]).days
    values = {**_pair(first, second, known), "days": days, "wanted": distance.days}
    good = days >= distance.days if distance.at_least else 0 <= days <= distance.days
    if good:
        message = N_("Recorded: %(days)s days between “%(first)s” and “%(second)s”.")
    elif distance.at_least:
        message = N_("At risk: %(days)s days between “%(first)s” and “%(second)s”. The rule is %(wanted)s or more.")
    else:
        message = N_("At risk: %(days)s days between “%(first)s” and “%(second)s”. The rule is %(wanted)s or fewer.")
    status = DateStatus.OK if good else DateStatus.WARN
    return DateCheck(number=distance.number, rule=rule, status=status, sentence=Sentence(message, values))


def _same_pack(decision_pack: str | None, notice_pack: str | None) -> DateCheck:
    rule = Sentence(N_("The tender notice holds the pack that was decided on."))
    if not decision_pack or not notice_pack:
        words = Sentence(N_("Not recorded: which pack was decided on, and which is in the tender notice."))
        return DateCheck(number=12, rule=rule, status=DateStatus.NOT_RECORDED, sentence=words)
    if decision_pack == notice_pack:
        words = Sentence(N_("Recorded: it is the same pack."))
        return DateCheck(number=12, rule=rule, status=DateStatus.OK, sentence=words)
    words = Sentence(N_("At risk: the two packs differ."))
    return DateCheck(number=12, rule=rule, status=DateStatus.BLOCK, sentence=words)


def _standstill(known: Mapping[str, date], regime: bool, holidays: Collection[date]) -> DateCheck:
    rule = Sentence(N_("Standstill under the Provider Selection Regime is 8 working days."))
    if not regime:
        words = Sentence(N_("Not needed: this is not bought under the Provider Selection Regime."))
        return DateCheck(number=13, rule=rule, status=DateStatus.NOT_APPLICABLE, sentence=words)
    missing = [kind for kind in (STANDSTILL_FROM, STANDSTILL_TO) if kind not in known]
    if missing:
        return DateCheck(number=13, rule=rule, status=DateStatus.NOT_RECORDED, sentence=_missing(missing))
    days = working_days(known[STANDSTILL_FROM], known[STANDSTILL_TO], holidays)
    if days >= STANDSTILL_WORKING_DAYS:
        words = Sentence(N_("Recorded: %(days)s working days."), {"days": days})
        return DateCheck(number=13, rule=rule, status=DateStatus.OK, sentence=words)
    words = Sentence(N_("At risk: only %(days)s working days."), {"days": days})
    return DateCheck(number=13, rule=rule, status=DateStatus.BLOCK, sentence=words)


def _pair(first: str, second: str, known: Mapping[str, date]) -> dict[str, str | int]:
    return {
        "first": milestone_name(first),
        "first_day": known[first].isoformat(),
        "second": milestone_name(second),
        "second_day": known[second].isoformat(),
    }


def _missing(kinds: Collection[str]) -> Sentence:
    return Sentence(N_("Not recorded: %(names)s."), {"names": ", ".join(map(milestone_name, kinds))})
