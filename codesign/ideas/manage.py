"""Staff pages of ideas."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from codesign.web.policy import Action, allows

bp = Blueprint("ideas_manage", __name__)


@bp.get("/manage/<project>/ideas")
@allows(Action.READ_PROJECT)
def index(project: str) -> ResponseReturnValue:
    return "index"
