"""What residents' pages of a consultation show: one function a page, each giving a frozen view."""

from __future__ import annotations

import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from codesign.consultations import equality, rows
from codesign.consultations.answering import Asked, Given, minutes_for, plain_number, problem, read_number
from codesign.consultations.carry_on import read_carry_on_code
from codesign.consultations.pages import (
    CheckPage,
    ClosedPage,
    Head,
    Line,
    QuestionPage,
    SavedPage,
    Scope,
    SentPage,
    Stands,
    StartPage,
    StepAhead,
)
from codesign.consultations.results import results
from codesign.core.closing import GRACE, NotYetOpen, closes_soon
from codesign.core.errors import WrongStage
from codesign.core.terms import QuestionType
from codesign.extensions import db
from codesign.models import (
    Answer,
    Consultation,
    Contribution,
    Draft,
    EqualityAnswer,
    Milestone,
    Project,
    Question,
    ScopePoint,
    Submission,
)

SHOW_PEOPLE_FROM = 20
"""Fewer people than this are not counted out loud: a small number keeps others away."""


def start_page(project_id: uuid.UUID, ref: str, participant_id: uuid.UUID | None, *, at: datetime) -> StartPage:
    """Raises `NotFound` while staff still write it."""
    consultation = rows.residents_consultation(project_id, ref)
    draft = rows.draft_row(consultation, participant_id) if participant_id else None
    sent = rows.submission_row(consultation, participant_id) if participant_id else None
    return start_of(consultation, draft, sent, at)


def start_of(consultation: Consultation, draft: Draft | None, sent: Submission | None, at: datetime) -> StartPage:
    """The first page, for a resident or for a preview."""
    questions = rows.live_questions(consultation)
    place = _stopped(draft, questions)
    scope = db.session.scalars(
        select(ScopePoint)
        .where(ScopePoint.project_id == consultation.project_id)
        .order_by(ScopePoint.position, ScopePoint.id)
    )
    return StartPage(
        head=head_of(consultation, draft, at),
        introduction=consultation.introduction,
        influence=consultation.influence,
        influence_reason=consultation.influence_reason,
        scope=tuple(Scope(influence=point.influence, text=point.text, reason=point.reason) for point in scope),
        questions=len(questions),
        minutes=minutes_for([question.current.type for question in questions]),
        people=_people(consultation),
        closes_soon=closes_soon(rows.window(consultation), at),
        has_draft=draft is not None,
        stopped_at=min(place + 1, len(questions)) if draft is not None and draft.answers else None,
        goes_on_at=questions[place].ref if place < len(questions) else None,
        sent_at=sent.received_at if sent else None,
    )


def question_page(
    project_id: uuid.UUID,
    ref: str,
    question_ref: str,
    participant_id: uuid.UUID | None,
    *,
    at: datetime,
    version: int | None = None,
) -> QuestionPage:
    """The question in its current wording, or in the `version` that was shown before.

    Raises `NotFound`, and `NotYetOpen` or `Closed` when it cannot be answered now.
    """
    consultation = rows.residents_consultation(project_id, ref)
    question = rows.live_question(consultation, question_ref)
    draft = rows.draft_row(consultation, participant_id) if participant_id else None
    rows.require_taking(consultation, draft.started_at if draft else None, at)
    kept = rows.in_draft(draft, question)
    sent = participant_id is not None and draft is None and rows.submission_row(consultation, participant_id)
    return one_question(
        consultation,
        question,
        head_of(consultation, draft, at),
        kept[1] if kept else Given(),
        wording=rows.asked(question, rows.version_row(question, version) if version is not None else None),
        started=draft is not None,
        already_sent=bool(sent),
    )


def one_question(
    consultation: Consultation,
    question: Question,
    head: Head,
    given: Given,
    *,
    wording: Asked | None = None,
    started: bool,
    already_sent: bool = False,
) -> QuestionPage:
    """The page of a question, for a resident or for a preview."""
    questions = rows.live_questions(consultation)
    place = questions.index(question)
    return QuestionPage(
        head=head,
        asked=wording or rows.asked(question),
        given=given,
        number=place + 1,
        total=len(questions),
        minutes=minutes_for([other.current.type for other in questions[place:]]),
        back_ref=questions[place - 1].ref if place else None,
        next_ref=questions[place + 1].ref if place + 1 < len(questions) else None,
        started=started,
        answered=not given.empty,
        already_sent=already_sent,
    )


