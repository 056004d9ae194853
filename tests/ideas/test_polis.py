"""A Polis conversation comes in whole, with the numbers that its own files have."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from codesign.core.errors import InputError
from codesign.core.terms import Standing
from codesign.extensions import db
from codesign.ideas.choosing.queries import statement_results
from codesign.ideas.exchange.polis_in import import_polis
from codesign.models import Contribution, EventRow, Idea, IdeaBoard, Participant, StatementVote
from tests.make import NOW, make_project

COMMENTS = "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n"
VOTES = "timestamp,datetime,comment-id,voter-id,vote\n"

CONVERSATIONS = [
    ("scoop-hivemind.freshwater", 80, 51, 117, (2483, 1081, 408), ["4", "16", "18", "27", "0"]),
    ("london.youth.policing", 39, 36, 26, (392, 192, 54), ["27", "17", "20", "23", "32"]),
    ("bg2050-volunteers", 371, 316, 126, (10006, 1621, 2656), ["27", "205", "96", "0", "1"]),
    ("scoop-hivemind.affordable-housing", 165, 119, 381, (8041, 4549, 2405), ["119", "104", "109", "6", "64"]),
    ("canadian-electoral-reform", 174, 152, 448, (7205, 2831, 1914), ["129", "1", "89", "98", "0"]),
]


def voters() -> int:
    return db.session.scalar(select(func.count(StatementVote.participant_id.distinct()))) or 0


@pytest.mark.parametrize(("name", "ideas", "published", "people", "votes", "best"), CONVERSATIONS)
def test_a_real_conversation_keeps_its_numbers(
    app: Flask,
    data_folder: Path,
    name: str,
    ideas: int,
    published: int,
    people: int,
    votes: tuple[int, int, int],
    best: list[str],
) -> None:
    project = make_project()
    import_polis(data_folder / "polis" / name, project.id, "Conversation", by="system", at=NOW)
    results = statement_results(project.id, "B1")
    assert len(results) == ideas
    shown = [result for result in results if result.standing is Standing.PUBLISHED]
    assert len(shown) == published
    assert voters() == people
    assert (
        sum(result.agree for result in results),
        sum(result.disagree for result in results),
        sum(result.passed for result in results),
    ) == votes
    by_agreement = sorted(shown, key=lambda result: -(result.wilson_low or 0))
    assert [result.source_id for result in by_agreement[:5]] == best


def test_the_best_liked_statement_of_freshwater_is_number_four(app: Flask, data_folder: Path) -> None:
    project = make_project()
    import_polis(data_folder / "polis" / "scoop-hivemind.freshwater", project.id, "Water", by="system", at=NOW)
    four = next(result for result in statement_results(project.id, "B1") if result.source_id == "4")
    assert (four.agree, four.votes) == (86, 91)
    assert four.wilson_low == pytest.approx(0.8778, abs=5e-5)


def test_the_matrix_gives_the_same_votes_as_the_events(app: Flask, data_folder: Path, tmp_path: Path) -> None:
    source = data_folder / "polis" / "scoop-hivemind.affordable-housing"
    (tmp_path / "comments.csv").write_bytes((source / "comments.csv").read_bytes())
    (tmp_path / "participants-votes.csv.gz").write_bytes((source / "participants-votes.csv.gz").read_bytes())
    one, other = make_project(), make_project()
    import_polis(source, one.id, "Events", by="system", at=NOW)
    import_polis(tmp_path, other.id, "Matrix", by="system", at=NOW)
    assert statement_results(one.id, "B1") == statement_results(other.id, "B1")


@pytest.mark.slow
def test_a_large_matrix_comes_in_within_a_minute(app: Flask, data_folder: Path) -> None:
    from time import monotonic

    project = make_project()
    begun = monotonic()
    import_polis(data_folder / "polis" / "bowling-green", project.id, "Bowling Green", by="system", at=NOW)
    db.session.commit()
    assert monotonic() - begun < 60
    results = statement_results(project.id, "B1")
    assert (len(results), sum(result.votes for result in results), voters()) == (896, 225_524, 2031)
    assert sum(result.standing is Standing.PUBLISHED for result in results) == 607


def test_comments_without_any_votes_are_statements_too(app: Flask, data_folder: Path) -> None:
    project = make_project()
    import_polis(data_folder / "polis" / "march-on-comments-only", project.id, "March", by="system", at=NOW)
    standings = Counter(result.standing for result in statement_results(project.id, "B1"))
    assert standings == {Standing.PUBLISHED: 1767, Standing.HIDDEN: 395}


def write(folder: Path, comments: str = "", votes: str = "") -> Path:
    (folder / "comments.csv").write_text(COMMENTS + (comments or '1,x,0,7,0,0,1,"More ""quiet"" rooms,\nand light"\n'))
    (folder / "votes.csv").write_text(VOTES + votes)
    return folder


def test_the_same_files_a_second_time_change_nothing(app: Flask, tmp_path: Path) -> None:
    project = make_project()
    write(tmp_path, votes="5,x,0,1,1\n")
    first = import_polis(tmp_path, project.id, "Talk", by="system", at=NOW)
    before = [
        db.session.scalar(select(func.count()).select_from(table)) for table in (Contribution, Participant, EventRow)
    ]
    zipped = gzip.compress((tmp_path / "votes.csv").read_bytes())
    (tmp_path / "votes.csv").unlink()
    (tmp_path / "votes.csv.gz").write_bytes(zipped)
    again = import_polis(tmp_path, project.id, "Another title", by="system", at=NOW)
    after = [
        db.session.scalar(select(func.count()).select_from(table)) for table in (Contribution, Participant, EventRow)
    ]
    assert (first.read, first.taken) == (2, 2)
    assert (again.read, again.taken) == (2, 0)
    assert "B1" in again.notes[0]
    assert before == after


def test_the_latest_vote_counts_and_a_tie_goes_to_the_later_row(app: Flask, tmp_path: Path) -> None:
    project = make_project()
    write(tmp_path, votes="9,x,0,1,1\n5,x,0,1,-1\n9,x,0,2,-1\n9,x,0,2,0\n")
    report = import_polis(tmp_path, project.id, "Talk", by="system", at=NOW)
    (result,) = statement_results(project.id, "B1")
    assert (result.agree, result.disagree, result.passed) == (1, 0, 1)
    assert [skipped.row for skipped in report.skipped] == [3, 4]
    assert (report.read, report.taken) == (5, 3)


def test_what_was_moderated_out_is_hidden_with_its_reason_and_keeps_its_votes(app: Flask, tmp_path: Path) -> None:
    project = make_project()
    write(tmp_path, comments="1,x,3,7,0,0,-1,Nonsense\n2,x,4,7,0,0,0,Benches\n", votes="5,x,3,7,1\n")
    import_polis(tmp_path, project.id, "Talk", by="system", at=NOW)
    hidden, waiting = statement_results(project.id, "B1")
    assert (hidden.standing, hidden.agree, waiting.standing) == (Standing.HIDDEN, 1, Standing.PUBLISHED)
    row = db.session.scalars(select(Contribution).where(Contribution.source_id == "3")).one()
    assert row.moderation_reason == "other"
    assert row.moderation_note == "Moderated out in the source."
    # The author who also voted is one person.
    assert db.session.scalar(select(func.count()).select_from(Participant)) == 1


def test_two_conversations_of_one_project_have_different_people(app: Flask, tmp_path: Path) -> None:
    project = make_project()
    import_polis(write(tmp_path, votes="5,x,0,1,1\n"), project.id, "One", by="system", at=NOW)
    import_polis(write(tmp_path, votes="6,x,0,1,1\n"), project.id, "Two", by="system", at=NOW)
    assert [board.ref for board in db.session.scalars(select(IdeaBoard).order_by(IdeaBoard.ref))] == ["B1", "B2"]
    assert db.session.scalar(select(func.count()).select_from(Participant)) == 4


WRONG = [
    ("no comments", None, "comments.csv: there is no such file"),
    ("a missing column", "timestamp,comment-id\n1,2\n", "comments.csv, row 1: the column 'author-id' is missing"),
    ("a strange moderation", COMMENTS + "1,x,0,7,0,0,5,Words\n", "comments.csv, row 2, column moderated: '5'"),
    ("a strange time", COMMENTS + "soon,x,0,7,0,0,1,Words\n", "comments.csv, row 2, column timestamp: 'soon'"),
    ("an id twice", COMMENTS + "1,x,0,7,0,0,1,A\n1,x,0,7,0,0,1,B\n", "comments.csv, row 3, column comment-id: 0"),
    ("a short row", COMMENTS + "1,x,0\n", "comments.csv, row 2: 3 columns where the header has 8"),
    ("an open quote", COMMENTS + '1,x,0,7,0,0,1,"Words\n', "comments.csv, row 2: this row cannot be read"),
]


@pytest.mark.parametrize(("case", "comments", "sentence"), WRONG, ids=[case[0] for case in WRONG])
def test_a_wrong_file_is_refused_with_its_place(
    app: Flask, tmp_path: Path, case: str, comments: str | None, sentence: str
) -> None:
    project = make_project()
    if comments is not None:
        (tmp_path / "comments.csv").write_text(comments)
    with pytest.raises(InputError) as error:
        import_polis(tmp_path, project.id, "Talk", by="system", at=NOW)
    assert sentence in str(error.value)
    assert db.session.scalar(select(func.count()).select_from(Idea)) == 0


@pytest.mark.parametrize(
    ("votes", "sentence"),
    [
        ("5,x,0,1,yes\n", "votes.csv, row 2, column vote: 'yes'"),
        ("5,x,99,1,1\n", "votes.csv, row 2, column comment-id: 99"),
        ("5,x,0,,1\n", "votes.csv, row 2, column voter-id"),
    ],
)
def test_a_wrong_vote_is_refused_with_its_place(app: Flask, tmp_path: Path, votes: str, sentence: str) -> None:
    project = make_project()
    with pytest.raises(InputError) as error:
        import_polis(write(tmp_path, votes=votes), project.id, "Talk", by="system", at=NOW)
    assert sentence in str(error.value)


def test_a_damaged_archive_is_refused(app: Flask, tmp_path: Path) -> None:
    project = make_project()
    (tmp_path / "comments.csv.gz").write_bytes(gzip.compress(COMMENTS.encode())[:-9])
    with pytest.raises(InputError, match="cannot be unpacked"):
        import_polis(tmp_path, project.id, "Talk", by="system", at=NOW)


def test_the_words_come_in_as_they_were_written(app: Flask, tmp_path: Path) -> None:
    project = make_project()
    with (tmp_path / "comments.csv").open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.writer(file)
        writer.writerow(COMMENTS.strip().split(","))
        writer.writerow([1, "x", 0, 7, 0, 0, 1, 'Tŷ cynnes, "warm"\r\nand dry ' + "x" * 400])
    import_polis(tmp_path, project.id, "Talk", by="system", at=NOW)
    idea = db.session.scalars(select(Idea)).one()
    assert idea.contribution.text.startswith('Tŷ cynnes, "warm"\nand dry xxx')
    assert len(idea.contribution.text) == 426
    assert len(idea.title) == 160
    assert idea.title.endswith("…")
