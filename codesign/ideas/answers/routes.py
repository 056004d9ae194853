"""Residents' pages of answers: every answer of a batch, and saying that one has read them."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from codesign.ideas.answers import queries, reading
from codesign.ideas.requests import page_number
from codesign.web.clock import now
from codesign.web.identity import known_participant
from codesign.web.policy import Action, allows, the_project
from codesign.web.transactions import commits

bp = Blueprint("ideas_answers", __name__)


@bp.app_context_processor
def _for_boards() -> dict[str, Any]:
    return {"answers_notice": answers_notice}


def answers_notice(board_id: uuid.UUID) -> queries.Notice | None:
    """What the person of this request is still to be told on a board; pages ask only where there are answers."""
    return queries.notices_for(board_id, known_participant(the_project().id), now())


@bp.get("/p/<project>/ideas/<ref>/answers")
@allows(Action.VISIT_PROJECT)
def page(project: str, ref: str) -> ResponseReturnValue:
    """You said, we did, or we did not, because: one batch, and the way to the others."""
    view = queries.answers_page(the_project().id, ref, request.args.get("batch", ""), at=now(), page=page_number())
    return render_template("ideas/answers/page.html", view=view, preview=False)


@bp.post("/p/<project>/ideas/<ref>/answers/read")
@allows(Action.TAKE_PART)
@commits
def read(project: str, ref: str) -> ResponseReturnValue:
    """Say that one has read what was answered: the notice goes."""
    scope = the_project()
    reading.read_notices(scope.id, ref, by=known_participant(scope.id), at=now())
    flash(_("Thank you for reading our answers."), "success")
    return redirect(url_for("ideas.board_by_ref", project=project, ref=ref), 303)
