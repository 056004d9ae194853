"""What staff see of the talk under one idea."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from codesign.core.errors import NotFound
from codesign.core.terms import ActivityState, Standing
from codesign.extensions import db
from codesign.ideas.boards import staff_board
from codesign.ideas.talk.queries import answered_reply, threads_of
from codesign.ideas.talk.rows import thread_rows
from codesign.ideas.talk.shapes import Quoted, Thread
from codesign.models import Contribution, Idea


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffTalk:
    """An idea that residents can read, with a page of its talk; `to` is the reply being answered."""

    board_ref: str
    board_title: str
    for_residents: bool
    ref: str
    title: str
    text: str
    replies: int
    threads: tuple[Thread, ...]
    page: int
    more: bool
    to: Quoted | None


def talk_page(
    project_id: uuid.UUID, board_ref: str, idea_ref: str, *, at: datetime, page: int = 1, to: str = ""
) -> StaffTalk:
    """The talk under an idea that residents can read. Raises `NotFound` for any other."""
    board = staff_board(project_id, board_ref)
    row = db.session.execute(
        select(Idea, Contribution)
        .join(Contribution, Idea.contribution_id == Contribution.id)
        .where(
            Idea.board_id == board.id,
            Idea.ref == idea_ref,
            Contribution.standing.in_((Standing.PUBLISHED, Standing.MERGED)),
        )
    ).one_or_none()
    if row is None:
        raise NotFound("Residents cannot read that idea now, so there is no talk to answer.")
    idea, words = row
    rows, more = thread_rows(idea.id, None, page)
    return StaffTalk(
        board_ref=board.ref,
        board_title=board.title,
        for_residents=board.state is not ActivityState.DRAFT,
        ref=idea.ref,
        title=idea.title,
        text=words.text if words.text != idea.title else "",
        replies=idea.replies,
        threads=threads_of(rows, None, at),
        page=page,
        more=more,
        to=answered_reply(idea.id, rows, to) if to else None,
    )
