"""Counts are equal in every format: pack = JSON = CSV = XLSX = DOCX tables = web page = PDF text (trust.md E3)."""

import csv
import io
import json
import re
import zipfile

import pytest
from docx import Document

from codesign.core.terms import Edition
from codesign.renderers import RENDERERS
from tests.renderers.make import make_pack, make_seal
from tests.renderers.reading import pdf_text, web_page, workbook

EDITIONS = [pytest.param(edition, id=edition.value) for edition in Edition]


def _press(name: str, edition: Edition) -> bytes:
    return RENDERERS[name].press(make_pack(edition), make_seal())


def _csv_rows(edition: Edition, name: str) -> list[dict[str, str]]:
    with zipfile.ZipFile(io.BytesIO(_press("csv", edition))) as archive:
        return list(csv.DictReader(io.StringIO(archive.read(name).decode())))


@pytest.mark.parametrize("edition", EDITIONS)
def test_machine_formats_have_the_same_rows_and_counts(edition: Edition) -> None:
    plain = json.loads(_press("json", edition))
    book = workbook(_press("xlsx", edition))
    lengths = {
        "themes": len(plain["themes"]),
        "ideas": sum(len(board["ideas"]) for board in plain["boards"]),
        "requirements": len(plain["requirements"]),
        "trace": len(plain["trace"]),
        "decisions": len(plain["decisions"]),
        "checks": len(plain["checks"]),
        "contributions": len(plain["contributions"]),
        "codings": len(plain["codings"]),
    }
    for name, length in lengths.items():
        assert len(_csv_rows(edition, f"{name}.csv")) == length, name
        assert book[name].max_row - 1 == length, name
    answers = [(q["ref"], r["label"], r["n"], r["base"]) for q in plain["questions"] for r in q["results"]]
    rows = [row for row in _csv_rows(edition, "counts.csv") if row["kind"] == "answer"]
    assert [(row["ref"], row["label"], int(row["n"]), int(row["base"])) for row in rows] == answers
    sheet = [row for row in book["counts"].iter_rows(min_row=2, values_only=True) if row[0] == "answer"]
    assert [row[1:5] for row in sheet] == answers
    supports = [idea["support"] for board in plain["boards"] for idea in board["ideas"]]
    assert [int(row["support"]) for row in _csv_rows(edition, "ideas.csv")] == supports


@pytest.mark.parametrize("edition", EDITIONS)
def test_paper_formats_print_the_same_tables(edition: Edition) -> None:
    document = Document(io.BytesIO(_press("docx", edition)))
    grids = [one for one in document.tables if one._tbl.xpath("./w:tblPr/w:tblCaption")]
    in_word = [[[_flat(cell.text) for cell in row.cells] for row in grid.rows] for grid in grids]
    page = web_page(_press("html", edition))
    on_page = [
        [[_flat("".join(cell.itertext())) for cell in row if cell.tag in ("th", "td")] for row in grid.iter("tr")]
        for grid in page.iter("table")
    ]
    assert in_word == on_page
    assert ["Support", "231 (57%)", "406"] in [row for grid in on_page for row in grid]


def test_the_pdf_prints_the_same_counts() -> None:
    text = pdf_text(_press("pdf", Edition.PUBLIC))
    for question in make_pack(Edition.PUBLIC).questions:
        for result in question.results:
            share = f"{result.n}" if result.percent is None else rf"{result.n} \({result.percent}%\)"
            assert re.search(rf"{re.escape(result.label)}\s+{share}\s+{result.base}", text), result.label
    assert re.search(r"141 \(38%\) of 372 who gave words", text)


def test_no_percentage_is_printed_without_a_base() -> None:
    page = web_page(_press("html", Edition.COMMISSIONER))
    for grid in page.iter("table"):
        text = "".join(grid.itertext())
        if re.search(r"\d \(\d+%\)", text):
            assert re.search(r"Base|beside", text), text


def _flat(text: str) -> str:
    return " ".join(text.split())
