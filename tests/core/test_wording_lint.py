"""The lint before opening: it finds what is worded unfairly, and stays silent where it is not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from codesign.core.checking import Finding, Severity
from codesign.core.readiness import WHY as WHY_READY
from codesign.core.readiness import Circumstances, readiness
from codesign.core.terms import QuestionType
from codesign.core.wording_lint import WHY, Worded, hard_to_read, joined_words, leading_words, wording
from codesign.demo import live_questions, questions

SCALE = ("Strongly agree", "Agree", "Neither agree nor disagree", "Disagree", "Strongly disagree", "I am not sure")
YES_NO = ("Yes", "No", "I am not sure")


def one(text: str, labels: tuple[str, ...] = YES_NO, **fields: Any) -> Worded:
    return Worded(ref="Q1", text=text, labels=labels, one_only=True, **fields)


def rules(*asked: Worded) -> list[str]:
    return [finding.rule for finding in wording(asked)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Don't you agree that the hub is a good idea?", "Don't you"),
        ("Wouldn’t it be better to close it?", "Wouldn’t it"),
        ("Do you agree with our exciting new plans?", "exciting"),
        ("Do you agree that the hub should close?", "Do you agree"),
        ("As you know, money is short. What should we cut?", "As you know"),
        ("Most people want a hub. Do you?", "Most people want"),
        ("Why do you support the plan?", "Why do you support"),
        ("How much better would your life be with a hub?", "How much better"),
        ("The only way to keep the hub is to charge. Is that fair?", "The only way"),
        ("It is a good plan, isn't it?", "isn't it"),
    ],
)
def test_words_that_point_one_way_are_named(text: str, words: str) -> None:
    assert leading_words(text, YES_NO) == words
    assert "loaded" in rules(one(text))


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("How far do you agree or disagree with the plan?", SCALE),
        ("Do you support or oppose the plan?", YES_NO),
        ("Do you support the plan?", ("I support it", "I oppose it", "I do not know")),
        ("Is the plan clearly written?", YES_NO),
        ("How satisfied or dissatisfied are you with the bus?", SCALE),
        ("Why do you say that?", ()),
        ("What would make it better?", ()),
    ],
)
def test_even_handed_words_are_left_alone(text: str, labels: tuple[str, ...]) -> None:
    assert leading_words(text, labels) == ""


@pytest.mark.parametrize(
    ("text", "labels", "words"),
    [
        ("Are the buses cheap and reliable?", YES_NO, "cheap and reliable"),
        ("Should we open late and close on Sundays?", YES_NO, "open late and close"),
        ("Do you live and work here?", YES_NO, "live and work"),
        ("The hub should be warm and welcoming.", SCALE, "warm and welcoming"),
        (
            "How satisfied are you with the staff and the building?",
            ("Satisfied", "Dissatisfied", "Not sure"),
            "the staff and the building",
        ),
        ("Do you visit the library or use the website?", YES_NO, "visit the library or use"),
        ("Should we close it? Or should we move it?", YES_NO, "?"),
    ],
)
def test_two_questions_in_one_are_named(text: str, labels: tuple[str, ...], words: str) -> None:
    assert joined_words(one(text, labels)) == words
    assert "double" in rules(one(text, labels))


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Is it easy to get there and back?", YES_NO),
        ("Do you have friends and family nearby?", YES_NO),
        ("Are you a parent or carer?", YES_NO),
        ("Are you aged between 16 and 25?", YES_NO),
        ("Upper Calder and Hebble Bridge should share one hub.", SCALE),
        ("Children and young people should have a say.", SCALE),
        ("Would you walk or cycle to the hub?", YES_NO),
        ("How far do you agree or disagree?", SCALE),
        ("How do you get about?", ("On foot", "By train and bus", "By car")),
        ("Which of these best describes you and your family?", ("A family with children", "A couple")),
    ],
)
def test_fixed_pairs_and_opposites_are_one_question(text: str, labels: tuple[str, ...]) -> None:
    assert joined_words(one(text, labels)) == ""


def test_free_words_and_several_ticks_may_hold_two_things() -> None:
    assert joined_words(Worded(ref="Q1", text="What do you like and what would you change?", free=True)) == ""
    several = Worded(ref="Q1", text="How should people be able to book and join?", labels=("By phone", "Online"))
    assert joined_words(several) == ""


def test_answers_that_are_all_good_or_mostly_good_are_found() -> None:
    assert "lopsided" in rules(one("How good is it?", ("Excellent", "Very good", "Good", "Not sure")))
    mostly = wording([one("How good is it?", ("Excellent", "Very good", "Good", "Poor", "Not sure"))])
    assert [str(found.sentence) for found in mostly] == ["Good answers: 3. Bad answers: 1. Offer as many of each."]
    assert rules(one("How good is it?", ("Very good", "Good", "Poor", "Very poor", "Not sure"))) == []
    assert rules(one("What matters most to you?", ("Good food", "Good lighting", "Easy parking"))) == []
    assert rules(one("Have you been?", ("Yes, often", "Yes, once", "No"))) == []


def test_an_opinion_needs_i_am_not_sure_and_a_fact_does_not() -> None:
    assert rules(one("How far do you agree or disagree?", SCALE[:5])) == ["no_not_sure"]
    assert rules(one("How far do you agree or disagree?", SCALE[:5], offers_not_sure=True)) == []
    assert rules(one("How far do you agree or disagree?", (*SCALE[:5], "Don’t know"))) == []
    assert rules(one("How old are you?", ("Under 16", "16 to 25", "Over 25"))) == []
    assert rules(one("Have you been to the hub?", ("Yes", "No"))) == []


def test_words_that_must_be_written_are_found() -> None:
    assert rules(Worded(ref="Q1", text="What helps you?", free=True, required=True)) == ["required_words"]
    assert rules(Worded(ref="Q1", text="What helps you?", free=True)) == []


def test_a_long_sentence_is_found_where_it_stands() -> None:
    long = "When you think of all the things that the council does in the town and in the valley which do you use most?"
    assert rules(Worded(ref="Q1", text=long, free=True)) == ["long_sentence"]
    assert rules(Worded(ref="Q1", text="What helps you?", hint=long, free=True)) == ["long_sentence"]


def test_a_reading_age_over_the_target_is_told_only_for_enough_words() -> None:
    heavy = "Stakeholder participation necessitates comprehensive organisational infrastructure considerations. " * 20
    found = hard_to_read([heavy], 9)
    assert found is not None
    assert str(found.sentence).endswith("You set out to write for age 9.")
    assert hard_to_read([heavy[:200]], 9) is None
    assert hard_to_read(["We ask you what helps. You tell us in your own words. " * 12], 9) is None


@pytest.mark.parametrize("asked", [questions.QUESTIONS, live_questions.QUESTIONS])
def test_the_questions_of_the_demonstration_are_left_alone(asked: Any) -> None:
    one_only = (QuestionType.ONE_CHOICE, QuestionType.AGREE_SCALE)
    free = (QuestionType.SHORT_TEXT, QuestionType.LONG_TEXT)
    read = [
        Worded(
            ref=question.ref,
            text=question.text,
            hint=question.hint,
            labels=tuple(choice.label for choice in question.choices),
            one_only=question.type in one_only,
            free=question.type in free,
        )
        for question in asked
    ]
    assert wording(read) == ()
    assert hard_to_read([question.all_words for question in read], 9) is None


GOOD = Circumstances(
    opens=date(2027, 2, 1), closes=date(2027, 3, 28), seconds=300, documents=1, scope_points=2, formats=1
)


def found(**changes: Any) -> list[Finding]:
    from dataclasses import replace

    return list(readiness(replace(GOOD, **changes)))


def test_a_consultation_with_time_papers_and_formats_is_ready() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"seconds": 700}, "too_many_minutes"),
        ({"closes": date(2027, 2, 27)}, "short_time"),
        ({"opens": date(2026, 12, 1)}, "christmas"),
        ({"opens": date(2026, 12, 30)}, "christmas"),
        ({"closes": date(2027, 8, 1)}, "august"),
        ({"pre_election": ((date(2027, 3, 20), date(2027, 5, 6)),)}, "pre_election"),
        ({"documents": 0}, "no_documents"),
        ({"scope_points": 0}, "no_scope"),
        ({"formats": 0}, "no_formats"),
    ],
)
def test_what_is_missing_around_the_questions_is_found(changes: dict[str, Any], rule: str) -> None:
    assert [each.rule for each in found(**changes)] == [rule]
    assert all(each.severity is Severity.WARNS for each in found(**changes))


def test_twenty_eight_days_count_the_first_and_the_last() -> None:
    assert found(closes=date(2027, 2, 28)) == []
    (short,) = found(closes=date(2027, 2, 27))
    assert str(short.sentence) == "It is open for 27 days. At least 28 are advised."


def test_what_was_accepted_on_monday_holds_on_tuesday_and_not_for_another_closing_date() -> None:
    monday, tuesday, other = (
        found(opens=date(2027, 2, 15), closes=date(2027, 3, 4))[0],
        found(opens=date(2027, 2, 16), closes=date(2027, 3, 4))[0],
        found(opens=date(2027, 2, 16), closes=date(2027, 3, 5))[0],
    )
    assert monday.judged == tuesday.judged != other.judged


def test_every_rule_says_why_it_matters() -> None:
    assert all(len(why) > 20 for why in (*WHY.values(), *WHY_READY.values()))
