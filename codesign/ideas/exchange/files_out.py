"""A board written into one file, piece by piece: a zip of CSV files, or one JSON document."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO, Final

from codesign.core.words import Sentence
from codesign.ideas.exchange.layout import LAYOUT, Column, Copy, Kind, Table, guarded, schema, tables_of
from codesign.ideas.exchange.rows_base import Line
from codesign.ideas.exchange.rows_out import BoardRows

IN_MEMORY: Final = 4 * 1024 * 1024
"""Bytes of a file that are kept in memory; what is more goes to the disk."""

_BOM: Final = "\ufeff"
_GUARDED_KINDS: Final = (Kind.LINE, Kind.WORDS)


def a_file() -> IO[bytes]:
    """Where a file grows until it is sent."""
    return SpooledTemporaryFile(max_size=IN_MEMORY)


def csv_zip(board: BoardRows, out: IO[bytes], at: datetime) -> None:
    """Write a zip: a CSV file for each table, README.txt and dictionary.csv."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        for table, columns in tables_of(board.copy):
            write_csv(archive, f"{table.name}.csv", columns, board.lines(table.name), at)
        _write(archive, "dictionary.csv", _dictionary(board), at)
        _write(archive, "README.txt", iter([_readme(board)]), at)


def write_csv(
    archive: zipfile.ZipFile, name: str, columns: tuple[Column, ...], lines: Iterable[Line], at: datetime
) -> None:
    """Put one CSV file into an archive, row by row."""
    _write(archive, name, _csv_pieces(columns, lines), at)


def json_document(board: BoardRows, out: IO[bytes]) -> None:
    """Write one JSON document: an object for the board, a list of objects for each other table."""
    lead = "{"
    for table, columns in tables_of(board.copy):
        out.write(f"{lead}\n{json.dumps(table.name)}: ".encode())
        lead = ","
        for piece in _json_pieces(table, columns, board.lines(table.name)):
            out.write(piece.encode())
    out.write(b"\n}\n")


def schema_text(copy: Copy) -> bytes:
    """The JSON Schema of an edition."""
    return json.dumps(schema(copy), ensure_ascii=False, indent=1).encode()


def _write(archive: zipfile.ZipFile, name: str, pieces: Iterator[str], at: datetime) -> None:
    entry = zipfile.ZipInfo(name, at.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    with archive.open(entry, "w") as member:
        for piece in pieces:
            member.write(piece.encode())


def _csv_pieces(columns: tuple[Column, ...], lines: Iterable[Line]) -> Iterator[str]:
    text = io.StringIO(newline="")
    text.write(_BOM)
    # Not defusedcsv: our own guard can be taken off again when the file comes back.
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.name for column in columns])
    guard = [place for place, column in enumerate(columns) if column.kind in _GUARDED_KINDS]
    values = [place for place, column in enumerate(columns) if column.kind is Kind.VALUES]
    answers = [place for place, column in enumerate(columns) if column.kind is Kind.YES_NO]
    for line in lines:
        cells = list(line)
        for place in guard:
            cells[place] = guarded(cells[place])
        for place in values:
            cells[place] = json.dumps(cells[place], ensure_ascii=False) if cells[place] else ""
        for place in answers:
            cells[place] = "yes" if cells[place] else "no"
        writer.writerow(cells)
        if text.tell() > 64 * 1024:
            yield text.getvalue()
            text.seek(0)
            text.truncate()
    yield text.getvalue()


def _json_pieces(table: Table, columns: tuple[Column, ...], lines: Iterable[Line]) -> Iterator[str]:
    names = [column.name for column in columns]
    encode = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
    if table.name == "board":
        yield encode(dict(zip(names, next(iter(lines)), strict=True)))
        return
    lead = "["
    pieces: list[str] = []
    for line in lines:
        pieces.append(f"{lead}\n{encode(dict(zip(names, line, strict=True)))}")
        lead = ","
        if len(pieces) == 200:
            yield "".join(pieces)
            pieces = []
    yield "".join(pieces) + ("[]" if lead == "[" else "\n]")


def _dictionary(board: BoardRows) -> Iterator[str]:
    text = io.StringIO(newline="")
    text.write(_BOM)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["file", "column", "holds", "terms", "means"])
    for table, columns in tables_of(board.copy):
        for column in columns:
            terms = " ".join(word.value for word in column.terms) if column.terms else ""
            writer.writerow([f"{table.name}.csv", column.name, column.kind.value, terms, column.means])
    yield text.getvalue()


def _readme(board: BoardRows) -> str:
    lines = [
        f"{LAYOUT}, {board.copy.value} edition",
        *(str(line) for line in ABOUT[board.copy.value]),
        "CSV in UTF-8, times in UTC as ISO 8601. Cells that a spreadsheet could take for a formula begin with '.",
        "People have names drawn for this file: the same in all its tables, another one in the next file.",
        "",
        *(f"{table.name}.csv: {table.means}" for table, _columns in tables_of(board.copy)),
        "dictionary.csv: What each column holds.",
    ]
    return "".join(f"{line}\r\n" for line in lines)


ABOUT: Final[dict[str, tuple[Sentence, ...]]] = {
    "public": (
        Sentence("Ideas and replies that are published and may be quoted in public. Totals only, and days, not times."),
    ),
    "commissioner": (
        Sentence("Every idea and reply with its standing. Words only as their authors and moderators allow."),
        Sentence("Supports and votes by day, one row each."),
    ),
    "whole": (
        Sentence("All that another installation needs, hidden words too. Keep it as carefully as the board itself."),
        Sentence("Words of safeguarding cases, addresses and photos are never in it."),
    ),
}
"""What each edition holds, in a line or two."""
