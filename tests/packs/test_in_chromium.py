"""The pack in a browser: the sheet turns in place, another edition keeps the place, the making tells when it is done."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from codesign.core.terms import Role
from codesign.packs import work
from codesign.packs.work import run_waiting_jobs
from tests.browser import Browser
from tests.feedback.story import make_story
from tests.make import commit, make_person, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture
def page(chromium: Any, live_server: str, staff_browser: Browser) -> Any:
    story = make_story()
    sign_in(staff_browser, make_person(Role.COMMISSIONER, project=story.project))
    commit()
    token = staff_browser.client.get_cookie("codesign-staff").value  # type: ignore[union-attr]
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True)
    context.add_cookies([{"name": "codesign-staff", "value": token, "url": live_server}])
    opened = context.new_page()
    opened.goto(f"{live_server}/manage/{story.project.slug}/pack")
    yield opened
    context.close()


def test_the_sheet_turns_in_place_and_the_reader_goes_on_at_it(page: Any) -> None:
    page.click("#page-after")
    page.wait_for_selector("#sheet[aria-label='Preview of page 2']")
    page.wait_for_function("document.activeElement.id === 'sheet'")
    assert "page=2" in urlsplit(page.url).query
    page.check("#for-public", force=True)
    page.wait_for_url("**for=public**")
    page.wait_for_selector("#sheet >> text=Public edition")
    assert page.evaluate("document.activeElement.id") == "for-public"


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_no_page_of_it_is_wider_than_the_screen_or_hard_to_use(page: Any, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    start = page.url
    for address in (start, f"{start}?page=2", f"{start}?page=18", f"{start}/freeze"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        found = Axe().run(page).response["violations"]
        assert not found, [(each["id"], [node["target"] for node in each["nodes"]]) for each in found]


def test_only_the_sheet_is_printed(page: Any) -> None:
    page.emulate_media(media="print")
    assert page.is_visible("#sheet")
    for other in ("#options", "#checks", "#job", "h1", ".shape-pager", ".shape-header"):
        assert not page.is_visible(other), other


def test_the_making_tells_when_it_is_done(page: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "build_edition", lambda *_args, **_more: None)
    page.click("#make")
    page.click("#freeze button")
    assert "Waiting to start" in page.inner_text("#job-state")
    assert run_waiting_jobs() == 1
    page.wait_for_selector("#job:not([data-poll-url])", timeout=15_000)
    assert not page.is_visible("#job-state")
