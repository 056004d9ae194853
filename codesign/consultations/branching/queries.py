"""What the page about a question's place shows: earlier questions with their answers, and the condition as it is."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from codesign.consultations import rows
from codesign.core.questions.answering import Asked
from codesign.core.questions.kinds import kind_of
from codesign.core.routing import Condition
from codesign.extensions import db
from codesign.models import Answer, Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A question in its place. `earlier` can be asked about; `everything` is all questions, by reference.

    With `used`, another condition makes a new wording. The first question always starts a page.
    """

    ref: str
    title: str
    asked: Asked
    first: bool
    starts_page: bool
    section: str
    section_words: str
    used: bool
    earlier: tuple[Asked, ...]
    everything: Mapping[str, Asked]

    @property
    def condition(self) -> Condition | None:
        return self.asked.condition


def placed(project_id: uuid.UUID, ref: str, question_ref: str) -> Placed:
    """Raises `NotFound`, also for a question that was taken out."""
    consultation = rows.consultation_row(project_id, ref)
    question = rows.live_question(consultation, question_ref)
    places = rows.questionnaire(consultation).places
    here = next(number for number, place in enumerate(places) if place.asked.ref == question_ref)
    used = db.session.scalar(select(func.count()).where(Answer.question_id == question.id)) or db.session.scalar(
        select(func.count()).where(Draft.consultation_id == consultation.id)
    )
    return Placed(
        ref=consultation.ref,
        title=consultation.title,
        asked=places[here].asked,
        first=here == 0,
        starts_page=question.starts_page,
        section=question.section,
        section_words=question.section_words,
        used=bool(used),
        earlier=tuple(place.asked for place in places[:here] if kind_of(place.asked).asks),
        everything={place.asked.ref: place.asked for place in places},
    )
