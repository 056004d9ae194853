"""A board on a phone: support shows at once, is kept without signal and sent after, and goes back when it did not save."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Route, expect
from sqlalchemy import func, select

from codesign.extensions import db
from codesign.models import FairDeck, Idea, Support
from tests.ideas.test_board import address
from tests.make import commit, make_board, make_idea

pytestmark = [pytest.mark.browser]


def supports() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Support)) or 0


def on_a_phone(chromium: Chromium) -> Any:
    return chromium.new_context(viewport={"width": 375, "height": 740}).new_page()


def test_support_without_signal_is_kept_on_the_phone_and_sent_after(live_server: str, chromium: Chromium) -> None:
    board = make_board()
    idea = make_idea(board, supports=64)
    commit()
    page = on_a_phone(chromium)
    page.goto(live_server + address(board))
    button = page.locator(f"#sup-{idea.ref} button")
    page.context.set_offline(True)
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_contain_text("Supported 65")
    expect(page.locator("#support-saved")).to_contain_text("Saved on this phone")
    assert supports() == 0
    page.context.set_offline(False)
    expect(page.locator("#support-saved")).to_contain_text("Signal is back. All saved.", timeout=20_000)
    expect(page.locator(f"#sup-{idea.ref} button")).to_contain_text("Supported 65")
    assert supports() == 1
    assert page.evaluate("localStorage.length") == 0
    page.locator(f"#sup-{idea.ref} button").click()  # and it can be taken back as any other
    expect(page.locator(f"#sup-{idea.ref} button")).to_contain_text("Support 64")
    expect(page.locator(f"#sup-{idea.ref} button")).to_be_focused()
    page.context.close()


def test_support_pressed_and_taken_back_without_signal_comes_to_nothing(live_server: str, chromium: Chromium) -> None:
    board = make_board()
    idea = make_idea(board)
    commit()
    page = on_a_phone(chromium)
    page.goto(live_server + address(board))
    page.context.set_offline(True)
    for _ in range(2):
        page.locator(f"#sup-{idea.ref} button").click()
    expect(page.locator(f"#sup-{idea.ref} button")).to_have_attribute("aria-pressed", "false")
    page.context.set_offline(False)
    expect(page.locator("#support-saved")).to_contain_text("Signal is back. All saved.", timeout=20_000)
    assert supports() == 0
    page.context.close()


def test_support_that_did_not_save_goes_back_with_words_under_it(live_server: str, chromium: Chromium) -> None:
    board = make_board()
    idea = make_idea(board, supports=64)
    commit()
    page = on_a_phone(chromium)
    page.goto(live_server + address(board))

    def fail(route: Route) -> None:
        route.fulfill(status=500, body="no")

    page.route("**/support", fail)
    button = page.locator(f"#sup-{idea.ref} button")
    button.click()
    expect(page.locator(f"#sup-{idea.ref}-problem")).to_have_text("That did not save. Try again.")
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(button).to_contain_text("Support 64")
    page.unroute("**/support", fail)
    button.click()
    expect(page.locator(f"#sup-{idea.ref} button")).to_contain_text("Supported 65")
    expect(page.locator(f"#sup-{idea.ref}-problem")).to_be_hidden()
    page.context.close()


def test_a_page_that_was_looked_at_is_counted_and_show_more_brings_the_next(
    live_server: str, chromium: Chromium
) -> None:
    board = make_board()
    for number in range(20):
        make_idea(board, f"Idea {number}")
    commit()
    page = on_a_phone(chromium)
    with page.expect_response("**/seen") as counted:
        page.goto(live_server + address(board))
    assert counted.value.status == 204
    with page.expect_response("**/seen") as more:
        page.locator("#more-link").click()
        expect(page.locator("#cards > li")).to_have_count(20)
    assert more.value.status == 204
    assert len(set(page.locator("#cards h2 a, #cards h3 a").all_inner_texts())) == 20
    db.session.rollback()
    assert set(db.session.scalars(select(Idea.seen))) == {1}
    assert db.session.scalar(select(func.count()).select_from(FairDeck)) == 1
    page.context.close()
