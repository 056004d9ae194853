"""The staff pages of paper and of answers typed for somebody, each as one frozen view."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from codesign.consultations import rows
from codesign.consultations.equality import BY_CODE, QUESTIONS, EqualityQuestion
from codesign.consultations.paper import batches
from codesign.consultations.paper.batches import FormStands
from codesign.consultations.paper.printing import on_paper, pages_of, print_runs
from codesign.consultations.paper.sheets import about_letter
from codesign.consultations.paper.views import (
    BatchLine,
    BatchPage,
    Comparison,
    DifferenceLine,
    Entry,
    EntryQuestion,
    FormLine,
    Head,
    PaperPage,
    ReceiptLine,
    Taken,
)
from codesign.consultations.paper.wording import Say, numbers_of, routing_words, runs_of
from codesign.core.errors import NotFound
from codesign.core.questions.answering import Asked, Given, restored
from codesign.core.questions.kinds import kind_of
from codesign.core.questions.questionnaires import Questionnaire
from codesign.core.terms import ActivityState, Mode
from codesign.core.words import N_
from codesign.extensions import db
from codesign.models import Consultation, PaperBatch, PaperEntry, Person, Submission

RECEIPT_SHOWN = timedelta(minutes=30)
"""How long after a call the page with its receipt can still be opened, by the person who typed it."""


def paper_page(project_id: uuid.UUID, ref: str) -> PaperPage:
    consultation = rows.consultation_row(project_id, ref)
    typed = db.session.scalar(
        select(func.count()).where(Submission.activity_id == consultation.id, Submission.mode == Mode.PAPER)
    )
    forms = _forms_in(consultation)
    return PaperPage(
        head=_head(consultation),
        questions=len(rows.questionnaire(consultation).questions),
        runs=print_runs(consultation),
        batches=tuple(_line(batch, forms.get(batch.id, 0)) for batch in batches.batch_rows(consultation)),
        typed=typed or 0,
    )


def batch_page(project_id: uuid.UUID, ref: str, batch_ref: str, *, by: uuid.UUID) -> BatchPage:
    consultation = rows.consultation_row(project_id, ref)
    batch = batches.batch_row(consultation, batch_ref)
    keyed = batches.entries_of(batch)
    names = _names(keyed)
    forms = tuple(_form(consultation, batch, number, entries, names, by) for number, entries in keyed.items())
    until = None
    if consultation.closes_on is not None:
        until = consultation.closes_on + timedelta(days=consultation.late_days)
    return BatchPage(
        head=_head(consultation),
        batch=_line(batch, len(keyed)),
        came_late=batches.came_late(consultation, batch.arrived_on),
        late_until=until,
        forms=forms,
        receipts=_receipts(keyed),
    )


def entry_screen(
    project_id: uuid.UUID, ref: str, batch_ref: str, number: str, keying: int, say: Say, *, by: uuid.UUID
) -> Entry:
    """The screen to type one form, empty the first time; what was typed before is there for who may see it.

    A second keying is blind: nobody sees the other's before both are there. Raises `NotFound`.
    """
    consultation = rows.consultation_row(project_id, ref)
    batch = batches.batch_row(consultation, batch_ref)
    language, printed = batches.form_printed(consultation, number)
    entry = batches.entry_row(batch, number, keying)
    if not batches.may_open(batch, number, keying, by):
        entry = None
    versions = {place.asked.ref: place.asked.version for place in printed.places}
    placed = pages_of(on_paper(consultation, language, versions), say)
    answers = {asked.ref: restored(entry.answers.get(asked.ref))[1] for asked in printed.questions} if entry else {}
    questions = _questions(printed, placed, answers, say)
    return Entry(
        head=_head(consultation),
        batch=_line(batch, 0),
        number=number,
        keying=keying,
        language=language,
        questions=questions,
        about=_about(consultation),
        pages=tuple(sorted({one.page for one in questions if one.page})),
        came_late=batches.came_late(consultation, batch.arrived_on),
        again=entry is not None,
        consent=entry.consent if entry else "",
        missing=tuple(entry.missing) if entry else (),
        left_out=tuple(entry.left_out) if entry else (),
        off=_off(consultation, printed, entry) if entry else (),
        wants_receipt=entry.wants_receipt if entry else False,
        postmarked_on=entry.postmarked_on if entry else None,
        equality=entry.equality if entry else {},
    )


def _off(consultation: Consultation, printed: Questionnaire, entry: PaperEntry) -> tuple[str, ...]:
    left = batches.off_the_way(consultation, batches.typed_answers(printed, entry))
    return tuple(ref for ref in left if ref not in entry.left_out)


def spoken_screen(
    project_id: uuid.UUID, ref: str, language: str, say: Say, *, at: datetime, started_at: datetime | None = None
) -> Entry:
    """The screen to type what somebody says, who began at `started_at`. Raises `NotFound`, `NotYetOpen` and `Closed`."""
    consultation = rows.residents_consultation(project_id, ref)
    rows.require_taking(consultation, started_at, at)
    spoken = language if language in consultation.languages else consultation.languages[0]
    return Entry(
        head=_head(consultation),
        batch=None,
        number="",
        keying=0,
        language=spoken,
        questions=_questions(rows.questionnaire(consultation, spoken), {}, {}, say),
        about=_about(consultation),
        pages=(),
    )


def takes_calls(project_id: uuid.UUID, ref: str) -> bool:
    """Whether residents may answer now, so that staff may type for them."""
    return rows.consultation_row(project_id, ref).state is ActivityState.OPEN


def comparison(project_id: uuid.UUID, ref: str, batch_ref: str, number: str, say: Say) -> Comparison:
    """Both keyings of a form, where they differ. Raises `NotFound` before there are two."""
    consultation = rows.consultation_row(project_id, ref)
    batch = batches.batch_row(consultation, batch_ref)
    keyed = batches.entries_of(batch).get(number, {})
    if set(keyed) != {1, 2} or batch.sent_at is not None:
        raise NotFound("There are no two to compare.")
    _language, printed = batches.form_printed(consultation, number)
    asked, numbers = {one.ref: one for one in printed.questions}, numbers_of(printed)
    names = _names({number: keyed})
    return Comparison(
        head=_head(consultation),
        batch=_line(batch, 0),
        number=number,
        lines=tuple(
            _difference(one, asked.get(one.key), numbers.get(one.key, 0), say)
            for one in batches.differences(printed, keyed[1], keyed[2])
        ),
        typists=(names.get(keyed[1].keyed_by_id, ""), names.get(keyed[2].keyed_by_id, "")),
    )


def taken_down(project_id: uuid.UUID, ref: str, participant_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> Taken:
    """What this member of staff just typed for somebody. Raises `NotFound` for anything else, and after half an hour."""
    consultation = rows.consultation_row(project_id, ref)
    sent = rows.submission_row(consultation, participant_id)
    if sent is None or sent.keyed_by_id != by or sent.form_number or sent.received_at + RECEIPT_SHOWN < at:
        raise NotFound("There is nothing to read out here.")
    return Taken(_head(consultation), sent.receipt, sent.mode)


def _head(consultation: Consultation) -> Head:
    return Head(
        ref=consultation.ref,
        title=consultation.title,
        zone=consultation.zone,
        closes_on=consultation.closes_on,
        languages=tuple(consultation.languages),
        late_rule=consultation.late_rule,
        late_days=consultation.late_days,
        paper_return=consultation.paper_return,
        asks_equality=consultation.asks_equality,
    )


def _line(batch: PaperBatch, forms: int) -> BatchLine:
    return BatchLine(batch.ref, batch.title, batch.arrived_on, batch.keyed_twice, forms, batch.sent_at)


def _forms_in(consultation: Consultation) -> dict[uuid.UUID, int]:
    counted = db.session.execute(
        select(PaperEntry.batch_id, func.count(func.distinct(PaperEntry.form_number)))
        .join(PaperBatch, PaperBatch.id == PaperEntry.batch_id)
        .where(PaperBatch.consultation_id == consultation.id)
        .group_by(PaperEntry.batch_id)
    )
    return {line[0]: line[1] for line in counted}


def _names(keyed: Mapping[str, Mapping[int, PaperEntry]]) -> dict[uuid.UUID | None, str]:
    wanted = {entry.keyed_by_id for entries in keyed.values() for entry in entries.values()}
    people = db.session.scalars(select(Person).where(Person.id.in_(wanted)))
    return {person.id: person.name or person.email for person in people}


def _form(
    consultation: Consultation,
    batch: PaperBatch,
    number: str,
    keyed: Mapping[int, PaperEntry],
    names: Mapping[uuid.UUID | None, str],
    by: uuid.UUID,
) -> FormLine:
    where = batches.stands(consultation, batch, keyed)
    look_at: tuple[int, ...] = ()
    differs = 0
    if where in (FormStands.OFF_THE_WAY, FormStands.DIFFERS):
        _language, printed = batches.form_printed(consultation, number)
        if where is FormStands.DIFFERS:
            differs = len(batches.differences(printed, keyed[1], keyed[2]))
        else:
            numbers = numbers_of(printed)
            left = batches.off_the_way(consultation, batches.typed_answers(printed, keyed[1]))
            look_at = tuple(numbers[ref] for ref in left if ref not in keyed[1].left_out)
    first = keyed.get(1)
    return FormLine(
        number=number,
        stands=where,
        typists=tuple(names.get(keyed[one].keyed_by_id, "") for one in sorted(keyed)),
        missing=tuple(first.missing) if first else (),
        mine=first is not None and first.keyed_by_id == by,
        look_at=look_at,
        differs=differs,
    )


def _receipts(keyed: Mapping[str, Mapping[int, PaperEntry]]) -> tuple[ReceiptLine, ...]:
    """Only those asked for and not yet given: a receipt is the person's own."""
    wanted = [entries[1].submission_id for entries in keyed.values() if 1 in entries and entries[1].wants_receipt]
    found = db.session.scalars(
        select(Submission).where(Submission.id.in_([one for one in wanted if one])).order_by(Submission.form_number)
    )
    return tuple(ReceiptLine(sent.form_number or "", sent.receipt) for sent in found)


