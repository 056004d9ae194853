"""Serving: gunicorn with threads, one process on SQLite, since one process holds the writer's lock."""

from __future__ import annotations

import os
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from codesign.config import Config
from codesign.extensions import db


class _Server(BaseApplication):
    cfg: Any

    def __init__(self, app: Flask, options: dict[str, Any]) -> None:
        self.app, self.options = app, options
        super().__init__()  # type: ignore[no-untyped-call]

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self.app


def serve_pages(app: Flask, host: str, port: int) -> None:
    """Serve until told to stop. Connections made before the fork are dropped, since two processes cannot share one."""
    settings: Config = app.config["CODESIGN"]
    db.session.remove()
    db.engine.dispose()

    def started(worker: Any) -> None:
        if not settings.mail_server:
            from codesign.jobs import start_background_drain

            start_background_drain(app, seconds=5)

    _Server(
        app,
        {
            "bind": f"{host}:{port}",
            "worker_class": "gthread",
            "workers": 1 if settings.sqlite else int(os.environ.get("CODESIGN_PROCESSES", "2")),
            "threads": settings.threads,
            "timeout": 60,
            "graceful_timeout": 20,
            "limit_request_line": 8190,
            "accesslog": None,
            "loglevel": "warning",
            "post_worker_init": started,
        },
    ).run()  # type: ignore[no-untyped-call]
