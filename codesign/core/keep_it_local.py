"""The Keep it Local checks that follow from what is recorded; the others a person has to attest (`domain.md` a)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from codesign.core.dates import RESPONSE_DAYS
from codesign.core.money import (
    AuthorityClass,
    Lot,
    ThresholdKind,
    lots_over_cap,
    pounds,
    threshold_check,
)
from codesign.core.terms import Moscow, RequirementType
from codesign.core.words import N_, Sentence


class CheckStatus(StrEnum):
    """Where a check stands. Not assessed is not the same as not met."""

    MET = "met"
    PARTLY_MET = "partly_met"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"
    NOT_ASSESSED = "not_assessed"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """One automatic check: what was found (`value`) beside what is asked for (`threshold`)."""

    id: str
    rule: Sentence
    status: CheckStatus
    value: Sentence
    threshold: Sentence


@dataclass(frozen=True, slots=True)
class RequirementFact:
    """A requirement as the checks see it: `resident_evidence` counts links to what residents said."""

    ref: str
    moscow: Moscow
    type: RequirementType
    resident_evidence: int


@dataclass(frozen=True, slots=True)
class GroupFact:
    """A group that was to be heard: how many were planned and reached, and what is said of a gap."""

    name: str
    planned: int
    reached: int
    limitation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectFacts:
    """What is recorded about a project on the day `on`. Anything left out is not recorded."""

    on: date
    areas: tuple[str, ...] = ()
    boundary_vintage: str = ""
    population_variables: frozenset[str] = frozenset()
    social_value_questions: int = 0
    requirements: tuple[RequirementFact, ...] = ()
    lots: tuple[Lot, ...] = ()
    no_lots_reason: str = ""
    annual_cap: Decimal | None = None
    vat_rate: Decimal = Decimal("0.20")
    term_months: int = 0
    extension_months: int = 0
    threshold_kind: ThresholdKind = ThresholdKind.LIGHT_TOUCH
    authority: AuthorityClass = AuthorityClass.SUB_CENTRAL
    first_engagement: date | None = None
    first_draft: date | None = None
    participation_level: str = ""
    level_published_on: date | None = None
    opens: date | None = None
    closes: date | None = None
    themes: int = 0
    themes_decided: int = 0
    response_published: date | None = None
    contributors_told: bool = False
    groups: tuple[GroupFact, ...] = ()


WANTED_PROFILE: Final = ("age", "ethnicity", "disability", "carers")
EVIDENCED_MUSTS: Final = 80
# Wards and small areas of the four nations: ONS codes start with the kind of area.
_NEIGHBOURHOOD: Final = ("E01", "E05", "W01", "W05", "S01", "S13", "N08", "N20", "N21", "95")


def keep_it_local(facts: ProjectFacts) -> tuple[CheckResult, ...]:
    """The automatic checks in the order of their ids. Thresholds are this product's defaults."""
    return tuple(_checks(facts))


def _result(check: str, rule: str, status: CheckStatus, value: Sentence, threshold: str) -> CheckResult:
    return CheckResult(id=check, rule=Sentence(rule), status=status, value=value, threshold=Sentence(threshold))


def _nothing() -> Sentence:
    return Sentence(N_("Not recorded."))


def _share(n: int, base: int) -> Sentence:
    return Sentence(N_("%(n)s of %(base)s."), {"n": n, "base": base})


def _graded(n: int, base: int) -> CheckStatus:
    if n >= base:
        return CheckStatus.MET
    return CheckStatus.PARTLY_MET if n else CheckStatus.NOT_MET


def _checks(facts: ProjectFacts) -> Iterator[CheckResult]:
    yield _places(facts)
    yield _profile(facts)
    asked = facts.social_value_questions
    yield _result(
        "P2.2",
        N_("Residents were asked what social value matters to them."),
        CheckStatus.MET if asked else CheckStatus.NOT_MET,
        Sentence(N_("Questions or activities that asked: %(count)s."), {"count": asked}),
        N_("1 or more."),
    )
    yield _capacity(facts)
    yield from _value(facts)
    yield _before_draft(facts)
    yield _promise(facts)
    yield _evidenced(facts)
    yield _answered(facts)
    yield _replied(facts)
    yield _reached(facts)


