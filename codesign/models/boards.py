"""Idea boards: their phases, ideas and what led to them, replies, reactions, and the commissioner's answers."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from codesign.core.terms import (
    AnswerState,
    BoardAsks,
    BoardPhaseKind,
    Consent,
    ModerationPolicy,
    PartView,
    ReplyKind,
    ReshapingKind,
    ReshapingState,
    ShownAs,
    Totals,
    Vote,
)
from codesign.models.activities import Activity
from codesign.models.base import Model, one_of, term
from codesign.models.taking_part import Contribution


class IdeaBoard(Activity):
    """A board of ideas to support or choose between, or of statements to agree or disagree with.

    Without phases everything is allowed while it is open. `deck_number` is of its newest fair deck, 0 while it has none.
    """

    __tablename__ = "idea_board"
    __table_args__ = (
        one_of("asks", BoardAsks),
        one_of("moderation", ModerationPolicy),
        one_of("totals", Totals),
        CheckConstraint("(budget IS NOT NULL) = (asks = 'budget')", name="budget_given"),
        CheckConstraint("budget IS NULL OR budget BETWEEN 1 AND 50", name="budget_in_range"),
    )
    id: Mapped[uuid.UUID] = mapped_column(ForeignKey("activity.id"), primary_key=True)
    asks: Mapped[BoardAsks] = term(BoardAsks, default=BoardAsks.IDEAS)
    budget: Mapped[int | None]  # supports a person
    moderation: Mapped[ModerationPolicy] = term(ModerationPolicy, default=ModerationPolicy.AFTER)
    totals: Mapped[Totals] = term(Totals, default=Totals.NOW)
    reacts_early: Mapped[bool] = mapped_column(default=True)  # not only in the phase of choosing
    takes_photos: Mapped[bool] = mapped_column(default=True)
    asks_place: Mapped[bool] = mapped_column(default=False)
    deck_number: Mapped[int] = mapped_column(default=0)
    prompts: Mapped[list[Prompt]] = relationship(order_by="Prompt.position", cascade="all, delete-orphan")
    phases: Mapped[list[BoardPhase]] = relationship(order_by="BoardPhase.starts_at", cascade="all, delete-orphan")
    __mapper_args__ = {"polymorphic_identity": "idea_board"}


class BoardPhase(Model):
    """One phase of a board, until the next begins. `words` say what comes next, for residents."""

    __tablename__ = "board_phase"
    __table_args__ = (UniqueConstraint("board_id", "kind"), one_of("kind", BoardPhaseKind))
    board_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("idea_board.id"))
    kind: Mapped[BoardPhaseKind] = term(BoardPhaseKind)
    starts_on: Mapped[date]  # local; `starts_at` is the start of that day in the board's zone
    starts_at: Mapped[datetime]
    words: Mapped[str] = mapped_column(String(300), default="")


class Prompt(Model):
    """A question on a board that invites ideas."""

    __tablename__ = "prompt"
    __table_args__ = (UniqueConstraint("board_id", "position"),)
    board_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("idea_board.id"))
    position: Mapped[int]
    text: Mapped[str] = mapped_column(String(200))


class Idea(Model):
    """An idea or a statement on a board; its words are its contribution. Counts are kept by SQL, never read-then-written.

    `seen` counts how often it was put before somebody; `brought_supports` were counted elsewhere, no people stand
    behind them here. `extra` keeps {column: value} of an imported row that has no place of its own.
    """

    __tablename__ = "idea"
    __table_args__ = (
        UniqueConstraint("board_id", "ref"),
        CheckConstraint("supports >= 0 AND replies >= 0 AND seen >= 0", name="counts_not_negative"),
        CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name="whole_point"),
        Index("ix_idea_board_supports", "board_id", "supports"),
        Index("ix_idea_board_created", "board_id", "created_at"),
    )
    board_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("idea_board.id"))
    prompt_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("prompt.id"), index=True)
    contribution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("contribution.id"), unique=True)
    ref: Mapped[str] = mapped_column(String(12))  # I-0042
    title: Mapped[str] = mapped_column(String(160))
    photo_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("upload.id"))
    area_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("area.id"), index=True)
    latitude: Mapped[Decimal | None] = mapped_column(Numeric(8, 4))  # to about ten metres, WGS84
    longitude: Mapped[Decimal | None] = mapped_column(Numeric(8, 4))
    place_words: Mapped[str] = mapped_column(String(120), default="")
    supports: Mapped[int] = mapped_column(default=0)
    brought_supports: Mapped[int] = mapped_column(default=0)
    replies: Mapped[int] = mapped_column(default=0)
    seen: Mapped[int] = mapped_column(default=0)
    extra: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    contribution: Mapped[Contribution] = relationship()


class IdeaVersion(Model):
    """An earlier line of an idea; its words are the contribution's version of the same number.

    `shown` when others had acted on it, so that what they saw stays to be read. `title` is empty once erased.
    """

    __tablename__ = "idea_version"
    __table_args__ = (UniqueConstraint("idea_id", "number"),)
    idea_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("idea.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(160))
    shown: Mapped[bool]
    at: Mapped[datetime]  # when it was replaced


class IdeaTerm(Model):
    """One word of a published idea in its shortest form, to find ideas like it; gone with the words."""

    __tablename__ = "idea_term"
    __table_args__ = (
        UniqueConstraint("idea_id", "term"),
        Index("ix_idea_term_board_term", "board_id", "term", "idea_id", "weight"),
    )
    board_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("idea_board.id"))
    idea_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("idea.id"))
    term: Mapped[str] = mapped_column(String(40))
    weight: Mapped[float]


class Comment(Model):
    """A reply to an idea. `parent_id` is the reply it answers; `thread_id` the first reply above it, where pages put it.

    Pages show two levels; an imported talk keeps all of its own. Staff wrote an answer: `by_id`.
    """

    __tablename__ = "comment"
    __table_args__ = (
        one_of("kind", ReplyKind),
        CheckConstraint("kind <> 'answer' OR by_id IS NOT NULL", name="answer_by_staff"),
        CheckConstraint("parent_id IS NULL OR thread_id IS NOT NULL", name="in_a_thread"),
    )
    idea_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("idea.id"), index=True)
    contribution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("contribution.id"), unique=True)
    kind: Mapped[ReplyKind] = term(ReplyKind, default=ReplyKind.REPLY)
    parent_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("comment.id"), index=True)
    thread_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("comment.id"), index=True)
    by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    extra: Mapped[dict[str, Any]] = mapped_column(default=dict)
    contribution: Mapped[Contribution] = relationship()


class IdeaDraft(Model):
    """An idea not yet sent, kept from page to page; gone once it is sent. `key` is the idempotency key of its sending."""

    __tablename__ = "idea_draft"
    __table_args__ = (
        UniqueConstraint("board_id", "participant_id"),
        one_of("shown_as", ShownAs),
        one_of("consent", Consent),
    )
    board_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("idea_board.id"))
    participant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("participant.id"), index=True)
    prompt_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("prompt.id"), index=True)
    key: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(160), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    photo_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("upload.id"))
    place_asked: Mapped[bool] = mapped_column(default=False)  # the page of the place was answered or skipped
    area_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("area.id"))
    latitude: Mapped[Decimal | None] = mapped_column(Numeric(8, 4))
    longitude: Mapped[Decimal | None] = mapped_column(Numeric(8, 4))
    place_words: Mapped[str] = mapped_column(String(120), default="")
    shown_as: Mapped[ShownAs | None] = term(ShownAs, nullable=True)
    shown_words: Mapped[str] = mapped_column(String(80), default="")
    consent: Mapped[Consent | None] = term(Consent, nullable=True)
    started_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class Support(Model):
    """One person's support for one idea. Where that became part of another one, only the person moves it.

    `kept_at`: when they said that it stays where it is; `moved_from_id`: the idea that they gave it to before.
    """

    __tablename__ = "support"
    __table_args__ = (UniqueConstraint("idea_id", "participant_id"),)
    idea_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("idea.id"))
    participant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("participant.id"), index=True)
    at: Mapped[datetime]
    kept_at: Mapped[datetime | None]
    moved_from_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("idea.id"), index=True)


class BudgetSlot(Model):
    """One of the supports that a person may give on a board with a budget: the index holds them to it, whoever asks."""

    __tablename__ = "budget_slot"
    __table_args__ = (
        UniqueConstraint("board_id", "participant_id", "number"),
        UniqueConstraint("idea_id", "participant_id"),
        CheckConstraint("number BETWEEN 1 AND 50", name="number_in_range"),
    )
    board_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("idea_board.id"))
    participant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("participant.id"), index=True)
    number: Mapped[int]
    idea_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("idea.id"))


class StatementVote(Model):
    """One person's latest view of one statement."""

    __tablename__ = "statement_vote"
    __table_args__ = (UniqueConstraint("idea_id", "participant_id"), one_of("vote", Vote))
    idea_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("idea.id"))
    participant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("participant.id"), index=True)
    vote: Mapped[Vote] = term(Vote)
    at: Mapped[datetime]


