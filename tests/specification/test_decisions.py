"""Decisions with their reasons, and the trace both ways with its two lists of orphans."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from codesign.core.terms import EvidenceKind, Response, Role, Standing
from codesign.extensions import db
from codesign.models import Decision, EventRow, Person, Project
from codesign.specification import commands, deciding
from codesign.specification.drafts import DecisionDraft
from codesign.specification.queries import decisions_page, trace
from tests.browser import Browser
from tests.evidence.rows import WORDS, Statements, make_coding, make_open_question, make_words
from tests.make import NOW, commit, make_board, make_idea, make_person, make_project, make_theme, sign_in
from tests.specification.rows import make_link, make_requirement


@pytest.fixture
def project(browser: Browser) -> Project:
    return make_project()


@pytest.fixture
def person(project: Project) -> Person:
    return make_person(Role.COMMISSIONER, project=project)


@pytest.fixture
def staff(person: Person, staff_browser: Browser) -> Browser:
    sign_in(staff_browser, person)
    return staff_browser


def decide(project: Project, person: Person, **fields: object) -> Decision:
    draft = DecisionDraft(**{"said": "You want it open late.", "response": Response.ACCEPTED, **fields})  # type: ignore[arg-type]
    return deciding.add_decision(project.id, draft, by=person.id, at=NOW)


def test_a_decision_says_what_was_said_what_is_done_and_why(project: Project, person: Person, staff: Browser) -> None:
    words = make_words(make_open_question(project), WORDS[1])
    make_coding(words[0], make_theme(project, "Open late"))
    idea = make_idea(make_board(project), "Evening buses", supports=8)
    make_requirement(project, person)
    commit()
    form = staff.get(f"/manage/{project.slug}/decisions/new?theme=T01")
    assert form.one("input[name=themes][value=T01]").has_attr("checked")
    page = staff.submit(
        form, "#decision", follow=True, said="You want it open late.", response="partly", action="Open until 7pm.",
        reason="Staff have families too.", ideas=[idea.id.hex], requirements=["REQ-001"], decided_by="Cabinet",
        decided_on=["22", "6", "2026"], owner="Sam", due_on=["1", "4", "2027"],
    )  # fmt: skip
    words_of_page = page.text("#D-001")[0]
    for said in (
        "You said You want it open late.", "Theme T01 Open late, 1 person of 2 who gave words",
        "Evening buses, 8 supports", "We did Open until 7pm.", "Because Staff have families too.",
        "It led to REQ-001 Opening times",
        "Decided by Cabinet, 22 June 2026.", "Sam will do it by 1 April 2027.", "Not published yet",
    ):  # fmt: skip
        assert said in words_of_page, said
    assert db.session.scalars(select(EventRow.kind)).all()[-1] == "decision_recorded"


def test_anything_but_yes_needs_a_reason_and_what_was_typed_stays(project: Project, staff: Browser) -> None:
    commit()
    form = staff.get(f"/manage/{project.slug}/decisions/new")
    answer = staff.submit(form, "#decision", said="You want an app.", response="rejected")
    assert answer.status == 422
    assert "Say why. Residents read the reason beside what you decided." in answer.words
    assert answer.one("[name=said]").text.strip() == "You want an app."
    assert staff.submit(form, "#decision", said="You want a phone line.", response="accepted").status == 303
    answer = staff.submit(form, "#decision", said="", response="accepted", decided_on=["31", "2", "2026"])
    assert answer.status == 422
    assert "Enter a real date" in answer.words


def test_a_no_is_printed_as_we_did_not_because(project: Project, person: Person, staff: Browser) -> None:
    decide(project, person, response=Response.REJECTED, reason="It costs too much.")
    commit()
    assert "We did not, because It costs too much." in staff.get(f"/manage/{project.slug}/decisions").words


def test_a_decision_is_changed(project: Project, person: Person, staff: Browser) -> None:
    make_theme(project)
    decide(project, person, themes=("T01",), action="Open late.")
    commit()
    form = staff.get(f"/manage/{project.slug}/decisions/D-001/edit")
    assert form.one("input[name=themes][value=T01]").has_attr("checked")
    assert staff.submit(form, "#decision", action="Open until 8pm.", themes=None).status == 303
    line = decisions_page(project.id).decisions[0]
    assert (line.ref, line.action, line.behind) == ("D-001", "Open until 8pm.", ())


def test_decisions_are_published_one_by_one_and_then_what_was_heard(
    project: Project, person: Person, staff: Browser
) -> None:
    decide(project, person)
    decide(project, person, said="You want it warm.")
    commit()
    page = staff.get(f"/manage/{project.slug}/decisions")
    early = staff.submit(page, "#publish-heard")
    assert early.status == 422
    assert "Publish at least one decision first." in early.words
    page = staff.submit(page, "#publish-D-001", follow=True)
    assert not page.soup.select("#publish-D-001")
    page = staff.submit(page, "#publish-heard", follow=True)
    assert "1 decision is not published yet." in page.words
    assert not page.soup.select("#publish-heard")
    db.session.expire_all()
    assert db.session.get_one(Project, project.id).heard_published_at is not None
    published = db.session.scalars(select(Decision.published_on).order_by(Decision.ref)).all()
    assert [on is not None for on in published] == [True, False]


def test_only_those_who_decide_may_decide(project: Project, person: Person, staff_browser: Browser) -> None:
    decide(project, person)
    sign_in(staff_browser, make_person(Role.ANALYST, project=project))
    page = staff_browser.get(f"/manage/{project.slug}/decisions")
    assert "You want it open late." in page.words
    assert not page.soup.select("main form")
    token = page.one("#sign-out [name=csrf_token]")["value"]
    for rest in ("new", "D-001/edit", "D-001/publish", "heard"):
        assert staff_browser.post(f"/manage/{project.slug}/decisions/{rest}", {"csrf_token": token}).status == 403, rest


def test_another_projects_decision_and_subjects_are_not_here(project: Project, person: Person, staff: Browser) -> None:
    other = make_project()
    make_theme(other)
    decide(other, person)
    commit()
    assert staff.get(f"/manage/{project.slug}/decisions/D-001/edit").status == 404
    form = staff.get(f"/manage/{project.slug}/decisions/new")
    _method, action, values = form.form_values("#decision")
    kept = [(name, value) for name, value in values if name not in ("said", "response")]
    answer = staff.post(action, [*kept, ("said", "You."), ("response", "accepted"), ("themes", "T01")])
    assert answer.status == 422
    assert decisions_page(project.id).decisions == ()


def test_a_hidden_ideas_title_is_not_printed_with_a_decision(project: Project, person: Person, staff: Browser) -> None:
    idea = make_idea(make_board(project), "Rude title")
    decide(project, person, ideas=(idea.id,))
    idea.contribution.standing = Standing.WITHDRAWN
    commit()
    assert "Rude title" not in staff.get(f"/manage/{project.slug}/decisions").html


def test_the_trace_leads_both_ways_and_names_what_reached_nothing(
    project: Project, person: Person, staff: Browser
) -> None:
    words = make_words(make_open_question(project), *WORDS)
    late, face, lost, _decided = (
        make_theme(project, title) for title in ("Open late", "A face I know", "Lost", "Decided")
    )
    make_coding(words[0], late)
    make_coding(words[0], face)
    make_coding(words[1], lost)
    opening = make_requirement(project, person)
    make_link(opening, words[0], person)
    make_link(opening, late, person)
    silent = make_requirement(project, person, "Data and privacy")
    commands.call_it_a_council_decision(project.id, silent.ref, "The law asks for it.", by=person.id, at=NOW)
    decide(project, person, themes=("T04",), requirements=("REQ-001",))
    commit()
    found = trace(project.id)
    assert dict(found.rows[0].themes) == {"T01": 2, "T02": 1}
    assert dict(found.rows[0].kinds) == {EvidenceKind.CONTRIBUTION: 1, EvidenceKind.THEME: 1}
    assert found.rows[0].decisions == ("D-001",)
    assert [theme.requirements for theme in found.themes] == [("REQ-001",), ("REQ-001",), (), ()]
    assert [row.ref for row in found.voiceless] == ["REQ-002"]
    assert [theme.ref for theme in found.open_themes] == ["T03"]
    page = staff.get(f"/manage/{project.slug}/trace")
    assert page.text("#voiceless li") == ["REQ-002 Data and privacy Council decision: The law asks for it."]
    assert "T03 Lost 1 person of 4" in page.text("#open-themes li")[0]
    assert any("spec/new?theme=T03" in link for link in page.links("#open-themes a"))
    assert any("decisions/new?theme=T03" in link for link in page.links("#open-themes a"))
    assert page.links("#voiceless a")[0].endswith("/spec/REQ-002#linked")


def test_the_trace_asks_as_little_for_60_requirements_as_for_14(project: Project, person: Person) -> None:
    theme = make_theme(project)
    counts = []
    for more in (14, 46):
        for n in range(more):
            make_link(make_requirement(project, person, f"Clause {n}"), theme, person)
        db.session.expire_all()
        with Statements() as asked:
            trace(project.id)
            decisions_page(project.id)
        counts.append(asked.count)
    assert counts[0] == counts[1] <= 30
