"""What staff decide: you said, we did, or we did not, because. Recorded with its reason, then published."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import select

from codesign.core.codes import is_reference
from codesign.core.errors import NotFound, Refused
from codesign.core.terms import Response
from codesign.core.words import N_
from codesign.extensions import db
from codesign.ledger import actor_person, record
from codesign.models import (
    Codebook,
    Decision,
    DecisionSubject,
    Idea,
    IdeaBoard,
    Project,
    Requirement,
    Theme,
)
from codesign.specification.drafts import DecisionDraft


def decision_of(project_id: uuid.UUID, ref: str) -> Decision:
    """A decision of this project. Raises `NotFound`."""
    if not is_reference(ref):
        raise NotFound
    decision = db.session.scalar(select(Decision).where(Decision.project_id == project_id, Decision.ref == ref))
    if decision is None:
        raise NotFound
    return decision


def add_decision(project_id: uuid.UUID, draft: DecisionDraft, *, by: uuid.UUID, at: datetime) -> Decision:
    """Record a decision. Raises `Refused` without a reason unless accepted, `NotFound` for another project's things."""
    db.session.execute(select(Project.id).where(Project.id == project_id).with_for_update()).one()
    refs = db.session.scalars(select(Decision.ref).where(Decision.project_id == project_id)).all()
    number = 1 + max((int(ref[2:]) for ref in refs if ref[2:].isdigit()), default=0)
    decision = Decision(project_id=project_id, ref=f"D-{number:03d}", recorded_by_id=by, created_at=at)
    _write(project_id, decision, draft)
    db.session.add(decision)
    record(
        "decision_recorded",
        decision,
        project_id=project_id,
        by=actor_person(by),
        at=at,
        details={"ref": decision.ref, "response": draft.response.value},
    )
    return decision


def change_decision(project_id: uuid.UUID, ref: str, draft: DecisionDraft, *, by: uuid.UUID, at: datetime) -> Decision:
    """Change a decision. Raises as `add_decision`."""
    decision = decision_of(project_id, ref)
    _write(project_id, decision, draft)
    record(
        "decision_changed",
        decision,
        project_id=project_id,
        by=actor_person(by),
        at=at,
        details={"ref": ref, "response": draft.response.value},
    )
    return decision


def publish_decision(project_id: uuid.UUID, ref: str, *, on: date, by: uuid.UUID, at: datetime) -> None:
    """Let residents read a decision from today; one that is published already keeps its date."""
    decision = decision_of(project_id, ref)
    if decision.published_on is not None:
        return
    decision.published_on = on
    record("decision_published", decision, project_id=project_id, by=actor_person(by), at=at, details={"ref": ref})


def publish_heard(project_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> None:
    """Open the public page of what was heard and decided. Raises `Refused` while no decision is published."""
    project = db.session.get_one(Project, project_id)
    if project.heard_published_at is not None:
        return
    published = db.session.scalar(
        select(Decision.id).where(Decision.project_id == project_id, Decision.published_on.is_not(None)).limit(1)
    )
    if published is None:
        raise Refused(N_("Publish at least one decision first. Then residents have something to read."))
    project.heard_published_at = at
    record("heard_published", project, project_id=project_id, by=actor_person(by), at=at)


def _write(project_id: uuid.UUID, decision: Decision, draft: DecisionDraft) -> None:
    if draft.response is not Response.ACCEPTED and not draft.reason:
        raise Refused(N_("Say why. Residents read the reason beside what you decided."))
    for name in ("said", "response", "action", "reason", "decided_by", "decided_on", "owner", "due_on"):
        setattr(decision, name, getattr(draft, name))
    decision.subjects = [
        *(DecisionSubject(theme_id=key) for key in _themes(project_id, draft.themes)),
        *(DecisionSubject(idea_id=key) for key in _ideas(project_id, draft.ideas)),
        *(DecisionSubject(requirement_id=key) for key in _requirements(project_id, draft.requirements)),
    ]


def _themes(project_id: uuid.UUID, refs: tuple[str, ...]) -> list[uuid.UUID]:
    rows = db.session.scalars(
        select(Theme.id)
        .join(Codebook, Codebook.id == Theme.codebook_id)
        .where(Codebook.project_id == project_id, Theme.ref.in_(refs))
        .order_by(Theme.ref)
    ).all()
    return _all(list(rows), refs)


def _ideas(project_id: uuid.UUID, keys: tuple[uuid.UUID, ...]) -> list[uuid.UUID]:
    rows = db.session.scalars(
        select(Idea.id)
        .join(IdeaBoard, IdeaBoard.id == Idea.board_id)
        .where(IdeaBoard.project_id == project_id, Idea.id.in_(keys))
        .order_by(Idea.ref, Idea.id)
    ).all()
    return _all(list(rows), keys)


def _requirements(project_id: uuid.UUID, refs: tuple[str, ...]) -> list[uuid.UUID]:
    rows = db.session.scalars(
        select(Requirement.id)
        .where(Requirement.project_id == project_id, Requirement.ref.in_(refs))
        .order_by(Requirement.ref)
    ).all()
    return _all(list(rows), refs)


def _all(found: list[uuid.UUID], asked: tuple[object, ...]) -> list[uuid.UUID]:
    if len(found) != len(set(asked)):
        raise NotFound
    return found
