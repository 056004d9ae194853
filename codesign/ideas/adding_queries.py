"""What a person sees of an idea not yet sent, of ideas like it, and of their own sending; and the photos of ideas."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import or_, select

from codesign.core.errors import NotFound
from codesign.core.files import Shown
from codesign.core.questions.kinds.place import written_point
from codesign.core.terms import ActivityState, Standing
from codesign.core.text import excerpt
from codesign.extensions import db
from codesign.ideas.adding_shapes import DraftPage, DraftPhoto, Like, SentPage
from codesign.ideas.likeness import CLOSE, like
from codesign.ideas.rows import boards_of, one_of_them
from codesign.ideas.shapes import BoardFacts
from codesign.ledger.files import shown_file
from codesign.models import Area, Comment, Contribution, Idea, IdeaBoard, IdeaDraft, Prompt, Submission, Upload

LIKE = 3
LINE_LETTERS = 110


def draft_page(
    project_id: uuid.UUID, board_ref: str, *, me: uuid.UUID | None, at: datetime, prompt: int | None = None
) -> DraftPage:
    """The idea that this person has begun on a board, or an empty one; `prompt` is a question's position."""
    board = one_of_them(boards_of(project_id, at), board_ref)
    draft = None
    if me is not None:
        draft = db.session.scalar(
            select(IdeaDraft).where(IdeaDraft.board_id == board.id, IdeaDraft.participant_id == me)
        )
    asked = select(Prompt.position, Prompt.text).where(Prompt.board_id == board.id)
    row = None
    if prompt is not None:
        row = db.session.execute(asked.where(Prompt.position == prompt)).one_or_none()
    if row is None and draft and draft.prompt_id:
        row = db.session.execute(asked.where(Prompt.id == draft.prompt_id)).one_or_none()
    areas = db.session.execute(
        select(Area.id, Area.code, Area.name, Area.shape.is_not(None).label("drawn"))
        .where(Area.project_id == project_id)
        .order_by(Area.name, Area.id)
    ).all()
    area_id = draft.area_id if draft else None
    return DraftPage(
        board=board,
        begun=bool(draft and draft.title),
        key=draft.key if draft else "",
        title=draft.title if draft else "",
        text=draft.text if draft else "",
        photo=_photo_of(draft),
        place_asked=bool(draft and draft.place_asked),
        area=next((area.code for area in areas if area.id == area_id), ""),
        point=_point_of(draft),
        place_words=draft.place_words if draft else "",
        shown_as=draft.shown_as if draft else None,
        shown_words=draft.shown_words if draft else "",
        consent=draft.consent if draft else None,
        prompt=(row.position, row.text) if row else None,
        areas=tuple((area.code, area.name) for area in areas),
        has_map=any(area.drawn for area in areas),
    )


def board_and_ideas_like(
    project_id: uuid.UUID, board_ref: str, words: str, *, at: datetime
) -> tuple[BoardFacts, tuple[Like, ...]]:
    """A board and at most three of its published ideas that are close to some words, the closest first."""
    board = one_of_them(boards_of(project_id, at), board_ref)
    return board, ideas_like(board, words)


def ideas_like(board: BoardFacts, words: str) -> tuple[Like, ...]:
    near = [idea_id for idea_id, score in like(board.id, words, limit=LIKE) if score >= CLOSE]
    if not near:
        return ()
    rows = {
        row.id: row
        for row in db.session.execute(
            select(Idea.id, Idea.ref, Idea.title, Idea.supports, Contribution.text)
            .join(Contribution, Idea.contribution_id == Contribution.id)
            .where(Idea.id.in_(near))
        )
    }
    return tuple(
        Like(
            ref=row.ref,
            title=row.title,
            line=str(excerpt(row.text, "", LINE_LETTERS)) if row.text != row.title else "",
            supports=row.supports if board.shows_totals else None,
        )
        for row in (rows[idea_id] for idea_id in near if idea_id in rows)
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


def draft_photo(project_id: uuid.UUID, board_ref: str, *, me: uuid.UUID | None) -> Shown:
    """The photo of the idea that this very person has begun. Raises `NotFound`."""
    found = db.session.scalar(
        select(Upload)
        .join(IdeaDraft, IdeaDraft.photo_id == Upload.id)
        .join(IdeaBoard, IdeaDraft.board_id == IdeaBoard.id)
        .where(
            IdeaBoard.project_id == project_id,
            IdeaBoard.ref == board_ref,
            IdeaDraft.participant_id == me,
            Upload.size > 0,
        )
    )
    if me is None or found is None:
        raise NotFound("There is no such photo.")
    return shown_file(found)


def idea_photo(
    project_id: uuid.UUID, board_ref: str, idea_ref: str, *, me: uuid.UUID | None, for_staff: bool
) -> tuple[Shown, bool]:
    """The photo of an idea whose words the asker may read, and whether anybody may. Raises `NotFound`."""
    found = db.session.execute(
        select(Upload, Contribution.standing, Contribution.participant_id)
        .join(Idea, Idea.photo_id == Upload.id)
        .join(Contribution, Idea.contribution_id == Contribution.id)
        .join(IdeaBoard, Idea.board_id == IdeaBoard.id)
        .where(
            IdeaBoard.project_id == project_id,
            IdeaBoard.ref == board_ref,
            IdeaBoard.state != ActivityState.DRAFT,
            Idea.ref == idea_ref,
            Upload.size > 0,
        )
    ).one_or_none()
    if found is None:
        raise NotFound("There is no such photo.")
    upload, standing, author = found
    public = standing in (Standing.PUBLISHED, Standing.MERGED)
    own = me is not None and author == me
    if not public and not ((own or for_staff) and standing in (Standing.WAITING, Standing.HIDDEN)):
        raise NotFound("There is no such photo.")
    return shown_file(upload), public


def _photo_of(draft: IdeaDraft | None) -> DraftPhoto | None:
    photo = db.session.get(Upload, draft.photo_id) if draft and draft.photo_id else None
    if photo is None:
        return None
    return DraftPhoto(key=photo.sha256[:16], alt=photo.alt, width=photo.width, height=photo.height)


def _point_of(draft: IdeaDraft | None) -> str:
    if draft is None or draft.latitude is None or draft.longitude is None:
        return ""
    return written_point((float(draft.latitude), float(draft.longitude)))
