"""A questionnaire with a question of every kind, and good answers to it."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from codesign.consultations import rows
from codesign.consultations.taking_in import Receipt, accept
from codesign.core.questions.answering import NOT_SURE, Asked, Given
from codesign.core.questions.kinds import KINDS
from codesign.core.questions.kinds.choices import AGREE_SCALE
from codesign.core.terms import Consent, Mode, QuestionType
from codesign.extensions import db
from codesign.models import Area, Choice, Consultation, Participant, Project
from tests.make import NOW, make_consultation, make_participant, make_project, make_question

LABELS = ("It costs too much", "=1+1", "Something else", "None of these")


def every_kind(project: Project | None = None, **fields: Any) -> Consultation:
    """Q1, Q2 … one of each kind in the order of the registry. None is required."""
    project = project or make_project()
    consultation = make_consultation(project, **fields)
    for kind in KINDS:
        question = make_question(
            consultation,
            kind,
            f"A question: {kind.value}?",
            labels=LABELS,
            offers_not_sure=True,
            settings={"total": 100, "accepts": ["photo"], "ways": ["area", "point"], "several": True},
        )
        version = question.current
        if kind is QuestionType.AGREE_SCALE:
            version.choices = [
                Choice(position=place, code=option.code, label=option.label)
                for place, option in enumerate(AGREE_SCALE, 1)
            ]
        elif kind in (QuestionType.ONE_CHOICE, QuestionType.SEVERAL_CHOICES):
            version.choices[2].takes_text = True
            version.choices[3].exclusive = kind is QuestionType.SEVERAL_CHOICES
        elif kind is QuestionType.MATRIX:
            version.choices += [
                Choice(position=place, code=f"r{place}", label=f"Line {place}", is_row=True) for place in (1, 2)
            ]
    db.session.flush()
    return consultation


def asked_in(consultation: Consultation) -> dict[QuestionType, Asked]:
    return {question.current.type: rows.asked(question) for question in consultation.questions}


GIVEN: dict[QuestionType, tuple[Given, ...]] = {
    QuestionType.ONE_CHOICE: (Given(("c2",)), Given(("c3",), '-1+1, "quoted"\nand a line'), Given((NOT_SURE,))),
    QuestionType.SEVERAL_CHOICES: (Given(("c1", "c3"), "@more"), Given(("c4",)), Given((NOT_SURE,))),
    QuestionType.AGREE_SCALE: (Given(("agree",)), Given(("strongly_disagree",)), Given((NOT_SURE,))),
    QuestionType.MATRIX: (Given((), "", {"r1": "c1", "r2": "c2"}), Given((), "", {"r2": NOT_SURE}), Given()),
    QuestionType.RANKING: (Given(("c2", "c1", "c4", "c3")), Given(("c3",)), Given((NOT_SURE,))),
    QuestionType.PICTURE_CHOICE: (Given(("c1", "c2")), Given(("c4",)), Given((NOT_SURE,))),
    QuestionType.ALLOCATION: (Given((), "", {"c1": "60", "c2": "40"}), Given((), "", {"c4": "100"}), Given()),
    QuestionType.NUMBER: (Given((), "-3.5"), Given((), "1250"), Given((NOT_SURE,))),
    QuestionType.DATE: (
        Given((), "", {"day": "27", "month": "3", "year": "2026"}),
        Given((), "", {"day": "1", "month": "12", "year": "1999"}),
        Given(),
    ),
    QuestionType.SHORT_TEXT: (Given((), "=cmd|' /C calc'!A0"), Given((), "N/A"), Given()),
    QuestionType.LONG_TEXT: (Given((), "'=already guarded"), Given((), "مرحبا\nتیسرا، żółć 😀"), Given()),
    QuestionType.PLACE: (Given(("E05999902",)), Given(("elsewhere",), "By the old mill"), Given((NOT_SURE,))),
    QuestionType.CONTACT: (Given((), "", {"email": "me@example.org"}), Given(), Given()),
}


def answers_for(consultation: Consultation, number: int) -> dict[str, tuple[Asked, Given]]:
    """The answers of person 0, 1 or 2, to every kind but those that need bytes or ask nothing."""
    found = {}
    for kind, asked in asked_in(consultation).items():
        given = GIVEN[kind][number] if kind in GIVEN else Given()
        if not given.empty:
            found[asked.ref] = (asked, given)
    return found


def taken_in(
    consultation: Consultation,
    answers: dict[str, tuple[Asked, Given]],
    *,
    consent: Consent = Consent.PUBLIC,
    mode: Mode = Mode.WEB,
    language: str = "en",
    at: datetime = NOW,
    participant: Participant | None = None,
) -> Receipt:
    """A response of a new person."""
    project = db.session.get_one(Project, consultation.project_id)
    who = participant or make_participant(project)
    key = secrets.token_urlsafe(18)
    return accept(consultation, who, answers, key=key, consent=consent, at=at, mode=mode, language=language)


__all__ = ["GIVEN", "LABELS", "Area", "answers_for", "asked_in", "every_kind", "taken_in"]
