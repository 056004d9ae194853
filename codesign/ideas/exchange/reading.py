"""Reading a board in our own layout: every cell checked, every slip named by file, row and column."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, Final

from codesign.core.errors import InputError
from codesign.core.terms import ModerationReason, Standing
from codesign.core.text import UnreadableText, normalise, one_line
from codesign.ideas.exchange.bulk import TITLE_LETTERS, short_title
from codesign.ideas.exchange.files_in import SourceFile, csv_rows, digest_of, text_of
from codesign.ideas.exchange.layout import BY_NAME, LAYOUT, Column, Copy, Kind, Table, unguarded

MOST_LETTERS: Final = 20_000
NO_WORDS: Final = "no_words"
"""The code of a row that holds no words at all: it is kept, hidden, and nobody is said to have judged it."""

_DECIMAL = re.compile(r"-?\d{1,3}(\.\d{1,8})?")
_YES_NO: Final = {"yes": True, "no": False, "true": True, "false": False, "1": True, "0": False, "": False}
_UNSTORABLE = re.compile("[\ud800-\udfff\x00]")


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One row with its values in the columns of the layout; `where` names file and row."""

    file: str
    number: int
    values: dict[str, Any]

    def __getitem__(self, column: str) -> Any:
        return self.values.get(column)

    @property
    def where(self) -> str:
        return f"{self.file}, row {self.number}"

    def wrong(self, column: str, what: str) -> InputError:
        return InputError(f"{self.where}, column {column}: {what}")


@dataclass(slots=True)
class FoundBoard:
    """A board as files say it: its own values and the rows of each table. `kept` names columns with no place here."""

    board: dict[str, Any]
    digest: str
    tables: dict[str, list[FoundRow]] = field(default_factory=lambda: {name: [] for name in BY_NAME if name != "board"})
    kept: tuple[str, ...] = ()
    parents_absent: int = 0
    targets_absent: int = 0

    @property
    def read(self) -> int:
        return sum(len(rows) for rows in self.tables.values())


def is_layout(files: Sequence[SourceFile]) -> bool:
    """Whether these files are in our own layout: a board.csv, or one JSON document."""
    return any(file.name == "board.csv" for file in files) or _is_json(files)


