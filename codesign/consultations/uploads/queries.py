"""Which uploads may be shown to whom, and the pictures of a question for staff."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, select

from codesign.consultations import rows
from codesign.core.errors import NotFound
from codesign.core.files import Shown
from codesign.core.questions.answering import Option
from codesign.core.questions.kinds import kind_of
from codesign.core.terms import ActivityState, UploadPurpose
from codesign.extensions import db
from codesign.ledger.files import shown_file
from codesign.models import Activity, Answer, Contribution, Submission, Upload
from codesign.tallies.apart import not_apart

FILES_A_PAGE = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    """The page where staff give choices their pictures."""

    ref: str
    title: str
    question: str
    text: str
    used: bool
    choices: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SentFile:
    """One file that somebody sent, with what they said it shows."""

    key: str
    sort: str
    sending: str
    at: datetime
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SentFiles:
    """The files of one question, a page of them."""

    ref: str
    title: str
    question: str
    text: str
    zone: str
    files: tuple[SentFile, ...]
    total: int
    page: int
    pages: int


def own_file(project_id: uuid.UUID, ref: str, key: str, participant_id: uuid.UUID | None) -> Shown:
    """A file that this very participant sent. Raises `NotFound` for everybody else's."""
    if participant_id is None:
        raise NotFound
    upload = _upload(project_id, ref, key, UploadPurpose.ANSWER)
    if upload.participant_id != participant_id:
        raise NotFound
    return shown_file(upload)


def answer_file(project_id: uuid.UUID, ref: str, key: str) -> Shown:
    """A file that somebody sent as an answer, for staff who may read personal words. Raises `NotFound`."""
    return shown_file(_upload(project_id, ref, key, UploadPurpose.ANSWER))


def picture(project_id: uuid.UUID, ref: str, key: str, *, for_staff: bool) -> Shown:
    """A choice's picture: for residents once they may know of the consultation. Raises `NotFound`."""
    upload = _upload(project_id, ref, key, UploadPurpose.CHOICE)
    state = db.session.scalar(select(Activity.state).where(Activity.id == upload.activity_id))
    if state is ActivityState.DRAFT and not for_staff:
        raise NotFound
    return shown_file(upload)


def sent_files(project_id: uuid.UUID, ref: str, question_ref: str, *, page: int = 1) -> SentFiles:
    """The files sent to a question in sendings that count, a page at a time. Raises `NotFound`."""
    consultation = rows.consultation_row(project_id, ref)
    question = rows.question_row(consultation, question_ref)
    asked = rows.asked(question)
    if not kind_of(asked).takes_file:
        raise NotFound("This question takes no files.")
    found = (
        select(Answer.detail, Submission.ref, Submission.received_at, case((not_apart(), Contribution.text), else_=""))
        .join(Submission, Answer.submission_id == Submission.id)
        .outerjoin(Contribution, Answer.contribution_id == Contribution.id)
        .where(Answer.question_id == question.id, Submission.state.in_(rows.COUNTED))
        .order_by(Submission.received_at, Submission.id)
    )
    every = db.session.execute(found).all()
    pages = max(1, -(-len(every) // FILES_A_PAGE))
    page = min(max(page, 1), pages)
    lines = tuple(
        SentFile(
            key=str(detail.get("upload", "")),
            sort=str(detail.get("sort", "")),
            sending=sending,
            at=at,
            words=words or "",
        )
        for detail, sending, at, words in every[(page - 1) * FILES_A_PAGE : page * FILES_A_PAGE]
        if detail.get("upload")
    )
    return SentFiles(
        ref=consultation.ref,
        title=consultation.title,
        question=asked.ref,
        text=asked.text,
        zone=consultation.zone,
        files=lines,
        total=len(every),
        page=page,
        pages=pages,
    )


def pictures(project_id: uuid.UUID, ref: str, question_ref: str) -> Pictures:
    """Raises `NotFound` for a question whose kind shows no pictures."""
    consultation = rows.consultation_row(project_id, ref)
    asked = rows.asked(rows.live_question(consultation, question_ref))
    if not kind_of(asked).shows_pictures:
        raise NotFound("This question has no pictures.")
    return Pictures(
        ref=consultation.ref,
        title=consultation.title,
        question=asked.ref,
        text=asked.text,
        used=consultation.state is not ActivityState.DRAFT,
        choices=asked.options,
    )


def _upload(project_id: uuid.UUID, ref: str, key: str, purpose: UploadPurpose) -> Upload:
    try:
        upload_id = uuid.UUID(hex=key)
    except ValueError:
        raise NotFound from None
    found = db.session.scalar(
        select(Upload)
        .join(Activity, Upload.activity_id == Activity.id)
        .where(
            Upload.id == upload_id,
            Upload.project_id == project_id,
            Upload.purpose == purpose,
            Upload.size > 0,
            Activity.project_id == project_id,
            Activity.ref == ref,
        )
    )
    if found is None:
        raise NotFound
    return found
