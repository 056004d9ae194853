"""Writing cards: put up, changed, removed, held, sent twice, and the way back to them."""

from __future__ import annotations

import re

from flask import Flask
from sqlalchemy import func, select

from codesign.core.terms import ContributionKind, Mode, Standing, StepPhase
from codesign.extensions import db
from codesign.models import Card, Contribution, ContributionVersion, Submission
from tests import make
from tests.workshops.room import open_room, put_card

RECEIPT = re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}")


def count(table: type) -> int:
    db.session.expire_all()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_a_card_goes_on_the_wall_as_a_contribution(app: Flask) -> None:
    room = open_room(app)
    phone = room.person()
    answer = put_card(phone, room, "Someone I know on the front desk")
    assert answer.status == 303
    words = db.session.scalars(select(Contribution)).one()
    assert (words.kind, words.text) == (ContributionKind.CARD, "Someone I know on the front desk")
    assert db.session.scalars(select(Submission.mode)).one() is Mode.WORKSHOP
    assert "Someone I know on the front desk" in phone.get(room.url("/wall")).text("li.shape-wcard p")


def test_the_first_card_gives_a_receipt_that_all_further_cards_share(app: Flask) -> None:
    room = open_room(app)
    phone = room.person()
    assert "Keep this code" not in phone.get(room.url("/card")).words
    put_card(phone, room, "Buggy space by the door")
    first = RECEIPT.findall(phone.get(room.url("/card")).words)
    put_card(phone, room, "Open after work, not just till 3")
    page = phone.get(room.url("/card"))
    assert "Your cards (2)" in page.text("h2")
    assert RECEIPT.findall(page.words) == first == [db.session.scalars(select(Submission.receipt)).one()]


def test_a_card_posted_twice_is_one_card(app: Flask) -> None:
    room = open_room(app)
    phone = room.person()
    page = phone.get(room.url("/card"))
    for _turn in range(2):
        assert phone.submit(page, "#card-form", text="Saturday mornings").status == 303
    assert count(Card) == count(Contribution) == 1


def test_the_same_words_of_another_person_are_another_card(app: Flask) -> None:
    room = open_room(app)
    for phone in (room.person(), room.person()):
        put_card(phone, room, "Saturday mornings")
    assert count(Card) == 2


def test_a_card_of_more_than_140_letters_is_kept_on_the_page(app: Flask) -> None:
    room = open_room(app)
    phone = room.person()
    answer = put_card(phone, room, "a" * 141)
    assert answer.status == 422
    assert "Make this 140 characters or fewer." in answer.words
    assert answer.one("textarea").get_text() == "a" * 141
    assert put_card(phone, room, "   ").status == 422
    assert count(Card) == 0


def test_a_person_changes_a_card_and_the_old_wording_stays_in_the_record(app: Flask) -> None:
    room = open_room(app)
    phone = room.person()
    put_card(phone, room, "Open late")
    [link] = [href for href in phone.get(room.url("/card")).links() if "/card/" in href]
    answer = phone.submit(phone.get(link), "#change-form", text="Open until eight", follow=True)
    assert "Open until eight" in answer.words
    assert count(ContributionVersion) == 2


def test_a_person_removes_a_card_and_its_words_are_gone(app: Flask) -> None:
    room = open_room(app)
    phone = room.person()
    put_card(phone, room, "Open late")
    [link] = [href for href in phone.get(room.url("/card")).links() if "/card/" in href]
    answer = phone.submit(phone.get(link), "#remove-form", follow=True)
    assert "Open late" not in answer.words
    words = db.session.scalars(select(Contribution)).one()
    assert (words.standing, words.text) == (Standing.WITHDRAWN, "")
    assert "Open late" not in phone.get(room.url("/wall")).words


def test_nobody_changes_another_persons_card(app: Flask) -> None:
    room = open_room(app)
    phone, other = room.person(), room.person()
    put_card(phone, room, "Open late")
    [link] = [href for href in phone.get(room.url("/card")).links() if "/card/" in href]
    page = phone.get(link)
    token = other.get(room.url("/card")).one("#card-form [name=csrf_token]")["value"]
    key = page.one("#change-form [name=key]")["value"]
    assert other.post(link, {"csrf_token": token, "key": key, "text": "Mine now"}).status == 404
    assert other.post(f"{link}/remove", {"csrf_token": token}).status == 404
    assert db.session.scalars(select(Contribution.text)).one() == "Open late"


def test_cards_are_changed_and_removed_only_until_grouping_starts(app: Flask) -> None:
    room = open_room(app)
    phone = room.person()
    put_card(phone, room, "Open late")
    page = phone.get(room.url("/card"))
    [link] = [href for href in page.links() if "/card/" in href]
    form = phone.get(link)
    room.fresh()
    room.cards.phase = StepPhase.GROUPING
    make.commit()
    answer = phone.submit(form, "#change-form", text="Too late now")
    assert answer.status == 422
    assert "Grouping has begun." in answer.words
    assert answer.one("textarea").get_text() == "Too late now"
    assert phone.submit(form, "#remove-form").status == 422
    assert db.session.scalars(select(Contribution.text)).one() == "Open late"
    assert not [href for href in phone.get(room.url("/card")).links() if "/card/" in href]


def test_a_card_that_comes_too_late_is_not_lost_from_the_page(app: Flask) -> None:
    room = open_room(app)
    phone = room.person()
    page = phone.get(room.url("/card"))
    room.fresh()
    room.cards.phase = StepPhase.GROUPING
    make.commit()
    answer = phone.submit(page, "#card-form", text="Written while you talked")
    assert answer.status == 422
    assert answer.one("textarea").get_text() == "Written while you talked"
    assert count(Card) == 0


def test_a_card_with_a_phone_number_waits_for_the_facilitator(app: Flask) -> None:
    room = open_room(app)
    phone = room.person()
    answer = put_card(phone, room, "Ring Mary on 01632 960 555")
    assert "Sam will show this soon." in phone.get(answer.location).words
    assert "960 555" not in phone.get(room.url("/wall")).words
    assert "960 555" not in phone.get(room.url("/read")).words
    page = room.remote.get(room.url("/run"))
    card = db.session.scalars(select(Card)).one()
    room.remote.submit(page, f"#show-{card.id}")
    assert "960 555" in phone.get(room.url("/wall")).words


def test_the_page_has_a_step_box_without_anything_to_type_in(app: Flask) -> None:
    room = open_room(app)
    phone = room.person()
    page = phone.get(room.url("/card"))
    box = page.one("#step")
    assert not box.select("form, input, textarea")
    assert not page.soup.select("noscript meta"), "a page with typing must not reload itself"
    answer = phone.get(str(box["data-poll-url"]))
    assert (answer.status, answer.text("#step h1")) == (200, ["What would make you walk in the door?"])
    tag = answer.headers["ETag"]
    assert phone.get(str(box["data-poll-url"]), headers={"If-None-Match": tag}).status == 304
    room.run("next")
    moved = phone.get(str(box["data-poll-url"]), headers={"If-None-Match": tag})
    assert moved.status == 200
    assert "Nothing you put up is lost." in moved.words
    assert room.url() in moved.links()
