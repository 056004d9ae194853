"""An author changes an idea or takes it back: what others saw stays to be read, and a trace stays."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from codesign.core import chain
from codesign.core.terms import (
    BoardPhaseKind,
    ModerationPolicy,
    ModerationReason,
    Standing,
    SubmissionState,
)
from codesign.extensions import db
from codesign.feedback.commands import take_back
from codesign.ledger import stored_links
from codesign.models import (
    BoardPhase,
    Contribution,
    ContributionVersion,
    EventRow,
    Idea,
    IdeaBoard,
    IdeaTerm,
    IdeaVersion,
    Participant,
    Submission,
)
from tests.browser import Browser, Page
from tests.ideas.test_adding import walk
from tests.ideas.test_board import address, support
from tests.ideas.test_talk import make_reply
from tests.make import NOW, commit, make_board, make_idea


def add_idea(browser: Browser, board: IdeaBoard, title: str = "More benches", text: str = "On the hill.") -> Idea:
    """An idea that this browser's person put on the board."""
    commit()
    browser.submit(walk(browser, board, title, text), "#send")
    return db.session.scalars(select(Idea).where(Idea.title == title)).one()


def of(idea: Idea, rest: str = "") -> str:
    return address(db.session.get_one(IdeaBoard, idea.board_id), f"/{idea.ref}{rest}")


def change(browser: Browser, idea: Idea, **fields: Any) -> Page:
    return browser.submit(browser.get(of(idea, "/change")), "#change", **fields)


def versions(idea: Idea) -> list[tuple[int, str, bool]]:
    rows = db.session.scalars(select(IdeaVersion).where(IdeaVersion.idea_id == idea.id).order_by(IdeaVersion.number))
    return [(row.number, row.title, row.shown) for row in rows]


def others(app: Flask, idea: Idea) -> Browser:
    """Another person, who supports the idea."""
    other = Browser(app)
    assert support(other, other.get(of(idea)), idea).status == 303
    return other


def test_before_anyone_has_acted_new_words_take_the_place_of_the_old(app: Flask, browser: Browser) -> None:
    idea = add_idea(browser, make_board())
    assert "Change your idea" in browser.get(of(idea)).words
    assert "Nobody has acted on your idea yet." in browser.get(of(idea, "/change")).words
    assert change(browser, idea, title="Two benches", text="On the hill, please.").status == 303
    page = Browser(app).get(of(idea))
    assert page.text("h1") == ["Two benches"]
    assert page.text("article .shape-words") == ["On the hill, please."]
    assert not page.soup.select("#changed")
    assert Browser(app).get(of(idea, "/earlier")).status == 404
    assert versions(idea) == [(1, "More benches", False)]


def test_once_somebody_supports_it_a_change_is_a_version_that_all_can_read(app: Flask, browser: Browser) -> None:
    idea = add_idea(browser, make_board())
    other = others(app, idea)
    assert "They can still read the earlier words." in browser.get(of(idea, "/change")).words
    change(browser, idea, title="No benches", text="Take them all away.")
    page = other.get(of(idea))
    assert page.text("h1") == ["No benches"]
    assert page.text("#changed strong") == ["This was after you supported it."]
    earlier = other.get(page.links("#changed a")[0])
    assert earlier.text("h2") == ["No benches", "More benches"]
    assert earlier.text(".shape-words") == ["Take them all away.", "On the hill."]
    assert not Browser(app).get(of(idea)).soup.select("#changed strong")
    assert db.session.get_one(Idea, idea.id).supports == 1
    listed = other.get(of(idea).rpartition("/")[0].rpartition("/")[0] + "/following")
    assert listed.text("#changed a") == ["No benches"]


@pytest.mark.parametrize("how", ["reply", "follow"])
def test_a_reply_or_a_follow_of_another_makes_it_a_version_too_ones_own_does_not(
    app: Flask, browser: Browser, how: str
) -> None:
    idea = add_idea(browser, make_board())
    browser.submit(browser.get(of(idea)), "#follow", button=("follow", "start"))
    browser.submit(browser.get(of(idea)), "#reply", text="I mean oak.", consent="public")
    change(browser, idea, title="Two benches")
    assert versions(idea)[-1][2] is False
    other = Browser(app)
    if how == "reply":
        other.submit(other.get(of(idea)), "#reply", text="Yes!", consent="public")
    else:
        other.submit(other.get(of(idea)), "#follow", button=("follow", "start"))
    change(browser, idea, title="Three benches")
    assert versions(idea) == [(1, "More benches", False), (2, "Two benches", True)]


