"""G3: the page of an idea with 50 replies on a board of 10,000 ideas, beside bare Flask on the same rows, in one run.

Run by hand: python -m tests.benchmarks.talk [sqlite|postgresql] [rounds] [ideas]. Both pages are asked in turn in one
process; medians of their CPU time and of the time they took.
"""

from __future__ import annotations

import sys
import tempfile
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from jinja2 import Template
from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload

from codesign.app import create_app
from codesign.config import Config
from codesign.core.terms import ReplyKind
from codesign.extensions import db
from codesign.models import Comment, Contribution, Idea, IdeaBoard, Model, Project
from tests.benchmarks.boards import database, in_turn, queries_of
from tests.benchmarks.filling import fill_board
from tests.make import NOW, commit

FIRST = 20
REPLIES = 50
BARE_PAGE = Template(
    """<!doctype html><html lang="en"><head><title>{{ idea.title }}</title></head><body><h1>{{ idea.title }}</h1>
<p>{{ idea.contribution.text }}</p><p>{{ idea.contribution.shown_words }}, {{ idea.created_at.strftime("%d %B %Y") }}</p>
<form method="post" action="/ideas/{{ idea.ref }}/support">
<button name="support" value="give">Support {{ idea.supports }}</button></form>
<h2>{{ comments | length }} replies</h2><ol>{% for comment in comments if not comment.thread_id %}<li>
<article id="reply-{{ comment.contribution.code }}"><p>{{ comment.contribution.text }}</p>
<p>{{ comment.contribution.said_at.strftime("%d %B %Y") }}
<a href="/ideas/{{ idea.ref }}?to={{ comment.contribution.code }}">Reply</a>
<a href="/report/{{ comment.contribution.code }}">Something wrong?</a></p></article><ol>
{% for reply in comments if reply.thread_id == comment.id %}<li><article id="reply-{{ reply.contribution.code }}">
<p>{{ reply.contribution.text }}</p><p>{{ reply.contribution.said_at.strftime("%d %B %Y") }}
<a href="/ideas/{{ idea.ref }}?to={{ reply.contribution.code }}">Reply</a>
<a href="/report/{{ reply.contribution.code }}">Something wrong?</a></p>
</article></li>{% endfor %}</ol></li>{% endfor %}</ol>
<form method="post" action="/ideas/{{ idea.ref }}/replies"><textarea name="text"></textarea>
<button>Send</button></form></body></html>""",
    autoescape=True,
)


def one_talk(board: IdeaBoard) -> Idea:
    """The idea that was replied to most, with 50 replies: 20 first ones and 30 under them."""
    idea = db.session.scalars(
        select(Idea).where(Idea.board_id == board.id).order_by(Idea.replies.desc(), Idea.id).limit(1)
    ).one()
    spare = list(db.session.scalars(select(Comment).where(Comment.idea_id != idea.id).limit(REPLIES)))
    db.session.execute(delete(Comment).where(Comment.idea_id == idea.id))
    for number, comment in enumerate(spare):
        first = spare[number % FIRST]
        comment.idea_id = idea.id
        comment.kind = [ReplyKind.REPLY, ReplyKind.ANOTHER_WAY, ReplyKind.ASKS][number % 3]
        if number >= FIRST:
            comment.parent_id = comment.thread_id = first.id
        db.session.get_one(Contribution, comment.contribution_id).said_at = NOW - timedelta(minutes=100 - number)
    idea.replies = REPLIES
    commit()
    return idea


def bare_app(idea_id: uuid.UUID) -> Flask:
    """What the same rows cost without anything of ours: two ORM queries and a template."""
    app = Flask("bare")
    engine = db.engine

    @app.get("/idea")
    def idea() -> str:
        with Session(engine) as session:
            found = session.scalars(select(Idea).options(joinedload(Idea.contribution)).where(Idea.id == idea_id)).one()
            comments = session.scalars(
                select(Comment)
                .join(Comment.contribution)
                .options(joinedload(Comment.contribution))
                .where(Comment.idea_id == idea_id)
                .order_by(Contribution.said_at)
            ).all()
            return BARE_PAGE.render(idea=found, comments=comments)

    return app


def main(kind: str = "sqlite", rounds: str = "200", ideas: str = "10000") -> None:
    with tempfile.TemporaryDirectory() as folder, database(kind, folder) as url:
        app = create_app(
            Config(env="testing", instance=Path(folder), database_url=url, password_cost=1, require_totp=False)
        )
        with app.app_context():
            Model.metadata.create_all(db.engine)
            board = fill_board(int(ideas), 3 * int(ideas), 8 * int(ideas))
            idea = one_talk(board)
            slug = db.session.get_one(Project, board.project_id).slug
            address = f"/p/{slug}/ideas/{board.ref}/{idea.ref}"
            ours, plain = app.test_client(use_cookies=False), bare_app(idea.id).test_client(use_cookies=False)
            db.session.remove()

            def ask(client: Any, path: str) -> Callable[[int], None]:
                def act(_number: int) -> None:
                    answer = client.get(path)
                    assert answer.status_code == 200, answer.status_code

                return act

            assert ours.get(address).data.count(b'id="reply-K-') == REPLIES
            assert plain.get("/idea").data.count(b'id="reply-K-') == REPLIES
            print(f"{kind}, {rounds} rounds, {ideas} ideas, one with {REPLIES} replies")
            found = in_turn(int(rounds), {"bare": ask(plain, "/idea"), "ours": ask(ours, address)})
            for name, (cpu, wall) in found.items():
                print(f"  {name:8} {cpu:7.2f} ms CPU {wall:7.2f} ms, {1000 / wall:5.0f} a second")
            (bare_cpu, bare_wall), (cpu, wall) = found["bare"], found["ours"]
            print(f"G3: {bare_cpu / cpu:.2f} of bare by CPU, {bare_wall / wall:.2f} by the clock (0.4 wanted)")
            print(
                f"  queries: {queries_of(lambda: ours.get(address))} (8 at most), page {len(ours.get(address).data) / 1000:.0f} kB"
            )
            db.session.remove()
            db.engine.dispose()


if __name__ == "__main__":
    main(*sys.argv[1:])
