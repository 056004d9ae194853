"""Residents' pages of a project: the list, the landing page, help, privacy, accessibility."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from codesign.projects import landing as landings
from codesign.projects import queries
from codesign.web.clock import now
from codesign.web.identity import known_participant
from codesign.web.policy import Action, allows, the_project

bp = Blueprint("projects", __name__)


@bp.get("/")
@allows(Action.READ_PUBLIC)
def home() -> ResponseReturnValue:
    """Every project that residents can see."""
    return render_template("projects/home.html", projects=queries.home_page(now()))


@bp.get("/p/<project>")
@allows(Action.VISIT_PROJECT)
def landing(project: str) -> ResponseReturnValue:
    """In ten seconds: what this is, that it is worth it, how long it takes."""
    scope = the_project()
    view = landings.landing_page(scope.id, known_participant(scope.id), now())
    return render_template("projects/landing.html", view=view)


@bp.get("/help", defaults={"project": None})
@bp.get("/p/<project>/help")
@allows(Action.VISIT_PROJECT)
def help_page(project: str | None) -> ResponseReturnValue:
    """How to take part in other ways."""
    return render_template("projects/help.html")


@bp.get("/privacy", defaults={"project": None})
@bp.get("/p/<project>/privacy")
@allows(Action.VISIT_PROJECT)
def privacy(project: str | None) -> ResponseReturnValue:
    """What we keep, why, and for how long."""
    return render_template("projects/privacy.html")


@bp.get("/accessibility", defaults={"project": None})
@bp.get("/p/<project>/accessibility")
@allows(Action.VISIT_PROJECT)
def accessibility(project: str | None) -> ResponseReturnValue:
    """How far the service meets WCAG 2.2, and whom to tell."""
    return render_template("projects/accessibility.html")
