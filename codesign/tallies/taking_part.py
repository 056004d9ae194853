"""Who took part: people, and how they compare with the people who live there."""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select

from codesign.core.disclosure import GroupComparison, Profile, compare_with_population
from codesign.core.equality import category_of, in_order, in_words
from codesign.core.heard import COUNTED_SENDINGS
from codesign.extensions import db
from codesign.models import EqualityAnswer, Participant, PopulationFigure, Project, Submission

COUNTED = COUNTED_SENDINGS
NOT_SAID = frozenset({"pnts", ""})


def people(project_id: uuid.UUID) -> int:
    """People who took part in any way: distinct pseudonyms with a counted sending. An upper bound on real people."""
    return (
        db.session.scalar(
            select(func.count(Submission.participant_id.distinct())).where(
                Submission.project_id == project_id, Submission.state.in_(COUNTED)
            )
        )
        or 0
    )


def counted_participants(project_id: uuid.UUID, activity_id: uuid.UUID | None = None) -> Select[uuid.UUID]:
    """A sub-query of the participants who count, in the whole project or in one activity."""
    query = select(Submission.participant_id).where(Submission.project_id == project_id, Submission.state.in_(COUNTED))
    return query if activity_id is None else query.where(Submission.activity_id == activity_id)


# The rest of a yes-or-no characteristic: counted and shown in full tables, but nobody to go out and look for.
THE_REST = frozenset({("disabled", "not_disabled"), ("carer", "no"), ("health_12m", "no"), ("gender_identity", "yes")})


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One characteristic: how many told us, how many preferred not to say, and each group beside the population."""

    variable: str
    told: int
    not_said: int
    reference: str
    source: str
    source_date: date | None
    groups: tuple[GroupComparison, ...]

    @property
    def named(self) -> tuple[GroupComparison, ...]:
        """The groups without the rest of a yes-or-no characteristic."""
        return tuple(group for group in self.groups if not any((self.variable, key) in THE_REST for key in group.keys))


def heard(project_id: uuid.UUID, activity_id: uuid.UUID | None = None) -> dict[str, dict[str, int]]:
    """{variable: {answer: people}} over equality answers and the group columns of imported files."""
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    counted = counted_participants(project_id, activity_id)
    rows = db.session.execute(
        select(EqualityAnswer.question, EqualityAnswer.value, func.count())
        .where(EqualityAnswer.project_id == project_id, EqualityAnswer.participant_id.in_(counted))
        .group_by(EqualityAnswer.question, EqualityAnswer.value)
        .order_by(EqualityAnswer.question, EqualityAnswer.value)
    )
    for question, value, n in rows:
        counts[question][value] = n
    for groups in db.session.scalars(
        select(Participant.groups).where(
            Participant.project_id == project_id, Participant.source_id.is_not(None), Participant.id.in_(counted)
        )
    ):
        for name, value in (groups or {}).items():
            counts[str(name)][str(value)] = counts[str(name)].get(str(value), 0) + 1
    return {name: dict(values) for name, values in counts.items()}


def comparisons(
    project_id: uuid.UUID, *, activity_id: uuid.UUID | None = None, profile: Profile = Profile.NHS_5
) -> tuple[Compared, ...]:
    """Every characteristic people told us, beside the project's reference population where it has figures.

    Of the whole project, or of those who took part in one activity.
    """
    project = db.session.get_one(Project, project_id)
    figures: dict[str, list[PopulationFigure]] = defaultdict(list)
    for figure in db.session.scalars(
        select(PopulationFigure)
        .where(
            PopulationFigure.project_id == project_id,
            PopulationFigure.area_code == "",
            PopulationFigure.reference == project.reference_population,
        )
        .order_by(PopulationFigure.position, PopulationFigure.category)
    ):
        figures[figure.variable].append(figure)
    counted = heard(project_id, activity_id)
    compared = []
    for variable in sorted(set(counted) | set(figures), key=lambda name: (name not in figures, name)):
        rows = figures[variable]
        categories = [figure.category for figure in rows]
        told: dict[str, int] = defaultdict(int)
        for value, n in counted.get(variable, {}).items():
            if value not in NOT_SAID:
                told[category_of(variable, value, categories)] += n
        # A group that nobody came from is the finding: it stands in the table with nought.
        told = {**{f.category: 0 for f in rows}, **told}
        ordinal = in_order(variable, told)
        compared.append(
            Compared(
                variable=variable,
                told=sum(told.values()),
                not_said=sum(n for value, n in counted.get(variable, {}).items() if value in NOT_SAID),
                reference=project.reference_population if rows else "",
                source=rows[0].source if rows else "",
                source_date=rows[0].source_date if rows else None,
                groups=compare_with_population(
                    told,
                    {f.category: f.people for f in rows},
                    labels={value: in_words(value) for value in told} | {f.category: f.label for f in rows},
                    profile=profile,
                    ordinal=ordinal or None,
                ),
            )
        )
    return tuple(compared)
