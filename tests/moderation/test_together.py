"""Two moderators on one item: the second sees what the first did, and nothing is overwritten, even at the same moment."""

from __future__ import annotations

import threading

import pytest
from flask import Flask
from sqlalchemy import select

from codesign.core.terms import ModerationAct, Role, Standing
from codesign.extensions import db
from codesign.ledger import change_words
from codesign.models import Contribution, EventRow, ModerationAction, Project
from tests.browser import Browser
from tests.make import NOW, commit, make_board, make_idea, make_project
from tests.moderation.acting import act, fresh, member, queue, token, words_of


@pytest.fixture
def project(app: Flask) -> Project:
    return make_project()


@pytest.fixture
def other(app: Flask, project: Project) -> Browser:
    browser = Browser(app)
    member(browser, project, name="Bo Second")
    return browser


def waiting_words(project: Project) -> Contribution:
    words = words_of(make_idea(make_board(project), "A bench", "Somewhere to sit.", standing=Standing.WAITING))
    commit()
    return words


def test_the_second_moderator_is_told_who_did_what_and_keeps_what_was_typed(
    project: Project, staff_browser: Browser, other: Browser
) -> None:
    member(staff_browser, project, name="Ada First")
    words = waiting_words(project)
    opened = other.get(queue(project))
    act(staff_browser, project, "publish", words.code, "check")
    page = other.submit(opened, f"#hide-{words.code}", reason="abuse", note="Say it kindly.")
    assert page.status == 409
    assert "Somebody else dealt with these words" in page.words
    assert "Published by Ada First" in page.text("#overtaken")[0]
    assert page.text(f"#note-{words.code}") == ["Say it kindly."]
    assert page.one(f"#reason-{words.code} option[selected]")["value"] == "abuse"
    assert fresh(words).standing is Standing.PUBLISHED
    again = other.submit(page, f"#hide-{words.code}", follow=True)
    assert "is hidden" in again.words
    acts = list(db.session.scalars(select(ModerationAction).order_by(ModerationAction.number)))
    assert [(line.number, line.act) for line in acts] == [(1, ModerationAct.PUBLISHED), (2, ModerationAct.HIDDEN)]
    assert (acts[1].before, acts[1].after, acts[1].code) == (Standing.PUBLISHED, Standing.HIDDEN, "abuse")


def test_words_that_changed_since_they_were_read_are_not_published(project: Project, other: Browser) -> None:
    words = waiting_words(project)
    opened = other.get(queue(project))
    change_words(fresh(words), "Other words, which nobody has read.", by="system", at=NOW)
    commit()
    page = other.submit(opened, f"#publish-{words.code}")
    assert page.status == 409
    assert "Their author changed these words" in page.words
    assert "Other words, which nobody has read." in page.words
    assert fresh(words).standing is Standing.WAITING


def test_two_acts_at_the_same_moment_give_one_act_and_one_refusal(app: Flask, project: Project) -> None:
    words = waiting_words(project)
    browsers = [Browser(app), Browser(app)]
    for browser in browsers:
        member(browser, project)
    pages = [browser.get(queue(project)) for browser in browsers]
    sent = []
    for page, what in zip(pages, ("publish", "hide"), strict=True):
        _method, action, values = page.form_values(f"#{what}-{words.code}")
        chosen = [(name, "spam" if name == "reason" else value) for name, value in values]
        sent.append((action, chosen))
    commit()
    statuses: list[int] = []
    start = threading.Barrier(2)

    def send(browser: Browser, action: str, values: list[tuple[str, str]]) -> None:
        start.wait()
        statuses.append(browser.post(action, values).status)

    threads = [
        threading.Thread(target=send, args=(browser, *form)) for browser, form in zip(browsers, sent, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(statuses) == [303, 409]
    db.session.expire_all()
    assert len(list(db.session.scalars(select(ModerationAction)))) == 1


def test_several_are_published_at_once_each_as_an_act_of_its_own(project: Project, other: Browser) -> None:
    board = make_board(project)
    waiting = [words_of(make_idea(board, f"Idea {n}", standing=Standing.WAITING)) for n in range(4)]
    commit()
    page = other.get(queue(project))
    ticked = [str(box["value"]) for box in page.soup.select("[name=ticked]")]
    assert len(ticked) == 4
    assert {str(box["form"]) for box in page.soup.select("[name=ticked]")} == {"bulk"}
    act(other, project, "hide", waiting[0].code, "check", reason="spam")
    address = page.form_values("#bulk")[1]
    answer = other.post(address, [("csrf_token", token(page)), *(("ticked", value) for value in ticked)])
    after = other.get(answer.location)
    assert "3 are shown to others." in after.words
    assert f"Not published, because something changed since you opened the page: {waiting[0].code}." in after.words
    db.session.expire_all()
    assert [fresh(words).standing for words in waiting] == [Standing.HIDDEN, *[Standing.PUBLISHED] * 3]
    published = select(EventRow.kind).where(EventRow.kind == "words_published")
    assert len(list(db.session.scalars(published))) == 3
    nothing = other.post(address, [("csrf_token", token(page)), ("ticked", "nonsense")])
    assert "Tick the words that you want to publish." in other.get(nothing.location).words


def test_a_merged_idea_is_not_published_from_the_queue(project: Project, other: Browser) -> None:
    words = words_of(make_idea(make_board(project)))
    words.standing = Standing.MERGED
    commit()
    page = other.get(queue(project, "?pile=merged"))
    assert not page.soup.select(f"#publish-{words.code}")
    answer = other.post(queue(project, f"/{words.code}/publish"), {"csrf_token": token(page), "seen": "0.1"})
    assert answer.status == 422
    assert "This idea is part of another one." in answer.words


def test_a_page_for_all_my_projects_shows_only_those_in_which_i_may_moderate(app: Flask, project: Project) -> None:
    hidden_from_me = make_project(name="Not my project")
    watched = make_project(name="Only watched")
    mine = make_project(name="My second project")
    for each, many in ((project, 2), (mine, 1), (hidden_from_me, 3), (watched, 1)):
        board = make_board(each)
        for number in range(many):
            make_idea(board, f"Idea {number}", standing=Standing.WAITING)
    browser = Browser(app)
    person = member(browser, project)
    from codesign.models import Membership

    for each, role in ((mine, Role.ANALYST), (watched, Role.OBSERVER)):
        db.session.add(Membership(person_id=person.id, project_id=each.id, role=role, created_at=NOW))
    commit()
    page = browser.get("/moderation")
    rows = page.text("#projects tbody tr")
    assert len(rows) == 2
    assert any(row.startswith(f"{project.name} 2 0 0") for row in rows)
    assert any(row.startswith("My second project 1 0 0") for row in rows)
    assert "Not my project" not in page.words
    assert "Only watched" not in page.words
    assert "3 wait for a person." in page.words
    watcher = Browser(app)
    member(watcher, watched, Role.OBSERVER)
    assert watcher.get("/moderation").status == 403
    assert Browser(app).get("/moderation").status == 303
