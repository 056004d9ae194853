"""A questionnaire in several languages: what staff translate, record, send out and take in; what is missing or older."""

from __future__ import annotations

import io
import re
from typing import Any

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select

from codesign.consultations import building, overviews, rows
from codesign.consultations.drafts import QuestionDraft
from codesign.consultations.languages import clips, commands, queries, sheets
from codesign.consultations.languages.commands import NotSaved, Typed, shown
from codesign.consultations.languages.queries import Stands
from codesign.consultations.languages.texts import Done, Text, Texts, cleaned, in_language, keys_of
from codesign.core.codes import digest
from codesign.core.errors import NotFound, Refused
from codesign.core.languages import COMMUNITY, direction, own_name, read_language
from codesign.core.questions.answering import Asked, Option
from codesign.core.terms import QuestionType, Role
from codesign.extensions import db
from codesign.models import Consultation, Draft, EventRow, Project, Submission, Translation, Upload
from tests.browser import Browser, Page
from tests.consultations.asking import HARD, address, begin, go_on, questionnaire
from tests.make import NOW, commit, make_answer, make_person, make_project, make_submission, sign_in

_load: Any = openpyxl.load_workbook  # type: ignore[attr-defined]


def staff_address(consultation: Consultation, rest: str = "") -> str:
    slug = db.session.get_one(Project, consultation.project_id).slug
    return f"/manage/{slug}/questions/{consultation.ref}/languages{rest}"


@pytest.fixture
def consultation(app: Flask) -> Consultation:
    return questionnaire()


@pytest.fixture
def facilitator(consultation: Consultation, staff_browser: Browser) -> Browser:
    project = db.session.get_one(Project, consultation.project_id)
    sign_in(staff_browser, make_person(Role.FACILITATOR, project=project))
    return staff_browser


def in_polish(consultation: Consultation, **words: str) -> None:
    """Add Polish and translate texts: Q1_1_text="…" stands for Q1.1.text."""
    if "pl" not in consultation.languages:
        commands.add_language(consultation.project_id, consultation.ref, "pl", by=None, at=NOW)
    save(
        consultation, "pl", {key.replace("__", " ").replace("_", ".").replace(" ", "_"): w for key, w in words.items()}
    )
    commit()


def translate(browser: Browser, page: Page, words: dict[str, str], *, follow: bool = False) -> Page:
    """Send the page of translations with these boxes changed."""
    fields: dict[str, Any] = words
    return browser.submit(page, "#translations", follow=follow, **fields)


def save(consultation: Consultation, language: str, words: dict[str, str]) -> int:
    typed = {key: Typed(said) for key, said in words.items()}
    return commands.save_translations(consultation.project_id, consultation.ref, language, typed, by=None, at=NOW)


def page_of(consultation: Consultation, language: str = "pl") -> queries.Page:
    return queries.language_page(consultation.project_id, consultation.ref, language)


def piece(consultation: Consultation, key: str, language: str = "pl") -> queries.Piece:
    return next(one for one in page_of(consultation, language).pieces if one.text.key == key)


# Tags


def test_a_language_is_read_from_its_tag_however_it_is_typed() -> None:
    assert [read_language(tag) for tag in (" PL", "zh-hant", "en_GB", "ckb")] == ["pl", "zh-Hant", "en-GB", "ckb"]
    for wrong in ("", "x", "klingon", "und", "pl\x00", "../pl", "p" * 40, "‮pl", "1234"):
        assert read_language(wrong) is None, wrong


def test_every_common_language_has_a_name_of_its_own_and_a_direction() -> None:
    assert [read_language(tag) for tag in COMMUNITY] == list(COMMUNITY)
    assert all(own_name(tag) != tag for tag in COMMUNITY)
    assert {tag for tag in COMMUNITY if direction(tag) == "rtl"} == {"ur", "ar", "fa", "ckb", "ps"}


# Texts, pure


ASKED = Asked(
    ref="Q2",
    version=2,
    type=QuestionType.SEVERAL_CHOICES,
    text="What stops you?",
    hint="Select all",
    unit="£",
    options=(Option("c1", "The price"), Option("c2", "Nothing", exclusive=True), Option("c3", "16–24")),
)


def texts_with(**words: tuple[str, str]) -> Texts:
    """text=("source", "translation") at version 1."""
    done = tuple(
        Done(f"Q2.1.{part.replace('_', '.')}", said, digest(source), source) for part, (source, said) in words.items()
    )
    return Texts("pl", "en", done)