def _questions(
    printed: Questionnaire, placed: Mapping[str, int], answers: Mapping[str, Given], say: Say
) -> tuple[EntryQuestion, ...]:
    numbers, runs = numbers_of(printed), runs_of(printed)
    found: list[EntryQuestion] = []
    route = ""
    for place in printed.places:
        asked = place.asked
        if asked.ref in runs:
            route = routing_words(printed, runs[asked.ref], say)
        if asked.ref not in numbers:
            continue
        found.append(
            EntryQuestion(
                asked,
                answers.get(asked.ref, Given()),
                numbers[asked.ref],
                placed.get(asked.ref, 0),
                route,
                not kind_of(asked).takes_file,
            )
        )
        route = ""
    return tuple(found)


def _about(consultation: Consultation) -> tuple[tuple[str, EqualityQuestion], ...]:
    if not consultation.asks_equality:
        return ()
    return tuple((about_letter(place), question) for place, question in enumerate(QUESTIONS, 1))


_BESIDE = {
    "missing": N_("Missing pages"),
    "consent": N_("How the words may be used"),
    "wants_receipt": N_("A receipt"),
    "postmarked_on": N_("Date of the postmark"),
}
_CONSENTS = {
    "": N_("Nothing ticked"),
    "public": N_("You may quote my words, without my name"),
    "count_only": N_("Only count my answers. Do not quote my words"),
}


