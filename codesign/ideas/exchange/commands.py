"""Taking a board away as a file and bringing one in; each leaves one event."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import IO

from sqlalchemy import func, or_, select

from codesign.core.errors import InputError, NotFound, Refused
from codesign.core.words import N_
from codesign.extensions import db
from codesign.ideas.boards import staff_board
from codesign.ideas.exchange.board_map import read_map, read_mapped
from codesign.ideas.exchange.bringing import Bringing
from codesign.ideas.exchange.checking import Found, checked
from codesign.ideas.exchange.files_in import UNPACKED, SourceFile, opened
from codesign.ideas.exchange.files_out import a_file, csv_zip, json_document
from codesign.ideas.exchange.layout import Copy
from codesign.ideas.exchange.polis_out import polis_zip
from codesign.ideas.exchange.reading import FoundBoard, is_layout, read_layout
from codesign.ideas.exchange.rows_out import BoardRows
from codesign.ledger import record
from codesign.models import IdeaBoard, Membership, Person, Project


class BoardFile(StrEnum):
    """The kinds of file that a board goes out in."""

    CSV = "csv"
    JSON = "json"
    POLIS = "polis"


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A file to hand over, read from its beginning; whoever sends it closes it."""

    file: IO[bytes]
    size: int
    name: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of a file: the board it is now, and whether it was here before, so that nothing changed."""

    ref: str
    again: bool
    found: Found
    read: int


def take_board(
    project_id: uuid.UUID, ref: str, copy: Copy, form: BoardFile, *, why: str, by: str, at: datetime
) -> OpenFile:
    """A board as a file, and the event that says who took which edition and why.

    Raises `NotFound`, and `Refused` without a reason or for a public file that would name each person's votes.
    """
    board = staff_board(project_id, ref)
    if copy is not Copy.PUBLIC and not why.strip():
        raise Refused(N_("Say what the file is for. It is kept with your name."))
    file = board_file(board, copy, form, at=at)
    record(
        "board_taken",
        board,
        project_id=project_id,
        by=by,
        at=at,
        details={"board": ref, "edition": copy.value, "form": form.value, "why": why[:200]},
    )
    return file


def board_file(board: IdeaBoard, copy: Copy, form: BoardFile, *, at: datetime) -> OpenFile:
    """The file itself; no event. Rows are read and written piece by piece."""
    out = a_file()
    name = f"{board.ref}-{copy.value}"
    if form is BoardFile.POLIS:
        if copy is Copy.PUBLIC:
            raise Refused(N_("Votes of single people are not published. Choose another edition."))
        polis_zip(board, copy, out, at)
        name, media_type = f"{name}-polis.zip", "application/zip"
    else:
        rows = BoardRows(board, copy, secrets.token_bytes(32), at=at)
        if form is BoardFile.CSV:
            csv_zip(rows, out, at)
            name, media_type = f"{name}.zip", "application/zip"
        else:
            json_document(rows, out)
            name, media_type = f"{name}.json", "application/json"
    size = out.tell()
    out.seek(0)
    return OpenFile(out, size, name, media_type)


def look_at(
    files: Iterable[tuple[str, bytes]], *, map_file: tuple[str, bytes] | None = None, most: int = UNPACKED
) -> Found:
    """What files of at most `most` unpacked bytes would bring in, and what not; nothing is changed. Raises `InputError`."""
    return checked(_read(files, map_file, most))


def bring_board(
    project_id: uuid.UUID,
    files: Iterable[tuple[str, bytes]],
    *,
    map_file: tuple[str, bytes] | None = None,
    title: str = "",
    by_person: uuid.UUID | None = None,
    by: str,
    at: datetime,
) -> Brought:
    """Bring files in as a closed board: our own layout, or others by a map. The same files twice change nothing.

    The caller's transaction makes it whole or nothing. Raises `InputError` naming file, row and column, and `NotFound`.
    """
    project = db.session.scalar(select(Project).where(Project.id == project_id).with_for_update())
    if project is None:
        raise NotFound("There is no such project.")
    found = _read(files, map_file)
    numbers = checked(found)
    known = db.session.scalar(
        select(IdeaBoard.ref).where(IdeaBoard.project_id == project_id, IdeaBoard.source_digest == found.digest)
    )
    if known is not None:
        return Brought(known, True, numbers, found.read)
    board = Bringing(project, found, at, by_person, title).all()
    record(
        "board_imported",
        board,
        project_id=project_id,
        by=by,
        at=at,
        digest=found.digest,
        details={
            "board": board.ref,
            "ideas": sum(numbers.ideas.values()),
            "replies": sum(numbers.replies.values()),
            "people": numbers.people,
            "supports": numbers.supports,
            "votes": numbers.votes,
            "answers": numbers.answers,
        },
    )
    return Brought(board.ref, False, numbers, found.read)


def staff_id_of(project_id: uuid.UUID, email: str) -> uuid.UUID | None:
    """Who has this address on the staff of a project or of its organisation."""
    owner = select(Project.organisation_id).where(Project.id == project_id).scalar_subquery()
    return db.session.scalar(
        select(Person.id)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            func.lower(Person.email) == email.strip().lower(),
            or_(Membership.project_id == project_id, Membership.organisation_id == owner),
        )
        .limit(1)
    )


def _read(files: Iterable[tuple[str, bytes]], map_file: tuple[str, bytes] | None, most: int = UNPACKED) -> FoundBoard:
    there = opened(files, most=most)
    plan, rest = _map_of(there, map_file)
    if plan is not None:
        return read_mapped(rest, read_map(plan))
    if is_layout(rest):
        return read_layout(rest)
    names = ", ".join(file.name for file in rest)
    raise InputError(f"There is no board.csv among {names}, and no map. Send our own layout, or a map of your columns.")


def _map_of(
    files: Sequence[SourceFile], map_file: tuple[str, bytes] | None
) -> tuple[SourceFile | None, list[SourceFile]]:
    """The map, given or in the zip as map.json, and the other files."""
    if map_file is not None and map_file[1]:
        return SourceFile(*map_file), list(files)
    plan = next((file for file in files if file.name == "map.json"), None)
    return plan, [file for file in files if file is not plan]
