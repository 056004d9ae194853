"""The trace both ways: which requirement stands on what, which theme reached what, and what reached nothing."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select

from codesign.core.strength import Strength
from codesign.core.terms import EvidenceKind, RequirementStatus
from codesign.extensions import db
from codesign.models import (
    Codebook,
    Coding,
    Decision,
    DecisionSubject,
    EvidenceLink,
    Idea,
    Requirement,
    Theme,
)
from codesign.tallies.bearing import Bearing, bearings
from codesign.tallies.themes import theme_tallies


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceRow:
    """One requirement: pieces of its evidence by kind, and how many of them belong to each theme (by reference)."""

    ref: str
    title: str
    strength: Strength
    kinds: Mapping[EvidenceKind, int]
    themes: Mapping[str, int]
    decisions: tuple[str, ...]
    council_reason: str
    voiceless: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceTheme:
    """One theme: the people who said it, and the requirements and decisions it reached."""

    ref: str
    title: str
    people: int
    requirements: tuple[str, ...]
    decisions: tuple[str, ...]

    @property
    def open(self) -> bool:
        """Whether it has reached neither a requirement nor a decision."""
        return not self.requirements and not self.decisions


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """The matrix and its two lists of orphans. `base` is the people who gave any words."""

    rows: tuple[TraceRow, ...]
    themes: tuple[TraceTheme, ...]
    base: int

    @property
    def voiceless(self) -> tuple[TraceRow, ...]:
        """Requirements without a voice: no counted evidence that supports or qualifies them."""
        return tuple(row for row in self.rows if row.voiceless)

    @property
    def open_themes(self) -> tuple[TraceTheme, ...]:
        """Themes without a requirement or a decision."""
        return tuple(theme for theme in self.themes if theme.open)


def trace(project_id: uuid.UUID) -> Trace:
    """Requirements by themes and evidence, both ways, in a fixed number of statements.

    A requirement and a theme meet in a link to the theme itself, or in linked words that are coded to it. Requirements
    that were dropped and housekeeping codes are left out.
    """
    requirements = db.session.scalars(
        select(Requirement)
        .where(Requirement.project_id == project_id, Requirement.status != RequirementStatus.DROPPED)
        .order_by(Requirement.position, Requirement.ref)
    ).all()
    themes = db.session.scalars(
        select(Theme)
        .join(Codebook, Codebook.id == Theme.codebook_id)
        .where(Codebook.project_id == project_id, Theme.housekeeping.is_(False))
        .order_by(Theme.position, Theme.ref)
    ).all()
    borne = bearings(project_id)
    kinds = _kinds(project_id)
    met = _met(project_id)
    decided_themes, decided_requirements = _decided(project_id)
    tallies = theme_tallies(project_id)
    refs = {theme.id: theme.ref for theme in themes}
    rows = tuple(
        TraceRow(
            ref=each.ref,
            title=each.title,
            strength=borne[each.id].strength,
            kinds=kinds.get(each.id, {}),
            themes={refs[theme]: n for theme, n in met.get(each.id, {}).items() if theme in refs},
            decisions=decided_requirements.get(each.id, ()),
            council_reason=each.council_reason,
            voiceless=_voiceless(borne[each.id]),
        )
        for each in requirements
    )
    return Trace(
        rows=rows,
        themes=tuple(
            TraceTheme(
                ref=theme.ref,
                title=theme.title,
                people=tallies.of(theme.id).people,
                requirements=tuple(row.ref for row in rows if theme.ref in row.themes),
                decisions=decided_themes.get(theme.id, ()),
            )
            for theme in themes
        ),
        base=tallies.base,
    )


def _voiceless(bearing: Bearing) -> bool:
    return bearing.strength.sources - bearing.opposing <= 0


def _kinds(project_id: uuid.UUID) -> dict[uuid.UUID, dict[EvidenceKind, int]]:
    found: dict[uuid.UUID, dict[EvidenceKind, int]] = defaultdict(dict)
    rows = db.session.execute(
        select(EvidenceLink.requirement_id, EvidenceLink.kind, func.count())
        .join(Requirement, Requirement.id == EvidenceLink.requirement_id)
        .where(Requirement.project_id == project_id)
        .group_by(EvidenceLink.requirement_id, EvidenceLink.kind)
    )
    for requirement, kind, n in rows:
        found[requirement][kind] = n
    return found


def _met(project_id: uuid.UUID) -> dict[uuid.UUID, dict[uuid.UUID, int]]:
    """{requirement: {theme: links}}: links to the theme, and links to words coded to it."""
    found: dict[uuid.UUID, dict[uuid.UUID, int]] = defaultdict(lambda: defaultdict(int))
    here = select(Requirement.id).where(Requirement.project_id == project_id)
    direct = select(EvidenceLink.requirement_id, EvidenceLink.theme_id, func.count()).where(
        EvidenceLink.requirement_id.in_(here), EvidenceLink.theme_id.is_not(None)
    )
    by_words = (
        select(EvidenceLink.requirement_id, Coding.theme_id, func.count(EvidenceLink.id.distinct()))
        .outerjoin(Idea, Idea.id == EvidenceLink.idea_id)
        .join(
            Coding,
            or_(Coding.contribution_id == EvidenceLink.contribution_id, Coding.contribution_id == Idea.contribution_id),
        )
        .where(EvidenceLink.requirement_id.in_(here))
        .group_by(EvidenceLink.requirement_id, Coding.theme_id)
    )
    by_link = direct.group_by(EvidenceLink.requirement_id, EvidenceLink.theme_id)
    queries: tuple[Any, ...] = (by_link, by_words)
    for query in queries:
        for requirement, theme, n in db.session.execute(query):
            found[requirement][theme] += n
    return found


def _decided(project_id: uuid.UUID) -> tuple[dict[uuid.UUID, tuple[str, ...]], dict[uuid.UUID, tuple[str, ...]]]:
    """The references of decisions by theme, and by requirement they led to."""
    themes: dict[uuid.UUID, list[str]] = defaultdict(list)
    requirements: dict[uuid.UUID, list[str]] = defaultdict(list)
    rows = db.session.execute(
        select(Decision.ref, DecisionSubject.theme_id, DecisionSubject.requirement_id)
        .join(DecisionSubject, DecisionSubject.decision_id == Decision.id)
        .where(Decision.project_id == project_id)
        .order_by(Decision.ref)
    )
    for ref, theme, requirement in rows:
        if theme:
            themes[theme].append(ref)
        elif requirement:
            requirements[requirement].append(ref)
    return (
        {key: tuple(refs) for key, refs in themes.items()},
        {key: tuple(refs) for key, refs in requirements.items()},
    )
