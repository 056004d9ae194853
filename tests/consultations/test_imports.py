"""Responses from a file: wide and long, whole or not at all, and the same file twice changes nothing."""

from __future__ import annotations

import csv
import gzip
import io
import time
from collections import Counter
from pathlib import Path
from textwrap import dedent

import pytest
from flask import Flask
from sqlalchemy import func, select

from codesign.consultations.imports import import_responses
from codesign.consultations.results import results
from codesign.core.chain import verify
from codesign.core.errors import InputError
from codesign.core.imports import ImportReport
from codesign.core.terms import ActivityState, CodedBy, Consent, Mode, QuestionType, Standing
from codesign.core.text import normalise
from codesign.extensions import db, transaction
from codesign.ledger import stored_links
from codesign.models import (
    Answer,
    AnswerChoice,
    Codebook,
    Coding,
    Consultation,
    Contribution,
    ContributionVersion,
    EventRow,
    Participant,
    Project,
    Submission,
    Theme,
)
from tests.make import NOW, commit, make_project

WIDE = """\
id,when,uses,stops,child,miles,more,quote,area,Staff,Not assigned
a1,03/02/2025,1,cost;times,1,2.5,None,yes,North,0,1
a2,04/02/2025,9,,0,,"The driver, Ann,
waits.",no,South,1,0
a3,,2,times,1,1000,   ,yes,North,1,0
"""
WIDE_MAP = """
shape = "wide"
[consultation]
title = "Bus survey"
[person]
column = "id"
prefix = "bus"
[date]
column = "when"
formats = ["%d/%m/%Y"]
[consent]
column = "quote"
codes = { yes = "public", no = "count_only" }
[[question]]
column = "uses"
type = "one_choice"
text = "How often do you use the bus?"
codes = { 1 = "Every day", 2 = "Every week" }
not_sure = ["9"]
[[question]]
column = "stops"
type = "several_choices"
text = "What stops you?"
separator = ";"
[[question]]
type = "several_choices"
text = "Who do you travel with?"
columns = { child = "A child" }
[[question]]
column = "miles"
type = "number"
text = "How far do you travel?"
unit = "miles"
[[question]]
column = "more"
type = "long_text"
text = "Anything more?"
[[group]]
column = "area"
name = "Area"
[themes]
columns = ["Staff", "Not assigned"]
question = "more"
housekeeping = ["Not assigned"]
"""
LONG = """\
row,person,question,words,overall
1,p1,Why?,N/A,1
2,p1,"What
next?",  ,1
3,p2,why did you say so,Call me on 01632 960114,2
4,p2,Why?,Twice,2
5,,Why?,Nobody,1
"""
LONG_MAP = """
shape = "long"
[consultation]
title = "Calls"
[person]
column = "person"
[row]
column = "row"
[[question]]
column = "overall"
type = "one_choice"
text = "How was it?"
[open]
question = "question"
answer = "words"
same = { "why did you say so" = "Why?" }
"""


@pytest.fixture
def project(app: Flask) -> Project:
    made = make_project()
    commit()
    return made


def bring(project: Project, folder: Path, content: str | bytes, plan: str) -> ImportReport:
    file, map_file = folder / "answers.csv", folder / "map.toml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    map_file.write_text(dedent(plan), encoding="utf-8")
    with transaction():
        return import_responses(file, map_file, project.id, by="system", at=NOW)


def totals() -> dict[str, int]:
    models = (
        Consultation,
        Participant,
        Submission,
        Answer,
        AnswerChoice,
        Contribution,
        ContributionVersion,
        Coding,
        Theme,
        EventRow,
    )
    return {model.__name__: db.session.scalar(select(func.count()).select_from(model)) or 0 for model in models}


