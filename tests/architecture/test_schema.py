"""Models equal migrations, both ways, on each database."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import DatabaseError

from codesign.app import create_app
from codesign.config import Config, resource_folder
from codesign.extensions import db
from codesign.ledger import record
from codesign.models import Model
from tests.make import NOW


@pytest.fixture
def migrated(settings: Config, tmp_path: Path, database_url: str) -> Flask:
    """An app whose database was made by the migrations alone."""
    if settings.sqlite:
        url = f"sqlite:///{tmp_path / 'migrated.db'}"
    else:
        name = f"migrated_{uuid.uuid4().hex[:8]}"
        engine = create_engine(database_url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        engine.dispose()
        url = engine.url.set(database=name).render_as_string(hide_password=False)
    app = create_app(Config(env="testing", instance=tmp_path, database_url=url))
    with app.app_context():
        upgrade(directory=str(resource_folder("migrations")))
    return app


def _ours(thing: object, name: str | None, kind: str, *_rest: object) -> bool:
    if kind == "table" and name and name.startswith(("contribution_fts", "alembic_version")):
        return False
    return not (kind == "index" and name == "ix_contribution_words")


def test_the_models_equal_the_migrations(migrated: Flask) -> None:
    with migrated.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": _ours})
        assert compare_metadata(context, Model.metadata) == []
        db.engine.dispose()


def test_the_migrations_go_down_to_nothing(migrated: Flask) -> None:
    with migrated.app_context():
        downgrade(directory=str(resource_folder("migrations")), revision="base")
        left = set(inspect(db.engine).get_table_names()) - {"alembic_version"}
        assert left == set()
        db.engine.dispose()


def test_no_migration_imports_the_code_it_outlives() -> None:
    for path in (resource_folder("migrations") / "versions").glob("*.py"):
        assert "codesign" not in path.read_text().split("def upgrade")[0].replace("codesign-", ""), path.name


def test_an_event_can_be_neither_changed_nor_deleted(app: Flask) -> None:
    record("something_happened", "project:1", project_id=None, by="system", at=NOW)
    db.session.commit()
    for statement in ("UPDATE event SET kind = 'other'", "DELETE FROM event"):
        with pytest.raises(DatabaseError, match="append-only"):
            db.session.execute(text(statement))
        db.session.rollback()
