"""What the pages of evidence show: every contribution in one place, what was found, who took part, the main themes."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from codesign.core.finding import Piece, pieces, terms
from codesign.core.heard import READABLE_STANDINGS, SMALLEST_GROUP
from codesign.core.terms import CodedBy, Consent, ContributionKind, ModerationReason, Standing, ThemeStance
from codesign.evidence.codebook import CodebookPage, ThemePage, codebook_page, theme_page
from codesign.evidence.search import PAGE, Filter, GroupOption, Known, found, group_options
from codesign.extensions import db
from codesign.models import Codebook, Coding, Contribution, Idea, Theme
from codesign.tallies import taking_part
from codesign.tallies.places import Place, activities, questions
from codesign.tallies.taking_part import Compared
from codesign.tallies.themes import people_with_words, theme_tallies

WIDTH = 420


@dataclass(frozen=True, slots=True)
class Coded:
    """One theme that some words were coded to."""

    ref: str
    title: str
    stance: ThemeStance
    coded_by: CodedBy


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One contribution as staff read it. `pieces` is empty for words kept back; `standing` and `reason` say why."""

    code: str
    kind: ContributionKind
    activity: Place
    question: Place | None
    title: str
    said_at: datetime
    language: str
    standing: Standing
    reason: ModerationReason | None
    consent: Consent
    pieces: tuple[Piece, ...]
    more: str
    themes: tuple[Coded, ...]

    @property
    def kept_back(self) -> bool:
        return self.standing not in READABLE_STANDINGS


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeOption:
    """A theme that words can be coded to."""

    ref: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidencePage:
    """One page of contributions with what they may be filtered by. `too_few` when a group leaves under 10 people."""

    asked: Filter
    words: tuple[Words, ...]
    contributions: int
    people: int
    too_few: bool
    page: int
    pages: int
    activities: tuple[Place, ...]
    questions: tuple[Place, ...]
    themes: tuple[ThemeOption, ...]
    groups: tuple[GroupOption, ...]
    any_words: bool


