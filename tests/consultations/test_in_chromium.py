"""A phone answers with scripts on and off: saved while typing, kept without signal, axe on every page."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect
from sqlalchemy import select

from codesign.core.terms import Mode
from codesign.extensions import db
from codesign.models import Contribution, Draft, Submission
from tests.consultations.asking import HARD, address, count, questionnaire

pytestmark = [pytest.mark.browser]

PHONE = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36"


def looked_at(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}: {found.generate_report()}"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} scrolls sideways"


@pytest.mark.parametrize(("scripts", "width"), [(True, 320), (True, 768), (True, 1280), (False, 320)])
def test_a_resident_answers_on_any_width_with_scripts_on_and_off(
    live_server: str, chromium: Chromium, scripts: bool, width: int
) -> None:
    start = address(questionnaire())
    context = chromium.new_context(
        java_script_enabled=scripts, viewport={"width": width, "height": 740}, user_agent=PHONE
    )
    page = context.new_page()

    def seen() -> None:
        if scripts:
            looked_at(page)

    page.goto(live_server + start)
    seen()
    page.get_by_role("button", name="Start").click()
    seen()
    page.get_by_label("Yes").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(HARD)
    page.get_by_label("Something else").check()
    page.get_by_label("Tell us more, if you like").fill("Steps at the door")
    if scripts:
        page.get_by_label("Nothing makes it hard").check()
        expect(page.get_by_label("Something else")).not_to_be_checked()
        page.get_by_label("Something else").check()
    seen()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name="Skip this question").click()
    page.locator("textarea").first.fill("Warm")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("I am not sure").check()
    page.get_by_role("button", name="Continue").click()
    page.locator("#Q6").fill("far")
    page.get_by_role("button", name="Continue").click()
    expect(page).to_have_title("Error: How far do you travel? – Help design the new family hub – Codesign")
    if scripts:
        expect(page.locator(".govuk-error-summary")).to_be_focused()
    seen()
    page.locator("#Q6").fill("4")
    page.get_by_role("button", name="Continue").click()
    seen()
    page.get_by_label("You may quote my words, without my name").check()
    page.get_by_role("button", name="Send your answers").click()
    seen()
    page.get_by_role("button", name="Answer 6 questions").click()
    page.get_by_label("Prefer not to say").check()
    page.get_by_role("button", name="Continue").click()
    seen()
    page.get_by_role("link", name="Stop here and finish").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. We have your answers")
    seen()
    context.close()
    db.session.rollback()
    sent = db.session.scalars(select(Submission)).one()
    assert sent.mode is Mode.PHONE_WEB
    assert set(db.session.scalars(select(Contribution.text))) == {"Steps at the door", "Warm"}


def test_words_are_saved_while_someone_types_and_survive_a_closed_tab(live_server: str, chromium: Chromium) -> None:
    start = address(questionnaire())
    context = chromium.new_context()
    page = context.new_page()
    page.goto(live_server + start)
    page.get_by_role("button", name="Start").click()
    page.goto(f"{live_server}{start}/q/Q4")
    page.locator("textarea").press_sequentially("A bench", delay=20)
    expect(page.locator("#saved")).to_contain_text("Saved just now", timeout=10_000)
    page.close()
    assert count(Draft) == 1
    again = context.new_page()
    again.goto(f"{live_server}{start}/q/Q4")
    expect(again.locator("textarea")).to_have_value("A bench")
    context.close()


def test_without_signal_the_page_says_where_the_answer_is_and_sends_it_later(
    live_server: str, chromium: Chromium
) -> None:
    start = address(questionnaire())
    context = chromium.new_context()
    page = context.new_page()
    page.goto(live_server + start)
    page.get_by_role("button", name="Start").click()
    page.goto(f"{live_server}{start}/q/Q3")
    context.set_offline(True)
    page.locator("#Q3").fill("The garden")
    expect(page.locator("#saved")).to_contain_text("No signal. Your answers are safe on this phone.", timeout=10_000)
    context.set_offline(False)
    expect(page.locator("#saved")).to_contain_text("aved", timeout=20_000)
    context.close()
    db.session.rollback()
    kept = db.session.scalars(select(Draft)).one()
    assert kept.answers["Q3"]["words"] == "The garden"
