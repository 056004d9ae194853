"""Staff check a consultation before it opens: what stops it, what they accept in writing, and what asks anew."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from codesign.consultations import building
from codesign.consultations.checking import commands
from codesign.consultations.checking.queries import checked
from codesign.core.errors import Refused
from codesign.core.routing import AllOf, AnyOf, Condition, Rule, Test, written
from codesign.core.terms import ActivityState, MilestoneKind, QuestionType, RecordKind, Role
from codesign.extensions import db
from codesign.models import AcceptedWarning, Consultation, EventRow, Milestone, Project, Question, RecordEntry
from tests.browser import Browser
from tests.make import NOW, commit, make_consultation, make_person, make_project, make_question, sign_in


@pytest.fixture
def project(app: object, staff_browser: Browser) -> Project:
    """A project with a facilitator signed in on the staff browser."""
    made = make_project()
    sign_in(staff_browser, make_person(Role.FACILITATOR, project=made, name="Amina Khan"))
    return made


def home(project: Project, rest: str = "/C1/check") -> str:
    return f"/manage/{project.slug}/questions{rest}"


def draft(project: Project, **fields: Any) -> Consultation:
    values = {"state": ActivityState.DRAFT, "opens_at": None, "closes_at": NOW + timedelta(days=60), **fields}
    return make_consultation(project, **values)


def asked(
    consultation: Consultation,
    text: str,
    condition: Condition | None = None,
    *labels: str,
    kind: QuestionType = QuestionType.ONE_CHOICE,
    **fields: Any,
) -> Question:
    return make_question(
        consultation, kind, text, labels=labels or ("Yes", "No"), condition=written(condition), **fields
    )


def rules_of(project: Project, what: str = "waiting") -> list[tuple[str, str]]:
    return [(found.rule, found.subject) for found in getattr(checked(project.id, "C1", at=NOW), what)]


def test_what_stops_opening_is_named_with_its_question_and_its_reason(project: Project, staff_browser: Browser) -> None:
    consultation = draft(project)
    asked(consultation, "Have you been?")
    asked(consultation, "How was it?", AllOf((Rule("Q1", Test.IS, "c1"), Rule("Q1", Test.IS, "c2"))))
    asked(consultation, "Will you come back?", Rule("Q4", Test.ANSWERED))
    asked(consultation, "Anything else?", Rule("Q9", Test.ANSWERED))
    page = staff_browser.get(home(project))
    words = " ".join(page.text("#stops"))
    assert "The condition of Q2 can never be met." in words
    assert "Q3 asks about Q4, which comes later. Move one of them." in words
    assert "Q4 asks about Q9, which is not in this questionnaire." in words
    assert "No answers at all can meet it, so nobody would be asked." in words
    assert home(project, "/C1/Q2/when") in page.links("#stops a")
    assert "It cannot open while there are things to put right." in page.words
    assert not page.soup.select("#change-state")


def test_a_consultation_does_not_open_while_something_stops_it(project: Project, staff_browser: Browser) -> None:
    consultation = draft(project)
    asked(consultation, "Have you been?")
    asked(consultation, "How was it?", AnyOf(()))
    commit()
    with pytest.raises(Refused, match="Look at “Check”"):
        building.open_consultation(project.id, "C1", by=None, at=NOW)
    db.session.rollback()
    page = staff_browser.get(home(project, "/C1"))
    refused = staff_browser.submit(page, "#change-state", button=("go", "open"), follow=True)
    assert "1 thing" in refused.words or "things to put right" in refused.words
    assert db.session.scalars(select(Consultation)).one().state is ActivityState.DRAFT


def test_a_question_that_nobody_can_answer_stops_opening(project: Project) -> None:
    consultation = draft(project)
    asked(consultation, "What stops you?", None, "Cost", "Time", kind=QuestionType.SEVERAL_CHOICES, least=3)
    assert ("cannot_answer", "Q1") in rules_of(project, "stops")


def test_staff_meet_the_check_page_first_and_open_once_each_warning_is_accepted(
    project: Project, staff_browser: Browser
) -> None:
    consultation = draft(project)
    asked(consultation, "Don't you like the plan?")
    page = staff_browser.submit(
        staff_browser.get(home(project, "/C1")), "#change-state", button=("go", "open"), follow=True
    )
    assert page.url.endswith("/C1/check")
    assert "Look at these first. Then you can open it." in page.words
    assert ("loaded", "Q1") in rules_of(project)
    one = staff_browser.submit(page, "#accept-loaded-Q1", reason="The wording is that of the petition.")
    assert one.status == 303
    page = staff_browser.get(home(project))
    assert "“The wording is that of the petition.”" in " ".join(page.text("#accepted"))
    assert "Amina Khan" in " ".join(page.text("#accepted"))
    assert not page.soup.select("#change-state")
    page = staff_browser.submit(page, "#accept-all", reason="The library has the papers.", follow=True)
    assert rules_of(project) == []
    opened = staff_browser.submit(page, "#change-state", button=("go", "open"))
    assert opened.status == 303
    assert db.session.scalars(select(Consultation)).one().state is ActivityState.OPEN
    kinds = list(db.session.scalars(select(EventRow.kind).order_by(EventRow.sequence)))
    assert kinds.count("warning_accepted") == len(list(db.session.scalars(select(AcceptedWarning))))
    assert kinds[-1] == "consultation_opened"


def test_a_warning_is_accepted_only_with_a_reason(project: Project, staff_browser: Browser) -> None:
    asked(draft(project), "Don't you like the plan?")
    page = staff_browser.submit(staff_browser.get(home(project)), "#accept-loaded-Q1", reason=" ")
    assert page.status == 422
    assert "Write why you accept this." in " ".join(page.text(".govuk-error-summary"))
    assert page.links(".govuk-error-summary a") == ["#reason-loaded-Q1"]
    every = staff_browser.submit(staff_browser.get(home(project)), "#accept-all", reason="")
    assert every.status == 422
    assert ("loaded", "Q1") in rules_of(project)


def test_a_changed_question_asks_anew(project: Project, staff_browser: Browser) -> None:
    question = asked(draft(project), "Don't you like the plan?")
    staff_browser.submit(staff_browser.get(home(project)), "#accept-loaded-Q1", reason="It is the petition's.")
    assert ("loaded", "Q1") in rules_of(project, "accepted")
    db.session.get_one(Question, question.id).current.text = "Surely you like the plan?"
    commit()
    assert ("loaded", "Q1") in rules_of(project)
    page = staff_browser.get(home(project))
    assert "This was accepted before it changed: “It is the petition's.”" in page.words


def test_what_changed_while_it_was_read_is_not_accepted(project: Project, staff_browser: Browser) -> None:
    question = asked(draft(project), "Don't you like the plan?")
    page = staff_browser.get(home(project))
    db.session.get_one(Question, question.id).current.text = "Surely you like the plan?"
    commit()
    late = staff_browser.submit(page, "#accept-loaded-Q1", reason="Fine.")
    assert late.status == 422
    assert "This changed since you read it. Read it again, then accept it." in late.words
    assert late.one("#reason-loaded-Q1")["value"] == "Fine."
    every = staff_browser.submit(page, "#accept-all", reason="Fine.")
    assert every.status == 422
    assert db.session.scalars(select(AcceptedWarning)).all() == []


def test_what_stops_opening_cannot_be_accepted(project: Project) -> None:
    consultation = draft(project)
    asked(consultation, "Have you been?", Rule("Q1", Test.ANSWERED))
    commit()
    (stop,) = [found for found in checked(project.id, "C1", at=NOW).stops if found.rule == "itself"]
    with pytest.raises(Refused, match="not there any more"):
        commands.accept_warning(
            project.id, "C1", "itself", "Q1", digest=stop.digest, reason="It is fine.", by=None, at=NOW
        )


def test_an_acceptance_is_taken_back_and_asks_again(project: Project, staff_browser: Browser) -> None:
    asked(draft(project), "Don't you like the plan?")
    staff_browser.submit(staff_browser.get(home(project)), "#accept-loaded-Q1", reason="It is the petition's.")
    back = staff_browser.submit(staff_browser.get(home(project)), "#take-back-loaded-Q1")
    assert back.status == 303
    assert ("loaded", "Q1") in rules_of(project)
    assert db.session.scalars(select(EventRow.kind).order_by(EventRow.sequence.desc())).first() == "warning_asked_again"


def test_papers_formats_and_the_pre_election_period_come_from_the_record(project: Project) -> None:
    consultation = draft(project, closes_at=NOW + timedelta(days=40))
    asked(consultation, "Have you been?")
    missing = {rule for rule, _subject in rules_of(project)}
    assert {"no_formats", "no_documents", "no_scope"} <= missing
    db.session.add(
        RecordEntry(activity_id=consultation.id, kind=RecordKind.FORMAT, at=NOW, title="Easy Read", made_at=NOW)
    )
    for kind, days in ((MilestoneKind.BLACKOUT_FROM, 30), (MilestoneKind.BLACKOUT_TO, 50)):
        db.session.get_one(Project, project.id).milestones.append(
            Milestone(kind=kind, title="Election", on=(NOW + timedelta(days=days)).date())
        )
    commit()
    now = {rule for rule, _subject in rules_of(project)}
    assert "no_formats" not in now
    assert "pre_election" in now


def test_the_page_says_how_many_routes_were_walked_and_how_long_the_longest_is(
    project: Project, staff_browser: Browser
) -> None:
    consultation = draft(project)
    asked(consultation, "Have you been?")
    asked(consultation, "How was it?", Rule("Q1", Test.IS, "c1"))
    asked(consultation, "Will you come?", Rule("Q1", Test.IS_NOT, "c1"))
    page = staff_browser.get(home(project))
    words = " ".join(page.text("#routes"))
    assert "There are 2 routes that answers can lead along. All were walked." in words
    assert "Everyone is asked 2 questions." in words


def test_too_many_routes_are_not_claimed_to_be_walked(
    project: Project, staff_browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    from codesign.core import checking

    whole = checking.check
    monkeypatch.setattr(checking, "check", lambda questions: whole(questions, 3))
    consultation = draft(project)
    several = [
        asked(consultation, f"Which of these? {n}", None, *"abcdefghijkl", kind=QuestionType.SEVERAL_CHOICES)
        for n in range(2)
    ]
    for question in several:
        for code in range(1, 13):
            asked(consultation, "Why?", Rule(question.ref, Test.INCLUDES, f"c{code}"))
    page = staff_browser.get(home(project))
    assert "There are more, and nothing is known of those." in " ".join(page.text("#routes"))
    assert ("not_all_walked", "") in rules_of(project)


def test_an_observer_reads_the_check_and_accepts_nothing(project: Project, app: Any) -> None:
    observer = Browser(app)
    sign_in(observer, make_person(Role.OBSERVER, project=project))
    asked(draft(project), "Don't you like the plan?")
    page = observer.get(home(project))
    assert page.status == 200
    assert "“Don't you” points to one answer." in page.words
    assert not page.soup.select("form[id^=accept]")


def test_a_project_knows_nothing_of_anothers_consultation(project: Project, staff_browser: Browser) -> None:
    make_consultation(make_project())
    assert staff_browser.get(home(project)).status == 404
