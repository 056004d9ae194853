"""An idea as it is written: kept from page to page, then sent. Drafts leave no event."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from sqlalchemy import delete, exists, or_, select

from codesign.core import chain
from codesign.core.boards import BoardAct
from codesign.core.errors import NotFound, Refused
from codesign.core.files import PROBLEMS, MadeAnew
from codesign.core.moderation import first_standing
from codesign.core.outlines import area_at
from codesign.core.terms import Consent, ContributionKind, ShownAs, UploadPurpose
from codesign.core.words import N_
from codesign.extensions import db
from codesign.ideas.commands import board_of, fresh_idea_ref, open_board, require_taking
from codesign.ideas.likeness import keep_terms
from codesign.ledger import actor_participant, record, said, sending
from codesign.ledger.files import keep_file
from codesign.models import Area, Idea, IdeaBoard, IdeaDraft, Participant, Prompt, Upload

DRAFT_KEPT: Final = timedelta(days=180)
"""An idea begun and not touched for this long is deleted."""
TO_COPY: Final = timedelta(days=30)
"""After a board closed, words that were not sent can be copied for this long."""
KEPT_UNNAMED: Final = timedelta(days=1)
"""A photo that no idea and no draft names any more is deleted after this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceDraft:
    """Where an idea is about: an area by its code, a point (latitude, longitude; four decimals), words; or nothing."""

    area: str = ""
    point: tuple[float, float] | None = None
    words: str = ""


def keep_line(
    project_id: uuid.UUID, board_ref: str, title: str, prompt: int | None, *, by: uuid.UUID, at: datetime
) -> None:
    """Keep the one line of an idea, not yet sent. `prompt` is the position of the question it answers."""
    board = open_board(project_id, board_ref, at, BoardAct.ADD)
    draft = _draft(board, by)
    if draft is None:
        draft = IdeaDraft(
            board_id=board.id, participant_id=by, key=secrets.token_urlsafe(24), started_at=at, updated_at=at
        )
        db.session.add(draft)
    draft.title, draft.updated_at = title, at
    draft.prompt_id = db.session.scalar(select(Prompt.id).where(Prompt.board_id == board.id, Prompt.position == prompt))
    db.session.flush()


def keep_more(project_id: uuid.UUID, board_ref: str, text: str, *, by: uuid.UUID, at: datetime) -> None:
    """Keep what else a person says about their idea; may be empty."""
    _board, draft = _begun(project_id, board_ref, by, at)
    draft.text, draft.updated_at = text, at
    db.session.flush()


def keep_photo(
    project_id: uuid.UUID, board_ref: str, made: MadeAnew | None, alt: str, *, by: uuid.UUID, at: datetime
) -> bool:
    """Keep a photo, or new words for the one that is kept; whether there is a photo now that has no words yet.

    Raises `Refused` for a board without photos, a file that is none, and a project that is full.
    """
    board, draft = _begun(project_id, board_ref, by, at)
    if not board.takes_photos:
        raise NotFound("This board takes no photos.")
    if made is not None:
        if made.sort != "photo":
            raise Refused(PROBLEMS["not_a_photo"].message)
        before = draft.photo_id
        draft.photo_id = keep_file(
            project_id, made, UploadPurpose.IDEA, activity_id=board.id, participant_id=by, alt=alt, at=at
        )
        db.session.flush()
        _forget_photo(before)
    elif draft.photo_id is not None:
        db.session.get_one(Upload, draft.photo_id).alt = alt
    draft.updated_at = at
    db.session.flush()
    return draft.photo_id is not None and not alt


def take_photo_out(project_id: uuid.UUID, board_ref: str, *, by: uuid.UUID, at: datetime) -> None:
    """Delete the photo of an idea not yet sent; nothing happens where there is none."""
    _board, draft = _begun(project_id, board_ref, by, at)
    before, draft.photo_id, draft.updated_at = draft.photo_id, None, at
    db.session.flush()
    _forget_photo(before)


def keep_place(project_id: uuid.UUID, board_ref: str, place: PlaceDraft, *, by: uuid.UUID, at: datetime) -> None:
    """Keep where an idea is about, or that its author skipped the page. A point on the map says the area itself."""
    board, draft = _begun(project_id, board_ref, by, at)
    if not board.asks_place:
        raise NotFound("This board asks for no place.")
    code = place.area
    if place.point is not None:
        drawn = select(Area.code, Area.shape).where(Area.project_id == project_id, Area.shape.is_not(None))
        outlines = db.session.execute(drawn.order_by(Area.name, Area.code))  # as the map goes through them
        code = area_at(((row.code, row.shape) for row in outlines), *place.point) or ""
    draft.area_id = db.session.scalar(select(Area.id).where(Area.project_id == project_id, Area.code == code))
    draft.latitude, draft.longitude = decimals(place.point)
    draft.place_words, draft.place_asked, draft.updated_at = place.words, True, at
    db.session.flush()


def keep_shown(
    project_id: uuid.UUID, board_ref: str, shown_as: ShownAs, words: str, *, by: uuid.UUID, at: datetime
) -> None:
    """Keep how the author wants to be shown: nothing, their area, or a first name."""
    _board, draft = _begun(project_id, board_ref, by, at)
    draft.shown_as = shown_as
    draft.shown_words = "" if shown_as is ShownAs.NOTHING else words
    draft.updated_at = at
    db.session.flush()


