"""What bears on each requirement, counted once for the editor, the overview and the pack: people, ways, groups."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, and_, or_, select

from codesign.core.equality import category_of
from codesign.core.heard import COUNTED_SENDINGS, COUNTED_STANDINGS, SMALLEST_GROUP
from codesign.core.strength import Strength, strength
from codesign.core.terms import EvidenceKind, Stance, ThemeStance
from codesign.extensions import db
from codesign.models import (
    Activity,
    Coding,
    Contribution,
    EqualityAnswer,
    EvidenceLink,
    Idea,
    Participant,
    PopulationFigure,
    Project,
    Requirement,
    Submission,
)

CONSULTATION, WORKSHOP = "consultation", "workshop"


@dataclass(frozen=True, slots=True)
class Group:
    """One group of the project's reference population."""

    variable: str
    category: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearing:
    """How strong a requirement is, and what that stands on.

    `ways` are kinds of activity. `told_us` of the people behind it said who they are; under 10 of them nothing is said
    about groups: `heard` and `missing` are then None and empty.
    """

    strength: Strength
    ways: tuple[str, ...]
    opposing: int
    groups: int
    heard: int | None
    missing: tuple[Group, ...]
    told_us: int


@dataclass(slots=True)
class _Counted:
    sources: int = 0
    opposing: int = 0
    people: set[uuid.UUID] = field(default_factory=set)
    ways: set[str] = field(default_factory=set)


Voices = dict[uuid.UUID, tuple[uuid.UUID, str]]


def bearings(project_id: uuid.UUID) -> dict[uuid.UUID, Bearing]:
    """The bearing of every requirement of a project by the requirement's key, in a fixed number of statements.

    A source is a link whose words still count (`core.heard`); those hidden or withdrawn since do not. People are
    different participants behind what supports or qualifies: who said linked words, the author of a linked idea,
    everyone coded to a linked theme and not against it. A question's result and a group of a workshop are a source and
    a way of listening, but nobody's words, so they add no people. Ways are the kinds of activity those came from.
    A group is heard when one of the people behind it belongs to it, by equality answers or by an imported column.
    """
    links = db.session.scalars(
        select(EvidenceLink)
        .join(Requirement, Requirement.id == EvidenceLink.requirement_id)
        .where(Requirement.project_id == project_id)
    ).all()
    voices = linked_voices(project_id)
    coded = coded_voices(project_id, {link.theme_id for link in links if link.theme_id})
    counted: dict[uuid.UUID, _Counted] = {}
    for link in links:
        made = counted.setdefault(link.requirement_id, _Counted())
        _add(made, link, voices, coded)
    groups = project_groups(project_id)
    belongs = _belongs(project_id, groups) if links and groups else {}
    found = {key: _bearing(each, groups, belongs) for key, each in counted.items()}
    nothing = _bearing(_Counted(), groups, belongs)
    for key in db.session.scalars(select(Requirement.id).where(Requirement.project_id == project_id)):
        found.setdefault(key, nothing)
    return found


def _add(
    made: _Counted, link: EvidenceLink, voices: Voices, coded: dict[uuid.UUID, set[tuple[uuid.UUID, str]]]
) -> None:
    behind: Iterable[tuple[uuid.UUID, str]] = ()
    if link.kind in (EvidenceKind.CONTRIBUTION, EvidenceKind.IDEA):
        said = voices.get(link.contribution_id or link.idea_id)  # type: ignore[arg-type]
        if said is None:
            return
        behind = (said,)
    elif link.kind is EvidenceKind.THEME and link.theme_id:
        behind = coded.get(link.theme_id, ())
    made.sources += 1
    if link.stance is Stance.OPPOSES:
        made.opposing += 1
        return
    made.people |= {participant for participant, _way in behind}
    made.ways |= {way for _participant, way in behind}
    if link.kind is EvidenceKind.QUESTION:
        made.ways.add(CONSULTATION)
    elif link.kind is EvidenceKind.WORKSHOP:
        made.ways.add(WORKSHOP)


