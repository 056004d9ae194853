"""Uploads as they go out to residents: their own file, and the pictures of choices."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from codesign.consultations.uploads import queries
from codesign.web.downloads import sent_out
from codesign.web.identity import known_participant
from codesign.web.policy import Action, allows, may, the_project

bp = Blueprint("consultations_uploads", __name__)


@bp.get("/p/<project>/c/<ref>/file/<upload>")
@allows(Action.VISIT_PROJECT)
def own_file(project: str, ref: str, upload: str) -> ResponseReturnValue:
    """A file for the person who sent it."""
    scope = the_project()
    response = sent_out(queries.own_file(scope.id, ref, upload, known_participant(scope.id)))
    response.headers["Cache-Control"] = "no-store, private"  # nothing of a person stays on a shared computer
    return response


@bp.get("/p/<project>/c/<ref>/picture/<upload>")
@allows(Action.VISIT_PROJECT)
def picture(project: str, ref: str, upload: str) -> ResponseReturnValue:
    """The picture of a choice."""
    shown = queries.picture(the_project().id, ref, upload, for_staff=may(Action.READ_PROJECT))
    return sent_out(shown)
