"""Where words were said: every activity and question of a project by its key, named in one way."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import func, select

from codesign.extensions import db
from codesign.models import Activity, Question, QuestionVersion


@dataclass(frozen=True, slots=True)
class Place:
    """An activity (C1, B1, W2) or a question as it is asked now (C1-Q7). `kind` is the kind of activity."""

    id: uuid.UUID
    ref: str
    title: str
    kind: str


def activities(project_id: uuid.UUID) -> dict[uuid.UUID, Place]:
    """Every activity of the project, by reference."""
    rows = db.session.execute(
        select(Activity.id, Activity.ref, Activity.title, Activity.kind)
        .where(Activity.project_id == project_id)
        .order_by(Activity.ref, Activity.id)
    )
    return {key: Place(key, ref, title, kind) for key, ref, title, kind in rows}


def questions(project_id: uuid.UUID) -> dict[uuid.UUID, Place]:
    """Every question of the project in its newest wording, in the order of the questionnaires."""
    newest = (
        select(func.max(QuestionVersion.number))
        .where(QuestionVersion.question_id == Question.id)
        .correlate(Question)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Question.id, Activity.ref, Question.ref, QuestionVersion.text, Activity.kind)
        .join(Activity, Activity.id == Question.consultation_id)
        .join(QuestionVersion, QuestionVersion.question_id == Question.id)
        .where(Activity.project_id == project_id, QuestionVersion.number == newest)
        .order_by(Activity.ref, Question.position, Question.id)
    )
    return {key: Place(key, f"{activity}-{ref}", text, kind) for key, activity, ref, text, kind in rows}
