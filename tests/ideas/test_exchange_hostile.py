"""Files that are broken, hostile or only careless: each gets a clear sentence, and nothing comes in."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from codesign.core.errors import InputError
from codesign.core.terms import Standing
from codesign.extensions import db
from codesign.ideas.exchange.commands import bring_board, look_at
from codesign.ideas.exchange.files_in import UNPACKED_BY_PAGE, opened
from codesign.models import Contribution, Idea, IdeaBoard, Participant
from tests.make import NOW, make_project

Board = dict[str, Any]
HEAD = {"title": "Brought in"}


def board(**tables: Any) -> bytes:
    ideas = tables.pop("ideas", [{"idea": "I-0001", "title": "More benches", "words": "Please"}])
    return json.dumps({"board": {**HEAD, **tables.pop("head", {})}, "ideas": ideas, **tables}).encode()


def bring(content: bytes, name: str = "board.json") -> IdeaBoard:
    project = make_project()
    brought = bring_board(project.id, [(name, content)], by="system", at=NOW)
    return db.session.scalars(
        select(IdeaBoard).where(IdeaBoard.project_id == project.id, IdeaBoard.ref == brought.ref)
    ).one()


def refused(content: bytes, name: str = "board.json") -> str:
    with pytest.raises(InputError) as refusal:
        look_at([(name, content)], most=UNPACKED_BY_PAGE)
    return str(refusal.value)


def zipped(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def sheet(*rows: dict[str, str]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def test_a_zip_bomb_is_not_unpacked() -> None:
    bomb = zipped(("ideas.csv", b"0" * 80_000_000))
    assert len(bomb) < 200_000
    assert refused(bomb, "bomb.zip") == "bomb.zip unpacks to far more than it is. Send its files unpacked."
    assert "unpacks to far more" in refused(gzip.compress(b"0" * 80_000_000), "bomb.csv.gz")
    assert "unpacks to far more" in refused(zipped(*((f"{n}.csv", b"a") for n in range(61))), "many.zip")
    nested = zipped(("inner.gz", gzip.compress(b"0" * 80_000_000)))
    assert "unpacks to far more" in refused(nested, "nested.zip")


@pytest.mark.parametrize("name", ["../board.csv", "/etc/board.csv", "a/board.csv", "..\\board.csv", "C:board.csv"])
def test_a_name_with_a_path_in_a_zip_is_refused(name: str) -> None:
    said = refused(zipped((name, b"title\nx\n")), "paths.zip")
    assert said.startswith("paths.zip: ")
    assert "Zip the files alone, without folders." in said


def test_a_name_that_stands_twice_is_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = zipped(("board.csv", b"title\nx\n"), ("board.csv", b"title\ny\n"))
    assert refused(twice, "twice.zip") == "board.csv: this file is there twice. Leave one of them out."


def test_a_broken_zip_and_a_broken_gzip_say_so() -> None:
    whole = zipped(("board.csv", b"title\nx\n" * 100))
    assert "cannot be unpacked" in refused(whole[: len(whole) // 2], "half.zip")
    packed = gzip.compress(b"title\nx\n" * 100)
    assert refused(packed[:-20], "half.csv.gz") == "half.csv.gz is broken: its end is missing. Fetch it again."
    assert "cannot be unpacked" in refused(packed[:-8] + b"\xff" * 8, "bent.csv.gz")


CSV_SLIPS = {
    "title\nParque ñu\n".encode("latin-1"): ", row 2: this is not UTF-8 text. Save the file as CSV UTF-8.",
    b"title\nx\0y\n": ", row 2: this is not text. Save the file as CSV UTF-8.",
    b'title\n"x\n': ", row 2: this row cannot be read (unexpected end of data).",
    b"title,title\nx,y\n": ", row 1: the column 'title' stands twice.",
    b"title,asks\nx\n": ", row 2: 1 columns where the header has 2.",
    b"title,colour\nx,red\n": ", row 1: the column 'colour' is not known.",
    b"": " is empty. Its first row must name the columns.",
    b"title\n": " must hold one board, in one row.",
    b"title\nx\ny\n": " must hold one board, in one row.",
    b"title\n \n": ", row 2, column title: this must not be empty.",
    b"title,layout\nx,other 3\n": (
        ", row 2, column layout: 'other 3' is not 'codesign-board 1', the layout that can be read here."
    ),
    b"title,asks\nx,all\n": ", row 2, column asks: 'all' is not one of: ideas, budget, pairs, statements.",
    b"title,takes_photos\nx,perhaps\n": ", row 2, column takes_photos: 'perhaps' is not yes or no.",
    b"title,opens_at\nx,soon\n": ", row 2, column opens_at: 'soon' is not a time as ISO 8601 has it.",
}


@pytest.mark.parametrize("content", CSV_SLIPS)
def test_a_slip_in_a_csv_file_is_named_by_file_row_and_column(content: bytes) -> None:
    assert refused(content, "board.csv") == f"board.csv{CSV_SLIPS[content]}"


def test_utf_16_as_spreadsheets_save_it_is_read(app: Flask) -> None:
    assert bring("title\nMünchen\n".encode("utf-16"), "board.csv").title == "München"


ONE: Board = {"idea": "1"}
SLIPS = {
    b'{"board": ': " is not a JSON document (line 1).",
    b'{"a":' * 90_000: " is not a JSON document.",
    b'{"boards": {}}': ": 'boards' is not a part of our layout.",
    b'{"board": {"title": "x"}, "ideas": {}}': ": 'ideas' must be a list of objects.",
    board(ideas=[{"idea": ["x"]}]): ", ideas, row 1, column idea: this is not text.",
    board(ideas=[{**ONE, "supports": "many"}]): ", ideas, row 1, column supports: 'many' is not a whole number.",
    board(ideas=[{**ONE, "extra": "{"}]): ", ideas, row 1, column extra: this is not JSON.",
    board(ideas=[{**ONE, "extra": {"a": "\0"}}]): ", ideas, row 1, column extra: this is not an object of JSON that",
    board(ideas=[{**ONE, "latitude": "91.0", "longitude": "1.0"}]): (
        ", ideas, row 1, column latitude: this is no place on Earth."
    ),
    board(ideas=[{**ONE, "words": "\ud800"}]): ", ideas, row 1, column words: the text has a character that cannot",
    board(ideas=[ONE, ONE]): ", ideas, row 2, column idea: 1 stands twice, first in row 1.",
}


@pytest.mark.parametrize("content", SLIPS, ids=[said[-30:] for said in SLIPS.values()])
def test_a_slip_in_a_document_is_named(content: bytes) -> None:
    assert refused(content).startswith(f"board.json{SLIPS[content]}")


def test_a_zone_that_nobody_knows_is_refused_and_nothing_comes_in(app: Flask) -> None:
    with pytest.raises(InputError, match="zone 'Mars/Olympus' is not known"):
        bring(board(head={"zone": "Mars/Olympus"}))
    assert db.session.scalar(select(func.count()).select_from(Idea)) == 0


def a_reply(code: str, parent: str = "", idea: str = "I-0001") -> dict[str, str]:
    return {"reply": code, "idea": idea, "parent": parent, "words": f"Reply {code}"}


@pytest.mark.parametrize(
    ("replies", "said"),
    [
        ([a_reply("a", "b"), a_reply("b", "a")], "a leads back to itself: one of its parents answers it."),
        ([a_reply("a", "a")], "a leads back to itself: one of its parents answers it."),
        ([a_reply("c", "a"), a_reply("a", "b"), a_reply("b", "a")], "leads back to itself"),
        ([a_reply("a", "z")], "board.json, replies, row 1, column parent: z is not among the replies."),
        ([a_reply("a", idea="I-9")], "board.json, replies, row 1, column idea: I-9 is not among the ideas."),
        ([a_reply("a"), a_reply("a")], "column reply: a stands twice, first in row 1."),
        ([a_reply("a"), a_reply("b", "a", "I-0002")], "column parent: a is a reply to another idea."),
    ],
)  # fmt: skip
def test_replies_that_lead_nowhere_or_in_a_circle_are_refused(replies: list[dict[str, str]], said: str) -> None:
    ideas = [{"idea": "I-0001", "title": "One"}, {"idea": "I-0002", "title": "Two"}]
    assert said in refused(board(ideas=ideas, replies=replies))


def test_an_idea_never_comes_from_itself() -> None:
    ideas = [{"idea": f"I-000{n}", "title": "Idea"} for n in range(4)]
    ways = [("I-0000", "I-0001"), ("I-0001", "I-0002"), ("I-0002", "I-0000"), ("I-0003", "I-0000")]
    lineage = [{"from": a, "into": b, "kind": "merge"} for a, b in ways]
    assert "I-0000 would come from itself: its ideas lead back to it." in refused(board(ideas=ideas, lineage=lineage))


def test_the_same_support_vote_or_pair_twice_is_refused() -> None:
    support = {"person": "p", "idea": "I-0001"}
    assert "the same person and idea stand in row 1 already" in refused(board(supports=[support, support]))
    assert "X is not among the ideas" in refused(board(votes=[{"person": "p", "idea": "X", "vote": "agree"}]))
    pair = {"person": "p", "first": "I-0001", "second": "I-0001"}
    assert "one of two different ideas" in refused(board(pairs=[pair]))


def test_a_title_of_10_000_letters_is_kept_whole_in_the_words(app: Flask) -> None:
    title = "Bench " * 1_666
    bring(board(ideas=[{"idea": "I-0001", "title": title, "words": "Why not"}]))
    idea = db.session.scalars(select(Idea)).one()
    assert (len(idea.title), idea.title[-1]) == (160, "…")
    assert idea.contribution.text == f"{title.strip()}\n\nWhy not"
    long = board(ideas=[{"idea": "I-0001", "title": "x", "words": "y" * 20_001}])
    assert refused(long).endswith("column words: 20,001 characters, where 20,000 are the most.")


def test_an_idea_of_white_space_and_invisible_marks_is_kept_hidden_as_one_without_words(app: Flask) -> None:
    found = look_at([("b.json", board(ideas=[{"idea": "I-0001", "title": " \u200b ", "words": "\u2060\n"}]))])
    assert (found.no_words, found.ideas) == (1, {Standing.HIDDEN: 1})
    bring(board(ideas=[{"idea": "I-0001", "title": " \u200b ", "words": "\u2060\n"}]))
    words = db.session.scalars(select(Contribution)).one()
    assert (words.standing, words.moderation_reason, words.moderation_code) == ("hidden", "other", "no_words")


def test_formula_cells_are_words_like_others(app: Flask) -> None:
    ideas = sheet({"idea": "I-0001", "title": "=HYPERLINK(1)", "words": "'+1"})
    bring(zipped(("board.csv", b"title\nx\n"), ("ideas.csv", ideas)), "board.zip")
    idea = db.session.scalars(select(Idea)).one()
    assert (idea.title, idea.contribution.text) == ("=HYPERLINK(1)", "+1"), "our own guard is taken off"


def test_a_refusal_in_the_middle_leaves_nothing_behind(app: Flask) -> None:
    from codesign.extensions import transaction

    project = make_project()
    project_id = project.id
    db.session.commit()
    bad = board(policies=[{"policy": 1, "words": "", "reasons": [{"code": "x"}]}])
    with pytest.raises(InputError, match="each reason needs code"), transaction():
        bring_board(project_id, [("b.json", bad)], by="system", at=NOW)
    for table in (IdeaBoard, Idea, Participant):
        assert db.session.scalar(select(func.count()).select_from(table)) == 0


# Other layouts, by a map

MAP: Board = {
    "title": "Brought in",
    "ideas": {"file": "ideas.csv", "id": "id", "title": "name", "at": {"columns": ["day"], "format": "%d/%m/%Y"}},
    "replies": {
        "file": "replies.csv", "id": "id", "idea": "idea", "parent": {"column": "above", "none": ["0"]}, "words": ["text"],
        "at": {"columns": ["day"], "format": "%d/%m/%Y"},
    },
}  # fmt: skip
IDEAS = sheet({"id": "1", "name": "Bench", "day": "02/11/2026"}, {"id": "2", "name": "Light", "day": "03/11/2026"})
REPLIES = sheet({"id": "1", "idea": "1", "above": "0", "text": "Yes", "day": "04/11/2026"})


def by_map(plan: Board, ideas: bytes = IDEAS, replies: bytes = REPLIES) -> str:
    with pytest.raises(InputError) as refusal:
        look_at([("ideas.csv", ideas), ("replies.csv", replies)], map_file=("m.json", json.dumps(plan).encode()))
    return str(refusal.value)


def test_files_with_a_map_come_in_from_one_zip_too(app: Flask) -> None:
    whole = zipped(("ideas.csv", IDEAS), ("replies.csv", REPLIES), ("map.json", json.dumps(MAP).encode()))
    found = look_at([("all.zip", whole)])
    assert (sum(found.ideas.values()), sum(found.replies.values()), found.people) == (2, 1, 3)
    assert [file.name for file in opened([("all.zip", whole)])] == ["ideas.csv", "map.json", "replies.csv"]
    assert bring(whole, "all.zip").title == "Brought in"
    assert db.session.scalars(select(Idea.ref).order_by(Idea.ref)).all() == ["I-0001", "I-0002"]


def test_a_slip_in_a_map_is_named() -> None:
    assert by_map({**MAP, "colour": 1}).startswith("m.json: the key 'colour' is not known.")
    assert by_map({**MAP, "title": ""}) == "m.json: title must be text and not empty."
    ideas = MAP["ideas"]
    assert "the file other.csv is not among those given" in by_map({**MAP, "ideas": {**ideas, "file": "other.csv"}})
    assert "the column 'head' is missing; the map names it" in by_map({**MAP, "ideas": {**ideas, "title": "head"}})
    wrong = {**ideas, "standing": {"column": "name", "values": {"x": "gone"}}}
    assert "values 'gone' is not one of: published, waiting" in by_map({**MAP, "ideas": wrong})
    with pytest.raises(InputError, match=r"m\.json is not a JSON document"):
        look_at([("ideas.csv", IDEAS)], map_file=("m.json", b"title: x"))
    with pytest.raises(InputError, match=r"There is no board\.csv among ideas\.csv, and no map"):
        look_at([("ideas.csv", IDEAS)])


def test_a_wrong_cell_in_a_mapped_file_is_named() -> None:
    bad_day = sheet({"id": "1", "name": "Bench", "day": "2026-11-02"})
    assert by_map(MAP, bad_day) == "ideas.csv, row 2, column day: '2026-11-02' is not a time in the form %d/%m/%Y."
    no_id = sheet({"id": " ", "name": "Bench", "day": "02/11/2026"})
    assert by_map(MAP, no_id) == "ideas.csv, row 2, column id: there is no id that can be used."
    twice = sheet(*({"id": "1", "name": "Bench", "day": "02/11/2026"} for _ in range(2)))
    assert by_map(MAP, twice) == "ideas.csv, row 3, column id: 1 stands twice."
    strange = sheet({"id": "1", "idea": "7", "above": "0", "text": "Yes", "day": "04/11/2026"})
    assert by_map(MAP, IDEAS, strange) == "replies.csv, row 2, column idea: 7 is not among the ideas."
    circle = sheet(
        {"id": "1", "idea": "1", "above": "2", "text": "Yes", "day": "04/11/2026"},
        {"id": "2", "idea": "1", "above": "1", "text": "No", "day": "04/11/2026"},
    )
    assert "leads back to itself" in by_map(MAP, IDEAS, circle)
