"""A resident answers, checks, sends and gets a receipt; with and without scripts, twice, late, and elsewhere."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from codesign.core.chain import verify
from codesign.core.terms import ActivityState, Consent, Influence, Standing, SubmissionState
from codesign.extensions import db
from codesign.ledger import stored_links
from codesign.models import Answer, Contribution, Draft, EqualityAnswer, EventRow, Submission
from tests.browser import Browser
from tests.consultations.asking import HARD, address, answer_all, begin, count, go_on, named, questionnaire, send
from tests.make import NOW, commit, make_project


def test_a_resident_answers_one_question_a_page_and_gets_a_receipt(browser: Browser) -> None:
    consultation = questionnaire()
    page = answer_all(browser, consultation)
    assert page.text("h1") == ["Check your answers before you send them"]
    assert "3.5 miles" in page.words
    sent = send(browser, page)
    assert sent.status == 303
    assert sent.location.endswith("/about-you")
    thanks = browser.get(address(consultation, "/thanks"))
    row = db.session.scalars(select(Submission)).one()
    assert thanks.text("#receipt") == [row.receipt]
    assert (row.state, row.started_at is not None) == (SubmissionState.ACCEPTED, True)
    answers = db.session.scalars(select(Answer).where(Answer.submission_id == row.id)).all()
    assert len(answers) == 6
    words = {c.text: c for c in db.session.scalars(select(Contribution))}
    assert set(words) == {"The bus stops at five.", "The garden", "Warm, with a kettle."}
    assert all(
        c.consent is Consent.PUBLIC and c.question_id and c.standing is Standing.PUBLISHED for c in words.values()
    )
    assert count(Draft) == 0
    kinds = list(db.session.scalars(select(EventRow.kind)))
    assert kinds.count("words_sent") == 1
    assert kinds.count("words_said") == 3
    assert verify(stored_links()).ok


def test_the_question_page_says_where_one_is_and_why_it_is_asked(browser: Browser) -> None:
    consultation = questionnaire()
    page = go_on(browser, begin(browser, consultation), answer="c1")
    assert page.text("h1") == [HARD]
    assert page.text(".shape-progress__words span") == ["Question 2 of 6", "About 3 minutes left"]
    assert page.text("#why-Q2 .govuk-details__text") == ["So that we can take away what stops people."]
    assert page.text(".govuk-checkboxes__divider") == ["or"]
    assert page.one("[data-listen]").has_attr("hidden")
    assert page.one('[data-behaviour="exclusive"]')["value"] == "c3"
    assert page.soup.title is not None
    assert page.soup.title.get_text().startswith(HARD)


def test_sending_twice_gives_the_same_receipt(browser: Browser) -> None:
    consultation = questionnaire()
    page = answer_all(browser, consultation)
    first, second = send(browser, page), send(browser, page)
    assert (first.status, second.status) == (303, 303)
    assert (count(Submission), count(Answer), count(Contribution)) == (1, 6, 3)


def test_sending_twice_gives_the_same_receipt_after_the_close_too(browser: Browser) -> None:
    consultation = questionnaire()
    page = answer_all(browser, consultation)
    send(browser, page)
    consultation.closes_at = NOW - timedelta(days=3)
    commit()
    again = send(browser, page)
    assert again.status == 303
    assert again.location.endswith("/thanks")
    assert count(Submission) == 1


def test_two_tabs_keep_one_draft(browser: Browser) -> None:
    consultation = questionnaire()
    first = begin(browser, consultation)
    other = browser.get(address(consultation, "/q/Q3"))
    go_on(browser, other, answer="The garden")
    go_on(browser, first, answer="c2")
    assert count(Draft) == 1
    check = browser.get(address(consultation, "/check"))
    assert {"No", "The garden"} <= set(check.text(".govuk-summary-list__value"))


def test_a_tab_left_open_after_sending_says_so_and_changes_nothing(browser: Browser) -> None:
    consultation = questionnaire()
    page = answer_all(browser, consultation)
    old = browser.get(address(consultation, "/q/Q3"))
    send(browser, page)
    late = go_on(browser, old, follow=False, answer="Something new")
    assert late.status == 303
    assert late.location.endswith("/thanks")
    assert "This change was not added" in browser.get(late.location).words
    assert "Something new" not in browser.get(late.location).words
    assert browser.get(address(consultation, "/q/Q3")).location.endswith("/thanks")


def test_scripts_save_while_someone_types_and_get_only_the_save_line(browser: Browser) -> None:
    consultation = questionnaire()
    begin(browser, consultation)
    page = browser.get(address(consultation, "/q/Q4"))
    form = page.one("#question-form")
    assert (form["hx-target"], form["hx-swap"], form["hx-sync"]) == ("#saved", "outerHTML", "this:replace")
    token = str(page.one("#question-form [name=csrf_token]")["value"])
    saved = browser.post(str(form["hx-post"]), {"csrf_token": token, "Q4": "Half a sen", "Q4-version": "1"}, htmx=True)
    assert saved.status == 200
    assert saved.text("#saved .shape-saved__words") == ["Saved just now"]
    assert not saved.soup.select("h1")
    assert browser.get(address(consultation, "/q/Q4")).one("#Q4").get_text().strip() == "Half a sen"


def test_autosave_keeps_what_is_wrong_and_never_returns_an_error(browser: Browser) -> None:
    consultation = questionnaire()
    begin(browser, consultation)
    page = browser.get(address(consultation, "/q/Q6"))
    token = str(page.one("#question-form [name=csrf_token]")["value"])
    saved = browser.post(address(consultation, "/q/Q6/draft"), {"csrf_token": token, "Q6": "about six"}, htmx=True)
    assert saved.status == 200
    assert browser.get(address(consultation, "/q/Q6")).one("#Q6")["value"] == "about six"
    check = browser.get(address(consultation, "/check"))
    refused = browser.submit(check, "#send")
    assert refused.status == 422
    assert refused.soup.title is not None
    assert refused.soup.title.get_text().startswith("Error: ")
    assert "Type a number in figures, such as 4." in refused.text(".govuk-error-summary")[0]
    assert count(Submission) == 0


@pytest.mark.parametrize("htmx", [False, True])
def test_a_wrong_answer_says_what_to_do_and_keeps_what_was_typed(browser: Browser, htmx: bool) -> None:
    consultation = questionnaire()
    begin(browser, consultation)
    page = browser.get(address(consultation, "/q/Q2"))
    wrong = browser.submit(
        page,
        "#question-form",
        htmx=htmx,
        button=("go", "continue"),
        **named(page, answer=["c2", "c3"], words="Too <b>far</b>"),
    )
    assert wrong.status == 422
    assert wrong.soup.title is not None
    assert wrong.soup.title.get_text().startswith("Error: ")
    assert wrong.links(".govuk-error-summary a") == ["#Q2"]
    assert wrong.text("#Q2-error") == ["Error: Select “Nothing makes it hard” or other answers, not both."]
    assert [str(tag["value"]) for tag in wrong.soup.select("#question-form [name=Q2][checked]")] == ["c2", "c3"]
    assert wrong.one("#Q2-words").get_text().strip() == "Too <b>far</b>"


def test_nothing_is_forced_unless_the_question_says_so(browser: Browser) -> None:
    consultation = questionnaire()
    consultation.questions[0].current.required = True
    commit()
    page = begin(browser, consultation)
    assert "Skip this question" not in page.words
    refused = go_on(browser, page)
    assert refused.status == 422
    assert refused.text("#Q1-error") == ["Error: Select one answer."]
    page = go_on(browser, page, answer="c1")
    assert "Skip this question" in page.words
    assert go_on(browser, page).text(".shape-progress__words span")[0] == "Question 3 of 6"


def test_a_needed_answer_that_was_passed_by_stops_the_sending(browser: Browser) -> None:
    consultation = questionnaire()
    begin(browser, consultation)
    go_on(browser, browser.get(address(consultation, "/q/Q3")), answer="The garden")
    consultation.questions[0].current.required = True
    commit()
    refused = send(browser, browser.get(address(consultation, "/check")))
    assert refused.status == 422
    assert refused.links(".govuk-error-summary a") == [address(consultation, "/q/Q1?then=check")]
    assert count(Submission) == 0


def test_nothing_answered_is_nothing_to_send(browser: Browser) -> None:
    consultation = questionnaire()
    begin(browser, consultation)
    refused = send(browser, browser.get(address(consultation, "/check")))
    assert refused.status == 422
    assert refused.text(".govuk-error-summary li") == ["Answer at least one question, then send your answers."]


def test_words_need_a_choice_about_their_use(browser: Browser) -> None:
    consultation = questionnaire()
    page = answer_all(browser, consultation)
    refused = send(browser, page, None)
    assert refused.status == 422
    assert refused.links(".govuk-error-summary a") == ["#consent"]
    send(browser, refused, "count_only")
    assert set(db.session.scalars(select(Contribution.consent))) == {Consent.COUNT_ONLY}


def test_answers_without_words_need_no_choice_about_words(browser: Browser) -> None:
    consultation = questionnaire()
    go_on(browser, begin(browser, consultation), answer="c2")
    page = browser.get(address(consultation, "/check"))
    assert not page.soup.select("[name=consent]")
    assert browser.submit(page, "#send").status == 303
    assert (count(Answer), count(Contribution)) == (1, 0)


def test_changing_an_answer_from_the_check_page_leads_back_there(browser: Browser) -> None:
    consultation = questionnaire()
    page = answer_all(browser, consultation)
    change = page.links(".govuk-summary-list__actions a")[0]
    back = go_on(browser, browser.get(change), follow=False, answer="c2")
    assert back.location.endswith("/check")
    assert "No" in browser.get(back.location).text("#line-Q1 .govuk-summary-list__value")


def test_an_answer_can_be_taken_away_again(browser: Browser) -> None:
    consultation = questionnaire()
    go_on(browser, begin(browser, consultation), answer="c1")
    page = browser.get(address(consultation, "/q/Q1"))
    go_on(browser, page, "clear")
    assert browser.get(address(consultation, "/check")).text("#line-Q1 .govuk-summary-list__value") == [
        "You skipped this"
    ]


def test_not_sure_is_an_answer_of_its_own(browser: Browser) -> None:
    consultation = questionnaire()
    begin(browser, consultation)
    go_on(browser, browser.get(address(consultation, "/q/Q5")), answer="not_sure")
    page = go_on(browser, browser.get(address(consultation, "/q/Q6")), not_sure="not_sure")
    assert "I am not sure" in page.text("#line-Q5 .govuk-summary-list__value")
    send(browser, page)
    assert set(db.session.scalars(select(Answer.not_sure))) == {True}


def test_words_with_personal_details_wait_for_a_reader_and_are_not_lost(browser: Browser) -> None:
    consultation = questionnaire()
    page = answer_all(browser, consultation, "Phone me on 01632 960 114.")
    send(browser, page)
    held = db.session.scalars(select(Contribution).where(Contribution.standing == Standing.WAITING)).one()
    assert held.text == "Phone me on 01632 960 114."
    assert count(Contribution) == 3


HOSTILE = "<script>alert(1)</script>\u202e=cmd|'/C calc'!A0 {{ 7*7 }} %(x)s \x00\x0b' OR 1=1 -- 🏠"


def test_hostile_text_is_kept_as_words_and_shown_as_words(browser: Browser) -> None:
    consultation = questionnaire()
    page = answer_all(browser, consultation, HOSTILE)
    assert "<script>alert(1)</script>" in page.words
    assert "<script>alert(1)" not in page.html
    send(browser, page)
    thanks = browser.get(address(consultation, "/thanks"))
    assert "{{ 7*7 }} %(x)s" in thanks.words
    assert "<script>alert(1)" not in thanks.html
    text = browser.client.get(address(consultation, "/my-answers.txt"))
    assert text.mimetype == "text/plain"
    assert "<script>alert(1)</script>" in text.get_data(as_text=True)


def test_half_a_character_does_not_break_the_answer(browser: Browser) -> None:
    consultation = questionnaire()
    begin(browser, consultation)
    page = browser.get(address(consultation, "/q/Q4"))
    token = str(page.one("#question-form [name=csrf_token]")["value"])
    sent = browser.client.post(
        address(consultation, "/q/Q4"),
        data=b"csrf_token=" + token.encode() + b"&answer=ok%ED%A0%80%FF&go=continue&answer=2&version=99999999999",
        content_type="application/x-www-form-urlencoded",
    )
    assert sent.status_code == 303


def test_made_up_choices_and_fields_are_not_taken(browser: Browser) -> None:
    consultation = questionnaire()
    page = begin(browser, consultation)
    token = str(page.one("#question-form [name=csrf_token]")["value"])
    for data in ({"Q1": "c99"}, {"Q1": ["c1", "c2"]}, {"Q1-words": "x"}, {}, {"go": "burn", "Q1-version": "-1"}):
        assert browser.post(address(consultation, "/q/Q1"), {**data, "csrf_token": token}).status == 303
    assert browser.get(address(consultation, "/q/Q99")).status == 404
    assert browser.get(address(consultation, "/q/Q1").replace("/C1/", "/C9/")).status == 404


def test_another_projects_address_does_not_open_this_consultation(browser: Browser) -> None:
    consultation = questionnaire()
    other = make_project()
    commit()
    assert browser.get(f"/p/{other.slug}/c/{consultation.ref}").status == 404


# Stop and come back.


def test_someone_stops_and_carries_on_on_another_phone_with_a_code(browser: Browser, app: Flask) -> None:
    consultation = questionnaire()
    page = go_on(browser, begin(browser, consultation), answer="c1")
    saved = go_on(browser, page, "save", answer="c1")
    assert saved.text("h1") == ["Your answers are saved"]
    code = saved.text("#code")[0]
    assert len(code.split("-")) == 4
    phone = Browser(app)
    entry = phone.get(address(consultation, "/q/Q3"), follow=True)
    assert "We cannot find your answers on this phone. Use the link or code we gave you." in entry.words
    wrong = phone.submit(entry, "#carry-on", code="maple-11-river-12")
    assert wrong.status == 422
    assert wrong.one("#code")["value"] == "maple-11-river-12"
    on = phone.submit(wrong, "#carry-on", follow=True, code=code.upper().replace("-", " "))
    assert on.text(".shape-progress__words span")[0] == "Question 3 of 6"
    assert "It costs too much" in phone.get(address(consultation, "/check")).words
    used = Browser(app).get(address(consultation, f"/carry-on?code={code}"))
    assert Browser(app).submit(used, "#carry-on").status in (400, 422)  # another jar: no token of its own
    third = Browser(app)
    assert third.submit(third.get(address(consultation, "/carry-on")), "#carry-on", code=code).status == 422


def test_opening_the_link_uses_nothing_up(browser: Browser, app: Flask) -> None:
    consultation = questionnaire()
    code = go_on(browser, begin(browser, consultation), "save", answer="c1").text("#code")[0]
    phone = Browser(app)
    link = address(consultation, f"/carry-on?code={code}")
    phone.get(link)
    page = phone.get(link)
    assert page.one("#code")["value"] == code
    assert phone.submit(page, "#carry-on").status == 303


def test_a_code_typed_on_a_shared_phone_leaves_the_others_answers_alone(browser: Browser, app: Flask) -> None:
    consultation = questionnaire()
    code = go_on(browser, begin(browser, consultation), "save", answer="c1").text("#code")[0]
    shared = Browser(app)
    go_on(shared, begin(shared, consultation), answer="c2")
    shared.submit(shared.get(address(consultation, "/carry-on")), "#carry-on", code=code)
    assert "Yes" in shared.get(address(consultation, "/check")).text("#line-Q1 .govuk-summary-list__value")
    assert count(Draft) == 2


def test_guessing_codes_is_slowed_down(browser: Browser) -> None:
    consultation = questionnaire()
    page = browser.get(address(consultation, "/carry-on"))
    answers = [browser.submit(page, "#carry-on", code=f"maple-{n}-river-{n}").status for n in range(10, 35)]
    assert answers[0] == 422
    assert answers[-1] == 429


def test_coming_back_says_where_one_stopped(browser: Browser) -> None:
    consultation = questionnaire()
    page = go_on(browser, begin(browser, consultation), answer="c1")
    go_on(browser, page, answer="c1")
    start = browser.get(address(consultation))
    assert "You stopped at question 3." in start.words
    on = browser.submit(start, "#carry-on", follow=True, button=("go", "carry-on"))
    assert on.text(".shape-progress__words span")[0] == "Question 3 of 6"
    again = browser.submit(start, "#carry-on", follow=True, button=("go", "again"))
    assert again.text(".shape-progress__words span")[0] == "Question 1 of 6"
    assert not again.soup.select("[checked]")


def test_a_shared_phone_keeps_nothing_of_its_own(browser: Browser) -> None:
    consultation = questionnaire()
    page = begin(browser, consultation, shared_device="yes")
    form = page.one("#question-form")
    assert form.has_attr("data-shared-device")
    assert not form.has_attr("data-draft-key")
    assert "Stay on this page" in str(page.one("#saved")["data-words-offline"])
    other = begin(Browser(browser.client.application), consultation)
    assert str(other.one("#question-form")["data-draft-key"]).endswith(".C1.Q1")


def test_another_person_on_the_same_device_starts_clean(browser: Browser) -> None:
    consultation = questionnaire()
    send(browser, answer_all(browser, consultation))
    start = browser.get(address(consultation))
    assert "You took part on" in start.words
    fresh = browser.submit(start, "#another", follow=True)
    assert fresh.soup.select("#begin")
    send(browser, answer_all(browser, consultation))
    assert count(Submission) == 2
    assert len(set(db.session.scalars(select(Submission.participant_id)))) == 2


def test_leaving_a_shared_device_clears_it(browser: Browser) -> None:
    consultation = questionnaire()
    send(browser, answer_all(browser, consultation))
    browser.submit(browser.get(address(consultation, "/thanks")), "#another", button=("go", "leave"))
    assert browser.get(address(consultation, "/thanks")).status == 303


# Windows.


def test_a_closed_consultation_says_thank_you_with_410(browser: Browser) -> None:
    consultation = questionnaire(closes_at=NOW - timedelta(days=2))
    for rest in ("", "/q/Q1", "/check"):
        page = browser.get(address(consultation, rest), follow=True)
        assert page.status == 410
        assert page.text("h1") == ["Thank you. This is now closed"]
    assert "We listen" in page.words


def test_a_close_by_hand_closes_whatever_the_date_says(browser: Browser) -> None:
    consultation = questionnaire(state=ActivityState.CLOSED)
    assert browser.get(address(consultation)).status == 410


def test_a_form_sent_after_the_close_by_someone_new_is_410_and_writes_nothing(browser: Browser) -> None:
    consultation = questionnaire()
    page = browser.get(address(consultation))
    consultation.closes_at = NOW - timedelta(hours=1)
    commit()
    assert browser.submit(page, "#begin").status == 410
    assert count(Draft) == 0


def test_who_began_before_the_close_has_24_hours(browser: Browser) -> None:
    consultation = questionnaire()
    page = answer_all(browser, consultation)
    draft = db.session.scalars(select(Draft)).one()
    draft.started_at = NOW - timedelta(hours=2)
    consultation.closes_at = NOW - timedelta(hours=1)
    commit()
    question = browser.get(address(consultation, "/q/Q3"))
    assert "You started before that. You can still send your answers until" in question.words
    assert send(browser, page).status == 303
    assert db.session.scalars(select(Submission)).one().state_rule == "late"


def test_after_24_hours_it_is_over_for_everyone(browser: Browser) -> None:
    consultation = questionnaire()
    page = answer_all(browser, consultation)
    db.session.scalars(select(Draft)).one().started_at = NOW - timedelta(days=3)
    consultation.closes_at = NOW - timedelta(hours=25)
    commit()
    assert send(browser, page).status == 410
    assert count(Submission) == 0


def test_before_it_opens_the_page_says_when(browser: Browser) -> None:
    consultation = questionnaire(opens_at=NOW + timedelta(days=3))
    page = browser.get(address(consultation))
    assert page.status == 200
    assert "Opens " in page.words
    assert not page.soup.select("#begin")
    assert browser.get(address(consultation, "/q/Q1")).status == 303


def test_a_consultation_still_being_written_is_not_there(browser: Browser) -> None:
    consultation = questionnaire(state=ActivityState.DRAFT)
    assert browser.get(address(consultation)).status == 404


def test_what_is_decided_is_said_before_anyone_answers(browser: Browser) -> None:
    consultation = questionnaire(
        influence=Influence.PARTLY_OPEN, influence_reason="The building stays, the law says so."
    )
    page = browser.get(address(consultation))
    assert "Some of this is decided. The building stays, the law says so." in page.words


# About the person, kept apart.


def test_equality_answers_come_after_sending_and_stay_apart(browser: Browser) -> None:
    consultation = questionnaire()
    page = answer_all(browser, consultation)
    assert browser.get(address(consultation, "/about-you")).location.endswith(address(consultation))
    intro = browser.submit(page, "#send", follow=True, consent="public")
    assert intro.text("h1") == ["A few questions about you"]
    assert "No thanks, finish" in intro.words
    ask = browser.get(intro.links("a.govuk-button")[0])
    for value in ("35_44", "pnts", "no"):
        ask = browser.submit(ask, "#equality", follow=True, answer=value)
    assert ask.text("h1") == ["What is your ethnic group?"]
    ask = browser.submit(ask, "#equality", follow=True)
    done = browser.submit(ask, "#equality", follow=True, answer="no")
    assert done.text("h1") == ["Thank you. We have your answers"]
    rows = {row.question: row.value for row in db.session.scalars(select(EqualityAnswer))}
    told = {"age_band": "35_44", "sex": "pnts", "health_12m": "no", "carer": "no"}
    assert rows == {**told, "disabled": "not_disabled"}, "the last is derived as published tables count it"
    events = db.session.scalars(select(EventRow).where(EventRow.kind == "equality_answered")).all()
    assert len(events) == 4
    assert not any("35_44" in str(event.details) for event in events)
    assert "35_44" not in browser.client.get(address(consultation, "/my-answers.txt")).get_data(as_text=True)


def test_an_equality_answer_can_be_changed_and_takes_what_hung_on_it_along(browser: Browser) -> None:
    consultation = questionnaire()
    send(browser, answer_all(browser, consultation))
    health = browser.get(address(consultation, "/about-you/health_12m"))
    follow_on = browser.submit(health, "#equality", follow=True, answer="yes")
    assert follow_on.url.endswith("/activity_restriction")

    def rows() -> dict[str, str]:
        return {row.question: row.value for row in db.session.scalars(select(EqualityAnswer))}

    assert rows() == {"health_12m": "yes"}
    browser.submit(follow_on, "#equality", answer="yes_a_lot")
    assert rows() == {"health_12m": "yes", "activity_restriction": "yes_a_lot", "disabled": "disabled"}
    browser.submit(browser.get(address(consultation, "/about-you/health_12m")), "#equality", answer="no")
    assert rows() == {"health_12m": "no", "disabled": "not_disabled"}
    browser.submit(browser.get(address(consultation, "/about-you/health_12m")), "#equality", answer="pnts")
    assert rows() == {"health_12m": "pnts"}


def test_a_made_up_equality_answer_is_refused(browser: Browser) -> None:
    consultation = questionnaire()
    send(browser, answer_all(browser, consultation))
    page = browser.get(address(consultation, "/about-you/sex"))
    token = str(page.one("#equality [name=csrf_token]")["value"])
    refused = browser.post(address(consultation, "/about-you/sex"), {"csrf_token": token, "answer": "dragon"})
    assert refused.status == 422
    assert browser.get(address(consultation, "/about-you/shoe_size")).status == 404
    assert count(EqualityAnswer) == 0


def test_a_consultation_may_leave_the_equality_questions_out(browser: Browser) -> None:
    consultation = questionnaire(asks_equality=False)
    sent = send(browser, answer_all(browser, consultation))
    assert sent.location.endswith("/thanks")
    assert browser.get(address(consultation, "/about-you")).location.endswith("/thanks")
    assert browser.get(address(consultation, "/about-you/sex")).status == 404


def test_many_presses_at_the_same_moment_are_one_sending(browser: Browser, app: Flask) -> None:
    consultation = questionnaire()
    page = answer_all(browser, consultation)
    _method, action, values = page.form_values("#send")
    cookies = [app.test_client() for _ in range(6)]
    for client in cookies:
        for name in ("codesign-participant", "codesign-session"):
            cookie = browser.client.get_cookie(name, domain="localhost")
            assert cookie is not None
            client.set_cookie(name, cookie.value, domain="localhost")

    def press(client: FlaskClient) -> int:
        return client.post(action, data={**dict(values), "consent": "public"}).status_code

    with ThreadPoolExecutor(6) as hands:
        statuses = list(hands.map(press, cookies))
    assert set(statuses) == {303}
    assert (count(Submission), count(Answer), count(Contribution)) == (1, 6, 3)
    assert verify(stored_links()).ok