def test_a_question_has_each_of_its_texts_once_and_not_what_has_no_letters() -> None:
    assert [text.key for text in keys_of(ASKED, "About you", "")] == [
        "Q2.section",
        "Q2.2.text",
        "Q2.2.hint",
        "Q2.2.choice.c1",
        "Q2.2.choice.c2",
    ]


def test_an_agree_scale_stays_our_own_words() -> None:
    scale = Asked(
        ref="Q1", version=1, type=QuestionType.AGREE_SCALE, text="Open late", options=(Option("agree", "Agree"),)
    )
    assert [text.part for text in keys_of(scale)] == ["text"]


def test_a_text_that_is_not_translated_stays_in_its_own_language_and_says_so() -> None:
    asked = in_language(
        ASKED, texts_with(text=("What stops you?", "Co Cię powstrzymuje?"), choice_c1=("The price", "Cena"))
    )
    assert (asked.text, asked.hint, asked.options[0].label, asked.options[1].label) == (
        "Co Cię powstrzymuje?",
        "Select all",
        "Cena",
        "Nothing",
    )
    assert (asked.language_of("text"), asked.language_of("choice.c1")) == ("pl", "pl")
    assert (asked.language_of("hint"), asked.language_of("choice.c2")) == ("en", "en")
    assert [option.code for option in asked.options] == ["c1", "c2", "c3"]


def test_a_question_with_no_translation_at_all_is_in_its_own_language() -> None:
    asked = in_language(ASKED, Texts("pl", "en"))
    assert (asked.language, dict(asked.others)) == ("en", {})
    assert in_language(ASKED, Texts("en", "en")).language == "en"


def test_a_translation_holds_through_new_wordings_as_long_as_its_words_stay() -> None:
    texts = texts_with(text=("What stops you?", "Co?"), choice_c9=("The price", "Cena"), hint=("Tick all", "Zaznacz"))
    asked = in_language(ASKED, texts)
    assert (asked.text, asked.options[0].label) == ("Co?", "Cena")  # the choice had another place before
    hint = next(text for text in keys_of(ASKED) if text.part == "hint")
    assert texts.of(hint) is None
    older = texts.older(hint)
    assert older is not None
    assert (older.of_words, older.words) == ("Tick all", "Zaznacz")


def test_marks_that_turn_the_direction_are_taken_out_and_joiners_stay() -> None:
    assert cleaned("a\u202eb\u2066c\u2069\u202c") == "abc"
    assert cleaned("می\u200cخواهم \u200f(1)") == "می\u200cخواهم \u200f(1)"


# Which languages


def test_a_language_is_added_once_and_leaves_an_event(consultation: Consultation) -> None:
    assert commands.add_language(consultation.project_id, consultation.ref, "UR", by=None, at=NOW) == "ur"
    assert consultation.languages == ["en", "ur"]
    with pytest.raises(Refused):
        commands.add_language(consultation.project_id, consultation.ref, "ur", by=None, at=NOW)
    with pytest.raises(Refused):
        commands.add_language(consultation.project_id, consultation.ref, "elvish", by=None, at=NOW)
    event = db.session.query(EventRow).order_by(EventRow.sequence.desc()).first()
    assert event is not None
    assert (event.kind, event.details) == ("language_added", {"activity": "C1", "language": "ur"})


def test_its_own_language_stays_and_can_be_said_only_before_others_come(consultation: Consultation) -> None:
    commands.say_own_language(consultation.project_id, consultation.ref, "cy", by=None, at=NOW)
    assert consultation.languages == ["cy"]
    with pytest.raises(Refused):
        commands.remove_language(consultation.project_id, consultation.ref, "cy", by=None, at=NOW)
    commands.add_language(consultation.project_id, consultation.ref, "en", by=None, at=NOW)
    with pytest.raises(Refused):
        commands.say_own_language(consultation.project_id, consultation.ref, "en", by=None, at=NOW)


