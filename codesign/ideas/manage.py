"""Staff pages of boards: the list, making and changing a board, its ideas, its statements."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from codesign.core.errors import Refused
from codesign.core.terms import Standing
from codesign.ideas import boards, staff_queries
from codesign.ideas.forms import BoardForm, StatementsForm
from codesign.ideas.routes import page_number
from codesign.ideas.staff_queries import StaffBoard
from codesign.ledger import actor_person
from codesign.web.clock import now
from codesign.web.identity import the_staff
from codesign.web.policy import Action, allows, the_project
from codesign.web.transactions import commits

bp = Blueprint("ideas_manage", __name__)


@bp.get("/manage/<project>/ideas")
@allows(Action.READ_PROJECT)
def index(project: str) -> ResponseReturnValue:
    """Every board with its numbers."""
    return render_template("ideas/manage_index.html", view=staff_queries.boards_page(the_project().id, now()))


@bp.get("/manage/<project>/ideas/new")
@allows(Action.EDIT_ACTIVITY)
def new(project: str) -> ResponseReturnValue:
    return render_template("ideas/manage_board_form.html", ref=None, form=BoardForm())


@bp.post("/manage/<project>/ideas/new")
@allows(Action.EDIT_ACTIVITY)
@commits
def create(project: str) -> ResponseReturnValue:
    """Make a board; it opens later, by a button."""
    form = BoardForm()
    if not form.validate():
        return render_template("ideas/manage_board_form.html", ref=None, form=form), 422
    ref = boards.create_board(the_project().id, form.draft(), by=_me(), at=now())
    flash(_("Board %(ref)s is made. Residents see it when you open it.", ref=ref), "success")
    return redirect(url_for("ideas_manage.board", project=project, ref=ref), 303)


@bp.get("/manage/<project>/ideas/<ref>")
@allows(Action.READ_PROJECT)
def board(project: str, ref: str) -> ResponseReturnValue:
    """One board and its ideas with their status."""
    return _board(ref, StatementsForm(formdata=None))


def _board(ref: str, form: StatementsForm, status: int = 200) -> ResponseReturnValue:
    standing = request.args.get("standing", "")
    view = staff_queries.board_page(
        the_project().id,
        ref,
        at=now(),
        standing=Standing(standing) if standing in list(Standing) else None,
        page=page_number(),
    )
    return render_template("ideas/manage_board.html", view=view, form=form), status


@bp.get("/manage/<project>/ideas/<ref>/edit")
@allows(Action.EDIT_ACTIVITY)
def edit(project: str, ref: str) -> ResponseReturnValue:
    view = staff_queries.one_board(the_project().id, ref, now())
    return render_template("ideas/manage_board_form.html", ref=ref, form=BoardForm(data=_typed(view)))


@bp.post("/manage/<project>/ideas/<ref>/edit")
@allows(Action.EDIT_ACTIVITY)
@commits
def change(project: str, ref: str) -> ResponseReturnValue:
    """Change a board."""
    form = BoardForm()
    if form.validate():
        try:
            boards.change_board(the_project().id, ref, form.draft(), by=_me(), at=now())
        except Refused as refused:
            form.asks.errors = [_(str(refused))]
        else:
            flash(_("Board %(ref)s is saved.", ref=ref), "success")
            return redirect(url_for("ideas_manage.board", project=project, ref=ref), 303)
    return render_template("ideas/manage_board_form.html", ref=ref, form=form), 422


@bp.post("/manage/<project>/ideas/<ref>/open")
@allows(Action.EDIT_ACTIVITY)
@commits
def open_board(project: str, ref: str) -> ResponseReturnValue:
    """Open the board to residents."""
    try:
        boards.open_to_residents(the_project().id, ref, by=_me(), at=now())
    except Refused as refused:
        flash(_(str(refused)), "warning")
    else:
        flash(_("Board %(ref)s is open.", ref=ref), "success")
    return redirect(url_for("ideas_manage.board", project=project, ref=ref), 303)


@bp.post("/manage/<project>/ideas/<ref>/close")
@allows(Action.EDIT_ACTIVITY)
@commits
def close_board(project: str, ref: str) -> ResponseReturnValue:
    """Close the board: residents can read it, nothing more."""
    boards.close_to_residents(the_project().id, ref, by=_me(), at=now())
    flash(_("Board %(ref)s is closed. Residents can still read it.", ref=ref), "success")
    return redirect(url_for("ideas_manage.board", project=project, ref=ref), 303)


@bp.post("/manage/<project>/ideas/<ref>/statements")
@allows(Action.EDIT_ACTIVITY)
@commits
def add_statements(project: str, ref: str) -> ResponseReturnValue:
    """Put statements on a board, one a line."""
    form = StatementsForm()
    if not form.validate():
        return _board(ref, form, 422)
    many = boards.add_statements(the_project().id, ref, form.lines, by=_me(), at=now())
    flash(ngettext("%(num)s statement is new.", "%(num)s statements are new.", many), "success")
    return redirect(url_for("ideas_manage.board", project=project, ref=ref), 303)


def _me() -> str:
    return actor_person(the_staff().id)


def _typed(view: StaffBoard) -> dict[str, Any]:
    return {
        "title": view.title,
        "introduction": view.introduction,
        "asks": view.asks.value,
        "prompts": "\n".join(view.prompts),
        "influence": view.influence.value,
        "influence_reason": view.influence_reason,
        "moderation": view.moderation.value,
        "totals": view.totals.value,
        "opens_on": view.opens_on,
        "closes_on": view.closes_on,
        "closes_time": view.closes_time,
    }
