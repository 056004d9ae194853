"""Signing in by a link from the mail."""

from __future__ import annotations

import re
import statistics
import time
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from codesign.accounts import commands
from codesign.accounts.addresses import sign_in_address
from codesign.extensions import db
from codesign.models import OutboxMessage, SignInLink, StaffSession
from tests.accounts.make import code_in, mails, make_staff, path_in, signed_in, statements
from tests.browser import Browser, Page
from tests.make import NOW, commit

TEN_MINUTES = timedelta(minutes=10)


def ask(browser: Browser, address: str, onward: str = "") -> Page:
    page = browser.get(f"/sign-in/link?next={onward}" if onward else "/sign-in/link")
    return browser.submit(page, "#ask-for-link", email=address)


def test_a_person_signs_in_with_a_link_from_the_mail(app: Flask, browser: Browser) -> None:
    person = make_staff()
    answer = ask(browser, person.email, "/account")
    assert (answer.status, answer.location) == (303, "/sign-in/link/sent")
    [message] = mails(app)
    assert message["To"] == person.email
    page = browser.get(path_in(message))
    assert not page.soup.select("#code")
    answer = browser.submit(page, "#use-link")
    assert (answer.status, answer.location) == (303, "/account")
    assert signed_in(browser)


def test_asking_answers_the_same_whoever_is_asked_for_and_mails_only_those_we_know(app: Flask) -> None:
    person, stopped = make_staff(), make_staff(disabled_at=NOW)
    pages, answers = [], []
    for address in (person.email, stopped.email, "nobody@council.example"):
        browser = Browser(app)
        answers.append(ask(browser, address))
        pages.append(browser.get(answers[-1].location))
    assert {(answer.status, answer.location) for answer in answers} == {(303, "/sign-in/link/sent")}
    assert len({re.sub(r'name="csrf_token" value="[^"]*"', "", page.html) for page in pages}) == 1
    assert len({tuple(sorted(answer.headers.keys())) for answer in answers}) == 1
    assert [message["To"] for message in mails(app)] == [person.email]
    db.session.expire_all()
    assert [row.person_id for row in db.session.scalars(select(SignInLink))] == [person.id]


def test_asking_for_an_unknown_address_runs_the_same_statements(app: Flask) -> None:
    person = make_staff()
    ask(Browser(app), "warm-up@council.example")
    counts = []
    for address in (person.email, "nobody@council.example"):
        with statements() as seen:
            ask(Browser(app), address)
        counts.append([re.sub(r"\s+", " ", statement) for statement in seen])
    assert counts[0] == counts[1]


