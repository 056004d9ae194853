"""What a resident meets on a board of ideas, without JavaScript and with htmx."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from codesign.core.terms import (
    ActivityState,
    BoardAsks,
    BoardPhaseKind,
    CodedBy,
    Influence,
    ModerationPolicy,
    ModerationReason,
    Standing,
    Totals,
)
from codesign.extensions import db
from codesign.models import (
    BoardPhase,
    BudgetSlot,
    Coding,
    Contribution,
    EventRow,
    Idea,
    IdeaBoard,
    PaperTally,
    Prompt,
    Support,
)
from tests.browser import Browser, Page
from tests.make import NOW, commit, make_area, make_board, make_idea, make_person, make_project, make_theme


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
    assert page.text(f"#sup-{idea.ref} button") == [f"Supported 1 person supports {idea.title}"]
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


def look_at(browser: Browser, url: str, *ideas: Idea) -> None:
    """What the page's script says two seconds after it was loaded: these ideas were shown."""
    token = browser.get(url).soup.select("input[name=csrf_token]")[0]["value"]
    sent = {"csrf_token": str(token), "ideas": " ".join(idea.ref for idea in ideas)}
    assert browser.post(f"{url.split('?')[0]}/seen", sent).status == 204


@pytest.mark.parametrize("query", ["", "?sort=support", "?sort=newest", "?mine=1", "?theme=T01", "?area=E01"])
@pytest.mark.parametrize("dealt", [False, True])
def test_a_page_takes_the_same_few_queries_however_many_ideas_there_are(
    app: Flask, browser: Browser, query: str, dealt: bool
) -> None:
    project = make_project()
    board = make_board(project)
    theme = make_theme(project, ref="T01")
    area = make_area(project, code="E01")
    url = address(board)
    first = make_idea(board, area_id=area.id)
    code(first, theme.id)
    commit()
    support(browser, browser.get(url), first)
    counts, strangers = [], []
    for many in (29, 270):
        for number in range(many):
            code(make_idea(board, f"Idea {number}", area_id=area.id), theme.id)
        commit()
        if dealt:
            make_deck_of(board)
        assert browser.get(url + query).status == 200  # this process reads the deck once
        with counted_queries() as seen:
            assert browser.get(url + query).status == 200
        counts.append(len(seen))
        with counted_queries() as seen:
            assert Browser(app).get(url + query).status == 200
        strangers.append(len(seen))
    assert counts[0] == counts[1] <= (7 if dealt or query != "?mine=1" else 8), counts
    assert strangers[0] == strangers[1] <= 5, strangers


def make_deck_of(board: IdeaBoard) -> None:
    """A new deck of the board as it is."""
    from codesign.ideas import decks
    from codesign.ideas.rows import facts
    from codesign.web.clock import now

    db.session.refresh(board)
    decks._make_next(facts(board, now()), now())
    commit()


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


def make_budget_board(budget: int = 2, ideas: int = 4) -> tuple[IdeaBoard, list[Idea]]:
    board = make_board(asks=BoardAsks.BUDGET, budget=budget)
    made = [make_idea(board, f"Idea {number}") for number in range(ideas)]
    commit()
    return board, made


def test_a_budget_says_how_many_supports_are_left_and_holds_people_to_it(browser: Browser) -> None:
    board, (one, two, three, _four) = make_budget_board()
    url = address(board)
    assert browser.get(url).text("#budget-left") == ["You have 2 of 2 supports left."]
    answer = support(browser, browser.get(url), one, htmx=True)
    assert answer.text("#budget-left") == ["You have 1 of 2 supports left."]
    support(browser, browser.get(url), two)
    refused = support(browser, browser.get(url), three)
    assert refused.status == 422
    assert "You have given all your supports on this board." in refused.words
    assert refused.one(f"#sup-{three.ref} button")["aria-pressed"] == "false"
    region = support(browser, browser.get(url), three, htmx=True)
    assert region.status == 422
    assert region.text(f"#sup-{three.ref}-problem:not([hidden])") != []
    support(browser, browser.get(url), one)  # taken back
    assert support(browser, browser.get(url), three).status == 303
    db.session.expire_all()
    assert [db.session.get_one(Idea, idea.id).supports for idea in (one, two, three)] == [0, 1, 1]


def test_a_hidden_idea_gives_its_support_back(browser: Browser) -> None:
    board, (one, two, three, _four) = make_budget_board()
    for idea in (one, two):
        support(browser, browser.get(address(board)), idea)
    words = db.session.get_one(Contribution, one.contribution_id)
    words.standing, words.moderation_reason = Standing.HIDDEN, ModerationReason.ABUSE
    commit()
    assert browser.get(address(board)).text("#budget-left") == ["You have 1 of 2 supports left."]
    assert support(browser, browser.get(address(board)), three).status == 303
    assert browser.get(address(board)).text("#budget-left") == ["You have 0 of 2 supports left."]


def test_the_last_support_given_twice_at_once_counts_for_one(app: Flask, browser: Browser) -> None:
    board, ideas = make_budget_board(budget=2, ideas=12)  # one page shows them all
    support(browser, browser.get(address(board)), ideas[0])
    page = browser.get(address(board))
    token = str(page.soup.select("input[name=csrf_token]")[0]["value"])
    cookies = "; ".join(f"{c.key}={c.value}" for c in (browser.client._cookies or {}).values())
    statuses: list[int] = []

    def press(idea: Idea) -> None:
        sent = {"csrf_token": token, "support": "give"}
        client = app.test_client(use_cookies=False)
        answer = client.post(address_of_support[idea.ref], data=sent, headers={"Cookie": cookies})
        statuses.append(answer.status_code)

    address_of_support = {idea.ref: address(board, f"/{idea.ref}/support") for idea in ideas}
    threads = [threading.Thread(target=press, args=(idea,)) for idea in ideas[1:]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [303] + [422] * 10
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(BudgetSlot)) == 2
    assert db.session.scalar(select(func.count()).select_from(Support)) == 2


