"""Headers, cookies, limits and hosts: what keeps a page from doing more than it should."""

from __future__ import annotations

from flask import Flask, Response, g, request
from werkzeug.middleware.proxy_fix import ProxyFix

from codesign.config import Config
from codesign.extensions import csrf, limiter, talisman
from codesign.web.large_files import setup_large_files

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "frame-ancestors": "'none'",
    "manifest-src": "'self'",
    "media-src": "'self'",
}
FILE_POLICY = "default-src 'none'; frame-ancestors 'none'; form-action 'none'; base-uri 'none'; sandbox"
FRAMED = frozenset({"ideas_sharing.embed"})
"""The only pages that other sites may show inside their own: read-only, without script, form or cookie."""
FRAME_POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
    "object-src 'none'; frame-ancestors *"
)
COOKIELESS = FRAMED | {"ideas_sharing.atom", "ideas_sharing.rss"}
"""Answers that anybody may keep: they carry nothing of the person who asked."""
MEGABYTE = 1024 * 1024


def setup_security(app: Flask, settings: Config) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key,
        TRUSTED_HOSTS=list(settings.trusted_hosts),
        MAX_CONTENT_LENGTH=MEGABYTE,  # upload routes raise it for themselves
        MAX_FORM_MEMORY_SIZE=MEGABYTE,
        MAX_FORM_PARTS=1000,
        SESSION_COOKIE_NAME=settings.cookie_name("session"),
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        WTF_CSRF_TIME_LIMIT=None,  # slow form-fillers are not attackers
        WTF_CSRF_SSL_STRICT=True,
        RATELIMIT_STORAGE_URI="memory://",  # one process with threads; more than one needs a shared store
        RATELIMIT_HEADERS_ENABLED=False,
    )
    setup_large_files(app)
    csrf.init_app(app)
    limiter.init_app(app)

    @app.after_request
    def _last_headers(response: Response) -> Response:
        # Stands before Talisman, so it runs after it: a file that people take away, a picture that one of them sent or
        # a recorded voice may run and load nothing.
        taken_away = response.headers.get("Content-Disposition", "").startswith("attachment")
        if taken_away or (response.mimetype or "").startswith(("image/", "audio/")):
            response.headers["Content-Security-Policy"] = FILE_POLICY
        # Errors are pages of ours like any other: nobody frames them.
        if request.endpoint in FRAMED and response.status_code in (200, 304):
            response.headers["Content-Security-Policy"] = FRAME_POLICY
            response.headers.pop("X-Frame-Options", None)
        if request.endpoint in COOKIELESS:
            response.headers.pop("Set-Cookie", None)
        return response

    talisman.init_app(
        app,
        content_security_policy=POLICY,
        force_https=False,  # the proxy redirects; a redirect here breaks health checks
        strict_transport_security=True,
        strict_transport_security_max_age=31_536_000,
        strict_transport_security_include_subdomains=True,
        session_cookie_secure=settings.https,
        session_cookie_http_only=True,
        session_cookie_samesite="Lax",
        referrer_policy="same-origin",
        frame_options="DENY",
        permissions_policy=dict.fromkeys(("camera", "geolocation", "payment", "usb", "interest-cohort"), "()"),
        x_xss_protection=False,
    )
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)  # type: ignore[method-assign]

    @app.after_request
    def _headers(response: Response) -> Response:
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        if settings.https:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        if "Cache-Control" not in response.headers:
            # Pages carry a session, a CSRF token or a person's words: no cache may keep them, also not the Back button
            # of a shared computer.
            response.headers["Cache-Control"] = "no-store, private"
        return response

    @app.before_request
    def _name() -> None:
        g.endpoint = request.endpoint or ""
