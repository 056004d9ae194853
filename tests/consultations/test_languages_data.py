"""One questionnaire made of real sentences in English, Welsh, Polish, Urdu and Arabic, answered in each of them."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from codesign.consultations.languages import commands, queries, sheets
from codesign.consultations.languages.queries import Stands
from codesign.consultations.taking_in import given_in
from codesign.core.terms import QuestionType
from codesign.extensions import db
from codesign.models import Choice, Consultation, Contribution, Project, Submission
from tests.browser import Browser
from tests.consultations.asking import address, begin, send
from tests.make import NOW, commit, make_consultation, make_project, make_question

COLUMNS = {"en": "eng-GB", "cy": "cym", "pl": "pol", "ur": "urd", "ar": "arb"}
OTHERS = ("cy", "pl", "ur", "ar")
Sentences = list[dict[str, str]]


@pytest.fixture(scope="session")
def sentences(data_folder: Path) -> Sentences:
    """Sentences that fit a label in every language, each once."""
    with gzip.open(data_folder / "languages" / "ntrex_lines_0001-0600.csv.gz", "rt", encoding="utf-8") as file:
        every = [{tag: line[column].strip() for tag, column in COLUMNS.items()} for line in csv.DictReader(file)]
    fit = [one for one in every if all(20 <= len(words) <= 190 for words in one.values())]
    assert len(fit) > 100
    return fit


def made_of(sentences: Sentences) -> Consultation:
    """Seven questions of six kinds, every text a real sentence; the translations come in as spreadsheets."""
    used = iter(sentences)
    words = {tag: {one["en"]: one[tag] for one in sentences} for tag in OTHERS}

    def said() -> str:
        return next(used)["en"]

    project = make_project(languages=["en", "cy"])
    consultation = make_consultation(project, title=said()[:160], introduction=said(), influence_reason=said())

    def labels(count: int) -> tuple[str, ...]:
        return tuple(said() for _ in range(count))

    make_question(consultation, QuestionType.ONE_CHOICE, said(), labels=labels(4), hint=said(), why=said())
    several = make_question(consultation, QuestionType.SEVERAL_CHOICES, said(), labels=labels(4))
    several.current.choices[2].takes_text = True
    several.current.choices[3].exclusive = True
    make_question(consultation, QuestionType.SHORT_TEXT, said(), hint=said())
    make_question(consultation, QuestionType.LONG_TEXT, said())
    scale = make_question(consultation, QuestionType.AGREE_SCALE, said(), offers_not_sure=True)
    scale.current.choices = [
        Choice(position=1, code="strongly_agree", label="Strongly agree"),
        Choice(position=2, code="agree", label="Agree"),
    ]
    make_question(consultation, QuestionType.NUMBER, said(), hint=said())
    matrix = make_question(consultation, QuestionType.MATRIX, said(), labels=labels(3))
    matrix.current.choices += [
        Choice(position=place, code=f"r{place}", label=said(), is_row=True) for place in range(1, 4)
    ]
    matrix.section, matrix.section_words = said()[:160], said()
    db.session.flush()
    for tag in OTHERS:
        commands.add_language(project.id, consultation.ref, tag, by=None, at=NOW)
        every = queries.sheet_rows(project.id, consultation.ref, tag, {})
        filled = [
            sheets.Row(row.number, row.key, row.source, words[tag].get(row.source, ""), row.what) for row in every
        ]
        file = sheets.as_csv(filled) if tag in ("cy", "ur") else sheets.as_xlsx(filled, right_to_left=tag == "ar")
        report = commands.take_in_sheet(project.id, consultation.ref, tag, file, by=None, at=NOW)
        assert report.taken == sum(bool(row.translation) for row in filled)
    commit()
    return consultation


def test_real_sentences_go_through_a_spreadsheet_and_stand_beside_their_source(
    app: Flask, sentences: Sentences
) -> None:
    consultation = made_of([one for one in sentences if len(one["en"]) <= 160])
    by_english = {one["en"]: one for one in sentences}
    for tag in OTHERS:
        page = queries.language_page(consultation.project_id, consultation.ref, tag)
        assert page.tongue.missing == page.tongue.older == 0
        assert page.tongue.done == page.tongue.texts >= 30
        for piece in page.pieces:
            assert piece.stands is Stands.DONE
            assert piece.words == by_english[piece.text.words][tag]
        assert page.tongue.dir == ("rtl" if tag in ("ur", "ar") else "ltr")


@pytest.mark.parametrize("tag", COLUMNS)
def test_a_person_answers_in_their_language_and_what_they_said_is_read_back_equal(
    browser: Browser, sentences: Sentences, tag: str
) -> None:
    consultation = made_of([one for one in sentences if len(one["en"]) <= 160])
    by_english = {one["en"]: one for one in sentences}

    def in_it(english: str) -> str:
        return " ".join(by_english[english][tag].split())

    start = browser.get(address(consultation, f"?lang={tag}"))
    assert start.one("html")["lang"] == tag
    assert start.one("html")["dir"] == ("rtl" if tag in ("ur", "ar") else "ltr")
    assert start.text("h1") == [in_it(consultation.title)]
    assert set(start.text(".shape-language li")) == {"English", "Cymraeg", "Polski", "اردو", "العربية"}

    questions = consultation.questions
    own_words = sentences[-1][tag]
    answers: dict[str, dict[str, Any]] = {
        "Q1": {"Q1": "c2"},
        "Q2": {"Q2": ["c1", "c3"], "Q2-words": own_words},
        "Q3": {"Q3": sentences[-2][tag]},
        "Q4": {"Q4": sentences[-3][tag]},
        "Q5": {"Q5": "agree"},
        "Q6": {"Q6": "3"},
        "Q7": {"Q7-r1": "c1", "Q7-r2": "c3", "Q7-r3": "c2"},
    }
    page = begin(browser, consultation)
    for question in questions:
        assert in_it(question.current.text) in page.words, question.ref
        for choice in question.current.choices:
            if question.current.type is not QuestionType.AGREE_SCALE:
                assert in_it(choice.label) in page.words, (question.ref, choice.code)
        foreign = [mark["lang"] for mark in page.soup.select("#main [lang]")]
        assert foreign == [], (question.ref, foreign)  # everything is in the language of the page
        page = browser.submit(page, "#question-form", follow=True, button=("go", "continue"), **answers[question.ref])

    assert in_it(questions[0].current.choices[1].label) in page.words
    assert " ".join(own_words.split()) in page.words
    page = send(browser, page, follow=True)
    sent = db.session.scalars(select(Submission)).one()
    assert sent.language == tag
    said = db.session.scalars(select(Contribution)).all()
    assert {one.language for one in said} == {tag}
    assert {one.text for one in said} == {sentences[-1][tag], sentences[-2][tag], sentences[-3][tag]}
    back = {ref: given for ref, (_asked, given) in given_in(sent).items()}
    assert (back["Q1"].values, back["Q2"].values, back["Q2"].words) == (("c2",), ("c1", "c3"), own_words)
    assert (back["Q3"].words, back["Q4"].words) == (sentences[-2][tag], sentences[-3][tag])
    assert (back["Q5"].values, back["Q6"].words) == (("agree",), "3")
    assert dict(back["Q7"].parts) == {"r1": "c1", "r2": "c3", "r3": "c2"}
    used = {one.tag: one.answers for one in queries.overview(consultation.project_id, consultation.ref).tongues}
    assert used == {one: int(one == tag) for one in COLUMNS}

    slug = db.session.get_one(Project, consultation.project_id).slug
    thanks = browser.get(f"/p/{slug}/c/{consultation.ref}/thanks")
    assert in_it(questions[0].current.choices[1].label) in thanks.words
    assert in_it(questions[6].current.text) in thanks.words


def test_a_wished_language_of_the_browser_is_met_when_the_questionnaire_has_it(
    browser: Browser, sentences: Sentences
) -> None:
    consultation = made_of([one for one in sentences if len(one["en"]) <= 160])
    page = browser.get(address(consultation), headers={"Accept-Language": "pl-PL,pl;q=0.9,en;q=0.5"})
    assert page.one("html")["lang"] == "pl"
    slug = db.session.get_one(Project, consultation.project_id).slug
    assert browser.get(f"/p/{slug}", headers={"Accept-Language": "pl-PL,pl"}).one("html")["lang"] == "en"
