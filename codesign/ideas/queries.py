"""What residents see of a board: the list of ideas, one idea with its replies, their own draft and sendings."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select

from codesign.core.errors import NotFound
from codesign.core.terms import BoardAsks, Standing
from codesign.extensions import db
from codesign.ideas.rows import (
    PAGE,
    boards_of,
    card,
    chips_of,
    days_ago,
    idea_rows,
    ids_in_order,
    one_of_them,
    only_author_sees,
    own_words,
    prompts_of,
    rows_of,
    telling_words,
)
from codesign.ideas.shapes import BoardFacts, BoardPage, DraftPage, IdeaCard, IdeaPage, Reply, SentPage, Sort
from codesign.ideas.statements import own_votes, results_page, statement_page, statement_results
from codesign.models import Area, Comment, Contribution, Idea, IdeaDraft, Prompt, Submission

REPLIES = 50

__all__ = [
    "board_page",
    "boards_of",
    "draft_page",
    "idea_page",
    "ideas_like",
    "one_of_them",
    "own_votes",
    "results_page",
    "sent_page",
    "shown_board",
    "statement_page",
    "statement_results",
    "support_of",
]


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
    seed: str,
    at: datetime,
    sort: Sort = Sort.FAIR,
    theme: str = "",
    only_mine: bool = False,
    page: int = 1,
) -> BoardPage:
    """One page of the ideas of `board`, one of the project's `boards`, in three queries.

    A fair mix keeps its order for the same `seed`.
    """
    total, chips = chips_of(project_id, board.id)
    chosen = next((chip for chip in chips if chip.ref == theme), None)
    if theme and chosen is None:
        raise NotFound("There is no such theme.")
    if sort is Sort.SUPPORT and not board.shows_totals:
        sort = Sort.FAIR  # the order would tell what the hidden totals keep
    ids, shown = ids_in_order(board.id, sort, seed=seed, theme=theme, mine_only=only_mine, me=me, page=page)
    rows = rows_of(board.id, ids, me)
    themes = {chip.ref: (chip.title, chip.tint) for chip in chips}
    return BoardPage(
        board=board,
        others=tuple(other for other in boards if other.ref != board.ref),
        prompts=prompts_of(board.id) if total == 0 else (),
        total=total,
        shown=shown,
        chips=tuple(sorted((c for c in chips if c.count or c is chosen), key=lambda chip: chip is not chosen)),
        theme=chosen,
        sort=sort,
        only_mine=only_mine,
        page=page,
        more=min(max(shown - page * PAGE, 0), PAGE),
        cards=tuple(card(rows[key], themes, at) for key in ids if key in rows),
        own=tuple(own_words(r.ref, r.title, r) for r in rows.values() if r.standing is not Standing.PUBLISHED),
    )


def idea_page(
    project_id: uuid.UUID, board_ref: str, idea_ref: str, *, me: uuid.UUID | None, at: datetime, page: int = 1
) -> IdeaPage:
    """One idea and a page of its replies. Its author may see it while it waits or is hidden; nobody else."""
    board = one_of_them(boards_of(project_id, at), board_ref)
    found = db.session.execute(idea_rows(me).where(Idea.board_id == board.id, Idea.ref == idea_ref)).one_or_none()
    if found is None:
        raise NotFound("There is no such idea on this board.")
    own = None
    moved_to = None
    if found.standing is Standing.MERGED:
        moved_to = db.session.scalar(select(Idea.ref).where(Idea.contribution_id == found.merged_into_id))
    elif found.standing is not Standing.PUBLISHED:
        if me is None or found.participant_id != me or found.standing is Standing.WITHDRAWN:
            raise NotFound("There is no such idea on this board.")
        own = own_words(found.ref, found.title, found)
    replies = db.session.execute(
        select(
            Comment.kind,
            Contribution.code,
            Contribution.text,
            Contribution.said_at,
            Contribution.standing,
            Contribution.moderation_reason,
            Contribution.moderation_note,
        )
        .join(Contribution, Comment.contribution_id == Contribution.id)
        .where(
            Comment.idea_id == found.id,
            or_(Contribution.standing == Standing.PUBLISHED, only_author_sees(me)),
        )
        .order_by(Contribution.said_at, Contribution.id)
        .limit(REPLIES + 1)
        .offset((page - 1) * REPLIES)
    ).all()
    _, chips = chips_of(project_id, board.id)
    themes = {chip.ref: (chip.title, chip.tint) for chip in chips}
    return IdeaPage(
        board=board,
        code=found.code,
        idea=card(found, themes, at, whole=True),
        own=own,
        moved_to=moved_to,
        replies=tuple(
            Reply(
                code=row.code,
                kind=row.kind,
                text=row.text,
                said_at=row.said_at,
                days_ago=days_ago(row.said_at, at),
                own=None if row.standing is Standing.PUBLISHED else own_words(row.code, "", row),
            )
            for row in replies[:REPLIES]
        ),
        page=page,
        more=len(replies) > REPLIES,
    )


def support_of(
    project_id: uuid.UUID, board_ref: str, idea_ref: str, *, me: uuid.UUID | None, at: datetime
) -> tuple[BoardFacts, IdeaCard]:
    """The idea behind one support button. Raises `NotFound` unless it is published."""
    board = one_of_them(boards_of(project_id, at), board_ref)
    row = db.session.execute(
        idea_rows(me).where(
            Idea.board_id == board.id, Idea.ref == idea_ref, Contribution.standing == Standing.PUBLISHED
        )
    ).one_or_none()
    if row is None:
        raise NotFound("There is no such idea on this board.")
    return board, card(row, {}, at)


def ideas_like(project_id: uuid.UUID, board_ref: str, words: str, *, at: datetime) -> tuple[IdeaCard, ...]:
    """At most three published ideas that share the longer words of `words`, the closest first."""
    board = one_of_them(boards_of(project_id, at), board_ref)
    wanted = telling_words(words)
    if not wanted:
        return ()
    longest = sorted(wanted, key=lambda word: (-len(word), word))[:6]
    match = or_(*(Idea.title.icontains(word, autoescape=True) for word in longest))
    rows = db.session.execute(
        idea_rows(None)
        .where(Idea.board_id == board.id, Contribution.standing == Standing.PUBLISHED, match)
        .order_by(Idea.supports.desc(), Idea.id)
        .limit(200)
    ).all()
    ranked = sorted(rows, key=lambda row: -len(wanted & telling_words(f"{row.title} {row.text}")))
    enough = 1 if len(wanted) < 3 else 2
    near = [row for row in ranked if len(wanted & telling_words(f"{row.title} {row.text}")) >= enough]
    return tuple(card(row, {}, at) for row in near[:3])


def draft_page(
    project_id: uuid.UUID, board_ref: str, *, me: uuid.UUID | None, at: datetime, prompt: int | None = None
) -> DraftPage:
    """The idea that this person has begun on a board, or an empty one; `prompt` is a question's position."""
    board = one_of_them(boards_of(project_id, at), board_ref)
    draft = me and db.session.scalar(
        select(IdeaDraft).where(IdeaDraft.board_id == board.id, IdeaDraft.participant_id == me)
    )
    asked = select(Prompt.position, Prompt.text).where(Prompt.board_id == board.id)
    if prompt is not None:
        row = db.session.execute(asked.where(Prompt.position == prompt)).one_or_none()
    elif draft and draft.prompt_id:
        row = db.session.execute(asked.where(Prompt.id == draft.prompt_id)).one_or_none()
    else:
        row = None
    areas = db.session.scalars(select(Area.name).where(Area.project_id == project_id).order_by(Area.name, Area.id))
    return DraftPage(
        board=board,
        begun=bool(draft and draft.title),
        key=draft.key if draft else "",
        title=draft.title if draft else "",
        text=draft.text if draft else "",
        shown_as=draft.shown_as if draft else None,
        shown_words=draft.shown_words if draft else "",
        consent=draft.consent if draft else None,
        prompt=(row.position, row.text) if row else None,
        areas=tuple(areas),
    )


def sent_page(
    project_id: uuid.UUID, board_ref: str, submission_ref: str, *, me: uuid.UUID | None, at: datetime
) -> SentPage:
    """One's own sending. Raises `NotFound` for anybody else: the receipt is the person's private way back."""
    board = one_of_them(boards_of(project_id, at), board_ref)
    row = db.session.execute(
        select(Submission.receipt, Contribution.kind, Contribution.standing, Idea.ref, Idea.title)
        .join(Contribution, Contribution.submission_id == Submission.id)
        .outerjoin(Comment, Comment.contribution_id == Contribution.id)
        .join(Idea, or_(Idea.contribution_id == Contribution.id, Idea.id == Comment.idea_id))
        .where(
            Submission.activity_id == board.id,
            Submission.ref == submission_ref,
            Submission.participant_id == me,
        )
    ).first()
    if me is None or row is None:
        raise NotFound("We cannot find that.")
    return SentPage(
        board=board,
        receipt=row.receipt,
        kind=row.kind,
        idea_ref=row.ref,
        title=row.title,
        waiting=row.standing is not Standing.PUBLISHED,
    )
