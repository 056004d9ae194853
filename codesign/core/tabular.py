"""A spreadsheet read as rows of text: CSV, or the first sheet of an XLSX, with limits before anything is unpacked."""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from posixpath import join, normpath
from typing import Any, Final
from xml.parsers import expat  # nosec B406 - DTDs, and with them all entities, are refused below

from codesign.core.errors import InputError

LARGEST: Final = 10 * 1024 * 1024
"""Bytes of a file as it is sent."""

UNPACKED: Final = 150 * 1024 * 1024
MEMBERS: Final = 500
RATIO: Final = 200
"""An XLSX that says it holds more than this is not opened (`trust.md` 5 row 20)."""

MOST_COLUMNS: Final = 2_000
MOST_ROWS: Final = 200_000
_PIECE: Final = 64 * 1024
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DATE_FORMATS: Final = frozenset({14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 45, 46, 47, 50, 57})


def is_office(content: bytes) -> bool:
    """Whether the bytes are an XLSX file (or another zip), not CSV."""
    return content[:4] == b"PK\x03\x04"


def read_rows(content: bytes, name: str) -> Iterator[list[str]]:
    """The rows of a file as text, short rows as they are. Raises `InputError` naming the file, with what to do.

    In an XLSX a date reads as YYYY-MM-DD and a whole number without its zeros.
    """
    if len(content) > LARGEST:
        raise InputError(f"{name} is larger than {LARGEST // 1024 // 1024} MB. Split it, then load the parts.")
    if is_office(content):
        return _xlsx_rows(content, name)
    if content[:4] == b"\xd0\xcf\x11\xe0":
        raise InputError(f"{name} is an old Excel file (.xls). Save it as .xlsx or CSV UTF-8, then load it.")
    return _csv_rows(content, name)


def _csv_rows(content: bytes, name: str) -> Iterator[list[str]]:
    try:
        wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
        text = content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{name} is not UTF-8 text. Save it as CSV UTF-8, then load it.") from None
    if "\0" in text:
        raise InputError(f"{name} is not a CSV file. Save it as CSV UTF-8 or .xlsx, then load it.")
    csv.field_size_limit(LARGEST)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text), strict=True)
    number = 0
    while True:
        number += 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            raise InputError(f"{name}, row {number}: this is not a CSV file ({error}).") from None
        yield _within(row, number, name)


def separator_of(text: str, *, among: str = ",;\t") -> str:
    """What stands between the cells of the first line: of those given, the one it has most of."""
    first = re.sub(r'"[^"]*"', "", text.split("\n", 1)[0])
    return max(among, key=lambda mark: (first.count(mark), -among.index(mark)))


def _within(row: list[str], number: int, name: str) -> list[str]:
    if number > MOST_ROWS:
        raise InputError(f"{name} has more than {MOST_ROWS:,} rows. Split it, then load the parts.")
    if len(row) > MOST_COLUMNS:
        raise InputError(f"{name}, row {number}: it has more than {MOST_COLUMNS:,} columns.")
    return row


