"""The code of an authenticator app, where it is required."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select

from codesign.accounts.proofs import STEP_SECONDS, totp_step
from codesign.core.terms import Role
from codesign.extensions import db
from codesign.models import Person, StaffSession
from tests.accounts.make import make_staff, sign_in_as, signed_in
from tests.browser import Browser, Page
from tests.make import commit, make_person, make_project, sign_in

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def app(app: Flask) -> Iterator[Flask]:
    """The app as production has it: a second factor for all staff."""
    before = app.config["CODESIGN"]
    app.config["CODESIGN"] = replace(before, require_totp=True)
    yield app
    app.config["CODESIGN"] = before


def code_now(secret: str, step: int = 0) -> str:
    return pyotp.TOTP(secret).at(datetime.now(UTC), counter_offset=step)


def asked(browser: Browser, address: str) -> Page:
    """The page on which somebody lands who has given a good password."""
    landed = browser.get(sign_in_as(browser, address, onward="/account").location)
    assert landed.status == 303
    assert landed.location.startswith("/second-factor")
    return browser.get(landed.location)


def test_a_person_without_an_app_sets_one_up_before_anything_else(browser: Browser) -> None:
    person = make_staff()
    page = asked(browser, person.email)
    assert str(page.one("img")["src"]).startswith("data:image/svg+xml")
    letters = page.text("#totp-letters")[0].replace(" ", "")
    assert len(letters) == 32
    wrong = browser.submit(page, "#enrol", code="000000" if code_now(letters) != "000000" else "111111")
    assert wrong.status == 422
    assert wrong.text("#totp-letters")[0].replace(" ", "") == letters
    first_id = browser.client.get_cookie("codesign-staff")
    answer = browser.submit(wrong, "#enrol", code=code_now(letters))
    assert (answer.status, answer.location) == (303, "/account")
    second_id = browser.client.get_cookie("codesign-staff")
    assert first_id is not None
    assert second_id is not None
    assert first_id.value != second_id.value
    assert signed_in(browser)
    db.session.expire_all()
    assert db.session.get_one(Person, person.id).totp_secret == letters


def test_a_password_alone_opens_nothing(browser: Browser) -> None:
    project = make_project()
    person = make_staff(project=project, totp_secret=SECRET)
    asked(browser, person.email)
    for path in ("/account", f"/manage/{project.slug}/team", f"/manage/{project.slug}/mail"):
        assert browser.get(path).location.startswith("/second-factor")


def test_a_code_works_once_and_so_does_every_older_one(app: Flask) -> None:
    person = make_staff(totp_secret=SECRET)
    first, second = Browser(app), Browser(app)
    code, older = code_now(SECRET), code_now(SECRET, -1)
    assert first.submit(asked(first, person.email), "#second-factor", code=f"{code[:3]} {code[3:]}").status == 303
    assert signed_in(first)
    page = asked(second, person.email)
    for replayed in (code, older):
        answer = second.submit(page, "#second-factor", code=replayed)
        assert answer.status == 422
        assert "Wait for the next one" in answer.words
    assert not signed_in(second)
    assert second.submit(page, "#second-factor", code=code_now(SECRET, 1)).status == 303


def test_six_wrong_codes_are_the_last_for_a_while(browser: Browser) -> None:
    person = make_staff(totp_secret=SECRET)
    page = asked(browser, person.email)
    near = {code_now(SECRET, step) for step in (-2, -1, 0, 1, 2)}
    guesses = [guess for guess in (f"{number:06d}" for number in range(20)) if guess not in near][:7]
    assert [browser.submit(page, "#second-factor", code=guess).status for guess in guesses] == [422] * 6 + [429]


def test_nobody_sets_up_an_app_over_one_that_is_there(app: Flask, browser: Browser) -> None:
    person = make_staff()
    page = asked(browser, person.email)
    letters = page.text("#totp-letters")[0].replace(" ", "")
    db.session.get_one(Person, person.id).totp_secret = SECRET
    commit()
    assert browser.submit(page, "#enrol", code=code_now(letters)).status == 422
    db.session.expire_all()
    assert db.session.get_one(Person, person.id).totp_secret == SECRET


def test_an_app_cannot_be_set_up_without_the_secret_of_the_page(browser: Browser) -> None:
    person = make_staff()
    sign_in_as(browser, person.email)
    page = browser.get("/sign-in/link")
    token = str(page.one("#ask-for-link input[name=csrf_token]")["value"])
    assert browser.post("/second-factor", {"csrf_token": token, "code": "123456"}).status == 422
    db.session.expire_all()
    assert db.session.get_one(Person, person.id).totp_secret is None


def test_an_admin_lets_somebody_with_a_lost_phone_start_again(browser: Browser, staff_browser: Browser) -> None:
    project = make_project()
    person = make_staff(Role.ANALYST, project=project, totp_secret=SECRET)
    sign_in(browser, person)
    assert signed_in(browser)
    sign_in(staff_browser, make_person(Role.ORGANISATION_ADMIN, organisation=project.organisation))
    page = staff_browser.get(f"/manage/{project.slug}/team")
    forget = page.soup.select_one('form[id^="forget-app-"]')
    assert forget is not None
    assert staff_browser.submit(page, f"#{forget['id']}").status == 303
    assert not signed_in(browser)
    assert asked(browser, person.email).soup.select("#enrol")


def test_signing_out_needs_no_code(browser: Browser) -> None:
    person = make_staff(totp_secret=SECRET)
    page = asked(browser, person.email)
    token = str(page.one("#second-factor input[name=csrf_token]")["value"])
    assert browser.post("/sign-out", {"csrf_token": token}).location == "/sign-in"
    assert all(row.ended_at for row in db.session.scalars(select(StaffSession)))


@pytest.mark.parametrize(
    ("drift", "fits"),
    [(-2, False), (-1, True), (0, True), (1, True), (2, False)],
    ids=["a minute late", "one step late", "in time", "one step early", "a minute early"],
)
def test_a_clock_may_be_half_a_minute_off(drift: int, fits: bool) -> None:
    at = datetime(2026, 3, 29, 0, 59, 45, tzinfo=UTC)
    code = pyotp.TOTP(SECRET).at(at, counter_offset=drift)
    expected = int(at.timestamp()) // STEP_SECONDS + drift
    assert totp_step(SECRET, code, at) == (expected if fits else None)


@pytest.mark.parametrize(
    "typed", ["", "12345", "1234567", "abcdef", "١٢٣"], ids=["nothing", "5", "7", "letters", "three"]
)
def test_what_is_not_six_digits_is_no_code(typed: str) -> None:
    assert totp_step(SECRET, typed, datetime.now(UTC)) is None
