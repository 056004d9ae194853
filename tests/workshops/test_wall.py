"""The wall: what it shows in each state, and how cheaply it answers that nothing has changed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import event, select

from codesign.core.terms import CardNames
from codesign.extensions import db
from codesign.ledger import withdraw_words
from codesign.models import Contribution
from tests import make
from tests.browser import Browser
from tests.workshops.room import open_room, put_card, start_vote, tap


@contextmanager
def queries() -> Iterator[list[str]]:
    """The statements that run inside the block."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The wall's clock, standing still; tests put it on."""
    moment = [datetime.now(UTC)]
    monkeypatch.setattr(sys.modules["codesign.workshops.screens"], "now", lambda: moment[0])
    return moment


def test_an_unchanged_room_answers_304_without_reading_a_card(
    app: Flask, browser: Browser, clock: list[datetime]
) -> None:
    room = open_room(app)
    put_card(room.person(), room, "Saturday mornings")
    url = room.url("/wall/live")
    tag = browser.get(url).headers["ETag"]
    with queries() as seen:
        answer = browser.get(url, headers={"If-None-Match": tag})
    assert (answer.status, answer.body) == (304, b"")
    # One row for the room's project (the guard), one for its version.
    assert len(seen) == 2, seen
    assert not [statement for statement in seen if "card" in statement or "contribution" in statement]


def test_words_taken_back_elsewhere_leave_the_wall_within_half_a_minute(
    app: Flask, browser: Browser, clock: list[datetime]
) -> None:
    room = open_room(app)
    put_card(room.person(), room, "Saturday mornings")
    tag = browser.get(room.url("/wall/live")).headers["ETag"]
    words = db.session.scalars(select(Contribution)).one()
    withdraw_words(words, by="system", at=make.NOW)
    make.commit()
    clock[0] += timedelta(seconds=20)
    answer = browser.get(room.url("/wall/live"), headers={"If-None-Match": tag})
    assert answer.status == 200
    assert "Saturday mornings" not in answer.words


