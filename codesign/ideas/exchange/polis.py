"""Reading an exported Polis conversation: who said what, how it was moderated, and each person's latest vote."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from codesign.core.errors import InputError
from codesign.core.imports import Skipped
from codesign.core.terms import Standing, Vote
from codesign.core.text import UnreadableText, normalise
from codesign.ideas.exchange.layout import unguarded

VOTES: Final = {"1": Vote.AGREE, "-1": Vote.DISAGREE, "0": Vote.PASS}
MODERATED: Final = {"1": Standing.PUBLISHED, "0": Standing.PUBLISHED, "-1": Standing.HIDDEN}
LONGEST: Final = 10_000
_MATRIX_FIRST: Final = ("participant",)
_MATRIX_OTHER: Final = frozenset({"xid", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree"})


@dataclass(frozen=True, slots=True)
class Statement:
    source_id: str
    author: str
    text: str
    standing: Standing
    at: datetime


@dataclass(slots=True)
class Conversation:
    """What the two files say: comments in the file's order, and the latest vote of each voter on each comment."""

    comments: dict[str, Statement] = field(default_factory=dict)
    votes: dict[tuple[str, str], tuple[Vote, datetime | None]] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)
    read: int = 0
    digest: str = ""


def read_conversation(folder: Path) -> Conversation:
    """What a folder's comments.csv says with its votes.csv, or else its participants-votes.csv; each plain or .gz.

    `digest` is over the unpacked text: the same conversation, zipped or not, is the same. Raises `InputError`.
    """
    comments, comments_name = _text_of(folder, "comments.csv", required=True)
    votes, votes_name = _text_of(folder, "votes.csv")
    matrix, matrix_name = ("", "") if votes else _text_of(folder, "participants-votes.csv")
    conversation = Conversation(digest=hashlib.sha256("\x1e".join((comments, votes, matrix)).encode()).hexdigest())
    _read_comments(conversation, comments, comments_name)
    if votes:
        _read_votes(conversation, votes, votes_name)
    elif matrix:
        _read_matrix(conversation, matrix, matrix_name)
    return conversation


def _text_of(folder: Path, name: str, *, required: bool = False) -> tuple[str, str]:
    """The text of `name` or `name`.gz and the name it was found under; two empty strings where there is neither."""
    for path in (folder / name, folder / f"{name}.gz"):
        if not path.is_file():
            continue
        try:
            content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
            return content.decode("utf-8-sig"), path.name
        except (OSError, EOFError, zlib.error):
            raise InputError(f"{path.name}: this file cannot be unpacked. Fetch it again.") from None
        except UnicodeDecodeError as error:
            row = content[: error.start].count(b"\n") + 1
            raise InputError(f"{path.name}, row {row}: this file is not in UTF-8. Save it as UTF-8.") from None
    if required:
        raise InputError(f"{name}: there is no such file (nor {name}.gz) in {folder}.")
    return "", ""


