"""A spreadsheet of answers goes out and comes back equal, whole or not at all, and twice changes nothing."""

from __future__ import annotations

import csv
import io
import json
import time
import zipfile
from collections.abc import Iterator

import openpyxl.reader.excel
import pytest
import xlsxwriter
from flask import Flask
from sqlalchemy import func, select

from codesign.consultations.reading.answers_in import BadSheet, load_answers
from codesign.consultations.reading.answers_out import Form, answers_file
from codesign.consultations.reading.layout import FIRST, guarded, layout, unguarded
from codesign.consultations.taking_in import given_in
from codesign.core.chain import verify
from codesign.core.errors import InputError
from codesign.core.questions.kinds import KINDS
from codesign.core.tabular import column_name, read_rows
from codesign.core.terms import Consent, Mode, QuestionType
from codesign.extensions import db
from codesign.ledger import stored_links
from codesign.models import Answer, Consultation, Contribution, EventRow, Participant, Submission
from tests.consultations.reading.every_kind import GIVEN, answers_for, every_kind, taken_in
from tests.make import NOW, make_consultation, make_project, make_question


def load(consultation: Consultation, content: bytes, name: str = "answers.csv"):  # type: ignore[no-untyped-def]
    return load_answers(content, name, consultation.project_id, consultation.ref, by="system", at=NOW)


def sent(consultation: Consultation) -> list[Submission]:
    query = select(Submission).where(Submission.activity_id == consultation.id).order_by(Submission.ref)
    return list(db.session.scalars(query))


