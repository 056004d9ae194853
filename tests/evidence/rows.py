"""Rows for tests of evidence: people who answered a question in words, and a codebook."""

from __future__ import annotations

from typing import Any

from sqlalchemy import event

from codesign.core.terms import QuestionType
from codesign.extensions import db
from codesign.models import (
    Coding,
    Consultation,
    Contribution,
    EqualityAnswer,
    PopulationFigure,
    Project,
    Question,
    Theme,
)
from tests.make import NOW, make_answer, make_consultation, make_participant, make_submission

WORDS = (
    "The group stops at 3. I am still at work at 3.",
    "I do college till 5. Evening is the only time I could come.",
    "Ring me. I do not have the internet.",
    "Late nights mean staff leave. Keep it to one.",
)


def make_open_question(project: Project, text: str = "What gets in the way?") -> Question:
    """A question that takes long words, in a consultation of its own."""
    return make_consultation(project, questions=((QuestionType.LONG_TEXT, text),)).questions[0]


def make_words(
    question: Question, *texts: str, groups: dict[str, str] | None = None, **fields: Any
) -> list[Contribution]:
    """Words of as many people as there are texts. `groups` are columns of an imported file."""
    said: list[Contribution] = []
    for text in texts:
        submission = None
        if groups is not None:
            activity = db.session.get_one(Consultation, question.consultation_id)
            project = db.session.get_one(Project, activity.project_id)
            person = make_participant(project, groups=groups, source_id=f"row-{len(said)}-{text[:20]}-{groups}")
            submission = make_submission(activity, person)
        answer = make_answer(question, submission=submission, text=text, **fields)
        said.append(db.session.get_one(Contribution, answer.contribution_id))
    return said


def make_coding(words: Contribution, theme: Theme, **fields: Any) -> Coding:
    coding = Coding(**{"contribution_id": words.id, "theme_id": theme.id, "coded_by": "imported", "at": NOW, **fields})
    db.session.add(coding)
    db.session.flush()
    return coding


def make_age(words: Contribution, band: str) -> None:
    """The person behind some words told us their age band."""
    row = EqualityAnswer(
        project_id=words.project_id, participant_id=words.participant_id, question="age_band", value=band
    )
    db.session.add(row)
    db.session.flush()


def make_population(project: Project, **people: int) -> None:
    """Census figures by age band."""
    project.reference_population = "place_16plus"
    for position, (band, n) in enumerate(people.items()):
        category = band.removeprefix("a")
        db.session.add(
            PopulationFigure(
                project_id=project.id, reference="place_16plus", variable="age_band", category=category,
                label=f"Aged {category}", people=n, source="Census 2021", source_date=NOW.date(), position=position,
            )
        )  # fmt: skip
    db.session.flush()


class Statements:
    """How many statements the database was asked while this stands open."""

    def __enter__(self) -> Statements:
        self.count = 0
        event.listen(db.engine, "before_cursor_execute", self._counted)
        return self

    def __exit__(self, *_exception: object) -> None:
        event.remove(db.engine, "before_cursor_execute", self._counted)

    def _counted(self, *_arguments: object) -> None:
        self.count += 1
