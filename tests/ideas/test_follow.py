"""Following ideas: on one's own page without an account, and by e-mail once an address is confirmed."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import func, select

from codesign.config import DEMO_SECRET
from codesign.core.terms import AnswerState, ReshapingKind, Standing
from codesign.extensions import db
from codesign.feedback.commands import take_back
from codesign.ideas.talk.following import clear_unconfirmed
from codesign.ideas.talk.mails import digest_mail
from codesign.ideas.talk.news import send_digests
from codesign.jobs import _digests_calmly, drain_outbox
from codesign.ledger import withdraw_words
from codesign.models import (
    AnswerBatch,
    Contact,
    Contribution,
    EventRow,
    Follow,
    FollowAddress,
    Idea,
    IdeaAnswer,
    IdeaBoard,
    IdeaLineage,
    IdeaVersion,
    OutboxMessage,
    Project,
)
from tests.browser import Browser, Page
from tests.ideas.test_adding import walk
from tests.ideas.test_board import address, counted_queries
from tests.ideas.test_talk import idea_page, make_reply
from tests.make import NOW, commit, make_board, make_idea, make_project


def of(board: IdeaBoard) -> str:
    return address(board).rpartition("/")[0] + "/following"


def follow(browser: Browser, idea: Idea, press: str = "start") -> Page:
    return browser.submit(idea_page(browser, idea), "#follow", button=("follow", press))


def looked_long_ago() -> None:
    """As if everybody had begun to follow, and looked, yesterday."""
    for row in db.session.scalars(select(Follow)):
        row.at = row.seen_at = NOW - timedelta(days=2)
    for address_row in db.session.scalars(select(FollowAddress)):
        address_row.told_until = NOW - timedelta(days=2)
    commit()


def in_mail(number: int = -1) -> str:
    return list(db.session.scalars(select(OutboxMessage.body).order_by(OutboxMessage.id)))[number]


def link_in(body: str) -> str:
    found = re.search(r"http://localhost(/p/\S+/by-email/\S+)", body)
    assert found
    return found[1]


def confirmed(browser: Browser, board: IdeaBoard, email: str = "asha@example.com") -> str:
    """The browser's person gets mail; the link of it."""
    browser.submit(browser.get(of(board)), "#mail", email=email)
    link = link_in(in_mail())
    browser.submit(browser.get(link), "#confirm")
    return link


def digests(at: datetime = NOW) -> int:
    sent, _ = send_digests(partial(digest_mail, base_url="http://localhost"), secret_key=DEMO_SECRET, at=at)
    commit()
    return sent


def test_a_person_follows_an_idea_without_an_account_and_finds_it_in_a_list(app: Flask, browser: Browser) -> None:
    board = make_board()
    idea = make_idea(board)
    make_idea(board, "Another")
    commit()
    assert "You follow no ideas on this device" in browser.get(of(board)).words
    assert follow(browser, idea).location.endswith(f"{idea.ref}#follow")
    page = idea_page(browser, idea)
    assert page.one("#follow-button")["aria-pressed"] == "true"
    assert page.text("#follow-button") == ["Following"]
    listed = browser.get(of(board))
    assert listed.text("#followed h2") == ["More benches"]
    assert listed.text(".shape-lead") == ["Nothing new since you last looked."]
    assert "You follow no ideas" in Browser(app).get(of(board)).words


def test_following_twice_is_once_and_stopping_takes_it_off_the_list(browser: Browser) -> None:
    board = make_board()
    idea = make_idea(board)
    commit()
    follow(browser, idea)
    follow(browser, idea)
    assert db.session.scalar(select(func.count()).select_from(Follow)) == 1
    browser.submit(browser.get(of(board)), f"#stop-{board.ref}-{idea.ref}", button=("follow", "stop"))
    follow(browser, idea, "stop")
    assert db.session.scalar(select(func.count()).select_from(Follow)) == 0
    kinds = list(db.session.scalars(select(EventRow.kind).where(EventRow.kind.startswith("idea_followed"))))
    assert kinds == ["idea_followed", "idea_followed_no_more"]


def test_htmx_gets_the_button_again(browser: Browser) -> None:
    board = make_board()
    idea = make_idea(board)
    commit()
    answer = browser.submit(idea_page(browser, idea), "#follow", button=("follow", "start"), htmx=True)
    assert answer.one("form#follow button")["aria-pressed"] == "true"
    assert not answer.soup.select("h1")