def check_page(project_id: uuid.UUID, ref: str, participant_id: uuid.UUID | None, *, at: datetime) -> CheckPage | None:
    """None when this phone has no draft. Raises `NotFound`, and `Closed` when it is too late for the draft."""
    consultation = rows.residents_consultation(project_id, ref)
    draft = rows.draft_row(consultation, participant_id) if participant_id else None
    questions = rows.live_questions(consultation)
    if draft is None or not questions:
        return None
    rows.require_taking(consultation, draft.started_at, at)
    lines, has_words = [], False
    for question in questions:
        wording, given = rows.in_draft(draft, question) or (rows.asked(question), Given())
        has_words = has_words or (bool(given.words) and wording.type is not QuestionType.NUMBER)
        lines.append(
            Line(
                ref=question.ref,
                text=wording.text,
                said=_given_in_words(wording, given),
                not_sure=given.not_sure and wording.says_not_sure,
                scale=wording.type is QuestionType.AGREE_SCALE,
                problem=problem(wording, given),
            )
        )
    return CheckPage(
        head=head_of(consultation, draft, at),
        lines=tuple(lines),
        has_words=has_words,
        key=draft.key,
        last_ref=questions[-1].ref,
    )


def saved_page(project_id: uuid.UUID, ref: str, participant_id: uuid.UUID | None, *, at: datetime) -> SavedPage | None:
    """None when this phone has no draft."""
    consultation = rows.residents_consultation(project_id, ref)
    draft = rows.draft_row(consultation, participant_id) if participant_id else None
    if draft is None:
        return None
    questions = rows.live_questions(consultation)
    place = _stopped(draft, questions)
    return SavedPage(
        head=head_of(consultation, draft, at),
        code=draft.carry_on_code,
        kept_until=consultation.closes_at + GRACE if consultation.closes_at else None,
        goes_on_at=questions[place].ref if place < len(questions) else None,
    )


def carry_on_page(project_id: uuid.UUID, ref: str, *, at: datetime) -> Head:
    """The page to type a code on."""
    return head_of(rows.residents_consultation(project_id, ref), None, at)


def has_own_answers(project_id: uuid.UUID, ref: str, participant_id: uuid.UUID, typed: str) -> bool:
    """Whether this browser holds answers that are not the code's: sent ones, or a draft with something in it."""
    consultation = rows.residents_consultation(project_id, ref)
    if rows.submission_row(consultation, participant_id) is not None:
        return True
    mine = rows.draft_row(consultation, participant_id)
    return mine is not None and bool(mine.answers) and mine.carry_on_code != read_carry_on_code(typed)


def sent_page(project_id: uuid.UUID, ref: str, participant_id: uuid.UUID | None, *, at: datetime) -> SentPage | None:
    """What this phone's participant sent; None when nothing was. Also after the close."""
    consultation = rows.residents_consultation(project_id, ref)
    sent = rows.submission_row(consultation, participant_id) if participant_id else None
    if sent is None or participant_id is None:
        return None
    given = {
        row.question: row.value
        for row in db.session.scalars(select(EqualityAnswer).where(EqualityAnswer.participant_id == participant_id))
    }
    return SentPage(
        head=head_of(consultation, None, at),
        receipt=sent.receipt,
        sent_at=sent.received_at,
        lines=_sent_lines(consultation, sent.id),
        steps=steps_ahead(project_id, at),
        asks_equality=consultation.asks_equality,
        equality_given={code: value for code, value in given.items() if code in equality.BY_CODE},
    )


def closed_page(project_id: uuid.UUID, ref: str, participant_id: uuid.UUID | None, *, at: datetime) -> ClosedPage:
    consultation = rows.residents_consultation(project_id, ref)
    sent = rows.submission_row(consultation, participant_id) if participant_id else None
    return ClosedPage(
        head=head_of(consultation, None, at),
        people=_people(consultation),
        steps=steps_ahead(project_id, at),
        sent_at=sent.received_at if sent else None,
    )


