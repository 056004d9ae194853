"""What a commissioner has to show: money, dates, the Gunning principles, Keep it Local."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from codesign.core import commissioning as c
from codesign.core.terms import MilestoneKind as M
from codesign.core.terms import Moscow, RequirementType

LOTS = (
    c.Lot(ref="L1", annual_net=Decimal(132_000)),
    c.Lot(ref="L2", annual_net=Decimal(84_000)),
    c.Lot(ref="L3", annual_net=Decimal(48_000)),
)
TENDER = date(2026, 7, 13)
VAT = Decimal("0.20")


@pytest.mark.parametrize(
    ("annual", "net", "gross"),
    [
        (132_000, 660_000, "792000"),
        (84_000, 420_000, "504000"),
        (48_000, 240_000, "288000"),
        (264_000, 1_320_000, "1584000"),
    ],
)
def test_value_is_the_whole_term_with_extensions_and_tax(annual: int, net: int, gross: str) -> None:
    whole = c.whole_life_value(Decimal(annual), term_months=36, extension_months=24)
    assert whole == net
    assert c.gross_value(whole, VAT) == Decimal(gross)


@pytest.mark.parametrize(("amount", "shown"), [("663540", "£663,540"), ("663540.00", "£663,540"), ("1.5", "£1.50")])
def test_pounds_read_as_people_write_them(amount: str, shown: str) -> None:
    assert c.pounds(Decimal(amount)) == shown


@pytest.mark.parametrize(
    ("day", "kind", "authority", "gbp"),
    [
        (date(2025, 12, 31), c.ThresholdKind.SERVICES, c.AuthorityClass.SUB_CENTRAL, 214_904),
        (date(2026, 1, 1), c.ThresholdKind.SERVICES, c.AuthorityClass.SUB_CENTRAL, 207_720),
        (date(2026, 1, 1), c.ThresholdKind.SERVICES, c.AuthorityClass.CENTRAL, 135_018),
        (date(2026, 1, 1), c.ThresholdKind.LIGHT_TOUCH, c.AuthorityClass.CENTRAL, 663_540),
        (date(2025, 3, 1), c.ThresholdKind.WORKS, c.AuthorityClass.SUB_CENTRAL, 5_372_609),
        (date(2027, 12, 31), c.ThresholdKind.WORKS, c.AuthorityClass.SUB_CENTRAL, 5_193_000),
        (date(2028, 1, 1), c.ThresholdKind.WORKS, c.AuthorityClass.SUB_CENTRAL, None),
        (date(2024, 12, 1), c.ThresholdKind.WORKS, c.AuthorityClass.SUB_CENTRAL, None),
    ],
)
def test_the_threshold_is_the_one_of_the_day(
    day: date, kind: c.ThresholdKind, authority: c.AuthorityClass, gbp: int | None
) -> None:
    row = c.threshold_on(day, kind, authority)
    assert (row and row.gbp) == gbp


def test_thresholds_do_not_overlap() -> None:
    for row in c.THRESHOLDS:
        authority = row.authority or c.AuthorityClass.SUB_CENTRAL
        assert c.threshold_on(row.valid_from, row.kind, authority) is row
        assert row.source


@pytest.mark.parametrize(
    ("case", "lots", "months", "on", "above", "split"),
    [
        ("two of three lots alone are below", LOTS, 60, TENDER, True, ("L2", "L3")),
        ("a short term is below", LOTS, 12, TENDER, False, ()),
        ("one lot above", LOTS[:1], 60, TENDER, True, ()),
        ("every lot alone below, together above", LOTS[1:], 60, TENDER, True, ("L2", "L3")),
        ("no threshold for the day", LOTS, 60, date(2030, 1, 1), None, ()),
        ("no lots", (), 60, TENDER, False, ()),
    ],
)
def test_the_sum_of_the_lots_meets_the_threshold(
    case: str, lots: tuple[c.Lot, ...], months: int, on: date, above: bool | None, split: tuple[str, ...]
) -> None:
    check = c.threshold_check(lots, VAT, months, on=on)
    assert (check.above, check.split, check.warns) == (above, split, bool(split)), case
    assert "%(" not in str(check.sentence)


def test_the_threshold_sentence_names_the_lots() -> None:
    assert str(c.threshold_check(LOTS, VAT, 60, on=TENDER).sentence) == (
        "All lots together are worth £1,584,000 with VAT, above the threshold of £663,540. "
        "Alone these would be below it: L2, L3."
    )


def test_a_lot_over_the_cap_needs_a_reason() -> None:
    cap = Decimal(100_000)
    assert [lot.ref for lot in c.lots_over_cap(LOTS, cap)] == ["L1"]
    assert c.lots_over_cap((replace(LOTS[0], exception="Agreed by Cabinet"),), cap) == ()


DATES = {
    M.NEEDS: date(2025, 11, 1),
    M.MANDATE: date(2025, 12, 15),
    M.EQIA_PRE: date(2026, 1, 12),
    M.OPENS: date(2026, 1, 19),
    M.CLOSES: date(2026, 3, 22),
    M.WORKSHOP: date(2026, 2, 10),
    M.SPEC_DRAFT: date(2026, 5, 1),
    M.SVA_RECORD: date(2026, 5, 20),
    M.UK2: date(2025, 12, 8),
    M.THEMES_AGREED: date(2026, 4, 24),
    M.EQIA_POST: date(2026, 5, 18),
    M.PACK_FROZEN: date(2026, 5, 22),
    M.DECISION: date(2026, 6, 22),
    M.RESPONSE_PUBLISHED: date(2026, 6, 10),
    M.UK4: TENDER,
    M.TENDERS_DUE: date(2026, 9, 4),
    M.PROVIDER_NOTICE: date(2026, 12, 15),
    M.CONTRACT_END: date(2027, 3, 31),
}


def found(dates: dict[Any, date], **more: Any) -> dict[int, c.DateCheck]:
    return {check.number: check for check in c.date_checks(dates, **more)}


def test_dates_in_order_are_all_right() -> None:
    checks = found(DATES, decision_pack="a", notice_pack="a")
    assert list(checks) == list(range(1, 15))
    assert {number for number, check in checks.items() if check.status is not c.DateStatus.OK} == {13}
    assert checks[13].status is c.DateStatus.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("case", "changed", "number", "status"),
    [
        ("mandate after opening", {M.MANDATE: date(2026, 1, 20)}, 1, "block"),
        ("mandate on the day it opens", {M.MANDATE: date(2026, 1, 19)}, 1, "ok"),
        ("needs after mandate", {M.NEEDS: date(2025, 12, 16)}, 1, "block"),
        ("equality impact after opening", {M.EQIA_PRE: date(2026, 1, 20)}, 2, "block"),
        ("closes on the day it opens", {M.CLOSES: date(2026, 1, 19)}, 3, "block"),
        ("draft before residents", {M.SPEC_DRAFT: date(2026, 1, 19)}, 4, "warn"),
        ("social value after the tender notice", {M.SVA_RECORD: TENDER}, 5, "block"),
        ("engagement notice after the tender notice", {M.UK2: date(2026, 7, 14)}, 6, "block"),
        ("themes before closing", {M.THEMES_AGREED: date(2026, 3, 20)}, 7, "block"),
        ("pack after the decision", {M.PACK_FROZEN: date(2026, 6, 23)}, 7, "block"),
        ("second look before closing", {M.EQIA_POST: date(2026, 3, 1)}, 8, "block"),
        ("tender notice before the decision", {M.DECISION: date(2026, 7, 14)}, 9, "block"),
        ("response on day 84", {M.RESPONSE_PUBLISHED: date(2026, 6, 14)}, 10, "ok"),
        ("response on day 96", {M.RESPONSE_PUBLISHED: date(2026, 6, 26)}, 10, "warn"),
        ("response before closing", {M.RESPONSE_PUBLISHED: date(2026, 3, 1)}, 10, "warn"),
        ("89 days' notice", {M.PROVIDER_NOTICE: date(2027, 1, 1)}, 11, "warn"),
        ("90 days' notice", {M.PROVIDER_NOTICE: date(2026, 12, 31)}, 11, "ok"),
        ("29 days to tender", {M.TENDERS_DUE: date(2026, 8, 11)}, 14, "warn"),
    ],
)
def test_a_date_out_of_order_is_named(case: str, changed: dict[Any, date], number: int, status: str) -> None:
    check = found(DATES | changed)[number]
    assert check.status == status, case
    assert str(check.sentence).startswith("Recorded" if status == "ok" else "At risk"), case
    assert "%(" not in str(check.sentence)


@pytest.mark.parametrize(
    ("number", "gone"),
    [(1, M.NEEDS), (2, M.EQIA_PRE), (3, M.CLOSES), (4, M.SPEC_DRAFT), (5, M.SVA_RECORD), (6, M.UK2), (7, M.PACK_FROZEN),
     (8, M.EQIA_POST), (9, M.DECISION), (10, M.RESPONSE_PUBLISHED), (11, M.CONTRACT_END), (14, M.TENDERS_DUE)],
)  # fmt: skip
def test_a_missing_date_is_not_recorded(number: int, gone: M) -> None:
    check = found({kind: day for kind, day in DATES.items() if kind is not gone})[number]
    assert check.status is c.DateStatus.NOT_RECORDED
    assert str(check.sentence) == f"Not recorded: {c.milestone_name(gone)}."


def test_dates_out_of_order_are_named_even_when_one_between_is_missing() -> None:
    dates = {M.CLOSES: date(2026, 3, 22), M.DECISION: date(2026, 3, 1)}
    assert str(found(dates)[7].sentence) == (
        "At risk: “consultation closes” is 2026-03-22 and “decision” is 2026-03-01."
    )


def test_without_dates_nothing_is_recorded() -> None:
    statuses = {check.status for check in c.date_checks({})}
    assert statuses == {c.DateStatus.NOT_RECORDED, c.DateStatus.NOT_APPLICABLE}


@pytest.mark.parametrize(
    ("decision", "notice", "status"), [("a", "a", "ok"), ("a", "b", "block"), ("a", None, "not_recorded")]
)
def test_the_tender_notice_holds_the_pack_that_was_decided_on(decision: str, notice: str | None, status: str) -> None:
    assert found(DATES, decision_pack=decision, notice_pack=notice)[12].status == status


@pytest.mark.parametrize(
    ("case", "ends", "holidays", "status"),
    [
        ("eight days, a weekend between", date(2026, 5, 14), (), "ok"),
        ("seven days", date(2026, 5, 13), (), "block"),
        ("a bank holiday does not count", date(2026, 5, 14), (date(2026, 5, 6),), "block"),
        ("no end", None, (), "not_recorded"),
    ],
)
def test_standstill_counts_working_days_from_the_day_after(
    case: str, ends: date | None, holidays: tuple[date, ...], status: str
) -> None:
    dates = {c.STANDSTILL_FROM: date(2026, 5, 4)} | ({c.STANDSTILL_TO: ends} if ends else {})
    assert found(dates, provider_selection_regime=True, holidays=holidays)[13].status == status, case


CONSULTATION = c.GunningFacts(
    opens=date(2026, 1, 19),
    closes=date(2026, 3, 22),
    mandate=date(2025, 12, 15),
    open_points=3,
    decided_on=(date(2026, 6, 22),),
    tender_notice=TENDER,
    other_options=2,
    documents=4,
    blackouts=((date(2026, 3, 30), date(2026, 5, 7)),),
    late_policy=True,
    themes_agreed=date(2026, 4, 24),
    pack_frozen=date(2026, 5, 22),
    decision=date(2026, 6, 22),
    themes=10,
    themes_decided=10,
    dissent_recorded=True,
)


def test_a_well_recorded_consultation_shows_all_four_principles() -> None:
    checks = c.gunning(CONSULTATION)
    assert [check.principle for check in checks] == list(c.Principle)
    assert {check.shown for check in checks} == {c.Shown.PASS}
    assert any("63 days" in str(fact.sentence) for fact in checks[2].facts)


@pytest.mark.parametrize(
    ("case", "changed", "principle", "shown"),
    [
        ("no mandate", {"mandate": None}, "G1", "not_shown"),
        ("mandate on the opening day", {"mandate": date(2026, 1, 19)}, "G1", "at_risk"),
        ("nothing said to be open", {"open_points": 0}, "G1", "not_shown"),
        ("decided before it closed", {"decided_on": (date(2026, 3, 1),)}, "G1", "at_risk"),
        ("tender before it closed", {"tender_notice": date(2026, 3, 1)}, "G1", "at_risk"),
        ("no other option", {"other_options": 0}, "G2", "not_shown"),
        ("no other option, with a reason", {"other_options": 0, "no_other_option_reason": "Statute"}, "G2", "pass"),
        ("a document came late", {"documents_late": 1}, "G2", "at_risk"),
        ("no documents", {"documents": 0}, "G2", "not_shown"),
        ("27 days", {"closes": date(2026, 2, 14)}, "G3", "at_risk"),
        ("28 days", {"closes": date(2026, 2, 15)}, "G3", "pass"),
        (
            "28 days in August need a week more",
            {"opens": date(2026, 8, 3), "closes": date(2026, 8, 30)},
            "G3",
            "at_risk",
        ),
        ("35 days over Christmas", {"opens": date(2025, 12, 1), "closes": date(2026, 1, 4)}, "G3", "pass"),
        ("34 days over New Year", {"opens": date(2026, 1, 1), "closes": date(2026, 2, 3)}, "G3", "at_risk"),
        ("open in an election period", {"closes": date(2026, 4, 1)}, "G3", "at_risk"),
        ("no late rule", {"late_policy": False}, "G3", "not_shown"),
        ("no dates", {"opens": None}, "G3", "not_shown"),
        ("frozen after the decision", {"pack_frozen": date(2026, 6, 23)}, "G4", "at_risk"),
        ("no pack", {"pack_frozen": None}, "G4", "not_shown"),
        ("a theme without a decision", {"themes_decided": 9}, "G4", "not_shown"),
        ("no themes", {"themes": 0}, "G4", "not_shown"),
        ("no dissent recorded", {"dissent_recorded": False}, "G4", "not_shown"),
        ("read in a week", {"themes_agreed": date(2026, 3, 31)}, "G4", "at_risk"),
    ],
)
def test_what_is_missing_or_out_of_order_shows(case: str, changed: dict[str, Any], principle: str, shown: str) -> None:
    checks = {check.principle.value: check for check in c.gunning(replace(CONSULTATION, **changed))}
    assert checks[principle].shown == shown, case
    assert any(fact.shown == shown for fact in checks[principle].facts)


FACTS = c.ProjectFacts(
    on=TENDER,
    areas=("E05999901", "E05999902"),
    boundary_vintage="2021",
    population_variables=frozenset({"age", "ethnicity", "disability", "carers"}),
    social_value_questions=1,
    requirements=(
        c.RequirementFact("REQ-001", Moscow.MUST, RequirementType.ACCESS, 3),
        c.RequirementFact("REQ-002", Moscow.MUST, RequirementType.FUNCTION, 1),
        c.RequirementFact("REQ-003", Moscow.MUST, RequirementType.QUALITY, 1),
        c.RequirementFact("REQ-004", Moscow.MUST, RequirementType.QUALITY, 1),
        c.RequirementFact("REQ-013", Moscow.MUST, RequirementType.COMMUNITY_CAPACITY, 0),
    ),
    lots=LOTS[:1],
    annual_cap=Decimal(150_000),
    term_months=36,
    extension_months=24,
    first_engagement=date(2026, 1, 19),
    first_draft=date(2026, 5, 1),
    participation_level="Involve",
    level_published_on=date(2026, 1, 19),
    opens=date(2026, 1, 19),
    closes=date(2026, 3, 22),
    themes=10,
    themes_decided=10,
    response_published=date(2026, 6, 1),
    contributors_told=True,
    groups=(c.GroupFact("85 and over", 20, 14, "Link workers visited two schemes"), c.GroupFact("carers", 40, 49)),
)
IDS = ["P1.1", "P1.2", "P2.2", "P3.3", "P4.1", "P4.2", "P4.3", "P4.4", "P5.1", "P5.2", "P5.4", "P5.5", "P5.6", "P5.7"]


def test_a_well_recorded_project_meets_every_automatic_check() -> None:
    results = c.keep_it_local(FACTS)
    assert [result.id for result in results] == IDS
    assert {result.id for result in results if result.status is not c.CheckStatus.MET} == set()


@pytest.mark.parametrize(
    ("case", "changed", "check", "status", "value"),
    [
        ("no place", {"areas": ()}, "P1.1", "not_met", "Not recorded."),
        ("only the district", {"areas": ("E08999999",)}, "P1.1", "partly_met",
         "Areas: 1, of them wards or smaller: 0."),
        ("no boundary year", {"boundary_vintage": ""}, "P1.1", "partly_met",
         "Areas: 2, of them wards or smaller: 2."),
        ("no profile", {"population_variables": frozenset()}, "P1.2", "not_met", "Not recorded."),
        ("half a profile", {"population_variables": frozenset({"age"})}, "P1.2", "partly_met", "Recorded: age."),
        ("not asked", {"social_value_questions": 0}, "P2.2", "not_met", "Questions or activities that asked: 0."),
        ("no specification yet", {"requirements": ()}, "P3.3", "not_assessed", "Not recorded."),
        ("no capacity clause", {"requirements": FACTS.requirements[:4]}, "P3.3", "not_met", "Not recorded."),
        ("no cap", {"annual_cap": None}, "P4.1", "not_met", "Not recorded."),
        ("no cap to hold lots against", {"annual_cap": None}, "P4.2", "not_assessed", "Not recorded."),
        ("one lot over the cap", {"lots": LOTS, "annual_cap": Decimal(100_000)}, "P4.2", "partly_met", "2 of 3."),
        ("no lots, no reason", {"lots": ()}, "P4.3", "not_met", "Not recorded."),
        ("no lots, with a reason", {"lots": (), "no_lots_reason": "Too small"}, "P4.3", "met",
         "No lots, with a reason."),
        ("no value known", {"term_months": 0, "extension_months": 0}, "P4.4", "not_assessed", "Not recorded."),
        ("draft before residents", {"first_draft": date(2026, 1, 19)}, "P5.1", "not_met",
         "First engagement 2026-01-19, first draft 2026-01-19."),
        ("nothing drafted", {"first_draft": None}, "P5.1", "not_assessed", "Not recorded."),
        ("no promise", {"participation_level": ""}, "P5.2", "not_met", "Not recorded."),
        ("a late promise", {"level_published_on": date(2026, 1, 20)}, "P5.2", "partly_met", "Recorded: Involve."),
        ("no musts", {"requirements": ()}, "P5.4", "not_assessed", "Not recorded."),
        ("few musts backed", {"requirements": FACTS.requirements[3:]}, "P5.4", "partly_met", "1 of 2."),
        ("no must backed", {"requirements": FACTS.requirements[4:]}, "P5.4", "not_met", "0 of 1."),
        ("a theme open", {"themes_decided": 9}, "P5.5", "partly_met", "9 of 10."),
        ("no themes", {"themes": 0, "themes_decided": 0}, "P5.5", "not_assessed", "Not recorded."),
        ("late reply", {"response_published": date(2026, 6, 26)}, "P5.6", "partly_met",
         "Published 96 days after closing."),
        ("not told", {"contributors_told": False}, "P5.6", "partly_met", "Published 71 days after closing."),
        ("no reply", {"response_published": None}, "P5.6", "not_met",
         "At risk: nothing published 113 days after closing."),
        ("reply not due", {"response_published": None, "on": date(2026, 4, 1)}, "P5.6", "not_assessed", "Not due yet."),
        ("one group short", {"groups": (c.GroupFact("a", 9, 3), c.GroupFact("b", 1, 1))}, "P5.7", "partly_met",
         "1 of 2."),
        ("no groups planned", {"groups": ()}, "P5.7", "not_assessed", "Not recorded."),
    ],
)  # fmt: skip
def test_a_check_says_what_is_recorded(case: str, changed: dict[str, Any], check: str, status: str, value: str) -> None:
    results = {result.id: result for result in c.keep_it_local(replace(FACTS, **changed))}
    assert (results[check].status, str(results[check].value)) == (status, value), case


def test_lots_cut_below_a_threshold_are_pointed_out() -> None:
    results = {result.id: result for result in c.keep_it_local(replace(FACTS, lots=LOTS))}
    assert results["P4.4"].status is c.CheckStatus.PARTLY_MET
    assert "L2, L3" in str(results["P4.4"].value)


def test_an_empty_project_is_mostly_not_assessed_and_never_an_error() -> None:
    results = c.keep_it_local(c.ProjectFacts(on=TENDER))
    assert [result.id for result in results] == IDS
    assert {result.status for result in results} == {c.CheckStatus.NOT_MET, c.CheckStatus.NOT_ASSESSED}


def test_no_sentence_claims_the_law_is_met() -> None:
    said = [str(words) for check in c.date_checks(DATES) for words in (check.rule, check.sentence)]
    said += [str(words) for check in c.keep_it_local(FACTS) for words in (check.rule, check.value, check.threshold)]
    said += [str(fact.sentence) for check in c.gunning(CONSULTATION) for fact in check.facts]
    assert not any(word in sentence.lower() for sentence in said for word in ("compliant", "lawful", "legal"))
