"""Residents pages of projects."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from codesign.web.policy import Action, allows

bp = Blueprint("projects", __name__)


@bp.get("/p/<project>")
@allows(Action.VISIT_PROJECT)
def landing(project: str) -> ResponseReturnValue:
    return "landing"


@bp.get("/")
@allows(Action.READ_PUBLIC)
def home() -> ResponseReturnValue:
    return "home"
