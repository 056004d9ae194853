"""Files that people take away: always saved, never shown as a page of ours (`web.security` sandboxes them)."""

from __future__ import annotations

from flask import Response


def attachment(content: bytes, name: str, media_type: str) -> Response:
    """The bytes as a file of that name: RFC 6266, with its own media type, not to be guessed."""
    response = Response(content, content_type=media_type)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
