"""Files that go out: saved, never shown as a page of ours, but for pictures (`web.security` sandboxes them all)."""

from __future__ import annotations

from typing import IO

from flask import Response, request
from werkzeug.wsgi import wrap_file

from codesign.core.files import Shown


def attachment(content: bytes, name: str, media_type: str) -> Response:
    """The bytes as a file of that name: RFC 6266, with its own media type, not to be guessed."""
    response = Response(content, content_type=media_type)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def streamed(file: IO[bytes], size: int, name: str, media_type: str) -> Response:
    """A file as `attachment`, sent in pieces and closed at its end."""
    response = Response(wrap_file(request.environ, file), content_type=media_type, direct_passthrough=True)
    response.content_length = size
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def picture(content: bytes, name: str, media_type: str, etag: str) -> Response:
    """The bytes of a picture that stands in a page; kept by the browser for an hour, and by nobody between."""
    response = Response(content, content_type=media_type)
    response.headers.set("Content-Disposition", "inline", filename=name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, max-age=3600"
    response.set_etag(etag)
    return response


def sent_out(shown: Shown) -> Response:
    """A picture to look at, anything else to save."""
    if shown.media_type.startswith("image/"):
        return picture(shown.content, shown.name, shown.media_type, shown.etag)
    return attachment(shown.content, shown.name, shown.media_type)
