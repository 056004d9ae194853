"""Looking changes nothing: GET and HEAD of every route, as every role, leave every table as it was (trust.md A5)."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.routing import Rule

from codesign.core.terms import Role
from tests import make
from tests.adversarial.crawl import Site, crawl
from tests.adversarial.filled import Filled, fill
from tests.adversarial.rows import digests
from tests.browser import Browser

WHO = (
    "stranger",
    "resident",
    *(role.value for role in (Role.COMMISSIONER, Role.FACILITATOR, Role.ANALYST, Role.OBSERVER)),
)


def address_of(rule: Rule, filled: Filled, site: Site) -> str:
    """The crawled address of a route, or one made up with what exists."""
    if rule.endpoint in site.addresses:
        return site.addresses[rule.endpoint]
    values = {
        "project": filled.slug, "ref": "REQ-001", "question": "Q1", "code": filled.workshop.join_code, "idea": "I-0001",
        "version": 1, "part": "about", "kind": "cards", "step_ref": "A1", "source": "T01", "secret": "x" * 43,
        "sending": "R-XXXXX", "edition": "public", "path": "pack.json", "lang": "en",
    }  # fmt: skip
    unknown = {name: make.uuid.UUID(int=1) for name in rule.arguments if name.endswith("_id")}
    built = rule.build({**{name: values.get(name, "x1") for name in rule.arguments}, **unknown}, append_unknown=False)
    assert built is not None, rule.rule
    return str(built[1])


@pytest.mark.parametrize("who", WHO)
def test_looking_at_every_page_changes_no_table(app: Flask, who: str) -> None:
    filled = fill(app)
    browser = Browser(app) if who == "stranger" else filled.browser(Role.ANONYMOUS if who == "resident" else Role(who))
    if who == "resident":
        filled.take_part(browser)
        filled.send_all(browser)
    make.commit()
    before = digests()
    starts = filled.staff_starts if who in set(Role) else [*filled.starts, *filled.journey]

    site = crawl(app, browser, starts, per_route=2)
    asked = 0
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()):
            address = address_of(rule, filled, site)
            for url in (
                address,
                f"{address}{'&' if '?' in address else '?'}lang=cy&page=2&sort=newest&bright=1&go=send",
            ):
                for method in ("GET", "HEAD"):
                    assert browser.client.open(url, method=method).status_code < 500, (method, url)
                    asked += 1

    assert asked > 300
    after = digests()
    assert {name for name in {*before, *after} if before.get(name) != after.get(name)} == set()