def test_a_wide_file_has_a_person_a_row_and_a_question_a_column(project: Project, tmp_path: Path) -> None:
    report = bring(project, tmp_path, WIDE, WIDE_MAP)
    assert (report.read, report.taken, report.skipped) == (3, 3, ())
    consultation = db.session.scalars(select(Consultation)).one()
    assert (consultation.ref, consultation.state) == ("C1", ActivityState.CLOSED)
    assert consultation.source_digest
    view = results(project.id, "C1")
    uses, stops, child, miles, more = view.questions
    assert [(row.label, row.n, row.percent) for row in uses.current.rows] == [
        ("Every day", 1, None),
        ("Every week", 1, None),
        ("I am not sure", 1, None),
    ]
    assert (uses.current.base, uses.current.not_sure) == (3, 1)
    assert [(row.label, row.n) for row in stops.current.rows] == [("cost", 1), ("times", 2)]
    assert (child.current.base, child.not_answered) == (2, 1)
    assert miles.current.figures is not None
    assert (miles.current.figures.lowest, miles.current.figures.highest) == ("2.5", "1000")
    assert more.current.texts == 2
    said = {c.text: c for c in db.session.scalars(select(Contribution))}
    assert set(said) == {"None", "The driver, Ann,\nwaits.", ""}
    assert said["None"].consent is Consent.PUBLIC
    assert said["The driver, Ann,\nwaits."].consent is Consent.COUNT_ONLY
    assert said["None"].said_at.date().isoformat() == "2025-02-03"
    people = db.session.scalars(select(Participant)).all()
    assert {person.source_id for person in people} == {"bus:a1", "bus:a2", "bus:a3"}
    assert Counter(person.groups["Area"] for person in people) == {"North": 2, "South": 1}
    assert {row.mode for row in db.session.scalars(select(Submission))} == {Mode.IMPORTED}


def test_a_blank_that_was_coded_counts_in_its_theme_and_is_never_quoted(project: Project, tmp_path: Path) -> None:
    bring(project, tmp_path, WIDE, WIDE_MAP)
    blank = db.session.scalars(select(Contribution).where(Contribution.text == "")).one()
    assert blank.consent is Consent.COUNT_ONLY
    assert db.session.scalar(select(Answer).where(Answer.contribution_id == blank.id)) is None
    staff = db.session.scalars(select(Theme).where(Theme.title == "Staff")).one()
    assert db.session.scalar(select(func.count()).where(Coding.theme_id == staff.id)) == 2


def test_human_codes_become_a_codebook_with_its_housekeeping(project: Project, tmp_path: Path) -> None:
    bring(project, tmp_path, WIDE, WIDE_MAP)
    themes = db.session.scalars(select(Theme).order_by(Theme.position)).all()
    assert [(t.ref, t.title, t.housekeeping) for t in themes] == [
        ("T01", "Staff", False),
        ("T02", "Not assigned", True),
    ]
    assert {row.coded_by for row in db.session.scalars(select(Coding))} == {CodedBy.IMPORTED}


def test_a_long_file_has_an_answer_a_row_and_the_question_in_a_column(project: Project, tmp_path: Path) -> None:
    report = bring(project, tmp_path, LONG, LONG_MAP)
    assert (report.read, report.taken) == (5, 2)
    assert [(skipped.row, skipped.reason) for skipped in report.skipped] == [
        (3, "nothing new: it is already here, or it is blank"),
        (5, "this person answered the same question in row 4"),
        (6, "person: nobody is named here"),
    ]
    view = results(project.id, "C1")
    assert [question.current.text for question in view.questions] == ["How was it?", "Why?"]
    assert [question.current.asked.type for question in view.questions] == [
        QuestionType.ONE_CHOICE,
        QuestionType.LONG_TEXT,
    ]
    said = {c.text: c for c in db.session.scalars(select(Contribution))}
    assert set(said) == {"N/A", "Call me on 01632 960114"}
    assert said["Call me on 01632 960114"].standing is Standing.WAITING
    assert any("They wait to be checked." in note for note in report.notes)


@pytest.mark.parametrize(("content", "plan"), [(WIDE, WIDE_MAP), (LONG, LONG_MAP)])
def test_the_same_file_twice_changes_nothing(project: Project, tmp_path: Path, content: str, plan: str) -> None:
    first = bring(project, tmp_path, content, plan)
    before = totals()
    second = bring(project, tmp_path, content, plan)
    assert totals() == before
    assert (second.read, second.taken) == (first.read, 0)
    assert second.notes == ("Everything is already here as consultation C1. Nothing was changed.",)
    assert before["EventRow"] == 1
    assert verify(stored_links()).ok