def test_a_language_taken_out_keeps_its_translations_and_the_answers_in_it(consultation: Consultation) -> None:
    in_polish(consultation, title="Powiedz nam")
    sent = make_submission(consultation)
    sent.language = "pl"
    make_answer(consultation.questions[0], submission=sent, choice="Yes")
    commands.remove_language(consultation.project_id, consultation.ref, "pl", by=None, at=NOW)
    commit()
    with pytest.raises(NotFound):
        page_of(consultation)
    left = queries.overview(consultation.project_id, consultation.ref).left
    assert [(one.tag, one.answers, one.done, one.offered) for one in left] == [("pl", 1, 1, False)]
    assert sent.language == "pl"
    commands.add_language(consultation.project_id, consultation.ref, "pl", by=None, at=NOW)
    assert piece(consultation, "title").words == "Powiedz nam"


def test_a_language_of_another_project_cannot_be_touched(consultation: Consultation) -> None:
    elsewhere = make_project()
    with pytest.raises(NotFound):
        commands.add_language(elsewhere.id, consultation.ref, "pl", by=None, at=NOW)


# Translating


def test_every_text_stands_beside_its_translation_and_what_is_missing_is_counted(
    consultation: Consultation, facilitator: Browser
) -> None:
    page = facilitator.get(staff_address(consultation))
    page = facilitator.submit(page, "#add-language", follow=True, language="ur")
    assert page.url.endswith("/languages/ur")
    box = page.one("#text-Q2-1-choice-c3")
    assert (box["lang"], box["dir"]) == ("ur", "rtl")
    assert page.text("#text-Q2-1-choice-c3-own") == ["Nothing makes it hard"]
    assert "agree" not in {str(tag["name"]).split(".")[-1] for tag in page.soup.select("textarea")}
    total = len(page.soup.select("#translations textarea"))
    assert f"Missing ({total})" in page.words
    page = translate(facilitator, page, {"text:Q2.1.text": "آپ کے لیے کیا مشکل ہے؟"}, follow=True)
    assert "1 text was saved." in page.words
    assert f"Missing ({total - 1})" in page.words
    page = facilitator.get(staff_address(consultation, "/ur?show=missing"))
    assert len(page.soup.select("#translations textarea")) == total - 1


def test_an_unknown_code_is_refused_and_stays_in_its_box(consultation: Consultation, facilitator: Browser) -> None:
    page = facilitator.get(staff_address(consultation))
    page = facilitator.submit(page, "#add-language", other="elvish")
    assert page.status == 422
    assert "That is not the code of a language." in page.words
    assert page.one("#other")["value"] == "elvish"


def test_saving_keeps_everything_typed_when_one_text_is_too_long(
    consultation: Consultation, facilitator: Browser
) -> None:
    in_polish(consultation)
    page = facilitator.get(staff_address(consultation, "/pl"))
    page = translate(facilitator, page, {"text:Q1.1.text": "Czy?", "text:Q2.1.text": "ż" * 601})
    assert page.status == 422
    assert page.text("title")[0].startswith("Error:")
    assert page.text("#text-Q2-1-text-error") == ["Error: Make this 600 characters or fewer."]
    assert page.one("#text-Q1-1-text").get_text() == "Czy?"
    assert page.one("#text-Q2-1-text").get_text() == "ż" * 601
    assert db.session.query(Translation).count() == 0
    page = translate(facilitator, page, {"text:Q2.1.text": "ż" * 600}, follow=True)
    assert "2 texts were saved." in page.words


def test_a_text_that_changed_shows_its_translation_as_older_until_it_is_confirmed(consultation: Consultation) -> None:
    in_polish(consultation, Q3_1_text="Co zachować?")
    change(consultation, "Q3", "What is one thing you would keep for ever?")
    found = piece(consultation, "Q3.1.text")
    assert (found.stands, found.words) == (Stands.OLDER, "")
    assert found.older is not None
    assert (found.older.of_words, found.older.words) == ("What is one thing you would keep?", "Co zachować?")
    still = {"Q3.1.text": Typed("", shown(found.text, ""), confirmed=True)}
    assert commands.save_translations(consultation.project_id, consultation.ref, "pl", still, by=None, at=NOW) == 1
    assert piece(consultation, "Q3.1.text").words == "Co zachować?"


