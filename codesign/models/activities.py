"""Ways of taking part: consultations, idea boards and workshops, each attached to a commissioning project."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Numeric, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from codesign.core.terms import (
    Access,
    ActivityState,
    CardNames,
    Influence,
    Mode,
    QuestionType,
    StepKind,
    StepPhase,
)
from codesign.models.base import Model, one_of, term
from codesign.models.questionnaires import Clip, Translation
from codesign.models.taking_part import Contribution, Submission


class Activity(Model):
    """One way of taking part. Closing is a local date, time and zone; `closes_at` is the same moment in UTC."""

    __tablename__ = "activity"
    __table_args__: Any = (
        UniqueConstraint("project_id", "ref"),
        one_of("state", ActivityState),
        one_of("influence", Influence),
        CheckConstraint("opens_at IS NULL OR closes_at IS NULL OR opens_at < closes_at", name="opens_before_closing"),
        CheckConstraint("influence = 'open' OR influence_reason <> ''", name="influence_reason_given"),
    )
    kind: Mapped[str] = mapped_column(String(20))
    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("project.id"))
    ref: Mapped[str] = mapped_column(String(8))  # C1, B1, W1
    title: Mapped[str] = mapped_column(String(160))
    introduction: Mapped[str] = mapped_column(Text, default="")
    influence: Mapped[Influence] = term(Influence, default=Influence.OPEN)
    influence_reason: Mapped[str] = mapped_column(String(500), default="")
    state: Mapped[ActivityState] = term(ActivityState, default=ActivityState.DRAFT)
    opens_at: Mapped[datetime | None]
    closes_on: Mapped[date | None]
    closes_time: Mapped[time | None]
    zone: Mapped[str] = mapped_column(String(40), default="Europe/London")
    closes_at: Mapped[datetime | None]
    source_digest: Mapped[str | None] = mapped_column(String(64))  # of the files it was imported from
    created_at: Mapped[datetime]
    __mapper_args__ = {"polymorphic_on": "kind"}


class Consultation(Activity):
    """A questionnaire."""

    __tablename__ = "consultation"
    __table_args__ = (one_of("access", Access),)
    id: Mapped[uuid.UUID] = mapped_column(ForeignKey("activity.id"), primary_key=True)
    asks_equality: Mapped[bool] = mapped_column(default=True)
    access: Mapped[Access] = term(Access, default=Access.EVERYONE)
    languages: Mapped[list[str]] = mapped_column(default=lambda: ["en"])  # of the questionnaire; the first is its own
    reading_age: Mapped[int] = mapped_column(default=9)  # the target its words are checked against
    late_rule: Mapped[str] = mapped_column(String(300), default="")  # what happens to what comes late
    late_days: Mapped[int] = mapped_column(
        default=0
    )  # days after the close in which paper posted in time is still taken
    paper_return: Mapped[str] = mapped_column(String(300), default="")  # where paper is sent or handed in
    is_proposal: Mapped[bool | None]  # whether there is a proposal: it turns the Gunning checks on or off
    questions: Mapped[list[Question]] = relationship(order_by="Question.position", cascade="all, delete-orphan")
    translations: Mapped[list[Translation]] = relationship(cascade="all, delete-orphan")
    __mapper_args__ = {"polymorphic_identity": "consultation"}


class Workshop(Activity):
    """A live session in a hall. `version` moves with every change the room can see: it is the ETag of the live pages."""

    __tablename__ = "workshop"
    __table_args__ = (CheckConstraint("starts_at < ends_at", name="starts_before_end"),)
    id: Mapped[uuid.UUID] = mapped_column(ForeignKey("activity.id"), primary_key=True)
    join_code: Mapped[str] = mapped_column(String(6), unique=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(String(160), default="")
    offers: Mapped[str] = mapped_column(String(160), default="")  # food, childcare, hearing loop
    host_name: Mapped[str] = mapped_column(String(80), default="")
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    attended: Mapped[int | None]  # people counted in the hall, not devices
    attendance_note: Mapped[str] = mapped_column(String(300), default="")
    current_step_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("step.id", use_alter=True, name="fk_workshop_current_step_id")
    )
    step_ends_at: Mapped[datetime | None]
    paused_seconds: Mapped[int | None]  # what was left on the timer when it was paused
    version: Mapped[int] = mapped_column(default=1)
    harvested_at: Mapped[datetime | None]
    steps: Mapped[list[Step]] = relationship(
        order_by="Step.position", cascade="all, delete-orphan", foreign_keys="Step.workshop_id"
    )
    __mapper_args__ = {"polymorphic_identity": "workshop"}


class Question(Model):
    """A place in a questionnaire. What was asked lives in its versions; answers stay with theirs."""

    __tablename__ = "question"
    __table_args__ = (UniqueConstraint("consultation_id", "ref"),)
    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultation.id"))
    ref: Mapped[str] = mapped_column(String(12))  # Q7; printed as C1-Q7
    position: Mapped[int]
    starts_page: Mapped[bool] = mapped_column(default=True)  # False: it stands on the page of the question before it
    section: Mapped[str] = mapped_column(String(160), default="")  # the title of a section that begins here
    section_words: Mapped[str] = mapped_column(Text, default="")
    withdrawn_at: Mapped[datetime | None]
    versions: Mapped[list[QuestionVersion]] = relationship(
        order_by="QuestionVersion.number", cascade="all, delete-orphan"
    )
    clips: Mapped[list[Clip]] = relationship(cascade="all, delete-orphan")

    @property
    def current(self) -> QuestionVersion:
        return self.versions[-1]


class QuestionVersion(Model):
    """One wording of a question, and when it is asked.

    `low` and `high` bound a number; `least` and `most` bound how many choices; `settings` is for what only its own type
    reads (`consultations.kinds` says what); `condition` is as `core.routing` writes it, None when everyone is asked.
    The known types are those of the registry, so there is no CHECK: a new type is not a migration.
    """

    __tablename__ = "question_version"
    __table_args__ = (UniqueConstraint("question_id", "number"),)
    question_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("question.id"))
    number: Mapped[int] = mapped_column(default=1)
    type: Mapped[QuestionType] = term(QuestionType)
    text: Mapped[str] = mapped_column(String(300))
    hint: Mapped[str] = mapped_column(String(300), default="")
    why: Mapped[str] = mapped_column(String(500), default="")
    body: Mapped[str] = mapped_column(Text, default="")  # the words of an information page
    required: Mapped[bool] = mapped_column(default=False)
    offers_not_sure: Mapped[bool] = mapped_column(default=False)
    least: Mapped[int | None]
    most: Mapped[int | None]
    low: Mapped[Decimal | None] = mapped_column(Numeric(14, 4))
    high: Mapped[Decimal | None] = mapped_column(Numeric(14, 4))
    unit: Mapped[str] = mapped_column(String(40), default="")
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    condition: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    created_at: Mapped[datetime]
    choices: Mapped[list[Choice]] = relationship(order_by="Choice.position", cascade="all, delete-orphan")


class Choice(Model):
    """One option of a question version; with `is_row`, one row of a matrix, where the others are its columns."""

    __tablename__ = "choice"
    __table_args__ = (UniqueConstraint("question_version_id", "code"),)
    question_version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("question_version.id"))
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(40))
    label: Mapped[str] = mapped_column(String(200))
    exclusive: Mapped[bool] = mapped_column(default=False)  # "none of these"
    takes_text: Mapped[bool] = mapped_column(default=False)  # "something else"
    is_row: Mapped[bool] = mapped_column(default=False)
    picture_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("upload.id"))
    picture_alt: Mapped[str] = mapped_column(String(200), default="")


class Draft(Model):
    """Answers not yet sent, saved as they are given; `key` is the idempotency key of the sending to come.

    `answers` is {question ref: {"version": number, "values": [choice codes], "words": text, "parts": {name: text}}};
    empty ones were skipped. A draft that changes what was sent names the submission in `changes_id`.
    """

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("consultation_id", "participant_id"),)
    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consultation.id"))
    participant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("participant.id"), index=True)
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    key: Mapped[str] = mapped_column(String(80), unique=True)
    carry_on_code: Mapped[str | None] = mapped_column(String(40), unique=True)
    link_digest: Mapped[str | None] = mapped_column(
        String(64), unique=True
    )  # of the link sent by e-mail, till it is used
    shared_device: Mapped[bool] = mapped_column(default=False)  # nothing may be kept on the phone or computer itself
    mode: Mapped[Mode | None] = term(Mode, nullable=True)  # None: the web, by phone or computer
    language: Mapped[str] = mapped_column(String(12), default="en")
    keyed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))  # staff who typed for the person
    roll_entry_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("roll_entry.id"))  # gone with the draft
    changes_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("submission.id"), index=True)
    started_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class Answer(Model):
    """One answer in one response. Its words, when it has any, are a contribution."""

    __tablename__ = "answer"
    __table_args__ = (
        UniqueConstraint("submission_id", "question_id"),
        Index("ix_answer_question_version", "question_version_id"),
    )
    submission_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("submission.id"))
    question_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("question.id"), index=True)
    question_version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("question_version.id"))
    number: Mapped[Decimal | None] = mapped_column(Numeric(14, 4))
    not_sure: Mapped[bool] = mapped_column(default=False)
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)  # what its type keeps beside choices: a day, a place
    contribution_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("contribution.id"), unique=True)
    chosen: Mapped[list[AnswerChoice]] = relationship(cascade="all, delete-orphan")
    submission: Mapped[Submission] = relationship()


class AnswerChoice(Model):
    """A choice taken in an answer: `position` keeps the order of a ranking, `row` the matrix row, `amount` an allocation."""

    __tablename__ = "answer_choice"
    __table_args__ = (UniqueConstraint("answer_id", "choice_id", "row"),)
    answer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("answer.id"))
    choice_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("choice.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    row: Mapped[str] = mapped_column(String(40), default="")  # the code of the row
    amount: Mapped[Decimal | None] = mapped_column(Numeric(14, 4))


class Step(Model):
    """One step of a workshop's agenda: write cards and group them, or vote with dots on the groups of an earlier step."""

    __tablename__ = "step"
    __table_args__ = (
        UniqueConstraint("workshop_id", "position"),
        one_of("kind", StepKind),
        one_of("phase", StepPhase),
        one_of("names", CardNames),
        CheckConstraint("dots BETWEEN 1 AND 10", name="dots_in_range"),
    )
    workshop_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workshop.id"))
    position: Mapped[int]
    ref: Mapped[str] = mapped_column(String(8))  # A3; printed as W1-A3
    kind: Mapped[StepKind] = term(StepKind)
    phase: Mapped[StepPhase] = term(StepPhase, default=StepPhase.WAITING)
    title: Mapped[str] = mapped_column(String(60))  # the pill on the wall: Write, Group and vote
    prompt: Mapped[str] = mapped_column(String(200))
    minutes: Mapped[int] = mapped_column(default=10)
    names: Mapped[CardNames] = term(CardNames, default=CardNames.NO_NAMES)
    dots: Mapped[int] = mapped_column(default=5)  # a person
    votes_on_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("step.id"))  # the step whose groups get the dots
    totals_shown: Mapped[bool] = mapped_column(default=False)
    groups: Mapped[list[CardGroup]] = relationship(order_by="CardGroup.position", cascade="all, delete-orphan")


