"""Adding an idea and replying: one thing per page, a receipt, and nothing twice."""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from codesign.core.terms import BoardAsks, BoardPhaseKind, ModerationPolicy, ShownAs, Standing
from codesign.extensions import db
from codesign.ideas.likeness import keep_terms
from codesign.ledger import withdraw_words
from codesign.models import BoardPhase, Comment, Contribution, Idea, IdeaBoard, IdeaDraft, Prompt, Submission
from tests.browser import Browser, Page
from tests.ideas.test_board import address
from tests.make import NOW, commit, make_board, make_idea


def walk(browser: Browser, board: IdeaBoard, title: str = "More benches", text: str = "On the hill.") -> Page:
    """Through the journey to the check page."""
    page = browser.submit(browser.get(address(board, "/add")), "#add", title=title, follow=True)
    if page.text("h1") != ["Tell us more"]:
        page = browser.get(page.links("#carry-on")[0])
    page = browser.submit(page, "#add", text=text, follow=True)
    while page.text("h1")[0] in ("Add a photo", "Where is it?"):
        page = browser.submit(page, "#add", follow=True)
    page = browser.submit(page, "#add", shown_as="first_name", first_name="Asha", follow=True)
    return browser.submit(page, "#add", consent="public", follow=True)


def test_an_idea_is_added_one_page_at_a_time_and_gets_a_receipt(browser: Browser) -> None:
    board = make_board()
    commit()
    page = walk(browser, board)
    assert page.text("h1") == ["Check your idea before you send it"]
    assert page.text("dd.govuk-summary-list__value") == [
        "More benches",
        "On the hill.",
        "You left this empty",
        "Asha",
        "Yes, anyone may read them",
    ]
    page = browser.submit(page, "#send", follow=True)
    submission = db.session.scalars(select(Submission)).one()
    assert page.text("#receipt") == [submission.receipt]
    assert submission.receipt not in page.url
    page = browser.get(address(board))
    assert page.text("article h2") == ["More benches"]
    assert page.text(".shape-idea__who") == ["Asha Today"]
    idea = db.session.scalars(select(Idea)).one()
    assert (idea.contribution.text, idea.contribution.shown_as) == ("On the hill.", ShownAs.FIRST_NAME)
    assert db.session.scalar(select(func.count()).select_from(IdeaDraft)) == 0


def test_sending_the_same_page_twice_gives_the_same_receipt(browser: Browser) -> None:
    board = make_board()
    commit()
    page = walk(browser, board)
    first = browser.submit(page, "#send")
    again = browser.submit(page, "#send")
    assert first.status == again.status == 303
    assert first.location == again.location
    assert db.session.scalar(select(func.count()).select_from(Idea)) == 1


def test_a_receipt_is_shown_to_its_sender_only(app: Flask, browser: Browser) -> None:
    board = make_board()
    commit()
    sent = browser.submit(walk(browser, board), "#send")
    assert browser.get(sent.location).status == 200
    assert Browser(app).get(sent.location).status == 404


def test_one_line_is_enough(browser: Browser) -> None:
    board = make_board()
    commit()
    browser.submit(walk(browser, board, text=""), "#send")
    idea = db.session.scalars(select(Idea)).one()
    assert (idea.title, idea.contribution.text) == ("More benches", "More benches")
    assert not browser.get(address(board)).text("article .shape-idea__text")


def test_a_change_from_the_check_page_leads_back_to_it(browser: Browser) -> None:
    board = make_board()
    commit()
    page = walk(browser, board)
    line = browser.get(page.links("dd a")[0])
    assert line.one("#title")["value"] == "More benches"
    page = browser.submit(line, "#add", title="Even more benches", follow=True)
    assert page.text("h1") == ["Check your idea before you send it"]
    assert page.text("dd.govuk-summary-list__value")[0] == "Even more benches"


def test_each_wrong_page_says_what_to_do_and_keeps_what_was_typed(browser: Browser) -> None:
    board = make_board()
    commit()
    page = browser.submit(browser.get(address(board, "/add")), "#add", title="  ")
    assert page.status == 422
    assert "Write your idea in one line" in page.text(".govuk-error-summary li")
    assert page.text("title")[0].startswith("Error:")
    page = browser.submit(page, "#add", title="x" * 121)
    assert page.status == 422
    assert page.one("#title")["value"] == "x" * 121
    page = browser.submit(page, "#add", title="Benches", follow=True)
    page = browser.submit(page, "#add", text="", follow=True)
    page = browser.submit(page, "#add", follow=True)
    page = browser.submit(page, "#add", shown_as="area")
    assert page.text(".govuk-error-summary li") == ["Select your area, or select another way to be shown"]
    page = browser.submit(page, "#add", shown_as="nothing", follow=True)
    assert browser.submit(page, "#add").text(".govuk-error-summary li") == ["Select if we may quote your words"]


