"""The public ledger: counts by reason and version, acts, outcomes and times; numbers with a base, no words."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from codesign.core.terms import ModerationAct, ModerationReason, Role, Standing
from codesign.extensions import db
from codesign.models import ModerationAction, Project, SafeguardingHold
from codesign.moderation.public import record_page
from tests.browser import Browser
from tests.ideas.test_board import counted_queries
from tests.make import NOW, commit, make_board, make_idea, make_person, make_project
from tests.moderation.acting import act, member, words_of


@pytest.fixture
def project(staff_browser: Browser) -> Project:
    project = make_project()
    member(staff_browser, project)
    return project


def record(browser: Browser, project: Project) -> Any:
    return browser.get(f"/p/{project.slug}/moderation-record")


def rows_of(browser: Browser, project: Project) -> list[dict[str, str]]:
    answer = browser.client.get(f"/p/{project.slug}/moderation-record.csv")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))


def test_hiding_showing_and_hiding_again_are_three_acts_and_one_hidden(
    project: Project, browser: Browser, staff_browser: Browser
) -> None:
    board = make_board(project)
    words = words_of(make_idea(board, "Canary title", "Canary words"))
    make_idea(board)
    commit()
    act(staff_browser, project, "hide", words.code, "published", reason="spam", note="Canary note")
    act(staff_browser, project, "publish", words.code, "hidden")
    act(staff_browser, project, "hide", words.code, "published", reason="abuse")
    page = record(browser, project)
    assert "Advert or spam 1 0" in page.text("#reasons tbody tr")
    assert "Insult or threat 1 1" in page.text("#reasons tbody tr")
    assert "Hidden now, of 2" in page.text("#reasons thead th")
    assert "Hidden 2" in page.text("tbody tr")
    assert "Published 1" in page.text("tbody tr")
    rows = rows_of(browser, project)
    assert {
        "part": "hidden_by_reason",
        "code": "spam",
        "policy_version": "0",
        "number": "1",
        "of": "2",
    }.items() <= next(row for row in rows if row["part"] == "hidden_by_reason" and row["code"] == "spam").items()
    assert all(row["number"] != "" for row in rows)
    assert "Canary" not in page.words + str(rows)


def test_words_held_for_safeguarding_are_in_no_number(project: Project, browser: Browser) -> None:
    board = make_board(project)
    officer = make_person(Role.OBSERVER, project=project)
    make_idea(board)

    def hold() -> None:
        words = words_of(make_idea(board))
        words.standing, words.moderation_reason = Standing.HIDDEN, ModerationReason.SAFEGUARDING
        db.session.add_all(
            [
                SafeguardingHold(
                    project_id=project.id, contribution_id=words.id, number=1, officer_id=officer.id, held_at=NOW
                ),
                ModerationAction(
                    project_id=project.id, contribution_id=words.id, number=1, act=ModerationAct.HELD,
                    before=Standing.PUBLISHED, after=Standing.HIDDEN, reason=ModerationReason.SAFEGUARDING,
                    code="safeguarding", at=NOW,
                ),
            ]
        )  # fmt: skip
        commit()

    hold()
    page = record(browser, project)
    assert "People here said 1 thing. 0 are hidden." in page.words
    assert "There were fewer than 10 of them." in page.words
    assert not any("may be at risk" in row for row in page.text("#reasons tbody tr"))
    assert next(row for row in rows_of(browser, project) if row["part"] == "holds")["number"] == "under 10"
    for _more in range(9):
        hold()
    assert "There were 10 of them." in record(browser, project).words


def test_times_are_medians_of_what_was_looked_at(app: Flask, project: Project, browser: Browser) -> None:
    board = make_board(project)
    for hours in (1, 5, 300):
        words = words_of(make_idea(board))
        words.said_at = NOW - timedelta(hours=hours)
        db.session.add(
            ModerationAction(
                project_id=project.id, contribution_id=words.id, number=1, act=ModerationAct.PUBLISHED,
                before=Standing.WAITING, after=Standing.PUBLISHED, at=NOW,
            )
        )  # fmt: skip
    commit()
    view = record_page(project.id)
    assert view.to_look is not None
    assert abs(view.to_look - timedelta(hours=5)) < timedelta(seconds=2)
    assert "Half of the words that waited were read within 5 hours (of 3)." in record(browser, project).words


def test_words_hidden_in_a_file_that_came_in_are_counted_and_said(project: Project, browser: Browser) -> None:
    words = words_of(make_idea(make_board(project)))
    words.standing, words.moderation_reason = Standing.HIDDEN, ModerationReason.OTHER
    commit()
    page = record(browser, project)
    assert "Another reason 1 1" in page.text("#reasons tbody tr")
    assert "1 of them came in hidden, with a file." in page.words


def test_the_record_asks_the_same_of_the_database_however_long(project: Project, browser: Browser) -> None:
    board = make_board(project)
    counts = []
    for _round in range(2):
        for _number in range(15):
            words = words_of(make_idea(board))
            words.standing, words.moderation_reason = Standing.HIDDEN, ModerationReason.SPAM
        commit()
        with counted_queries() as seen:
            record(browser, project)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 22