class PairChoice(Model):
    """One person's latest choice between two ideas; `first_id` is the smaller key, no `chosen_id`: they could not say."""

    __tablename__ = "pair_choice"
    __table_args__ = (
        UniqueConstraint("participant_id", "first_id", "second_id"),
        CheckConstraint("first_id < second_id", name="in_order"),
        CheckConstraint("chosen_id IS NULL OR chosen_id = first_id OR chosen_id = second_id", name="one_of_two"),
    )
    board_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("idea_board.id"), index=True)
    participant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("participant.id"))
    first_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("idea.id"), index=True)
    second_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("idea.id"), index=True)
    chosen_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("idea.id"))
    at: Mapped[datetime]


class PaperTally(Model):
    """Ticks counted on one printed card: a number of people in a place, never people."""

    __tablename__ = "paper_tally"
    __table_args__ = (CheckConstraint("ticks > 0", name="ticks_positive"),)
    idea_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("idea.id"), index=True)
    place: Mapped[str] = mapped_column(String(120))
    counted_on: Mapped[date]
    ticks: Mapped[int]
    keyed_at: Mapped[datetime]
    keyed_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None]


class FairDeck(Model):
    """The published ideas of a board by how often they had been seen at one moment: what a visit's fair mix is drawn from.

    It never changes once made, so a visit that keeps its number keeps its order. `ideas` is what `ideas.decks` packs.
    """

    __tablename__ = "fair_deck"
    __table_args__ = (UniqueConstraint("board_id", "number"),)
    board_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("idea_board.id"))
    number: Mapped[int]
    ideas: Mapped[bytes]
    made_at: Mapped[datetime]


