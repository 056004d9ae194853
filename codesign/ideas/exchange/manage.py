"""The staff page "In and out": a board taken away in three editions, and a file brought in after a look at it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from codesign.core.errors import InputError, Refused
from codesign.ideas import staff_queries
from codesign.ideas.exchange.commands import BoardFile, bring_board, look_at, take_board
from codesign.ideas.exchange.files_in import LARGEST, UNPACKED_BY_PAGE
from codesign.ideas.exchange.files_out import schema_text
from codesign.ideas.exchange.forms import BringForm, PublicForm, StaffForm
from codesign.ideas.exchange.layout import Copy, tables_of
from codesign.ideas.exchange.waiting import keep_waiting, leave_waiting, waiting_files
from codesign.ledger import actor_person
from codesign.web.clock import now
from codesign.web.downloads import attachment, streamed
from codesign.web.identity import the_staff
from codesign.web.large_files import largest
from codesign.web.policy import Action, allows, the_project
from codesign.web.transactions import commits

bp = Blueprint("ideas_exchange_manage", __name__)


@bp.get("/manage/<project>/ideas/<ref>/in-and-out")
@allows(Action.READ_PROJECT)
def index(project: str, ref: str) -> ResponseReturnValue:
    """What can be taken away, and where a file is brought in."""
    return _page(ref)


@bp.get("/manage/<project>/ideas/<ref>/in-and-out/<copy>/schema")
@allows(Action.READ_PROJECT)
def schema(project: str, ref: str, copy: str) -> ResponseReturnValue:
    """The JSON Schema of an edition."""
    staff_queries.one_board(the_project().id, ref, now())
    edition = Copy(copy) if copy in list(Copy) else Copy.PUBLIC
    return attachment(schema_text(edition), f"codesign-board-{edition.value}.schema.json", "application/schema+json")


@bp.post("/manage/<project>/ideas/<ref>/in-and-out/public")
@allows(Action.DOWNLOAD_PACK)
@commits
def take_public(project: str, ref: str) -> ResponseReturnValue:
    """The edition for everybody."""
    return _take(ref, Copy.PUBLIC, PublicForm(prefix="public-"))


@bp.post("/manage/<project>/ideas/<ref>/in-and-out/commissioner")
@allows(Action.TAKE_ANSWERS)
@commits
def take_commissioner(project: str, ref: str) -> ResponseReturnValue:
    """The edition with every standing and single votes, and the line on the record that says who took it."""
    return _take(ref, Copy.COMMISSIONER, StaffForm(prefix="commissioner-"))


@bp.post("/manage/<project>/ideas/<ref>/in-and-out/whole")
@allows(Action.MOVE_BOARD)
@commits
def take_whole(project: str, ref: str) -> ResponseReturnValue:
    """A whole copy, for another installation."""
    return _take(ref, Copy.WHOLE, StaffForm(prefix="whole-"))


def _take(ref: str, copy: Copy, form: PublicForm | StaffForm) -> ResponseReturnValue:
    if not form.validate():
        return _page(ref, {copy: form}, status=422)
    file = take_board(
        the_project().id,
        ref,
        copy,
        BoardFile(form.form.data),
        why=form.why.data if isinstance(form, StaffForm) else "",
        by=actor_person(the_staff().id),
        at=now(),
    )
    return streamed(file.file, file.size, file.name, file.media_type)


def _page(ref: str, forms: dict[Copy, Any] | None = None, status: int = 200) -> ResponseReturnValue:
    view = staff_queries.one_board(the_project().id, ref, now())
    editions = {
        Copy.PUBLIC: PublicForm(prefix="public-", formdata=None),
        Copy.COMMISSIONER: StaffForm(prefix="commissioner-", formdata=None),
        Copy.WHOLE: StaffForm(prefix="whole-", formdata=None),
    }
    tables = {copy: [(table.name, table.means) for table, _columns in tables_of(copy)] for copy in Copy}
    page = render_template(
        "ideas/exchange/index.html", view=view, forms=editions | (forms or {}), bad=forms or {}, tables=tables
    )
    return page, status


@bp.get("/manage/<project>/ideas/bring-in")
@allows(Action.LOAD_ANSWERS)
def bring(project: str) -> ResponseReturnValue:
    """Where a file is brought in."""
    return render_template("ideas/exchange/bring.html", form=BringForm(formdata=None))


def _looks_first(view: Callable[..., Response]) -> Callable[..., Response]:
    """Read the file before the write begins: nobody else waits for a large one."""

    @wraps(view)
    def run(*args: Any, **kwargs: Any) -> Response:
        form = BringForm()
        g.bring_form, g.bring_files = form, None
        if form.validate():
            sent, plan = request.files["file"], request.files.get("map")
            name = (sent.filename or "board")[-80:]
            if getattr(sent.stream, "cut", False):
                form.file.errors = [
                    _("This file is larger than 10 MB. The person who runs the service can bring it in.")
                ]
            else:
                files = [(name, sent.read())]
                map_file = ((plan.filename or "map.json")[-80:], plan.read()) if plan is not None else None
                try:
                    look_at(files, map_file=map_file, most=UNPACKED_BY_PAGE)
                except InputError as error:
                    form.file.errors = [str(error)]
                else:
                    g.bring_files = files, map_file
        return view(*args, **kwargs)

    return run


@bp.post("/manage/<project>/ideas/bring-in")
@allows(Action.LOAD_ANSWERS)
@largest(3 * LARGEST, each=LARGEST)
@_looks_first
@commits
def look(project: str) -> ResponseReturnValue:
    """Keep a file that can be read, and show what it would bring in; nothing else is changed."""
    if g.bring_files is None:
        return render_template("ideas/exchange/bring.html", form=g.bring_form), 422
    key = keep_waiting(the_project().id, *g.bring_files, at=now())
    title = g.bring_form.title.data or None
    return redirect(url_for("ideas_exchange_manage.looked", project=project, key=key, title=title), 303)


@bp.get("/manage/<project>/ideas/bring-in/<uuid:key>")
@allows(Action.LOAD_ANSWERS)
def looked(project: str, key: uuid.UUID) -> ResponseReturnValue:
    """What would come in, and what not."""
    files, plan = waiting_files(the_project().id, key)
    return render_template(
        "ideas/exchange/looked.html",
        found=look_at(files, map_file=plan, most=UNPACKED_BY_PAGE),
        names=[name for name, _content in files],
        key=key,
        title=_title(),
    )


@bp.post("/manage/<project>/ideas/bring-in/<uuid:key>")
@allows(Action.LOAD_ANSWERS)
@commits
def bring_in(project: str, key: uuid.UUID) -> ResponseReturnValue:
    """Bring the file in as a closed board."""
    files, plan = waiting_files(the_project().id, key)
    me = the_staff().id
    try:
        brought = bring_board(
            the_project().id,
            files,
            map_file=plan,
            title=_title(),
            by_person=me,
            by=actor_person(me),
            at=now(),
        )
    except (InputError, Refused) as error:
        form = BringForm(formdata=None)
        form.file.errors = [str(error)]
        return render_template("ideas/exchange/bring.html", form=form), 422
    leave_waiting(the_project().id, key)
    if brought.again:
        flash(_("This file is here already as board %(ref)s. Nothing was changed.", ref=brought.ref), "warning")
    else:
        flash(_("Board %(ref)s is brought in. It is closed: residents can read it.", ref=brought.ref), "success")
    return redirect(url_for("ideas_manage.board", project=project, ref=brought.ref), 303)


@bp.post("/manage/<project>/ideas/bring-in/<uuid:key>/leave")
@allows(Action.LOAD_ANSWERS)
@commits
def leave(project: str, key: uuid.UUID) -> ResponseReturnValue:
    """Forget the file."""
    leave_waiting(the_project().id, key)
    flash(_("The file is gone. Nothing was changed."), "success")
    return redirect(url_for("ideas_exchange_manage.bring", project=project), 303)


def _title() -> str:
    return " ".join(request.values.get("title", "").split())[:160]
