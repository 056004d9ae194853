"""The commissioner's published answers to ideas: which one holds, and which came before. Every room reads it here."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CTE, Select, select

from codesign.core.answers import ANSWERED, LONG_WORDS, SHORT_WORDS, TONES, Tone
from codesign.core.heard import READABLE_STANDINGS
from codesign.core.terms import AnswerState, RequirementStatus
from codesign.extensions import db
from codesign.models import (
    Activity,
    AnswerBatch,
    Contribution,
    Decision,
    Idea,
    IdeaAnswer,
    IdeaLineage,
    Project,
    Requirement,
)


@dataclass(frozen=True, slots=True)
class Led:
    """A requirement or a decision that an answer names. `public`: residents find it on the page of what was heard."""

    id: uuid.UUID
    ref: str
    title: str
    public: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One published answer. `to_ref` and `to_title` are of the idea it was given to; `own` False: to one made of this.

    `state` is None where an imported answer says none.
    """

    batch: str
    at: datetime
    to_id: uuid.UUID
    to_ref: str
    to_title: str
    own: bool
    state: AnswerState | None
    words: str
    reason: str
    requirement: Led | None
    decision: Led | None

    @property
    def opening(self) -> str:
        """The first sentence, a message id; empty where the answer says no more than its words."""
        return LONG_WORDS[self.state] if self.state else ""

    @property
    def label(self) -> str:
        """The tag, a message id."""
        return SHORT_WORDS[self.state] if self.state else ANSWERED

    @property
    def tone(self) -> Tone:
        return TONES[self.state] if self.state else Tone.WAIT


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What was answered to one idea, newest first.

    `holding` has one answer, or one for each idea that this one was split into; `earlier` stay readable.
    """

    holding: tuple[Answer, ...]
    earlier: tuple[Answer, ...] = ()

    @property
    def state(self) -> AnswerState | None:
        """What holds; None where an answer names no state, or two differ."""
        states = {answer.state for answer in self.holding}
        return states.pop() if len(states) == 1 else None

    @property
    def label(self) -> str:
        """The tag on cards and in lists, a message id."""
        return SHORT_WORDS[self.state] if self.state else ANSWERED

    @property
    def tone(self) -> Tone:
        return TONES[self.state] if self.state else Tone.WAIT


def became(base: Select[Any]) -> CTE:
    """Columns `origin` and `idea`: each idea of `base` with itself and every idea that was made of it."""
    wanted = base.subquery()
    first = select(wanted.c[0].label("origin"), wanted.c[0].label("idea"))
    reached = first.cte("became", recursive=True)
    return reached.union(
        select(reached.c.origin, IdeaLineage.into_id).join(IdeaLineage, IdeaLineage.from_id == reached.c.idea)
    )


def came_from(base: Select[Any]) -> CTE:
    """Columns `origin` and `idea`: each idea of `base` with itself and every idea that it was made of."""
    wanted = base.subquery()
    first = select(wanted.c[0].label("origin"), wanted.c[0].label("idea"))
    reached = first.cte("came_from", recursive=True)
    return reached.union(
        select(reached.c.origin, IdeaLineage.from_id).join(IdeaLineage, IdeaLineage.into_id == reached.c.idea)
    )


def answers_on(ideas: Collection[uuid.UUID], at: datetime) -> dict[uuid.UUID, Answered]:
    """The published answers of any number of ideas, those to what was made of them included. One query; none for none."""
    if not ideas:
        return {}
    line = became(select(Idea.id).where(Idea.id.in_(ideas)))
    rows = db.session.execute(
        select(line.c.origin, IdeaAnswer, AnswerBatch.ref, AnswerBatch.published_at, Idea, Requirement, Decision)
        .add_columns(Project.heard_published_at)
        .select_from(line)
        .join(IdeaAnswer, IdeaAnswer.idea_id == line.c.idea)
        .join(AnswerBatch, AnswerBatch.id == IdeaAnswer.batch_id)
        .join(Idea, Idea.id == IdeaAnswer.idea_id)
        .join(Contribution, Contribution.id == Idea.contribution_id)
        .join(Activity, Activity.id == AnswerBatch.board_id)
        .join(Project, Project.id == Activity.project_id)
        .outerjoin(Requirement, Requirement.id == IdeaAnswer.requirement_id)
        .outerjoin(Decision, Decision.id == IdeaAnswer.decision_id)
        .where(AnswerBatch.published_at <= at, Contribution.standing.in_(READABLE_STANDINGS))
        .order_by(AnswerBatch.published_at.desc(), AnswerBatch.id.desc(), IdeaAnswer.id)
    )
    found: dict[uuid.UUID, list[Answer]] = defaultdict(list)
    for origin, row, batch, published_at, idea, requirement, decision, heard in rows:
        answer = answer_of(
            row,
            idea,
            batch=batch,
            at=published_at,
            requirement=requirement,
            decision=decision,
            heard=heard is not None and heard <= at,
            own=row.idea_id == origin,
        )
        found[origin].append(answer)
    return {key: _held(answers) for key, answers in found.items()}


def answer_of(
    row: IdeaAnswer,
    idea: Idea,
    *,
    batch: str,
    at: datetime,
    requirement: Requirement | None,
    decision: Decision | None,
    heard: bool,
    own: bool = True,
) -> Answer:
    """One answer as a value. `heard`: the page of what was heard is open to residents."""
    return Answer(
        batch=batch,
        at=at,
        to_id=idea.id,
        to_ref=idea.ref,
        to_title=idea.title,
        own=own,
        state=row.state,
        words=row.words,
        reason=row.reason,
        requirement=_requirement(requirement, heard) if requirement else None,
        decision=_decision(decision, heard) if decision else None,
    )


def _requirement(row: Requirement, heard: bool) -> Led:
    return Led(row.id, row.ref, row.title, heard and row.status is not RequirementStatus.DROPPED)


def _decision(row: Decision, heard: bool) -> Led:
    return Led(row.id, row.ref, row.said, heard and row.published_on is not None)


def _held(answers: Iterable[Answer]) -> Answered:
    """Newest first, an idea's own before one to what was made of it; the newest of each idea that still counts holds."""
    order = sorted(answers, key=lambda answer: (-answer.at.timestamp(), not answer.own))
    newest: dict[uuid.UUID, Answer] = {}
    for answer in order:
        newest.setdefault(answer.to_id, answer)
    holding = [order[0]] if order[0].own else [answer for answer in newest.values() if not answer.own]
    return Answered(
        holding=tuple(holding), earlier=tuple(answer for answer in order if not any(answer is one for one in holding))
    )