def steps_ahead(project_id: uuid.UUID, at: datetime) -> tuple[StepAhead, ...]:
    """The dated steps residents are shown: the last one that has begun is now, as on the project's own page."""
    project = db.session.get_one(Project, project_id)
    today = at.astimezone(ZoneInfo(project.time_zone)).date()
    query = (
        select(Milestone)
        .where(Milestone.project_id == project_id, Milestone.shown)
        .order_by(Milestone.on, Milestone.id)
    )
    milestones = db.session.scalars(query).all()
    begun = [milestone for milestone in milestones if milestone.on <= today]
    return tuple(
        StepAhead(
            title=milestone.title,
            on=milestone.on,
            state="later" if milestone.on > today else "now" if milestone is begun[-1] else "done",
        )
        for milestone in milestones
    )


def head_of(consultation: Consultation, draft: Draft | None, at: datetime) -> Head:
    """What every page knows, for someone with this draft."""
    stands = Stands.OPEN
    late_until = None
    if rows.has_closed(consultation, at):
        late = rows.started_in_time(consultation, draft.started_at if draft else None, at)
        stands = Stands.LATE if late else Stands.CLOSED
        if late and consultation.closes_at is not None:
            late_until = consultation.closes_at + GRACE
    else:
        try:
            rows.require_taking(consultation, None, at)
        except NotYetOpen:
            stands = Stands.NOT_YET
        except WrongStage:
            stands = Stands.CLOSED
    return Head(
        ref=consultation.ref,
        title=consultation.title,
        zone=consultation.zone,
        stands=stands,
        opens_at=consultation.opens_at,
        closes_at=consultation.closes_at,
        late_until=late_until,
        shared_device=draft.shared_device if draft else False,
    )


def _people(consultation: Consultation) -> int | None:
    people = rows.people_counted(consultation)
    return people if people >= SHOW_PEOPLE_FROM else None


def _stopped(draft: Draft | None, questions: list[Question]) -> int:
    """The place of the question after the last one visited: 0 for a new draft, the number of questions at the end."""
    if draft is None:
        return 0
    visited = [place for place, question in enumerate(questions) if question.ref in draft.answers]
    return visited[-1] + 1 if visited else 0


def _given_in_words(wording: Asked, given: Given) -> tuple[str, ...]:
    if wording.type is QuestionType.NUMBER and given.words:
        number = read_number(given.words)
        figure = plain_number(number) if number is not None else given.words
        return (f"{figure} {wording.unit}".strip(),)
    labels = [option.label for option in wording.options if option.code in given.values]
    return (*labels, given.words) if given.words else tuple(labels)


def _sent_lines(consultation: Consultation, submission_id: uuid.UUID) -> tuple[Line, ...]:
    answers = {
        answer.question_id: answer
        for answer in db.session.scalars(select(Answer).where(Answer.submission_id == submission_id))
    }
    words = {
        row.id: row.text
        for row in db.session.scalars(select(Contribution).where(Contribution.submission_id == submission_id))
    }
    lines = []
    for question in consultation.questions:
        answer = answers.get(question.id)
        if answer is None and question.withdrawn_at is not None:
            continue
        version = question.current
        said: list[str] = []
        if answer is not None:
            version = next(one for one in question.versions if one.id == answer.question_version_id)
            taken = {one.choice_id for one in answer.chosen}
            said = [choice.label for choice in version.choices if choice.id in taken]
            if answer.number is not None:
                said.append(f"{plain_number(answer.number)} {version.unit}".strip())
            if answer.contribution_id is not None and words.get(answer.contribution_id):
                said.append(words[answer.contribution_id])
        lines.append(
            Line(
                ref=question.ref,
                text=version.text,
                said=tuple(said),
                not_sure=answer is not None and answer.not_sure,
                scale=version.type is QuestionType.AGREE_SCALE,
            )
        )
    return tuple(lines)


__all__ = [
    "CheckPage",
    "ClosedPage",
    "Head",
    "Line",
    "QuestionPage",
    "SavedPage",
    "Scope",
    "SentPage",
    "Stands",
    "StartPage",
    "StepAhead",
    "carry_on_page",
    "check_page",
    "closed_page",
    "has_own_answers",
    "question_page",
    "results",
    "saved_page",
    "sent_page",
    "start_page",
    "steps_ahead",
]
