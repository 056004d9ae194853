"""Pages for everyone in the room: the wall on the projector, and the wall as plain words."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from codesign.web.clock import now
from codesign.web.identity import config
from codesign.web.policy import Action, allows, the_project
from codesign.workshops import results, wall
from codesign.workshops.qr import Square, square
from codesign.workshops.routes import keep_door, not_modified, unknown_room

bp = Blueprint("workshops_wall", __name__)
bp.before_request(keep_door)
bp.register_error_handler(404, unknown_room)


def room_square(code: str) -> Square:
    """The square code that leads into the room."""
    return square(f"{config().base_url}{url_for('workshops.room', code=code)}")


def short_address() -> str:
    """What people type: host and path, without the scheme."""
    parts = urlsplit(config().base_url)
    return f"{parts.netloc}{parts.path}{url_for('workshops.join')}"


@bp.get("/w/<code>/wall")
@allows(Action.VISIT_PROJECT)
def screen(code: str) -> ResponseReturnValue:
    """The projector's page; `bright` turns on the light colours for a bright room."""
    view = wall.wall(the_project().id, code, at=now())
    return render_template(
        "workshops/wall.html",
        wall=view,
        square=room_square(code),
        address=short_address(),
        bright=request.args.get("bright") == "1",
    )


@bp.get("/w/<code>/wall/live")
@allows(Action.VISIT_PROJECT)
def live(code: str) -> ResponseReturnValue:
    """The wall's region; 304 while nothing has changed, without reading a card."""
    at, project = now(), the_project()
    tag = f"{wall.wall_tag(project.id, code, at=at)}-{get_locale()}"
    if request.if_none_match.contains_weak(tag):
        return not_modified(tag)
    view = wall.wall(project.id, code, at=at)
    response = Response(
        render_template("workshops/_wall.html", wall=view, square=room_square(code), address=short_address())
    )
    response.set_etag(tag)
    return response


@bp.get("/w/<code>/read")
@allows(Action.VISIT_PROJECT)
def read(code: str) -> ResponseReturnValue:
    """Groups and cards as plain words, for reading and for paper."""
    return render_template("workshops/read.html", summary=results.room_summary(the_project().id, code))
