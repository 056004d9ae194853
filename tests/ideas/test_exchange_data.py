"""Two whole platforms come in by a map, and go out equal: Decide Madrid, and the petitions to a parliament."""

from __future__ import annotations

import csv
import gzip
import io
from collections import Counter
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from codesign.core.terms import AnswerState, ModerationAct, ModerationReason, Standing
from codesign.extensions import db
from codesign.ideas.boards import staff_board
from codesign.ideas.exchange.board_map import back, read_map
from codesign.ideas.exchange.commands import BoardFile, board_file, bring_board
from codesign.ideas.exchange.files_in import SourceFile, opened
from codesign.ideas.exchange.layout import Copy
from codesign.ideas.exchange.reading import read_layout
from codesign.models import (
    AnswerBatch,
    Comment,
    Contribution,
    EventRow,
    Idea,
    IdeaAnswer,
    IdeaLineage,
    IdeaTerm,
    ModerationAction,
    Project,
    WrittenPolicy,
)
from tests.make import NOW, make_project

MAPS = Path(__file__).parent / "maps"


def a_map(name: str) -> tuple[str, bytes]:
    return f"{name}.json", (MAPS / f"{name}.json").read_bytes()


def source_rows(content: bytes) -> list[dict[str, str]]:
    text = (gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content).decode()
    csv.field_size_limit(10**7)
    return list(csv.DictReader(io.StringIO(text, newline="")))


def taken(project: Project, ref: str, form: BoardFile = BoardFile.CSV) -> bytes:
    with board_file(staff_board(project.id, ref), Copy.WHOLE, form, at=NOW).file as file:
        return file.read()


def given_back(content: bytes, plan: tuple[str, bytes]) -> dict[str, list[dict[str, str]]]:
    return back(read_map(SourceFile(*plan)), read_layout(opened([("board", content)])))


def same_rows(given: list[dict[str, str]], source: list[dict[str, str]], key: str) -> None:
    """Every cell of every row, to the letter; a column that is not named was empty."""
    by = {row[key]: row for row in given}
    assert len(given) == len(by) == len(source)
    for row in source:
        assert {column: by[row[key]].get(column, "") for column in row} == row
        assert set(by[row[key]]) <= set(row)


def events() -> list[EventRow]:
    return list(db.session.scalars(select(EventRow).where(EventRow.kind == "board_imported")))


def test_decide_madrid_comes_in_whole_and_goes_out_equal(app: Flask, data_folder: Path) -> None:
    folder = data_folder / "decide-madrid"
    files = [(name, (folder / name).read_bytes()) for name in ("proposals.csv", "comments.csv.gz")]
    plan = a_map("madrid")
    one, other = make_project(), make_project()
    brought = bring_board(one.id, files, map_file=plan, by="system", at=NOW)
    assert brought.found.ideas == {Standing.PUBLISHED: 44}
    assert sum(brought.found.replies.values()) == 3_705
    assert (brought.found.parents_absent, brought.found.no_words) == (153, 49)
    assert db.session.scalar(select(func.count()).select_from(Comment)) == 3_705
    assert [event.details["replies"] for event in events()] == [3_705]

    parents = {row.id: row.parent_id for row in db.session.execute(select(Comment.id, Comment.parent_id))}
    threads = {row.id: row.thread_id for row in db.session.execute(select(Comment.id, Comment.thread_id))}
    deepest = 0
    for comment, parent in parents.items():
        depth, top = 1, comment
        while parent is not None:
            depth, top, parent = depth + 1, parent, parents[parent]
        deepest = max(deepest, depth)
        assert threads[comment] == (top if depth > 1 else None)
    assert deepest == 15

    blank = db.session.scalars(select(Contribution).where(Contribution.text == "")).all()
    assert {(each.standing, each.moderation_code) for each in blank} == {(Standing.HIDDEN, "no_words")}
    assert db.session.scalar(select(func.count()).select_from(ModerationAction)) == 0, "nobody judged a blank"
    brought_supports = db.session.scalar(select(Idea.brought_supports).where(Idea.ref == "I-0007"))
    assert (brought_supports, db.session.scalar(select(func.sum(Idea.supports)))) == (6_560, 0)

    again = bring_board(one.id, files, map_file=plan, by="system", at=NOW)
    assert (again.again, again.ref, len(events())) == (True, brought.ref, 1)

    out = taken(one, brought.ref)
    for step in ("as it came", "and through another project"):
        given = given_back(out, plan)
        same_rows(given["proposals.csv"], source_rows(files[0][1]), "id")
        same_rows(given["comments.csv"], source_rows(files[1][1]), "id")
        if step == "as it came":
            second = bring_board(other.id, [("whole.zip", out)], by="system", at=NOW)
            assert second.found.replies == brought.found.replies
            out = taken(other, second.ref)


