"""A pile of paper forms and what was typed of them: finding their rows, and where each form stands."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from codesign.consultations import rows
from codesign.consultations.equality import QUESTIONS
from codesign.consultations.paper.printing import as_printed, paper_form
from codesign.core.errors import NotFound, Refused
from codesign.core.questions.answering import Asked, Given, restored
from codesign.core.questions.kinds import kind_of
from codesign.core.questions.questionnaires import Answers, Questionnaire
from codesign.core.text import fingerprint
from codesign.core.words import N_
from codesign.extensions import db
from codesign.models import Consultation, PaperBatch, PaperEntry, Submission


class FormStands(StrEnum):
    """Where one form of a batch stands."""

    READY = "ready"
    ONCE = "once"  # typed once where it must be typed twice
    DIFFERS = "differs"
    OFF_THE_WAY = "off_the_way"  # answers to questions that were not asked, not looked at yet
    EMPTY = "empty"
    LATE = "late"  # came too late to count
    SENT = "sent"


@dataclass(frozen=True, slots=True)
class Difference:
    """What two typists read differently on one form; `key` is a question, or what stands beside the questions."""

    key: str
    first: Any
    second: Any


def batch_row(consultation: Consultation, batch_ref: str, *, to_change: bool = False) -> PaperBatch:
    """A batch of this consultation. With `to_change` its row is locked. Raises `NotFound`."""
    query = select(PaperBatch).where(PaperBatch.consultation_id == consultation.id, PaperBatch.ref == batch_ref)
    if to_change:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = db.session.scalar(query) if batch_ref.isalnum() else None
    if found is None:
        raise NotFound("There is no such batch here.")
    return found


def require_unsent(batch: PaperBatch) -> None:
    if batch.sent_at is not None:
        raise Refused(N_("This batch was sent. Its forms can no longer be changed here. Make a new batch."))


def batch_rows(consultation: Consultation) -> Sequence[PaperBatch]:
    """Every batch, the newest first."""
    return db.session.scalars(
        select(PaperBatch)
        .where(PaperBatch.consultation_id == consultation.id)
        .order_by(PaperBatch.made_at.desc(), PaperBatch.id.desc())
    ).all()


def entries_of(batch: PaperBatch) -> dict[str, dict[int, PaperEntry]]:
    """What was typed, by form number in order, then by keying."""
    found: dict[str, dict[int, PaperEntry]] = {}
    for entry in db.session.scalars(
        select(PaperEntry)
        .where(PaperEntry.batch_id == batch.id)
        .order_by(PaperEntry.form_number, PaperEntry.keying)
        .execution_options(populate_existing=True)
    ):
        found.setdefault(entry.form_number, {})[entry.keying] = entry
    return found


def entry_row(batch: PaperBatch, number: str, keying: int) -> PaperEntry | None:
    if not number.isprintable():
        return None
    return db.session.scalar(
        select(PaperEntry).where(
            PaperEntry.batch_id == batch.id, PaperEntry.form_number == number, PaperEntry.keying == keying
        )
    )


def may_open(batch: PaperBatch, number: str, keying: int, by: uuid.UUID) -> bool:
    """Whether this person may see and change this keying: a second one is blind until both are there."""
    keyed = {each: entry_row(batch, number, each) for each in (1, 2)}
    wanted = keyed[keying]
    if wanted is None:
        return False
    return not batch.keyed_twice or wanted.keyed_by_id == by or all(entry is not None for entry in keyed.values())


def elsewhere(consultation: Consultation, number: str, batch: PaperBatch | None) -> str | None:
    """The other batch in which this form was typed; empty where it was sent from none."""
    other = db.session.execute(
        select(PaperBatch.ref)
        .join(PaperEntry, PaperEntry.batch_id == PaperBatch.id)
        .where(
            PaperBatch.consultation_id == consultation.id,
            PaperEntry.form_number == number,
            PaperBatch.id != (batch.id if batch else uuid.UUID(int=0)),
        )
        .limit(1)
    ).scalar()
    if other is not None:
        return str(other)
    mine = batch is not None and any(entry_row(batch, number, keying) is not None for keying in (1, 2))
    sent = db.session.scalar(
        select(Submission.id).where(Submission.activity_id == consultation.id, Submission.form_number == number)
    )
    return "" if sent is not None and not mine else None


def typed_answers(printed: Questionnaire, entry: PaperEntry) -> Answers:
    """What was typed for each question of the form as printed; nothing for what was not."""
    found: dict[str, tuple[Asked, Given]] = {}
    for asked in printed.questions:
        if asked.ref in entry.answers:
            found[asked.ref] = (asked, restored(entry.answers[asked.ref])[1])
    return found


def off_the_way(consultation: Consultation, answers: Answers) -> tuple[str, ...]:
    """Questions that were answered though nobody who gave these answers is asked them."""
    applying = rows.questionnaire(consultation).way(answers).applying
    return tuple(ref for ref, (_asked, given) in answers.items() if ref not in applying and not given.empty)


def form_printed(consultation: Consultation, number: str) -> tuple[str, Questionnaire]:
    """The language of a form and its questions as they were printed. Raises `NotFound`."""
    form = paper_form(consultation, number)
    if form is None:
        raise NotFound("No such form was printed.")
    return form.language, as_printed(consultation, form.language, form.versions)


def differences(printed: Questionnaire, first: PaperEntry, second: PaperEntry) -> tuple[Difference, ...]:
    """Where the two keyings of a form are not the same, in the order of the paper. Case and spaces do not matter."""
    found = []
    for asked in printed.questions:
        one, two = (restored(entry.answers.get(asked.ref))[1] for entry in (first, second))
        if not _alike(one, two):
            found.append(Difference(asked.ref, one, two))
    for key in ("missing", "consent", "wants_receipt", "postmarked_on"):
        one_said, two_said = getattr(first, key), getattr(second, key)
        if one_said != two_said:
            found.append(Difference(key, one_said, two_said))
    for question in QUESTIONS:
        one_said, two_said = (entry.equality.get(question.code, "") for entry in (first, second))
        if one_said != two_said:
            found.append(Difference(f"about-{question.code}", one_said, two_said))
    return tuple(found)


def _alike(one: Given, two: Given) -> bool:
    parts = {name for given in (one, two) for name, said in given.parts.items() if said}
    return (
        one.values == two.values
        and fingerprint(one.words) == fingerprint(two.words)
        and all(_folded(one.parts, name) == _folded(two.parts, name) for name in parts)
    )


def _folded(parts: Mapping[str, str], name: str) -> str:
    return fingerprint(parts.get(name, ""))


def too_late(consultation: Consultation, arrived_on: date, postmarked_on: date | None) -> bool:
    """Whether a form came too late to count: after the close, and not posted before it within the days of the rule."""
    closes_on = consultation.closes_on
    if closes_on is None or arrived_on <= closes_on:
        return False
    return (
        postmarked_on is None
        or postmarked_on > closes_on
        or arrived_on > closes_on + timedelta(days=consultation.late_days)
    )


def came_late(consultation: Consultation, arrived_on: date) -> bool:
    """Whether a form came after the close, so that the rule for late paper decides."""
    return consultation.closes_on is not None and arrived_on > consultation.closes_on


def stands(consultation: Consultation, batch: PaperBatch, keyed: Mapping[int, PaperEntry]) -> FormStands:
    """Where one form stands. What was sent stays sent."""
    number = next(iter(keyed.values())).form_number
    if any(entry.submission_id is not None for entry in keyed.values()):
        return FormStands.SENT
    first = keyed.get(1)
    if first is None or (batch.keyed_twice and 2 not in keyed):
        return FormStands.ONCE
    _language, printed = form_printed(consultation, number)
    if batch.keyed_twice and differences(printed, first, keyed[2]):
        return FormStands.DIFFERS
    if too_late(consultation, batch.arrived_on, first.postmarked_on):
        return FormStands.LATE
    answers = typed_answers(printed, first)
    if set(off_the_way(consultation, answers)) - set(first.left_out):
        return FormStands.OFF_THE_WAY
    applying = rows.questionnaire(consultation).way(answers).applying
    if not any(not answers[ref][1].empty for ref in applying if ref in answers):
        return FormStands.EMPTY
    return FormStands.READY


def typed_questions(printed: Questionnaire) -> tuple[Asked, ...]:
    """The questions whose answers are typed: not files, which stay with the paper."""
    return tuple(asked for asked in printed.questions if not kind_of(asked).takes_file)


__all__ = [
    "Difference",
    "FormStands",
    "batch_row",
    "batch_rows",
    "came_late",
    "differences",
    "elsewhere",
    "entries_of",
    "entry_row",
    "form_printed",
    "may_open",
    "off_the_way",
    "require_unsent",
    "stands",
    "too_late",
    "typed_answers",
    "typed_questions",
]
