"""The selections that the pages of a board share: boards, idea rows, themes, the order of a list."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, exists, false, func, literal, null, or_, select, union_all
from sqlalchemy.orm import joinedload

from codesign.core.boards import Phase, choosing_is_over, in_turn, next_phase, permitted, phase_at
from codesign.core.closing import Window, is_closed, is_open
from codesign.core.errors import NotFound
from codesign.core.fairmix import fair_order
from codesign.core.moderation import told_to_author
from codesign.core.terms import ActivityState, BoardPhaseKind, ShownAs, Standing, Totals
from codesign.core.text import excerpt
from codesign.extensions import db
from codesign.ideas.shapes import BoardFacts, Chip, IdeaCard, OwnWords, Sort
from codesign.models import Codebook, Coding, Contribution, Idea, IdeaBoard, Prompt, Support, Theme

PAGE = 12
CARD_LETTERS = 190
TINTS = ("butter", "mint", "sky", "rose", "lilac")
_STOP = frozenset(
    {"about", "after", "also", "been", "before", "being", "could", "does", "from", "have", "here", "into", "just"}
    | {"like", "make", "more", "need", "only", "other", "should", "some", "than", "that", "their", "them", "then"}
    | {"there", "these", "they", "this", "very", "want", "were", "what", "when", "where", "which", "will", "with"}
    | {"would", "your"}
)


def boards_of(project_id: uuid.UUID, at: datetime) -> tuple[BoardFacts, ...]:
    """Every board of a project that residents may see, the oldest first."""
    rows = db.session.scalars(
        select(IdeaBoard)
        .where(IdeaBoard.project_id == project_id, IdeaBoard.state != ActivityState.DRAFT)
        .options(joinedload(IdeaBoard.phases))
        .order_by(IdeaBoard.created_at, IdeaBoard.id)
    )
    return tuple(facts(row, at) for row in rows.unique())


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
        closes_at=board.closes_at,
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


def chips_of(project_id: uuid.UUID, board_id: uuid.UUID) -> tuple[int, tuple[Chip, ...]]:
    """How many ideas are published on a board, and how many of them are in each theme of the project. One query."""
    published = and_(Idea.board_id == board_id, Contribution.standing == Standing.PUBLISHED)
    of_theme = (
        select(Coding.theme_id, func.count().label("ideas"))
        .join(Contribution, Coding.contribution_id == Contribution.id)
        .join(Idea, Idea.contribution_id == Contribution.id)
        .where(published)
        .group_by(Coding.theme_id)
        .subquery()
    )
    everything = (
        select(null().label("ref"), null().label("title"), literal(-1).label("place"), func.count().label("ideas"))
        .select_from(Idea)
        .join(Contribution, Idea.contribution_id == Contribution.id)
        .where(published)
    )
    themes = (
        select(Theme.ref, Theme.title, Theme.position, func.coalesce(of_theme.c.ideas, 0))
        .join(Codebook, Theme.codebook_id == Codebook.id)
        .outerjoin(of_theme, of_theme.c.theme_id == Theme.id)
        .where(Codebook.project_id == project_id, Theme.housekeeping.is_(False))
    )
    both = union_all(everything, themes).subquery()
    rows = db.session.execute(select(both).order_by(both.c.place, both.c.ref)).all()
    total = next(row.ideas for row in rows if row.ref is None)
    named = [row for row in rows if row.ref is not None]
    return total, tuple(
        Chip(ref=row.ref, title=row.title, count=row.ideas, tint=TINTS[number % len(TINTS)])
        for number, row in enumerate(named)
    )


def ids_in_order(
    board_id: uuid.UUID, sort: Sort, *, seed: str, theme: str, mine_only: bool, me: uuid.UUID | None, page: int
) -> tuple[list[uuid.UUID], int]:
    """The keys of one page of published ideas, and how many the filters leave. One query."""
    wanted = (
        select(Idea.id, Idea.seen, func.count().over().label("shown"))
        .join(Contribution, Idea.contribution_id == Contribution.id)
        .where(Idea.board_id == board_id, Contribution.standing == Standing.PUBLISHED)
    )
    if theme:
        wanted = wanted.where(
            exists().where(Coding.contribution_id == Contribution.id, Coding.theme_id == Theme.id, Theme.ref == theme)
        )
    if mine_only:
        wanted = wanted.where(_supported_by(me))
    if sort is Sort.FAIR:
        seen = {row.id: _coarse(row.seen) for row in db.session.execute(wanted)}
        order = fair_order(list(seen), seen, seed)
        return order[(page - 1) * PAGE : page * PAGE], len(order)
    first = Idea.supports.desc() if sort is Sort.SUPPORT else Idea.created_at.desc()
    rows = db.session.execute(wanted.order_by(first, Idea.id.desc()).limit(PAGE).offset((page - 1) * PAGE)).all()
    return [row.id for row in rows], rows[0].shown if rows else 0


def _coarse(seen: int) -> int:
    # The order must not move under a reader while others look, so only growth by eight times counts.
    return 0 if seen < 8 else 7 if seen < 64 else 63


def idea_rows(me: uuid.UUID | None) -> Select[Any]:
    """Ideas with their words, first theme, and whether `me` supports them; the caller says which."""
    first_theme = (
        select(Theme.ref)
        .join(Coding, Coding.theme_id == Theme.id)
        .where(Coding.contribution_id == Contribution.id, Theme.housekeeping.is_(False))
        .order_by(Theme.position, Theme.ref)
        .limit(1)
        .scalar_subquery()
    )
    return select(
        Idea.id,
        Idea.ref,
        Idea.title,
        Idea.supports,
        Idea.replies,
        first_theme.label("theme"),
        _supported_by(me).label("mine"),
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
    ).join(Contribution, Idea.contribution_id == Contribution.id)


def _supported_by(me: uuid.UUID | None) -> ColumnElement[bool]:
    if me is None:
        return false()
    return exists().where(Support.idea_id == Idea.id, Support.participant_id == me)


def only_author_sees(me: uuid.UUID | None) -> ColumnElement[bool]:
    """Words of `me` that wait or are hidden."""
    if me is None:
        return false()
    return and_(Contribution.participant_id == me, Contribution.standing.in_((Standing.WAITING, Standing.HIDDEN)))


def rows_of(board_id: uuid.UUID, ids: Sequence[uuid.UUID], me: uuid.UUID | None) -> dict[uuid.UUID, Row[Any]]:
    """The rows of a page and, with them, one's own that others do not see. One query."""
    query = idea_rows(me).where(Idea.board_id == board_id, or_(Idea.id.in_(ids), only_author_sees(me)))
    return {row.id: row for row in db.session.execute(query.order_by(Idea.created_at.desc(), Idea.id))}


