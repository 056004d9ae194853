"""Batches, answers and those who are told of them: the rows that tests of answers share."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, TypeVar

from codesign.core.terms import AnswerState, Moscow, ReshapingKind, Response
from codesign.extensions import db
from codesign.models import (
    AnswerBatch,
    Decision,
    Idea,
    IdeaAnswer,
    IdeaBoard,
    IdeaLineage,
    Participant,
    Project,
    Requirement,
    Support,
)
from tests.make import NOW

Row = TypeVar("Row")


def add(row: Row) -> Row:
    db.session.add(row)
    db.session.flush()
    return row


def make_batch(board: IdeaBoard, ref: str = "A1", *, days_ago: int | None = None, **fields: Any) -> AnswerBatch:
    """A batch, published so many days ago, or not yet."""
    published = None if days_ago is None else NOW - timedelta(days=days_ago)
    values: dict[str, Any] = {"title": "Our first answers", "made_at": NOW, "published_at": published, **fields}
    return add(AnswerBatch(board_id=board.id, ref=ref, **values))


def make_answer_to(
    batch: AnswerBatch,
    idea: Idea,
    state: AnswerState | None = AnswerState.NOT_NOW,
    reason: str = "There is no money.",
    **fields: Any,
) -> IdeaAnswer:
    return add(IdeaAnswer(batch_id=batch.id, idea_id=idea.id, state=state, reason=reason if state else "", **fields))


def make_lineage(from_: Idea, into: Idea, kind: ReshapingKind = ReshapingKind.MERGE) -> IdeaLineage:
    return add(IdeaLineage(from_id=from_.id, into_id=into.id, kind=kind, at=NOW))


def make_support(idea: Idea, participant: Participant) -> Support:
    idea.supports += 1
    return add(Support(idea_id=idea.id, participant_id=participant.id, at=NOW))


def make_requirement(project: Project, ref: str = "REQ-009", title: str = "A market-day minibus") -> Requirement:
    return add(
        Requirement(
            project_id=project.id, ref=ref, title=title, moscow=Moscow.MUST, created_at=NOW, updated_at=NOW,
            statement="The provider must run a minibus on market day.",
        )
    )  # fmt: skip


def make_decision(project: Project, ref: str = "D-001", *, published: bool = True, **fields: Any) -> Decision:
    values: dict[str, Any] = {
        "said": "You want a bus.",
        "response": Response.PARTLY,
        "action": "One bus a week.",
        "reason": "There is money for one.",
        "published_on": NOW.date() if published else None,
        "created_at": NOW,
        **fields,
    }
    return add(Decision(project_id=project.id, ref=ref, **values))
