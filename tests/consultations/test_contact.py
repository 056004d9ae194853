"""How to reach a person: kept apart from the answers, in no results, and never on the phone itself."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from codesign.core.questions.answering import Asked, Given
from codesign.core.questions.kinds.contact import ContactDetails, is_phone
from codesign.core.terms import QuestionType
from codesign.extensions import db
from codesign.feedback.commands import take_back
from codesign.models import Answer, Consultation, Contact, Contribution, Draft, EventRow, Submission
from tests import make
from tests.browser import Browser
from tests.consultations.asking import address, begin, count, go_on, send

CONTACT = ContactDetails()
ASKED = Asked(ref="Q1", version=1, type=QuestionType.CONTACT, text="May we write to you?")


def asking(**fields: Any) -> Consultation:
    consultation = make.make_consultation(asks_equality=False)
    make.make_question(consultation, QuestionType.CONTACT, "May we write to you?", **fields)
    make.make_question(consultation, QuestionType.SHORT_TEXT, "What is one thing you would keep?")
    make.commit()
    return consultation


@pytest.mark.parametrize(
    ("typed", "good"),
    [("01632 960 114", True), ("+44 (0)1632-960114", True), ("07700 900123", True), ("123", False),
     ("0" * 16, False), ("ring me", False), ("٠١٦٣٢٩٦٠١١٤", True), ("", False)],
)  # fmt: skip
def test_a_phone_number_can_be_rung(typed: str, good: bool) -> None:
    assert is_phone(typed) is good


@pytest.mark.parametrize(
    ("parts", "line"),
    [
        ({"name": "Ann Lee", "email": "ann@council.org"}, "Ann Lee <ann@council.org>"),
        ({"email": "ann@council.org"}, "ann@council.org"),
        ({"name": "Ann Lee", "phone": "01632 960 114"}, "Ann Lee, 01632 960 114"),
        ({"name": "Ann", "email": "a@b.org", "phone": "01632 960 114"}, "Ann <a@b.org>, 01632 960 114"),
    ],
)
def test_a_contact_is_one_line(parts: dict[str, str], line: str) -> None:
    kept = CONTACT.kept(ASKED, Given((), "", parts))
    assert kept.contact == line
    assert (kept.words, kept.chosen, dict(kept.detail)) == ("", (), {})


def test_the_longest_contact_fits_its_column() -> None:
    parts = {"name": "N" * 76, "email": f"{'e' * 60}@{'d' * 60}.{'o' * 20}.org", "phone": "+" + "1" * 15 + "    "}
    assert CONTACT.problem(ASKED, Given((), "", parts)) is None
    assert len(CONTACT.kept(ASKED, Given((), "", {**parts, "email": "e" * 150})).contact) <= 254


def test_it_is_in_no_spreadsheet() -> None:
    given = Given((), "", {"email": "ann@council.org"})
    assert CONTACT.in_results is False
    assert CONTACT.columns(ASKED) == ()
    assert CONTACT.cells(ASKED, given) == {}


def test_a_contact_is_kept_apart_from_the_answers(browser: Browser) -> None:
    consultation = asking()
    page = go_on(browser, begin(browser, consultation), email="ann@council.org", name="Ann Lee")
    page = go_on(browser, page, answer="The garden")
    assert "ann@council.org" in page.words
    answer = send(browser, page, follow=True)
    assert "ann@council.org" not in answer.words
    (contact,) = db.session.scalars(select(Contact)).all()
    assert (contact.address, contact.purpose) == ("Ann Lee <ann@council.org>", f"{consultation.ref}-Q1")
    assert count(Answer) == 1
    assert count(Draft) == 0
    said = [row.text for row in db.session.scalars(select(Contribution))]
    assert said == ["The garden"]
    assert "ann" not in str([event.details for event in db.session.scalars(select(EventRow))])
    assert "ann@" not in browser.get(address(consultation, "/my-answers.txt")).body.decode()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": "Ann"}, "Type an email address or a phone number."),
        ({"email": "ann at council"}, "Type an email address in the right form, such as name@example.com."),
        ({"phone": "ring me"}, "Type a phone number in figures, such as 01632 960 001."),
        ({"email": "ann@council.org", "name": "A" * 77}, "Make this 76 characters or fewer."),
    ],
)
def test_what_cannot_reach_anybody_says_what_to_do(browser: Browser, typed: dict[str, str], sentence: str) -> None:
    fields: dict[str, Any] = {**typed}
    page = go_on(browser, begin(browser, asking()), **fields)
    assert page.status == 422
    assert page.text(".govuk-error-summary__list") == [sentence]
    for name, words in typed.items():
        assert page.one(f"[name='Q1-{name}']")["value"] == words


def test_nothing_of_it_is_kept_on_the_phone(browser: Browser) -> None:
    page = begin(browser, asking())
    fields = page.soup.select("[data-never-kept] input")
    assert [field["name"] for field in fields] == ["Q1-email", "Q1-phone", "Q1-name"]
    assert [field["autocomplete"] for field in fields] == ["email", "tel", "name"]
    assert "We keep this apart from your answers." in page.words


def test_it_may_be_left_empty(browser: Browser) -> None:
    page = go_on(browser, begin(browser, asking()))
    send(browser, go_on(browser, page, answer="The garden"))
    assert count(Contact) == 0


def test_it_goes_when_the_answers_are_taken_back(browser: Browser) -> None:
    consultation = asking()
    page = go_on(browser, begin(browser, consultation), phone="01632 960 114")
    send(browser, go_on(browser, page, answer="The garden"))
    assert count(Contact) == 1
    take_back(db.session.scalars(select(Submission)).one().id, at=make.NOW)
    make.commit()
    assert count(Contact) == 0
