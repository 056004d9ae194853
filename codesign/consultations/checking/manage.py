"""The check page for staff: what stops opening, what to accept, and how the routes were walked."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from codesign.consultations.checking import commands
from codesign.consultations.checking.forms import AcceptAllForm, AcceptForm
from codesign.consultations.checking.queries import checked
from codesign.consultations.forms import told
from codesign.core.errors import Refused
from codesign.web.clock import now
from codesign.web.identity import the_staff
from codesign.web.policy import Action, allows, the_project
from codesign.web.transactions import commits

bp = Blueprint("consultations_checking", __name__)


@bp.get("/manage/<project>/questions/<ref>/check")
@allows(Action.READ_PROJECT)
def show(project: str, ref: str) -> ResponseReturnValue:
    """What was found, and every route walked."""
    return _show(ref)


@bp.post("/manage/<project>/questions/<ref>/check/accept")
@allows(Action.EDIT_ACTIVITY)
@commits
def accept(project: str, ref: str) -> ResponseReturnValue:
    """Accept one warning in writing."""
    form = AcceptForm()
    if not form.validate():
        return _show(ref, one=form, status=422)
    try:
        commands.accept_warning(
            the_project().id,
            ref,
            str(form.rule.data or ""),
            str(form.subject.data or ""),
            digest=str(form.digest.data or ""),
            reason=form.reason.data or "",
            by=the_staff().id,
            at=now(),
        )
    except Refused as refused:
        form.reason.errors = [_(str(refused))]
        return _show(ref, one=form, status=422)
    flash(_("Accepted. Your reason is kept."), "success")
    return _to_page(ref)


@bp.post("/manage/<project>/questions/<ref>/check/accept-all")
@allows(Action.EDIT_ACTIVITY)
@commits
def accept_all(project: str, ref: str) -> ResponseReturnValue:
    """Accept every warning that waits, with one reason."""
    form = AcceptAllForm()
    if not form.validate():
        return _show(ref, every=form, status=422)
    try:
        count = commands.accept_all(
            the_project().id,
            ref,
            digests=str(form.digests.data or "").split(),
            reason=form.reason.data or "",
            by=the_staff().id,
            at=now(),
        )
    except Refused as refused:
        form.reason.errors = [_(str(refused))]
        return _show(ref, every=form, status=422)
    flash(ngettext("%(num)s warning accepted.", "%(num)s warnings accepted.", count), "success")
    return _to_page(ref)


@bp.post("/manage/<project>/questions/<ref>/check/take-back")
@allows(Action.EDIT_ACTIVITY)
@commits
def take_back(project: str, ref: str) -> ResponseReturnValue:
    """Ask about a warning again."""
    commands.take_back_acceptance(
        the_project().id,
        ref,
        request.form.get("rule", "")[:60],
        request.form.get("subject", "")[:20],
        by=the_staff().id,
        at=now(),
    )
    flash(_("Taken back. It asks again."), "success")
    return _to_page(ref)


def _to_page(ref: str) -> ResponseReturnValue:
    return redirect(url_for("consultations_checking.show", project=the_project().slug, ref=ref), 303)


def _show(
    ref: str, *, one: AcceptForm | None = None, every: AcceptAllForm | None = None, status: int = 200
) -> ResponseReturnValue:
    view = checked(the_project().id, ref, at=now())
    page = render_template(
        "consultations/checking/show.html", view=view, one=one, every=every or AcceptAllForm(formdata=None), told=told
    )
    return page, status
