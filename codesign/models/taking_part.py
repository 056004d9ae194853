"""Residents and their words: participants, what they sent, what they said, apart from who they are."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from codesign.core.terms import (
    Consent,
    ContributionKind,
    Mode,
    ModerationReason,
    ShownAs,
    Standing,
    SubmissionState,
    Verdict,
)
from codesign.models.base import Model, one_of, term


class Participant(Model):
    """A pseudonym within one project: no name, no address, no IP. `key_digest` is of the cookie's random key."""

    __tablename__ = "participant"
    __table_args__ = (UniqueConstraint("project_id", "key_digest"), UniqueConstraint("project_id", "source_id"))
    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("project.id"))
    ref: Mapped[str] = mapped_column(String(12))  # P-7K3QX: random, never in the order of arrival
    key_digest: Mapped[str | None] = mapped_column(String(64))
    source_id: Mapped[str | None] = mapped_column(String(120))  # the person's id in an imported file
    groups: Mapped[dict[str, Any]] = mapped_column(default=dict)  # group columns of an imported file: {name: value}
    language: Mapped[str] = mapped_column(String(12), default="en")
    created_at: Mapped[datetime]


class Contact(Model):
    """How to reach a person who asked for it; kept apart from answers and never exported."""

    __tablename__ = "contact"
    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("project.id"), index=True)
    participant_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("participant.id"), index=True)
    address: Mapped[str] = mapped_column(String(254))
    purpose: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime]


class EqualityAnswer(Model):
    """Who took part: counted through disclosure control, never exported in rows."""

    __tablename__ = "equality_answer"
    __table_args__ = (
        UniqueConstraint("participant_id", "question"),
        Index("ix_equality_answer_project_question", "project_id", "question"),
    )
    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("project.id"))
    participant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("participant.id"))
    question: Mapped[str] = mapped_column(String(40))  # codes of domain.md e1: age_band, sex, carer …
    value: Mapped[str] = mapped_column(String(60))


class Submission(Model):
    """One accepted sending. The unique idempotency key makes sending twice the same as once."""

    __tablename__ = "submission"
    __table_args__ = (
        one_of("state", SubmissionState),
        one_of("mode", Mode),
        CheckConstraint("state <> 'excluded' OR state_reason <> ''", name="exclusion_has_reason"),
        Index("ix_submission_activity_state", "activity_id", "state"),
    )
    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("project.id"), index=True)
    activity_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("activity.id"))
    participant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("participant.id"), index=True)
    idempotency_key: Mapped[str] = mapped_column(String(80), unique=True)
    ref: Mapped[str] = mapped_column(String(12), unique=True)  # R-9HT4W: public, random
    receipt: Mapped[str] = mapped_column(String(20), unique=True)  # the person's private way back; never shown to staff
    state: Mapped[SubmissionState] = term(SubmissionState, default=SubmissionState.ACCEPTED)
    state_reason: Mapped[str] = mapped_column(String(300), default="")
    state_rule: Mapped[str] = mapped_column(String(60), default="")
    mode: Mapped[Mode] = term(Mode, default=Mode.WEB)
    language: Mapped[str] = mapped_column(String(12), default="en")
    invited: Mapped[bool] = mapped_column(default=False)  # came with a code of the roll; which one is not kept
    keyed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))  # staff who typed it
    form_number: Mapped[str | None] = mapped_column(String(20))  # of the paper form it was typed from
    network: Mapped[str | None] = mapped_column(String(64), index=True)  # HMAC(network, project): for bursts; deleted
    words_digest: Mapped[str | None] = mapped_column(String(64), index=True)  # of its words, to find the same ones
    version: Mapped[int] = mapped_column(default=1)  # 2 once its answers were changed
    changed_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    received_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class SubmissionVersion(Model):
    """What was answered before a change: codes and numbers only, as in a draft; the words are versions of their own."""

    __tablename__ = "submission_version"
    __table_args__ = (UniqueConstraint("submission_id", "number"),)
    submission_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("submission.id"))
    number: Mapped[int]
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    at: Mapped[datetime]


class Flag(Model):
    """A sign that a sending needs a look: which rule, and with which others. Nothing is dropped by it."""

    __tablename__ = "flag"
    __table_args__ = (UniqueConstraint("submission_id", "rule"), one_of("verdict", Verdict))
    submission_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("submission.id"))
    rule: Mapped[str] = mapped_column(String(40))  # core.fair_counting names them
    cluster: Mapped[str] = mapped_column(String(64), default="", index=True)  # the same for all that belong together
    detail: Mapped[str] = mapped_column(String(200), default="")  # codes and counts, never words
    at: Mapped[datetime]
    verdict: Mapped[Verdict | None] = term(Verdict, nullable=True)
    reason: Mapped[str] = mapped_column(String(300), default="")
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))


class Contribution(Model):
    """Words said by a participant in an activity: an answer's text, an idea, a reply or a card.

    `text` is the newest version and empty once withdrawn or erased; `code` is public and random.
    """

    __tablename__ = "contribution"
    __table_args__ = (
        one_of("kind", ContributionKind),
        one_of("standing", Standing),
        one_of("consent", Consent),
        CheckConstraint("standing <> 'hidden' OR moderation_reason IS NOT NULL", name="hidden_has_reason"),
        UniqueConstraint("activity_id", "source_id", name="uq_contribution_source"),
        Index("ix_contribution_project_standing", "project_id", "standing", "said_at"),
        Index("ix_contribution_activity_standing", "activity_id", "kind", "standing"),
    )
    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("project.id"))
    activity_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("activity.id"))
    participant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("participant.id"), index=True)
    submission_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("submission.id"), index=True)
    question_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("question.id"), index=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)  # K-W3NQ8
    kind: Mapped[ContributionKind] = term(ContributionKind)
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(12), default="en")
    consent: Mapped[Consent] = term(Consent, default=Consent.PUBLIC)
    standing: Mapped[Standing] = term(Standing, default=Standing.PUBLISHED)
    moderation_reason: Mapped[ModerationReason | None] = term(ModerationReason, nullable=True)
    moderation_note: Mapped[str] = mapped_column(String(500), default="")  # told to the author
    moderated_at: Mapped[datetime | None]
    moderation_code: Mapped[str] = mapped_column(String(40), default="")  # of the written policy's reason
    moderated_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    merged_into_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("contribution.id"))
    shown_as: Mapped[ShownAs] = term(ShownAs, default=ShownAs.NOTHING)
    shown_words: Mapped[str] = mapped_column(String(80), default="")  # first name or area, as the person chose
    source_id: Mapped[str | None] = mapped_column(String(120))  # id in an imported file
    sentiment: Mapped[str] = mapped_column(String(40), default="")  # as coded by people in an imported file
    said_at: Mapped[datetime]
    versions: Mapped[list[ContributionVersion]] = relationship(
        order_by="ContributionVersion.number", cascade="all, delete-orphan"
    )
    submission: Mapped[Submission] = relationship()


class ContributionVersion(Model):
    """One wording. Edits append. The event chain holds only `digest` = H(salt, text): erasing both keeps the chain true."""

    __tablename__ = "contribution_version"
    __table_args__ = (UniqueConstraint("contribution_id", "number"),)
    contribution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("contribution.id"))
    number: Mapped[int]
    text: Mapped[str | None] = mapped_column(Text)
    salt: Mapped[bytes | None]
    digest: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
