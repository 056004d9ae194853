"""The live demonstration project moves with the day, and shows every kind of question and a real gap."""

import re
from collections import Counter
from datetime import date, timedelta

import pytest

from codesign.core.terms import BoardAsks, MilestoneKind, Moscow, QuestionType, Standing, StepKind, StepPhase
from codesign.demo.live import build
from codesign.demo.shapes import Demo
from codesign.ideas.phases import PhaseDraft, wrong_dates

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def demo() -> Demo:
    return build(TODAY)


def test_it_opened_two_weeks_ago_and_closes_in_four(demo: Demo) -> None:
    assert demo.consultation.opens_on == TODAY - timedelta(days=14)
    assert demo.consultation.closes_on == TODAY + timedelta(days=28)
    on = {m.kind: m.on for m in demo.project.milestones}
    assert on[MilestoneKind.OPENS] == demo.consultation.opens_on
    assert on[MilestoneKind.CLOSES] == demo.consultation.closes_on


def test_eight_questions_show_six_kinds(demo: Demo) -> None:
    questions = demo.consultation.questions
    assert len(questions) == 8
    assert {q.type for q in questions} == {
        QuestionType.ONE_CHOICE,
        QuestionType.SEVERAL_CHOICES,
        QuestionType.AGREE_SCALE,
        QuestionType.NUMBER,
        QuestionType.SHORT_TEXT,
        QuestionType.LONG_TEXT,
    }
    hard = questions[1]
    assert [c.label for c in hard.choices if c.opens_text] == ["Something else"]
    assert [c.label for c in hard.choices if c.exclusive] == ["Nothing makes it hard"]
    for q in questions:
        if q.type is QuestionType.AGREE_SCALE:
            assert q.choices[-1].label == "I am not sure"


def test_answers_fit_their_questions(demo: Demo) -> None:
    questions = {q.ref: q for q in demo.consultation.questions}
    for s in demo.sendings:
        for a in s.answers:
            assert set(a.choices) <= {c.code for c in questions[a.question].choices}
            assert "nothing" not in a.choices or a.choices == ("nothing",)
            assert (a.number is not None) == (questions[a.question].type is QuestionType.NUMBER)


def test_about_45_people_have_answered_and_too_few_of_them_are_young(demo: Demo) -> None:
    assert len(demo.sendings) == 46
    ages = Counter(s.equality.get("age_band", "") for s in demo.sendings)
    told = sum(n for age, n in ages.items() if age not in {"", "pnts"})
    living = Counter[str]()
    for f in demo.project.population:
        if (f.reference, f.variable) == ("place_16plus", "age_band"):
            living[f.category] += f.count
    assert living.total() == 9800
    assert told >= 30
    assert ages["16_24"] >= 8, "large enough to be shown"
    assert 100 * living["16_24"] / living.total() - 100 * ages["16_24"] / told > 15


def test_twenty_ideas_one_to_be_checked_and_eight_statements(demo: Demo) -> None:
    ideas, statements, pairs, budget = demo.boards
    asks = [board.asks for board in demo.boards]
    assert asks == [BoardAsks.IDEAS, BoardAsks.STATEMENTS, BoardAsks.PAIRS, BoardAsks.BUDGET]
    standings = Counter(idea.standing for idea in ideas.ideas)
    assert standings == {Standing.PUBLISHED: 20, Standing.WAITING: 1}
    assert (len(ideas.prompts), len(statements.statements)) == (3, 8)
    assert (len(pairs.options), len(budget.options)) == (6, 6)
    assert all(i.person not in i.supporters for i in ideas.ideas)
    for s in statements.statements:
        assert len({person for person, _ in s.votes}) == len(s.votes)


def test_nobody_gives_more_than_they_have_or_chooses_twice_between_the_same_two(demo: Demo) -> None:
    _, _, pairs, budget = demo.boards
    assert budget.budget is not None
    given = Counter(person for option in budget.options for person in option.supporters)
    assert max(given.values()) <= budget.budget
    assert all(len(set(option.supporters)) == len(option.supporters) for option in budget.options)
    assert max(Counter((pair.person, pair.of) for pair in pairs.pairs).values()) == 1
    assert all(pair.chosen in (0, *pair.of) for pair in pairs.pairs)


def test_the_phases_follow_each_other_and_the_first_holds_today(demo: Demo) -> None:
    ideas = demo.boards[0]
    days = [phase.starts_on for phase in ideas.phases]
    assert days == sorted(set(days))
    assert days[0] <= TODAY < days[1]
    assert all(phase.words for phase in ideas.phases)
    assert not wrong_dates(
        [PhaseDraft(p.kind, p.starts_on, p.words) for p in ideas.phases], ideas.opens_on, ideas.closes_on
    )


def test_a_workshop_is_open_today_and_another_comes_later(demo: Demo) -> None:
    today, later = demo.workshops
    assert (today.on, today.starts) == (TODAY, None)
    assert later.on > TODAY
    assert [s.kind for s in today.steps][:2] == [StepKind.CARDS, StepKind.VOTE]
    assert today.steps[0].phase is StepPhase.OPEN
    assert any(not c.group for c in today.steps[0].cards), "some cards wait to be grouped"
    assert all(re.fullmatch(r"\d{6}", w.join_code) for w in demo.workshops)


def test_nothing_happened_in_the_future(demo: Demo) -> None:
    moments = [s.sent_at for s in demo.sendings] + [i.posted_at for b in demo.boards for i in b.ideas]
    moments += [r.said_at for b in demo.boards for r in b.replies]
    assert all(m.date() < TODAY for m in moments)


def test_coded_words_were_said_by_that_person(demo: Demo) -> None:
    said = {f"{s.key}/{a.question}": (s.person, a.text) for s in demo.sendings for a in s.answers if a.text}
    said |= {i.ref: (i.person, i.words) for i in demo.boards[0].ideas}
    for c in demo.codings:
        assert said[c.item][0] == c.person
        assert c.excerpt in said[c.item][1]


def test_one_draft_clause_still_has_no_evidence(demo: Demo) -> None:
    linked = {link.requirement for link in demo.links}
    assert [r.ref for r in demo.requirements if r.ref not in linked] == ["REQ-004"]
    assert all(r.moscow is Moscow.MUST for r in demo.requirements)


def test_words_hold_no_address(demo: Demo) -> None:
    for s in demo.sendings:
        assert "@" not in s.words
        assert not re.search(r"\d{5}", s.words)


@pytest.mark.parametrize("day", [date(2026, 3, 1), date(2027, 12, 31)])
def test_the_same_day_gives_the_same_project(day: date) -> None:
    assert build(day) == build(day)
    assert build(day).sendings[0].sent_at.date() == day - timedelta(days=13)
