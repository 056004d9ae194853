"""Every write of an upload: keep what was made anew, erase what is no longer named."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, exists, select

from codesign.consultations import building, rows
from codesign.consultations.drafts import QuestionDraft
from codesign.core.errors import NotFound, Refused
from codesign.core.files import PROBLEMS, MadeAnew
from codesign.core.questions.answering import Option
from codesign.core.questions.kinds import kind_of
from codesign.core.terms import UploadPurpose
from codesign.core.words import N_
from codesign.extensions import db
from codesign.ledger.files import keep_file
from codesign.models import Answer, Choice, Consultation, Draft, Submission, SubmissionVersion, Upload

KEPT_UNNAMED: Final = timedelta(days=1)
"""A file that no draft and no answer names any more is deleted after this."""


@dataclass(frozen=True, slots=True)
class PictureDraft:
    """A choice's picture: a new file or none, what it shows, and whether the one it has goes."""

    made: MadeAnew | None
    alt: str
    goes: bool = False


def keep_answer_file(project_id: uuid.UUID, ref: str, made: MadeAnew, *, by: uuid.UUID | None, at: datetime) -> str:
    """Keep a file sent as an answer; its name. Drafts leave no event, and neither does this."""
    consultation = rows.residents_consultation(project_id, ref)
    purpose = UploadPurpose.ANSWER
    return keep_file(project_id, made, purpose, activity_id=consultation.id, participant_id=by, at=at).hex


def change_pictures(
    project_id: uuid.UUID,
    ref: str,
    question_ref: str,
    pictures: Mapping[str, PictureDraft],
    *,
    by: uuid.UUID,
    at: datetime,
) -> None:
    """Give the choices of a question their pictures, by code: a new wording, once somebody has answered.

    Raises `NotFound`, and `Refused` when a picture has no words or the file is no photo.
    """
    consultation = rows.consultation_row(project_id, ref)
    asked = rows.asked(rows.live_question(consultation, question_ref))
    if not kind_of(asked).shows_pictures:
        raise NotFound("This question has no pictures.")
    options = []
    for option in asked.options:
        draft = pictures.get(option.code)
        options.append(option if draft is None else _with_picture(consultation, option, draft, at))
    wanted = QuestionDraft(
        **{field.name: getattr(asked, field.name) for field in fields(QuestionDraft) if field.name != "options"},
        options=tuple(options),
    )
    building.change_question(project_id, ref, question_ref, wanted, by=by, at=at)


def _with_picture(consultation: Consultation, option: Option, draft: PictureDraft, at: datetime) -> Option:
    picture = "" if draft.goes else option.picture
    if draft.made is not None:
        if draft.made.sort != "photo":
            raise Refused(PROBLEMS["not_a_photo"].message)
        kept = keep_file(
            consultation.project_id, draft.made, UploadPurpose.CHOICE, activity_id=consultation.id, alt=draft.alt, at=at
        )
        picture = kept.hex
    if picture and not draft.alt:
        raise Refused(N_("Say what each picture shows, for people who cannot see it."))
    return replace(option, picture=picture, picture_alt=draft.alt if picture else "")


def clear_unnamed_files(*, at: datetime) -> int:
    """Delete files that nothing names any more, of answers and of choices; how many. For the nightly job."""
    old = db.session.execute(
        select(Upload.id, Upload.activity_id).where(
            Upload.purpose == UploadPurpose.ANSWER, Upload.created_at <= at - KEPT_UNNAMED
        )
    ).all()
    named: set[str] = set()
    for activity_id in {activity for _id, activity in old if activity is not None}:
        named |= _named(activity_id)
    gone = [upload_id for upload_id, _activity in old if upload_id.hex not in named]
    gone += db.session.scalars(
        select(Upload.id).where(
            Upload.purpose == UploadPurpose.CHOICE,
            Upload.created_at <= at - KEPT_UNNAMED,
            ~exists().where(Choice.picture_id == Upload.id),
        )
    )
    for start in range(0, len(gone), 500):
        db.session.execute(delete(Upload).where(Upload.id.in_(gone[start : start + 500])))
    return len(gone)


def _named(activity_id: uuid.UUID) -> set[str]:
    """The files that answers and drafts of a consultation name, an earlier version of a sending among them."""
    consultation = db.session.get(Consultation, activity_id)
    if consultation is None:
        return set()
    asks = [one for one in consultation.questions if any(kind_of(rows.asked(one, v)).takes_file for v in one.versions)]
    details = db.session.scalars(select(Answer.detail).where(Answer.question_id.in_([one.id for one in asks])))
    found = {str(detail.get("upload", "")) for detail in details}
    drafts = [*db.session.scalars(select(Draft.answers).where(Draft.consultation_id == activity_id))]
    drafts += db.session.scalars(
        select(SubmissionVersion.answers)
        .join(Submission, SubmissionVersion.submission_id == Submission.id)
        .where(Submission.activity_id == activity_id)
    )
    for answers in drafts:
        for kept in answers.values():
            if isinstance(kept, dict):
                found.add(str((kept.get("parts") or {}).get("upload", "")))
    return found


__all__ = ["PictureDraft", "change_pictures", "clear_unnamed_files", "keep_answer_file"]
