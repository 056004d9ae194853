"""What staff see of a questionnaire's languages, and the recorded voices that residents hear."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import undefer

from codesign.consultations import rows
from codesign.consultations.languages import rows as own_rows
from codesign.consultations.languages import sheets
from codesign.consultations.languages.texts import Done, Text, Texts, keys_of, own_texts
from codesign.core.errors import NotFound
from codesign.core.heard import COUNTED_SENDINGS
from codesign.core.languages import direction, own_name
from codesign.extensions import db
from codesign.models import Clip, Consultation, Draft, Question, Submission, Upload


class Stands(StrEnum):
    """How one translation stands: `OLDER` is of what the text said before."""

    DONE = "done"
    MISSING = "missing"
    OLDER = "older"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tongue:
    """One language of the questionnaire: how much of it is translated, out of `texts`; `answers` people used it."""

    tag: str
    name: str
    dir: str
    own: bool
    offered: bool
    texts: int
    done: int
    older: int
    voices: int
    answers: int

    @property
    def missing(self) -> int:
        return self.texts - self.done - self.older


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Every language it has, its own first, and those it had that people used. `can_change_own` until one is added."""

    ref: str
    title: str
    tongues: tuple[Tongue, ...]
    left: tuple[Tongue, ...]
    questions: int
    can_change_own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One text beside its translation; `older` is the one of the words before."""

    text: Text
    words: str
    stands: Stands
    older: Done | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The texts of one question, or of the questionnaire itself (`ref` is empty)."""

    ref: str
    title: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One language beside the own one."""

    ref: str
    title: str
    tongue: Tongue
    own: Tongue
    groups: tuple[Group, ...]

    @property
    def pieces(self) -> tuple[Piece, ...]:
        return tuple(piece for group in self.groups for piece in group.pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A question to be read aloud: its words in that language, and the recording if there is one."""

    ref: str
    words: str
    words_language: str
    version: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Voices:
    """Every question with its recording in one language."""

    ref: str
    title: str
    tongue: Tongue
    lines: tuple[Voice, ...]


@dataclass(frozen=True, slots=True)
class Sound:
    """A recorded voice with its bytes."""

    content: bytes
    media_type: str
    version: str


def overview(project_id: uuid.UUID, ref: str) -> Overview:
    """Raises `NotFound`."""
    consultation = rows.consultation_row(project_id, ref)
    used = _answers_by_language(consultation)
    every = tuple(dict.fromkeys(consultation.languages or ["en"]))
    # People may also have answered with our own words in a language that the questionnaire is not in.
    left = sorted({*used, *(row.language for row in consultation.translations)} - set(every))
    return Overview(
        ref=consultation.ref,
        title=consultation.title,
        tongues=tuple(_tongue(consultation, tag, used) for tag in every),
        left=tuple(_tongue(consultation, tag, used) for tag in left),
        questions=len(rows.live_questions(consultation)),
        can_change_own=len(every) == 1 and not consultation.translations,
    )


def language_page(project_id: uuid.UUID, ref: str, language: str) -> Page:
    """Every text in the own language and in that one. Raises `NotFound` for a language it does not have."""
    consultation = rows.consultation_row(project_id, ref)
    own = own_rows.own_language(consultation)
    if language not in consultation.languages or language == own:
        raise NotFound("This questionnaire is not in that language.")
    texts = own_rows.texts(consultation, language)
    used = _answers_by_language(consultation)
    return Page(
        ref=consultation.ref,
        title=consultation.title,
        tongue=_tongue(consultation, language, used),
        own=_tongue(consultation, own, used),
        groups=tuple(
            Group(ref=name, title=title, pieces=tuple(_piece(text, texts) for text in found))
            for name, title, found in grouped(consultation)
            if found
        ),
    )


def grouped(consultation: Consultation) -> Iterator[tuple[str, str, tuple[Text, ...]]]:
    """(question, its words, its texts), the questionnaire's own first, of the current wording."""
    yield "", "", own_texts(consultation.title, consultation.introduction, consultation.influence_reason)
    for question in rows.live_questions(consultation):
        asked = rows.asked(question)
        yield asked.ref, asked.text, keys_of(asked, question.section, question.section_words)


def every_text(consultation: Consultation) -> dict[str, Text]:
    """Key → text, of every wording there was: what a file made before a change may still name."""
    found = {}
    for question in consultation.questions:
        for version in question.versions:
            for text in keys_of(rows.asked(question, version), question.section, question.section_words):
                found[text.key] = text
    for _ref, _title, texts in grouped(consultation):
        found.update({text.key: text for text in texts})
    return found


def gaps(consultation: Consultation) -> dict[str, int]:
    """Language → how many texts residents read in the own language instead: missing or older ones."""
    texts = [text for _ref, _title, found in grouped(consultation) for text in found]
    own = own_rows.own_language(consultation)
    return {
        language: sum(own_rows.texts(consultation, language).of(text) is None for text in texts)
        for language in consultation.languages
        if language != own
    }


