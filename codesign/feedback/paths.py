"""The way of some words: to themes, to the clauses that rest on them, to what was decided and why."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, case, func, not_, or_, select

from codesign.core.heard import COUNTED_STANDINGS, READABLE_STANDINGS
from codesign.core.terms import EvidenceKind, Moscow, RequirementStatus, Response, Stance, ThemeStance
from codesign.extensions import db
from codesign.models import (
    Card,
    CardGroup,
    Codebook,
    Coding,
    Comment,
    Contribution,
    Decision,
    DecisionSubject,
    EvidenceLink,
    Idea,
    Pack,
    Requirement,
    Theme,
)
from codesign.tallies.idea_answers import Answered, answers_on, became
from codesign.tallies.inclusion import end_of


@dataclass(frozen=True, slots=True)
class ThemeSaid:
    """A theme that some words were coded to, and how they stand towards it."""

    ref: str
    title: str
    definition: str
    stance: ThemeStance


@dataclass(frozen=True, slots=True)
class Way:
    """How words came to a clause: on their own, or with a theme, an idea, a question's answers or a group of cards."""

    kind: EvidenceKind
    title: str
    stance: Stance


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """A clause that words reached, and by which ways."""

    ref: str
    title: str
    statement: str
    moscow: Moscow
    status: RequirementStatus
    status_reason: str
    ways: tuple[Way, ...]

    @property
    def by_words(self) -> bool:
        """Whether the person's own words came here, and not only everyone's ticks to a question."""
        return any(way.kind is not EvidenceKind.QUESTION for way in self.ways)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What was decided about something, and why. `about` are references of themes, ideas and requirements."""

    ref: str
    said: str
    response: Response
    action: str
    reason: str
    decided_by: str
    decided_on: date | None
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnsweredIdea:
    """An idea that some words are, or reply to, with what was answered to it."""

    title: str
    answered: Answered


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """Where a sending went. `themes` by the key of the words; housekeeping codes are left out.

    `requirements` were reached by the person's own words, `more_requirements` only by closed answers, together with
    everyone's; who gave no words reached all by answers. `decisions` are about what the words say, `more_decisions`
    about another reason for a clause that they reached. `answers` are to the ideas that the words are, or reply to.
    """

    themes: Mapping[uuid.UUID, tuple[ThemeSaid, ...]] = field(default_factory=dict)
    requirements: tuple[Reached, ...] = ()
    decisions: tuple[Decided, ...] = ()
    more_requirements: tuple[Reached, ...] = ()
    more_decisions: tuple[Decided, ...] = ()
    answers: tuple[AnsweredIdea, ...] = ()


@dataclass(frozen=True, slots=True)
class _Belongs:
    """Everything that some words are part of, by key, with its name.

    `led` are clauses that an answer to an idea names, with the titles of those ideas; `answered_by` such decisions.
    """

    contributions: frozenset[uuid.UUID]
    themes: Mapping[uuid.UUID, str]
    ideas: Mapping[uuid.UUID, str]
    groups: Mapping[uuid.UUID, str]
    questions: Mapping[uuid.UUID, str]
    led: Mapping[uuid.UUID, tuple[str, ...]]
    answered_by: frozenset[uuid.UUID]


def path_of(
    project_id: uuid.UUID, words: Sequence[Contribution], questions: Mapping[uuid.UUID, str], *, at: datetime
) -> Path:
    """The way of a sending's words that count, and of its closed answers to `questions` (key to text)."""
    counted = frozenset(said.id for said in words if said.standing in COUNTED_STANDINGS)
    codings = _codings(counted)
    merged = frozenset(said.merged_into_id for said in words if said.id in counted and said.merged_into_id)
    ideas, came_of_them = _ideas(counted | merged)
    answers = answers_on(list(ideas), at)
    belongs = _Belongs(
        contributions=counted,
        themes={theme.id: theme.title for _coding, theme in codings},
        ideas=came_of_them,
        groups=_groups(counted),
        questions=questions,
        led=_led(answers),
        answered_by=frozenset(
            one.decision.id for answered in answers.values() for one in answered.holding if one.decision
        ),
    )
    themes: dict[uuid.UUID, list[ThemeSaid]] = defaultdict(list)
    for coding, theme in codings:
        if not theme.housekeeping:
            themes[coding.contribution_id].append(ThemeSaid(theme.ref, theme.title, theme.definition, coding.stance))
    reached = _requirements(project_id, belongs)
    near = {key: one for key, one in reached.items() if one.by_words} or reached
    decisions, more_decisions = _decisions(project_id, belongs, near, reached)
    return Path(
        themes={key: tuple(said) for key, said in themes.items()},
        requirements=tuple(near.values()),
        decisions=decisions,
        more_requirements=tuple(one for key, one in reached.items() if key not in near),
        more_decisions=more_decisions,
        answers=tuple(AnsweredIdea(ideas[key], answers[key]) for key in ideas if key in answers),
    )