def test_a_new_wording_keeps_the_translations_of_what_it_left_as_it_was(consultation: Consultation) -> None:
    in_polish(consultation, Q1_1_text="Czy?", Q1_1_choice_c1="Tak", Q1_1_choice_c2="Nie")
    make_answer(consultation.questions[0], choice="Yes")
    commit()
    assert change(consultation, "Q1", "Have you ever been to the hub?") == 2
    assert piece(consultation, "Q1.2.choice.c1").words == "Tak"
    assert piece(consultation, "Q1.2.text").stands is Stands.OLDER
    first = rows.asked(consultation.questions[0], consultation.questions[0].versions[0])
    texts = Texts("pl", "en", tuple(Done(t.key, t.text, t.of_digest) for t in consultation.translations))
    assert in_language(first, texts).text == "Czy?"


def change(consultation: Consultation, question: str, text: str) -> int:
    view = overviews.question_to_change(consultation.project_id, consultation.ref, question)
    fields = {
        name: getattr(view.asked, name) for name in ("type", "hint", "why", "required", "offers_not_sure", "options")
    }
    draft = QuestionDraft(text=text, **fields)
    number = building.change_question(consultation.project_id, consultation.ref, question, draft, by=None, at=NOW)
    commit()
    return number


def test_two_people_translate_at_once_without_losing_each_others_words(consultation: Consultation) -> None:
    in_polish(consultation, Q1_1_text="Czy?")
    before = piece(consultation, "Q1.1.text")
    save(consultation, "pl", {"Q1.1.text": "Czy na pewno?"})
    untouched = {"Q1.1.text": Typed("Czy?", shown(before.text, "Czy?")), "Q3.1.text": Typed("Co?")}
    assert commands.save_translations(consultation.project_id, consultation.ref, "pl", untouched, by=None, at=NOW) == 1
    assert piece(consultation, "Q1.1.text").words == "Czy na pewno?"
    mine = {"Q1.1.text": Typed("Czy nie?", shown(before.text, "Czy?"))}
    with pytest.raises(NotSaved) as refused:
        commands.save_translations(consultation.project_id, consultation.ref, "pl", mine, by=None, at=NOW)
    assert "Czy na pewno?" in str(refused.value.wrong["Q1.1.text"])


def test_a_text_that_changed_while_it_was_translated_is_told(consultation: Consultation) -> None:
    in_polish(consultation)
    before = piece(consultation, "Q3.1.text")
    change(consultation, "Q3", "What else?")
    late = {"Q3.1.text": Typed("Co zachować?", shown(before.text, ""))}
    with pytest.raises(NotSaved) as refused:
        commands.save_translations(consultation.project_id, consultation.ref, "pl", late, by=None, at=NOW)
    assert "changed meanwhile" in str(refused.value.wrong["Q3.1.text"])


def test_words_for_a_question_that_is_gone_are_shown_to_be_copied(
    consultation: Consultation, facilitator: Browser
) -> None:
    in_polish(consultation)
    page = facilitator.get(staff_address(consultation, "/pl"))
    building.remove_question(consultation.project_id, consultation.ref, "Q6", by=None, at=NOW)
    page = translate(facilitator, page, {"text:Q6.1.text": "Jak daleko?"})
    assert page.status == 422
    assert page.text("#text-Q6-1-text p") == ["Jak daleko?"]


def test_an_emptied_box_takes_the_translation_back(consultation: Consultation, facilitator: Browser) -> None:
    in_polish(consultation, title="Powiedz nam")
    page = facilitator.get(staff_address(consultation, "/pl"))
    translate(facilitator, page, {"text:title": ""})
    assert piece(consultation, "title").stands is Stands.MISSING


def test_turning_marks_in_a_translation_are_not_kept(consultation: Consultation) -> None:
    in_polish(consultation, title="Powiedz \u202emany\u2066")
    assert piece(consultation, "title").words == "Powiedz many"


# Answering


def test_someone_answering_in_a_language_that_is_taken_out_reads_on_in_the_own_one(
    consultation: Consultation, browser: Browser
) -> None:
    in_polish(consultation, Q1_1_text="Czy?", Q1_1_choice_c1="Tak", Q2_1_text="Co utrudnia?")
    page = browser.get(address(consultation, "?lang=pl"))
    page = browser.submit(page, "#begin", follow=True)
    assert page.text("h1") == ["Czy?"]
    page = go_on(browser, page, answer="c1")
    assert page.text("h1") == ["Co utrudnia?"]
    commands.remove_language(consultation.project_id, consultation.ref, "pl", by=None, at=NOW)
    page = browser.get(address(consultation, "/q/Q2"))
    assert page.one("h1 [lang]")["lang"] == "en"  # our own words stay Polish, the question says that it is English
    assert page.text("h1") == [HARD]
    page = browser.get(address(consultation, "/check"))
    page = browser.submit(page, "#send", follow=True)
    sent = db.session.scalars(select(Submission)).one()
    assert sent.language == "pl"
    results = queries.overview(consultation.project_id, consultation.ref)
    assert [(one.tag, one.answers) for one in (*results.tongues, *results.left)] == [("en", 0), ("pl", 1)]


