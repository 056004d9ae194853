"""Places, photos and contacts on a phone: with scripts on and off, by keyboard alone, axe on every page."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect
from sqlalchemy import select

from codesign.core.terms import QuestionType, Role
from codesign.extensions import db
from codesign.models import Answer, Consultation, Contact, Contribution, Project, Upload
from codesign.web.uploads import arriving
from tests import make
from tests.consultations import sent_files as files
from tests.consultations.asking import address
from tests.consultations.test_in_chromium import looked_at
from tests.consultations.test_places import TODD, project_with_places

pytestmark = [pytest.mark.browser]


@pytest.fixture
def consultation(monkeypatch: pytest.MonkeyPatch, live_server: str) -> Consultation:
    monkeypatch.setattr(arriving, "FREE_SHARE", 0.0)
    made = make.make_consultation(project_with_places(), asks_equality=False)
    ways = {"ways": ["area", "postcode"]}
    make.make_question(made, QuestionType.PLACE, "Where do you live?", settings=ways)
    make.make_question(made, QuestionType.PLACE, "Where should the bench go?", settings={"ways": ["point"]})
    make.make_question(made, QuestionType.FILE, "Show us the door", settings={"accepts": ["photo", "document"]})
    make.make_question(made, QuestionType.CONTACT, "Do you want to hear what was decided?")
    make.commit()
    return made


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    kept = tmp_path / "IMG_0001.jpg"
    kept.write_bytes(files.photo(telling=True))
    return kept


def on(page: Page) -> None:
    page.get_by_role("button", name="Continue").click()


def kept() -> tuple[list[dict[str, object]], list[str], list[str]]:
    db.session.rollback()
    answers = [dict(row.detail) for row in db.session.scalars(select(Answer).order_by(Answer.id))]
    return (
        answers,
        [row.text for row in db.session.scalars(select(Contribution))],
        [row.address for row in db.session.scalars(select(Contact))],
    )


@pytest.mark.parametrize(("scripts", "width"), [(True, 320), (True, 768), (True, 1280), (False, 320)])
def test_a_resident_says_where_shows_it_and_how_to_be_reached(
    live_server: str, chromium: Chromium, consultation: Consultation, photo: Path, scripts: bool, width: int
) -> None:
    context = chromium.new_context(java_script_enabled=scripts, viewport={"width": width, "height": 740})
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if "Content Security" in message.text else None)

    def seen() -> None:
        if scripts:
            looked_at(page)

    page.goto(live_server + address(consultation))
    page.get_by_role("button", name="Start").click()
    seen()
    page.get_by_label("Postcode").fill("ZZ9 9ZZ")
    on(page)
    seen()
    expect(page.get_by_label("Postcode")).to_have_value("ZZ9 9ZZ")
    page.get_by_label("Postcode").fill("UC3 1AA")
    on(page)
    if scripts:
        expect(page.locator("[data-drawn]")).to_be_visible()
        seen()
        page.locator(".shape-map").click(position={"x": 150, "y": 150})
        expect(page.get_by_role("status").filter(has_text="The marker is in")).to_be_visible()
    else:
        expect(page.locator(".shape-map")).to_be_hidden()
        page.get_by_label("Write the place").fill("By the weir")
    on(page)
    seen()
    page.locator("input[type=file]").set_input_files(photo)
    page.get_by_label("What does it show?").fill("The steps")
    on(page)
    page.get_by_label("Email address").fill("ann at council")
    on(page)
    seen()
    page.get_by_label("Email address").fill("ann@council.org")
    on(page)
    seen()
    page.get_by_label("You may quote my words, without my name").check()
    page.get_by_role("button", name="Send your answers").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. We have your answers")
    answers, words, contacts = kept()
    assert answers[0] == {"area": TODD}
    assert ("point" in answers[1]) is scripts
    assert answers[2]["sort"] == "photo"
    assert words == (["The steps"] if scripts else ["By the weir", "The steps"])
    assert contacts == ["ann@council.org"]
    assert files.CANARY not in db.session.scalars(select(Upload.content)).one()
    assert said == []
    context.close()


def test_a_marker_is_put_by_keyboard_alone(live_server: str, chromium: Chromium, consultation: Consultation) -> None:
    page = chromium.new_page(viewport={"width": 375, "height": 740})
    page.goto(live_server + address(consultation))
    page.get_by_role("button", name="Start").click()
    page.get_by_role("link", name="Skip this question").click()
    expect(page.locator("[data-drawn]")).to_be_visible()
    for _press in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('shape-map')"):
            break
    expect(page.locator(".shape-map")).to_be_focused()
    page.keyboard.press("+")
    page.keyboard.press("ArrowRight")
    for _press in range(5):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.hasAttribute('data-mark-here')"):
            break
    page.keyboard.press("Enter")
    expect(page.locator(".shape-place__said")).to_have_text("The marker is in Toddbrook.")
    with page.expect_response(lambda answer: answer.url.endswith("/draft")):
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
    expect(page.locator(".shape-place__said")).to_have_text("There is no marker.")
    page.close()


def test_neither_a_postcode_nor_a_contact_is_kept_on_the_phone(
    live_server: str, chromium: Chromium, consultation: Consultation
) -> None:
    context = chromium.new_context(viewport={"width": 375, "height": 740})
    page = context.new_page()
    page.goto(live_server + address(consultation))
    page.get_by_role("button", name="Start").click()
    page.get_by_label("Postcode").fill("ZZ9 9ZZ")
    page.goto(live_server + address(consultation, "/q/Q4"))
    page.get_by_label("Email address").fill("ann@council.org")
    page.get_by_label("Your name, if you like").fill("Ann Lee")
    shelf = page.evaluate("JSON.stringify(window.localStorage)")
    assert "ZZ9" not in shelf
    assert "ann@council.org" not in shelf
    assert "Ann Lee" not in shelf
    context.close()


def test_a_photo_over_ten_megabytes_is_said_before_it_is_sent(
    live_server: str, chromium: Chromium, consultation: Consultation, tmp_path: Path
) -> None:
    large = tmp_path / "large.jpg"
    large.write_bytes(b"\xff\xd8\xff" + bytes(11 * 1024 * 1024))
    page = chromium.new_page(viewport={"width": 375, "height": 740})
    page.goto(live_server + address(consultation))
    page.get_by_role("button", name="Start").click()
    page.goto(live_server + address(consultation, "/q/Q3"))
    page.locator("input[type=file]").set_input_files(large)
    expect(page.get_by_role("alert").filter(has_text="This file is over 10 MB.")).to_be_visible()
    assert page.evaluate("document.querySelector('input[type=file]').files.length") == 0
    looked_at(page)
    page.close()


@pytest.mark.parametrize("width", [320, 1280])
def test_staff_pages_of_places_and_pictures_are_sound(
    live_server: str, chromium: Chromium, consultation: Consultation, width: int
) -> None:
    from datetime import UTC, datetime, timedelta

    from codesign.core.codes import digest, secret
    from codesign.models import StaffSession

    project = db.session.get_one(Project, consultation.project_id)
    make.make_question(consultation, QuestionType.PICTURE_CHOICE, "Which door?", labels=("Glass", "Wood"))
    person, token = make.make_person(Role.COMMISSIONER, project=project), secret()
    until = make.NOW + timedelta(hours=20)
    db.session.add(
        StaffSession(
            person_id=person.id,
            token_digest=digest(token),
            created_at=make.NOW,
            seen_at=datetime.now(UTC),
            expires_at=until,
            second_factor_at=make.NOW,
        )
    )
    make.commit()
    context = chromium.new_context(viewport={"width": width, "height": 740})
    context.add_cookies([{"name": "codesign-staff", "value": token, "url": live_server}])
    page = context.new_page()
    for rest in ("questions/places", "questions/C1/Q5/pictures", "questions/C1/Q3/files"):
        page.goto(f"{live_server}/manage/{project.slug}/{rest}")
        looked_at(page)
    context.close()
