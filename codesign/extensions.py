"""The extension objects, made here and bound in `app.py`."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock, get_ident
from typing import Any

from flask_babel import Babel
from flask_htmx import HTMX
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_mailman import Mail
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_talisman import Talisman
from flask_wtf import CSRFProtect
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import OperationalError

from codesign.models.base import Model

db = SQLAlchemy(metadata=Model.metadata, session_options={"expire_on_commit": False})
migrate = Migrate()
login_manager = LoginManager()
csrf = CSRFProtect()
babel = Babel()
htmx = HTMX()
mail = Mail()
talisman = Talisman()
limiter = Limiter(key_func=get_remote_address, strategy="moving-window")


class _Queue:
    """One writer at a time, in the order they came. A lock of Python's lets one who has just written pass those who wait."""

    def __init__(self) -> None:
        self._inside = Lock()
        self._owner, self._depth = 0, 0
        self._waiting: deque[tuple[int, Lock]] = deque()

    def acquire(self, timeout: float) -> bool:
        me, turn = get_ident(), Lock()
        with self._inside:
            if self._owner in (0, me):
                self._owner, self._depth = me, self._depth + 1
                return True
            turn.acquire()
            self._waiting.append((me, turn))
        if turn.acquire(timeout=timeout):
            return True
        with self._inside:
            try:
                self._waiting.remove((me, turn))
            except ValueError:
                return True  # it was handed to us just as we gave up
            return False

    def release(self) -> None:
        with self._inside:
            self._depth -= 1
            if self._depth:
                return
            self._owner = 0
            if self._waiting:
                self._owner, turn = self._waiting.popleft()
                self._depth = 1
                turn.release()


# SQLite allows one writer, and its own waiting can starve one (performance.md 2): writers of a process queue here,
# for as long as a person would wait.
WRITER_WAIT_SECONDS = 15.0
_writer = _Queue()
# What SQLite says. PostgreSQL says "blocked" of two writes that hold each other up: one of them is simply tried again.
_LOCKED = re.compile(r"\b(locked|busy)\b", re.IGNORECASE)
writing: ContextVar[bool] = ContextVar("writing", default=False)


class Busy(Exception):
    """The database could not take the write in time; nothing was saved, and trying again is safe."""


@contextmanager
def transaction() -> Iterator[None]:
    """One write: state, event and outbox rows together, or nothing. Commits at the end; rolls back on any error.

    Raises `Busy` when another writer held the database for longer than `WRITER_WAIT_SECONDS`.
    """
    if writing.get():
        yield
        return
    # A read begun before this one would pin an older snapshot, and SQLite refuses to upgrade it. Its connection goes back
    # before we queue: the writer ahead of us may be waiting for one.
    db.session.rollback()
    if not _writer.acquire(timeout=WRITER_WAIT_SECONDS):
        raise Busy
    try:
        token = writing.set(True)
        try:
            yield
            db.session.commit()
        except OperationalError as error:
            db.session.rollback()
            if _LOCKED.search(str(error.orig)):
                raise Busy from error
            raise
        except BaseException:
            db.session.rollback()
            raise
        finally:
            writing.reset(token)
    finally:
        _writer.release()


def prepare_engine(engine: Engine) -> None:
    """SQLite as an embedded database that keeps its word: a commit is on disk, keys hold, erased text is overwritten."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "busy_timeout=15000",
            "secure_delete=ON",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing.get() else "BEGIN")
