"""Errors as pages: domain errors become statuses, every status gets words in the same look."""

from __future__ import annotations

import logging
import secrets
from typing import Any

from flask import Flask, Response, g, has_request_context, make_response, render_template
from flask.globals import request_ctx
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from codesign.core.errors import DomainError, NotFound, Refused, WrongStage
from codesign.extensions import Busy, db
from codesign.web.components import ERROR_WORDS

log = logging.getLogger("codesign")


def error_page(status: int, *, reference: str = "", said: str = "") -> Response:
    """The page for a status. `said` is a domain error's own sentence, `reference` a name for a crash in the log."""
    title, body = ERROR_WORDS.get(status, ERROR_WORDS[500 if status >= 500 else 400])
    if has_request_context() and request_ctx.url_adapter is None:
        # A host that we do not trust: no address can be built, and none of ours is shown to it.
        return Response(f"{title}\n", status, mimetype="text/plain")
    response = make_response(
        render_template("errors/error.html", status=status, title=title, body=said or body, reference=reference), status
    )
    if status in (429, 503):
        response.headers["Retry-After"] = "15"
    return response


def setup_errors(app: Flask) -> None:
    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> Any:
        if error.response is not None and error.code is not None and error.code < 400:
            return error.response
        db.session.rollback()
        code = error.code or 500
        if code == 405:
            response = error_page(404)
            response.status_code = 405
            return response
        return error_page(code)

    @app.errorhandler(CSRFError)
    def _csrf(error: CSRFError) -> Any:
        return error_page(400)

    @app.errorhandler(DomainError)
    def _domain(error: DomainError) -> Any:
        db.session.rollback()
        if isinstance(error, NotFound):
            return error_page(404)
        if isinstance(error, WrongStage):
            return error_page(410)
        return error_page(422, said=gettext(str(error)) if isinstance(error, Refused) else "")

    @app.errorhandler(Busy)
    def _busy(error: Busy) -> Any:
        return error_page(503)

    @app.errorhandler(Exception)
    def _crash(error: Exception) -> Any:
        db.session.rollback()
        reference = secrets.token_hex(4).upper()
        # The class and place only: a message may carry a resident's words or an address.
        log.error(
            "crash %s in %s: %s", reference, g.get("endpoint", ""), type(error).__name__, exc_info=_without_words(error)
        )
        if app.config.get("PROPAGATE_CRASHES"):
            raise error
        try:
            return error_page(InternalServerError.code or 500, reference=reference)
        except Exception:
            return Response("Sorry, something went wrong.", 500, mimetype="text/plain")


def _without_words(error: Exception) -> Any:
    return (
        type(error),
        type(error)("(words left out)")
        if type(error) in (ValueError, TypeError, KeyError)
        else RuntimeError(type(error).__name__),
        error.__traceback__,
    )
