"""Staff's pages of a project: the list, the overview, the settings."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from codesign.core.errors import InputError, NotFound, Refused
from codesign.core.terms import Role
from codesign.ledger import actor_person
from codesign.projects import commands, imports, queries
from codesign.projects import overview as overviews
from codesign.projects.forms import (
    INFLUENCES,
    MILESTONES,
    OPTION_STATUSES,
    STAGES,
    AboutForm,
    AreaForm,
    LotForm,
    MilestoneForm,
    MoneyForm,
    NewProjectForm,
    OptionForm,
    PopulationForm,
    PublishForm,
    ScopeForm,
)
from codesign.web.clock import now
from codesign.web.forms import Form, SelectChoice
from codesign.web.identity import the_staff
from codesign.web.policy import Action, allows, the_project
from codesign.web.transactions import commits

bp = Blueprint("projects_manage", __name__, url_prefix="/manage")


@bp.get("")
@allows(Action.READ_OWN_ACCOUNT)
def home() -> ResponseReturnValue:
    """The projects this person works on."""
    return render_template(
        "projects/manage_home.html", projects=_my_projects(), form=_new_form(), may_create=_may_create()
    )


@bp.post("")
@allows(Action.CREATE_PROJECT)
@commits
def create() -> ResponseReturnValue:
    """Make a project in one of this person's organisations."""
    form = _new_form()
    if not _may_create():
        raise NotFound
    if not form.validate():
        return render_template("projects/manage_home.html", projects=_my_projects(), form=form, may_create=True), 422
    made = commands.create_project(
        form.name.data, organisation=form.organisation.data, by=actor_person(the_staff().id), at=now()
    )
    return redirect(url_for("projects_manage.setup", project=made.slug), 303)


def _organisations() -> list[uuid.UUID]:
    makers = (Role.ORGANISATION_ADMIN, Role.COMMISSIONER)
    return [g.organisation_id for g in the_staff().grants if g.organisation_id and g.role in makers]


def _may_create() -> bool:
    return bool(_organisations())


def _my_projects() -> Any:
    grants = the_staff().grants
    return queries.staff_home(
        now(), [g.project_id for g in grants if g.project_id], [g.organisation_id for g in grants if g.organisation_id]
    )


def _new_form() -> NewProjectForm:
    form = NewProjectForm()
    form.organisation.choices = [SelectChoice(value=n, label=n) for n in queries.organisations_named(_organisations())]
    return form


@bp.get("/<project>")
@allows(Action.READ_PROJECT)
def overview(project: str) -> ResponseReturnValue:
    """One look: are we on time, who have we not heard, what next."""
    scope, person, at = the_project(), the_staff(), now()
    view = overviews.overview(scope.id, person.id, at)
    return render_template("projects/overview.html", view=view, stages=STAGES, at=at)


@bp.post("/<project>/looked")
@allows(Action.READ_PROJECT)
@commits
def looked(project: str) -> ResponseReturnValue:
    """Start "Latest" anew from now."""
    commands.note_visit(the_project().id, the_staff().id, at=now())
    return redirect(url_for("projects_manage.overview", project=project), 303)


@bp.get("/<project>/setup")
@allows(Action.EDIT_PROJECT)
def setup(project: str) -> ResponseReturnValue:
    """What this project is about."""
    return _setup()


def _setup(status: int = 200, **changed: Form) -> tuple[str, int]:
    view = queries.setup_page(the_project().id)
    forms: dict[str, Any] = {
        part: _form(part, view, formdata=None, **({"obj": view} if part in ("about", "money") else {}))
        for part in FORMS
    }
    forms |= changed
    wrong = next(iter(changed.values()), None)
    page = render_template(
        "projects/setup.html",
        view=view,
        forms=forms,
        form=wrong,
        influences=INFLUENCES,
        milestones=MILESTONES,
        option_statuses=OPTION_STATUSES,
    )
    return page, status


# One part of the settings: the form that reads it. The page holds them all, so each has a prefix of its own.
FORMS: dict[str, type[Form]] = {
    "about": AboutForm,
    "money": MoneyForm,
    "areas": AreaForm,
    "lots": LotForm,
    "dates": MilestoneForm,
    "scope": ScopeForm,
    "options": OptionForm,
    "population": PopulationForm,
    "publish": PublishForm,
}
# … and the command that keeps it.
COMMANDS: dict[str, Callable[..., None]] = {
    "about": commands.change_about,
    "money": commands.change_money,
    "areas": commands.add_area,
    "lots": commands.add_lot,
    "dates": commands.add_milestone,
    "scope": commands.add_scope_point,
    "options": commands.add_option,
}


def _form(part: str, view: queries.SetupPage | None = None, **options: Any) -> Any:
    form: Any = FORMS[part](prefix=f"{part}-", **options)
    if isinstance(form, LotForm):
        areas = (view or queries.setup_page(the_project().id)).areas
        form.area_codes.choices = [SelectChoice(value=code, label=name) for _id, code, name, _kind in areas]
    return form


@bp.post("/<project>/setup/<part>")
@allows(Action.EDIT_PROJECT)
@commits
def change(project: str, part: str) -> ResponseReturnValue:
    """Keep one part of the settings."""
    if part not in COMMANDS:
        raise NotFound
    form = _form(part)
    if not form.validate():
        return _setup(422, **{part: form})
    try:
        COMMANDS[part](the_project().id, form.draft(), by=actor_person(the_staff().id), at=now())
    except Refused as refusal:
        form.form_errors.append(_(str(refusal)))
        return _setup(422, **{part: form})
    flash(_("Saved."), "success")
    return redirect(url_for("projects_manage.setup", project=project, _anchor=part), 303)


@bp.post("/<project>/setup/<part>/<uuid:row_id>/remove")
@allows(Action.EDIT_PROJECT)
@commits
def remove(project: str, part: str, row_id: uuid.UUID) -> ResponseReturnValue:
    """Take one row off a list."""
    commands.remove_part(the_project().id, part, row_id, by=actor_person(the_staff().id), at=now())
    flash(_("Removed."), "success")
    return redirect(url_for("projects_manage.setup", project=project, _anchor=part), 303)


@bp.post("/<project>/population")
@allows(Action.EDIT_PROJECT)
@commits
def population(project: str) -> ResponseReturnValue:
    """Load population figures from a CSV file."""
    form = _form("population")
    if not form.validate():
        return _setup(422, population=form)
    upload = request.files["population-file"]
    try:
        report = imports.load_population(
            upload.read(), upload.filename or _("the file"), the_project().id, by=actor_person(the_staff().id), at=now()
        )
    except InputError as error:
        form.file.errors = [*form.file.errors, str(error)]
        return _setup(422, population=form)
    flash(_("%(read)s rows read, %(taken)s new or changed.", read=report.read, taken=report.taken), "success")
    return redirect(url_for("projects_manage.setup", project=project, _anchor="population"), 303)


@bp.post("/<project>/publish")
@allows(Action.EDIT_PROJECT)
@commits
def publish(project: str) -> ResponseReturnValue:
    """Let residents see the project."""
    form = _form("publish")
    try:
        commands.publish_project(the_project().id, by=actor_person(the_staff().id), at=now())
    except Refused as refusal:
        form.form_errors.append(_(str(refusal)))
        return _setup(422, publish=form)
    flash(_("Residents can see this project now."), "success")
    return redirect(url_for("projects_manage.setup", project=project), 303)
