"""The selections that the pages of a board share: boards, idea rows, themes, the order of a list."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    and_,
    bindparam,
    exists,
    false,
    func,
    null,
    select,
)
from sqlalchemy.orm import joinedload

from codesign.core.boards import Phase, choosing_is_over, in_turn, next_phase, permitted, phase_at
from codesign.core.closing import UK, Window, is_closed, is_open
from codesign.core.errors import NotFound
from codesign.core.terms import ActivityState, BoardPhaseKind, ShownAs, Standing, Totals
from codesign.core.text import excerpt
from codesign.extensions import db
from codesign.ideas.shapes import BoardFacts, IdeaCard, OwnWords
from codesign.models import (
    AnswerBatch,
    Area,
    BudgetSlot,
    Coding,
    Contribution,
    Idea,
    IdeaBoard,
    PaperTally,
    Prompt,
    Support,
    Theme,
    Upload,
)
from codesign.tallies.told import told_of

PAGE = 12
CARD_LETTERS = 190
TINTS = ("butter", "mint", "sky", "rose", "lilac")


def boards_of(project_id: uuid.UUID, at: datetime) -> tuple[BoardFacts, ...]:
    """Every board of a project that residents may see, the oldest first."""
    rows = db.session.execute(_boards(), {"project": project_id})
    return tuple(replace(facts(board, at), has_answers=has_answers) for board, has_answers in rows.unique())


@lru_cache
def _boards() -> Any:
    """Made once: to write a selection down takes as long as to run it."""
    answered = exists().where(AnswerBatch.board_id == IdeaBoard.id, AnswerBatch.published_at.is_not(None))
    return (
        select(IdeaBoard, answered)
        .where(IdeaBoard.project_id == bindparam("project"), IdeaBoard.state != ActivityState.DRAFT)
        .options(joinedload(IdeaBoard.phases))
        .order_by(IdeaBoard.created_at, IdeaBoard.id)
    )


def seen_by(board: BoardFacts, me: uuid.UUID | None) -> BoardFacts:
    """The board as one person sees it: totals once they have supported an idea, and how many supports they have left.

    At most one query, on boards that ask for it.
    """
    early = board.totals is Totals.AFTER_OWN and not board.shows_totals
    if board.budget is None and not early:
        return board
    given = 0
    if me is not None and board.budget is not None:
        given = db.session.scalar(
            select(func.count())
            .select_from(BudgetSlot)
            .join(Idea, BudgetSlot.idea_id == Idea.id)
            .join(Contribution, Idea.contribution_id == Contribution.id)
            .where(BudgetSlot.board_id == board.id, BudgetSlot.participant_id == me, holds_a_slot())
        ) or 0  # fmt: skip
    elif me is not None:
        mine = select(Support.id).join(Idea, Support.idea_id == Idea.id)
        given = len(
            db.session.scalars(mine.where(Idea.board_id == board.id, Support.participant_id == me).limit(1)).all()
        )
    left = None if board.budget is None else max(board.budget - given, 0)
    return replace(board, left=left, shows_totals=board.shows_totals or (early and given > 0))


def holds_a_slot() -> ColumnElement[bool]:
    """Whether a support keeps its place in a person's budget: not where the idea is hidden or taken back."""
    return Contribution.standing.in_((Standing.PUBLISHED, Standing.MERGED))


def one_of_them(boards: Sequence[BoardFacts], ref: str) -> BoardFacts:
    """The board of this reference. Raises `NotFound`."""
    for board in boards:
        if board.ref == ref:
            return board
    raise NotFound("There is no such board in this project.")


def facts(board: IdeaBoard, at: datetime) -> BoardFacts:
    """A board as its pages know it at a moment."""
    window = Window(board.opens_at, board.closes_at)
    phases = phases_of(board)
    now = phase_at(phases, at)
    closed = (
        board.state is ActivityState.CLOSED
        or is_closed(window, at)
        or (now is not None and now.kind is BoardPhaseKind.CLOSED)
    )
    takes = board.state is ActivityState.OPEN and is_open(window, at) and not closed
    over = closed or choosing_is_over(phases, at)
    closes_at = board.closes_at
    if closed and (closes_at is None or closes_at > at):  # closed before its day: by staff, or by its last phase
        closes_at = now.starts_at if now is not None and now.kind is BoardPhaseKind.CLOSED else None
    choosing = next((phase for phase in phases if phase.kind is BoardPhaseKind.CHOOSING), None)
    return BoardFacts(
        id=board.id,
        ref=board.ref,
        title=board.title,
        introduction=board.introduction,
        influence=board.influence,
        influence_reason=board.influence_reason,
        asks=board.asks,
        takes=takes,
        closed=closed,
        opens_at=board.opens_at,
        closes_at=closes_at,
        totals=board.totals,
        shows_totals=board.totals is Totals.NOW or over,
        totals_at=(choosing.ends_at if choosing else None) or board.closes_at,
        budget=board.budget,
        takes_photos=board.takes_photos,
        asks_place=board.asks_place,
        phase=now,
        next_phase=next_phase(phases, at),
        permits=permitted(phases, at, reacts_early=board.reacts_early) if takes else frozenset(),
        deck_number=board.deck_number,
    )


def phases_of(board: IdeaBoard) -> tuple[Phase, ...]:
    """The phases of a board in turn."""
    return in_turn((phase.kind, phase.starts_at, phase.words) for phase in board.phases)


def idea_rows(me: uuid.UUID | None, *, themed: bool = True) -> Any:
    """Ideas with their words, first theme, and whether `me` supports them; the caller says which.

    Not `themed`: `theme` is None, for lists that know the themes from elsewhere.
    """
    return _idea_rows(themed).add_columns(supported_by(me).label("mine"))


