"""Written rules with versions: published, never changed, read by everyone; the council's own word lists."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from codesign.core.moderation import BUILT_IN, code_from
from codesign.core.terms import ModerationReason, Role, Standing
from codesign.extensions import db
from codesign.models import Contribution, EventRow, ModerationAction, Project, WrittenPolicy
from tests.browser import Browser, Page
from tests.ideas.test_adding import walk
from tests.ideas.test_board import address
from tests.make import commit, make_board, make_idea, make_project
from tests.moderation.acting import act, fresh, member, queue, words_of

WRITE = "/rules/write"


@pytest.fixture
def project(staff_browser: Browser) -> Project:
    project = make_project()
    member(staff_browser, project, Role.COMMISSIONER, name="Ada Writer")
    return project


def only(title: str, told: str, code: str = "") -> dict[str, Any]:
    """The fields of a form with the nine built-in reasons, emptied but for one."""
    fields: dict[str, Any] = {}
    for number in range(11):
        fields[f"reasons-{number}-title"] = title if number == 0 else ""
        fields[f"reasons-{number}-told"] = told if number == 0 else ""
        fields[f"reasons-{number}-code"] = code if number == 0 else ""
    return fields


def write(browser: Browser, project: Project, words: str = "Be kind.", **fields: Any) -> Page:
    return browser.submit(browser.get(queue(project, WRITE)), "#write", words=words, **fields)


def test_the_built_in_nine_are_version_0() -> None:
    assert BUILT_IN.number == 0
    assert [reason.code for reason in BUILT_IN.reasons] == [reason.value for reason in ModerationReason]
    assert code_from("Names a worker!", []) == "names-a-worker"
    assert code_from("Names a worker", ["names-a-worker"]) == "names-a-worker-2"
    assert code_from("ﷺ", []) == "reason"


def test_publishing_makes_the_next_version_and_the_earlier_ones_stay(
    project: Project, browser: Browser, staff_browser: Browser
) -> None:
    page = write(staff_browser, project, **only("Unkind", "Your words were unkind.", "unkind"))
    assert page.status == 303
    first = db.session.scalars(select(WrittenPolicy)).one()
    kept = (first.words, list(first.reasons))
    assert first.number == 1
    assert first.reasons == [
        {"code": "unkind", "title": "Unkind", "told": "Your words were unkind.", "kind": "personal_data"}
    ]
    second = write(staff_browser, project, words="Be kind and short.")
    assert second.status == 303
    db.session.expire_all()
    versions = list(db.session.scalars(select(WrittenPolicy).order_by(WrittenPolicy.number)))
    assert [row.number for row in versions] == [1, 2]
    assert (versions[0].words, list(versions[0].reasons)) == kept
    rules = browser.get(f"/p/{project.slug}/moderation-record")
    assert "Be kind and short." in rules.text("#policy-words")
    old = browser.get(next(link for link in rules.links("#earlier a") if link.endswith("/1")))
    assert old.text("#policy-words") == ["Be kind."]
    assert "These rules held from" in old.words
    assert "Personal details" in browser.get(f"/p/{project.slug}/moderation-record/rules/0").words
    assert browser.get(f"/p/{project.slug}/moderation-record/rules/7").status == 404
    assert list(db.session.scalars(select(EventRow.kind))).count("policy_published") == 2


def test_hiding_keeps_code_and_version_and_the_author_is_told_by_that_version(
    app: Flask, project: Project, browser: Browser, staff_browser: Browser
) -> None:
    board = make_board(project)
    commit()
    browser.submit(walk(browser, board), "#send")
    words = db.session.scalars(select(Contribution)).one()
    write(staff_browser, project, **only("Unkind", "Your words were unkind.", "unkind"))
    act(staff_browser, project, "hide", words.code, "published", reason="unkind")
    assert fresh(words).moderation_code == "unkind"
    line = db.session.scalars(select(ModerationAction)).one()
    assert (line.code, line.policy_number, line.reason) == ("unkind", 1, ModerationReason.PERSONAL_DATA)
    write(staff_browser, project, words="Other rules.", **{"reasons-0-told": "Something else is said now."})
    own = browser.get(address(board)).words
    assert "Your words were unkind." in own
    assert "Something else is said now." not in own


def test_a_reason_that_is_not_in_the_rules_hides_nothing(project: Project, staff_browser: Browser) -> None:
    words = words_of(make_idea(make_board(project)))
    commit()
    opened = staff_browser.get(queue(project, "?pile=published"))
    write(staff_browser, project, **only("Unkind", "Your words were unkind."))
    page = staff_browser.submit(opened, f"#hide-{words.code}", reason="abuse")
    assert page.status == 422
    assert fresh(words).standing is Standing.PUBLISHED


def test_rules_written_from_an_older_version_are_refused_and_kept(project: Project, staff_browser: Browser) -> None:
    opened = staff_browser.get(queue(project, WRITE))
    write(staff_browser, project, **only("Unkind", "Your words were unkind."))
    page = staff_browser.submit(opened, "#write", words="My own rules")
    assert page.status == 422
    assert "Somebody has published other rules since you began." in page.words
    assert page.text("#words") == ["My own rules"]
    assert db.session.scalars(select(WrittenPolicy.number)).all() == [1]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"words": " "}, "Write the rules"),
        ({"reasons-0-told": ""}, "Write what the author is told."),
        ({"reasons-0-title": ""}, "Write the reason in a few words."),
        ({"reasons-0-code": "Very Big!"}, "Use small letters, numbers and hyphens only."),
        ({"reasons-0-kind": "nonsense"}, "Not a valid choice"),
        (only("", ""), "Write at least one reason."),
    ],
)
def test_what_is_wrong_with_rules_is_said_beside_it(
    project: Project, staff_browser: Browser, fields: dict[str, str], said: str
) -> None:
    page = write(staff_browser, project, **{"words": "Kept rules", **fields})
    assert page.status == 422
    assert any(said.split()[0] in line for line in page.text(".govuk-error-summary li"))
    assert not db.session.scalars(select(WrittenPolicy)).all()


def test_a_council_word_is_marked_for_the_reader_and_hides_nothing(
    project: Project, browser: Browser, staff_browser: Browser
) -> None:
    board = make_board(project)
    idea = make_idea(board, "A hub", "Those Grockles again, and Grŵp y wern.")
    commit()
    page = staff_browser.get(queue(project, "/word-lists/cy"))
    staff_browser.submit(page, "#word-list", words="grockle*\n\ngrŵp y wern\n")
    page = staff_browser.get(queue(project, "?pile=published"))
    assert page.text("mark") == ["Grockles (a word from your list)", "Grŵp y wern (a word from your list)"]
    assert "Has a word from your list" in page.words
    assert browser.get(address(board, f"/{idea.ref}")).status == 200
    found = staff_browser.get(queue(project, "?pile=published&concern=own_words"))
    assert len(found.text("#queue > li")) == 1
    assert "Nothing found" in staff_browser.get(queue(project, "?pile=published&concern=worry")).words


@pytest.mark.parametrize(("typed", "said"), [("x\ngood", "single letter"), ("a" * 61, "longer than 60 letters")])
def test_a_list_that_would_find_everything_is_refused(
    project: Project, staff_browser: Browser, typed: str, said: str
) -> None:
    page = staff_browser.submit(staff_browser.get(queue(project, "/word-lists/en")), "#word-list", words=typed)
    assert page.status == 422
    assert said in page.words
    assert page.text("#words")[0].startswith(typed[:1])


def test_only_commissioners_write_rules(app: Flask, project: Project) -> None:
    moderator = Browser(app)
    member(moderator, project)
    assert moderator.get(queue(project, "/rules")).status == 200
    assert moderator.get(queue(project, WRITE)).status == 403
    assert moderator.get(queue(project, "/word-lists/xx")).status == 404
