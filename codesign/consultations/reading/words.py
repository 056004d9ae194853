"""What people wrote to a question, each beside what the same person chose elsewhere in the questionnaire."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import func, select

from codesign.consultations import rows
from codesign.consultations.reading.groups import our_labels
from codesign.consultations.reading.responses import responses
from codesign.core.errors import NotFound
from codesign.core.questions.kinds import kind_of
from codesign.core.terms import Consent, Standing
from codesign.extensions import db
from codesign.models import Answer, AnswerChoice, Choice, Contribution, Submission
from codesign.tallies.apart import not_apart

PAGE = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A closed answer of the same person: the question, and what they chose, each with whether it is our own words."""

    ref: str
    question: str
    chosen: tuple[tuple[str, bool], ...]
    not_sure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One person's words by their public code, and what they chose. Who they are is never beside them."""

    code: str
    text: str
    language: str
    wording: int
    standing: Standing
    consent: Consent
    beside: tuple[Beside, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsPage:
    """A page of words to one question; `page` counts from 1. `filters` are closed questions with their choices."""

    ref: str
    title: str
    question_ref: str
    question: str
    total: int
    page: int
    pages: int
    written: tuple[Written, ...]
    filters: tuple[tuple[str, str, tuple[tuple[str, str, bool], ...]], ...]
    chosen: str


def words_beside(project_id: uuid.UUID, ref: str, question_ref: str, *, page: int = 1, chosen: str = "") -> WordsPage:
    """What people wrote, by public code: never in the order of sending. `chosen` is "Q1:c2", those who chose that.

    Raises `NotFound`.
    """
    consultation = rows.consultation_row(project_id, ref)
    question = rows.question_row(consultation, question_ref)
    query = (
        select(Contribution)
        .join(Submission, Contribution.submission_id == Submission.id)
        .where(
            Contribution.project_id == project_id,
            Contribution.question_id == question.id,
            Contribution.text != "",
            not_apart(),
            Submission.state.in_(rows.COUNTED),
        )
    )
    filters = []
    for one in consultation.questions:
        asked = rows.asked(one)
        kind = kind_of(asked)
        if kind.closed and kind.in_results and one.ref != question.ref and asked.options:
            ours = our_labels(asked)
            choices = tuple((option.code, option.label, option.label in ours) for option in asked.options)
            filters.append((one.ref, asked.text, choices))
    by_ref, _colon, code = chosen.partition(":")
    if chosen and any(known == by_ref and code in {c for c, _l, _o in choices} for known, _t, choices in filters):
        of_question = rows.question_row(consultation, by_ref)
        took = (
            select(Answer.submission_id)
            .join(AnswerChoice, AnswerChoice.answer_id == Answer.id)
            .join(Choice, AnswerChoice.choice_id == Choice.id)
            .where(Answer.question_id == of_question.id, Choice.code == code)
        )
        query = query.where(Contribution.submission_id.in_(took))
    else:
        chosen = ""
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    pages = max(1, -(-total // PAGE))
    if not 1 <= page <= pages:
        raise NotFound("There is no such page.")
    found = db.session.scalars(query.order_by(Contribution.code).limit(PAGE).offset((page - 1) * PAGE)).all()
    by_sending = {one.id: one for one in responses(consultation, only={row.submission_id for row in found})}
    written = []
    for row in found:
        response = by_sending[row.submission_id]
        beside = []
        for other in consultation.questions:
            if other.ref not in response.answers or other.ref == question.ref:
                continue
            asked, given = response.answers[other.ref]
            kind, ours = kind_of(asked), our_labels(asked)
            if kind.closed and kind.in_results:
                plain = kind.in_words(asked, given)
                # "Something else" stands beside; what was written to it is words of another question.
                said = tuple((line, line in ours) for line in plain if line != given.words or not given.words)
                beside.append(Beside(ref=other.ref, question=asked.text, chosen=said, not_sure=given.not_sure))
        own = response.answers.get(question.ref)
        written.append(
            Written(
                code=row.code,
                text=row.text,
                language=row.language,
                wording=own[0].version if own is not None else 1,
                standing=row.standing,
                consent=row.consent,
                beside=tuple(beside),
            )
        )
    return WordsPage(
        ref=consultation.ref,
        title=consultation.title,
        question_ref=question.ref,
        question=question.current.text,
        total=total,
        page=page,
        pages=pages,
        written=tuple(written),
        filters=tuple(filters),
        chosen=chosen,
    )
