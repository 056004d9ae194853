"""What staff do with a board: make it, change it, open and close it, put statements on it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import exists as any_row
from sqlalchemy import func, select

from codesign.core.closing import Window, closing_moment, is_closed
from codesign.core.errors import NotFound, Refused
from codesign.core.terms import (
    ActivityState,
    BoardAsks,
    ContributionKind,
    Influence,
    ModerationPolicy,
    Totals,
)
from codesign.core.words import N_
from codesign.extensions import db
from codesign.ideas.commands import fresh_idea_ref
from codesign.ideas.likeness import keep_terms
from codesign.ideas.phases import SHORT, PhaseDraft, choosing_lasts, dates_of, tell_change, write_phases, wrong_dates
from codesign.ideas.staff_author import staff_sending
from codesign.ledger import record, said
from codesign.models import Activity, BudgetSlot, Idea, IdeaBoard, Project, Prompt

MOST_BUDGET = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardDraft:
    """A board as staff typed it. Opening and closing are local dates; it opens at the start of its day.

    `short_choosing`: staff have seen that people get fewer than three days to choose, and want it so.
    """

    title: str
    introduction: str
    influence: Influence
    influence_reason: str
    asks: BoardAsks
    moderation: ModerationPolicy
    totals: Totals
    opens_on: date | None
    closes_on: date | None
    closes_time: time | None
    prompts: tuple[str, ...]
    budget: int | None = None
    reacts_early: bool = True
    takes_photos: bool = True
    asks_place: bool = False
    phases: tuple[PhaseDraft, ...] = ()
    short_choosing: bool = False


class WhatItAsksStays(Refused):
    """What a board asks cannot change any more: people have used it."""


class BudgetTooSmall(Refused):
    """Somebody has used more supports than the new budget allows."""


def create_board(project_id: uuid.UUID, draft: BoardDraft, *, by: str, at: datetime) -> str:
    """Make a board that is not open yet; its reference. Raises `Refused` for phases or a budget that cannot be."""
    _check(draft)
    board = IdeaBoard(project_id=project_id, ref=next_board_ref(project_id), title="", created_at=at)
    _write(board, draft, db.session.get_one(Project, project_id).time_zone)
    db.session.add(board)
    db.session.flush()
    record("board_created", board, project_id=project_id, by=by, at=at, details=_outline(board))
    return board.ref


def change_board(project_id: uuid.UUID, ref: str, draft: BoardDraft, *, by: str, at: datetime) -> None:
    """Change a board. What it asks stays once people have used it; phases changed after opening are told to residents.

    Raises `NotFound`, `Refused`.
    """
    _check(draft)
    board = staff_board(project_id, ref)
    if draft.asks is not board.asks and in_use(board.id):
        raise WhatItAsksStays(
            N_("This board has ideas or statements on it, so what it asks must stay. Make another board.")
        )
    if draft.budget is not None and board.budget is not None and draft.budget < board.budget:
        used = most_used(board.id)
        if used > draft.budget:
            raise BudgetTooSmall(N_("Somebody has used more supports than that. Make the number larger."))
    before = dates_of(board)
    _write(board, draft, board.zone)
    db.session.flush()
    record("board_changed", board, project_id=project_id, by=by, at=at, details=_outline(board))
    if board.state is not ActivityState.DRAFT and dates_of(board) != before:
        tell_change(board, before, by=by, at=at)


def in_use(board_id: uuid.UUID) -> bool:
    """Whether there is an idea or a statement on a board."""
    return bool(db.session.scalar(select(any_row().where(Idea.board_id == board_id))))


def most_used(board_id: uuid.UUID) -> int:
    """The most supports that one person has given from their budget."""
    each = (
        select(func.count().label("used"))
        .where(BudgetSlot.board_id == board_id)
        .group_by(BudgetSlot.participant_id)
        .subquery()
    )
    return db.session.scalar(select(func.max(each.c.used))) or 0


def _check(draft: BoardDraft) -> None:
    """The rules of a board that a form says better, field by field; here they hold whoever asks."""
    if (draft.asks is BoardAsks.BUDGET) != (draft.budget is not None):
        raise Refused(N_("A board with a budget needs its number, and no other board has one."))
    if draft.budget is not None and not 1 <= draft.budget <= MOST_BUDGET:
        raise Refused(N_("The number of supports must be from 1 to 50."))
    for sentence in wrong_dates(draft.phases, draft.opens_on, draft.closes_on).values():
        raise Refused(sentence.message)
    lasts = choosing_lasts(draft.phases, draft.closes_on)
    if lasts is not None and lasts < SHORT and not draft.short_choosing:
        raise Refused(N_("People would have fewer than 3 days to choose. Give them longer, or tick that it is right."))


def open_to_residents(project_id: uuid.UUID, ref: str, *, by: str, at: datetime) -> None:
    """Open a board, at once or from its opening date on. Raises `Refused` when its closing date has passed."""
    board = staff_board(project_id, ref)
    if is_closed(Window(board.opens_at, board.closes_at), at):
        raise Refused("The closing date has passed. Change the date first, then open the board.")
    board.state = ActivityState.OPEN
    record("board_opened", board, project_id=project_id, by=by, at=at, details={"board": board.ref})


def close_to_residents(project_id: uuid.UUID, ref: str, *, by: str, at: datetime) -> None:
    """Close a board: people read it, nothing more is added."""
    board = staff_board(project_id, ref)
    board.state = ActivityState.CLOSED
    record("board_closed", board, project_id=project_id, by=by, at=at, details={"board": board.ref})


def add_statements(project_id: uuid.UUID, ref: str, statements: tuple[str, ...], *, by: str, at: datetime) -> int:
    """Put statements written by staff on a board; how many are new.

    They hang on a sending that is excluded from every count, with its reason: staff wrote them, no resident did.
    """
    board = staff_board(project_id, ref)
    if board.asks is not BoardAsks.STATEMENTS:
        raise Refused("This board asks for ideas. Only a board of statements takes statements from staff.")
    there = set(db.session.scalars(select(Idea.title).where(Idea.board_id == board.id)))
    fresh = [line for line in dict.fromkeys(statements) if line and line not in there]
    if not fresh:
        return 0
    reason = "Written by staff to start the board. It is no resident's answer."
    accepted = staff_sending(board, reason=reason, rule="staff_statement", at=at)
    for line in fresh:
        contribution = said(accepted, ContributionKind.IDEA, line, at=at, with_event=False)
        idea = Idea(
            board_id=board.id,
            contribution_id=contribution.id,
            ref=fresh_idea_ref(board.id),
            title=line,
            created_at=at,
        )
        db.session.add(idea)
        db.session.flush()
        keep_terms(idea.id)
        record(
            "statement_added",
            idea,
            project_id=project_id,
            by=by,
            at=at,
            digest=contribution.versions[0].digest,
            details={"board": board.ref, "idea": idea.ref},
        )
    return len(fresh)


def staff_board(project_id: uuid.UUID, ref: str) -> IdeaBoard:
    """A board in any state. Raises `NotFound` for another project's."""
    board = db.session.scalar(select(IdeaBoard).where(IdeaBoard.project_id == project_id, IdeaBoard.ref == ref))
    if board is None:
        raise NotFound("There is no such board in this project.")
    return board