def test_a_title_alone_can_change_many_times(app: Flask, browser: Browser) -> None:
    idea = add_idea(browser, make_board())
    others(app, idea)
    for title in ("Two benches", "Three benches", "Four benches"):
        assert change(browser, idea, title=title).status == 303
    assert [number for number, _, _ in versions(idea)] == [1, 2, 3]
    assert chain.verify(stored_links()).ok
    kinds = list(db.session.scalars(select(EventRow.kind).where(EventRow.kind == "idea_changed")))
    assert len(kinds) == 3


def test_the_same_words_again_change_nothing(browser: Browser) -> None:
    idea = add_idea(browser, make_board())
    page = browser.get(of(idea, "/change"))
    browser.submit(page, "#change", title="Two benches")
    assert browser.submit(page, "#change", title="Two benches").status == 303
    assert len(versions(idea)) == 1


def test_the_second_of_two_windows_sees_what_the_first_saved(browser: Browser) -> None:
    idea = add_idea(browser, make_board())
    one, two = browser.get(of(idea, "/change")), browser.get(of(idea, "/change"))
    browser.submit(one, "#change", title="From the first", text="Its words")
    refused = browser.submit(two, "#change", title="From the second", text="Other words")
    assert refused.status == 422
    assert refused.text(".govuk-error-summary li") == [
        "You changed this idea in another window. Check your words, then save them again."
    ]
    assert refused.text("#now .shape-words") == ["From the first", "Its words"]
    assert refused.one("#change [name=title]")["value"] == "From the second"
    assert db.session.get_one(Idea, idea.id).title == "From the first"
    assert browser.submit(refused, "#change").status == 303
    assert db.session.get_one(Idea, idea.id, populate_existing=True).title == "From the second"


@pytest.mark.parametrize("title", ["", "   ", "\u202e\u202e", "x" * 10_000])
def test_a_line_that_is_none_is_refused_and_the_rest_is_kept(browser: Browser, title: str) -> None:
    idea = add_idea(browser, make_board())
    refused = change(browser, idea, title=title, text="Kept words")
    assert refused.status == 422
    assert refused.text("#change textarea") == ["Kept words"]
    assert refused.soup.select(".govuk-error-summary li")


def test_only_its_author_may_change_or_take_back_an_idea(app: Flask, browser: Browser) -> None:
    idea = add_idea(browser, make_board())
    page = browser.get(of(idea, "/change"))
    other = others(app, idea)
    assert other.get(of(idea, "/change")).status == 404
    assert other.get(of(idea, "/take-back")).status == 404
    assert Browser(app).get(of(idea, "/change")).status == 404
    _, action, values = page.form_values("#change")
    token = dict(other.get(of(idea)).form_values("#follow")[2])["csrf_token"]
    forged = {**dict(values), "title": "Mine now", "csrf_token": token}
    assert other.post(action, forged).status == 404
    assert "Change your idea" not in other.get(of(idea)).words


def test_a_phase_that_allows_no_change_says_so(browser: Browser) -> None:
    board = make_board()
    idea = add_idea(browser, board)
    page = browser.get(of(idea, "/change"))
    db.session.add(
        BoardPhase(
            board_id=board.id,
            kind=BoardPhaseKind.CHOOSING,
            starts_on=(NOW - timedelta(days=1)).date(),
            starts_at=NOW - timedelta(days=1),
        )
    )
    commit()
    assert "Ideas cannot be changed now." in browser.get(of(idea, "/change")).words
    assert browser.submit(page, "#change", title="Too late").status == 410
    assert "Change your idea" not in browser.get(of(idea)).words
    assert "Take your idea back" in browser.get(of(idea)).words


def test_new_words_are_read_first_where_words_are_read_first(app: Flask, browser: Browser) -> None:
    board = make_board(moderation=ModerationPolicy.AFTER)
    idea = add_idea(browser, board)
    other = others(app, idea)
    change(browser, idea, text="Phone me on 07700 900123.")
    trace = other.get(of(idea))
    assert trace.status == 410
    assert trace.text("h1") == ["This idea is being checked"]
    assert "07700" not in trace.words
    assert "Your words changed, so a person reads them again." in browser.get(of(idea)).words
    assert change(browser, idea, text="No number.").status == 303
    words = db.session.get_one(Contribution, idea.contribution_id)
    assert words.standing is Standing.WAITING
    assert [shown for _, _, shown in versions(idea)] == [True, False]


