"""Finding words: what staff may filter by, and the statement that answers it on both databases."""

from __future__ import annotations

import json
import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, Text, cast, func, select

from codesign.core.finding import terms
from codesign.core.heard import COUNTED_SENDINGS, READABLE_STANDINGS, SMALLEST_GROUP
from codesign.core.terms import ContributionKind, Standing
from codesign.extensions import db
from codesign.models import Coding, Contribution, Participant, Submission, Theme
from codesign.models.word_index import says
from codesign.tallies.places import Place

NOT_CODED = "none"
PAGE = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What was asked, as it stands in the address; an empty string asks nothing."""

    words: str = ""
    kind: str = ""
    activity: str = ""
    question: str = ""
    theme: str = ""
    group: str = ""
    standing: str = ""
    page: int = 1

    @property
    def narrows(self) -> bool:
        """Whether anything was asked for."""
        return any((self.words, self.kind, self.activity, self.question, self.theme, self.group, self.standing))


@dataclass(frozen=True, slots=True)
class GroupOption:
    """One value of a group column of an imported file, with the people of it who took part: never fewer than 10."""

    label: str
    name: str
    value: str
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a filter may name within one project, each by what stands for it in the address."""

    activities: Mapping[uuid.UUID, Place]
    questions: Mapping[uuid.UUID, Place]
    themes: Mapping[str, Theme]
    groups: Mapping[str, GroupOption] = field(default_factory=dict)


def group_options(project_id: uuid.UUID) -> dict[str, GroupOption]:
    """The groups of imported files that staff may filter by: never an equality answer, never fewer than 10 people."""
    column = cast(Participant.groups, Text)
    rows = db.session.execute(
        select(func.min(column), func.count(Participant.id))
        .where(
            Participant.project_id == project_id,
            Participant.source_id.is_not(None),
            select(Contribution.id).where(Contribution.participant_id == Participant.id).exists(),
        )
        .group_by(column)
    )
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for text, n in rows:
        for name, value in _columns(text).items():
            # A quotation mark has no place in the path of a JSON value.
            if value not in (None, "") and '"' not in name:
                counts[str(name), str(value)] += n
    found = [
        GroupOption(f"{name}: {value}", name, value, n)
        for (name, value), n in sorted(counts.items())
        if n >= SMALLEST_GROUP
    ]
    return {option.label: option for option in found}


def _columns(text: str | None) -> dict[str, Any]:
    held = json.loads(text or "{}")
    return held if isinstance(held, dict) else {}


def found(project_id: uuid.UUID, asked: Filter, known: Known) -> Select[Any]:
    """The contributions that were asked for, without order. What a filter names but nobody knows finds none."""
    query = (
        select(Contribution.id)
        .join(Submission, Submission.id == Contribution.submission_id)
        .where(Contribution.project_id == project_id, Submission.state.in_(COUNTED_SENDINGS))
    )
    looked_for = terms(asked.words)
    if looked_for:
        # Hidden and waiting words are not looked through: finding them would be reading them.
        query = query.where(says(looked_for), Contribution.standing.in_(READABLE_STANDINGS))
    elif asked.words:
        query = query.where(Contribution.id.is_(None))
    if asked.kind:
        query = query.where(Contribution.kind == _one(ContributionKind, asked.kind))
    if asked.standing:
        query = query.where(Contribution.standing == _one(Standing, asked.standing))
    if asked.activity:
        query = query.where(Contribution.activity_id == _key(known.activities, asked.activity))
    if asked.question:
        query = query.where(Contribution.question_id == _key(known.questions, asked.question))
    if asked.theme == NOT_CODED:
        query = query.where(~select(Coding.id).where(Coding.contribution_id == Contribution.id).exists())
    elif asked.theme:
        theme = known.themes.get(asked.theme)
        coded = select(Coding.contribution_id).where(Coding.theme_id == (theme.id if theme else None))
        query = query.where(Contribution.id.in_(coded))
    if asked.group:
        option = known.groups.get(asked.group)
        if option is None:
            return query.where(Contribution.id.is_(None))
        query = query.join(Participant, Participant.id == Contribution.participant_id).where(
            Participant.groups[option.name].as_string() == option.value, Participant.source_id.is_not(None)
        )
    return query


def _one(kind: Any, word: str) -> Any:
    return kind(word) if word in set(kind) else None


def _key(places: Mapping[uuid.UUID, Place], ref: str) -> uuid.UUID | None:
    return next((key for key, place in places.items() if place.ref == ref), None)