def test_results_say_in_which_languages_people_answered(
    consultation: Consultation, facilitator: Browser, browser: Browser
) -> None:
    in_polish(consultation, Q1_1_text="Czy?")
    page = browser.get(address(consultation, "?lang=pl"))
    go_on(browser, browser.submit(page, "#begin", follow=True), answer="c1")
    browser.submit(browser.get(address(consultation, "/check")), "#send", follow=True)
    make_answer(consultation.questions[0], choice="Yes")
    slug = db.session.get_one(Project, consultation.project_id).slug
    page = facilitator.get(f"/manage/{slug}/questions/{consultation.ref}/results")
    assert page.text("#spoken") == ["Answered in: English: 1, Polish: 1."]


def test_each_text_says_its_language_where_it_is_not_that_of_the_page(
    consultation: Consultation, browser: Browser
) -> None:
    in_polish(consultation, Q2_1_text="Co utrudnia?", Q2_1_choice_c1="Cena")
    page = browser.get(address(consultation, "?lang=pl"))
    assert [(one["lang"], one.get_text()) for one in page.soup.select("h1 [lang]")] == [("en", "Have your say")]
    browser.submit(page, "#begin", follow=True)
    page = browser.get(address(consultation, "/q/Q2"))
    marked = {" ".join(one.get_text().split()): one["lang"] for one in page.soup.select("#main [lang]")}
    assert marked == {
        "Select all that apply to you": "en",
        "Something else": "en",
        "Nothing makes it hard": "en",
        "So that we can take away what stops people.": "en",
    }


def test_the_switch_offers_the_questionnaires_languages_and_stays_on_the_page_after_an_error(
    consultation: Consultation, browser: Browser
) -> None:
    commands.add_language(consultation.project_id, consultation.ref, "so", by=None, at=NOW)
    begin(browser, consultation)
    page = browser.get(address(consultation, "/q/Q6"))
    page = go_on(browser, page, follow=False, answer="four")
    assert page.status == 422
    links = {link.get_text(): str(link["href"]) for link in page.soup.select(".shape-language a")}
    assert list(links) == ["Cymraeg", "Soomaali"]
    assert "/q/Q6?" in links["Soomaali"]
    page = browser.get(links["Soomaali"])
    assert page.one("html")["lang"] == "en"  # we have no words of our own in Somali
    assert page.text(".shape-language summary [lang=so]") == ["Soomaali"]
    browser.submit(page, "#question-form", follow=True, button=("go", "continue"), Q6="4")
    assert db.session.scalars(select(Draft.language)).all() == ["so"]


def test_a_language_nobody_offers_changes_nothing(consultation: Consultation, browser: Browser) -> None:
    for wrong in ("de", "xx", "../../etc", "ro" * 50, "en%0d%0aSet-Cookie"):
        page = browser.get(address(consultation, f"?lang={wrong}"))
        assert page.one("html")["lang"] == "en"
        assert "codesign-language" not in str(page.headers.getlist("Set-Cookie"))


# Files


def test_the_spreadsheet_goes_out_and_comes_back_equal(consultation: Consultation, facilitator: Browser) -> None:
    consultation.introduction = "=1+1 is two.\n\nSecond line, “quoted”; with a semicolon"
    in_polish(consultation, title="-Powiedz nam", Q2_1_text="Co utrudnia?\nNaprawdę")
    for sort in ("csv", "xlsx"):
        file = facilitator.client.get(staff_address(consultation, f"/pl/texts.{sort}"))
        assert file.headers["Content-Disposition"].startswith("attachment")
        found = {row.key: row for row in sheets.read(file.get_data())}
        expected = {one.text.key: (one.text.words, one.words) for one in page_of(consultation).pieces}
        assert {key: (row.source, row.translation) for key, row in found.items()} == expected, sort
        report = commands.take_in_sheet(
            consultation.project_id, consultation.ref, "pl", file.get_data(), by=None, at=NOW
        )
        assert (report.read, report.taken) == (len(expected), 0)
    assert b"'=1+1" in facilitator.client.get(staff_address(consultation, "/pl/texts.csv")).get_data()


