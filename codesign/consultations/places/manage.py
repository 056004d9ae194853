"""Staff's page of a project's places: load postcodes and shapes, and see what is there."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from codesign.consultations.places import commands, queries
from codesign.consultations.places.commands import BadRows
from codesign.consultations.places.forms import PostcodesForm, ShapesForm
from codesign.core.errors import InputError
from codesign.core.files import MEGABYTE
from codesign.core.imports import ImportReport
from codesign.ledger import actor_person
from codesign.web.clock import now
from codesign.web.identity import the_staff
from codesign.web.large_files import largest
from codesign.web.policy import Action, allows, the_project
from codesign.web.transactions import commits

bp = Blueprint("consultations_places_manage", __name__)

LARGEST = 12 * MEGABYTE


@bp.get("/manage/<project>/questions/places")
@allows(Action.READ_PROJECT)
def places(project: str) -> ResponseReturnValue:
    """The areas, how many postcodes lead to each, and which have a shape."""
    return _places(_postcodes(formdata=None), _shapes(formdata=None))


@bp.post("/manage/<project>/questions/places/postcodes")
@allows(Action.EDIT_PROJECT)
@largest(2 * LARGEST, each=LARGEST)
@commits
def load_postcodes(project: str) -> ResponseReturnValue:
    """Take a look-up in place of the one there was."""
    form, other = _postcodes(), _shapes(formdata=None)
    if not form.validate():
        return _places(form, other, 422)
    try:
        content, name = _sent("postcodes-file")
        report = commands.load_postcodes(
            content, name, the_project().id, form.edition.data or "", by=actor_person(the_staff().id), at=now()
        )
    except InputError as error:
        form.file.errors = [_sentence(error)]
        return _places(form, other, 422, error)
    return _loaded(report)


@bp.post("/manage/<project>/questions/places/shapes")
@allows(Action.EDIT_PROJECT)
@largest(2 * LARGEST, each=LARGEST)
@commits
def load_shapes(project: str) -> ResponseReturnValue:
    """Give the areas their shapes."""
    form, other = _shapes(), _postcodes(formdata=None)
    if not form.validate():
        return _places(other, form, 422)
    try:
        content, name = _sent("shapes-file")
        report = commands.load_shapes(content, name, the_project().id, by=actor_person(the_staff().id), at=now())
    except InputError as error:
        form.file.errors = [_sentence(error)]
        return _places(other, form, 422, error)
    return _loaded(report)


@bp.post("/manage/<project>/questions/places/forget")
@allows(Action.EDIT_PROJECT)
@commits
def forget_postcodes(project: str) -> ResponseReturnValue:
    """Delete the look-up."""
    commands.forget_postcodes(the_project().id, by=actor_person(the_staff().id), at=now())
    flash(_("The postcodes are deleted. Answers keep their areas."), "success")
    return redirect(url_for("consultations_places_manage.places", project=project), 303)


def _postcodes(**options: Any) -> PostcodesForm:
    return PostcodesForm(prefix="postcodes-", **options)


def _shapes(**options: Any) -> ShapesForm:
    return ShapesForm(prefix="shapes-", **options)


def _sent(field: str) -> tuple[bytes, str]:
    upload = request.files[field]
    name = (upload.filename or _("the file"))[:80]
    if getattr(upload.stream, "cut", False):
        raise InputError(_("%(name)s is over 12 MB. Keep only what is in and around the project's areas.", name=name))
    return upload.stream.read(), name


def _sentence(error: InputError) -> str:
    if not isinstance(error, BadRows):
        return str(error)
    words: str = ngettext(
        "%(num)s row cannot be taken, so nothing was. Put it right, then load the file again.",
        "%(num)s rows cannot be taken, so nothing was. Put them right, then load the file again.",
        len(error.problems) + error.more,
    )
    return words


def _loaded(report: ImportReport) -> ResponseReturnValue:
    words = _("%(read)s rows read, %(taken)s new or changed.", read=report.read, taken=report.taken)
    flash(" ".join((words, *report.notes)), "success")
    return redirect(url_for("consultations_places_manage.places", project=the_project().slug), 303)


def _places(postcodes: Any, shapes: Any, status: int = 200, error: InputError | None = None) -> ResponseReturnValue:
    forms = {"postcodes": postcodes, "shapes": shapes}
    wrong = next((form for form in forms.values() if form.errors), None)
    view = queries.places(the_project().id)
    bad = error if isinstance(error, BadRows) else None
    return render_template("consultations/places/places.html", view=view, forms=forms, form=wrong, bad=bad), status
