"""The rows of what people did with ideas, and of what staff answered, merged and moderated."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from codesign.ideas.exchange.layout import Copy
from codesign.ideas.exchange.rows_base import Line, Rows, public_ideas
from codesign.models import (
    AnswerBatch,
    Contribution,
    Decision,
    Idea,
    IdeaAnswer,
    IdeaLineage,
    ModerationAction,
    PairChoice,
    PaperTally,
    Requirement,
    StatementVote,
    Support,
    WrittenPolicy,
)


class ActsOut(Rows):
    """Supports, votes, pairs and tallies; answers, lineage and moderation."""

    def _each_idea(self, query: Any, line: Callable[[Any], Line]) -> Iterator[Line]:
        """Rows idea by idea, within one idea in the order of the drawn names: no trace of who came when."""
        for _idea, group in groupby(self._read(query), key=itemgetter(0)):
            yield from sorted(map(line, group), key=itemgetter(0))

    def _supports(self) -> Iterator[Line]:
        before = aliased(Idea)
        query = (
            select(
                Support.idea_id,
                Idea.ref,
                Support.participant_id,
                Support.at,
                Support.kept_at,
                before.ref.label("moved_from"),
            )
            .join(Idea, Support.idea_id == Idea.id)
            .outerjoin(before, Support.moved_from_id == before.id)
            .where(Idea.board_id == self.board.id)
            .order_by(Support.idea_id)
        )
        yield from self._each_idea(
            query,
            lambda row: (
                self.person(row[2]),
                row[1],
                self._acted(row[3]),
                self.moment(row.kept_at),
                row.moved_from or "",
            ),
        )

    def _votes(self) -> Iterator[Line]:
        query = (
            select(StatementVote.idea_id, Idea.ref, StatementVote.participant_id, StatementVote.vote, StatementVote.at)
            .join(Idea, StatementVote.idea_id == Idea.id)
            .where(Idea.board_id == self.board.id)
            .order_by(StatementVote.idea_id)
        )
        yield from self._each_idea(query, lambda row: (self.person(row[2]), row[1], row[3], self._acted(row[4])))

    def _pairs(self) -> Iterator[Line]:
        first, second, chosen = aliased(Idea), aliased(Idea), aliased(Idea)
        query = (
            select(
                PairChoice.first_id,
                PairChoice.participant_id,
                first.ref.label("first"),
                second.ref.label("second"),
                chosen.ref.label("chosen"),
                PairChoice.at,
            )
            .join(first, PairChoice.first_id == first.id)
            .join(second, PairChoice.second_id == second.id)
            .outerjoin(chosen, PairChoice.chosen_id == chosen.id)
            .where(PairChoice.board_id == self.board.id)
            .order_by(PairChoice.first_id)
        )
        yield from self._each_idea(
            query,
            lambda row: (self.person(row.participant_id), row.first, row.second, row.chosen or "", self._acted(row.at)),
        )

    def _tallies(self) -> Iterator[Line]:
        query = (
            select(PaperTally, Idea.ref)
            .join(Idea, PaperTally.idea_id == Idea.id)
            .where(Idea.board_id == self.board.id)
            .order_by(PaperTally.keyed_at, PaperTally.id)
        )
        if self.copy is not Copy.WHOLE:
            query = query.where(PaperTally.withdrawn_at.is_(None))
        if self.copy is Copy.PUBLIC:
            query = query.where(Idea.id.in_(public_ideas(self.board.id)))
            if not self.shows_totals:
                return
        for tally, ref in self._read(query):
            yield (
                ref,
                tally.place,
                tally.counted_on.isoformat(),
                tally.ticks,
                self.moment(tally.keyed_at),
                self.moment(tally.withdrawn_at),
            )

    def _batches(self) -> Iterator[Line]:
        query = select(AnswerBatch).where(AnswerBatch.board_id == self.board.id).order_by(AnswerBatch.made_at)
        if self.copy is not Copy.WHOLE:
            query = query.where(AnswerBatch.published_at.is_not(None))
        for (batch,) in self._read(query):
            yield batch.ref, batch.title, batch.words, self.moment(batch.made_at), self.moment(batch.published_at)

    def _answers(self) -> Iterator[Line]:
        query = (
            select(
                AnswerBatch.ref.label("batch"),
                Idea.ref,
                IdeaAnswer.state,
                IdeaAnswer.words,
                IdeaAnswer.reason,
                Requirement.ref.label("requirement"),
                Decision.ref.label("decision"),
                IdeaAnswer.extra,
            )
            .join(AnswerBatch, IdeaAnswer.batch_id == AnswerBatch.id)
            .join(Idea, IdeaAnswer.idea_id == Idea.id)
            .outerjoin(Requirement, IdeaAnswer.requirement_id == Requirement.id)
            .outerjoin(Decision, IdeaAnswer.decision_id == Decision.id)
            .where(AnswerBatch.board_id == self.board.id)
            .order_by(AnswerBatch.made_at, Idea.created_at, IdeaAnswer.id)
        )
        if self.copy is not Copy.WHOLE:
            query = query.where(AnswerBatch.published_at.is_not(None))
        if self.copy is Copy.PUBLIC:
            query = query.where(Idea.id.in_(public_ideas(self.board.id)))
        for row in self._read(query):
            yield (*row[:5], row.requirement or "", row.decision or "", row.extra or {})

    def _lineage(self) -> Iterator[Line]:
        old, new = aliased(Idea), aliased(Idea)
        query = (
            select(old.ref.label("old"), new.ref.label("new"), IdeaLineage.kind, IdeaLineage.at)
            .join(old, IdeaLineage.from_id == old.id)
            .join(new, IdeaLineage.into_id == new.id)
            .where(old.board_id == self.board.id)
            .order_by(IdeaLineage.at, IdeaLineage.id)
        )
        for row in self._read(query):
            yield row.old, row.new, row.kind, self.moment(row.at)

    def _policies(self) -> Iterator[Line]:
        used = (
            select(ModerationAction.policy_number)
            .join(Contribution, ModerationAction.contribution_id == Contribution.id)
            .where(Contribution.activity_id == self.board.id)
        )
        query = (
            select(WrittenPolicy)
            .where(WrittenPolicy.project_id == self.board.project_id, WrittenPolicy.number.in_(used))
            .order_by(WrittenPolicy.number)
        )
        for (policy,) in self._read(query):
            yield policy.number, policy.words, policy.reasons, self.moment(policy.made_at)

    def _moderation(self) -> Iterator[Line]:
        query = (
            select(ModerationAction, Contribution.code.label("of"))
            .join(Contribution, ModerationAction.contribution_id == Contribution.id)
            .where(Contribution.activity_id == self.board.id)
            .order_by(ModerationAction.contribution_id, ModerationAction.number)
        )
        for act, of in self._read(query):
            yield (
                of,
                act.number,
                act.act,
                act.before,
                act.after,
                act.reason,
                act.code,
                act.policy_number,
                self.moment(act.at),
            )
