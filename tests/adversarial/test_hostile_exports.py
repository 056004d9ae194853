"""Hostile words through the whole line, rows to files: no formula, no loss without a mark, equal counts (E1, E2, E3)."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import dataclass
from typing import Any

import pikepdf
import pytest
from docx import Document
from flask import Flask
from sqlalchemy import func, select

from codesign.core.pack.edition import LISTED_IN_PUBLIC
from codesign.core.quoting import personal_details, redact
from codesign.core.terms import Consent, ContributionKind, Edition
from codesign.core.text import UnreadableText, normalise, one_line
from codesign.extensions import db
from codesign.ledger import said
from codesign.models import Contribution, Idea, IdeaBoard
from codesign.packs.commands import build_edition, edition_files, freeze_pack
from codesign.renderers.blocks import inert
from codesign.renderers.csv_zip import FORMULA_STARTS
from codesign.renderers.spreadsheet import fitted
from tests import make
from tests.adversarial.filled import Filled, fill
from tests.adversarial.hostile import naughty
from tests.renderers.reading import web_page, workbook

NUMBERS = {"n", "base", "percent", "difference", "index", "population_percent", "exact", "wilson_low"}


@dataclass(slots=True)
class Exported:
    """A public edition read back, and the words that went in, by reference of the idea."""

    filled: Filled
    words: dict[str, str]
    titles: dict[str, str]
    files: dict[str, bytes]

    def table(self, name: str) -> list[dict[str, str]]:
        with zipfile.ZipFile(io.BytesIO(self.files["pack-csv.zip"])) as archive:
            return list(csv.DictReader(io.StringIO(archive.read(f"{name}.csv").decode(), newline="")))

    @property
    def plain(self) -> Any:
        return json.loads(self.files["pack.json"])


def what_can_be_said() -> list[str]:
    """What the door lets in of everything hostile, as it is kept."""
    kept = []
    for words in naughty():
        try:
            clean = normalise(words[:40_000])
        except UnreadableText:
            continue
        kept += [clean] if clean else []
    return list(dict.fromkeys(kept))


def export(app: Flask) -> Exported:
    filled = fill(app, pack=False)
    board: IdeaBoard = make.make_board(filled.project, title="=1+1 <b>board</b>")
    sent = make.make_submission(board)
    words, titles = {}, {}
    for number, text in enumerate(what_can_be_said()):
        contribution = said(sent, ContributionKind.IDEA, text, at=make.NOW, consent=Consent.PUBLIC, with_event=False)
        ref = f"I-{number + 50_000}"
        title = one_line(text)[:160]
        db.session.add(Idea(board_id=board.id, ref=ref, title=title, contribution=contribution, created_at=make.NOW))
        words[ref], titles[ref] = public(contribution.text), public(title)
    make.commit()
    freeze_pack(filled.project.id, by_person_id=None, at=make.NOW)
    make.commit()
    build_edition(filled.project.id, Edition.PUBLIC, at=make.NOW)
    return Exported(filled, words, titles, dict(edition_files(filled.project.id, Edition.PUBLIC)))


def public(words: str) -> str:
    """As the public may read it: what looks like a number or an address of a person is cut with a mark."""
    return redact(words, personal_details(words))


@pytest.mark.slow
def test_hostile_words_come_out_of_every_format_as_words(app: Flask) -> None:
    made = export(app)
    assert len(made.words) > 200
    the_record_is_exact(made)
    no_cell_is_a_formula(made)
    paper_prints_them(made)
    counts_are_equal(made)


def the_record_is_exact(made: Exported) -> None:
    ideas = {idea["ref"]: idea for board in made.plain["boards"] for idea in board["ideas"]}
    for ref, words in made.words.items():
        assert ideas[ref]["text"] == words, ref
        assert ideas[ref]["title"] in ({None, ""} if made.titles[ref] == words else {made.titles[ref]}), ref


def no_cell_is_a_formula(made: Exported) -> None:
    book = workbook(made.files["pack.xlsx"])
    assert not [cell.coordinate for page in book for row in page.iter_rows() for cell in row if cell.data_type == "f"]
    with zipfile.ZipFile(io.BytesIO(made.files["pack.xlsx"])) as archive:
        names = archive.namelist()
        assert not [name for name in names if b"<f>" in archive.read(name) or b"<f " in archive.read(name)]
        assert not [
            name for name in names if any(part in name for part in ("comments", "pivot", "externalLink", "vba"))
        ]
    head = [cell.value for cell in book["ideas"][1]]
    cells = {
        row[head.index("ref")]: row[head.index("text")] for row in book["ideas"].iter_rows(min_row=2, values_only=True)
    }
    rows = {row["ref"]: row["text"] for row in made.table("ideas")}
    for ref, words in made.words.items():
        assert (cells[ref] or "").replace("_x005F_", "_") == fitted(words), ref
        clean = inert(words)
        assert rows[ref] == (f"'{clean}" if clean[:1] in FORMULA_STARTS else clean), ref
    with zipfile.ZipFile(io.BytesIO(made.files["pack-csv.zip"])) as archive:
        for name in archive.namelist():
            if name.endswith(".csv"):
                for row in csv.DictReader(io.StringIO(archive.read(name).decode(), newline="")):
                    starts = {value[0] for column, value in row.items() if column not in NUMBERS and value}
                    assert not starts & FORMULA_STARTS, (name, row)


def paper_prints_them(made: Exported) -> None:
    page = web_page(made.files["pack.html"])
    assert not list(page.iter("script"))
    assert not [one for one in page.iter() if any(name.startswith("on") for name in one.attrib)]
    on_page = folded("".join(page.itertext()))
    document = Document(io.BytesIO(made.files["pack.docx"]))
    in_word = folded("".join(cell.text for table in document.tables for row in table.rows for cell in row.cells))
    for ref, words in made.words.items():
        assert folded(inert(words)) in on_page, ref
        assert folded(inert(words)) in in_word, ref
    with pikepdf.open(io.BytesIO(made.files["pack.pdf"])) as pdf:
        for one in pdf.objects:
            if isinstance(one, pikepdf.Dictionary):
                assert one.get("/S") not in ("/JavaScript", "/Launch", "/URI", "/SubmitForm", "/ImportData")
                assert "/EF" not in one


def folded(words: str) -> str:
    return "".join(words.split())


def counts_are_equal(made: Exported) -> None:
    project, book = made.filled.project.id, workbook(made.files["pack.xlsx"])
    plain = made.plain
    shown = select(func.count()).select_from(Contribution).where(
        Contribution.project_id == project, Contribution.standing.in_(LISTED_IN_PUBLIC), Contribution.kind == ContributionKind.IDEA
    )  # fmt: skip
    ideas = sum(len(board["ideas"]) for board in plain["boards"])
    assert db.session.scalar(shown) == ideas == len(made.table("ideas")) == book["ideas"].max_row - 1
    for name in ("contributions", "themes", "requirements", "decisions", "trace", "codings"):
        assert len(plain[name]) == len(made.table(name)) == book[name].max_row - 1, name
    answers = [(q["ref"], r["label"], r["n"]) for q in plain["questions"] for r in q["results"]]
    rows = [(row["ref"], row["label"], int(row["n"])) for row in made.table("counts") if row["kind"] == "answer"]
    assert rows == answers
    assert sum(r["n"] for q in plain["questions"] if q["ref"] == "C1-Q1" for r in q["results"]) == 12
