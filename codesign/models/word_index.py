"""How the index of words is asked, in the words of each database. What people typed is quoted, never query language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Text, and_, cast, func, literal, literal_column
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from codesign.core.finding import is_one_word
from codesign.models.taking_part import Contribution


class _Said(ColumnElement[bool]):
    """True for contributions whose words hold every term."""

    inherit_cache = False
    type = Boolean()

    def __init__(self, terms: Sequence[str]) -> None:
        self.terms = tuple(terms)


def says(terms: Sequence[str]) -> ColumnElement[bool]:
    """The condition that a contribution's words hold every term of `core.finding.terms`."""
    return _Said(terms)


def holds(column: Any, terms: Sequence[str]) -> ColumnElement[bool]:
    """The condition that a short text (a title) holds every term, whatever the case; `%` and `_` mean themselves."""
    return and_(*(column.ilike(f"%{_plain(term)}%", escape="/") for term in terms))


def _plain(term: str) -> str:
    return term.replace("/", "//").replace("%", "/%").replace("_", "/_")


@compiles(_Said)
def _sqlite(element: _Said, compiler: SQLCompiler, **options: Any) -> str:
    asked = " AND ".join(
        '"' + term.replace('"', '""') + '"' + (" *" if is_one_word(term) else "") for term in element.terms
    )
    found = literal_column("SELECT uid FROM contribution_fts WHERE contribution_fts MATCH").op("")(literal(asked, Text))
    return f"({compiler.process(Contribution.__table__.c.id, **options)} IN ({compiler.process(found, **options)}))"


@compiles(_Said, "postgresql")
def _postgresql(element: _Said, compiler: SQLCompiler, **options: Any) -> str:
    simple: ColumnElement[Any] = literal_column("'simple'")
    words = func.to_tsvector(simple, Contribution.__table__.c.text)
    conditions = [words.op("@@", is_comparison=True)(_asked(simple, term)) for term in element.terms]
    return "(" + compiler.process(and_(*conditions), **options) + ")"


def _asked(simple: ColumnElement[Any], term: str) -> ColumnElement[Any]:
    if is_one_word(term):
        return func.to_tsquery(simple, literal(f"'{term}':*", Text))
    return func.phraseto_tsquery(simple, cast(literal(term, Text), Text))


__all__ = ["holds", "says"]
