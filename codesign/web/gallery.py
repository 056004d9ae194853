"""The component examples, in development only."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from codesign.web.components import component_examples
from codesign.web.policy import Action, allows

bp = Blueprint("gallery", __name__)


@bp.get("/components")
@allows(Action.DEVELOP)
def index() -> ResponseReturnValue:
    """Every macro with example values."""
    return render_template("components/index.html", examples=component_examples())
