"""Signing in and out."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from codesign.web.policy import Action, allows

bp = Blueprint("accounts", __name__)


@bp.get("/sign-in")
@allows(Action.SIGN_IN)
def sign_in() -> ResponseReturnValue:
    return "sign in"


@bp.get("/second-factor")
@allows(Action.SIGN_IN)
def second_factor() -> ResponseReturnValue:
    return "second factor"