def next_board_ref(project_id: uuid.UUID) -> str:
    """B1, B2, …: the next one of a project."""
    refs = db.session.scalars(
        select(Activity.ref).where(Activity.project_id == project_id, Activity.ref.startswith("B"))
    )
    return f"B{max((int(ref[1:]) for ref in refs if ref[1:].isdigit()), default=0) + 1}"


def _write(board: IdeaBoard, draft: BoardDraft, zone: str) -> None:
    board.title = draft.title
    board.introduction = draft.introduction
    board.influence = draft.influence
    board.influence_reason = draft.influence_reason
    board.asks = draft.asks
    board.moderation = draft.moderation
    board.totals = draft.totals
    board.budget = draft.budget
    board.reacts_early = draft.reacts_early
    board.takes_photos = draft.takes_photos
    board.asks_place = draft.asks_place
    board.zone = zone
    board.opens_at = closing_moment(draft.opens_on, time(0, 0), zone) if draft.opens_on else None
    board.closes_on = draft.closes_on
    board.closes_time = draft.closes_time if draft.closes_on else None
    board.closes_at = None
    if draft.closes_on:
        board.closes_at = closing_moment(draft.closes_on, draft.closes_time or time(23, 59), zone)
    write_phases(board, draft.phases, zone)
    # Prompts keep their rows where they can: ideas point to them.
    kept = sorted(board.prompts, key=lambda prompt: prompt.position)
    for position, text in enumerate(draft.prompts, 1):
        if position <= len(kept):
            kept[position - 1].text = text
        else:
            board.prompts.append(Prompt(position=position, text=text))
    for prompt in kept[len(draft.prompts) :]:
        if prompt.id is None or not _answered(prompt.id):
            board.prompts.remove(prompt)


def _answered(prompt_id: uuid.UUID) -> bool:
    return bool(db.session.scalar(select(func.count()).select_from(Idea).where(Idea.prompt_id == prompt_id)))


def _outline(board: IdeaBoard) -> dict[str, str]:
    return {"board": board.ref, "asks": board.asks.value, "moderation": board.moderation.value}
