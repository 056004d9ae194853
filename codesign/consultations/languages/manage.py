"""Staff pages of a questionnaire's languages: which it has, the texts side by side, files out and in, recordings."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from codesign.consultations.forms import told
from codesign.consultations.languages import clips, commands, queries, sheets
from codesign.consultations.languages.commands import NotSaved, Typed, shown
from codesign.consultations.languages.forms import SORTS, ClipForm, LanguageForm, SheetForm
from codesign.consultations.languages.sounds import played
from codesign.consultations.languages.texts import Text
from codesign.core.errors import Refused
from codesign.core.words import Sentence
from codesign.web.clock import now
from codesign.web.downloads import attachment
from codesign.web.i18n import language_name
from codesign.web.identity import the_staff
from codesign.web.policy import Action, allows, the_project
from codesign.web.transactions import commits

bp = Blueprint("consultations_languages", __name__)

ROOT = "/manage/<project>/questions/<ref>/languages"
MEGABYTE = 1024 * 1024


@bp.url_value_preprocessor
def _allow_more(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Files and whole translations are larger than a form. Said before the form is read."""
    if endpoint == "consultations_languages.record":
        request.max_content_length = clips.LARGEST + MEGABYTE
    elif endpoint == "consultations_languages.bring_in":
        request.max_content_length = sheets.LARGEST + MEGABYTE
    elif endpoint == "consultations_languages.save":
        request.max_content_length = request.max_form_memory_size = 8 * MEGABYTE


@bp.get(ROOT)
@allows(Action.READ_PROJECT)
def index(project: str, ref: str) -> ResponseReturnValue:
    """The languages, and how much of each is there."""
    return _index(ref, LanguageForm(formdata=None))


@bp.post(ROOT)
@allows(Action.EDIT_ACTIVITY)
@commits
def add(project: str, ref: str) -> ResponseReturnValue:
    """Offer it in one more."""
    form = LanguageForm()
    if not form.validate():
        return _index(ref, form, status=422)
    try:
        tag = commands.add_language(the_project().id, ref, form.typed, by=the_staff().id, at=now())
    except Refused as refused:
        return _index(ref, form, _(str(refused)), 422)
    return _to("show", ref, language=tag)


@bp.post(f"{ROOT}/own")
@allows(Action.EDIT_ACTIVITY)
@commits
def say_own(project: str, ref: str) -> ResponseReturnValue:
    """Say which language it is written in."""
    form = LanguageForm()
    try:
        commands.say_own_language(the_project().id, ref, form.typed, by=the_staff().id, at=now())
    except Refused as refused:
        return _index(ref, LanguageForm(formdata=None), _(str(refused)), 422)
    flash(_("Saved."), "success")
    return _to("index", ref)


@bp.post(f"{ROOT}/<language>/remove")
@allows(Action.EDIT_ACTIVITY)
@commits
def remove(project: str, ref: str, language: str) -> ResponseReturnValue:
    """Stop offering it."""
    try:
        commands.remove_language(the_project().id, ref, language, by=the_staff().id, at=now())
    except Refused as refused:
        return _index(ref, LanguageForm(formdata=None), _(str(refused)), 422)
    flash(_("The language was taken out. Its translations and answers are kept."), "success")
    return _to("index", ref)


@bp.get(f"{ROOT}/<language>")
@allows(Action.READ_PROJECT)
def show(project: str, ref: str, language: str) -> ResponseReturnValue:
    """Every text beside its translation."""
    return _page(queries.language_page(the_project().id, ref, language))


@bp.post(f"{ROOT}/<language>")
@allows(Action.EDIT_ACTIVITY)
@commits
def save(project: str, ref: str, language: str) -> ResponseReturnValue:
    """Keep what was typed; or say what to change, with everything that was typed."""
    typed = _typed()
    try:
        count = commands.save_translations(the_project().id, ref, language, typed, by=the_staff().id, at=now())
    except NotSaved as refused:
        view = queries.language_page(the_project().id, ref, language)
        return _page(view, typed={key: box.words for key, box in typed.items()}, wrong=refused.wrong, status=422)
    flash(
        ngettext("%(num)s text was saved.", "%(num)s texts were saved.", count) if count else _("Nothing changed."),
        "success",
    )
    return _to("show", ref, language=language, show=request.args.get("show"))


@bp.get(f"{ROOT}/<language>/texts.<any(csv, xlsx):sort>")
@allows(Action.READ_PROJECT)
def download(project: str, ref: str, language: str, sort: str) -> ResponseReturnValue:
    """The texts as a file for a translator."""
    scope = the_project()
    named = {name: str(words) for name, words in SORTS.items()}
    rows = queries.sheet_rows(scope.id, ref, language, named)
    name = f"{scope.slug}-{ref}-{language}.{sort}"
    if sort == "csv":
        return attachment(sheets.as_csv(rows), name, "text/csv; charset=utf-8")
    page = queries.language_page(scope.id, ref, language)
    return attachment(sheets.as_xlsx(rows, right_to_left=page.tongue.dir == "rtl"), name, sheets.XLSX)