def _is_json(files: Sequence[SourceFile]) -> bool:
    return len(files) == 1 and files[0].content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{"


def read_layout(files: Sequence[SourceFile]) -> FoundBoard:
    """The board of a whole copy. Raises `InputError` for another edition and for any cell that is wrong."""
    raw = _json_tables(files[0]) if _is_json(files) else _csv_tables(files)
    whole = raw.pop("board", [])
    if len(whole) != 1:
        raise InputError(f"{_file(files, 'board')} must hold one board, in one row.")
    head = _row(BY_NAME["board"], *whole[0])
    if head["layout"] not in (None, "", LAYOUT):
        raise head.wrong("layout", f"{head['layout']!r} is not {LAYOUT!r}, the layout that can be read here.")
    if head["edition"] not in (None, "", Copy.WHOLE.value):
        raise head.wrong(
            "edition", f"this is the {head['edition']} edition, with words left out. Only a whole copy comes back in."
        )
    found = FoundBoard(head.values, digest_of(files))
    for name, lines in raw.items():
        found.tables[name] = [_row(BY_NAME[name], *line) for line in lines]
    for name in ("ideas", "replies"):
        for row in found.tables[name]:
            complete(row)
    return found


def complete(row: FoundRow, *, fill: bool = False) -> None:
    """Give an idea or a reply what it must have: a title of 160 letters, a standing, a reason where it is hidden.

    A longer title stands whole at the beginning of the words. With `fill` a title alone is the words too.
    """
    values = row.values
    if "idea" in values and "reply" not in values:
        title, text = values.get("title") or "", values["words"] or ""
        line = one_line(title)
        if len(line) > TITLE_LETTERS:
            text = f"{title}\n\n{text}" if text else title
        values["title"] = short_title(line or text)
        values["words"] = text or (values["title"] if fill else "")
    standing = values["standing"] = values["standing"] or Standing.PUBLISHED
    said = values["words"] or values.get("title")
    if not said and standing not in (Standing.WITHDRAWN, Standing.HIDDEN):
        values.update(standing=Standing.HIDDEN, reason=ModerationReason.OTHER, reason_code=NO_WORDS)
    elif standing is Standing.HIDDEN and values["reason"] is None:
        values["reason"] = ModerationReason.OTHER


def _file(files: Sequence[SourceFile], table: str) -> str:
    return files[0].name if _is_json(files) else f"{table}.csv"


Raw = tuple[str, int, Mapping[str, Any], bool]
"""File, row number, cells, and whether cells are guarded as in CSV."""


def _csv_tables(files: Sequence[SourceFile]) -> dict[str, list[Raw]]:
    found: dict[str, list[Raw]] = {}
    for file in files:
        name = file.name.removesuffix(".csv")
        if file.name in ("README.txt", "dictionary.csv", "schema.json"):
            continue
        if name not in BY_NAME or name == file.name:
            raise InputError(f"{file.name} is not a file of our layout. Its files are: {', '.join(BY_NAME)} (.csv).")
        known = {column.name for column in BY_NAME[name].columns}
        lines: list[Raw] = []
        for number, cells in csv_rows(file):
            if number == 1:
                for column in cells:
                    if column not in known:
                        raise InputError(f"{file.name}, row 1: the column {column!r} is not known.")
                continue
            lines.append((file.name, number, cells, True))
        found[name] = lines
    return found


def _json_tables(file: SourceFile) -> dict[str, list[Raw]]:
    try:
        document = json.loads(text_of(file))
    except (ValueError, RecursionError) as error:
        where = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise InputError(f"{file.name} is not a JSON document{where}.") from None
    found: dict[str, list[Raw]] = {}
    for name, part in document.items():
        if name not in BY_NAME:
            raise InputError(f"{file.name}: {name!r} is not a part of our layout. Its parts are: {', '.join(BY_NAME)}.")
        lines = [part] if name == "board" else part
        if not isinstance(lines, list) or not all(isinstance(line, dict) for line in lines):
            raise InputError(f"{file.name}: {name!r} must be a list of objects.")
        known = {column.name for column in BY_NAME[name].columns}
        for number, line in enumerate(lines, 1):
            for column in line:
                if column not in known:
                    raise InputError(f"{file.name}, {name} {number}: {column!r} is not known.")
        found[name] = [(f"{file.name}, {name}", number, line, False) for number, line in enumerate(lines, 1)]
    return found


def _row(table: Table, file: str, number: int, cells: Mapping[str, Any], guarded: bool) -> FoundRow:
    values: dict[str, Any] = {}
    for column in table.columns:
        cell = cells.get(column.name)
        try:
            values[column.name] = _value(column, cell, guarded)
        except InputError as slip:
            raise InputError(f"{file}, row {number}, column {column.name}: {slip}") from None
    return FoundRow(file, number, values)


def _value(column: Column, cell: Any, guarded: bool) -> Any:
    if column.kind is Kind.VALUES:
        return _values(cell)
    if isinstance(cell, bool):
        cell = "yes" if cell else "no"
    elif isinstance(cell, int):
        cell = str(cell)
    elif cell is None:
        cell = ""
    if not isinstance(cell, str):
        raise InputError("this is not text.")
    if column.kind in (Kind.LINE, Kind.WORDS):
        text = words(unguarded(cell) if guarded else cell, column.most, fold=column.kind is Kind.LINE)
        if column.needed and not text:
            raise InputError("this must not be empty.")
        return text
    cell = cell.strip()
    if column.kind is Kind.YES_NO:
        if cell.casefold() not in _YES_NO:
            raise InputError(f"{cell!r} is not yes or no.")
        return _YES_NO[cell.casefold()]
    if not cell:
        if column.needed:
            raise InputError("this must not be empty.")
        return None
    return _read(column, cell)


def _read(column: Column, cell: str) -> Any:
    if column.kind is Kind.NUMBER:
        return whole_number(cell)
    if column.kind is Kind.DECIMAL:
        if not _DECIMAL.fullmatch(cell):
            raise InputError(f"{cell!r} is not a number of degrees.")
        return Decimal(cell)
    if column.kind is Kind.TERM:
        assert column.terms is not None
        try:
            return column.terms(cell)
        except ValueError:
            known = ", ".join(word.value for word in column.terms)
            raise InputError(f"{cell!r} is not one of: {known}.") from None
    try:
        if column.kind is Kind.DAY:
            return date.fromisoformat(cell)
        if column.kind is Kind.CLOCK:
            return time.fromisoformat(cell)
        moment = datetime.fromisoformat(cell)
        if not 1900 <= moment.year <= 2200:
            raise ValueError
    except ValueError:
        raise InputError(f"{cell!r} is not a {column.kind.value} as ISO 8601 has it.") from None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def words(text: str, most: int, *, fold: bool = False) -> str:
    """The text in the one form in which words are kept. Raises `InputError` where it is too long or cannot be read."""
    try:
        clean = one_line(text) if fold else normalise(text)
    except UnreadableText:
        raise InputError("the text has a character that cannot be read.") from None
    if len(clean) > most:
        raise InputError(f"{len(clean):,} characters, where {most:,} are the most.")
    return clean


def whole_number(cell: str) -> int:
    """A count. Raises `InputError`."""
    if not cell.isascii() or not cell.isdigit() or len(cell) > 9:
        raise InputError(f"{cell[:40]!r} is not a whole number.")
    return int(cell)


def _values(cell: Any) -> Any:
    if isinstance(cell, str):
        try:
            cell = json.loads(cell) if cell.strip() else {}
        except (ValueError, RecursionError):
            raise InputError("this is not JSON.") from None
    if cell is None:
        return {}
    if not isinstance(cell, (dict, list)) or not _storable(cell):
        raise InputError("this is not an object of JSON that can be kept.")
    return cell


def _storable(value: Any) -> bool:
    """Whether every text in some JSON can be stored: no half characters, and no NUL, which one database refuses."""
    if isinstance(value, str):
        return not _UNSTORABLE.search(value)
    if isinstance(value, dict):
        return all(_storable(key) and _storable(part) for key, part in value.items())
    return all(map(_storable, value)) if isinstance(value, list) else True
