"""No input breaks a page: every form, query parameter and address, as every role (trust.md Z1, Z6)."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from codesign.config import Config
from codesign.core.terms import Role
from codesign.extensions import db
from tests.adversarial.crawl import Form, crawl
from tests.adversarial.filled import Filled, fill
from tests.adversarial.fuzzing import Fuzzer, known_to
from tests.browser import Browser

# CODESIGN_FUZZ=40 sends forty times as many inputs, other ones: the night's run.
TIMES = int(os.environ.get("CODESIGN_FUZZ", "1"))
SOURCE = Path(__file__).parents[2] / "codesign"
# Least inputs for each role on SQLite; together more than 5,000.
INPUTS = {
    "resident": 1300,
    "resident_who_sent": 500,
    Role.COMMISSIONER: 1700,
    Role.FACILITATOR: 600,
    Role.ANALYST: 600,
    Role.OBSERVER: 400,
}


def parameters() -> list[str]:
    """Every query parameter that the source reads by name."""
    found: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        found |= set(re.findall(r"args(?:\.get\(|\[)\"(\w+)\"", path.read_text("utf-8")))
    return sorted(found | {"lang", "next", "page", "sort", "q"})


def a_browser(filled: Filled, who: str) -> tuple[Browser, list[str]]:
    """Someone of that kind, and where they begin."""
    if who in set(Role):
        return filled.browser(Role(who)), filled.staff_starts
    browser = filled.browser(Role.ANONYMOUS)
    filled.take_part(browser)
    starts = [*filled.starts, *filled.journey]
    if who == "resident_who_sent":
        starts += filled.send_all(browser)
    return browser, starts


def rewinder(settings: Config) -> Callable[[], None]:
    """Puts the rows back as they are now; on PostgreSQL what was done stays done."""
    if not settings.sqlite:
        return lambda: None
    path = Path(settings.database_url.removeprefix("sqlite:///"))
    db.session.remove()
    with db.engine.connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    db.engine.dispose()
    kept = shutil.copy(path, path.with_suffix(".kept"))

    def rewind() -> None:
        db.session.remove()
        db.engine.dispose()
        for suffix in ("-wal", "-shm"):
            Path(f"{path}{suffix}").unlink(missing_ok=True)
        shutil.copy(kept, path)

    return rewind


@pytest.mark.parametrize("who", INPUTS)
def test_no_input_of_any_role_breaks_a_page(app: Flask, settings: Config, who: str) -> None:
    inputs = INPUTS[who] * TIMES // (1 if settings.sqlite else 6)
    filled = fill(app, pack=who in (Role.COMMISSIONER, "resident"))
    browser, starts = a_browser(filled, who)
    site = crawl(app, browser, starts, per_route=2)
    forms = sorted(known_to(app, site.forms), key=lambda form: (form.shuts, form.key))
    pressed = forms_of_a_commissioner(app, filled) if who == Role.OBSERVER else []
    token = str(browser.get("/join").one("input[name=csrf_token]")["value"])
    fuzzer = Fuzzer(app, browser, token, seed=sum(who.encode()) + TIMES)
    rewind = rewinder(settings)
    names = sorted({*parameters(), *(each.name for form in site.forms for each in form.fields if form.method == "get")})

    addresses = max(1, inputs // 6 // len(site.addresses))
    fuzzer.parameters(site, names, addresses)
    fuzzer.addresses(site, addresses)
    each = max(3, (inputs - fuzzer.found.tried) // max(1, len(forms)) + 1)
    for form in forms:
        fuzzer.form(form, each)
        rewind()
    for form in pressed:  # what a commissioner may press, pressed by somebody who may not
        fuzzer.form(form, 3)

    assert not fuzzer.found.faults, fuzzer.found.report()
    assert fuzzer.found.tried >= inputs
    unread = {form.key for form in forms} - fuzzer.found.reached
    assert not unread, f"no input got past the first check of {sorted(unread)}"


def forms_of_a_commissioner(app: Flask, filled: Filled) -> list[Form]:
    browser = filled.browser(Role.COMMISSIONER)
    return list(known_to(app, crawl(app, browser, filled.staff_starts, per_route=1).forms))
