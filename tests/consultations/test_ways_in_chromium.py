"""The pages of ways in and of own answers in a real browser: axe at three widths, and a kiosk that nobody is at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from codesign.consultations.ways_in import kiosks, rolls
from codesign.core.codes import digest, secret
from codesign.core.terms import Access, Role
from codesign.extensions import db
from codesign.models import Consultation, Draft, OutboxMessage, Project, StaffSession, Submission
from tests.consultations.asking import address, count, questionnaire
from tests.journeys.looking import easy_to_press, looked_at
from tests.make import NOW, commit, make_person

pytestmark = [pytest.mark.browser]


@pytest.fixture
def phone(chromium: Chromium) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 375, "height": 740})
    yield context
    context.close()


def seen(page: Page) -> None:
    looked_at(page)
    easy_to_press(page)


def in_project(consultation: Consultation) -> Project:
    return db.session.get_one(Project, consultation.project_id)


def office(chromium: Chromium, server: str, project: Project) -> Page:
    person = make_person(Role.COMMISSIONER, project=project)
    token = secret()
    db.session.add(
        StaffSession(
            person_id=person.id, token_digest=digest(token), created_at=NOW, seen_at=NOW,
            expires_at=NOW + timedelta(hours=20), second_factor_at=NOW,
        )
    )  # fmt: skip
    commit()
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    context.add_cookies([{"name": "codesign-staff", "value": token, "url": server}])
    return context.new_page()


def test_staff_make_codes_and_kiosks(live_server: str, chromium: Chromium, tmp_path: Any) -> None:
    consultation = questionnaire()
    project = in_project(consultation)
    page = office(chromium, live_server, project)
    page.goto(f"{live_server}/manage/{project.slug}/questions/{consultation.ref}/ways-in")
    looked_at(page)
    page.get_by_label("How many codes?").fill("lots")
    page.get_by_role("button", name="Make this many codes").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    looked_at(page)
    page.get_by_label("How many codes?").fill("60")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Make this many codes").click()
    assert saved.value.suggested_filename == "C1-codes.csv"
    page.reload()
    page.get_by_role("link", name="See who was invited, and take codes back").click()
    expect(page.get_by_text("Page 1 of 2")).to_be_visible()
    looked_at(page)
    page.goto(f"{live_server}/manage/{project.slug}/questions/{consultation.ref}/ways-in")
    page.get_by_label("Where will it stand?").fill("Hebble Bridge Library, by the door")
    page.get_by_role("button", name="Make a kiosk").click()
    expect(page.locator("#address")).to_contain_text("/kiosk/")
    looked_at(page)
    page.context.close()


def test_somebody_invited_types_a_code_from_a_letter(live_server: str, phone: BrowserContext) -> None:
    consultation = questionnaire(access=Access.INVITED)
    project = in_project(consultation)
    staff = make_person(Role.COMMISSIONER, project=project)
    codes = rolls.invite(project.id, consultation.ref, ["T-1"], source=b"", by=staff.id, at=NOW)
    commit()
    page = phone.new_page()
    page.goto(live_server + address(consultation))
    seen(page)
    page.get_by_role("button", name="Type your code").click()
    seen(page)
    page.get_by_label("Your code").fill("2222")
    page.get_by_role("button", name="Start").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("We do not know this code.")
    seen(page)
    page.get_by_label("Your code").fill(codes["T-1"].lower())
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Have you been to the hub?")
    assert codes["T-1"] not in page.url


@pytest.mark.parametrize("scripts", [True, False])
def test_a_kiosk_from_one_person_to_the_next(live_server: str, chromium: Chromium, scripts: bool) -> None:
    consultation = questionnaire(asks_equality=False)
    project = in_project(consultation)
    staff = make_person(Role.COMMISSIONER, project=project)
    kiosks.open_kiosk(project.id, consultation.ref, "Library", key="k" * 40, by=staff.id, at=NOW)
    commit()
    tablet = chromium.new_context(viewport={"width": 1024, "height": 768}, java_script_enabled=scripts)
    page = tablet.new_page()

    def look() -> None:
        if scripts:
            seen(page)

    page.goto(f"{live_server}{address(consultation, '/kiosk/' + 'k' * 40)}")
    look()
    page.get_by_role("button", name="Use this device as a kiosk").click()
    look()
    for words in ("Warm", "Dry"):
        page.get_by_role("button", name="Start").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Have you been to the hub?")
        page.goto(f"{live_server}{address(consultation, '/q/Q4')}")
        box = page.get_by_label("What should the new hub be like?")
        expect(box).to_have_value("")
        box.fill(words)
        page.get_by_role("button", name="Continue").click()
        page.goto(f"{live_server}{address(consultation, '/check')}")
        page.get_by_label("Only count my answers").check()
        page.get_by_role("button", name="Send your answers").click()
        look()
        page.get_by_role("button", name="Finish").click()
        expect(page.get_by_role("button", name="Start")).to_be_visible()
        page.go_back()
        expect(page.get_by_text(words)).to_have_count(0)
        page.goto(f"{live_server}{address(consultation, '/kiosk')}")
    tablet.close()
    assert count(Submission) == 2
    assert count(Draft) == 0


def test_a_kiosk_that_nobody_is_at_asks_and_then_starts_again(live_server: str, chromium: Chromium) -> None:
    consultation = questionnaire()
    project = in_project(consultation)
    staff = make_person(Role.COMMISSIONER, project=project)
    kiosks.open_kiosk(project.id, consultation.ref, "Library", key="k" * 40, by=staff.id, at=NOW)
    commit()
    tablet = chromium.new_context(viewport={"width": 1024, "height": 768})
    page = tablet.new_page()
    page.clock.install()
    page.goto(f"{live_server}{address(consultation, '/kiosk/' + 'k' * 40)}")
    page.get_by_role("button", name="Use this device as a kiosk").click()
    page.get_by_role("button", name="Start").click()
    page.get_by_label("Yes").check()
    expect(page.locator("#saved")).to_contain_text("aved", timeout=10_000)
    page.clock.run_for(121_000)
    asking = page.get_by_role("dialog", name="Are you still there?")
    expect(asking).to_be_visible()
    looked_at(page)
    page.get_by_role("button", name="I am still here").click()
    expect(asking).to_be_hidden()
    assert count(Draft) == 1
    page.clock.run_for(121_000)
    expect(asking).to_be_visible()
    page.clock.run_for(31_000)
    expect(page.get_by_role("heading", level=1)).to_have_text("Have your say")
    expect(page).to_have_url(re.compile(r"/kiosk$"))
    assert count(Draft) == 0
    assert page.evaluate("localStorage.length") == 0
    tablet.close()


def test_a_resident_changes_answers_and_has_a_link_sent(live_server: str, phone: BrowserContext) -> None:
    consultation = questionnaire(asks_equality=False)
    page = phone.new_page()
    page.goto(live_server + address(consultation))
    page.get_by_role("button", name="Start").click()
    page.get_by_label("Yes").check()
    page.get_by_role("button", name="Save and come back later").click()
    seen(page)
    page.get_by_role("button", name="Email me a link").click()
    seen(page)
    page.get_by_label("Your email address").fill("dilys at home")
    page.get_by_role("button", name="Send the link").click()
    seen(page)
    page.get_by_label("Your email address").fill("dilys@example.com")
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_text("A link was made by email.")).to_be_visible()
    seen(page)
    db.session.rollback()
    link = re.search(r"(/p/\S+/carry-on/link/\S+)", db.session.scalars(select(OutboxMessage.body)).one())
    assert link
    page.goto(live_server + link[1])
    seen(page)
    page.get_by_role("button", name="Carry on").click()
    page.goto(f"{live_server}{address(consultation, '/check')}")
    seen(page)
    page.get_by_role("button", name="Send your answers").click()
    page.get_by_role("button", name="Change my answers").click()
    expect(page.get_by_text("They count as they are until you send the change.")).to_be_visible()
    seen(page)
    page.get_by_role("link", name="Change your answer to: Have you been to the hub?").click()
    seen(page)
    page.get_by_label("No").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Send the change").click()
    expect(page.get_by_text("This is version 2.")).to_be_visible()
    seen(page)
    page.goto(live_server + link[1])
    expect(page.locator(".govuk-error-summary")).to_contain_text("This link was used already, or it is too old.")
    seen(page)
