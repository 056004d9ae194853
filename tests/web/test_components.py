"""Components and widgets: each draws what it says, in words too, and the traps of the form library stay shut."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, render_template, render_template_string
from flask_wtf import FlaskForm
from jinja2 import UndefinedError
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    FieldList,
    FileField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired

from codesign.config import resource_folder
from codesign.web import widgets
from codesign.web.component_examples import EXAMPLES
from codesign.web.components import ERROR_WORDS
from codesign.web.field_errors import form_errors
from tests.web.paper import Tags, draw, page_of, paper_app

TEMPLATES = resource_folder("templates")
COMPONENTS = sorted(path for path in (TEMPLATES / "components").glob("*.html") if path.name != "index.html")
PLAIN = {
    "csrf.html",
    "messages.html",
    "shape_support.html",
    "shape_bar.html",
}  # shown through other examples, or by the shell


@pytest.fixture(scope="module")
def paper() -> Flask:
    return paper_app()


@pytest.fixture(scope="module")
def gallery(paper: Flask) -> str:
    with page_of(paper):
        return render_template("components/index.html", examples=EXAMPLES)


class Fields(FlaskForm):  # type: ignore[misc]
    title = StringField("Title", [DataRequired("Enter a title.")], widget=widgets.TextInput())
    email = StringField("Email", widget=widgets.EmailInput())
    age = IntegerField("Age", widget=widgets.NumberInput())
    secret = PasswordField("Password", widget=widgets.PasswordInput())
    words = TextAreaField("Words", description="A few lines", widget=widgets.CharacterCount(300))
    why = TextAreaField("Why", widget=widgets.TextArea(rows=3))
    one = RadioField(
        "One",
        choices=[SelectChoice("unsure", "I am not sure"), SelectChoice("a", "Agree"), SelectChoice("b", "Disagree")],
        widget=widgets.Radios(boxes=True, exclusive=["unsure"]),
        validators=[DataRequired("Select one.")],
    )
    many = SelectMultipleField(
        "Many",
        choices=[SelectChoice("a", "Cost"), SelectChoice("none", "Nothing"), SelectChoice("o", "Other")],
        widget=widgets.Checkboxes(exclusive=["none"], heading=True),
    )
    kind = SelectField(
        "Kind",
        choices=[
            SelectChoice("x", "Leeds", optgroup="North"),
            SelectChoice("y", "Hull", render_kw={"disabled": True}, optgroup="North"),
        ],
        widget=widgets.Select(),
    )
    agree = BooleanField("I agree", widget=widgets.Checkbox())
    day = widgets.DayField("Day", [DataRequired("Enter a day.")])
    photo = FileField("Photo", widget=widgets.FileInput())


def fields(sent: list[tuple[str, str]] | None = None) -> Fields:
    return Fields(formdata=MultiDict(sent) if sent is not None else None, meta={"csrf": False})


def drawn(paper: Flask, name: str, sent: list[tuple[str, str]] | None = None, **options: Any) -> str:
    with page_of(paper):
        form = fields(sent)
        if sent is not None:
            form.validate()
        return str(form[name](**options))


# Components


def test_every_component_has_an_example(gallery: str) -> None:
    source = (TEMPLATES / "components" / "index.html").read_text(encoding="utf-8")
    missing = [path.name for path in COMPONENTS if path.name not in PLAIN and f'"components/{path.name}"' not in source]
    assert missing == []


def test_every_component_says_how_it_is_used() -> None:
    silent = [path.name for path in COMPONENTS if not path.read_text(encoding="utf-8").startswith("{#- {")]
    assert silent == []


def test_the_examples_make_a_page_with_no_id_twice(gallery: str) -> None:
    ids = Tags(gallery).ids()
    assert sorted({name for name in ids if ids.count(name) > 1}) == []


def test_no_component_or_shell_holds_an_inline_style_or_script() -> None:
    for path in [*COMPONENTS, *TEMPLATES.glob("*.html"), *(TEMPLATES / "errors").glob("*.html")]:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"""\sstyle=|<style|\son[a-z]+=|hx-on|\|\s*safe|javascript:""", text), path.name
        assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text)), path.name


def test_an_unknown_icon_stops_the_page(paper: Flask) -> None:
    with pytest.raises(UndefinedError):
        draw(paper, "shape_icon.html import shapeIcon", "{{ shapeIcon('no such icon') }}")


def test_every_named_icon_draws_something(paper: Flask) -> None:
    html = draw(
        paper,
        "shape_icon.html import shapeIcon, shapeIconNames",
        "{% for n in shapeIconNames %}{{ shapeIcon(n) }}{% endfor %}",
    )
    icons = re.findall(r"<svg[^>]*>(.*?)</svg>", html, re.S)
    assert len(icons) > 40
    assert all("<" in icon for icon in icons)
    assert html.count('aria-hidden="true"') == len(icons)


def test_the_street_is_small_and_hidden_from_screen_readers(paper: Flask) -> None:
    html = draw(paper, "shape_town_picture.html import shapeTownPicture", "{{ shapeTownPicture() }}")
    assert len(html.encode()) < 6000
    assert 'aria-hidden="true"' in html


def test_the_page_names_its_language_direction_project_and_service(gallery: str) -> None:
    tags = Tags(gallery)
    assert tags.of("html")[0]["lang"] == "en"
    assert tags.of("html")[0]["dir"] == "ltr"
    assert len([1 for tag, _attributes in tags.found if tag == "h1"]) == 1
    assert "<title>Components – Shape it Local</title>" in gallery


def test_a_page_with_errors_says_so_in_its_title(paper: Flask) -> None:
    with page_of(paper):
        form = fields([])
        form.validate()
        html = render_template_string(
            '{% extends "base.html" %}{% block title %}Ideas{% endblock %}{% block main %}<h1>Ideas</h1>{% endblock %}',
            form=form,
        )
    assert "<title>Error: Ideas – Alderbrook family hub – Shape it Local</title>" in html


def test_the_staff_shell_marks_the_page_that_is_open(paper: Flask) -> None:
    with page_of(paper):
        html = render_template_string(
            '{% extends "staff.html" %}{% block main %}<h1>Overview</h1>{% endblock %}',
            account=EXAMPLES["account"], sign_out_url="/sign-out", navigation=EXAMPLES["navigation"],
        )  # fmt: skip
    current = [link for link in Tags(html).of("a") if link.get("aria-current") == "page"]
    assert len(current) == 1
    assert "Priya Anand, Alderbrook Council" in html
    assert '<form method="post" action="/sign-out"' in html


@pytest.mark.parametrize("language", ["ur", "ar"])
def test_a_language_from_right_to_left_gets_the_mirrored_stylesheet(paper: Flask, language: str) -> None:
    from flask_babel import force_locale

    with page_of(paper), force_locale(language):
        html = render_template_string('{% extends "base.html" %}{% block main %}<h1>x</h1>{% endblock %}')
    assert Tags(html).of("html")[0]["dir"] == "rtl"
    assert re.search(r'href="/static/app\.rtl\.[0-9a-f]+\.css"', html)


def test_steps_say_which_are_done_and_which_is_now(gallery: str) -> None:
    steps = gallery[gallery.index('<ol class="shape-steps') :]
    assert steps.count('aria-current="step"', 0, steps.index("</ol>")) == 1
    assert "Done: </span>We listened" in gallery


def test_support_says_how_many_and_whether_it_is_given(paper: Flask) -> None:
    support = {**EXAMPLES["ideas"][0]["support"], "mine": True, "count": 65}
    html = draw(paper, "shape_support.html import shapeSupport", "{{ shapeSupport(s) }}", s=support)
    assert 'aria-pressed="true"' in html
    assert "Supported" in html
    assert "people support A warm room" in html
    assert 'name="csrf_token"' in html


def test_hidden_totals_leave_a_support_button_without_a_number(paper: Flask) -> None:
    support = {**EXAMPLES["ideas"][0]["support"], "count": None}
    html = draw(paper, "shape_support.html import shapeSupport", "{{ shapeSupport(s) }}", s=support)
    assert "64" not in html


def test_a_closed_board_shows_words_in_place_of_the_button(paper: Flask) -> None:
    support = {**EXAMPLES["ideas"][0]["support"], "open": False}
    html = draw(paper, "shape_support.html import shapeSupport", "{{ shapeSupport(s) }}", s=support)
    assert "64 people support this" in html
    assert "<button" not in html


def test_a_hidden_group_shows_no_number_and_no_bar(paper: Flask) -> None:
    row = {"group": "Polish", "here": None, "census": 7, "gap": "Hidden, too few people", "low": False}
    html = draw(
        paper, "shape_compare_bars.html import shapeCompareBars", "{{ shapeCompareBars(rows, 'x') }}", rows=[row]
    )
    assert "<svg" not in html
    assert "–" in html


def test_a_withdrawn_piece_of_evidence_shows_no_words(paper: Flask) -> None:
    item = {**EXAMPLES["evidence"][0], "words": None}
    html = draw(paper, "shape_evidence.html import shapeEvidence", "{{ shapeEvidence(item) }}", item=item)
    assert "Withdrawn." in html
    assert "blockquote" not in html


def test_words_of_residents_are_escaped_everywhere(paper: Flask) -> None:
    bad = "<img src=x onerror=alert(1)>"
    idea = {**EXAMPLES["ideas"][0], "title": bad, "text": bad, "who": bad, "theme": bad}
    html = draw(paper, "shape_idea_card.html import shapeIdeaCard", "{{ shapeIdeaCard(idea) }}", idea=idea)
    html += draw(paper, "shape_said_did.html import shapeSaidDid", "{{ shapeSaidDid(q, q, q) }}", q=bad)
    item = {**EXAMPLES["evidence"][0], "words": bad, "who": bad}
    html += draw(paper, "shape_evidence.html import shapeEvidence", "{{ shapeEvidence(item) }}", item=item)
    assert "<img src=x" not in html
    assert html.count("&lt;img") >= 8


def test_a_wall_card_says_its_votes_in_words_and_many_votes_as_a_number(paper: Flask) -> None:
    cards = [{"id": n, "text": "Late", "votes": n, "new": False, "hidden": False} for n in (3, 12)]
    group = {"id": 1, "name": "Open", "colour": 1, "votes": 15, "cards": cards, "more": 0}
    html = draw(paper, "shape_wall_group.html import shapeWallGroup", "{{ shapeWallGroup(g) }}", g=group)
    assert "3 votes" in html
    assert html.count('class="shape-wcard__dot"') == 4
    assert "12" in html


def test_a_hidden_card_keeps_its_words_off_the_page(paper: Flask) -> None:
    card = {"id": 1, "text": "Secret", "votes": 0, "new": False, "hidden": True}
    html = draw(paper, "shape_wall_group.html import shapeWallTray", "{{ shapeWallTray([card]) }}", card=card)
    assert "Secret" not in html


@pytest.mark.parametrize("status", [400, 403, 404, 410, 413, 422, 429, 500, 503])
def test_an_error_page_says_what_happened_and_what_to_do(paper: Flask, status: int) -> None:
    with page_of(paper):
        title, body = (str(words) for words in ERROR_WORDS[status])
        html = render_template("errors/error.html", status=status, title=title, body=body, reference="")
    assert f"<h1>{title}</h1>" in html
    for sentence in re.split(r"[.!?]\s*", f"{title}. {body}"):
        assert len(sentence.split()) <= 20, sentence
    assert not re.search(r"\b(please|simply|submit|click here)\b", f"{title} {body}", re.I)


# Strictness


def test_a_misspelt_name_fails(paper: Flask) -> None:
    with page_of(paper), pytest.raises(UndefinedError):
        render_template_string("{{ tittle }}")


def test_a_misspelt_field_of_a_view_fails(paper: Flask) -> None:
    with page_of(paper), pytest.raises(UndefinedError):
        render_template_string("{% if view.tittle %}x{% endif %}", view=Path("/"))


def test_a_parameter_left_out_of_a_govuk_macro_is_quiet(paper: Flask) -> None:
    with page_of(paper):
        assert render_template_string("{% if params.classes %}x{% endif %}ok", params={}) == "ok"


# Widgets


def test_a_field_without_a_hint_points_at_none(paper: Flask) -> None:
    for name in ("title", "one", "many", "day", "agree", "kind"):
        html = drawn(paper, name)
        assert "-hint" not in html, name
        assert "aria-describedby" not in html, name


def test_a_field_with_a_hint_points_at_it(paper: Flask) -> None:
    html = drawn(paper, "words")
    assert 'id="words-hint"' in html
    assert "words-hint" in str(Tags(html).of("textarea")[0]["aria-describedby"])


def test_the_choice_that_stands_alone_comes_last_after_or(paper: Flask) -> None:
    html = drawn(paper, "many")
    assert [box["value"] for box in Tags(html).of("input")] == ["a", "o", "none"]
    assert re.search(r'divider">or</div>.*data-behaviour="exclusive"', html, re.S)
    assert [box["value"] for box in Tags(drawn(paper, "one")).of("input")] == ["a", "b", "unsure"]


def test_drawing_a_field_twice_gives_the_same(paper: Flask) -> None:
    options = {"params": {"fieldset": {"legend": {"classes": "govuk-fieldset__legend--m"}}}}
    with page_of(paper):
        form = fields([("many", "a")])
        assert form.many(**options) == form.many(**options)
    assert options == {"params": {"fieldset": {"legend": {"classes": "govuk-fieldset__legend--m"}}}}


def test_a_required_field_leaves_the_message_to_us(paper: Flask) -> None:
    assert "required" not in drawn(paper, "title")


def test_an_email_field_is_one(paper: Flask) -> None:
    box = Tags(drawn(paper, "email")).of("input")[0]
    assert (box["type"], box["autocomplete"]) == ("email", "email")


def test_a_password_is_never_sent_back(paper: Flask) -> None:
    assert "hunter2" not in drawn(paper, "secret", [("secret", "hunter2")])


def test_what_was_typed_is_kept(paper: Flask) -> None:
    assert 'value="Benches &amp; trees"' in drawn(paper, "title", [("title", "Benches & trees")])
    assert "Late &lt;b&gt;" in drawn(paper, "words", [("words", "Late <b>")])


def test_an_error_is_shown_by_the_field_with_its_hidden_word(paper: Flask) -> None:
    html = drawn(paper, "one", [])
    assert '<span class="govuk-visually-hidden">Error:</span> Select one.' in html
    assert 'id="one-error"' in html


@pytest.mark.parametrize("sent", [[], ["3"], ["3", "4"], ["3", "4", "2026"], ["3", "4", "2026", "9"], ["31 12 1999"]])
def test_a_date_is_drawn_however_many_parts_were_sent(paper: Flask, sent: list[str]) -> None:
    html = drawn(paper, "day", [("day", part) for part in sent])
    boxes = Tags(html).of("input")
    assert [box["id"] for box in boxes] == ["day", "day-month", "day-year"]
    assert [box.get("value") or "" for box in boxes] == [*" ".join(sent).split(), "", "", ""][:3]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (["31", "2", "2026"], "Enter a real date, like 27 3 2026."),
        (["x", "\x00", "9" * 400], "Enter a real date, like 27 3 2026."),
        (["", " ", ""], "Enter a day."),
        (["27", "3", "2026"], None),
    ],
)
def test_a_date_that_is_not_one_says_what_to_type(paper: Flask, sent: list[str], said: str | None) -> None:
    with page_of(paper):
        form = fields([("day", part) for part in sent])
        form.validate()
        assert [str(error) for error in form.day.errors] == ([said] if said else [])


def test_day_month_and_year_are_translated(paper: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(widgets, "_", lambda words: f"[{words}]")
    html = drawn(paper, "day")
    assert all(f"[{part}]" in html for part in ("Day", "Month", "Year"))


def test_a_choice_opens_more_fields_and_text_in_it_is_escaped(paper: Flask) -> None:
    html = drawn(paper, "many", conditional={"o": Markup("<b>more</b>")})
    assert 'id="conditional-many-2"' in html
    assert "<b>more</b>" in html
    assert "<i>" not in drawn(paper, "many", conditional={"o": "<i>"})


def test_groups_and_disabled_choices_of_a_drop_down_are_not_lost(paper: Flask) -> None:
    html = drawn(paper, "kind")
    assert "North: Leeds" in html
    assert Tags(html).of("option")[1].get("disabled", "no") is None


def test_the_error_summary_links_to_a_control_that_is_there(paper: Flask) -> None:
    with page_of(paper):
        form = fields([])
        form.validate()
        errors = form_errors(form)
        ids = Tags("".join(str(field()) for field in form)).ids()
    assert [error["text"] for error in errors][:2] == ["Enter a title.", "Select one."]
    assert all(error["href"].removeprefix("#") in ids for error in errors)


def test_errors_of_a_list_and_of_a_whole_form_are_in_the_summary(paper: Flask) -> None:
    class Lists(FlaskForm):  # type: ignore[misc]
        lots = FieldList(StringField("Lot", [DataRequired("Enter a lot.")]), min_entries=2)

    with page_of(paper):
        form = Lists(formdata=MultiDict([("lots-0", "A"), ("lots-1", "")]), meta={"csrf": False})
        form.validate()
        form.form_errors.append("Add one more.")
        assert form_errors(form) == [
            {"text": "Add one more.", "href": None},
            {"text": "Enter a lot.", "href": "#lots-1"},
        ]
        assert form_errors(None) == []


@pytest.mark.parametrize("values", [[], [""], ["\x00"], ["a", "a", "a"], ["<script>"], ["x" * 5000], ["🦄", "\u202e"]])
def test_no_field_fails_to_draw_on_missing_or_repeated_values(paper: Flask, values: list[str]) -> None:
    with page_of(paper):
        form = fields([(name, value) for name in Fields()._fields for value in values])
        form.validate()
        html = "".join(str(field()) for field in form)
    assert "<script>" not in html
