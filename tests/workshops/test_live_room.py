"""The room in Chromium: nothing typed is lost when the room moves on, focus stays, and every screen passes axe."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect

from tests import make
from tests.workshops.room import Room, open_room, start_vote

pytestmark = [pytest.mark.browser]


@pytest.fixture
def page(chromium: Chromium) -> Iterator[Page]:
    """A page in a browser without a past."""
    context = chromium.new_context()
    yield context.new_page()
    context.close()


def come_in(page: Page, server: str, room: Room) -> None:
    page.set_viewport_size({"width": 375, "height": 667})
    page.goto(f"{server}/join")
    page.get_by_label("Workshop code").fill(f"{room.code[:3]} {room.code[3:]}")
    page.get_by_role("button", name="Join").click()


def no_violations(page: Page) -> None:
    page.wait_for_timeout(450)  # a new card fades in
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}: {found.generate_report()}"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"


def test_a_person_writes_while_the_room_moves_on(app: Flask, live_server: str, page: Page) -> None:
    room = open_room(app)
    come_in(page, live_server, room)
    no_violations(page)
    note = page.get_by_role("textbox", name="Your card")
    note.fill("Buggy space by the door")
    page.get_by_role("button", name="Put it on the wall").click()
    expect(page.get_by_text("Your cards (1)")).to_be_visible()
    expect(note).to_have_value("")
    note.fill("Half a thought")
    room.run("next")
    expect(page.get_by_role("heading", name="Look up now")).to_be_visible(timeout=15_000)
    expect(note).to_have_value("Half a thought")
    no_violations(page)


def test_dots_are_given_by_keyboard_and_focus_stays(app: Flask, live_server: str, page: Page) -> None:
    room = open_room(app)
    [face, _bus] = start_vote(room, "A face I know", "Easy to get in")
    come_in(page, live_server, room)
    plus = page.get_by_role("button", name="Give a dot to A face I know")
    plus.focus()
    for left in (4, 3):
        page.keyboard.press("Enter")
        expect(page.get_by_text(f"{left} of 5 dots left")).to_be_visible()
        expect(plus).to_be_focused()
    expect(page.locator(f"#g-{face.id}-dots")).to_contain_text("2")
    no_violations(page)


def test_the_wall_shows_a_card_soon_after_it_is_written(app: Flask, live_server: str, page: Page) -> None:
    room = open_room(app)
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(f"{live_server}{room.url('/wall')}")
    expect(page.get_by_text("Your cards will show here")).to_be_visible()
    no_violations(page)
    make.make_card(room.cards, "Somewhere warm to sit", workshop=room.workshop)
    room.fresh().version += 1
    make.commit()
    expect(page.get_by_text("Somewhere warm to sit")).to_be_visible(timeout=15_000)
    no_violations(page)


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_every_screen_passes_axe_at_every_width(app: Flask, live_server: str, page: Page, width: int) -> None:
    room = open_room(app)
    groups = start_vote(room, "A face I know", "Easy to get in")
    make.make_card(room.cards, "Staff who speak Polish or Bangla", group=groups[0], workshop=room.workshop)
    make.make_card(room.cards, "Somewhere warm to sit", workshop=room.workshop)
    make.commit()
    page.set_viewport_size({"width": width, "height": 900})
    page.context.add_cookies(
        [
            {"name": cookie.key, "value": cookie.value, "url": live_server}
            for cookie in room.remote.client._cookies.values()  # type: ignore[union-attr]
        ]
    )
    base = f"/manage/{room.project.slug}/workshops"
    code, ref, steps = room.url(), room.workshop.ref, ("A1", "A2")
    make.commit()
    pages = [
        code, f"{code}/wall", f"{code}/wall?bright=1", f"{code}/read", f"{code}/run",
        base, f"{base}/new", f"{base}/{ref}", f"{base}/{ref}/harvest",
        *(f"{base}/{ref}/steps/{step}" for step in steps),
    ]  # fmt: skip
    for url in pages:
        answer = page.goto(f"{live_server}{url}")
        assert answer is not None
        assert answer.status == 200, url
        no_violations(page)


def test_the_remote_groups_a_card_with_keyboard_and_mouse(app: Flask, live_server: str, page: Page) -> None:
    room = open_room(app)
    make.make_card(room.cards, "Saturday mornings", workshop=room.workshop)
    make.commit()
    page.context.add_cookies(
        [
            {"name": cookie.key, "value": cookie.value, "url": live_server}
            for cookie in room.remote.client._cookies.values()  # type: ignore[union-attr]
        ]
    )
    page.goto(f"{live_server}{room.url('/run')}")
    page.get_by_label("Move to").select_option("new")
    page.get_by_label("Name of a new group").fill("Open when we are free")
    page.get_by_role("button", name=re.compile("^Move")).click()
    expect(page.get_by_role("heading", name=re.compile("Open when we are free"))).to_be_visible()
    page.get_by_role("button", name="Undo the last move").click()
    expect(page.get_by_role("heading", name="Not grouped yet (1)")).to_be_visible()
