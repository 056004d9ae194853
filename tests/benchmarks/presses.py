"""Done when 50 presses of one person at the same moment have one effect, 200 times: support, the last of a budget, a vote.

Run by hand: python -m tests.benchmarks.presses [sqlite|postgresql] [repeats] [together]. A real server answers, one thread
a connection. On PostgreSQL the writers' queue of the process is taken away, as between the processes of a bigger service.
"""

from __future__ import annotations

import http.client
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import func, select
from werkzeug.serving import WSGIRequestHandler, make_server

from codesign import extensions
from codesign.app import create_app
from codesign.config import Config
from codesign.core.chain import verify
from codesign.core.terms import BoardAsks
from codesign.extensions import db
from codesign.ideas.supporting import NONE_LEFT
from codesign.ledger import stored_links
from codesign.ledger.words import participant_of
from codesign.models import BudgetSlot, EventRow, Idea, IdeaBoard, Model, Project, StatementVote, Support
from tests.adversarial.test_once import Nobody
from tests.benchmarks.boards import database, new_people
from tests.browser import Browser
from tests.make import commit, make_board, make_idea, make_project

BUDGET = 3
SENTENCE = "a clear sentence"


class _Quiet(WSGIRequestHandler):
    def log_request(self, code: Any = "-", size: Any = "-") -> None:
        return None


