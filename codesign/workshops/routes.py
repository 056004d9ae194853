"""Residents pages of workshops."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from codesign.web.policy import Action, allows

bp = Blueprint("workshops", __name__)


@bp.get("/join")
@allows(Action.READ_PUBLIC)
def join() -> ResponseReturnValue:
    return "join"
