"""Staff say when a question is asked and where it stands; the builder says it back in words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from codesign.consultations.branching.commands import CannotBeAsked, place_question
from codesign.consultations.branching.drafts import PlaceDraft, from_groups, in_groups
from codesign.consultations.branching.words import asked_only_if, condition_in_words
from codesign.core.errors import Refused
from codesign.core.questions.answering import Asked, Option
from codesign.core.routing import AllOf, AnyOf, Condition, Rule, Said, Test, holds, read, written
from codesign.core.terms import ActivityState, QuestionType, Role
from codesign.extensions import db
from codesign.models import Consultation, EventRow, Project, Question, QuestionVersion
from tests.browser import Browser
from tests.make import NOW, commit, make_answer, make_consultation, make_person, make_project, make_question, sign_in

BEEN = Asked(
    ref="Q1",
    version=1,
    type=QuestionType.ONE_CHOICE,
    text="Have you been?",
    options=(Option("c1", "Yes"), Option("c2", "No")),
    offers_not_sure=True,
)
STOPS = Asked(
    ref="Q2",
    version=1,
    type=QuestionType.SEVERAL_CHOICES,
    text="What stops you?",
    options=(Option("c1", "Cost"), Option("c2", "Time")),
)
WHY = Asked(ref="Q3", version=1, type=QuestionType.LONG_TEXT, text="Why?")
ALL = {asked.ref: asked for asked in (BEEN, STOPS, WHY)}
YES, NO = Rule("Q1", Test.IS, "c1"), Rule("Q1", Test.IS_NOT, "c2")


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (None, ""),
        (YES, "Asked only if Q1 is “Yes”."),
        (NO, "Asked only if Q1 is not “No”."),
        (Rule("Q1", Test.IS, "not_sure"), "Asked only if Q1 is “I am not sure”."),
        (Rule("Q2", Test.INCLUDES, "c1"), "Asked only if Q2 includes “Cost”."),
        (Rule("Q2", Test.IS, "c1"), "Asked only if Q2 is “Cost” and nothing else."),
        (Rule("Q2", Test.IS_NOT, "c1"), "Asked only if Q2 is anything but “Cost” alone."),
        (Rule("Q3", Test.ANSWERED), "Asked only if Q3 is answered."),
        (Rule("Q3", Test.NOT_ANSWERED), "Asked only if Q3 is not answered."),
        (AllOf((YES, Rule("Q3", Test.ANSWERED))), "Asked only if Q1 is “Yes” and Q3 is answered."),
        (
            AllOf((YES, AnyOf((Rule("Q2", Test.INCLUDES, "c1"), Rule("Q3", Test.ANSWERED))))),
            "Asked only if Q1 is “Yes” and (Q2 includes “Cost” or Q3 is answered).",
        ),
        (AnyOf(()), "Asked only if never."),
        (Rule("Q9", Test.IS, "c7"), "Asked only if Q9 is “c7” and nothing else."),
    ],
)
def test_a_condition_is_said_in_words(condition: Condition | None, words: str) -> None:
    assert asked_only_if(condition, ALL) == words


def test_a_group_of_one_needs_no_brackets() -> None:
    assert condition_in_words(AllOf((AnyOf((YES,)), NO)), ALL) == "Q1 is “Yes” and Q1 is not “No”"


RULES = st.builds(
    Rule, st.sampled_from(["Q1", "Q2"]), st.sampled_from([Test.IS, Test.INCLUDES]), st.sampled_from(["c1", "c2"])
)
INNER = st.one_of(
    RULES,
    st.lists(RULES, min_size=1, max_size=3).map(lambda parts: AllOf(tuple(parts))),
    st.lists(RULES, min_size=1, max_size=3).map(lambda parts: AnyOf(tuple(parts))),
)
ONE_LEVEL: st.SearchStrategy[Condition] = st.one_of(
    INNER,
    st.lists(INNER, min_size=1, max_size=3).map(lambda parts: AllOf(tuple(parts))),
    st.lists(INNER, min_size=1, max_size=3).map(lambda parts: AnyOf(tuple(parts))),
)


@given(ONE_LEVEL)
def test_groups_of_rules_say_the_same_as_the_condition_they_show(condition: Condition) -> None:
    groups = in_groups(condition)
    assert groups is not None
    back = from_groups(groups)
    answers = [
        Said(),
        Said(True, frozenset({"c1"})),
        Said(True, frozenset({"c2"})),
        Said(True, frozenset({"c1", "c2"})),
    ]
    for first in answers:
        for second in answers:
            said = {"Q1": first, "Q2": second}
            assert holds(back, said) == holds(condition, said)
    # Saved again as it is shown, nothing changes: no new wording for nothing.
    again = in_groups(back)
    assert again is not None
    assert from_groups(again) == back
    assert read(written(back)) == back


def test_a_condition_nested_deeper_than_the_page_is_not_cut_down() -> None:
    assert in_groups(AllOf((YES, AnyOf((NO, AllOf((YES, NO))))))) is None


@pytest.fixture
def project(app: object, staff_browser: Browser) -> Project:
    """C1 with four questions, a facilitator signed in on the staff browser."""
    made = make_project()
    sign_in(staff_browser, make_person(Role.FACILITATOR, project=made))
    consultation = make_consultation(made, state=ActivityState.DRAFT)
    make_question(consultation, QuestionType.ONE_CHOICE, "Have you been?", labels=("Yes", "No"))
    make_question(consultation, QuestionType.SEVERAL_CHOICES, "What stops you?", labels=("Cost", "Time"))
    make_question(consultation, QuestionType.LONG_TEXT, "Why?")
    make_question(consultation, QuestionType.SHORT_TEXT, "Anything else?")
    commit()
    return made


def home(project: Project, rest: str) -> str:
    return f"/manage/{project.slug}/questions/C1{rest}"


def place(staff_browser: Browser, project: Project, ref: str = "Q4", **fields: Any) -> Any:
    return staff_browser.submit(staff_browser.get(home(project, f"/{ref}/when")), "#place", **fields)


def question(ref: str) -> Question:
    return db.session.scalars(select(Question).where(Question.ref == ref)).one()


def test_staff_set_rules_a_page_and_a_section_without_a_script(project: Project, staff_browser: Browser) -> None:
    done = place(
        staff_browser,
        project,
        when="only_if",
        join_1="every",
        what_1_1="Q1=c1",
        test_1_1="is",
        what_1_2="Q3",
        test_1_2="answered",
        what_2_1="Q2=c1",
        test_2_1="includes",
        what_2_2="Q2=c2",
        test_2_2="includes",
        join_2="any",
        section="Last things",
        section_words="Two more.",
    )
    assert done.status == 303
    made = question("Q4")
    assert read(made.current.condition) == AllOf(
        (
            Rule("Q1", Test.IS, "c1"),
            Rule("Q3", Test.ANSWERED),
            AnyOf((Rule("Q2", Test.INCLUDES, "c1"), Rule("Q2", Test.INCLUDES, "c2"))),
        )
    )
    assert (made.starts_page, made.section, made.section_words) == (True, "Last things", "Two more.")
    assert made.current.number == 1
    page = staff_browser.get(home(project, ""))
    words = "Asked only if Q1 is “Yes” and Q3 is answered and (Q2 includes “Cost” or Q2 includes “Time”)."
    assert words in page.text("#Q4 p")
    assert "Section: Last things" in page.words
    again = staff_browser.get(home(project, "/Q4/when"))
    assert again.one("#in-words").get_text(strip=True) == words
    assert [tag["value"] for tag in again.soup.select("#what_2_1 option[selected]")] == ["Q2=c1"]
    events = list(db.session.scalars(select(EventRow.kind).order_by(EventRow.sequence)))
    assert events == ["question_changed", "question_placed"]
    # Saved again as it stands, nothing happens.
    assert staff_browser.submit(again, "#place").status == 303
    assert len(list(db.session.scalars(select(EventRow)))) == 2


def test_a_question_joins_the_page_before_it(project: Project, staff_browser: Browser) -> None:
    assert place(staff_browser, project, "Q3", starts_page=None).status == 303
    assert not question("Q3").starts_page
    assert "On the same page as the question before" in " ".join(staff_browser.get(home(project, "")).text("#Q3"))


def test_the_first_question_is_asked_of_everyone(project: Project, staff_browser: Browser) -> None:
    page = staff_browser.get(home(project, "/Q1/when"))
    assert "No question comes before this one, so everyone is asked." in page.words
    assert not page.soup.select("[name=starts_page], [name=what_1_1]")
    assert staff_browser.submit(page, "#place", section="About you").status == 303
    assert (question("Q1").section, question("Q1").starts_page) == ("About you", True)


@pytest.mark.parametrize(
    ("fields", "message", "control"),
    [
        ({}, "Choose an earlier answer below, or choose “Always”.", "#when"),
        (
            {"what_1_1": "Q1", "test_1_1": "is"},
            "Choose one of the answers, or choose “has any answer” or “has no answer”.",
            "#what_1_1",
        ),
        ({"what_1_1": "Q3", "test_1_1": "answered", "starts_page": None}, "Start a new page at Q4.", "#when"),
        (
            {"what_1_1": "Q1=c1", "what_1_2": "Q1=c2", "join_1": "every"},
            "The condition of Q4 can never be met.",
            "#when",
        ),
    ],
)
def test_rules_that_cannot_work_are_refused_and_kept_as_typed(
    project: Project, staff_browser: Browser, fields: dict[str, Any], message: str, control: str
) -> None:
    refused = place(staff_browser, project, when="only_if", **fields)
    assert refused.status == 422
    assert message in " ".join(refused.text(".govuk-error-summary"))
    assert any(link.startswith(control) for link in refused.links(".govuk-error-summary a"))
    for name, value in fields.items():
        if name.startswith("what"):
            assert [tag["value"] for tag in refused.soup.select(f"#{name} option[selected]")] == [value]
    assert question("Q4").current.condition is None


@pytest.mark.parametrize("sent", ["Q9=c1", "Q4=c1", "Q1=c9", "<b>", "Q1=c1\x00"])
def test_a_forged_rule_is_refused(project: Project, staff_browser: Browser, sent: str) -> None:
    page = staff_browser.get(home(project, "/Q4/when"))
    _method, action, values = page.form_values("#place")
    kept = [(name, value) for name, value in values if name not in ("what_1_1", "when")]
    forged = staff_browser.post(action, [*kept, ("when", "only_if"), ("what_1_1", sent)])
    assert forged.status in (400, 422)
    assert question("Q4").current.condition is None


def test_another_condition_after_the_first_answer_is_a_new_wording(project: Project, staff_browser: Browser) -> None:
    make_answer(question("Q4"), text="A kettle.")
    commit()
    page = staff_browser.get(home(project, "/Q4/when"))
    assert "Another rule makes a new wording" in page.words
    staff_browser.submit(page, "#place", when="only_if", what_1_1="Q1=c1")
    versions = db.session.scalars(
        select(QuestionVersion).where(QuestionVersion.question_id == question("Q4").id).order_by(QuestionVersion.number)
    ).all()
    assert [version.condition is None for version in versions] == [True, False]
    # A section or a page is no wording.
    place(staff_browser, project, "Q4", section="Last")
    assert question("Q4").current.number == 2


def test_changing_the_words_of_a_question_keeps_when_it_is_asked(project: Project, staff_browser: Browser) -> None:
    place(staff_browser, project, when="only_if", what_1_1="Q1=c1")
    page = staff_browser.get(home(project, "/Q4/edit"))
    assert home(project, "/Q4/when") in page.links()
    assert staff_browser.submit(page, "#question", text="Anything more?").status == 303
    current = question("Q4").current
    assert (current.text, read(current.condition)) == ("Anything more?", Rule("Q1", Test.IS, "c1"))


def test_while_it_is_open_no_change_leaves_a_question_that_cannot_be_asked(
    project: Project, staff_browser: Browser
) -> None:
    place(staff_browser, project, when="only_if", what_1_1="Q3", test_1_1="answered")
    db.session.scalars(select(Consultation)).one().state = ActivityState.OPEN
    commit()
    moved = staff_browser.submit(staff_browser.get(home(project, "")), "#move-Q4", button=("go", "up"))
    assert moved.status == 422
    assert "Some questions cannot be asked as they are." in moved.words
    removed = staff_browser.submit(staff_browser.get(home(project, "")), "#remove-Q3")
    assert removed.status == 422
    page = staff_browser.get(home(project, ""))
    assert [item["id"] for item in page.soup.select(".shape-built__item")] == ["Q1", "Q2", "Q3", "Q4"]


def test_the_command_refuses_what_the_form_would_never_send(project: Project) -> None:
    project_id = project.id
    for condition in (Rule("Q4", Test.ANSWERED), Rule("Q8", Test.ANSWERED), Rule("Q1", Test.IS, "c9")):
        with pytest.raises(CannotBeAsked):
            place_question(project_id, "C1", "Q4", PlaceDraft(condition=condition), by=None, at=NOW)
        db.session.rollback()
    with pytest.raises(Refused, match="comes later"):
        place_question(project_id, "C1", "Q1", PlaceDraft(condition=Rule("Q2", Test.ANSWERED)), by=None, at=NOW)


def test_a_condition_with_more_levels_is_shown_in_words_and_not_lost_unasked(
    project: Project, staff_browser: Browser
) -> None:
    deep = AllOf((YES, AnyOf((Rule("Q2", Test.INCLUDES, "c1"), AllOf((Rule("Q3", Test.ANSWERED), NO))))))
    question("Q4").current.condition = written(deep)
    commit()
    page = staff_browser.get(home(project, "/Q4/when"))
    assert "These rules have more levels than this page can show." in page.words
    assert "(Q2 includes “Cost” or (Q3 is answered and Q1 is not “No”))" in page.words


def test_a_condition_on_an_answer_that_was_taken_out_is_shown_and_found(
    project: Project, staff_browser: Browser
) -> None:
    question("Q4").current.condition = written(Rule("Q1", Test.IS, "c7"))
    commit()
    page = staff_browser.get(home(project, "/Q4/when"))
    assert "Q1=c7 (not there any more)" in page.words
    refused = staff_browser.submit(page, "#place", starts_page=None)
    assert "Q4 asks about an answer to Q1 that is not there: “c7”." in refused.words
