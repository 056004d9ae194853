"""The phases of a board: planned by staff, checked, and told to residents when they change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from codesign.core.boards import PERMITS
from codesign.core.closing import closing_moment
from codesign.core.errors import Refused
from codesign.core.terms import ActivityState, BoardAsks, BoardPhaseKind, Role, Totals
from codesign.extensions import db
from codesign.ideas import boards
from codesign.ideas.phases import PhaseDraft, choosing_lasts, wrong_dates
from codesign.models import BoardPhase, BudgetSlot, EventRow, IdeaBoard, Project
from tests.browser import Browser, Page
from tests.make import NOW, commit, make_board, make_idea, make_participant, make_person, make_project, sign_in

TODAY = NOW.astimezone(ZoneInfo("Europe/London")).date()
COLLECTING, TALKING, CHOOSING = BoardPhaseKind.COLLECTING, BoardPhaseKind.TALKING, BoardPhaseKind.CHOOSING
ANSWERING, CLOSED = BoardPhaseKind.ANSWERING, BoardPhaseKind.CLOSED


@pytest.fixture
def project(staff_browser: Browser) -> Project:
    project = make_project()
    sign_in(staff_browser, make_person(Role.FACILITATOR, project=project))
    return project


def manage(board: IdeaBoard, rest: str = "") -> str:
    return f"/manage/{db.session.get_one(Project, board.project_id).slug}/ideas/{board.ref}{rest}"


def residents(board: IdeaBoard, rest: str = "") -> str:
    return f"/p/{db.session.get_one(Project, board.project_id).slug}/ideas/{board.ref}{rest}"


def typed(day: date) -> list[str]:
    return [str(day.day), str(day.month), str(day.year)]


def save(browser: Browser, board: IdeaBoard, *, follow: bool = False, **fields: Any) -> Page:
    return browser.submit(browser.get(manage(board, "/edit")), "#board", follow=follow, **fields)


def with_phases(board: IdeaBoard, **days: int) -> IdeaBoard:
    """Phases that begin so many days from today, at the start of the day in the board's zone."""
    for kind, days_on in days.items():
        on = TODAY + timedelta(days=days_on)
        starts_at = closing_moment(on, time(0, 0), board.zone)
        board.phases.append(BoardPhase(kind=BoardPhaseKind(kind), starts_on=on, starts_at=starts_at))
    db.session.flush()
    return board


def kept(board: IdeaBoard) -> dict[str, date]:
    db.session.expire_all()
    rows = db.session.scalars(select(BoardPhase).where(BoardPhase.board_id == board.id).order_by(BoardPhase.starts_at))
    return {row.kind.value: row.starts_on for row in rows}


def test_staff_plan_phases_and_read_which_holds_now_and_what_comes_next(
    project: Project, staff_browser: Browser
) -> None:
    board = make_board(project)
    commit()
    page = save(
        staff_browser,
        board,
        follow=True,
        collecting_on=typed(TODAY),
        collecting_words="Next we talk.",
        choosing_on=typed(TODAY + timedelta(days=10)),
    )
    assert page.status == 200
    assert list(kept(board)) == ["collecting", "choosing"]
    assert page.text("#phase h3") == ["Now: Collecting ideas", "Next: Choosing"]
    assert page.text("#phase .shape-board-phase__part:nth-of-type(1) li") == [
        "add ideas",
        "change their own words",
        "reply",
        "support ideas",
    ]
    assert page.text("#phase .shape-board-phase__part:nth-of-type(2) li") == ["reply", "support ideas"]


def test_a_phase_begins_at_the_start_of_its_day_in_the_board_s_zone(project: Project, staff_browser: Browser) -> None:
    board = make_board(project, opens_at=None, closes_at=None)
    commit()
    save(staff_browser, board, choosing_on=["1", "7", "2027"])  # summer time: an hour before midnight UTC
    phase = db.session.scalars(select(BoardPhase)).one()
    assert phase.starts_at.astimezone(UTC) == datetime(2027, 6, 30, 23, 0, tzinfo=UTC)


def test_an_empty_date_means_that_there_is_no_such_phase(project: Project, staff_browser: Browser) -> None:
    board = with_phases(make_board(project), collecting=0, talking=5)
    commit()
    save(staff_browser, board, talking_on=["", "", ""])
    assert list(kept(board)) == ["collecting"]


