"""A board of statements: one at a time, one vote a person, results after."""

from __future__ import annotations

import threading

from flask import Flask
from sqlalchemy import func, select

from codesign.core.terms import ActivityState, BoardAsks, Standing, Totals
from codesign.extensions import db
from codesign.ideas.choosing.queries import statement_results
from codesign.models import Idea, IdeaBoard, StatementVote
from tests.browser import Browser, Page
from tests.ideas.test_board import address, counted_queries
from tests.make import commit, make_board, make_idea


def statements(*texts: str) -> IdeaBoard:
    board = make_board(asks=BoardAsks.STATEMENTS, title="Do you agree?")
    for text in texts:
        make_idea(board, text, text)
    commit()
    return board


def vote(browser: Browser, page: Page, view: str, **options: bool) -> Page:
    return browser.submit(page, "#vote", button=("vote", view), **options)


def test_statements_come_one_at_a_time_with_the_number_left(browser: Browser) -> None:
    board = statements("Open on Sundays", "Free tea", "A garden")
    page = browser.get(address(board))
    assert page.text("#left") == ["3 statements left of 3"]
    assert page.text(".shape-answers button") == ["Agree", "Disagree", "Pass, I am not sure"]
    seen = []
    for left in (2, 1):
        seen += page.text("#statement")
        page = vote(browser, page, "agree", follow=True)
        assert page.text("#left") == [f"{left} statement{'s' if left > 1 else ''} left of 3"]
    seen += page.text("#statement")
    page = vote(browser, page, "pass", follow=True)
    assert "You have seen every statement" in page.words
    assert sorted(seen) == ["A garden", "Free tea", "Open on Sundays"]


def test_a_vote_can_be_changed_and_counts_once(browser: Browser) -> None:
    board = statements("Open on Sundays")
    vote(browser, browser.get(address(board)), "agree")
    page = browser.get(address(board, "/votes"))
    assert page.text("li p")[1].startswith("You agree")
    page = browser.get(page.links("li.shape-comment a")[0])
    assert page.one('button[value="agree"]')["class"] == ["shape-answer", "shape-answer--mine"]
    page = vote(browser, page, "disagree", follow=True)
    assert page.text("h1") == ["Your votes"]
    from codesign.models import Project

    project = db.session.get_one(Project, board.project_id)
    (result,) = statement_results(project.id, board.ref)
    assert (result.agree, result.disagree, result.passed) == (0, 1, 0)


def test_a_press_without_an_answer_says_what_to_do(browser: Browser) -> None:
    board = statements("Open on Sundays")
    page = browser.submit(browser.get(address(board)), "#vote")
    assert page.status == 422
    assert page.text(".govuk-error-summary li") == ["Press one of the three buttons"]


def test_votes_on_a_board_of_ideas_do_not_exist(browser: Browser) -> None:
    board = statements("Open on Sundays")
    ideas = make_board()
    idea = make_idea(ideas)
    commit()
    token = dict(browser.get(address(board)).form_values("#vote")[2])
    assert browser.post(address(ideas, f"/{idea.ref}/vote"), token | {"vote": "agree"}).status == 404


def test_results_have_their_base_and_are_kept_back_when_asked(browser: Browser) -> None:
    board = statements("Open on Sundays", "Free tea")
    board.totals = Totals.END
    commit()
    vote(browser, browser.get(address(board)), "agree")
    assert browser.get(address(board, "/results")).status == 404
    board.state = ActivityState.CLOSED
    commit()
    page = browser.get(address(board, "/results"))
    assert "1 person voted on this board." in page.words
    voted = next(words for words in page.text("#results > li") if "1 person voted" in words)
    assert voted.endswith("Agree 1 Disagree 0 Pass 0 1 person voted on this. Too few for percentages.")


def test_hidden_statements_are_not_asked_and_not_in_the_results(browser: Browser) -> None:
    board = statements()
    make_idea(board, "Gone", "Gone", standing=Standing.WAITING)
    commit()
    page = browser.get(address(board))
    assert "No statements yet" in page.words
    assert "Gone" not in browser.get(address(board, "/results")).words


def test_twenty_votes_at_once_from_one_person_are_one(app: Flask, browser: Browser) -> None:
    board = statements("Open on Sundays", "Free tea")
    vote(browser, browser.get(address(board)), "agree")
    page = browser.get(address(board))
    _, action, values = page.form_values("#vote")
    cookies = "; ".join(f"{c.key}={c.value}" for c in (browser.client._cookies or {}).values())
    statuses: list[int] = []

    def press(view: str) -> None:
        client = app.test_client(use_cookies=False)
        sent = dict(values) | {"vote": view}
        statuses.append(client.post(action, data=sent, headers={"Cookie": cookies}).status_code)

    threads = [threading.Thread(target=press, args=(["agree", "pass"][turn % 2],)) for turn in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [303] * 20
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(StatementVote)) == 2
    assert set(db.session.scalars(select(Idea.seen))) == {1}


def test_a_statement_page_takes_at_most_six_queries(browser: Browser) -> None:
    board = statements(*(f"Statement {number}" for number in range(40)))
    vote(browser, browser.get(address(board)), "agree")
    url = address(board)
    with counted_queries() as seen:
        browser.get(url)
    assert len(seen) <= 6


def test_a_person_adds_a_statement_of_their_own(browser: Browser) -> None:
    board = statements("Open on Sundays")
    page = browser.get(browser.get(address(board)).links("#add-idea")[0])
    page = browser.submit(page, "#add", title="Open on Mondays", follow=True)
    page = browser.submit(page, "#add", text="", follow=True)
    page = browser.submit(page, "#add", shown_as="nothing", follow=True)
    browser.submit(browser.submit(page, "#add", consent="public", follow=True), "#send")
    assert browser.get(address(board)).text("#left") == ["2 statements left of 2"]
