"""Files of a board as they arrive: unpacked within limits, read as text, each row with its number."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from codesign.core.errors import InputError
from codesign.core.tabular import separator_of

LARGEST: Final = 10 * 1024 * 1024
"""Bytes of what a page takes; the command takes more."""

UNPACKED: Final = 300 * 1024 * 1024
UNPACKED_BY_PAGE: Final = 64 * 1024 * 1024
MEMBERS: Final = 60
RATIO: Final = 200
"""An archive that says it holds more than this is not opened (`trust.md` 5 row 20)."""

MOST_ROWS: Final = 2_000_000
_PIECE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One unpacked file: its own name, without any folder, and its bytes."""

    name: str
    content: bytes


def opened(files: Iterable[tuple[str, bytes]], *, most: int = UNPACKED) -> list[SourceFile]:
    """The files, and what is in those that are zips or .gz, in the order of their names.

    Raises `InputError` for what unpacks to far more than it is, for folders in a zip, and for a name that stands twice.
    """
    found: list[SourceFile] = []
    for name, content in files:
        if content[:4] == b"PK\x03\x04" or content[:4] == b"PK\x05\x06":
            found += _unzipped(name, content, most)
        elif content[:2] == b"\x1f\x8b":
            found.append(SourceFile(name.removesuffix(".gz"), _gunzipped(name, content, most)))
        else:
            found.append(SourceFile(name, content))
    names = [file.name for file in found]
    for name in names:
        if names.count(name) > 1:
            raise InputError(f"{name}: this file is there twice. Leave one of them out.")
    if not found:
        raise InputError("There is no file in this. Choose a zip, a JSON document or CSV files.")
    return sorted(found, key=lambda file: file.name)


def digest_of(files: Iterable[SourceFile]) -> str:
    """64 hex characters over names and unpacked bytes: the same files, zipped or not, are the same."""
    whole = hashlib.sha256()
    for file in files:
        whole.update(f"{file.name}\x1e{len(file.content)}\x1e".encode())
        whole.update(file.content)
    return whole.hexdigest()


def _too_much(name: str) -> InputError:
    return InputError(f"{name} unpacks to far more than it is. Send its files unpacked.")


def _unzipped(name: str, content: bytes, most: int) -> list[SourceFile]:
    found: list[SourceFile] = []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [member for member in archive.infolist() if not member.filename.startswith("__MACOSX/")]
            size = sum(member.file_size for member in members)
            if len(members) > MEMBERS or size > min(most, RATIO * max(len(content), 64 * 1024)):
                raise _too_much(name)
            for member in members:
                inner = member.filename
                if "/" in inner or "\\" in inner or ":" in inner or inner.startswith(".") or not inner.isprintable():
                    raise InputError(f"{name}: {inner!r} is in a folder. Zip the files alone, without folders.")
                if member.flag_bits & 0x1:
                    raise InputError(f"{name}: {inner} is locked with a password. Zip it without one.")
                with archive.open(member) as part:
                    raw = part.read(member.file_size + 1)
                if len(raw) != member.file_size:
                    raise _too_much(name)
                if raw[:2] == b"\x1f\x8b":
                    inner, raw = inner.removesuffix(".gz"), _gunzipped(inner, raw, most)
                found.append(SourceFile(inner, raw))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
        raise InputError(f"{name} is broken: it cannot be unpacked. Make it or fetch it again.") from None
    return found


def _gunzipped(name: str, content: bytes, most: int) -> bytes:
    most = min(most, RATIO * max(len(content), 64 * 1024))
    machine = zlib.decompressobj(wbits=31)
    pieces: list[bytes] = []
    size, rest = 0, content
    try:
        while rest:
            piece = machine.decompress(rest, _PIECE)
            size += len(piece)
            if size > most:
                raise _too_much(name)
            pieces.append(piece)
            rest = machine.unconsumed_tail or machine.unused_data
            if machine.eof:
                if not machine.unused_data:
                    break
                machine = zlib.decompressobj(wbits=31)
        if not machine.eof:
            raise InputError(f"{name} is broken: its end is missing. Fetch it again.")
    except zlib.error:
        raise InputError(f"{name} is broken: it cannot be unpacked. Make it or fetch it again.") from None
    return b"".join(pieces)


def text_of(file: SourceFile) -> str:
    """The file as text. Raises `InputError` naming the row that is not UTF-8."""
    content = file.content
    try:
        text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        raise InputError(f"{file.name}, row {row}: this is not UTF-8 text. Save the file as CSV UTF-8.") from None
    if "\0" in text:
        row = text[: text.index("\0")].count("\n") + 1
        raise InputError(f"{file.name}, row {row}: this is not text. Save the file as CSV UTF-8.")
    return text


def csv_rows(file: SourceFile) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row by column, with its number: the header is row 1. Empty lines are passed over. Raises `InputError`."""
    text = text_of(file)
    csv.field_size_limit(UNPACKED)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text), strict=True)
    number = 1
    try:
        header = [column.strip() for column in next(reader, [])]
        for column in header:
            if header.count(column) > 1:
                raise InputError(f"{file.name}, row 1: the column {column!r} stands twice.")
        if not any(header):
            raise InputError(f"{file.name} is empty. Its first row must name the columns.")
        yield 1, dict.fromkeys(header, "")
        for cells in reader:
            number += 1
            if not cells:
                continue
            if len(cells) != len(header):
                raise InputError(f"{file.name}, row {number}: {len(cells)} columns where the header has {len(header)}.")
            if number > MOST_ROWS:
                raise InputError(f"{file.name} has more than {MOST_ROWS:,} rows. Split it, then load the parts.")
            yield number, dict(zip(header, cells, strict=True))
    except csv.Error as error:
        raise InputError(f"{file.name}, row {number + 1}: this row cannot be read ({error}).") from None