def test_words_without_a_date_are_asked_about(project: Project, staff_browser: Browser) -> None:
    board = make_board(project)
    commit()
    page = save(staff_browser, board, talking_words="Then we choose.")
    assert page.status == 422
    assert page.text(".govuk-error-summary li") == ["Give this phase a date, or take its words out"]
    assert page.one("#talking_words")["value"] == "Then we choose."


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"collecting": 5, "talking": 5}, "Talking must start after collecting ideas."),
        ({"choosing": 9, "answering": 4}, "Answering must start after choosing."),
        ({"collecting": -20, "choosing": 3}, "Collecting ideas cannot start before the board opens."),
        ({"talking": 3, "choosing": 40}, "Choosing cannot start after the board closes."),
    ],
)
def test_dates_out_of_turn_are_refused_with_a_sentence(
    project: Project, staff_browser: Browser, given: dict[str, int], said: str
) -> None:
    board = make_board(project)
    commit()
    fields: dict[str, Any] = {f"{kind}_on": typed(TODAY + timedelta(days=days)) for kind, days in given.items()}
    page = save(staff_browser, board, **fields)
    assert page.status == 422
    assert said in page.text(".govuk-error-summary li")
    for kind, days in given.items():
        boxes = [str(box["value"]) for box in page.soup.select(f"[name={kind}_on]")]
        assert boxes == typed(TODAY + timedelta(days=days))
    assert kept(board) == {}


def test_every_order_of_phases_but_the_right_one_has_a_sentence() -> None:
    kinds = list(BoardPhaseKind)
    for later, kind in enumerate(kinds):
        for before in kinds[:later]:
            phases = [PhaseDraft(before, date(2027, 1, 9)), PhaseDraft(kind, date(2027, 1, 2))]
            assert list(wrong_dates(phases, None, None)) == [kind]
        assert wrong_dates([PhaseDraft(kind, date(2027, 1, 9))], date(2027, 1, 9), date(2027, 1, 9)) == {}
        assert list(wrong_dates([PhaseDraft(kind, date(2027, 1, 9))], date(2027, 1, 10), None)) == [kind]
        # The commissioner answers after the close: only what residents do must come before it.
        late = [kind] if PERMITS[kind] else []
        assert list(wrong_dates([PhaseDraft(kind, date(2027, 1, 9))], None, date(2027, 1, 8))) == late


@pytest.mark.parametrize(
    ("phases", "closes_on", "days"),
    [
        ([PhaseDraft(CHOOSING, date(2027, 1, 1)), PhaseDraft(ANSWERING, date(2027, 1, 3))], None, 2),
        ([PhaseDraft(CHOOSING, date(2027, 1, 1)), PhaseDraft(ANSWERING, date(2027, 1, 9))], date(2027, 1, 2), 2),
        ([PhaseDraft(CHOOSING, date(2027, 1, 1))], date(2027, 1, 3), 3),
        ([PhaseDraft(CHOOSING, date(2027, 1, 1))], None, None),
        ([PhaseDraft(TALKING, date(2027, 1, 1)), PhaseDraft(CLOSED, date(2027, 1, 2))], None, None),
    ],
)
def test_choosing_lasts_until_the_next_phase_or_the_close(
    phases: list[PhaseDraft], closes_on: date | None, days: int | None
) -> None:
    lasts = choosing_lasts(phases, closes_on)
    assert lasts == (None if days is None else timedelta(days=days))


def test_fewer_than_three_days_to_choose_is_asked_about_and_kept_once_ticked(
    project: Project, staff_browser: Browser
) -> None:
    board = make_board(project)
    commit()
    assert not staff_browser.get(manage(board, "/edit")).soup.select("#short")
    days: dict[str, Any] = {
        "choosing_on": typed(TODAY + timedelta(days=1)),
        "answering_on": typed(TODAY + timedelta(days=3)),
    }
    page = save(staff_browser, board, **days)
    assert page.status == 422
    assert page.text(".govuk-error-summary li") == [
        "People would have fewer than 3 days to choose. Give them longer, or tick that it is right."
    ]
    assert staff_browser.submit(page, "#board", short_choosing="y").status == 303
    assert list(kept(board)) == ["choosing", "answering"]
    assert save(staff_browser, board, title="Another title").status == 303  # it was accepted once


@pytest.mark.parametrize("number", ["", "0", "51", "-3", "five", "2.5", "٥", "9" * 40])
def test_a_budget_that_is_no_number_from_1_to_50_is_refused_and_kept(
    project: Project, staff_browser: Browser, number: str
) -> None:
    board = make_board(project)
    commit()
    page = save(staff_browser, board, asks="budget", budget=number)
    assert page.status == 422
    told = page.text(".govuk-error-summary li")
    assert told in (
        ["Enter a whole number from 1 to 50, such as 5"],
        ["Enter how many supports each person has"],
    )
    assert page.one("#budget")["value"] == number


def test_a_budget_board_keeps_its_number_and_another_board_has_none(project: Project, staff_browser: Browser) -> None:
    board = make_board(project)
    commit()
    assert save(staff_browser, board, asks="budget", budget="5").status == 303
    db.session.expire_all()
    assert (board.asks, board.budget) == (BoardAsks.BUDGET, 5)
    assert "Asks for ideas, with 5 supports for each person." in staff_browser.get(manage(board)).words
    assert save(staff_browser, board, asks="pairs", budget="words").status == 303
    db.session.expire_all()
    assert (board.asks, board.budget) == (BoardAsks.PAIRS, None)


