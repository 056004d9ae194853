"""Every write of paper and of answers typed for somebody: batches, forms, two typists compared, sending, a telephone call."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from codesign.consultations import rows
from codesign.consultations.commands import answer_equality
from codesign.consultations.equality import BY_CODE, QUESTIONS, is_asked
from codesign.consultations.ground import all_settled
from codesign.consultations.paper import batches
from codesign.consultations.paper.batches import FormStands
from codesign.consultations.paper.drafts import BatchDraft, RuleDraft, Typed
from codesign.consultations.paper.numbers import read_form_number
from codesign.consultations.paper.printing import paper_form
from codesign.consultations.taking_in import NotAnAnswer, Receipt, accept
from codesign.core.errors import Refused
from codesign.core.questions.answering import stored
from codesign.core.questions.kinds import kind_of, problem
from codesign.core.questions.questionnaires import Answers
from codesign.core.terms import Consent, Mode
from codesign.core.words import N_, Sentence
from codesign.extensions import db
from codesign.ledger import actor_person, participant_for, record
from codesign.models import Consultation, PaperBatch, PaperEntry, PaperForm, Submission

SPOKEN = (Mode.TELEPHONE, Mode.ASSISTED, Mode.EASY_READ)
"""The ways in which staff type what somebody says or shows them."""


class WrongNumber(Refused):
    """A form number that cannot be typed in here: the words say which slip it is. `opens` is a form to open instead."""

    def __init__(self, sentence: str, values: Mapping[str, str | int] | None = None, *, opens: str = "") -> None:
        super().__init__(sentence)
        self.sentence, self.opens = Sentence(sentence, values or {}), opens


class OffTheWay(Refused):
    """Answers to questions that nobody with these answers is asked: somebody has to say what was meant."""

    def __init__(self, refs: tuple[str, ...]) -> None:
        super().__init__(N_("Say what the person meant."))
        self.refs = refs


class BadAnswers(Refused):
    """Answers that are none, by question, each with what to do about it."""

    def __init__(self, wrong: Mapping[str, Sentence]) -> None:
        super().__init__(N_("One of the answers needs another look."))
        self.wrong = wrong


@dataclass(frozen=True, slots=True)
class SentBatch:
    """What became of a batch: how many forms were sent now, how many came too late, how many had no answer."""

    sent: int = 0
    late: int = 0
    empty: int = 0


def set_rules(project_id: uuid.UUID, ref: str, draft: RuleDraft, *, by: uuid.UUID, at: datetime) -> None:
    """Say where paper goes, and what happens to what comes late."""
    consultation = rows.consultation_row(project_id, ref)
    consultation.paper_return = draft.paper_return
    consultation.late_rule, consultation.late_days = draft.late_rule, draft.late_days
    record(
        "paper_rules_set",
        consultation,
        project_id=project_id,
        by=actor_person(by),
        at=at,
        details={"late_days": draft.late_days},
    )


def make_batch(project_id: uuid.UUID, ref: str, draft: BatchDraft, *, by: uuid.UUID, at: datetime) -> str:
    """Begin a pile of paper: its reference."""
    consultation = rows.consultation_row(project_id, ref)
    db.session.scalar(select(Consultation.id).where(Consultation.id == consultation.id).with_for_update())
    count = db.session.scalar(
        select(func.count()).select_from(PaperBatch).where(PaperBatch.consultation_id == consultation.id)
    )
    batch = PaperBatch(
        consultation_id=consultation.id,
        ref=f"PB{(count or 0) + 1}",
        title=draft.title,
        arrived_on=draft.arrived_on,
        keyed_twice=draft.keyed_twice,
        made_at=at,
        made_by_id=by,
    )
    db.session.add(batch)
    db.session.flush()
    _note("paper_batch_made", consultation, batch, by, at, {"keyed_twice": draft.keyed_twice})
    return batch.ref


def find_form(
    project_id: uuid.UUID, ref: str, batch_ref: str, typed: str, *, by: uuid.UUID, keying: int = 0
) -> tuple[str, int]:
    """The form that a number names, and which keying of it comes now; `keying` asks for one that is there already.

    Raises `WrongNumber` with what to do.
    """
    consultation = rows.consultation_row(project_id, ref)
    batch = batches.batch_row(consultation, batch_ref)
    batches.require_unsent(batch)
    number = read_form_number(typed)
    if number is None:
        if not typed.strip():
            raise WrongNumber(N_("Type the number at the top of the form."))
        raise WrongNumber(N_("That number has a slip in it. Look at the paper and type it again, such as C1-0001-4."))
    form = paper_form(consultation, number)
    if form is None:
        other = db.session.scalar(
            select(Consultation.title)
            .join(PaperForm, PaperForm.consultation_id == Consultation.id)
            .where(PaperForm.number == number, Consultation.project_id == project_id)
        )
        if other is not None or not number.startswith(f"{consultation.ref}-"):
            raise WrongNumber(
                N_("Form %(number)s is of other questions, not of %(ref)s. Put it in their pile."),
                {"number": number, "ref": consultation.ref},
            )
        raise WrongNumber(N_("No form has the number %(number)s. Look at the paper again."), {"number": number})
    found = batches.elsewhere(consultation, number, batch)
    if found:
        raise WrongNumber(
            N_("Form %(number)s was typed in already, in batch %(batch)s."), {"number": number, "batch": found}
        )
    if found is not None:
        raise WrongNumber(N_("Form %(number)s was typed in and sent already."), {"number": number})
    if keying in (1, 2) and batches.may_open(batch, number, keying, by):
        return number, keying
    return number, _next_keying(batch, number, by)


def _next_keying(batch: PaperBatch, number: str, by: uuid.UUID) -> int:
    first, second = (batches.entry_row(batch, number, keying) for keying in (1, 2))
    if first is None:
        return 1
    if not batch.keyed_twice:
        raise WrongNumber(N_("Form %(number)s was typed in already, in this batch."), {"number": number}, opens="1")
    if second is not None:
        raise WrongNumber(N_("Form %(number)s was typed in twice already."), {"number": number})
    if first.keyed_by_id == by:
        raise WrongNumber(
            N_("You typed form %(number)s the first time. Somebody else types it the second time."),
            {"number": number},
            opens="1",
        )
    return 2


def keep_form(
    project_id: uuid.UUID,
    ref: str,
    batch_ref: str,
    number: str,
    keying: int,
    typed: Typed,
    *,
    by: uuid.UUID,
    at: datetime,
) -> tuple[str, ...]:
    """Keep one form as typed: the questions it answers though they were not asked, for somebody to look at.

    Raises `WrongNumber`, and `BadAnswers` where an answer is none or stands on a page that was missing.
    """
    consultation = rows.consultation_row(project_id, ref)
    batch = batches.batch_row(consultation, batch_ref, to_change=True)
    batches.require_unsent(batch)
    # Two people who type one form in two batches take turns here: the second is told of the first.
    db.session.scalar(
        select(PaperForm.id)
        .where(PaperForm.consultation_id == consultation.id, PaperForm.number == number)
        .with_for_update()
    )
    found, turn = find_form(project_id, ref, batch_ref, number, by=by, keying=keying)
    answers = all_settled(consultation, typed.answers)
    _require_answers(consultation, answers, on_missing=typed.on_missing)
    left = batches.off_the_way(consultation, answers)
    entry = batches.entry_row(batch, found, turn)
    if entry is None:
        entry = PaperEntry(batch_id=batch.id, form_number=found, keying=turn)
        db.session.add(entry)
    entry.answers = {one: stored(asked, given) for one, (asked, given) in answers.items() if not given.empty}
    entry.consent = typed.consent
    entry.missing = list(typed.missing)
    entry.left_out = [one for one in left if one in typed.left_out]
    entry.equality = _equality(typed.equality)
    entry.wants_receipt, entry.postmarked_on = typed.wants_receipt, typed.postmarked_on
    entry.keyed_at, entry.keyed_by_id = at, by
    db.session.flush()
    details = {"number": found, "keying": turn, "missing": list(typed.missing)}
    _note("paper_form_typed", consultation, batch, by, at, details)
    return tuple(one for one in left if one not in entry.left_out)


def take_form_out(project_id: uuid.UUID, ref: str, batch_ref: str, number: str, *, by: uuid.UUID, at: datetime) -> None:
    """Take a form out of an unsent batch, with all that was typed of it."""
    consultation = rows.consultation_row(project_id, ref)
    batch = batches.batch_row(consultation, batch_ref, to_change=True)
    batches.require_unsent(batch)
    gone = [entry for keying in (1, 2) if (entry := batches.entry_row(batch, number, keying)) is not None]
    for entry in gone:
        db.session.delete(entry)
    if gone:
        _note("paper_form_taken_out", consultation, batch, by, at, {"number": number})
    db.session.flush()


def settle(
    project_id: uuid.UUID,
    ref: str,
    batch_ref: str,
    number: str,
    picks: Mapping[str, str],
    *,
    by: uuid.UUID,
    at: datetime,
) -> tuple[str, ...]:
    """Say for each difference which keying is right ("1" or "2"): both then hold it. What is still to be settled."""
    consultation = rows.consultation_row(project_id, ref)
    batch = batches.batch_row(consultation, batch_ref, to_change=True)
    batches.require_unsent(batch)
    keyed = batches.entries_of(batch).get(number, {})
    if set(keyed) != {1, 2}:
        raise Refused(N_("This form was not typed twice yet."))
    _language, printed = batches.form_printed(consultation, number)
    before = batches.differences(printed, keyed[1], keyed[2])
    for difference in before:
        pick = picks.get(difference.key, "")
        if pick in ("1", "2"):
            right, other = keyed[int(pick)], keyed[3 - int(pick)]
            _copy(difference.key, right, other)
    db.session.flush()
    left = tuple(difference.key for difference in batches.differences(printed, keyed[1], keyed[2]))
    if len(left) < len(before):
        asked = len(printed.questions)
        details = {"number": number, "settled": len(before) - len(left), "of": asked}
        _note("paper_differences_settled", consultation, batch, by, at, details)
    return left


def _copy(key: str, right: PaperEntry, other: PaperEntry) -> None:
    about = key.removeprefix("about-")
    if about != key:
        kept = {code: value for code, value in other.equality.items() if code != about}
        other.equality = {**kept, **({about: right.equality[about]} if about in right.equality else {})}
    elif key in ("missing", "consent", "wants_receipt", "postmarked_on"):
        setattr(other, key, getattr(right, key))
    else:
        answers = {ref: answer for ref, answer in other.answers.items() if ref != key}
        other.answers = {**answers, **({key: right.answers[key]} if key in right.answers else {})}


def send_batch(project_id: uuid.UUID, ref: str, batch_ref: str, *, by: uuid.UUID, at: datetime) -> SentBatch:
    """Send every form of a batch: one response each. Sent twice is sent once. What came too late or is empty stays behind.

    Raises `Refused` while a form needs another look.
    """
    consultation = rows.consultation_row(project_id, ref)
    batch = batches.batch_row(consultation, batch_ref, to_change=True)
    keyed = batches.entries_of(batch)
    if batch.sent_at is not None:
        return SentBatch()
    where = {number: batches.stands(consultation, batch, entries) for number, entries in keyed.items()}
    stays = (FormStands.LATE, FormStands.EMPTY)
    held = [number for number, standing in where.items() if standing is not FormStands.READY and standing not in stays]
    if held:
        raise Refused(N_("Some forms need another look first. They are marked in the list."))
    ready = [number for number, standing in where.items() if standing is FormStands.READY]
    if not ready:
        raise Refused(N_("Type a form in first. There is nothing to send yet."))
    for number in ready:
        try:
            _send_form(consultation, batch, keyed[number], by, at)
        except NotAnAnswer as wrong:
            raise WrongNumber(N_("An answer on form %(number)s needs another look."), {"number": number}) from wrong
    batch.sent_at = at
    late, empty = (sum(standing is one for standing in where.values()) for one in stays)
    _note("paper_batch_sent", consultation, batch, by, at, {"forms": len(ready), "late": late, "empty": empty})
    return SentBatch(len(ready), late, empty)


def _send_form(
    consultation: Consultation, batch: PaperBatch, keyed: Mapping[int, PaperEntry], by: uuid.UUID, at: datetime
) -> None:
    first = keyed[1]
    language, printed = batches.form_printed(consultation, first.form_number)
    form = paper_form(consultation, first.form_number)
    assert form is not None
    # One paper form is one person; the form's own key never leaves the server.
    participant = participant_for(consultation.project_id, f"paper:{form.id.hex}", at=at, language=language)
    accept(
        consultation,
        participant,
        batches.typed_answers(printed, first),
        key=first.form_number,
        consent=Consent(first.consent or Consent.COUNT_ONLY),
        at=at,
        mode=Mode.PAPER,
        language=language,
        keyed_by=first.keyed_by_id,
        form_number=first.form_number,
        late=batches.came_late(consultation, batch.arrived_on),
    )
    _keep_equality(consultation, participant.id, first.equality, at)
    submission = db.session.scalar(
        select(Submission).where(Submission.activity_id == consultation.id, Submission.form_number == first.form_number)
    )
    for entry in keyed.values():
        # What was said lives in the response from here on, where it can be withdrawn; the typing is done.
        entry.submission_id = submission.id if submission is not None else None
        entry.answers, entry.equality, entry.left_out = {}, {}, []


def receipts_given(project_id: uuid.UUID, ref: str, batch_ref: str, *, by: uuid.UUID, at: datetime) -> None:
    """Say that every receipt of a batch was given: they are not shown again."""
    consultation = rows.consultation_row(project_id, ref)
    batch = batches.batch_row(consultation, batch_ref, to_change=True)
    given = 0
    for keyed in batches.entries_of(batch).values():
        for entry in keyed.values():
            given += entry.wants_receipt and entry.keying == 1
            entry.wants_receipt = False
    if given:
        _note("paper_receipts_given", consultation, batch, by, at, {"receipts": given})
    db.session.flush()


def take_down(
    project_id: uuid.UUID,
    ref: str,
    typed: Typed,
    *,
    key: str,
    mode: Mode,
    by: uuid.UUID,
    at: datetime,
    started_at: datetime | None = None,
    language: str = "en",
) -> tuple[uuid.UUID, Receipt]:
    """Take in what a person said on the telephone or beside us: their participant, and their receipt.

    `key` is the page's own: sent twice is sent once. Raises `BadAnswers`, `OffTheWay`, `NotYetOpen` and `Closed`.
    """
    consultation = rows.residents_consultation(project_id, ref)
    if mode not in SPOKEN:
        raise Refused(N_("Select how the person answers."))
    rows.require_taking(consultation, started_at, at)
    answers = all_settled(consultation, typed.answers)
    _require_answers(consultation, answers, spoken=True)
    left = tuple(one for one in batches.off_the_way(consultation, answers) if one not in typed.left_out)
    if left:
        raise OffTheWay(left)
    participant = participant_for(project_id, f"spoken:{by.hex}:{key}", at=at, language=language)
    receipt = accept(
        consultation,
        participant,
        answers,
        key=key,
        consent=Consent(typed.consent or Consent.COUNT_ONLY),
        at=at,
        mode=mode,
        language=language,
        started_at=started_at,
        keyed_by=by,
        late=rows.has_closed(consultation, at),
    )
    if not receipt.repeated:
        _keep_equality(consultation, participant.id, _equality(typed.equality), at)
    return participant.id, receipt


def _require_answers(
    consultation: Consultation, answers: Answers, *, spoken: bool = False, on_missing: frozenset[str] = frozenset()
) -> None:
    """Raises `BadAnswers`. A sheet of paper cannot be asked again, so a question left empty on it is a skip."""
    applying = rows.questionnaire(consultation).way(answers).applying if spoken else ()
    wrong: dict[str, Sentence] = {}
    for ref, (asked, given) in answers.items():
        if given.empty and ref not in applying:
            continue
        if not given.empty and ref in on_missing:
            wrong[ref] = Sentence(N_("You said that this page is missing. Clear this answer, or take the tick away."))
        elif not kind_of(asked).takes_file and (sentence := problem(asked, given)) is not None:
            wrong[ref] = sentence
    if wrong:
        raise BadAnswers(wrong)


def _equality(typed: Mapping[str, str]) -> dict[str, str]:
    """Answers to questions that are asked, each one of its choices."""
    kept: dict[str, str] = {}
    for question in QUESTIONS:
        value = typed.get(question.code, "")
        if question.knows(value) and is_asked(question, kept):
            kept[question.code] = value
    return kept


def _keep_equality(
    consultation: Consultation, participant_id: uuid.UUID, given: Mapping[str, str], at: datetime
) -> None:
    if not consultation.asks_equality:
        return
    for code in (question.code for question in QUESTIONS if question.code in given and question.code in BY_CODE):
        answer_equality(consultation.project_id, consultation.ref, code, given[code], by=participant_id, at=at)


def _note(
    kind: str,
    consultation: Consultation,
    batch: PaperBatch,
    by: uuid.UUID,
    at: datetime,
    details: Mapping[str, object] | Iterable[tuple[str, object]],
) -> None:
    record(
        kind,
        batch,
        project_id=consultation.project_id,
        by=actor_person(by),
        at=at,
        details={"activity": consultation.ref, "batch": batch.ref, **dict(details)},
    )


__all__ = [
    "SPOKEN",
    "BadAnswers",
    "OffTheWay",
    "SentBatch",
    "WrongNumber",
    "find_form",
    "keep_form",
    "make_batch",
    "receipts_given",
    "send_batch",
    "set_rules",
    "settle",
    "take_down",
    "take_form_out",
]
