"""Every kind of question beyond lists and words, in a browser: scripts on and off, keyboard only, axe at three widths."""

from __future__ import annotations

from decimal import Decimal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from codesign.extensions import db
from codesign.models import Answer, AnswerChoice, Choice, Consultation, Draft, Question
from tests.consultations.all_kinds import everything
from tests.consultations.asking import address

pytestmark = [pytest.mark.browser]


def looked_at(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}: {found.generate_report()}"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} scrolls sideways"


def begun(context: BrowserContext, live_server: str, consultation: Consultation) -> tuple[Page, str]:
    """A page of someone who has started, and the address of the questions."""
    page, start = context.new_page(), live_server + address(consultation)
    page.goto(start)
    page.get_by_role("button", name="Start").click()
    return page, f"{start}/q"


def on(page: Page) -> None:
    page.get_by_role("button", name="Continue").click()


def stored_now(ref: str) -> dict[str, object]:
    """What the server has of one question."""
    db.session.rollback()
    kept: dict[str, object] = db.session.scalars(select(Draft)).one().answers.get(ref, {})
    return kept


@pytest.mark.parametrize(("scripts", "width"), [(True, 320), (True, 375), (True, 1280), (False, 320), (False, 1280)])
def test_every_kind_is_answered_at_any_width_with_scripts_on_and_off(
    live_server: str, chromium: Chromium, scripts: bool, width: int
) -> None:
    consultation = everything()
    context = chromium.new_context(java_script_enabled=scripts, viewport={"width": width, "height": 740})
    page, _questions = begun(context, live_server, consultation)

    def seen() -> None:
        if scripts:
            looked_at(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("What is planned")
    seen()
    on(page)
    page.get_by_label("Day").fill("31")
    page.get_by_label("Month").fill("6")
    page.get_by_label("Year").fill("2026")
    seen()
    on(page)
    expect(page.locator(".govuk-error-summary")).to_contain_text("That day is not in the calendar.")
    expect(page.get_by_label("Month")).to_have_value("6")
    seen()
    page.get_by_label("Day").fill("30")
    on(page)
    if scripts:
        page.get_by_role("button", name="Add: Late hours").click()
        page.get_by_role("button", name="Add: Bus").click()
        page.get_by_role("button", name="Up: Bus").click()
        seen()
    else:
        page.get_by_label("Bus").select_option("1")
        page.get_by_label("Late hours").select_option("2")
    on(page)
    page.get_by_role("group", name="Opening hours").get_by_label("Good").check()
    seen()
    on(page)
    expect(page.locator("#Q4-error")).to_contain_text("Select an answer for “Staff”.")
    seen()
    page.get_by_role("link", name="Select an answer for “Staff”.").click()
    page.get_by_role("group", name="Staff").get_by_label("Poor").check()
    on(page)
    page.get_by_label("Play workers").fill("60")
    if scripts:
        expect(page.locator("[data-share-left]")).to_have_text("40 points left to give")
        seen()
    on(page)
    expect(page.locator(".govuk-error-summary")).to_contain_text("You have 40 points left to give.")
    page.get_by_label("A quiet room").fill("40")
    if scripts:
        expect(page.locator("[data-share-left]")).to_have_text("All 100 points shared out")
    seen()
    on(page)
    page.get_by_label("Tables").check()
    seen()
    on(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers before you send them")
    for words in ("30 June 2026", "1. Bus", "2. Late hours", "Staff: Poor", "A quiet room: 40 points", "Tables"):
        expect(page.locator("main")).to_contain_text(words)
    seen()
    page.get_by_role("button", name="Send your answers").click()
    expect(page.get_by_text("Your answers are sent.")).to_be_visible(timeout=10_000)
    context.close()
    db.session.rollback()
    kept = {
        ref: sorted((one.position, one.row, code, one.amount) for one, code in taken)
        for ref, taken in taken_by_question().items()
    }
    assert kept["Q3"] == [(0, "", "c1", None), (1, "", "c3", None)]
    assert kept["Q4"] == [(0, "r1", "c1", None), (1, "r2", "c2", None)]
    assert [(code, amount) for _place, _row, code, amount in kept["Q5"]] == [("c1", Decimal(60)), ("c2", Decimal(40))]
    assert [code for _place, _row, code, _amount in kept["Q6"]] == ["c2"]


def taken_by_question() -> dict[str, list[tuple[AnswerChoice, str]]]:
    """The choices that were kept, with their codes, by question."""
    codes = {choice.id: choice.code for choice in db.session.scalars(select(Choice))}
    refs = {question.id: question.ref for question in db.session.scalars(select(Question))}
    return {
        refs[answer.question_id]: [(one, codes[one.choice_id]) for one in answer.chosen]
        for answer in db.session.scalars(select(Answer))
    }


def test_choices_are_ranked_with_the_keyboard_alone_and_each_move_is_said(live_server: str, chromium: Chromium) -> None:
    context = chromium.new_context()
    page, questions = begun(context, live_server, everything())
    page.goto(f"{questions}/Q3")
    page.locator("#Q3").focus()
    page.keyboard.press("Enter")  # Bus
    expect(page.locator("#live")).to_have_text("Bus has place 1 of 3")
    expect(page.get_by_role("button", name="Add: Play")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")  # Late hours, and then there is nothing left to add
    expect(page.get_by_role("button", name="Up: Late hours")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    expect(page.locator("#live")).to_have_text("Late hours has place 1 of 3")
    expect(page.get_by_role("button", name="Up: Late hours")).to_be_focused()
    page.keyboard.press("Enter")  # it is at the top already: nothing moves, and focus stays
    expect(page.locator("[data-rank-order] label")).to_have_text(["Late hours", "Bus", "Play"])
    expect(page.locator("#saved")).to_contain_text("Saved just now", timeout=10_000)
    assert stored_now("Q3")["values"] == ["c3", "c1", "c2"]
    page.reload()
    expect(page.locator("[data-rank-order] label")).to_have_text(["Late hours", "Bus", "Play"])
    page.get_by_role("button", name="Remove: Bus").press("Enter")
    expect(page.locator("#live")).to_have_text("Bus is out of your order")
    expect(page.get_by_role("button", name="Add: Bus")).to_be_focused()
    context.close()


def test_two_choices_in_one_place_are_named_and_stay_as_they_were_without_scripts(
    live_server: str, chromium: Chromium
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page, questions = begun(context, live_server, everything())
    page.goto(f"{questions}/Q3")
    page.get_by_label("Bus").select_option("2")
    page.get_by_label("Play").select_option("2")
    on(page)
    expect(page.locator(".govuk-error-summary")).to_contain_text(
        "“Bus” and “Play” both have place 2. Give each its own."
    )
    expect(page.get_by_label("Bus")).to_have_value("2")
    expect(page.get_by_label("Play")).to_have_value("2")
    page.get_by_label("Bus").select_option("1")
    on(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("How good is each?")
    context.close()


def test_a_matrix_is_answered_with_the_arrow_keys_line_by_line(live_server: str, chromium: Chromium) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    page, questions = begun(context, live_server, everything())
    page.goto(f"{questions}/Q4")
    page.locator("#Q4").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_role("group", name="Opening hours").get_by_label("Poor")).to_be_checked()
    expect(page.get_by_role("group", name="Staff").get_by_label("Good")).to_be_checked()
    expect(page.locator("#saved")).to_contain_text("Saved just now", timeout=10_000)
    assert stored_now("Q4")["parts"] == {"r1": "c2", "r2": "c1"}
    context.close()


def test_a_picture_has_words_for_people_who_do_not_see_it(live_server: str, chromium: Chromium) -> None:
    context = chromium.new_context(viewport={"width": 375, "height": 800})
    page, questions = begun(context, live_server, everything())
    page.goto(f"{questions}/Q6")
    expect(page.get_by_role("radio", name="A room with sofas Sofas")).to_be_visible()
    assert page.locator(".shape-pictures__picture").first.evaluate("picture => picture.naturalWidth") == 1
    assert page.locator(".shape-pictures__picture").first.evaluate("picture => picture.clientHeight") == 140
    context.close()
