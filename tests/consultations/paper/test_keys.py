"""The entry screen in Chromium: a whole form with keys alone, with scripts and without, and axe on every page of paper."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Page, expect

from codesign.consultations.taking_in import given_in
from codesign.core.terms import Mode, Role
from codesign.extensions import db
from codesign.models import Consultation, Project
from tests.browser import Browser
from tests.consultations.asking import questionnaire
from tests.consultations.paper.test_paper import entries, routed, sent_forms
from tests.consultations.paper.typing import fields_for, keep, manage, new_batch, open_form, print_copies, typist
from tests.consultations.reading.every_kind import answers_for, every_kind
from tests.make import make_person, sign_in

pytestmark = [pytest.mark.browser]


def at_desk(
    chromium: Chromium, live_server: str, browser: Browser, consultation: Consultation, **options: object
) -> BrowserContext:
    """A context with the session of somebody who types, the same person as the browser's."""
    context = chromium.new_context(**options)  # type: ignore[arg-type]
    cookie = browser.client.get_cookie("codesign-staff", domain="localhost")
    assert cookie is not None
    context.add_cookies([{"name": "codesign-staff", "value": cookie.value, "url": live_server}])
    return context


def looked_at(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}: {found.generate_report()}"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} scrolls sideways"


def test_a_whole_form_is_typed_with_keys_alone(live_server: str, chromium: Chromium, staff_browser: Browser) -> None:
    consultation = questionnaire()
    typist(staff_browser, consultation)
    (number,) = print_copies(staff_browser, consultation, 1)
    batch = new_batch(staff_browser, consultation)
    context = at_desk(chromium, live_server, staff_browser, consultation)
    page = context.new_page()
    page.goto(live_server + batch.url)
    expect(page.locator("#number")).to_be_focused()
    keys = page.keyboard
    keys.type(number)
    keys.press("Enter")
    expect(page.locator("#Q1")).to_be_focused()
    keys.type("2")
    keys.press("Enter")
    keys.type("12")  # several boxes: each number ticks one; the second opens a field for words
    keys.press("Enter")
    expect(page.locator("#Q2-words")).to_be_focused()
    keys.type("The bus")
    keys.press("Shift+Enter")
    keys.type("stops at five")
    keys.press("Enter")
    # A page of the paper may begin here: its box is a stop of its own, gone over with Enter.
    while page.evaluate("document.activeElement.name") == "missing":
        keys.press("Enter")
    expect(page.locator("#Q3")).to_be_focused()
    keys.type("The garden")
    keys.press("Enter")
    while page.evaluate("document.activeElement.name") == "missing":
        keys.press("Enter")
    keys.type("Warm")
    keys.press("Enter")
    while page.evaluate("document.activeElement.name") == "missing":
        keys.press("Enter")
    keys.type("9")  # no such box: nothing happens
    keys.type("3")
    keys.type("0")  # taken away again
    keys.type("2")
    keys.press("Enter")
    keys.type("3.5")
    keys.press("Shift+Enter")
    expect(page.locator("#Q5-2")).to_be_focused()
    keys.press("Control+Enter")
    page.wait_for_url(f"**{batch.url}")
    expect(page.locator("#number")).to_be_focused()
    (entry,) = entries()
    said = {ref: (tuple(kept["values"]), kept["words"]) for ref, kept in entry.answers.items()}
    assert said == {
        "Q1": (("c2",), ""),
        "Q2": (("c1", "c2"), "The bus\nstops at five"),
        "Q3": ((), "The garden"),
        "Q4": ((), "Warm"),
        "Q5": (("agree",), ""),
        "Q6": ((), "3.5"),
    }
    context.close()


def test_lists_beyond_nine_take_two_keys(live_server: str, chromium: Chromium, staff_browser: Browser) -> None:
    consultation = questionnaire()
    typist(staff_browser, consultation)
    (number,) = print_copies(staff_browser, consultation, 1)
    batch = new_batch(staff_browser, consultation)
    context = at_desk(chromium, live_server, staff_browser, consultation)
    page = context.new_page()
    page.goto(f"{live_server}{batch.url}/form?number={number}")
    page.locator("#about-age_band").focus()
    page.keyboard.type("10")
    expect(page.locator("#about-age_band-10")).to_be_checked()
    page.locator("#about-ethnic_group").focus()
    page.keyboard.type("1")
    page.wait_for_timeout(900)
    page.keyboard.type("2")
    expect(page.locator("#about-ethnic_group-2")).to_be_checked()
    context.close()


