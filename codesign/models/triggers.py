"""What metadata cannot say: the append-only event table and the full-text index, in the words of each database."""

from __future__ import annotations

from sqlalchemy import Connection, event

from codesign.models.base import Model

# Tables of the index that autogenerate must leave alone.
SIDE_TABLES = (
    "contribution_fts",
    "contribution_fts_data",
    "contribution_fts_idx",
    "contribution_fts_content",
    "contribution_fts_docsize",
    "contribution_fts_config",
)
SIDE_INDEXES = ("ix_contribution_words",)

SQLITE = (
    "CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'events are append-only'); END",
    "CREATE TRIGGER event_no_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'events are append-only'); END",
    "CREATE VIRTUAL TABLE contribution_fts USING fts5(uid UNINDEXED, text, tokenize = 'unicode61 remove_diacritics 2')",
    "CREATE TRIGGER contribution_words_in AFTER INSERT ON contribution"
    " BEGIN INSERT INTO contribution_fts(uid, text) VALUES (new.id, new.text); END",
    "CREATE TRIGGER contribution_words_change AFTER UPDATE OF text ON contribution"
    " BEGIN UPDATE contribution_fts SET text = new.text WHERE uid = new.id; END",
    "CREATE TRIGGER contribution_words_out AFTER DELETE ON contribution"
    " BEGIN DELETE FROM contribution_fts WHERE uid = old.id; END",
)
POSTGRESQL = (
    "CREATE FUNCTION event_is_append_only() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RAISE EXCEPTION 'events are append-only'; END $$",
    "CREATE TRIGGER event_no_change BEFORE UPDATE OR DELETE ON event FOR EACH ROW EXECUTE FUNCTION event_is_append_only()",
    "CREATE INDEX ix_contribution_words ON contribution USING gin (to_tsvector('simple', text))",
)


def install_side_tables(connection: Connection) -> None:
    """Create triggers and the word index after the tables."""
    for statement in SQLITE if connection.dialect.name == "sqlite" else POSTGRESQL:
        connection.exec_driver_sql(statement)


def forget_deleted_words(connection: Connection) -> None:
    """Write SQLite's word index anew without what was taken out: it only marks words as gone, and keeps their bytes."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("INSERT INTO contribution_fts(contribution_fts) VALUES ('optimize')")


@event.listens_for(Model.metadata, "after_create")
def _after_create(_target: object, connection: Connection, **_options: object) -> None:
    install_side_tables(connection)
