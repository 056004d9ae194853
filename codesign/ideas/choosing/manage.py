"""Staff's side of choosing: what reactions come to, at any time."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from codesign.core.numbers import percent
from codesign.ideas.choosing import queries
from codesign.ideas.choosing.routes import order_asked
from codesign.ideas.requests import page_number
from codesign.web.clock import now
from codesign.web.policy import Action, allows, the_project

bp = Blueprint("ideas_choosing_manage", __name__)


@bp.get("/manage/<project>/ideas/<ref>/results")
@allows(Action.READ_PROJECT)
def results(project: str, ref: str) -> ResponseReturnValue:
    """The results of a board, with what residents may see of them now."""
    view = queries.staff_results(the_project().id, ref, at=now(), order=order_asked(), page=page_number())
    return render_template("ideas/choosing/manage_results.html", view=view, percent=percent)
