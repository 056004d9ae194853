"""What residents and staff see of one idea: its page with the talk, one thread, earlier words, its own author's pages."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from codesign.core.errors import NotFound
from codesign.core.terms import BoardAsks, Standing
from codesign.core.text import excerpt
from codesign.extensions import db
from codesign.ideas.rows import TINTS, boards_of, card, days_ago, one_of_them, own_words, seen_by
from codesign.ideas.shapes import BoardFacts
from codesign.ideas.talk.changing import wording_number
from codesign.ideas.talk.rows import (
    IN_A_THREAD,
    QUOTED,
    idea_row,
    one_thread_rows,
    others_acted,
    quoted_reply,
    seen_wordings,
    taken_back_at,
    thread_rows,
)
from codesign.ideas.talk.shapes import (
    IdeaPage,
    OwnIdea,
    Quoted,
    Reply,
    Thread,
    ThreadPage,
    Trace,
    Wording,
    Wordings,
)
from codesign.models import Contribution, Idea

_NOT_HERE = "There is no such idea on this board."


def idea_page(
    project_id: uuid.UUID,
    board_ref: str,
    idea_ref: str,
    *,
    me: uuid.UUID | None,
    at: datetime,
    page: int = 1,
    to: str = "",
) -> IdeaPage | Trace:
    """One idea and a page of its talk; `to` is the code of a reply that is being answered.

    In three queries, four on boards that count what a person gave. Its author may see it while it waits or is hidden;
    of one that was taken back others see a trace, where they had acted on it. Raises `NotFound`.
    """
    board = one_of_them(boards_of(project_id, at), board_ref)
    found = idea_row(project_id, board.id, idea_ref, me)
    is_author = me is not None and found.participant_id == me
    shown = found.standing in (Standing.PUBLISHED, Standing.MERGED)
    if found.standing is Standing.WITHDRAWN or (found.standing is Standing.WAITING and not is_author):
        return _trace(board, found, is_author)
    if not shown and not is_author:
        raise NotFound(_NOT_HERE)
    if board.asks is BoardAsks.STATEMENTS and not (board.talks or found.replies or is_author):
        raise NotFound(_NOT_HERE)
    rows, more = thread_rows(found.id, me, page) if shown else ([], False)
    theme = {found.theme: (found.talk_theme, TINTS[(found.talk_tint - 1) % len(TINTS)])} if found.talk_theme else {}
    changed_at, supported_at = found.talk_changed_at, found.talk_supported_at
    return IdeaPage(
        id=found.id,
        board=seen_by(board, me),
        code=found.code,
        idea=card(found, theme, at, whole=True),
        language=found.talk_language,
        standing=found.standing,
        own=None if shown else own_words(found.ref, found.title, found),
        is_author=is_author,
        changed_at=changed_at,
        changed_since=bool(changed_at and supported_at and supported_at < changed_at and not is_author),
        follows=found.talk_follows is not None,
        threads=threads_of(rows, me, at),
        page=page,
        more=more,
        to=answered_reply(found.id, rows, to) if to and shown else None,
    )


def thread_page(
    project_id: uuid.UUID,
    board_ref: str,
    idea_ref: str,
    code: str,
    *,
    me: uuid.UUID | None,
    at: datetime,
    page: int = 1,
) -> ThreadPage:
    """One thread with a page of the replies in it. Raises `NotFound`."""
    board = one_of_them(boards_of(project_id, at), board_ref)
    found = idea_row(project_id, board.id, idea_ref, me)
    if found.standing not in (Standing.PUBLISHED, Standing.MERGED):
        raise NotFound(_NOT_HERE)
    threads = threads_of(one_thread_rows(found.id, code, me, page), me, at, seen=(page - 1) * IN_A_THREAD)
    if not threads or (threads[0].first.gone and not threads[0].replies):
        raise NotFound("There is no such reply to this idea.")
    return ThreadPage(
        board=board,
        idea_ref=found.ref,
        title=found.title,
        takes_replies=board.talks and found.standing is Standing.PUBLISHED,
        thread=threads[0],
        page=page,
    )


def wordings(project_id: uuid.UUID, board_ref: str, idea_ref: str, *, me: uuid.UUID | None, at: datetime) -> Wordings:
    """What an idea says and what it said while others acted on it. Raises `NotFound` where there is nothing earlier."""
    board = one_of_them(boards_of(project_id, at), board_ref)
    found = idea_row(project_id, board.id, idea_ref, me)
    earlier = seen_wordings(found.id)
    if found.standing not in (Standing.PUBLISHED, Standing.MERGED) or not earlier:
        raise NotFound("This idea has no earlier words.")
    now = Wording(number=0, title=found.title, text=_more(found.title, found.text), until=None)
    before = (
        Wording(number=row.number, title=row.title, text=_more(row.title, row.text), until=row.at) for row in earlier
    )
    return Wordings(board=board, ref=found.ref, wordings=(now, *before))


def own_idea(project_id: uuid.UUID, board_ref: str, idea_ref: str, *, me: uuid.UUID | None, at: datetime) -> OwnIdea:
    """One's own idea, to change it or to take it back. Raises `NotFound` for another's, and for one taken back."""
    board = one_of_them(boards_of(project_id, at), board_ref)
    found = db.session.execute(
        select(Idea, Contribution)
        .join(Contribution, Idea.contribution_id == Contribution.id)
        .where(Idea.board_id == board.id, Idea.ref == idea_ref, Contribution.participant_id == me)
    ).one_or_none()
    if me is None or found is None or found[1].standing is Standing.WITHDRAWN:
        raise NotFound("There is no such idea of yours on this board.")
    idea, words = found
    return OwnIdea(
        board=board,
        ref=idea.ref,
        title=idea.title,
        text=_more(idea.title, words.text),
        number=wording_number(words.id),
        standing=words.standing,
        seen_by_others=words.standing is Standing.PUBLISHED and others_acted(idea.id, me),
        supports=idea.supports,
        replies=idea.replies,
    )


def _trace(board: BoardFacts, found: Row[Any], is_author: bool) -> Trace:
    """What is left to see; nothing where nobody but its author had to do with it."""
    gone = found.standing is Standing.WITHDRAWN
    if not is_author and not (others_acted(found.id, found.participant_id) and (gone or found.talk_changed_at)):
        raise NotFound(_NOT_HERE)
    return Trace(
        board=board,
        ref=found.ref,
        taken_back_at=taken_back_at(found.contribution_id) or found.said_at if gone else None,
        supports=found.supports if board.shows_totals else None,
        replies=found.replies,
        own=is_author,
    )


def threads_of(rows: Sequence[Row[Any]], me: uuid.UUID | None, at: datetime, seen: int = 0) -> tuple[Thread, ...]:
    """Rows in the order of saying, put together by thread; `seen` replies stand on the pages before."""
    below: dict[uuid.UUID, list[Row[Any]]] = {row.id: [] for row in rows if row.thread_id is None}
    for row in rows:
        if row.thread_id in below:
            below[row.thread_id].append(row)
    return tuple(
        Thread(
            first=_reply(row, me, at),
            replies=tuple(_reply(each, me, at) for each in below[row.id]),
            more=max(below[row.id][0].together - seen - len(below[row.id]), 0) if below[row.id] else 0,
        )
        for row in rows
        if row.thread_id is None
    )


def _reply(row: Row[Any], me: uuid.UUID | None, at: datetime) -> Reply:
    mine = me is not None and row.participant_id == me
    shown = row.standing is Standing.PUBLISHED
    own = mine and row.standing in (Standing.WAITING, Standing.HIDDEN)
    quoted = row.to_code is not None and row.to_standing is Standing.PUBLISHED
    return Reply(
        code=row.code,
        kind=row.kind,
        text=row.text if shown else "",
        language=row.language,
        said_at=row.said_at,
        days_ago=days_ago(row.said_at, at),
        mine=mine,
        own=own_words(row.code, "", row) if own else None,
        gone=None if shown or own else row.standing,
        to=Quoted(row.to_code, _beginning(row.to_text) if quoted else "") if row.to_code else None,
    )


def answered_reply(idea_id: uuid.UUID, rows: Sequence[Row[Any]], code: str) -> Quoted | None:
    """The reply being answered; nothing where it is not shown."""
    here = next((row for row in rows if row.code == code and row.standing is Standing.PUBLISHED), None)
    found = here or quoted_reply(idea_id, code)
    return Quoted(found.code, _beginning(found.text)) if found else None


def _beginning(text: str) -> str:
    return str(excerpt(text, "", QUOTED))


def _more(title: str, text: str | None) -> str:
    return text if text and text != title else ""