def _places(facts: ProjectFacts) -> CheckResult:
    near = sum(code.startswith(_NEIGHBOURHOOD) for code in facts.areas)
    if not facts.areas:
        status = CheckStatus.NOT_MET
    else:
        status = CheckStatus.MET if near and facts.boundary_vintage.strip() else CheckStatus.PARTLY_MET
    value = Sentence(
        N_("Areas: %(count)s, of them wards or smaller: %(near)s."), {"count": len(facts.areas), "near": near}
    )
    threshold = N_("1 ward or smaller area, with the year of its boundary.")
    return _result("P1.1", N_("The places are named."), status, value if facts.areas else _nothing(), threshold)


def _profile(facts: ProjectFacts) -> CheckResult:
    there = [name for name in WANTED_PROFILE if name in facts.population_variables]
    value = Sentence(N_("Recorded: %(names)s."), {"names": ", ".join(there)}) if there else _nothing()
    status = _graded(len(there), len(WANTED_PROFILE))
    return _result(
        "P1.2", N_("There is a profile of who lives here."), status, value, N_("Age, ethnicity, disability, carers.")
    )


def _capacity(facts: ProjectFacts) -> CheckResult:
    tagged = [each for each in facts.requirements if each.type is RequirementType.COMMUNITY_CAPACITY]
    firm = [each for each in tagged if each.moscow in (Moscow.MUST, Moscow.SHOULD)]
    if not facts.requirements:
        status = CheckStatus.NOT_ASSESSED
    elif firm:
        status = CheckStatus.MET
    else:
        status = CheckStatus.PARTLY_MET if tagged else CheckStatus.NOT_MET
    names = ", ".join(each.ref for each in firm or tagged)
    value = Sentence(N_("Recorded: %(names)s."), {"names": names}) if names else _nothing()
    return _result("P3.3", N_("The specification builds community capacity."), status, value, N_("1 must or should."))


def _value(facts: ProjectFacts) -> Iterator[CheckResult]:
    cap = facts.annual_cap
    yield _result(
        "P4.1",
        N_("The council states the most a lot may be worth."),
        CheckStatus.MET if cap is not None else CheckStatus.NOT_MET,
        Sentence(N_("%(cap)s a year."), {"cap": pounds(cap)}) if cap is not None else _nothing(),
        N_("A stated cap."),
    )
    rule, threshold = N_("Each lot is within the cap."), N_("All lots, or an exception with a reason.")
    if cap is None or not facts.lots:
        yield _result("P4.2", rule, CheckStatus.NOT_ASSESSED, _nothing(), threshold)
    else:
        within = len(facts.lots) - len(lots_over_cap(facts.lots, cap))
        yield _result("P4.2", rule, _graded(within, len(facts.lots)), _share(within, len(facts.lots)), threshold)
    if facts.lots:
        value = Sentence(N_("Lots: %(count)s."), {"count": len(facts.lots)})
    else:
        value = Sentence(N_("No lots, with a reason.")) if facts.no_lots_reason.strip() else _nothing()
    recorded = bool(facts.lots or facts.no_lots_reason.strip())
    status = CheckStatus.MET if recorded else CheckStatus.NOT_MET
    yield _result("P4.3", N_("Lots were thought about."), status, value, N_("Lots, or the reason for none."))
    yield _split(facts)


def _split(facts: ProjectFacts) -> CheckResult:
    rule, threshold = N_("Lots are not cut to stay below a threshold."), N_("The sum of all lots decides.")
    months = facts.term_months + facts.extension_months
    if not facts.lots or months <= 0:
        return _result("P4.4", rule, CheckStatus.NOT_ASSESSED, _nothing(), threshold)
    check = threshold_check(
        facts.lots, facts.vat_rate, months, on=facts.on, kind=facts.threshold_kind, authority=facts.authority
    )
    if check.threshold is None:
        return _result("P4.4", rule, CheckStatus.NOT_ASSESSED, check.sentence, threshold)
    # A warning, not a fault: the lots may be small for good reasons as long as the sum sets the procedure.
    status = CheckStatus.PARTLY_MET if check.warns else CheckStatus.MET
    return _result("P4.4", rule, status, check.sentence, threshold)


