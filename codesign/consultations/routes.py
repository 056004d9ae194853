"""Residents pages of consultations."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from codesign.web.policy import Action, allows

bp = Blueprint("consultations", __name__)


@bp.get("/p/<project>/c/<ref>")
@allows(Action.VISIT_PROJECT)
def start(project: str, ref: str) -> ResponseReturnValue:
    return "start"
