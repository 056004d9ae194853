"""Choosing between two ideas, votes taken back, and what a board comes to."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from codesign.core.errors import NotFound, Refused, WrongStage
from codesign.core.terms import BoardAsks, BoardPhaseKind, Role, Standing, Totals, Vote
from codesign.extensions import db
from codesign.ideas.choosing import commands, queries
from codesign.ideas.choosing.shapes import Order
from codesign.models import (
    BoardPhase,
    EventRow,
    Idea,
    IdeaBoard,
    PairChoice,
    PaperTally,
    Project,
    StatementVote,
    Support,
)
from tests.browser import Browser
from tests.ideas.test_board import address, counted_queries
from tests.make import NOW, commit, make_board, make_idea, make_participant, make_person, sign_in


def pairs(*titles: str, **fields: Any) -> IdeaBoard:
    board = make_board(asks=BoardAsks.PAIRS, title="Which first?", **fields)
    for title in titles:
        make_idea(board, title, title)
    commit()
    return board


def press(browser: Browser, board: IdeaBoard, value: str | None = None) -> tuple[str, str, str]:
    """Choose the first of the two, or press another button; the pair and what was pressed."""
    page = browser.get(address(board))
    _, _, fields = page.form_values("#pair")
    values = dict(fields)
    chosen = value or values["first"]
    browser.submit(page, "#pair", button=("chosen", chosen))
    return values["first"], values["second"], chosen


def test_every_pair_is_asked_once_and_then_it_ends(browser: Browser) -> None:
    board = pairs("A garden", "A café", "A slide")
    asked = {frozenset(press(browser, board)[:2]) for _ in range(3)}
    assert len(asked) == 3
    page = browser.get(address(board))
    assert "You have compared all we can show you" in page.words
    assert page.text("#done") == []
    counted = db.session.scalars(select(Idea.seen)).all()
    assert counted == [2, 2, 2]


def test_a_choice_can_be_changed_and_taken_back_and_counts_once(browser: Browser) -> None:
    board = pairs("A garden", "A café")
    first, second, _ = press(browser, board)
    page = browser.get(address(board, "/votes"))
    assert page.text("h1") == ["Your choices"]
    page = browser.get(page.links("li.shape-comment a")[0])
    assert "You can change your choice." in page.words
    browser.submit(page, "#pair", button=("chosen", second))
    (choice,) = db.session.scalars(select(PairChoice))
    assert db.session.get_one(Idea, choice.chosen_id).ref == second
    page = browser.get(address(board, "/votes"))
    forms = [form for form in (f"#back-{a}-{b}" for a, b in ((first, second), (second, first))) if page.text(form)]
    browser.submit(page, forms[0], button=("chosen", "take-back"))
    assert db.session.scalars(select(PairChoice)).all() == []
    kinds = db.session.scalars(select(EventRow.kind).order_by(EventRow.sequence)).all()
    assert kinds[-3:] == ["pair_chosen", "pair_chosen", "choice_taken_back"]


def test_who_cannot_say_chooses_neither_and_it_counts_for_neither(browser: Browser) -> None:
    board = pairs("A garden", "A café")
    press(browser, board, "neither")
    view = queries.staff_results(board.project_id, board.ref, at=NOW)
    assert [(one.won, one.shown) for one in view.ideas] == [(0, 0), (0, 0)]
    assert view.people == 1


def test_a_choice_that_was_not_offered_is_refused_in_words(browser: Browser) -> None:
    board = pairs("A garden", "A café", "A slide")
    page = browser.get(address(board))
    refused = browser.submit(page, "#pair", button=("chosen", "I-nowhere"))
    assert refused.status == 422
    assert "Choose one of the two ideas on the page." in refused.words
    me = make_participant(db.session.get_one(Project, board.project_id)).id
    ref = db.session.scalars(select(Idea.ref)).first() or ""
    with pytest.raises(Refused):
        commands.choose_of_pair(board.project_id, board.ref, (ref, ref), ref, by=me, at=NOW)
    with pytest.raises(NotFound):
        commands.choose_of_pair(board.project_id, board.ref, (ref, "I-9"), ref, by=me, at=NOW)


def test_only_the_phase_of_choosing_takes_choices_when_the_board_says_so(browser: Browser) -> None:
    board = pairs("A garden", "A café", reacts_early=False)
    board.phases = [
        BoardPhase(kind=BoardPhaseKind.COLLECTING, starts_on=NOW.date(), starts_at=NOW - timedelta(days=1)),
        BoardPhase(kind=BoardPhaseKind.CHOOSING, starts_on=NOW.date(), starts_at=NOW + timedelta(days=1)),
    ]
    commit()
    assert browser.get(address(board)).text("#pair") == []
    refs = db.session.scalars(select(Idea.ref)).all()
    me = make_participant(db.session.get_one(Project, board.project_id)).id
    with pytest.raises(WrongStage, match="cannot choose on this board now"):
        commands.choose_of_pair(board.project_id, board.ref, (refs[0], refs[1]), refs[0], by=me, at=NOW)
    commands.choose_of_pair(board.project_id, board.ref, (refs[0], refs[1]), refs[0], by=me, at=NOW + timedelta(days=2))


def test_an_idea_that_wins_more_surely_stands_first(app: Flask) -> None:
    board = pairs("A garden", "A café", "A slide")
    refs = {idea.title: idea.ref for idea in db.session.scalars(select(Idea))}
    project = db.session.get_one(Project, board.project_id)
    for number in range(12):
        me = make_participant(project).id
        for pair, won in (
            (("A garden", "A café"), "A garden"),
            (("A café", "A slide"), "A café" if number % 2 else "A slide"),
        ):
            commands.choose_of_pair(project.id, board.ref, (refs[pair[0]], refs[pair[1]]), refs[won], by=me, at=NOW)
    view = queries.staff_results(project.id, board.ref, at=NOW)
    assert [(one.title, one.won, one.shown) for one in view.ideas] == [
        ("A garden", 12, 12),
        ("A slide", 6, 12),
        ("A café", 6, 24),
    ]
    assert view.people == 12


def test_twenty_choices_at_once_from_one_person_are_one(app: Flask, browser: Browser) -> None:
    board = pairs("A garden", "A café", "A slide")
    press(browser, board)
    page = browser.get(address(board))
    _, action, fields = page.form_values("#pair")
    values = dict(fields)
    cookies = "; ".join(f"{c.key}={c.value}" for c in (browser.client._cookies or {}).values())
    statuses: list[int] = []

    def send(turn: int) -> None:
        client = app.test_client(use_cookies=False)
        sent = values | {"chosen": [values["first"], values["second"], "neither"][turn % 3]}
        statuses.append(client.post(action, data=sent, headers={"Cookie": cookies}).status_code)

    threads = [threading.Thread(target=send, args=(turn,)) for turn in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [303] * 20
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(PairChoice)) == 2


def test_a_vote_on_a_statement_can_be_taken_back(browser: Browser) -> None:
    board = make_board(asks=BoardAsks.STATEMENTS)
    make_idea(board, "Open on Sundays", "Open on Sundays")
    commit()
    browser.submit(browser.get(address(board)), "#vote", button=("vote", "agree"))
    page = browser.get(address(board, "/votes"))
    ref = db.session.scalar(select(Idea.ref))
    browser.submit(page, f"#back-{ref}", button=("vote", "take-back"))
    assert db.session.scalars(select(StatementVote)).all() == []
    assert browser.get(address(board)).text("#left") == ["1 statement left of 1"]


def test_totals_after_own_show_only_to_who_has_taken_part(browser: Browser) -> None:
    board = pairs("A garden", "A café", "A slide", totals=Totals.AFTER_OWN)
    assert browser.get(address(board, "/results")).status == 404
    press(browser, board)
    assert browser.get(address(board, "/results")).status == 200


def vote_on(board: IdeaBoard, ref: str, agree: int, disagree: int) -> None:
    project = db.session.get_one(Project, board.project_id)
    for view, many in ((Vote.AGREE, agree), (Vote.DISAGREE, disagree)):
        for _ in range(many):
            by = make_participant(project).id
            commands.cast_vote(project.id, board.ref, ref, view, by=by, at=NOW)


def test_the_most_divided_statement_is_not_the_most_agreed(browser: Browser) -> None:
    board = make_board(asks=BoardAsks.STATEMENTS)
    agreed, split, lone = (make_idea(board, title, title).ref for title in ("Agreed", "Split", "Lone"))
    vote_on(board, agreed, 9, 1)
    vote_on(board, split, 5, 5)
    vote_on(board, lone, 1, 0)
    commit()
    view = queries.results_page(board.project_id, board.ref, me=None, at=NOW)
    assert next(one.ref for one in view.statements) == agreed
    view = queries.results_page(board.project_id, board.ref, me=None, at=NOW, order=Order.DIVIDED)
    assert next(one.ref for one in view.statements) == split
    assert {one.across for one in view.statements} == {None}
    page = browser.get(address(board, "/results?order=divided"))
    assert page.text("#results h2")[0] == "Split"
    assert browser.get(address(board, "/results?order=loudest&page=-1")).text("#results h2")[0] == "Agreed"


def test_ticks_on_paper_and_what_was_counted_elsewhere_stand_apart_from_people(browser: Browser) -> None:
    board = make_board()
    idea = make_idea(board, "A bench", "A bench")
    idea.brought_supports, idea.supports = 60, 1
    project = db.session.get_one(Project, board.project_id)
    db.session.add(Support(idea_id=idea.id, participant_id=make_participant(project).id, at=NOW))
    keyed = {"counted_on": NOW.date(), "keyed_at": NOW, "keyed_by_id": make_person().id, "place": "Library"}
    db.session.add(PaperTally(idea_id=idea.id, ticks=14, **keyed))
    db.session.add(PaperTally(idea_id=idea.id, ticks=5, withdrawn_at=NOW, **keyed))
    commit()
    page = browser.get(address(board, "/results"))
    assert "1 person supports this. And 14 ticks on paper. And 60 counted elsewhere." in page.words
    assert "1 person gave support on this board." in page.words
    assert "%" not in page.words


def test_staff_read_the_results_while_residents_wait(staff_browser: Browser, browser: Browser) -> None:
    board = pairs("A garden", "A café", totals=Totals.END)
    press(browser, board)
    assert browser.get(address(board, "/results")).status == 404
    project = db.session.get_one(Project, board.project_id)
    sign_in(browser, make_person(Role.OBSERVER, project=project))
    page = browser.get(f"/manage/{project.slug}/ideas/{board.ref}/results")
    assert page.status == 200
    assert "Chosen in 1 of the 1 pair" in page.words


@pytest.mark.parametrize("asks", [BoardAsks.PAIRS, BoardAsks.STATEMENTS])
def test_the_page_to_choose_on_reads_no_more_for_more_ideas(browser: Browser, asks: BoardAsks) -> None:
    board = make_board(asks=asks)
    counts = []
    for many in (3, 80):
        for number in range(many):
            make_idea(board, f"Idea {many} {number}", f"Idea {many} {number}")
        commit()
        browser.get(address(board))
        with counted_queries() as seen:
            assert browser.get(address(board)).status == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 7, counts


def test_hidden_ideas_are_in_no_pair(browser: Browser) -> None:
    board = pairs("A garden", "A café")
    make_idea(board, "Gone", "Gone", standing=Standing.WAITING)
    commit()
    press(browser, board)
    page = browser.get(address(board))
    assert "You have compared all we can show you" in page.words
    assert browser.get(address(board, "?first=I-1&second=I-2")).status == 404


def test_the_same_button_pressed_again_is_no_new_event(app: Flask) -> None:
    board = make_board(asks=BoardAsks.STATEMENTS)
    ref = make_idea(board, "Open on Sundays", "Open on Sundays").ref
    project = db.session.get_one(Project, board.project_id)
    me = make_participant(project).id
    for vote in (Vote.AGREE, Vote.AGREE, Vote.PASS, Vote.PASS):
        commands.cast_vote(project.id, board.ref, ref, vote, by=me, at=NOW)
    assert db.session.scalars(select(EventRow.kind).where(EventRow.kind == "vote_cast")).all() == ["vote_cast"] * 2
    pair = pairs("A garden", "A café")
    refs = db.session.scalars(select(Idea.ref).where(Idea.board_id == pair.id)).all()
    me = make_participant(db.session.get_one(Project, pair.project_id)).id
    for chosen in (refs[0], refs[0], "", ""):
        commands.choose_of_pair(pair.project_id, pair.ref, (refs[0], refs[1]), chosen, by=me, at=NOW)
    assert db.session.scalars(select(EventRow.kind).where(EventRow.kind == "pair_chosen")).all() == ["pair_chosen"] * 2
