"""Residents pages of feedback."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from codesign.web.policy import Action, allows

bp = Blueprint("feedback", __name__)


@bp.get("/p/<project>/heard")
@allows(Action.VISIT_PROJECT)
def heard(project: str) -> ResponseReturnValue:
    return "heard"


@bp.get("/receipt")
@allows(Action.READ_PUBLIC)
def receipt() -> ResponseReturnValue:
    return "receipt"