def sheet_rows(project_id: uuid.UUID, ref: str, language: str, named: Mapping[str, str]) -> tuple[sheets.Row, ...]:
    """The texts with their translations, for a file; `named` says what each sort of text is called."""
    page = language_page(project_id, ref, language)
    return tuple(
        sheets.Row(
            number,
            piece.text.key,
            piece.text.words,
            piece.words,
            " ".join(
                str(word)
                for word in (piece.text.ref, named.get(piece.text.sort, piece.text.sort), piece.text.place or "")
                if word
            ),
        )
        for number, piece in enumerate(page.pieces, 2)
    )


def voices(project_id: uuid.UUID, ref: str, language: str) -> Voices:
    """Every question to be read aloud. Raises `NotFound` for a language it does not have."""
    consultation = rows.consultation_row(project_id, ref)
    if language not in consultation.languages:
        raise NotFound("This questionnaire is not in that language.")
    texts = own_rows.texts(consultation, language)
    sizes = {
        question_id: (sha256, size)
        for question_id, sha256, size in db.session.execute(
            select(Clip.question_id, Upload.sha256, Upload.size)
            .join(Upload, Clip.upload_id == Upload.id)
            .join(Question, Clip.question_id == Question.id)
            .where(Question.consultation_id == consultation.id, Clip.language == language)
        )
    }
    lines = []
    for question in rows.live_questions(consultation):
        words, spoken = texts.said(f"{question.ref}.{question.current.number}.text", question.current.text)
        sha256, size = sizes.get(question.id, ("", 0))
        lines.append(
            Voice(ref=question.ref, words=words, words_language=spoken, version=sha256[:12], size=size),
        )
    used = _answers_by_language(consultation)
    return Voices(
        ref=consultation.ref,
        title=consultation.title,
        tongue=_tongue(consultation, language, used),
        lines=tuple(lines),
    )


def languages_of(project_id: uuid.UUID, ref: str) -> tuple[str, ...]:
    """The languages of a questionnaire, its own first; none for one that is not there."""
    if not ref.isalnum():
        return ()
    found = db.session.scalar(
        select(Consultation.languages).where(Consultation.project_id == project_id, Consultation.ref == ref)
    )
    return tuple(found or ())


def sound(project_id: uuid.UUID, ref: str, question_ref: str, language: str, *, for_staff: bool = False) -> Sound:
    """The recording of a question in that language. Raises `NotFound`."""
    find = rows.consultation_row if for_staff else rows.residents_consultation
    consultation = find(project_id, ref)
    question = rows.live_question(consultation, question_ref)
    clip = own_rows.clip_row(question.id, language)
    upload = (
        db.session.scalar(select(Upload).where(Upload.id == clip.upload_id).options(undefer(Upload.content)))
        if clip is not None and (for_staff or language in consultation.languages)
        else None
    )
    if upload is None or upload.project_id != project_id or not upload.content:
        raise NotFound("There is no recording here.")
    return Sound(upload.content, upload.media_type, upload.sha256[:12])


def _piece(text: Text, texts: Texts) -> Piece:
    words, older = texts.of(text), texts.older(text)
    if words is not None:
        return Piece(text=text, words=words, stands=Stands.DONE)
    return Piece(text=text, words="", stands=Stands.OLDER if older else Stands.MISSING, older=older)


def _tongue(consultation: Consultation, tag: str, used: Mapping[str, int]) -> Tongue:
    own = own_rows.own_language(consultation)
    texts = own_rows.texts(consultation, tag)
    pieces = [_piece(text, texts) for _ref, _title, found in grouped(consultation) for text in found]
    stands = [piece.stands for piece in pieces]
    return Tongue(
        tag=tag,
        name=own_name(tag),
        dir=direction(tag),
        own=tag == own,
        offered=tag in consultation.languages,
        texts=len(pieces),
        done=len(pieces) if tag == own else stands.count(Stands.DONE),
        older=0 if tag == own else stands.count(Stands.OLDER),
        voices=len(own_rows.clips(consultation, tag)),
        answers=used.get(tag, 0),
    )


def _answers_by_language(consultation: Consultation) -> dict[str, int]:
    """Language → people whose answers count and came in it."""
    query = (
        select(Submission.language, func.count(func.distinct(Submission.participant_id)))
        .where(Submission.activity_id == consultation.id, Submission.state.in_(COUNTED_SENDINGS))
        .group_by(Submission.language)
    )
    return {str(language): int(people) for language, people in db.session.execute(query)}


def drafts_in(consultation: Consultation, language: str) -> int:
    """People who are answering in that language now."""
    query = select(func.count()).where(Draft.consultation_id == consultation.id, Draft.language == language)
    return db.session.scalar(query) or 0
