"""Files that people take away: always saved, never shown as a page of ours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Response

View = TypeVar("View", bound=Callable[..., Any])


def sandboxed(view: View) -> View:
    """Let nothing run or load, whatever a browser makes of the answer. Stands under `@allows`."""
    policy = "default-src 'none'; frame-ancestors 'none'; form-action 'none'; base-uri 'none'; sandbox"
    view.talisman_view_options = {"content_security_policy": policy}  # type: ignore[attr-defined]
    return view


def attachment(content: bytes, name: str, media_type: str) -> Response:
    """The bytes as a file of that name: RFC 6266, with its own media type, not to be guessed."""
    response = Response(content, content_type=media_type)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
