"""The one way a whole response is taken in, and read back: by web, kiosk, telephone, paper and spreadsheet alike."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from codesign.consultations import rows
from codesign.consultations.answering import Asked, Given
from codesign.consultations.counting.commands import look_at
from codesign.consultations.kinds import kind_of, problem
from codesign.consultations.kinds.base import Kept, Taken
from codesign.consultations.questionnaires import Answers
from codesign.core.errors import Refused
from codesign.core.quoting import personal_details
from codesign.core.terms import Consent, ContributionKind, Mode, Standing
from codesign.core.words import N_, Sentence
from codesign.extensions import db
from codesign.ledger import said, sending
from codesign.models import Answer, AnswerChoice, Choice, Consultation, Contact, Contribution, Participant, Submission


@dataclass(frozen=True, slots=True)
class Receipt:
    """The person's way back to what they sent; `repeated` when this very sending had been accepted before."""

    code: str
    repeated: bool


class NotAnAnswer(Refused):
    """One of the answers is none: which question, and what to do."""

    def __init__(self, ref: str, sentence: Sentence) -> None:
        super().__init__(N_("One of your answers needs another look."))
        self.ref, self.sentence = ref, sentence


def accept(
    consultation: Consultation,
    participant: Participant,
    answers: Answers,
    *,
    key: str,
    consent: Consent,
    at: datetime,
    mode: Mode,
    language: str = "en",
    started_at: datetime | None = None,
    keyed_by: uuid.UUID | None = None,
    form_number: str | None = None,
    network: str | None = None,
    invited: bool = False,
    late: bool = False,
) -> Receipt:
    """Take in a whole response: one submission, its answers and its words, all or nothing; `key` makes twice once.

    Only questions on the person's way are kept. Raises `NotAnAnswer` naming a question, `Refused` when nothing was
    answered.
    """
    accepted = sending(consultation, participant, key, at=at, mode=mode, language=language, started_at=started_at)
    submission = accepted.submission
    if accepted.repeated:
        return Receipt(submission.receipt, True)
    # From here on an error undoes the submission with everything else.
    submission.keyed_by_id, submission.form_number = keyed_by, form_number
    submission.network, submission.invited = network, invited
    if late:
        submission.state_rule = "late"
    keep_answers(consultation, submission, answers, consent=consent, at=at)
    look_at(submission)
    return Receipt(submission.receipt, False)


def keep_answers(
    consultation: Consultation, submission: Submission, answers: Answers, *, consent: Consent, at: datetime
) -> None:
    """Keep the answers on the way under a submission that has none yet. Raises as `accept`."""
    answered = 0
    for question_ref, (wording, given) in on_the_way(consultation, answers).items():
        wrong = problem(wording, given)
        if wrong is not None:
            raise NotAnAnswer(question_ref, wrong)
        if not given.empty:
            _keep(consultation, submission, question_ref, wording, given, consent, at)
            answered += 1
    if answered == 0:
        raise Refused(N_("Answer at least one question, then send your answers."))
    db.session.flush()


def on_the_way(consultation: Consultation, answers: Answers) -> dict[str, tuple[Asked, Given]]:
    """Every question that is asked of someone who gave these answers, with what they gave (or nothing)."""
    questionnaire = rows.questionnaire(consultation)
    asked = ((ref, questionnaire.by_ref[ref].asked) for ref in questionnaire.way(answers).applying)
    return {ref: answers.get(ref, (wording, Given())) for ref, wording in asked if kind_of(wording).asks}


def given_in(submission: Submission) -> dict[str, tuple[Asked, Given]]:
    """A response read back: what was given to each question, with the wording it answers. Contacts stay apart."""
    consultation = db.session.get_one(Consultation, submission.activity_id)
    kept = {answer.question_id: answer for answer in answers_of(submission.id)}
    words = {
        row.id: row.text
        for row in db.session.scalars(select(Contribution).where(Contribution.submission_id == submission.id))
    }
    found = {}
    for question in consultation.questions:
        answer = kept.get(question.id)
        if answer is None:
            continue
        version = next(one for one in question.versions if one.id == answer.question_version_id)
        wording = rows.asked(question, version)
        text = words.get(answer.contribution_id, "") if answer.contribution_id is not None else ""
        found[question.ref] = (wording, kind_of(wording).given(wording, kept_in(answer, version.choices, text)))
    return found


def answers_of(submission_id: uuid.UUID) -> list[Answer]:
    return list(db.session.scalars(select(Answer).where(Answer.submission_id == submission_id)))


def kept_in(answer: Answer, choices: list[Choice], words: str) -> Kept:
    """An answer's rows as a value."""
    codes = {choice.id: choice.code for choice in choices}
    taken = sorted(answer.chosen, key=lambda one: one.position)
    return Kept(
        chosen=tuple(Taken(codes[one.choice_id], one.position, one.row, one.amount) for one in taken),
        number=answer.number,
        not_sure=answer.not_sure,
        words=words,
        detail=answer.detail,
    )


def _keep(
    consultation: Consultation,
    submission: Submission,
    question_ref: str,
    wording: Asked,
    given: Given,
    consent: Consent,
    at: datetime,
) -> None:
    question = rows.question_row(consultation, question_ref)
    version = rows.version_row(question, wording.version)
    kept = kind_of(wording).kept(wording, given)
    if kept.contact:
        # How to reach someone never lies beside what they answered.
        db.session.add(
            Contact(
                project_id=consultation.project_id,
                participant_id=submission.participant_id,
                address=kept.contact,
                purpose=f"{consultation.ref}-{question.ref}",
                created_at=at,
            )
        )
        return
    contribution = None
    if kept.words:
        # Words with personal details wait for a reader; nothing is dropped.
        held = bool(personal_details(kept.words))
        contribution = said(
            submission,
            ContributionKind.ANSWER,
            kept.words,
            at=at,
            question_id=question.id,
            consent=consent,
            standing=Standing.WAITING if held else Standing.PUBLISHED,
        )
    by_code = {choice.code: choice for choice in version.choices}
    answer = Answer(
        submission_id=submission.id,
        question_id=question.id,
        question_version_id=version.id,
        number=kept.number,
        not_sure=kept.not_sure,
        detail=dict(kept.detail),
        contribution_id=contribution.id if contribution is not None else None,
    )
    answer.chosen = [
        AnswerChoice(choice_id=by_code[taken.code].id, position=taken.position, row=taken.row, amount=taken.amount)
        for taken in kept.chosen
        if taken.code in by_code
    ]
    db.session.add(answer)


__all__ = ["NotAnAnswer", "Receipt", "accept", "answers_of", "given_in", "keep_answers", "kept_in", "on_the_way"]
