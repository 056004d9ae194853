"""Coming in: by code, by square code, with wrong codes, too early and too late."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select

from codesign.extensions import db
from codesign.models import Attendee
from tests import make
from tests.browser import Browser, Page
from tests.workshops.room import open_room

WRONG = "We cannot find that code. Check the big screen and try again."


def try_code(browser: Browser, code: str) -> Page:
    return browser.submit(browser.get("/join"), "#join", code=code)


def people(app: Flask) -> int:
    db.session.expire_all()
    return db.session.scalar(select(func.count()).select_from(Attendee)) or 0


def test_a_resident_joins_with_six_numbers_and_spaces(app: Flask, browser: Browser) -> None:
    room = open_room(app)
    code = f" {room.code[:3]} {room.code[3:]} "
    answer = browser.submit(browser.get("/join"), "#join", code=code, nickname="Mo", follow=True)
    assert answer.url.endswith(f"/w/{room.code}/card")
    assert answer.text("h1") == ["What would make you walk in the door?"]
    assert db.session.scalars(select(Attendee.nickname)).all() == ["Mo"]


def test_a_square_code_shows_only_the_name_and_join(app: Flask, browser: Browser) -> None:
    room = open_room(app)
    page = browser.get(room.url())
    assert page.status == 200
    assert [tag["name"] for tag in page.soup.select("#join input:not([type=hidden])")] == ["nickname"]
    assert browser.submit(page, "#join", follow=True).url.endswith("/card")


def test_joining_twice_is_one_person_in_the_room(app: Flask, browser: Browser) -> None:
    room = open_room(app)
    for name in ("Mo", "Mohamed"):
        try_code(browser, room.code)
        browser.post(room.url(), {"nickname": name})
    assert people(app) == 1


def test_every_page_in_the_room_leads_a_stranger_to_the_door(app: Flask, browser: Browser) -> None:
    room = open_room(app)
    for page in ("/card", "/vote"):
        answer = browser.get(room.url(page))
        assert (answer.status, answer.location) == (303, room.url())


def test_a_code_nobody_knows_says_what_to_do_and_keeps_what_was_typed(app: Flask, browser: Browser) -> None:
    open_room(app)
    answer = browser.submit(browser.get("/join"), "#join", code="999 998", nickname="Mo")
    assert answer.status == 422
    assert WRONG in answer.words
    assert answer.one("input[name=code]")["value"] == "999 998"
    assert answer.one("input[name=nickname]")["value"] == "Mo"
    assert answer.soup.title is not None
    assert answer.soup.title.get_text().startswith("Error:")


def test_letters_instead_of_numbers_are_a_slip_and_not_a_try(app: Flask, browser: Browser) -> None:
    for _turn in range(12):
        assert "The code has 6 numbers." in try_code(browser, "hello").words
    assert WRONG in try_code(browser, "999998").words


def test_after_eight_wrong_codes_a_browser_waits_and_is_told_so(app: Flask, browser: Browser) -> None:
    room = open_room(app)
    for turn in range(8):
        assert WRONG in try_code(browser, f"99990{turn}").words
    answer = try_code(browser, room.code)
    assert answer.status == 429
    assert "Wait 30 seconds" in answer.words
    assert answer.headers["Retry-After"] == "30"
    assert people(app) == 0


def test_another_phone_on_the_same_network_still_comes_in(app: Flask, browser: Browser) -> None:
    room = open_room(app)
    for turn in range(8):
        try_code(browser, f"99990{turn}")
    assert Browser(app).submit(Browser(app).get("/join"), "#join", code=room.code).status in (303, 400)
    other = Browser(app)
    assert try_code(other, room.code).status == 303


def test_trying_codes_in_addresses_counts_too_and_stops_the_network(app: Flask) -> None:
    room = open_room(app)
    inside = room.person()
    for turn in range(20):
        assert Browser(app).get(f"/w/{999900 + turn}").status == 404
    # A right code and a wrong one now look the same to the one who tries …
    assert Browser(app).get(f"/w/{999950}").status == 429
    assert Browser(app).get(room.url()).status == 429
    assert Browser(app).get(room.url("/wall")).status == 429
    assert try_code(Browser(app), room.code).status == 429
    # … while phones in the room, and the facilitator, go on.
    assert inside.get(room.url("/card")).status == 200
    assert inside.get(room.url("/step")).status == 200
    assert room.remote.get(room.url("/run")).status == 200


def test_a_hall_of_forty_on_one_network_comes_in(app: Flask) -> None:
    room = open_room(app)
    for number in range(40):
        phone = Browser(app)
        if number % 4 == 0:
            try_code(phone, "999998")
        assert try_code(phone, room.code).status == 303
    assert people(app) == 40


def test_before_the_start_a_person_is_in_and_waits(app: Flask) -> None:
    room = open_room(app, started=False, starts_at=make.NOW + timedelta(minutes=20))
    phone = room.person()
    page = phone.get(room.url())
    assert "You are in. It starts at" in page.words
    assert page.soup.select("noscript meta[http-equiv=refresh]")


def test_a_code_does_not_work_the_day_before(app: Flask, browser: Browser) -> None:
    room = open_room(
        app, started=False, starts_at=make.NOW + timedelta(days=1), ends_at=make.NOW + timedelta(days=1, hours=2)
    )
    answer = browser.submit(browser.get("/join"), "#join", code=room.code, follow=True)
    assert "You can join from 30 minutes before." in answer.words
    assert people(app) == 0


def test_after_the_end_the_door_leads_to_what_people_said(app: Flask, browser: Browser) -> None:
    room = open_room(app, ended_at=make.NOW)
    answer = browser.submit(browser.get("/join"), "#join", code=room.code, follow=True)
    assert "This workshop is over" in answer.words
    assert room.url("/read") in answer.links()
    assert people(app) == 0


def test_a_workshop_of_an_unpublished_project_has_no_door(app: Flask, browser: Browser) -> None:
    room = open_room(app)
    room.project.published_at = None
    make.commit()
    assert WRONG in try_code(browser, room.code).words
    assert browser.get(room.url()).status == 404
