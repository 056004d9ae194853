"""Answers that nobody was asked for: other routes, options that do not exist, wordings that were never shown."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from codesign.consultations import rows, taking_in
from codesign.core.questions.answering import Given
from codesign.core.routing import Rule, Test, written
from codesign.core.terms import Consent, Mode, QuestionType
from codesign.extensions import db
from codesign.models import Answer, AnswerChoice, Consultation, Contribution, Draft, Question, Submission
from tests.browser import Browser, Page
from tests.consultations.asking import address, begin, go_on, send
from tests.make import NOW, commit, make_consultation, make_participant, make_project, make_question


@pytest.fixture
def forked(app: object) -> Consultation:
    """Q1 yes or no; Q2 for yes; Q3 for no, needed; Q4 for everyone who was asked Q2 and wrote."""
    consultation = make_consultation(make_project())
    make_question(consultation, QuestionType.ONE_CHOICE, "Have you been?", labels=("Yes", "No"))
    make_question(consultation, QuestionType.LONG_TEXT, "How was it?", condition=written(Rule("Q1", Test.IS, "c1")))
    make_question(
        consultation,
        QuestionType.SHORT_TEXT,
        "What stops you?",
        required=True,
        condition=written(Rule("Q1", Test.IS, "c2")),
    )
    make_question(consultation, QuestionType.SHORT_TEXT, "Who was there?", condition=written(Rule("Q2", Test.ANSWERED)))
    make_question(consultation, QuestionType.SHORT_TEXT, "Anything else?")
    commit()
    return consultation


def drafted() -> dict[str, Any]:
    db.session.rollback()
    return db.session.scalars(select(Draft)).one().answers


def forge(browser: Browser, page: Page, ref: str = "", **fields: Any) -> Page:
    """Send the page's form with fields of our own, to another question's address when one is named."""
    _method, action, values = page.form_values("#question-form")
    if ref:
        action = action.replace(str(page.soup.select("[name$=-version]")[0]["name"]).removesuffix("-version"), ref)
    kept = [(name, value) for name, value in values if name not in fields]
    sent = [(name.replace("__", "-"), value) for name, value in fields.items()]
    return browser.post(action, [*kept, *sent, ("go", "continue")])


def test_a_resident_is_led_past_what_is_not_for_them(browser: Browser, forked: Consultation) -> None:
    page = go_on(browser, begin(browser, forked), answer="c2")
    assert "What stops you?" in page.words
    page = go_on(browser, page, answer="The bus.")
    assert "Anything else?" in page.words
    page = go_on(browser, page, answer="")
    sent = send(browser, page, follow=True)
    assert sent.status == 200
    kept = {row.text for row in db.session.scalars(select(Contribution))}
    assert kept == {"The bus."}


def test_the_address_of_a_question_off_the_way_leads_back_to_the_way(browser: Browser, forked: Consultation) -> None:
    go_on(browser, begin(browser, forked), answer="c2")
    page = browser.get(address(forked, "/q/Q2"), follow=True)
    assert "That question is not for you, after what you said before. Go on from here." in page.words
    assert "What stops you?" in page.words


def test_an_answer_to_a_question_that_was_not_asked_is_not_kept(browser: Browser, forked: Consultation) -> None:
    page = go_on(browser, begin(browser, forked), answer="c2")
    forged = forge(browser, page, "Q2", Q2="Lovely.", Q2__version="1")
    assert forged.status in (303, 404, 422)
    assert "Q2" not in drafted()


def test_another_questions_fields_on_a_page_are_not_read(browser: Browser, forked: Consultation) -> None:
    page = go_on(browser, begin(browser, forked), answer="c2")
    assert forge(browser, page, Q3="The bus.", Q2="Lovely.", Q2__version="1", Q99="x").status == 303
    assert set(drafted()) == {"Q1", "Q3"}


def test_going_back_and_changing_an_answer_drops_the_other_route_and_says_so(
    browser: Browser, forked: Consultation
) -> None:
    page = go_on(browser, begin(browser, forked), answer="c1")
    page = go_on(browser, page, answer="Lovely.")
    page = go_on(browser, page, answer="Ann.")
    changed = go_on(browser, browser.get(address(forked, "/q/Q1")), answer="c2")
    assert set(drafted()) == {"Q1"}
    assert changed.soup.select("[class*=notification], [role=alert], [role=status], .shape-messages"), changed.words
    assert "What stops you?" in changed.words


def test_a_required_question_of_the_new_route_is_asked_before_sending(browser: Browser, forked: Consultation) -> None:
    page = go_on(browser, begin(browser, forked), answer="c1")
    page = go_on(browser, page, answer="")
    page = go_on(browser, page, answer="Nothing.")
    assert page.soup.select("#send")
    go_on(browser, browser.get(address(forked, "/q/Q1")), answer="c2")
    refused = send(browser, page)
    assert db.session.scalars(select(Submission)).all() == []
    assert refused.status in (303, 422)


@pytest.mark.parametrize("code", ["c3", "not_sure", "", "C1", "c1 ", "<script>", "c1,c2"])
def test_an_option_that_does_not_exist_is_no_answer(browser: Browser, forked: Consultation, code: str) -> None:
    page = begin(browser, forked)
    assert forge(browser, page, Q1=code).status == 303
    assert drafted().get("Q1", {"values": []})["values"] == []


@pytest.mark.parametrize("version", ["2", "0", "-1", "99999999999999999999", "one", "", "1.0"])
def test_a_forged_wording_is_taken_for_the_one_that_stands(
    browser: Browser, forked: Consultation, version: str
) -> None:
    page = begin(browser, forked)
    forged = forge(browser, page, Q1="c1", Q1__version=version)
    assert forged.status < 500
    page = browser.get(address(forked, "/q/Q2"), follow=True)
    if forged.status == 303:
        page = go_on(browser, page, answer="Lovely.")
        page = go_on(browser, page, answer="")
        page = go_on(browser, page, answer="")
        assert send(browser, page).status == 303
        question = db.session.scalars(select(Question).where(Question.ref == "Q1")).one()
        answer = db.session.scalars(select(Answer).where(Answer.question_id == question.id)).one()
        assert answer.question_version_id == question.versions[0].id
        chosen = db.session.scalars(select(AnswerChoice).where(AnswerChoice.answer_id == answer.id)).one()
        assert chosen.choice_id == question.versions[0].choices[0].id


def test_a_draft_written_by_hand_gives_nothing_that_was_not_asked(forked: Consultation) -> None:
    """The last gate: whatever stands in the answers, only what is on the way is taken in."""
    asked = {place.asked.ref: place.asked for place in rows.questionnaire(forked).places}
    answers = {
        "Q1": (asked["Q1"], Given(("c2",))),
        "Q2": (asked["Q2"], Given((), "Lovely.")),
        "Q3": (asked["Q3"], Given((), "The bus.")),
        "Q4": (asked["Q4"], Given((), "Ann.")),
    }
    participant = make_participant(forked_project(forked))
    taking_in.accept(forked, participant, answers, key="k" * 24, consent=Consent.PUBLIC, at=NOW, mode=Mode.PAPER)
    commit()
    kept = db.session.execute(select(Question.ref).join(Answer, Answer.question_id == Question.id)).scalars()
    assert sorted(kept) == ["Q1", "Q3"]
    assert {row.text for row in db.session.scalars(select(Contribution))} == {"The bus."}


def test_a_route_whose_needed_question_was_left_out_is_refused_with_its_question(forked: Consultation) -> None:
    asked = rows.questionnaire(forked).by_ref["Q1"].asked
    participant = make_participant(forked_project(forked))
    with pytest.raises(taking_in.NotAnAnswer) as refused:
        taking_in.accept(
            forked,
            participant,
            {"Q1": (asked, Given(("c2",)))},
            key="k" * 24,
            consent=Consent.PUBLIC,
            at=NOW,
            mode=Mode.WEB,
        )
    assert refused.value.ref == "Q3"
    db.session.rollback()
    assert db.session.scalars(select(Submission)).all() == []


def forked_project(consultation: Consultation) -> Any:
    from codesign.models import Project

    return db.session.get_one(Project, consultation.project_id)