def test_without_scripts_the_entry_screen_is_one_long_form(
    live_server: str, chromium: Chromium, staff_browser: Browser
) -> None:
    consultation = questionnaire()
    typist(staff_browser, consultation)
    (number,) = print_copies(staff_browser, consultation, 1)
    batch = new_batch(staff_browser, consultation)
    context = at_desk(chromium, live_server, staff_browser, consultation, java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server + batch.url)
    page.locator("#number").fill(number)
    page.locator("#number").press("Enter")
    page.locator("#Q1").press("Space")
    page.locator("#Q2-words").fill("There is no ramp")
    page.locator("#Q2-2").press("Space")
    page.locator("#keep").press("Enter")
    page.wait_for_url(f"**{batch.url}")
    (entry,) = entries()
    assert (entry.answers["Q1"]["values"], entry.answers["Q2"]["words"]) == (["c1"], "There is no ramp")
    context.close()


def test_a_call_is_typed_with_keys_alone_and_the_next_person_is_one_key_away(
    live_server: str, chromium: Chromium, staff_browser: Browser
) -> None:
    consultation = questionnaire()
    typist(staff_browser, consultation)
    context = at_desk(chromium, live_server, staff_browser, consultation)
    page = context.new_page()
    page.goto(live_server + manage(consultation, "by-telephone"))
    keys = page.keyboard
    keys.type("2")
    keys.press("Enter")
    expect(page.locator("#Q1")).to_be_focused()
    keys.type("1")
    keys.press("Control+Enter")
    expect(page.locator("#next-person")).to_be_focused()
    (sent,) = sent_forms(consultation)
    assert (sent.mode, given_in(sent)["Q1"][1].values) == (Mode.ASSISTED, ("c1",))
    keys.press("Enter")
    page.wait_for_url("**/by-telephone?**")
    assert page.locator("#Q1").is_checked() is False
    context.close()


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_every_page_of_paper_is_free_of_faults(
    app: Flask, live_server: str, chromium: Chromium, staff_browser: Browser, width: int
) -> None:
    consultation = every_kind()
    typist(staff_browser, consultation)
    other = Browser(app)
    sign_in(other, make_person(Role.FACILITATOR, project=db.session.get_one(Project, consultation.project_id)))
    one, two = print_copies(staff_browser, consultation, 2)
    batch = new_batch(staff_browser, consultation, keyed_twice="y")
    for person, desk in enumerate((staff_browser, other)):
        form = open_form(desk, batch, one)
        assert keep(desk, form, **fields_for(form, answers_for(consultation, person))).status == 303
    paths = routed()
    typist_of_paths = Browser(app)
    typist(typist_of_paths, paths)
    (third,) = print_copies(typist_of_paths, paths, 1)
    pile = new_batch(typist_of_paths, paths)
    off = keep(typist_of_paths, open_form(typist_of_paths, pile, third), Q1="c2", Q2="The garden", wants_receipt="1")
    for desk, whose, addresses in (
        (
            staff_browser,
            consultation,
            (
                manage(consultation, "paper"),
                batch.url,
                f"{batch.url}/form?number={two}",
                f"{batch.url}/form?number=C1-0001-0",
                f"{batch.url}/compare/{one}",
                manage(consultation, "by-telephone"),
            ),
        ),
        (typist_of_paths, paths, (pile.url, off.location)),
    ):
        context = at_desk(chromium, live_server, desk, whose, viewport={"width": width, "height": 800})
        page = context.new_page()
        for path in addresses:
            page.goto(live_server + path)
            looked_at(page)
        if whose is paths:
            page.locator("#meant-Q2").check()
            page.locator("#keep").click()
            page.locator("#send-batch button").click()
            expect(page.locator("#receipts")).to_be_visible()
            looked_at(page)
        context.close()
