"""Translations and recorded voices of a consultation, read from their rows."""

from __future__ import annotations

import uuid

from sqlalchemy import select

from codesign.consultations.languages.texts import Done, Texts
from codesign.extensions import db
from codesign.models import Clip, Consultation, Question, Upload


def own_language(consultation: Consultation) -> str:
    """The language it is written in."""
    return consultation.languages[0] if consultation.languages else "en"


def offered(consultation: Consultation, language: str) -> str:
    """The language a reader gets: the wished one where the questionnaire has it, else its own."""
    return language if language in consultation.languages else own_language(consultation)


def texts(consultation: Consultation, language: str) -> Texts:
    """Its translations into that language; none of them where it is the own one."""
    own = own_language(consultation)
    if language == own:
        return Texts(own, own)
    done = tuple(
        Done(row.key, row.text, row.of_digest, row.of_text)
        for row in consultation.translations
        if row.language == language
    )
    return Texts(language, own, done)


def clips(consultation: Consultation, language: str) -> dict[str, str]:
    """Question → the version of its recorded voice in that language (to tell a new recording from the one before)."""
    query = (
        select(Question.ref, Upload.sha256)
        .join(Clip, Clip.question_id == Question.id)
        .join(Upload, Clip.upload_id == Upload.id)
        .where(Question.consultation_id == consultation.id, Clip.language == language)
    )
    return {ref: sha256[:12] for ref, sha256 in db.session.execute(query)}


def clip_row(question_id: uuid.UUID, language: str) -> Clip | None:
    return db.session.scalar(select(Clip).where(Clip.question_id == question_id, Clip.language == language))
