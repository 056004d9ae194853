"""What stands around a questionnaire: uploads, documents, languages, the roll, paper, kiosks, outreach and its record."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from codesign.core.terms import RecordKind, UploadPurpose
from codesign.models.base import Model, one_of, term


class Upload(Model):
    """Bytes as we made them anew from what was sent: no EXIF, no script. `content` is empty once erased."""

    __tablename__ = "upload"
    __table_args__ = (one_of("purpose", UploadPurpose),)
    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("project.id"), index=True)
    activity_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("activity.id"), index=True)
    participant_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("participant.id"), index=True)
    purpose: Mapped[UploadPurpose] = term(UploadPurpose)
    media_type: Mapped[str] = mapped_column(String(100))
    alt: Mapped[str] = mapped_column(String(300), default="")
    content: Mapped[bytes] = mapped_column(deferred=True)
    size: Mapped[int]
    width: Mapped[int | None]
    height: Mapped[int | None]
    sha256: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]


class ShownDocument(Model):
    """One version of a document that residents could read, with the digest of the bytes as shown."""

    __tablename__ = "shown_document"
    __table_args__ = (UniqueConstraint("activity_id", "ref", "version"),)
    activity_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("activity.id"))
    ref: Mapped[str] = mapped_column(String(8))  # DOC1
    version: Mapped[int] = mapped_column(default=1)
    title: Mapped[str] = mapped_column(String(200))
    upload_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("upload.id"))
    shown_from: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class Translation(Model):
    """One text of a questionnaire in one more language; `of_digest` is of the text it translates, to see what is stale."""

    __tablename__ = "translation"
    __table_args__ = (UniqueConstraint("consultation_id", "language", "key"),)
    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultation.id"))
    language: Mapped[str] = mapped_column(String(12))
    key: Mapped[str] = mapped_column(String(80))  # title, Q1.2.text, Q1.2.choice.c3 (question, version, part)
    text: Mapped[str] = mapped_column(Text)
    of_digest: Mapped[str] = mapped_column(String(64))
    of_text: Mapped[str] = mapped_column(Text, default="")  # what it translates, to be shown once that has changed
    at: Mapped[datetime]
    by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))


class Clip(Model):
    """A question read aloud by a person, in one language."""

    __tablename__ = "clip"
    __table_args__ = (UniqueConstraint("question_id", "language"),)
    question_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("question.id"))
    language: Mapped[str] = mapped_column(String(12))
    upload_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("upload.id"))


class RollEntry(Model):
    """One invited person. Kept apart from the answers: it says that a code was used, never for which answers."""

    __tablename__ = "roll_entry"
    __table_args__ = (UniqueConstraint("consultation_id", "code_digest"),)
    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultation.id"))
    code_digest: Mapped[str] = mapped_column(String(64))
    reference: Mapped[str] = mapped_column(String(120), default="")  # the council's own: a household, a tenant
    used: Mapped[bool] = mapped_column(default=False)
    revoked_at: Mapped[datetime | None]


class Kiosk(Model):
    """A device in a library: its address starts each person clean. The key is kept as a digest."""

    __tablename__ = "kiosk"
    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultation.id"), index=True)
    place: Mapped[str] = mapped_column(String(120))
    key_digest: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class PaperForm(Model):
    """One printed questionnaire with its number; `versions` is {question ref: wording} as printed."""

    __tablename__ = "paper_form"
    __table_args__ = (UniqueConstraint("consultation_id", "number"),)
    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultation.id"))
    number: Mapped[str] = mapped_column(String(20))  # C1-0001, random order would not help: it is printed to be matched
    language: Mapped[str] = mapped_column(String(12), default="en")
    versions: Mapped[dict[str, Any]] = mapped_column(default=dict)
    printed_at: Mapped[datetime]
    printed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))


class PaperBatch(Model):
    """A pile of paper forms being typed in. With `keyed_twice` two people type each, and differences are settled."""

    __tablename__ = "paper_batch"
    __table_args__ = (UniqueConstraint("consultation_id", "ref"),)
    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultation.id"))
    ref: Mapped[str] = mapped_column(String(12))  # PB1
    title: Mapped[str] = mapped_column(String(120), default="")
    keyed_twice: Mapped[bool] = mapped_column(default=False)
    arrived_on: Mapped[date]  # by post or by hand: what came after the close needs a postmark
    made_at: Mapped[datetime]
    made_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    sent_at: Mapped[datetime | None]  # its forms have become submissions


class PaperEntry(Model):
    """One keying of one form: answers as a draft keeps them; `missing` names pages that were not there."""

    __tablename__ = "paper_entry"
    __table_args__ = (
        UniqueConstraint("batch_id", "form_number", "keying"),
        CheckConstraint("keying IN (1, 2)", name="keying_known"),
    )
    batch_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paper_batch.id"))
    form_number: Mapped[str] = mapped_column(String(20))
    keying: Mapped[int] = mapped_column(default=1)
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    consent: Mapped[str] = mapped_column(String(40), default="")
    missing: Mapped[list[str]] = mapped_column(default=list)
    left_out: Mapped[list[str]] = mapped_column(default=list)  # answered though not asked on the way, and looked at
    equality: Mapped[dict[str, Any]] = mapped_column(
        default=dict
    )  # of the sheet kept apart; empty once sent, as answers
    wants_receipt: Mapped[bool] = mapped_column(default=False)
    postmarked_on: Mapped[date | None]
    keyed_at: Mapped[datetime]
    keyed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    submission_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("submission.id"), index=True)


class OutreachTask(Model):
    """What is done about a gap between who took part and who lives here."""

    __tablename__ = "outreach_task"
    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultation.id"), index=True)
    variable: Mapped[str] = mapped_column(String(40))  # as in population_figure
    category: Mapped[str] = mapped_column(String(60))
    who: Mapped[str] = mapped_column(String(120))
    where: Mapped[str] = mapped_column(String(160), default="")
    due_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(String(300), default="")
    made_at: Mapped[datetime]
    made_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    done_on: Mapped[date | None]
    outcome: Mapped[str] = mapped_column(String(300), default="")


class AcceptedWarning(Model):
    """A warning of the lint that a person accepted in writing; `of_digest` is of what was judged, so a change asks anew."""

    __tablename__ = "accepted_warning"
    __table_args__ = (UniqueConstraint("consultation_id", "rule", "subject"),)
    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultation.id"))
    rule: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(20), default="")  # a question's reference, or empty for the whole
    of_digest: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(String(500))
    at: Mapped[datetime]
    by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))


class RecordEntry(Model):
    """One line of a consultation's record (domain.md b4): what, when, until when, and the words for it."""

    __tablename__ = "record_entry"
    __table_args__ = (one_of("kind", RecordKind), Index("ix_record_entry_activity_kind", "activity_id", "kind"))
    activity_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("activity.id"))
    kind: Mapped[RecordKind] = term(RecordKind)
    at: Mapped[datetime]
    until: Mapped[datetime | None]
    title: Mapped[str] = mapped_column(String(200))
    words: Mapped[str] = mapped_column(Text, default="")
    who: Mapped[str] = mapped_column(String(120), default="")  # the approver of a mandate, the place of a promotion
    made_at: Mapped[datetime]
    made_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None]


class ResultsStep(Model):
    """What those outside the team may see while it is open: figures as they stood after a step of ten, or a day."""

    __tablename__ = "results_step"
    __table_args__ = (UniqueConstraint("consultation_id", "number"),)
    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultation.id"))
    number: Mapped[int]
    people: Mapped[int]
    figures: Mapped[dict[str, Any]] = mapped_column(default=dict)
    at: Mapped[datetime]
