"""Words of residents are inert in every format: read back equal, or cut with a printed mark (trust.md E1, E2, E4)."""

import csv
import io
import json
import re
import socket
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from docx import Document

from codesign.core import pack as p
from codesign.core.terms import Edition
from codesign.renderers import RENDERERS, build
from codesign.renderers.blocks import inert
from codesign.renderers.csv_zip import FORMULA_STARTS
from codesign.renderers.spreadsheet import MOST_IN_A_CELL, fitted
from codesign.renderers.typesetter import covered, marked
from tests.renderers import hostile
from tests.renderers.make import contribution, idea, make_seal, make_snapshot, quote
from tests.renderers.reading import web_page, workbook


def pack_saying(texts: list[str]) -> p.EvidencePack:
    """A pack with each text as an idea, and the first of them everywhere else that a person's words can stand."""
    snapshot = make_snapshot()
    ideas = tuple(idea(f"I-{n:04}", "", text, n) for n, text in enumerate(texts))
    few = texts[:60]
    quotes = tuple(quote(f"K-{n:04}", text, text[:40], language=text[:9]) for n, text in enumerate(few))
    theme = replace(snapshot.themes[0], title=few[0], definition=few[1], quotes=quotes)
    clause = replace(snapshot.requirements[0], title=few[2], statement=few[3], quotes=quotes[:3], reply=few[4])
    question = replace(
        snapshot.questions[0], text=few[5], results=tuple(p.Result(label=text, n=1, base=40) for text in few)
    )
    return p.edition_of(
        replace(
            snapshot,
            project=replace(snapshot.project, name=few[0], promise=few[1], why_now=few[6]),
            boards=(p.Board(ref="B1", title=few[7], ideas=ideas, prompts=tuple(few)),),
            themes=(theme,),
            requirements=(clause,),
            questions=(question,),
            contributions=tuple(contribution(f"K-{n:04}", text) for n, text in enumerate(texts)),
            limits=tuple(p.Limit(text=text) for text in few),
        ),
        Edition.PUBLIC,
    )


@pytest.fixture(params=["own", "corpus"])
def texts(request: pytest.FixtureRequest) -> list[str]:
    if request.param == "own":
        return hostile.own()
    folder: Path = request.getfixturevalue("data_folder")
    return hostile.corpus(folder)


def test_json_keeps_the_exact_text(texts: list[str]) -> None:
    plain = json.loads(RENDERERS["json"].press(pack_saying(texts), make_seal()))
    found = [one["text"] for one in plain["boards"][0]["ideas"]]
    assert found == [re.sub("[\ud800-\udfff]", "\ufffd", text) for text in texts]


def test_csv_text_cannot_be_taken_for_a_formula(texts: list[str]) -> None:
    content = RENDERERS["csv"].press(pack_saying(texts), make_seal())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.endswith(".csv"):
                rows = list(csv.DictReader(io.StringIO(archive.read(name).decode(), newline="")))
                numbers = {"difference", "n", "base", "percent", "index"}
                for row in rows:
                    starts = {value[:1] for column, value in row.items() if column not in numbers and value}
                    assert not starts & FORMULA_STARTS, name
        ideas = list(csv.DictReader(io.StringIO(archive.read("ideas.csv").decode(), newline="")))
    for text, row in zip(texts, ideas, strict=True):
        expected = inert(text)
        assert row["text"] == ("'" + expected if expected and expected[0] in FORMULA_STARTS else expected)


def test_spreadsheet_cells_are_strings_and_equal_or_cut_with_a_mark(texts: list[str]) -> None:
    content = RENDERERS["xlsx"].press(pack_saying(texts), make_seal())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert not [name for name in archive.namelist() if b"<f>" in archive.read(name)]
    book = workbook(content)
    formulas = [cell.coordinate for page in book for row in page.iter_rows() for cell in row if cell.data_type == "f"]
    assert formulas == []
    rows = list(book["ideas"].iter_rows(min_row=2))
    column = [cell.value for cell in book["ideas"][1]].index("text")
    for text, row in zip(texts, rows, strict=True):
        assert (row[column].value or "").replace("_x005F_", "_") == fitted(text)  # Excel reads _x005F_ as an underscore
        assert len(fitted(text)) <= MOST_IN_A_CELL


def test_a_cell_that_is_too_long_says_how_much_is_missing() -> None:
    shown = fitted(hostile.LONG)
    assert len(hostile.LONG) > 40_000
    assert len(shown) <= MOST_IN_A_CELL
    assert shown.endswith("more characters; the whole text is in pack.json]")
    assert len(fitted("😀" * 20_000).encode("utf-16-le")) // 2 <= MOST_IN_A_CELL


def test_word_keeps_the_text(texts: list[str]) -> None:
    document = Document(io.BytesIO(RENDERERS["docx"].press(pack_saying(texts), make_seal())))
    grid = next(one for one in document.tables if one.rows[0].cells[0].text == "Idea")
    found = [row.cells[1].text for row in list(grid.rows)[1:]]
    assert found == [inert(text) for text in texts]


def test_the_web_page_shows_the_text_and_runs_none_of_it(texts: list[str]) -> None:
    page = web_page(RENDERERS["html"].press(pack_saying(texts), make_seal()))
    assert not list(page.iter("script"))
    assert not [one for one in page.iter() if any(name.startswith("on") for name in one.attrib)]
    rows = {row[0].get("id"): row[1] for row in page.iter("tr") if row[0].get("id")}
    for number, text in enumerate(texts):
        # html5lib reads non-characters as they are; only how much white space there is may differ.
        assert "".join("".join(rows[f"I-{number:04}"].itertext()).split()) == "".join(inert(text).split())


def test_the_pdf_is_set_and_holds_no_action(texts: list[str]) -> None:
    with pikepdf.open(io.BytesIO(RENDERERS["pdf"].press(pack_saying(texts), make_seal()))) as document:
        assert "/StructTreeRoot" in document.Root
        for one in document.objects:
            if isinstance(one, pikepdf.Dictionary):
                assert one.get("/S") not in ("/JavaScript", "/Launch", "/URI", "/SubmitForm", "/ImportData")
                assert "/EF" not in one


def test_letters_without_a_glyph_are_named_and_long_runs_counted() -> None:
    glyphs = set(map(ord, "abc "))
    assert marked("abc", glyphs, "[%(n)s]") == "abc"
    assert marked("a 😀 b", glyphs, "[%(n)s]") == "a [grinning face] b"
    assert marked("a漢字漢字b", glyphs, "[%(n)s]") == "a[4]b"


def test_a_broken_font_covers_nothing(tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(b"\0\1\0\0\0\x09")
    assert covered(broken) == set()


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """An address on this machine, and who called it."""
    calls: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        stop = threading.Event()

        def listen() -> None:
            while not stop.is_set():
                try:
                    calls.append(str(server.accept()[1]))
                except TimeoutError:
                    continue

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", calls
        stop.set()
        thread.join()


def test_no_format_fetches_what_a_text_names(listener: tuple[str, list[str]]) -> None:
    address, calls = listener
    texts = [
        f'<img src="{address}/a.png">',
        f'<link rel="attachment" href="{address}/b">',
        f'#image("{address}/c.png")',
        f"![x]({address}/d.png)",
        f'=WEBSERVICE("{address}/e")',
        address,
        f'#read("{address}")',
        f"<object data='{address}/f'>",
    ]
    files = build(pack_saying(texts), make_seal())
    assert len(files) == 8
    assert calls == []
