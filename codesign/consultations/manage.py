"""Staff pages of consultations: build, preview, open and close, and read the results."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from codesign.consultations import building, overviews
from codesign.consultations.branching.words import asked_only_if
from codesign.consultations.checking.queries import checked
from codesign.consultations.forms import ConsultationForm, WhyForm, told, written_time
from codesign.consultations.question_form import QuestionForm, filled_in
from codesign.consultations.reading.files import MODES
from codesign.consultations.reading.groups import ways_to_split
from codesign.consultations.reading.volumes import volumes
from codesign.consultations.results import results, texts
from codesign.core.errors import NotFound, Refused
from codesign.core.questions.kinds import KINDS
from codesign.core.terms import QuestionType
from codesign.web.clock import now
from codesign.web.identity import the_staff
from codesign.web.policy import Action, allows, the_project
from codesign.web.transactions import commits

bp = Blueprint("consultations_manage", __name__)


@bp.get("/manage/<project>/questions")
@allows(Action.READ_PROJECT)
def index(project: str) -> ResponseReturnValue:
    """Every consultation of the project."""
    lines = overviews.consultation_list(the_project().id, at=now())
    return render_template("consultations/manage_index.html", lines=lines)


@bp.get("/manage/<project>/questions/new")
@allows(Action.EDIT_ACTIVITY)
def new(project: str) -> ResponseReturnValue:
    form = ConsultationForm(zone=the_project().time_zone)
    form.allow_zone(the_project().time_zone)
    return render_template("consultations/manage_settings.html", form=form, view=None, why=None)


@bp.post("/manage/<project>/questions/new")
@allows(Action.EDIT_ACTIVITY)
@commits
def create(project: str) -> ResponseReturnValue:
    form = ConsultationForm()
    form.allow_zone(the_project().time_zone)
    if not form.validate():
        return render_template("consultations/manage_settings.html", form=form, view=None, why=None), 422
    ref = building.create_consultation(the_project().id, form.draft(), by=the_staff().id, at=now())
    return _to("show", ref)


@bp.get("/manage/<project>/questions/<ref>")
@allows(Action.READ_PROJECT)
def show(project: str, ref: str) -> ResponseReturnValue:
    """One consultation with its questions."""
    return _show(ref)


@bp.get("/manage/<project>/questions/<ref>/edit")
@allows(Action.EDIT_ACTIVITY)
def edit(project: str, ref: str) -> ResponseReturnValue:
    view = overviews.settings(the_project().id, ref)
    form = ConsultationForm(
        title=view.title,
        introduction=view.introduction,
        influence=view.influence.value,
        influence_reason=view.influence_reason,
        opens_on=view.opens_on,
        opens_time=written_time(view.opens_time) if view.opens_time else "9am",
        closes_on=view.closes_on,
        closes_time=written_time(view.closes_time) if view.closes_time else "11:59pm",
        zone=view.zone,
        asks_equality=view.asks_equality,
    )
    form.allow_zone(view.zone)
    why = WhyForm(formdata=None) if view.is_open else None
    return render_template("consultations/manage_settings.html", form=form, view=view, why=why)


@bp.post("/manage/<project>/questions/<ref>/edit")
@allows(Action.EDIT_ACTIVITY)
@commits
def change(project: str, ref: str) -> ResponseReturnValue:
    view = overviews.settings(the_project().id, ref)
    form = ConsultationForm()
    form.allow_zone(view.zone)
    why = WhyForm() if view.is_open else None
    if not form.validate() or (why and not why.validate()):
        return render_template("consultations/manage_settings.html", form=form, view=view, why=why), 422
    reason = (why.reason.data or "") if why else ""
    try:
        building.change_consultation(the_project().id, ref, form.draft(), by=the_staff().id, at=now(), reason=reason)
    except Refused as refused:
        if why is None:
            raise
        why.reason.errors = [_(str(refused))]
        return render_template("consultations/manage_settings.html", form=form, view=view, why=why), 422
    flash(_("Saved."), "success")
    return _to("show", ref)


@bp.post("/manage/<project>/questions/<ref>/state")
@allows(Action.EDIT_ACTIVITY)
@commits
def change_state(project: str, ref: str) -> ResponseReturnValue:
    """Open it or close it. What the check finds is shown first: staff put it right, or accept it in writing."""
    closes = request.form.get("go") == "close"
    if not closes and checked(the_project().id, ref, at=now()).holds_up:
        flash(_("Look at these first. Then you can open it."), "warning")
        return redirect(url_for("consultations_checking.show", project=the_project().slug, ref=ref), 303)
    why = WhyForm()
    if closes and not why.validate():
        return _show(ref, str(why.reason.errors[0]), 422)
    try:
        if closes:
            reason = why.reason.data or ""
            building.close_consultation(the_project().id, ref, by=the_staff().id, at=now(), reason=reason)
        else:
            building.open_consultation(the_project().id, ref, by=the_staff().id, at=now())
    except Refused as refused:
        return _show(ref, _(str(refused)), 422)
    return _to("show", ref)


@bp.get("/manage/<project>/questions/<ref>/add")
@allows(Action.EDIT_ACTIVITY)
def choose_type(project: str, ref: str) -> ResponseReturnValue:
    """What kind of question?"""
    view = overviews.settings(the_project().id, ref)
    return render_template("consultations/manage_types.html", view=view, types=KINDS)


@bp.get("/manage/<project>/questions/<ref>/add/<kind>")
@allows(Action.EDIT_ACTIVITY)
def add(project: str, ref: str, kind: str) -> ResponseReturnValue:
    view, of_type = overviews.settings(the_project().id, ref), _type(kind)
    form = QuestionForm(offers_not_sure=KINDS[of_type].closed and not KINDS[of_type].several).for_type(of_type)
    return _question(form, of_type, view.ref, view.title, None)


@bp.post("/manage/<project>/questions/<ref>/add/<kind>")
@allows(Action.EDIT_ACTIVITY)
@commits
def ask(project: str, ref: str, kind: str) -> ResponseReturnValue:
    view, of_type = overviews.settings(the_project().id, ref), _type(kind)
    form = QuestionForm().for_type(of_type)
    if not form.validate():
        return _question(form, of_type, view.ref, view.title, None, 422)
    question = building.ask(the_project().id, ref, form.draft(), by=the_staff().id, at=now())
    if KINDS[of_type].shows_pictures:
        return redirect(
            url_for("consultations_uploads_manage.pictures", project=project, ref=ref, question=question), 303
        )
    return _to("show", ref, _anchor=question)


@bp.get("/manage/<project>/questions/<ref>/<question>/edit")
@allows(Action.EDIT_ACTIVITY)
def edit_question(project: str, ref: str, question: str) -> ResponseReturnValue:
    view = overviews.question_to_change(the_project().id, ref, question)
    form = QuestionForm(**filled_in(view.asked)).for_type(view.asked.type)
    return _question(form, view.asked.type, view.ref, view.title, view)


@bp.post("/manage/<project>/questions/<ref>/<question>/edit")
@allows(Action.EDIT_ACTIVITY)
@commits
def change_question(project: str, ref: str, question: str) -> ResponseReturnValue:
    view = overviews.question_to_change(the_project().id, ref, question)
    form = QuestionForm().for_type(view.asked.type)
    why = WhyForm() if view.answers else None
    good = form.validate()
    if (why and not why.given()) or not good:
        return _question(form, view.asked.type, view.ref, view.title, view, 422, why)
    reason = (why.reason.data or "") if why else ""
    number = building.change_question(
        the_project().id, ref, question, form.draft(view.asked), by=the_staff().id, at=now(), reason=reason
    )
    if number > view.asked.version:
        flash(_("Saved as a new wording. Earlier answers stay with the wording people saw."), "success")
    return _to("show", ref, _anchor=question)


@bp.post("/manage/<project>/questions/<ref>/<question>/move")
@allows(Action.EDIT_ACTIVITY)
@commits
def move_question(project: str, ref: str, question: str) -> ResponseReturnValue:
    """One place up or down."""
    up = request.form.get("go") == "up"
    building.move_question(the_project().id, ref, question, up=up, by=the_staff().id, at=now())
    return _to("show", ref, _anchor=question)


@bp.post("/manage/<project>/questions/<ref>/<question>/remove")
@allows(Action.EDIT_ACTIVITY)
@commits
def remove_question(project: str, ref: str, question: str) -> ResponseReturnValue:
    building.remove_question(the_project().id, ref, question, by=the_staff().id, at=now())
    flash(_("The question was taken out. Answers to it are kept."), "success")
    return _to("show", ref)


@bp.get("/manage/<project>/questions/<ref>/preview")
@allows(Action.READ_PROJECT)
def preview(project: str, ref: str) -> ResponseReturnValue:
    """The first page as residents see it. Nothing is saved."""
    view = overviews.preview_start(the_project().id, ref, at=now())
    first = _address("preview_question", ref, question=view.goes_on_at) if view.goes_on_at else None
    leave = _address("show", ref)
    return render_template("consultations/start.html", view=view, preview={"next": first, "leave": leave})


@bp.get("/manage/<project>/questions/<ref>/preview/<question>")
@allows(Action.READ_PROJECT)
def preview_question(project: str, ref: str, question: str) -> ResponseReturnValue:
    """One question as residents see it. Nothing is saved."""
    view = overviews.preview_question(the_project().id, ref, question, at=now())
    leave = _address("show", ref)
    onward = _address("preview_question", ref, question=view.next_ref) if view.next_ref else leave
    back = _address("preview_question", ref, question=view.back_ref) if view.back_ref else _address("preview", ref)
    return render_template(
        "consultations/question.html",
        view=view,
        errors={},
        from_check=False,
        preview={"next": onward, "back": back, "leave": leave},
    )


@bp.get("/manage/<project>/questions/<ref>/results")
@allows(Action.READ_PROJECT)
def show_results(project: str, ref: str) -> ResponseReturnValue:
    """Every question with its base and counts."""
    return render_template(
        "consultations/manage_results.html",
        view=results(the_project().id, ref),
        counted=volumes(the_project().id, ref),
        groups=ways_to_split(the_project().id, ref),
        mode_names=MODES,
        told=told,
    )


@bp.get("/manage/<project>/questions/<ref>/<question>/words")
@allows(Action.READ_PERSONAL_WORDS)
def words(project: str, ref: str, question: str) -> ResponseReturnValue:
    """What people wrote, a page at a time."""
    page = request.args.get("page", "1")
    number = int(page) if page.isdecimal() and len(page) < 7 else 1
    view = texts(the_project().id, ref, question, page=number)
    return render_template("consultations/manage_words.html", view=view)


@bp.context_processor
def _words() -> dict[str, Any]:
    return {"say": _}


def _address(endpoint: str, ref: str, **values: Any) -> str:
    return url_for(f"consultations_manage.{endpoint}", project=the_project().slug, ref=ref, **values)


def _to(endpoint: str, ref: str, **values: Any) -> ResponseReturnValue:
    return redirect(_address(endpoint, ref, **values), 303)


def _type(kind: str) -> QuestionType:
    try:
        found = QuestionType(kind)
    except ValueError:
        found = None
    if found not in KINDS:
        raise NotFound("There is no such type of question.")
    return found


def _show(ref: str, error: str | None = None, status: int = 200) -> ResponseReturnValue:
    view = overviews.built(the_project().id, ref, at=now())
    everything = {line.ref: line.asked for line in (*view.questions, *view.taken_out)}
    asked_if = {line.ref: asked_only_if(line.asked.condition, everything, told) for line in view.questions}
    page = render_template("consultations/manage_show.html", view=view, types=KINDS, error=error, asked_if=asked_if)
    return page, status


def _question(
    form: QuestionForm,
    kind: QuestionType,
    ref: str,
    title: str,
    view: overviews.ToChange | None,
    status: int = 200,
    why: WhyForm | None = None,
) -> ResponseReturnValue:
    if why is None and view is not None and view.answers:
        why = WhyForm(formdata=None)
    page = render_template(
        "consultations/manage_question.html",
        form=form,
        kind=_(KINDS[kind].name),
        type=kind.value,
        ref=ref,
        title=title,
        view=view,
        why=why,
    )
    return page, status