def _xlsx_rows(content: bytes, name: str) -> Iterator[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            size = sum(member.file_size for member in members)
            if len(members) > MEMBERS or size > UNPACKED or size > RATIO * max(len(content), 1024):
                raise InputError(f"{name} unpacks to far more than it is. Save it as CSV UTF-8, then load that.")
            book = _Book(archive, name)
            yield from book.rows()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
        raise InputError(f"{name} is broken, or locked with a password. Save it again, then load it.") from None
    except (expat.ExpatError, ValueError, KeyError, IndexError, UnicodeDecodeError):
        raise InputError(f"{name} is not a spreadsheet we can read. Save it as CSV UTF-8, then load that.") from None


class _Book:
    """The parts of an XLSX that its first sheet needs."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self.archive, self.name = archive, name
        self.names = set(archive.namelist())
        self.strings: list[str] = []
        self.date_styles: set[int] = set()
        self.epoch = datetime(1899, 12, 30)  # noqa: DTZ001 - a day of a sheet has no zone

    def rows(self) -> Iterator[list[str]]:
        sheet = self._first_sheet()
        if "xl/sharedStrings.xml" in self.names:
            self.strings = self._strings("xl/sharedStrings.xml")
        if "xl/styles.xml" in self.names:
            self._styles("xl/styles.xml")
        reader = _SheetReader(self)
        number = 0
        for piece in self._pieces(sheet):
            reader.feed(piece)
            for at, row in reader.taken():
                if at <= number or at > MOST_ROWS:
                    raise InputError(f"{self.name} has more than {MOST_ROWS:,} rows. Split it, then load the parts.")
                for _missing in range(at - number - 1):
                    yield []
                number = at
                yield row
        reader.end()

    def _pieces(self, member: str) -> Iterator[bytes]:
        with self.archive.open(member) as part:
            while piece := part.read(_PIECE):
                yield piece

    def _elements(self, member: str) -> Iterator[tuple[str, str, dict[str, str]]]:
        """("start" or "end" or "text", name or words, attributes) of a small part."""
        found: list[tuple[str, str, dict[str, str]]] = []
        parser = parser_without_dtd()
        parser.StartElementHandler = lambda name, values: found.append(("start", _local(name), values))
        parser.EndElementHandler = lambda name: found.append(("end", _local(name), {}))
        parser.CharacterDataHandler = lambda text: found.append(("text", text, {}))
        for piece in self._pieces(member):
            parser.Parse(piece, False)
            yield from found
            found.clear()
        parser.Parse(b"", True)
        yield from found

    def _first_sheet(self) -> str:
        wanted = ""
        for what, name, values in self._elements("xl/workbook.xml"):
            if what == "start" and name == "workbookPr" and values.get("date1904") in ("1", "true"):
                self.epoch = datetime(1904, 1, 1)  # noqa: DTZ001
            if what == "start" and name == "sheet" and not wanted:
                wanted = next((value for key, value in values.items() if _local(key) == "id"), "")
        for what, name, values in self._elements("xl/_rels/workbook.xml.rels"):
            if what == "start" and name == "Relationship" and values.get("Id") == wanted:
                target = values.get("Target", "")
                return target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
        raise KeyError("no sheet")

    def _strings(self, member: str) -> list[str]:
        found: list[str] = []
        parts: list[str] = []
        inside, spoken = False, False  # spoken: how to say it, which is not part of it
        for what, name, _values in self._elements(member):
            if what == "text":
                if inside and not spoken:
                    parts.append(name)
            elif name == "si":
                if what == "start":
                    parts = []
                else:
                    found.append(unescaped("".join(parts)))
            elif name == "rPh":
                spoken = what == "start"
            elif name == "t":
                inside = what == "start"
        return found

    def _styles(self, member: str) -> None:
        formats: dict[int, str] = {}
        place, inside = 0, False
        for what, name, values in self._elements(member):
            if what == "start" and name == "numFmt":
                formats[int(values["numFmtId"])] = values.get("formatCode", "")
            elif name == "cellXfs":
                inside = what == "start"
            elif what == "start" and name == "xf" and inside:
                known = int(values.get("numFmtId", "0"))
                code = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", formats.get(known, "")).lower()
                if known in _DATE_FORMATS or ("y" in code and ("m" in code or "d" in code)):
                    self.date_styles.add(place)
                place += 1

    def value(self, kind: str, style: int, text: str) -> str:
        """A cell as words."""
        if kind == "s":
            return self.strings[int(text)]
        if kind in ("str", "inlineStr", "e", "d"):
            return unescaped(text)
        if kind == "b" or not text:
            return text
        number = float(text)
        if style in self.date_styles and 0 <= number < 2_958_466:
            moment = self.epoch + timedelta(seconds=round(number * 86_400))
            return moment.date().isoformat() if moment.time() == datetime.min.time() else moment.isoformat(" ")
        return str(int(number)) if number.is_integer() and abs(number) < 10**15 else repr(number)


@dataclass
class _SheetReader:
    """The rows of one sheet as they come."""

    book: _Book
    done: list[tuple[int, list[str]]] = field(default_factory=list)
    row: list[str] = field(default_factory=list)
    number: int = 0
    column: int = 0
    kind: str = ""
    style: int = 0
    reading: bool = False
    text: list[str] = field(default_factory=list)
    parser: Any = None

    def __post_init__(self) -> None:
        self.parser = parser_without_dtd()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._words
        self.parser.buffer_text = True

    def feed(self, piece: bytes) -> None:
        self.parser.Parse(piece, False)

    def end(self) -> None:
        self.parser.Parse(b"", True)

    def taken(self) -> list[tuple[int, list[str]]]:
        taken, self.done = self.done, []
        return taken

    def _start(self, name: str, values: dict[str, str]) -> None:
        name = _local(name)
        if name == "c":
            place = _place(values.get("r", ""))
            self.column = place if place is not None else len(self.row)
            if self.column >= MOST_COLUMNS:
                raise InputError(f"{self.book.name} has more than {MOST_COLUMNS:,} columns.")
            self.kind, self.style = values.get("t", "n"), int(values.get("s", "0"))
            self.text = []
        elif name in ("v", "t"):
            self.reading = True
        elif name == "row":
            self.number = int(values["r"]) if "r" in values else self.number + 1
            self.row = []

    def _end(self, name: str) -> None:
        name = _local(name)
        if name in ("v", "t"):
            self.reading = False
        elif name == "c":
            while len(self.row) < self.column:
                self.row.append("")
            words = self.book.value(self.kind, self.style, "".join(self.text))
            if self.column < len(self.row):
                self.row[self.column] = words
            else:
                self.row.append(words)
        elif name == "row":
            self.done.append((self.number, self.row))

    def _words(self, text: str) -> None:
        if self.reading:
            self.text.append(text)


def parser_without_dtd() -> Any:
    """An XML reader that refuses a document type, and so every entity of its own (ASVS 1.5.1)."""

    def refuse(*_parts: Any) -> None:
        raise ValueError("a document type")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = None
    return parser


def unescaped(text: str) -> str:
    """A cell's text with `_x000A_` as what it stands for."""
    return _ESCAPE.sub(lambda found: chr(int(found.group(1), 16)), text) if "_x" in text else text


def column_name(place: int) -> str:
    """The letters of a column from 0: A, B … AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _place(address: str) -> int | None:
    letters = address.rstrip("0123456789")
    if not letters or len(letters) > 3 or not letters.isascii() or not letters.isalpha():
        return None
    place = 0
    for letter in letters.upper():
        place = place * 26 + ord(letter) - 64
    return place - 1


def _local(name: str) -> str:
    return name.rsplit(":", 1)[-1]
