"""How Alembic reaches the app's database: in one transaction, leaving the word index and its tables alone."""

from __future__ import annotations

from typing import Any

from alembic import context
from flask import current_app

config = context.config
extension = current_app.extensions["migrate"]
database = extension.db

SIDE_TABLES = "contribution_fts"
SIDE_INDEXES = ("ix_contribution_words",)


def include_object(thing: Any, name: str | None, kind: str, reflected: bool, compare_to: Any) -> bool:
    if kind == "table" and name is not None and name.startswith(SIDE_TABLES):
        return False
    return not (kind == "index" and name in SIDE_INDEXES)


def render_item(kind: str, thing: Any, autogen_context: Any) -> str | bool:
    """A migration stands alone: our own column types are written as the plain type beneath them."""
    if kind == "type" and hasattr(thing, "impl_instance") and type(thing).__module__.startswith("codesign."):
        return f"sa.{thing.impl_instance!r}"
    return False


def run() -> None:
    connectable = database.engine
    with connectable.connect() as connection:
        # SQLite changes a table by writing it anew and dropping the old one: no row may be thought lost meanwhile.
        sqlite = connection.connection.dbapi_connection if connection.dialect.name == "sqlite" else None
        if sqlite is not None:
            sqlite.execute("PRAGMA foreign_keys = OFF")
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            include_object=include_object,
            render_as_batch=True,
            compare_type=True,
            render_item=render_item,
        )
        with context.begin_transaction():
            context.run_migrations()
            if sqlite is not None and (broken := sqlite.execute("PRAGMA foreign_key_check").fetchall()):
                raise RuntimeError(f"the migration left rows that point nowhere: {broken[:3]}")
        connection.commit()
        if sqlite is not None:
            sqlite.execute("PRAGMA foreign_keys = ON")


run()