def test_what_is_not_shown_cannot_be_followed(browser: Browser) -> None:
    board = make_board()
    shown, waiting = make_idea(board), make_idea(board, "Waits", standing=Standing.WAITING)
    commit()
    _, action, values = idea_page(browser, shown).form_values("#follow")
    assert browser.post(action.replace(shown.ref, waiting.ref), {**dict(values), "follow": "start"}).status == 404
    assert browser.post(action.replace(shown.ref, "I-999999"), {**dict(values), "follow": "start"}).status == 404


def with_everything_new(idea: Idea, other: Idea) -> None:
    """Two replies and an answer, new words, an answer of the commissioner, a merge."""
    make_reply(idea, minutes=590)
    make_reply(idea, minutes=591)
    db.session.add(IdeaVersion(idea_id=idea.id, number=1, title="Before", shown=True, at=NOW - timedelta(hours=1)))
    batch = AnswerBatch(
        board_id=idea.board_id, ref="A1", title="Autumn", made_at=NOW, published_at=NOW - timedelta(hours=1)
    )
    batch.answers.append(IdeaAnswer(idea_id=idea.id, state=AnswerState.ACCEPTED))
    db.session.add(batch)
    db.session.add(
        IdeaLineage(from_id=idea.id, into_id=other.id, kind=ReshapingKind.MERGE, at=NOW - timedelta(hours=1))
    )
    commit()


def test_the_list_says_what_is_new_until_the_person_has_looked(browser: Browser) -> None:
    board = make_board()
    idea, other, quiet = make_idea(board), make_idea(board, "Benches"), make_idea(board, "Quiet")
    commit()
    follow(browser, idea)
    follow(browser, quiet)
    looked_long_ago()
    make_reply(idea, "Too old.", minutes=-3000)
    with_everything_new(idea, other)
    page = browser.get(of(board))
    assert page.text(".shape-lead") == ["There is news on 1 idea."]
    assert page.text("#followed h2") == ["More benches", "Quiet"]
    assert page.text("#followed li li") == [
        "The council answered it.",
        "It is now part of another idea.",
        "Its author changed the words.",
        "2 new replies.",
    ]
    went = browser.submit(page, f"#seen-{board.ref}-{idea.ref}")
    assert went.location == address(board, f"/{idea.ref}")
    assert browser.get(of(board)).text(".shape-lead") == ["Nothing new since you last looked."]


def test_ones_own_reply_is_no_news_and_a_reply_read_by_a_moderator_is_new_when_it_is_shown(browser: Browser) -> None:
    board = make_board()
    idea = make_idea(board)
    commit()
    follow(browser, idea)
    browser.submit(idea_page(browser, idea), "#reply", text="Mine.", consent="public")
    looked_long_ago()
    assert "Nothing new" in browser.get(of(board)).words
    late = make_reply(idea, minutes=-9000)
    db.session.get_one(Contribution, late.contribution_id).moderated_at = NOW - timedelta(hours=1)
    commit()
    assert browser.get(of(board)).text("#followed li li") == ["1 new reply."]


def test_an_idea_taken_back_or_hidden_keeps_its_line_but_not_its_title(browser: Browser) -> None:
    board = make_board()
    gone, hidden = make_idea(board, "Gone soon"), make_idea(board, "Hidden soon")
    commit()
    follow(browser, gone)
    follow(browser, hidden)
    looked_long_ago()
    take_back(db.session.get_one(Contribution, gone.contribution_id).submission_id, at=NOW - timedelta(hours=1))
    db.session.get_one(Contribution, hidden.contribution_id).standing = Standing.WAITING
    commit()
    page = browser.get(of(board))
    assert page.text("#followed h2") == ["An idea that is not shown now"] * 2
    assert page.text("#followed li li") == ["Its author took it back."]


def test_all_of_it_can_be_marked_as_seen(browser: Browser) -> None:
    board = make_board()
    ideas = [make_idea(board, f"Idea {number}") for number in range(3)]
    commit()
    for idea in ideas:
        follow(browser, idea)
    looked_long_ago()
    for idea in ideas:
        make_reply(idea, minutes=590)
    commit()
    page = browser.get(of(board))
    assert page.text(".shape-lead") == ["There is news on 3 ideas."]
    browser.submit(page, "#seen-all")
    assert browser.get(of(board)).text(".shape-lead") == ["Nothing new since you last looked."]


