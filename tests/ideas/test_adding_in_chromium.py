"""Adding an idea on a phone and a desk: with scripts on and off, by keyboard alone, axe on every page."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect
from sqlalchemy import select

from codesign.extensions import db
from codesign.ideas.likeness import keep_terms
from codesign.models import Area, Idea, IdeaBoard, Upload
from codesign.web.uploads import arriving
from tests import make
from tests.consultations import sent_files as files
from tests.consultations.test_in_chromium import looked_at
from tests.ideas.test_adding_photo_place import SQUARE
from tests.ideas.test_board import address

pytestmark = [pytest.mark.browser]


@pytest.fixture
def board(monkeypatch: pytest.MonkeyPatch, live_server: str) -> IdeaBoard:
    monkeypatch.setattr(arriving, "FREE_SHARE", 0.0)
    project = make.make_project()
    db.session.add(Area(project_id=project.id, code="E05000001", name="Netherton", shape=SQUARE))
    made = make.make_board(project, asks_place=True)
    keep_terms(make.make_idea(made, "More benches by the river", "To rest on the way.").id)
    make.commit()
    return made


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    kept = tmp_path / "IMG_0001.jpg"
    kept.write_bytes(files.photo((640, 480), telling=True))
    return kept


def on(page: Page) -> None:
    page.get_by_role("button", name="Continue").click()


def sent() -> Idea:
    db.session.rollback()
    return db.session.scalars(select(Idea).order_by(Idea.created_at.desc(), Idea.id.desc()).limit(1)).one()


def no_look(_page: Page) -> None:
    """Axe is a script itself."""


@pytest.mark.parametrize(("scripts", "width"), [(True, 320), (True, 768), (True, 1280), (False, 320)])
def test_an_idea_with_a_photo_and_a_place_is_added(
    chromium: Chromium, live_server: str, board: IdeaBoard, photo: Path, scripts: bool, width: int
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 800}, java_script_enabled=scripts)
    page = context.new_page()
    look = looked_at if scripts else no_look
    page.goto(f"{live_server}{address(board, '/add')}")
    line = page.get_by_label("Your idea in one line")
    if scripts:
        line.press_sequentially("A bench by the water")
        expect(page.get_by_role("heading", name="1 idea like this. Support it, or carry on.")).to_be_visible()
        expect(page.locator("#live")).to_have_text("1 idea like this. Support it, or carry on.")
        expect(line).to_be_focused()
        look(page)
        on(page)
    else:
        line.fill("A bench by the water")
        on(page)
        expect(page.get_by_role("heading", name="1 idea like this. Support it, or carry on.")).to_be_visible()
        look(page)
        page.get_by_role("link", name="Carry on with my idea").click()
    expect(page.get_by_role("heading", name="Tell us more")).to_be_visible()
    on(page)
    look(page)
    page.get_by_label("Choose a photo").set_input_files(photo)
    on(page)
    expect(page.locator(".govuk-error-summary")).to_contain_text("Say what is in the photo")
    look(page)
    page.get_by_label("Say what is in the photo").fill("An empty bench")
    on(page)
    if scripts:
        page.get_by_role("button", name="Put the marker here").click()
        expect(page.get_by_role("status").filter(has_text="The marker is in Netherton.")).to_be_visible()
    else:
        page.get_by_label("Netherton", exact=True).check()
    look(page)
    on(page)
    page.get_by_label("Show nothing about me").check()
    on(page)
    page.get_by_label("Yes, anyone may read them").check()
    on(page)
    expect(page.get_by_role("heading", name="Check your idea before you send it")).to_be_visible()
    expect(page.get_by_role("img", name="An empty bench")).to_be_visible()
    look(page)
    page.get_by_role("button", name="Send your idea").click()
    expect(page.get_by_role("heading", name="Thank you. We have your idea")).to_be_visible()
    idea = sent()
    assert idea.photo_id is not None
    assert db.session.get_one(Upload, idea.photo_id).alt == "An empty bench"
    assert db.session.get_one(Area, idea.area_id).name == "Netherton"
    assert (idea.latitude is not None) is scripts
    context.close()


def test_an_idea_is_added_by_keyboard_alone(chromium: Chromium, live_server: str, board: IdeaBoard) -> None:
    page = chromium.new_page(viewport={"width": 375, "height": 800})
    page.goto(f"{live_server}{address(board, '/add')}")

    def press_until(name: str, key: str = "Tab") -> None:
        for _step in range(40):
            page.keyboard.press(key)
            if page.evaluate("(document.activeElement.labels?.[0] ?? document.activeElement).innerText.trim()") == name:
                return
        raise AssertionError(f"{name} cannot be reached by {key}")

    press_until("Your idea in one line")
    page.keyboard.type("A zebra crossing")
    press_until("Continue")
    page.keyboard.press("Enter")
    for heading in ("Tell us more", "Add a photo"):
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
        press_until("Continue")
        page.keyboard.press("Enter")
    expect(page.locator("[data-drawn]")).to_be_visible()
    press_until("Put the marker here")
    page.keyboard.press("Enter")
    press_until("Continue")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="How shall we show you?")).to_be_visible()
    press_until("Show nothing about me")
    page.keyboard.press("Space")
    press_until("Continue")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="May we quote your words?")).to_be_visible()
    press_until("Yes, anyone may read them")
    page.keyboard.press("Space")
    press_until("Continue")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Check your idea before you send it")).to_be_visible()
    press_until("Send your idea")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Thank you. We have your idea")).to_be_visible()
    assert (sent().title, sent().latitude is not None) == ("A zebra crossing", True)
    page.close()
