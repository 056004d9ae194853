"""Whole responses read back in large pieces: what each person gave to each question, with the wording it answers."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from codesign.consultations import rows
from codesign.core.heard import READABLE_STANDINGS, set_apart
from codesign.core.questions.answering import Asked, Given
from codesign.core.questions.kinds import kind_of
from codesign.core.questions.kinds.base import Kept, Taken
from codesign.core.terms import Consent, Mode
from codesign.extensions import db
from codesign.models import Answer, AnswerChoice, Consultation, Contribution, Question, QuestionVersion, Submission

CHUNK = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One counted sending. `consent` is the narrowest given for its words, None without words.

    `left_out` names questions whose words stay behind: they may only be counted, or a reader has not let them pass.
    """

    id: uuid.UUID
    ref: str
    participant_id: uuid.UUID
    mode: Mode
    language: str
    received_at: datetime
    consent: Consent | None
    answers: Mapping[str, tuple[Asked, Given]]
    left_out: tuple[str, ...] = ()


class Wordings:
    """Every wording of a consultation as a value, and the codes of its choices, read once."""

    def __init__(self, consultation: Consultation) -> None:
        self.questions: dict[uuid.UUID, Question] = {question.id: question for question in consultation.questions}
        self.asked: dict[uuid.UUID, Asked] = {}
        self.rows: dict[uuid.UUID, QuestionVersion] = {}
        self.codes: dict[uuid.UUID, str] = {}
        for question in consultation.questions:
            for version in question.versions:
                self.asked[version.id] = rows.asked(question, version)
                self.rows[version.id] = version
                self.codes |= {choice.id: choice.code for choice in version.choices}


def responses(
    consultation: Consultation,
    *,
    only: Collection[uuid.UUID] | None = None,
    questions: Collection[str] | None = None,
    quotable: bool = False,
) -> Iterator[Response]:
    """Every response that counts, by public reference: never in the order of sending.

    `only` some submissions, or some `questions`. With `quotable`, words that may only be counted, wait for a reader or
    are hidden are left out.
    """
    wordings = Wordings(consultation)
    wanted = {key for key, one in wordings.questions.items() if questions is None or one.ref in questions}
    query = (
        select(Submission)
        .where(Submission.activity_id == consultation.id, Submission.state.in_(rows.COUNTED))
        .order_by(Submission.ref)
    )
    if only is not None:
        query = query.where(Submission.id.in_(list(only)))
    found = db.session.scalars(query).all()
    for start in range(0, len(found), CHUNK):
        yield from _chunk(found[start : start + CHUNK], wordings, wanted, quotable)


def _chunk(
    sendings: Sequence[Submission], wordings: Wordings, wanted: Collection[uuid.UUID], quotable: bool
) -> Iterator[Response]:
    keys = [one.id for one in sendings]
    answers = db.session.execute(
        select(
            Answer.id,
            Answer.submission_id,
            Answer.question_id,
            Answer.question_version_id,
            Answer.number,
            Answer.not_sure,
            Answer.detail,
            Answer.contribution_id,
        ).where(Answer.submission_id.in_(keys), Answer.question_id.in_(list(wanted)))
    ).all()
    chosen: dict[uuid.UUID, list[Taken]] = defaultdict(list)
    taken = (
        select(
            AnswerChoice.answer_id, AnswerChoice.choice_id, AnswerChoice.position, AnswerChoice.row, AnswerChoice.amount
        )
        .join(Answer, AnswerChoice.answer_id == Answer.id)
        .where(Answer.submission_id.in_(keys), Answer.question_id.in_(list(wanted)))
        .order_by(AnswerChoice.answer_id, AnswerChoice.position)
    )
    for answer_id, choice_id, position, row, amount in db.session.execute(taken):
        chosen[answer_id].append(Taken(wordings.codes.get(choice_id, ""), position, row, amount))
    words = {
        key: ("" if set_apart(standing, reason) else text, consent, standing)
        for key, text, consent, standing, reason in db.session.execute(
            select(
                Contribution.id,
                Contribution.text,
                Contribution.consent,
                Contribution.standing,
                Contribution.moderation_reason,
            ).where(Contribution.submission_id.in_(keys))
        )
    }
    given: dict[uuid.UUID, dict[str, tuple[Asked, Given]]] = defaultdict(dict)
    left_out: dict[uuid.UUID, list[str]] = defaultdict(list)
    consents: dict[uuid.UUID, set[Consent]] = defaultdict(set)
    for key, sending, question, version, number, not_sure, detail, contribution in answers:
        asked = wordings.asked[version]
        text = ""
        if contribution is not None and contribution in words:
            text, consent, standing = words[contribution]
            consents[sending].add(consent)
            if quotable and text and (consent is Consent.COUNT_ONLY or standing not in READABLE_STANDINGS):
                text = ""
                left_out[sending].append(asked.ref)
        kept = Kept(chosen=tuple(chosen[key]), number=number, not_sure=not_sure, words=text, detail=detail or {})
        given[sending][wordings.questions[question].ref] = (asked, kind_of(asked).given(asked, kept))
    narrowest = (Consent.COUNT_ONLY, Consent.BIDDERS, Consent.PUBLIC)
    for one in sendings:
        yield Response(
            id=one.id,
            ref=one.ref,
            participant_id=one.participant_id,
            mode=one.mode,
            language=one.language,
            received_at=one.received_at,
            consent=next((consent for consent in narrowest if consent in consents[one.id]), None),
            answers=given[one.id],
            left_out=tuple(sorted(left_out[one.id])),
        )
