"""Smaller pages: residents read them on phones with little data. Files that are built are packed already."""

from __future__ import annotations

import gzip

from flask import Flask, Response, request

from codesign.config import Config

WORTH_IT = 1024  # bytes; below this the packing costs more than it saves


def setup_compression(app: Flask, settings: Config) -> None:
    """Pack public pages with gzip where the browser takes it. Must be set up first, so that it runs last.

    Words from an address beside a secret in one packed page would tell the secret by its size (BREACH, 2013). So a page
    asked for with a query, and every page of someone who is signed in, goes as it is.
    """
    staff = settings.cookie_name("staff")

    @app.after_request
    def _pack(response: Response) -> Response:
        if response.mimetype != "text/html" or response.direct_passthrough or response.is_streamed:
            return response
        response.vary.add("Accept-Encoding")
        if (
            request.method == "GET"
            and response.status_code == 200
            and not request.query_string
            and staff not in request.cookies
            and request.accept_encodings.quality("gzip") > 0
            and "Content-Encoding" not in response.headers
            and "ETag" not in response.headers
            and len(response.get_data()) >= WORTH_IT
        ):
            response.set_data(gzip.compress(response.get_data(), compresslevel=5, mtime=0))
            response.headers["Content-Encoding"] = "gzip"
        return response
