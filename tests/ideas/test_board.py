"""What a resident meets on a board of ideas, without JavaScript and with htmx."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from codesign.core.terms import (
    ActivityState,
    BoardAsks,
    CodedBy,
    Influence,
    ModerationPolicy,
    ModerationReason,
    Standing,
    Totals,
)
from codesign.extensions import db
from codesign.models import Coding, Contribution, EventRow, Idea, IdeaBoard, Prompt, Support
from tests.browser import Browser, Page
from tests.make import NOW, commit, make_board, make_idea, make_project, make_theme


def address(board: IdeaBoard, rest: str = "") -> str:
    from codesign.models import Project

    slug = db.session.get_one(Project, board.project_id).slug
    return f"/p/{slug}/ideas/{board.ref}{rest}"


def support(browser: Browser, page: Page, idea: Idea, *, htmx: bool = False) -> Page:
    button = page.one(f"#sup-{idea.ref} button")
    return browser.submit(page, f"#sup-{idea.ref}", button=(str(button["name"]), str(button["value"])), htmx=htmx)


@contextmanager
def counted_queries() -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH", "INSERT", "UPDATE", "DELETE")):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def test_the_board_says_how_many_ideas_there_are_and_what_becomes_of_them(browser: Browser) -> None:
    board = make_board()
    make_idea(board, "A warm room with free tea")
    make_idea(board, "Let local people run the front desk")
    commit()
    page = browser.get(address(board))
    assert page.status == 200
    assert page.text("h1") == ["Ideas for the hub"]
    assert "2 ideas. Support the ones you like. The group will read every one." in page.words
    assert sorted(page.text("article h2")) == ["A warm room with free tea", "Let local people run the front desk"]
    assert page.text("#sort option[selected]") == ["A fair mix"]
    assert page.text("#add-idea") == ["Add your idea"]


def test_the_bare_address_shows_the_first_open_board_and_names_the_others(browser: Browser) -> None:
    project = make_project()
    closed = make_board(project, title="Old ideas", state=ActivityState.CLOSED)
    votes = make_board(project, title="Do you agree?", asks=BoardAsks.STATEMENTS)
    board = make_board(project, title="Ideas for the hub")
    make_board(project, title="Not yet", state=ActivityState.DRAFT)
    commit()
    page = browser.get(f"/p/{project.slug}/ideas")
    assert page.text("h1") == ["Ideas for the hub"]
    assert page.links("#others-heading ~ ul a") == [address(closed), address(votes)]
    assert browser.get(address(board)).text("h1") == ["Ideas for the hub"]


def test_a_project_without_a_board_says_so(browser: Browser) -> None:
    project = make_project()
    commit()
    assert "There is no idea board yet" in browser.get(f"/p/{project.slug}/ideas").words


def test_a_draft_board_and_another_projects_board_look_alike(browser: Browser) -> None:
    board = make_board(state=ActivityState.DRAFT)
    other = make_board()
    commit()
    assert browser.get(address(board)).status == 404
    assert browser.get(address(board).replace(board.ref, "B9")).status == 404
    from codesign.models import Project

    slug = db.session.get_one(Project, board.project_id).slug
    idea = make_idea(other)
    commit()
    assert browser.get(f"/p/{slug}/ideas/{other.ref}/{idea.ref}").status == 404


def test_a_person_supports_an_idea_once_and_takes_it_back(browser: Browser) -> None:
    board = make_board()
    idea = make_idea(board)
    commit()
    page = browser.get(address(board))
    assert page.one(f"#sup-{idea.ref} button")["aria-pressed"] == "false"
    answer = support(browser, page, idea)
    assert answer.status == 303
    assert answer.location.endswith(f"/ideas/{board.ref}#idea-{idea.ref}")
    page = browser.get(address(board))
    assert page.one(f"#sup-{idea.ref} button")["aria-pressed"] == "true"
    assert page.text(f"#sup-{idea.ref} button") == [f"Supported 1 people support {idea.title}"]
    support(browser, page, idea)
    page = browser.get(address(board))
    assert page.one(f"#sup-{idea.ref} button")["aria-pressed"] == "false"
    assert db.session.scalar(select(func.count()).select_from(Support)) == 0
    kinds = list(db.session.scalars(select(EventRow.kind).order_by(EventRow.sequence)))
    assert kinds[-2:] == ["idea_supported", "support_taken_back"]


def test_supporting_twice_counts_once(browser: Browser) -> None:
    board = make_board()
    idea = make_idea(board)
    commit()
    page = browser.get(address(board))
    support(browser, page, idea)
    support(browser, page, idea)
    db.session.expire_all()
    assert db.session.get_one(Idea, idea.id).supports == 1


def test_twenty_supports_at_once_from_one_person_count_once(app: Flask, browser: Browser) -> None:
    board = make_board()
    idea, other = make_idea(board), make_idea(board, "Another")
    commit()
    page = browser.get(address(board))
    support(browser, page, other)  # now this browser has its participant
    page = browser.get(address(board))
    _, action, values = page.form_values(f"#sup-{idea.ref}")
    cookies = "; ".join(f"{c.key}={c.value}" for c in (browser.client._cookies or {}).values())
    statuses: list[int] = []

    def press() -> None:
        client = app.test_client(use_cookies=False)
        sent = dict(values) | {"support": "give"}
        statuses.append(client.post(action, data=sent, headers={"Cookie": cookies}).status_code)

    threads = [threading.Thread(target=press) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [303] * 20
    db.session.rollback()
    db.session.expire_all()
    assert db.session.get_one(Idea, idea.id).supports == 1
    assert db.session.scalar(select(func.count()).select_from(Support).where(Support.idea_id == idea.id)) == 1


def test_htmx_gets_the_button_again_and_a_word_for_the_screen_reader(browser: Browser) -> None:
    board = make_board()
    idea = make_idea(board)
    commit()
    answer = support(browser, browser.get(address(board)), idea, htmx=True)
    assert answer.status == 200
    assert answer.one(f"form#sup-{idea.ref} button")["aria-pressed"] == "true"
    assert answer.text("#live") == [f"You support {idea.title}"]
    assert "HX-Request" in answer.headers["Vary"]


def test_totals_that_are_kept_to_the_end_are_not_shown_before(browser: Browser) -> None:
    board = make_board(totals=Totals.END)
    idea = make_idea(board, supports=64)
    commit()
    page = browser.get(address(board))
    assert "64" not in page.words
    assert "We show the totals on" in page.words
    assert page.text("#sort option") == ["A fair mix", "Newest"]
    board.state = ActivityState.CLOSED
    commit()
    page = browser.get(address(board))
    assert page.text(f"#sup-{idea.ref}") == ["64 people support this"]


def test_a_closed_board_is_read_only(browser: Browser) -> None:
    board = make_board(closes_at=NOW - timedelta(minutes=1))
    idea = make_idea(board, supports=64)
    commit()
    page = browser.get(address(board))
    assert "64 people support this" in page.words
    assert not page.soup.select("#add-idea")
    open_page = browser.get(address(make_open_copy(board)))
    token = dict(open_page.form_values("form[id^=sup-]")[2])
    assert browser.post(address(board, f"/{idea.ref}/support"), token | {"support": "give"}).status == 410
    assert browser.get(address(board, "/add")).status == 410


def make_open_copy(board: IdeaBoard) -> IdeaBoard:
    from codesign.models import Project

    copy = make_board(db.session.get_one(Project, board.project_id), title="Open")
    make_idea(copy)
    commit()
    return copy


def test_ideas_come_twelve_at_a_time_and_none_is_left_out(browser: Browser) -> None:
    board = make_board()
    titles = {make_idea(board, f"Idea {number}").title for number in range(30)}
    commit()
    pages = [browser.get(address(board, f"?page={number}")) for number in (1, 2, 3)]
    assert [len(page.text("article h2")) for page in pages] == [12, 12, 6]
    assert pages[0].text("#more") == ["Show 12 more"]
    assert pages[1].text("#more") == ["Show 6 more"]
    assert pages[2].text("#more") == [""]
    assert {title for page in pages for title in page.text("article h2")} == titles
    assert browser.get(address(board)).text("article h2") == pages[0].text("article h2")


def test_show_more_brings_cards_and_the_next_link(browser: Browser) -> None:
    board = make_board()
    for number in range(30):
        make_idea(board, f"Idea {number}")
    commit()
    browser.get(address(board))
    response = browser.client.get(address(board, "?page=2"), headers={"HX-Request": "true", "HX-Target": "cards"})
    page = Page(response, "more")
    assert len(page.text("article h2")) == 12
    assert page.one("#more")["hx-swap-oob"] == "outerHTML"
    assert page.links("#more a")[0].endswith("page=3")
    assert not page.soup.select("h1")


def test_two_visitors_have_their_own_fair_mix(app: Flask) -> None:
    board = make_board()
    for number in range(30):
        make_idea(board, f"Idea {number}")
    commit()
    one, other = Browser(app), Browser(app)
    assert one.get(address(board)).text("article h2") != other.get(address(board)).text("article h2")


def test_most_support_and_newest_come_first_when_asked(browser: Browser) -> None:
    board = make_board()
    make_idea(board, "Old and liked", supports=9, created_at=NOW - timedelta(days=2))
    make_idea(board, "New", supports=1, created_at=NOW)
    commit()
    assert browser.get(address(board, "?sort=support")).text("article h2") == ["Old and liked", "New"]
    assert browser.get(address(board, "?sort=newest")).text("article h2") == ["New", "Old and liked"]
    assert len(browser.get(address(board, "?sort=';--")).text("article h2")) == 2


def code(idea: Idea, theme_id: object) -> None:
    db.session.add(Coding(contribution_id=idea.contribution_id, theme_id=theme_id, coded_by=CodedBy.IMPORTED, at=NOW))
    db.session.flush()


def test_a_theme_chip_shows_its_ideas_and_an_empty_one_invites(browser: Browser) -> None:
    project = make_project()
    board = make_board(project)
    opening, training = make_theme(project, "Opening times"), make_theme(project, "Training")
    idea = make_idea(board, "Open until 8pm")
    make_idea(board, "Something else")
    code(idea, opening.id)
    commit()
    page = browser.get(address(board))
    assert page.text(".shape-chips a") == ["All 2", "Opening times 1"]
    page = browser.get(address(board, f"?theme={opening.ref}"))
    assert page.text("article h2") == ["Open until 8pm"]
    assert page.text(".shape-chips a[aria-current]") == ["Opening times 1"]
    assert page.text("article .shape-pill") == ["Opening times"]
    page = browser.get(address(board, f"?theme={training.ref}"))
    assert page.text(".shape-chips a") == ["Training 0", "All 2", "Opening times 1"]
    assert page.text(".shape-empty h3") == ["No ideas on Training yet"]
    assert "See all 2 ideas" in page.words
    region = browser.get(address(board, f"?theme={opening.ref}"), htmx=True)
    assert region.text("#live") == ["1 idea about Opening times"]
    assert region.one("#board")


def test_only_ideas_i_support_can_be_shown(browser: Browser) -> None:
    board = make_board()
    mine = make_idea(board, "Mine")
    make_idea(board, "Another")
    commit()
    assert "Nothing to show here yet" in browser.get(address(board, "?mine=1")).words
    support(browser, browser.get(address(board)), mine)
    assert browser.get(address(board, "?mine=1")).text("article h2") == ["Mine"]


def test_an_empty_board_shows_its_prompts_and_each_opens_add(browser: Browser) -> None:
    board = make_board()
    board.prompts.append(Prompt(position=1, text="What would make you walk in the door?"))
    commit()
    page = browser.get(address(board))
    assert page.links(".shape-prompts a") == [address(board, "/add?prompt=1")]
    assert "What would make you walk in the door?" in browser.get(address(board, "/add?prompt=1")).words


def test_what_is_already_decided_is_said_before_people_add(browser: Browser) -> None:
    board = make_board(influence=Influence.PARTLY_OPEN, influence_reason="The building stays.")
    commit()
    assert "Partly open. The building stays." in browser.get(address(board)).words


@pytest.mark.parametrize("query", ["", "?sort=support", "?sort=newest", "?mine=1"])
def test_a_page_takes_at_most_six_queries_however_many_ideas_there_are(
    app: Flask, browser: Browser, query: str
) -> None:
    project = make_project()
    board = make_board(project)
    theme = make_theme(project)
    url = address(board)
    first = make_idea(board)
    commit()
    support(browser, browser.get(url), first)
    counts = []
    for many in (29, 270):
        for number in range(many):
            code(make_idea(board, f"Idea {number}"), theme.id)
        commit()
        with counted_queries() as seen:
            assert browser.get(url + query).status == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 6, counts


def test_waiting_and_hidden_ideas_are_seen_by_nobody_else(browser: Browser) -> None:
    board = make_board(moderation=ModerationPolicy.BEFORE)
    make_idea(board, "Waiting one", standing=Standing.WAITING)
    hidden = make_idea(board, "Hidden one")
    words = db.session.get_one(Contribution, hidden.contribution_id)
    words.standing, words.moderation_reason = Standing.HIDDEN, ModerationReason.ABUSE
    commit()
    page = browser.get(address(board))
    assert "Waiting one" not in page.words
    assert "Hidden one" not in page.words
    assert browser.get(address(board, f"/{hidden.ref}")).status == 404