def test_a_budget_cannot_shrink_under_what_somebody_has_used(project: Project, staff_browser: Browser) -> None:
    board = make_board(project, asks=BoardAsks.BUDGET, budget=3)
    person = make_participant(project)
    for number in (1, 2):
        idea = make_idea(board)
        db.session.add(BudgetSlot(board_id=board.id, participant_id=person.id, number=number, idea_id=idea.id))
    commit()
    page = save(staff_browser, board, budget="1")
    assert page.status == 422
    assert "Somebody has used more supports than that." in page.words
    assert save(staff_browser, board, budget="2").status == 303


def test_what_the_board_offers_is_kept(project: Project, staff_browser: Browser) -> None:
    board = make_board(project)
    commit()
    save(
        staff_browser,
        board,
        takes_photos=None,
        asks_place="y",
        reacts_early="choosing",
        totals="after_own",
        moderation="before",
    )
    db.session.expire_all()
    assert (board.takes_photos, board.asks_place, board.reacts_early) == (False, True, False)
    assert board.totals is Totals.AFTER_OWN
    page = staff_browser.get(manage(board, "/edit"))
    assert not page.one("#takes_photos").has_attr("checked")
    assert page.one("[name=reacts_early][checked]")["value"] == "choosing"


def test_changing_the_phases_of_an_open_board_is_an_event_that_residents_read(
    project: Project, staff_browser: Browser, browser: Browser
) -> None:
    board = with_phases(make_board(project), collecting=-5, choosing=10)
    commit()
    later = TODAY + timedelta(days=14)
    save(staff_browser, board, choosing_on=typed(later), choosing_words="Then we answer.")
    event = db.session.scalars(select(EventRow).where(EventRow.kind == "phase_changed")).one()
    assert event.details["before"]["choosing"] == (TODAY + timedelta(days=10)).isoformat()
    assert event.details["after"]["choosing"] == later.isoformat()
    assert "Then we answer." not in str(event.details)
    page = browser.get(residents(board, "/dates"))
    assert page.text("ol h2") == ["Collecting ideas", "Choosing"]
    assert page.text("[aria-current=step] h2") == ["Collecting ideas"]
    assert "Then we answer." in page.words
    assert len(page.text("#moved li")) == 1
    assert page.text("#moved li")[0].startswith(f"Choosing: from {later.day} ")


def test_words_alone_and_the_phases_of_a_draft_are_no_change_to_tell(project: Project, staff_browser: Browser) -> None:
    draft = make_board(project, state=ActivityState.DRAFT)
    used = with_phases(make_board(project), collecting=-5)
    commit()
    save(staff_browser, draft, collecting_on=typed(TODAY))
    save(staff_browser, used, collecting_words="Now with words.")
    assert not db.session.scalars(select(EventRow).where(EventRow.kind == "phase_changed")).all()


def test_the_dates_of_a_board_without_phases_and_of_a_draft(project: Project, browser: Browser) -> None:
    board = make_board(project)
    draft = make_board(project, state=ActivityState.DRAFT)
    commit()
    assert "You can take part until" in browser.get(residents(board, "/dates")).words
    assert browser.get(residents(draft, "/dates")).status == 404


def test_the_rules_hold_for_whoever_asks_not_only_for_the_form(project: Project) -> None:
    board = make_board(project)
    commit()
    plain: dict[str, Any] = {
        "title": "Ideas",
        "introduction": "",
        "influence": board.influence,
        "influence_reason": "",
        "asks": BoardAsks.IDEAS,
        "moderation": board.moderation,
        "totals": board.totals,
        "opens_on": None,
        "closes_on": None,
        "closes_time": None,
        "prompts": (),
    }
    bad: list[dict[str, Any]] = [
        {"budget": 5},
        {"asks": BoardAsks.BUDGET},
        {"asks": BoardAsks.BUDGET, "budget": 51},
        {"phases": (PhaseDraft(CHOOSING, date(2027, 1, 9)), PhaseDraft(ANSWERING, date(2027, 1, 2)))},
        {"phases": (PhaseDraft(CHOOSING, date(2027, 1, 1)), PhaseDraft(ANSWERING, date(2027, 1, 2)))},
    ]
    for wrong in bad:
        draft = boards.BoardDraft(**{**plain, **wrong})
        with pytest.raises(Refused):
            boards.change_board(project.id, board.ref, draft, by="person:x", at=NOW)
        with pytest.raises(Refused):
            boards.create_board(project.id, draft, by="person:x", at=NOW)


def test_a_closed_phase_closes_the_board_for_staff_too(project: Project, staff_browser: Browser) -> None:
    board = with_phases(make_board(project), collecting=-5, closed=-1)
    commit()
    page = staff_browser.get(manage(board))
    assert page.text("#phase h3")[0] == "Now: Closed"
    assert "Residents can read, nothing more." in page.words
    assert page.text(".shape-title-row .govuk-tag") == ["Closed"]