def test_the_list_takes_the_same_number_of_queries_however_long_it_is(browser: Browser) -> None:
    board = make_board()
    url = of(board)
    counts = []
    for many in (1, 20):
        for number in range(many):
            idea = make_idea(board, f"Idea {number}")
            commit()
            follow(browser, idea)
        with counted_queries() as seen:
            assert browser.get(url).status == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 6


def test_mail_comes_only_after_the_person_has_pressed_the_button_behind_the_link(browser: Browser) -> None:
    board = make_board()
    idea = make_idea(board)
    commit()
    follow(browser, idea)
    asked = browser.submit(browser.get(of(board)), "#mail", email="asha@example.com", follow=True)
    assert "Not finished yet." in asked.words
    message = db.session.scalars(select(OutboxMessage)).one()
    assert (message.recipient, message.forgets) == ("asha@example.com", True)
    assert "More benches" not in message.body
    contact = db.session.scalars(select(Contact)).one()
    assert (contact.address, contact.purpose) == ("asha@example.com", f"{board.ref}-follow")
    looked_long_ago()
    make_reply(idea, minutes=590)
    commit()
    assert digests() == 0
    link = link_in(message.body)
    page = browser.get(link)
    browser.get(link)
    assert db.session.scalars(select(FollowAddress.confirmed_at)).one() is None
    browser.submit(page, "#confirm")
    browser.submit(page, "#confirm")
    assert db.session.scalars(select(FollowAddress.confirmed_at)).one() is not None
    assert "We send you one message a day at most" in browser.get(of(board)).words
    assert "asha@example.com" not in browser.get(of(board)).html


def test_a_digest_tells_all_news_at_once_in_titles_and_counts(app: Flask, browser: Browser) -> None:
    board = make_board()
    idea, other = make_idea(board), make_idea(board, "Benches")
    commit()
    follow(browser, idea)
    follow(browser, other)
    confirmed(browser, board)
    looked_long_ago()
    with_everything_new(idea, other)
    make_reply(other, "Words of a resident.", minutes=592)
    commit()
    assert digests() == 1
    message = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc())).first()
    assert message is not None
    assert message.subject == "News of 2 ideas you follow"
    assert "More benches\nThe council answered it.\nIt is now part of another idea." in message.body
    assert f"2 new replies.\nhttp://localhost{address(board, f'/{idea.ref}')}\n" in message.body
    assert "Benches\n1 new reply." in message.body
    assert "Words of a resident" not in message.body
    assert digests() == 0
    assert digests(NOW + timedelta(hours=2)) == 0
    make_reply(other, minutes=600 + 60)
    commit()
    assert digests(NOW + timedelta(hours=3)) == 0
    assert digests(NOW + timedelta(hours=24)) == 1
    assert "News of 1 idea" in str(
        db.session.scalars(select(OutboxMessage.subject).order_by(OutboxMessage.id.desc())).first()
    )
    assert drain_outbox(at=NOW + timedelta(hours=25)) == 3
    assert not [each for each in db.session.scalars(select(OutboxMessage.recipient)) if each]


def test_no_news_is_no_mail(browser: Browser) -> None:
    board = make_board()
    idea = make_idea(board)
    commit()
    follow(browser, idea)
    confirmed(browser, board)
    looked_long_ago()
    assert digests() == 0
    assert digests(NOW + timedelta(days=3)) == 0


def test_the_nightly_job_writes_the_digests(app: Flask, browser: Browser) -> None:
    board = make_board()
    idea = make_idea(board)
    commit()
    follow(browser, idea)
    confirmed(browser, board)
    looked_long_ago()
    make_reply(idea, minutes=590)
    commit()
    assert _digests_calmly(app) == 1
    assert _digests_calmly(app) == 0


def test_two_jobs_at_once_tell_a_person_once(browser: Browser) -> None:
    board = make_board()
    idea = make_idea(board)
    commit()
    follow(browser, idea)
    confirmed(browser, board)
    looked_long_ago()
    make_reply(idea, minutes=590)
    commit()
    before = db.session.scalars(select(FollowAddress)).one().told_until
    assert digests() == 1
    assert digests() == 0
    after = db.session.scalars(select(FollowAddress).execution_options(populate_existing=True)).one().told_until
    assert after > before