def _before_draft(facts: ProjectFacts) -> CheckResult:
    rule, threshold = N_("Residents were asked before the first draft."), N_("First engagement before the first draft.")
    if facts.first_engagement is None or facts.first_draft is None:
        return _result("P5.1", rule, CheckStatus.NOT_ASSESSED, _nothing(), threshold)
    status = CheckStatus.MET if facts.first_engagement < facts.first_draft else CheckStatus.NOT_MET
    days = {"first": facts.first_engagement.isoformat(), "draft": facts.first_draft.isoformat()}
    return _result(
        "P5.1", rule, status, Sentence(N_("First engagement %(first)s, first draft %(draft)s."), days), threshold
    )


def _promise(facts: ProjectFacts) -> CheckResult:
    rule, threshold = N_("People were told how far they can shape this."), N_("Published by the day it opens.")
    if not facts.participation_level.strip():
        return _result("P5.2", rule, CheckStatus.NOT_MET, _nothing(), threshold)
    value = Sentence(N_("Recorded: %(names)s."), {"names": facts.participation_level})
    in_time = facts.level_published_on and facts.opens and facts.level_published_on <= facts.opens
    return _result("P5.2", rule, CheckStatus.MET if in_time else CheckStatus.PARTLY_MET, value, threshold)


def _evidenced(facts: ProjectFacts) -> CheckResult:
    rule, threshold = N_("What a provider must do comes from residents."), N_("4 of every 5 musts, or more.")
    musts = [each for each in facts.requirements if each.moscow is Moscow.MUST]
    if not musts:
        return _result("P5.4", rule, CheckStatus.NOT_ASSESSED, _nothing(), threshold)
    backed = sum(each.resident_evidence > 0 for each in musts)
    enough = 100 * backed >= EVIDENCED_MUSTS * len(musts)
    status = CheckStatus.MET if enough else _graded(backed, len(musts))
    return _result("P5.4", rule, status, _share(backed, len(musts)), threshold)


def _answered(facts: ProjectFacts) -> CheckResult:
    rule, threshold = N_("Each theme has a decision and a reason."), N_("All themes.")
    if not facts.themes:
        return _result("P5.5", rule, CheckStatus.NOT_ASSESSED, _nothing(), threshold)
    status = _graded(facts.themes_decided, facts.themes)
    return _result("P5.5", rule, status, _share(facts.themes_decided, facts.themes), threshold)


def _replied(facts: ProjectFacts) -> CheckResult:
    rule, threshold = N_("People heard back."), N_("Published within 84 days, and people told.")
    if facts.closes is None:
        return _result("P5.6", rule, CheckStatus.NOT_ASSESSED, _nothing(), threshold)
    if facts.response_published is None:
        days = (facts.on - facts.closes).days
        if days <= RESPONSE_DAYS:
            return _result("P5.6", rule, CheckStatus.NOT_ASSESSED, Sentence(N_("Not due yet.")), threshold)
        value = Sentence(N_("At risk: nothing published %(days)s days after closing."), {"days": days})
        return _result("P5.6", rule, CheckStatus.NOT_MET, value, threshold)
    days = (facts.response_published - facts.closes).days
    status = CheckStatus.MET if days <= RESPONSE_DAYS and facts.contributors_told else CheckStatus.PARTLY_MET
    value = Sentence(N_("Published %(days)s days after closing."), {"days": days})
    return _result("P5.6", rule, status, value, threshold)


def _reached(facts: ProjectFacts) -> CheckResult:
    rule, threshold = N_("The groups we set out to hear were heard."), N_("Each group as planned, or a limit stated.")
    if not facts.groups:
        return _result("P5.7", rule, CheckStatus.NOT_ASSESSED, _nothing(), threshold)
    good = sum(group.reached >= group.planned or bool(group.limitation.strip()) for group in facts.groups)
    return _result("P5.7", rule, _graded(good, len(facts.groups)), _share(good, len(facts.groups)), threshold)
