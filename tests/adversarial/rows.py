"""The database as a witness: a digest of every table, and every place where a word is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import text

from codesign.extensions import db
from codesign.models import Model

# A session is alive and an overview was seen: what the service notes of staff who only look.
NOTED = frozenset({"staff_session", "visit"})


def every_row() -> Iterator[tuple[str, Any]]:
    """(table, row) of everything we remember, side tables of the index too."""
    db.session.rollback()
    names = [table.name for table in Model.metadata.sorted_tables]
    if db.engine.dialect.name == "sqlite":
        names.append("contribution_fts")
    with db.engine.connect() as connection:
        for name in names:
            for row in connection.execute(text(f'SELECT * FROM "{name}"')):
                yield name, row


def digests() -> dict[str, str]:
    """One digest a table, whatever the order of its rows."""
    found: dict[str, list[str]] = {}
    for name, row in every_row():
        if name not in NOTED:
            found.setdefault(name, []).append(repr(tuple(row)))
    return {
        name: hashlib.sha256("\n".join(sorted(rows)).encode("utf-8", "replace")).hexdigest()
        for name, rows in found.items()
    }


def places_of(word: str) -> list[str]:
    """The tables and columns that hold a word, in any case; bytes are read as they are."""
    needle, found = word.casefold(), set()
    for name, row in every_row():
        for column, value in row._mapping.items():
            held = bytes(value).decode("utf-8", "ignore") if isinstance(value, bytes | memoryview) else str(value)
            if needle in held.casefold():
                found.add(f"{name}.{column}")
    return sorted(found)
