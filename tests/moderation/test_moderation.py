"""One queue for all words: published, hidden with a reason, put together, undone; and the public count."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from codesign.core.moderation import REASONS, Concern, concerns, first_standing, told_to_author
from codesign.core.reading import reading_age
from codesign.core.terms import ModerationPolicy, ModerationReason, QuestionType, Role, Standing
from codesign.extensions import db
from codesign.ledger import withdraw_words
from codesign.models import Contribution, EventRow, Idea, Project, Report
from tests.browser import Browser
from tests.ideas.test_adding import reply, walk
from tests.ideas.test_board import address, counted_queries
from tests.make import (
    NOW,
    commit,
    make_answer,
    make_board,
    make_card,
    make_consultation,
    make_idea,
    make_person,
    make_project,
    make_question,
    make_workshop,
    sign_in,
)
from tests.moderation.acting import act, queue, words_of


@pytest.fixture
def project(staff_browser: Browser) -> Project:
    project = make_project()
    sign_in(staff_browser, make_person(Role.FACILITATOR, project=project))
    return project


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("More benches on the hill.", ()),
        ("The scunthorpe bus is late", ()),
        ("Ring 01632 960123", (Concern.PERSONAL_DETAILS,)),
        ("What a bunch of IDIOTS.", (Concern.STRONG_WORDS,)),
        ("Someone hurts me at home", (Concern.WORRY,)),
    ],
)
def test_a_machine_only_asks_for_a_reader(text: str, found: tuple[Concern, ...]) -> None:
    assert concerns(text) == found
    expected = Standing.WAITING if found else Standing.PUBLISHED
    assert first_standing(ModerationPolicy.AFTER, text) is expected
    assert first_standing(ModerationPolicy.BEFORE, text) is Standing.WAITING


@pytest.mark.parametrize("reason", list(ModerationReason))
def test_every_reason_has_plain_words_for_the_author(reason: ModerationReason) -> None:
    said = str(told_to_author(reason))
    assert said.endswith(".")
    assert max(len(sentence.split()) for sentence in said.split(". ")) <= 15
    assert reason in REASONS


def test_words_from_every_way_of_taking_part_are_in_one_queue(project: Project, staff_browser: Browser) -> None:
    board = make_board(project)
    idea = words_of(make_idea(board, "An idea", "Idea words"))
    consultation = make_consultation(project)
    question = make_question(consultation, QuestionType.LONG_TEXT, "What would help?")
    make_answer(question, text="Answer words")
    workshop = make_workshop(project)
    make_card(workshop.steps[0], "Card words")
    for contribution in db.session.scalars(select(Contribution)):
        contribution.standing = Standing.WAITING
    commit()
    page = staff_browser.get(queue(project))
    assert len(page.text("#queue > li")) == 3
    assert page.text(".shape-chips a[aria-current]") == ["To check 3"]
    page = staff_browser.get(queue(project, "?kind=card"))
    assert len(page.text("#queue > li")) == 1
    assert "Card words" in page.words
    page = staff_browser.get(queue(project, "?q=idea+WORDS"))
    assert page.text("#queue > li p strong")[0] == "An idea"
    assert idea.code in page.words
    assert "Nothing found" in staff_browser.get(queue(project, "?q=%25")).words


def test_publishing_shows_words_to_others(project: Project, browser: Browser, staff_browser: Browser) -> None:
    board = make_board(project, moderation=ModerationPolicy.BEFORE)
    commit()
    browser.submit(walk(browser, board), "#send")
    code = db.session.scalars(select(Contribution.code)).one()
    page = act(staff_browser, project, "publish", code, "check")
    assert f"{code} is shown to others." in page.words
    assert browser.get(address(board)).text("article h2") == ["More benches"]
    assert "Nothing to check" in page.words


def test_hidden_words_are_gone_for_others_and_the_author_reads_why(
    app: Flask, project: Project, browser: Browser, staff_browser: Browser
) -> None:
    board = make_board(project)
    commit()
    browser.submit(walk(browser, board), "#send")
    code = db.session.scalars(select(Contribution.code)).one()
    act(staff_browser, project, "hide", code, "published", reason="abuse", note="Say it without the name.")
    assert "More benches" not in Browser(app).get(address(board)).words
    own = browser.get(address(board)).text("#own")[0]
    assert "Not shown to others" in own
    assert "Your words could hurt or threaten someone." in own
    assert "Say it without the name." in own
    event = db.session.scalars(select(EventRow).where(EventRow.kind == "words_hidden")).one()
    assert event.details == {"code": code, "reason": "abuse"}
    page = act(staff_browser, project, "publish", code, "hidden")
    assert f"{code} is shown to others." in page.words
    assert browser.get(address(board)).text("article h2") == ["More benches"]
    db.session.expire_all()
    words = db.session.scalars(select(Contribution)).one()
    assert (words.moderation_reason, words.moderation_note) == (None, "")


def test_hiding_needs_a_reason_and_keeps_the_note(project: Project, staff_browser: Browser) -> None:
    words = words_of(make_idea(make_board(project)))
    commit()
    page = staff_browser.get(queue(project, "?pile=published"))
    page = staff_browser.submit(page, f"#hide-{words.code}", note="Too rude")
    assert page.status == 422
    assert page.text(".govuk-error-summary li") == ["Select a reason"]
    assert page.text(f"#note-{words.code}") == ["Too rude"]
    db.session.expire_all()
    assert db.session.get_one(Contribution, words.id).standing is Standing.PUBLISHED


def test_replies_are_counted_as_they_are_hidden_and_shown(
    project: Project, browser: Browser, staff_browser: Browser
) -> None:
    board = make_board(project)
    idea = make_idea(board)
    commit()
    reply(browser, board, idea)
    code = db.session.scalars(select(Contribution.code).where(Contribution.kind == "comment")).one()

    def replies() -> int:
        db.session.expire_all()
        return db.session.get_one(Idea, idea.id).replies

    assert replies() == 1
    act(staff_browser, project, "hide", code, "published", reason="spam")
    assert replies() == 0
    act(staff_browser, project, "publish", code, "hidden")
    assert replies() == 1


def test_reported_words_stay_until_a_person_has_read_them(
    project: Project, browser: Browser, staff_browser: Browser
) -> None:
    board = make_board(project)
    idea = make_idea(board)
    words = words_of(idea)
    commit()
    page = browser.get(address(board, f"/{idea.ref}"))
    page = browser.get(next(link for link in page.links() if "/report/" in link))
    assert browser.submit(page, "#report").text(".govuk-error-summary li") == ["Select what is wrong"]
    assert browser.submit(page, "#report", reason="abuse", follow=True).text("h1") == ["Thank you. We will look at it"]
    browser.submit(page, "#report", reason="spam")
    assert len(list(db.session.scalars(select(Report)))) == 1
    assert list(db.session.scalars(select(EventRow.kind))).count("words_reported") == 1
    page = staff_browser.get(queue(project))
    assert "1 report" in page.words
    page = staff_browser.submit(page, f"#publish-{words.code}", follow=True)
    assert "Nothing to check" in page.words
    assert browser.get(address(board, f"/{idea.ref}")).status == 200


def test_words_taken_back_by_their_author_cannot_be_moderated(project: Project, staff_browser: Browser) -> None:
    words = words_of(make_idea(make_board(project)))
    commit()
    page = staff_browser.get(queue(project, "?pile=published"))
    withdraw_words(words, by="system", at=NOW)
    commit()
    page = staff_browser.submit(page, f"#hide-{words.code}", reason="spam")
    assert page.status == 422
    assert "took these words back" in page.words


def test_the_queue_is_paged_and_asks_the_same_of_the_database_however_long(
    project: Project, staff_browser: Browser
) -> None:
    board = make_board(project)
    counts = []
    for many in (21, 100):
        for number in range(many):
            make_idea(board, f"Idea {number}", standing=Standing.WAITING)
        commit()
        with counted_queries() as seen:
            page = staff_browser.get(queue(project))
        counts.append(len(seen))
        assert len(page.text("#queue > li")) == 20
    assert counts[0] == counts[1]
    assert "Page 1 of 7" in page.words
    assert len(staff_browser.get(queue(project, "?page=7")).text("#queue > li")) == 1
    newest = staff_browser.get(queue(project, "?order=newest"))
    assert newest.status == 200


def test_the_public_count_has_numbers_and_no_words(project: Project, browser: Browser, staff_browser: Browser) -> None:
    board = make_board(project)
    make_idea(board, "Good idea")
    words = words_of(make_idea(board, "Bad idea", "Secret words"))
    commit()
    act(staff_browser, project, "hide", words.code, "published", reason="off_topic", note="Secret note")
    page = browser.get(f"/p/{project.slug}/moderation-record")
    assert "People here said 2 things. 1 is hidden." in page.words
    assert "About something else 1 1" in page.text("#reasons tbody tr")
    assert "Secret" not in page.words


def test_only_staff_of_the_project_moderate(app: Flask, project: Project, staff_browser: Browser) -> None:
    other = make_project()
    words = words_of(make_idea(make_board(other)))
    commit()
    assert staff_browser.get(queue(other)).status == 404
    page = staff_browser.get(queue(project))
    token = {"csrf_token": str(page.one("#sign-out [name=csrf_token]")["value"])}
    assert staff_browser.post(queue(project, f"/{words.code}/publish"), token).status == 404
    observer = Browser(app)
    sign_in(observer, make_person(Role.OBSERVER, project=project))
    assert observer.get(queue(project)).status == 403
    assert Browser(app).get(queue(project)).status == 303


def test_the_reasons_read_easily() -> None:
    assert all((reading_age(str(told_to_author(reason))) or 0) <= 11 for reason in ModerationReason)
