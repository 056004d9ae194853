"""From words to clauses: the codebook, codings, requirements, what bears on them, and decisions."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from codesign.core.terms import (
    CodedBy,
    EvidenceKind,
    Moscow,
    Origin,
    RequirementStatus,
    RequirementType,
    Response,
    Stance,
    ThemeStance,
)
from codesign.models.base import Model, one_of, term


class Codebook(Model):
    """The frame of themes of one project."""

    __tablename__ = "codebook"
    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("project.id"), unique=True)
    title: Mapped[str] = mapped_column(String(160))
    method: Mapped[str] = mapped_column(Text, default="")  # how coding was done and by whom
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    themes: Mapped[list[Theme]] = relationship(order_by="(Theme.position, Theme.ref)", cascade="all, delete-orphan")


class Theme(Model):
    """A pattern in what people said, with rules for what belongs in it."""

    __tablename__ = "theme"
    __table_args__ = (UniqueConstraint("codebook_id", "ref"),)
    codebook_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("codebook.id"))
    ref: Mapped[str] = mapped_column(String(8))  # T07
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(String(160))
    definition: Mapped[str] = mapped_column(Text, default="")
    include_rule: Mapped[str] = mapped_column(Text, default="")
    exclude_rule: Mapped[str] = mapped_column(Text, default="")
    housekeeping: Mapped[bool] = mapped_column(default=False)  # "not assigned" and the like: kept, never a finding
    minority_note: Mapped[str] = mapped_column(String(300), default="")  # why it is kept although few say it
    source_column: Mapped[str] = mapped_column(String(200), default="")


class Coding(Model):
    """Which theme some words belong to, who or what said so, and how the words stand towards it."""

    __tablename__ = "coding"
    __table_args__ = (
        UniqueConstraint("contribution_id", "theme_id"),
        one_of("stance", ThemeStance),
        one_of("coded_by", CodedBy),
        CheckConstraint("coded_by <> 'person' OR coder_id IS NOT NULL", name="person_named"),
    )
    contribution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("contribution.id"))
    theme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("theme.id"), index=True)
    stance: Mapped[ThemeStance] = term(ThemeStance, default=ThemeStance.SUPPORTS)
    coded_by: Mapped[CodedBy] = term(CodedBy)
    coder_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class Requirement(Model):
    """A clause of the specification."""

    __tablename__ = "requirement"
    __table_args__ = (
        UniqueConstraint("project_id", "ref"),
        one_of("type", RequirementType),
        one_of("moscow", Moscow),
        one_of("origin", Origin),
        one_of("status", RequirementStatus),
        CheckConstraint("status <> 'dropped' OR status_reason <> ''", name="dropped_has_reason"),
    )
    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("project.id"))
    ref: Mapped[str] = mapped_column(String(12))  # REQ-014
    position: Mapped[int] = mapped_column(default=0)
    lot_numbers: Mapped[list[Any]] = mapped_column(default=list)  # empty: all lots
    title: Mapped[str] = mapped_column(String(160))
    statement: Mapped[str] = mapped_column(Text, default="")
    type: Mapped[RequirementType] = term(RequirementType, default=RequirementType.FUNCTION)
    moscow: Mapped[Moscow] = term(Moscow, default=Moscow.SHOULD)
    outcome: Mapped[str] = mapped_column(Text, default="")
    measure: Mapped[str] = mapped_column(Text, default="")  # how we will check it
    kpi: Mapped[str] = mapped_column(String(300), default="")
    acceptance: Mapped[str] = mapped_column(Text, default="")
    rationale: Mapped[str] = mapped_column(Text, default="")
    origin: Mapped[Origin] = term(Origin, default=Origin.RESIDENT)
    equality_note: Mapped[str] = mapped_column(Text, default="")
    characteristics: Mapped[list[str]] = mapped_column(default=list)  # codes of domain.md e1: age, disability …
    cost_note: Mapped[str] = mapped_column(Text, default="")
    feasibility: Mapped[str] = mapped_column(Text, default="")
    depends_on: Mapped[list[str]] = mapped_column(default=list)  # references of other requirements
    award_criterion: Mapped[str] = mapped_column(String(60), default="")  # forward trace: where it is scored,
    tender_question: Mapped[str] = mapped_column(String(60), default="")  # asked,
    contract_clause: Mapped[str] = mapped_column(String(60), default="")  # and held to
    council_reason: Mapped[str] = mapped_column(Text, default="")  # why it stands although no one said it
    owner: Mapped[str] = mapped_column(String(120), default="")
    status: Mapped[RequirementStatus] = term(RequirementStatus, default=RequirementStatus.DRAFT)
    status_reason: Mapped[str] = mapped_column(String(500), default="")
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    links: Mapped[list[EvidenceLink]] = relationship(order_by="EvidenceLink.linked_at", cascade="all, delete-orphan")


class RequirementVersion(Model):
    """How a requirement read at one version: its fields as they were."""

    __tablename__ = "requirement_version"
    __table_args__ = (UniqueConstraint("requirement_id", "number"),)
    requirement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("requirement.id"))
    number: Mapped[int]
    fields: Mapped[dict[str, Any]]
    by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class EvidenceLink(Model):
    """What bears on a requirement: words, a theme, a question's result, an idea, or a group of a workshop."""

    __tablename__ = "evidence_link"
    __table_args__ = (
        one_of("kind", EvidenceKind),
        one_of("stance", Stance),
        CheckConstraint(
            "(contribution_id IS NOT NULL) = (kind = 'contribution') AND (theme_id IS NOT NULL) = (kind = 'theme')"
            " AND (question_id IS NOT NULL) = (kind = 'question') AND (idea_id IS NOT NULL) = (kind = 'idea')"
            " AND (group_id IS NOT NULL) = (kind = 'workshop')",
            name="one_source",
        ),
        *(
            Index(f"uq_evidence_link_requirement_{kind}", "requirement_id", f"{kind}_id", unique=True)
            for kind in ("contribution", "theme", "question", "idea", "group")
        ),
    )
    requirement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("requirement.id"))
    kind: Mapped[EvidenceKind] = term(EvidenceKind)
    stance: Mapped[Stance] = term(Stance)
    contribution_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("contribution.id"), index=True)
    theme_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("theme.id"), index=True)
    question_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("question.id"), index=True)
    idea_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("idea.id"), index=True)
    group_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("card_group.id"), index=True)
    note: Mapped[str] = mapped_column(String(500), default="")
    reply: Mapped[str] = mapped_column(Text, default="")  # our reply to what points the other way
    linked_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    linked_at: Mapped[datetime]