def read_back(consultation: Consultation) -> list[object]:
    """Every response as plain values, whatever its keys."""
    db.session.expire_all()
    return sorted(
        (
            (
                one.mode,
                one.language,
                sorted((ref, asked.version, given.values, given.words, sorted(given.parts.items()))
                       for ref, (asked, given) in given_in(one).items()),
            )
            for one in sent(consultation)
        ),
        key=repr,
    )  # fmt: skip


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def filled(rows: Iterator[list[str]] | list[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def three_people() -> Consultation:
    consultation = every_kind()
    for number, (mode, language) in enumerate(((Mode.WEB, "en"), (Mode.PAPER, "ur"), (Mode.TELEPHONE, "cy"))):
        taken_in(consultation, answers_for(consultation, number), mode=mode, language=language)
    return consultation


def test_every_kind_has_an_answer_here() -> None:
    assert set(GIVEN) | {QuestionType.FILE, QuestionType.INFORMATION} == set(KINDS)


@pytest.mark.parametrize("header_rows", [3, 1])
@pytest.mark.parametrize("form", [Form.CSV, Form.XLSX])
def test_what_goes_out_comes_back_equal(app: Flask, form: Form, header_rows: int) -> None:
    consultation = three_people()
    file = answers_file(consultation, form=form, header_rows=header_rows)
    other = every_kind(make_project())
    report = load(other, file.content, file.name)
    assert (report.read, report.taken, report.skipped) == (3, 3, ())
    assert read_back(other) == read_back(consultation)
    assert {one.consent for one in db.session.scalars(select(Contribution))} == {Consent.PUBLIC}


def test_a_reference_nobody_has_stays_with_its_response(app: Flask) -> None:
    consultation = three_people()
    file = answers_file(consultation, form=Form.CSV)
    known = {one.ref for one in sent(consultation)}
    other = every_kind(make_project())
    load(other, file.content)
    assert not known & {one.ref for one in sent(other)}  # they are another project's here
    changed = file.content.decode("utf-8-sig")
    for number, ref in enumerate(sorted(known)):
        changed = changed.replace(ref, f"R-22{'ABC'[number]}QQ")
    load(other, changed.encode())
    assert {f"R-22{'ABC'[number]}QQ" for number in range(3)} <= {one.ref for one in sent(other)}


def test_the_same_file_twice_takes_nothing_the_second_time(app: Flask) -> None:
    consultation, other = three_people(), every_kind(make_project())
    file = answers_file(consultation, form=Form.XLSX)
    load(other, file.content, file.name)
    before = read_back(other), db.session.scalar(select(func.count()).select_from(EventRow))
    report = load(other, file.content, file.name)
    assert (report.read, report.taken, len(report.skipped)) == (3, 0, 3)
    assert (read_back(other), db.session.scalar(select(func.count()).select_from(EventRow))) == before
    # And where they were answered they are already here.
    assert load(consultation, file.content, file.name).taken == 0
    assert verify(stored_links()).ok


def test_rows_without_an_id_are_known_by_what_is_in_them(app: Flask) -> None:
    consultation = make_consultation(questions=((QuestionType.ONE_CHOICE, "Which?", ("Bus", "Train")),))
    content = b"Q1\nBus\nBus\nTrain\n"
    assert load(consultation, content).taken == 3
    assert load(consultation, content).taken == 0
    assert load(consultation, content + b"Bus\n").taken == 1


def test_the_file_is_headed_as_qualtrics_heads_it(app: Flask) -> None:
    consultation = three_people()
    codes, words, ids, *people = rows_of(answers_file(consultation, form=Form.CSV).content)
    assert codes[: len(FIRST)] == ["ResponseID", "RecordedDate", "Mode", "UserLanguage", "Consent", "WordsLeftOut"]
    assert words[codes.index("Q1")] == "A question: one_choice?"
    assert json.loads(ids[codes.index("Q1")]) == {"ImportId": "C1-Q1"}
    assert [line[0] for line in people] == sorted(one.ref for one in sent(consultation))
    one_row = rows_of(answers_file(consultation, form=Form.CSV, header_rows=1).content)
    assert "Q1: A question: one_choice?" in one_row[0]
    assert len(one_row) == 4


def test_words_that_may_only_be_counted_stay_behind(app: Flask) -> None:
    consultation = every_kind()
    taken_in(consultation, answers_for(consultation, 0), consent=Consent.COUNT_ONLY)
    content = answers_file(consultation, form=Form.CSV).content.decode()
    assert "cmd" not in content
    assert "count_only" in content
    codes, _words, _ids, line = rows_of(content.encode())
    left = line[codes.index("WordsLeftOut")].split()
    texts = [
        q.ref for q in consultation.questions if q.current.type in (QuestionType.SHORT_TEXT, QuestionType.LONG_TEXT)
    ]
    assert set(texts) <= set(left)


def test_contacts_and_information_have_no_column(app: Flask) -> None:
    consultation = three_people()
    content = answers_file(consultation, form=Form.JSON).content.decode()
    assert "example.org" not in content
    blocks = {block.asked.type for block in layout(consultation).blocks}
    assert blocks == set(KINDS) - {QuestionType.CONTACT, QuestionType.INFORMATION}


def test_no_cell_is_a_formula(app: Flask) -> None:
    consultation = three_people()
    book = openpyxl.reader.excel.load_workbook(io.BytesIO(answers_file(consultation, form=Form.XLSX).content))  # type: ignore[no-untyped-call]
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert any(cell.value == "=cmd|' /C calc'!A0" for cell in cells)
    for line in rows_of(answers_file(consultation, form=Form.CSV).content):
        assert not any(cell[:1] in tuple("=+@\t|%") for cell in line)
    assert "-3.5" in answers_file(consultation, form=Form.CSV).content.decode().split(",")


@pytest.mark.parametrize(
    "text", ["=1", "'=1", "''=1", "-5", "-5+1", "@a", "＝1", "plain", "'", "-", "+44 1632 960114", "%"]
)
def test_the_guard_comes_off_again(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert guarded(text)[:1] not in tuple("=@＝|%") or text == "-5"


def test_each_wording_has_its_own_columns(app: Flask) -> None:
    from codesign.models import QuestionVersion

    consultation = make_consultation()
    question = make_question(consultation, QuestionType.SHORT_TEXT, "What did you like?")
    from codesign.consultations import rows
    from codesign.core.questions.answering import Given

    taken_in(consultation, {"Q1": (rows.asked(question), Given((), "The park"))})
    question.versions.append(
        QuestionVersion(number=2, type=QuestionType.SHORT_TEXT, text="What did you like most?", created_at=NOW)
    )
    db.session.flush()
    taken_in(consultation, {"Q1": (rows.asked(question), Given((), "The pool"))})
    codes, words, _ids, *people = rows_of(answers_file(consultation, form=Form.CSV).content)
    assert codes[len(FIRST) :] == ["Q1", "Q1.v1"]
    assert words[len(FIRST) :] == ["What did you like most?", "What did you like?"]
    assert sorted(line[len(FIRST) :] for line in people) == [["", "The park"], ["The pool", ""]]
    with pytest.raises(BadSheet, match="in two wordings"):
        load(consultation, b"Q1,Q1.v1\nThe pool,The park\n")


def bus_survey() -> Consultation:
    consultation = make_consultation(
        questions=(
            (QuestionType.ONE_CHOICE, "Which?", ("Bus", "Train")),
            (QuestionType.SEVERAL_CHOICES, "Which have you tried?", ("Bus", "Train", "Tram")),
            (QuestionType.NUMBER, "How far?"),
            (QuestionType.LONG_TEXT, "Why?"),
        )
    )
    from codesign.core.questions.kinds.choices import AGREE_SCALE
    from codesign.models import Choice

    scale = make_question(consultation, QuestionType.AGREE_SCALE, "Buses are good.")
    scale.current.choices = [
        Choice(position=place, code=option.code, label=option.label) for place, option in enumerate(AGREE_SCALE, 1)
    ]
    db.session.flush()
    return consultation


def test_one_bad_row_of_ten_thousand_is_named_and_nothing_is_taken(app: Flask) -> None:
    consultation = bus_survey()
    content = bus_sheet(consultation, 10_000, bad=7_321)
    started = time.monotonic()
    with pytest.raises(BadSheet) as caught:
        load(consultation, content, "survey.csv")
    (problem,) = caught.value.problems
    assert (problem.row, problem.code) == (7_321, "Q3")
    assert problem.column == column_name(bus_sheet(consultation, 0).decode().split(",").index("Q3"))
    assert str(problem.sentence) == "Type a number in figures, such as 4."
    assert str(caught.value).startswith("survey.csv: nothing was taken. row 7321, column ")
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Submission)) == 0
    assert db.session.scalar(select(func.count()).select_from(Participant)) == 0
    assert time.monotonic() - started < 30


def bus_sheet(consultation: Consultation, count: int, bad: int | None = None) -> bytes:
    """The sheet in whatever columns the kinds lay out."""
    plan = layout(consultation)
    several = next(block for block in plan.blocks if block.ref == "Q2")
    from codesign.core.questions.answering import Given

    taken = several.cells(Given(("c1", "c2")))
    codes = ["ResponseID", "Mode", "Consent", "Q1", *taken, "Q3", "Q4", "Q5"]
    lines = [codes]
    for number in range(count):
        far = "ninety" if bad == number + 2 else str(number % 90)
        lines.append([f"p{number}", "paper", "public", "Bus", *taken.values(), far, f"Words of {number}", "Agree"])
    return filled(lines)


def test_ten_thousand_rows_come_in_well_under_a_minute(app: Flask) -> None:
    consultation = bus_survey()
    content = bus_sheet(consultation, 10_000)
    started = time.monotonic()
    report = load(consultation, content)
    assert report.taken == 10_000
    assert time.monotonic() - started < 40
    assert db.session.scalar(select(func.count()).select_from(Answer)) == 50_000
    assert (
        db.session.scalar(select(func.count()).select_from(Submission).where(Submission.mode == Mode.PAPER)) == 10_000
    )
    assert db.session.scalar(select(func.count()).select_from(EventRow).where(EventRow.kind == "answers_loaded")) == 1
    assert load(consultation, content).taken == 0


@pytest.mark.parametrize(
    ("cells", "code", "says"),
    [
        (b"Q1\nBoat\n", "Q1", "is not one of the choices"),
        (b"Q1,Q9\nBus,1\n", "Q9", "is not a question of C1"),
        (b"Q1,Mode\nBus,pigeon\n", "Mode", "Write one of these: phone_web, web, paper"),
        (b"Q1,Consent\nBus,maybe\n", "Consent", "Write one of these: count_only, bidders, public"),
        (b"Q1,RecordedDate\nBus,31.13.2026\n", "RecordedDate", "Write it as 2026-01-31"),
        (b"Q1,UserLanguage\nBus,nonsense words\n", "UserLanguage", "Write the code of a language"),
        (b"ResponseID,Q1\na,Bus\na,Bus\n", "ResponseID", "The same response is in row 2"),
        (b"Q3\n1e99\n", "Q3", "Type a number in figures"),
    ],
)
def test_a_bad_cell_is_named_with_what_to_do(app: Flask, cells: bytes, code: str, says: str) -> None:
    with pytest.raises(BadSheet) as caught:
        load(bus_survey(), cells)
    assert caught.value.problems[0].code == code
    assert says in str(caught.value)


def test_an_answer_that_was_not_asked_is_named(app: Flask) -> None:
    consultation = bus_survey()
    consultation.questions[2].current.condition = {"question": "Q1", "test": "is", "value": "c1"}
    from codesign.core import routing

    rule = routing.Rule("Q1", routing.Test.IS, "c1")
    consultation.questions[2].current.condition = routing.written(rule)
    db.session.flush()
    with pytest.raises(BadSheet, match=r"row 3, column B \(Q3\): This was not asked") as caught:
        load(consultation, b"Q1,Q3\nBus,4\nTrain,4\n")
    assert len(caught.value.problems) == 1
    db.session.rollback()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"\xff\xd8\xff\xe0jpeg", "not UTF-8"),
        (b"Q1\n\xe9t\xe9\n", "not UTF-8"),
        (b"Name,Town\nAnn,Hebble\n", "has no column of C1"),
        (b"Q1,Q1\nBus,Bus\n", "twice"),
        (b"\xd0\xcf\x11\xe0old", "Save it as .xlsx"),
        (b"PK\x03\x04broken", "broken"),
        (b'Q1\n"Bus\n', "not a CSV file"),
        (b"Q1\n" + b"x" * (10 * 1024 * 1024), "larger than 10 MB"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(app: Flask, content: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says):
        load(bus_survey(), content)


def test_a_bomb_is_not_unpacked(app: Flask) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (160 * 1024 * 1024))
    with pytest.raises(InputError, match="unpacks to far more"):
        load(bus_survey(), out.getvalue(), "bomb.xlsx")


