"""Talk, following and changing on a phone: with scripts on and off, by keyboard, axe on every page."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect
from sqlalchemy import select

from codesign.core.terms import ReplyKind, Role
from codesign.extensions import db
from codesign.models import Comment, Follow, Idea, IdeaBoard, OutboxMessage, Project
from tests.ideas.test_board import address
from tests.ideas.test_talk import code_of, make_reply
from tests.journeys.looking import looked_at
from tests.make import NOW, commit, make_board, make_idea, make_person

pytestmark = [pytest.mark.browser]


@pytest.fixture
def board(live_server: str) -> IdeaBoard:
    made = make_board()
    commit()
    return made


def talk_on(board: IdeaBoard) -> tuple[Idea, Comment]:
    """An idea with a thread of every kind, longer than a page shows; and the second-level reply to answer."""
    project = db.session.get_one(Project, board.project_id)
    idea = make_idea(board, "A warm room with free tea", "Somewhere to sit after work.", place_words="The old library")
    asked = make_reply(idea, "Who locks up?", kind=ReplyKind.ASKS, minutes=1)
    staff = make_person(Role.FACILITATOR, project=project)
    make_reply(idea, "The group does.", kind=ReplyKind.ANSWER, to=asked, by_id=staff.id, minutes=2)
    second = make_reply(idea, "I can lock up on Tuesdays.", to=asked, minutes=3)
    another = make_reply(idea, "I would spend it on buses.", kind=ReplyKind.ANOTHER_WAY, minutes=4)
    for number in range(13):
        make_reply(idea, f"Buses, yes {number}.", to=another, minutes=5 + number)
    commit()
    return idea, second


def seen(page: Page, scripts: bool) -> None:
    if scripts:
        looked_at(page)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_resident_answers_a_reply_and_follows(
    live_server: str, chromium: Chromium, board: IdeaBoard, scripts: bool
) -> None:
    idea, second = talk_on(board)
    idea_id, answered = idea.id, code_of(second)
    commit()
    context = chromium.new_context(java_script_enabled=scripts, viewport={"width": 375, "height": 740})
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if "Content Security" in message.text else None)
    page.goto(live_server + address(board, f"/{idea.ref}"))
    seen(page, scripts)
    page.get_by_role("link", name="Show 3 more replies").click()
    if scripts:
        expect(page.get_by_text("Buses, yes 12.")).to_be_visible()
        expect(page).to_have_url(re.compile(f"/{idea.ref}$"))
    else:
        expect(page.get_by_role("heading", name="Replies to one reply")).to_be_visible()
        page.go_back()
    page.locator(f"#reply-{answered}").get_by_role("link", name="Reply", exact=False).first.click()
    expect(page.get_by_role("heading", name="Answer this reply")).to_be_visible()
    expect(page.locator("#in-answer-to")).to_contain_text("I can lock up on Tuesdays.")
    seen(page, scripts)
    page.get_by_role("button", name="Send your reply").click()
    expect(page.get_by_role("link", name="Write your reply")).to_be_visible()
    expect(page.locator("#in-answer-to")).to_be_visible()
    seen(page, scripts)
    page.get_by_label("I want to add something").check()
    page.get_by_label("Your reply").fill("And I on Thursdays.")
    page.get_by_label("Yes, anyone may read them").check()
    page.get_by_role("button", name="Send your reply").press("Enter")
    page.get_by_role("link", name="Back to the talk").click()
    expect(page.locator(".shape-thread__replies").first).to_contain_text("And I on Thursdays.")
    expect(page.locator(".shape-thread__replies").first).to_contain_text("In answer to “I can lock up on Tuesdays.”")
    page.get_by_role("button", name="Follow").click()
    expect(page.get_by_role("button", name="Following")).to_be_visible()
    if scripts:
        expect(page.get_by_role("button", name="Following")).to_be_focused()
    page.get_by_role("link", name="Ideas you follow").click()
    expect(page.get_by_text("Nothing new since you last looked.")).to_be_visible()
    db.session.rollback()
    make_reply(db.session.get_one(Idea, idea_id), "Later.", minutes=590)
    for row in db.session.scalars(select(Follow)):
        row.seen_at = NOW - timedelta(hours=1)
    commit()
    page.reload()
    expect(page.get_by_text("There is news on 1 idea.")).to_be_visible()
    seen(page, scripts)
    page.get_by_label("Your email address").fill("asha@example")
    page.get_by_role("button", name="Get news by email").click()
    expect(page.get_by_label("Your email address")).to_have_value("asha@example")
    page.get_by_label("Your email address").fill("asha@example.com")
    page.get_by_role("button", name="Get news by email").click()
    expect(page.get_by_text("Not finished yet.")).to_be_visible()
    db.session.rollback()
    body = db.session.scalars(select(OutboxMessage.body)).one()
    found = re.search(r"(/p/\S+/by-email/\S+)", body)
    assert found
    page.goto(live_server + found[1])
    seen(page, scripts)
    page.get_by_role("button", name="Yes, send me news").click()
    expect(page.get_by_role("heading", name="You get news by email")).to_be_visible()
    seen(page, scripts)
    page.get_by_role("button", name="Stop and delete my address").click()
    expect(page.get_by_role("heading", name="You get no more messages")).to_be_visible()
    assert said == []
    context.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_an_author_changes_an_idea_and_takes_it_back(
    live_server: str, chromium: Chromium, board: IdeaBoard, scripts: bool
) -> None:
    context = chromium.new_context(java_script_enabled=scripts, viewport={"width": 375, "height": 740})
    other = chromium.new_context(java_script_enabled=scripts, viewport={"width": 375, "height": 740})
    page, reader = context.new_page(), other.new_page()
    page.goto(live_server + address(board, "/add"))
    page.get_by_label("Your idea in one line").fill("More benches")
    for _ in range(12):
        if page.get_by_role("button", name="Send your idea").count():
            break
        for label in ("Show nothing about me", "Yes, anyone may read them"):
            if page.get_by_label(label).count():
                page.get_by_label(label).check()
        skip = page.get_by_role("button", name="Skip")
        (skip if skip.count() else page.get_by_role("button", name="Continue")).first.click()
    page.get_by_role("button", name="Send").first.click()
    expect(page.locator("#receipt")).to_be_visible()
    db.session.rollback()
    idea = db.session.scalars(select(Idea)).one()
    url = live_server + address(board, f"/{idea.ref}")
    reader.goto(url)
    reader.get_by_role("button", name="Support").click()
    expect(reader.get_by_role("button", name="Supported")).to_be_visible()
    page.goto(url)
    page.get_by_role("link", name="Change your idea").click()
    expect(page.locator("#what-happens")).to_contain_text("They can still read the earlier words.")
    seen(page, scripts)
    page.get_by_label("Your idea in one line").fill("")
    page.get_by_role("button", name="Save your new words").click()
    expect(page.get_by_role("link", name="Write your idea in one line")).to_be_visible()
    page.get_by_label("Your idea in one line").fill("Two benches in the shade")
    page.get_by_role("button", name="Save your new words").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Two benches in the shade")
    seen(page, scripts)
    reader.reload()
    expect(reader.locator("#changed")).to_contain_text("This was after you supported it.")
    reader.get_by_role("link", name="See the earlier words").click()
    expect(reader.get_by_role("heading", name="More benches")).to_be_visible()
    seen(reader, scripts)
    page.get_by_role("link", name="Take your idea back").click()
    seen(page, scripts)
    page.get_by_role("button", name="Yes, take my idea back").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You took this idea back")
    seen(page, scripts)
    reader.goto(url)
    expect(reader.get_by_role("heading", level=1)).to_have_text("This idea was taken back")
    seen(reader, scripts)
    context.close()
    other.close()
