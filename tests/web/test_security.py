"""What every answer carries, and what every request must: headers, CSRF, hosts, sizes, languages."""

from __future__ import annotations

import gzip

import pytest
from flask import Flask

from codesign.web.fragments import safe_next
from codesign.web.security import FILE_POLICY
from tests.architecture.test_access import address, rules
from tests.browser import Browser
from tests.make import commit, make_project, make_workshop

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
    "manifest-src 'self'",
    "media-src 'self'",
}


def assert_headers(headers: object, where: str) -> None:
    get = headers.get  # type: ignore[attr-defined]
    wanted = FILE_POLICY.split("; ") if get("Content-Disposition", "").startswith("attachment") else POLICY
    assert {part.strip() for part in get("Content-Security-Policy", "").split(";")} == set(wanted), where
    assert get("X-Content-Type-Options") == "nosniff", where
    assert get("Referrer-Policy") == "same-origin", where
    assert get("Cross-Origin-Opener-Policy") == "same-origin", where
    assert get("X-Frame-Options") == "DENY", where
    assert "camera=()" in get("Permissions-Policy", ""), where
    # The sheet of styles for packs is the same for everyone; all else may hold a person's words.
    assert "/pack.css" in where or "no-store" in get("Cache-Control", ""), where


def test_every_page_carries_the_headers_whatever_its_status(browser: Browser, app: Flask) -> None:
    project = make_project()
    workshop = make_workshop(project)
    commit()
    statuses = set()
    for rule, method, _action in rules(app):
        path = address(rule, project, workshop)
        answer = browser.client.open(path, method=method)
        statuses.add(answer.status_code)
        assert answer.status_code < 500, (method, path)
        assert_headers(answer.headers, f"{method} {path} {answer.status_code}")
    for path in ("/nowhere", "/p/nowhere", "/manage/nowhere"):
        assert_headers(browser.get(path).headers, path)
    assert {200, 303, 400, 404} <= statuses


def test_every_change_without_a_token_is_refused(browser: Browser, app: Flask) -> None:
    project = make_project()
    workshop = make_workshop(project)
    commit()
    changing = [(rule, method) for rule, method, _action in rules(app) if method != "GET"]
    assert len(changing) > 20
    for rule, method in changing:
        answer = browser.client.open(address(rule, project, workshop), method=method)
        assert answer.status_code == 400, (method, rule.rule, answer.status_code)


def test_another_host_is_refused(browser: Browser) -> None:
    assert browser.client.get("/", headers={"Host": "evil.example"}).status_code == 400


def test_a_body_over_the_limit_is_refused_with_words(browser: Browser) -> None:
    answer = browser.client.post("/join", data={"code": "1" * 2_000_000})
    assert answer.status_code == 413
    assert "too big" in answer.get_data(as_text=True)


def test_built_files_are_kept_for_ever_and_cannot_run_as_pages(browser: Browser) -> None:
    page = browser.get("/")
    for url in page.links("link[rel=stylesheet][href]"):
        answer = browser.client.get(url)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "https://evil.example",
        "http:evil.example",
        "\\\\evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        " //evil.example",
        "\t//evil.example",
        "///evil.example",
        "/%09/evil.example\n",
        "evil.example",
        "",
        None,
        "//evil.example/%2f..",
        "https:/evil.example",
        "//\x00evil.example",
        "http://localhost@evil.example",
        "?next=//x",
        "ftp://x",
    ],
)
def test_we_never_send_people_to_another_site(target: str | None) -> None:
    assert safe_next(target, "/manage") == "/manage"


def test_we_do_send_people_on_within_the_site() -> None:
    assert safe_next("/manage/hub?page=2", "/") == "/manage/hub?page=2"


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("cy", "ltr"), ("ur", "rtl"), ("ar", "rtl")])
def test_each_language_sets_its_direction_and_stylesheet(browser: Browser, language: str, direction: str) -> None:
    page = browser.get(f"/?lang={language}")
    html = page.one("html")
    assert (html["lang"], html["dir"]) == (language, direction)
    assert all(("rtl" in url) == (direction == "rtl") for url in page.links("link[rel=stylesheet][href]"))
    assert browser.get("/").one("html")["lang"] == language, "the choice is remembered"


def test_the_switch_offers_this_same_page_in_the_other_language(browser: Browser) -> None:
    project = make_project()
    page = browser.get(f"/p/{project.slug}?a=1")
    assert f"/p/{project.slug}?a=1&lang=cy" in page.links(".govuk-language-navigation__link")


@pytest.mark.parametrize(
    ("path", "accepted", "signed_in", "packed"),
    [
        ("", "gzip, deflate", False, True),
        ("", "gzip;q=0", False, False),
        ("", "", False, False),
        ("?lang=cy", "gzip", False, False),
        ("", "gzip", True, False),
        ("/nothing-here", "gzip", False, False),
    ],
)
def test_only_a_public_page_that_repeats_nothing_it_was_told_is_packed(
    browser: Browser, path: str, accepted: str, signed_in: bool, packed: bool
) -> None:
    project = make_project()
    commit()
    if signed_in:
        browser.client.set_cookie("codesign-staff", "anything", domain="localhost")
    answer = browser.client.get(f"/p/{project.slug}{path}", headers={"Accept-Encoding": accepted})
    assert (answer.headers.get("Content-Encoding") == "gzip") is packed
    assert "Accept-Encoding" in answer.headers["Vary"]
    body = gzip.decompress(answer.data) if packed else answer.data
    assert body.lstrip().lower().startswith(b"<!doctype html>")