@dataclass(frozen=True)
class Presses:
    """A board that is pressed on through a real port, with a session and its token; the person is each press's own."""

    port: int
    base: str
    session: str
    token: str
    together: int

    def press(self, person: str, target: str, **fields: str) -> str:
        """The status, or `SENTENCE` for a refusal that says why, or what went wrong."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
        try:
            connection.request(
                "POST",
                f"{self.base}/{target}",
                urlencode({"csrf_token": self.token, **fields}),
                {
                    "Content-Type": "application/x-www-form-urlencoded",
                    "Cookie": f"codesign-session={self.session}; codesign-participant={person}",
                    "HX-Request": "true",
                },
            )
            answer = connection.getresponse()
            words = unescape(answer.read().decode())
        except OSError as error:
            return type(error).__name__
        finally:
            connection.close()
        if "locked" in words.casefold():
            return "locked"
        return SENTENCE if answer.status == 422 and NONE_LEFT in words else str(answer.status)

    def at_once(self, pool: ThreadPoolExecutor, person: str, targets: list[str], **fields: str) -> Counter[str]:
        start = threading.Barrier(self.together)

        def one(number: int) -> str:
            start.wait(60)
            return self.press(person, targets[number % len(targets)], **fields)

        return Counter(pool.map(one, range(self.together)))


def presses_on(app: Flask, port: int, board: IdeaBoard, together: int) -> Presses:
    base = f"/p/{db.session.get_one(Project, board.project_id).slug}/ideas/{board.ref}"
    browser = Browser(app)
    page = browser.get(base)
    field = page.soup.select("input[name=csrf_token]")[0]
    cookie = browser.client.get_cookie("codesign-session")
    assert cookie is not None
    return Presses(port, base, cookie.value, str(field["value"]), together)


def count(model: Any, *where: Any) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model).where(*where)) or 0


def events(kind: str, idea_id: uuid.UUID) -> int:
    return count(EventRow, EventRow.kind == kind, EventRow.subject == f"idea:{idea_id.hex}")


def people_of(board: IdeaBoard, many: int) -> list[str]:
    return [secret for _, secret in new_people(board, many)]


def supports(app: Flask, port: int, repeats: int, together: int, pool: ThreadPoolExecutor) -> tuple[Counter[str], int]:
    """One person supports one idea from every thread."""
    board = make_board(make_project())
    ideas = [(idea.ref, idea.id) for idea in (make_idea(board, f"Idea {n}") for n in range(repeats))]
    commit()
    (person,) = people_of(board, 1)
    on, answers, wrong = presses_on(app, port, board, together), Counter[str](), 0
    for ref, idea_id in ideas:
        answers += on.at_once(pool, person, [f"{ref}/support"], support="give")
        found = count(Support, Support.idea_id == idea_id), events("idea_supported", idea_id)
        wrong += (*found, db.session.scalar(select(Idea.supports).where(Idea.id == idea_id))) != (1, 1, 1)
    return answers, wrong


def last_slots(
    app: Flask, port: int, repeats: int, together: int, pool: ThreadPoolExecutor
) -> tuple[Counter[str], int]:
    """One person gives the last support of their budget to a different idea from every thread."""
    board = make_board(make_project(), asks=BoardAsks.BUDGET, budget=BUDGET)
    refs = [idea.ref for idea in (make_idea(board, f"Idea {n}") for n in range(together + BUDGET))]
    commit()
    on, answers, wrong = presses_on(app, port, board, together), Counter[str](), 0
    for person in people_of(board, repeats):
        for ref in refs[: BUDGET - 1]:
            assert on.press(person, f"{ref}/support", support="give") == "200"
        found = on.at_once(pool, person, [f"{ref}/support" for ref in refs[BUDGET:]], support="give")
        me = participant_of(board.project_id, person)
        kept = count(BudgetSlot, BudgetSlot.participant_id == me), count(Support, Support.participant_id == me)
        wrong += (*kept, found["200"]) != (BUDGET, BUDGET, 1)
        answers += found
    total = db.session.scalar(select(func.sum(Idea.supports)).where(Idea.board_id == board.id))
    wrong += total != BUDGET * repeats
    return answers, wrong


def votes(app: Flask, port: int, repeats: int, together: int, pool: ThreadPoolExecutor) -> tuple[Counter[str], int]:
    """One person agrees with one statement from every thread."""
    board = make_board(make_project(), asks=BoardAsks.STATEMENTS)
    ideas = [(idea.ref, idea.id) for idea in (make_idea(board, f"Statement {n}") for n in range(repeats))]
    commit()
    (person,) = people_of(board, 1)
    on, answers, wrong = presses_on(app, port, board, together), Counter[str](), 0
    for ref, idea_id in ideas:
        answers += on.at_once(pool, person, [f"{ref}/vote"], vote="agree")
        cast = count(StatementVote, StatementVote.idea_id == idea_id)
        wrong += (cast, db.session.scalar(select(Idea.seen).where(Idea.id == idea_id))) != (1, 1)
    return answers, wrong


ACTS: tuple[Callable[..., tuple[Counter[str], int]], ...] = (supports, last_slots, votes)


def main(kind: str = "sqlite", repeats: str = "200", together: str = "50") -> None:
    failed = False
    with tempfile.TemporaryDirectory() as folder, database(kind, folder) as url:
        app = create_app(
            Config(
                env="testing",
                instance=Path(folder),
                database_url=url,
                password_cost=1,
                require_totp=False,
                trusted_hosts=("localhost", "127.0.0.1"),
                threads=int(together),
            )
        )
        if kind == "postgresql":
            extensions._writer = Nobody()  # type: ignore[assignment]
        with app.app_context():
            Model.metadata.create_all(db.engine)
            server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
            server.socket.listen(int(together) * 2)
            thread = threading.Thread(target=server.serve_forever, daemon=True)
            thread.start()
            with ThreadPoolExecutor(int(together)) as pool:
                for act in ACTS:
                    begun = time.perf_counter()
                    answers, wrong = act(app, server.server_port, int(repeats), int(together), pool)
                    took = time.perf_counter() - begun
                    print(
                        f"{kind}, {act.__name__}: {repeats} x {together} presses in {took:.0f} s, "
                        f"answers {dict(answers)}, {wrong} times more or less than one effect",
                        flush=True,
                    )
                    failed = failed or bool(wrong or set(answers) - {"200", "303", SENTENCE})
            server.shutdown()
            db.session.rollback()
            verdict = verify(stored_links())
            print(f"{kind}, chain: {verdict.count} events, {'holds' if verdict.ok else verdict.sentence}")
            failed = failed or not verdict.ok
            db.session.remove()
            db.engine.dispose()
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
