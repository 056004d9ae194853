"""Residents' page of the dates of a board: its phases, what they may do in each, what was changed on the way."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from codesign.core.boards import BoardAct
from codesign.core.terms import BoardAsks
from codesign.ideas import phases
from codesign.web.clock import now
from codesign.web.policy import Action, allows, the_project

bp = Blueprint("ideas_dates", __name__)

_REACT = {
    BoardAsks.IDEAS: _l("support ideas"),
    BoardAsks.BUDGET: _l("support ideas"),
    BoardAsks.PAIRS: _l("choose between two ideas"),
    BoardAsks.STATEMENTS: _l("agree, disagree or pass"),
}


def acts_on(asks: BoardAsks, *, of_others: bool = False) -> dict[BoardAct, Any]:
    """What residents may do on such a board, in a few words each; `of_others`: said to staff."""
    statements = asks is BoardAsks.STATEMENTS
    return {
        BoardAct.ADD: _l("add statements") if statements else _l("add ideas"),
        BoardAct.CHANGE: _l("change their own words") if of_others else _l("change your own words"),
        BoardAct.REPLY: _l("reply"),
        BoardAct.REACT: _REACT[asks],
    }


@bp.get("/p/<project>/ideas/<ref>/dates")
@allows(Action.VISIT_PROJECT)
def show(project: str, ref: str) -> ResponseReturnValue:
    """The phases of a board, and every date that was changed."""
    view = phases.dates_page(the_project().id, ref, at=now())
    return render_template("ideas/dates.html", view=view, you_can=acts_on(view.board.asks))