def test_pages_of_the_journey_out_of_order_lead_to_its_beginning(browser: Browser) -> None:
    board = make_board()
    commit()
    for step in ("more", "shown", "use", "check"):
        answer = browser.get(address(board, f"/add/{step}"))
        assert (answer.status, answer.location) == (303, address(board, "/add"))
    browser.submit(browser.get(address(board, "/add")), "#add", title="Benches")
    assert browser.get(address(board, "/add/check")).location == address(board, "/add/shown")


def test_an_idea_answers_the_prompt_it_began_from(browser: Browser) -> None:
    board = make_board()
    board.prompts.append(Prompt(position=2, text="What about evenings?"))
    commit()
    page = browser.submit(browser.get(address(board, "/add?prompt=2")), "#add", title="Open late", follow=True)
    page = browser.submit(page, "#add", text="", follow=True)
    page = browser.submit(page, "#add", follow=True)
    page = browser.submit(page, "#add", shown_as="nothing", follow=True)
    assert browser.get(address(board, "/add")).text(".govuk-inset-text") == ["What about evenings?"]
    browser.submit(browser.submit(page, "#add", consent="count_only", follow=True), "#send")
    assert db.session.scalars(select(Idea)).one().prompt_id == board.prompts[0].id


def test_on_a_board_read_first_an_idea_waits_and_its_author_sees_that(app: Flask, browser: Browser) -> None:
    board = make_board(moderation=ModerationPolicy.BEFORE)
    commit()
    page = browser.submit(walk(browser, board), "#send", follow=True)
    assert "Being checked" in page.words
    page = browser.get(address(board))
    assert page.text("#own h3") == ["More benches"]
    assert "Only you see this for now." in page.words
    assert "More benches" not in Browser(app).get(address(board)).words


@pytest.mark.parametrize(
    "words", ["Ring me on 01632 960123 about benches", "Write to asha@mail.example", "Those idiots at the council"]
)
def test_words_that_need_a_reader_wait_on_any_board(browser: Browser, words: str) -> None:
    board = make_board(moderation=ModerationPolicy.AFTER)
    commit()
    browser.submit(walk(browser, board, text=words), "#send")
    assert db.session.scalars(select(Contribution)).one().standing is Standing.WAITING


def test_a_board_that_closed_meanwhile_takes_no_idea_and_gives_the_words_back(browser: Browser) -> None:
    board = make_board()
    commit()
    page = walk(browser, board)
    board.closes_at = NOW - timedelta(minutes=1)
    commit()
    assert browser.submit(page, "#send").status == 410
    closed = browser.get(address(board, "/add/check"))
    assert closed.status == 410
    assert "More benches" in closed.words
    assert db.session.scalar(select(func.count()).select_from(Idea)) == 0


def board_with_ideas() -> IdeaBoard:
    board = make_board()
    for title in ("More benches by the river", "A bench in the shade", "Open until 8pm"):
        keep_terms(make_idea(board, title, "Said with other words.").id)
    commit()
    return board


def test_ideas_alike_are_shown_under_the_box(browser: Browser) -> None:
    board = board_with_ideas()
    region = browser.get(address(board, "/like?title=New+benches+please"), htmx=True)
    assert region.text("li a") == ["More benches by the river", "A bench in the shade"]
    assert region.text("h2") == ["2 ideas like this. Support one, or carry on."]
    assert region.text("#live") == region.text("h2")
    assert not browser.get(address(board, "/like?q=%25"), htmx=True).text("li")
    assert browser.get(address(board, "/like?q=zebra")).text("h1") == ["Ideas like this"]


def test_without_scripts_ideas_alike_come_after_the_line(browser: Browser) -> None:
    board = board_with_ideas()
    page = browser.submit(browser.get(address(board, "/add")), "#add", title="Benches by the water", follow=True)
    assert page.text("h1") == ["2 ideas like this. Support one, or carry on."]
    page = browser.get(page.links("#carry-on")[0])
    assert page.text("h1") == ["Tell us more"]
    page = browser.submit(browser.get(address(board, "/add")), "#add", title="A zebra crossing", follow=True)
    assert page.text("h1") == ["Tell us more"]