def test_a_longer_file_adds_only_what_is_new(project: Project, tmp_path: Path) -> None:
    bring(project, tmp_path, WIDE, WIDE_MAP)
    report = bring(project, tmp_path, f"{WIDE}a4,05/02/2025,2,cold,0,3,More seats,yes,East,1,0\n", WIDE_MAP)
    assert (report.read, report.taken) == (4, 1)
    now = totals()
    assert (now["Consultation"], now["Participant"], now["Theme"], now["EventRow"]) == (1, 4, 2, 2)


def test_a_gzipped_file_is_read_as_it_is(project: Project, tmp_path: Path) -> None:
    assert bring(project, tmp_path, gzip.compress(WIDE.encode()), WIDE_MAP).taken == 3


def test_columns_that_were_not_used_are_named(project: Project, tmp_path: Path) -> None:
    notes = bring(project, tmp_path, WIDE, WIDE_MAP.replace('[[group]]\ncolumn = "area"\nname = "Area"\n', "")).notes
    assert "Columns not used: area." in notes


@pytest.mark.parametrize(
    ("content", "plan", "sentence"),
    [
        (WIDE, WIDE_MAP.replace('column = "uses"', 'column = "used"'),
         "map.toml names the column 'used', which answers.csv does not have."),
        (WIDE.replace("03/02/2025", "soon"), WIDE_MAP, "answers.csv, row 2, column 'when': 'soon' is no date we know."),
        (WIDE.replace(",9,", ",8,"), WIDE_MAP, "answers.csv, row 3, column 'uses': '8' is not one of the codes."),
        (WIDE.replace("1000", "far"), WIDE_MAP, "answers.csv, row 4, column 'miles': 'far' is not a number."),
        (WIDE.replace("North,0,1", "North,2,1"), WIDE_MAP, "answers.csv, row 2, column 'Staff': '2' is neither"),
        (WIDE.replace("a1,03", "a1,,03"), WIDE_MAP, "answers.csv, row 2: it has 12 cells, the first row has 11."),
        (WIDE.replace("uses", "id", 1), WIDE_MAP, "answers.csv, row 1: the column 'id' is there twice."),
        ("", WIDE_MAP, "answers.csv is empty."),
        (WIDE.splitlines()[0] + "\n", WIDE_MAP, "answers.csv holds no response that can be taken."),
        (b"id\xff", WIDE_MAP, "answers.csv is not UTF-8 text. Save it as CSV UTF-8."),
        (b"\x1f\x8bnot gzip", WIDE_MAP, "answers.csv is a broken gzip file."),
        (WIDE, WIDE_MAP + "[colour]\n", "map.toml: the key 'colour' is not known."),
        (WIDE, "shape = wide", "map.toml is not TOML:"),
        (WIDE, WIDE_MAP.replace('shape = "wide"', 'shape = "broad"'), "map.toml: shape must be one of wide, long."),
        (WIDE, WIDE_MAP.replace('housekeeping = ["Not assigned"]', 'housekeeping = ["None"]'),
         "map.toml, [themes]: 'None' is not one of the code columns."),
        (WIDE, WIDE_MAP.replace('type = "number"', 'type = "map"'), "map.toml, [[question]] 4: type must be one"),
        (LONG, LONG_MAP.replace('[open]', '[open]\ntype = "number"'), "map.toml, [open]: type must be one of"),
        (WIDE, LONG_MAP.replace('shape = "long"', 'shape = "wide"'), "map.toml: [open] is needed for a long file, and"),
    ],
)  # fmt: skip
def test_a_wrong_file_or_map_stops_with_one_sentence_and_leaves_nothing(
    project: Project, tmp_path: Path, content: str | bytes, plan: str, sentence: str
) -> None:
    with pytest.raises(InputError) as stopped:
        bring(project, tmp_path, content, plan)
    assert str(stopped.value).startswith(sentence)
    assert set(totals().values()) == {0}


