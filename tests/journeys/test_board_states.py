"""Every state of a board (screens.md 5) in Chromium: no violation and no sideways scroll at three widths, one heading, a title."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from codesign.config import Config
from codesign.extensions import db, limiter
from tests.conftest import _empty_database
from tests.journeys.board_states import KEY, STATES, made_ready
from tests.journeys.looking import assert_fits, looked_at

pytestmark = [pytest.mark.browser]


@pytest.fixture(scope="module")
def served(session_app: Flask, settings: Config) -> Iterator[str]:
    """The app on one database and one port for all the states: each makes a project of its own."""
    with session_app.app_context():
        _empty_database(settings)
        limiter.reset()
        server = make_server("127.0.0.1", 0, session_app, threaded=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join(5)
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="module")
def phone(chromium: Chromium, served: str) -> Iterator[Page]:
    """One page for all the states, of a person who is known on every board."""
    context = chromium.new_context(viewport={"width": 375, "height": 740}, reduced_motion="reduce")
    context.set_default_timeout(15_000)
    context.add_cookies([{"name": "codesign-participant", "value": KEY, "url": served}])
    page = context.new_page()
    yield page
    context.close()


@pytest.mark.parametrize("name", STATES)
def test_every_state_of_a_board_is_accessible_and_fits(served: str, phone: Page, name: str) -> None:
    try:
        state = made_ready(name)
        if not state.scripts:
            phone.route("**/*.js", lambda route: route.abort())
        phone.goto(served + state.path)
        if state.act:
            state.act(phone)
        expect(phone.get_by_role("heading", level=1)).to_have_text(state.heading)
        expect(phone.locator("body")).to_contain_text(state.says)
        assert phone.title() == f"{state.title or state.heading} – Family hub – Codesign"
        looked_at(phone)
    finally:
        phone.unroute_all(behavior="ignoreErrors")
        phone.context.set_offline(False)
        db.session.rollback()


def test_a_board_prints_its_ideas_in_two_columns_with_supports_in_words_and_its_address(
    served: str, phone: Page
) -> None:
    state = made_ready("a fair mix with more to show")
    phone.goto(served + state.path)
    try:
        phone.set_viewport_size({"width": 720, "height": 1000})  # an A4 page between its margins
        phone.emulate_media(media="print")
        for gone in ("#filter", ".shape-chips", "#more", ".shape-bar-sticky", ".shape-idea__replies"):
            expect(phone.locator(gone).first).to_be_hidden()
        expect(phone.locator("#cards")).to_have_css("column-count", "2")
        expect(phone.locator("#cards")).to_contain_text("people support A toy library")
        expect(phone.get_by_text(f"http://localhost{state.path}")).to_be_visible()
        assert_fits(phone, 720)
    finally:
        phone.emulate_media(media="screen")
        phone.set_viewport_size({"width": 375, "height": 740})
