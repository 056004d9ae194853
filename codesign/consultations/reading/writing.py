"""Whole responses written in large pieces: what a spreadsheet brings, kept as sendings like any other."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import insert, select
from uuid_utils.compat import uuid7

from codesign.core import chain
from codesign.core.codes import digest as secret_digest
from codesign.core.codes import receipt_code
from codesign.core.fair_counting import words_digest
from codesign.core.questions.answering import Asked, Given
from codesign.core.questions.kinds import kind_of
from codesign.core.quoting import personal_details
from codesign.core.terms import Consent, ContributionKind, Mode, ShownAs, Standing, SubmissionState
from codesign.extensions import db
from codesign.ledger import fresh_codes
from codesign.models import (
    Answer,
    AnswerChoice,
    Consultation,
    Contribution,
    ContributionVersion,
    Model,
    Participant,
    Submission,
)

CHUNK: Final = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One response to keep: `response_id` is its public reference where it has one of ours, `source_id` its own id."""

    row: int
    response_id: str
    source_id: str
    mode: Mode
    language: str
    consent: Consent
    received_at: datetime | None
    answers: Mapping[str, tuple[Asked, Given]]


@dataclass
class _Rows:
    made: dict[type[Model], list[dict[str, Any]]] = field(default_factory=dict)

    def add(self, model: type[Model], **values: Any) -> uuid.UUID:
        key = uuid7()
        self.made.setdefault(model, []).append({"id": key, **values})
        return key


def write(consultation: Consultation, incoming: Sequence[Incoming], *, at: datetime) -> None:
    """Keep the responses. They have been judged before: each answer is one, on the way of its person."""
    by_ref = {question.ref: question for question in consultation.questions}
    versions = {
        (question.ref, version.number): version for question in consultation.questions for version in question.versions
    }
    choices = {version.id: {choice.code: choice.id for choice in version.choices} for version in versions.values()}
    texts = [
        {ref: kind_of(asked).kept(asked, given) for ref, (asked, given) in one.answers.items()} for one in incoming
    ]
    refs = _refs(incoming)
    pseudonyms = fresh_codes(Participant.ref, "P", len(incoming))
    codes = fresh_codes(Contribution.code, "K", sum(bool(kept.words) for line in texts for kept in line.values()))
    made = _Rows()
    for one, kept_by_ref, ref, pseudonym in zip(incoming, texts, refs, pseudonyms, strict=True):
        received = one.received_at or at
        participant = made.add(
            Participant,
            project_id=consultation.project_id,
            ref=pseudonym,
            key_digest=None,
            source_id=one.source_id,
            groups={},
            language=one.language,
            created_at=at,
        )
        words = [kept.words for kept in kept_by_ref.values() if kept.words]
        submission = made.add(
            Submission,
            project_id=consultation.project_id,
            activity_id=consultation.id,
            participant_id=participant,
            idempotency_key=secret_digest(f"{participant.hex}:{consultation.id.hex}:sheet"),
            ref=ref,
            receipt=receipt_code(),
            state=SubmissionState.ACCEPTED,
            state_reason="",
            state_rule="",
            mode=one.mode,
            language=one.language,
            invited=False,
            words_digest=words_digest("\n".join(words)),
            version=1,
            started_at=None,
            received_at=received,
            withdrawn_at=None,
        )
        for question_ref, kept in kept_by_ref.items():
            question, asked = by_ref[question_ref], one.answers[question_ref][0]
            version = versions[(question_ref, asked.version)]
            contribution = None
            if kept.words:
                contribution = _said(
                    made, consultation, question.id, participant, submission, codes.pop(), one, kept.words, received, at
                )
            answer = made.add(
                Answer,
                submission_id=submission,
                question_id=question.id,
                question_version_id=version.id,
                number=kept.number,
                not_sure=kept.not_sure,
                detail=dict(kept.detail),
                contribution_id=contribution,
            )
            for taken in kept.chosen:
                made.add(
                    AnswerChoice,
                    answer_id=answer,
                    choice_id=choices[version.id][taken.code],
                    position=taken.position,
                    row=taken.row,
                    amount=taken.amount,
                )
    for model in (Participant, Submission, Contribution, ContributionVersion, Answer, AnswerChoice):
        rows = made.made.get(model, [])
        for start in range(0, len(rows), CHUNK):
            db.session.execute(insert(model), rows[start : start + CHUNK])


def _said(
    made: _Rows,
    consultation: Consultation,
    question_id: uuid.UUID,
    participant: uuid.UUID,
    submission: uuid.UUID,
    code: str,
    one: Incoming,
    words: str,
    received: datetime,
    at: datetime,
) -> uuid.UUID:
    salt = secrets.token_bytes(16)
    contribution = made.add(
        Contribution,
        project_id=consultation.project_id,
        activity_id=consultation.id,
        participant_id=participant,
        submission_id=submission,
        question_id=question_id,
        code=code,
        kind=ContributionKind.ANSWER,
        text=words,
        language=one.language,
        consent=one.consent,
        # Words with personal details wait for a reader; nothing is dropped.
        standing=Standing.WAITING if personal_details(words) else Standing.PUBLISHED,
        moderation_note="",
        shown_as=ShownAs.NOTHING,
        shown_words="",
        source_id=None,
        sentiment="",
        said_at=received,
    )
    made.add(
        ContributionVersion,
        contribution_id=contribution,
        number=1,
        text=words,
        salt=salt,
        digest=chain.salted_digest(salt, words),
        at=at,
    )
    return contribution


def _refs(incoming: Sequence[Incoming]) -> list[str]:
    """A public reference for each: its own where nobody here has it yet, else a new one."""
    wanted = {one.response_id for one in incoming if one.response_id}
    taken = _known(wanted)
    others = [one for one in incoming if not one.response_id or one.response_id in taken]
    # A few more than are needed: one of them may be what another row brings.
    new = [code for code in fresh_codes(Submission.ref, "R", len(others) + 20) if code not in wanted]
    return [one.response_id if one.response_id and one.response_id not in taken else new.pop() for one in incoming]


def _known(refs: Collection[str]) -> set[str]:
    listed = sorted(refs)
    found: set[str] = set()
    for start in range(0, len(listed), 500):
        found.update(db.session.scalars(select(Submission.ref).where(Submission.ref.in_(listed[start : start + 500]))))
    return found
