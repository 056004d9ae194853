"""What staff do to a questionnaire's languages: add, take out, translate, record. Each leaves an event."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from codesign.consultations import rows
from codesign.consultations.languages import clips, queries, sheets
from codesign.consultations.languages import rows as own_rows
from codesign.consultations.languages.texts import Text, Texts, cleaned
from codesign.core.codes import digest
from codesign.core.errors import NotFound, Refused
from codesign.core.imports import ImportReport
from codesign.core.languages import read_language
from codesign.core.terms import UploadPurpose
from codesign.core.text import UnreadableText
from codesign.core.words import N_, Sentence
from codesign.extensions import db
from codesign.ledger import actor_person, record
from codesign.models import Activity, Clip, Consultation, Translation, Upload

MOST_LANGUAGES = 40


@dataclass(frozen=True, slots=True)
class Typed:
    """One box of the page: what is in it, and what the page had shown (see `shown`). `confirmed`: still right as it is."""

    words: str
    shown: str = ""
    confirmed: bool = False


class NotSaved(Refused):
    """Some boxes need another look, so nothing was saved: key → what to do."""

    def __init__(self, wrong: Mapping[str, Sentence]) -> None:
        super().__init__(N_("Some translations need another look. Nothing was saved yet."))
        self.wrong = dict(wrong)


def shown(text: Text, words: str) -> str:
    """What a page says a box was drawn from: the words to translate and the translation, as digests."""
    return f"{text.digest[:16]}.{digest(words)[:16]}"


def add_language(project_id: uuid.UUID, ref: str, typed: str, *, by: uuid.UUID | None, at: datetime) -> str:
    """Offer the questionnaire in one more language; its tag. One that was taken out comes back with its translations.

    Raises `Refused` for a tag that is no language, one it has, or more than 40.
    """
    consultation = _locked(project_id, ref)
    tag = read_language(typed)
    if tag is None:
        raise Refused(
            N_("That is not the code of a language. Type one such as ti for Tigrinya or zh-Hant for Chinese.")
        )
    if tag in consultation.languages:
        raise Refused(N_("The questionnaire has that language. Choose another one."))
    if len(consultation.languages) >= MOST_LANGUAGES:
        raise Refused(N_("A questionnaire can have 40 languages. Take one out before you add another."))
    consultation.languages = [*(consultation.languages or ["en"]), tag]
    _happened("language_added", consultation, tag, by, at)
    return tag


def remove_language(project_id: uuid.UUID, ref: str, language: str, *, by: uuid.UUID | None, at: datetime) -> None:
    """Stop offering it. Translations, recordings and answers are kept; who is answering in it reads on in the own one.

    Raises `NotFound` for a language it does not have, `Refused` for its own.
    """
    consultation = _locked(project_id, ref)
    if language not in consultation.languages:
        raise NotFound("This questionnaire is not in that language.")
    if language == own_rows.own_language(consultation):
        raise Refused(N_("The questionnaire is written in this language, so it stays."))
    consultation.languages = [tag for tag in consultation.languages if tag != language]
    _happened("language_removed", consultation, language, by, at)


def say_own_language(project_id: uuid.UUID, ref: str, typed: str, *, by: uuid.UUID | None, at: datetime) -> str:
    """Say which language it is written in. Raises `Refused` for no language, or once others have been added."""
    consultation = _locked(project_id, ref)
    tag = read_language(typed)
    if tag is None:
        raise Refused(
            N_("That is not the code of a language. Type one such as ti for Tigrinya or zh-Hant for Chinese.")
        )
    if len(consultation.languages) > 1 or consultation.translations:
        raise Refused(N_("There are translations already. Its own language can no longer change."))
    consultation.languages = [tag]
    _happened("own_language_said", consultation, tag, by, at)
    return tag


def save_translations(
    project_id: uuid.UUID,
    ref: str,
    language: str,
    typed: Mapping[str, Typed],
    *,
    by: uuid.UUID | None,
    at: datetime,
) -> int:
    """Keep what was typed, box by box; how many texts changed. An emptied box takes the translation back.

    A box nobody touched is left alone, so two people may translate at once. Raises `NotSaved` when a box is too long,
    its text was changed meanwhile, or another person wrote there; `NotFound` for a language it does not have.
    """
    consultation = _with_language(project_id, ref, language)
    texts = own_rows.texts(consultation, language)
    current = {text.key: text for _ref, _title, found in queries.grouped(consultation) for text in found}
    wrong: dict[str, Sentence] = {}
    changes: list[tuple[Text, str]] = []
    for key, box in typed.items():
        text = current.get(key)
        if text is None:
            continue  # the question was taken out or has a new wording since: the page shows the new one, empty
        words = _readable(key, box.words, wrong)
        if words is None:
            continue
        change = _changed(text, words, box, texts, wrong)
        if change is not None:
            changes.append((text, change))
    gone = [key for key, box in typed.items() if key not in current and box.words.strip() and _touched(box)]
    if gone:
        sentence = N_("The questions changed while you translated. Copy these words to the text they belong to.")
        wrong.update({key: Sentence(sentence) for key in gone})
    if wrong:
        raise NotSaved(wrong)
    for text, words in changes:
        _keep(consultation, language, text, words, by, at)
    if changes:
        _happened("translations_changed", consultation, language, by, at, texts=len(changes))
    return len(changes)


def take_in_sheet(
    project_id: uuid.UUID, ref: str, language: str, content: bytes, *, by: uuid.UUID | None, at: datetime
) -> ImportReport:
    """Take in a file of translations, all or nothing. An empty cell leaves a translation as it is.

    One made of words that have changed since is kept with those, and shows as older. Raises `BadSheet`, naming rows and
    columns, and `NotFound`.
    """
    consultation = _with_language(project_id, ref, language)
    known = queries.every_text(consultation)
    texts = own_rows.texts(consultation, language)
    found = sheets.read(content)
    faults = []
    seen: dict[str, int] = {}
    changes: list[tuple[Text, str]] = []
    for row in found:
        fault = _fault(row, known, seen)
        if fault is not None:
            faults.append(fault)
            continue
        seen[row.key] = row.number
        words = cleaned(row.translation)
        text = known[row.key]
        if row.source and row.source != cleaned(text.words):
            text = Text(key=text.key, words=row.source, place=text.place)
        if words and words != texts.of(text):
            changes.append((text, words))
    if faults:
        raise sheets.BadSheet(faults)
    older = 0
    for text, words in changes:
        older += text.words != known[text.key].words
        _keep(consultation, language, text, words, by, at)
    if changes:
        file = hashlib.sha256(content).hexdigest()
        _happened("translations_brought_in", consultation, language, by, at, file=file, texts=len(changes))
    notes = (N_("Some are of words that have changed since. Look at those marked as older."),) if older else ()
    return ImportReport(read=len(found), taken=len(changes), notes=notes)


def keep_clip(
    project_id: uuid.UUID,
    ref: str,
    question_ref: str,
    language: str,
    content: bytes,
    *,
    by: uuid.UUID | None,
    at: datetime,
) -> None:
    """Keep a recorded voice for a question, in place of the one before.

    Raises `Refused` for a file that is empty, over 2 MB or no sound that browsers play; `NotFound`.
    """
    consultation = _locked(project_id, ref)
    if language not in consultation.languages:
        raise NotFound("This questionnaire is not in that language.")
    question = rows.live_question(consultation, question_ref)
    if not content:
        raise Refused(N_("Choose a recording first."))
    if len(content) > clips.LARGEST:
        raise Refused(N_("The recording is over 2 MB. Save it with fewer kilobits, or read less."))
    sort = clips.media_type(content)
    if sort is None:
        raise Refused(N_("This is not a recording that phones can play. Save it as MP3, M4A, Ogg or WebM."))
    upload = Upload(
        project_id=project_id,
        activity_id=consultation.id,
        purpose=UploadPurpose.CLIP,
        media_type=sort,
        content=content,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        created_at=at,
    )
    db.session.add(upload)
    db.session.flush()
    clip = own_rows.clip_row(question.id, language)
    if clip is None:
        db.session.add(Clip(question_id=question.id, language=language, upload_id=upload.id))
    else:
        before, clip.upload_id = clip.upload_id, upload.id
        db.session.flush()
        db.session.delete(db.session.get_one(Upload, before))
    _happened("clip_kept", consultation, language, by, at, file=upload.sha256, question=question.ref)


def remove_clip(
    project_id: uuid.UUID, ref: str, question_ref: str, language: str, *, by: uuid.UUID | None, at: datetime
) -> None:
    """Take a recording away; the device's own voice reads again. Raises `NotFound`."""
    consultation = _locked(project_id, ref)
    question = rows.live_question(consultation, question_ref)
    clip = own_rows.clip_row(question.id, language)
    if clip is None:
        raise NotFound("There is no recording here.")
    upload = db.session.get_one(Upload, clip.upload_id)
    db.session.delete(clip)
    db.session.flush()
    db.session.delete(upload)
    _happened("clip_removed", consultation, language, by, at, question=question.ref)


