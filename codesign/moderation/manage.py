"""Staff pages of moderation."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from codesign.web.policy import Action, allows

bp = Blueprint("moderation_manage", __name__)


@bp.get("/manage/<project>/moderation")
@allows(Action.MODERATE)
def index(project: str) -> ResponseReturnValue:
    return "index"
