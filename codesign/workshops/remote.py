"""The facilitator's remote: moves the room, checks and groups cards, adds paper cards, counts hands."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext
from flask_babel import gettext as _

from codesign.core.errors import Refused
from codesign.web.clock import now
from codesign.web.fragments import respond
from codesign.web.identity import the_staff
from codesign.web.policy import Action, allows, the_project
from codesign.web.transactions import commits
from codesign.workshops import control, grouping, running
from codesign.workshops.forms import GroupForm, HandsForm, HideForm, MoveForm, PaperCardForm, as_uuid
from codesign.workshops.routes import not_modified

bp = Blueprint("workshops_remote", __name__)


@bp.get("/w/<code>/run")
@allows(Action.RUN_WORKSHOP)
def run(code: str) -> ResponseReturnValue:
    return _page(code)


@bp.get("/w/<code>/run/news")
@allows(Action.RUN_WORKSHOP)
def news(code: str) -> ResponseReturnValue:
    """One line: whether the room has changed since the page was made. It holds no form, so nothing typed is lost."""
    seen = request.args.get("seen", "0")
    version, changes = control.room_news(
        the_project().id, code, since=int(seen) if seen.isdecimal() and len(seen) < 10 else 0
    )
    tag = f"{version}-{get_locale()}"
    if request.if_none_match.contains_weak(tag):
        return not_modified(tag)
    response = Response(render_template("workshops/_news.html", code=code, seen=seen, changes=changes))
    response.set_etag(tag)
    return response


@bp.post("/w/<code>/run")
@allows(Action.RUN_WORKSHOP)
@commits
def move_room(code: str) -> ResponseReturnValue:
    """One of the remote's own buttons: its value is the wish."""
    wish = request.form.get("wish", "")
    return _do(code, lambda: running.move_room(the_project().id, code, wish, by=the_staff().id, at=now()))


@bp.post("/w/<code>/run/cards/<uuid:card_id>/move")
@allows(Action.RUN_WORKSHOP)
@commits
def move_card(code: str, card_id: uuid.UUID) -> ResponseReturnValue:
    project, by, form = the_project(), the_staff().id, MoveForm()
    if not form.validate() or (form.to.data == "new" and not form.title.data):
        return _page(code, 422, problem=_("Give the new group a name, then press Move."))

    def act() -> None:
        group = as_uuid(form.to.data)
        if form.to.data == "new":
            group = grouping.add_group(project.id, code, form.title.data or "", by=by, at=now())
        grouping.move_card(project.id, code, card_id, seen_in=as_uuid(form.seen_in.data), to=group, by=by, at=now())

    return _do(code, act, said=_("The card was moved."), anchor="cards")


@bp.post("/w/<code>/run/undo")
@allows(Action.RUN_WORKSHOP)
@commits
def undo(code: str) -> ResponseReturnValue:
    return _do(
        code,
        lambda: grouping.undo_move(the_project().id, code, by=the_staff().id, at=now()),
        said=_("The last move was undone."),
        anchor="cards",
    )


@bp.post("/w/<code>/run/cards/<uuid:card_id>/show")
@allows(Action.RUN_WORKSHOP)
@commits
def show_card(code: str, card_id: uuid.UUID) -> ResponseReturnValue:
    return _do(
        code,
        lambda: grouping.show_card(the_project().id, code, card_id, by=the_staff().id, at=now()),
        said=_("The card is on the wall."),
        anchor="cards",
    )


@bp.post("/w/<code>/run/cards/<uuid:card_id>/hide")
@allows(Action.RUN_WORKSHOP)
@commits
def hide_card(code: str, card_id: uuid.UUID) -> ResponseReturnValue:
    form = HideForm()
    if not form.validate():
        return _page(code, 422, problem=_("Choose a reason, then take the card off the wall."))
    return _do(
        code,
        lambda: grouping.hide_card(the_project().id, code, card_id, form.draft(), by=the_staff().id, at=now()),
        said=_("The card is off the wall."),
        anchor="cards",
    )


@bp.post("/w/<code>/run/groups")
@allows(Action.RUN_WORKSHOP)
@commits
def add_group(code: str) -> ResponseReturnValue:
    form = GroupForm()
    if not form.validate():
        return _page(code, 422, problem=_("Give the group a name of 80 letters or fewer."))
    return _do(
        code,
        lambda: grouping.add_group(the_project().id, code, form.title.data or "", by=the_staff().id, at=now()),
        anchor="groups",
    )


@bp.post("/w/<code>/run/groups/<uuid:group_id>/rename")
@allows(Action.RUN_WORKSHOP)
@commits
def rename_group(code: str, group_id: uuid.UUID) -> ResponseReturnValue:
    form = GroupForm()
    if not form.validate():
        return _page(code, 422, problem=_("Give the group a name of 80 letters or fewer."))
    return _do(
        code,
        lambda: grouping.rename_group(
            the_project().id, code, group_id, form.title.data or "", by=the_staff().id, at=now()
        ),
        anchor=f"group-{group_id}",
    )


@bp.post("/w/<code>/run/groups/<uuid:group_id>/remove")
@allows(Action.RUN_WORKSHOP)
@commits
def remove_group(code: str, group_id: uuid.UUID) -> ResponseReturnValue:
    return _do(
        code,
        lambda: grouping.remove_group(the_project().id, code, group_id, by=the_staff().id, at=now()),
        said=_("The group is gone. Its cards are not grouped."),
        anchor="groups",
    )


@bp.post("/w/<code>/run/groups/<uuid:group_id>/hands")
@allows(Action.RUN_WORKSHOP)
@commits
def count_hands(code: str, group_id: uuid.UUID) -> ResponseReturnValue:
    form = HandsForm()
    if not form.validate():
        return _page(code, 422, problem=_("Enter two numbers: how many people, and how many dots they gave."))
    return _do(
        code,
        lambda: grouping.count_hands(
            the_project().id,
            code,
            group_id,
            people=form.people.data or 0,
            dots=form.dots.data or 0,
            by=the_staff().id,
            at=now(),
        ),
        said=_("The hands are counted."),
        anchor=f"group-{group_id}",
    )


@bp.post("/w/<code>/run/paper")
@allows(Action.RUN_WORKSHOP)
@commits
def add_paper_card(code: str) -> ResponseReturnValue:
    form = PaperCardForm()
    if not form.validate():
        return _page(code, 422, paper=form)
    # The next card is most often from the same table.
    return _do(
        code,
        lambda: grouping.add_paper_card(the_project().id, code, form.draft(), by=the_staff().id, at=now()),
        said=_("The paper card is on the wall."),
        anchor="paper",
        table=form.table.data,
    )


def _do(
    code: str, act: Callable[[], object], *, said: str = "", anchor: str | None = None, table: int | None = None
) -> ResponseReturnValue:
    """Do it and go back to the same place on the page; a refusal shows its reason there."""
    try:
        act()
    except Refused as refused:
        return _page(code, 422, problem=gettext(str(refused)))
    if said:
        flash(said, "notice")
    return redirect(url_for("workshops_remote.run", code=code, table=table, _anchor=anchor), 303)


def _page(code: str, status: int = 200, *, problem: str = "", paper: PaperCardForm | None = None) -> Response:
    table = request.args.get("table", "")
    if paper is None:
        paper = PaperCardForm(formdata=None, table=int(table) if table.isdecimal() and len(table) < 3 else None)
    view = control.remote(the_project().id, code, at=now())
    return respond("workshops/run.html", None, status, remote=view, problem=problem, paper=paper, reasons=HideForm())
