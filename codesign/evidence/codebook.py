"""The codebook as pages show it: every theme with its rules and counts, and one theme with its words by source."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select

from codesign.core.codes import is_reference
from codesign.core.errors import NotFound
from codesign.core.heard import COUNTED_SENDINGS, READABLE_STANDINGS
from codesign.core.terms import Consent, ContributionKind, ThemeStance
from codesign.extensions import db
from codesign.models import (
    Activity,
    Codebook,
    Coding,
    Contribution,
    Decision,
    DecisionSubject,
    EvidenceLink,
    Requirement,
    Submission,
    Theme,
)
from codesign.tallies.places import Place, activities, questions
from codesign.tallies.themes import Tally, theme_tallies, words_count

FEW = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeLine:
    """One theme of the codebook with its rules and counts."""

    ref: str
    title: str
    definition: str
    include_rule: str
    exclude_rule: str
    minority_note: str
    housekeeping: bool
    tally: Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class CodebookPage:
    """The codebook. `base` is the people who gave any words; `not_coded` the contributions without a theme."""

    title: str
    method: str
    base: int
    by_people: bool
    themes: tuple[ThemeLine, ...]
    housekeeping: tuple[ThemeLine, ...]
    not_coded: int


def codebook_page(project_id: uuid.UUID) -> CodebookPage:
    """Every theme in its order; codes kept for housekeeping apart, since they are never findings."""
    tallies = theme_tallies(project_id)
    book = db.session.scalar(select(Codebook).where(Codebook.project_id == project_id))
    lines = [_line(theme, tallies.of(theme.id)) for theme in (book.themes if book else ())]
    not_coded = db.session.scalar(
        select(func.count(Contribution.id))
        .join(Submission, Submission.id == Contribution.submission_id)
        .where(
            Contribution.project_id == project_id,
            words_count(),
            Contribution.text != "",
            ~select(Coding.id).where(Coding.contribution_id == Contribution.id).exists(),
        )
    )
    return CodebookPage(
        title=book.title if book else "",
        method=book.method if book else "",
        base=tallies.base,
        by_people=tallies.by_people,
        themes=tuple(line for line in lines if not line.housekeeping),
        housekeeping=tuple(line for line in lines if line.housekeeping),
        not_coded=not_coded or 0,
    )


def _line(theme: Theme, tally: Tally) -> ThemeLine:
    return ThemeLine(
        ref=theme.ref,
        title=theme.title,
        definition=theme.definition,
        include_rule=theme.include_rule,
        exclude_rule=theme.exclude_rule,
        minority_note=theme.minority_note,
        housekeeping=theme.housekeeping,
        tally=tally,
    )


@dataclass(frozen=True, slots=True)
class Source:
    """Where a theme was said: people and contributions there. People are never added up over sources."""

    place: Place
    people: int
    contributions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Some words of a theme."""

    code: str
    kind: ContributionKind
    activity: Place
    question: Place | None
    text: str
    consent: Consent
    said_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemePage:
    """One theme: its rules and counts, where it was said, words for it and words against it, what came of it."""

    line: ThemeLine
    base: int
    sources: tuple[Source, ...]
    words: tuple[Said, ...]
    contrary: tuple[Said, ...]
    requirements: tuple[tuple[str, str], ...]
    decisions: tuple[tuple[str, str], ...]


def theme_of(project_id: uuid.UUID, ref: str) -> Theme:
    """A theme of this project. Raises `NotFound` for any other."""
    if not is_reference(ref):
        raise NotFound
    theme = db.session.scalar(
        select(Theme)
        .join(Codebook, Codebook.id == Theme.codebook_id)
        .where(Codebook.project_id == project_id, Theme.ref == ref)
    )
    if theme is None:
        raise NotFound
    return theme


def theme_page(project_id: uuid.UUID, ref: str) -> ThemePage:
    """One theme. Raises `NotFound`."""
    theme = theme_of(project_id, ref)
    tallies = theme_tallies(project_id)
    return ThemePage(
        line=_line(theme, tallies.of(theme.id)),
        base=tallies.base,
        sources=_sources(project_id, theme),
        words=_said(project_id, theme, against=False),
        contrary=_said(project_id, theme, against=True),
        requirements=tuple(
            (ref, title)
            for ref, title in db.session.execute(
                select(Requirement.ref, Requirement.title)
                .join(EvidenceLink, EvidenceLink.requirement_id == Requirement.id)
                .where(EvidenceLink.theme_id == theme.id)
                .order_by(Requirement.position, Requirement.ref)
            )
        ),
        decisions=tuple(
            (ref, said)
            for ref, said in db.session.execute(
                select(Decision.ref, Decision.said)
                .join(DecisionSubject, DecisionSubject.decision_id == Decision.id)
                .where(DecisionSubject.theme_id == theme.id)
                .order_by(Decision.ref)
            )
        ),
    )


def _sources(project_id: uuid.UUID, theme: Theme) -> tuple[Source, ...]:
    rows = db.session.execute(
        select(
            Activity.id,
            Activity.ref,
            Activity.title,
            Activity.kind,
            func.count(Contribution.participant_id.distinct()),
            func.count(Contribution.id),
        )
        .join(Contribution, Contribution.activity_id == Activity.id)
        .join(Submission, Submission.id == Contribution.submission_id)
        .join(Coding, Coding.contribution_id == Contribution.id)
        .where(Contribution.project_id == project_id, Coding.theme_id == theme.id, words_count())
        .group_by(Activity.id, Activity.ref, Activity.title, Activity.kind)
        .order_by(Activity.ref)
    )
    return tuple(Source(Place(key, ref, title, kind), people, n) for key, ref, title, kind, people, n in rows)


def _said(project_id: uuid.UUID, theme: Theme, *, against: bool) -> tuple[Said, ...]:
    stance = (
        Coding.stance == ThemeStance.AGAINST
        if against
        else Coding.stance.in_((ThemeStance.SUPPORTS, ThemeStance.NEUTRAL))
    )
    rows = db.session.scalars(
        select(Contribution)
        .join(Submission, Submission.id == Contribution.submission_id)
        .join(Coding, Coding.contribution_id == Contribution.id)
        .where(
            Contribution.project_id == project_id,
            and_(Coding.theme_id == theme.id, stance),
            Contribution.standing.in_(READABLE_STANDINGS),
            Contribution.text != "",
            Submission.state.in_(COUNTED_SENDINGS),
        )
        .order_by(Contribution.said_at.desc(), Contribution.id.desc())
        .limit(FEW)
    ).all()
    if not rows:
        return ()
    where, asked = activities(project_id), questions(project_id)
    return tuple(
        Said(
            code=row.code,
            kind=row.kind,
            activity=where[row.activity_id],
            question=asked.get(row.question_id) if row.question_id else None,
            text=row.text,
            consent=row.consent,
            said_at=row.said_at,
        )
        for row in rows
    )