def test_who_saw_ideas_alike_while_writing_is_not_shown_them_again(browser: Browser) -> None:
    board = board_with_ideas()
    line = browser.get(address(board, "/add"))
    region = browser.get(address(board, "/like?title=benches"), htmx=True)
    assert region.one("input[name=saw_like]")["value"] == "1"
    token = str(line.one("#add input[name=csrf_token]")["value"])
    sent = browser.post(address(board, "/add"), {"csrf_token": token, "title": "Benches", "saw_like": "1"})
    assert sent.location == address(board, "/add/more")


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("x" * 10_000, "Make this 120 characters or fewer."),
        (" \u00a0\u2003\t" * 40, "Write your idea in one line"),
        ("\x00" * 5, "Write your idea in one line"),
        ("\u202e\u202d\u2066", "Write your idea in one line"),
        ("\u200b\u3164\u2800\u00ad", "Write it with letters or numbers, so that people can read it."),
        ("?!...", "Write it with letters or numbers, so that people can read it."),
        ("Z" + "\u0336" * 40 + "algo", "Some letters have too many marks on them. Type those words again."),
    ],
)
def test_a_line_that_nobody_could_read_is_refused_in_a_clear_sentence(browser: Browser, title: str, said: str) -> None:
    board = make_board()
    commit()
    page = browser.submit(browser.get(address(board, "/add")), "#add", title=title)
    assert page.status == 422
    assert page.text(".govuk-error-summary li") == [said]
    assert db.session.scalar(select(func.count()).select_from(IdeaDraft)) == 0


def test_marks_that_turn_words_around_are_taken_out_and_the_person_is_told(browser: Browser) -> None:
    board = make_board()
    commit()
    sent = browser.submit(browser.get(address(board, "/add")), "#add", title="A \u202ebench\u202c by \x00the canal")
    page = browser.get(sent.location)
    assert "We took out hidden marks that turn words around." in page.words
    assert browser.get(address(board, "/add")).one("#title")["value"] == "A bench by the canal"
    page = browser.submit(page, "#add", text="مكتبة\u200f 24\u200e", follow=True)
    assert "We took out" not in page.words
    assert db.session.scalars(select(IdeaDraft.text)).one() == "مكتبة\u200f 24\u200e"


def test_half_a_character_is_refused_in_a_clear_sentence(browser: Browser) -> None:
    board = make_board()
    commit()
    token = str(browser.get(address(board, "/add")).one("#add input[name=csrf_token]")["value"])
    sent = browser.client.post(address(board, "/add"), data=f"csrf_token={token}&title=A+%ED%A0%80+bench",
                               content_type="application/x-www-form-urlencoded")  # fmt: skip
    assert sent.status_code in (303, 422)


@pytest.mark.parametrize(("page", "fields"), [("", {"title": "Benches at last"}), ("/more", {"text": "Two of oak."})])
def test_words_typed_while_the_board_closed_can_be_copied(browser: Browser, page: str, fields: dict[str, Any]) -> None:
    board = make_board()
    commit()
    walk(browser, board)
    here = browser.get(address(board, f"/add{page}"))
    board.closes_at = NOW - timedelta(seconds=1)
    commit()
    closed = browser.submit(here, "#add", **fields)
    assert closed.status == 410
    assert next(iter(fields.values())) in closed.text("#words")[0]