def filled(consultation: Consultation, **words: str) -> bytes:
    named = {key.replace("_", "."): said for key, said in words.items()}
    book = _load(io.BytesIO(sheets.as_xlsx(queries.sheet_rows(consultation.project_id, consultation.ref, "pl", {}))))
    for line in book.worksheets[0].iter_rows(min_row=2):
        if line[0].value in named:
            line[3].value = named[line[0].value]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def upload(browser: Browser, page: Page, selector: str, content: bytes, name: str) -> Page:
    _method, action, values = page.form_values(selector)
    answer = browser.client.post(
        action, data={**dict(values), "file": (io.BytesIO(content), name)}, content_type="multipart/form-data"
    )
    return Page(answer, action)


def test_a_filled_spreadsheet_is_taken_in_and_taken_in_again_changes_nothing(
    consultation: Consultation, facilitator: Browser
) -> None:
    in_polish(consultation)
    file = filled(consultation, title="Powiedz nam", Q1_1_text="Czy?")
    page = facilitator.get(staff_address(consultation, "/pl"))
    assert upload(facilitator, page, "#bring-in", file, "pl.xlsx").status == 303
    assert piece(consultation, "title").words == "Powiedz nam"
    again = commands.take_in_sheet(consultation.project_id, consultation.ref, "pl", file, by=None, at=NOW)
    assert again.taken == 0


def test_one_bad_row_takes_nothing_and_says_row_column_and_what_to_do(
    consultation: Consultation, facilitator: Browser
) -> None:
    in_polish(consultation)
    lines = ["key;translation", "title;Powiedz nam", "Q99.1.text;Co?", "Q1.1.text;" + "a" * 601, "title;Jeszcze raz"]
    page = facilitator.get(staff_address(consultation, "/pl"))
    page = upload(facilitator, page, "#bring-in", "\n".join(lines).encode(), "pl.csv")
    assert page.status == 422
    assert page.text("#error-summary li") == [
        "Row 3, column “key”: There is no text “Q99.1.text”. Download a new file, or take this row out.",
        "Row 4, column “translation”: Make this 600 characters or fewer.",
        "Row 5, column “key”: This text stands in row 2 already. Take one of the two rows out.",
        "Nothing was taken from the file. Change it, then upload it again.",
    ]
    assert db.session.query(Translation).count() == 0


