"""Translations as a spreadsheet: out for a translator, and back in, all or nothing. Pure."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import openpyxl
import xlsxwriter

from codesign.core.errors import InputError
from codesign.core.text import UnreadableText, normalise
from codesign.core.words import N_, Sentence

COLUMNS = ("key", "what", "source", "translation")
NEEDED = ("key", "translation")
LARGEST = 5 * 1024 * 1024
MOST_ROWS = 20_000
MOST_SHOWN = 20
"""Problems told at once: more than that is another file."""

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_UNPACKED = 60 * 1024 * 1024
_FORMULA_STARTS = frozenset("=+-@|%\t＝＋－＠")


@dataclass(frozen=True, slots=True)
class Row:
    """One text with its translation; `number` is its row in the file, where the header is row 1."""

    number: int
    key: str
    source: str
    translation: str
    what: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in the file: the row (0 for the whole file), the column, and what to do."""

    row: int
    column: str
    sentence: Sentence


class BadSheet(InputError):
    """The file was not taken, none of it; `faults` says what to change, the first twenty."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(f"row {fault.row}, {fault.column}: {fault.sentence}" for fault in faults))
        self.faults = tuple(faults[:MOST_SHOWN])
        self.count = len(faults)


def as_csv(rows: Iterable[Row]) -> bytes:
    """UTF-8 with its mark, so that Excel reads it; what could be a formula has an apostrophe before it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([_guarded(words) for words in (row.key, row.what, row.source, row.translation)])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def as_xlsx(rows: Iterable[Row], *, right_to_left: bool = False) -> bytes:
    """One sheet of text; the column to fill in is not locked and reads in its own direction."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    )
    page = book.add_worksheet("translations")
    head = book.add_format({"bold": True, "valign": "top"})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    own_way = book.add_format({"text_wrap": True, "valign": "top", "reading_order": 2 if right_to_left else 1})
    for place, (name, width) in enumerate(zip(COLUMNS, (22, 22, 60, 60), strict=True)):
        page.set_column(place, place, width)
        page.write_string(0, place, name, head)
    for line, row in enumerate(rows, 1):
        for place, words in enumerate((row.key, row.what, row.source, row.translation)):
            page.write_string(line, place, words[:32_767], own_way if place == 3 else plain)
    page.freeze_panes(1, 1)
    book.close()
    return out.getvalue()


def read(content: bytes) -> tuple[Row, ...]:
    """The rows of a CSV or XLSX file with the columns key and translation. Raises `BadSheet`."""
    if len(content) > LARGEST:
        raise BadSheet([Fault(0, "", Sentence(N_("The file is over 5 MB. Upload a smaller one.")))])
    lines = list(_xlsx_lines(content) if content.startswith(b"PK") else _csv_lines(content))
    if not lines:
        raise BadSheet([Fault(0, "", Sentence(N_("The file is empty. Download a new one and fill it in.")))])
    header = [name.strip().casefold() for name in lines[0]]
    missing = [name for name in NEEDED if name not in header]
    if missing:
        sentence = N_(
            "The first row must name the columns “key” and “translation”. Download a new file and fill it in."
        )
        raise BadSheet([Fault(1, name, Sentence(sentence)) for name in missing])
    if len(lines) > MOST_ROWS:
        raise BadSheet([Fault(0, "", Sentence(N_("The file has more rows than there are texts. Download a new one.")))])
    places = {name: header.index(name) for name in COLUMNS if name in header}
    return tuple(_rows(lines[1:], places))


def _rows(lines: Iterable[Sequence[str]], places: Mapping[str, int]) -> Iterator[Row]:
    faults = []
    found = []
    for number, line in enumerate(lines, 2):
        cells = {name: line[place] if place < len(line) else "" for name, place in places.items()}
        if not any(cells.values()):
            continue
        clean = {}
        for name, words in cells.items():
            try:
                clean[name] = normalise(_unguarded(words))
            except UnreadableText as error:
                faults.append(Fault(number, name, Sentence(str(error))))
        if len(clean) == len(cells):
            found.append(Row(number, clean["key"], clean.get("source", ""), clean["translation"]))
    if faults:
        raise BadSheet(faults)
    yield from found


def _csv_lines(content: bytes) -> Iterator[list[str]]:
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))  # what Excel calls Unicode text
    try:
        text = content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        sentence = N_("The letters of this file cannot be read. Save it as “CSV UTF-8” or as XLSX, then upload it.")
        raise BadSheet([Fault(0, "", Sentence(sentence))]) from None
    first = text.split("\n", 1)[0]
    between = max("\t;,", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=between)
    except csv.Error:
        sentence = N_("This file cannot be read as CSV. Save it again from your spreadsheet, or upload XLSX.")
        raise BadSheet([Fault(0, "", Sentence(sentence))]) from None


def _xlsx_lines(content: bytes) -> list[list[str]]:
    unreadable = Fault(
        0, "", Sentence(N_("This file cannot be read as XLSX. Save it again from your spreadsheet, or upload CSV."))
    )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            # A small file may unpack to more than there is room for.
            if sum(part.file_size for part in packed.infolist()) > _UNPACKED:
                raise BadSheet([unreadable])
            if any(b"<!DOCTYPE" in packed.read(part)[:2000] for part in packed.infolist()):
                raise BadSheet([unreadable])  # entities that grow
        load: Any = openpyxl.load_workbook  # type: ignore[attr-defined]
        page = load(io.BytesIO(content), read_only=True, data_only=True, keep_links=False).worksheets[0]
        return [
            ["" if cell is None else str(cell) for cell in line]
            for line in page.iter_rows(max_row=MOST_ROWS + 1, max_col=12, values_only=True)
        ]
    except BadSheet:
        raise
    except Exception:  # openpyxl raises what its parts raise: KeyError, zlib.error, ParseError and more
        raise BadSheet([unreadable]) from None


def _guarded(words: str) -> str:
    return f"'{words}" if words[:1] in _FORMULA_STARTS and words else words


def _unguarded(words: str) -> str:
    return words[1:] if words[:1] == "'" and words[1:2] in _FORMULA_STARTS and len(words) > 1 else words
