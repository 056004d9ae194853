"""A resident on a phone, from a project's page through its boards to an answer: by touch, without scripts, by keyboard alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect
from sqlalchemy import select

from codesign.core.terms import AnswerState, BoardAsks, ModerationPolicy, ReplyKind, Standing
from codesign.extensions import db
from codesign.ideas.likeness import keep_terms
from codesign.models import Area, Contribution, Idea, PairChoice, StatementVote, Support
from codesign.web.uploads import arriving
from tests.browser import Browser
from tests.consultations import sent_files
from tests.ideas.answering import make_answer_to, make_batch
from tests.ideas.test_adding_photo_place import SQUARE
from tests.ideas.test_talk import make_reply
from tests.journeys.board_states import Scene, scene
from tests.journeys.hands import Finger, Hand, Keys
from tests.journeys.looking import easy_to_press
from tests.make import commit, make_board, make_idea
from tests.moderation.acting import act, member

pytestmark = [pytest.mark.browser]

WAYS = ("touch", "no scripts", "keyboard")


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch, live_server: str) -> Scene:
    """A board with more ideas than a page shows, a talk and an answer; beside it pairs and statements to choose from."""
    monkeypatch.setattr(arriving, "FREE_SHARE", 0.0)
    made = scene(asks_place=True, moderation=ModerationPolicy.BEFORE)
    for number in range(9):
        made.add(f"Small idea {number + 1}")
    db.session.add(Area(project_id=made.project.id, code="E05000001", name="Netherton", shape=SQUARE))
    keep_terms(made.add("More benches by the river", "To rest on the way.").id)
    warm = made.ideas[0]
    asked = make_reply(warm, "Who locks up?", kind=ReplyKind.ASKS, minutes=1)
    make_reply(warm, "I can, on Tuesdays.", to=asked, minutes=2)
    make_answer_to(make_batch(made.board, days_ago=1), warm, AnswerState.PARTLY, words="Until 7pm on weekdays.")
    for asks, title in ((BoardAsks.PAIRS, "Which would help more?"), (BoardAsks.STATEMENTS, "Do you agree?")):
        board = make_board(made.project, asks=asks, title=title)
        for line in ("A garden", "A café", "A slide"):
            make_idea(board, line, line)
    commit()
    return made


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    kept = tmp_path / "IMG_0001.jpg"
    kept.write_bytes(sent_files.photo((640, 480)))
    return kept


def title_of(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


@pytest.mark.parametrize("way", WAYS)
def test_a_resident_goes_all_the_way_from_the_project_to_an_answer(
    live_server: str, chromium: Chromium, staff_browser: Browser, made: Scene, photo: Path, way: str
) -> None:
    scripts = way != "no scripts"
    warm, board = made.ideas[0], f"{live_server}{made.at()}"
    warm_ref, warm_title, project = warm.ref, warm.title, made.project
    commit()
    context = chromium.new_context(
        viewport={"width": 375, "height": 740}, java_script_enabled=scripts, reduced_motion="reduce"
    )
    context.set_default_timeout(15_000)
    page = context.new_page()
    hand: Hand = Keys(page) if way == "keyboard" else Finger(page)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if "Content Security" in message.text else None)

    # Find the board from the project's page, filter it, show the rest.
    page.goto(f"{live_server}/p/{project.slug}")
    hand.press(page.get_by_role("link", name="Share or back an idea"))
    title_of(page, "Ideas for the hub")
    expect(page.locator("#cards > li")).to_have_count(12)
    assert page.locator("a[href], button, input, select, summary").last.get_attribute("id") == "add-idea"
    hand.pick(page.get_by_label("Show first"), "Newest")
    if not scripts:
        hand.press(page.get_by_role("button", name="Update"))
    expect(page).to_have_url(re.compile("sort=newest"))
    if way == "keyboard":
        expect(page.get_by_label("Show first")).to_be_focused()
    hand.swap(page.get_by_role("link", name="Opening times 1"))
    expect(page.locator("#cards > li")).to_have_count(1)
    hand.swap(page.get_by_role("link", name="All 15"))
    expect(page.locator("#cards > li")).to_have_count(12)
    hand.swap(page.get_by_role("link", name="Show 3 more"))
    expect(page.locator("#cards > li")).to_have_count(15 if scripts else 3)
    if scripts:
        expect(page.locator("#cards > li").nth(12).locator("h2 a")).to_be_focused()
        easy_to_press(page)
    page.go_back() if not scripts else page.goto(board)

    # Support an idea and take it back.
    button = page.locator("#cards button").first
    for pressed in ("true", "false"):
        hand.swap(button)
        expect(button).to_have_attribute("aria-pressed", pressed)
        if scripts:
            expect(button).to_be_focused()
    db.session.rollback()
    assert db.session.scalar(select(Support.id)) is None

    # Add an idea with a photo and a place; one like it is shown.
    page.goto(board)
    hand.press(page.get_by_role("link", name="Add your idea"))
    hand.write(page.get_by_label("Your idea in one line"), "A bench by the water")
    like = page.get_by_role("heading", name="1 idea like this. Support it, or carry on.")
    if scripts:
        expect(like).to_be_visible()
        expect(page.get_by_label("Your idea in one line")).to_be_focused()
    hand.press(page.get_by_role("button", name="Continue"))
    if not scripts:
        expect(like).to_be_visible()
        hand.press(page.get_by_role("link", name="Carry on with my idea"))
    title_of(page, "Tell us more")
    hand.write(page.get_by_label("Tell us more"), "Halfway up, for people with bags.")
    hand.press(page.get_by_role("button", name="Continue"))
    title_of(page, "Add a photo")
    hand.attach(page.get_by_label("Choose a photo"), photo)
    hand.write(page.get_by_label("Say what is in the photo"), "An empty bench")
    hand.press(page.get_by_role("button", name="Continue"))
    title_of(page, "Where is it?")
    hand.choose(page.get_by_label("Netherton", exact=True))
    hand.press(page.get_by_role("button", name="Continue"))
    title_of(page, "How shall we show you?")
    hand.choose(page.get_by_label("Show nothing about me"))
    hand.press(page.get_by_role("button", name="Continue"))
    title_of(page, "May we quote your words?")
    hand.choose(page.get_by_label("Yes, anyone may read them"))
    hand.press(page.get_by_role("button", name="Continue"))
    title_of(page, "Check your idea before you send it")
    expect(page.get_by_role("img", name="An empty bench")).to_be_visible()
    hand.press(page.get_by_role("button", name="Send your idea"))
    title_of(page, "Thank you. We have your idea")
    expect(page.get_by_text("A person reads your words first.")).to_be_visible()

    # It is checked; until then only its author sees it.
    hand.press(page.get_by_role("link", name="Back to the ideas"))
    own = page.locator("#own article")
    expect(own).to_contain_text("Being checked")
    expect(own).to_contain_text("A bench by the water")
    db.session.rollback()
    words = db.session.scalars(select(Contribution).where(Contribution.standing == Standing.WAITING)).one()
    mine = db.session.scalars(select(Idea).where(Idea.contribution_id == words.id)).one()
    ref, code = mine.ref, words.code
    member(staff_browser, project)
    act(staff_browser, project, "publish", code, "waiting")
    page.goto(f"{board}?sort=newest")
    expect(page.locator("#own")).to_have_count(0)

    # Answer a reply to another idea, with its answer from the group beside it; follow that idea.
    page.goto(f"{board}?theme=T01")
    expect(page.locator(f"#idea-{warm_ref}")).to_contain_text("We said yes to part")
    hand.press(page.get_by_role("link", name=warm_title, exact=True))
    title_of(page, warm_title)
    expect(page.locator("#answer")).to_contain_text("Until 7pm on weekdays.")
    hand.press(page.get_by_role("link", name="Reply to this reply").last)
    expect(page.locator("#in-answer-to")).to_contain_text("I can, on Tuesdays.")
    hand.choose(page.get_by_label("I want to add something"))
    hand.write(page.get_by_label("Your reply"), "And I on Thursdays.")
    hand.choose(page.get_by_label("Yes, anyone may read them"))
    hand.press(page.get_by_role("button", name="Send your reply"))
    title_of(page, "Thank you. We have your reply")
    hand.press(page.get_by_role("link", name="Back to the talk"))
    expect(page.locator(".shape-thread__replies")).to_contain_text("And I on Thursdays.")
    hand.swap(page.get_by_role("button", name="Follow"))
    expect(page.get_by_role("button", name="Following")).to_be_visible()

    # Change one's own idea: nobody had acted on it, so no version of it is kept for others.
    page.goto(f"{board}/{ref}")
    hand.press(page.get_by_role("link", name="Change your idea"))
    expect(page.locator("#what-happens")).to_contain_text("Nobody has acted on your idea yet.")
    line = page.get_by_label("Your idea in one line")
    line.fill("") if way != "keyboard" else None
    hand.write(line, "Two benches by the water")
    hand.press(page.get_by_role("button", name="Save your new words"))
    expect(page.get_by_role("heading", name="Two benches by the water").first).to_be_visible()

    # Choose between two ideas, and vote on statements until none is left.
    page.goto(board)
    hand.press(page.get_by_role("link", name="Which would help more?"))
    hand.press(page.get_by_role("button", name="Choose this one").first)
    expect(page.locator("#done")).to_contain_text("You have chosen 1 time.")
    hand.press(page.get_by_role("button", name="I cannot say"))
    expect(page.locator("#done")).to_contain_text("You have chosen 2 times.")
    hand.press(page.get_by_role("link", name="Do you agree?"))
    for left, name in enumerate(("Pass, I am not sure", "Disagree", "Agree")):
        expect(page.locator("#left")).to_have_text(f"{3 - left} statement{'s' if left < 2 else ''} left of 3")
        hand.press(page.get_by_role("button", name=name, exact=True))
    expect(page.get_by_role("heading", name="You have seen every statement")).to_be_visible()
    db.session.rollback()
    assert len(db.session.scalars(select(PairChoice)).all()) == 2
    assert len(db.session.scalars(select(StatementVote)).all()) == 3
    if scripts:
        assert page.evaluate("Object.keys(localStorage)") == []  # nothing of it stays on the phone
    assert said == []
    context.close()


def test_an_idea_written_without_signal_stays_on_the_phone_and_goes_on_by_itself(
    live_server: str, chromium: Chromium, made: Scene
) -> None:
    commit()
    context = chromium.new_context(viewport={"width": 375, "height": 740})
    page = context.new_page()
    page.goto(f"{live_server}{made.at('/add')}")
    context.set_offline(True)
    line = page.get_by_label("Your idea in one line")
    line.press_sequentially("A zebra crossing")
    saved = page.locator("[data-save-line]")
    expect(saved).to_contain_text("No signal. Your answers are safe on this phone.")
    context.set_offline(False)
    expect(saved).to_have_text("")  # nothing was sent, so nothing is said of it
    page.reload()
    expect(line).to_have_value("A zebra crossing")
    context.set_offline(True)
    page.get_by_role("button", name="Continue").click()
    expect(saved).to_contain_text("No signal. Stay on this page. We go on when signal is back.")
    context.set_offline(False)
    title_of(page, "Tell us more")
    assert page.evaluate("Object.keys(localStorage)") == []
    context.set_offline(True)
    page.get_by_label("Tell us more").fill("By the school.")
    expect(saved).to_contain_text("No signal. Your answers are safe on this phone.")
    page.get_by_role("button", name="Continue").click()
    context.set_offline(False)
    title_of(page, "Add a photo")
    context.set_offline(True)
    page.get_by_role("button", name="Continue").click()
    expect(saved).to_contain_text("No signal. Stay on this page. We go on when signal is back.")
    context.set_offline(False)
    title_of(page, "Where is it?")
    assert page.evaluate("Object.keys(localStorage)") == []
    context.close()
