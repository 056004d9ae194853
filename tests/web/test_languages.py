"""Languages, wired end to end: catalogues that are whole, Welsh with its mutations, and English where nobody has written yet."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import flask_wtf
import pytest
import wtforms
from babel import Locale
from babel.messages.catalog import Catalog
from babel.support import Translations
from flask import Flask
from flask_babel import force_locale, gettext, ngettext, refresh
from wtforms import DecimalField, IntegerField, RadioField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, NumberRange

from codesign.config import resource_folder
from codesign.web import build_translations
from codesign.web.builtin_words import WORDS
from codesign.web.forms import Form, SelectChoice
from codesign.web.i18n import LANGUAGES
from tests.browser import Browser
from tests.consultations.asking import begin, go_on, questionnaire, send
from tests.make import commit, make_board, make_idea, make_project

ROOT = resource_folder("translations").parent
FOLDER = resource_folder("translations")
NUMBERS = (0, 1, 2, 3, 6, 100)


@pytest.fixture(scope="module", autouse=True)
def _compiled() -> None:
    missing = [path for path in FOLDER.glob("*/LC_MESSAGES/messages.po") if not path.with_suffix(".mo").is_file()]
    assert not missing, "Compile the catalogues first: python -m codesign.web.build_translations"


# The catalogues


def test_every_message_is_extracted_and_every_translation_is_whole() -> None:
    assert list(build_translations.faults(ROOT, FOLDER)) == []


def test_extracting_again_changes_nothing_and_names_no_day_line_or_machine(checkout: Path) -> None:
    folder = checkout / "translations"
    build_translations.extract(checkout, folder)
    first = {path: path.read_bytes() for path in folder.rglob("*.po*")}
    build_translations.extract(checkout, folder)
    assert {path: path.read_bytes() for path in folder.rglob("*.po*")} == first
    text = (folder / "messages.pot").read_text()
    assert str(checkout) not in text
    assert "Date" not in text
    assert "#: codesign/words.py\n" in text


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A small checkout: two sources with three messages, and a Welsh catalogue of them."""
    (tmp_path / "codesign").mkdir()
    (tmp_path / "templates").mkdir()
    (tmp_path / "translations" / "cy" / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "translations" / "babel.cfg").write_text((FOLDER / "babel.cfg").read_text())
    (tmp_path / "codesign" / "words.py").write_text('OPEN = _l("Open at %(time)s")\nPAGE = pgettext("paper", "Page")\n')
    (tmp_path / "templates" / "ideas.html").write_text('{{ ngettext("%(num)s idea", "%(num)s ideas", 3) }}')
    po = tmp_path / "translations" / "cy" / "LC_MESSAGES" / "messages.po"
    build_translations.write(po, Catalog(locale="cy", charset="utf-8", fuzzy=False))
    build_translations.extract(tmp_path, tmp_path / "translations")
    return tmp_path


def translate(checkout: Path, text: str, words: Any) -> None:
    path = checkout / "translations" / "cy" / "LC_MESSAGES" / "messages.po"
    catalogue = build_translations.read(path, "cy")
    for (english, _context), message in build_translations.messages(catalogue).items():
        if english == text:
            message.string = words
    build_translations.write(path, catalogue)


def compiled(checkout: Path) -> Translations:
    path = build_translations.compile_catalogues(checkout / "translations")[0]
    with path.open("rb") as file:
        return Translations(file)


def test_the_check_finds_a_string_that_nobody_extracted(checkout: Path) -> None:
    folder = checkout / "translations"
    assert list(build_translations.faults(checkout, folder)) == []
    (checkout / "templates" / "new.html").write_text('<p>{{ _("A new sentence.") }}</p>')
    faults = list(build_translations.faults(checkout, folder))
    assert faults == [
        f"messages.pot lacks “A new sentence.” from templates/new.html. Run {build_translations.EXTRACT}."
    ]
    build_translations.extract(checkout, folder)
    assert list(build_translations.faults(checkout, folder)) == []


