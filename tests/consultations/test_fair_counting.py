"""Fair counting: duplicates are flagged and never dropped, honest people count, and every decision can be undone."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from codesign.consultations.counting import commands, queries
from codesign.core.terms import ActivityState, Mode, QuestionType, Role, SubmissionState
from codesign.extensions import db
from codesign.models import Consultation, EqualityAnswer, EventRow, Flag, Person, Submission
from tests.browser import Browser
from tests.consultations.crowds import TEMPLATE, honest, own_words, scripted, send_words, states
from tests.make import (
    NOW,
    commit,
    make_consultation,
    make_person,
    make_question,
    make_submission,
    sign_in,
)

START = NOW - timedelta(days=14)


@pytest.fixture
def consultation(app: object) -> Consultation:
    row = make_consultation(questions=((QuestionType.LONG_TEXT, "What should the new hub be like?"),))
    commit()
    return row


def manage(consultation: Consultation, rest: str = "") -> str:
    from codesign.models import Project

    return f"/manage/{db.session.get_one(Project, consultation.project_id).slug}/questions/{consultation.ref}{rest}"


def flags(rule: str | None = None) -> int:
    query = select(func.count()).select_from(Flag)
    return db.session.scalar(query.where(Flag.rule == rule) if rule else query) or 0


@pytest.mark.slow
def test_p7_of_1000_scripted_duplicates_95_in_100_are_flagged_and_of_500_honest_at_most_one_in_100(
    consultation: Consultation, staff_browser: Browser
) -> None:
    pick = random.Random(20260504)
    people = honest(consultation, 500, pick, START)
    script = scripted(consultation, 1000, pick, START + timedelta(days=5))
    commit()
    commands.look_again(consultation.project_id, consultation.ref, by=None, at=NOW)
    commit()
    assert states(script).count(SubmissionState.FLAGGED) >= 950
    assert states(people).count(SubmissionState.FLAGGED) <= 5
    totals = queries.totals(consultation.id)
    assert (totals.received, totals.counted) == (1500, 1500), "nothing is deleted, and a flag alone changes no count"
    largest = queries.campaigns(consultation.id)[0]
    assert largest.n >= 800, "a campaign is one campaign with its number"
    for campaign in queries.campaigns(consultation.id):
        for cluster in campaign.clusters:
            if db.session.scalar(select(Flag.id).where(Flag.cluster == cluster, Flag.verdict.is_(None)).limit(1)):
                commands.set_aside(
                    consultation.project_id, consultation.ref, cluster, reason="One script.", by=None, at=NOW
                )
    commit()
    after = queries.totals(consultation.id)
    assert after.received == 1500
    assert after.counted <= 700
    assert db.session.scalar(select(func.count()).select_from(Submission)) == 1500
    project = make_project_person(consultation)
    sign_in(staff_browser, project)
    page = staff_browser.get(manage(consultation, "/flags"))
    assert "1,500 responses received." in page.words
    assert f"{after.counted:,} are counted." in page.words
    assert "set aside, by the rule: " in page.words


def make_project_person(consultation: Consultation) -> Person:
    from codesign.models import Project

    person = make_person(Role.COMMISSIONER, project=db.session.get_one(Project, consultation.project_id))
    commit()
    return person


def test_p6_sixty_people_of_a_care_home_on_one_address_all_count(consultation: Consultation) -> None:
    pick = random.Random(60)
    for number in range(60):
        at = START + timedelta(seconds=40 * number)
        send_words(consultation, own_words(pick), at=at, started_at=at - timedelta(minutes=4), network="care-home")
    commit()
    commands.look_again(consultation.project_id, consultation.ref, by=None, at=NOW)
    totals = queries.totals(consultation.id)
    assert (totals.received, totals.counted, totals.set_aside) == (60, 60, 0)
    assert totals.flagged <= 6, "at most a few are flagged, and a flag keeps them"


def test_the_same_words_flag_both_of_them_and_both_count(consultation: Consultation) -> None:
    first = send_words(consultation, TEMPLATE, at=START)
    assert first.state is SubmissionState.ACCEPTED
    second = send_words(consultation, TEMPLATE.lower(), at=START + timedelta(hours=3))
    assert states([first.id, second.id]) == [SubmissionState.FLAGGED] * 2
    assert queries.totals(consultation.id).counted == 2
    event = db.session.scalars(select(EventRow).where(EventRow.kind == "sending_flagged")).one()
    assert event.details["rules"] == ["same_words"]
    assert "object" not in str(event.details), "events hold no words"


def test_words_alike_in_another_consultation_are_no_duplicate(consultation: Consultation) -> None:
    other = make_consultation(questions=((QuestionType.LONG_TEXT, "And here?"),))
    send_words(consultation, TEMPLATE, at=START)
    send_words(other, TEMPLATE, at=START)
    assert flags() == 0


def test_eight_begun_in_one_second_are_flagged_but_not_when_staff_typed_them(consultation: Consultation) -> None:
    for number in range(8):
        send_words(consultation, f"Words {number}", at=START + timedelta(minutes=number), started_at=START)
    assert flags("same_second") == 8
    other = make_consultation(questions=((QuestionType.LONG_TEXT, "And here?"),))
    for _ in range(8):
        typed = make_submission(other, mode=Mode.PAPER)
        typed.started_at = START
        commands.look_at(typed, ["Words on paper"])
    assert flags("same_second") == 8


def test_a_burst_from_one_network_is_flagged_once_there_are_five(consultation: Consultation) -> None:
    sent = []
    for number, word in enumerate(("blind", "frail", "many", "some", "most")):
        text = TEMPLATE.replace("older", word)
        at = START + timedelta(minutes=number)
        sent.append(send_words(consultation, text, at=at, network="one").id)
        assert flags("burst") == (5 if number == 4 else 0)
    sixth = send_words(consultation, TEMPLATE, at=START + timedelta(minutes=9), network="one")
    clusters = db.session.scalars(select(Flag.cluster).where(Flag.rule == "burst").distinct()).all()
    assert flags("burst") == 6
    assert len(clusters) == 1
    assert states([sixth.id]) == [SubmissionState.FLAGGED]


def test_answers_that_cannot_both_be_true_are_found_by_looking_again(consultation: Consultation) -> None:
    row = send_words(consultation, "Warm rooms", at=START)
    for question, value in (("health_12m", "no"), ("activity_restriction", "yes_a_lot")):
        db.session.add(
            EqualityAnswer(project_id=row.project_id, participant_id=row.participant_id, question=question, value=value)
        )
    choice = make_question(consultation, QuestionType.SEVERAL_CHOICES, "What helps?", labels=("A lift", "None"))
    choice.current.choices[1].exclusive = True
    from codesign.models import Answer, AnswerChoice

    paper = make_submission(consultation, mode=Mode.PAPER)
    answer = Answer(submission_id=paper.id, question_id=choice.id, question_version_id=choice.current.id)
    answer.chosen = [AnswerChoice(choice_id=each.id) for each in choice.current.choices]
    db.session.add(answer)
    db.session.flush()
    assert commands.look_again(consultation.project_id, consultation.ref, by=None, at=NOW) == 2
    details = set(db.session.scalars(select(Flag.detail)))
    assert details == {"no_condition_yet_reduced", "none_and_some"}
    assert commands.look_again(consultation.project_id, consultation.ref, by=None, at=NOW) == 0, "nothing twice"


def test_setting_aside_keeps_everything_and_can_be_undone(consultation: Consultation) -> None:
    late = consultation.closes_at
    assert late is not None
    sent = [send_words(consultation, TEMPLATE, at=START).id, send_words(consultation, TEMPLATE, at=START).id]
    sent.append(send_words(consultation, TEMPLATE, at=late + timedelta(hours=1)).id)
    db.session.get_one(Submission, sent[2]).state_rule = "late"
    cluster = db.session.scalars(select(Flag.cluster)).first() or ""
    by: dict[str, Any] = {"by": None, "at": NOW}
    n = commands.set_aside(consultation.project_id, consultation.ref, cluster, reason="A script.", but_first=True, **by)
    assert n == 2
    totals = queries.totals(consultation.id)
    assert (totals.received, totals.counted, totals.excluded) == (3, 1, (("same_words", 2),))
    assert db.session.get_one(Submission, sent[2]).state_reason == "A script."
    assert commands.undo(consultation.project_id, consultation.ref, cluster, **by) == 3
    assert queries.totals(consultation.id).counted == 3
    assert db.session.get_one(Submission, sent[2]).state_rule == "late", "it came late, whatever else was said of it"
    kinds = list(db.session.scalars(select(EventRow.kind).order_by(EventRow.sequence)))
    assert kinds[-2:] == ["sendings_excluded", "flag_opened_again"]


def test_what_was_kept_stays_kept_when_all_are_looked_at_again(consultation: Consultation) -> None:
    sent = [send_words(consultation, TEMPLATE, at=START).id for _ in range(2)]
    cluster = db.session.scalars(select(Flag.cluster)).first() or ""
    commands.keep(consultation.project_id, consultation.ref, cluster, by=None, at=NOW)
    assert states(sent) == [SubmissionState.ACCEPTED] * 2
    commands.look_again(consultation.project_id, consultation.ref, by=None, at=NOW)
    assert states(sent) == [SubmissionState.ACCEPTED] * 2
    send_words(consultation, TEMPLATE, at=START)
    group = queries.flags_page(consultation.project_id, consultation.ref).waiting[0]
    assert (group.n, group.stands) == (3, "partly"), "one more that came later waits for a look"


def test_staff_look_at_a_group_and_decide_with_a_reason(consultation: Consultation, browser: Browser) -> None:
    send_words(consultation, TEMPLATE, at=START)
    other = send_words(consultation, TEMPLATE.replace("market square", "high street"), at=START)
    send_words(consultation, TEMPLATE, at=START + timedelta(days=1))
    commit()
    sign_in(browser, make_project_person(consultation))
    page = browser.get(manage(consultation, "/flags"))
    page = browser.submit(page, "#look", follow=True)
    assert page.text("#totals") == ["3 responses received. 3 are counted."]
    address = next(link for link in page.links("table a") if "near_words" in link)
    page = browser.get(address)
    assert page.text("mark")[0] in ("high street.", "market square."), "the words that differ are marked"
    page = browser.submit(page, "#decide", verdict="ticked")
    assert page.status == 422
    assert "Write why these are not counted." in page.words
    page = browser.submit(
        page, "#decide", verdict="ticked", reason="Sent by a script.", chosen=[other.ref], follow=True
    )
    assert page.text("#totals") == ["3 responses received. 2 are counted."]
    assert "Nearly the same words" in page.text("#why-not li")[0]
    page = browser.submit(page, "#undo", follow=True)
    assert page.text("#totals") == ["3 responses received. 3 are counted."]


def test_a_group_of_another_consultation_is_not_found(consultation: Consultation, browser: Browser) -> None:
    other = make_consultation(questions=((QuestionType.LONG_TEXT, "And here?"),))
    send_words(other, TEMPLATE, at=START)
    send_words(other, TEMPLATE, at=START)
    cluster = db.session.scalars(select(Flag.cluster)).first() or ""
    commit()
    sign_in(browser, make_project_person(consultation))
    assert browser.get(manage(consultation, f"/flags/{cluster}")).status == 404
    assert browser.get(manage(consultation, "/flags/none-such")).status == 404


def test_networks_are_deleted_30_days_after_the_close(consultation: Consultation) -> None:
    assert consultation.closes_at is not None
    sent = send_words(consultation, "Warm rooms", at=START, network="one").id
    consultation.state = ActivityState.CLOSED
    db.session.flush()
    assert commands.clear_networks(at=consultation.closes_at + timedelta(days=29)) == 0
    assert commands.clear_networks(at=consultation.closes_at + timedelta(days=30)) == 1
    db.session.expire_all()
    assert db.session.get_one(Submission, sent).network is None
