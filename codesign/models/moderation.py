"""Moderation: the written policy, what was done with words and by which reason, reports, asking again, holds."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from codesign.core.terms import HoldOutcome, ModerationAct, ModerationReason, Standing
from codesign.models.base import Model, one_of, term


class Report(Model):
    """A resident's sign that some words need a reader; one a person. `settled_at` when staff have looked."""

    __tablename__ = "report"
    __table_args__ = (UniqueConstraint("contribution_id", "participant_id"), one_of("reason", ModerationReason))
    contribution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("contribution.id"))
    participant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("participant.id"), index=True)
    reason: Mapped[ModerationReason] = term(ModerationReason)
    at: Mapped[datetime]
    settled_at: Mapped[datetime | None]


class WrittenPolicy(Model):
    """One version of a project's written rules for words. Published, it never changes; the newest holds.

    `reasons` is [{"code", "title", "told", "kind"}]: what staff choose, what the author is told, and which of the
    field's reasons (`ModerationReason`) it is. Where a project has none, the rules of `core.moderation` are version 0.
    """

    __tablename__ = "written_policy"
    __table_args__ = (UniqueConstraint("project_id", "number"),)
    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("project.id"))
    number: Mapped[int]
    words: Mapped[str] = mapped_column(Text, default="")
    reasons: Mapped[list[Any]] = mapped_column(default=list)
    made_at: Mapped[datetime]
    made_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))


class WordList(Model):
    """A council's own words that ask for a reader, in one language, one on each line. They hide nothing by themselves."""

    __tablename__ = "word_list"
    __table_args__ = (UniqueConstraint("project_id", "language"),)
    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("project.id"))
    language: Mapped[str] = mapped_column(String(12))
    words: Mapped[str] = mapped_column(Text, default="")
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))


class ModerationAction(Model):
    """One act on some words: a line of the moderation ledger, without the words.

    The unique number makes two moderators on one item come one after the other: the second sees the first's act.
    """

    __tablename__ = "moderation_action"
    __table_args__ = (
        UniqueConstraint("contribution_id", "number"),
        one_of("act", ModerationAct),
        one_of("before", Standing),
        one_of("after", Standing),
        CheckConstraint("act <> 'hidden' OR reason IS NOT NULL", name="hiding_has_reason"),
        Index("ix_moderation_action_project_act", "project_id", "act"),
    )
    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("project.id"))
    contribution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("contribution.id"))
    number: Mapped[int]
    act: Mapped[ModerationAct] = term(ModerationAct)
    before: Mapped[Standing] = term(Standing)
    after: Mapped[Standing] = term(Standing)
    reason: Mapped[ModerationReason | None] = term(ModerationReason, nullable=True)
    code: Mapped[str] = mapped_column(String(40), default="")  # of the written policy's reason
    policy_number: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime]
    by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))


class Appeal(Model):
    """The author of hidden words asks us to look again; one waits at a time. Their words go once it is settled."""

    __tablename__ = "appeal"
    __table_args__ = (
        UniqueConstraint("contribution_id", "number"),
        CheckConstraint("settled_at IS NULL OR upheld IS NOT NULL", name="settled_either_way"),
    )
    contribution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("contribution.id"))
    number: Mapped[int]
    words: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    upheld: Mapped[bool | None]  # True: the words are shown again
    reply: Mapped[str] = mapped_column(String(500), default="")


class SafeguardingHold(Model):
    """Words that a named officer reads because someone may be at risk. Who and when; never the words."""

    __tablename__ = "safeguarding_hold"
    __table_args__ = (
        UniqueConstraint("contribution_id", "number"),
        one_of("outcome", HoldOutcome),
        CheckConstraint("settled_at IS NULL OR outcome IS NOT NULL", name="settled_with_outcome"),
    )
    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("project.id"), index=True)
    contribution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("contribution.id"))
    number: Mapped[int]
    officer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    held_at: Mapped[datetime]
    held_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))  # None: by the residents' own report
    read_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    outcome: Mapped[HoldOutcome | None] = term(HoldOutcome, nullable=True)
