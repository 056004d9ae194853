"""Uploads for staff: give choices their pictures, look at what residents sent."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from codesign.consultations.uploads import commands, queries
from codesign.consultations.uploads.commands import PictureDraft
from codesign.core.errors import Refused
from codesign.core.files import PROBLEMS, MadeAnew, NotTaken
from codesign.core.text import UnreadableText, one_line
from codesign.web.clock import now
from codesign.web.downloads import sent_out
from codesign.web.identity import the_staff
from codesign.web.policy import Action, allows, the_project
from codesign.web.transactions import commits
from codesign.web.uploads.arriving import files_read, reads_files

bp = Blueprint("consultations_uploads_manage", __name__)
ALT_LIMIT = 200


@bp.get("/manage/<project>/questions/<ref>/<question>/pictures")
@allows(Action.EDIT_ACTIVITY)
def pictures(project: str, ref: str, question: str) -> ResponseReturnValue:
    """A picture and its words for each choice."""
    return _pictures(ref, question, {}, {})


@bp.post("/manage/<project>/questions/<ref>/<question>/pictures")
@allows(Action.EDIT_ACTIVITY)
@reads_files
@commits
def change_pictures(project: str, ref: str, question: str) -> ResponseReturnValue:
    """Keep the pictures; all of them, or none when one is not good."""
    view = queries.pictures(the_project().id, ref, question)
    typed = {option.code: _alt(option.code) for option in view.choices}
    errors, drafts = {}, {}
    for option in view.choices:
        read = files_read().get(f"{option.code}-file")
        goes = bool(request.form.get(f"{option.code}-remove")) and read is None
        if isinstance(read, NotTaken):
            errors[option.code] = _(PROBLEMS[read.code].message, **PROBLEMS[read.code].values)
        elif isinstance(read, MadeAnew) and read.sort != "photo":
            errors[option.code] = _(PROBLEMS["not_a_photo"].message)
        elif (read is not None or (option.picture and not goes)) and not typed[option.code]:
            errors[option.code] = _("Say what this picture shows, for people who cannot see it.")
        elif len(typed[option.code]) > ALT_LIMIT:
            errors[option.code] = _("Make this %(limit)s characters or fewer.", limit=ALT_LIMIT)
        else:
            drafts[option.code] = PictureDraft(read if isinstance(read, MadeAnew) else None, typed[option.code], goes)
    if errors:
        return _pictures(ref, question, errors, typed, 422)
    try:
        commands.change_pictures(the_project().id, ref, question, drafts, by=the_staff().id, at=now())
    except Refused as refused:
        return _pictures(ref, question, {view.choices[0].code: _(str(refused))}, typed, 422)
    flash(_("Saved."), "success")
    return redirect(url_for("consultations_manage.show", project=project, ref=ref, _anchor=question), 303)


@bp.get("/manage/<project>/questions/<ref>/<question>/files")
@allows(Action.READ_PERSONAL_WORDS)
def sent_files(project: str, ref: str, question: str) -> ResponseReturnValue:
    """The photos and documents that people sent to a question."""
    page = request.args.get("page", "1")
    number = int(page) if page.isdecimal() and len(page) < 7 else 1
    view = queries.sent_files(the_project().id, ref, question, page=number)
    return render_template("consultations/uploads/files.html", view=view)


@bp.get("/manage/<project>/questions/<ref>/file/<upload>")
@allows(Action.READ_PERSONAL_WORDS)
def answer_file(project: str, ref: str, upload: str) -> ResponseReturnValue:
    """A file that somebody sent as an answer."""
    response = sent_out(queries.answer_file(the_project().id, ref, upload))
    response.headers["Cache-Control"] = "no-store, private"
    return response


def _alt(code: str) -> str:
    words = request.form.get(f"{code}-alt", "")
    try:
        return one_line(words)
    except UnreadableText:
        return one_line(words.encode("utf-8", "replace").decode("utf-8"))


def _pictures(
    ref: str, question: str, errors: dict[str, Any], typed: dict[str, str], status: int = 200
) -> ResponseReturnValue:
    view = queries.pictures(the_project().id, ref, question)
    page = render_template(
        "consultations/uploads/pictures.html", view=view, errors=errors, typed=typed, most_mb=10, accept="image/*"
    )
    return page, status
