"""Finding evidence for a requirement: words, ideas, themes, results and groups that are not linked to it yet."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, func, or_, select

from codesign.core.equality import answers_in
from codesign.core.finding import Piece as Words
from codesign.core.finding import pieces, terms
from codesign.core.heard import COUNTED_SENDINGS, SMALLEST_GROUP
from codesign.core.terms import ContributionKind, EvidenceKind, Standing
from codesign.extensions import db
from codesign.models import (
    Activity,
    CardGroup,
    Codebook,
    Contribution,
    EqualityAnswer,
    EvidenceLink,
    Idea,
    Step,
    Submission,
    Theme,
)
from codesign.models.word_index import holds, says
from codesign.specification.evidence import Said, group_results, shown
from codesign.specification.linking import Source, requirement_of
from codesign.tallies.bearing import Group, bearings
from codesign.tallies.places import Place, activities, questions

FIRST, STEP, MOST = 12, 12, 96
FEW = 3
WIDTH = 220
# What a chip stands for. Replies stand with the ideas they answer.
SOURCES: dict[str, tuple[ContributionKind, ...]] = {
    "answer": (ContributionKind.ANSWER,),
    "idea": (ContributionKind.IDEA, ContributionKind.COMMENT),
    "card": (ContributionKind.CARD,),
}
RESULTS = ("theme", "question", "workshop")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One result, to be linked. `pieces` are its words with the match marked; `title` names an idea or a result."""

    key: str
    kind: EvidenceKind
    ref: str
    title: str
    count: int
    said: Said | None
    pieces: tuple[Words, ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """A way to narrow the results: a source, or a group that we have not heard on this requirement."""

    key: str
    label: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Finder:
    """What was asked and found for one requirement. `try_` are titles of themes, for when nothing was found."""

    ref: str
    words: str
    only: str
    show: int
    chips: tuple[Chip, ...]
    found: tuple[Found, ...]
    left: int
    try_: tuple[str, ...]

    @property
    def next_show(self) -> int:
        return min(self.show + STEP, MOST)


def find(project_id: uuid.UUID, ref: str, words: str = "", *, only: str = "", show: int = FIRST) -> Finder:
    """What could be linked to a requirement, without what is linked already and what nobody may read.

    A chip for a group that was not heard yet stands only for 10 people or more, so that it points to nobody.
    """
    requirement = requirement_of(project_id, ref)
    looked_for = terms(words)
    nothing = bool(words) and not looked_for
    show = min(max(show, FIRST), MOST)
    asked, where = questions(project_id), activities(project_id)
    said = _said(project_id, requirement.id, looked_for)
    counts = dict.fromkeys(ContributionKind, 0)
    if not nothing:
        by_kind = said.with_only_columns(Contribution.kind, func.count(Contribution.id)).group_by(Contribution.kind)
        counts.update((kind, n) for kind, n in db.session.execute(by_kind))
    linked = _linked(requirement.id)
    results = [] if nothing else _results(project_id, looked_for, linked, asked)
    missing = () if nothing else _missing(project_id, requirement.id, said)
    everything = [found for found in results if not only or found.kind.value == only]
    if not only:
        everything = _few_of_each(everything, bool(looked_for))
    rows, total = _rows(said, counts, only, missing, show) if not nothing else ((), 0)
    found = [*everything, *(_found(row, idea, where, asked, looked_for) for row, idea in rows)]
    return Finder(
        ref=ref,
        words=words,
        only=only,
        show=show,
        chips=_chips(counts, results, missing),
        found=tuple(found),
        left=max(total - len(rows), 0),
        try_=() if found else _try(project_id),
    )


def _said(project_id: uuid.UUID, requirement_id: uuid.UUID, looked_for: Sequence[str]) -> Select[Any]:
    """Published words that are not linked to the requirement, without columns that matter or an order."""
    links = select(EvidenceLink.id).where(
        EvidenceLink.requirement_id == requirement_id,
        or_(EvidenceLink.contribution_id == Contribution.id, EvidenceLink.idea_id == Idea.id),
    )
    query = (
        select(Contribution.id)
        .join(Submission, Submission.id == Contribution.submission_id)
        .outerjoin(Idea, Idea.contribution_id == Contribution.id)
        .where(
            Contribution.project_id == project_id,
            Contribution.standing == Standing.PUBLISHED,
            Contribution.text != "",
            Submission.state.in_(COUNTED_SENDINGS),
            ~links.exists(),
        )
    )
    if looked_for:
        query = query.where(or_(says(looked_for), and_(Idea.id.is_not(None), holds(Idea.title, looked_for))))
    return query


def _rows(
    said: Select[Any],
    counts: dict[ContributionKind, int],
    only: str,
    missing: Sequence[tuple[Group, int]],
    show: int,
) -> tuple[Sequence[Any], int]:
    if only in RESULTS:
        return (), 0
    query = said
    if only in SOURCES:
        query = query.where(Contribution.kind.in_(SOURCES[only]))
        total = sum(counts[kind] for kind in SOURCES[only])
    elif only:
        group = next(((each, n) for each, n in missing if group_key(each) == only), None)
        if group is None:
            return (), 0
        query, total = query.where(Contribution.participant_id.in_(_members(group[0]))), group[1]
    else:
        total = sum(counts.values())
    rows = db.session.execute(
        query.with_only_columns(Contribution, Idea)
        .order_by(Contribution.said_at.desc(), Contribution.id.desc())
        .limit(show)
    ).all()
    return rows, total


def group_key(group: Group) -> str:
    """How a chip names a group in the address."""
    return f"group:{group.variable}:{group.category}"


def _members(group: Group) -> Select[Any]:
    return select(EqualityAnswer.participant_id).where(
        EqualityAnswer.question == group.variable,
        EqualityAnswer.value.in_(answers_in(group.variable, group.category)),
    )


def _missing(project_id: uuid.UUID, requirement_id: uuid.UUID, said: Select[Any]) -> tuple[tuple[Group, int], ...]:
    """Groups not heard on this requirement of whom 10 people or more said what was looked for, with how many pieces."""
    not_heard = bearings(project_id)[requirement_id].missing
    if not not_heard:
        return ()
    rows = db.session.execute(
        said.with_only_columns(
            EqualityAnswer.question,
            EqualityAnswer.value,
            func.count(Contribution.participant_id.distinct()),
            func.count(Contribution.id),
        )
        .join(EqualityAnswer, EqualityAnswer.participant_id == Contribution.participant_id)
        .where(
            EqualityAnswer.question.in_({group.variable for group in not_heard}),
            EqualityAnswer.value.in_({a for group in not_heard for a in answers_in(group.variable, group.category)}),
        )
        .group_by(EqualityAnswer.question, EqualityAnswer.value)
    )
    counted = {(question, value): (people, n) for question, value, people, n in rows}
    found = []
    for group in not_heard:
        # A person gives one answer to a question, so those of one group can be added up.
        ours = [counted.get((group.variable, a), (0, 0)) for a in answers_in(group.variable, group.category)]
        if sum(people for people, _ in ours) >= SMALLEST_GROUP:
            found.append((group, sum(n for _, n in ours)))
    return tuple(found)


def _linked(requirement_id: uuid.UUID) -> frozenset[uuid.UUID]:
    rows = db.session.execute(
        select(EvidenceLink.theme_id, EvidenceLink.question_id, EvidenceLink.group_id).where(
            EvidenceLink.requirement_id == requirement_id
        )
    )
    return frozenset(key for row in rows for key in row if key is not None)


def _results(
    project_id: uuid.UUID, looked_for: Sequence[str], linked: frozenset[uuid.UUID], asked: dict[uuid.UUID, Place]
) -> list[Found]:
    """Themes, question results and workshop groups that hold what was looked for."""
    themes = (
        select(Theme)
        .join(Codebook, Codebook.id == Theme.codebook_id)
        .where(Codebook.project_id == project_id, Theme.housekeeping.is_(False))
    )
    groups = (
        select(CardGroup.id)
        .join(Step, Step.id == CardGroup.step_id)
        .join(Activity, Activity.id == Step.workshop_id)
        .where(Activity.project_id == project_id)
        .order_by(Activity.ref, Step.position, CardGroup.position, CardGroup.id)
    )
    if looked_for:
        themes = themes.where(or_(holds(Theme.title, looked_for), holds(Theme.definition, looked_for)))
        groups = groups.where(holds(CardGroup.title, looked_for))
    found = [
        _result(EvidenceKind.THEME, theme.id, theme.ref, theme.title, looked_for)
        for theme in db.session.scalars(themes.order_by(Theme.position, Theme.ref))
    ]
    wanted = [term.casefold() for term in looked_for]
    found += [
        _result(EvidenceKind.QUESTION, place.id, place.ref, place.title, looked_for)
        for place in asked.values()
        if all(term in place.title.casefold() for term in wanted)
    ]
    keys = db.session.scalars(groups).all()
    by_key = group_results(keys)
    found += [
        _result(EvidenceKind.WORKSHOP, key, by_key[key].step, by_key[key].title, looked_for, by_key[key].dots)
        for key in keys
    ]
    return [result for result in found if uuid.UUID(hex=result.key.rpartition("-")[2]) not in linked]


def _result(
    kind: EvidenceKind, key: uuid.UUID, ref: str, title: str, looked_for: Sequence[str], count: int = 0
) -> Found:
    return Found(
        key=str(Source(kind, key)),
        kind=kind,
        ref=ref,
        title=title,
        count=count,
        said=None,
        pieces=pieces(title, looked_for),
    )


def _few_of_each(results: list[Found], searching: bool) -> list[Found]:
    """Among words, only the first of each kind; without a search only themes, which gather words already."""
    kept = []
    for kind in EvidenceKind:
        of_kind = [found for found in results if found.kind is kind]
        kept += of_kind[:FEW] if searching or kind is EvidenceKind.THEME else []
    return kept


def _found(
    row: Contribution,
    idea: Idea | None,
    where: dict[uuid.UUID, Place],
    asked: dict[uuid.UUID, Place],
    looked_for: Sequence[str],
) -> Found:
    said = shown(row, where, asked)
    source = Source(EvidenceKind.IDEA, idea.id) if idea else Source(EvidenceKind.CONTRIBUTION, row.id)
    return Found(
        key=str(source),
        kind=source.kind,
        ref=idea.ref if idea else row.code,
        title=idea.title if idea else "",
        count=idea.supports if idea else 0,
        said=said,
        pieces=pieces(row.text, looked_for, WIDTH),
        more=row.text if len(row.text) > WIDTH else "",
    )


def _chips(
    counts: dict[ContributionKind, int], results: Sequence[Found], missing: Sequence[tuple[Group, int]]
) -> tuple[Chip, ...]:
    made = [Chip("", "", sum(counts.values()) + len(results))]
    made += [Chip(group_key(group), group.label, n) for group, n in missing]
    made += [Chip(key, "", sum(counts[kind] for kind in kinds)) for key, kinds in SOURCES.items()]
    made += [Chip(key, "", sum(1 for found in results if found.kind.value == key)) for key in RESULTS]
    return tuple(chip for chip in made if chip.count or not chip.key)


def _try(project_id: uuid.UUID) -> tuple[str, ...]:
    return tuple(
        db.session.scalars(
            select(Theme.title)
            .join(Codebook, Codebook.id == Theme.codebook_id)
            .where(Codebook.project_id == project_id, Theme.housekeeping.is_(False))
            .order_by(Theme.position, Theme.ref)
            .limit(FEW)
        )
    )
