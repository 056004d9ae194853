"""The ideas that may leave the board: published, and with their author's yes to being quoted in public."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from codesign.core.terms import Consent, ShownAs, Standing
from codesign.core.text import excerpt
from codesign.extensions import db
from codesign.ideas.rows import boards_of, one_of_them
from codesign.ideas.shapes import BoardFacts
from codesign.models import Contribution, ContributionVersion, EventRow, Idea, IdeaBoard

EMBEDDED = 12
IN_FEED = 50
CARD_LETTERS = 190
SETTLED = timedelta(seconds=2)
"""A Last-Modified has whole seconds: only one that lies this far back cannot hide a change of the same second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedIdea:
    """One idea for other sites. `who` is how its author chose to be shown, empty for a resident without a name.

    `supports` is None where totals are kept back. `changed_at` is when it was said or last worded anew.
    """

    ref: str
    title: str
    text: str
    language: str
    who: str
    said_at: datetime
    changed_at: datetime
    supports: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedBoard:
    """A board with the ideas that may leave it. `total` counts those; `changed_at`: when anything here may have changed.

    `changed_at` is None while that was a moment ago. `made_in` is the year that names the board in feeds for good.
    """

    board: BoardFacts
    made_in: int
    ideas: tuple[SharedIdea, ...]
    total: int
    by_support: bool
    updated_at: datetime
    changed_at: datetime | None


def shared_board(
    project_id: uuid.UUID, ref: str, *, at: datetime, by_support: bool = False, most: int = IN_FEED
) -> SharedBoard:
    """The newest or most supported ideas of a board that may be shown anywhere. Raises `NotFound`.

    Most supported first only where everybody sees the totals: the order would tell them.
    """
    board = one_of_them(boards_of(project_id, at), ref)
    by_support = by_support and board.shows_totals
    changed = (
        select(func.max(ContributionVersion.at))
        .where(ContributionVersion.contribution_id == Contribution.id)
        .correlate(Contribution)
        .scalar_subquery()
    )
    first = Idea.supports.desc() if by_support else Idea.created_at.desc()
    rows = db.session.execute(
        select(
            Idea.ref,
            Idea.title,
            Idea.supports,
            Contribution.text,
            Contribution.language,
            Contribution.shown_as,
            Contribution.shown_words,
            Contribution.said_at,
            changed.label("changed_at"),
            func.count().over().label("total"),
        )
        .join(Contribution, Idea.contribution_id == Contribution.id)
        .where(
            Idea.board_id == board.id,
            Contribution.standing == Standing.PUBLISHED,
            Contribution.consent == Consent.PUBLIC,
        )
        .order_by(first, Idea.id.desc())
        .limit(most)
    ).all()
    ideas = tuple(
        SharedIdea(
            ref=row.ref,
            title=row.title,
            text=row.text if row.text != row.title else "",
            language=row.language,
            who="" if row.shown_as is ShownAs.NOTHING else row.shown_words,
            said_at=row.said_at,
            changed_at=max(row.said_at, row.changed_at or row.said_at),
            supports=row.supports if board.shows_totals else None,
        )
        for row in rows
    )
    made_at = db.session.scalars(select(IdeaBoard.created_at).where(IdeaBoard.id == board.id)).one()
    last = db.session.scalar(
        select(EventRow.at).where(EventRow.project_id == project_id).order_by(EventRow.sequence.desc()).limit(1)
    )
    return SharedBoard(
        board=board,
        made_in=made_at.year,
        ideas=ideas,
        total=rows[0].total if rows else 0,
        by_support=by_support,
        updated_at=max((idea.changed_at for idea in ideas), default=made_at),
        changed_at=last if last is not None and at - last >= SETTLED else None,
    )


def shortened(text: str) -> str:
    """The beginning of an idea's words, for a card."""
    return str(excerpt(text, "", CARD_LETTERS))
