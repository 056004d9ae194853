"""The author of hidden words asks for a second look: proof, one pile, a reply, and nothing of it left afterwards."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from codesign.core.terms import ModerationAct, Role, Standing
from codesign.extensions import db
from codesign.ledger import withdraw_words
from codesign.models import Appeal, Contribution, EventRow, ModerationAction, Project, Submission
from tests.adversarial.rows import places_of
from tests.browser import Browser, Page
from tests.ideas.test_adding import walk
from tests.make import NOW, commit, make_board, make_idea, make_project
from tests.moderation.acting import act, fresh, member, queue

CANARY = "Because marzipan is a joke between friends."


@pytest.fixture
def project(staff_browser: Browser) -> Project:
    project = make_project()
    member(staff_browser, project, name="Mo Moderator")
    return project


@pytest.fixture
def words(project: Project, browser: Browser, staff_browser: Browser) -> Contribution:
    """Words of `browser`, hidden by `staff_browser`."""
    board = make_board(project)
    commit()
    browser.submit(walk(browser, board), "#send")
    found = db.session.scalars(select(Contribution)).one()
    act(staff_browser, project, "hide", found.code, "published", reason="abuse", note="Say it kindly.")
    return found


def ask(browser: Browser, project: Project, words: Contribution, said: str = CANARY) -> Page:
    page = browser.get(f"/p/{project.slug}/ask-again/{words.code}")
    return browser.submit(page, "#ask-again", words=said)


def test_the_author_asks_and_the_words_are_shown_again(
    app: Flask, project: Project, words: Contribution, browser: Browser, staff_browser: Browser
) -> None:
    page = browser.get(f"/p/{project.slug}/ask-again/{words.code}")
    assert "Your words could hurt or threaten someone." in page.words
    assert "Say it kindly." in page.words
    assert ask(browser, project, words).status == 303
    assert "You asked us to look again." in browser.get(f"/p/{project.slug}/ask-again/{words.code}").words
    second = Browser(app)
    member(second, project, name="Sam Second")
    pile = second.get(queue(project, "?pile=asked"))
    assert CANARY in pile.words
    assert "You hid these words." not in pile.words
    mine = staff_browser.get(queue(project, "?pile=asked"))
    assert "You hid these words. Ask somebody else to look, if you can." in mine.words
    second.submit(pile, f"#settle-{words.code}", upheld="yes", reply="You are right. Sorry.")
    assert fresh(words).standing is Standing.PUBLISHED
    assert places_of("marzipan") == []
    acts = list(db.session.scalars(select(ModerationAction.act).order_by(ModerationAction.number)))
    assert acts == [ModerationAct.HIDDEN, ModerationAct.PUBLISHED]
    assert "You are right. Sorry." in browser.get(f"/p/{project.slug}/ask-again/{words.code}").words
    record = browser.get(f"/p/{project.slug}/moderation-record").words
    assert "Authors asked 1 time. 1 time the words are shown again." in record
    assert "1 time somebody else than the first moderator decided." in record


def test_words_that_stay_hidden_come_with_a_reply_and_cannot_be_asked_about_for_ever(
    project: Project, words: Contribution, browser: Browser, staff_browser: Browser
) -> None:
    ask(browser, project, words)
    pile = staff_browser.get(queue(project, "?pile=asked"))
    empty = staff_browser.submit(pile, f"#settle-{words.code}")
    assert empty.status == 422
    staff_browser.submit(pile, f"#settle-{words.code}", upheld="no", reply="It names a person.")
    assert fresh(words).standing is Standing.HIDDEN
    page = browser.get(f"/p/{project.slug}/ask-again/{words.code}")
    assert "Your words stay hidden. They wrote: It names a person." in page.words
    assert not page.soup.select("#ask-again")
    assert db.session.scalars(select(Appeal)).one().words == ""
    assert ModerationAct.LOOKED_AGAIN in set(db.session.scalars(select(ModerationAction.act)))
    assert "Nothing here" in staff_browser.get(queue(project, "?pile=asked")).words


def test_asking_twice_is_asking_once(project: Project, words: Contribution, browser: Browser) -> None:
    page = browser.get(f"/p/{project.slug}/ask-again/{words.code}")
    for _again in range(3):
        assert browser.submit(page, "#ask-again", words=CANARY).status == 303
    assert len(list(db.session.scalars(select(Appeal)))) == 1
    assert list(db.session.scalars(select(EventRow.kind))).count("asked_again") == 1


def test_the_receipt_proves_the_author_on_another_device(app: Flask, project: Project, words: Contribution) -> None:
    stranger = Browser(app)
    page = stranger.get(f"/p/{project.slug}/ask-again/{words.code}")
    assert "hurt or threaten" not in page.words
    assert fresh(words).text not in page.words
    wrong = stranger.submit(page, "#ask-again", receipt="R-AAAA-AAAA", words=CANARY)
    assert wrong.status == 422
    assert CANARY in wrong.text("#words")
    nothing = stranger.submit(page, "#ask-again", words=CANARY)
    assert nothing.status == 422
    receipt = db.session.scalars(select(Submission.receipt)).one()
    assert stranger.submit(page, "#ask-again", receipt=receipt.lower(), words=CANARY).status == 303
    unknown = stranger.get(f"/p/{project.slug}/ask-again/K-ZZZZZ")
    assert unknown.status == 200  # a code that does not exist looks like somebody else's


@pytest.mark.parametrize(("said", "told"), [("", "Write why we should look again"), ("x" * 1001, "1000")])
def test_what_is_asked_has_words_and_not_too_many(
    project: Project, words: Contribution, browser: Browser, said: str, told: str
) -> None:
    page = ask(browser, project, words, said)
    assert page.status == 422
    assert told in page.words
    assert page.text("#words") == ([said] if said else [""])


def test_publishing_from_the_queue_settles_what_was_asked(
    project: Project, words: Contribution, browser: Browser, staff_browser: Browser
) -> None:
    ask(browser, project, words)
    pile = staff_browser.get(queue(project, "?pile=hidden"))
    assert not pile.soup.select(f"#publish-{words.code}")  # it is answered instead
    item = staff_browser.get(queue(project, f"/{words.code}"))
    staff_browser.post(
        queue(project, f"/{words.code}/publish"),
        {"csrf_token": item.form_values(f"#settle-{words.code}")[2][0][1], "seen": "1.1"},
    )
    row = db.session.scalars(select(Appeal)).one()
    assert (row.upheld, row.words) == (True, "")


def test_nothing_that_was_asked_or_answered_is_left_when_words_are_taken_back(
    project: Project, words: Contribution, browser: Browser, staff_browser: Browser
) -> None:
    ask(browser, project, words)
    withdraw_words(fresh(words), by="system", at=NOW)
    commit()
    assert places_of("marzipan") == []
    assert places_of("Say it kindly") == []
    assert "Nothing here" in staff_browser.get(queue(project, "?pile=asked")).words


def test_the_receipt_page_says_why_and_how_to_ask_again(
    app: Flask, project: Project, words: Contribution, browser: Browser
) -> None:
    receipt = db.session.scalars(select(Submission.receipt)).one()
    holder = Browser(app)
    page = holder.submit(holder.get("/receipt"), "form[action='/receipt']", follow=True, code=receipt)
    assert "Your words could hurt or threaten someone." in page.words
    assert any("/ask-again/" in link for link in page.links())
    ask(browser, project, words)
    assert "You asked us to look again." in holder.get("/receipt/words").words


def test_words_of_another_project_cannot_be_asked_about(app: Flask, words: Contribution, browser: Browser) -> None:
    other = make_project()
    make_idea(make_board(other))
    commit()
    page = browser.get(f"/p/{other.slug}/ask-again/{words.code}")
    assert fresh(words).text not in page.words
    staff = Browser(app)
    member(staff, other, Role.FACILITATOR)
    assert staff.get(queue(other, f"/{words.code}")).status == 404
