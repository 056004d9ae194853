"""A process that serves as `codesign serve` does, each time a line comes in: killed as a group, started again at once.

Importing the service takes longer than a server lives here, so that is done once and every server is forked from it.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys

import codesign.server
from codesign.app import create_app
from codesign.config import Config


def die_with_parent() -> None:
    """Leave nothing running when the test itself is killed; only Linux can promise it."""
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def main() -> None:
    """Fork a server in a process group of its own for each line; print the group. The line is the port."""
    die_with_parent()
    app = create_app(Config.from_environment())
    for name in app.jinja_env.list_templates(["html"]):
        if name.startswith(("base", "consultations/", "components/")):
            app.jinja_env.get_template(name)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            die_with_parent()
            os.setsid()
            with app.app_context():
                codesign.server.serve_pages(app, "127.0.0.1", int(line))
            os._exit(0)
        print(child, flush=True)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main()