def _locked(project_id: uuid.UUID, ref: str) -> Consultation:
    """The consultation, its row locked: two people who change it at once take turns."""
    db.session.execute(
        select(Activity.id).where(Activity.project_id == project_id, Activity.ref == ref).with_for_update()
    )
    return rows.consultation_row(project_id, ref)


def _with_language(project_id: uuid.UUID, ref: str, language: str) -> Consultation:
    consultation = _locked(project_id, ref)
    if language not in consultation.languages or language == own_rows.own_language(consultation):
        raise NotFound("This questionnaire is not in that language.")
    db.session.refresh(consultation, ["translations"])
    return consultation


def _readable(key: str, typed: str, wrong: dict[str, Sentence]) -> str | None:
    try:
        return cleaned(typed)
    except UnreadableText as error:
        wrong[key] = Sentence(str(error))
        return None


def _touched(box: Typed) -> bool:
    return digest(cleaned(box.words))[:16] != box.shown.partition(".")[2]


def _changed(text: Text, words: str, box: Typed, texts: Texts, wrong: dict[str, Sentence]) -> str | None:
    """The words to keep; None when the box was left as it was, or is wrong."""
    now = texts.of(text) or ""
    older = texts.older(text)
    if box.confirmed and older is not None and not words:
        words = older.words
    of_shown, _dot, words_shown = box.shown.partition(".")
    if digest(words)[:16] == words_shown or words == now:
        return None
    if len(words) > text.limit:
        wrong[text.key] = Sentence(N_("Make this %(limit)s characters or fewer."), {"limit": text.limit})
    elif of_shown and of_shown != text.digest[:16]:
        wrong[text.key] = Sentence(N_("The words to translate changed meanwhile. Check yours against them, then save."))
    elif words_shown and words_shown != digest(now)[:16]:
        sentence = N_("Someone else wrote here meanwhile: “%(words)s”. Keep theirs or yours, then save.")
        wrong[text.key] = Sentence(sentence, {"words": now})
    else:
        return words
    return None