def test_petitions_come_in_with_standing_reasons_targets_and_answers_and_go_out_equal(
    app: Flask, data_folder: Path
) -> None:
    files = [("petitions.csv.gz", (data_folder / "uk-petitions" / "petitions.csv.gz").read_bytes())]
    source = source_rows(files[0][1])
    plan = a_map("petitions")
    one, other = make_project(), make_project()
    brought = bring_board(one.id, files, map_file=plan, by="system", at=NOW)
    codes = Counter(
        db.session.scalars(select(Contribution.moderation_code).where(Contribution.moderation_code != "")).all()
    )
    assert codes == {
        "duplicate": 670, "irrelevant": 318, "no-action": 302, "already-happening": 48, "honours": 11, "fake-name": 8,
    }  # fmt: skip
    there = {row["id"] for row in source}
    pairs = {
        (row["id"], target)
        for row in source
        if row["rejection_code"] == "duplicate"
        for target in row["similar_to"].split(";")
        if target in there
    }
    merged = {duplicate for duplicate, _target in pairs}
    assert brought.found.ideas == {
        Standing.PUBLISHED: 614, Standing.MERGED: len(merged), Standing.HIDDEN: 1_357 - len(merged),
    }  # fmt: skip
    assert (len(merged), brought.found.targets_absent) == (311, 359)
    old, new = aliased(Idea), aliased(Idea)
    rows = db.session.execute(
        select(old.ref, new.ref)
        .select_from(IdeaLineage)
        .join(old, IdeaLineage.from_id == old.id)
        .join(new, IdeaLineage.into_id == new.id)
    ).all()
    assert {(a.removeprefix("I-"), b.removeprefix("I-")) for a, b in rows} == pairs

    answers = db.session.scalars(select(IdeaAnswer)).all()
    states: set[AnswerState | None] = {answer.state for answer in answers}
    assert (len(answers), states) == (56, {None})
    assert [batch.published_at is not None for batch in db.session.scalars(select(AnswerBatch))] == [True]
    acts = Counter(map(tuple, db.session.execute(select(ModerationAction.act, ModerationAction.policy_number))))
    assert acts == {(ModerationAct.HIDDEN, 1): 1_046, (ModerationAct.MERGED, 1): 311}
    policies = db.session.scalars(select(WrittenPolicy).order_by(WrittenPolicy.number)).all()
    assert [len(policy.reasons) for policy in policies] == [7, len(ModerationReason)], "ours holds as before"
    notes = db.session.scalars(select(Contribution.moderation_note)).all()
    assert max(map(len, notes)) == 500
    assert db.session.scalar(select(func.count(IdeaTerm.idea_id.distinct()))) == 1_971

    out = taken(one, brought.ref)
    same_rows(given_back(out, plan)["petitions.csv"], source, "id")
    second = bring_board(other.id, [("whole.zip", out)], by="system", at=NOW)
    assert second.found.ideas == brought.found.ideas
    same_rows(given_back(taken(other, second.ref, BoardFile.JSON), plan)["petitions.csv"], source, "id")
