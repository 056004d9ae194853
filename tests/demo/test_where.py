"""The second questionnaire of the live demonstration: every kind that C1 has not, every way in, and a record behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from codesign.config import Config
from codesign.consultations.checking.queries import checked
from codesign.consultations.languages.queries import gaps
from codesign.consultations.record.documents import documents_of
from codesign.core.chain import verify
from codesign.core.terms import ActivityState, Mode, QuestionType, RecordKind, SubmissionState
from codesign.demo import live, live_where
from codesign.demo.drawings import drawing
from codesign.demo.live_where_answers import NEW_PEOPLE, replies
from codesign.demo.live_where_words import CAMPAIGN, TRANSLATIONS
from codesign.demo.load import load_taking_part
from codesign.extensions import db, transaction
from codesign.ledger import stored_links
from codesign.models import (
    Answer,
    AnswerChoice,
    Choice,
    Consultation,
    Contact,
    Contribution,
    EventRow,
    Flag,
    Kiosk,
    OutreachTask,
    Project,
    Question,
    RecordEntry,
    RollEntry,
    Submission,
)
from tests.conftest import _empty_database

AT = datetime(2026, 11, 22, 18, 40, tzinfo=UTC)
TODAY = AT.date()


@pytest.fixture(scope="module")
def loaded(session_app: Flask, settings: Config) -> Iterator[None]:
    """The live project loaded once for this module; its tests read."""
    with session_app.app_context():
        _empty_database(settings)
        settings.instance.mkdir(exist_ok=True)
        with transaction():
            load_taking_part(live.build(TODAY), AT, asked_today=TODAY)
        yield
        db.session.remove()


@pytest.fixture
def c2(loaded: None) -> Iterator[Consultation]:
    yield db.session.scalars(select(Consultation).where(Consultation.ref == "C2")).one()
    db.session.rollback()


def count(query: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(query.subquery())) or 0


def mine(c2: Consultation, model: Any) -> int:
    return count(select(model.id).where(model.consultation_id == c2.id))


def question(c2: Consultation, ref: str) -> Question:
    return next(each for each in c2.questions if each.ref == ref)


def chosen(c2: Consultation, ref: str) -> dict[Any, list[tuple[str, Decimal | None]]]:
    """Response → what it chose there: code and amount."""
    found: dict[Any, list[tuple[str, Decimal | None]]] = {}
    rows = db.session.execute(
        select(Answer.submission_id, Choice.code, AnswerChoice.amount)
        .join(AnswerChoice, AnswerChoice.answer_id == Answer.id)
        .join(Choice, Choice.id == AnswerChoice.choice_id)
        .where(Answer.question_id == question(c2, ref).id)
    )
    for key, code, amount in rows:
        found.setdefault(key, []).append((code, amount))
    return found


def test_it_is_open_and_nothing_stops_or_waits(c2: Consultation) -> None:
    assert c2.state is ActivityState.OPEN
    found = checked(c2.project_id, "C2", at=AT)
    assert (found.stops, found.waiting, found.complete) == ((), (), True)


def test_it_shows_the_kinds_that_the_first_one_has_not(c2: Consultation) -> None:
    kinds = [each.current.type for each in c2.questions]
    assert {
        QuestionType.INFORMATION,
        QuestionType.PLACE,
        QuestionType.RANKING,
        QuestionType.MATRIX,
        QuestionType.ALLOCATION,
        QuestionType.DATE,
        QuestionType.PICTURE_CHOICE,
        QuestionType.CONTACT,
    } <= set(kinds)
    assert [each.section for each in c2.questions if each.section] == ["Where", "When, and what for"]
    assert [each.ref for each in c2.questions if not each.starts_page] == ["Q10"]
    assert [each.ref for each in c2.questions if each.current.condition] == ["Q4", "Q11"]


def test_each_building_has_a_picture_with_words(c2: Consultation) -> None:
    choices = [each for each in question(c2, "Q3").current.choices if not each.exclusive]
    assert len(choices) == 3
    assert all(each.picture_id and each.picture_alt for each in choices)
    assert drawing("bank").content.startswith(b"\xff\xd8\xff")


def test_it_is_whole_in_welsh_and_urdu(c2: Consultation) -> None:
    assert c2.languages == ["en", "cy", "ur"]
    assert gaps(c2) == {"cy": 0, "ur": 0}
    assert TRANSLATIONS["cy"].keys() == TRANSLATIONS["ur"].keys()


def test_34_people_answered_by_every_way_and_language(c2: Consultation) -> None:
    rows = db.session.execute(select(Submission).where(Submission.activity_id == c2.id)).scalars().all()
    assert len(rows) == len({row.participant_id for row in rows}) == 34
    assert Counter(row.mode for row in rows) == {
        Mode.PHONE_WEB: 18,
        Mode.WEB: 6,
        Mode.KIOSK: 4,
        Mode.PAPER: 4,
        Mode.TELEPHONE: 2,
    }
    assert {row.language for row in rows} == {"en", "cy", "ur"}
    assert all(bool(row.keyed_by_id) is (row.mode in (Mode.PAPER, Mode.TELEPHONE)) for row in rows)
    assert all(bool(row.form_number) is (row.mode is Mode.PAPER) for row in rows)
    assert all(row.received_at < AT for row in rows)


def test_one_text_came_three_times_and_counts_until_somebody_looks(c2: Consultation) -> None:
    flagged = db.session.scalars(select(Flag).join(Submission).where(Submission.activity_id == c2.id)).all()
    assert len(flagged) == 3
    assert len({flag.cluster for flag in flagged}) == 1
    words = db.session.scalars(
        select(Contribution.text).where(Contribution.submission_id.in_([flag.submission_id for flag in flagged]))
    ).all()
    assert words == [CAMPAIGN] * 3
    states = Counter(db.session.scalars(select(Submission.state).where(Submission.activity_id == c2.id)))
    assert states == {SubmissionState.ACCEPTED: 31, SubmissionState.FLAGGED: 3}


def test_one_person_changed_their_answers(c2: Consultation) -> None:
    changed = db.session.scalars(
        select(Submission).where(Submission.activity_id == c2.id, Submission.version > 1)
    ).one()
    assert changed.version == 2
    assert changed.changed_at
    assert chosen(c2, "Q3")[changed.id] == [("club", None)]


def test_only_those_who_are_asked_have_answered(c2: Consultation) -> None:
    buildings, who = chosen(c2, "Q3"), chosen(c2, "Q2")
    elsewhere = db.session.scalars(
        select(Answer.submission_id).where(Answer.question_id == question(c2, "Q4").id)
    ).all()
    assert elsewhere
    assert all(buildings[key] == [("none", None)] for key in elsewhere)
    assert all(who[key][0][0] in ("mine", "both") for key in chosen(c2, "Q11"))


def test_what_is_shared_out_comes_to_the_total(c2: Consultation) -> None:
    shared = chosen(c2, "Q8")
    assert len(shared) > 20
    assert all(sum((amount or Decimal(0) for _code, amount in gave), Decimal(0)) == 500 for gave in shared.values())


def test_a_postcode_became_an_area_and_a_phone_number_stays_apart(c2: Consultation) -> None:
    told = [one.given["Q5"].parts for one in replies(TODAY, live.build(TODAY).sendings) if "Q5" in one.given]
    assert any("postcode" in parts for parts in told)
    details = db.session.scalars(select(Answer.detail).where(Answer.question_id == question(c2, "Q5").id)).all()
    assert all("postcode" not in detail for detail in details)
    assert count(select(Answer.id).where(Answer.question_id == question(c2, "Q13").id)) == 0
    assert count(select(Contact.id).where(Contact.purpose == "C2-Q13")) > 0


def test_the_record_says_who_agreed_what_was_promised_and_how_people_were_told(c2: Consultation) -> None:
    kinds = Counter(db.session.scalars(select(RecordEntry.kind).where(RecordEntry.activity_id == c2.id)))
    assert kinds == {RecordKind.MANDATE: 1, RecordKind.PROMISE: 1, RecordKind.FORMAT: 2, RecordKind.PROMOTION: 2}
    assert c2.is_proposal is True
    assert c2.late_rule
    (document,) = documents_of(c2.id)
    assert [one.version for one in document.versions] == [2, 1]
    assert len({one.sha256 for one in document.versions}) == 2
    assert all(one.sort == "PDF" for one in document.versions)


def test_a_roll_a_kiosk_and_two_outreach_tasks(c2: Consultation) -> None:
    assert mine(c2, RollEntry) == 8
    used = count(select(RollEntry.id).where(RollEntry.consultation_id == c2.id, RollEntry.used))
    assert used == count(select(Submission.id).where(Submission.activity_id == c2.id, Submission.invited)) == 2
    assert mine(c2, Kiosk) == 1
    tasks = db.session.scalars(select(OutreachTask).where(OutreachTask.consultation_id == c2.id)).all()
    assert len(tasks) == 2
    assert [bool(task.outcome) for task in tasks if task.done_on] == [True]
    assert [task.due_on > TODAY for task in tasks if not task.done_on and task.due_on] == [True]


def test_the_chain_of_the_live_project_is_in_the_order_of_time(c2: Consultation) -> None:
    assert verify(stored_links()).ok
    times = db.session.scalars(
        select(EventRow.at).where(EventRow.project_id == c2.project_id).order_by(EventRow.sequence)
    ).all()
    assert list(times) == sorted(times)
    assert times[-1] <= AT


def test_the_first_questionnaire_is_as_it_was(c2: Consultation) -> None:
    c1 = db.session.scalars(select(Consultation).where(Consultation.ref == "C1")).one()
    assert len(c1.questions) == 8
    assert count(select(Submission.id).where(Submission.activity_id == c1.id)) == 46
    assert count(select(Project.id)) == 1


def test_the_same_day_gives_the_same_answers() -> None:
    known = live.build(TODAY).sendings
    answers = replies(TODAY, known)
    assert answers == replies(TODAY, known)
    assert sum(bool(one.about) for one in answers) == NEW_PEOPLE
    assert [one.sent_at for one in answers] == sorted(one.sent_at for one in answers)
    assert answers[-1].sent_at.date() < TODAY
    assert answers[0].sent_at.date() == TODAY + timedelta(days=live_where.OPENED + 1)