def test_a_document_type_is_refused() -> None:
    out = io.BytesIO()
    bomb = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><workbook>&c;</workbook>'
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", bomb)
    with pytest.raises(InputError, match="not a spreadsheet we can read"):
        list(read_rows(out.getvalue(), "entities.xlsx"))


def test_an_office_sheet_reads_as_people_see_it() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet("first")
    page.write_row(0, 0, ["Q1", "Q2", "Q3", "Q4", "Q5"])
    page.write_number(1, 0, 4)
    page.write_number(1, 1, 3.5)
    page.write_datetime(
        1, 2, NOW.replace(tzinfo=None, hour=0, minute=0, second=0), book.add_format({"num_format": "dd/mm/yyyy"})
    )
    page.write_rich_string(1, 3, "a ", book.add_format({"bold": True}), "bold", " word")
    page.write_boolean(1, 4, True)
    page.write_string(3, 1, "after a gap _x0041_")
    book.add_worksheet("second").write(0, 0, "never read")
    book.close()
    rows = list(read_rows(out.getvalue(), "office.xlsx"))
    assert rows == [
        ["Q1", "Q2", "Q3", "Q4", "Q5"],
        ["4", "3.5", NOW.date().isoformat(), "a bold word", "1"],
        [],
        ["", "after a gap _x0041_"],
    ]


@pytest.mark.parametrize(
    ("text", "rows"),
    [("a;b\n1;2", [["a", "b"], ["1", "2"]]), ("a\tb, c\td\n1\t2\t3", [["a", "b, c", "d"], ["1", "2", "3"]])],
)
def test_semicolons_and_tabs_are_told_apart(text: str, rows: list[list[str]]) -> None:
    assert list(read_rows(text.encode(), "x.csv")) == rows
    assert list(read_rows(text.encode("utf-16"), "x.csv")) == rows
