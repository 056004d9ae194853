"""The record: frozen packs as bytes, the append-only event chain, mail to send, long work to do."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from codesign.core.terms import Edition, JobState
from codesign.models.base import Model, one_of, term


class Pack(Model):
    """A frozen edition of everything: the snapshot is canonical JSON, its sha256 is the seal on every page."""

    __tablename__ = "pack"
    __table_args__ = (UniqueConstraint("project_id", "version"),)
    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("project.id"))
    version: Mapped[int]
    ref: Mapped[str] = mapped_column(String(40), unique=True)  # EP-CP-2026-014-v2
    check_code: Mapped[str] = mapped_column(String(16), unique=True)
    seal: Mapped[str] = mapped_column(String(64))
    snapshot: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    chain_head: Mapped[str] = mapped_column(String(64))
    supersedes_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("pack.id"))
    frozen_at: Mapped[datetime]
    frozen_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    files: Mapped[list[PackFile]] = relationship(
        order_by="(PackFile.edition, PackFile.path)", cascade="all, delete-orphan"
    )


class PackFile(Model):
    """One file of one edition, stored once and never made again."""

    __tablename__ = "pack_file"
    __table_args__ = (UniqueConstraint("pack_id", "edition", "path"), one_of("edition", Edition))
    pack_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("pack.id"))
    edition: Mapped[Edition] = term(Edition)
    path: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(120))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]


class EventRow(Model):
    """One link of the chain. Holds digests and references, never words; a trigger refuses UPDATE and DELETE."""

    __tablename__ = "event"
    __table_args__ = (
        Index("ix_event_project_sequence", "project_id", "sequence"),
        Index("ix_event_subject", "subject"),
    )
    sequence: Mapped[int] = mapped_column(BigInteger, unique=True)
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(60))
    project_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("project.id"))
    subject: Mapped[str] = mapped_column(String(80))  # "idea:0197…"
    actor: Mapped[str] = mapped_column(String(80))  # "person:…", "participant:…", "system"
    digest: Mapped[str] = mapped_column(String(64), default="")
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class ChainHead(Model):
    """The newest link, one row: taking its lock puts events in one order on both databases."""

    __tablename__ = "chain_head"
    number: Mapped[int] = mapped_column(unique=True, default=1)
    sequence: Mapped[int] = mapped_column(BigInteger, default=0)
    hash: Mapped[str] = mapped_column(String(64))


class OutboxMessage(Model):
    """A message to send: written in the same transaction as its cause, sent by a job, at least once, one Message-ID."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_unsent", "sent_at", "created_at"),)
    project_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("project.id"))
    recipient: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    message_id: Mapped[str] = mapped_column(String(120), unique=True)
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    held_until: Mapped[datetime | None]  # while one job sends it, and as a pause after a failure
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(String(300), default="")
    forgets: Mapped[bool] = mapped_column(default=False)  # once sent or given up, its address and words are emptied


class Job(Model):
    """Long work a person asked for, with words on how far it is."""

    __tablename__ = "job"
    __table_args__ = (one_of("state", JobState),)
    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("project.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    arguments: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[JobState] = term(JobState, default=JobState.WAITING)
    progress: Mapped[str] = mapped_column(String(200), default="")
    error: Mapped[str] = mapped_column(String(500), default="")
    requested_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
