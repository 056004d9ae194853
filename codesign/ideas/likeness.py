"""Finding ideas like some words: an inverted index of our own, the same on every database."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Float, String, column, delete, exists, func, insert, select, values

from codesign.core.likeness import FULL_WEIGHT, asked, rareness, weights
from codesign.core.terms import Standing
from codesign.extensions import db
from codesign.models import Contribution, Idea, IdeaTerm

MOST_ROWS: Final = 25_000
"""Rows of the index that one look-up reads: of the most telling terms first."""
MOST_ASKED: Final = 250
"""Terms of one look-up."""
CLOSE: Final = 0.3
"""How like, of 1, an idea must be to be shown to somebody who writes."""
UNKNOWN: Final = 0.5
_AT_ONCE: Final = 1000


def like(
    board_id: uuid.UUID, words: str, *, limit: int = 5, but: Collection[uuid.UUID] = ()
) -> list[tuple[uuid.UUID, float]]:
    """The published ideas of a board most like some words, the closest first, with how like (0 to about 1).

    `but` leaves out ideas, such as the one that the words are of.
    """
    wanted = _worth(board_id, asked(words))
    # A word that no idea here has tells less of how like they are than one that some have.
    whole = sum(worth if having else worth * UNKNOWN for worth, having in wanted.values()) * FULL_WEIGHT
    near = _within_reach(wanted)
    if not near:
        return []
    reach = limit + len(but) + 20
    while True:
        rows = _scored(board_id, near, reach)
        shown = _published([idea_id for idea_id, _ in rows if idea_id not in but])
        found = [(idea_id, round(score / whole, 4)) for idea_id, score in rows if idea_id in shown]
        if len(found) >= limit or len(rows) < reach:
            return found[:limit]
        reach *= 8  # those that are hidden stood before those that may be seen


def keep_terms(idea_id: uuid.UUID) -> None:
    """Put an idea's words into the index, in place of those it had there: for whoever adds or changes an idea."""
    row = db.session.execute(
        select(Idea.board_id, Idea.title, Contribution.text)
        .join(Contribution, Idea.contribution_id == Contribution.id)
        .where(Idea.id == idea_id)
    ).one()
    drop_terms(idea_id)
    keep_many([(idea_id, row.board_id, row.title, row.text)])


def keep_many(ideas: Iterable[tuple[uuid.UUID, uuid.UUID, str, str]]) -> None:
    """The same for many new ideas at once: (idea, board, title, text)."""
    rows: list[dict[str, Any]] = []
    for idea_id, board_id, title, text in ideas:
        found = weights(title, "" if text == title else text)
        rows += [{"board_id": board_id, "idea_id": idea_id, "term": t, "weight": w} for t, w in found.items()]
        if len(rows) >= _AT_ONCE:
            db.session.execute(insert(IdeaTerm), rows)
            rows = []
    if rows:
        db.session.execute(insert(IdeaTerm), rows)


def keep_missing_terms(*, at: datetime) -> int:
    """Put ideas into the index that came before there was one, or by a way that forgot it; how many. For the nightly job."""
    rows = db.session.execute(
        select(Idea.id, Idea.board_id, Idea.title, Contribution.text)
        .join(Contribution, Idea.contribution_id == Contribution.id)
        .where(
            Contribution.standing != Standing.WITHDRAWN,
            Contribution.said_at <= at,
            ~exists().where(IdeaTerm.idea_id == Idea.id),
        )
        .order_by(Idea.id)
    ).all()
    keep_many((row.id, row.board_id, row.title, row.text) for row in rows)
    return len(rows)


def drop_terms(*idea_ids: uuid.UUID) -> None:
    """Take ideas out of the index. (An idea that is only hidden stays: `like` never shows it.)"""
    for start in range(0, len(idea_ids), _AT_ONCE):
        db.session.execute(delete(IdeaTerm).where(IdeaTerm.idea_id.in_(idea_ids[start : start + _AT_ONCE])))


def _worth(board_id: uuid.UUID, terms: Mapping[str, float]) -> dict[str, tuple[float, int]]:
    """How telling each term is on this board, and how many ideas have it. One query."""
    listed = list(terms)[:MOST_ASKED]
    if not listed:
        return {}
    texts = select(func.count()).where(Idea.board_id == board_id).scalar_subquery()
    rows = db.session.execute(
        select(IdeaTerm.term, func.count().label("having"), texts.label("texts"))
        .where(IdeaTerm.board_id == board_id, IdeaTerm.term.in_(listed))
        .group_by(IdeaTerm.term)
    ).all()
    if not rows:
        return {}
    having = {row.term: row.having for row in rows}
    return {term: (terms[term] * rareness(rows[0].texts, having.get(term, 0)), having.get(term, 0)) for term in listed}


def _within_reach(wanted: Mapping[str, tuple[float, int]]) -> list[tuple[str, float]]:
    """The most telling terms whose rows together can be read in a moment; the first one always."""
    near: list[tuple[str, float]] = []
    left = MOST_ROWS
    for term, (worth, having) in sorted(wanted.items(), key=lambda item: (-item[1][0], item[0])):
        if having and (having <= left or not near):
            near.append((term, worth))
            left -= having
    return near


def _scored(board_id: uuid.UUID, near: Sequence[tuple[str, float]], reach: int) -> list[tuple[uuid.UUID, float]]:
    sought = values(column("term", String), column("worth", Float), name="sought").data(list(near)).cte("sought")
    score = func.sum(IdeaTerm.weight * sought.c.worth)
    rows = db.session.execute(
        select(IdeaTerm.idea_id, score.label("score"))
        .join(sought, IdeaTerm.term == sought.c.term)
        .where(IdeaTerm.board_id == board_id)
        .group_by(IdeaTerm.idea_id)
        .order_by(score.desc(), IdeaTerm.idea_id)
        .limit(reach)
    )
    return [(row.idea_id, float(row.score)) for row in rows]


def _published(idea_ids: Sequence[uuid.UUID]) -> frozenset[uuid.UUID]:
    found: set[uuid.UUID] = set()
    for start in range(0, len(idea_ids), _AT_ONCE):
        found.update(
            db.session.scalars(
                select(Idea.id)
                .join(Contribution, Idea.contribution_id == Contribution.id)
                .where(Idea.id.in_(idea_ids[start : start + _AT_ONCE]), Contribution.standing == Standing.PUBLISHED)
            )
        )
    return frozenset(found)
