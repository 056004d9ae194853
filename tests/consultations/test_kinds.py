"""Every kind of question, also those that come later: what is read is known, what is kept comes back the same."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from codesign.core.questions.answering import NOT_SURE, Asked, Given, Option, restored, stored
from codesign.core.questions.kinds import KINDS, kind_of
from codesign.core.questions.kinds.allocation import Allocation
from codesign.core.questions.kinds.base import BadCell, Counts, Kept, Kind
from codesign.core.questions.kinds.information import Block, blocks
from codesign.core.terms import QuestionType
from codesign.core.text import normalise

QUICK = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
EVERY = pytest.mark.parametrize("kind", list(KINDS), ids=lambda kind: kind.value)

LABELS = ("It costs too much", "Bus", "Yes", "No", "0", "1", "c2", "Café — Żółć", "أوافق", "A, “quoted” one", "x")
ROWS = ("Opening hours", "Parking", "Staff", "c1")


class Fields:
    """The fields of one question as a request brings them: suffix → values."""

    def __init__(self, sent: Mapping[str, list[str]]) -> None:
        self._sent = sent

    def values(self, suffix: str = "") -> list[str]:
        return list(self._sent.get(suffix, []))

    def text(self, suffix: str = "") -> str:
        return normalise((self.values(suffix) or [""])[0])


@st.composite
def questions(draw: st.DrawFn, kind: QuestionType) -> Asked:
    """One wording of this kind, set as staff could set it."""
    labels = draw(st.lists(st.sampled_from(LABELS), min_size=2, max_size=6, unique_by=str.casefold))
    alone = draw(st.booleans())
    options = tuple(
        Option(
            f"c{place}",
            label,
            exclusive=alone and place == len(labels),
            takes_text=draw(st.booleans())
            if kind.value.endswith("choice") or kind.value.endswith("choices")
            else False,
        )
        for place, label in enumerate(labels, 1)
    )
    rows = draw(st.lists(st.sampled_from(ROWS), min_size=1, max_size=4, unique=True))
    chosen = draw(st.booleans())
    return Asked(
        ref="Q7",
        version=draw(st.integers(1, 3)),
        type=kind,
        text="What matters?",
        body="Facts.\n\n- one\n- two",
        required=draw(st.booleans()),
        offers_not_sure=draw(st.booleans()),
        least=draw(st.none() | st.integers(1, 3)) if chosen else None,
        most=draw(st.none() | st.integers(1, 4)) if chosen else None,
        low=draw(st.none() | st.just(Decimal(0))),
        high=draw(st.none() | st.just(Decimal("99.5"))),
        unit=draw(st.sampled_from(["", "points", "£", "miles"])),
        settings=draw(
            st.fixed_dictionaries(
                {"total": st.sampled_from([100, 10, "20"])},
                optional={
                    "earliest": st.just("2026-01-01"),
                    "latest": st.just("2027-12-31"),
                    "several": st.booleans(),
                },
            )
        ),
        language=draw(st.sampled_from(["", "cy", "ur", "zz"])),
        options=options,
        rows=tuple(Option(f"r{place}", label) for place, label in enumerate(rows, 1)),
    )


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
SUFFIXES = ["", "words", "not_sure", "day", "month", "year", "c1", "c2", "c3", "c4", "r1", "r2", "c99", "version"]
VALUES = st.sampled_from(
    ["c1", "c2", "c3", "c99", "r1", NOT_SURE, "0", "1", "2", "3", "10", "100", "-5", "1e9", "٣", "2026", "²", "on", ""]
)


def junk() -> st.SearchStrategy[dict[str, list[str]]]:
    """Anything a request can hold: forged codes, options that do not exist, words where codes belong."""
    return st.dictionaries(
        st.sampled_from(SUFFIXES) | WORDS, st.lists(VALUES | WORDS, min_size=1, max_size=5), max_size=10
    )


@st.composite
def sent_for(draw: st.DrawFn, asked: Asked) -> dict[str, list[str]]:
    """What someone who means it sends: codes, an order, shares that come to the total, a day, or words."""
    codes = [option.code for option in asked.options]
    way = draw(st.sampled_from(["codes", "order", "shares", "rows", "day", "words", "number", "not_sure"]))
    if way == "codes":
        return {"": draw(st.lists(st.sampled_from(codes), min_size=1, unique=True)), "words": [draw(WORDS)]}
    if way == "order":
        order = draw(st.permutations(codes))[: asked.most or len(codes)]
        return {code: [str(place)] for place, code in enumerate(order, 1)}
    if way == "shares":
        total = int(Allocation().total(asked) or 0)
        first = draw(st.integers(0, total))
        return {codes[0]: [str(first)], codes[1]: [str(total - first)]}
    if way == "rows":
        columns = st.sampled_from([*codes, NOT_SURE])
        return {row.code: [draw(columns)] for row in asked.rows if asked.required or draw(st.booleans())}
    if way == "day":
        on = draw(st.dates())
        return {
            "day": [f"{on.day:02}"],
            "month": [draw(st.sampled_from([str(on.month), "March"]))],
            "year": [str(on.year)],
        }
    if way == "number":
        return {"": [draw(st.sampled_from(["4", "1,250", "3.50", "99.50"]))]}
    if way == "not_sure":
        return {"": [NOT_SURE], "not_sure": [NOT_SURE]}
    return {"": [draw(WORDS)]}


def good(data: st.DataObject, kind: QuestionType) -> tuple[Asked, Given]:
    """A question and a good answer to it."""
    asked = data.draw(questions(kind))
    given = kind_of(asked).read(asked, Fields(data.draw(sent_for(asked))))
    assume(not given.empty and kind_of(asked).problem(asked, given) is None)
    return asked, given


def taken(own: Kind, asked: Asked, cells: Mapping[str, str]) -> tuple[BadCell | None, Given]:
    """What the cells give, or what is said about one of them."""
    try:
        return None, own.from_cells(asked, cells)
    except BadCell as bad:
        return bad, Given()


def round_trip_can_be_drawn(kind: QuestionType) -> bool:
    """Whether words, codes and parts are enough for an answer: a file needs its bytes."""
    return KINDS[kind].asks and kind is not QuestionType.FILE


@EVERY
def test_whatever_is_sent_only_known_codes_are_read_and_nothing_breaks(kind: QuestionType) -> None:
    @QUICK
    @given(data=st.data())
    def holds(data: st.DataObject) -> None:
        asked = data.draw(questions(kind))
        own = kind_of(asked)
        found = own.read(asked, Fields(data.draw(junk() | sent_for(asked))))
        codes = {option.code for option in asked.options}
        assert set(found.values) <= {*codes, NOT_SURE}
        assert len(set(found.values)) == len(found.values)
        assert not found.not_sure or own.says_not_sure(asked)
        wrong = own.problem(asked, found)
        assert wrong is None or str(wrong)
        assert all(isinstance(line, str) for line in own.in_words(asked, found))
        assert own.said(asked, found).answered is (own.asks and not found.empty)
        assert restored(json.loads(json.dumps(stored(asked, found)))) == (asked.version, found)
        kept = own.kept(asked, found)
        assert {taken.code for taken in kept.chosen} <= codes
        assert {taken.row for taken in kept.chosen} <= {"", *(row.code for row in asked.rows)}
        json.dumps(kept.detail)

    holds()


@EVERY
def test_a_good_answer_is_kept_and_comes_back_the_same(kind: QuestionType) -> None:
    own = KINDS[kind]
    if not round_trip_can_be_drawn(kind) or not own.in_results:
        return

    @settings(QUICK, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
    @given(data=st.data())
    def holds(data: st.DataObject) -> None:
        asked, found = good(data, kind)
        kept = own.kept(asked, found)
        back = own.given(asked, kept)
        assert own.problem(asked, back) is None
        assert own.kept(asked, back) == kept
        assert own.given(asked, own.kept(asked, back)) == back
        assert own.in_words(asked, back) == own.in_words(asked, found)
        assert own.said(asked, back) == own.said(asked, found)

    holds()


@EVERY
def test_a_good_answer_goes_through_a_spreadsheet_and_comes_back_the_same(kind: QuestionType) -> None:
    own = KINDS[kind]
    if not round_trip_can_be_drawn(kind) or not own.in_results:
        return

    @settings(QUICK, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
    @given(data=st.data())
    def holds(data: st.DataObject) -> None:
        asked, found = good(data, kind)
        cells = own.cells(asked, found)
        assert list(cells) == [column.key for column in own.columns(asked)]
        back = own.from_cells(asked, cells)
        assert own.kept(asked, back) == own.kept(asked, found)
        assert own.problem(asked, back) is None

    holds()


@EVERY
def test_a_cell_that_is_no_answer_names_its_column_and_what_to_do(kind: QuestionType) -> None:
    @QUICK
    @given(data=st.data())
    def holds(data: st.DataObject) -> None:
        asked = data.draw(questions(kind))
        own = kind_of(asked)
        keys = [column.key for column in own.columns(asked)]
        cells = {key: data.draw(VALUES | WORDS | st.sampled_from(LABELS)) for key in keys}
        said, found = taken(own, asked, cells)
        assert said is None or (said.key in keys and str(said.sentence))
        assert set(found.values) <= {*(option.code for option in asked.options), NOT_SURE}

    holds()


@EVERY
def test_an_empty_row_of_a_spreadsheet_is_no_answer(kind: QuestionType) -> None:
    @QUICK
    @given(data=st.data())
    def holds(data: st.DataObject) -> None:
        asked = data.draw(questions(kind))
        own = kind_of(asked)
        assert own.from_cells(asked, dict.fromkeys((column.key for column in own.columns(asked)), "")).empty
        assert own.from_cells(asked, {}).empty
        assert own.read(asked, Fields({})).empty

    holds()


@EVERY
def test_it_can_be_printed_checked_named_in_conditions_and_summed_up(kind: QuestionType) -> None:
    @QUICK
    @given(data=st.data())
    def holds(data: st.DataObject) -> None:
        asked = data.draw(questions(kind))
        own = kind_of(asked)
        assert all((own.name, own.line, own.template))
        own.on_paper(asked)
        assert all(str(flaw) for flaw in own.flaws(asked))
        keys = [column.key for column in own.columns(asked)]
        assert len(set(keys)) == len(keys)
        assert all(key == asked.ref or key.startswith(f"{asked.ref}_") for key in keys)
        nobody = own.summary(asked, Counts(base=0))
        assert all(bar.n == 0 for table in nobody.tables for bar in table.bars)
        found = own.read(asked, Fields(data.draw(sent_for(asked))))
        named = {code for code, _label in own.values(asked)}
        if named:
            assert own.said(asked, found).values <= named

    holds()


@EVERY
def test_a_question_set_in_nonsense_breaks_nothing(kind: QuestionType) -> None:
    nonsense: dict[str, Any] = {"total": True, "earliest": 7, "latest": "soon", "several": "yes"}
    asked = Asked(ref="Q1", version=1, type=kind, text="Why?", settings=nonsense, least=9, most=1, required=True)
    own = kind_of(asked)
    found = own.read(asked, Fields({"": ["c1"], "day": ["1"], "month": ["2"], "year": ["2026"]}))
    own.problem(asked, found)
    own.on_paper(asked)
    own.flaws(asked)
    own.summary(asked, Counts(base=3, not_sure=1))


BUS, CAR, FEET = Option("c1", "Bus"), Option("c2", "Car"), Option("c3", "On foot")


def question(kind: QuestionType, **fields: Any) -> Asked:
    return Asked(**{"ref": "Q1", "version": 1, "type": kind, "text": "Why?", "options": (BUS, CAR, FEET), **fields})


def told(asked: Asked, **sent: str) -> str | None:
    """What is said to someone who sent this."""
    own = kind_of(asked)
    wrong = own.problem(asked, own.read(asked, Fields({name: [value] for name, value in sent.items()})))
    return str(wrong) if wrong else None


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, None),
        ({"day": "27", "month": "3", "year": "2026"}, None),
        ({"day": "27", "month": "March", "year": "2026"}, None),
        ({"day": "27", "year": "2026"}, "Add the month, such as 3."),
        ({"month": "3"}, "Add the day and the year."),
        ({"day": "27", "month": "13", "year": "2026"}, "Type the month as a number from 1 to 12."),
        ({"day": "27", "month": "3", "year": "26"}, "Type the year with four figures, such as 2026."),
        ({"day": "x", "month": "3", "year": "2026"}, "Type the day as a number, such as 27."),
        ({"day": "31", "month": "6", "year": "2026"}, "That day is not in the calendar. Check the day and the month."),
        ({"day": "1", "month": "1", "year": "2020"}, "Type a date from 1 January 2026 to 31 December 2026."),
    ],
)
def test_a_date_says_which_part_to_put_right(sent: dict[str, str], words: str | None) -> None:
    asked = question(QuestionType.DATE, settings={"earliest": "2026-01-01", "latest": "2026-12-31"})
    assert told(asked, **sent) == words


def test_a_date_is_read_back_in_words_and_kept_as_the_day() -> None:
    asked = question(QuestionType.DATE)
    own = kind_of(asked)
    found = own.read(asked, Fields({"day": ["5"], "month": ["3"], "year": ["2026"]}))
    assert own.in_words(asked, found) == ("5 March 2026",)
    assert own.kept(asked, found) == Kept(detail={"date": "2026-03-05"})


@pytest.mark.parametrize("typed", ["2026-03-05", "5/3/2026", "05.03.2026", "2026-03-05 00:00:00", "46086"])
def test_a_date_of_a_spreadsheet_is_read_however_it_is_written(typed: str) -> None:
    asked = question(QuestionType.DATE)
    found = kind_of(asked).from_cells(asked, {"Q1": typed})
    assert kind_of(asked).kept(asked, found).detail == {"date": "2026-03-05"}


def test_dates_are_counted_by_month_with_the_middle_day() -> None:
    asked = question(QuestionType.DATE)
    days = [{"date": day} for day in ("2026-03-05", "2026-03-30", "2026-05-01")]
    summary = kind_of(asked).summary(asked, Counts(base=3, details=days))
    assert [(bar.label, bar.n) for bar in summary.tables[0].bars] == [("March 2026", 2), ("May 2026", 1)]
    assert summary.figures is not None
    assert summary.figures.middle == "30 March 2026"


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"c1": "1", "c2": "2"}, None),
        ({"c1": "1", "c2": "1"}, "“Bus” and “Car” both have place 1. Give each its own."),
        ({"c1": "2"}, "Nothing has place 1 yet. Number your choices from 1 with no gap."),
        ({"c1": "9"}, "Give places 1 to 3 only."),
        ({"c1": "first"}, "Give places 1 to 3 only."),
    ],
)
def test_a_ranking_says_which_place_to_put_right(sent: dict[str, str], words: str | None) -> None:
    assert told(question(QuestionType.RANKING), **sent) == words


def test_only_the_top_choices_are_ranked_where_so_many_are_asked_for() -> None:
    asked = question(QuestionType.RANKING, most=2)
    assert told(asked, c3="1", c1="2") is None
    assert told(asked, c3="1", c1="2", c2="3") == "Give places 1 to 2 only."
    own = kind_of(asked)
    found = own.read(asked, Fields({"c3": ["1"], "c1": ["2"]}))
    assert found.values == ("c3", "c1")
    assert own.in_words(asked, found) == ("1. On foot", "2. Bus")
    assert own.said(asked, found).values == {"c3"}


def test_a_ranking_is_summed_up_by_first_places_and_average_place() -> None:
    asked = question(QuestionType.RANKING)
    counts = Counts(base=4, places={("c1", 0): 1, ("c2", 0): 3, ("c1", 1): 3, ("c3", 2): 2})
    first, anywhere = kind_of(asked).summary(asked, counts).tables
    assert [(bar.label, bar.n) for bar in first.bars] == [("Bus", 1), ("Car", 3), ("On foot", 0)]
    assert [(bar.label, bar.n, bar.value) for bar in anywhere.bars] == [
        ("Car", 3, "1.0"),
        ("Bus", 4, "1.8"),
        ("On foot", 2, "3.0"),
    ]


HOURS, STAFF = Option("r1", "Opening hours"), Option("r2", "Staff")


def test_a_matrix_that_is_needed_names_the_line_without_an_answer() -> None:
    asked = question(QuestionType.MATRIX, rows=(HOURS, STAFF), required=True)
    assert told(asked) == "Select one answer for each line."
    assert told(asked, r1="c1") == "Select an answer for “Staff”."
    assert told(asked, r1="c1", r2="c2") is None


def test_a_matrix_gives_a_fact_and_a_table_for_each_line() -> None:
    asked = question(QuestionType.MATRIX, rows=(HOURS, STAFF), offers_not_sure=True)
    own = kind_of(asked)
    found = own.read(asked, Fields({"r1": ["c2"], "r2": [NOT_SURE], "r9": ["c1"], "r3": ["c1"]}))
    assert own.said(asked, found).values == {"r1:c2", "r2:not_sure"}
    assert own.in_words(asked, found) == ("Opening hours: Car", "Staff: I am not sure")
    kept = own.kept(asked, found)
    assert kept.detail == {"not_sure": ["r2"]}
    summary = own.summary(asked, Counts(base=5, cells={("r1", "c2"): 4}, details=[kept.detail]))
    assert [(table.title, table.base) for table in summary.tables] == [("Opening hours", 4), ("Staff", 1)]


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"c1": "60", "c2": "40"}, None),
        ({"c1": "60"}, "You have 40 points left to give. Share out all of 100 points."),
        (
            {"c1": "60", "c2": "50"},
            "You gave 10 points too much. Take some away so that it comes to 100 points.",
        ),
        ({"c1": "-1", "c2": "101"}, "Type 0 or more for “Bus”."),
        ({"c1": "half"}, "Type a number in figures for “Bus”, or leave it empty."),
        ({"c1": "1.5", "c2": "98.5"}, "Type a whole number for “Bus”."),
    ],
)
def test_a_share_says_how_many_are_over_or_left(sent: dict[str, str], words: str | None) -> None:
    asked = question(QuestionType.ALLOCATION, settings={"total": 100}, unit="points")
    assert told(asked, **sent) == words


def test_pounds_may_have_pence_and_stand_after_their_sign() -> None:
    asked = question(QuestionType.ALLOCATION, settings={"total": 10}, unit="£")
    assert told(asked, c1="2.50", c2="7.50") is None
    assert told(asked, c1="2.505", c2="7.495") == "Type pounds and pence for “Bus”, such as 2.50."
    assert told(asked, c1="9") == "You have £1 left to give. Share out all of £10."


def test_what_nobody_gave_a_choice_counts_in_its_mean() -> None:
    asked = question(QuestionType.ALLOCATION, settings={"total": 10}, unit="points")
    amounts = {"c1": [Decimal(10), Decimal(4)], "c2": [Decimal(6)]}
    mean, middle = kind_of(asked).summary(asked, Counts(base=3, not_sure=1, amounts=amounts)).tables
    assert mean.base == 2
    assert [(bar.n, bar.value) for bar in mean.bars] == [(2, "7 points"), (1, "3 points"), (0, "0 points")]
    assert [bar.value for bar in middle.bars] == ["7 points", "3 points", "0 points"]


def test_pictures_are_one_choice_or_several_as_they_are_set() -> None:
    one, several = (
        question(QuestionType.PICTURE_CHOICE),
        question(QuestionType.PICTURE_CHOICE, settings={"several": True}),
    )
    sent = Fields({"": ["c1", "c3"]})
    assert kind_of(one).read(one, sent).values == ("c1",)
    assert kind_of(several).read(several, sent).values == ("c1", "c3")
    assert "“Bus” has no picture yet." in [str(flaw) for flaw in kind_of(one).flaws(one)]


def test_information_is_paragraphs_and_lists_and_never_an_answer() -> None:
    body = "The hub closes in May.\nIt moves.\n\nWe looked at:\n- cost\n• buses\nThen we chose."
    assert blocks(body) == (
        Block(("The hub closes in May.", "It moves.")),
        Block(("We looked at:",)),
        Block(("cost", "buses"), True),
        Block(("Then we chose.",)),
    )
    asked = question(QuestionType.INFORMATION, body=body, required=True)
    assert kind_of(asked).problem(asked, Given()) is None
    assert kind_of(asked).columns(asked) == ()
    assert kind_of(asked).on_paper(asked).told[0].startswith("The hub closes")