@lru_cache
def _idea_rows(themed: bool) -> Any:
    first_theme = (
        select(Theme.ref)
        .join(Coding, Coding.theme_id == Theme.id)
        .where(Coding.contribution_id == Contribution.id, Theme.housekeeping.is_(False))
        .order_by(Theme.position, Theme.ref)
        .limit(1)
        .scalar_subquery()
    )
    on_paper = (
        select(func.coalesce(func.sum(PaperTally.ticks), 0))
        .where(PaperTally.idea_id == Idea.id, PaperTally.withdrawn_at.is_(None))
        .scalar_subquery()
    )
    columns = select(
        Idea.id,
        Idea.ref,
        Idea.title,
        Idea.created_at,
        Idea.supports,
        Idea.brought_supports.label("brought"),
        Idea.replies,
        Idea.place_words,
        Idea.latitude.is_not(None).label("on_map"),
        Area.name.label("area"),
        Idea.photo_id,
        Upload.alt.label("photo_alt"),
        on_paper.label("paper"),
        (first_theme if themed else null()).label("theme"),
        Contribution.id.label("contribution_id"),
        Contribution.code,
        Contribution.text,
        Contribution.said_at,
        Contribution.shown_as,
        Contribution.shown_words,
        Contribution.standing,
        Contribution.moderation_reason,
        Contribution.moderation_note,
        Contribution.participant_id,
        Contribution.merged_into_id,
    )
    return (
        columns.join(Contribution, Idea.contribution_id == Contribution.id)
        .outerjoin(Area, Idea.area_id == Area.id)
        .outerjoin(Upload, Idea.photo_id == Upload.id)
    )


def supported_by(me: uuid.UUID | None) -> ColumnElement[bool]:
    """Whether this person supports the idea."""
    if me is None:
        return false()
    return exists().where(Support.idea_id == Idea.id, Support.participant_id == me)


def only_author_sees(me: uuid.UUID | None) -> ColumnElement[bool]:
    """Words of `me` that wait or are hidden."""
    if me is None:
        return false()
    return and_(Contribution.participant_id == me, Contribution.standing.in_((Standing.WAITING, Standing.HIDDEN)))


def rows_of(
    board_id: uuid.UUID, ids: Sequence[uuid.UUID] | Select[uuid.UUID], me: uuid.UUID | None
) -> dict[uuid.UUID, Row[Any]]:
    """The published rows of a page, without themes, and one's own that others do not see. One query."""
    # Not by the board too: SQLite would then read all of it.
    if me is None and not isinstance(ids, Select):
        return {row.id: row for row in db.session.execute(_strangers_rows(), {"ids": list(ids)})}
    shown = idea_rows(me, themed=False).where(Idea.id.in_(ids), Contribution.standing == Standing.PUBLISHED)
    if me is None:
        return {row.id: row for row in db.session.execute(shown)}
    # Two selections, not one with OR: each has its own index, so neither reads the whole board.
    own = idea_rows(me, themed=False).where(Idea.board_id == board_id, only_author_sees(me))
    return {row.id: row for row in db.session.execute(shown.union_all(own))}


@lru_cache
def _strangers_rows() -> Any:
    shown = Idea.id.in_(bindparam("ids", expanding=True))
    return idea_rows(None, themed=False).where(shown, Contribution.standing == Standing.PUBLISHED)


def card(
    row: Any, themes: Mapping[str, tuple[str, str]], at: datetime, *, whole: bool = False, theme: str | None = None
) -> IdeaCard:
    """One idea for a list, or with all its words. `themes` gives title and tint by reference; `theme` is used for none."""
    more = row.text if row.text != row.title else ""
    of_theme = row.theme or theme
    title, tint = themes.get(of_theme, ("", TINTS[0])) if of_theme else ("", TINTS[0])
    return IdeaCard(
        ref=row.ref,
        title=row.title,
        text=more if whole else _opening(more),
        theme=title or None,
        tint=tint,
        who="" if row.shown_as is ShownAs.NOTHING else row.shown_words,
        said_at=row.said_at,
        days_ago=days_ago(row.said_at, at),
        supports=row.supports,
        mine=bool(row.mine),
        replies=row.replies,
        area=row.area or "",
        place=row.place_words,
        on_map=bool(row.on_map),
        photo=row.photo_id is not None,
        photo_alt=row.photo_alt or "",
        paper=int(row.paper),
        brought=row.brought,
    )


@lru_cache(maxsize=2_000)
def _opening(words: str) -> str:
    return str(excerpt(words, "", CARD_LETTERS))


def own_words(ref: str, title: str, row: Any) -> OwnWords:
    """Words that only their author sees, with the reason when a moderator hid them."""
    telling = told_of(row.code) if row.standing is Standing.HIDDEN else None
    return OwnWords(
        ref=ref,
        title=title,
        text=row.text if row.text != title else "",
        standing=row.standing,
        reason=telling.reason if telling else None,
        note=telling.note if telling else "",
        code=row.code,
    )


def prompts_of(board_id: uuid.UUID) -> tuple[tuple[int, str], ...]:
    """The questions that invite ideas, as (position, text)."""
    rows = db.session.execute(
        select(Prompt.position, Prompt.text).where(Prompt.board_id == board_id).order_by(Prompt.position, Prompt.id)
    )
    return tuple((row.position, row.text) for row in rows)


def days_ago(then: datetime, at: datetime) -> int:
    """Days between the local dates of two moments, never negative: what was said last night was said yesterday."""
    here = ZoneInfo(UK)
    return max((at.astimezone(here).date() - then.astimezone(here).date()).days, 0)
