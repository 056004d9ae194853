"""Staff pages that read answers: results by group, words beside answers, who took part, files out and in."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta

import openpyxl.reader.excel
import pikepdf
import pytest
from docx import Document
from flask import Flask
from sqlalchemy import func, select

from codesign.consultations.reading.outreach import OutreachDraft, finish_task, open_task
from codesign.core.terms import Consent, Mode, QuestionType, Role, SubmissionState
from codesign.extensions import db
from codesign.models import (
    Consultation,
    EqualityAnswer,
    EventRow,
    OutreachTask,
    PopulationFigure,
    Project,
    QuestionVersion,
    Submission,
)
from tests.browser import Browser, Page
from tests.consultations.reading.every_kind import answers_for, every_kind, taken_in
from tests.make import NOW, commit, make_participant, make_person, sign_in


def asked_of_many(people: int = 60) -> Consultation:
    """A question of every kind, answered by so many; two in three are women, one in five did not say an age."""
    consultation = every_kind()
    project = db.session.get_one(Project, consultation.project_id)
    project.reference_population = "place"
    for place, (variable, category, label, n) in enumerate(
        (
            ("sex", "female", "Women", 500),
            ("sex", "male", "Men", 500),
            ("age_band", "25_34", "25 to 34", 300),
            ("age_band", "65_74", "65 to 74", 700),
        )
    ):
        db.session.add(
            PopulationFigure(
                project_id=project.id, reference="place", variable=variable, category=category, label=label, people=n,
                source="Census 2021", source_date=date(2021, 3, 21), position=place,
            )
        )  # fmt: skip
    for number in range(people):
        participant = make_participant(project)
        values = {
            "sex": "female" if number % 3 else "male",
            "age_band": ("25_34", "65_74", "65_74", "65_74", "pnts")[number % 5],
        }
        for question, value in values.items():
            db.session.add(
                EqualityAnswer(project_id=project.id, participant_id=participant.id, question=question, value=value)
            )
        db.session.flush()
        mode = (Mode.WEB, Mode.PAPER, Mode.TELEPHONE)[number % 3]
        consent = Consent.COUNT_ONLY if number % 7 == 0 else Consent.PUBLIC
        day = NOW - timedelta(days=number % 9)
        taken_in(
            consultation,
            answers_for(consultation, number % 3),
            participant=participant,
            mode=mode,
            consent=consent,
            at=day,
        )
    commit()
    return consultation


def address(consultation: Consultation, rest: str) -> str:
    slug = db.session.get_one(Project, consultation.project_id).slug
    return f"/manage/{slug}/questions/{consultation.ref}{rest}"


def load(browser: Browser, page: Page, content: bytes, name: str) -> Page:
    """Send a file with the form to bring answers in."""
    _method, action, values = page.form_values("#load-form")
    return browser.post(action, {**dict(values), "file": (io.BytesIO(content), name)})


def staff(browser: Browser, consultation: Consultation, role: Role = Role.COMMISSIONER) -> Browser:
    sign_in(browser, make_person(role, project=db.session.get_one(Project, consultation.project_id)))
    return browser


def test_the_header_says_both_totals_and_every_way(app: Flask, staff_browser: Browser) -> None:
    consultation = asked_of_many(12)
    for one in db.session.scalars(select(Submission).order_by(Submission.ref).limit(2)):
        one.state, one.state_reason = SubmissionState.EXCLUDED, "Sent twice"
    staff(staff_browser, consultation)
    for rest in ("/results", "/results/who", "/results/by/sex", "/answers"):
        page = staff_browser.get(address(consultation, rest))
        assert page.status == 200, rest
        assert page.text("#totals") == ["12 responses received. 10 are counted here."]
        assert "2 are set aside with a reason and not counted." in page.text("#why-not li")
        assert page.text("#modes")[0].startswith("Every way of answering counts the same.")
        assert "Paper: " in page.text("#modes")[0]


def test_each_question_has_its_base_and_both_wordings_stand_apart(app: Flask, staff_browser: Browser) -> None:
    consultation = asked_of_many(36)
    question = consultation.questions[0]
    question.versions.append(
        QuestionVersion(number=2, type=QuestionType.ONE_CHOICE, text="Asked in new words?", created_at=NOW)
    )
    commit()
    page = staff(staff_browser, consultation).get(address(consultation, "/results"))
    assert [text.split(",")[0] for text in page.text("#Q1 h3")] == ["Wording 2", "Wording 1"]
    assert page.text("#Q1-1-1 caption") == ["Base: 36 people who answered"]
    assert [row.split()[-1] for row in page.text("#Q1-1-1 tbody tr")] == ["0%", "33%", "33%", "0%", "33%"]
    assert len(page.soup.select("#Q1-1-1 svg.shape-bar")) == 5


def test_results_by_group_are_rounded_and_hide_small_numbers(app: Flask, staff_browser: Browser) -> None:
    consultation = asked_of_many(60)
    page = staff(staff_browser, consultation).get(address(consultation, "/results/by/sex"))
    table = page.one("#Q1 table")
    shown = [cell.get_text(strip=True).split(" ")[0] for cell in table.select("td")]
    assert all(one == "[c]" or int(one) % 5 == 0 for one in shown)
    assert page.text("#Q1 thead th") == ["Answer", "Female", "Male"]
    assert page.text("#Q1 tbody tr:first-child td") == ["40", "20"]
    by_question = staff_browser.get(address(consultation, "/results/by/Q3"))
    assert by_question.status == 200
    assert not by_question.soup.select("section#Q3")
    assert staff_browser.get(address(consultation, "/results/by/nothing")).status == 404
    assert staff_browser.get(address(consultation, "/results/by/sex?question=Q99")).status == 404


def test_few_answers_are_not_split(app: Flask, staff_browser: Browser) -> None:
    consultation = asked_of_many(8)
    page = staff(staff_browser, consultation).get(address(consultation, "/results/by/sex"))
    assert "Fewer than 10 people answered, so they are not split." in page.text("#Q1 p")[0]
    assert not page.soup.select("#Q1 table")


def test_words_stand_beside_what_the_same_person_chose(app: Flask, staff_browser: Browser) -> None:
    consultation = asked_of_many(30)
    texts = next(q for q in consultation.questions if q.current.type is QuestionType.SHORT_TEXT)
    page = staff(staff_browser, consultation, Role.ANALYST).get(address(consultation, f"/results/words/{texts.ref}"))
    codes = page.text(".shape-evidence__head span")
    assert codes == sorted(codes)
    assert len(codes) == 20
    chosen = page.text(f"#{codes[0]} dd")
    assert chosen
    assert "female" not in page.words.casefold()
    assert "25 to 34" not in page.words
    assert "example.org" not in page.words
    only = staff_browser.get(address(consultation, f"/results/words/{texts.ref}?chose=Q1:c2"))
    assert only.text("#total")[0].startswith("10 people wrote something.")
    assert set(only.text(".shape-evidence dl div:first-child dd")) == {"=1+1"}
    assert staff_browser.get(address(consultation, f"/results/words/{texts.ref}?page=9")).status == 404


def test_an_observer_reads_no_words_and_takes_no_answers(app: Flask, staff_browser: Browser) -> None:
    consultation = asked_of_many(3)
    staff(staff_browser, consultation, Role.OBSERVER)
    assert staff_browser.get(address(consultation, "/results/words/Q10")).status == 403
    page = staff_browser.get(address(consultation, "/answers"))
    assert not page.soup.select("form#take-form, form#load-form")
    assert staff_browser.get(address(consultation, "/results/who/task?variable=sex&category=male")).status == 403


def test_who_took_part_says_the_gap_in_points_and_in_words(app: Flask, staff_browser: Browser) -> None:
    consultation = asked_of_many(60)
    page = staff(staff_browser, consultation).get(address(consultation, "/results/who"))
    assert "self-selecting" in page.words
    assert "Compared with Census 2021" in page.words
    rows = {row.split()[0]: row for row in page.text("#who-1 tbody tr, #who-2 tbody tr")}
    assert "17 points low" in rows["Men"]
    assert "(under 80)" in rows["Men"]
    assert "17 points high" in rows["Women"]
    assert "12 preferred not to say" in page.words
    assert "(20% of those asked who answered)" in page.words


def test_each_gap_opens_a_task_and_the_chart_marks_the_day_it_was_done(app: Flask, staff_browser: Browser) -> None:
    consultation = asked_of_many(60)
    staff(staff_browser, consultation)
    page = staff_browser.get(address(consultation, "/results/who"))
    link = next(href for href in page.links() if "task?" in href and "category=male" in href)
    form = staff_browser.get(link)
    bad = staff_browser.submit(form, "#task", where="Old mill")
    assert bad.status == 422
    assert "Say whom to reach" in bad.words
    assert bad.one("#where")["value"] == "Old mill"
    page = staff_browser.submit(bad, "#task", follow=True, who="Men in Sheds")
    assert "Men in Sheds" in page.text("#task-1")[0]
    assert not page.soup.select(".shape-steps-chart__mark")
    done = staff_browser.get(next(href for href in page.links("#task-1 a")))
    day = NOW.date() - timedelta(days=2)
    parts = [str(day.day), str(day.month), str(day.year)]
    assert staff_browser.submit(done, "#done", on=parts).status == 422
    page = staff_browser.submit(done, "#done", follow=True, on=parts, outcome="12 men answered")
    assert "12 men answered" in page.text("#task-1")[0]
    assert len(page.soup.select(".shape-steps-chart__mark")) == 1
    assert page.text(".shape-steps-chart__number") == ["1"]
    assert "Men in Sheds" in page.text("figcaption")[0]
    page = staff_browser.submit(page, "#reopen-1", follow=True)
    assert not page.soup.select(".shape-steps-chart__mark")
    kinds = db.session.scalars(select(EventRow.kind).where(EventRow.kind.like("outreach%")).order_by(EventRow.sequence))
    assert list(kinds) == ["outreach_planned", "outreach_done", "outreach_reopened"]


def test_a_task_of_another_project_does_not_exist(app: Flask, staff_browser: Browser) -> None:
    mine, other = asked_of_many(3), every_kind()
    task = open_task(
        other.project_id, other.ref, OutreachDraft(variable="sex", category="male", who="Men"), by=None, at=NOW
    )
    staff(staff_browser, mine)
    assert staff_browser.get(address(mine, f"/results/who/task/{task}/done")).status == 404
    finish_task(other.project_id, other.ref, task, on=NOW.date(), outcome="Done", by=None, at=NOW)
    assert db.session.get_one(OutreachTask, task).outcome == "Done"


def test_results_come_in_every_format_with_equal_counts(app: Flask, staff_browser: Browser) -> None:
    consultation = asked_of_many(36)
    staff(staff_browser, consultation)

    def take(form: str) -> bytes:
        answer = staff_browser.client.get(address(consultation, f"/results/download/{form}"))
        assert answer.status_code == 200, form
        assert answer.headers["Content-Disposition"] == f"attachment; filename=C1-results.{form}"
        return bytes(answer.get_data())

    rows = list(csv.DictReader(io.StringIO(take("csv").decode("utf-8-sig"), newline="")))
    told = {(row["question"], row["table"], row["answer"].lstrip("'")): row["people"] for row in rows}
    assert told[("Q1", "", "=1+1")] == "12"
    assert {row["base"] for row in rows if row["question"] == "Q1"} == {"36"}
    whole = json.loads(take("json"))
    assert (whole["received"], whole["counted"]) == (36, 36)
    assert {
        (line["question"], line["table"], line["answer"]): "" if line["people"] is None else str(line["people"])
        for line in whole["results"]
    } == told
    book = openpyxl.reader.excel.load_workbook(io.BytesIO(take("xlsx")))  # type: ignore[no-untyped-call]
    lines = list(book["results"].iter_rows(min_row=2, values_only=True))
    assert {(line[0], line[3] or "", line[5]): "" if line[6] is None else str(line[6]) for line in lines} == told
    assert {cell.data_type for row in book["results"].iter_rows() for cell in row} <= {"s", "n"}
    page = take("html").decode()
    assert "<script" not in page
    assert ">12<" in page
    document = Document(io.BytesIO(take("docx")))
    tables = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    assert ["=1+1", "12", "33%"] in tables
    assert document.core_properties.author == ""
    with pikepdf.open(io.BytesIO(take("pdf"))) as pdf:
        assert "/StructTreeRoot" in pdf.Root
        assert pdf.Root.MarkInfo.Marked
    assert staff_browser.get(address(consultation, "/results/download/exe")).status == 404


def test_taking_the_answers_says_who_and_why_on_the_record(app: Flask, staff_browser: Browser) -> None:
    consultation = asked_of_many(6)
    staff(staff_browser, consultation, Role.ANALYST)
    page = staff_browser.get(address(consultation, "/answers"))
    bad = staff_browser.submit(page, "#take-form", form="csv")
    assert bad.status == 422
    assert "Say what the file is for" in bad.words
    assert db.session.scalar(select(func.count()).where(EventRow.kind == "answers_taken")) == 0
    file = staff_browser.submit(bad, "#take-form", form="csv", why="For the scrutiny committee")
    assert file.status == 200
    assert file.headers["Content-Disposition"] == "attachment; filename=C1-answers.csv"
    assert len(list(csv.reader(io.StringIO(file.body.decode("utf-8-sig"), newline="")))) == 9
    event = db.session.scalars(select(EventRow).where(EventRow.kind == "answers_taken")).one()
    assert event.details == {"form": "csv", "why": "For the scrutiny committee"}


@pytest.mark.parametrize("name", ["answers.csv", "answers.xlsx"])
def test_answers_come_in_by_the_page(app: Flask, staff_browser: Browser, name: str) -> None:
    from codesign.consultations.reading.answers_out import Form, answers_file

    file = answers_file(asked_of_many(9), form=Form(name.split(".")[1]))
    other = every_kind()
    commit()
    staff(staff_browser, other)
    page = staff_browser.get(address(other, "/answers"))
    assert load(staff_browser, page, file.content, name).status == 303
    said = staff_browser.get(address(other, "/answers")).words
    assert "9 rows read, 9 taken, 0 left out" in said
    load(staff_browser, page, file.content, name)
    assert "9 rows read, 0 taken, 9 left out" in staff_browser.get(address(other, "/answers")).words
    assert db.session.scalar(select(func.count()).where(Submission.activity_id == other.id)) == 9


def test_a_bad_cell_is_shown_on_the_page_and_nothing_is_taken(app: Flask, staff_browser: Browser) -> None:
    consultation = every_kind()
    commit()
    staff(staff_browser, consultation)
    page = staff_browser.get(address(consultation, "/answers"))
    content = b"Q1,Q8\nIt costs too much,4\nA boat,seven\n"
    bad = load(staff_browser, page, content, "mine.csv")
    assert bad.status == 422
    assert bad.text("#bad tbody tr") == [
        "3 A (Q1) “A boat” is not one of the choices. Use the words of a choice.",
        "3 B (Q8) Type a number in figures, such as 4.",
    ]
    assert "Nothing was taken" in bad.words
    nothing = staff_browser.submit(page, "#load-form")
    assert "Choose a CSV or Excel file." in nothing.words
    assert db.session.scalar(select(func.count()).select_from(Submission)) == 0


def test_a_file_of_ten_megabytes_is_not_too_big_to_send(app: Flask, staff_browser: Browser) -> None:
    consultation = every_kind()
    commit()
    staff(staff_browser, consultation)
    page = staff_browser.get(address(consultation, "/answers"))
    big = b"Q10\n" + b"words\n" * 200_001
    answer = load(staff_browser, page, big, "big.csv")
    assert answer.status == 422
    assert "has more than 200,000 rows" in answer.words
    answer = load(staff_browser, page, b"x" * 11_000_000, "bigger.csv")
    assert answer.status == 422
    assert "bigger.csv is larger than 10 MB. Split it, then load the parts." in answer.words
