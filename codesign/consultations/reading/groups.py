"""The ways to split people into groups: what they said about themselves, columns of a file, an answer; and who is in which."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from codesign.consultations import equality, rows
from codesign.consultations.reading.responses import Wordings, responses
from codesign.core.equality import DISABLED, NOT_DISABLED, WIDER, category_of
from codesign.core.questions.answering import Asked
from codesign.core.questions.kinds import kind_of
from codesign.core.questions.kinds.base import Counts
from codesign.core.words import N_
from codesign.extensions import db
from codesign.models import Consultation, EqualityAnswer, Participant, Question, Submission
from codesign.tallies.taking_part import NOT_SAID

UNSAID = "unsaid"
"""The line of those who did not say which group they are in."""


MOST_GROUPS = 40
"""A question with more answers than this is no way to split people."""


class Source(StrEnum):
    """Where the groups of a crossing come from."""

    EQUALITY = "about"
    COLUMN = "column"
    QUESTION = "question"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One way to split people. `key` stands in the address; `label` is its words, `ours` where they are to be translated."""

    key: str
    source: Source
    name: str
    label: str
    ours: bool = False


EQUALITY_LABELS: Mapping[str, str] = {
    "age_band": N_("Age"),
    "sex": N_("Sex"),
    "gender_identity": N_("Gender identity"),
    "health_12m": N_("Long-term health condition"),
    "activity_restriction": N_("Condition limits daily life"),
    "disabled": N_("Disability"),
    "ethnic_group": N_("Ethnic group"),
    "religion": N_("Religion"),
    "sexual_orientation": N_("Sexual orientation"),
    "carer": N_("Unpaid care"),
    "main_language": N_("Main language"),
    "relationship": N_("Link to the service"),
}


WIDER_LABELS: Mapping[str, str] = {
    "white": N_("White"),
    "mixed": N_("Mixed or multiple ethnic groups"),
    "asian": N_("Asian or Asian British"),
    "black": N_("Black, Black British, Caribbean or African"),
    "other": N_("Other ethnic group"),
    "yes": N_("Yes"),
}


def ways_to_split(project_id: uuid.UUID, ref: str) -> tuple[Group, ...]:
    """The groups that the page of results offers. Raises `NotFound`."""
    consultation = rows.consultation_row(project_id, ref)
    return groups_of(consultation) if questions_to_cross(consultation) else ()


def groups_of(consultation: Consultation) -> tuple[Group, ...]:
    """Every way to split the people of a consultation; a question is not split by itself."""
    counted = select(Submission.participant_id).where(
        Submission.activity_id == consultation.id, Submission.state.in_(rows.COUNTED)
    )
    told = db.session.scalars(
        select(EqualityAnswer.question)
        .where(EqualityAnswer.project_id == consultation.project_id, EqualityAnswer.participant_id.in_(counted))
        .distinct()
    ).all()
    found = [
        Group(key=code, source=Source.EQUALITY, name=code, label=label, ours=True)
        for code, label in EQUALITY_LABELS.items()
        if code in told
    ]
    columns: set[str] = set()
    for kept in db.session.scalars(select(Participant.groups).where(Participant.id.in_(counted))):
        columns.update(kept or {})
    found += [
        Group(
            key=f"column-{place}",
            source=Source.COLUMN,
            name=name,
            label=_column_label(name),
            ours=name in EQUALITY_LABELS,
        )
        for place, name in enumerate(sorted(columns), 1)
    ]
    for question in consultation.questions:
        asked = rows.asked(question)
        if is_exclusive(asked) and len(kind_of(asked).values(asked)) <= MOST_GROUPS:
            found.append(Group(key=question.ref, source=Source.QUESTION, name=question.ref, label=asked.text))
    return tuple(found)


def can_be_crossed(asked: Asked) -> bool:
    """Whether its answers are codes that can be split by group."""
    kind = kind_of(asked)
    return kind.asks and kind.in_results and bool(kind.values(asked))


def questions_to_cross(consultation: Consultation) -> tuple[Question, ...]:
    """The questions that can be split by group."""
    return tuple(
        question
        for question in consultation.questions
        if any(can_be_crossed(rows.asked(question, version)) for version in question.versions)
    )


def is_exclusive(asked: Asked) -> bool:
    """Whether everybody gives one of its answers and no more: a choice, an agree scale, an area, what was put first."""
    kind = kind_of(asked)
    if not can_be_crossed(asked):
        return False
    tables = kind.summary(asked, Counts(base=0)).tables
    return bool(tables) and not tables[0].adds_to_more and not any(":" in code for code, _ in kind.values(asked))


def our_labels(asked: Asked) -> frozenset[str]:
    """Labels of its answers that are our own words, to be translated."""
    tables = kind_of(asked).summary(asked, Counts(base=0)).tables
    return frozenset(bar.label for table in tables for bar in table.bars if bar.ours)


def membership(consultation: Consultation, group: Group) -> dict[uuid.UUID, str]:
    """The group of each participant who said; others are not in it."""
    if group.source is Source.QUESTION:
        return {
            response.participant_id: code
            for response in responses(consultation, questions={group.name})
            for asked, given in response.answers.values()
            for code in sorted(kind_of(asked).said(asked, given).values)[:1]
        }
    counted = select(Submission.participant_id).where(
        Submission.activity_id == consultation.id, Submission.state.in_(rows.COUNTED)
    )
    found: Iterable[tuple[uuid.UUID, str]]
    if group.source is Source.EQUALITY:
        found = (
            (participant, value)
            for participant, value in db.session.execute(
                select(EqualityAnswer.participant_id, EqualityAnswer.value).where(
                    EqualityAnswer.project_id == consultation.project_id,
                    EqualityAnswer.question == group.name,
                    EqualityAnswer.participant_id.in_(counted),
                )
            )
        )
    else:
        found = (
            (participant, str(kept.get(group.name, "")))
            for participant, kept in db.session.execute(
                select(Participant.id, Participant.groups).where(Participant.id.in_(counted))
            )
        )
    wider = tuple(WIDER.get(group.name, {}))
    return {key: category_of(group.name, value, wider) for key, value in found if value not in NOT_SAID}


def names_of(consultation: Consultation, group: Group) -> dict[str, tuple[str, bool]]:
    """How each group is called, and whether those are our own words, in the order to show them."""
    if group.source is Source.QUESTION:
        found: dict[str, tuple[str, bool]] = {}
        for version in Wordings(consultation).asked.values():
            if version.ref == group.name:
                ours = our_labels(version)
                for code, label in kind_of(version).values(version) if is_exclusive(version) else ():
                    found[code] = (label, label in ours)
        return {**found, UNSAID: (N_("Did not answer"), True)}
    found = {wider: (WIDER_LABELS[wider], True) for wider in WIDER.get(group.name, {})}
    if group.name in equality.BY_CODE:
        found |= {choice.code: (choice.label, True) for choice in equality.BY_CODE[group.name].choices}
    found |= {DISABLED: (N_("Disabled"), True), NOT_DISABLED: (N_("Not disabled"), True)}
    return {**found, UNSAID: (N_("Did not say"), True)}


def _column_label(name: str) -> str:
    return EQUALITY_LABELS.get(name, name)
