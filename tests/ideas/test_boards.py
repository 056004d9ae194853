"""Staff make, change, open and close boards."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from codesign.core.terms import ActivityState, BoardAsks, Role, Standing, SubmissionState
from codesign.extensions import db
from codesign.models import EventRow, IdeaBoard, Project, Submission
from tests.browser import Browser
from tests.make import commit, make_board, make_idea, make_person, make_project, sign_in


@pytest.fixture
def project(staff_browser: Browser) -> Project:
    project = make_project()
    sign_in(staff_browser, make_person(Role.FACILITATOR, project=project))
    return project


def manage(project: Project, rest: str = "") -> str:
    return f"/manage/{project.slug}/ideas{rest}"


def test_a_board_is_made_opened_and_closed(project: Project, browser: Browser, staff_browser: Browser) -> None:
    page = staff_browser.submit(
        staff_browser.get(manage(project, "/new")),
        "#board",
        title="Ideas for the hub",
        introduction="Tell us what would help.",
        prompts="What would make you walk in?\n\nWhat keeps you away?",
        closes_on=["14", "12", "2099"],
        closes_time="17:00",
        follow=True,
    )
    assert page.text("h1") == ["Ideas for the hub"]
    board = db.session.scalars(select(IdeaBoard)).one()
    assert (board.ref, board.state, len(board.prompts)) == ("B1", ActivityState.DRAFT, 2)
    assert board.closes_at is not None
    assert board.closes_at.isoformat() == "2099-12-14T17:00:00+00:00"
    residents = f"/p/{project.slug}/ideas/B1"
    assert browser.get(residents).status == 404
    page = staff_browser.submit(page, "#open", follow=True)
    assert "Board B1 is open." in page.words
    assert browser.get(residents).text(".shape-prompts .shape-rows__title") == [
        "What would make you walk in?",
        "What keeps you away?",
    ]
    staff_browser.submit(page, "#close")
    assert "This board closed" in browser.get(residents).words
    kinds = list(db.session.scalars(select(EventRow.kind).order_by(EventRow.sequence)))
    assert kinds == ["board_created", "board_opened", "board_closed"]


def test_a_board_without_a_reason_for_what_is_decided_is_refused_and_kept(
    project: Project, staff_browser: Browser
) -> None:
    page = staff_browser.submit(
        staff_browser.get(manage(project, "/new")),
        "#board",
        title="Ideas",
        influence="decided",
        closes_on=["31", "2", "x"],
    )
    assert page.status == 422
    assert page.text(".govuk-error-summary li") == ["Say why it is not open", "Enter a real date, like 27 3 2026."]
    assert page.one("#title")["value"] == "Ideas"
    assert db.session.scalar(select(func.count()).select_from(IdeaBoard)) == 0


def test_what_a_used_board_asks_cannot_be_changed(project: Project, staff_browser: Browser) -> None:
    board = make_board(project)
    make_idea(board)
    commit()
    page = staff_browser.get(manage(project, f"/{board.ref}/edit"))
    page = staff_browser.submit(page, "#board", asks="statements", title="New title")
    assert page.status == 422
    assert "what it asks must stay" in page.words
    page = staff_browser.submit(page, "#board", asks="ideas", follow=True)
    assert page.text("h1") == ["New title"]


def test_staff_put_statements_on_a_board_that_count_as_nobodys_answer(project: Project, staff_browser: Browser) -> None:
    board = make_board(project, asks=BoardAsks.STATEMENTS)
    commit()
    page = staff_browser.get(manage(project, f"/{board.ref}"))
    page = staff_browser.submit(
        page, "#add-statements", statements="Open on Sundays\nFree tea\n\nFree tea", follow=True
    )
    assert "2 statements are new." in page.words
    assert sorted(page.text("#ideas tbody th")) == ["Free tea", "Open on Sundays"]
    assert set(db.session.scalars(select(Submission.state))) == {SubmissionState.EXCLUDED}
    page = staff_browser.submit(page, "#add-statements", statements="Free tea", follow=True)
    assert "0 statements are new." in page.words


def test_the_list_of_boards_has_their_numbers(project: Project, staff_browser: Browser) -> None:
    board = make_board(project)
    make_idea(board)
    make_idea(board, "Second", standing=Standing.WAITING)
    commit()
    page = staff_browser.get(manage(project))
    assert page.text("#boards tbody td") == ["Open", page.text("#boards tbody td")[1], "1 of 2", "1", "0", "0"]
    assert "1 to check" in page.words


def test_ideas_of_a_board_are_listed_with_their_status(project: Project, staff_browser: Browser) -> None:
    board = make_board(project)
    for number in range(31):
        make_idea(board, f"Idea {number}")
    make_idea(board, "Waiting one", standing=Standing.WAITING)
    commit()
    page = staff_browser.get(manage(project, f"/{board.ref}"))
    assert len(page.text("#ideas tbody tr")) == 30
    page = staff_browser.get(manage(project, f"/{board.ref}?standing=waiting"))
    assert page.text("#ideas tbody th") == ["Waiting one"]


def test_an_observer_reads_boards_and_changes_nothing(browser: Browser) -> None:
    project = make_project()
    board = make_board(project)
    sign_in(browser, make_person(Role.OBSERVER, project=project))
    assert browser.get(manage(project)).status == 200
    assert browser.get(manage(project, "/new")).status == 403
    page = browser.get(manage(project, f"/{board.ref}"))
    assert not page.soup.select("#close, #open")


def test_the_boards_of_another_project_are_not_there(project: Project, staff_browser: Browser) -> None:
    other = make_board()
    commit()
    assert staff_browser.get(manage(project, f"/{other.ref}")).status == 404
    assert staff_browser.get(manage(db.session.get_one(Project, other.project_id))).status == 404
