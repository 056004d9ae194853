"""Staff pages of workshops: the list, the plan with its agenda, who came, and the harvest."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import gettext as _

from codesign.core.errors import Refused
from codesign.core.terms import CardNames, StepKind
from codesign.web.clock import now
from codesign.web.forms import SelectChoice
from codesign.web.fragments import respond
from codesign.web.identity import the_staff
from codesign.web.policy import Action, allows, the_project
from codesign.web.transactions import commits
from codesign.workshops import commands, plans, results
from codesign.workshops.drafts import StepDraft
from codesign.workshops.planning_forms import AttendanceForm, CardsStepForm, VoteStepForm, WorkshopForm
from codesign.workshops.plans import Plan, PlanStep
from codesign.workshops.screens import room_square, short_address

bp = Blueprint("workshops_manage", __name__)


@bp.get("/manage/<project>/workshops")
@allows(Action.READ_PROJECT)
def index(project: str) -> ResponseReturnValue:
    return render_template("workshops/manage/index.html", lines=plans.workshops(the_project().id, at=now()))


@bp.get("/manage/<project>/workshops/new")
@allows(Action.EDIT_ACTIVITY)
def new(project: str) -> ResponseReturnValue:
    return render_template("workshops/manage/edit.html", form=WorkshopForm(formdata=None), ref=None)


@bp.post("/manage/<project>/workshops/new")
@allows(Action.EDIT_ACTIVITY)
@commits
def post_new(project: str) -> ResponseReturnValue:
    form = WorkshopForm()
    if not form.validate():
        return respond("workshops/manage/edit.html", None, 422, form=form, ref=None)
    scope = the_project()
    ref = commands.plan_workshop(scope.id, form.draft(scope.time_zone), by=the_staff().id, at=now())
    return redirect(url_for("workshops_manage.workshop", project=project, ref=ref), 303)


@bp.get("/manage/<project>/workshops/<ref>")
@allows(Action.READ_PROJECT)
def workshop(project: str, ref: str) -> ResponseReturnValue:
    return _plan_page(ref)


@bp.get("/manage/<project>/workshops/<ref>/edit")
@allows(Action.EDIT_ACTIVITY)
def edit(project: str, ref: str) -> ResponseReturnValue:
    page = plans.plan(the_project().id, ref, at=now())
    zone = ZoneInfo(page.zone)
    starts, ends = page.starts_at.astimezone(zone), page.ends_at.astimezone(zone)
    form = WorkshopForm(
        formdata=None,
        title=page.title,
        introduction=page.introduction,
        day=starts.date(),
        starts=f"{starts:%H:%M}",
        ends=f"{ends:%H:%M}",
        place=page.place,
        offers=page.offers,
        host_name=page.host,
        influence=page.influence.value,
        influence_reason=page.influence_reason,
    )
    return render_template("workshops/manage/edit.html", form=form, ref=ref)


@bp.post("/manage/<project>/workshops/<ref>/edit")
@allows(Action.EDIT_ACTIVITY)
@commits
def post_edit(project: str, ref: str) -> ResponseReturnValue:
    page, form = plans.plan(the_project().id, ref, at=now()), WorkshopForm()
    if not form.validate():
        return respond("workshops/manage/edit.html", None, 422, form=form, ref=ref)
    try:
        commands.change_plan(the_project().id, ref, form.draft(page.zone), by=the_staff().id, at=now())
    except Refused as refused:
        return _plan_page(ref, 422, problem=gettext(str(refused)))
    return redirect(url_for("workshops_manage.workshop", project=project, ref=ref), 303)


@bp.get("/manage/<project>/workshops/<ref>/steps/new/<kind>")
@allows(Action.EDIT_ACTIVITY)
def new_step(project: str, ref: str, kind: str) -> ResponseReturnValue:
    page = plans.plan(the_project().id, ref, at=now())
    form = _step_form(page, _kind(kind), formdata=None)
    return render_template("workshops/manage/step.html", form=form, plan=page, kind=_kind(kind), step=None)


@bp.post("/manage/<project>/workshops/<ref>/steps/new/<kind>")
@allows(Action.EDIT_ACTIVITY)
@commits
def post_new_step(project: str, ref: str, kind: str) -> ResponseReturnValue:
    page = plans.plan(the_project().id, ref, at=now())
    form = _step_form(page, _kind(kind))
    if not form.validate():
        return respond("workshops/manage/step.html", None, 422, form=form, plan=page, kind=_kind(kind), step=None)
    try:
        commands.add_step(the_project().id, ref, form.draft(), by=the_staff().id, at=now())
    except Refused as refused:
        return _plan_page(ref, 422, problem=gettext(str(refused)))
    return _to_agenda(project, ref)


@bp.post("/manage/<project>/workshops/<ref>/template")
@allows(Action.EDIT_ACTIVITY)
@commits
def add_template(project: str, ref: str) -> ResponseReturnValue:
    """Write, group, vote in one press; the questions are changed after."""
    write = StepDraft(
        kind=StepKind.CARDS, title=_("Write"), prompt=_("What would make this work for you?"), minutes=10,
        names=CardNames.NO_NAMES, dots=5, votes_on=None,
    )  # fmt: skip
    vote = StepDraft(
        kind=StepKind.VOTE, title=_("Vote"), prompt=_("Which matter most to you?"), minutes=5,
        names=CardNames.NO_NAMES, dots=5, votes_on=None,
    )  # fmt: skip
    try:
        commands.add_template(the_project().id, ref, write, vote, by=the_staff().id, at=now())
    except Refused as refused:
        return _plan_page(ref, 422, problem=gettext(str(refused)))
    return _to_agenda(project, ref)


@bp.get("/manage/<project>/workshops/<ref>/steps/<step_ref>")
@allows(Action.EDIT_ACTIVITY)
def edit_step(project: str, ref: str, step_ref: str) -> ResponseReturnValue:
    page = plans.plan(the_project().id, ref, at=now())
    step = plans.plan_step(page, step_ref)
    form = _step_form(
        page, step.kind, formdata=None, title=step.title, prompt=step.prompt, minutes=step.minutes,
        names=step.names.value, dots=step.dots, votes_on=str(step.votes_on or ""), step=step,
    )  # fmt: skip
    return render_template("workshops/manage/step.html", form=form, plan=page, kind=step.kind, step=step)


@bp.post("/manage/<project>/workshops/<ref>/steps/<step_ref>")
@allows(Action.EDIT_ACTIVITY)
@commits
def post_edit_step(project: str, ref: str, step_ref: str) -> ResponseReturnValue:
    page = plans.plan(the_project().id, ref, at=now())
    step = plans.plan_step(page, step_ref)
    form = _step_form(page, step.kind, step=step)
    if not form.validate():
        return respond("workshops/manage/step.html", None, 422, form=form, plan=page, kind=step.kind, step=step)
    try:
        commands.change_step(the_project().id, ref, step_ref, form.draft(), by=the_staff().id, at=now())
    except Refused as refused:
        return _plan_page(ref, 422, problem=gettext(str(refused)))
    return _to_agenda(project, ref)


@bp.post("/manage/<project>/workshops/<ref>/steps/<step_ref>/move")
@allows(Action.EDIT_ACTIVITY)
@commits
def move_step(project: str, ref: str, step_ref: str) -> ResponseReturnValue:
    up = request.form.get("way") != "down"
    try:
        commands.move_step(the_project().id, ref, step_ref, up=up, by=the_staff().id, at=now())
    except Refused as refused:
        return _plan_page(ref, 422, problem=gettext(str(refused)))
    return _to_agenda(project, ref, f"step-{step_ref}")


@bp.post("/manage/<project>/workshops/<ref>/steps/<step_ref>/remove")
@allows(Action.EDIT_ACTIVITY)
@commits
def remove_step(project: str, ref: str, step_ref: str) -> ResponseReturnValue:
    try:
        commands.remove_step(the_project().id, ref, step_ref, by=the_staff().id, at=now())
    except Refused as refused:
        return _plan_page(ref, 422, problem=gettext(str(refused)))
    return _to_agenda(project, ref)


@bp.post("/manage/<project>/workshops/<ref>/attendance")
@allows(Action.RUN_WORKSHOP)
@commits
def count_attendance(project: str, ref: str) -> ResponseReturnValue:
    form = AttendanceForm()
    if not form.validate():
        return _plan_page(ref, 422, attendance=form)
    commands.count_attendance(the_project().id, ref, form.draft(), by=the_staff().id, at=now())
    return redirect(url_for("workshops_manage.workshop", project=project, ref=ref, _anchor="attendance"), 303)


@bp.get("/manage/<project>/workshops/<ref>/harvest")
@allows(Action.READ_PROJECT)
def harvest(project: str, ref: str) -> ResponseReturnValue:
    summary = results.harvest_page(the_project().id, ref)
    return render_template("workshops/manage/harvest.html", summary=summary, problem="")


@bp.post("/manage/<project>/workshops/<ref>/harvest")
@allows(Action.RUN_WORKSHOP)
@commits
def post_harvest(project: str, ref: str) -> ResponseReturnValue:
    try:
        commands.harvest(the_project().id, ref, by=the_staff().id, at=now())
    except Refused as refused:
        summary = results.harvest_page(the_project().id, ref)
        return respond("workshops/manage/harvest.html", None, 422, summary=summary, problem=gettext(str(refused)))
    return redirect(url_for("workshops_manage.harvest", project=project, ref=ref), 303)


def _plan_page(
    ref: str, status: int = 200, *, problem: str = "", attendance: AttendanceForm | None = None
) -> ResponseReturnValue:
    page = plans.plan(the_project().id, ref, at=now())
    if attendance is None:
        attendance = AttendanceForm(formdata=None, attended=page.attended, note=page.attendance_note)
    return respond(
        "workshops/manage/workshop.html", None, status, plan=page, problem=problem, attendance=attendance,
        square=room_square(page.code), address=short_address(),
    )  # fmt: skip


def _to_agenda(project: str, ref: str, anchor: str = "agenda") -> ResponseReturnValue:
    return redirect(url_for("workshops_manage.workshop", project=project, ref=ref, _anchor=anchor), 303)


def _kind(typed: str) -> StepKind:
    if typed not in set(StepKind):
        abort(404)
    return StepKind(typed)


def _step_form(
    page: Plan, kind: StepKind, *, step: PlanStep | None = None, **values: object
) -> CardsStepForm | VoteStepForm:
    """The form of a kind of step; a vote may be about any cards step that has no vote yet."""
    if kind is StepKind.CARDS:
        values.pop("dots", None)
        values.pop("votes_on", None)
        return CardsStepForm(**values)
    values.pop("names", None)
    form = VoteStepForm(**values)
    taken = {each.votes_on for each in page.steps if step is None or each.ref != step.ref}
    form.votes_on.choices = [
        SelectChoice(str(each.id), f"{each.ref} {each.prompt}") for each in page.cards_steps if each.id not in taken
    ]
    return form
