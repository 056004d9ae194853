"""What to look at again in a draft requirement (`domain.md` d3)."""

from typing import Any

import pytest

from codesign.core.requirements import RemarkCode, has_number, lint
from codesign.core.terms import Moscow, Origin

GOOD = "The provider must offer a first-visit buddy to 95% of new joiners."
BACKED: dict[str, Any] = {"evidence_people": 12, "evidence_methods": 2}


@pytest.mark.parametrize(
    ("case", "statement", "facts", "codes"),
    [
        ("nothing to say", GOOD, {}, []),
        ("empty", "  ", {}, ["empty"]),
        ("two modal verbs", "The provider must ring in 3 days and should visit in 5.", {}, ["not_singular"]),
        ("two sentences", "The provider must ring in 3 days. They visit in 5.", {}, ["not_singular"]),
        ("and/or", "The provider must ring and/or visit in 3 days.", {}, ["and_or"]),
        ("no obligation", "The provider rings in 3 days.", {}, ["no_obligation"]),
        ("says should, marked must", "The provider should ring in 3 days.", {}, ["other_obligation"]),
        ("says must, marked should", GOOD, {"moscow": Moscow.SHOULD}, ["other_obligation"]),
        ("says will, as contracts do", "The provider will ring in 3 days.", {}, []),
        ("not now, so any verb fits", GOOD, {"moscow": Moscow.WONT_NOW}, []),
        ("weasel words", "The provider must offer timely and appropriate help in 3 days.", {}, ["weasel_word"] * 2),
        ("where possible", "The provider must reply in 3 days where possible.", {}, ["weasel_word"]),
        ("part of a word is no weasel", "The provider must fix irregularity in 3 days.", {}, []),
        ("unverifiable must", "The provider must be kind.", {}, ["unverifiable"]),
        ("a should needs no number", "The provider should be kind.", {"moscow": Moscow.SHOULD}, []),
        ("a KPI makes it checkable", "The provider must be kind.", {"kpi": "Said they felt welcome, 9 of 10"}, []),
        ("a number in its test", "The provider must be kind.", {"measure": "80% say so"}, []),
        ("a test without a number", "The provider must be kind.", {"measure": "ask people"}, ["unverifiable"]),
        ("a standard", "The provider must meet WCAG.", {}, []),
        ("names a supplier", "The provider must use Acme Cabs 5 days a week.", {"names": ["Acme Cabs", ""]},
         ["names_supplier"]),
        ("two people", GOOD, {"evidence_people": 2, "evidence_methods": 2}, ["thin_evidence"]),
        ("one method", GOOD, {"evidence_people": 9, "evidence_methods": 1}, ["one_method"]),
        ("nobody", GOOD, {"evidence_people": 0, "evidence_methods": 0}, ["thin_evidence"]),
        ("only the commissioner", GOOD, {"evidence_people": 0, "evidence_methods": 0, "origin": Origin.COMMISSIONER},
         ["commissioner_only"]),
        ("the commissioner, backed by residents", GOOD, {"origin": Origin.COMMISSIONER}, []),
    ],
)  # fmt: skip
def test_the_lint_says_what_to_look_at(case: str, statement: str, facts: dict[str, Any], codes: list[str]) -> None:
    remarks = lint(statement, **({"moscow": Moscow.MUST} | BACKED | facts))
    assert [remark.code for remark in remarks] == [RemarkCode(code) for code in codes], case
    assert all("%(" not in str(remark.words) for remark in remarks)


def test_a_remark_marks_its_place() -> None:
    statement = "The provider must give timely help in 3 days."
    (remark,) = lint(statement, moscow=Moscow.MUST, **BACKED)
    assert statement[remark.start : remark.end] == "timely"
    assert str(remark.words) == "“timely” means something else to everyone. Say how much, how often or by when."


@pytest.mark.parametrize(
    ("text", "found"),
    [("within 10 days", True), ("monthly", True), ("BS 8878", True), ("in two towns", True), ("kind and warm", False)],
)
def test_a_number_an_interval_or_a_standard_can_be_checked(text: str, found: bool) -> None:
    assert has_number(text) is found