def test_words_that_a_moderator_hid_never_come_back_as_an_earlier_wording(app: Flask, browser: Browser) -> None:
    idea = add_idea(browser, make_board())
    other = others(app, idea)
    change(browser, idea, title="Rude words")
    words = db.session.get_one(Contribution, idea.contribution_id)
    words.standing, words.moderation_reason = Standing.HIDDEN, ModerationReason.ABUSE
    commit()
    assert other.get(of(idea, "/earlier")).status == 404
    change(browser, idea, title="Kind words")
    words = db.session.get_one(Contribution, idea.contribution_id)
    assert (words.standing, words.moderation_reason) == (Standing.WAITING, None)
    words.standing = Standing.PUBLISHED
    commit()
    assert other.get(of(idea, "/earlier")).status == 404
    assert other.get(of(idea)).text("h1") == ["Kind words"]


def test_ideas_are_found_by_their_new_words(browser: Browser) -> None:
    idea = add_idea(browser, make_board())
    change(browser, idea, title="A climbing wall", text="For rainy days.")
    terms = set(db.session.scalars(select(IdeaTerm.term).where(IdeaTerm.idea_id == idea.id)))
    assert any(term.startswith("climb") for term in terms)
    assert not any(term.startswith("bench") for term in terms)


def test_an_idea_taken_back_leaves_a_trace_to_those_who_had_acted_on_it(app: Flask, browser: Browser) -> None:
    idea = add_idea(browser, make_board())
    other = others(app, idea)
    other.submit(other.get(of(idea)), "#reply", text="Yes!", consent="public")
    change(browser, idea, title="Two benches")
    asked = browser.get(of(idea, "/take-back"))
    assert "We keep how many people supported it, and what others replied." in asked.words
    assert browser.submit(asked, "#take-back").status == 303
    own = browser.get(of(idea))
    assert (own.status, own.text("h1")) == (200, ["You took this idea back"])
    assert own.text("#trace li") == [
        "We keep the count: 1 person had supported it.",
        "We keep 1 reply. It belongs to the person who wrote it.",
    ]
    trace = other.get(of(idea))
    assert (trace.status, trace.text("h1")) == (410, ["This idea was taken back"])
    assert "benches" not in trace.words
    assert other.get(of(idea, "/earlier")).status == 404
    db.session.expire_all()
    gone = db.session.get_one(Idea, idea.id)
    assert (gone.title, gone.supports) == ("", 1)
    assert {title for _, title, _ in versions(idea)} == {""}
    texts = db.session.scalars(
        select(ContributionVersion.text).where(ContributionVersion.contribution_id == idea.contribution_id)
    )
    assert set(texts) == {None}
    assert db.session.scalar(select(func.count()).select_from(IdeaTerm)) == 0
    sent = db.session.get_one(Contribution, idea.contribution_id).submission
    assert sent.state is SubmissionState.WITHDRAWN


def test_an_idea_that_nobody_acted_on_leaves_nothing_to_others(app: Flask, browser: Browser) -> None:
    idea = add_idea(browser, make_board())
    page = browser.get(of(idea, "/take-back"))
    browser.submit(page, "#take-back")
    assert Browser(app).get(of(idea)).status == 404
    assert browser.get(of(idea)).status == 200
    assert browser.get(of(idea, "/take-back")).status == 404
    assert browser.submit(page, "#take-back").status == 303


def test_the_receipt_takes_an_idea_back_in_the_same_way(app: Flask, browser: Browser) -> None:
    by_page, by_receipt = add_idea(browser, make_board()), add_idea(browser, make_board(), "Another idea")
    for idea in (by_page, by_receipt):
        others(app, idea)
    browser.submit(browser.get(of(by_page, "/take-back")), "#take-back")
    take_back(db.session.get_one(Contribution, by_receipt.contribution_id).submission_id, at=NOW)
    commit()
    db.session.expire_all()

    def left(idea: Idea) -> tuple[Any, ...]:
        row = db.session.get_one(Idea, idea.id)
        words = db.session.get_one(Contribution, row.contribution_id)
        sent = db.session.get_one(Submission, words.submission_id)
        return row.title, row.supports, words.text, words.standing, sent.state, sent.withdrawn_at is None

    assert left(by_page) == left(by_receipt)
    assert Browser(app).get(of(by_receipt)).status == 410
    kinds = list(db.session.scalars(select(EventRow.kind).where(EventRow.kind == "sending_withdrawn")))
    assert len(kinds) == 2


def test_another_persons_reply_counts_as_acting_on_the_idea(browser: Browser) -> None:
    idea = make_idea(make_board())
    make_reply(idea)
    words = db.session.get_one(Contribution, idea.contribution_id)
    author = db.session.get_one(Participant, words.participant_id)
    from codesign.ideas.talk.rows import others_acted

    assert others_acted(idea.id, author.id)
    assert not others_acted(make_idea(make_board()).id, author.id)