def _rows(text: str, name: str, needed: Sequence[str]) -> Iterator[tuple[int, list[str], dict[str, int]]]:
    """Each row with its number (the header is row 1) and the place of each column. Raises `InputError`."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    number = 1
    try:
        header = [column.strip() for column in next(reader, [])]
        places = {column: place for place, column in enumerate(header)}
        if len(places) != len(header):
            raise InputError(f"{name}, row 1: a column name stands twice.")
        for column in needed:
            if column not in places:
                raise InputError(f"{name}, row 1: the column {column!r} is missing.")
        yield 1, header, places
        for row in reader:
            number += 1
            if not row:
                continue
            if len(row) != len(header):
                raise InputError(f"{name}, row {number}: {len(row)} columns where the header has {len(header)}.")
            yield number, row, places
    except csv.Error as error:
        raise InputError(f"{name}, row {number + 1}: this row cannot be read ({error}).") from None


def _read_comments(conversation: Conversation, text: str, name: str) -> None:
    needed = ("timestamp", "comment-id", "author-id", "moderated", "comment-body")
    for number, row, places in _rows(text, name, needed):
        if number == 1:
            continue
        conversation.read += 1
        source_id = _identifier(row, places, "comment-id", name, number)
        if source_id in conversation.comments:
            raise InputError(f"{name}, row {number}, column comment-id: {source_id} stands twice.")
        moderated = row[places["moderated"]].strip()
        if moderated not in MODERATED:
            raise InputError(f"{name}, row {number}, column moderated: {moderated!r} is not 1, 0 or -1.")
        try:
            words = normalise(unguarded(row[places["comment-body"]]))
        except UnreadableText:
            raise InputError(f"{name}, row {number}, column comment-body: the text cannot be read.") from None
        if not words:
            conversation.skipped.append(Skipped(number, f"{name}: the comment has no words"))
            continue
        if len(words) > LONGEST:
            raise InputError(f"{name}, row {number}, column comment-body: more than {LONGEST:,} characters.")
        conversation.comments[source_id] = Statement(
            source_id=source_id,
            author=_identifier(row, places, "author-id", name, number),
            text=words,
            standing=MODERATED[moderated],
            at=_moment(row[places["timestamp"]], name, number),
        )


def _read_votes(conversation: Conversation, text: str, name: str) -> None:
    latest: dict[tuple[str, str], tuple[int, int, Vote]] = {}
    for number, row, places in _rows(text, name, ("timestamp", "comment-id", "voter-id", "vote")):
        if number == 1:
            continue
        conversation.read += 1
        comment = _identifier(row, places, "comment-id", name, number)
        if comment not in conversation.comments:
            raise InputError(f"{name}, row {number}, column comment-id: {comment} is not in the comments.")
        key = (_identifier(row, places, "voter-id", name, number), comment)
        vote = _vote(row[places["vote"]], name, number, "vote")
        _moment(row[places["timestamp"]], name, number)
        milliseconds = int(row[places["timestamp"]])
        before = latest.get(key)
        if before is None:
            latest[key] = (milliseconds, number, vote)
            continue
        # Ties go to the later row: the file is in the order of the votes.
        earlier = number if milliseconds < before[0] else before[1]
        conversation.skipped.append(Skipped(earlier, f"{name}: a later vote by the same person counts"))
        if milliseconds >= before[0]:
            latest[key] = (milliseconds, number, vote)
    for key, (milliseconds, number, vote) in latest.items():
        conversation.votes[key] = (vote, _moment(str(milliseconds), name, number))


def _read_matrix(conversation: Conversation, text: str, name: str) -> None:
    comments: list[tuple[int, str]] = []
    people: set[str] = set()
    for number, row, places in _rows(text, name, _MATRIX_FIRST):
        if number == 1:
            comments = [
                (place, column)
                for column, place in places.items()
                if column not in _MATRIX_OTHER and column not in _MATRIX_FIRST
            ]
            for _, column in comments:
                if column not in conversation.comments:
                    raise InputError(f"{name}, row 1, column {column}: this id is not in the comments.")
            continue
        conversation.read += 1
        person = _identifier(row, places, "participant", name, number)
        if person in people:
            raise InputError(f"{name}, row {number}, column participant: {person} stands twice.")
        people.add(person)
        for place, column in comments:
            if row[place]:
                conversation.votes[(person, column)] = (_vote(row[place], name, number, column), None)


def _identifier(row: list[str], places: dict[str, int], column: str, name: str, number: int) -> str:
    value = row[places[column]].strip()
    if not 0 < len(value) <= 120 or not value.isprintable():
        raise InputError(f"{name}, row {number}, column {column}: there is no id that can be used.")
    return value


def _vote(value: str, name: str, number: int, column: str) -> Vote:
    vote = VOTES.get(value.strip())
    if vote is None:
        raise InputError(f"{name}, row {number}, column {column}: {value.strip()!r} is not 1, 0 or -1.")
    return vote


def _moment(value: str, name: str, number: int) -> datetime:
    try:
        return datetime.fromtimestamp(int(value) / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        raise InputError(f"{name}, row {number}, column timestamp: {value!r} is not milliseconds.") from None
