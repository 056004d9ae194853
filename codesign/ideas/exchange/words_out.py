"""The rows of ideas, replies and their earlier wordings, as an edition may have them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from codesign.core.terms import Vote
from codesign.ideas.exchange.layout import Copy
from codesign.ideas.exchange.rows_base import REPLY_MARK, Line, Rows, public_ideas
from codesign.models import (
    Area,
    Comment,
    Contribution,
    ContributionVersion,
    Idea,
    IdeaVersion,
    ModerationAction,
    PaperTally,
    Prompt,
    StatementVote,
)


class WordsOut(Rows):
    """What was said on a board."""

    def _policy(self) -> Any:
        return (
            select(func.max(ModerationAction.policy_number))
            .where(ModerationAction.contribution_id == Contribution.id)
            .scalar_subquery()
        )

    def _said(self) -> tuple[Any, ...]:
        return (
            Contribution.code,
            Contribution.participant_id,
            Contribution.text,
            Contribution.language,
            Contribution.consent,
            Contribution.shown_as,
            Contribution.shown_words,
            Contribution.standing,
            Contribution.moderation_reason,
            Contribution.moderation_code,
            Contribution.moderation_note,
            Contribution.moderated_at,
            Contribution.said_at,
            Contribution.source_id,
            self._policy().label("policy"),
            self._quotable().label("quotable"),
            self._held().label("held"),
        )

    def _idea_query(self) -> Select[Any]:
        query = select(Idea.id).join(Contribution, Idea.contribution_id == Contribution.id)
        query = query.where(Idea.board_id == self.board.id)
        return query.where(self._quotable()) if self.copy is Copy.PUBLIC else query

    def _ideas(self) -> Iterator[Line]:
        votes = (
            select(
                StatementVote.idea_id,
                *(
                    func.sum(case((StatementVote.vote == vote, 1), else_=0)).label(vote.value)
                    for vote in (Vote.AGREE, Vote.DISAGREE, Vote.PASS)
                ),
            )
            .join(Idea, StatementVote.idea_id == Idea.id)
            .where(Idea.board_id == self.board.id)
            .group_by(StatementVote.idea_id)
            .subquery()
        )
        ticks = (
            select(PaperTally.idea_id, func.sum(PaperTally.ticks).label("ticks"))
            .join(Idea, PaperTally.idea_id == Idea.id)
            .where(Idea.board_id == self.board.id, PaperTally.withdrawn_at.is_(None))
            .group_by(PaperTally.idea_id)
            .subquery()
        )
        query = (
            self._idea_query()
            .add_columns(
                *self._said(),
                Idea.ref,
                Idea.title,
                Prompt.position,
                Area.code.label("area"),
                Idea.place_words,
                Idea.latitude,
                Idea.longitude,
                Idea.supports,
                Idea.brought_supports,
                Idea.replies,
                Idea.seen,
                Idea.extra,
                votes.c.agree,
                votes.c.disagree,
                votes.c["pass"].label("passed"),
                ticks.c.ticks,
            )
            .outerjoin(Prompt, Idea.prompt_id == Prompt.id)
            .outerjoin(Area, Idea.area_id == Area.id)
            .outerjoin(votes, votes.c.idea_id == Idea.id)
            .outerjoin(ticks, ticks.c.idea_id == Idea.id)
            .order_by(Idea.created_at, Idea.id)
        )
        shows = self.shows_totals
        for row in self._read(query):
            left_out = self._why_left_out(row)
            yield (
                row.ref,
                row.code,
                "" if row.participant_id == self._staff else self.person(row.participant_id),
                row.participant_id == self._staff,
                "" if left_out else row.title,
                "" if left_out else row.text,
                left_out,
                row.language,
                row.consent,
                row.shown_as,
                "" if left_out else row.shown_words,
                row.standing,
                row.moderation_reason,
                row.moderation_code,
                row.policy,
                "" if left_out else row.moderation_note,
                self.moment(row.moderated_at),
                row.position,
                row.area or "",
                "" if left_out else row.place_words,
                None if left_out or row.latitude is None else format(row.latitude, "f"),
                None if left_out or row.longitude is None else format(row.longitude, "f"),
                row.supports if shows else None,
                row.brought_supports if shows else None,
                (row.agree or 0) if shows else None,
                (row.disagree or 0) if shows else None,
                (row.passed or 0) if shows else None,
                (row.ticks or 0) if shows else None,
                row.replies,
                row.seen,
                self.moment(row.said_at),
                row.source_id or "",
                {} if left_out else row.extra or {},
            )

    def _reply_query(self) -> Select[Any]:
        query = (
            select(Comment.id)
            .join(Contribution, Comment.contribution_id == Contribution.id)
            .join(Idea, Comment.idea_id == Idea.id)
            .where(Idea.board_id == self.board.id)
        )
        if self.copy is Copy.PUBLIC:
            query = query.where(self._quotable(), Idea.id.in_(public_ideas(self.board.id)))
        return query

    def _reply_codes(self) -> dict[uuid.UUID, str]:
        """The codes of replies that others answer, to name a parent or a thread by."""
        kept = self._reply_query()
        above = aliased(Comment)
        query = kept.with_only_columns(Comment.id, Contribution.code).where(
            or_(exists().where(above.parent_id == Comment.id), exists().where(above.thread_id == Comment.id))
        )
        return {row.id: row.code for row in self._read(query)}

    def _replies(self) -> Iterator[Line]:
        codes = self._reply_codes()
        query = (
            self._reply_query()
            .add_columns(*self._said(), Idea.ref, Comment.parent_id, Comment.thread_id, Comment.kind, Comment.extra)
            .order_by(Contribution.said_at, Comment.id)
        )
        for row in self._read(query):
            left_out = self._why_left_out(row)
            yield (
                row.code,
                row.ref,
                codes.get(row.parent_id, ""),
                codes.get(row.thread_id, ""),
                row.kind,
                "" if row.participant_id == self._staff else self.person(row.participant_id),
                row.participant_id == self._staff,
                "" if left_out else row.text,
                left_out,
                row.language,
                row.consent,
                row.shown_as,
                "" if left_out else row.shown_words,
                row.standing,
                row.moderation_reason,
                row.moderation_code,
                row.policy,
                "" if left_out else row.moderation_note,
                self.moment(row.moderated_at),
                self.moment(row.said_at),
                (row.source_id or "").removeprefix(REPLY_MARK),
                {} if left_out else row.extra or {},
            )

    def _versions(self) -> Iterator[Line]:
        later = aliased(ContributionVersion)
        query = (
            select(
                Contribution.code,
                ContributionVersion.number,
                ContributionVersion.text,
                ContributionVersion.at,
                IdeaVersion.title,
                IdeaVersion.shown,
                IdeaVersion.at.label("replaced_at"),
            )
            .join(Contribution, ContributionVersion.contribution_id == Contribution.id)
            .outerjoin(Idea, Idea.contribution_id == Contribution.id)
            .outerjoin(
                IdeaVersion,
                and_(IdeaVersion.idea_id == Idea.id, IdeaVersion.number == ContributionVersion.number),
            )
            .where(
                Contribution.activity_id == self.board.id,
                self._quotable(),
                exists().where(later.contribution_id == Contribution.id, later.number > ContributionVersion.number),
            )
            .order_by(Contribution.id, ContributionVersion.number)
        )
        for row in self._read(query):
            yield (
                row.code,
                row.number,
                row.title or "",
                row.text or "",
                bool(row.shown),
                self.moment(row.at),
                self.moment(row.replaced_at),
            )
