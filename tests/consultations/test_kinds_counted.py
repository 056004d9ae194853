"""Every kind from the question page to the results: sent, read back the same, and counted with its base."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import select

from codesign.consultations.results import results
from codesign.consultations.taking_in import given_in
from codesign.core.terms import Role
from codesign.extensions import db
from codesign.models import Answer, AnswerChoice, Consultation, Project, Submission
from codesign.packs.gather import gather
from tests.browser import Browser, Page
from tests.consultations.all_kinds import everything
from tests.consultations.asking import address, begin, go_on, send
from tests.make import NOW, make_person, sign_in


def answered(browser: Browser, consultation: Consultation, first: str = "60") -> Page:
    """Walk through all questions and send."""
    page = go_on(browser, begin(browser, consultation))
    page = go_on(browser, page, day="5", month="march", year="2026")
    page = go_on(browser, page, c3="1", c1="2")
    page = go_on(browser, page, r1="c1", r2="c2")
    page = go_on(browser, page, c1=first, c2=str(100 - int(first)))
    page = go_on(browser, page, answer="c2")
    return send(browser, page)


def test_answers_of_every_kind_are_kept_in_rows_and_read_back_the_same(browser: Browser) -> None:
    consultation = everything()
    assert answered(browser, consultation).status == 303
    db.session.rollback()
    given = {ref: one for ref, (_asked, one) in given_in(db.session.scalars(select(Submission)).one()).items()}
    assert "Q1" not in given, "a page that only tells takes no answer"
    assert given["Q2"].parts == {"day": "5", "month": "3", "year": "2026"}
    assert given["Q3"].values == ("c3", "c1")
    assert given["Q4"].parts == {"r1": "c1", "r2": "c2"}
    assert given["Q5"].parts == {"c1": "60", "c2": "40"}
    assert given["Q6"].values == ("c2",)
    amounts = db.session.scalars(select(AnswerChoice.amount).where(AnswerChoice.amount.is_not(None)))
    assert sorted(amount for amount in amounts if amount is not None) == [Decimal(40), Decimal(60)]


def test_answers_of_every_kind_are_counted_with_their_bases(app: Any, staff_browser: Browser) -> None:
    consultation = everything()
    for first in ("60", "70"):
        answered(Browser(app), consultation, first)
    db.session.rollback()
    view = results(consultation.project_id, consultation.ref)
    tables = {question.ref: question.wordings[0].tables for question in view.questions}
    assert [(row.label, row.n) for row in tables["Q2"][0].rows] == [("March 2026", 2), ("I am not sure", 0)]
    best, anywhere = tables["Q3"]
    assert [(row.label, row.n) for row in best.rows] == [("Bus", 0), ("Play", 0), ("Late hours", 2)]
    assert [(row.label, row.value) for row in anywhere.rows] == [("Late hours", "1.0"), ("Bus", "2.0"), ("Play", "")]
    assert [(table.title, table.base, [row.n for row in table.rows]) for table in tables["Q4"]] == [
        ("Opening hours", 2, [2, 0]),
        ("Staff", 2, [0, 2]),
    ]
    assert [row.value for row in tables["Q5"][0].rows] == ["65 points", "35 points"]
    assert [row.n for row in tables["Q6"][0].rows] == [0, 2, 0]
    sign_in(staff_browser, make_person(Role.ANALYST, project=db.session.get_one(Project, consultation.project_id)))
    page = staff_browser.get(address(consultation, "/results").replace("/p/", "/manage/").replace("/c/", "/questions/"))
    assert page.status == 200
    for words in ("By month", "Average place", "Opening hours", "65 points", "Lowest 5 March 2026"):
        assert words in page.words


def test_forged_codes_and_parts_are_kept_nowhere(browser: Browser) -> None:
    consultation = everything()
    page = go_on(browser, begin(browser, consultation))
    page = forged(browser, page, {"Q2-day": "5", "Q2-month": "3", "Q2-year": "2026", "Q2-week": "9"})
    page = forged(browser, page, {"Q3-c3": "1", "Q3-c99": "2"})
    page = forged(browser, page, {"Q4-r1": "c1", "Q4-r2": "c99", "Q4-r9": "c1"})
    assert page.status == 422, "a row with a choice that does not exist has no answer"
    assert "Select an answer for “Staff”." in page.words
    page = forged(browser, page, {"Q4-r1": "c1", "Q4-r2": "c2", "Q4": "c1"})
    page = forged(browser, page, {"Q5-c1": "100", "Q5-c99": "5"})
    page = forged(browser, page, {"Q6": "c99"})
    assert send(browser, page).status == 303
    db.session.rollback()
    rows = {row for answer in db.session.scalars(select(Answer)) for row in (one.row for one in answer.chosen)}
    assert rows == {"", "r1", "r2"}
    assert len(db.session.scalars(select(Answer)).all()) == 4, "the last question was skipped"


def forged(browser: Browser, page: Page, fields: dict[str, str]) -> Page:
    """Send what the form does not hold; the page after it."""
    _method, action, values = page.form_values("#question-form")
    kept = [(name, value) for name, value in values if name not in fields]
    answer = browser.post(action, [*kept, *fields.items(), ("go", "continue")])
    return browser.get(answer.location, follow=True) if answer.status == 303 else answer


def test_a_pack_prints_what_every_kind_comes_to(app: Any) -> None:
    consultation = everything()
    for first in ("60", "70"):
        answered(Browser(app), consultation, first)
    db.session.rollback()
    pack = gather(consultation.project_id, at=NOW)
    results = {question.ref: [(r.label, r.n, r.base) for r in question.results] for question in pack.questions}
    assert "C1-Q1" not in results, "a page that only tells has no results"
    assert ("By month: March 2026", 2, 2) in results["C1-Q2"]
    assert ("Put first: Late hours", 2, 2) in results["C1-Q3"]
    assert ("Given any place: Late hours (average place 1.0)", 2, 2) in results["C1-Q3"]
    assert results["C1-Q4"][0][1:] == (2, 2)
    assert any("mean" in label for label, _n, _base in results["C1-Q5"])
    said = {(answer.question, answer.answer) for answer in pack.responses}
    assert ("C1-Q3", "Late hours") in said
    assert any(question == "C1-Q5" and answer.endswith(": 60") for question, answer in said)
