"""Signing in with a password and out again; sessions that end on the server."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from codesign.core.codes import digest
from codesign.core.terms import Role
from codesign.extensions import db
from codesign.models import EventRow, Person, StaffSession
from tests.accounts.make import PASSWORD, mails, make_staff, path_in, sign_in_as, signed_in, statements
from tests.browser import Browser
from tests.make import NOW, commit, make_organisation, make_person, make_project, sign_in

STAFF_COOKIE = "codesign-staff"


def test_a_person_signs_in_with_a_password_and_reaches_the_page_they_wanted(browser: Browser) -> None:
    person = make_staff()
    wanted = browser.get("/account")
    assert wanted.status == 303
    answer = browser.submit(browser.get(wanted.location), "#sign-in", email=person.email, password=PASSWORD)
    assert (answer.status, answer.location) == (303, "/account")
    assert person.email in browser.get("/account").words


def test_letter_case_and_spaces_of_an_address_do_not_matter(browser: Browser) -> None:
    person = make_staff()
    assert sign_in_as(browser, f"  {person.email.upper()} ").status == 303


def _told(html: str) -> str:
    return re.sub(r'value="[^"]*"', "", html)


def test_nothing_tells_whether_an_address_is_known(app: Flask) -> None:
    person = make_staff()
    stopped = make_staff(disabled_at=NOW)
    nameless = make_staff(password_hash=None)
    answers = [
        sign_in_as(Browser(app), address, "not the right password")
        for address in (person.email, stopped.email, nameless.email, "nobody@council.example")
    ]
    assert {answer.status for answer in answers} == {422}
    assert len({_told(answer.html) for answer in answers}) == 1
    assert sign_in_as(Browser(app), stopped.email).status == 422
    assert len({tuple(sorted(answer.headers.keys())) for answer in answers}) == 1


def test_an_unknown_address_costs_as_many_hashes_and_statements_as_a_known_one(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    from codesign.accounts import proofs

    hashed: list[str] = []
    real = proofs._hasher(1)

    class Counting:
        def verify(self, stored: str, text: str) -> bool:
            hashed.append(stored)
            return real.verify(stored, text)

        def hash(self, text: str) -> str:
            return real.hash(text)

    monkeypatch.setattr(proofs, "_hasher", lambda _cost: Counting())
    person = make_staff()
    counts = []
    for address in (person.email, "nobody@council.example"):
        with statements() as seen:
            sign_in_as(Browser(app), address, "not the right password")
        counts.append((len(hashed), len(seen)))
        hashed.clear()
    assert counts[0] == counts[1]
    assert counts[0][0] == 1


def test_blank_fields_say_what_to_do_and_keep_the_address(browser: Browser) -> None:
    answer = sign_in_as(browser, "somebody@council.example", "")
    assert answer.status == 422
    assert "Enter your password." in answer.words
    assert answer.one("#email")["value"] == "somebody@council.example"
    assert answer.one("#password").get("value", "") == ""


def test_a_session_planted_before_signing_in_is_not_the_one_after(app: Flask, browser: Browser) -> None:
    person, attacker = make_staff(), make_staff()
    sign_in(browser, attacker)
    planted = browser.client.get_cookie(STAFF_COOKIE)
    assert planted is not None
    answer = browser.submit(browser.get("/sign-in/link"), "#ask-for-link", email=person.email)
    page = browser.get(path_in(mails(app)[0]))
    answer = browser.submit(page, "#use-link")
    assert answer.status == 303
    after = browser.client.get_cookie(STAFF_COOKIE)
    assert after is not None
    assert after.value != planted.value
    assert person.email in browser.get("/account").words
    copied = Browser(app)
    copied.client.set_cookie(STAFF_COOKIE, planted.value, domain="localhost")
    assert not signed_in(copied)


def test_a_made_up_session_key_is_nobody(browser: Browser) -> None:
    for value in ("planted", "x" * 43, "0"):
        browser.client.set_cookie(STAFF_COOKIE, value, domain="localhost")
        assert not signed_in(browser)


def test_the_csrf_token_of_before_signing_in_is_worth_nothing_after(browser: Browser) -> None:
    person = make_staff()
    page = browser.get("/sign-in")
    before = str(page.one("#sign-in input[name=csrf_token]")["value"])
    browser.submit(page, "#sign-in", email=person.email, password=PASSWORD)
    assert browser.post("/sign-out", {"csrf_token": before}).status == 400
    assert signed_in(browser)


def test_signing_in_again_in_the_same_browser_gives_a_new_id_and_ends_the_old_session(app: Flask) -> None:
    person = make_staff()
    browser = Browser(app)
    page = browser.get("/sign-in")
    browser.submit(page, "#sign-in", email=person.email, password=PASSWORD)
    old = browser.client.get_cookie(STAFF_COOKIE)
    account = browser.get("/account")
    browser.submit(account, "#change-password", current=PASSWORD, password="seven green umbrellas walk")
    new = browser.client.get_cookie(STAFF_COOKIE)
    assert old is not None
    assert new is not None
    assert new.value != old.value
    copied = Browser(app)
    copied.client.set_cookie(STAFF_COOKIE, old.value, domain="localhost")
    assert not signed_in(copied)
    assert signed_in(browser)


def test_the_session_key_is_long_random_and_kept_only_as_a_digest(browser: Browser) -> None:
    sign_in_as(browser, make_staff().email)
    cookie = browser.client.get_cookie(STAFF_COOKIE)
    assert cookie is not None
    assert len(cookie.value) >= 43
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    assert db.session.scalar(select(StaffSession.token_digest)) == digest(cookie.value)


def test_signing_out_ends_the_session_on_the_server(app: Flask, browser: Browser) -> None:
    sign_in_as(browser, make_staff().email)
    cookie = browser.client.get_cookie(STAFF_COOKIE)
    assert cookie is not None
    copied = Browser(app)
    copied.client.set_cookie(STAFF_COOKIE, cookie.value, domain="localhost")
    assert signed_in(copied)
    answer = browser.submit(browser.get("/account"), "#sign-out")
    assert answer.status == 303
    assert browser.client.get_cookie(STAFF_COOKIE) is None
    assert not signed_in(copied)


def test_opening_the_sign_out_address_changes_nothing(browser: Browser) -> None:
    sign_in_as(browser, make_staff().email)
    assert browser.get("/sign-out").status == 405
    assert signed_in(browser)


def test_stopping_a_person_ends_all_their_sessions(app: Flask, browser: Browser, staff_browser: Browser) -> None:
    project = make_project()
    person = make_staff(Role.ANALYST, project=project)
    admin = make_person(Role.ORGANISATION_ADMIN, organisation=project.organisation)
    sign_in(staff_browser, admin)
    second = Browser(app)
    for each in (browser, second):
        sign_in_as(each, person.email)
        assert signed_in(each)
    page = staff_browser.get(f"/manage/{project.slug}/team")
    stop = page.soup.select_one('form[id^="stop-"]')
    assert stop is not None
    assert staff_browser.submit(page, f"#{stop['id']}").status == 303
    assert not signed_in(browser)
    assert not signed_in(second)
    assert sign_in_as(Browser(app), person.email).status == 422


@pytest.mark.parametrize(
    ("field", "moment"),
    [
        ("expires_at", NOW - timedelta(seconds=1)),
        ("seen_at", NOW - timedelta(hours=9)),
        ("ended_at", NOW - timedelta(seconds=1)),
    ],
    ids=["twenty hours after it began", "eight hours idle", "ended"],
)
def test_an_old_session_is_over(browser: Browser, field: str, moment: Any) -> None:
    sign_in_as(browser, make_staff().email)
    row = db.session.scalars(select(StaffSession)).one()
    setattr(row, field, moment)
    commit()
    assert not signed_in(browser)


def test_a_person_ends_one_of_their_sessions_and_nobody_elses(app: Flask, browser: Browser) -> None:
    person, stranger = make_staff(), make_staff()
    away, strange = Browser(app), Browser(app)
    sign_in_as(away, person.email)
    sign_in_as(strange, stranger.email)
    sign_in_as(browser, person.email)
    page = browser.get("/account")
    ends = [str(form["id"]) for form in page.soup.select('form[id^="end-"]')]
    assert len(ends) == 2
    theirs = db.session.scalar(select(StaffSession.id).where(StaffSession.person_id == stranger.id))
    token = str(page.soup.select("input[name=csrf_token]")[0]["value"])
    assert browser.post(f"/account/sessions/{theirs}/end", {"csrf_token": token}).status == 404
    browser.submit(page, f"#{ends[1]}")
    assert not signed_in(away)
    assert signed_in(browser)
    assert signed_in(strange)
    assert browser.submit(browser.get("/account"), f"#{ends[0]}").location == "/sign-in"
    assert not signed_in(browser)


def test_changing_a_password_ends_every_other_session_and_tells_the_person(app: Flask, browser: Browser) -> None:
    person = make_staff()
    away = Browser(app)
    sign_in_as(away, person.email)
    sign_in_as(browser, person.email)
    page = browser.get("/account")
    wrong = browser.submit(page, "#change-password", current="guess", password="seven green umbrellas walk")
    assert wrong.status == 422
    assert "This is not your password now." in wrong.words
    short = browser.submit(page, "#change-password", current=PASSWORD, password="short")
    assert "Use at least 12 characters." in short.words
    assert signed_in(away)
    answer = browser.submit(page, "#change-password", current=PASSWORD, password="seven green umbrellas walk")
    assert (answer.status, answer.location) == (303, "/account")
    assert signed_in(browser)
    assert not signed_in(away)
    assert sign_in_as(Browser(app), person.email).status == 422
    assert sign_in_as(Browser(app), person.email, "seven green umbrellas walk").status == 303
    assert [message["To"] for message in mails(app)] == [person.email]


def test_an_old_hash_is_renewed_at_the_next_sign_in(browser: Browser) -> None:
    from codesign.accounts.proofs import hash_is_old, hash_password

    person = make_staff(password_hash=hash_password(PASSWORD, 2))
    sign_in_as(browser, person.email)
    db.session.expire_all()
    stored = db.session.get_one(Person, person.id).password_hash
    assert stored is not None
    assert not hash_is_old(stored, 1)


def test_ten_wrong_passwords_for_one_address_are_the_last_for_a_while(app: Flask) -> None:
    for address in (make_staff().email, "nobody@council.example"):
        statuses = [sign_in_as(Browser(app), address, "wrong").status for _ in range(11)]
        assert statuses == [422] * 10 + [429]


def test_signing_in_needs_the_csrf_token_of_the_page(browser: Browser) -> None:
    person = make_staff()
    assert browser.post("/sign-in", {"email": person.email, "password": PASSWORD}).status == 400
    assert not signed_in(browser)


def test_signing_in_and_out_are_on_the_chain(browser: Browser) -> None:
    person = make_staff()
    sign_in_as(browser, person.email)
    browser.submit(browser.get("/account"), "#sign-out")
    kinds = db.session.execute(select(EventRow.kind, EventRow.actor).order_by(EventRow.sequence)).all()
    assert [tuple(row) for row in kinds] == [
        ("signed_in", f"person:{person.id.hex}"),
        ("signed_out", f"person:{person.id.hex}"),
    ]


NASTY = [
    "//evil.example",
    "///evil.example",
    "////evil.example/%2f..",
    "https://evil.example",
    "HTTPS:evil.example",
    "http:evil.example",
    "http:///evil.example",
    "//evil.example@localhost/",
    "/\\evil.example",
    "\\/evil.example",
    "\\\\evil.example",
    "/\tevil.example",
    "/%09/evil.example",
    "\t//evil.example",
    "//[",
    "//[::1",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)//",
    "data:text/html,<script>alert(1)</script>",
    "evil.example",
    "?next=//evil.example",
    "/account\r\nSet-Cookie: a=b",
    " //evil.example",
    "\x00//evil.example",
    "／／evil.example",
]


@pytest.mark.parametrize("nasty", NASTY)
def test_signing_in_never_leads_to_another_site(app: Flask, nasty: str) -> None:
    from urllib.parse import quote, urljoin, urlsplit

    person = make_staff()
    browser = Browser(app)
    # The guard refuses an address with a NUL in it; what a form sends is ours to read.
    page = browser.get("/sign-in" if "\x00" in nasty else f"/sign-in?next={quote(nasty, safe='')}")
    assert page.status == 200
    answer = browser.submit(page, "#sign-in", email=person.email, password=PASSWORD, next=nasty)
    assert answer.status == 303
    landing = urlsplit(urljoin("http://localhost/sign-in", answer.location))
    assert (landing.scheme, landing.netloc) == ("http", "localhost")
    assert "\\" not in answer.location
    assert "evil" not in landing.netloc
    assert not any(name.lower() == "set-cookie" and value.startswith("a=") for name, value in answer.headers)


def test_somebody_without_any_role_has_an_organisation_page_no_more(browser: Browser) -> None:
    make_organisation()
    person = make_person(None)
    sign_in(browser, person)
    assert browser.get("/account").status == 403