def test_a_change_answers_with_the_region_once(app: Flask, browser: Browser, clock: list[datetime]) -> None:
    room = open_room(app)
    phone = room.person()
    tag = browser.get(room.url("/wall/live")).headers["ETag"]
    put_card(phone, room, "Saturday mornings")
    answer = browser.get(room.url("/wall/live"), headers={"If-None-Match": tag})
    assert answer.status == 200
    assert answer.text("#wall li.shape-wcard") == ["Saturday mornings"]
    again = browser.get(room.url("/wall/live"), headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status == 304


def test_a_phone_that_asks_for_the_step_costs_two_small_queries(app: Flask) -> None:
    room = open_room(app)
    phone = room.person()
    url = str(phone.get(room.url("/card")).one("#step")["data-poll-url"])
    tag = phone.get(url).headers["ETag"]
    with queries() as seen:
        assert phone.get(url, headers={"If-None-Match": tag}).status == 304
    assert len(seen) == 2, seen


def test_a_full_wall_is_read_in_few_queries_whatever_hangs_on_it(app: Flask, browser: Browser) -> None:
    room = open_room(app)
    counts = []
    for _turn in range(2):
        for number in range(20):
            make.make_card(room.cards, f"Card {number}", workshop=room.workshop)
        make.commit()
        with queries() as seen:
            browser.get(room.url("/wall/live"))
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 10


def test_the_code_and_the_square_never_leave_the_screen(app: Flask, browser: Browser) -> None:
    room = open_room(app, started=False)
    spaced = f"{room.code[:3]} {room.code[3:]}"
    for wish in (None, "start", "next"):
        if wish:
            room.run(wish)
        page = browser.get(room.url("/wall"))
        assert spaced in page.words
        assert page.soup.select("#wall .shape-qr svg path[d]")
        assert "localhost/join" in page.words


def test_before_the_start_the_lobby_says_what_and_how_long(app: Flask, browser: Browser) -> None:
    room = open_room(app, started=False, introduction="We write down what the hub must do.")
    page = browser.get(room.url("/wall"))
    assert page.soup.select(".shape-lobby")
    assert "We start at" in page.words
    assert "We write down what the hub must do." in page.words


def test_an_empty_wall_shows_the_question_large(app: Flask, browser: Browser) -> None:
    room = open_room(app)
    page = browser.get(room.url("/wall"))
    assert page.text(".shape-wall__big h1") == ["What would make you walk in the door?"]
    assert "Your cards will show here" in page.words


def test_face_down_cards_show_a_count_and_no_words_until_grouping(app: Flask, browser: Browser) -> None:
    room = open_room(app, names=CardNames.HIDDEN)
    put_card(room.person(), room, "Saturday mornings")
    for page in ("/wall", "/wall/live", "/read"):
        assert "Saturday mornings" not in browser.get(room.url(page)).words
    assert "1 card, face down" in browser.get(room.url("/wall")).words
    room.run("next")
    assert "Saturday mornings" in browser.get(room.url("/wall")).words


def test_nicknames_show_only_where_the_step_says_so(app: Flask, browser: Browser) -> None:
    for names, shown in ((CardNames.NO_NAMES, False), (CardNames.NAMES, True)):
        room = open_room(app, names=names)
        put_card(room.person("Mo"), room, "Saturday mornings")
        assert ("Mo" in browser.get(room.url("/wall")).text(".shape-wcard__by")) is shown
        assert " Mo " not in browser.get(room.url("/read")).words


def test_results_stand_in_order_of_their_votes(app: Flask, browser: Browser) -> None:
    room = open_room(app)
    face, bus, calm = start_vote(room, "A face I know", "Easy to get in", "Calm and kind")
    for phone, votes in ((room.person(), {bus: 3, calm: 1}), (room.person(), {bus: 1, face: 2})):
        for group, dots in votes.items():
            for _dot in range(dots):
                tap(phone, room, group, 1)
    room.run("next")
    page = browser.get(room.url("/wall"))
    assert page.text(".shape-group h2") == ["Easy to get in", "A face I know", "Calm and kind"]
    assert page.text(".shape-group__votes") == ["4 votes", "2 votes", "1 vote"]
    assert page.text(".shape-group__from") == ["from 2 people", "from 1 person", "from 1 person"]
    assert "Talk about these two first." in page.words
    assert "2 people voted on a phone" in page.words


def test_the_end_thanks_people_and_leads_to_what_they_said(app: Flask, browser: Browser) -> None:
    room = open_room(app)
    put_card(room.person(), room, "Saturday mornings")
    room.run("end")
    page = browser.get(room.url("/wall"))
    assert page.text("h1") == ["Thank you"]
    assert "You put up 1 card." in page.words
    assert "Saturday mornings" in browser.get(room.url("/read")).words


def test_a_full_room_shows_the_newest_cards_and_counts_the_rest(app: Flask, browser: Browser) -> None:
    room = open_room(app)
    group = room.group("A face I know")
    for number in range(9):
        make.make_card(room.cards, f"Card {number}", group=group, workshop=room.workshop)
    make.commit()
    page = browser.get(room.url("/wall"))
    assert len(page.text(".shape-group li")) == 6
    assert "and 3 more" in page.words
    assert all(f"Card {number}" in browser.get(room.url("/read")).words for number in range(9))


def test_without_scripts_the_wall_loads_itself_again(app: Flask, browser: Browser) -> None:
    room = open_room(app)
    page = browser.get(room.url("/wall?bright=1"))
    assert page.one("noscript meta[http-equiv=refresh]")["content"] == "10"
    assert "shape-wall--bright" in str(page.one("body")["class"])


def test_the_wall_of_a_workshop_long_over_only_says_thank_you(app: Flask, browser: Browser) -> None:
    room = open_room(app, starts_at=make.NOW - timedelta(days=3), ends_at=make.NOW - timedelta(days=3, hours=-2))
    room.workshop.started_at = make.NOW - timedelta(days=3)
    make.commit()
    assert browser.get(room.url("/wall")).text("h1") == ["Thank you"]
