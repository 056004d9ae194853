"""The editor in a real browser: words save themselves, linking keeps the place, two people writing lose nothing."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect
from sqlalchemy import func, select, update

from codesign.core.codes import digest, secret
from codesign.core.terms import QuestionType, Role, Stance
from codesign.extensions import db
from codesign.models import EvidenceLink, Person, Project, Requirement, StaffSession
from tests.evidence.rows import WORDS, make_coding, make_open_question, make_words
from tests.make import NOW, commit, make_person, make_project, make_question, make_theme
from tests.specification.rows import make_link, make_requirement

pytestmark = pytest.mark.browser


@pytest.fixture
def project(live_server: str) -> Project:
    project = make_project()
    person = make_person(Role.COMMISSIONER, project=project, name="Priya Anand")
    question = make_open_question(project)
    words = make_words(question, *WORDS)
    make_coding(words[0], make_theme(project, "Open late"))
    make_link(make_requirement(project, person, statement="The provider must open."), words[3], person, Stance.OPPOSES)
    make_requirement(project, person, "Paid local roles")
    from codesign.models import Consultation

    make_question(
        db.session.get_one(Consultation, question.consultation_id),
        QuestionType.ONE_CHOICE,
        "Evening or morning?",
        labels=("Evening",),
    )
    commit()
    return project


def signed_in(browser: Chromium, server: str, project: Project, width: int = 1280, **options: object) -> Page:
    token = secret()
    person = db.session.scalars(select(Person)).one()
    db.session.add(
        StaffSession(
            person_id=person.id, token_digest=digest(token), created_at=NOW, seen_at=NOW,
            expires_at=NOW.replace(year=NOW.year + 1), second_factor_at=NOW,
        )
    )  # fmt: skip
    commit()
    context = browser.new_context(viewport={"width": width, "height": 900}, **options)  # type: ignore[arg-type]
    context.add_cookies([{"name": "codesign-staff", "value": token, "url": server}])
    return context.new_page()


def stored() -> Requirement:
    """The first requirement as the server last wrote it."""
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(select(Requirement).where(Requirement.ref == "REQ-001")).one()


def test_words_save_themselves_and_the_version_moves(chromium: Chromium, live_server: str, project: Project) -> None:
    page = signed_in(chromium, live_server, project)
    page.goto(f"{live_server}/manage/{project.slug}/spec/REQ-001")
    page.fill("#statement", "The provider must open until 7pm on 2 weekdays.")
    page.locator("#measure").focus()
    expect(page.locator("#saved")).to_contain_text("Saved at")
    expect(page.locator("#version")).to_have_value("2")
    page.locator("#measure").press_sequentially("Visits by hour.")
    expect(page.locator("#version")).to_have_value("3", timeout=8000)
    assert stored().measure == "Visits by hour."
    assert page.locator("#measure").evaluate("element => element === document.activeElement")


def test_two_people_writing_see_both_and_join_them(chromium: Chromium, live_server: str, project: Project) -> None:
    page = signed_in(chromium, live_server, project)
    page.goto(f"{live_server}/manage/{project.slug}/spec/REQ-001")
    db.session.execute(update(Requirement).where(Requirement.ref == "REQ-001").values(statement="Theirs.", version=2))
    commit()
    page.fill("#statement", "Mine.")
    page.locator("#measure").focus()
    expect(page.locator("#conflict")).to_contain_text("Someone else changed this while you wrote")
    expect(page.locator("#saved")).to_contain_text("Someone else changed this. See both versions.")
    expect(page.locator("#mine-statement")).to_have_value("Mine.")
    page.fill("#mine-statement", "Theirs and mine.")
    page.click("text=Save my text")
    expect(page.locator("#statement")).to_have_value("Theirs and mine.")
    assert stored().statement == "Theirs and mine."


def test_evidence_is_found_linked_undone_and_another_requirement_opened(
    chromium: Chromium, live_server: str, project: Project
) -> None:
    page = signed_in(chromium, live_server, project)
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(f"{live_server}/manage/{project.slug}/spec/REQ-001")
    page.locator("#find-words").press_sequentially("evening")
    expect(page.locator("#results mark").first).to_have_text("Evening")
    expect(page).to_have_url(re.compile("find=evening"))
    page.locator("#results article", has_text="college").get_by_role("button", name="Supports").click()
    expect(page.locator("#linked article")).to_have_count(2)
    expect(page.locator("#row-REQ-001")).to_contain_text("Mixed, 2 sources")
    expect(page.locator("#strength")).to_contain_text("2 sources")
    expect(page.locator("#live")).to_have_text("Linked to REQ-001. 2 sources. Mixed.")
    undo = page.locator("#results").get_by_role("button", name="Undo")
    expect(undo).to_be_focused()
    undo.click()
    expect(page.locator("#linked article")).to_have_count(1)
    page.locator("#linked").get_by_role("button", name="Undo").click()
    expect(page.locator("#linked article")).to_have_count(2)
    stored()
    assert db.session.scalar(select(func.count(EvidenceLink.id))) == 2
    page.click("#open-REQ-002")
    expect(page.locator("#req-heading")).to_have_text("Paid local roles")
    expect(page.locator("#statement")).to_have_value("")
    expect(page.locator("#open-REQ-002")).to_have_attribute("aria-current", "true")
    expect(page).to_have_url(re.compile("spec/REQ-002$"))
    page.go_back()
    expect(page.locator("#req-heading")).to_have_text("Opening times")
    assert wrong == []


def test_words_are_coded_without_leaving_the_list(chromium: Chromium, live_server: str, project: Project) -> None:
    page = signed_in(chromium, live_server, project)
    page.goto(f"{live_server}/manage/{project.slug}/evidence")
    page.select_option("#filter-theme", "none")
    expect(page.locator("#evidence-heading")).to_contain_text("3 contributions")
    for box in page.locator("input[name=words]").all():
        box.check(force=True)
    page.select_option("select[name=theme]:not(#filter-theme)", "T01")
    page.click("text=Code the ticked words")
    expect(page.locator("#evidence")).to_contain_text("3 contributions coded to T01.")
    expect(page.locator("#evidence")).to_contain_text("Nothing found")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_commissioner_links_and_saves_on_a_phone(
    chromium: Chromium, live_server: str, project: Project, javascript: bool
) -> None:
    page = signed_in(chromium, live_server, project, 375, java_script_enabled=javascript)
    page.goto(f"{live_server}/manage/{project.slug}/spec/REQ-001")
    expect(page.locator("#finder")).to_be_hidden()
    page.click("#req >> text=Find evidence")
    page.fill("#find-words", "evening")
    page.click("text=Search")
    page.locator("article", has_text="college").get_by_role("button", name="Supports").click()
    expect(page.locator("main")).to_contain_text("Linked to REQ-001.")
    page.click("text=Back to REQ-001")
    expect(page.locator("#linked article")).to_have_count(2)
    page.fill("#statement", "The provider must open until 7pm.")
    if javascript:
        page.locator("#measure").focus()
    else:
        page.get_by_role("button", name="Save").click()
    expect(page.locator("#saved")).to_contain_text("Saved at")
    assert stored().statement == "The provider must open until 7pm."


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_staff_pages_pass_axe_and_never_scroll_sideways(
    chromium: Chromium, live_server: str, project: Project, width: int
) -> None:
    page = signed_in(chromium, live_server, project, width)
    for path in (
        "spec/REQ-001?find=evening", "spec/REQ-002", "spec/all", "spec/new", "spec/REQ-001/edit",
        "spec/REQ-001/find", "spec/REQ-001/history",
        "decisions", "decisions/new", "trace", "evidence?q=evening", "themes", "themes/T01", "themes/new", "who",
    ):  # fmt: skip
        page.goto(f"{live_server}/manage/{project.slug}/{path}")
        found = Axe().run(page).response["violations"]
        assert not found, (path, [(each["id"], [node["html"][:160] for node in each["nodes"][:3]]) for each in found])
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), path