class Decision(Model):
    """You said, we did, or we did not, because."""

    __tablename__ = "decision"
    __table_args__ = (
        UniqueConstraint("project_id", "ref"),
        one_of("response", Response),
        CheckConstraint("response = 'accepted' OR reason <> ''", name="reason_given"),
    )
    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("project.id"))
    ref: Mapped[str] = mapped_column(String(8))  # D-009
    said: Mapped[str] = mapped_column(Text)
    response: Mapped[Response] = term(Response)
    action: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    decided_by: Mapped[str] = mapped_column(String(160), default="")
    decided_on: Mapped[date | None]
    owner: Mapped[str] = mapped_column(String(120), default="")
    due_on: Mapped[date | None]
    published_on: Mapped[date | None]
    recorded_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    subjects: Mapped[list[DecisionSubject]] = relationship(cascade="all, delete-orphan")


class DecisionSubject(Model):
    """What a decision answers (a theme or an idea) and what it led to (a requirement)."""

    __tablename__ = "decision_subject"
    __table_args__ = (
        CheckConstraint(
            "(CASE WHEN theme_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN idea_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN requirement_id IS NULL THEN 0 ELSE 1 END) = 1",
            name="one_subject",
        ),
        Index("ix_decision_subject_decision", "decision_id"),
    )
    decision_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("decision.id"))
    theme_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("theme.id"), index=True)
    idea_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("idea.id"), index=True)
    requirement_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("requirement.id"), index=True)
