"""Giving dots: the budget holds, totals wait, every person has their own order."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable

from flask import Flask
from sqlalchemy import func, select

from codesign.core.errors import Refused
from codesign.extensions import db, writing
from codesign.models import Dot, Participant
from codesign.workshops import joining
from tests import make
from tests.browser import Browser
from tests.workshops.room import open_room, start_vote, tap


def dots() -> int:
    db.session.expire_all()
    return db.session.scalar(select(func.sum(Dot.dots))) or 0


def test_a_person_gives_dots_and_takes_them_back(app: Flask) -> None:
    room = open_room(app)
    face, bus = start_vote(room, "A face I know", "Easy to get in")
    phone = room.person()
    assert "5 of 5 dots left" in phone.get(room.url("/vote")).words
    for group, change in ((face, 1), (face, 1), (bus, 1), (face, -1)):
        answer = tap(phone, room, group, change)
        assert (answer.status, answer.location) == (303, f"{room.url('/vote')}#g-{group.id}")
    assert "3 of 5 dots left" in phone.get(room.url("/vote")).words
    assert dots() == 2


def test_with_no_dots_left_a_person_is_told_to_take_one_back(app: Flask) -> None:
    room = open_room(app)
    face, bus = start_vote(room, "A face I know", "Easy to get in")
    phone = room.person()
    for _turn in range(5):
        tap(phone, room, face, 1)
    answer = tap(phone, room, bus, 1)
    assert answer.status == 422
    assert "No dots left. Take one back first." in answer.words
    assert dots() == 5
    for _turn in range(5):
        tap(phone, room, face, -1)
    assert phone.get(room.url("/vote")).one(f"#g-{face.id}-minus").has_attr("disabled")
    assert dots() == 0


def test_a_tap_sent_twice_is_one_dot(app: Flask) -> None:
    room = open_room(app)
    [face] = start_vote(room, "A face I know")
    phone = room.person()
    page = phone.get(room.url("/vote"))
    for _turn in range(2):
        phone.submit(page, f"#g-{face.id}-form", button=("change", "1"))
    assert dots() == 1


def test_totals_wait_until_they_are_shown(app: Flask) -> None:
    room = open_room(app)
    face, _bus = start_vote(room, "A face I know", "Easy to get in")
    phone, other = room.person(), room.person()
    for _turn in range(3):
        tap(phone, room, face, 1)
    assert "3" not in other.get(room.url("/wall")).words.split("voted")[0].split("Not grouped")[0][-40:]
    assert other.get(room.url("/wall")).soup.select(".shape-group__votes") == []
    assert "1 of 2 people have voted" in other.get(room.url("/wall")).words
    assert "3 dots" not in other.get(room.url("/vote")).words
    assert "not shown yet" in other.get(room.url("/read")).words
    room.run("show_totals")
    assert "3 dots from 1 person" in other.get(room.url("/vote")).words
    assert other.get(room.url("/wall")).text(".shape-group__votes") == ["3 votes", "0 votes"]


def test_dots_close_when_totals_are_shown_and_open_again_with_back(app: Flask) -> None:
    room = open_room(app)
    [face] = start_vote(room, "A face I know")
    phone = room.person()
    page = phone.get(room.url("/vote"))
    room.run("next")
    answer = phone.submit(page, f"#g-{face.id}-form", button=("change", "1"))
    assert (answer.status, dots()) == (422, 0)
    room.run("back")
    assert tap(phone, room, face, 1).status == 303


def test_each_person_sees_the_groups_in_an_order_of_their_own_that_stays(app: Flask) -> None:
    room = open_room(app)
    start_vote(room, *(f"Group {number}" for number in range(6)))
    orders = set()
    for _person in range(6):
        phone = room.person()
        seen = [phone.get(room.url("/vote")).text(".shape-vote__name") for _look in range(2)]
        assert seen[0] == seen[1]
        orders.add(tuple(seen[0]))
    assert len(orders) > 1


def test_dots_for_a_group_of_another_workshop_are_refused(app: Flask) -> None:
    room, other = open_room(app), open_room(app)
    start_vote(room, "A face I know")
    [foreign] = start_vote(other, "Calm and kind")
    phone = room.person()
    token = phone.get(room.url("/vote")).soup.select("[name=csrf_token]")[0]["value"]
    for group in (foreign.id, uuid.uuid4()):
        data = {"csrf_token": token, "group": str(group), "had": "0", "change": "1"}
        assert phone.post(room.url("/vote"), data).status == 404
    for broken in ({"group": "x", "had": "0", "change": "1"}, {"group": str(foreign.id), "had": "0", "change": "99"}):
        assert phone.post(room.url("/vote"), {"csrf_token": token, **broken}).status == 422


def in_parallel(app: Flask, jobs: list[Callable[[], None]]) -> None:
    """Run each job in a thread with an app context of its own, all let go at once."""
    gate = threading.Barrier(len(jobs))
    failures: list[BaseException] = []

    def run(job: Callable[[], None]) -> None:
        with app.app_context():
            gate.wait()
            try:
                job()
            except BaseException as error:
                failures.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not failures, failures[0]


def test_twenty_taps_at_once_keep_the_budget(app: Flask) -> None:
    room = open_room(app)
    groups = start_vote(room, "One", "Two", "Three", "Four")
    phone = room.person()
    token = phone.get(room.url("/vote")).soup.select("[name=csrf_token]")[0]["value"]
    cookies = [(cookie.key, cookie.value) for cookie in (phone.client._cookies or {}).values()]
    url, ids = room.url("/vote"), [group.id for group in groups]

    def press(turn: int) -> Callable[[], None]:
        def job() -> None:
            finger = Browser(app)
            for key, value in cookies:
                finger.client.set_cookie(key, value, domain="localhost")
            data = {"csrf_token": token, "group": str(ids[turn % 4]), "had": str(turn // 4), "change": "1"}
            assert finger.post(url, data).status in (303, 422)

        return job

    db.session.remove()
    in_parallel(app, [press(turn) for turn in range(20)])
    assert 1 <= dots() <= 5


def test_the_database_itself_keeps_the_budget_between_processes(app: Flask) -> None:
    """The same without the queue of writers that one process has: as if each tap came to another process."""
    room = open_room(app)
    groups = start_vote(room, *(f"Group {number}" for number in range(10)))
    room.person()
    person = db.session.scalars(select(Participant.id)).one()
    project, code, ids = room.project.id, room.code, [group.id for group in groups]

    def press(turn: int) -> Callable[[], None]:
        def job() -> None:
            writing.set(True)
            try:
                joining.give_dots(project, code, person, ids[turn], 1, at=make.NOW)
                db.session.commit()
            except Refused:
                db.session.rollback()

        return job

    db.session.remove()
    in_parallel(app, [press(turn) for turn in range(10)])
    assert dots() == 5
