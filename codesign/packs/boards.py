"""Idea boards, from rows to the values of a pack: every idea with its counts, what it was made of and what became of it."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, union

from codesign.core import pack as p
from codesign.core.terms import BoardAsks, Stance, Vote
from codesign.extensions import db
from codesign.models import (
    Contribution,
    Decision,
    DecisionSubject,
    EvidenceLink,
    Idea,
    IdeaBoard,
    IdeaLineage,
    PairChoice,
    PaperTally,
    Requirement,
    StatementVote,
    Submission,
    Support,
)
from codesign.packs.sources import Sources, printable
from codesign.tallies.idea_answers import Answered, answers_on
from codesign.tallies.taking_part import COUNTED

ANSWERED = "answered"  # an imported answer that names no state


@dataclass(frozen=True, slots=True)
class _Became:
    """What became of an idea, and the requirements it led to."""

    outcome: str = ""
    reason: str = ""
    requirements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counts:
    """Everything counted or said about ideas, by key."""

    votes: Mapping[tuple[uuid.UUID, Vote], int]
    supports: Mapping[uuid.UUID, int]
    ticks: Mapping[uuid.UUID, int]
    came_from: Mapping[uuid.UUID, list[str]]
    became: Mapping[uuid.UUID, list[str]]
    outcome: Mapping[uuid.UUID, _Became]


def boards(sources: Sources, at: datetime) -> tuple[p.Board, ...]:
    """Every board with every idea, whatever its standing: an edition leaves out what its readers may not see."""
    counts = _counts(sources, at)
    by_contribution = {i.contribution_id: i for i in sources.ideas}
    zone = ZoneInfo(sources.project.time_zone)
    made = []
    for board in sources.of_kind(IdeaBoard):
        assert isinstance(board, IdeaBoard)
        own = [i for i in sources.ideas if i.board_id == board.id]
        made.append(
            p.Board(
                ref=board.ref,
                title=board.title,
                asks=board.asks,
                prompts=tuple(prompt.text for prompt in board.prompts),
                people=_board_people(board.id),
                opened=_day(board.opens_at, zone),
                closed=_day(board.closes_at, zone),
                ideas=tuple(
                    _idea(sources, idea, counts, by_contribution, titled=board.asks is not BoardAsks.STATEMENTS)
                    for idea in own
                ),
            )
        )
    return tuple(made)


def _idea(
    sources: Sources,
    idea: Idea,
    counts: _Counts,
    by_contribution: dict[uuid.UUID, Idea],
    *,
    titled: bool,
) -> p.Idea:
    said = idea.contribution
    outcome = counts.outcome.get(idea.id, _Became())
    into = by_contribution.get(said.merged_into_id) if said.merged_into_id else None
    return p.Idea(
        ref=sources.idea_refs[idea.id],
        text=printable(said.text or idea.title) if said.standing.value != "withdrawn" else None,
        consent=said.consent,
        standing=said.standing,
        language=said.language,
        # A statement has no title of its own, and a one-line idea says the same twice.
        title=printable(idea.title)
        if titled and idea.title != said.text and said.standing.value != "withdrawn"
        else None,
        source_id=said.source_id,
        support=counts.supports.get(idea.id, 0),
        agree=counts.votes.get((idea.id, Vote.AGREE), 0),
        disagree=counts.votes.get((idea.id, Vote.DISAGREE), 0),
        pass_=counts.votes.get((idea.id, Vote.PASS), 0),
        merged_into=sources.idea_refs[into.id] if into else None,
        themes=tuple(sorted(sources.themes_of.get(said.id, ()))),
        outcome=outcome.outcome,
        outcome_reason=outcome.reason,
        requirements=outcome.requirements,
        came_from=tuple(sorted(counts.came_from.get(idea.id, ()))),
        became=tuple(sorted(counts.became.get(idea.id, ()))),
        paper_ticks=counts.ticks.get(idea.id, 0),
        brought_supports=idea.brought_supports,
    )


def _counts(sources: Sources, at: datetime) -> _Counts:
    ideas = [i.id for i in sources.ideas]
    votes = select(StatementVote.idea_id, StatementVote.vote, func.count()).where(StatementVote.idea_id.in_(ideas))
    came_from: dict[uuid.UUID, list[str]] = defaultdict(list)
    became: dict[uuid.UUID, list[str]] = defaultdict(list)
    lineage = select(IdeaLineage.from_id, IdeaLineage.into_id).where(IdeaLineage.from_id.in_(ideas))
    for from_, into in db.session.execute(lineage):
        came_from[into].append(sources.idea_refs[from_])
        became[from_].append(sources.idea_refs[into])
    return _Counts(
        votes={
            (idea, vote): n
            for idea, vote, n in db.session.execute(votes.group_by(StatementVote.idea_id, StatementVote.vote))
        },
        supports=_numbers(
            select(Support.idea_id, func.count()).where(Support.idea_id.in_(ideas)).group_by(Support.idea_id)
        ),
        ticks=_numbers(
            select(PaperTally.idea_id, func.sum(PaperTally.ticks))
            .where(PaperTally.idea_id.in_(ideas), PaperTally.withdrawn_at.is_(None))
            .group_by(PaperTally.idea_id)
        ),
        came_from=came_from,
        became=became,
        outcome=_outcomes(sources, at),
    )


def _numbers(query: Any) -> dict[uuid.UUID, int]:
    return {row[0]: int(row[1]) for row in db.session.execute(query)}


def _outcomes(sources: Sources, at: datetime) -> dict[uuid.UUID, _Became]:
    """What became of each idea: the latest published answer, else the decision that names it."""
    ideas = [i.id for i in sources.ideas]
    answers = answers_on(ideas, at)
    led: dict[uuid.UUID, set[str]] = defaultdict(set)
    links = db.session.execute(
        select(EvidenceLink.idea_id, Requirement.ref)
        .join(Requirement, Requirement.id == EvidenceLink.requirement_id)
        .where(EvidenceLink.idea_id.in_(ideas), EvidenceLink.stance != Stance.OPPOSES)
    )
    for idea, ref in links:
        if idea is not None:
            led[idea].add(ref)
    decided: dict[uuid.UUID, Decision] = {}
    rows = db.session.execute(
        select(DecisionSubject.idea_id, Decision)
        .join(Decision, Decision.id == DecisionSubject.decision_id)
        .where(DecisionSubject.idea_id.in_(ideas))
        .order_by(Decision.decided_on.desc().nulls_last(), Decision.ref)
    )
    for idea, decision in rows:
        if idea is not None:
            decided.setdefault(idea, decision)
    found = {}
    for key in {*answers, *led, *decided}:
        outcome, reason = _said(answers.get(key), decided.get(key))
        named = {one.requirement.ref for one in answers[key].holding if one.requirement} if key in answers else set()
        found[key] = _Became(outcome, reason, tuple(sorted(led[key] | named)))
    return found


def _said(answered: Answered | None, decision: Decision | None) -> tuple[str, str]:
    """The code of the outcome and its words; of several answers that hold, all their words."""
    if answered is not None:
        words = (part for one in answered.holding for part in (one.words, one.reason) if part)
        return (answered.state.value if answered.state else ANSWERED), " ".join(words)
    if decision is not None:
        return decision.response.value, " ".join(part for part in (decision.action, decision.reason) if part)
    return "", ""


def _board_people(board_id: uuid.UUID) -> int:
    """Different people who wrote, supported, voted or chose on a board."""
    ideas = select(Idea.id).where(Idea.board_id == board_id).scalar_subquery()
    people = union(
        select(Contribution.participant_id)
        .join(Submission, Submission.id == Contribution.submission_id)
        .where(Contribution.activity_id == board_id, Submission.state.in_(COUNTED)),
        select(Support.participant_id).where(Support.idea_id.in_(ideas)),
        select(StatementVote.participant_id).where(StatementVote.idea_id.in_(ideas)),
        select(PairChoice.participant_id).where(PairChoice.board_id == board_id),
    ).subquery()
    return db.session.scalar(select(func.count()).select_from(people)) or 0


def _day(moment: datetime | None, zone: ZoneInfo) -> Any:
    return moment.astimezone(zone).date() if moment else None
