"""Words held because someone may be at risk: one named officer reads them; who and when is kept, never the words."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from codesign.core.terms import HoldOutcome, ModerationAct, ModerationReason, QuestionType, Role, Standing
from codesign.extensions import db
from codesign.models import (
    Contribution,
    EventRow,
    IdeaBoard,
    ModerationAction,
    OutboxMessage,
    Project,
    Report,
    SafeguardingHold,
)
from tests.adversarial.rows import places_of
from tests.browser import Browser
from tests.ideas.test_board import address
from tests.make import commit, make_answer, make_board, make_consultation, make_idea, make_project, make_question
from tests.moderation.acting import act, fresh, member, queue, token, words_of

SECRET = "Marmalade happens at home at night"


@pytest.fixture
def project(staff_browser: Browser) -> Project:
    project = make_project()
    member(staff_browser, project, name="Mo Moderator")
    return project


@pytest.fixture
def officer(app: Flask, project: Project) -> Browser:
    browser = Browser(app)
    person = member(browser, project, Role.OBSERVER, name="Olu Officer")
    project.safeguarding_officer_id = person.id
    commit()
    return browser


def hold(browser: Browser, project: Project, pile: str = "published") -> Contribution:
    words = words_of(make_idea(make_board(project), "Marmalade at home", SECRET))
    commit()
    act(browser, project, "hold", words.code, pile)
    return words


def test_held_words_are_read_by_the_named_officer_alone(
    app: Flask, project: Project, staff_browser: Browser, officer: Browser
) -> None:
    words = hold(staff_browser, project)
    assert fresh(words).standing is Standing.HIDDEN
    assert fresh(words).moderation_reason is ModerationReason.SAFEGUARDING
    for path in (
        queue(project, "?pile=hidden"),
        queue(project, "?pile=hidden&q=marmalade"),
        queue(project, f"?pile=hidden&q={words.code}"),
        queue(project, f"/{words.code}"),
        f"/manage/{project.slug}/evidence",
        f"/manage/{project.slug}/evidence?words=marmalade",
        f"/manage/{project.slug}/evidence?standing=hidden",
        f"/manage/{project.slug}/ideas/{db.session.scalars(select(IdeaBoard.ref)).one()}?standing=hidden",
    ):
        page = staff_browser.get(path)
        assert page.status == 200, path
        assert "marmalade" not in page.words.casefold(), path
    assert "1 is held for the safeguarding officer." in staff_browser.get(queue(project)).words
    assert staff_browser.get(f"/manage/{project.slug}/safeguarding").status == 404
    page = officer.get(f"/manage/{project.slug}/safeguarding")
    assert "Marmalade" not in page.words
    assert db.session.scalars(select(SafeguardingHold)).one().read_at is None
    page = officer.submit(page, f"#read-{words.code}", follow=True)
    assert SECRET in page.words
    db.session.expire_all()
    assert db.session.scalars(select(SafeguardingHold)).one().read_at is not None


def test_the_officer_gets_a_message_with_a_link_and_no_words(
    project: Project, staff_browser: Browser, officer: Browser
) -> None:
    hold(staff_browser, project)
    mail = db.session.scalars(select(OutboxMessage)).one()
    assert f"/manage/{project.slug}/safeguarding" in mail.body
    assert "armalade" not in mail.body + mail.subject
    assert {place.split(".")[0] for place in places_of("marmalade")} <= {
        "contribution", "contribution_version", "contribution_fts", "idea", "idea_term",
    }  # fmt: skip
    kinds = list(db.session.scalars(select(EventRow.kind)))
    assert kinds.count("words_held") == 1


@pytest.mark.parametrize(
    ("outcome", "then", "standing"),
    [
        ("passed_on", "", Standing.HIDDEN),
        ("passed_on", "publish", Standing.PUBLISHED),
        ("no_concern", "publish", Standing.PUBLISHED),
        ("no_concern", "off_topic", Standing.HIDDEN),
    ],
)
def test_a_hold_is_settled_by_its_officer(
    project: Project, staff_browser: Browser, officer: Browser, outcome: str, then: str, standing: Standing
) -> None:
    words = hold(staff_browser, project)
    path = f"/manage/{project.slug}/safeguarding"
    page = officer.submit(officer.get(path), f"#read-{words.code}", follow=True)
    page = officer.submit(page, f"#settle-{words.code}", follow=True, outcome=outcome, then=then)
    assert "Nothing is held" in page.words
    assert fresh(words).standing is standing
    row = db.session.scalars(select(SafeguardingHold)).one()
    assert row.outcome is HoldOutcome(outcome)
    hidden = staff_browser.get(queue(project, "?pile=hidden")).words
    assert ("armalade" in hidden) is (then == "off_topic")
    acts = set(db.session.scalars(select(ModerationAction.act)))
    assert (ModerationAct.RELEASED in acts) is (then == "publish")


def test_nobody_at_risk_says_what_happens_with_the_words(
    project: Project, staff_browser: Browser, officer: Browser
) -> None:
    words = hold(staff_browser, project)
    path = f"/manage/{project.slug}/safeguarding"
    page = officer.submit(officer.get(path), f"#read-{words.code}", follow=True)
    page = officer.submit(page, f"#settle-{words.code}", outcome="no_concern")
    assert page.status == 422
    assert "Nobody is at risk: publish the words, or hide them for another reason." in page.words
    empty = officer.submit(page, f"#settle-{words.code}", outcome=None)
    assert "Select what came of it" in empty.words


def test_a_moderator_cannot_undo_a_hold(project: Project, staff_browser: Browser, officer: Browser) -> None:
    words = hold(staff_browser, project)
    page = staff_browser.get(queue(project))
    for what in ("publish", "hide", "hold"):
        fields = {"csrf_token": token(page), "seen": "1.1", "reason": "spam", "note": ""}
        assert staff_browser.post(queue(project, f"/{words.code}/{what}"), fields).status == 422
    assert fresh(words).moderation_reason is ModerationReason.SAFEGUARDING


def test_hiding_for_safeguarding_holds_where_an_officer_is_named(
    project: Project, staff_browser: Browser, officer: Browser
) -> None:
    words = words_of(make_idea(make_board(project), "Something", SECRET))
    commit()
    page = act(staff_browser, project, "hide", words.code, "published", reason="safeguarding")
    assert "is held. The safeguarding officer has a message." in page.words
    assert db.session.scalars(select(SafeguardingHold)).one().contribution_id == words.id


def test_without_an_officer_nothing_can_be_held(project: Project, staff_browser: Browser) -> None:
    words = words_of(make_idea(make_board(project), "Something", SECRET))
    commit()
    page = staff_browser.get(queue(project, "?pile=published"))
    assert not page.soup.select(f"#hold-{words.code}")
    answer = staff_browser.post(queue(project, f"/{words.code}/hold"), {"csrf_token": token(page), "seen": "0.1"})
    assert answer.status == 422
    assert "Name a safeguarding officer first." in answer.words
    act(staff_browser, project, "hide", words.code, "published", reason="safeguarding")
    assert fresh(words).standing is Standing.HIDDEN
    assert SECRET in staff_browser.get(queue(project, "?pile=hidden")).words


def test_a_safeguarding_report_sets_words_aside_once_and_comes_first(
    app: Flask, project: Project, staff_browser: Browser, officer: Browser, browser: Browser
) -> None:
    board = make_board(project)
    for number in range(3):
        make_idea(board, f"Older {number}", standing=Standing.WAITING)
    idea = make_idea(board, "Something", SECRET)
    commit()
    words = words_of(idea)
    browser.submit(browser.get(f"/p/{project.slug}/report/{words.code}"), "#report", reason="safeguarding")
    assert fresh(words).standing is Standing.WAITING
    assert (
        Browser(app).get(address(board, f"/{idea.ref}")).status != 200
        or "Marmalade" not in Browser(app).get(address(board, f"/{idea.ref}")).words
    )
    mail = db.session.scalars(select(OutboxMessage)).one()
    assert "armalade" not in mail.body + mail.subject
    page = staff_browser.get(queue(project))
    assert words.code in page.text("#queue > li")[0]
    staff_browser.submit(page, f"#publish-{words.code}")
    assert fresh(words).standing is Standing.PUBLISHED
    again = Browser(app)
    again.submit(again.get(f"/p/{project.slug}/report/{words.code}"), "#report", reason="safeguarding")
    assert fresh(words).standing is Standing.PUBLISHED
    assert db.session.query(Report).filter(Report.settled_at.is_(None)).count() == 1


def test_an_answer_that_is_held_is_not_on_the_pages_of_its_consultation(
    app: Flask, project: Project, staff_browser: Browser, officer: Browser
) -> None:
    consultation = make_consultation(project)
    question = make_question(consultation, QuestionType.LONG_TEXT, "What would help?")
    answer = make_answer(question, text=SECRET)
    make_answer(question, text="A bench by the door.")
    commit()
    code = db.session.get_one(Contribution, answer.contribution_id).code
    act(staff_browser, project, "hold", code, "published")
    analyst = Browser(app)
    member(analyst, project, Role.ANALYST)
    base = f"/manage/{project.slug}/questions/{consultation.ref}"
    read = 0
    for rule in app.url_map.iter_rules():
        if not rule.rule.startswith("/manage/<project>/questions/<ref>") or "GET" not in (rule.methods or ()):
            continue
        if rule.arguments - {"project", "ref", "question"}:
            continue
        path = rule.rule.replace("<project>", project.slug).replace("<ref>", consultation.ref)
        path = path.replace("<question>", question.ref)
        page = analyst.get(path)
        read += page.status == 200
        assert b"armalade" not in page.body, path
    assert read > 3, base


def test_a_commissioner_names_the_officer_and_open_holds_go_to_the_new_one(
    app: Flask, project: Project, staff_browser: Browser, officer: Browser
) -> None:
    words = hold(staff_browser, project)
    chief = Browser(app)
    member(chief, project, Role.COMMISSIONER)
    new = Browser(app)
    person = member(new, project, Role.OBSERVER, name="Nia New")
    page = chief.get(queue(project, "/rules"))
    refused = chief.submit(page, "#officer", person="")
    assert refused.status == 422
    assert "Words are held now." in refused.words
    chief.submit(page, "#officer", person=person.id.hex)
    assert officer.get(f"/manage/{project.slug}/safeguarding").status == 404
    assert words.code in new.get(f"/manage/{project.slug}/safeguarding").words
    stranger = chief.post(queue(project, "/officer"), {"csrf_token": token(page), "person": "0" * 32})
    assert stranger.status == 422
    assert staff_browser.get(queue(project, "/rules")).soup.select("#officer") == []
