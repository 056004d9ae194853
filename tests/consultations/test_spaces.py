"""What the checker believes an answer can hold is what each kind of question takes."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, combinations, permutations, product
from typing import Any

import pytest

from codesign.core.questions import kinds
from codesign.core.questions.answering import NOT_SURE, Asked, Given, Option
from codesign.core.routing import Rule, Step, Test
from codesign.core.terms import QuestionType
from codesign.core.walking import Stop, answers_to

OPTIONS = (Option("c1", "One"), Option("c2", "Two"), Option("c3", "None of these", exclusive=True))
PLAIN = OPTIONS[:2]
LINES = (Option("r1", "Hours"), Option("r2", "Staff"))


def asked(kind: QuestionType, options: tuple[Option, ...] = OPTIONS, **fields: Any) -> Asked:
    return Asked(ref="Q1", version=1, type=kind, text="What?", options=options, **fields)


def chosen(question: Asked) -> Iterable[Given]:
    codes = [*(option.code for option in question.options), NOT_SURE]
    return (Given(some) for some in chain.from_iterable(combinations(codes, size) for size in range(len(codes) + 1)))


def ordered(question: Asked) -> Iterable[Given]:
    codes = [*(option.code for option in question.options), NOT_SURE]
    return (Given(some) for some in chain.from_iterable(permutations(codes, size) for size in range(len(codes) + 1)))


def lined(question: Asked) -> Iterable[Given]:
    columns = ["", *(option.code for option in question.options), NOT_SURE]
    return (
        Given((), "", {row.code: code for row, code in zip(question.rows, codes, strict=True) if code})
        for codes in product(columns, repeat=len(question.rows))
    )


def shared(question: Asked) -> Iterable[Given]:
    codes = [option.code for option in question.options]
    yield Given((NOT_SURE,))
    for amounts in product(("", "0", "5", "10"), repeat=len(codes)):
        yield Given((), "", {code: amount for code, amount in zip(codes, amounts, strict=True) if amount})


@pytest.mark.parametrize(
    ("question", "every"),
    [
        (asked(QuestionType.ONE_CHOICE), chosen),
        (asked(QuestionType.ONE_CHOICE, offers_not_sure=True), chosen),
        (asked(QuestionType.SEVERAL_CHOICES), chosen),
        (asked(QuestionType.SEVERAL_CHOICES, offers_not_sure=True, least=2), chosen),
        (asked(QuestionType.SEVERAL_CHOICES, most=1), chosen),
        (asked(QuestionType.SEVERAL_CHOICES, PLAIN, least=3), chosen),
        (asked(QuestionType.PICTURE_CHOICE, settings={"several": True}), chosen),
        (asked(QuestionType.PICTURE_CHOICE), chosen),
        (asked(QuestionType.MATRIX, PLAIN, rows=LINES), lined),
        (asked(QuestionType.MATRIX, PLAIN, rows=LINES, required=True, offers_not_sure=True), lined),
        (asked(QuestionType.RANKING, PLAIN, offers_not_sure=True), ordered),
        (asked(QuestionType.ALLOCATION, PLAIN, settings={"total": 10}, offers_not_sure=True), shared),
    ],
)
def test_the_checker_knows_every_answer_that_a_kind_takes_and_no_other(question: Asked, every: Any) -> None:
    kind = kinds.kind_of(question)
    read_alone = [given for given in every(question) if known_to(question, given)]
    taken = {
        kind.said(question, given).values
        for given in read_alone
        if not given.empty and kinds.problem(question, given) is None
    }
    rules = [Rule("Q1", test, code) for code, _label in kind.values(question) for test in (Test.INCLUDES, Test.IS)]
    believed, whole = answers_to(Stop(step=Step("Q1"), space=kind.space(question), required=True), rules)
    assert whole
    assert {said.values for said in believed} == taken
    assert all(kind.space(question).knows(code) for values in taken for code in values)


def known_to(question: Asked, given: Given) -> bool:
    """Whether the form could have sent it: one code of one choice, "I am not sure" only where it is offered."""
    kind = kinds.kind_of(question)
    if not kind.says_not_sure(question) and NOT_SURE in (*given.values, *given.parts.values()):
        return False
    one_only = question.type is QuestionType.ONE_CHOICE or (
        question.type is QuestionType.PICTURE_CHOICE and not question.settings.get("several")
    )
    return not (one_only and len(given.values) > 1)


def test_what_only_tells_is_never_answered() -> None:
    space = kinds.kind_of(asked(QuestionType.INFORMATION, ())).space(asked(QuestionType.INFORMATION, ()))
    assert not space.asks


@pytest.mark.parametrize("kind", list(kinds.KINDS))
def test_every_kind_says_what_can_be_answered(kind: QuestionType) -> None:
    question = asked(kind, PLAIN, rows=LINES, settings={"total": 10})
    space = kinds.kind_of(question).space(question)
    believed, _whole = answers_to(Stop(step=Step("Q1"), space=space, required=True), ())
    assert all(said.answered for said in believed) == space.asks