def test_a_file_of_older_words_is_kept_as_older(consultation: Consultation) -> None:
    in_polish(consultation)
    file = filled(consultation, Q3_1_text="Co zachować?")
    change(consultation, "Q3", "What else?")
    report = commands.take_in_sheet(consultation.project_id, consultation.ref, "pl", file, by=None, at=NOW)
    assert (report.taken, len(report.notes)) == (1, 1)
    found = piece(consultation, "Q3.1.text")
    assert found.stands is Stands.OLDER
    assert found.older is not None
    assert found.older.words == "Co zachować?"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty."),
        (b"name,words\na,b\n", "The first row must name the columns"),
        ("key,translation\ntitle,łąka\n".encode("iso-8859-2"), "Save it as “CSV UTF-8”"),
        (b"PK\x03\x04 not a workbook", "cannot be read as XLSX"),
        (b"key,translation\n" + b"title,a\n" * 20_001, "more rows than there are texts"),
        (b"a" * (sheets.LARGEST + 1), "over 5 MB"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(content: bytes, said: str) -> None:
    with pytest.raises(sheets.BadSheet) as refused:
        sheets.read(content)
    assert said in str(refused.value)


def test_a_file_as_excel_writes_unicode_text_is_read() -> None:
    rows_ = sheets.read("key\ttranslation\ntitle\tŁąka\n".encode("utf-16"))
    assert [(row.number, row.key, row.translation) for row in rows_] == [(2, "title", "Łąka")]


# Recorded voices

WEBM = b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm" + b"\x00" * 400
OGG = b"OggS\x00\x02" + b"\x00" * 40
MP3 = b"ID3\x04\x00" + b"\x00" * 40
M4A = b"\x00\x00\x00\x20ftypM4A \x00\x00\x00\x00" + b"\x00" * 40


def test_a_recording_is_known_by_its_first_bytes_and_by_nothing_else() -> None:
    assert [clips.media_type(one) for one in (WEBM, OGG, MP3, M4A, b"\xff\xfb\x90\x00")] == [
        "audio/webm",
        "audio/ogg",
        "audio/mpeg",
        "audio/mp4",
        "audio/mpeg",
    ]
    for other in (b"", b"<html>", b"RIFF\x00\x00\x00\x00WAVE", b"%PDF-1.7", b"\xff\xd8\xff\xe0", b"\xff\xfe<\x00"):
        assert clips.media_type(other) is None


def test_a_recording_is_kept_played_in_pieces_replaced_and_taken_away(
    consultation: Consultation, facilitator: Browser, browser: Browser
) -> None:
    in_polish(consultation)
    page = facilitator.get(staff_address(consultation, "/pl/recordings"))
    assert upload(facilitator, page, "#record-Q1", WEBM, "pytanie.txt").status == 303
    page = facilitator.get(staff_address(consultation, "/pl/recordings"))
    assert facilitator.client.get(str(page.one("#Q1 audio")["src"])).get_data() == WEBM

    slug = db.session.get_one(Project, consultation.project_id).slug
    address = f"/p/{slug}/c/{consultation.ref}/clip/Q1?in=pl"
    heard = browser.client.get(address)
    assert (heard.status_code, heard.get_data(), heard.content_type) == (200, WEBM, "audio/webm")
    assert heard.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in heard.headers["Content-Security-Policy"]
    piece_ = browser.client.get(address, headers={"Range": "bytes=0-9"})
    assert (piece_.status_code, piece_.get_data()) == (206, WEBM[:10])
    assert piece_.headers["Content-Range"] == f"bytes 0-9/{len(WEBM)}"
    known = browser.client.get(address, headers={"If-None-Match": heard.headers["ETag"]})
    assert known.status_code == 304
    for nothing in ("Q1?in=en", "Q2?in=pl", "Q99?in=pl", "Q1?in=%00"):
        assert browser.get(f"/p/{slug}/c/{consultation.ref}/clip/{nothing}").status in (400, 404)

    assert upload(facilitator, page, "#record-Q1", MP3, "a.mp3").status == 303
    assert db.session.query(Upload).count() == 1
    page = facilitator.get(staff_address(consultation, "/pl/recordings"))
    facilitator.submit(page, "#remove-Q1", follow=True)
    assert db.session.query(Upload).count() == 0
    assert browser.get(address).status == 404


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Choose a recording first."),
        (b"<script>alert(1)</script>", "Save it as MP3, M4A, Ogg or WebM."),
        (MP3 + b"\x00" * clips.LARGEST, "The recording is over 2 MB."),
    ],
)
def test_a_file_that_is_no_recording_is_refused(
    consultation: Consultation, facilitator: Browser, content: bytes, said: str
) -> None:
    page = facilitator.get(staff_address(consultation, "/en/recordings"))
    page = upload(facilitator, page, "#record-Q1", content, "a.mp3")
    assert page.status == 422
    assert said in page.text("#file-Q1-error")[0]
    assert db.session.query(Upload).count() == 0


def test_a_question_with_a_recording_can_be_taken_out(consultation: Consultation) -> None:
    commands.keep_clip(consultation.project_id, consultation.ref, "Q1", "en", MP3, by=None, at=NOW)
    building.remove_question(consultation.project_id, consultation.ref, "Q1", by=None, at=NOW)
    commit()


def test_observers_look_and_change_nothing(consultation: Consultation, staff_browser: Browser) -> None:
    in_polish(consultation)
    project = db.session.get_one(Project, consultation.project_id)
    sign_in(staff_browser, make_person(Role.OBSERVER, project=project))
    page = staff_browser.get(staff_address(consultation, "/pl"))
    assert page.status == 200
    assert not page.soup.select("#bring-in, #translations button")
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.html)
    assert token is not None
    answer = staff_browser.post(staff_address(consultation, "/pl"), {"csrf_token": token[1], "text:title": "x"})
    assert answer.status == 403


def test_what_a_box_was_drawn_from_changes_with_either_side() -> None:
    text = Text(key="title", words="Have your say")
    assert len({shown(text, ""), shown(text, "a"), shown(Text(key="title", words="Say"), "")}) == 3
