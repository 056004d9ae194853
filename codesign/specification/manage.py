"""Staff pages of specification."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from codesign.web.policy import Action, allows

bp = Blueprint("specification_manage", __name__)


@bp.get("/manage/<project>/spec")
@allows(Action.READ_PROJECT)
def index(project: str) -> ResponseReturnValue:
    return "index"
