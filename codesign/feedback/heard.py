"""What was heard and decided, for everyone: people, themes with quotations, clauses with their evidence, decisions."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from codesign.core.heard import COUNTED_SENDINGS
from codesign.core.numbers import Share
from codesign.core.quoting import personal_details
from codesign.core.strength import Strength
from codesign.core.terms import Consent, Moscow, RequirementStatus, Standing, ThemeStance
from codesign.extensions import db
from codesign.feedback.paths import Decided, decided, shown_themes
from codesign.feedback.queries import PackName, is_published
from codesign.models import Coding, Contribution, Decision, Pack, Project, Requirement, Submission
from codesign.tallies import taking_part
from codesign.tallies.bearing import bearings
from codesign.tallies.themes import theme_tallies

QUOTES_A_THEME = 2
LONGEST_QUOTE = 260


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """Words that their author lets us quote in public, and how they stand towards their theme."""

    text: str
    language: str
    stance: ThemeStance


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardTheme:
    """A theme in the words of those who said it: people, of everyone who gave any words."""

    ref: str
    title: str
    definition: str
    people: Share
    few: bool
    quotes: tuple[Quoted, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardRequirement:
    """A clause with what stands behind it."""

    ref: str
    title: str
    statement: str
    moscow: Moscow
    council_reason: str
    strength: Strength
    ways: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardPage:
    """What was heard and decided. `published` False is a preview for staff."""

    published: bool
    people: int
    gave_words: int
    themes: tuple[HeardTheme, ...]
    decisions: tuple[Decided, ...]
    requirements: tuple[HeardRequirement, ...]
    packs: tuple[PackName, ...]


def heard_page(project_id: uuid.UUID, *, at: datetime) -> HeardPage:
    """The page of a project as it stands; the caller says who may read it before it is published."""
    project = db.session.get_one(Project, project_id)
    tallies = theme_tallies(project_id)
    themes = shown_themes(project_id)
    quotes = _quotes([theme.id for theme in themes])
    shown = [
        HeardTheme(
            ref=theme.ref,
            title=theme.title,
            definition=theme.definition,
            people=Share(tallies.of(theme.id).people, tallies.base),
            few=bool(theme.minority_note),
            quotes=quotes.get(theme.id, ()),
        )
        for theme in themes
    ]
    packs = db.session.execute(
        select(Pack.ref, Pack.check_code, Pack.frozen_at)
        .where(Pack.project_id == project_id, Pack.files.any())
        .order_by(Pack.version.desc())
    )
    return HeardPage(
        published=is_published(project, at),
        people=taking_part.people(project_id),
        gave_words=tallies.base,
        themes=tuple(sorted(shown, key=lambda theme: (-theme.people.n, theme.ref))),
        decisions=decided(project_id, Decision.published_on.is_not(None)),
        requirements=_clauses(project_id),
        packs=tuple(PackName(ref, code, frozen_at) for ref, code, frozen_at in packs),
    )


def _clauses(project_id: uuid.UUID) -> tuple[HeardRequirement, ...]:
    found = bearings(project_id)
    rows = db.session.scalars(
        select(Requirement)
        .where(Requirement.project_id == project_id, Requirement.status != RequirementStatus.DROPPED)
        .order_by(Requirement.position, Requirement.ref)
    )
    return tuple(
        HeardRequirement(
            ref=row.ref,
            title=row.title,
            statement=row.statement,
            moscow=row.moscow,
            council_reason=row.council_reason,
            strength=found[row.id].strength,
            ways=len(found[row.id].ways),
        )
        for row in rows
    )


def _quotes(themes: Sequence[uuid.UUID]) -> dict[uuid.UUID, tuple[Quoted, ...]]:
    """One or two for each theme, short ones first; one that points the other way where there is one (domain.md d2)."""
    rows = db.session.execute(
        select(Coding.theme_id, Coding.stance, Contribution.text, Contribution.language)
        .join(Contribution, Contribution.id == Coding.contribution_id)
        .join(Submission, Submission.id == Contribution.submission_id)
        .where(
            Coding.theme_id.in_(themes),
            # `core.quoting.may_quote` for the public edition, asked of the database.
            Contribution.standing == Standing.PUBLISHED,
            Contribution.consent == Consent.PUBLIC,
            Contribution.text != "",
            Submission.state.in_(COUNTED_SENDINGS),
        )
        .order_by(Coding.theme_id, Contribution.code)
    )
    found: dict[uuid.UUID, dict[bool, list[Quoted]]] = defaultdict(lambda: {True: [], False: []})
    for theme, stance, text, language in rows:
        if len(text) <= LONGEST_QUOTE and not personal_details(text):
            against = stance is ThemeStance.AGAINST
            found[theme][against].append(Quoted(text=text, language=language, stance=stance))
    return {theme: tuple(_chosen(sides[False], sides[True])) for theme, sides in found.items()}


def _chosen(towards: list[Quoted], against: list[Quoted]) -> list[Quoted]:
    # The length nearest to a sentence or two; equal lengths keep the random order of their codes.
    def best(words: Quoted) -> int:
        return abs(len(words.text) - 90)

    other = sorted(against, key=best)[:1]
    return [*sorted(towards, key=best)[: QUOTES_A_THEME - len(other)], *other]
