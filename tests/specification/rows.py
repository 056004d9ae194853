"""Rows for tests of the specification: requirements and links, made through the commands."""

from __future__ import annotations

from typing import Any

from codesign.core.terms import EvidenceKind, Stance
from codesign.extensions import db
from codesign.models import CardGroup, Contribution, Idea, Person, Project, Question, Requirement, Step, Theme
from codesign.specification import commands, linking
from codesign.specification.drafts import RequirementDraft
from codesign.specification.linking import Source
from tests.make import NOW

KINDS = {
    Contribution: EvidenceKind.CONTRIBUTION,
    Theme: EvidenceKind.THEME,
    Question: EvidenceKind.QUESTION,
    Idea: EvidenceKind.IDEA,
    CardGroup: EvidenceKind.WORKSHOP,
}


def make_requirement(project: Project, person: Person, title: str = "Opening times", **fields: Any) -> Requirement:
    return commands.add_requirement(project.id, RequirementDraft(title=title, **fields), by=person.id, at=NOW)


def source_of(row: Any) -> Source:
    return Source(KINDS[type(row)], row.id)


def make_link(requirement: Requirement, row: Any, person: Person, stance: Stance = Stance.SUPPORTS) -> None:
    linking.link(requirement.project_id, requirement.ref, source_of(row), stance, by=person.id, at=NOW)


def make_group(step: Step, title: str = "Open when we are free") -> CardGroup:
    group = CardGroup(step_id=step.id, position=1, title=title)
    db.session.add(group)
    db.session.flush()
    return group