def test_totals_after_ones_own_support_are_shown_once_one_is_given(app: Flask, browser: Browser) -> None:
    board = make_board(totals=Totals.AFTER_OWN)
    idea = make_idea(board, supports=64)
    commit()
    page = browser.get(address(board))
    assert "64" not in page.words
    assert "You see how much support ideas have once you support one." in page.words
    assert "Most support" not in page.text("#sort option")
    assert "65" in support(browser, page, idea, htmx=True).words
    page = browser.get(address(board))
    assert "65" in page.words
    assert "Most support" in page.text("#sort option")
    assert "65" not in Browser(app).get(address(board)).words


def test_ticks_on_paper_and_numbers_from_elsewhere_stand_apart(browser: Browser) -> None:
    board = make_board()
    idea = make_idea(board, supports=3, brought_supports=6560)
    keyed = make_person().id
    for ticks, withdrawn in ((14, None), (9, NOW)):
        db.session.add(
            PaperTally(
                idea_id=idea.id,
                place="Library",
                counted_on=NOW.date(),
                ticks=ticks,
                keyed_at=NOW,
                keyed_by_id=keyed,
                withdrawn_at=withdrawn,
            )
        )
    commit()
    page = browser.get(address(board))
    assert page.text(".shape-idea__counted") == ["and 14 ticks on paper", "6,560 counted elsewhere"]
    assert page.text(f"#sup-{idea.ref} .shape-support__count") == ["3"]
    assert "%" not in page.one(f"#idea-{idea.ref}").get_text()
    board.totals = Totals.END
    commit()
    assert not browser.get(address(board)).text(".shape-idea__counted")


def test_a_merged_idea_takes_no_new_support_but_gives_old_ones_back(browser: Browser) -> None:
    board = make_board()
    mine, other = make_idea(board, "Mine"), make_idea(board, "Other")
    commit()
    page = browser.get(address(board))
    support(browser, page, mine)
    page = browser.get(address(board))
    for idea in (mine, other):
        db.session.get_one(Contribution, idea.contribution_id).standing = Standing.MERGED
    commit()
    refused = support(browser, page, other)
    assert refused.status == 422
    assert "This idea is now part of another one." in refused.words
    assert support(browser, page, mine).status == 303
    db.session.expire_all()
    assert [db.session.get_one(Idea, idea.id).supports for idea in (mine, other)] == [0, 0]


def test_a_card_shows_where_an_idea_is_for(browser: Browser) -> None:
    project = make_project()
    board = make_board(project)
    area = make_area(project, "Alderbrook East")
    make_idea(board, "Both", area_id=area.id, place_words="By the bridge")
    make_idea(board, "Area", area_id=area.id)
    make_idea(board, "Point", latitude=53.7, longitude=-2.0)
    make_idea(board, "None")
    commit()
    page = browser.get(address(board))
    assert sorted(page.text(".shape-idea__where")) == [
        "Where: A place on the map",
        "Where: Alderbrook East",
        "Where: By the bridge, Alderbrook East",
    ]


def test_a_phase_says_what_is_done_now_until_when_and_what_comes_next(browser: Browser) -> None:
    board = make_board(reacts_early=False)
    now = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    board.phases = [
        BoardPhase(kind=kind, starts_on=starts.date(), starts_at=starts, words=words)
        for kind, starts, words in (
            (BoardPhaseKind.COLLECTING, now - timedelta(days=3), "Then we sort them with you."),
            (BoardPhaseKind.CHOOSING, now + timedelta(days=4), ""),
        )
    ]
    idea = make_idea(board, supports=2)
    commit()
    page = browser.get(address(board))
    [words] = page.text("#phase")
    assert words.startswith("Now: add your ideas. Until the end of ")
    assert "Next, from" in words
    assert "you choose the ideas you like." in words
    assert words.endswith("Then we sort them with you.")
    assert page.text(f"#sup-{idea.ref}") == ["2 people support this"]
    assert page.soup.select("#add-idea")


def test_what_the_author_of_a_hidden_idea_sees_leads_to_asking_again(browser: Browser) -> None:
    board = make_board()
    idea, other = make_idea(board, "Mine"), make_idea(board, "Another")
    commit()
    support(browser, browser.get(address(board)), other)  # now this browser has its participant
    me = db.session.scalars(select(Support.participant_id)).one()
    words = db.session.get_one(Contribution, idea.contribution_id)
    words.participant_id, words.standing, words.moderation_reason = me, Standing.HIDDEN, ModerationReason.ABUSE
    commit()
    page = browser.get(address(board))
    assert page.text("#own h3") == ["Mine"]
    assert any(link.endswith(f"/{words.code}") or words.code in link for link in page.links("#own a"))
    assert "Ask us to look again" in page.words


def test_a_board_that_staff_closed_early_names_no_day_to_come(browser: Browser) -> None:
    board = make_board(state=ActivityState.CLOSED)
    make_idea(board)
    commit()
    page = browser.get(address(board))
    assert "This board is closed. Thank you to everyone who took part." in page.words
    assert "This board closed on" not in page.words


def test_a_list_of_a_board_of_pairs_speaks_of_no_supports_and_leads_back_to_choosing(browser: Browser) -> None:
    board = make_board(asks=BoardAsks.PAIRS)
    make_idea(board, "A garden"), make_idea(board, "A slide")
    commit()
    page = browser.get(address(board, "?list=1"))
    assert page.text("article h2")
    assert "people support" not in page.words
    assert "Most support" not in page.words
    assert address(board) in page.links("main p a")