def evidence_page(project_id: uuid.UUID, asked: Filter) -> EvidencePage:
    """The contributions that were asked for, newest first, 25 a page, in a fixed number of statements."""
    known = _known(project_id)
    query = found(project_id, asked, known)
    contributions, people = db.session.execute(
        query.with_only_columns(func.count(Contribution.id), func.count(Contribution.participant_id.distinct()))
    ).one()
    too_few = bool(asked.group) and people < SMALLEST_GROUP
    pages = max(1, -(-contributions // PAGE))
    page = min(max(asked.page, 1), pages)
    rows: Sequence[Contribution] = ()
    if not too_few:
        rows = db.session.scalars(
            select(Contribution)
            .where(Contribution.id.in_(query))
            .order_by(Contribution.said_at.desc(), Contribution.id.desc())
            .limit(PAGE)
            .offset((page - 1) * PAGE)
        ).all()
    any_words = bool(contributions) or bool(
        db.session.scalar(select(Contribution.id).where(Contribution.project_id == project_id).limit(1))
    )
    return EvidencePage(
        asked=asked,
        words=_words(rows, known, terms(asked.words)),
        contributions=0 if too_few else contributions,
        people=0 if too_few else people,
        too_few=too_few,
        page=page,
        pages=1 if too_few else pages,
        activities=tuple(known.activities.values()),
        questions=tuple(known.questions.values()),
        themes=tuple(ThemeOption(ref=theme.ref, title=theme.title) for theme in known.themes.values()),
        groups=tuple(known.groups.values()),
        any_words=any_words,
    )


def _known(project_id: uuid.UUID) -> Known:
    themes = db.session.scalars(
        select(Theme)
        .join(Codebook, Codebook.id == Theme.codebook_id)
        .where(Codebook.project_id == project_id)
        .order_by(Theme.housekeeping, Theme.position, Theme.ref)
    )
    return Known(
        activities=activities(project_id),
        questions=questions(project_id),
        themes={theme.ref: theme for theme in themes},
        groups=group_options(project_id),
    )


def _words(rows: Sequence[Contribution], known: Known, looked_for: Sequence[str]) -> tuple[Words, ...]:
    themes = _codings([row.id for row in rows])
    titles = _titles([row.id for row in rows if row.kind is ContributionKind.IDEA])
    return tuple(_shown(row, known, looked_for, themes.get(row.id, ()), titles.get(row.id, "")) for row in rows)


def _shown(row: Contribution, known: Known, looked_for: Sequence[str], themes: Sequence[Coded], title: str) -> Words:
    readable = row.standing in READABLE_STANDINGS
    return Words(
        code=row.code,
        kind=row.kind,
        activity=known.activities[row.activity_id],
        question=known.questions.get(row.question_id) if row.question_id else None,
        title=title if readable else "",
        said_at=row.said_at,
        language=row.language,
        standing=row.standing,
        reason=row.moderation_reason,
        consent=row.consent,
        pieces=pieces(row.text, looked_for, WIDTH) if readable else (),
        more=row.text if readable and len(row.text) > WIDTH else "",
        themes=tuple(themes),
    )


def _codings(contributions: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, list[Coded]]:
    coded: dict[uuid.UUID, list[Coded]] = defaultdict(list)
    if not contributions:
        return coded
    rows = db.session.execute(
        select(Coding.contribution_id, Theme.ref, Theme.title, Coding.stance, Coding.coded_by)
        .join(Theme, Theme.id == Coding.theme_id)
        .where(Coding.contribution_id.in_(contributions))
        .order_by(Theme.position, Theme.ref)
    )
    for contribution, ref, title, stance, coded_by in rows:
        coded[contribution].append(Coded(ref, title, stance, coded_by))
    return coded


def _titles(contributions: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    if not contributions:
        return {}
    ideas = db.session.scalars(select(Idea).where(Idea.contribution_id.in_(contributions)))
    return {idea.contribution_id: idea.title for idea in ideas}


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoTookPart:
    """Who took part beside who lives here. `people` took part; each comparison says how many of them told us."""

    people: int
    comparisons: tuple[Compared, ...]

    @property
    def told_us(self) -> int:
        """People who answered the question that most answered."""
        return max((compared.told for compared in self.comparisons), default=0)

    @property
    def compared(self) -> tuple[Compared, ...]:
        """The comparisons with a population figure."""
        return tuple(compared for compared in self.comparisons if compared.reference)


def who_took_part(project_id: uuid.UUID) -> WhoTookPart:
    """Every characteristic people told us, through disclosure control, beside the project's reference population."""
    return WhoTookPart(people=taking_part.people(project_id), comparisons=taking_part.comparisons(project_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class MainTheme:
    """A theme on the overview: pieces of evidence, and `share`, 0 to 100 of the most."""

    ref: str
    title: str
    people: int
    contributions: int
    share: int
    minority: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MainThemes:
    """The themes with most evidence. `base`: the people who gave any words; `by_people`: people coded all of it."""

    themes: tuple[MainTheme, ...]
    base: int
    by_people: bool


def main_themes(project_id: uuid.UUID, most: int = 5) -> MainThemes:
    """The themes that most people said, housekeeping codes left out."""
    tallies = theme_tallies(project_id)
    themes = db.session.scalars(
        select(Theme)
        .join(Codebook, Codebook.id == Theme.codebook_id)
        .where(Codebook.project_id == project_id, Theme.housekeeping.is_(False))
    ).all()
    ranked = sorted(themes, key=lambda theme: (-tallies.of(theme.id).contributions, theme.position, theme.ref))[:most]
    top = max((tallies.of(theme.id).contributions for theme in ranked), default=0)
    return MainThemes(
        themes=tuple(
            MainTheme(
                ref=theme.ref,
                title=theme.title,
                people=tallies.of(theme.id).people,
                contributions=tallies.of(theme.id).contributions,
                share=round(100 * tallies.of(theme.id).contributions / top) if top else 0,
                minority=bool(theme.minority_note),
            )
            for theme in ranked
        ),
        base=tallies.base,
        by_people=tallies.by_people,
    )


__all__ = [
    "CodebookPage",
    "EvidencePage",
    "Filter",
    "MainThemes",
    "ThemePage",
    "WhoTookPart",
    "codebook_page",
    "evidence_page",
    "main_themes",
    "people_with_words",
    "theme_page",
    "who_took_part",
]