def _difference(one: batches.Difference, asked: Asked | None, number: int, say: Say) -> DifferenceLine:
    if asked is not None:
        label = f"{number}. {asked.text}"
        return DifferenceLine(one.key, label, _given(asked, one.first, say), _given(asked, one.second, say))
    about = one.key.removeprefix("about-")
    if about != one.key:
        question = BY_CODE[about]
        labels = {choice.code: choice.label for choice in question.choices}
        first, second = (say(labels[value]) if value in labels else "" for value in (one.first, one.second))
        return DifferenceLine(one.key, say(question.text), (first,) if first else (), (second,) if second else ())
    label = say(_BESIDE[one.key])
    return DifferenceLine(one.key, label, _beside(one.key, one.first, say), _beside(one.key, one.second, say))


def _given(asked: Asked, given: Given, say: Say) -> tuple[str, ...]:
    kind = kind_of(asked)
    said = tuple(say(words) if kind.ours else words for words in kind.in_words(asked, given))
    return (*said, say(N_("I am not sure"))) if given.not_sure else said


def _beside(key: str, said: Any, say: Say) -> tuple[str, ...]:
    match key:
        case "missing":
            return tuple(say(N_("Page %(page)s"), page=page) for page in said)
        case "consent":
            return (say(_CONSENTS.get(said, said)),)
        case "wants_receipt":
            return (say(N_("Yes")) if said else say(N_("No")),)
        case _:
            return (str(said),) if said else ()


__all__ = [
    "BatchPage",
    "Comparison",
    "Entry",
    "EntryQuestion",
    "Head",
    "PaperPage",
    "Taken",
    "batch_page",
    "comparison",
    "entry_screen",
    "paper_page",
    "spoken_screen",
    "taken_down",
    "takes_calls",
]