class Attendee(Model):
    """A participant in the room. The nickname is for the room only and goes when the workshop is harvested."""

    __tablename__ = "attendee"
    __table_args__ = (UniqueConstraint("workshop_id", "participant_id"),)
    workshop_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("workshop.id"))
    participant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("participant.id"), index=True)
    nickname: Mapped[str] = mapped_column(String(40), default="")
    joined_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class CardGroup(Model):
    """Cards that the room put together, with the name it gave them."""

    __tablename__ = "card_group"
    __table_args__ = (Index("ix_card_group_step", "step_id", "position"),)
    step_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("step.id"))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(80))
    people: Mapped[int | None]  # show of hands, as told by the facilitator: people who gave dots …
    paper_dots: Mapped[int | None]  # … and the dots they gave


class Card(Model):
    """A card on the wall; its words are its contribution."""

    __tablename__ = "card"
    __table_args__ = (Index("ix_card_step_group", "step_id", "group_id"),)
    step_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("step.id"))
    contribution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("contribution.id"), unique=True)
    group_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("card_group.id"), index=True)
    from_paper: Mapped[bool] = mapped_column(default=False)
    table_number: Mapped[int | None]
    key: Mapped[str | None] = mapped_column(
        String(64), unique=True
    )  # of the form: the same card sent twice is one card
    created_at: Mapped[datetime]
    contribution: Mapped[Contribution] = relationship()


class Dot(Model):
    """The dots one person gave to one group in one voting step."""

    __tablename__ = "dot"
    __table_args__ = (
        UniqueConstraint("step_id", "participant_id", "group_id"),
        CheckConstraint("dots > 0", name="dots_positive"),
    )
    step_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("step.id"))
    participant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("participant.id"), index=True)
    group_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("card_group.id"), index=True)
    dots: Mapped[int]
