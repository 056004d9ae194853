"""Residents pages of ideas."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from codesign.web.policy import Action, allows

bp = Blueprint("ideas", __name__)


@bp.get("/p/<project>/ideas")
@allows(Action.VISIT_PROJECT)
def board(project: str) -> ResponseReturnValue:
    return "board"
