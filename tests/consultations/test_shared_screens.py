"""A screen that many use keeps nothing of anyone: whichever way the answers came to it, and while they are changed."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from codesign.core.codes import digest
from codesign.core.terms import Mode
from codesign.extensions import db
from codesign.models import Consultation, Draft, Kiosk, OutboxMessage
from tests.browser import Browser, Page
from tests.consultations.asking import address, answer_all, begin, go_on, questionnaire, send
from tests.make import NOW, commit


@pytest.fixture
def consultation(app: Any) -> Consultation:
    return questionnaire()


def a_kiosk(browser: Browser, consultation: Consultation) -> None:
    """Make this browser a kiosk of the consultation."""
    key = "k" * 64
    db.session.add(Kiosk(consultation_id=consultation.id, place="Library", key_digest=digest(key), made_at=NOW))
    commit()
    page = browser.get(address(consultation, f"/kiosk/{key}"))
    browser.submit(page, f"#{page.soup.select('form[action$=begin]')[0]['id']}")


def keeps_nothing(page: Page) -> bool:
    """Whether the page tells the phone to keep no words of the person on it."""
    assert page.soup.select("#question-form"), page.words
    return bool(page.soup.select("[data-shared-device]")) and not page.soup.select("[data-draft-key]")


def code_of(browser: Browser, consultation: Consultation) -> str:
    """Answers begun in this browser, and the code to carry on with."""
    browser.submit(begin(browser, consultation), "#question-form", Q1="c1", button=("go", "save"))
    code = db.session.scalars(select(Draft.carry_on_code)).one()
    assert code is not None
    return code


def test_answers_changed_on_a_shared_phone_are_kept_nowhere_on_it(browser: Browser, consultation: Consultation) -> None:
    begin(browser, consultation, shared_device="yes")
    assert keeps_nothing(browser.get(address(consultation, "/q/Q4")))
    browser.submit(
        browser.get(address(consultation, "/q/Q4")), "#question-form", Q4="A kettle", button=("go", "continue")
    )
    send(browser, browser.get(address(consultation, "/check")), follow=True)
    browser.submit(browser.get(address(consultation, "/thanks")), "#change")
    assert keeps_nothing(browser.get(address(consultation, "/q/Q4")))


def test_starting_again_on_a_shared_phone_keeps_nothing_either(browser: Browser, consultation: Consultation) -> None:
    go_on(browser, begin(browser, consultation, shared_device="yes"), answer="c1")
    page = browser.get(address(consultation))
    form = page.soup.select("form:has(button[value=again])")[0]["id"]
    browser.submit(page, f"#{form}", button=("go", "again"))
    assert keeps_nothing(browser.get(address(consultation, "/q/Q4")))


def test_ones_own_phone_keeps_words_while_answers_are_changed(browser: Browser, consultation: Consultation) -> None:
    send(browser, answer_all(browser, consultation), follow=True)
    browser.submit(browser.get(address(consultation, "/thanks")), "#change")
    assert not keeps_nothing(browser.get(address(consultation, "/q/Q4")))


def test_answers_changed_at_a_kiosk_are_kept_nowhere_on_it(browser: Browser, consultation: Consultation) -> None:
    a_kiosk(browser, consultation)
    page = browser.submit(browser.get(address(consultation, "/kiosk")), "#kiosk-start", follow=True)
    go_on(browser, page, answer="c1")
    browser.submit(
        browser.get(address(consultation, "/q/Q4")), "#question-form", Q4="A kettle", button=("go", "continue")
    )
    send(browser, browser.get(address(consultation, "/check")), follow=True)
    page = browser.get(address(consultation, "/thanks"))
    if page.soup.select("#change"):
        browser.submit(page, "#change")
        assert keeps_nothing(browser.get(address(consultation, "/q/Q4")))


def test_answers_carried_on_at_a_kiosk_are_kept_nowhere_on_it_and_not_lost(
    browser: Browser, staff_browser: Browser, consultation: Consultation
) -> None:
    code = code_of(staff_browser, consultation)
    a_kiosk(browser, consultation)
    browser.submit(browser.get(address(consultation, "/carry-on")), "#carry-on", code=code)
    page = browser.get(address(consultation, "/q/Q4"))
    assert keeps_nothing(page)
    browser.submit(page, "#kiosk-end")
    draft = db.session.scalars(select(Draft)).one()  # they walked away: the code still leads to what they said
    assert (draft.mode, draft.carry_on_code) == (Mode.KIOSK, code)
    assert browser.get(address(consultation, "/q/Q4")).status == 303  # and the next person finds nothing


def test_a_link_opened_at_a_kiosk_keeps_nothing_on_it(
    browser: Browser, staff_browser: Browser, consultation: Consultation
) -> None:
    begin(staff_browser, consultation)
    asked = staff_browser.get(address(consultation, "/save/link"))
    staff_browser.submit(asked, f"#{asked.soup.select('form[action$=link]')[0]['id']}", email="jo@home.example")
    body = db.session.scalars(select(OutboxMessage.body)).one()
    token = next(word for word in body.split() if "/carry-on/link/" in word).rsplit("/", 1)[1]
    a_kiosk(browser, consultation)
    browser.submit(browser.get(address(consultation, f"/carry-on/link/{token}")), "#use-link")
    assert keeps_nothing(browser.get(address(consultation, "/q/Q4")))


def test_who_carries_on_with_a_code_can_say_that_others_use_the_computer(
    browser: Browser, staff_browser: Browser, consultation: Consultation
) -> None:
    code = code_of(staff_browser, consultation)
    browser.submit(browser.get(address(consultation, "/carry-on")), "#carry-on", code=code, shared_device="yes")
    assert keeps_nothing(browser.get(address(consultation, "/q/Q4")))
