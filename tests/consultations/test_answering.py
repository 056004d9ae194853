"""What counts as an answer to each kind of question."""

from decimal import Decimal

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import ValidationError

from codesign.consultations.carry_on import carry_on_code, read_carry_on_code
from codesign.consultations.equality import QUESTIONS, question_after, question_before
from codesign.consultations.forms import read_answer, read_time
from codesign.consultations.question_form import read_choices, written_choices
from codesign.core.questions.answering import NOT_SURE, Asked, Given, Option, read_number
from codesign.core.questions.kinds import problem
from codesign.core.terms import QuestionType

OPTIONS = (
    Option("cost", "It costs too much"),
    Option("other", "Something else", takes_text=True),
    Option("none", "Nothing", exclusive=True),
)


def question(kind: QuestionType, **fields: object) -> Asked:
    options = OPTIONS if kind in (QuestionType.ONE_CHOICE, QuestionType.SEVERAL_CHOICES) else ()
    return Asked(**{"ref": "Q1", "version": 1, "type": kind, "text": "Why?", "options": options, **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "given", "words"),
    [
        (question(QuestionType.ONE_CHOICE), Given(), None),
        (question(QuestionType.ONE_CHOICE, required=True), Given(), "Select one answer."),
        (question(QuestionType.SEVERAL_CHOICES, required=True), Given(), "Select all that fit, or select “Nothing”."),
        (
            question(QuestionType.SEVERAL_CHOICES),
            Given(("cost", "none")),
            "Select “Nothing” or other answers, not both.",
        ),
        (question(QuestionType.SEVERAL_CHOICES, most=1), Given(("cost", "other")), "Select 1 answers or fewer."),
        (
            question(QuestionType.SEVERAL_CHOICES),
            Given(("cost", NOT_SURE)),
            "Select “I am not sure” or other answers, not both.",
        ),
        (question(QuestionType.SHORT_TEXT, required=True), Given(), "Write your answer."),
        (question(QuestionType.SHORT_TEXT), Given(words="x" * 301), "Make this 300 characters or fewer."),
        (question(QuestionType.LONG_TEXT), Given(words="x" * 5000), None),
        (question(QuestionType.NUMBER, required=True), Given(), "Type a number."),
        (question(QuestionType.NUMBER), Given(words="three"), "Type a number in figures, such as 4."),
        (question(QuestionType.NUMBER), Given(words="NaN"), "Type a number in figures, such as 4."),
        (question(QuestionType.NUMBER), Given(words="1e400"), "Type a number in figures, such as 4."),
        (
            question(QuestionType.NUMBER, low=Decimal(0), high=Decimal("10.5")),
            Given(words="11"),
            "Type a number from 0 to 10.5.",
        ),
        (question(QuestionType.NUMBER, low=Decimal(1)), Given(words="0"), "Type a number that is 1 or more."),
        (question(QuestionType.NUMBER), Given((NOT_SURE,), "4"), "Type a number or select “I am not sure”, not both."),
        (question(QuestionType.NUMBER), Given((NOT_SURE,)), None),
    ],
)
def test_an_answer_fits_its_question_or_the_words_say_what_to_do(asked: Asked, given: Given, words: str | None) -> None:
    said = problem(asked, given)
    assert (str(said) if said else None) == words


def test_only_choices_that_were_offered_are_taken_in_their_order_and_once() -> None:
    asked = question(QuestionType.SEVERAL_CHOICES)
    sent = MultiDict([*(("Q1", code) for code in ("other", "cost", "cost", "made-up")), ("Q1-words", "far")])
    assert read_answer(asked, sent) == Given(("cost", "other"), "far")


def test_words_without_the_choice_that_opens_them_are_left_out() -> None:
    sent = MultiDict([("Q1", "cost"), ("Q1-words", "typed then changed my mind")])
    assert read_answer(question(QuestionType.ONE_CHOICE), sent) == Given(("cost",), "")


@pytest.mark.parametrize(("typed", "number"), [("1,250", "1250"), (" 3.5 ", "3.5"), ("-2", "-2"), ("٣", "3")])
def test_a_number_may_have_commas_and_spaces(typed: str, number: str) -> None:
    assert read_number(typed) == Decimal(number)


def test_a_carry_on_code_is_read_however_it_is_typed() -> None:
    code = carry_on_code()
    assert read_carry_on_code(f"  {code.upper().replace('-', ' ')} ") == code
    assert read_carry_on_code("maple 47 river") is None
    assert read_carry_on_code("") is None


def test_day_to_day_activities_are_only_asked_about_after_a_health_condition() -> None:
    asked_after_no = question_after("health_12m", {"health_12m": "no"})
    assert asked_after_no is not None
    assert asked_after_no.code == "ethnic_group"
    asked_after_yes = question_after("health_12m", {"health_12m": "yes"})
    assert asked_after_yes is not None
    assert asked_after_yes.code == "activity_restriction"
    assert question_after("carer", {}) is None
    before = question_before("ethnic_group", {})
    assert before is not None
    assert before.code == "health_12m"


def test_every_equality_question_offers_prefer_not_to_say() -> None:
    assert all(asked.knows("pnts") for asked in QUESTIONS)


def test_choices_are_read_from_lines_and_written_back(app: object) -> None:
    written = "Bus\nSomething else ...\nor\nNone of these"
    options = read_choices(written)
    assert [(option.label, option.takes_text, option.exclusive) for option in options] == [
        ("Bus", False, False),
        ("Something else", True, False),
        ("None of these", False, True),
    ]
    assert written_choices(options) == written


@pytest.mark.parametrize(
    "written", ["", "Only one", "Bus\nbus", "Bus\nCar\nor", "or\nA\nB", "...\nBus", "A\nor\nB\nor\nC"]
)
def test_lines_that_are_no_list_of_choices_are_refused(app: object, written: str) -> None:
    with pytest.raises(ValidationError):
        read_choices(written)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("9am", "09:00"),
        ("11:59pm", "23:59"),
        ("12am", "00:00"),
        ("12pm", "12:00"),
        ("17.30", "17:30"),
        ("noon", "12:00"),
    ],
)
def test_a_time_is_read_as_people_write_it(typed: str, read: str) -> None:
    moment = read_time(typed)
    assert moment is not None
    assert moment.isoformat("minutes") == read


@pytest.mark.parametrize("typed", ["", "25:00", "9", "13pm", "soon", "9:75"])
def test_what_is_no_time_is_not_read_as_one(typed: str) -> None:
    assert read_time(typed) is None