def test_a_map_may_leave_rows_out_that_cannot_be_read(project: Project, tmp_path: Path) -> None:
    plan = WIDE_MAP.replace('formats = ["%d/%m/%Y"]', 'formats = ["%d/%m/%Y"]\nif_wrong = "skip"')
    report = bring(project, tmp_path, WIDE.replace("03/02/2025", "soon"), plan)
    assert (report.read, report.taken) == (3, 2)
    assert [(row.row, row.reason) for row in report.skipped] == [(2, "when: 'soon' is no date we know")]


def test_a_map_may_take_a_wrong_cell_for_blank(project: Project, tmp_path: Path) -> None:
    plan = WIDE_MAP.replace('not_sure = ["9"]', 'if_wrong = "blank"')
    assert bring(project, tmp_path, WIDE, plan).taken == 3
    assert results(project.id, "C1").questions[0].not_answered == 1


def test_without_a_word_on_consent_imported_words_are_only_counted(project: Project, tmp_path: Path) -> None:
    bring(project, tmp_path, LONG, LONG_MAP)
    assert set(db.session.scalars(select(Contribution.consent))) == {Consent.COUNT_ONLY}


def test_hostile_cells_are_kept_as_words(project: Project, tmp_path: Path) -> None:
    hostile = "=cmd|' /C calc'!A0 <script>alert(1)</script> \u202e %(x)s"
    bring(project, tmp_path, WIDE.replace("None", hostile), WIDE_MAP)
    assert hostile in set(db.session.scalars(select(Contribution.text)))


def test_two_projects_keep_their_own(project: Project, tmp_path: Path) -> None:
    other = make_project()
    commit()
    bring(project, tmp_path, WIDE, WIDE_MAP)
    assert bring(other, tmp_path, WIDE, WIDE_MAP).taken == 3
    assert totals()["Consultation"] == 2
    assert db.session.scalar(select(func.count()).select_from(Codebook)) == 2


def test_the_ambulance_answers_come_in_whole(project: Project, data_folder: Path) -> None:
    """5,096 rows of 2,959 people, 50 code columns, three of them housekeeping; theme counts equal column counts."""
    file = data_folder / "nhs-fft-themes" / "fft_v6_NEAS.csv.gz"
    plan = Path(__file__).parent / "maps" / "ambulance.toml"
    started = time.monotonic()
    with transaction():
        report = import_responses(file, plan, project.id, by="system", at=NOW)
    assert time.monotonic() - started < 60
    assert (report.read, report.taken, report.skipped) == (5096, 5096, ())
    with gzip.open(file) as packed:
        rows = list(csv.DictReader(io.TextIOWrapper(packed, encoding="utf-8-sig", newline="")))
    codes = list(rows[0])[11:]
    themes = {theme.source_column: theme for theme in db.session.scalars(select(Theme))}
    assert list(themes) == codes
    assert sum(theme.housekeeping for theme in themes.values()) == 3
    counts = dict(db.session.execute(select(Coding.theme_id, func.count()).group_by(Coding.theme_id)).all())
    for column in codes:
        assert counts.get(themes[column].id, 0) == sum(row[column] == "1" for row in rows), column
    assert totals()["Participant"] == totals()["Submission"] == 2959
    said = Counter(db.session.scalars(select(Contribution.text)))
    assert said[""] == sum(not row["FFT answer"].strip() for row in rows) == 9
    assert said == Counter(normalise(row["FFT answer"]) for row in rows)
    assert sum(n for words, n in said.items() if words.casefold() in ("none", "none.", "n/a", "na")) > 20
    assert len({c for c in db.session.scalars(select(Contribution.sentiment)) if c}) == 5
    view = results(project.id, "C1")
    assert [question.current.text for question in view.questions][1:] == [
        "Why did you give that answer?",
        "How could we improve?",
        "Please describe any things about the 111 service"
        " that you were particularly satisfied and/or dissatisfied with",
    ]
    overall = view.questions[0]
    first = {row["Respondent ID"]: row["FFT categorical answer"] for row in rows}
    assert overall.current.rows[0].n == sum(answer == "1" for answer in first.values())
    assert overall.not_answered == sum(answer == "7" for answer in first.values())
    before = totals()
    with transaction():
        again = import_responses(file, plan, project.id, by="system", at=NOW)
    assert (again.read, again.taken, len(again.skipped)) == (5096, 0, 5096)
    assert totals() == before
