"""One function looks at htmx headers, and says so to caches."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import Response, make_response, render_template, request, url_for

from codesign.extensions import htmx


def respond(page: str, region: str | None = None, status: int = 200, /, **context: Any) -> Response:
    """The whole page, or only its region when htmx asks. The same URL serves both, so caches are told to tell them apart."""
    template = region if region is not None and htmx else page
    response = make_response(render_template(template, **context), status)
    response.vary.add("HX-Request")
    return response


def safe_next(target: str | None, fallback: str) -> str:
    """A path on this site to go on to, else the fallback: parsed, never prefix-matched; no other host, scheme or trick."""
    if not target or target.startswith("//") or "\\" in target or any(ord(c) < 0x20 for c in target):
        return fallback
    try:
        parts = urlsplit(target)
    except ValueError:  # half an IPv6 address
        return fallback
    if parts.scheme or parts.netloc or not parts.path.startswith("/") or parts.path.startswith("//"):
        return fallback
    return parts.path + (f"?{parts.query}" if parts.query else "")


def wants_region() -> bool:
    return bool(htmx)


def here(**changes: Any) -> str:
    """This page's own address with some query values changed; None removes one."""
    query = {**request.args.to_dict(), **changes}
    return url_for(
        str(request.endpoint), **{**(request.view_args or {}), **{k: v for k, v in query.items() if v is not None}}
    )
