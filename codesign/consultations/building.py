"""What staff do to a consultation: write it, ask questions, order them, open and close it. Each leaves an event."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from codesign.consultations import rows
from codesign.consultations.checking.queries import require_sound
from codesign.consultations.drafts import ConsultationDraft, QuestionDraft
from codesign.consultations.record.commands import (
    closing_moved,
    question_put_back,
    question_taken_out,
    wording_changed,
)
from codesign.core import routing
from codesign.core.closing import is_open as window_is_open
from codesign.core.errors import Refused
from codesign.core.questions.answering import Option
from codesign.core.questions.kinds import KINDS
from codesign.core.questions.kinds.choices import AGREE_SCALE
from codesign.core.terms import ActivityState, QuestionType
from codesign.core.words import N_
from codesign.extensions import db
from codesign.ledger import actor_person, record
from codesign.models import Activity, Answer, Choice, Consultation, Draft, Project, Question, QuestionVersion
from codesign.tallies import answers


def create_consultation(project_id: uuid.UUID, draft: ConsultationDraft, *, by: uuid.UUID | None, at: datetime) -> str:
    """A new consultation that residents cannot see yet; its reference, such as C1."""
    # Two people adding at once take turns, so that references stay one each.
    db.session.scalar(select(Project).where(Project.id == project_id).with_for_update())
    consultation = Consultation(project_id=project_id, ref=next_ref(project_id), title=draft.title, created_at=at)
    _fill(consultation, draft)
    db.session.add(consultation)
    record(
        "consultation_created",
        consultation,
        project_id=project_id,
        by=actor_person(by),
        at=at,
        details={"activity": consultation.ref},
    )
    return consultation.ref


def change_consultation(
    project_id: uuid.UUID, ref: str, draft: ConsultationDraft, *, by: uuid.UUID | None, at: datetime, reason: str = ""
) -> None:
    """Change its words or its window. A closing time that moved is named in the event.

    While it is open that needs a `reason`, which goes on record for everyone. Raises `Refused` without one.
    """
    consultation = rows.consultation_row(project_id, ref)
    before, was_open = consultation.closes_at, is_open(consultation, at)
    moves = was_open and before is not None and before != draft.closes_at
    if moves and not reason.strip():
        raise Refused(N_("Write why the closing date moves. Residents can read it."))
    _fill(consultation, draft)
    if moves:
        closing_moved(consultation, before, reason=reason, by=by, at=at)
    details = {"activity": ref}
    if before != consultation.closes_at:
        details["closed"] = before.isoformat() if before else ""
        details["closes"] = consultation.closes_at.isoformat() if consultation.closes_at else ""
    record("consultation_changed", consultation, project_id=project_id, by=actor_person(by), at=at, details=details)


def open_consultation(project_id: uuid.UUID, ref: str, *, by: uuid.UUID | None, at: datetime) -> None:
    """Let residents answer, from now or from the opening time when that is later. Also opens a closed one again.

    Raises `Refused` without questions, without a closing time ahead, or while the checker finds what cannot be asked.
    """
    consultation = rows.consultation_row(project_id, ref)
    if not rows.live_questions(consultation):
        raise Refused(N_("Add a question first. Then you can open it."))
    if consultation.closes_at is None or consultation.closes_at <= at:
        raise Refused(N_("Set a closing date that is still ahead. Then you can open it."))
    require_sound(consultation)
    if consultation.opens_at is None:
        consultation.opens_at = at
    consultation.state = ActivityState.OPEN
    record(
        "consultation_opened",
        consultation,
        project_id=project_id,
        by=actor_person(by),
        at=at,
        details={
            "activity": ref,
            "opens": consultation.opens_at.isoformat(),
            "closes": consultation.closes_at.isoformat(),
        },
    )


def is_open(consultation: Consultation, at: datetime) -> bool:
    """Whether residents can answer now."""
    return consultation.state is ActivityState.OPEN and window_is_open(rows.window(consultation), at)


def close_consultation(
    project_id: uuid.UUID, ref: str, *, by: uuid.UUID | None, at: datetime, reason: str = ""
) -> None:
    """Close it now; a closing time still ahead becomes this moment, and the 24 hours for late-comers run from it.

    Closing early goes on record, with the `reason` where one is given.
    """
    consultation = rows.consultation_row(project_id, ref)
    if consultation.state is not ActivityState.OPEN:
        raise Refused(N_("It is not open, so it cannot be closed."))
    before = consultation.closes_at
    if consultation.opens_at is not None and consultation.opens_at >= at:
        # Closed before it opened: it goes back to being written.
        consultation.state = ActivityState.DRAFT
    else:
        consultation.state = ActivityState.CLOSED
        if consultation.closes_at is None or consultation.closes_at > at:
            local = at.astimezone(ZoneInfo(consultation.zone))
            consultation.closes_at, consultation.closes_on = at, local.date()
            consultation.closes_time = local.time().replace(tzinfo=None)
            closing_moved(consultation, before, reason=reason, by=by, at=at)
    record(
        "consultation_closed",
        consultation,
        project_id=project_id,
        by=actor_person(by),
        at=at,
        details={"activity": ref, "state": consultation.state.value},
    )


def ask(project_id: uuid.UUID, ref: str, draft: QuestionDraft, *, by: uuid.UUID | None, at: datetime) -> str:
    """Add a question at the end; its reference, such as Q7, never used again."""
    consultation = _locked(project_id, ref)
    numbers = [int(question.ref[1:]) for question in consultation.questions if question.ref[1:].isdecimal()]
    question = Question(
        ref=f"Q{max(numbers, default=0) + 1}",
        position=max((question.position for question in consultation.questions), default=0) + 1,
    )
    question.versions.append(_version(draft, 1, None, at))
    consultation.questions.append(question)
    db.session.flush()
    record(
        "question_added",
        question,
        project_id=project_id,
        by=actor_person(by),
        at=at,
        details={"activity": ref, "question": question.ref},
    )
    return question.ref


def change_question(
    project_id: uuid.UUID,
    ref: str,
    question_ref: str,
    draft: QuestionDraft,
    *,
    by: uuid.UUID | None,
    at: datetime,
    reason: str = "",
) -> int:
    """Change what is asked; the number of the wording that now holds.

    Once someone has answered (or has an answer under way) the change is a new wording: given answers stay with theirs,
    and the `reason` goes on record for everyone.
    """
    consultation = _locked(project_id, ref)
    question = rows.question_row(consultation, question_ref)
    current = question.current
    changed = _version(draft, current.number, current, at)
    if _same(current, changed):
        return current.number
    used = db.session.scalar(select(func.count()).where(Answer.question_id == question.id)) or db.session.scalar(
        select(func.count()).where(Draft.consultation_id == consultation.id)
    )
    if used:
        changed.number = current.number + 1
    else:
        question.versions.remove(current)
        db.session.flush()  # the number is free before it is given again
    question.versions.append(changed)
    db.session.flush()
    record(
        "question_changed",
        question,
        project_id=project_id,
        by=actor_person(by),
        at=at,
        details={"activity": ref, "question": question.ref, "version": changed.number},
    )
    if used and reason.strip():
        wording_changed(consultation, question.ref, changed.number, reason=reason, by=by, at=at)
    _require_sound_while_open(consultation)
    return changed.number


def move_question(
    project_id: uuid.UUID, ref: str, question_ref: str, *, up: bool, by: uuid.UUID | None, at: datetime
) -> None:
    """Move a question one place up or down; at the ends nothing happens."""
    consultation = _locked(project_id, ref)
    question = rows.live_question(consultation, question_ref)
    questions = rows.live_questions(consultation)
    place = questions.index(question)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(questions):
        return
    questions[place], questions[other] = questions[other], questions[place]
    gone = [each for each in consultation.questions if each.withdrawn_at is not None]
    for position, each in enumerate([*questions, *gone], 1):
        each.position = position
    record(
        "question_moved",
        question,
        project_id=project_id,
        by=actor_person(by),
        at=at,
        details={"activity": ref, "question": question.ref, "place": other + 1},
    )
    db.session.expire(consultation, ["questions"])
    _require_sound_while_open(consultation)


def remove_question(
    project_id: uuid.UUID, ref: str, question_ref: str, *, by: uuid.UUID | None, at: datetime, reason: str = ""
) -> None:
    """Stop asking a question. One with answers stays in the results, marked as taken out, and the `reason` on record."""
    consultation = _locked(project_id, ref)
    question = rows.live_question(consultation, question_ref)
    answered = db.session.scalar(select(func.count()).where(Answer.question_id == question.id))
    details = {"activity": ref, "question": question.ref}
    if answered:
        question.withdrawn_at = at
        question_taken_out(consultation, question.ref, reason=reason, by=by, at=at)
    record("question_removed", question, project_id=project_id, by=actor_person(by), at=at, details=details)
    if not answered:
        consultation.questions.remove(question)
    db.session.flush()
    _require_sound_while_open(consultation)


def put_back_question(
    project_id: uuid.UUID, ref: str, question_ref: str, *, by: uuid.UUID | None, at: datetime, reason: str = ""
) -> None:
    """Ask a question again that was taken out, at the end; its answers count on. One that is asked stays as it is."""
    consultation = _locked(project_id, ref)
    question = rows.question_row(consultation, question_ref)
    if question.withdrawn_at is None:
        return
    question.withdrawn_at = None
    question.position = 1 + max(each.position for each in consultation.questions)
    details = {"activity": ref, "question": question.ref}
    record("question_put_back", question, project_id=project_id, by=actor_person(by), at=at, details=details)
    question_put_back(consultation, question.ref, reason=reason, by=by, at=at)
    db.session.expire(consultation, ["questions"])
    _require_sound_while_open(consultation)


def next_ref(project_id: uuid.UUID) -> str:
    """The next free reference for a consultation of the project."""
    taken = db.session.scalars(
        select(Activity.ref).where(Activity.project_id == project_id, Activity.ref.startswith("C"))
    )
    return f"C{max((int(ref[1:]) for ref in taken if ref[1:].isdecimal()), default=0) + 1}"


def options_for(kind: QuestionType, written: tuple[Option, ...], before: tuple[Option, ...] = ()) -> tuple[Option, ...]:
    """Choices with codes; an agree scale has its own."""
    return AGREE_SCALE if kind is QuestionType.AGREE_SCALE else coded(written, before)


def coded(written: tuple[Option, ...], before: tuple[Option, ...] = (), letter: str = "c") -> tuple[Option, ...]:
    """Choices with codes: one that keeps its words keeps its code, so that results can be laid side by side.

    An option that comes with a code keeps it, and one that had a picture keeps that.
    """
    known = {option.label.casefold(): option.code for option in before}
    pictures = {option.code: option for option in before if option.picture}
    taken = set(known.values()) | {option.code for option in written if option.code}
    found, number = [], 0
    for option in written:
        code = option.code or known.get(option.label.casefold(), "")
        while not code:
            number += 1
            code = f"{letter}{number}" if f"{letter}{number}" not in taken else ""
        taken.add(code)
        had = pictures.get(code)
        if had is not None and not option.picture:
            option = replace(option, picture=had.picture, picture_alt=had.picture_alt)
        found.append(replace(option, code=code))
    return tuple(found)


def _fill(consultation: Consultation, draft: ConsultationDraft) -> None:
    consultation.title = draft.title
    consultation.introduction = draft.introduction
    consultation.influence = draft.influence
    consultation.influence_reason = draft.influence_reason
    consultation.opens_at = draft.opens_at
    consultation.closes_on = draft.closes_on
    consultation.closes_time = draft.closes_time if draft.closes_on else None
    consultation.zone = draft.zone
    consultation.closes_at = draft.closes_at
    consultation.asks_equality = draft.asks_equality
    if consultation.opens_at and consultation.closes_at and consultation.opens_at >= consultation.closes_at:
        raise Refused(N_("It must close after it opens. Choose a later closing date."))


def _require_sound_while_open(consultation: Consultation) -> None:
    """While people answer, no change may leave them with questions that cannot be asked. Raises `Refused`."""
    if consultation.state is ActivityState.OPEN:
        require_sound(consultation)


def _locked(project_id: uuid.UUID, ref: str) -> Consultation:
    """The consultation, its row locked: two people who change questions at once take turns."""
    db.session.execute(
        select(Activity.id).where(Activity.project_id == project_id, Activity.ref == ref).with_for_update()
    )
    return rows.consultation_row(project_id, ref)


def _version(draft: QuestionDraft, number: int, before: QuestionVersion | None, at: datetime) -> QuestionVersion:
    earlier = list(before.choices) if before is not None else []
    columns = tuple(answers.option(choice) for choice in earlier if not choice.is_row)
    rows_before = tuple(answers.option(choice) for choice in earlier if choice.is_row)
    return QuestionVersion(
        number=number,
        type=draft.type,
        text=draft.text,
        hint=draft.hint,
        why=draft.why,
        body=draft.body,
        required=draft.required,
        offers_not_sure=draft.offers_not_sure,
        least=draft.least,
        most=draft.most,
        low=draft.low,
        high=draft.high,
        unit=draft.unit,
        settings={name: value for name, value in draft.settings.items() if name != "can"},  # not ours to keep
        condition=routing.written(draft.condition),
        created_at=at,
        choices=[
            # The areas of a project are its own: a question about a place has no choices to keep.
            *_choices(() if KINDS[draft.type].on_ground else options_for(draft.type, draft.options, columns)),
            *_choices(coded(draft.rows, rows_before, "r"), is_row=True),
        ],
    )


def _choices(options: tuple[Option, ...], *, is_row: bool = False) -> list[Choice]:
    return [
        Choice(
            position=place,
            code=option.code,
            label=option.label,
            exclusive=option.exclusive,
            takes_text=option.takes_text,
            is_row=is_row,
            picture_id=uuid.UUID(option.picture) if option.picture else None,
            picture_alt=option.picture_alt,
        )
        for place, option in enumerate(options, 1)
    ]


_ASKED = (
    *("type", "text", "hint", "why", "body", "required", "offers_not_sure", "least", "most", "low", "high", "unit"),
    *("settings", "condition"),
)
_CHOICE = ("code", "label", "exclusive", "takes_text", "is_row", "picture_id", "picture_alt")


def _same(one: QuestionVersion, other: QuestionVersion) -> bool:
    if any(getattr(one, name) != getattr(other, name) for name in _ASKED):
        return False
    # Rows and columns count their places apart, so that a database gives them in either order.
    mine, others = (
        [[getattr(c, name) for name in _CHOICE] for c in sorted(version.choices, key=lambda c: (c.is_row, c.position))]
        for version in (one, other)
    )
    return mine == others


__all__ = [
    "AGREE_SCALE",
    "ask",
    "change_consultation",
    "change_question",
    "close_consultation",
    "coded",
    "create_consultation",
    "move_question",
    "next_ref",
    "open_consultation",
    "options_for",
    "put_back_question",
    "remove_question",
]