class Reshaping(Model):
    """Staff's proposal to merge, split or reword ideas. Nothing moves by it; authors are asked first.

    `results` is [{"title", "text"}] of the new ideas; `into_id` names one that is there already.
    """

    __tablename__ = "reshaping"
    __table_args__ = (
        UniqueConstraint("board_id", "ref"),
        one_of("kind", ReshapingKind),
        one_of("state", ReshapingState),
    )
    board_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("idea_board.id"))
    ref: Mapped[str] = mapped_column(String(8))  # RS1
    kind: Mapped[ReshapingKind] = term(ReshapingKind)
    state: Mapped[ReshapingState] = term(ReshapingState, default=ReshapingState.PROPOSED)
    results: Mapped[list[Any]] = mapped_column(default=list)
    into_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("idea.id"))
    reason: Mapped[str] = mapped_column(String(500))
    answer_by: Mapped[date]  # until when authors are asked
    proposed_at: Mapped[datetime]
    proposed_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    settled_reason: Mapped[str] = mapped_column(String(500), default="")
    parts: Mapped[list[ReshapingPart]] = relationship(cascade="all, delete-orphan")


class ReshapingPart(Model):
    """One idea that a proposal takes up, and what its author says to it."""

    __tablename__ = "reshaping_part"
    __table_args__ = (UniqueConstraint("reshaping_id", "idea_id"), one_of("view", PartView))
    reshaping_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("reshaping.id"))
    idea_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("idea.id"), index=True)
    view: Mapped[PartView | None] = term(PartView, nullable=True)
    answered_at: Mapped[datetime | None]


