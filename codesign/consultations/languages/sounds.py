"""A recorded voice as an answer to a browser: its own type, not to be guessed, in pieces where a player asks for them."""

from __future__ import annotations

from flask import Response, request

from codesign.consultations.languages.queries import Sound

A_DAY = 86_400


def played(sound: Sound) -> Response:
    """The sound; 304 for one the browser has, 206 for a piece of it, 416 for a piece that is not there."""
    response = Response(sound.content, content_type=sound.media_type)
    response.set_etag(sound.version)
    # The address names the version, so a new recording is another address.
    response.headers["Cache-Control"] = f"private, max-age={A_DAY}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    response.make_conditional(request, accept_ranges=True, complete_length=len(sound.content))
    return response
