"""Looking changes nothing: GET and HEAD of every route, as every role, leave every table as it was (trust.md A5)."""

from __future__ import annotations

import uuid

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from codesign.core.terms import Role
from codesign.extensions import db
from codesign.models import EventRow, Pack
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
        "sending": "R-7K3QX", "edition": "public", "path": "pack.json", "lang": "en", "way": "out", "sort": "csv",
    }  # fmt: skip
    unknown = {name: uuid.UUID(int=1) for name in rule.arguments if f"<uuid:{name}>" in rule.rule}
    built = rule.build({**{name: values.get(name, "x1") for name in rule.arguments}, **unknown}, append_unknown=False)
    assert built is not None, rule.rule
    return str(built[1])


@pytest.mark.parametrize("who", WHO)
def test_looking_at_every_page_changes_no_table(app: Flask, who: str) -> None:
    filled = fill(app, pack=who in ("stranger", Role.COMMISSIONER))
    browser = Browser(app) if who == "stranger" else filled.browser(Role.ANONYMOUS if who == "resident" else Role(who))
    if who == "resident":
        filled.take_part(browser)
        filled.send_all(browser)
    make.commit()
    before, events = digests(), happened()
    starts = filled.staff_starts if who in set(Role) else [*filled.starts, *filled.journey]

    site = crawl(app, browser, starts, per_route=1)
    asked = 0
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()):
            address = address_of(rule, filled, site)
            more = f"{address}{'&' if '?' in address else '?'}lang=cy&page=2&sort=newest&bright=1&go=send"
            for method, url in (("GET", address), ("HEAD", address), ("GET", more)):
                assert browser.client.open(url, method=method).status_code < 500, (method, url)
                asked += 1

    assert asked > 250
    # Who took a commissioners' file is on record: the one note that reading leaves (trust.md 5, 41).
    assert set(happened()[len(events) :]) <= {"pack_downloaded"}
    after = digests()
    noted = {"event", "chain_head"} if len(happened()) > len(events) else set()
    assert {name for name in {*before, *after} if before.get(name) != after.get(name)} <= noted


def test_asking_only_for_headers_leaves_no_note_of_a_download(app: Flask) -> None:
    filled = fill(app)
    browser = filled.browser(Role.COMMISSIONER)
    ref = db.session.scalars(select(Pack.ref)).one()
    for file in ("commissioner.zip", "commissioner/pack.json"):
        address, noted = f"/manage/{filled.slug}/pack/{ref}/{file}", len(happened())
        assert browser.client.head(address).status_code == 200
        assert len(happened()) == noted
        assert browser.client.get(address).status_code == 200
        assert len(happened()) == noted + 1


def happened() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(EventRow.kind).order_by(EventRow.sequence)))
