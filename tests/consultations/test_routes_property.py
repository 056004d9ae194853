"""Random questionnaires and random residents: no empty page, no dead end, no answer off the way, a receipt at the end."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

from flask import Flask
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from codesign.consultations.checking.rules import routes_checked
from codesign.core.questions import kinds
from codesign.core.questions.answering import NOT_SURE, Asked, Given, Option
from codesign.core.questions.questionnaires import Place, Questionnaire
from codesign.core.routing import AllOf, AnyOf, Condition, Rule, Test, written
from codesign.core.terms import ActivityState, QuestionType
from codesign.extensions import db
from codesign.models import Answer, Choice, Consultation, Draft, Question, QuestionVersion, Submission
from tests.browser import Browser, Page
from tests.consultations.asking import address, begin
from tests.make import NOW, commit, make_consultation

CODES = ("c1", "c2", "c3")
KINDS = (
    QuestionType.ONE_CHOICE,
    QuestionType.SEVERAL_CHOICES,
    QuestionType.NUMBER,
    QuestionType.SHORT_TEXT,
    QuestionType.INFORMATION,
)
MOST_QUESTIONS = 40


def rules(earlier: list[Asked]) -> st.SearchStrategy[Condition]:
    def of(asked: Asked) -> st.SearchStrategy[Condition]:
        codes = [code for code, _label in kinds.kind_of(asked).values(asked)]
        any_answer = st.builds(Rule, st.just(asked.ref), st.sampled_from([Test.ANSWERED, Test.NOT_ANSWERED]))
        if not codes:
            return any_answer
        one = st.builds(
            Rule,
            st.just(asked.ref),
            st.sampled_from([Test.IS, Test.IS_NOT, Test.INCLUDES]),
            st.sampled_from(codes),
        )
        return st.one_of(one, any_answer)

    return st.sampled_from(earlier).flatmap(of)


def conditions(earlier: list[Asked]) -> st.SearchStrategy[Condition]:
    """Nested as deep as five rules go."""
    return st.recursive(
        rules(earlier),
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=3).map(lambda parts: AllOf(tuple(parts))),
            st.lists(inner, min_size=1, max_size=3).map(lambda parts: AnyOf(tuple(parts))),
        ),
        max_leaves=5,
    )


@st.composite
def questionnaires(draw: st.DrawFn, most: int = MOST_QUESTIONS) -> Questionnaire:
    """Conditions ask about earlier pages, as the builder lets them; the first question is needed of everyone."""
    places: list[Place] = []
    earlier: list[Asked] = []  # on pages before this one
    here: list[Asked] = []
    for number in range(1, draw(st.integers(1, most)) + 1):
        starts_page = number == 1 or draw(st.booleans())
        if starts_page:
            earlier, here = [*earlier, *here], []
        kind = QuestionType.ONE_CHOICE if number == 1 else draw(st.sampled_from(KINDS))
        asked = Asked(
            ref=f"Q{number}",
            version=1,
            type=kind,
            text=f"Question {number}",
            required=number == 1 or (kind is not QuestionType.INFORMATION and draw(st.booleans())),
            offers_not_sure=kind is QuestionType.ONE_CHOICE and draw(st.booleans()),
            options=tuple(
                Option(code, f"Answer {code}", exclusive=kind is QuestionType.SEVERAL_CHOICES and code == "c3")
                for code in CODES
            )
            if kind in (QuestionType.ONE_CHOICE, QuestionType.SEVERAL_CHOICES)
            else (),
        )
        conditional: bool = draw(st.booleans())
        if earlier and conditional:
            asked = replace(asked, condition=draw(conditions(earlier)))
        if kinds.kind_of(asked).asks:
            here.append(asked)
        places.append(Place(asked, starts_page))
    return Questionnaire(tuple(places))


def answer(asked: Asked, dice: random.Random) -> Given:
    """Some good answer, or a skip where one may skip."""
    if not kinds.kind_of(asked).asks or (not asked.required and dice.random() < 0.3):
        return Given()
    if asked.type is QuestionType.ONE_CHOICE:
        return Given((dice.choice([*CODES, NOT_SURE] if asked.offers_not_sure else CODES),))
    if asked.type is QuestionType.SEVERAL_CHOICES:
        return Given(dice.choice([("c1",), ("c2",), ("c1", "c2"), ("c3",)]))
    return Given((), str(dice.randint(0, 9)) if asked.type is QuestionType.NUMBER else "Warm")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(questionnaires(), st.integers(0, 10**6))
def test_every_way_goes_on_from_page_to_page_to_its_end(questionnaire: Questionnaire, seed: int) -> None:
    dice = random.Random(seed)
    answers: dict[str, tuple[Asked, Given]] = {}
    met: set[str] = set()
    checked = routes_checked(questionnaire)
    assert checked.walk.dead_ends == frozenset()
    for _step in range(3 * MOST_QUESTIONS):
        way = questionnaire.way(answers)
        assert all(way.pages), "no page is empty"
        assert [ref for page in way.pages for ref in page] == list(way.applying)
        page = next((page for page in way.pages if not met.issuperset(page)), None)
        if page is None:
            break
        changes_mind = len(met) > 2 and dice.random() < 0.1
        for ref in way.page_of(dice.choice(sorted(met & set(way.applying)))) or () if changes_mind else page:
            asked = questionnaire.by_ref[ref].asked
            given = answer(asked, dice)
            assert kinds.problem(asked, given) is None
            answers[ref] = (asked, given)
            met.add(ref)
        # What no longer applies is dropped, as a draft does it.
        on_the_way = questionnaire.way(answers).applying
        answers = {ref: kept for ref, kept in answers.items() if ref in on_the_way}
        met &= set(on_the_way)
    else:
        raise AssertionError("the way never ended")
    way = questionnaire.way(answers)
    assert set(answers) <= set(way.applying)
    assert all(kinds.problem(*answers[ref]) is None for ref in way.applying)
    assert checked.walk.reached >= set(way.applying)
    asked_of_them = sum(kinds.kind_of(questionnaire.by_ref[ref].asked).asks for ref in way.applying)
    if checked.walk.complete:
        assert checked.walk.fewest <= asked_of_them <= checked.walk.most


def keep(questionnaire: Questionnaire) -> Consultation:
    """The questionnaire as rows of an open consultation."""
    consultation = make_consultation(state=ActivityState.OPEN, asks_equality=False)
    for position, place in enumerate(questionnaire.places, 1):
        asked = place.asked
        question = Question(ref=asked.ref, position=position, starts_page=place.starts_page)
        version = QuestionVersion(
            number=1,
            type=asked.type,
            text=asked.text,
            body="Words to read." if asked.type is QuestionType.INFORMATION else "",
            required=asked.required,
            offers_not_sure=asked.offers_not_sure,
            condition=written(asked.condition),
            created_at=NOW,
        )
        version.choices = [
            Choice(position=number, code=option.code, label=option.label, exclusive=option.exclusive)
            for number, option in enumerate(asked.options, 1)
        ]
        question.versions.append(version)
        consultation.questions.append(question)
    commit()
    return consultation


def refs_on(page: Page) -> list[str]:
    return [str(tag["name"]).removesuffix("-version") for tag in page.soup.select("#question-form [name$=-version]")]


def filled(page: Page, questionnaire: Questionnaire, dice: random.Random) -> tuple[dict[str, Any], dict[str, Given]]:
    """What a resident ticks and types on this page; fields that stay empty are sent empty."""
    fields: dict[str, Any] = {}
    given: dict[str, Given] = {}
    for ref in refs_on(page):
        asked = questionnaire.by_ref[ref].asked
        given[ref] = answer(asked, dice)
        if asked.type is QuestionType.ONE_CHOICE or asked.type is QuestionType.SEVERAL_CHOICES:
            fields[ref] = list(given[ref].values)
        elif kinds.kind_of(asked).asks:
            fields[ref] = given[ref].words
    return fields, given


FORKS = Questionnaire(
    tuple(
        Place(asked, starts_page)
        for asked, starts_page in (
            (
                Asked(
                    ref="Q1",
                    version=1,
                    type=KINDS[0],
                    text="One",
                    required=True,
                    options=(Option("c1", "a"), Option("c2", "b"), Option("c3", "c")),
                ),
                True,
            ),
            (Asked(ref="Q2", version=1, type=KINDS[3], text="Two", condition=Rule("Q1", Test.IS, "c1")), True),
            (
                Asked(
                    ref="Q3", version=1, type=KINDS[3], text="Three", required=True, condition=Rule("Q1", Test.IS, "c2")
                ),
                True,
            ),
            (Asked(ref="Q4", version=1, type=KINDS[4], text="Four", condition=Rule("Q1", Test.IS_NOT, "c1")), False),
            (Asked(ref="Q5", version=1, type=KINDS[2], text="Five", condition=Rule("Q3", Test.ANSWERED)), True),
        )
    )
)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(questionnaires(most=14), st.integers(0, 10**6))
@example(FORKS, 1)
@example(FORKS, 2)
@example(FORKS, 3)
def test_every_resident_comes_to_a_receipt_through_the_real_pages(
    app: Flask, questionnaire: Questionnaire, seed: int
) -> None:
    dice = random.Random(seed)
    consultation = keep(questionnaire)
    browser = Browser(app)
    page = begin(browser, consultation)
    given: dict[str, tuple[Asked, Given]] = {}
    went_back = False
    for _step in range(3 * len(questionnaire.places) + 3):
        if page.soup.select("#send"):
            break
        refs = refs_on(page)
        assert refs, f"{page.url}: an empty page"
        assert set(refs) <= set(questionnaire.way(given).applying)
        fields, now = filled(page, questionnaire, dice)
        given |= {ref: (questionnaire.by_ref[ref].asked, one) for ref, one in now.items()}
        given = {ref: one for ref, one in given.items() if ref in questionnaire.way(given).applying}
        page = browser.submit(page, "#question-form", follow=True, button=("go", "continue"), **fields)
        assert page.status == 200, page.words
        if not went_back and len(given) > 2:
            went_back = True
            page = browser.get(address(consultation, f"/q/{dice.choice(sorted(given))}"), follow=True)
    else:
        raise AssertionError(f"{page.url}: no end")
    consent: dict[str, Any] = {"consent": "public"} if page.soup.select("#send [name=consent]") else {}
    sent = browser.submit(page, "#send", follow=True, **consent)
    assert sent.status == 200
    submission = db.session.scalars(select(Submission).where(Submission.activity_id == consultation.id)).one()
    assert submission.receipt in sent.words
    kept = {
        ref
        for (ref,) in db.session.execute(
            select(Question.ref)
            .join(Answer, Answer.question_id == Question.id)
            .where(Answer.submission_id == submission.id)
        )
    }
    assert kept == {ref for ref, (_asked, one) in given.items() if not one.empty}
    assert kept <= set(questionnaire.way(given).applying)
    assert db.session.scalars(select(Draft).where(Draft.consultation_id == consultation.id)).all() == []
