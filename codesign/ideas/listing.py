"""The list of a board's ideas for residents: a page of it, and one support button."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, exists, select

from codesign.core.errors import NotFound
from codesign.core.fairmix import fair_order
from codesign.core.terms import BoardAsks, Standing
from codesign.extensions import db
from codesign.ideas.decks import Pin, mix_of
from codesign.ideas.rows import (
    PAGE,
    TINTS,
    boards_of,
    card,
    idea_rows,
    one_of_them,
    own_words,
    prompts_of,
    rows_of,
    seen_by,
)
from codesign.ideas.shapes import BoardFacts, BoardPage, Chip, IdeaCard, Sort
from codesign.models import Area, Coding, Contribution, Idea, Support, Theme
from codesign.tallies.idea_answers import answers_on


def shown_board(boards: Sequence[BoardFacts]) -> BoardFacts | None:
    """The board of the bare address: the first open one that asks for ideas, else any open one, else the newest."""
    open_now = [board for board in boards if board.takes]
    chosen = [board for board in open_now if board.asks is not BoardAsks.STATEMENTS] or open_now or list(boards[::-1])
    return chosen[0] if chosen else None


def board_page(
    project_id: uuid.UUID,
    boards: Sequence[BoardFacts],
    board: BoardFacts,
    *,
    me: uuid.UUID | None,
    pin: tuple[int, float] | None = None,
    at: datetime,
    sort: Sort = Sort.FAIR,
    theme: str = "",
    area: str = "",
    only_mine: bool = False,
    page: int = 1,
    size: int | None = None,
) -> BoardPage:
    """One page of the ideas of `board`, one of the project's `boards`, in two queries and up to three more.

    A fair mix keeps its order for the same `pin`. A page beyond the last is the last one.
    """
    size = size or PAGE
    board = seen_by(board, me)
    mix = mix_of(board, Pin(*pin) if pin else None, at)
    chips = [
        Chip(ref=ref, title=title, count=count, tint=TINTS[number % len(TINTS)])
        for number, (ref, title, count) in enumerate(mix.themes())
    ]
    areas = [Chip(ref=code, title=name, count=count, tint="") for code, name, count in mix.areas()]
    chosen = _the_one(chips, theme, "There is no such theme.")
    where = _the_one(areas, area, "No ideas here name that area.")
    if sort is Sort.SUPPORT and not board.shows_totals:
        sort = Sort.FAIR  # the order would tell what the hidden totals keep
    if only_mine:
        every = _mine(board.id, sort, me=me, theme=theme, area=area, seed=f"{mix.pin}")
        shown, page = len(every), _in_range(page, len(every), size)
        ids = every[(page - 1) * size : page * size]
        rows = rows_of(board.id, ids, me)
    else:
        shown = mix.shown(theme, area)
        page = _in_range(page, shown, size)
        start = (page - 1) * size
        if sort is Sort.FAIR:
            ids = mix.page(theme, area, start, size)
            rows = rows_of(board.id, ids, me)
        else:
            rows = rows_of(board.id, _sorted(_filtered(_published(board.id), theme, area), sort, start, size), me)
            ids = _in_order(rows, sort)
    themes = {chip.ref: (chip.title, chip.tint) for chip in chips}
    answers = answers_on(ids, at) if board.has_answers else {}
    return BoardPage(
        board=board,
        others=tuple(other for other in boards if other.ref != board.ref),
        prompts=prompts_of(board.id) if mix.total == 0 else (),
        total=mix.total,
        shown=shown,
        chips=tuple(sorted((c for c in chips if c.count or c is chosen), key=lambda chip: chip is not chosen)),
        theme=chosen,
        areas=tuple(areas),
        area=where,
        sort=sort,
        only_mine=only_mine,
        page=page,
        more=min(max(shown - page * size, 0), size),
        cards=tuple(
            card(rows[key], themes, at, theme=mix.theme_of(key))
            for key in ids
            if key in rows and rows[key].standing is Standing.PUBLISHED
        ),
        own=tuple(
            own_words(row.ref, row.title, row)
            for row in sorted(rows.values(), key=lambda row: row.said_at, reverse=True)
            if row.standing is not Standing.PUBLISHED
        ),
        pin=(mix.pin.number, mix.pin.cut),
        answers={rows[key].ref: answer for key, answer in answers.items() if key in rows},
    )


def _the_one(chips: Sequence[Chip], ref: str, otherwise: str) -> Chip | None:
    """The chip asked for, if any was. Raises `NotFound` for one that is not there."""
    found = next((chip for chip in chips if chip.ref == ref), None)
    if ref and found is None:
        raise NotFound(otherwise)
    return found


def _in_range(page: int, shown: int, size: int) -> int:
    return max(min(page, -(-shown // size)), 1)


def _published(board_id: uuid.UUID) -> Select[uuid.UUID]:
    return (
        select(Idea.id)
        .join(Contribution, Idea.contribution_id == Contribution.id)
        .where(Idea.board_id == board_id, Contribution.standing == Standing.PUBLISHED)
    )


def _mine(
    board_id: uuid.UUID, sort: Sort, *, me: uuid.UUID | None, theme: str, area: str, seed: str
) -> list[uuid.UUID]:
    """The published ideas of a board that a person supports: as many as they gave supports."""
    if me is None:
        return []
    wanted = _published(board_id).join(Support, Support.idea_id == Idea.id).where(Support.participant_id == me)
    found = list(db.session.scalars(_sorted(_filtered(wanted, theme, area), sort)))
    return fair_order(found, {}, seed) if sort is Sort.FAIR else found


def _filtered(wanted: Select[uuid.UUID], theme: str, area: str) -> Select[uuid.UUID]:
    if theme:
        of_theme = exists().where(
            Coding.contribution_id == Contribution.id, Coding.theme_id == Theme.id, Theme.ref == theme
        )
        wanted = wanted.where(of_theme)
    if area:
        wanted = wanted.join(Area, Idea.area_id == Area.id).where(Area.code == area)
    return wanted


def _sorted(wanted: Select[uuid.UUID], sort: Sort, start: int = 0, size: int | None = None) -> Select[uuid.UUID]:
    first = Idea.supports.desc() if sort is Sort.SUPPORT else Idea.created_at.desc()
    return wanted.order_by(first, Idea.id.desc()).offset(start).limit(size)


def _in_order(rows: Mapping[uuid.UUID, Row[Any]], sort: Sort) -> list[uuid.UUID]:
    """The published rows of a page as `_sorted` puts them: a selection inside another keeps no order."""
    first = "supports" if sort is Sort.SUPPORT else "created_at"
    published = [row for row in rows.values() if row.standing is Standing.PUBLISHED]
    return [row.id for row in sorted(published, key=lambda row: (getattr(row, first), row.id), reverse=True)]


def support_of(
    project_id: uuid.UUID, board_ref: str, idea_ref: str, *, me: uuid.UUID | None, at: datetime
) -> tuple[BoardFacts, IdeaCard]:
    """The idea behind one support button, and its board as this person sees it. Raises `NotFound` unless published."""
    board = seen_by(one_of_them(boards_of(project_id, at), board_ref), me)
    row = db.session.execute(
        idea_rows(me).where(
            Idea.board_id == board.id, Idea.ref == idea_ref, Contribution.standing == Standing.PUBLISHED
        )
    ).one_or_none()
    if row is None:
        raise NotFound("There is no such idea on this board.")
    return board, card(row, {}, at)
