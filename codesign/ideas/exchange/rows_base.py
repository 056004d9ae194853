"""What the rows of every table share: names for people, times as an edition may have them, which words it may hold."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import aliased

from codesign.core.terms import Consent, HoldOutcome, ModerationReason, Standing
from codesign.extensions import db
from codesign.ideas import rows
from codesign.ideas.exchange.layout import Copy
from codesign.ideas.staff_author import staff_digest
from codesign.models import (
    Contribution,
    Idea,
    IdeaBoard,
    Participant,
    SafeguardingHold,
)

Line = tuple[Any, ...]
PIECE: Final = 1_000
"""Rows held at once."""

NOBODY: Final = uuid.UUID(int=0)
_READ: Final = (Standing.PUBLISHED, Standing.MERGED)
REPLY_MARK: Final = "r:"


class Rows:
    """One board's rows for one file. People get names drawn for this file: nothing ties them to another one."""

    def __init__(self, board: IdeaBoard, copy: Copy, secret: bytes, *, at: datetime) -> None:
        self.board, self.copy, self.at, self._secret = board, copy, at, secret
        facts = rows.facts(board, at)
        self.shows_totals = copy is not Copy.PUBLIC or facts.shows_totals
        self._staff = db.session.scalar(
            select(Participant.id).where(
                Participant.project_id == board.project_id, Participant.key_digest == staff_digest(board)
            )
        )

    def person(self, key: uuid.UUID) -> str:
        """The name of a person in this file."""
        return f"P-{hashlib.blake2b(key.bytes, key=self._secret, digest_size=8).hexdigest()}"

    def moment(self, at: datetime | None) -> str | None:
        """A time as this edition may have it."""
        if at is None:
            return None
        return at.date().isoformat() if self.copy is Copy.PUBLIC else at.isoformat()

    def _acted(self, at: datetime) -> str:
        # When a person supported or voted, to the second, is a trace that others could follow.
        return at.isoformat() if self.copy is Copy.WHOLE else at.date().isoformat()

    def _read(self, query: Any) -> Iterator[Any]:
        yield from db.session.execute(query.execution_options(yield_per=PIECE))

    def _held(self) -> ColumnElement[bool]:
        return or_(
            and_(
                Contribution.standing == Standing.HIDDEN,
                Contribution.moderation_reason == ModerationReason.SAFEGUARDING,
            ),
            exists().where(
                SafeguardingHold.contribution_id == Contribution.id,
                or_(SafeguardingHold.outcome.is_(None), SafeguardingHold.outcome != HoldOutcome.NO_CONCERN),
            ),
        )

    def _quotable(self) -> ColumnElement[bool]:
        if self.copy is Copy.WHOLE:
            return and_(Contribution.standing != Standing.WITHDRAWN, ~self._held())
        allowed = (Consent.PUBLIC,) if self.copy is Copy.PUBLIC else (Consent.BIDDERS, Consent.PUBLIC)
        standing = (Standing.PUBLISHED,) if self.copy is Copy.PUBLIC else _READ
        return and_(Contribution.standing.in_(standing), Contribution.consent.in_(allowed), ~self._held())

    def _why_left_out(self, row: Any) -> str:
        if row.quotable:
            return ""
        if row.held:
            return ModerationReason.SAFEGUARDING.value
        if row.standing not in _READ:
            return str(row.standing)
        return Consent.COUNT_ONLY.value


def public_ideas(board_id: uuid.UUID) -> Select[Any]:
    words = aliased(Contribution)
    return (
        select(Idea.id)
        .join(words, Idea.contribution_id == words.id)
        .where(
            Idea.board_id == board_id,
            words.standing == Standing.PUBLISHED,
            words.consent == Consent.PUBLIC,
            ~exists().where(
                SafeguardingHold.contribution_id == words.id,
                or_(SafeguardingHold.outcome.is_(None), SafeguardingHold.outcome != HoldOutcome.NO_CONCERN),
            ),
        )
    )
