"""The staff page about a question's place: its page, its section, and when it is asked."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from codesign.consultations.branching.commands import CannotBeAsked, place_question
from codesign.consultations.branching.drafts import MOST_GROUPS, Groups, in_groups
from codesign.consultations.branching.forms import PlaceForm, filled_in
from codesign.consultations.branching.queries import Placed, placed
from codesign.consultations.branching.words import answers_of, asked_only_if
from codesign.consultations.forms import told
from codesign.core.errors import Refused
from codesign.web.clock import now
from codesign.web.identity import the_staff
from codesign.web.policy import Action, allows, the_project
from codesign.web.transactions import commits

bp = Blueprint("consultations_branching", __name__)


@bp.get("/manage/<project>/questions/<ref>/<question>/when")
@allows(Action.EDIT_ACTIVITY)
def edit(project: str, ref: str, question: str) -> ResponseReturnValue:
    """When is it asked, and where does it stand?"""
    view = placed(the_project().id, ref, question)
    groups = in_groups(view.condition)
    shown = groups if groups is not None and groups.fits else Groups()
    return _page(PlaceForm(**filled_in(view, shown)).offer(view), view, too_deep=shown != groups)


@bp.post("/manage/<project>/questions/<ref>/<question>/when")
@allows(Action.EDIT_ACTIVITY)
@commits
def change(project: str, ref: str, question: str) -> ResponseReturnValue:
    view = placed(the_project().id, ref, question)
    form = PlaceForm().offer(view)
    if not form.validate():
        return _page(form, view, 422)
    try:
        number = place_question(the_project().id, ref, question, form.draft(), by=the_staff().id, at=now())
    except CannotBeAsked as refused:
        form.when.errors = [told(refused.sentence)]
        return _page(form, view, 422)
    except Refused as refused:
        form.when.errors = [_(str(refused))]
        return _page(form, view, 422)
    if number > view.asked.version:
        flash(_("Saved as a new wording. Earlier answers stay with the wording people saw."), "success")
    address = url_for("consultations_manage.show", project=the_project().slug, ref=ref, _anchor=question)
    return redirect(address, 303)


def _page(form: PlaceForm, view: Placed, status: int = 200, *, too_deep: bool = False) -> ResponseReturnValue:
    earlier = [(asked, answers_of(asked, told)) for asked in view.earlier]
    page = render_template(
        "consultations/branching/edit.html",
        form=form,
        view=view,
        earlier=earlier,
        groups=range(1, MOST_GROUPS + 1),
        in_words=asked_only_if(view.condition, view.everything, told),
        too_deep=too_deep,
    )
    return page, status
