"""Staff pages of the specification: finding evidence, linking it, replying to it, and the trace both ways."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from codesign.core.errors import NotFound, Refused
from codesign.core.terms import Stance
from codesign.specification import linking, queries
from codesign.specification.forms import ReplyForm
from codesign.specification.labels import WORDS
from codesign.specification.manage import asked, bp, editor, looking
from codesign.web.clock import now
from codesign.web.fragments import respond, wants_region
from codesign.web.identity import the_staff
from codesign.web.policy import Action, allows, the_project
from codesign.web.transactions import commits


@bp.get("/spec/<ref>/find")
@allows(Action.READ_PROJECT)
def find(project: str, ref: str) -> ResponseReturnValue:
    """The results of the finder; without htmx a page of its own, for narrow screens."""
    show = asked("show")
    finder = queries.find(
        the_project().id,
        ref,
        asked("find"),
        only=asked("only"),
        show=int(show) if show.isascii() and show.isdigit() and len(show) < 5 else 0,
    )
    answer = respond(
        "specification/find.html",
        "specification/_results.html",
        finder=finder,
        looking=looking(),
        ref=ref,
        just=_named("just"),
        own_page=not wants_region(),
        **WORDS,
    )
    answer.headers["HX-Replace-Url"] = url_for(
        "specification_manage.requirement", project=project, ref=ref, **looking()
    )
    return answer


@bp.post("/spec/<ref>/link")
@allows(Action.EDIT_SPECIFICATION)
@commits
def link(project: str, ref: str) -> ResponseReturnValue:
    """Link a result with a stance."""
    source = linking.Source.read(request.form.get("source", ""))
    stance = request.form.get("stance", "")
    if stance not in set(Stance):
        raise NotFound
    linking.link(the_project().id, ref, source, Stance(stance), by=the_staff().id, at=now())
    place = "find" if asked("at") == "find" else "linked"
    return redirect(
        url_for(
            f"specification_manage.{place}",
            project=project,
            ref=ref,
            just=str(source),
            _anchor=f"evidence-{source}",
            **looking(),
        ),
        303,
    )


@bp.post("/spec/<ref>/unlink")
@allows(Action.EDIT_SPECIFICATION)
@commits
def unlink(project: str, ref: str) -> ResponseReturnValue:
    """Take a link away; the answer offers to put it back."""
    source = linking.Source.read(request.form.get("source", ""))
    try:
        stance = linking.unlink(the_project().id, ref, source, by=the_staff().id, at=now())
    except Refused as refusal:
        return editor(ref, "specification/_linked.html", 422, refusal=_(str(refusal)))
    place = "find" if asked("at") == "find" else "linked"
    gone: dict[str, Any] = {"removed": str(source), "stance": stance.value} if stance and place == "linked" else {}
    return redirect(
        url_for(f"specification_manage.{place}", project=project, ref=ref, **gone, **looking(), _anchor="linked"),
        303,
    )


@bp.get("/spec/<ref>/linked")
@allows(Action.READ_PROJECT)
def linked(project: str, ref: str) -> ResponseReturnValue:
    """What is linked after a change, with the strength and the row that changed with it."""
    removed = _named("removed")
    stance = asked("stance")
    gone = (
        {"source": removed, "stance": stance if stance in set(Stance) else Stance.SUPPORTS.value} if removed else None
    )
    return editor(ref, "specification/_linked.html", just=_named("just"), removed=gone)


@bp.get("/spec/<ref>/reply/<source>")
@allows(Action.EDIT_SPECIFICATION)
def reply(project: str, ref: str, source: str) -> ResponseReturnValue:
    """Write our reply to what points the other way."""
    piece = _piece(ref, source)
    form = ReplyForm(formdata=None, data={"reply": piece.reply})
    return respond("specification/reply.html", form=form, piece=piece, ref=ref, **WORDS)


@bp.post("/spec/<ref>/reply/<source>")
@allows(Action.EDIT_SPECIFICATION)
@commits
def write_reply(project: str, ref: str, source: str) -> ResponseReturnValue:
    form = ReplyForm()
    if not form.validate():
        return respond("specification/reply.html", None, 422, form=form, piece=_piece(ref, source), ref=ref, **WORDS)
    linking.write_reply(
        the_project().id, ref, linking.Source.read(source), form.reply.data or "", by=the_staff().id, at=now()
    )
    flash(_("Your reply is saved."), "success")
    return redirect(
        url_for("specification_manage.requirement", project=project, ref=ref, _anchor=f"evidence-{source}"), 303
    )


@bp.get("/trace")
@allows(Action.READ_PROJECT)
def trace(project: str) -> ResponseReturnValue:
    """Requirements by themes and evidence, both ways, with what reached nothing."""
    return respond("specification/trace.html", view=queries.trace(the_project().id), **WORDS)


def _named(name: str) -> str | None:
    """A source named by the address, if it is one."""
    try:
        return str(linking.Source.read(asked(name))) if asked(name) else None
    except NotFound:
        return None


def _piece(ref: str, source: str) -> queries.Piece:
    key = str(linking.Source.read(source))
    view = queries.specification_page(the_project().id, ref).requirement
    piece = next((each for each in view.linked if each.key == key), None) if view else None
    if piece is None:
        raise NotFound
    return piece
