"""A response that got its receipt is never lost and never counted twice, whatever is killed (trust.md F1)."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from codesign.app import create_app
from codesign.config import Config
from codesign.core.chain import verify
from codesign.core.terms import QuestionType
from codesign.extensions import db
from codesign.ledger import stored_links
from codesign.models import Answer, Contribution, EventRow, Submission
from codesign.schema import upgrade_schema
from tests import make
from tests.adversarial.retrying import Resident

KILLS = int(os.environ.get("CODESIGN_KILLS", "20"))
PHONES = 4


class Server:
    """The service on a port of this machine, killed and started again."""

    def __init__(self, environment: dict[str, str]) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        script = [sys.executable, "-m", "tests.adversarial.serve_again"]
        self.source = subprocess.Popen(
            script, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            env=environment, cwd=Path(__file__).parents[2],
        )  # fmt: skip
        self.group = 0

    def start(self) -> None:
        """Fork a server, and wait until it takes calls."""
        assert self.source.stdin
        assert self.source.stdout
        self.source.stdin.write(f"{self.port}\n")
        self.source.stdin.flush()
        self.group = int(self.source.stdout.readline())
        until = time.monotonic() + 30
        while time.monotonic() < until:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            time.sleep(0.02)
        raise TimeoutError("the server did not start")

    def kill(self) -> None:
        """The whole group at once, with no chance to tidy up."""
        if self.group:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.group, signal.SIGKILL)
        self.group = 0

    def close(self) -> None:
        self.kill()
        assert self.source.stdin
        self.source.stdin.close()
        self.source.wait(10)


@pytest.fixture
def place(tmp_path: Path) -> Config:
    """A service of its own: a fresh folder, an embedded database, one question to answer."""
    settings = Config(env="demo", instance=tmp_path, database_url=f"sqlite:///{tmp_path / 'codesign.db'}")
    app = create_app(settings)
    with app.app_context():
        upgrade_schema()
        project = make.make_project(slug="hub")
        make.make_consultation(project, questions=((QuestionType.LONG_TEXT, "What should it be like?"),))
        make.commit()
        db.session.remove()
        db.engine.dispose()
    return settings


@pytest.fixture
def server(place: Config) -> Iterator[Server]:
    given = {name: value for name, value in os.environ.items() if not name.startswith(("CODESIGN", "DATABASE"))}
    made = Server({**given, "CODESIGN_ENV": "demo", "CODESIGN_INSTANCE": str(place.instance)})
    yield made
    made.close()


@pytest.mark.slow
def test_no_receipt_is_lost_or_doubled_when_the_server_is_killed(server: Server, place: Config) -> None:
    stop, receipts, troubles, unheard = threading.Event(), list[str](), list[str](), list[int]()
    answers: list[float] = []
    moments = random.Random()

    def go_on_answering(phone: int) -> None:
        number = 0
        while not stop.is_set():
            resident = Resident(server.port, "/p/hub/c/C1", heard=lambda: answers.append(time.monotonic()))
            try:
                receipts.append(resident.answer(f"Warm, phone {phone}, answer {number}."))
            except Exception as error:
                troubles.append(f"{type(error).__name__}: {str(error)[:1500]}")
                return
            unheard.append(resident.unheard)
            number += 1

    server.start()
    phones = [threading.Thread(target=go_on_answering, args=(n,)) for n in range(PHONES)]
    for phone in phones:
        phone.start()
    for _ in range(KILLS):
        # Some answers after the last start, and then at any moment of the next.
        enough, until = len(answers) + moments.randint(5, 40), time.monotonic() + 3
        while len(answers) < enough and time.monotonic() < until:
            time.sleep(0.01)
        time.sleep(moments.uniform(0, 0.03))
        server.kill()
        server.start()
    time.sleep(0.5)
    stop.set()
    for phone in phones:
        phone.join(40)
    server.kill()

    assert not troubles
    assert len(receipts) > 2 * PHONES
    assert sum(unheard) >= KILLS, "no kill ever came between a question and its answer"
    counted_once(place, receipts)


def counted_once(place: Config, receipts: list[str]) -> None:
    """Every receipt is in the database once, with its words and its event, and nothing else is."""
    with sqlite3.connect(place.database_url.removeprefix("sqlite:///")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()
    with create_app(place).app_context():
        kept = list(db.session.scalars(select(Submission.receipt)))
        assert sorted(kept) == sorted(receipts), "receipts lost or doubled"
        words = list(db.session.scalars(select(Contribution.text)))
        assert len(set(words)) == len(words) == len(receipts)
        assert db.session.scalar(select(func.count()).select_from(Answer)) == len(receipts)
        for kind in ("words_sent", "words_said"):
            count = db.session.scalar(select(func.count()).select_from(EventRow).where(EventRow.kind == kind))
            assert count == len(receipts), kind
        verdict = verify(stored_links())
        assert verdict.ok, str(verdict.sentence)
        db.session.remove()
        db.engine.dispose()