def card(row: Any, themes: Mapping[str, tuple[str, str]], at: datetime, *, whole: bool = False) -> IdeaCard:
    """One idea for a list, or with all its words. `themes` gives title and tint by reference."""
    more = row.text if row.text != row.title else ""
    title, tint = themes.get(row.theme, ("", TINTS[0])) if row.theme else ("", TINTS[0])
    return IdeaCard(
        ref=row.ref,
        title=row.title,
        text=more if whole else str(excerpt(more, "", CARD_LETTERS)),
        theme=title or None,
        tint=tint,
        who="" if row.shown_as is ShownAs.NOTHING else row.shown_words,
        said_at=row.said_at,
        days_ago=days_ago(row.said_at, at),
        supports=row.supports,
        mine=bool(row.mine),
        replies=row.replies,
    )


def own_words(ref: str, title: str, row: Any) -> OwnWords:
    """Words that only their author sees, with the reason when a moderator hid them."""
    hidden = row.standing is Standing.HIDDEN and row.moderation_reason is not None
    return OwnWords(
        ref=ref,
        title=title,
        text=row.text if row.text != title else "",
        standing=row.standing,
        reason=told_to_author(row.moderation_reason) if hidden else None,
        note=row.moderation_note if hidden else "",
    )


def prompts_of(board_id: uuid.UUID) -> tuple[tuple[int, str], ...]:
    """The questions that invite ideas, as (position, text)."""
    rows = db.session.execute(
        select(Prompt.position, Prompt.text).where(Prompt.board_id == board_id).order_by(Prompt.position, Prompt.id)
    )
    return tuple((row.position, row.text) for row in rows)


def days_ago(then: datetime, at: datetime) -> int:
    """Whole days between two moments, never negative."""
    return max((at - then).days, 0)


def telling_words(words: str) -> frozenset[str]:
    """The words of a line that say what it is about: four letters or more, in lower case, without a plural s."""
    found = (word.casefold() for word in re.findall(r"\w{4,}", words))
    return frozenset(word[:-1] if word.endswith("s") and len(word) > 4 else word for word in found if word not in _STOP)
