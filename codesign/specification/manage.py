"""Staff pages of the specification: the editor of requirements."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from codesign.core.errors import NotFound, Refused
from codesign.core.text import UnreadableText, one_line
from codesign.specification import commands, queries
from codesign.specification.forms import (
    NewRequirementForm,
    ReasonForm,
    RequirementForm,
    WordsOfRequirementForm,
)
from codesign.specification.labels import WORDS
from codesign.web.clock import now
from codesign.web.fragments import respond, wants_region
from codesign.web.identity import the_staff
from codesign.web.policy import Action, allows, the_project
from codesign.web.transactions import commits

bp = Blueprint("specification_manage", __name__, url_prefix="/manage/<project>")


def asked(name: str) -> str:
    """A value of the address as one clean line; empty when it is not there or cannot be read."""
    try:
        return one_line(request.args.get(name, ""))[:200]
    except UnreadableText:
        return ""


def looking() -> dict[str, Any]:
    """What the finder is asked for, to be carried from page to page."""
    return {name: value for name in ("find", "only", "show") if (value := asked(name))}


def editor(
    ref: str | None = None, region: str | None = "specification/_editor.html", status: int = 200, **changes: Any
) -> Response:
    """The three panels with one requirement open. `changes` are what this answer says beside it."""
    project_id = the_project().id
    view = queries.specification_page(project_id, ref, only=asked("list"))
    finder = None
    if view.requirement:
        show = asked("show")
        finder = queries.find(
            project_id,
            view.requirement.ref,
            asked("find"),
            only=asked("only"),
            show=int(show) if show.isascii() and show.isdigit() and len(show) < 5 else 0,
        )
    context: dict[str, Any] = {
        "form": None, "saved": "idle", "conflict": None, "just": None, "removed": None,
        "refusal": "", "reason_form": ReasonForm(formdata=None),
    }  # fmt: skip
    return respond(
        "specification/editor.html",
        region,
        status,
        view=view,
        finder=finder,
        at=now(),
        looking=looking(),
        as_region=wants_region(),
        own_page=False,
        **WORDS,
        **(context | changes),
    )


@bp.get("/spec")
@allows(Action.READ_PROJECT)
def index(project: str) -> ResponseReturnValue:
    """The specification, its first requirement open; or where to start when there is none."""
    return editor()


@bp.get("/spec/all")
@allows(Action.READ_PROJECT)
def all_requirements(project: str) -> ResponseReturnValue:
    """The list on a page of its own, for narrow screens."""
    view = queries.requirement_list(the_project().id, only=asked("list"))
    return respond("specification/all.html", view=view, looking={}, **WORDS)


@bp.get("/spec/new")
@allows(Action.EDIT_SPECIFICATION)
def new(project: str) -> ResponseReturnValue:
    return respond("specification/new.html", form=NewRequirementForm(formdata=None), theme=asked("theme"))


@bp.post("/spec/new")
@allows(Action.EDIT_SPECIFICATION)
@commits
def add(project: str) -> ResponseReturnValue:
    form = NewRequirementForm()
    if not form.validate():
        return respond("specification/new.html", None, 422, form=form, theme=asked("theme"))
    made = commands.add_requirement(the_project().id, form.draft(), theme=asked("theme"), by=the_staff().id, at=now())
    return redirect(url_for("specification_manage.requirement", project=project, ref=made.ref), 303)


@bp.get("/spec/<ref>")
@allows(Action.READ_PROJECT)
def requirement(project: str, ref: str) -> ResponseReturnValue:
    """One requirement with its evidence."""
    return editor(ref)


@bp.post("/spec/<ref>/words")
@allows(Action.EDIT_SPECIFICATION)
@commits
def save_words(project: str, ref: str) -> ResponseReturnValue:
    """Save the two texts. 409 with both versions when someone else saved in between."""
    form = WordsOfRequirementForm()
    if not form.validate():
        return editor(ref, "specification/_saved.html", 422, form=form, saved="problem")
    try:
        commands.save_words(
            the_project().id,
            ref,
            form.statement.data or "",
            form.measure.data or "",
            version=form.on_version,
            by=the_staff().id,
            at=now(),
        )
    except commands.ChangedMeanwhile:
        answer = editor(ref, "specification/_conflict.html", 409, form=form, saved="conflict", conflict=form)
        answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = "#conflict", "outerHTML"
        return answer
    except Refused as refusal:
        form.statement.errors = [_(str(refusal))]
        return editor(ref, "specification/_saved.html", 422, form=form, saved="problem")
    return redirect(url_for("specification_manage.saved", project=project, ref=ref, **looking()), 303)


@bp.get("/spec/<ref>/saved")
@allows(Action.READ_PROJECT)
def saved(project: str, ref: str) -> ResponseReturnValue:
    """The save line after a saving, with what changed beside it."""
    return editor(ref, "specification/_saved.html", saved="saved")


@bp.get("/spec/<ref>/edit")
@allows(Action.EDIT_SPECIFICATION)
def edit(project: str, ref: str) -> ResponseReturnValue:
    """Every field of a requirement."""
    view = queries.edit_page(the_project().id, ref)
    if view.locked:
        return redirect(url_for("specification_manage.requirement", project=project, ref=ref), 303)
    values = {**view.values, "depends_on": ", ".join(view.values["depends_on"] or ()), "version": str(view.version)}
    form = RequirementForm(formdata=None, data=values)
    form.offer(view.lots)
    return respond("specification/edit.html", view=view, form=form, theirs=(), **WORDS)


@bp.post("/spec/<ref>/edit")
@allows(Action.EDIT_SPECIFICATION)
@commits
def change(project: str, ref: str) -> ResponseReturnValue:
    view, form = queries.edit_page(the_project().id, ref), RequirementForm()
    form.offer(view.lots)
    if not form.validate():
        return respond("specification/edit.html", None, 422, view=view, form=form, theirs=(), **WORDS)
    try:
        commands.change_requirement(
            the_project().id, ref, form.draft(), version=form.on_version, by=the_staff().id, at=now()
        )
    except commands.ChangedMeanwhile:
        # What was typed stays; saving it again from here is a choice made with the newer version in view.
        form.version.data = str(view.version)
        theirs = view.unlike(form.draft())
        return respond("specification/edit.html", None, 409, view=view, form=form, theirs=theirs, **WORDS)
    except Refused as refusal:
        form.form_errors.append(_(str(refusal)))
        return respond("specification/edit.html", None, 422, view=view, form=form, theirs=(), **WORDS)
    return redirect(url_for("specification_manage.requirement", project=project, ref=ref), 303)


@bp.get("/spec/<ref>/history")
@allows(Action.READ_PROJECT)
def history(project: str, ref: str) -> ResponseReturnValue:
    """How a requirement came to read as it does."""
    return respond("specification/history.html", view=queries.history_page(the_project().id, ref), **WORDS)


@bp.post("/spec/<ref>/move")
@allows(Action.EDIT_SPECIFICATION)
@commits
def move(project: str, ref: str) -> ResponseReturnValue:
    way = request.form.get("way", "")
    if way not in ("up", "down"):
        raise NotFound
    commands.move_requirement(the_project().id, ref, up=way == "up", by=the_staff().id, at=now())
    return redirect(url_for("specification_manage.requirement", project=project, ref=ref), 303)


@bp.post("/spec/<ref>/reopen")
@allows(Action.EDIT_SPECIFICATION)
@commits
def reopen(project: str, ref: str) -> ResponseReturnValue:
    """Ask to change an agreed requirement: it is a draft again, and the reason is kept."""
    form = ReasonForm()
    if not form.validate():
        return editor(ref, None, 422, form=form, reason_form=form)
    commands.ask_to_change(the_project().id, ref, form.reason.data or "", by=the_staff().id, at=now())
    flash(_("%(ref)s is a draft again.", ref=ref), "success")
    return redirect(url_for("specification_manage.requirement", project=project, ref=ref), 303)


@bp.post("/spec/<ref>/council")
@allows(Action.EDIT_SPECIFICATION)
@commits
def council(project: str, ref: str) -> ResponseReturnValue:
    """Mark a requirement that no one asked for as a decision of the council, with the reason."""
    form = ReasonForm()
    if not form.validate():
        return editor(ref, None, 422, form=form, reason_form=form)
    commands.call_it_a_council_decision(the_project().id, ref, form.reason.data or "", by=the_staff().id, at=now())
    return redirect(url_for("specification_manage.requirement", project=project, ref=ref, _anchor="linked"), 303)
