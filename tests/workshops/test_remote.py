"""The facilitator's remote: moving the room, grouping without dragging, undo, paper cards, hands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import select

from codesign.core.terms import Mode, ModerationAct, ModerationReason, Role, Standing, StepPhase
from codesign.extensions import db
from codesign.models import (
    Card,
    CardGroup,
    Contribution,
    EventRow,
    ModerationAction,
    OutboxMessage,
    Participant,
    Project,
    SafeguardingHold,
    Submission,
)
from tests import make
from tests.browser import Browser, Page
from tests.workshops.room import Room, open_room, put_card, start_vote, tap


def move(room: Room, card: Card, to: object, *, page: Page | None = None, title: str = "") -> Page:
    page = page or room.remote.get(room.url("/run"))
    return room.remote.submit(page, f"#move-{card.id}", to=str(to) if to else "", title=title)


def a_card(room: Room, text: str = "Saturday mornings") -> Card:
    card = make.make_card(room.cards, text, workshop=room.workshop)
    make.commit()
    return card


def group_of(card: Card) -> str | None:
    db.session.expire_all()
    group = db.session.get_one(Card, card.id).group_id
    return db.session.get_one(CardGroup, group).title if group else None


def events(kind: str) -> int:
    return len(db.session.scalars(select(EventRow).where(EventRow.kind == kind)).all())


def test_the_remote_moves_the_room_through_the_agenda_and_back(app: Flask) -> None:
    room = open_room(app, started=False)
    phone = room.person()
    room.run("start")
    assert phone.get(room.url(), follow=True).url == room.url("/card")
    room.run("next")
    assert room.fresh().steps[0].phase is StepPhase.GROUPING
    room.group("A face I know")
    room.run("next")
    assert phone.get(room.url(), follow=True).url == room.url("/vote")
    room.run("next")
    assert room.fresh().steps[1].totals_shown
    room.run("back")
    assert not room.fresh().steps[1].totals_shown
    room.run("back")
    assert room.fresh().current_step_id == room.cards.id
    assert events("workshop_moved_on") == 3
    assert events("workshop_moved_back") == 2


def test_every_change_of_the_room_moves_its_version(app: Flask) -> None:
    room = open_room(app, started=False)
    seen = [room.fresh().version]
    for wish in ("start", "minute", "pause", "resume", "next", "back", "end", "reopen"):
        room.run(wish)
        seen.append(room.fresh().version)
    assert seen == sorted(set(seen))
    phone = room.person()
    assert room.fresh().version > seen[-1]
    put_card(phone, room, "Saturday mornings")
    assert room.fresh().version > seen[-1] + 1


def test_a_vote_needs_groups(app: Flask) -> None:
    room = open_room(app)
    room.run("next")
    answer = room.run("next")
    assert "Make at least one group first." in answer.words
    assert room.fresh().current_step_id == room.cards.id


def test_time_is_given_taken_and_kept_over_a_pause(app: Flask) -> None:
    room = open_room(app)
    room.workshop.step_ends_at = datetime.now(UTC) + timedelta(minutes=2)
    make.commit()
    room.run("minute")
    ends = room.fresh().step_ends_at
    assert ends is not None
    assert timedelta(seconds=170) < ends - datetime.now(UTC) <= timedelta(seconds=181)
    room.run("pause")
    paused = room.fresh()
    assert paused.step_ends_at is None
    assert paused.paused_seconds is not None
    assert 170 <= paused.paused_seconds <= 181
    assert "Paused" in room.remote.get(room.url("/wall")).words
    room.run("resume")
    assert room.fresh().paused_seconds is None
    assert room.fresh().step_ends_at is not None


def test_when_the_time_is_up_no_card_is_taken_until_a_minute_is_added(app: Flask) -> None:
    room = open_room(app)
    phone = room.person()
    page = phone.get(room.url("/card"))
    room.fresh().step_ends_at = datetime.now(UTC) - timedelta(seconds=11)
    make.commit()
    assert phone.submit(page, "#card-form", text="Too late").status == 422
    assert (
        "The time is up." in phone.get(room.url("/step")).words
        or "The time is up." in phone.get(room.url("/card")).words
    )
    room.run("minute")
    assert phone.submit(page, "#card-form", text="In time").status == 303


def test_a_card_goes_to_a_group_to_a_new_one_and_back(app: Flask) -> None:
    room = open_room(app)
    face = room.group("A face I know")
    card = a_card(room)
    assert move(room, card, face.id).status == 303
    assert group_of(card) == "A face I know"
    assert move(room, card, "new", title="Open when we are free").status == 303
    assert group_of(card) == "Open when we are free"
    assert move(room, card, None).status == 303
    assert group_of(card) is None
    assert move(room, card, "new").status == 422
    assert events("card_moved") == 3


def test_moves_are_undone_one_after_another(app: Flask) -> None:
    room = open_room(app)
    face, bus = room.group("A face I know"), room.group("Easy to get in")
    card, other = a_card(room), a_card(room, "On the 14 bus route")
    for which, to in ((card, face), (card, bus), (other, bus)):
        move(room, which, to.id)
    found = []
    for _turn in range(3):
        room.remote.submit(room.remote.get(room.url("/run")), "#undo")
        found.append((group_of(card), group_of(other)))
    assert found == [("Easy to get in", None), ("A face I know", None), (None, None)]
    assert not room.remote.get(room.url("/run")).soup.select("#undo")


def test_two_facilitators_with_one_card_lose_nothing(app: Flask) -> None:
    room = open_room(app)
    face, bus = room.group("A face I know"), room.group("Easy to get in")
    card = a_card(room)
    page = room.remote.get(room.url("/run"))
    move(room, card, face.id, page=page)
    answer = move(room, card, bus.id, page=page)
    assert answer.status == 422
    assert "Someone else moved this card just now." in answer.words
    assert group_of(card) == "A face I know"


def test_a_group_that_is_removed_leaves_its_cards(app: Flask) -> None:
    room = open_room(app)
    face = room.group("A face I know")
    card = a_card(room)
    move(room, card, face.id)
    room.remote.submit(room.remote.get(room.url("/run")), f"#remove-{face.id}")
    assert group_of(card) is None
    assert db.session.scalars(select(CardGroup)).all() == []


def test_a_group_with_votes_is_renamed_but_not_removed(app: Flask) -> None:
    room = open_room(app)
    [face] = start_vote(room, "A face I know")
    tap(room.person(), room, face, 1)
    page = room.remote.get(room.url("/run"))
    answer = room.remote.submit(page, f"#remove-{face.id}")
    assert "People have voted for this group." in answer.words
    room.remote.submit(page, f"#rename-{face.id}", title="Someone I know")
    assert db.session.scalars(select(CardGroup.title)).all() == ["A face I know"] or room.fresh()
    db.session.expire_all()
    assert db.session.scalars(select(CardGroup.title)).all() == ["Someone I know"]


def test_a_hidden_card_is_off_the_wall_and_its_author_is_told(app: Flask) -> None:
    room = open_room(app)
    phone = room.person()
    put_card(phone, room, "Mary at number 4 is useless")
    card = db.session.scalars(select(Card)).one()
    page = room.remote.get(room.url("/run"))
    room.remote.submit(page, f"#hide-{card.id}", reason="named_individual")
    assert "Mary" not in phone.get(room.url("/wall")).words
    assert "Mary" not in phone.get(room.url("/wall/live")).words
    assert "Mary" not in phone.get(room.url("/read")).words
    assert "Sam took this card off the wall." in phone.get(room.url("/card")).words
    db.session.expire_all()
    words = db.session.scalars(select(Contribution)).one()
    assert (words.standing, words.moderation_reason) == (Standing.HIDDEN, ModerationReason.NAMED_INDIVIDUAL)
    room.remote.submit(room.remote.get(room.url("/run")), f"#show-{card.id}")
    assert "Mary" in phone.get(room.url("/wall")).words
    acts = db.session.scalars(select(ModerationAction.act).order_by(ModerationAction.number)).all()
    assert acts == [ModerationAct.HIDDEN, ModerationAct.PUBLISHED]


def test_a_card_hidden_for_safeguarding_is_read_by_the_named_officer_alone(app: Flask) -> None:
    room = open_room(app)
    put_card(room.person(), room, "Mary hurts her son")
    card = db.session.scalars(select(Card)).one()
    project = db.session.scalars(select(Project)).one()
    project.safeguarding_officer_id = make.make_person(Role.OBSERVER, project=project).id
    page = room.remote.get(room.url("/run"))
    room.remote.submit(page, f"#hide-{card.id}", reason="safeguarding")
    assert "Mary" not in room.remote.get(room.url("/run")).words
    assert len(db.session.scalars(select(SafeguardingHold)).all()) == 1
    mail = db.session.scalars(select(OutboxMessage)).one()
    assert "Mary" not in mail.subject + mail.body


def test_paper_cards_are_people_of_their_own_without_a_key(app: Flask) -> None:
    room = open_room(app)
    for words in ("Toilet I can use in my wheelchair", "No forms on the first visit"):
        page = room.remote.get(room.url("/run"))
        for _twice in range(2):
            answer = room.remote.submit(page, "#paper-form", text=words, table=3)
    assert answer.location.endswith("?table=3#paper")
    db.session.expire_all()
    cards = db.session.scalars(select(Card)).all()
    assert [(card.from_paper, card.table_number) for card in cards] == [(True, 3), (True, 3)]
    assert db.session.scalars(select(Participant.key_digest)).all() == [None, None]
    assert set(db.session.scalars(select(Submission.mode))) == {Mode.WORKSHOP}
    assert "Toilet I can use in my wheelchair" in room.remote.get(room.url("/wall")).words


def test_hands_are_counted_beside_the_dots_of_phones(app: Flask) -> None:
    room = open_room(app)
    [face] = start_vote(room, "A face I know")
    tap(room.person(), room, face, 1)
    page = room.remote.get(room.url("/run"))
    assert room.remote.submit(page, f"#hands-{face.id}", people=4, dots=21).status == 422
    assert room.remote.submit(page, f"#hands-{face.id}", people=4, dots=3).status == 422
    assert room.remote.submit(page, f"#hands-{face.id}", people="many", dots=3).status == 422
    assert room.remote.submit(page, f"#hands-{face.id}", people=4, dots=9).status == 303
    room.run("show_totals")
    assert room.remote.get(room.url("/wall")).text(".shape-group__votes") == ["10 votes"]
    read = room.remote.get(room.url("/read"))
    assert read.text("#step-A2 td") == ["10", "5", "9 dots from 4 people"]
    assert "Hands were counted by the facilitator" in read.words


def test_the_news_line_says_what_changed_and_holds_no_form(app: Flask) -> None:
    room = open_room(app)
    page = room.remote.get(room.url("/run"))
    url = str(page.one("#news")["data-poll-url"])
    first = room.remote.get(url)
    assert first.text("#news") == [""]
    assert room.remote.get(url, headers={"If-None-Match": first.headers["ETag"]}).status == 304
    put_card(room.person(), room, "Saturday mornings")
    assert room.remote.get(url).text("#news") == ["2 changes in the room since this page was made. Show them"]
    assert not room.remote.get(url).soup.select("form")


def test_only_this_projects_facilitators_hold_the_remote(app: Flask, browser: Browser) -> None:
    room = open_room(app)
    card = a_card(room)
    stranger = Browser(app)
    make.sign_in(stranger, make.make_person(Role.FACILITATOR, project=make.make_project()))
    observer = Browser(app)
    make.sign_in(observer, make.make_person(Role.OBSERVER, project=room.project))
    assert stranger.get(room.url("/run")).status == 404
    assert observer.get(room.url("/run")).status == 403
    assert browser.get(room.url("/run")).status == 303
    token = stranger.get("/join").one("[name=csrf_token]")["value"]
    for url in (
        room.url("/run"),
        room.url(f"/run/cards/{card.id}/move"),
        room.url("/run/paper"),
        room.url("/run/undo"),
    ):
        assert stranger.post(url, {"csrf_token": token, "wish": "next"}).status == 404
    assert room.fresh().steps[0].phase is StepPhase.OPEN


def test_a_card_of_another_workshop_is_out_of_reach(app: Flask) -> None:
    room, other = open_room(app), open_room(app)
    face, card = room.group("A face I know"), a_card(room)
    foreign = a_card(other)
    page = room.remote.get(room.url("/run"))
    token = page.soup.select("[name=csrf_token]")[0]["value"]
    data = {"csrf_token": token, "to": str(face.id), "seen_in": "", "title": ""}
    assert room.remote.post(room.url(f"/run/cards/{foreign.id}/move"), data).status == 404
    foreign_group = other.group("Calm and kind")
    data["to"] = str(foreign_group.id)
    assert room.remote.post(room.url(f"/run/cards/{card.id}/move"), data).status == 404
    assert group_of(card) is None
