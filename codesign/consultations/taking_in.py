"""The one way a whole response is taken in, and read back: by web, kiosk, telephone, paper and spreadsheet alike."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from codesign.consultations import rows
from codesign.consultations.counting.commands import look_at
from codesign.consultations.ground import all_settled
from codesign.core.errors import Refused
from codesign.core.questions.answering import Asked, Given
from codesign.core.questions.kinds import kind_of, problem
from codesign.core.questions.questionnaires import Answers
from codesign.core.quoting import personal_details
from codesign.core.terms import Consent, ContributionKind, Mode, Standing
from codesign.core.words import N_, Sentence
from codesign.extensions import db
from codesign.ledger import Happening, fresh_codes, record_all, said, sending
from codesign.models import Answer, AnswerChoice, Consultation, Contact, Contribution, Participant, Submission
from codesign.tallies.answers import kept_in
from codesign.tallies.steps import take_step


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
    happened: list[Happening] = []
    accepted = sending(
        consultation, participant, key, at=at, mode=mode, language=language, started_at=started_at, into=happened
    )
    submission = accepted.submission
    if accepted.repeated:
        return Receipt(submission.receipt, True)
    # From here on an error undoes the submission with everything else.
    submission.keyed_by_id, submission.form_number = keyed_by, form_number
    submission.network, submission.invited = network, invited
    if late:
        submission.state_rule = "late"
    good = good_answers(consultation, answers, skips=mode is Mode.PAPER)
    words = _say(consultation, submission, good, consent, at, happened)
    for ref, (wording, given) in good.items():
        keep_answer(consultation, submission, ref, wording, given, consent, at, contribution=words.get(ref))
    db.session.flush()
    record_all(happened)
    look_at(submission, [contribution.text for contribution in words.values()])
    take_step(consultation.id, at=at)
    return Receipt(submission.receipt, False)


def _say(
    consultation: Consultation,
    submission: Submission,
    good: Answers,
    consent: Consent,
    at: datetime,
    happened: list[Happening],
) -> dict[str, Contribution]:
    """Keep the words of all answers at once, by question."""
    texts = {ref: kind_of(wording).kept(wording, given).words for ref, (wording, given) in good.items()}
    spoken = {ref: text for ref, text in texts.items() if text}
    codes = fresh_codes(Contribution.code, "K", len(spoken))
    said_here = {
        ref: _said(consultation, submission, ref, text, consent, at, code=code, into=happened)
        for code, (ref, text) in zip(codes, spoken.items(), strict=True)
    }
    db.session.flush()
    return said_here


def _said(
    consultation: Consultation,
    submission: Submission,
    ref: str,
    text: str,
    consent: Consent,
    at: datetime,
    *,
    code: str = "",
    into: list[Happening] | None = None,
) -> Contribution:
    """The words of one answer; those with personal details wait for a reader, and nothing is dropped."""
    return said(
        submission,
        ContributionKind.ANSWER,
        text,
        at=at,
        question_id=rows.question_row(consultation, ref).id,
        consent=consent,
        standing=Standing.WAITING if personal_details(text) else Standing.PUBLISHED,
        code=code,
        into=into,
    )


def good_answers(
    consultation: Consultation, answers: Answers, *, skips: bool = False
) -> dict[str, tuple[Asked, Given]]:
    """What is kept of these answers: those on the way that are not empty. Raises as `accept`.

    With `skips` a question that needs an answer may be empty too: nobody can ask a sheet of paper again.
    """
    asked = all_settled(consultation, on_the_way(consultation, answers))
    for question_ref, (wording, given) in asked.items():
        wrong = problem(wording, given) if not (skips and given.empty) else None
        if wrong is not None:
            raise NotAnAnswer(question_ref, wrong)
    good = {ref: (wording, given) for ref, (wording, given) in asked.items() if not given.empty}
    if not good:
        raise Refused(N_("Answer at least one question, then send your answers."))
    return good


def on_the_way(consultation: Consultation, answers: Answers, language: str = "") -> dict[str, tuple[Asked, Given]]:
    """Every question that is asked of someone who gave these answers, with what they gave (or nothing)."""
    questionnaire = rows.questionnaire(consultation, language)
    asked = ((ref, questionnaire.by_ref[ref].asked) for ref in questionnaire.way(answers).applying)
    return {ref: answers.get(ref, (wording, Given())) for ref, wording in asked if kind_of(wording).asks}


def given_in(submission: Submission, language: str = "") -> dict[str, tuple[Asked, Given]]:
    """A response read back: what was given to each question, with the wording it answers. Contacts stay apart."""
    consultation = db.session.get_one(Consultation, submission.activity_id)
    kept = {answer.question_id: answer for answer in answers_of(submission.id)}
    words = {
        row.id: row.text
        for row in db.session.scalars(select(Contribution).where(Contribution.submission_id == submission.id))
    }
    found = {}
    texts = rows.texts_in(consultation, language)
    for question in consultation.questions:
        answer = kept.get(question.id)
        if answer is None:
            continue
        version = next(one for one in question.versions if one.id == answer.question_version_id)
        wording = rows.asked(question, version, texts)
        text = words.get(answer.contribution_id, "") if answer.contribution_id is not None else ""
        found[question.ref] = (wording, kind_of(wording).given(wording, kept_in(answer, version.choices, text)))
    return found


def answers_of(submission_id: uuid.UUID) -> list[Answer]:
    return list(db.session.scalars(select(Answer).where(Answer.submission_id == submission_id)))


def keep_answer(
    consultation: Consultation,
    submission: Submission,
    question_ref: str,
    wording: Asked,
    given: Given,
    consent: Consent,
    at: datetime,
    *,
    contribution: Contribution | None = None,
) -> None:
    """Keep one good answer to a question that has none yet; its words are already in `contribution`, where given."""
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
    if kept.words and contribution is None:
        contribution = _said(consultation, submission, question_ref, kept.words, consent, at)
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


__all__ = [
    "NotAnAnswer",
    "Receipt",
    "accept",
    "answers_of",
    "given_in",
    "good_answers",
    "keep_answer",
    "on_the_way",
]
