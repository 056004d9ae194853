"""Staff pages of workshops."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from codesign.web.policy import Action, allows

bp = Blueprint("workshops_manage", __name__)


@bp.get("/manage/<project>/workshops")
@allows(Action.READ_PROJECT)
def index(project: str) -> ResponseReturnValue:
    return "index"