def test_the_check_says_no_with_a_sentence(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(build_translations, "resource_folder", lambda name: checkout / name)
    assert build_translations.main(["--check"]) == 0
    (checkout / "codesign" / "more.py").write_text('_("Forgotten.")\n')
    capsys.readouterr()
    assert build_translations.main(["--check"]) == 1
    assert "messages.pot lacks “Forgotten.” from codesign/more.py." in capsys.readouterr().out
    assert build_translations.main(["--extract"]) == 0
    assert build_translations.main(["--check"]) == 0
    assert build_translations.main(["--guess"]) == 2


@pytest.mark.parametrize(
    ("text", "words", "fault"),
    [
        ("Open at %(time)s", "Ar agor am %(amser)s", "a different placeholder (%(amser)s, %(time)s)"),
        ("Open at %(time)s", "Ar agor", "a different placeholder (%(time)s)"),
        ("Open at %(time)s", "100% am %(time)s", "a bare % (write %%)"),
        ("%(num)s idea", ("%(num)s syniad", "%(num)s syniad", "", "", ""), "2 of 5 plural forms"),
        ("%(num)s idea", ("%(num)s syniad", "%(nifer)s syniad") * 2 + ("%(num)s syniad",), "a different placeholder"),
    ],
)
def test_the_check_finds_a_translation_that_would_break(checkout: Path, text: str, words: Any, fault: str) -> None:
    translate(checkout, text, words)
    faults = list(build_translations.faults(checkout, checkout / "translations"))
    assert len(faults) == 1
    assert faults[0].startswith(f"cy: {fault}")
    assert text in faults[0]


def test_a_changed_message_loses_its_translation_and_gets_no_guess(checkout: Path) -> None:
    translate(checkout, "Open at %(time)s", "Ar agor am %(time)s")
    (checkout / "codesign" / "words.py").write_text('OPEN = _l("Opens at %(time)s")\n')
    build_translations.extract(checkout, checkout / "translations")
    text = (checkout / "translations" / "cy" / "LC_MESSAGES" / "messages.po").read_text()
    assert 'msgid "Opens at %(time)s"\nmsgstr ""\n' in text
    assert "fuzzy" not in text
    assert '#~ msgstr "Ar agor am %(time)s"' in text, "the old words stay for the translator to look at"


@pytest.mark.parametrize("words", [("",) * 5, ("%(num)s syniad", "%(num)s syniad", "", "", "")])
def test_a_plural_that_is_not_whole_falls_back_to_english(checkout: Path, words: Any) -> None:
    translate(checkout, "%(num)s idea", words)
    cy = compiled(checkout)
    said = [cy.ungettext("%(num)s idea", "%(num)s ideas", n) % {"num": n} for n in NUMBERS]
    assert said == ["0 ideas", "1 idea", "2 ideas", "3 ideas", "6 ideas", "100 ideas"]


# What people read

FALLBACK = "A sentence that nobody has put into Welsh."
PLURALS = {
    "%(num)s person so far": [
        "0 o bobl hyd yma",
        "1 person hyd yma",
        "2 berson hyd yma",
        "3 pherson hyd yma",
        "6 pherson hyd yma",
        "100 o bobl hyd yma",
    ],
    "%(num)s card": ["0 cerdyn", "1 cerdyn", "2 gerdyn", "3 cherdyn", "6 cherdyn", "100 cerdyn"],
    "%(num)s vote": ["0 pleidlais", "1 bleidlais", "2 bleidlais", "3 pleidlais", "6 phleidlais", "100 pleidlais"],
    "%(num)s day ago": [
        "0 diwrnod yn ôl",
        "1 diwrnod yn ôl",
        "2 ddiwrnod yn ôl",
        "3 diwrnod yn ôl",
        "6 diwrnod yn ôl",
        "100 diwrnod yn ôl",
    ],
}


@pytest.mark.parametrize("text", PLURALS)
def test_welsh_counts_with_its_own_five_forms(app: Flask, text: str) -> None:
    with app.test_request_context("/"), force_locale("cy"):
        assert [ngettext(text, "", n) for n in NUMBERS] == PLURALS[text]


def test_arabic_counts_with_its_own_six_forms(app: Flask) -> None:
    with app.test_request_context("/"), force_locale("ar"):
        said = [ngettext("%(num)s idea", "%(num)s ideas", n) for n in (0, 1, 2, 3, 11, 100)]
    assert said == ["0 فكرة", "فكرة واحدة", "فكرتان", "3 أفكار", "11 فكرة", "100 فكرة"]


@pytest.mark.parametrize("language", ["cy", "ur", "ar"])
def test_what_is_not_translated_is_said_in_english(app: Flask, language: str) -> None:
    with app.test_request_context("/"), force_locale(language):
        assert gettext(FALLBACK) == FALLBACK
        assert [ngettext("%(num)s kite", "%(num)s kites", n) for n in (0, 1, 2)] == ["0 kites", "1 kite", "2 kites"]


def test_a_resident_takes_part_in_welsh(browser: Browser) -> None:
    consultation = questionnaire()
    page = browser.get("/?lang=cy")
    assert page.text("h1") == ["Dweud eich dweud am wasanaethau lleol"]

    page = begin(browser, consultation)
    assert page.one("html")["lang"] == "cy"
    assert page.text(".shape-progress__words span")[0] == "Cwestiwn 1 o 6"
    page = go_on(browser, go_on(browser, page, answer="c1"), follow=False, answer=["c2", "c3"])
    assert page.status == 422
    assert page.text(".govuk-error-summary__title") == ["Mae problem"]
    assert page.text("#Q2-error") == ["Gwall: Dewiswch “Nothing makes it hard” neu atebion eraill, nid y ddau."]
    assert page.soup.title is not None
    assert page.soup.title.get_text().startswith("Gwall: ")

    page = go_on(browser, page, answer=["c1"])
    page = go_on(browser, page, answer="Yr ardd")
    page = go_on(browser, page, answer="Cynnes, gyda thegell.")
    page = go_on(browser, page, answer="agree")
    page = go_on(browser, page, answer="3.5")
    assert page.text("h1") == ["Gwiriwch eich atebion cyn eu hanfon"]
    assert page.text("#line-Q5 .govuk-summary-list__value") == ["Cytuno"], "the scale is ours, so it is in Welsh"
    assert page.text("#line-Q1 .govuk-summary-list__value") == ["Yes"], "the choices are the council's words"
    page = send(browser, page, follow=True)
    assert "Ateb 6 chwestiwn" in page.words
    thanks = browser.get(f"{page.url.partition('/about-you')[0]}/thanks")
    assert thanks.text("h1") == ["Diolch. Mae eich atebion gennym ni"]


@pytest.mark.parametrize(
    ("count", "words"), [(0, None), (1, "1 syniad."), (2, "2 syniad."), (6, "6 syniad.")], ids=["none", "1", "2", "6"]
)
def test_the_idea_board_is_in_welsh(browser: Browser, count: int, words: str | None) -> None:
    board = make_board(make_project(slug="hub"))
    for place in range(count):
        make_idea(board, f"Idea {place}")
    commit()
    page = browser.get("/p/hub/ideas?lang=cy")
    assert "Ychwanegu eich syniad" in page.words
    assert words is None or words in page.words
    assert count or "Dim syniadau eto" in page.words


def test_the_switch_names_each_language_in_itself(browser: Browser) -> None:
    make_project(slug="hub", languages=["en", "cy", "ur", "ar"])
    commit()
    page = browser.get("/p/hub?lang=ur")
    items = page.soup.select(".govuk-language-navigation__list-item > *")
    assert [tag.get_text() for tag in items] == ["English", "Cymraeg", "اردو", "العربية"]
    assert [tag["dir"] for tag in items] == ["ltr", "ltr", "rtl", "rtl"]
    assert (page.one("html")["lang"], page.one("html")["dir"]) == ("ur", "rtl")


@pytest.mark.parametrize("language", ["cy", "ur", "ar"])
def test_the_pages_residents_see_first_are_translated(browser: Browser, language: str) -> None:
    make_board(make_project(slug="hub", languages=["en", "cy", "ur", "ar"]))
    commit()
    for address in ("/p/hub", "/p/hub/ideas", "/join", "/nowhere"):
        english = browser.get(f"{address}?lang=en")
        page = browser.get(f"{address}?lang={language}")
        ours = "h2, main button, .govuk-skip-link, .govuk-tag, .shape-footer li a"
        same = set(english.text(ours)) & set(page.text(ours))
        assert not {words for words in same if words}, address


@pytest.mark.browser
@pytest.mark.parametrize("language", ["cy", "ur"])
def test_pages_fit_a_phone_in_either_direction(chromium: Any, live_server: str, language: str) -> None:
    project = make_project(slug="hub", languages=["en", "cy", "ur"])
    consultation = questionnaire(project=project)
    make_idea(make_board(project), "A very long idea about Llanfairpwllgwyngyllgogerychwyrndrobwll")
    commit()
    page = chromium.new_page(viewport={"width": 375, "height": 800})
    page.goto(f"{live_server}/p/hub?lang={language}")
    for address in ("/p/hub", "/p/hub/ideas", f"/p/hub/c/{consultation.ref}", "/join", "/receipt", "/nowhere"):
        page.goto(live_server + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 375, address
    page.goto(f"{live_server}/p/hub/c/{consultation.ref}")
    page.click("#begin button")
    page.locator(".govuk-radios__label").first.click()
    bar = page.evaluate(
        "(() => { const b = document.querySelector('.shape-back').getBoundingClientRect();"
        " const l = document.querySelector('.govuk-back-link').getBoundingClientRect();"
        " return [l.left - b.left, b.right - l.right]; })()"
    )
    assert (bar[0] > bar[1]) is (language == "ur"), "the way back stands where reading begins"
    page.close()


# What the form library would say by itself


class Plain(Form):
    """Fields with no words of their own."""

    name = StringField("Name", (DataRequired(),))
    whole = IntegerField("Whole")
    amount = DecimalField("Amount", (NumberRange(1, 5),))
    one = RadioField("One", choices=[SelectChoice("a", "A")])
    some = SelectMultipleField("Some", choices=[SelectChoice("a", "A")])


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            {
                "name": "Fill this in.",
                "whole": "Type a whole number, such as 4.",
                "amount": "Type a number from 1 to 5.",
                "one": "Select one of the answers on the page.",
                "some": "Select one of the answers on the page.",
            },
        ),
        (
            "cy",
            {
                "name": "Llenwch hwn.",
                "whole": "Teipiwch rif cyfan, fel 4.",
                "amount": "Teipiwch rif o 1 i 5.",
                "one": "Dewiswch un o’r atebion ar y dudalen.",
                "some": "Dewiswch un o’r atebion ar y dudalen.",
            },
        ),
    ],
)
def test_a_form_speaks_in_our_words_where_a_field_has_none(app: Flask, language: str, words: dict[str, str]) -> None:
    sent = {"name": " ", "whole": "x", "amount": "9", "one": "z", "some": ["a", "z"]}
    with app.test_request_context(f"/?lang={language}", method="POST", data=sent):
        refresh()
        form = Plain(meta={"csrf": False})
        assert not form.validate()
        assert {name: errors[0] for name, errors in form.errors.items()} == words


