"""The fair mix of a board through the real pages: stable in a visit, different between visitors, fair after many."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from codesign.core.terms import Standing
from codesign.extensions import db
from codesign.ideas import decks
from codesign.models import Contribution, EventRow, FairDeck, Idea, IdeaBoard, Participant
from tests.browser import Browser
from tests.core.test_fairmix import gini
from tests.ideas.test_board import address, code, look_at, make_deck_of
from tests.make import commit, make_area, make_board, make_idea, make_project, make_theme


def refs_of(browser: Browser, url: str) -> list[str]:
    return [str(tag["id"]).removeprefix("idea-") for tag in browser.get(url).soup.select("#cards article")]


def seen(board: IdeaBoard) -> dict[str, int]:
    db.session.rollback()
    db.session.expire_all()
    ideas = db.session.scalars(select(Idea).where(Idea.board_id == board.id))
    return {idea.ref: idea.seen for idea in ideas}


def a_board(ideas: int = 30) -> tuple[IdeaBoard, list[Idea]]:
    board = make_board()
    made = [make_idea(board, f"Idea {number}") for number in range(ideas)]
    commit()
    return board, made


def visit_all(browser: Browser, url: str, pages: int = 3) -> list[str]:
    return [ref for page in range(1, pages + 1) for ref in refs_of(browser, f"{url}?page={page}")]


@pytest.mark.parametrize("dealt", [False, True])
def test_a_visit_sees_every_idea_once_and_keeps_its_order_while_others_look(
    app: Flask, browser: Browser, dealt: bool
) -> None:
    board, ideas = a_board()
    if dealt:
        make_deck_of(board)
    url = address(board)
    first = refs_of(browser, url)
    look_at(browser, url, *(idea for idea in ideas if idea.ref in first))
    look_at(Browser(app), url, *ideas[:12])
    order = visit_all(browser, url)
    assert order[:12] == first
    assert len(order) == len(set(order)) == 30
    make_deck_of(board)  # what comes for visits that begin later
    assert visit_all(browser, url) == order


def test_visitors_begin_at_different_ideas(app: Flask) -> None:
    board, _ideas = a_board()
    assert len({tuple(refs_of(Browser(app), address(board))) for _ in range(8)}) >= 6


def test_ideas_published_since_come_at_the_end_and_hidden_ones_are_left_out(browser: Browser) -> None:
    board, ideas = a_board(20)
    make_deck_of(board)
    order = visit_all(browser, address(board), 2)
    late = make_idea(board, "Late", created_at=datetime.now(UTC))
    gone = next(idea for idea in ideas if idea.ref == order[3])
    commit()
    db.session.execute(
        update(Contribution).where(Contribution.id == gone.contribution_id).values(standing=Standing.WITHDRAWN)
    )
    commit()
    now = visit_all(browser, address(board), 2)
    assert now == [ref for ref in order if ref != gone.ref] + [late.ref]
    assert "21 ideas." in browser.get(address(board)).words  # the deck still counts the one that went
    assert gone.title not in browser.get(address(board)).text("article h2")


def test_a_look_counts_once_a_visit_makes_nobody_and_leaves_no_event(browser: Browser) -> None:
    board, ideas = a_board(3)
    waiting = make_idea(board, "Waiting", standing=Standing.WAITING)
    events = len(list(db.session.scalars(select(EventRow.id))))
    commit()
    for _ in range(3):
        look_at(browser, address(board), *ideas[:2], waiting)
    assert seen(board) == {ideas[0].ref: 1, ideas[1].ref: 1, ideas[2].ref: 0, waiting.ref: 0}
    people = set(db.session.scalars(select(Participant.key_digest).where(Participant.key_digest.is_not(None))))
    assert not people
    assert len(list(db.session.scalars(select(EventRow.id)))) == events


def test_a_page_says_which_ideas_it_showed_only_by_its_own_script(browser: Browser) -> None:
    board, ideas = a_board(2)
    beacon = browser.get(address(board)).one("#more [hx-post]")
    assert beacon["hx-post"] == address(board, "/seen")
    assert all(idea.ref in str(beacon["hx-vals"]) for idea in ideas)
    assert seen(board) == {idea.ref: 0 for idea in ideas}


def test_looks_beyond_what_a_page_shows_are_not_counted(browser: Browser) -> None:
    board, ideas = a_board(40)
    look_at(browser, address(board), *ideas)
    assert sum(seen(board).values()) == decks.AT_ONCE


def test_the_first_look_makes_a_deck_and_old_ones_go(app: Flask, browser: Browser) -> None:
    board, ideas = a_board(3)
    look_at(browser, address(board), *ideas)
    made = list(db.session.scalars(select(FairDeck)))
    assert [deck.number for deck in made] == [1]
    look_at(Browser(app), address(board), *ideas)
    assert len(list(db.session.scalars(select(FairDeck.id)))) == 1  # not a minute old
    for deck in made:
        db.session.refresh(deck)
        deck.made_at -= timedelta(days=2)
    commit()
    decks._decks.held.clear()
    look_at(Browser(app), address(board), *ideas)
    assert list(db.session.scalars(select(FairDeck.number))) == [2]


def test_filters_by_theme_and_area_hold_within_a_deck(browser: Browser) -> None:
    project = make_project()
    board = make_board(project)
    theme, east, west = make_theme(project, "Warm"), make_area(project, "East"), make_area(project, "West")
    both = make_idea(board, "Warm in the east", area_id=east.id)
    code(both, theme.id)
    code(make_idea(board, "Warm in the west", area_id=west.id), theme.id)
    make_idea(board, "East", area_id=east.id)
    make_idea(board, "Nowhere")
    make_deck_of(board)
    late = make_idea(board, "Late, warm, east", area_id=east.id, created_at=datetime.now(UTC))
    code(late, theme.id)
    commit()
    url = address(board)
    page = browser.get(f"{url}?theme={theme.ref}&area={east.code}")
    assert page.text("article h2") == ["Warm in the east", "Late, warm, east"]
    assert page.text(".shape-chips a") == ["Warm 3", "All 5"]
    assert page.text("#area option") == ["All areas", "East (3)", "West (1)"]
    assert page.links(".shape-chips a") == [f"{url}?area={east.code}&theme={theme.ref}", f"{url}?area={east.code}"]
    for sort in ("newest", "support"):
        page = browser.get(f"{url}?theme={theme.ref}&area={east.code}&sort={sort}")
        assert sorted(page.text("article h2")) == ["Late, warm, east", "Warm in the east"]
    assert browser.get(f"{url}?area=nowhere").status == 404


@pytest.mark.parametrize("page", ["-1", "0", "1e9", "1000000000", "99999999999999999999", "x"])
def test_a_page_that_is_none_is_the_nearest_there_is(browser: Browser, page: str) -> None:
    board, _ideas = a_board(14)
    got = browser.get(f"{address(board)}?page={page}&sort=newest")
    assert got.status == 200
    assert len(got.text("article h2")) in (2, 12)


def test_after_many_visitors_all_ideas_were_shown_alike(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(4)
    board, ideas = a_board(40)
    monkeypatch.setattr(decks, "FRESH", timedelta(0))
    by_ref = {idea.ref: idea for idea in ideas}
    for visit in range(60):
        if visit == 30:
            by_ref |= {idea.ref: idea for idea in (make_idea(board, f"Late {number}") for number in range(10))}
            commit()
        visitor = Browser(app)
        for page in range(1, dice.choice((1, 1, 2)) + 1):
            shown = refs_of(visitor, f"{address(board)}?page={page}")
            look_at(visitor, address(board), *(by_ref[ref] for ref in shown))
    counts = list(seen(board).values())
    assert sum(counts) > 60 * 12
    assert gini(counts) < 0.10, sorted(counts)
