"""Answers that staff type for somebody: on the telephone, beside them, or from an Easy Read form."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from codesign.consultations.taking_in import given_in
from codesign.core.terms import ActivityState, Consent, Mode
from codesign.extensions import db
from codesign.models import Contribution, EqualityAnswer, Submission
from tests.browser import Browser
from tests.consultations.asking import address, questionnaire
from tests.consultations.paper.test_paper import routed, sent_forms
from tests.consultations.paper.typing import fields_for, keep, manage, typist
from tests.consultations.reading.every_kind import answers_for, every_kind


@pytest.mark.parametrize("mode", [Mode.TELEPHONE, Mode.ASSISTED, Mode.EASY_READ])
def test_a_call_is_taken_down_with_its_mode_and_who_typed_it(staff_browser: Browser, mode: Mode) -> None:
    consultation = questionnaire()
    person = typist(staff_browser, consultation)
    page = staff_browser.get(manage(consultation, "by-telephone"))
    assert "Your answers count the same as all others." in page.words
    done = keep(staff_browser, page, mode=mode.value, Q1="c1", Q4="Warm", consent="public", about__carer="no")
    (sent,) = sent_forms(consultation)
    assert (sent.mode, sent.keyed_by_id, sent.form_number) == (mode, person.id, None)
    told = staff_browser.get(done.location)
    assert told.text(".shape-paper-receipt") == [sent.receipt]
    assert db.session.scalars(select(Contribution.consent)).all() == [Consent.PUBLIC]
    assert db.session.scalars(select(EqualityAnswer.value)).all() == ["no"]
    following = staff_browser.get(str(told.one("#next-person")["href"]))
    assert following.one("#entry [name=mode][checked]")["value"] == mode.value
    assert following.one("#Q4").get_text(strip=True) == ""


def test_a_receipt_is_read_out_by_who_typed_it_and_by_nobody_else(app: Flask, staff_browser: Browser) -> None:
    consultation = questionnaire()
    typist(staff_browser, consultation)
    done = keep(staff_browser, staff_browser.get(manage(consultation, "by-telephone")), Q1="c1")
    other = Browser(app)
    typist(other, consultation)
    assert staff_browser.get(done.location).status == 200
    assert other.get(done.location).status == 404
    assert staff_browser.get(manage(consultation, "by-telephone/done?who=x")).status == 404


def test_every_kind_can_be_said_on_the_telephone(staff_browser: Browser) -> None:
    consultation = every_kind()
    typist(staff_browser, consultation)
    page = staff_browser.get(manage(consultation, "by-telephone"))
    answers = answers_for(consultation, 0)
    assert keep(staff_browser, page, **fields_for(page, answers)).status == 303
    (sent,) = sent_forms(consultation)
    assert set(given_in(sent)) == {ref for ref, (asked, _given) in answers.items() if asked.type != "contact"}


def test_the_same_page_sent_twice_is_one_response(staff_browser: Browser) -> None:
    consultation = questionnaire()
    typist(staff_browser, consultation)
    page = staff_browser.get(manage(consultation, "by-telephone"))
    first, second = keep(staff_browser, page, Q1="c1"), keep(staff_browser, page, Q1="c1")
    assert first.location == second.location
    assert len(sent_forms(consultation)) == 1


def test_on_a_call_too_nothing_typed_is_lost_and_each_slip_is_said(staff_browser: Browser) -> None:
    consultation = routed()
    typist(staff_browser, consultation)
    page = staff_browser.get(manage(consultation, "by-telephone"))
    needed = keep(staff_browser, page, Q1="c1", Q2="The garden")
    assert needed.status == 422
    assert "Question 3: Type a number." in needed.words
    assert "Question 4: Write your answer." in needed.words
    off = keep(staff_browser, needed, Q1="c2", Q4="Nothing")
    assert off.status == 422
    assert "Question 2 was answered, but after the other answers it is not asked." in off.words
    assert off.one("#Q2").get_text(strip=True) == "The garden"
    assert keep(staff_browser, off, meant__Q2="left_out").status == 303
    (sent,) = sent_forms(consultation)
    assert list(given_in(sent)) == ["Q1", "Q4"]


def test_forged_modes_and_closed_questions_are_refused(staff_browser: Browser) -> None:
    consultation = questionnaire()
    typist(staff_browser, consultation)
    page = staff_browser.get(manage(consultation, "by-telephone"))
    forged = keep(staff_browser, page, mode="imported", Q3="The garden")
    assert forged.status == 422
    assert forged.one("#Q3").get_text(strip=True) == "The garden"
    assert db.session.scalars(select(Submission)).all() == []
    consultation.state = ActivityState.DRAFT
    db.session.commit()
    assert staff_browser.get(manage(consultation, "by-telephone")).status == 404
    assert staff_browser.get(address(consultation)).status == 404
