"""Staff pages of projects."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from codesign.web.policy import Action, allows

bp = Blueprint("projects_manage", __name__)


@bp.get("/manage/<project>")
@allows(Action.READ_PROJECT)
def overview(project: str) -> ResponseReturnValue:
    return "overview"