def keep_consent(project_id: uuid.UUID, board_ref: str, consent: Consent, *, by: uuid.UUID, at: datetime) -> None:
    """Keep how we may use the words."""
    _board, draft = _begun(project_id, board_ref, by, at)
    draft.consent, draft.updated_at = consent, at
    db.session.flush()


def send_idea(
    project_id: uuid.UUID, board_ref: str, key: str, *, by: uuid.UUID, at: datetime, language: str = "en"
) -> str:
    """Put the kept idea on the board; the sending's public code. The same key gives it again, also after closing.

    Raises `Refused` when nothing is kept or a page was left out, `WrongStage` when the board is not open.
    """
    board = board_of(project_id, board_ref)
    participant = db.session.get_one(Participant, by)
    draft = _draft(board, by)
    started = draft.started_at if draft else None
    accepted = sending(board, participant, key, at=at, language=language, started_at=started)
    if accepted.repeated:
        return accepted.submission.ref
    require_taking(board, at, BoardAct.ADD)
    if draft is None or draft.key != key or not draft.title:
        raise Refused(N_("We cannot find that idea. Go back to the board, then add it again."))
    if draft.shown_as is None or draft.consent is None:
        raise Refused(N_("A page was left out. Go back to the board, then press Add your idea."))
    text = draft.text or draft.title
    photo = db.session.get(Upload, draft.photo_id) if draft.photo_id is not None else None
    if photo is not None and not photo.alt:
        raise Refused(N_("Say what is in the photo, for people who cannot see it."))
    read = f"{draft.title}\n{text}\n{draft.shown_words}\n{draft.place_words}\n{photo.alt if photo else ''}"
    contribution = said(
        accepted.submission,
        ContributionKind.IDEA,
        text,
        at=at,
        consent=draft.consent,
        standing=first_standing(board.moderation, read),
        shown_as=draft.shown_as,
        shown_words=draft.shown_words,
    )
    idea = Idea(
        board_id=board.id,
        prompt_id=draft.prompt_id,
        contribution_id=contribution.id,
        ref=fresh_idea_ref(board.id),
        title=draft.title,
        photo_id=photo.id if photo is not None and board.takes_photos else None,
        created_at=at,
    )
    if board.asks_place:  # a setting may have changed since the page was answered
        idea.area_id, idea.place_words = draft.area_id, draft.place_words
        idea.latitude, idea.longitude = draft.latitude, draft.longitude
    db.session.add(idea)
    db.session.delete(draft)
    db.session.flush()
    keep_terms(idea.id)
    record(
        "idea_added",
        idea,
        project_id=project_id,
        by=actor_participant(by),
        at=at,
        digest=chain.salted_digest(contribution.versions[0].salt or b"", draft.title),
        details={"board": board.ref, "idea": idea.ref, "standing": contribution.standing.value},
    )
    return accepted.submission.ref


def clear_old_ideas(*, at: datetime) -> int:
    """Delete ideas begun and never sent, and photos that nothing names any more; how many. For the nightly job."""
    closed = select(IdeaBoard.id).where(IdeaBoard.closes_at.is_not(None), IdeaBoard.closes_at <= at - TO_COPY)
    old = delete(IdeaDraft).where(or_(IdeaDraft.updated_at <= at - DRAFT_KEPT, IdeaDraft.board_id.in_(closed)))
    gone = len(db.session.execute(old.returning(IdeaDraft.id)).all())
    unnamed = delete(Upload).where(
        Upload.purpose == UploadPurpose.IDEA,
        Upload.created_at <= at - KEPT_UNNAMED,
        Upload.size > 0,  # an emptied one is the mark of an idea taken back
        ~exists().where(Idea.photo_id == Upload.id),
        ~exists().where(IdeaDraft.photo_id == Upload.id),
    )
    return gone + len(db.session.execute(unnamed.returning(Upload.id)).all())


def decimals(point: tuple[float, float] | None) -> tuple[Decimal | None, Decimal | None]:
    """A point as the tables keep it: four decimals, about ten metres."""
    if point is None:
        return None, None
    latitude, longitude = (Decimal(str(degrees)).quantize(Decimal("0.0001")) for degrees in point)
    return latitude, longitude


def _forget_photo(upload_id: uuid.UUID | None) -> None:
    if upload_id is not None:
        db.session.execute(delete(Upload).where(Upload.id == upload_id, Upload.purpose == UploadPurpose.IDEA))


def _draft(board: IdeaBoard, by: uuid.UUID) -> IdeaDraft | None:
    return db.session.scalar(select(IdeaDraft).where(IdeaDraft.board_id == board.id, IdeaDraft.participant_id == by))


def _begun(project_id: uuid.UUID, board_ref: str, by: uuid.UUID, at: datetime) -> tuple[IdeaBoard, IdeaDraft]:
    board = open_board(project_id, board_ref, at, BoardAct.ADD)
    draft = _draft(board, by)
    if draft is None or not draft.title:
        raise Refused(N_("Write your idea in one line first. Go back to the board, then press Add your idea."))
    return board, draft
