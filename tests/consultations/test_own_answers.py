"""A sent answer can be seen, copied, changed until the close and taken back; a begun one can be carried on."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from codesign.consultations.own.changing import answers_before
from codesign.consultations.rows import people_counted
from codesign.core.terms import Consent, ContributionKind, QuestionType, Standing
from codesign.extensions import db
from codesign.jobs import LAST_TRY, drain_outbox
from codesign.models import (
    Answer,
    Consultation,
    Contribution,
    ContributionVersion,
    Draft,
    EventRow,
    Model,
    OutboxMessage,
    Submission,
    SubmissionVersion,
)
from tests.browser import Browser, Page
from tests.consultations.asking import address, answer_all, begin, count, go_on, questionnaire, send
from tests.make import NOW, commit, make_question

ADDRESS = "dilys.parry@example.com"


def sent(browser: Browser, **fields: Any) -> Consultation:
    consultation = questionnaire(asks_equality=False, **fields)
    page = send(browser, answer_all(browser, consultation), follow=True)
    assert page.soup.select("#receipt"), page.words
    return consultation


def change(browser: Browser, consultation: Consultation) -> Page:
    return browser.submit(browser.get(address(consultation, "/thanks")), "#change", follow=True)


def alter(browser: Browser, consultation: Consultation, question: str, button: str = "continue", **fields: Any) -> Page:
    page = browser.get(address(consultation, f"/q/{question}?then=check"))
    return go_on(browser, page, button, **fields)


def closed(consultation: Consultation, *, hours: int = 1) -> None:
    row = db.session.get_one(Consultation, consultation.id)
    row.closes_at = NOW - timedelta(hours=hours)
    commit()


def words_of(question: str) -> Contribution:
    db.session.rollback()
    from codesign.models import Question

    return db.session.scalars(
        select(Contribution).join(Question, Question.id == Contribution.question_id).where(Question.ref == question)
    ).one()


# Changing


def test_a_change_is_a_new_version_under_the_same_receipt(browser: Browser) -> None:
    consultation = sent(browser)
    receipt = browser.get(address(consultation, "/thanks")).text("#receipt")
    page = change(browser, consultation)
    assert "They count as they are until you send the change." in page.words
    assert page.one("#consent").has_attr("checked")
    assert count(SubmissionVersion) == 0
    alter(browser, consultation, "Q1", answer="c2")
    alter(browser, consultation, "Q4", answer="Warm, with two kettles.")
    page = alter(browser, consultation, "Q3", "clear")
    before = db.session.scalars(select(Answer)).all()
    assert len(before) == 6  # what was sent stands until the change is sent
    thanks = send(browser, browser.get(address(consultation, "/check")), follow=True)
    assert thanks.text("#receipt") == receipt
    assert "You changed your answers on" in thanks.words
    assert "This is version 2." in thanks.words
    assert count(Submission) == 1
    assert count(Draft) == 0
    row = db.session.scalars(select(Submission)).one()
    assert (row.version, row.changed_at is not None) == (2, True)
    earlier = db.session.scalars(select(SubmissionVersion)).one()
    assert (earlier.number, earlier.at) == (1, row.received_at)
    assert earlier.answers["Q1"]["values"] == ["c1"]
    assert earlier.answers["Q6"]["words"] == "3.5"  # a number is no words
    assert "Warm" not in str(earlier.answers)
    assert "garden" not in str(answers_before(row.id))
    event = db.session.scalars(select(EventRow).where(EventRow.kind == "answers_changed")).one()
    assert event.details == {"ref": row.ref, "version": 2, "questions": ["Q1", "Q3", "Q4"]}
    assert "kettle" not in str(event.details)
    assert people_counted(consultation) == 1


def test_changed_words_append_a_wording_and_words_taken_out_are_withdrawn(browser: Browser) -> None:
    consultation = sent(browser)
    code = words_of("Q4").code
    change(browser, consultation)
    alter(browser, consultation, "Q4", answer="Warm, with two kettles.")
    alter(browser, consultation, "Q3", "clear")
    send(browser, browser.get(address(consultation, "/check")))
    kept = words_of("Q4")
    assert (kept.code, kept.text) == (code, "Warm, with two kettles.")
    wordings = db.session.scalars(
        select(ContributionVersion.text)
        .where(ContributionVersion.contribution_id == kept.id)
        .order_by(ContributionVersion.number)
    )
    assert list(wordings) == ["Warm, with a kettle.", "Warm, with two kettles."]
    gone = words_of("Q3")
    assert (gone.standing, gone.text) == (Standing.WITHDRAWN, "")
    untouched = words_of("Q2")
    assert len(db.session.scalars(select(ContributionVersion).where(
        ContributionVersion.contribution_id == untouched.id)).all()) == 1  # fmt: skip
    page = browser.get(address(consultation, "/thanks"))
    assert "two kettles" in page.words
    assert "The garden" not in page.words


def test_words_added_in_a_change_are_new_words_with_the_consent_given(browser: Browser) -> None:
    consultation = questionnaire(asks_equality=False)
    page = go_on(browser, begin(browser, consultation), answer="c1")
    send(browser, browser.get(address(consultation, "/check")))
    change(browser, consultation)
    alter(browser, consultation, "Q4", answer="Open late. Call me on 01632 960 001.")
    send(browser, browser.get(address(consultation, "/check")), "count_only")
    words = words_of("Q4")
    assert (words.kind, words.consent) == (ContributionKind.ANSWER, Consent.COUNT_ONLY)
    assert words.standing is Standing.WAITING  # personal details wait for a reader
    assert page.status == 200


def test_a_change_of_consent_alone_is_no_new_version(browser: Browser) -> None:
    consultation = sent(browser)
    change(browser, consultation)
    send(browser, browser.get(address(consultation, "/check")), "count_only")
    db.session.rollback()
    assert set(db.session.scalars(select(Contribution.consent))) == {Consent.COUNT_ONLY}
    assert db.session.scalars(select(Submission.version)).one() == 1


def test_a_change_pressed_twice_is_one_version(browser: Browser) -> None:
    consultation = sent(browser)
    change(browser, consultation)
    page = alter(browser, consultation, "Q1", answer="c2")
    send(browser, page)
    twice = send(browser, page)
    assert twice.location.endswith("/thanks")
    assert count(SubmissionVersion) == 1


def test_a_third_version_keeps_both_before_it(browser: Browser) -> None:
    consultation = sent(browser)
    for choice in ("c2", "c1"):
        change(browser, consultation)
        send(browser, alter(browser, consultation, "Q1", answer=choice))
    row = db.session.scalars(select(Submission)).one()
    assert row.version == 3
    assert [kept["Q1"]["values"] for kept in answers_before(row.id)] == [["c1"], ["c2"]]


def test_leaving_a_change_leaves_the_answers_as_they_were_sent(browser: Browser) -> None:
    consultation = sent(browser)
    change(browser, consultation)
    alter(browser, consultation, "Q1", answer="c2")
    thanks = browser.get(address(consultation, "/thanks"))
    assert "You began to change these answers." in thanks.words
    browser.submit(browser.get(address(consultation, "/check")), "#leave")
    assert count(Draft) == 0
    assert db.session.scalars(select(Submission.version)).one() == 1


def test_answers_are_changed_until_the_close_and_not_in_the_day_after_it(browser: Browser) -> None:
    consultation = sent(browser)
    page = change(browser, consultation)
    thanks = browser.get(address(consultation, "/thanks"))
    closed(consultation)
    late = send(browser, page)
    assert late.status == 410
    assert "Your answers count as you sent them." in late.words
    assert browser.get(address(consultation, "/q/Q1")).status == 410
    assert db.session.scalars(select(Submission.version)).one() == 1
    assert "can no longer be changed" in browser.get(address(consultation, "/thanks")).words
    other = Browser(browser.client.application)
    assert other.get(address(consultation, "/my-answers.txt")).status == 303
    assert thanks.status == 200


def test_nobody_changes_what_somebody_else_sent(browser: Browser) -> None:
    consultation = sent(browser)
    stranger = Browser(browser.client.application)
    page = stranger.get(address(consultation))
    token = page.one("#begin [name=csrf_token]")["value"]
    stranger.post(address(consultation, "/thanks/change"), {"csrf_token": token})
    assert count(Draft) == 0


def test_an_answer_to_a_question_taken_out_since_stays(browser: Browser) -> None:
    consultation = sent(browser)
    row = db.session.get_one(Consultation, consultation.id)
    row.questions[4].withdrawn_at = NOW
    commit()
    change(browser, consultation)
    send(browser, alter(browser, consultation, "Q1", answer="c2"))
    assert count(Answer) == 6


def test_how_to_reach_someone_stays_when_other_answers_change(browser: Browser) -> None:
    from codesign.models import Contact

    consultation = questionnaire(asks_equality=False)
    make_question(consultation, QuestionType.CONTACT, "How may we reach you?", required=True)
    commit()
    go_on(browser, begin(browser, consultation), answer="c1")
    page = browser.get(address(consultation, "/q/Q7"))
    fields: dict[str, Any] = {"Q7-email": ADDRESS}
    browser.submit(page, "#question-form", button=("go", "continue"), **fields)
    send(browser, browser.get(address(consultation, "/check")))
    assert count(Contact) == 1
    change(browser, consultation)
    send(browser, alter(browser, consultation, "Q1", answer="c2"))
    db.session.rollback()
    assert db.session.scalars(select(Contact.address)).one() == ADDRESS
    assert db.session.scalars(select(Submission.version)).one() == 2


# Seen, copied, taken back


def test_the_copies_say_what_was_sent_and_who_may_have_it(browser: Browser) -> None:
    pikepdf = pytest.importorskip("pikepdf")
    consultation = sent(browser)
    plain = browser.get(address(consultation, "/my-answers.txt"))
    text = plain.body.decode()
    assert "Warm, with a kettle." in text
    assert "Your receipt code: " in text
    made = browser.get(address(consultation, "/my-answers.pdf"))
    assert made.headers["Content-Type"] == "application/pdf"
    assert "attachment" in made.headers["Content-Disposition"]
    import io

    with pikepdf.open(io.BytesIO(made.body)) as document:
        assert document.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in document.Root
        assert str(document.docinfo["/Title"]) == "Have your say"
    stranger = Browser(browser.client.application)
    assert stranger.get(address(consultation, "/my-answers.pdf")).status == 303


def test_answers_taken_back_by_receipt_on_another_device_count_nowhere(browser: Browser) -> None:
    consultation = sent(browser)
    change(browser, consultation)
    send(browser, alter(browser, consultation, "Q1", answer="c2"))
    receipt = browser.get(address(consultation, "/thanks")).text("#receipt")[0]
    library = Browser(browser.client.application)
    library.submit(library.get("/receipt"), "#receipt", code=receipt)
    library.submit(library.get("/receipt/take-back"), "main form", follow=True)
    db.session.rollback()
    assert people_counted(consultation) == 0
    assert count(Answer) == 0
    assert count(SubmissionVersion) == 0
    assert set(db.session.scalars(select(Contribution.text))) == {""}
    row = db.session.scalars(select(Submission)).one()
    assert (row.words_digest, row.network) == (None, None)
    assert browser.get(address(consultation, "/thanks")).status == 303
    assert browser.get(address(consultation)).soup.select("#begin")  # they may begin anew


def test_a_change_that_was_open_when_the_answers_were_taken_back_is_gone(browser: Browser) -> None:
    consultation = sent(browser)
    receipt = browser.get(address(consultation, "/thanks")).text("#receipt")[0]
    change(browser, consultation)
    other = Browser(browser.client.application)
    other.submit(other.get("/receipt"), "#receipt", code=receipt)
    other.submit(other.get("/receipt/take-back"), "main form")
    assert count(Draft) == 0


# A link to carry on with


def asked_for_link(browser: Browser, consultation: Consultation, to: str = ADDRESS) -> Page:
    page = go_on(browser, begin(browser, consultation), answer="c1")
    go_on(browser, page, "save")
    return browser.submit(browser.get(address(consultation, "/save/link")), "#send-link", email=to, follow=True)


def link_in_outbox() -> str:
    db.session.rollback()
    body = db.session.scalars(select(OutboxMessage.body)).one()
    found = re.search(r"http://localhost(\S+/carry-on/link/\S+)", body)
    assert found, body
    return found[1]


def everything() -> str:
    db.session.rollback()
    return str([[tuple(row) for row in db.session.execute(select(table))] for table in Model.metadata.sorted_tables])


def test_a_link_is_sent_once_and_its_address_is_nowhere_afterwards(browser: Browser, app: Flask) -> None:
    consultation = questionnaire()
    page = asked_for_link(browser, consultation)
    assert "We delete your address once it is sent." in page.words
    link = link_in_outbox()
    assert len(link.rsplit("/", 1)[1]) >= 22  # 128 bits or more
    assert ADDRESS in everything()
    assert drain_outbox() == 1
    left = everything()
    assert ADDRESS not in left
    assert "dilys" not in left
    assert link.rsplit("/", 1)[1] not in left
    row = db.session.scalars(select(OutboxMessage)).one()
    assert (row.recipient, row.body, row.sent_at is not None) == ("", "", True)


def test_an_address_nobody_can_reach_is_forgotten_too(
    browser: Browser, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(row: OutboxMessage) -> None:
        raise OSError(f"no such mailbox: {row.recipient}")

    monkeypatch.setattr("codesign.jobs._deliver", refuse)
    asked_for_link(browser, questionnaire())
    assert drain_outbox() == 0
    db.session.rollback()
    row = db.session.scalars(select(OutboxMessage)).one()
    assert ADDRESS not in row.last_error
    row.attempts, row.held_until = LAST_TRY - 1, None
    commit()
    assert drain_outbox() == 0
    assert ADDRESS not in everything()


def test_a_link_works_once_and_only_by_its_button(browser: Browser) -> None:
    consultation = questionnaire()
    asked_for_link(browser, consultation)
    link = link_in_outbox()
    scanner = Browser(browser.client.application)
    for _look in range(3):  # a mail system looks at it first
        assert scanner.get(link).status == 200
    laptop = Browser(browser.client.application)
    page = laptop.submit(laptop.get(link), "#use-link", follow=True)
    assert page.url.endswith("/q/Q3")
    assert count(Draft) == 1
    used = Browser(browser.client.application).get(link)
    assert used.status == 410
    assert "This link was used already, or it is too old. If you have a code, type it here." in used.words
    assert used.soup.select("#carry-on #code")
    again = laptop.submit(scanner.get(address(consultation, "/carry-on")), "#carry-on", code="nothing")
    assert again.status in (400, 422)


def test_a_link_can_be_stopped_and_a_new_one_stops_the_old(browser: Browser) -> None:
    consultation = questionnaire()
    page = asked_for_link(browser, consultation)
    link = link_in_outbox()
    browser.submit(page, "#stop-link", follow=True)
    assert browser.get(link).status == 410
    assert count(Draft) == 1


def test_a_link_used_too_late_says_that_it_has_closed(browser: Browser) -> None:
    consultation = questionnaire()
    asked_for_link(browser, consultation)
    link = link_in_outbox()
    db.session.scalars(select(Draft)).one().started_at = NOW - timedelta(hours=3)
    closed(consultation, hours=1)
    assert browser.get(link).status == 200  # they began before the close
    closed(consultation, hours=25)
    late = browser.get(link)
    assert late.status == 410
    assert "These answers came too late. They had to be sent within 24 hours of the close." in late.words


def test_a_link_never_brings_answers_over_those_of_somebody_else(browser: Browser) -> None:
    consultation = questionnaire()
    asked_for_link(browser, consultation)
    link = link_in_outbox()
    sister = Browser(browser.client.application)
    go_on(sister, begin(sister, consultation), answer="c2")
    sister.submit(sister.get(link), "#use-link")
    db.session.rollback()
    drafts = db.session.scalars(select(Draft)).all()
    assert sorted(draft.answers["Q1"]["values"][0] for draft in drafts) == ["c1", "c2"]


def test_an_address_that_is_none_is_kept_on_the_page(browser: Browser) -> None:
    consultation = questionnaire()
    go_on(browser, go_on(browser, begin(browser, consultation), answer="c1"), "save")
    page = browser.submit(browser.get(address(consultation, "/save/link")), "#send-link", email="dilys at home")
    assert page.status == 422
    assert page.one("#email")["value"] == "dilys at home"
    assert count(OutboxMessage) == 0


def test_the_same_receipt_twice(browser: Browser) -> None:
    consultation = questionnaire(asks_equality=False)
    page = answer_all(browser, consultation)
    first = send(browser, page, follow=True).text("#receipt")
    assert send(browser, page, follow=True).text("#receipt") == first
    assert count(Submission) == 1
