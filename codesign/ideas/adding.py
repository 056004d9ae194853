"""Residents' way to add an idea: one thing per page, then check, send and the receipt."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from codesign.core.terms import Consent, ShownAs
from codesign.ideas import commands, queries
from codesign.ideas.forms import LineForm, MoreForm, SendForm, ShownForm, UseForm
from codesign.ideas.routes import language
from codesign.ideas.shapes import DraftPage
from codesign.web.clock import now
from codesign.web.identity import known_participant, participant
from codesign.web.policy import Action, allows, the_project
from codesign.web.transactions import commits

bp = Blueprint("ideas_add", __name__)


@bp.get("/p/<project>/ideas/<ref>/add")
@allows(Action.VISIT_PROJECT)
def line(project: str, ref: str) -> ResponseReturnValue:
    """The idea in one line."""
    view = _draft(ref, prompt=_prompt())
    if not view.board.takes:
        return _not_now(view)
    return render_template("ideas/add_line.html", view=view, form=LineForm(data={"title": view.title}))


@bp.post("/p/<project>/ideas/<ref>/add")
@allows(Action.TAKE_PART)
@commits
def keep_line(project: str, ref: str) -> ResponseReturnValue:
    scope = the_project()
    form = LineForm()
    if not form.validate():
        return render_template("ideas/add_line.html", view=_draft(ref, prompt=_prompt()), form=form), 422
    commands.keep_line(scope.id, ref, form.title.data or "", _prompt(), by=participant(scope.id), at=now())
    return _on_to(ref, "ideas_add.more")


@bp.get("/p/<project>/ideas/<ref>/add/more")
@allows(Action.VISIT_PROJECT)
def more(project: str, ref: str) -> ResponseReturnValue:
    """Anything else about it."""
    view = _draft(ref)
    return _begun(view) or render_template("ideas/add_more.html", view=view, form=MoreForm(data={"text": view.text}))


@bp.post("/p/<project>/ideas/<ref>/add/more")
@allows(Action.TAKE_PART)
@commits
def keep_more(project: str, ref: str) -> ResponseReturnValue:
    scope = the_project()
    form = MoreForm()
    if not form.validate():
        return render_template("ideas/add_more.html", view=_draft(ref), form=form), 422
    commands.keep_more(scope.id, ref, form.text.data or "", by=participant(scope.id), at=now())
    return _on_to(ref, "ideas_add.shown")


@bp.get("/p/<project>/ideas/<ref>/add/shown")
@allows(Action.VISIT_PROJECT)
def shown(project: str, ref: str) -> ResponseReturnValue:
    """How the author is shown."""
    view = _draft(ref)
    data = {
        "shown_as": view.shown_as.value if view.shown_as else None,
        "area": view.shown_words if view.shown_as is ShownAs.AREA else "",
        "first_name": view.shown_words if view.shown_as is ShownAs.FIRST_NAME else "",
    }
    return _begun(view) or render_template("ideas/add_shown.html", view=view, form=ShownForm(view.areas, data=data))


@bp.post("/p/<project>/ideas/<ref>/add/shown")
@allows(Action.TAKE_PART)
@commits
def keep_shown(project: str, ref: str) -> ResponseReturnValue:
    scope = the_project()
    view = _draft(ref)
    form = ShownForm(view.areas)
    if not form.validate():
        return render_template("ideas/add_shown.html", view=view, form=form), 422
    commands.keep_shown(scope.id, ref, ShownAs(form.shown_as.data), form.words, by=participant(scope.id), at=now())
    return _on_to(ref, "ideas_add.use")


@bp.get("/p/<project>/ideas/<ref>/add/use")
@allows(Action.VISIT_PROJECT)
def use(project: str, ref: str) -> ResponseReturnValue:
    """How we may use the words."""
    view = _draft(ref)
    form = UseForm(data={"consent": view.consent.value if view.consent else None})
    return _begun(view) or render_template("ideas/add_use.html", view=view, form=form)


@bp.post("/p/<project>/ideas/<ref>/add/use")
@allows(Action.TAKE_PART)
@commits
def keep_use(project: str, ref: str) -> ResponseReturnValue:
    scope = the_project()
    form = UseForm()
    if not form.validate():
        return render_template("ideas/add_use.html", view=_draft(ref), form=form), 422
    commands.keep_consent(scope.id, ref, Consent(form.consent.data), by=participant(scope.id), at=now())
    return _on_to(ref, "ideas_add.check")


@bp.get("/p/<project>/ideas/<ref>/add/check")
@allows(Action.VISIT_PROJECT)
def check(project: str, ref: str) -> ResponseReturnValue:
    """Everything once more before it is sent."""
    view = _draft(ref)
    if view.begun and view.shown_as is None:
        return redirect(url_for("ideas_add.shown", project=project, ref=ref), 303)
    if view.begun and view.consent is None:
        return redirect(url_for("ideas_add.use", project=project, ref=ref), 303)
    form = SendForm(formdata=None, data={"key": view.key})
    return _begun(view) or render_template("ideas/add_check.html", view=view, form=form)


@bp.post("/p/<project>/ideas/<ref>/add/check")
@allows(Action.TAKE_PART)
@commits
def send(project: str, ref: str) -> ResponseReturnValue:
    """Send the idea. The same page sent twice leads to the same receipt."""
    scope = the_project()
    form = SendForm()
    if not form.validate():
        return redirect(url_for("ideas_add.check", project=project, ref=ref), 303)
    sent_ref = commands.send_idea(
        scope.id, ref, form.key.data or "", by=participant(scope.id), at=now(), language=language()
    )
    return redirect(url_for("ideas_add.sent", project=project, ref=ref, sending=sent_ref), 303)


@bp.get("/p/<project>/ideas/<ref>/sent/<sending>")
@allows(Action.VISIT_PROJECT)
def sent(project: str, ref: str, sending: str) -> ResponseReturnValue:
    """The receipt of an idea or a reply, for the person who sent it."""
    scope = the_project()
    view = queries.sent_page(scope.id, ref, sending, me=known_participant(scope.id), at=now())
    return render_template("ideas/sent.html", view=view)


def _draft(ref: str, prompt: int | None = None) -> DraftPage:
    scope = the_project()
    return queries.draft_page(scope.id, ref, me=known_participant(scope.id), at=now(), prompt=prompt)


def _prompt() -> int | None:
    typed = request.args.get("prompt", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else None


def _begun(view: DraftPage) -> ResponseReturnValue | None:
    """Where to go instead when this page of the journey has nothing to stand on."""
    if not view.board.takes:
        return _not_now(view)
    if not view.begun:
        return redirect(url_for("ideas_add.line", project=the_project().slug, ref=view.board.ref), 303)
    return None


def _not_now(view: DraftPage) -> ResponseReturnValue:
    return render_template("ideas/closed.html", view=view), 410 if view.board.closed else 200


def _on_to(ref: str, endpoint: str) -> ResponseReturnValue:
    """The next page, or back to the check when the change began there."""
    change = request.args.get("change") == "1"
    return redirect(url_for("ideas_add.check" if change else endpoint, project=the_project().slug, ref=ref), 303)
