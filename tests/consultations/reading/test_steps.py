"""Anyone may see how many took part, in steps: two looks at the figures never tell of one person."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import func, select

from codesign.core.terms import QuestionType, SubmissionState
from codesign.extensions import db
from codesign.models import Consultation, EqualityAnswer, Project, ResultsStep, Submission
from codesign.tallies.steps import DAY, STEP, PublicFigures, in_tens, public_figures, take_due_steps, take_step
from tests.browser import Browser
from tests.consultations.reading.every_kind import taken_in
from tests.make import NOW, commit, make_consultation, make_participant


def survey() -> Consultation:
    return make_consultation(
        questions=((QuestionType.ONE_CHOICE, "Which?", ("Bus", "Train")),), opens_at=NOW - timedelta(days=20)
    )


def answer(consultation: Consultation, at: datetime, sex: str = "", age: str = "") -> Submission:
    from codesign.consultations import rows
    from codesign.core.questions.answering import Given

    project = db.session.get_one(Project, consultation.project_id)
    participant = make_participant(project)
    for question, value in (("sex", sex), ("age_band", age)):
        if value:
            db.session.add(
                EqualityAnswer(project_id=project.id, participant_id=participant.id, question=question, value=value)
            )
    db.session.flush()
    taken_in(
        consultation, {"Q1": (rows.asked(consultation.questions[0]), Given(("c1",)))}, participant=participant, at=at
    )
    return db.session.scalars(select(Submission).where(Submission.participant_id == participant.id)).one()


def test_the_figures_move_by_ten(app: Flask) -> None:
    consultation = survey()
    seen = []
    for _ in range(35):
        answer(consultation, NOW)
        seen.append(public_figures(consultation.id, NOW).people)
    assert seen == [0] * 9 + [10] * 10 + [20] * 10 + [30] * 6


def test_after_a_day_the_number_moves_and_nothing_else(app: Flask) -> None:
    consultation = survey()
    for _ in range(12):
        answer(consultation, NOW - timedelta(days=3), sex="female")
    before = public_figures(consultation.id, NOW)
    assert (before.people, before.counted, before.groups) == (10, 10, {"sex": {"female": "10"}})
    answer(consultation, NOW, sex="male")
    after = public_figures(consultation.id, NOW)
    assert after.people == 13
    assert (after.counted, after.groups) == (before.counted, before.groups)


def test_the_night_moves_what_no_answer_moved(app: Flask) -> None:
    consultation = survey()
    for _ in range(13):
        answer(consultation, NOW)
    assert take_due_steps(at=NOW + timedelta(hours=5)) == 0
    assert take_due_steps(at=NOW + DAY) == 1
    assert public_figures(consultation.id, NOW + DAY).people == 13
    assert take_due_steps(at=NOW + 2 * DAY) == 0


def test_what_was_set_aside_moves_with_the_next_step(app: Flask) -> None:
    consultation = survey()
    sent = [answer(consultation, NOW) for _ in range(20)]
    for one in sent[:4]:
        one.state, one.state_reason = SubmissionState.EXCLUDED, "Sent twice"
    db.session.flush()
    assert not take_step(consultation.id, at=NOW)
    assert public_figures(consultation.id, NOW).people == 20
    assert take_step(consultation.id, at=NOW + DAY)
    assert public_figures(consultation.id, NOW + DAY).people == 16


def looks(consultation: Consultation, moments: list[datetime]) -> list[PublicFigures]:
    return [public_figures(consultation.id, moment) for moment in moments]


def test_an_onlooker_who_subtracts_two_looks_learns_nothing_of_anyone(app: Flask) -> None:
    """He looks after every single answer, at all figures there are, and subtracts each pair of looks."""
    consultation = survey()
    rng = random.Random(7)
    seen: list[tuple[int, PublicFigures]] = []
    moment = NOW - timedelta(days=12)
    for number in range(140):
        moment += timedelta(hours=rng.choice([0, 0, 0, 1, 3, 30]))
        answer(consultation, moment, rng.choice(["female", "male"]), rng.choice(["16_24", "65_74", "85p", "pnts"]))
        seen.append((number + 1, public_figures(consultation.id, moment)))
    shapes = 0
    for place, (came, look) in enumerate(seen):
        for later_came, later in seen[place + 1 :]:
            if look.groups != later.groups:
                shapes += 1
                # What people are like moved: at least ten people lie between, whoever of them is newest.
                assert later.counted - look.counted >= STEP
                assert later_came - came >= 1
    assert shapes > 100
    # And each figure alone went through disclosure control: nothing under 8 but nought, all to the nearest 5.
    for _, look in seen:
        for groups in look.groups.values():
            for shown in groups.values():
                assert shown in ("[c]", "0") or (int(shown) >= 10 and int(shown) % 5 == 0)


def test_two_neighbouring_steps_of_the_figures_are_ten_people_apart(app: Flask) -> None:
    consultation = survey()
    for number in range(47):
        answer(consultation, NOW + timedelta(minutes=number), sex="female" if number % 3 else "male")
    steps = db.session.scalars(select(ResultsStep).order_by(ResultsStep.number)).all()
    counted = [step.figures["counted"] for step in steps]
    assert counted == [10, 20, 30, 40]
    assert db.session.scalar(select(func.count()).select_from(ResultsStep)) == 4


def test_the_start_page_shows_the_step_and_not_the_count(app: Flask, browser: Browser) -> None:
    consultation = survey()
    slug = db.session.get_one(Project, consultation.project_id).slug
    for _ in range(27):
        answer(consultation, NOW - timedelta(hours=1))
    commit()
    assert "20 people so far" in browser.get(f"/p/{slug}/c/{consultation.ref}").words
    assert "20 people so far" in browser.get(f"/p/{slug}").words
    answer(consultation, NOW - timedelta(minutes=1))
    commit()
    assert "20 people so far" in browser.get(f"/p/{slug}/c/{consultation.ref}").words
    assert "28" not in browser.get(f"/p/{slug}").words


def test_whole_tens_only() -> None:
    assert [in_tens(n) for n in (0, 9, 10, 29, 30)] == [0, 0, 10, 20, 30]