def _codings(contributions: frozenset[uuid.UUID]) -> list[tuple[Coding, Theme]]:
    rows = db.session.execute(
        select(Coding, Theme)
        .join(Theme, Theme.id == Coding.theme_id)
        .where(Coding.contribution_id.in_(contributions))
        .order_by(Theme.position, Theme.ref)
    )
    return [(coding, theme) for coding, theme in rows]


def _ideas(contributions: frozenset[uuid.UUID]) -> tuple[dict[uuid.UUID, str], dict[uuid.UUID, str]]:
    """Ideas that the words are, are merged into, or reply to; and these with every idea that was made of them.

    Of the first, one that was made of another of them is left out: its answer is told with the other's.
    """
    replied = select(Comment.idea_id).where(Comment.contribution_id.in_(contributions))
    own = or_(Idea.contribution_id.in_(contributions), Idea.id.in_(replied))
    line = became(select(Idea.id).where(own))
    # What somebody else said is told as long as everybody may read it.
    readable = or_(Idea.contribution_id.in_(contributions), Contribution.standing.in_(READABLE_STANDINGS))
    rows = db.session.execute(
        select(Idea.id, case((readable, Idea.title), else_="").label("title"), line.c.origin)
        .join(line, line.c.idea == Idea.id)
        .join(Contribution, Contribution.id == Idea.contribution_id)
        .order_by(Idea.ref, Idea.id, line.c.origin)
    ).all()
    made = {row.id for row in rows if row.id != row.origin}
    return {row.id: row.title for row in rows if row.id not in made}, {row.id: row.title for row in rows}


def _led(answers: Mapping[uuid.UUID, Answered]) -> dict[uuid.UUID, tuple[str, ...]]:
    """The clauses that the answers which hold name, each with the titles of the ideas that were answered."""
    found: dict[uuid.UUID, list[str]] = defaultdict(list)
    for answered in answers.values():
        for one in answered.holding:
            if one.requirement and one.to_title not in found[one.requirement.id]:
                found[one.requirement.id].append(one.to_title)
    return {key: tuple(titles) for key, titles in found.items()}


def _groups(contributions: frozenset[uuid.UUID]) -> dict[uuid.UUID, str]:
    rows = db.session.execute(
        select(CardGroup.id, CardGroup.title)
        .join(Card, Card.group_id == CardGroup.id)
        .where(Card.contribution_id.in_(contributions))
    )
    return {row.id: row.title for row in rows}


def _requirements(project_id: uuid.UUID, belongs: _Belongs) -> dict[uuid.UUID, Reached]:
    rows = db.session.execute(
        select(EvidenceLink, Requirement)
        .join(Requirement, Requirement.id == EvidenceLink.requirement_id)
        .where(
            Requirement.project_id == project_id,
            or_(
                EvidenceLink.contribution_id.in_(belongs.contributions),
                EvidenceLink.theme_id.in_(belongs.themes),
                EvidenceLink.idea_id.in_(belongs.ideas),
                EvidenceLink.group_id.in_(belongs.groups),
                EvidenceLink.question_id.in_(belongs.questions),
            ),
        )
        .order_by(EvidenceLink.linked_at, EvidenceLink.id)
    ).all()
    ways: dict[uuid.UUID, list[Way]] = defaultdict(list)
    found: dict[uuid.UUID, Requirement] = {}
    for link, requirement in rows:
        found[requirement.id] = requirement
        way = Way(link.kind, _title(link, belongs), link.stance)
        if way not in ways[requirement.id]:
            ways[requirement.id].append(way)
    for requirement in _named_in_answers(project_id, belongs):
        found[requirement.id] = requirement
        for title in belongs.led[requirement.id]:
            if not any(way.kind is EvidenceKind.IDEA and way.title == title for way in ways[requirement.id]):
                ways[requirement.id].append(Way(EvidenceKind.IDEA, title, Stance.SUPPORTS))
    return {
        key: Reached(
            ref=row.ref,
            title=row.title,
            statement=row.statement,
            moscow=row.moscow,
            status=row.status,
            status_reason=row.status_reason,
            ways=tuple(ways[key]),
        )
        for key, row in sorted(found.items(), key=lambda one: (one[1].position, one[1].ref))
    }


