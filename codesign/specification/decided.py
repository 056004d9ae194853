"""Decisions as their pages show them: you said, we did, or we did not, because."""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from codesign.core.heard import READABLE_STANDINGS
from codesign.core.terms import Response, Standing
from codesign.extensions import db
from codesign.models import (
    Codebook,
    Contribution,
    Decision,
    DecisionSubject,
    Idea,
    IdeaBoard,
    Project,
    Requirement,
    Theme,
)
from codesign.specification.deciding import decision_of
from codesign.tallies.themes import Tallies, theme_tallies


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """A theme or an idea that a decision answers, with the people who said or backed it."""

    ref: str
    title: str
    people: int
    idea: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionLine:
    """One decision with what it answers and what it led to."""

    ref: str
    said: str
    behind: tuple[Behind, ...]
    response: Response
    action: str
    reason: str
    decided_by: str
    decided_on: date | None
    owner: str
    due_on: date | None
    published_on: date | None
    requirements: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionsPage:
    """Every decision, and whether residents can read the page of what was heard. `base` is the people with words."""

    decisions: tuple[DecisionLine, ...]
    base: int
    heard_published_at: datetime | None

    @property
    def unpublished(self) -> int:
        return sum(1 for decision in self.decisions if decision.published_on is None)


def decisions_page(project_id: uuid.UUID) -> DecisionsPage:
    """Every decision by reference, in a fixed number of statements."""
    decisions = db.session.scalars(
        select(Decision).where(Decision.project_id == project_id).order_by(Decision.ref)
    ).all()
    tallies = theme_tallies(project_id)
    behind, led_to = _subjects(project_id, tallies)
    return DecisionsPage(
        decisions=tuple(
            DecisionLine(
                ref=each.ref,
                said=each.said,
                behind=tuple(behind.get(each.id, ())),
                response=each.response,
                action=each.action,
                reason=each.reason,
                decided_by=each.decided_by,
                decided_on=each.decided_on,
                owner=each.owner,
                due_on=each.due_on,
                published_on=each.published_on,
                requirements=tuple(led_to.get(each.id, ())),
            )
            for each in decisions
        ),
        base=tallies.base,
        heard_published_at=db.session.get_one(Project, project_id).heard_published_at,
    )


def _subjects(
    project_id: uuid.UUID, tallies: Tallies
) -> tuple[dict[uuid.UUID, list[Behind]], dict[uuid.UUID, list[tuple[str, str]]]]:
    behind: dict[uuid.UUID, list[Behind]] = defaultdict(list)
    led_to: dict[uuid.UUID, list[tuple[str, str]]] = defaultdict(list)
    # Each subject is one of the three, so two of them are None in every row.
    rows: Any = db.session.execute(
        select(DecisionSubject.decision_id, Theme, Idea, Requirement, Contribution.standing)
        .join(Decision, Decision.id == DecisionSubject.decision_id)
        .outerjoin(Theme, Theme.id == DecisionSubject.theme_id)
        .outerjoin(Idea, Idea.id == DecisionSubject.idea_id)
        .outerjoin(Contribution, Contribution.id == Idea.contribution_id)
        .outerjoin(Requirement, Requirement.id == DecisionSubject.requirement_id)
        .where(Decision.project_id == project_id)
    )
    for decision, theme, idea, requirement, standing in rows:
        if theme is not None:
            people = tallies.of(theme.id).people
            behind[decision].append(Behind(ref=theme.ref, title=theme.title, people=people, idea=False))
        elif idea is not None:
            title = idea.title if standing in READABLE_STANDINGS else ""
            behind[decision].append(Behind(ref=idea.ref, title=title, people=idea.supports, idea=True))
        elif requirement is not None:
            led_to[decision].append((requirement.ref, requirement.title))
    for pieces in behind.values():
        pieces.sort(key=lambda piece: (piece.idea, piece.ref))
    for references in led_to.values():
        references.sort()
    return behind, led_to


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionChoices:
    """What a decision may answer and lead to: (value, words) for themes, ideas and requirements."""

    themes: tuple[tuple[str, str], ...]
    ideas: tuple[tuple[str, str], ...]
    requirements: tuple[tuple[str, str], ...]


def decision_choices(project_id: uuid.UUID) -> DecisionChoices:
    """Themes, published ideas with the most supported first, and requirements."""
    themes = db.session.execute(
        select(Theme.ref, Theme.title)
        .join(Codebook, Codebook.id == Theme.codebook_id)
        .where(Codebook.project_id == project_id, Theme.housekeeping.is_(False))
        .order_by(Theme.position, Theme.ref)
    )
    ideas = db.session.execute(
        select(Idea.id, Idea.ref, Idea.title)
        .join(IdeaBoard, IdeaBoard.id == Idea.board_id)
        .join(Contribution, Contribution.id == Idea.contribution_id)
        .where(IdeaBoard.project_id == project_id, Contribution.standing == Standing.PUBLISHED)
        .order_by(Idea.supports.desc(), Idea.ref, Idea.id)
    )
    requirements = db.session.execute(
        select(Requirement.ref, Requirement.title)
        .where(Requirement.project_id == project_id)
        .order_by(Requirement.position, Requirement.ref)
    )
    return DecisionChoices(
        themes=tuple((ref, f"{ref} {title}") for ref, title in themes),
        ideas=tuple((key.hex, f"{ref} {title}") for key, ref, title in ideas),
        requirements=tuple((ref, f"{ref} {title}") for ref, title in requirements),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionFields:
    """One decision as its form is filled."""

    ref: str
    said: str
    response: str
    action: str
    reason: str
    decided_by: str
    decided_on: date | None
    owner: str
    due_on: date | None
    themes: tuple[str, ...]
    ideas: tuple[str, ...]
    requirements: tuple[str, ...]


def decision_fields(project_id: uuid.UUID, ref: str) -> DecisionFields:
    """One decision. Raises `NotFound`."""
    decision = decision_of(project_id, ref)
    subjects = db.session.execute(
        select(Theme.ref, DecisionSubject.idea_id, Requirement.ref)
        .select_from(DecisionSubject)
        .outerjoin(Theme, Theme.id == DecisionSubject.theme_id)
        .outerjoin(Requirement, Requirement.id == DecisionSubject.requirement_id)
        .where(DecisionSubject.decision_id == decision.id)
        .order_by(DecisionSubject.id)
    ).all()
    return DecisionFields(
        ref=decision.ref,
        said=decision.said,
        response=decision.response.value,
        action=decision.action,
        reason=decision.reason,
        decided_by=decision.decided_by,
        decided_on=decision.decided_on,
        owner=decision.owner,
        due_on=decision.due_on,
        themes=tuple(theme for theme, _idea, _requirement in subjects if theme),
        ideas=tuple(idea.hex for _theme, idea, _requirement in subjects if idea),
        requirements=tuple(requirement for _theme, _idea, requirement in subjects if requirement),
    )
