"""Answers as staff and residents meet them in a browser: prepared, published, read; with scripts and without."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import func, select

from codesign.core.codes import digest, secret
from codesign.core.terms import Role
from codesign.extensions import db
from codesign.models import AnswerNotice, IdeaBoard, Person, Project, StaffSession
from tests.ideas.answering import add, make_decision, make_requirement
from tests.journeys.looking import WIDTHS, looked_at
from tests.make import NOW, commit, make_board, make_idea, make_person

pytestmark = pytest.mark.browser


def signed_in(person: Person) -> str:
    from datetime import timedelta

    token = secret()
    add(
        StaffSession(
            person_id=person.id, token_digest=digest(token), created_at=NOW, seen_at=NOW,
            expires_at=NOW + timedelta(hours=20), second_factor_at=NOW,
        )
    )  # fmt: skip
    return token


def well(page: Any, words: str, *, scripts: bool) -> None:
    assert words in page.inner_text("body"), page.inner_text("body")
    if scripts:
        looked_at(page, WIDTHS)


def cookie(site: str, name: str, value: str) -> list[Any]:
    return [{"name": name, "value": value, "url": f"http://{urlsplit(site).netloc}"}]


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_staff_answer_ideas_and_those_who_took_part_read_it(chromium: Any, live_server: str, scripts: bool) -> None:
    board: IdeaBoard = make_board(title="Small things that would help")
    project = db.session.get_one(Project, board.project_id)
    make_requirement(project)
    make_decision(project)
    bus, tea = make_idea(board, "A bus on market day"), make_idea(board, "Free parking")
    token = signed_in(make_person(Role.COMMISSIONER, project=project))
    commit()
    options = {"viewport": {"width": 375, "height": 800}, "java_script_enabled": scripts, "bypass_csp": scripts}
    resident, staff = chromium.new_context(**options), chromium.new_context(**options)
    staff.add_cookies(cookie(live_server, "codesign-staff", token))
    theirs, page = resident.new_page(), staff.new_page()

    theirs.goto(f"{live_server}/p/{project.slug}/ideas/{board.ref}")
    theirs.click(f"#sup-{bus.ref}-button")
    theirs.wait_for_selector(f"#sup-{bus.ref}-button[aria-pressed=true]")

    page.goto(f"{live_server}/manage/{project.slug}/ideas/{board.ref}/answers")
    well(page, "2 of 2 ideas that residents can read have no answer yet.", scripts=scripts)
    page.fill("#title", "Our answers")
    page.click("#make-batch button")
    well(page, "The most supported stand first.", scripts=scripts)
    page.check(f"#tick-{bus.ref}")
    page.check(f"#tick-{tea.ref}")
    page.click("#choose button")
    well(page, "What is still missing", scripts=scripts)
    page.click("#publish button")
    well(page, "This batch cannot be published yet.", scripts=scripts)
    page.click(f"#missing >> text={bus.ref} has no answer yet")
    well(page, "A bus on market day", scripts=scripts)
    page.click("#answer button[name=next]")
    well(page, "Choose an answer.", scripts=scripts)
    page.check("#answer input[value=accepted]")
    page.fill("#answer #words", "A minibus from every ward.")
    page.select_option("#requirement", "REQ-009")
    page.click("#answer button[name=next]")
    well(page, f"Answer {tea.ref}", scripts=scripts)
    page.click("text=Our answers")
    page.check(f"#tick-{tea.ref}")
    page.click("button[form=together]")
    well(page, "One answer to 1 idea", scripts=scripts)
    page.check("#answer input[value=outside]")
    page.fill("#answer #reason", "The highways team decides it.")
    page.click("#answer button[type=submit]")
    well(page, "Ready to publish", scripts=scripts)
    page.click("text=See it as a resident")
    well(page, "A minibus from every ward.", scripts=scripts)
    page.go_back()
    page.click("#publish button")
    well(page, "Batch A1 is published.", scripts=scripts)
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(AnswerNotice)) == 3

    theirs.goto(f"{live_server}/p/{project.slug}/ideas/{board.ref}")
    well(theirs, "We have answered 1 idea you took part in", scripts=scripts)
    theirs.click("#answers-notice >> text=A bus on market day")
    well(theirs, "We said yes. We will do this.", scripts=scripts)
    theirs.click("text=See every answer of that day")
    well(theirs, "The highways team decides it.", scripts=scripts)
    theirs.goto(f"{live_server}/p/{project.slug}/ideas/{board.ref}")
    theirs.focus("#answers-read button")
    theirs.keyboard.press("Enter")
    theirs.wait_for_selector("text=Thank you for reading our answers.")
    assert theirs.query_selector("#answers-notice") is None
    resident.close()
    staff.close()
