"""The rows of a board for each table of the layout, as an edition may have them; read in pieces, never all at once."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from operator import itemgetter
from typing import Any

from sqlalchemy import case, func, select, union

from codesign.core.terms import ContributionKind, Standing
from codesign.extensions import db
from codesign.ideas.exchange.acts_out import ActsOut
from codesign.ideas.exchange.layout import BY_NAME, LAYOUT, Copy
from codesign.ideas.exchange.rows_base import NOBODY, Line
from codesign.ideas.exchange.words_out import WordsOut
from codesign.models import (
    Contribution,
    Idea,
    PairChoice,
    Participant,
    StatementVote,
    Support,
)


class BoardRows(WordsOut, ActsOut):
    """One board's rows for one file."""

    def lines(self, table: str) -> Iterator[Line]:
        """The rows of a table with the columns of the edition, in their order."""
        kept = [place for place, column in enumerate(BY_NAME[table].columns) if self.copy in column.copies]
        pick = itemgetter(*kept) if len(kept) > 1 else lambda line: (line[kept[0]],)
        for line in getattr(self, f"_{table}")():
            yield pick(line)

    def _board(self) -> Iterator[Line]:
        board = self.board
        ideas, shown = self._sizes(ContributionKind.IDEA)
        replies, replies_shown = self._sizes(ContributionKind.COMMENT)
        yield (
            LAYOUT,
            self.copy.value,
            self.at.isoformat(),
            board.ref,
            board.title,
            board.introduction,
            board.influence,
            board.influence_reason,
            board.asks,
            board.budget,
            board.moderation,
            board.totals,
            board.reacts_early,
            board.takes_photos,
            board.asks_place,
            self.moment(board.opens_at),
            board.closes_on.isoformat() if board.closes_on else None,
            board.closes_time.isoformat() if board.closes_time else None,
            board.zone,
            self._language(),
            ideas,
            shown,
            replies,
            replies_shown,
            self._left_out(),
            self._people_count(),
        )

    def _people_count(self) -> int:
        people = _people_of(self.board.id).subquery()
        query = select(func.count()).select_from(people).where(people.c.participant_id != (self._staff or NOBODY))
        return db.session.scalar(query) or 0

    def _sizes(self, kind: ContributionKind) -> tuple[int, int]:
        row = db.session.execute(
            select(func.count(), func.sum(case((Contribution.standing == Standing.PUBLISHED, 1), else_=0))).where(
                Contribution.activity_id == self.board.id, Contribution.kind == kind
            )
        ).one()
        return row[0], row[1] or 0

    def _left_out(self) -> int:
        """Ideas and replies without their words here. (Of a public copy also a reply whose idea is not in it.)"""
        kept = self._quotable()
        if self.copy is Copy.PUBLIC:
            all_of = select(func.count()).where(
                Contribution.activity_id == self.board.id,
                Contribution.kind.in_((ContributionKind.IDEA, ContributionKind.COMMENT)),
            )
            whole = db.session.scalar(all_of) or 0
            ideas = db.session.scalar(select(func.count()).select_from(self._idea_query().subquery())) or 0
            replies = db.session.scalar(select(func.count()).select_from(self._reply_query().subquery())) or 0
            return whole - ideas - replies
        return (
            db.session.scalar(
                select(func.count()).where(
                    Contribution.activity_id == self.board.id,
                    Contribution.kind.in_((ContributionKind.IDEA, ContributionKind.COMMENT)),
                    ~kept,
                )
            )
            or 0
        )

    def _language(self) -> str:
        most = db.session.execute(
            select(Contribution.language, func.count().label("many"))
            .where(Contribution.activity_id == self.board.id)
            .group_by(Contribution.language)
            .order_by(func.count().desc(), Contribution.language)
            .limit(1)
        ).first()
        return most.language if most else "en"

    def _phases(self) -> Iterator[Line]:
        for phase in self.board.phases:
            yield phase.kind, phase.starts_on.isoformat(), phase.words

    def _prompts(self) -> Iterator[Line]:
        for prompt in sorted(self.board.prompts, key=lambda prompt: prompt.position):
            yield prompt.position, prompt.text

    def _people(self) -> Iterator[Line]:
        query = (
            select(Participant.id, Participant.source_id, Participant.language, Participant.groups)
            .where(Participant.id.in_(_people_of(self.board.id)), Participant.id != (self._staff or NOBODY))
            .order_by(Participant.id)
        )
        for row in self._read(query):
            yield self.person(row.id), row.source_id or "", row.language, row.groups or {}


def _people_of(board_id: uuid.UUID) -> Any:
    ideas = select(Idea.id).where(Idea.board_id == board_id)
    return union(
        select(Contribution.participant_id).where(Contribution.activity_id == board_id),
        select(Support.participant_id).where(Support.idea_id.in_(ideas)),
        select(StatementVote.participant_id).where(StatementVote.idea_id.in_(ideas)),
        select(PairChoice.participant_id).where(PairChoice.board_id == board_id),
    )