def _named_in_answers(project_id: uuid.UUID, belongs: _Belongs) -> Sequence[Requirement]:
    if not belongs.led:
        return ()
    return db.session.scalars(
        select(Requirement).where(Requirement.project_id == project_id, Requirement.id.in_(belongs.led))
    ).all()


def _title(link: EvidenceLink, belongs: _Belongs) -> str:
    named: dict[EvidenceKind, tuple[Mapping[uuid.UUID, str], uuid.UUID | None]] = {
        EvidenceKind.THEME: (belongs.themes, link.theme_id),
        EvidenceKind.IDEA: (belongs.ideas, link.idea_id),
        EvidenceKind.WORKSHOP: (belongs.groups, link.group_id),
        EvidenceKind.QUESTION: (belongs.questions, link.question_id),
    }
    names, key = named.get(link.kind, ({}, None))
    return names.get(key, "") if key else ""


def _decisions(
    project_id: uuid.UUID, belongs: _Belongs, near: Collection[uuid.UUID], reached: Collection[uuid.UUID]
) -> tuple[tuple[Decided, ...], tuple[Decided, ...]]:
    """Decisions about what the words say; then others about a clause that they reached.

    A decision that names no theme and no idea is about its clauses, so it is of the first kind where they are near.
    """
    subject = select(DecisionSubject.decision_id)
    names_words = subject.where(or_(DecisionSubject.theme_id.is_not(None), DecisionSubject.idea_id.is_not(None)))
    about_words = subject.where(
        or_(DecisionSubject.theme_id.in_(belongs.themes), DecisionSubject.idea_id.in_(belongs.ideas))
    )
    first = or_(
        Decision.id.in_(about_words),
        Decision.id.in_(belongs.answered_by),
        and_(Decision.id.in_(subject.where(DecisionSubject.requirement_id.in_(near))), Decision.id.not_in(names_words)),
    )
    told = _is_told(project_id)
    others = Decision.id.in_(subject.where(DecisionSubject.requirement_id.in_(reached)))
    return decided(project_id, and_(told, first)), decided(project_id, and_(told, others, not_(first)))


def _is_told(project_id: uuid.UUID) -> ColumnElement[bool]:
    """A decision is told once it is published, or stands in a frozen pack."""
    newest = db.session.scalar(select(func.max(Pack.frozen_at)).where(Pack.project_id == project_id))
    published = Decision.published_on.is_not(None)
    return published if newest is None else or_(published, Decision.created_at < end_of(newest))


def decided(project_id: uuid.UUID, which: ColumnElement[bool]) -> tuple[Decided, ...]:
    """The decisions of a project that fit, by reference, with what each is about."""
    rows = db.session.scalars(
        select(Decision).where(Decision.project_id == project_id, which).order_by(Decision.ref)
    ).all()
    about: dict[uuid.UUID, list[str]] = defaultdict(list)
    subjects = db.session.execute(
        select(DecisionSubject.decision_id, Theme.ref, Idea.ref, Requirement.ref)
        .outerjoin(Theme, Theme.id == DecisionSubject.theme_id)
        .outerjoin(Idea, Idea.id == DecisionSubject.idea_id)
        .outerjoin(Requirement, Requirement.id == DecisionSubject.requirement_id)
        .where(DecisionSubject.decision_id.in_([row.id for row in rows]))
        .order_by(DecisionSubject.id)
    )
    for key, theme, idea, requirement in subjects:
        about[key].append(theme or idea or requirement)
    return tuple(
        Decided(
            ref=row.ref,
            said=row.said,
            response=row.response,
            action=row.action,
            reason=row.reason,
            decided_by=row.decided_by,
            decided_on=row.decided_on,
            about=tuple(about[row.id]),
        )
        for row in rows
    )


def shown_themes(project_id: uuid.UUID) -> Sequence[Theme]:
    """The themes of a project that are findings, in their order."""
    return db.session.scalars(
        select(Theme)
        .join(Codebook, Codebook.id == Theme.codebook_id)
        .where(Codebook.project_id == project_id, Theme.housekeeping.is_(False))
        .order_by(Theme.position, Theme.ref)
    ).all()
