"""What residents get of a questionnaire's languages: pages that know which it has, and recorded voices."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from codesign.consultations.languages import queries
from codesign.consultations.languages.sounds import played
from codesign.web.i18n import offer_languages, spoken_language
from codesign.web.policy import Action, allows, the_project

bp = Blueprint("consultations_voices", __name__)

RESIDENTS = "/p/<project>/c/<ref>"


@bp.before_app_request
def _offer() -> None:
    """Every page of a questionnaire, whichever part of it has the page, offers the questionnaire's languages."""
    rule = request.url_rule
    if rule is not None and rule.rule.startswith(RESIDENTS) and (request.blueprint or "").startswith("consultations"):
        found = queries.languages_of(the_project().id, str((request.view_args or {}).get("ref", "")))
        if found:
            offer_languages(found)


@bp.get(f"{RESIDENTS}/clip/<question>")
@allows(Action.VISIT_PROJECT)
def clip(project: str, ref: str, question: str) -> ResponseReturnValue:
    """A question read aloud by a person."""
    language = request.args.get("in") or spoken_language()
    return played(queries.sound(the_project().id, ref, question, language))
