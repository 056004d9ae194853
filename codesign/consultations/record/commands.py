"""Every write to a consultation's record: entries, whether there is a proposal, the late rule. Nothing is deleted."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import select

from codesign.consultations import rows
from codesign.consultations.record.drafts import EntryDraft
from codesign.core.errors import NotFound, Refused
from codesign.core.terms import RecordKind
from codesign.core.words import N_
from codesign.extensions import db
from codesign.ledger import actor_person, record
from codesign.models import Consultation, RecordEntry
from codesign.tallies.record import BACK, OUT, WORDING


def add_entry(project_id: uuid.UUID, ref: str, draft: EntryDraft, *, by: uuid.UUID | None, at: datetime) -> uuid.UUID:
    """Put one line on record. Raises `Refused` for an outage that does not end after it began."""
    consultation = rows.consultation_row(project_id, ref)
    if draft.kind is RecordKind.OUTAGE and (draft.ends is None or draft.ends <= draft.begins):
        raise Refused(N_("Write an end that is after the beginning."))
    entry = RecordEntry(
        activity_id=consultation.id,
        kind=draft.kind,
        at=draft.begins,
        until=draft.ends,
        title=draft.title,
        words=draft.words,
        who=draft.who,
        made_at=at,
        made_by_id=by,
    )
    db.session.add(entry)
    db.session.flush()
    _tell("record_entry_added", consultation, entry, by=by, at=at)
    return entry.id


def take_out_entry(project_id: uuid.UUID, ref: str, entry_id: uuid.UUID, *, by: uuid.UUID | None, at: datetime) -> None:
    """Take a line out of the record: it stays readable, struck out. Taking it out twice is once."""
    consultation = rows.consultation_row(project_id, ref)
    entry = db.session.scalar(
        select(RecordEntry).where(RecordEntry.activity_id == consultation.id, RecordEntry.id == entry_id)
    )
    if entry is None:
        raise NotFound("There is no such entry here.")
    if entry.withdrawn_at is None:
        entry.withdrawn_at = at
        _tell("record_entry_taken_out", consultation, entry, by=by, at=at)


def say_whether_proposal(
    project_id: uuid.UUID, ref: str, answer: bool | None, *, by: uuid.UUID | None, at: datetime
) -> None:
    """Answer "Is there a proposal?": it turns the Gunning checks on or off."""
    consultation = rows.consultation_row(project_id, ref)
    if consultation.is_proposal is answer:
        return
    consultation.is_proposal = answer
    said = "not answered" if answer is None else ("yes" if answer else "no")
    details = {"activity": ref, "proposal": said}
    record("proposal_answered", consultation, project_id=project_id, by=actor_person(by), at=at, details=details)


def set_late_rule(project_id: uuid.UUID, ref: str, words: str, *, by: uuid.UUID | None, at: datetime) -> None:
    """Say what happens to what comes late."""
    consultation = rows.consultation_row(project_id, ref)
    if consultation.late_rule == words:
        return
    consultation.late_rule = words
    record("late_rule_set", consultation, project_id=project_id, by=actor_person(by), at=at, details={"activity": ref})


def closing_moved(
    consultation: Consultation,
    before: datetime | None,
    *,
    reason: str,
    by: uuid.UUID | None,
    at: datetime,
) -> None:
    """Put on record that the closing time of an open consultation moved: from when (`at` of the entry) to when."""
    if before is None or consultation.closes_at is None or before == consultation.closes_at:
        return
    later = consultation.closes_at > before
    entry = RecordEntry(
        activity_id=consultation.id,
        kind=RecordKind.EXTENSION,
        at=before,
        until=consultation.closes_at,
        title=N_("Open for longer") if later else N_("Closed earlier"),
        words=reason,
        made_at=at,
        made_by_id=by,
    )
    db.session.add(entry)
    db.session.flush()
    _tell("closing_moved", consultation, entry, by=by, at=at)


def wording_changed(
    consultation: Consultation, question_ref: str, version: int, *, reason: str, by: uuid.UUID | None, at: datetime
) -> None:
    """Put on record why a question has a new wording."""
    _change(consultation, f"{WORDING} {question_ref}.{version}", reason, by, at)


def question_taken_out(
    consultation: Consultation, question_ref: str, *, reason: str, by: uuid.UUID | None, at: datetime
) -> None:
    """Put on record why a question with answers is asked no more."""
    _change(consultation, f"{OUT} {question_ref}", reason, by, at)


def question_put_back(
    consultation: Consultation, question_ref: str, *, reason: str, by: uuid.UUID | None, at: datetime
) -> None:
    """Put on record why a question is asked again."""
    _change(consultation, f"{BACK} {question_ref}", reason, by, at)


def _change(consultation: Consultation, what: str, reason: str, by: uuid.UUID | None, at: datetime) -> None:
    entry = RecordEntry(
        activity_id=consultation.id,
        kind=RecordKind.CHANGE,
        at=at,
        title=what,
        words=reason,
        made_at=at,
        made_by_id=by,
    )
    db.session.add(entry)
    db.session.flush()


def _tell(kind: str, consultation: Consultation, entry: RecordEntry, *, by: uuid.UUID | None, at: datetime) -> None:
    details = {"activity": consultation.ref, "kind": entry.kind.value, "from": entry.at.isoformat()}
    if entry.until is not None:
        details["until"] = entry.until.isoformat()
    record(kind, entry, project_id=consultation.project_id, by=actor_person(by), at=at, details=details)
