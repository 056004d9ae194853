"""G5: a response of ten questions kept in one transaction, beside bare inserts of the same rows, in one run.

Run by hand: python -m tests.benchmarks.saved_response [pairs]
"""

from __future__ import annotations

import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import insert, select
from uuid_utils.compat import uuid7

from codesign.app import create_app
from codesign.config import Config
from codesign.consultations import rows
from codesign.consultations.taking_in import accept
from codesign.core.questions.answering import Given
from codesign.core.terms import Consent, Mode, QuestionType
from codesign.extensions import db, transaction
from codesign.ledger import participant_for
from codesign.models import (
    Answer,
    AnswerChoice,
    Consultation,
    Contribution,
    ContributionVersion,
    EventRow,
    Model,
    Participant,
    Submission,
)
from tests.make import NOW, commit, make_consultation, make_project

CHOICES = ("Very easy", "Easy", "Hard", "Very hard")
QUESTIONS = (
    *((QuestionType.ONE_CHOICE, f"How easy is part {number}?", CHOICES) for number in range(1, 5)),
    *((QuestionType.SEVERAL_CHOICES, f"What helps with part {number}?", CHOICES) for number in range(1, 4)),
    (QuestionType.NUMBER, "How far do you travel?"),
    (QuestionType.SHORT_TEXT, "What would you keep?"),
    (QuestionType.LONG_TEXT, "What should it be like?"),
)
GIVEN = (
    *(Given(("c2",)) for _ in range(4)),
    *(Given(("c1", "c3")) for _ in range(3)),
    Given((), "4"),
    Given((), "The garden and the kettle"),
    Given((), "Warm, light, and open late. " * 8),
)
TABLES: tuple[Any, ...] = (
    Participant,
    Submission,
    Contribution,
    ContributionVersion,
    Answer,
    AnswerChoice,
    EventRow,
)


def keep_one(consultation: Consultation) -> None:
    """What a sending does: the person's pseudonym, checks, rows, events with their chain, commit."""
    with transaction():
        row = rows.consultation_row(consultation.project_id, consultation.ref)
        person = participant_for(row.project_id, uuid.uuid4().hex, at=NOW)
        places = rows.questionnaire(row).places
        given = (*GIVEN[:-1], Given((), f"{uuid.uuid4()} {GIVEN[-1].words}"))  # nobody says the same twice
        answers = {place.asked.ref: (place.asked, one) for place, one in zip(places, given, strict=True)}
        accept(row, person, answers, key=uuid.uuid4().hex, consent=Consent.PUBLIC, at=NOW, mode=Mode.WEB)
    db.session.remove()


def bare(like: dict[Any, list[dict[str, Any]]], number: int, *, objects: bool) -> None:
    """The same rows by plain inserts and a commit, as statements or as objects: nothing looked up, nothing checked."""
    keys: dict[uuid.UUID, uuid.UUID] = {}
    with transaction():
        for table in TABLES:
            made = []
            for row in like[table]:
                keys[row["id"]] = uuid7()
                fresh = {
                    name: keys.get(value, value) if isinstance(value, uuid.UUID) else value
                    for name, value in row.items()
                }
                for name in ("idempotency_key", "ref", "receipt", "code", "key_digest"):
                    if isinstance(fresh.get(name), str):
                        fresh[name] = uuid.uuid4().hex[:12]
                if table is EventRow:
                    fresh["sequence"] = 10**9 + number * 100 + len(made)
                made.append(fresh)
            if objects:
                db.session.add_all([table(**row) for row in made])
                db.session.flush()
            else:
                db.session.execute(insert(table), made)
    db.session.remove()


def the_rows(sequence: int) -> dict[Any, list[dict[str, Any]]]:
    """Every row that the last sending wrote, as plain values."""
    person = db.session.scalar(select(Participant).order_by(Participant.id.desc()).limit(1))
    assert person is not None
    of = {
        Participant: Participant.id == person.id,
        Submission: Submission.participant_id == person.id,
        Contribution: Contribution.participant_id == person.id,
        ContributionVersion: ContributionVersion.contribution_id.in_(
            select(Contribution.id).where(Contribution.participant_id == person.id)
        ),
        Answer: Answer.submission_id.in_(select(Submission.id).where(Submission.participant_id == person.id)),
        AnswerChoice: AnswerChoice.answer_id.in_(
            select(Answer.id)
            .join(Submission, Answer.submission_id == Submission.id)
            .where(Submission.participant_id == person.id)
        ),
        EventRow: EventRow.sequence > sequence,
    }
    return {
        table: [
            {column.key: getattr(row, column.key) for column in table.__table__.columns}
            for row in db.session.scalars(select(table).where(of[table]).order_by(table.id))
        ]
        for table in TABLES
    }


def timed(act: Callable[[], None]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def main(pairs: int = 60) -> None:
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(
            Config(env="testing", instance=Path(folder), database_url=f"sqlite:///{folder}/bench.db", password_cost=1)
        )
        with app.app_context():
            Model.metadata.create_all(db.engine)
            consultation = make_consultation(make_project(), questions=QUESTIONS)
            commit()
            keep_one(consultation)
            before = db.session.scalar(select(EventRow.sequence).order_by(EventRow.sequence.desc()).limit(1)) or 0
            keep_one(consultation)
            like = the_rows(before)
            ours, objects, statements = [], [], []
            for number in range(pairs):
                ours.append(timed(lambda: keep_one(consultation)))
                objects.append(timed(partial(bare, like, 2 * number, objects=True)))
                statements.append(timed(partial(bare, like, 2 * number + 1, objects=False)))
            own = median(ours)
            print(f"{pairs} rounds, {sum(map(len, like.values()))} rows each, SQLite with synchronous=FULL; medians")
            print(f"ours {own * 1000:.1f} ms")
            for name, times in (("objects added", objects), ("statements executed", statements)):
                print(f"bare, {name}: {median(times) * 1000:.1f} ms, ratio {median(times) / own:.2f} (target 0.4)")


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