def test_asking_takes_as_long_for_an_unknown_address(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    from codesign.accounts import routes

    monkeypatch.setattr(routes, "slow_down", lambda *_: None)
    person = make_staff()
    browser = Browser(app)
    page = browser.get("/sign-in/link")
    times: dict[str, list[float]] = {person.email: [], "nobody@council.example": []}
    for _ in range(40):
        for address, taken in times.items():
            start = time.perf_counter()
            browser.submit(page, "#ask-for-link", email=address)
            taken.append(time.perf_counter() - start)
    known, unknown = (statistics.median(taken) for taken in times.values())
    assert abs(known - unknown) < max(0.005, 0.1 * max(known, unknown))


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_opening_a_link_signs_nobody_in_and_does_not_use_it_up(app: Flask, browser: Browser, method: str) -> None:
    ask(browser, make_staff().email)
    path = path_in(mails(app)[0])
    for _ in range(3):
        answer = Browser(app).client.open(path, method=method)
        assert answer.status_code == 200
        assert not [cookie for cookie in answer.headers.getlist("Set-Cookie") if "staff" in cookie]
    assert db.session.scalar(select(StaffSession.id)) is None
    assert browser.submit(browser.get(path), "#use-link").status == 303
    assert signed_in(browser)


def test_the_page_of_a_link_sends_itself_nowhere(app: Flask, browser: Browser) -> None:
    ask(browser, make_staff().email)
    page = browser.get(path_in(mails(app)[0]))
    assert not page.soup.select("meta[http-equiv], form[data-auto], [autofocus]")
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in page.headers["Cache-Control"]


def test_a_link_works_once(app: Flask, browser: Browser) -> None:
    ask(browser, make_staff().email)
    path = path_in(mails(app)[0])
    page = browser.get(path)
    browser.submit(page, "#use-link")
    again = Browser(app)
    assert again.get(path).status == 410
    assert browser.submit(page, "#use-link").status in (400, 410)
    assert not signed_in(again)
    assert len(db.session.scalars(select(StaffSession)).all()) == 1


def test_a_link_lives_ten_minutes(app: Flask, browser: Browser) -> None:
    ask(browser, make_staff().email)
    path = path_in(mails(app)[0])
    row = db.session.scalars(select(SignInLink)).one()
    assert row.expires_at - datetime.now(UTC) <= TEN_MINUTES
    page = browser.get(path)
    db.session.execute(update(SignInLink).values(expires_at=NOW - timedelta(seconds=1)))
    commit()
    answer = browser.submit(page, "#use-link")
    assert answer.status == 410
    assert "This link can no longer be used" in answer.words
    assert not signed_in(browser)


def test_another_browser_needs_the_code_from_the_mail(app: Flask, browser: Browser) -> None:
    ask(browser, make_staff().email)
    [message] = mails(app)
    other = Browser(app)
    page = other.get(path_in(message))
    empty = other.submit(page, "#use-link")
    assert empty.status == 422
    assert "Type the 6 digits" in empty.words
    right = code_in(message)
    wrong = other.submit(page, "#use-link", code="000000" if right != "000000" else "111111")
    assert wrong.status == 422
    assert "This is not the code in the mail." in wrong.words
    assert not signed_in(other)
    assert other.submit(page, "#use-link", code=f" {right[:3]} {right[3:]} ").status == 303
    assert signed_in(other)
    assert not signed_in(browser)


def test_the_code_of_one_mail_does_not_fit_another_link(app: Flask, browser: Browser) -> None:
    person = make_staff()
    ask(browser, person.email)
    ask(browser, person.email)
    first, second = mails(app)
    if code_in(first) == code_in(second):
        return
    other = Browser(app)
    page = other.get(path_in(first))
    assert other.submit(page, "#use-link", code=code_in(second)).status == 422


def test_guessing_the_code_stops_after_six_tries(app: Flask, browser: Browser) -> None:
    ask(browser, make_staff().email)
    [message] = mails(app)
    other = Browser(app)
    page = other.get(path_in(message))
    guesses = [f"{guess:06d}" for guess in range(9) if f"{guess:06d}" != code_in(message)][:7]
    assert [other.submit(page, "#use-link", code=guess).status for guess in guesses] == [422] * 6 + [429]


def test_asking_for_one_address_again_and_again_is_slowed_down(app: Flask) -> None:
    for address in (make_staff().email, "nobody@council.example"):
        assert [ask(Browser(app), address).status for _ in range(6)] == [303] * 5 + [429]


def test_a_person_stopped_after_asking_cannot_use_the_link(app: Flask, browser: Browser) -> None:
    person = make_staff()
    ask(browser, person.email)
    path = path_in(mails(app)[0])
    page = browser.get(path)
    person.disabled_at = NOW
    commit()
    assert browser.submit(page, "#use-link").status == 410


def test_a_link_is_kept_neither_in_the_outbox_nor_in_the_clear(app: Flask, browser: Browser) -> None:
    ask(browser, make_staff().email)
    [message] = mails(app)
    key = path_in(message).rsplit("/", 1)[1]
    db.session.expire_all()
    assert key not in db.session.scalars(select(OutboxMessage.body)).one()
    assert key not in str(db.session.execute(select(SignInLink.__table__)).all())


def test_a_link_printed_by_the_command_line_works_once_in_any_browser(app: Flask, browser: Browser) -> None:
    person = make_staff()
    key = commands.sign_in_link(person.id, lifetime=timedelta(days=30), at=NOW)
    commit()
    with app.test_request_context():
        from flask import url_for

        path = url_for("accounts.open_link", secret=key)
    assert sign_in_address("http://localhost", key) == f"http://localhost{path}"
    page = browser.get(path)
    assert not page.soup.select("#code")
    assert browser.submit(page, "#use-link").status == 303
    assert signed_in(browser)
    assert Browser(app).get(path).status == 410


@pytest.mark.parametrize("made_up", ["short", "x" * 43, "..%2f..%2fetc", "%00", "é" * 20])
def test_a_made_up_link_is_over(browser: Browser, made_up: str) -> None:
    assert browser.get(f"/sign-in/link/{made_up}").status in (404, 410)


def test_mail_links_use_the_configured_address_whatever_host_was_asked(app: Flask) -> None:
    person = make_staff()
    browser = Browser(app)
    page = browser.get("/sign-in/link")
    _, action, values = page.form_values("#ask-for-link")
    sent = {**dict(values), "email": person.email}
    forged = browser.client.post(action, data=sent, headers={"Host": "evil.example"})
    assert forged.status_code == 400
    hidden = browser.client.post(action, data=sent, headers={"X-Forwarded-Host": "evil.example"})
    assert hidden.status_code == 303
    assert "evil" not in mails(app)[0].get_content()
