"""A board goes out in the layout of Polis, and comes in again as the same votes on the same statements."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from codesign.core.errors import Refused
from codesign.core.terms import BoardAsks, Consent, Standing, Vote
from codesign.extensions import db
from codesign.ideas.boards import staff_board
from codesign.ideas.choosing.queries import statement_results
from codesign.ideas.exchange.commands import BoardFile, board_file
from codesign.ideas.exchange.layout import Copy
from codesign.ideas.exchange.polis_in import import_polis
from codesign.models import Contribution, Idea, IdeaBoard, Project, StatementVote
from tests.make import NOW, make_board, make_idea, make_participant, make_project


def unpacked(board: IdeaBoard, copy: Copy, folder: Path) -> Path:
    with board_file(board, copy, BoardFile.POLIS, at=NOW).file as file:
        zipfile.ZipFile(io.BytesIO(file.read())).extractall(folder)
    return folder


def table(folder: Path, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((folder / name).read_text("utf-8"), newline="")))


def ballots(project: Project) -> Counter[tuple[tuple[str, Vote], ...]]:
    """How each person voted, without saying who: the same person is the same set of votes."""
    rows = db.session.execute(
        select(StatementVote.participant_id, Contribution.source_id, StatementVote.vote)
        .join(Idea, StatementVote.idea_id == Idea.id)
        .join(Contribution, Idea.contribution_id == Contribution.id)
        .where(Contribution.project_id == project.id)
    )
    people: dict[object, list[tuple[str, Vote]]] = {}
    for person, comment, vote in rows:
        people.setdefault(person, []).append((comment or "", vote))
    return Counter(tuple(sorted(votes)) for votes in people.values())


@pytest.mark.parametrize("name", ["scoop-hivemind.freshwater", "london.youth.policing"])
def test_a_real_conversation_goes_out_and_comes_in_again_equal(
    app: Flask, data_folder: Path, tmp_path: Path, name: str
) -> None:
    one, other = make_project(), make_project()
    import_polis(data_folder / "polis" / name, one.id, "Talk", by="system", at=NOW)
    folder = unpacked(staff_board(one.id, "B1"), Copy.WHOLE, tmp_path)
    import_polis(folder, other.id, "Talk", by="system", at=NOW)
    before, after = statement_results(one.id, "B1"), statement_results(other.id, "B1")
    assert before == after
    assert ballots(one) == ballots(other)
    source = table(data_folder / "polis" / name, "comments.csv")
    given = {row["comment-id"]: row for row in table(folder, "comments.csv")}
    for row in source:
        mine = given[row["comment-id"]]
        assert mine["timestamp"] == row["timestamp"]
        assert (mine["moderated"] == "-1") == (row["moderated"] == "-1")


def test_the_matrix_alone_gives_the_same_board(app: Flask, data_folder: Path, tmp_path: Path) -> None:
    one, other = make_project(), make_project()
    import_polis(data_folder / "polis" / "london.youth.policing", one.id, "Talk", by="system", at=NOW)
    folder = unpacked(staff_board(one.id, "B1"), Copy.WHOLE, tmp_path)
    (folder / "votes.csv").unlink()
    import_polis(folder, other.id, "Talk", by="system", at=NOW)
    assert statement_results(one.id, "B1") == statement_results(other.id, "B1")


def test_the_commissioners_edition_has_days_and_no_hidden_or_count_only_statement(app: Flask, tmp_path: Path) -> None:
    board = make_board(asks=BoardAsks.STATEMENTS, title="=Hub")
    shown = make_idea(board, "Open on Sundays", "+Open on Sundays")
    other = make_idea(board, "Rude", "Rude")
    db.session.get_one(Contribution, other.contribution_id).standing = Standing.WAITING
    quiet = make_idea(board, "Quiet", "Quiet", consent=Consent.COUNT_ONLY)
    person = make_participant(db.session.get_one(Project, board.project_id))
    for idea in (shown, other, quiet):
        db.session.add(StatementVote(idea_id=idea.id, participant_id=person.id, vote=Vote.DISAGREE, at=NOW))
    db.session.flush()
    folder = unpacked(board, Copy.COMMISSIONER, tmp_path)
    comments = table(folder, "comments.csv")
    assert [(row["comment-body"], row["disagrees"]) for row in comments] == [("'+Open on Sundays", "1")]
    votes = table(folder, "votes.csv")
    assert [row["vote"] for row in votes] == ["-1"]
    assert all(int(row["timestamp"]) % 86_400_000 == 0 for row in (*votes, *comments))
    matrix = table(folder, "participants-votes.csv")
    assert [(row["n-votes"], row["n-disagree"], row[comments[0]["comment-id"]]) for row in matrix] == [("1", "1", "-1")]
    assert "topic,'=Hub\n" in (folder / "summary.csv").read_text()


def test_votes_of_single_people_are_not_published(app: Flask) -> None:
    with pytest.raises(Refused, match="Votes of single people are not published"):
        board_file(make_board(asks=BoardAsks.STATEMENTS), Copy.PUBLIC, BoardFile.POLIS, at=NOW)


def test_a_support_is_no_vote(app: Flask, tmp_path: Path) -> None:
    board = make_board()
    make_idea(board, supports=3)
    folder = unpacked(board, Copy.WHOLE, tmp_path)
    assert table(folder, "votes.csv") == []
    assert [row["agrees"] for row in table(folder, "comments.csv")] == ["0"]
