"""The safeguarding officer's page: what is held, opened one by one, settled. Nobody else finds it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from codesign.core.errors import Refused
from codesign.core.terms import HoldOutcome
from codesign.ledger import policy_in_force
from codesign.moderation import holding, wording
from codesign.moderation.forms import SettleHoldForm
from codesign.web.clock import now
from codesign.web.identity import the_staff
from codesign.web.policy import Action, allows, the_project
from codesign.web.transactions import commits

bp = Blueprint("moderation_manage_holds", __name__)


@bp.get("/manage/<project>/safeguarding")
@allows(Action.READ_PROJECT)
def index(project: str) -> ResponseReturnValue:
    """What is held for this person."""
    return _page()


@bp.post("/manage/<project>/safeguarding/<code>/read")
@allows(Action.READ_PROJECT)
@commits
def read(project: str, code: str) -> ResponseReturnValue:
    """Open held words; that they were opened, when and by whom is kept."""
    holding.open_held(the_project().id, code, by=the_staff().id, at=now())
    return redirect(url_for("moderation_manage_holds.index", project=project, _anchor=f"held-{code}"), 303)


@bp.post("/manage/<project>/safeguarding/<code>/settle")
@allows(Action.READ_PROJECT)
@commits
def settle(project: str, code: str) -> ResponseReturnValue:
    """End a hold."""
    form = SettleHoldForm(policy_in_force(the_project().id))
    if not form.validate():
        return _page(code, form)
    try:
        holding.settle_hold(
            the_project().id,
            code,
            HoldOutcome(form.outcome.data),
            form.then.data or "",
            by=the_staff().id,
            at=now(),
        )
    except Refused as refused:
        form.then.errors = [_(str(refused))]
        return _page(code, form)
    flash(_("%(code)s is settled.", code=code), "success")
    return redirect(url_for("moderation_manage_holds.index", project=project), 303)


def _page(wrong: str = "", form: SettleHoldForm | None = None) -> ResponseReturnValue:
    scope = the_project()
    view = holding.held_page(scope.id, by=the_staff().id)
    page = render_template(
        "moderation/holds.html",
        view=view,
        wrong=wrong,
        form=form,
        settle_form=SettleHoldForm(policy_in_force(scope.id), formdata=None),
        at=now(),
        words_for=wording,
    )
    return page, 422 if wrong else 200