def test_the_link_of_a_digest_stops_it_without_signing_in_and_the_address_goes(app: Flask, browser: Browser) -> None:
    board = make_board()
    idea = make_idea(board)
    commit()
    follow(browser, idea)
    confirmed(browser, board)
    looked_long_ago()
    make_reply(idea, minutes=590)
    commit()
    digests()
    anyone = Browser(app)
    page = anyone.get(link_in(in_mail()))
    assert page.text("h1") == ["You get news by email"]
    assert db.session.scalar(select(func.count()).select_from(Contact)) == 1
    stopped = anyone.submit(page, "#stop")
    assert stopped.text("h1") == ["You get no more messages"]
    for table in (Contact, FollowAddress):
        assert db.session.scalar(select(func.count()).select_from(table)) == 0
    assert anyone.get(page.url).status == 410
    assert anyone.submit(page, "#stop").status == 200
    assert browser.get(of(board)).text("#followed h2") == ["More benches"]


@pytest.mark.parametrize("way", ["own page", "last follow", "withdrawal"])
def test_the_address_goes_with_the_wish(app: Flask, browser: Browser, way: str) -> None:
    board = make_board()
    commit()
    browser.submit(walk(browser, board), "#send")
    idea = db.session.scalars(select(Idea)).one()
    follow(browser, idea)
    confirmed(browser, board)
    if way == "own page":
        browser.submit(browser.get(of(board)), "#stop-mail")
    elif way == "last follow":
        follow(browser, idea, "stop")
    else:
        take_back(db.session.get_one(Contribution, idea.contribution_id).submission_id, at=NOW)
        commit()
    for table in (Contact, FollowAddress):
        assert db.session.scalar(select(func.count()).select_from(table)) == 0


def test_an_address_that_nobody_confirms_is_erased_after_a_week(browser: Browser) -> None:
    board = make_board()
    idea = make_idea(board)
    commit()
    follow(browser, idea)
    browser.submit(browser.get(of(board)), "#mail", email="typo@example.com")
    assert clear_unconfirmed(at=NOW + timedelta(days=6)) == 0
    assert clear_unconfirmed(at=NOW + timedelta(days=8)) == 1
    assert db.session.scalar(select(func.count()).select_from(Contact)) == 0


def test_another_address_takes_the_place_of_the_first(browser: Browser) -> None:
    board = make_board()
    idea = make_idea(board)
    commit()
    follow(browser, idea)
    browser.submit(browser.get(of(board)), "#mail", email="typo@example.com")
    first = link_in(in_mail())
    browser.submit(browser.get(of(board)), "#mail", email="asha@example.com")
    assert list(db.session.scalars(select(Contact.address))) == ["asha@example.com"]
    assert browser.get(first).status == 410


@pytest.mark.parametrize("email", ["", "asha", "a@b@c", "x" * 300 + "@example.com"])
def test_what_is_no_address_is_kept_and_explained(browser: Browser, email: str) -> None:
    board = make_board()
    idea = make_idea(board)
    commit()
    follow(browser, idea)
    refused = browser.submit(browser.get(of(board)), "#mail", email=email)
    assert refused.status == 422
    assert refused.one("#mail [name=email]").get("value", "") == email
    assert refused.soup.select(".govuk-error-summary li")


def test_who_follows_nothing_gets_no_mail(browser: Browser) -> None:
    board = make_board()
    idea = make_idea(board)
    commit()
    follow(browser, idea)
    page = browser.get(of(board))
    follow(browser, idea, "stop")
    refused = browser.submit(page, "#mail", email="asha@example.com")
    assert refused.status == 422
    assert db.session.scalar(select(func.count()).select_from(OutboxMessage)) == 0


def test_a_link_works_in_its_own_project_only(browser: Browser) -> None:
    board, other = make_board(), make_board(make_project())
    idea = make_idea(board)
    commit()
    follow(browser, idea)
    browser.submit(browser.get(of(board)), "#mail", email="asha@example.com")
    here, there = (db.session.get_one(Project, each.project_id).slug for each in (board, other))
    assert browser.get(link_in(in_mail()).replace(here, there)).status == 410
    assert browser.get(link_in(in_mail())[:-3] + "xyz").status == 410


def test_a_digest_speaks_its_readers_language(app: Flask, browser: Browser) -> None:
    board = make_board()
    idea = make_idea(board)
    commit()
    follow(browser, idea)
    confirmed(browser, board)
    looked_long_ago()
    words = db.session.get_one(Contribution, make_reply(idea, minutes=590).contribution_id)
    withdraw_words(words, by="test", at=NOW)
    commit()
    assert digests() == 0
    from codesign.models import Participant

    for person in db.session.scalars(select(Participant)):
        person.language = "xx"
    make_reply(idea, minutes=590)
    commit()
    assert digests() == 1
