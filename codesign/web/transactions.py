"""A changing request is one transaction: state, event and outbox rows together, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import Response, abort, make_response
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError, OperationalError

from codesign.extensions import Busy, db, transaction

P = ParamSpec("P")
TIMES = 3
"""Tries of one write: enough for somebody's first sending, which makes a participant and then a submission."""


class _Undo(Exception):
    """Carries a refusal out of the transaction, so that what it wrote is undone and the answer still goes out."""

    def __init__(self, response: Response) -> None:
        self.response = response


def commits(view: Callable[P, ResponseReturnValue]) -> Callable[P, Response]:
    """Run the view as one write. Commits when the answer is below 400, undoes otherwise; 503 when the database is busy.

    When another process has just written the same thing, or the two held each other up, everything is undone and the
    view runs again: then it finds what the other wrote.
    """

    @wraps(view)
    def run(*args: P.args, **kwargs: P.kwargs) -> Response:
        for left in reversed(range(TIMES)):
            try:
                with transaction():
                    response = make_response(view(*args, **kwargs))
                    if response.status_code >= 400:
                        raise _Undo(response)
                    return response
            except _Undo as undo:
                return undo.response
            except Busy:
                db.session.rollback()
                abort(503)
            except (IntegrityError, OperationalError):
                if not left:
                    raise
        raise AssertionError("unreachable")

    run.commits = True  # type: ignore[attr-defined]
    return run
