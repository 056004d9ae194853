"""Residents pages of packs."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from codesign.web.policy import Action, allows

bp = Blueprint("packs", __name__)


@bp.get("/check")
@allows(Action.READ_PUBLIC)
def check() -> ResponseReturnValue:
    return "check"
