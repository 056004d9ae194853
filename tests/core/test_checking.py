"""The checker before opening: what it finds in routes, and that its verdict is that of trying every answer."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, combinations, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codesign.core.checking import Built, Check, Severity, check
from codesign.core.routing import UNSAID, AllOf, AnyOf, Condition, Rule, Said, Step, Test, asked_of
from codesign.core.walking import Space, Stop, can_hold, walk
from codesign.core.words import Sentence

YES_NO = Space(groups=(("yes", "no"),))
WORDS = Space(words=True)
TELLS = Space(asks=False)


def several(*codes: str, **fields: Any) -> Space:
    return Space(groups=tuple((code,) for code in codes), **fields)


def question(
    ref: str,
    condition: Condition | None = None,
    space: Space = YES_NO,
    *,
    required: bool = False,
    starts_page: bool = True,
    flaws: tuple[Sentence, ...] = (),
) -> Built:
    return Built(
        stop=Stop(step=Step(ref, condition, starts_page), space=space, required=required, seconds=30), flaws=flaws
    )


def yes(ref: str) -> Rule:
    return Rule(ref, Test.IS, "yes")


def no(ref: str) -> Rule:
    return Rule(ref, Test.IS, "no")


def found(checked: Check) -> list[tuple[str, str]]:
    return [(finding.rule, finding.subject) for finding in checked.findings]


def test_a_questionnaire_that_works_has_no_findings() -> None:
    checked = check([question("Q1"), question("Q2", yes("Q1")), question("Q3")])
    assert found(checked) == []
    assert (checked.walk.routes, checked.walk.complete) == (2, True)
    assert (checked.walk.fewest, checked.walk.most, checked.walk.longest) == (2, 3, 90)


@pytest.mark.parametrize(
    ("questions", "finding"),
    [
        ([question("Q1"), question("Q2", yes("Q9"))], ("unknown_question", "Q2")),
        ([question("Q1"), question("Q2", Rule("Q1", Test.IS, "maybe"))], ("unknown_choice", "Q2")),
        ([question("Q1", space=WORDS), question("Q2", Rule("Q1", Test.IS, "yes"))], ("unknown_choice", "Q2")),
        ([question("Q1", yes("Q2")), question("Q2")], ("later_question", "Q1")),
        ([question("Q1", yes("Q1"))], ("itself", "Q1")),
        ([question("Q1"), question("Q2", yes("Q1"), starts_page=False)], ("same_page", "Q2")),
        ([question("Q1", space=TELLS), question("Q2", Rule("Q1", Test.ANSWERED))], ("asks_nothing", "Q2")),
        ([question("Q1"), question("Q2", AllOf((yes("Q1"), no("Q1"))))], ("contradiction", "Q2")),
        ([question("Q1"), question("Q2", AnyOf(()))], ("contradiction", "Q2")),
        (
            [
                question("Q1"),
                question("Q2", yes("Q1")),
                question("Q3", AllOf((no("Q1"), Rule("Q2", Test.ANSWERED))), required=True),
            ],
            ("required_unreachable", "Q3"),
        ),
        (
            [question("Q1"), question("Q2", yes("Q1")), question("Q3", AllOf((no("Q1"), yes("Q2"))))],
            ("unreachable", "Q3"),
        ),
        ([question("Q1"), question("Q2", AnyOf(()))], ("page_never_shown", "Q2")),
        ([question("Q1", flaws=(Sentence("Nobody can."),))], ("cannot_answer", "Q1")),
        ([question("Q1", space=several("a", "b", least=3), required=True)], ("dead_end", "Q1")),
        (
            [question("Q1"), question("Q2", AnyOf((yes("Q1"), AllOf((yes("Q1"), no("Q1"))))))],
            ("part_never", "Q2"),
        ),
        (
            [question("Q1", required=True), question("Q2", AnyOf((yes("Q1"), no("Q1"))))],
            ("always_asked", "Q2"),
        ),
    ],
)
def test_each_fault_is_found_by_its_name(questions: list[Built], finding: tuple[str, str]) -> None:
    checked = check(questions)
    assert finding in found(checked)
    assert all(str(each.sentence) for each in checked.findings)


def test_a_loop_through_several_questions_is_told_once_with_its_questions() -> None:
    checked = check([question("Q1", yes("Q3")), question("Q2", yes("Q1")), question("Q3", yes("Q2"))])
    loops = [finding for finding in checked.findings if finding.rule == "loop"]
    assert [str(loop.sentence) for loop in loops] == ["These questions wait for each other: Q1, Q3, Q2, Q1."]
    assert ("later_question", "Q1") in found(checked)


def test_only_warnings_can_be_accepted_and_what_stops_comes_first() -> None:
    checked = check(
        [
            question("Q1", required=True),
            question("Q2", AnyOf((yes("Q1"), no("Q1")))),
            question("Q3", yes("Q7")),
        ]
    )
    severities = [finding.severity for finding in checked.findings]
    assert severities == sorted(severities, key=lambda each: each is Severity.WARNS)
    assert {finding.rule for finding in checked.stops} == {
        "unknown_question",
        "contradiction",
        "unreachable",
        "page_never_shown",
    }


def test_what_one_may_choose_at_most_makes_a_condition_impossible() -> None:
    three = AllOf(tuple(Rule("Q1", Test.INCLUDES, code) for code in "abc"))
    assert ("contradiction", "Q2") in found(
        check([question("Q1", space=several(*"abcd", most=2)), question("Q2", three)])
    )
    assert found(check([question("Q1", space=several(*"abcd", most=3)), question("Q2", three)])) == []


def test_a_choice_that_stands_alone_never_comes_with_another() -> None:
    space = several("a", "b", alone=frozenset({"none"}))
    both = AllOf((Rule("Q1", Test.INCLUDES, "a"), Rule("Q1", Test.INCLUDES, "none")))
    assert ("contradiction", "Q2") in found(check([question("Q1", space=space), question("Q2", both)]))
    alone = AllOf((Rule("Q1", Test.INCLUDES, "none"),))
    assert found(check([question("Q1", space=space), question("Q2", alone)])) == []


def test_a_matrix_takes_one_column_a_row() -> None:
    matrix = Space(groups=(("bus:good", "bus:bad"), ("bin:good", "bin:bad")))
    twice = AllOf((Rule("Q1", Test.INCLUDES, "bus:good"), Rule("Q1", Test.INCLUDES, "bus:bad")))
    across = AllOf((Rule("Q1", Test.INCLUDES, "bus:good"), Rule("Q1", Test.INCLUDES, "bin:bad")))
    assert ("contradiction", "Q2") in found(check([question("Q1", space=matrix), question("Q2", twice)]))
    assert found(check([question("Q1", space=matrix), question("Q2", across)])) == []


def test_a_number_is_known_within_its_range() -> None:
    from decimal import Decimal

    number = Space(within=(Decimal(0), Decimal(10)))
    assert found(check([question("Q1", space=number), question("Q2", Rule("Q1", Test.IS, "4"))])) == []
    assert ("unknown_choice", "Q2") in found(
        check([question("Q1", space=number), question("Q2", Rule("Q1", Test.IS, "40"))])
    )


def test_a_search_that_meets_its_bound_says_how_far_it_came_and_claims_no_more() -> None:
    many = [question(f"Q{n}", space=several(*"abcdef")) for n in range(1, 13)]
    needed = [Rule(f"Q{n}", Test.IS, code) for n in range(1, 13) for code in "abcdef"]
    asks_all = [question(f"Q{20 + n}", rule) for n, rule in enumerate(needed)]
    impossible = question("Q200", AllOf((Rule("Q1", Test.IS, "a"), Rule("Q1", Test.IS, "b"))))
    checked = check([*many, *asks_all, impossible], most_states=2_000)
    assert not checked.walk.complete
    kinds = {finding.rule for finding in checked.findings}
    # The contradiction is proved by itself; nothing is called unreachable only because the search stopped.
    assert kinds == {"contradiction", "not_all_walked"}
    note = next(finding for finding in checked.findings if finding.rule == "not_all_walked")
    assert str(note.sentence) == (
        f"{checked.walk.routes} routes were walked. There are more, and those were not walked."
    )


def test_forty_questions_with_many_conditions_are_walked_whole() -> None:
    questions = [question("Q1")]
    for n in range(2, 41):
        questions.append(question(f"Q{n}", AnyOf((yes(f"Q{n - 1}"), no(f"Q{max(n - 3, 1)}")))))
    checked = check(questions)
    assert checked.walk.complete
    assert checked.walk.routes > 1_000_000


CODES = ("a", "b", "c")


def spaces() -> st.SearchStrategy[Space]:
    return st.one_of(
        st.just(Space(groups=(CODES,))),
        st.just(WORDS),
        st.builds(
            lambda least, most, alone: several(
                *CODES, least=least, most=most, alone=frozenset({"none"}) if alone else frozenset()
            ),
            st.integers(1, 3),
            st.one_of(st.none(), st.integers(1, 3)),
            st.booleans(),
        ),
        st.just(TELLS),
        st.just(Space(groups=(("a", "b"), ("c",)))),
    )


def rules(refs: list[str]) -> st.SearchStrategy[Condition]:
    return st.builds(
        Rule, st.sampled_from(refs), st.sampled_from(list(Test)), st.sampled_from([*CODES, "none", "gone"])
    )


def conditions(refs: list[str]) -> st.SearchStrategy[Condition]:
    return st.recursive(
        rules(refs),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3).map(lambda parts: AllOf(tuple(parts))),
            st.lists(inner, max_size=3).map(lambda parts: AnyOf(tuple(parts))),
        ),
        max_leaves=5,
    )


@st.composite
def questionnaires(draw: st.DrawFn) -> list[Built]:
    """Small ones, with conditions on anything: earlier, later, itself, gone."""
    count = draw(st.integers(1, 4))
    refs = [f"Q{n}" for n in range(1, count + 1)]
    return [
        question(
            ref,
            draw(st.one_of(st.none(), conditions([*refs, "Q9"]))),
            draw(spaces()),
            required=draw(st.booleans()),
            starts_page=draw(st.booleans()),
        )
        for ref in refs
    ]


def every_answer(built: Built) -> Iterator[Said]:
    """All that a person could give, by trying every set of codes."""
    space = built.stop.space
    if not space.asks:
        yield UNSAID
        return
    if not built.stop.required:
        yield UNSAID
    if space.words:
        yield Said(True)
    for code in space.alone:
        yield Said(True, frozenset({code}))
    codes = [code for group in space.groups for code in group]
    most = len(space.groups) if space.most is None else space.most
    for chosen in chain.from_iterable(combinations(codes, size) for size in range(1, len(codes) + 1)):
        if all(len(set(chosen) & set(group)) <= 1 for group in space.groups) and space.least <= len(chosen) <= most:
            yield Said(True, frozenset(chosen))


def by_brute_force(questions: list[Built]) -> set[str]:
    """Every question somebody reaches: all answers of all questions, in order; who is stuck goes no further."""
    steps = [built.stop.step for built in questions]
    reached: set[str] = set()
    stuck: list[Said | None] = [None]
    given_answers: list[list[Said | None]] = [[*every_answer(built)] or stuck for built in questions]
    for answers in product(*given_answers):
        said: dict[str, Said] = {}
        for place, answer in enumerate(answers):
            if questions[place].ref in asked_of(steps[: place + 1], said):
                reached.add(questions[place].ref)
                if answer is None:
                    break
                said[questions[place].ref] = answer
    return reached


@settings(max_examples=300, deadline=None)
@given(questionnaires())
def test_the_verdict_is_that_of_trying_every_answer(questions: list[Built]) -> None:
    expected = by_brute_force(questions)
    walked = walk([built.stop for built in questions])
    assert walked.complete
    assert walked.reached == expected
    called_unreachable = {
        finding.subject
        for finding in check(questions).findings
        if finding.rule in ("unreachable", "required_unreachable")
    }
    assert called_unreachable == {built.ref for built in questions} - expected


@settings(max_examples=100, deadline=None)
@given(questionnaires(), st.integers(1, 6))
def test_a_cut_search_never_reaches_what_nobody_reaches(questions: list[Built], most: int) -> None:
    cut = walk([built.stop for built in questions], most_states=most)
    assert cut.reached <= by_brute_force(questions)


def test_a_condition_that_no_answer_meets_is_told_from_one_that_some_do() -> None:
    known = {"Q1": several("a", "b")}
    assert can_hold(AllOf((Rule("Q1", Test.INCLUDES, "a"), Rule("Q1", Test.INCLUDES, "b"))), known)
    assert not can_hold(AllOf((Rule("Q1", Test.IS, "a"), Rule("Q1", Test.INCLUDES, "b"))), known)
