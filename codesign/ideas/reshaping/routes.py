"""What residents press: an author's yes or no to a proposal, and moving one's own support or letting it stay."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from codesign.core.errors import NotFound
from codesign.core.terms import PartView
from codesign.ideas.reshaping import queries, residents
from codesign.ideas.reshaping.forms import AnswerForm
from codesign.ideas.reshaping.shapes import OnBoard, OnIdea
from codesign.web.clock import now
from codesign.web.identity import known_participant
from codesign.web.policy import Action, allows, the_project
from codesign.web.transactions import commits

bp = Blueprint("ideas_reshaping", __name__)


@bp.post("/p/<project>/ideas/<ref>/<idea>/proposal/<proposal>")
@allows(Action.TAKE_PART)
@commits
def answer(project: str, ref: str, idea: str, proposal: str) -> ResponseReturnValue:
    """An author's answer. It can be changed until staff settle the proposal."""
    form = AnswerForm()
    if form.validate():
        view = PartView(form.view.data)
        residents.answer(the_project().id, ref, idea, proposal, view, by=_me(), at=now())
        flash(
            _("Thank you. We keep your idea as it is.") if view is PartView.OBJECTED else _("Thank you. You said yes."),
            "success",
        )
    return _back(ref, idea, "proposal")


@bp.post("/p/<project>/ideas/<ref>/<idea>/move/<into>")
@allows(Action.TAKE_PART)
@commits
def move(project: str, ref: str, idea: str, into: str) -> ResponseReturnValue:
    """Move one's support from an idea to one that came from it."""
    if residents.move_support(the_project().id, ref, idea, into, by=_me(), at=now()):
        flash(_("Your support is moved. You support %(ref)s now.", ref=into), "success")
    return redirect(url_for("ideas.idea", project=the_project().slug, ref=ref, idea=into), 303)


@bp.post("/p/<project>/ideas/<ref>/<idea>/keep")
@allows(Action.TAKE_PART)
@commits
def keep(project: str, ref: str, idea: str) -> ResponseReturnValue:
    """Let one's support stay where it is."""
    residents.keep_support(the_project().id, ref, idea, by=_me(), at=now())
    flash(_("Your support stays where it is."), "success")
    return _back(ref, idea, "part-of")


@bp.app_context_processor
def _for_pages() -> dict[str, Any]:
    return {"reshaping_on_idea": reshaping_on_idea, "reshaping_on_board": reshaping_on_board}


def reshaping_on_idea(idea_id: uuid.UUID) -> OnIdea:
    """What the region on an idea's page shows, for pages that were not given it."""
    return queries.on_idea(idea_id, known_participant(the_project().id))


def reshaping_on_board(board_id: uuid.UUID) -> OnBoard:
    """What the region on a board shows to the person of this request."""
    return queries.on_board(board_id, known_participant(the_project().id))


def _me() -> uuid.UUID:
    me = known_participant(the_project().id)
    if me is None:
        raise NotFound("Nobody known by this browser has done anything here.")
    return me


def _back(ref: str, idea: str, anchor: str) -> ResponseReturnValue:
    return redirect(url_for("ideas.idea", project=the_project().slug, ref=ref, idea=idea, _anchor=anchor), 303)
