"""The team of a project and its mail."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from codesign.web.policy import Action, allows

bp = Blueprint("accounts_manage", __name__)


@bp.get("/manage/<project>/team")
@allows(Action.MANAGE_TEAM)
def team(project: str) -> ResponseReturnValue:
    return "team"
