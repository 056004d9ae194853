"""Staff pages of the specification: decisions, and publishing what was heard."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from codesign.core.errors import Refused
from codesign.specification import deciding, queries
from codesign.specification.forms import DecisionForm
from codesign.specification.labels import WORDS
from codesign.specification.manage import asked, bp
from codesign.web.clock import now
from codesign.web.fragments import respond
from codesign.web.i18n import local
from codesign.web.identity import the_staff
from codesign.web.policy import Action, allows, the_project
from codesign.web.transactions import commits


@bp.get("/decisions")
@allows(Action.READ_PROJECT)
def decisions(project: str) -> ResponseReturnValue:
    """You said, we did, or we did not, because."""
    return _decisions()


@bp.get("/decisions/new")
@allows(Action.DECIDE)
def new_decision(project: str) -> ResponseReturnValue:
    """An empty decision; `theme` in the address names the theme that it answers."""
    theme = asked("theme")
    form = _offered(DecisionForm(formdata=None, data={"themes": [theme] if theme else []}))
    return respond("specification/decision_form.html", form=form, ref="")


@bp.post("/decisions/new")
@allows(Action.DECIDE)
@commits
def add_decision(project: str) -> ResponseReturnValue:
    form = _offered(DecisionForm())
    if not form.validate():
        return respond("specification/decision_form.html", None, 422, form=form, ref="")
    made = deciding.add_decision(the_project().id, form.draft(), by=the_staff().id, at=now())
    return redirect(url_for("specification_manage.decisions", project=project, _anchor=made.ref), 303)


@bp.get("/decisions/<ref>/edit")
@allows(Action.DECIDE)
def edit_decision(project: str, ref: str) -> ResponseReturnValue:
    fields = queries.decision_fields(the_project().id, ref)
    form = _offered(DecisionForm(formdata=None, obj=fields))
    return respond("specification/decision_form.html", form=form, ref=ref)


@bp.post("/decisions/<ref>/edit")
@allows(Action.DECIDE)
@commits
def change_decision(project: str, ref: str) -> ResponseReturnValue:
    queries.decision_fields(the_project().id, ref)
    form = _offered(DecisionForm())
    if not form.validate():
        return respond("specification/decision_form.html", None, 422, form=form, ref=ref)
    deciding.change_decision(the_project().id, ref, form.draft(), by=the_staff().id, at=now())
    return redirect(url_for("specification_manage.decisions", project=project, _anchor=ref), 303)


@bp.post("/decisions/<ref>/publish")
@allows(Action.DECIDE)
@commits
def publish_decision(project: str, ref: str) -> ResponseReturnValue:
    """Let residents read one decision."""
    scope, at = the_project(), now()
    deciding.publish_decision(scope.id, ref, on=local(at, scope.time_zone).date(), by=the_staff().id, at=at)
    return redirect(url_for("specification_manage.decisions", project=project, _anchor=ref), 303)


@bp.post("/decisions/heard")
@allows(Action.DECIDE)
@commits
def publish_heard(project: str) -> ResponseReturnValue:
    """Open the public page of what was heard and decided."""
    try:
        deciding.publish_heard(the_project().id, by=the_staff().id, at=now())
    except Refused as refusal:
        return _decisions(422, refusal=_(str(refusal)))
    flash(_("Residents can now read what was heard and decided."), "success")
    return redirect(url_for("specification_manage.decisions", project=project), 303)


def _decisions(status: int = 200, *, refusal: str = "") -> ResponseReturnValue:
    view = queries.decisions_page(the_project().id)
    return respond("specification/decisions.html", None, status, view=view, refusal=refusal, **WORDS)


def _offered(form: DecisionForm) -> DecisionForm:
    choices = queries.decision_choices(the_project().id)
    form.offer(choices.themes, choices.ideas, choices.requirements)
    return form