def test_an_idea_sent_in_the_second_the_board_closes_gives_its_words_back(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = make_board(closes_at=NOW + timedelta(hours=1))
    commit()
    page = walk(browser, board)
    for module in ("adding", "adding_pages"):  # the package gives its blueprint the name of the first
        monkeypatch.setattr(sys.modules[f"codesign.ideas.{module}"], "now", lambda: NOW + timedelta(hours=1))
    closed = browser.submit(page, "#send")
    assert closed.status == 410
    assert closed.text("h1") == ["Thank you. This is now closed"]
    assert closed.text("#words p") == ["More benches", "On the hill."]
    monkeypatch.setattr(sys.modules["codesign.ideas.adding"], "now", lambda: NOW + timedelta(hours=1, microseconds=-1))
    assert browser.submit(page, "#send").status == 303


def test_a_board_whose_phase_takes_no_ideas_says_so_and_gives_the_words_back(browser: Browser) -> None:
    board = make_board()
    commit()
    page = walk(browser, board)
    start = {"starts_on": NOW.date(), "starts_at": NOW - timedelta(minutes=1)}
    board.phases.append(BoardPhase(kind=BoardPhaseKind.TALKING, **start))
    commit()
    closed = browser.submit(page, "#send")
    assert (closed.status, closed.text("h1")) == (410, ["This board takes no new ideas now"])
    assert closed.text("#words p") == ["More benches", "On the hill."]


def test_the_steps_follow_the_boards_settings(browser: Browser) -> None:
    for settings, steps in (
        ({"takes_photos": False}, 5), ({}, 6), ({"asks_place": True}, 7), ({"asks": BoardAsks.STATEMENTS}, 5),
    ):  # fmt: skip
        board = make_board(**settings)
        commit()
        page = walk(browser, board)
        assert page.text(".shape-progress__words span")[0] == f"Step {steps} of {steps}"


def reply(browser: Browser, board: IdeaBoard, idea: Idea, **fields: Any) -> Page:
    page = browser.get(address(board, f"/{idea.ref}"))
    return browser.submit(page, "#reply", **{"text": "And a bin.", "consent": "public", **fields})


def test_a_person_replies_and_gets_a_receipt(browser: Browser) -> None:
    board = make_board()
    idea = make_idea(board)
    commit()
    sent = reply(browser, board, idea)
    assert sent.status == 303
    assert browser.get(sent.location).text("h1") == ["Thank you. We have your reply"]
    page = browser.get(address(board, f"/{idea.ref}"))
    assert page.text("#replies-heading") == ["1 reply"]
    assert page.text("#replies .shape-words") == ["And a bin."]
    assert browser.get(address(board)).text(".shape-idea__replies") == ["1 reply to More benches"]


def test_disagreeing_is_words_beside_the_idea_and_no_number(browser: Browser) -> None:
    board = make_board()
    idea = make_idea(board)
    commit()
    reply(browser, board, idea, kind="another_way", text="Benches draw noise at night.")
    page = browser.get(address(board, f"/{idea.ref}"))
    assert page.text("#replies article h3") == ["I see it another way"]


def test_a_reply_sent_twice_is_one_reply(browser: Browser) -> None:
    board = make_board()
    idea = make_idea(board)
    commit()
    page = browser.get(address(board, f"/{idea.ref}"))
    first = browser.submit(page, "#reply", text="And a bin.", consent="public")
    again = browser.submit(page, "#reply", text="And a bin.", consent="public")
    assert first.location == again.location
    db.session.expire_all()
    assert db.session.get_one(Idea, idea.id).replies == 1


def test_an_empty_reply_is_refused_and_keeps_its_kind(browser: Browser) -> None:
    board = make_board()
    idea = make_idea(board)
    commit()
    page = reply(browser, board, idea, text=" ", kind="another_way")
    assert page.status == 422
    assert page.text(".govuk-error-summary li") == ["Write your reply"]
    assert page.one('input[name="kind"][checked]')["value"] == "another_way"


def test_a_reply_that_waits_is_not_counted_and_only_its_author_sees_it(app: Flask, browser: Browser) -> None:
    board = make_board(moderation=ModerationPolicy.BEFORE)
    idea = make_idea(board)
    commit()
    reply(browser, board, idea)
    page = browser.get(address(board, f"/{idea.ref}"))
    assert "And a bin." in page.words
    assert page.text("#replies-heading") == ["No replies yet"]
    assert "And a bin." not in Browser(app).get(address(board, f"/{idea.ref}")).words


def test_words_taken_back_leave_no_line_and_no_count(browser: Browser) -> None:
    board = make_board()
    idea = make_idea(board)
    commit()
    reply(browser, board, idea)
    comment = db.session.scalars(select(Comment)).one()
    withdraw_words(comment.contribution, by="system", at=NOW)
    withdraw_words(db.session.get_one(Contribution, idea.contribution_id), by="system", at=NOW)
    commit()
    db.session.expire_all()
    gone = db.session.get_one(Idea, idea.id)
    assert (gone.title, gone.replies) == ("", 0)
    assert browser.get(address(board, f"/{idea.ref}")).status == 410
