"""A board for other sites: a page that they may frame, and feeds that readers fetch. Nothing here knows who looks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from markupsafe import escape

from codesign.core.errors import NotFound
from codesign.core.languages import direction
from codesign.ideas.sharing import feeds, queries
from codesign.ideas.sharing.queries import EMBEDDED, SharedBoard
from codesign.web.clock import now
from codesign.web.i18n import LANGUAGES
from codesign.web.identity import config
from codesign.web.policy import Action, ProjectScope, allows, the_project

bp = Blueprint("ideas_sharing", __name__)

KEPT = timedelta(minutes=5)


@bp.get("/p/<project>/ideas/<ref>/embed")
@allows(Action.VISIT_PROJECT)
def embed(project: str, ref: str) -> ResponseReturnValue:
    """Twelve ideas to read inside another site: no button, no script, no cookie. Links open the board in a new window."""
    scope = _published()
    by_support = request.args.get("show") == "supported"
    shared = queries.shared_board(scope.id, ref, at=now(), by_support=by_support, most=EMBEDDED)
    language = _language(scope)
    with force_locale(language):
        page = render_template(
            "ideas/sharing/embed.html",
            shared=shared,
            shortened=queries.shortened,
            language=language,
            side=direction(language),
            address=_outside("ideas.board_by_ref", scope, shared),
            idea_address=lambda idea: _outside("ideas.idea", scope, shared, idea=idea),
        )
    return _kept(make_response(page), shared)


@bp.get("/p/<project>/ideas/<ref>/feed.atom")
@allows(Action.VISIT_PROJECT)
def atom(project: str, ref: str) -> ResponseReturnValue:
    """The newest published ideas as Atom."""
    return _feed(ref, "atom")


@bp.get("/p/<project>/ideas/<ref>/feed.rss")
@allows(Action.VISIT_PROJECT)
def rss(project: str, ref: str) -> ResponseReturnValue:
    """The newest published ideas as RSS."""
    return _feed(ref, "rss")


@bp.app_context_processor
def _words() -> dict[str, Any]:
    return {"share_links": share_links}


def share_links(ref: str, title: str) -> dict[str, str]:
    """The addresses of a board for other sites, and the line of HTML that shows it there."""
    scope = the_project()
    address = {
        name: config().base_url + url_for(f"ideas_sharing.{name}", project=scope.slug, ref=ref)
        for name in ("embed", "atom", "rss")
    }
    frame = '<iframe src="{}" title="{}" width="100%" height="640" loading="lazy"></iframe>'
    board = config().base_url + url_for("ideas.board_by_ref", project=scope.slug, ref=ref)
    return {**address, "board": board, "code": frame.format(escape(address["embed"]), escape(title))}


def _feed(ref: str, kind: str) -> ResponseReturnValue:
    scope = _published()
    shared = queries.shared_board(scope.id, ref, at=now())
    language = _language(scope)
    with force_locale(language):
        setting = feeds.Setting(
            service=config().service_name,
            project=scope.name,
            project_ref=scope.ref,
            organisation=scope.organisation,
            language=language,
            base_url=config().base_url,
            board_url=_outside("ideas.board_by_ref", scope, shared),
            feed_url=_outside(f"ideas_sharing.{kind}", scope, shared),
            a_resident=_("A resident"),
            about=shared.board.introduction or _("Ideas of residents, the newest first."),
            idea_url=lambda idea: _outside("ideas.idea", scope, shared, idea=idea),
        )
        content = (feeds.atom if kind == "atom" else feeds.rss)(shared, setting)
    response = make_response(content)
    response.content_type = f"application/{kind}+xml; charset=utf-8"
    return _kept(response, shared)


def _published() -> ProjectScope:
    """The project, as anybody sees it: what only staff may read must not reach a shared cache."""
    scope = the_project()
    if not scope.published:
        raise NotFound("This project is not published.")
    return scope


def _language(scope: ProjectScope) -> str:
    """The language asked for in the address, else the project's first; never the reader's own, so that all get the same."""
    asked = request.args.get("lang", "")
    spoken = [code for code in (asked, *scope.languages) if code in LANGUAGES]
    return spoken[0] if spoken else "en"


def _outside(endpoint: str, scope: ProjectScope, shared: SharedBoard, **values: Any) -> str:
    return config().base_url + url_for(endpoint, project=scope.slug, ref=shared.board.ref, **values)


def _kept(response: Response, shared: SharedBoard) -> Response:
    """Anybody may keep it for five minutes, then asks whether it changed."""
    response.headers["Cache-Control"] = f"public, max-age={int(KEPT.total_seconds())}"
    response.add_etag()
    response.last_modified = shared.changed_at
    response.make_conditional(request)
    return response