class IdeaLineage(Model):
    """One idea came, in whole or in part, from another one, which stays as it was. There is never a circle."""

    __tablename__ = "idea_lineage"
    __table_args__ = (
        UniqueConstraint("from_id", "into_id"),
        CheckConstraint("from_id <> into_id", name="two_ideas"),
        one_of("kind", ReshapingKind),
    )
    from_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("idea.id"))
    into_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("idea.id"), index=True)
    kind: Mapped[ReshapingKind] = term(ReshapingKind)
    reshaping_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("reshaping.id"), index=True)
    at: Mapped[datetime]


class AnswerBatch(Model):
    """Answers prepared together and published together; published, it does not change."""

    __tablename__ = "answer_batch"
    __table_args__ = (UniqueConstraint("board_id", "ref"),)
    board_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("idea_board.id"))
    ref: Mapped[str] = mapped_column(String(8))  # A1
    title: Mapped[str] = mapped_column(String(160))
    words: Mapped[str] = mapped_column(Text, default="")
    made_at: Mapped[datetime]
    made_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    answers: Mapped[list[IdeaAnswer]] = relationship(cascade="all, delete-orphan")


class IdeaAnswer(Model):
    """What the commissioner answers to one idea, with its reason; of several published the latest batch holds.

    No `state` where an imported answer says none.
    """

    __tablename__ = "idea_answer"
    __table_args__ = (
        UniqueConstraint("batch_id", "idea_id"),
        one_of("state", AnswerState),
        CheckConstraint("state IS NULL OR state = 'accepted' OR reason <> ''", name="reason_given"),
    )
    batch_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("answer_batch.id"))
    idea_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("idea.id"), index=True)
    state: Mapped[AnswerState | None] = term(AnswerState, nullable=True)
    words: Mapped[str] = mapped_column(Text, default="")  # what we will do
    reason: Mapped[str] = mapped_column(Text, default="")
    requirement_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("requirement.id"), index=True)
    decision_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("decision.id"), index=True)
    extra: Mapped[dict[str, Any]] = mapped_column(default=dict)


class AnswerNotice(Model):
    """That a person was told once of a batch: on their pages, and by e-mail (`mailed_at`) where they asked for it."""

    __tablename__ = "answer_notice"
    __table_args__ = (UniqueConstraint("batch_id", "participant_id"),)
    batch_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("answer_batch.id"))
    participant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("participant.id"), index=True)
    at: Mapped[datetime]
    mailed_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]


class Follow(Model):
    """A person wants to hear what happens with an idea. `seen_at`: up to when they have looked."""

    __tablename__ = "follow"
    __table_args__ = (UniqueConstraint("idea_id", "participant_id"),)
    idea_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("idea.id"))
    participant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("participant.id"), index=True)
    at: Mapped[datetime]
    seen_at: Mapped[datetime]


class FollowAddress(Model):
    """Where a person's digest of followed ideas goes, once they confirmed it; kept apart from what they said."""

    __tablename__ = "follow_address"
    __table_args__ = (UniqueConstraint("board_id", "participant_id"),)
    board_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("idea_board.id"))
    participant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("participant.id"), index=True)
    contact_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("contact.id"))
    link_digest: Mapped[str] = mapped_column(String(64), unique=True)  # of the link that confirms and ends it
    asked_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    told_until: Mapped[datetime]
