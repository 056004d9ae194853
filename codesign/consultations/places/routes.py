"""The shapes of a project's areas, for the maps on residents' pages: our own file, no tiles of anyone."""

from __future__ import annotations

import json

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from codesign.consultations.places import queries
from codesign.web.policy import Action, allows, the_project

bp = Blueprint("consultations_places", __name__)


@bp.get("/p/<project>/areas.json")
@allows(Action.VISIT_PROJECT)
def shapes(project: str) -> ResponseReturnValue:
    """The areas as GeoJSON."""
    return Response(
        json.dumps(queries.shapes(the_project().id), separators=(",", ":")), mimetype="application/geo+json"
    )