@bp.post(f"{ROOT}/<language>/texts")
@allows(Action.EDIT_ACTIVITY)
@commits
def bring_in(project: str, ref: str, language: str) -> ResponseReturnValue:
    """Take in a file of translations, all of it or nothing."""
    view, form = queries.language_page(the_project().id, ref, language), SheetForm()
    if not form.validate():
        return _page(view, sheet=form, status=422)
    content = form.file.data.read(sheets.LARGEST + 1)
    try:
        report = commands.take_in_sheet(the_project().id, ref, language, content, by=the_staff().id, at=now())
    except sheets.BadSheet as bad:
        return _page(view, faults=bad, status=422)
    read = ngettext("%(num)s row was read.", "%(num)s rows were read.", report.read)
    flash(" ".join([read, ngettext("%(num)s text was saved.", "%(num)s texts were saved.", report.taken)]), "success")
    for note in report.notes:
        flash(_(note), "warning")
    return _to("show", ref, language=language)


@bp.get(f"{ROOT}/<language>/recordings")
@allows(Action.READ_PROJECT)
def recordings(project: str, ref: str, language: str) -> ResponseReturnValue:
    """Every question with its recorded voice."""
    return _recordings(ref, language)


@bp.post(f"{ROOT}/<language>/recordings/<question>")
@allows(Action.EDIT_ACTIVITY)
@commits
def record(project: str, ref: str, language: str, question: str) -> ResponseReturnValue:
    """Keep a recording for a question."""
    form = ClipForm()
    sent = form.file.data
    content = sent.read(clips.LARGEST + 1) if sent else b""
    try:
        commands.keep_clip(the_project().id, ref, question, language, content, by=the_staff().id, at=now())
    except Refused as refused:
        return _recordings(ref, language, {question: _(str(refused))}, 422)
    flash(_("The recording was saved."), "success")
    return _to("recordings", ref, language=language, _anchor=question)


@bp.post(f"{ROOT}/<language>/recordings/<question>/remove")
@allows(Action.EDIT_ACTIVITY)
@commits
def remove_recording(project: str, ref: str, language: str, question: str) -> ResponseReturnValue:
    """Take it away."""
    commands.remove_clip(the_project().id, ref, question, language, by=the_staff().id, at=now())
    flash(_("The recording was taken away."), "success")
    return _to("recordings", ref, language=language, _anchor=question)


@bp.get(f"{ROOT}/<language>/recordings/<question>")
@allows(Action.READ_PROJECT)
def listen(project: str, ref: str, language: str, question: str) -> ResponseReturnValue:
    """Hear it before residents do."""
    return played(queries.sound(the_project().id, ref, question, language, for_staff=True))


def _typed() -> dict[str, Typed]:
    """The boxes that were sent, by the key of their text."""
    return {
        name[5:]: Typed(words, request.form.get(f"was:{name[5:]}", ""), f"same:{name[5:]}" in request.form)
        for name, words in request.form.items()
        if name.startswith("text:")
    }


def _address(endpoint: str, ref: str, **values: Any) -> str:
    return url_for(f"consultations_languages.{endpoint}", project=the_project().slug, ref=ref, **values)


def _to(endpoint: str, ref: str, **values: Any) -> ResponseReturnValue:
    return redirect(_address(endpoint, ref, **values), 303)


def _index(ref: str, form: LanguageForm, error: str | None = None, status: int = 200) -> ResponseReturnValue:
    view = queries.overview(the_project().id, ref)
    form.without([tongue.tag for tongue in view.tongues])
    own = LanguageForm(formdata=None, language=view.tongues[0].tag, prefix="").without([])
    page = render_template(
        "consultations/languages/index.html", view=view, form=form, own=own, error=error, called=language_name
    )
    return page, status


def _page(
    view: queries.Page,
    *,
    typed: dict[str, str] | None = None,
    wrong: dict[str, Sentence] | None = None,
    sheet: SheetForm | None = None,
    faults: sheets.BadSheet | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    only = request.args.get("show", "")
    known = {piece.text.key for piece in view.pieces}
    page = render_template(
        "consultations/languages/show.html",
        view=view,
        typed=typed or {},
        wrong={key: told(sentence) for key, sentence in (wrong or {}).items()},
        lost=[(key, (typed or {})[key]) for key in wrong or {} if key not in known],
        sheet=sheet or SheetForm(formdata=None),
        faults=faults,
        only=only if only in ("missing", "older") else "",
        what=_what,
        shown=shown,
        told=told,
        called=language_name,
    )
    return page, status


def _recordings(
    ref: str, language: str, errors: dict[str, str] | None = None, status: int = 200
) -> ResponseReturnValue:
    view = queries.voices(the_project().id, ref, language)
    page = render_template(
        "consultations/languages/recordings.html", view=view, errors=errors or {}, called=language_name
    )
    return page, status


def _what(text: Text) -> str:
    """What a text is: "Choice 3"."""
    name = str(SORTS.get(text.sort, SORTS["setting"]))
    return _("%(what)s %(number)s", what=name, number=text.place) if text.place else name
