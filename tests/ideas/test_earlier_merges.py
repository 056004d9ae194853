"""Ideas that were put together before there was a lineage get their line of it when the tables are brought up to date."""

from __future__ import annotations

from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import select

from codesign.config import resource_folder
from codesign.core.terms import ReshapingKind, Standing
from codesign.extensions import db
from codesign.models import Idea, IdeaLineage
from tests.architecture.test_schema import migrated
from tests.make import NOW, commit, make_board, make_idea

__all__ = ["migrated"]


def test_earlier_merges_get_their_lineage(migrated: Flask) -> None:
    with migrated.app_context():
        board = make_board()
        into = make_idea(board, "Benches")
        part, other = make_idea(board, "Seats", standing=Standing.MERGED), make_idea(board, "A tap")
        part.contribution.merged_into_id = into.contribution_id
        part.contribution.moderated_at = NOW
        refs = (part.ref, into.ref)
        assert other.contribution.merged_into_id is None
        commit()
        db.session.remove()
        downgrade(directory=str(resource_folder("migrations")), revision="0002")
        upgrade(directory=str(resource_folder("migrations")))
        row = db.session.scalars(select(IdeaLineage)).one()
        found = {idea.id: idea.ref for idea in db.session.scalars(select(Idea))}
        assert (found[row.from_id], found[row.into_id]) == refs
        assert (row.kind, row.at, row.reshaping_id) == (ReshapingKind.MERGE, NOW, None)
        db.session.remove()
        db.engine.dispose()
