"""Linked evidence as a requirement shows it: words as far as they may be read, where from, who linked it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from codesign.core.heard import READABLE_STANDINGS
from codesign.core.terms import Consent, ContributionKind, EvidenceKind, Stance, Standing
from codesign.extensions import db
from codesign.models import (
    Activity,
    Card,
    CardGroup,
    Coding,
    Contribution,
    Dot,
    EvidenceLink,
    Idea,
    Person,
    Step,
    Submission,
    Theme,
)
from codesign.specification.linking import COLUMNS, Source
from codesign.tallies.places import Place, activities, questions
from codesign.tallies.themes import words_count

SHORT = 260


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Words behind a piece of evidence. `text` is empty where `standing` keeps it back."""

    code: str
    kind: ContributionKind
    activity: Place
    question: Place | None
    text: str
    language: str
    who: str
    standing: Standing
    consent: Consent

    @property
    def kept_back(self) -> bool:
        return self.standing not in READABLE_STANDINGS


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One link of a requirement. `title` names a theme, question, idea or group; `said` holds words of a person."""

    key: str
    kind: EvidenceKind
    stance: Stance
    ref: str
    title: str
    count: int
    said: Said | None
    note: str
    reply: str
    linked_by: str
    linked_at: datetime


@dataclass(frozen=True, slots=True)
class GroupResult:
    """A group of cards that a room made: its step, the cards in it and the dots it got."""

    step: str
    title: str
    cards: int
    dots: int


def linked_to(project_id: uuid.UUID, requirement_id: uuid.UUID) -> tuple[Piece, ...]:
    """What is linked to a requirement, in the order of linking, in a fixed number of statements."""
    rows = db.session.execute(
        select(EvidenceLink, Person.name)
        .outerjoin(Person, Person.id == EvidenceLink.linked_by_id)
        .where(EvidenceLink.requirement_id == requirement_id)
        .order_by(EvidenceLink.linked_at, EvidenceLink.id)
    ).all()
    if not rows:
        return ()
    links = [link for link, _name in rows]
    asked = questions(project_id)
    ideas = _ideas([link.idea_id for link in links if link.idea_id])
    words = said_by(
        project_id,
        [link.contribution_id for link in links if link.contribution_id]
        + [idea.contribution_id for idea in ideas.values()],
        asked,
    )
    themes = _themes([link.theme_id for link in links if link.theme_id])
    groups = group_results([link.group_id for link in links if link.group_id])
    made = []
    for link, name in rows:
        source = Source(link.kind, getattr(link, COLUMNS[link.kind]))
        ref, title, count, said = "", "", 0, None
        if link.kind is EvidenceKind.CONTRIBUTION:
            said = words[source.id]
            ref = said.code
        elif link.kind is EvidenceKind.IDEA:
            idea = ideas[source.id]
            said = words[idea.contribution_id]
            ref, count, title = idea.ref, idea.supports, "" if said.kept_back else idea.title
        elif link.kind is EvidenceKind.THEME:
            ref, title, count = themes[source.id]
        elif link.kind is EvidenceKind.QUESTION:
            place = asked[source.id]
            ref, title = place.ref, place.title
        else:
            group = groups[source.id]
            ref, title, count = group.step, group.title, group.dots
        made.append(
            Piece(
                key=str(source),
                kind=link.kind,
                stance=link.stance,
                ref=ref,
                title=title,
                count=count,
                said=said,
                note=link.note,
                reply=link.reply,
                linked_by=name or "",
                linked_at=link.linked_at,
            )
        )
    return tuple(made)


def said_by(
    project_id: uuid.UUID, contributions: Sequence[uuid.UUID], asked: dict[uuid.UUID, Place]
) -> dict[uuid.UUID, Said]:
    """Words by the key of their contribution, kept back where nobody may read them; who only as the person chose."""
    if not contributions:
        return {}
    where = activities(project_id)
    rows = db.session.scalars(
        select(Contribution).where(Contribution.project_id == project_id, Contribution.id.in_(contributions))
    )
    return {row.id: shown(row, where, asked) for row in rows}


def shown(row: Contribution, where: dict[uuid.UUID, Place], asked: dict[uuid.UUID, Place]) -> Said:
    """One contribution as evidence."""
    readable = row.standing in READABLE_STANDINGS
    return Said(
        code=row.code,
        kind=row.kind,
        activity=where[row.activity_id],
        question=asked.get(row.question_id) if row.question_id else None,
        text=row.text if readable else "",
        language=row.language,
        who=row.shown_words if readable else "",
        standing=row.standing,
        consent=row.consent,
    )


def _ideas(keys: Sequence[uuid.UUID]) -> dict[uuid.UUID, Idea]:
    if not keys:
        return {}
    return {idea.id: idea for idea in db.session.scalars(select(Idea).where(Idea.id.in_(keys)))}


def _themes(keys: Sequence[uuid.UUID]) -> dict[uuid.UUID, tuple[str, str, int]]:
    """Reference, title and people of each theme."""
    if not keys:
        return {}
    counted = db.session.execute(
        select(Coding.theme_id, func.count(Contribution.participant_id.distinct()).label("people"))
        .join(Contribution, Contribution.id == Coding.contribution_id)
        .join(Submission, Submission.id == Contribution.submission_id)
        .where(Coding.theme_id.in_(keys), words_count())
        .group_by(Coding.theme_id)
    )
    people = {row.theme_id: row.people for row in counted}
    rows = db.session.execute(select(Theme.id, Theme.ref, Theme.title).where(Theme.id.in_(keys)))
    return {key: (ref, title, people.get(key, 0)) for key, ref, title in rows}


def group_results(keys: Sequence[uuid.UUID]) -> dict[uuid.UUID, GroupResult]:
    """Groups of workshops by key: the step they came from (W1-A3), their name, cards and dots (on phones and paper)."""
    if not keys:
        return {}
    cards = select(func.count(Card.id)).where(Card.group_id == CardGroup.id).correlate(CardGroup).scalar_subquery()
    dots = (
        select(func.coalesce(func.sum(Dot.dots), 0))
        .where(Dot.group_id == CardGroup.id)
        .correlate(CardGroup)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(CardGroup.id, Activity.ref, Step.ref, CardGroup.title, cards, dots, CardGroup.paper_dots)
        .join(Step, Step.id == CardGroup.step_id)
        .join(Activity, Activity.id == Step.workshop_id)
        .where(CardGroup.id.in_(keys))
    )
    return {
        key: GroupResult(f"{workshop}-{step}", title, n, int(on_phones) + (on_paper or 0))
        for key, workshop, step, title, n, on_phones, on_paper in rows
    }
