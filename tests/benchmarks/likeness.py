"""Ideas like some words at 10,000 ideas, beside a bare query that reads as many rows.

Run by hand: python -m tests.benchmarks.likeness [ideas] [database URL]
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from sqlalchemy import func, insert, or_, select, text
from uuid_utils.compat import uuid7

from codesign.app import create_app
from codesign.config import Config
from codesign.core.terms import Consent, ContributionKind, ShownAs, Standing
from codesign.extensions import db
from codesign.ideas.likeness import keep_many, like
from codesign.models import Contribution, Idea, IdeaBoard, IdeaTerm, Model
from tests import make


def texts(count: int) -> list[tuple[str, str]]:
    """Ideas as people write them: made of words by how often words are used (Zipf), eight in a line, fifty in a text."""
    drawn = random.Random(7)
    known = [f"{first}{second}{third}" for first in "bcdfghklmnprst" for second in "aeiou" for third in _ENDS]
    drawn.shuffle(known)
    often = [1 / (place + 3) for place in range(len(known))]
    return [
        (" ".join(drawn.choices(known, often, k=8)), " ".join(drawn.choices(known, often, k=50))) for _ in range(count)
    ]


_ENDS = [f"{a}{b}{c}" for a in "lmnrst" for b in "aeiou" for c in "bdgkmnprst"]


def fill(ideas: list[tuple[str, str]]) -> IdeaBoard:
    board = make.make_board()
    submission = make.make_submission(board)
    said = [
        {
            "id": uuid7(), "project_id": board.project_id, "activity_id": board.id, "submission_id": submission.id,
            "participant_id": submission.participant_id, "code": f"K{number:05d}", "kind": ContributionKind.IDEA,
            "text": text, "language": "en", "consent": Consent.PUBLIC, "standing": Standing.PUBLISHED,
            "shown_as": ShownAs.NOTHING, "said_at": make.NOW,
        }
        for number, (_title, text) in enumerate(ideas)
    ]  # fmt: skip
    rows = [
        {"id": uuid7(), "board_id": board.id, "contribution_id": one["id"], "ref": f"I-{number:05d}", "title": title,
         "created_at": make.NOW}
        for number, (one, (title, _text)) in enumerate(zip(said, ideas, strict=True))
    ]  # fmt: skip
    db.session.execute(insert(Contribution), said)
    db.session.execute(insert(Idea), rows)
    begun = time.perf_counter()
    keep_many((row["id"], board.id, title, text) for row, (title, text) in zip(rows, ideas, strict=True))
    make.commit()
    count = db.session.scalar(select(func.count()).select_from(IdeaTerm))
    print(f"{len(ideas)} ideas, {count} terms, indexed in {time.perf_counter() - begun:.1f} s")
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("ANALYZE"))
        make.commit()
    return board


def timed(name: str, work: Callable[[str], object], asked: list[str]) -> float:
    took = []
    for words in asked:
        begun = time.perf_counter()
        work(words)
        took.append((time.perf_counter() - begun) * 1000)
        db.session.rollback()
    took.sort()
    print(f"{name}: median {median(took):.1f} ms, p95 {took[int(len(took) * 0.95)]:.1f} ms, most {took[-1]:.1f} ms")
    return median(took)


def main(count: int = 10_000, url: str = "") -> None:
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(
            Config(env="demo", instance=Path(folder), database_url=url or f"sqlite:///{folder}/codesign.db")
        )
        with app.app_context():
            Model.metadata.create_all(db.engine)
            ideas = texts(count)
            board = fill(ideas)
            new = texts(count + 200)[count:]
            titles, wholes = [title for title, _ in new], [f"{title} {words}" for title, words in new]
            key = board.id

            def bare(words: str) -> object:
                """What a plain page would do: any idea that has one of the words in its line."""
                any_of = or_(*(Idea.title.icontains(word) for word in words.split()[:6]))
                return db.session.execute(select(Idea.id).where(Idea.board_id == key, any_of).limit(200)).all()

            for name, asked in (("a line", titles), ("a whole idea", wholes)):
                ours = timed(f"like, {name}", lambda words: like(key, words, limit=3), asked)
                plain = timed(f"bare LIKE, {name}", bare, asked)
                print(f"ratio {ours / plain:.2f}")
            db.session.remove()
            db.engine.dispose()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000, sys.argv[2] if len(sys.argv) > 2 else "")
