"""Putting a question in its place: page, section, and when it is asked. Each change leaves an event."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime

from codesign.consultations import building, rows
from codesign.consultations.branching.drafts import PlaceDraft, alike, as_asked
from codesign.consultations.checking import rules
from codesign.consultations.checking.queries import require_sound
from codesign.core.errors import Refused
from codesign.core.questions.questionnaires import Questionnaire
from codesign.core.terms import ActivityState
from codesign.core.words import Sentence
from codesign.extensions import db
from codesign.ledger import actor_person, record
from codesign.models import Consultation

_OF_ITS_CONDITION = frozenset(
    {
        *("unknown_question", "unknown_choice", "asks_nothing", "itself", "later_question", "same_page"),
        "contradiction",
    }
)


class CannotBeAsked(Refused):
    """The condition cannot work; `sentence` says why."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


def place_question(
    project_id: uuid.UUID, ref: str, question_ref: str, draft: PlaceDraft, *, by: uuid.UUID | None, at: datetime
) -> int:
    """Set the page, the section and the condition of a question; the number of the wording that now holds.

    Another condition is a new wording once someone has answered. Raises `CannotBeAsked` for a condition that cannot
    work, and `Refused` when the consultation is open and could no longer be answered as it would be built.
    """
    consultation = rows.consultation_row(project_id, ref)
    question = rows.live_question(consultation, question_ref)
    asked = rows.asked(question)
    changes = not alike(draft.condition, asked.condition)
    if changes or draft.starts_page != question.starts_page:
        _require_working(consultation, question_ref, draft)
    number = asked.version
    if changes:
        number = building.change_question(project_id, ref, question_ref, as_asked(asked, draft.condition), by=by, at=at)
    before = (question.starts_page, question.section, question.section_words)
    after = (draft.starts_page, draft.section, draft.section_words)
    if before != after:
        question.starts_page, question.section, question.section_words = after
        record(
            "question_placed",
            question,
            project_id=project_id,
            by=actor_person(by),
            at=at,
            details={"activity": ref, "question": question_ref, "starts_page": draft.starts_page},
        )
    db.session.flush()
    if consultation.state is ActivityState.OPEN:
        require_sound(consultation)
    return number


def _require_working(consultation: Consultation, question_ref: str, draft: PlaceDraft) -> None:
    """What is wrong with this condition by itself, before it is kept; other questions are for the check page."""
    places = tuple(
        replace(place, asked=replace(place.asked, condition=draft.condition), starts_page=draft.starts_page)
        if place.asked.ref == question_ref
        else place
        for place in rows.questionnaire(consultation).places
    )
    for stop in rules.routes_checked(Questionnaire(places)).stops:
        if stop.subject == question_ref and stop.rule in _OF_ITS_CONDITION:
            raise CannotBeAsked(stop.sentence)
