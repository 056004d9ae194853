"""The schema of the database: whether it is at this version, and bringing it there."""

from __future__ import annotations

from alembic.config import Config as AlembicConfig
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import upgrade

from codesign.config import resource_folder
from codesign.extensions import db


def _newest() -> str | None:
    settings = AlembicConfig()
    settings.set_main_option("script_location", str(resource_folder("migrations")))
    return ScriptDirectory.from_config(settings).get_current_head()


def is_current() -> bool:
    """Whether the database stands at the newest migration."""
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == _newest()


def upgrade_schema() -> str:
    """Run what is missing; the version reached."""
    if not is_current():
        upgrade(directory=str(resource_folder("migrations")))
    return str(_newest())