def test_we_have_words_for_all_that_the_form_library_can_say() -> None:
    said = set()
    for package in (wtforms, flask_wtf):
        for path in Path(str(package.__file__)).parent.rglob("*.py"):
            calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
            asks = [call for call in calls if getattr(call.func, "attr", "") in ("gettext", "ngettext")]
            given = [value for call in asks for value in call.args if isinstance(value, ast.Constant)]
            said |= {value.value for value in given if isinstance(value.value, str)}
    # Fields and validators that this service has no use for, and faults of a programmer.
    unused = (
        "IP address",
        "Mac address",
        "URL",
        "UUID",
        "week",
        "disabled",
        "edited",
        "can't be any of",
        "Date must be",
    )
    programming = ("Invalid field name", "Choices cannot be None")
    wanted = {text for text in said if not any(word in text for word in (*unused, *programming))}
    assert wanted
    assert wanted <= set(WORDS)


def test_every_language_on_offer_is_known_to_babel_and_has_a_catalogue() -> None:
    assert set(LANGUAGES) == {"en", *build_translations.catalogues(FOLDER)}
    for language, path in build_translations.catalogues(FOLDER).items():
        assert build_translations.read(path, language).num_plurals == {"cy": 5, "pl": 3, "ur": 2, "ar": 6}[language]
        assert Locale.parse(language).text_direction in ("ltr", "rtl")