def linked_voices(project_id: uuid.UUID) -> Voices:
    """Who said each linked contribution or idea, and in what kind of activity, where the words count."""
    said = (
        select(EvidenceLink.contribution_id, EvidenceLink.idea_id, Contribution.participant_id, Activity.kind)
        .join(Requirement, Requirement.id == EvidenceLink.requirement_id)
        .outerjoin(Idea, Idea.id == EvidenceLink.idea_id)
        .join(
            Contribution, or_(Contribution.id == EvidenceLink.contribution_id, Contribution.id == Idea.contribution_id)
        )
        .join(Submission, Submission.id == Contribution.submission_id)
        .join(Activity, Activity.id == Contribution.activity_id)
        .where(Requirement.project_id == project_id, _counts())
    )
    found: Voices = {}
    for contribution, idea, participant, kind in db.session.execute(said):
        for source in (contribution, idea):
            if source is not None:
                found[source] = (participant, kind)
    return found


def coded_voices(project_id: uuid.UUID, themes: set[uuid.UUID]) -> dict[uuid.UUID, set[tuple[uuid.UUID, str]]]:
    """Everyone coded to each of these themes and not against it, with the kind of activity they said it in."""
    found: dict[uuid.UUID, set[tuple[uuid.UUID, str]]] = defaultdict(set)
    if not themes:
        return found
    rows = db.session.execute(
        select(Coding.theme_id, Contribution.participant_id, Activity.kind)
        .distinct()
        .join(Contribution, Contribution.id == Coding.contribution_id)
        .join(Submission, Submission.id == Contribution.submission_id)
        .join(Activity, Activity.id == Contribution.activity_id)
        .where(
            Contribution.project_id == project_id,
            Coding.theme_id.in_(themes),
            Coding.stance != ThemeStance.AGAINST,
            _counts(),
        )
    )
    for theme, participant, kind in rows:
        found[theme].add((participant, kind))
    return found


def _counts() -> ColumnElement[bool]:
    return and_(Contribution.standing.in_(COUNTED_STANDINGS), Submission.state.in_(COUNTED_SENDINGS))


def project_groups(project_id: uuid.UUID) -> tuple[Group, ...]:
    """The groups of the project: each category of its reference population that has people, in the figures' order."""
    figures = db.session.execute(
        select(PopulationFigure.variable, PopulationFigure.category, PopulationFigure.label)
        .join(Project, Project.id == PopulationFigure.project_id)
        .where(
            Project.id == project_id,
            PopulationFigure.reference == Project.reference_population,
            PopulationFigure.area_code == "",
            PopulationFigure.people > 0,
        )
        .order_by(PopulationFigure.variable, PopulationFigure.position, PopulationFigure.category)
    )
    return tuple(Group(variable, category, label) for variable, category, label in figures)


def _belongs(project_id: uuid.UUID, groups: tuple[Group, ...]) -> dict[uuid.UUID, set[tuple[str, str]]]:
    """The project's groups that each participant told us of."""
    known = {(group.variable, group.category) for group in groups}
    categories: dict[str, list[str]] = defaultdict(list)
    for group in groups:
        categories[group.variable].append(group.category)
    found: dict[uuid.UUID, set[tuple[str, str]]] = defaultdict(set)
    answers = db.session.execute(
        select(EqualityAnswer.participant_id, EqualityAnswer.question, EqualityAnswer.value).where(
            EqualityAnswer.project_id == project_id, EqualityAnswer.question.in_(list(categories))
        )
    )
    for participant, question, value in answers:
        told = (question, category_of(question, value, categories[question]))
        if told in known:
            found[participant].add(told)
    imported = db.session.execute(
        select(Participant.id, Participant.groups).where(
            Participant.project_id == project_id, Participant.source_id.is_not(None)
        )
    )
    for participant, columns in imported:
        for name, value in (columns or {}).items():
            if (str(name), str(value)) in known:
                found[participant].add((str(name), str(value)))
    return found


def _bearing(made: _Counted, groups: tuple[Group, ...], belongs: dict[uuid.UUID, set[tuple[str, str]]]) -> Bearing:
    people, ways = made.people, made.ways
    told = [belongs[participant] for participant in people if participant in belongs]
    met = set().union(*told)
    enough = len(told) >= SMALLEST_GROUP
    return Bearing(
        strength=strength(len(people), len(ways), len(met), len(groups), made.opposing, made.sources),
        ways=tuple(sorted(ways)),
        opposing=made.opposing,
        groups=len(groups),
        heard=len(met) if enough else None,
        missing=tuple(group for group in groups if (group.variable, group.category) not in met) if enough else (),
        told_us=len(told),
    )
