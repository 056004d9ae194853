"""The questionnaire of a demonstration project and everything that was sent to it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Final

from uuid_utils.compat import uuid7

from codesign.core.closing import closing_moment
from codesign.core.equality import disability
from codesign.core.questions.answering import NOT_SURE
from codesign.core.terms import ActivityState, ContributionKind, SubmissionState
from codesign.demo import shapes
from codesign.demo.loading.book import Book, Row, Sent, noon, put
from codesign.demo.shapes import Demo
from codesign.extensions import db
from codesign.models import (
    Answer,
    AnswerChoice,
    Choice,
    Consultation,
    EqualityAnswer,
    Question,
    QuestionVersion,
)

LAST_MINUTE: Final = time(23, 59)
REASONS: Final = {
    "duplicate": "The same answers came twice from one person. The first sending counts.",
    "blank": "No question was answered.",
    "withdrawn": "",
}
"""Why a sending is not counted, by the rule that says so."""


def load_consultation(book: Book, demo: Demo) -> None:
    """The questions, every sending with its answers and words, and the equality answers kept apart from them."""
    consultation = _consultation(book, demo)
    versions = {
        each.ref: question.current
        for each, question in zip(demo.consultation.questions, consultation.questions, strict=True)
    }
    choices = {(ref, choice.code): choice.id for ref, version in versions.items() for choice in version.choices}
    book.questions = {
        each.ref: question.id
        for each, question in zip(demo.consultation.questions, consultation.questions, strict=True)
    }
    version_ids = {ref: version.id for ref, version in versions.items()}
    answers: list[Row] = []
    chosen: list[Row] = []
    equality: list[Row] = []
    for sending in demo.sendings:
        sent = _send(book, consultation, sending)
        for answer in sending.answers:
            _answer(book, sending, sent, answer, version_ids, choices, answers, chosen)
        equality += [
            {"project_id": book.project_id, "participant_id": sent.participant_id, "question": code, "value": value}
            for code, value in _about(sending).items()
        ]
    book.write()
    put(Answer, answers)
    put(AnswerChoice, chosen)
    put(EqualityAnswer, equality)
    last = max(sending.sent_at for sending in demo.sendings)
    book.loaded("answers", at=last, sendings=len(demo.sendings), answers=len(answers))
    book.loaded("equality_answers", at=last, answers=len(equality))


def _about(sending: shapes.Sending) -> dict[str, str]:
    derived = disability(sending.equality)
    return {**sending.equality, **({"disabled": derived} if derived else {})}


def _consultation(book: Book, demo: Demo) -> Consultation:
    plan = demo.consultation
    opens_at = closing_moment(plan.opens_on, time(0, 0), book.zone)
    closes_at = closing_moment(plan.closes_on, LAST_MINUTE, book.zone)
    made = min(noon(demo.project.created_on), opens_at)
    row = Consultation(
        project_id=book.project_id,
        ref=plan.ref,
        title=plan.title,
        introduction=plan.purpose,
        influence=plan.influence,
        state=ActivityState.OPEN if book.at < closes_at else ActivityState.CLOSED,
        opens_at=opens_at,
        closes_on=plan.closes_on,
        closes_time=LAST_MINUTE,
        zone=book.zone,
        closes_at=closes_at,
        created_at=made,
        questions=[_question(plan.ref, each, place, made) for place, each in enumerate(plan.questions, 1)],
    )
    db.session.add(row)
    db.session.flush()
    subject = f"consultation:{row.id.hex}"
    book.happened("consultation_opened", subject, at=opens_at, details={"ref": plan.ref})
    if row.state is ActivityState.CLOSED:
        book.happened("consultation_closed", subject, at=closes_at, details={"ref": plan.ref})
    return row


def _question(consultation: str, plan: shapes.Question, place: int, made: datetime) -> Question:
    options = [option for option in plan.choices if option.code != NOT_SURE]
    version = QuestionVersion(
        number=1,
        type=plan.type,
        text=plan.text,
        hint=plan.hint,
        why=plan.why,
        required=plan.required,
        offers_not_sure=len(options) < len(plan.choices),
        most=plan.most,
        low=None if plan.lowest is None else Decimal(plan.lowest),
        high=None if plan.highest is None else Decimal(plan.highest),
        unit=plan.unit,
        created_at=made,
        choices=[
            Choice(
                position=number,
                code=option.code,
                label=option.label,
                exclusive=option.exclusive,
                takes_text=option.opens_text,
            )
            for number, option in enumerate(options, 1)
        ],
    )
    return Question(ref=plan.ref.removeprefix(f"{consultation}-"), position=place, versions=[version])


def _send(book: Book, consultation: Consultation, sending: shapes.Sending) -> Sent:
    person = book.person(sending.person, sending.sent_at, language=sending.language)
    if sending.state is SubmissionState.ACCEPTED:
        book.consents[sending.person] = sending.consent
    return book.send(
        consultation,
        person,
        sending.key,
        at=sending.sent_at,
        mode=sending.mode,
        language=sending.language,
        state=sending.state,
        reason=REASONS.get(sending.reason, sending.reason),
        rule=sending.reason,
        withdrawn_at=sending.sent_at + timedelta(days=1) if sending.state is SubmissionState.WITHDRAWN else None,
    )


def _answer(
    book: Book,
    sending: shapes.Sending,
    sent: Sent,
    answer: shapes.Answer,
    versions: dict[str, uuid.UUID],
    choices: dict[tuple[str, str], uuid.UUID],
    answers: list[Row],
    chosen: list[Row],
) -> None:
    words = None
    if answer.text:
        words = book.say(
            sent,
            ContributionKind.ANSWER,
            answer.text,
            at=sending.sent_at,
            consent=sending.consent,
            name=f"{sending.key}/{answer.question}",
            question_id=book.questions[answer.question],
            language=answer.language,
        )
    key = uuid7()
    answers.append(
        {
            "id": key,
            "submission_id": sent.id,
            "question_id": book.questions[answer.question],
            "question_version_id": versions[answer.question],
            "number": None if answer.number is None else Decimal(answer.number),
            "not_sure": NOT_SURE in answer.choices,
            "contribution_id": words,
        }
    )
    taken: Sequence[str] = [code for code in answer.choices if code != NOT_SURE]
    chosen += [
        {"answer_id": key, "choice_id": choices[answer.question, code], "position": place}
        for place, code in enumerate(taken)
    ]
