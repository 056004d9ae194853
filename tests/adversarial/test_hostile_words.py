"""No text becomes code: payloads in every text, form and query parameter, on every page that shows them (X1, X2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import String, Text, select, update

from codesign import renderers
from codesign.core.pack import edition_of
from codesign.core.terms import Edition, Role
from codesign.extensions import db, limiter
from codesign.models import Model, Pack
from codesign.models.base import Term
from codesign.packs.commands import freeze_pack, snapshot_of
from tests import make
from tests.adversarial.crawl import Form, Site, crawl
from tests.adversarial.dom import Shape, faults, leads_home, page_of, shapes
from tests.adversarial.filled import Filled, fill
from tests.adversarial.fuzzing import known_to
from tests.adversarial.hostile import payloads
from tests.adversarial.test_forms_fuzz import parameters
from tests.browser import Browser

# Columns that hold a name of ours, never words of people.
OURS = frozenset(
    [
        "slug",
        "ref",
        "code",
        "key",
        "key_digest",
        "token_digest",
        "code_digest",
        "browser_digest",
        "digest",
        "hash",
        "previous",
        "seal",
        "check_code",
        "receipt",
        "join_code",
        "zone",
        "time_zone",
        "language",
        "email",
        "password_hash",
        "totp_secret",
        "actor",
        "kind",
        "state_rule",
        "purpose",
        "value",
        "question",
        "variable",
        "category",
        "reference",
        "area_code",
        "idempotency_key",
        "carry_on_code",
        "message_id",
        "media_type",
        "path",
        "sha256",
        "source_digest",
        "chain_head",
        "regime",
        "reference_population",
        "vintage",
        "token",
        "source_id",
        "number",
        "form_number",
        "of_digest",
        "link_digest",
        "words_digest",
        "network",
        "consent",
        "rule",
        "subject",
        "cluster",
    ]
)
TABLES_OF_OURS = frozenset(
    {"event", "chain_head", "pack", "pack_file", "staff_session", "contribution_version", "job", "idea_term"}
)
AT_ONCE = 50
CALCULATED = str(7 * 191919).encode()


@pytest.fixture
def corpus() -> list[str]:
    found = [each.replace("\x00", "").replace("\x01", "") for each in payloads(most=200)]
    assert len(found) >= 120
    return found


def mouthfuls(corpus: list[str]) -> list[str]:
    """All payloads in few texts: each text holds some of them, one after the other."""
    return ["\n".join(corpus[start : start + AT_ONCE]) for start in range(0, len(corpus), AT_ONCE)]


def texts() -> Iterator[tuple[Any, Any]]:
    """(table, column) of all that people write."""
    for table in Model.metadata.sorted_tables:
        for column in table.columns:
            worded = isinstance(column.type, String | Text) and not isinstance(column.type, Term)
            if table.name not in TABLES_OF_OURS and worded and column.name not in OURS and not column.foreign_keys:
                yield table, column


def write_everywhere(words: list[str], turn: int) -> int:
    """Put a text into every column of every row that people write in; another one in each row, and each turn."""
    put = 0
    for place, (table, column) in enumerate(texts()):
        for row, (key,) in enumerate(db.session.execute(select(table.c.id).order_by(table.c.id))):
            said = words[(place + row + turn) % len(words)]
            db.session.execute(update(table).where(table.c.id == key).values({column.name: said}))
            put += 1
    make.commit()
    return put


def look(app: Flask, filled: Filled, browsers: dict[str, Browser]) -> dict[str, Site]:
    resident = [*filled.starts, *filled.journey]
    found = {}
    for who, browser in browsers.items():
        limiter.reset()
        found[who] = crawl(
            app, browser, resident if who == "resident" else [*filled.staff_starts, *filled.journey], per_route=1
        )
    return found


def kinds(sites: dict[str, Site]) -> set[Shape]:
    return {shape for site in sites.values() for body in site.bodies.values() for shape in shapes(page_of(body))}


def all_faults(sites: dict[str, Site]) -> list[str]:
    found = []
    for site in sites.values():
        for url, body in site.bodies.items():
            found += [f"{url}: {fault}" for fault in faults(page_of(body))]
            found += [f"{url}: a template was run"] if CALCULATED in body else []
    return found


def everyone(filled: Filled) -> dict[str, Browser]:
    resident = filled.browser(Role.ANONYMOUS)
    filled.take_part(resident)
    return {"resident": resident, "commissioner": filled.browser(Role.COMMISSIONER)}


@pytest.mark.slow
def test_words_stored_in_every_column_run_on_no_page(app: Flask, corpus: list[str]) -> None:
    filled = fill(app, pack=False)
    browsers = everyone(filled)
    # A sentence as long as those of the payloads, so that the check of the questions asks about the same things.
    plain = "A second line " + "of words that goes on and on " * 8
    write_everywhere([f"Plain words, {n}.\n{plain}." for n in range(6)], 0)
    before = look(app, filled, browsers)
    known = kinds(before)
    assert not all_faults(before)
    texts_of_it = mouthfuls(corpus)
    for turn in range(len(texts_of_it)):
        assert write_everywhere(texts_of_it, turn) > 200
        sites = look(app, filled, browsers)
        seen = {who: len(site.bodies) for who, site in sites.items()}
        assert seen["resident"] > 40, seen
        assert seen["commissioner"] > 70, seen
        assert all_faults(sites) == []
        assert kinds(sites) - known == set()
    freeze_pack(filled.project.id, by_person_id=None, at=make.NOW)
    make.commit()
    pack = db.session.scalars(select(Pack)).one()
    for edition in Edition:
        (file, *_rest) = renderers.build(edition_of(snapshot_of(pack), edition), pack.seal, ("html",))
        page = page_of(file.content)
        for style in page.select("head style"):
            style.decompose()  # the file stands alone, so its own style is in it
        assert list(faults(page)) == []


def filled_in(form: Form, words: str) -> list[tuple[str, str]]:
    """What the form would send with these words in every text of it."""
    typed = {"text", "textarea", "search", "email", "password", "tel", "url", "hidden"}
    return [
        (each.name, words if each.kind in typed - {"hidden"} else next((v for v in each.legal if v), ""))
        for each in form.fields
    ]


@pytest.mark.slow
@pytest.mark.parametrize("who", ["resident", "commissioner"])
def test_words_typed_into_every_form_run_on_no_answer(app: Flask, corpus: list[str], who: str) -> None:
    filled = fill(app, pack=False)
    browser = everyone(filled)[who]
    starts = [*(filled.starts if who == "resident" else filled.staff_starts), *filled.journey]
    site = crawl(app, browser, starts)
    token = str(browser.get("/join").one("input[name=csrf_token]")["value"])
    cookies = [browser.client.get_cookie(f"codesign-{name}") for name in ("session", "staff", "participant")]
    shown = 0
    for number, form in enumerate(sorted(known_to(app, site.forms), key=lambda form: (form.shuts, form.key))):
        short = [each for each in corpus if len(each) < 70]
        tried = [mouthfuls(corpus)[number % 3], short[number % len(short)], short[-1 - number % len(short)]]
        for words in tried:
            limiter.reset()
            for cookie in cookies:
                if cookie is not None:
                    browser.client.set_cookie(cookie.key, cookie.value)
            data: dict[str, list[str]] = {"csrf_token": [token]}
            for name, value in filled_in(form, words):
                data.setdefault(name, []).append(value)
            if form.method == "get":
                answer = browser.client.get(form.action, query_string=data)
            else:
                answer = browser.client.post(form.action, data=data)
            where = f"{form.key[0]} {answer.status_code}"
            assert leads_home(answer.headers.get("Location", "")), (where, answer.headers["Location"])
            if "html" in (answer.content_type or ""):
                shown += 1
                assert list(faults(page_of(answer.data))) == [], where
                assert CALCULATED not in answer.data, where
    assert shown > 20
    again = crawl(app, browser, starts, per_route=2)  # what got in is shown here
    assert all_faults({who: again}) == []


@pytest.mark.slow
@pytest.mark.parametrize("who", ["resident", "commissioner"])
def test_words_in_every_query_parameter_run_on_no_page(app: Flask, corpus: list[str], who: str) -> None:
    filled = fill(app, pack=False)
    browser = everyone(filled)[who]
    site = crawl(
        app, browser, [*(filled.starts if who == "resident" else filled.staff_starts), *filled.journey], per_route=1
    )
    names = parameters()
    asked = 0
    for number, (endpoint, address) in enumerate(sorted(site.addresses.items())):
        path = address.split("?")[0]
        for turn in range(3):
            words = corpus[(number * 3 + turn) % len(corpus)] if turn else mouthfuls(corpus)[number % 3][:1500]
            limiter.reset()
            query = dict.fromkeys({*names, *site.asked[endpoint]} - ({"code"} if turn % 2 else set()), words)
            answer = browser.client.get(path, query_string=query)
            asked += 1
            assert answer.status_code < 500, endpoint
            assert leads_home(answer.headers.get("Location", "")), (endpoint, answer.headers["Location"])
            if "html" in (answer.content_type or ""):
                assert list(faults(page_of(answer.data))) == [], (endpoint, words)
                assert CALCULATED not in answer.data, endpoint
    assert asked > 80


@pytest.mark.parametrize("who", ["resident", "commissioner"])
def test_where_to_go_next_never_leads_away(app: Flask, corpus: list[str], who: str) -> None:
    filled = fill(app, pack=False)
    browser = everyone(filled)[who]
    away = [each for each in corpus if ":" in each or each.startswith(("/", "\\"))]
    for target in (
        *away,
        "///evil.example",
        "/\t/evil.example",
        "https:evil.example",
        "/%09/evil.example",
        "\\\\evil.example",
    ):
        for path in ("/sign-in", "/sign-in/link", "/second-factor", f"/p/{filled.slug}"):
            answer = browser.client.get(path, query_string={"next": target})
            assert leads_home(answer.headers.get("Location", "")), (path, target)
            assert list(faults(page_of(answer.data))) == [], (path, target)


@pytest.mark.browser
@pytest.mark.slow
def test_a_browser_that_opens_the_pages_runs_none_of_the_words(
    app: Flask, live_server: str, chromium: Any, corpus: list[str]
) -> None:
    filled = fill(app, pack=False)
    browsers = everyone(filled)
    words = mouthfuls(corpus)
    write_everywhere(words, 1)
    context = chromium.new_context()
    for who, name in (("resident", "codesign-participant"), ("commissioner", "codesign-staff")):
        cookie = browsers[who].client.get_cookie(name)
        assert cookie is not None
        context.add_cookies([{"name": name, "value": cookie.value, "url": live_server}])
    page, told, left = context.new_page(), list[str](), list[str]()
    page.on("console", lambda message: told.append(message.text) if "Content Security Policy" in message.text else None)
    page.on("dialog", lambda dialog: told.append(f"dialog {dialog.message}"))
    page.on(
        "request",
        lambda request: left.append(request.url) if not request.url.startswith((live_server, "data:image/")) else None,
    )
    staff = f"/manage/{filled.slug}"
    # A voice is no page, and the browser draws a feed or a photo with styles of its own, which our policy blocks.
    pages = [start for start in filled.starts if not re.search(r"/clip/|/feed\.|/photo", start)]
    opened = [
        *pages, *filled.journey[:4], staff, f"{staff}/setup", f"{staff}/evidence", f"{staff}/themes", f"{staff}/themes/T01",
        f"{staff}/spec/REQ-001", f"{staff}/decisions", f"{staff}/trace", f"{staff}/moderation", f"{staff}/pack", f"{staff}/mail",
        f"{staff}/team", f"{staff}/questions/C1", f"{staff}/questions/C1/results", f"{staff}/ideas/B1", f"{staff}/workshops/W1",
        f"/w/{filled.workshop.join_code}/run", f"/p/{filled.slug}/ideas?sort=newest",
    ]  # fmt: skip
    for address in opened:
        page.goto(f"{live_server}{address}", wait_until="load")
        assert page.evaluate("window.__canary") is None, address
        assert page.url.startswith(live_server), (address, page.url)
    page.wait_for_timeout(300)
    context.close()
    assert told == []
    assert left == []
