"""How many people said each theme: one counting rule for screens, packs and the public page."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, and_, func, select

from codesign.core.heard import COUNTED_SENDINGS, COUNTED_STANDINGS
from codesign.core.terms import CodedBy, ContributionKind, ThemeStance
from codesign.extensions import db
from codesign.models import Coding, Contribution, Submission


def words_count() -> ColumnElement[bool]:
    """Whether a contribution counts (with its submission joined): neither hidden nor withdrawn, in a sending that counts."""
    return and_(Contribution.standing.in_(COUNTED_STANDINGS), Submission.state.in_(COUNTED_SENDINGS))


def people_with_words(project_id: uuid.UUID) -> int:
    """People who gave any words: the base of every theme."""
    return (
        db.session.scalar(
            select(func.count(Contribution.participant_id.distinct()))
            .join(Submission, Submission.id == Contribution.submission_id)
            .where(Contribution.project_id == project_id, words_count())
        )
        or 0
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """One theme: different people and contributions; people by where they said it, and by how they stand towards it."""

    people: int = 0
    contributions: int = 0
    kinds: Mapping[ContributionKind, int] = field(default_factory=dict)
    stances: Mapping[ThemeStance, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tallies:
    """All themes of a project. `by_people` when every coding was made by a person."""

    base: int
    by_people: bool
    by_theme: Mapping[uuid.UUID, Tally]

    def of(self, theme_id: uuid.UUID) -> Tally:
        return self.by_theme.get(theme_id, Tally())


def theme_tallies(project_id: uuid.UUID) -> Tallies:
    """Every theme's tally, in five statements however many themes there are."""
    people = func.count(Contribution.participant_id.distinct())
    coded = (
        select(Coding.theme_id, people, func.count(Coding.id))
        .join(Contribution, Contribution.id == Coding.contribution_id)
        .join(Submission, Submission.id == Contribution.submission_id)
        .where(Contribution.project_id == project_id, words_count())
    )
    kinds: dict[uuid.UUID, dict[ContributionKind, int]] = defaultdict(dict)
    for theme, n, _rows, kind in db.session.execute(
        coded.add_columns(Contribution.kind).group_by(Coding.theme_id, Contribution.kind)
    ):
        kinds[theme][kind] = n
    stances: dict[uuid.UUID, dict[ThemeStance, int]] = defaultdict(dict)
    for theme, n, _rows, stance in db.session.execute(
        coded.add_columns(Coding.stance).group_by(Coding.theme_id, Coding.stance)
    ):
        stances[theme][stance] = n
    by_other = db.session.scalar(
        select(func.count(Coding.id))
        .join(Contribution, Contribution.id == Coding.contribution_id)
        .where(Contribution.project_id == project_id, Coding.coded_by != CodedBy.PERSON)
    )
    return Tallies(
        base=people_with_words(project_id),
        by_people=not by_other,
        by_theme={
            theme: Tally(people=n, contributions=rows, kinds=kinds[theme], stances=stances[theme])
            for theme, n, rows in db.session.execute(coded.group_by(Coding.theme_id))
        },
    )