def _fault(row: sheets.Row, known: Mapping[str, Text], seen: Mapping[str, int]) -> sheets.Fault | None:
    if row.key not in known:
        sentence = N_("There is no text “%(key)s”. Download a new file, or take this row out.")
        return sheets.Fault(row.number, "key", Sentence(sentence, {"key": row.key[:80]}))
    if row.key in seen:
        sentence = N_("This text stands in row %(row)s already. Take one of the two rows out.")
        return sheets.Fault(row.number, "key", Sentence(sentence, {"row": seen[row.key]}))
    limit = known[row.key].limit
    if len(row.translation) > limit:
        return sheets.Fault(
            row.number, "translation", Sentence(N_("Make this %(limit)s characters or fewer."), {"limit": limit})
        )
    return None


def _keep(
    consultation: Consultation, language: str, text: Text, words: str, by: uuid.UUID | None, at: datetime
) -> None:
    row = next((one for one in consultation.translations if (one.language, one.key) == (language, text.key)), None)
    if row is None:
        row = Translation(language=language, key=text.key)
        consultation.translations.append(row)
    row.text, row.of_digest, row.of_text = words, text.digest, text.words
    row.at, row.by_id = at, by


def _happened(
    kind: str,
    consultation: Consultation,
    language: str,
    by: uuid.UUID | None,
    at: datetime,
    *,
    file: str = "",
    **details: str | int,
) -> None:
    record(
        kind,
        consultation,
        project_id=consultation.project_id,
        by=actor_person(by),
        at=at,
        digest=file,
        details={"activity": consultation.ref, "language": language, **details},
    )
