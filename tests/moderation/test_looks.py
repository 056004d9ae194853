"""The pages of moderation in a real browser: no accessibility fault, nothing sideways, usable by keyboard alone."""

from __future__ import annotations

from typing import Any

import pytest

from codesign.core.terms import Role, Standing
from codesign.models import Project
from tests.browser import Browser
from tests.journeys.looking import looked_at
from tests.make import commit, make_board, make_idea, make_project
from tests.moderation.acting import act, fresh, member, queue, words_of

pytestmark = pytest.mark.browser


@pytest.fixture
def project(staff_browser: Browser) -> Project:
    project = make_project()
    person = member(staff_browser, project, Role.COMMISSIONER)
    project.safeguarding_officer_id = person.id
    commit()
    return project


def open_page(chromium: Any, staff_browser: Browser, live_server: str, path: str, scripts: bool = True) -> Any:
    token = staff_browser.client.get_cookie("codesign-staff", domain="localhost")
    assert token is not None
    context = chromium.new_context(viewport={"width": 375, "height": 800}, java_script_enabled=scripts)
    context.add_cookies([{"name": "codesign-staff", "value": token.value, "url": live_server}])
    page = context.new_page()
    page.goto(live_server + path)
    return page


def test_every_page_has_no_accessibility_fault(
    project: Project, staff_browser: Browser, live_server: str, chromium: Any
) -> None:
    board = make_board(project)
    make_idea(board, "Ring", "Mrs Ackroyd: 01632 960123, what a tw4t.", standing=Standing.WAITING)
    hidden, held = words_of(make_idea(board, "Hidden")), words_of(make_idea(board, "Held"))
    commit()
    act(staff_browser, project, "hide", hidden.code, "published", reason="spam")
    act(staff_browser, project, "hold", held.code, "published")
    paths = [
        queue(project),
        queue(project, "?pile=hidden"),
        queue(project, f"/{hidden.code}"),
        queue(project, "/rules"),
        queue(project, "/rules/write"),
        queue(project, "/word-lists/cy"),
        f"/manage/{project.slug}/safeguarding",
        "/moderation",
        f"/p/{project.slug}/moderation-record",
        f"/p/{project.slug}/ask-again/{hidden.code}",
    ]
    page = open_page(chromium, staff_browser, live_server, paths[0])
    for path in paths:
        page.goto(live_server + path)
        looked_at(page)
    page.context.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_words_are_hidden_by_keyboard_with_and_without_scripts(
    project: Project, staff_browser: Browser, live_server: str, chromium: Any, scripts: bool
) -> None:
    words = words_of(make_idea(make_board(project), "An idea", standing=Standing.WAITING))
    commit()
    page = open_page(chromium, staff_browser, live_server, queue(project), scripts)
    page.locator(f"#hide-{words.code}-open summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == f"reason-{words.code}"
    page.keyboard.press("I")  # Insult or threat
    page.keyboard.press("Tab")
    page.keyboard.type("Say it kindly.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/moderation")
    page.locator("text=is hidden").first.wait_for()
    assert fresh(words).standing is Standing.HIDDEN
    assert fresh(words).moderation_note == "Say it kindly."
    page.context.close()
