"""Staff make, change, open and close boards."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from codesign.core.terms import (
    ActivityState,
    AnswerState,
    BoardAsks,
    ModerationReason,
    ReshapingKind,
    Role,
    Standing,
    SubmissionState,
)
from codesign.extensions import db
from codesign.models import (
    AnswerBatch,
    Area,
    EventRow,
    Idea,
    IdeaAnswer,
    IdeaBoard,
    IdeaLineage,
    Project,
    Prompt,
    Report,
    Submission,
    Support,
)
from tests.browser import Browser
from tests.ideas.test_board import counted_queries
from tests.make import NOW, commit, make_board, make_idea, make_participant, make_person, make_project, sign_in


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
    assert "This board is closed" in browser.get(residents).words
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


def answered(board: IdeaBoard, idea: Idea, state: AnswerState, *, days_ago: int = 0, published: bool = True) -> None:
    batch = AnswerBatch(
        board_id=board.id,
        ref=f"A{db.session.scalar(select(func.count()).select_from(AnswerBatch)) or 0}",
        title="Answers",
        made_at=NOW,
        published_at=NOW - timedelta(days=days_ago) if published else None,
    )
    batch.answers.append(IdeaAnswer(idea_id=idea.id, state=state, reason="Because"))
    db.session.add(batch)
    db.session.flush()


def rows(browser: Browser, project: Project, board: IdeaBoard, query: str = "") -> list[str]:
    return browser.get(manage(project, f"/{board.ref}{query}")).text("#ideas tbody th")


def test_the_table_says_of_each_idea_all_that_staff_need(project: Project, staff_browser: Browser) -> None:
    board = make_board(project)
    board.prompts = [Prompt(position=1, text="One?"), Prompt(position=2, text="Two?")]
    db.session.flush()
    area = db.session.scalars(select(Area).where(Area.project_id == project.id)).one()
    idea = make_idea(board, "Free tea", replies=4, prompt_id=board.prompts[1].id, area_id=area.id, brought_supports=7)
    merged = make_idea(board, "Tea", standing=Standing.MERGED)
    db.session.add(IdeaLineage(from_id=merged.id, into_id=idea.id, kind=ReshapingKind.MERGE, at=NOW))
    for person in (make_participant(project), make_participant(project)):
        db.session.add(Support(idea_id=idea.id, participant_id=person.id, at=NOW))
    idea.supports = 2
    reporter = make_participant(project)
    db.session.add(
        Report(contribution_id=idea.contribution_id, participant_id=reporter.id, reason=ModerationReason.SPAM, at=NOW)
    )
    answered(board, idea, AnswerState.NOT_NOW, days_ago=3)
    answered(board, idea, AnswerState.PARTLY, days_ago=1)
    answered(board, idea, AnswerState.ACCEPTED, published=False)
    commit()
    page = staff_browser.get(manage(project, f"/{board.ref}"))
    assert "2 supports from 2 people." in page.words
    line = page.text(f"#idea-{idea.ref} td")
    assert line[1] == f"Shown 1 report Check {idea.ref} Hebble Bridge · Prompt 2"
    assert (line[2], line[3][:1], line[4]) == ("2 and 7 brought in", "4", "Partly")
    assert f"Now in {idea.ref}" in page.text(f"#idea-{merged.ref}")[0]
    assert page.text(f"#idea-{merged.ref} td")[4] == "Not yet"


def test_ideas_are_filtered_found_and_sorted(project: Project, staff_browser: Browser) -> None:
    board = make_board(project)
    board.prompts = [Prompt(position=1, text="One?"), Prompt(position=2, text="Two?")]
    db.session.flush()
    area = db.session.scalars(select(Area).where(Area.project_id == project.id)).one()
    first = make_idea(board, "Free tea", prompt_id=board.prompts[0].id, supports=1, replies=9)
    second = make_idea(board, "A bus", "From the valley.", prompt_id=board.prompts[1].id, area_id=area.id, supports=5)
    third = make_idea(board, "100% wool", supports=3, created_at=NOW + timedelta(minutes=1))
    db.session.add(
        Report(
            contribution_id=first.contribution_id,
            participant_id=make_participant(project).id,
            reason=ModerationReason.SPAM,
            at=NOW,
        )
    )
    answered(board, second, AnswerState.ACCEPTED)
    commit()

    def found(query: str) -> list[str]:
        return rows(staff_browser, project, board, query)

    assert found("?prompt=1") == ["Free tea"]
    assert found(f"?area={area.code}") == ["A bus"]
    assert found("?answer=accepted") == ["A bus"]
    assert found("?answer=any") == ["A bus"]
    assert sorted(found("?answer=none")) == ["100% wool", "Free tea"]
    assert found("?answer=partly") == []
    assert found("?q=VALLEY") == ["A bus"]
    assert found("?q=%25") == ["100% wool"]
    assert found(f"?q={third.ref}") == ["100% wool"]
    assert found("?q=nothing-like-it") == []
    assert found("?sort=supports") == ["A bus", "100% wool", "Free tea"]
    assert found("?sort=replies")[0] == "Free tea"
    assert found("?sort=reports")[0] == "Free tea"
    assert found("?sort=newest")[0] == "100% wool"
    assert found("?prompt=1&sort=supports&q=tea&answer=none&standing=published") == ["Free tea"]


@pytest.mark.parametrize(
    "query",
    ["?sort=nonsense", "?standing=nonsense", "?answer=nonsense", "?prompt=x", "?prompt=99999999999", "?page=-1"],
)
def test_a_filter_that_does_not_exist_asks_for_nothing(project: Project, staff_browser: Browser, query: str) -> None:
    board = make_board(project)
    make_idea(board, "Free tea")
    commit()
    assert rows(staff_browser, project, board, query) == ["Free tea"]


def test_the_pages_of_the_table_keep_the_filter(project: Project, staff_browser: Browser) -> None:
    board = make_board(project)
    for number in range(65):
        make_idea(board, f"Idea {number}")
    make_idea(board, "Hidden one", standing=Standing.WAITING)
    commit()
    page = staff_browser.get(manage(project, f"/{board.ref}?standing=published&sort=supports"))
    page = staff_browser.get(page.links(".shape-board-pages a")[0])
    assert "standing=published" in page.url
    assert "sort=supports" in page.url
    last = staff_browser.get(page.links(".shape-board-pages a")[1])
    assert len(last.text("#ideas tbody tr")) == 5
    assert "65 found." in last.words
    beyond = staff_browser.get(manage(project, f"/{board.ref}?page=9"))
    assert "Nothing found" in beyond.words


@pytest.mark.parametrize("asks", list(BoardAsks))
def test_the_queries_of_the_table_do_not_grow_with_its_ideas(
    project: Project, staff_browser: Browser, asks: BoardAsks
) -> None:
    board = make_board(project, asks=asks, budget=3 if asks is BoardAsks.BUDGET else None)
    answered(board, make_idea(board), AnswerState.ACCEPTED)
    commit()
    url = manage(project, f"/{board.ref}?sort=reports&q=e&answer=any")
    with counted_queries() as one:
        staff_browser.get(url)
    for number in range(40):
        answered(board, make_idea(board, f"Idea {number}", "Some words."), AnswerState.PARTLY)
    commit()
    with counted_queries() as many:
        staff_browser.get(url)
    assert len(many) == len(one) <= 20


def test_the_queries_of_the_list_of_boards_do_not_grow_with_the_boards(
    project: Project, staff_browser: Browser
) -> None:
    make_board(project)
    commit()
    url = manage(project)
    with counted_queries() as one:
        staff_browser.get(url)
    for _ in range(5):
        make_idea(make_board(project, asks=BoardAsks.PAIRS))
    commit()
    with counted_queries() as many:
        staff_browser.get(url)
    assert len(many) == len(one)


def test_the_parts_of_a_board_are_linked_for_those_who_may_open_them(project: Project, browser: Browser) -> None:
    board = make_board(project)
    commit()
    sign_in(browser, make_person(Role.OBSERVER, project=project))
    page = browser.get(manage(project, f"/{board.ref}"))
    tabs = page.text(".shape-tabs a")
    assert tabs[0] == "Ideas"
    assert "Phases and settings" not in tabs
    for link in page.links(".shape-tabs a"):
        assert browser.get(link).status == 200, link
