"""Our small scripts in a real browser, under the strict content policy: saving, drafts, live rooms."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask, Response, render_template, render_template_string, request
from werkzeug.serving import make_server
from whitenoise import WhiteNoise

from codesign.web.assets import static_folder
from codesign.web.component_examples import EXAMPLES
from codesign.web.security import POLICY
from codesign.web.templating import HTMX_CONFIG
from tests.web.paper import paper_app

pytestmark = pytest.mark.browser

ROOM = """
{% extends "base.html" %}{% set page_scripts = ["htmx", "morph"] %}
{% from "components/shape_room.html" import shapeRoomBar %}{% from "components/shape_saved.html" import shapeSaved %}
{% block header %}{{ shapeRoomBar("Room") }}{% endblock %}
{% block main %}
<h1>Room</h1>
<div id="step" data-poll-url="/step" data-poll-seconds="1"><p>Write</p><input id="inner" aria-label="Inner"></div>
<form id="f" method="post" action="/draft" hx-post="/draft" hx-trigger="change" hx-target="#saved" hx-swap="outerHTML"
  data-saves data-draft-key="hub.why" novalidate><textarea name="words" id="words" aria-label="Words"></textarea>
  {{ shapeSaved(shared_device=shared) }}</form>
{% if shared %}<p data-shared-device>Shared</p>{% endif %}
{% endblock %}
"""
SAVED = '{% from "components/shape_saved.html" import shapeSaved %}{{ shapeSaved("saved") }}'
STEP = """
<div id="step" data-poll-url="/step" data-poll-seconds="1" data-announce="Step 2"><p>Vote</p><input id="inner"></div>
"""


class Room:
    """What the pretend server does, and what it was asked."""

    def __init__(self) -> None:
        self.broken = False
        self.tags: list[str | None] = []


@pytest.fixture
def room() -> Room:
    return Room()


@pytest.fixture
def address(room: Room) -> Iterator[str]:
    app = paper_app()
    app.jinja_env.globals["htmx_config"] = HTMX_CONFIG
    _routes(app, room)
    app.wsgi_app = WhiteNoise(app.wsgi_app, root=str(static_folder()), prefix="static/")  # type: ignore[method-assign]
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join(5)


def _routes(app: Flask, room: Room) -> None:
    @app.get("/room")
    def _room() -> str:
        return render_template_string(ROOM, shared="shared" in request.args)

    @app.post("/draft")
    def _draft() -> str:
        return render_template_string(SAVED)

    @app.get("/step")
    def _step() -> Any:
        room.tags.append(request.headers.get("If-None-Match"))
        if room.broken:
            return "", 503
        if room.tags[-1] == '"2"':
            return "", 304
        return STEP, 200, {"ETag": '"2"'}

    @app.get("/components")
    def _components() -> str:
        return render_template("components/index.html", examples=EXAMPLES)

    @app.after_request
    def _policy(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = "; ".join(f"{name} {value}" for name, value in POLICY.items())
        return response


@pytest.fixture
def page(chromium: Any, address: str) -> Iterator[Any]:
    context = chromium.new_context(viewport={"width": 375, "height": 812})
    page = context.new_page()
    page.set_default_timeout(8000)
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page
    context.close()
    assert not [said for said in page.complaints if "Content Security Policy" in said]


def _type(page: Any, words: str) -> None:
    page.fill("#words", words)
    page.dispatch_event("#words", "change")


def _kept(page: Any) -> str:
    kept: str = page.evaluate("localStorage.getItem('codesign.draft.hub.why') || ''")
    return kept


def test_words_are_kept_on_the_phone_until_the_server_has_them(page: Any, address: str) -> None:
    page.goto(f"{address}/room")
    page.context.set_offline(True)
    _type(page, "Open late")
    page.wait_for_selector(".shape-saved--offline")
    assert page.inner_text("#saved") == "No signal. Your answers are safe on this phone."
    assert "Open late" in _kept(page)
    page.context.set_offline(False)
    page.wait_for_selector(".shape-saved--sent, .shape-saved--saved")
    page.wait_for_function("!localStorage.getItem('codesign.draft.hub.why')")


def test_kept_words_come_back_into_an_empty_field(page: Any, address: str) -> None:
    page.goto(f"{address}/room")
    page.evaluate(
        "localStorage.setItem('codesign.draft.hub.why', JSON.stringify({at: Date.now(), words: {words: 'Open late'}}))"
    )
    page.reload()
    page.wait_for_function("document.querySelector('#words').value === 'Open late'")


def test_nothing_is_kept_on_a_shared_device(page: Any, address: str) -> None:
    page.goto(f"{address}/room")
    page.context.set_offline(True)
    _type(page, "Mine")
    page.wait_for_selector(".shape-saved--offline")
    assert "Mine" in _kept(page)
    page.context.set_offline(False)
    page.goto(f"{address}/room?shared=1")
    page.wait_for_function("!localStorage.getItem('codesign.draft.hub.why')")
    page.context.set_offline(True)
    _type(page, "Yours")
    page.wait_for_selector(".shape-saved--offline")
    assert page.inner_text("#saved").startswith("No signal. Stay on this page.")
    assert _kept(page) == ""


def test_a_room_moves_on_without_touching_what_a_person_types(page: Any, address: str, room: Room) -> None:
    page.goto(f"{address}/room")
    page.fill("#inner", "half a tho")
    page.focus("#inner")
    page.wait_for_selector("text=Vote")
    assert page.input_value("#inner") == "half a tho"
    assert page.evaluate("document.activeElement.id") == "inner"
    assert page.text_content("#live") == "Step 2"
    page.wait_for_timeout(1500)
    assert '"2"' in room.tags


def test_a_lost_room_says_that_it_is_joining_again(page: Any, address: str, room: Room) -> None:
    page.goto(f"{address}/room")
    room.broken = True
    page.wait_for_selector("[data-live-state][data-state=joining]")
    assert page.inner_text("[data-live-state]").strip() == "Joining again"
    room.broken = False
    page.wait_for_selector("[data-live-state][data-state=on]", timeout=15000)


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("colours", ["none", "active"])
def test_the_components_have_no_fault_that_axe_finds(page: Any, address: str, width: int, colours: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(forced_colors=colours)
    page.goto(f"{address}/components")
    # axe compares the colours we wrote, not the forced ones that a person sees.
    contrast = {"rules": {"color-contrast": {"enabled": colours == "none"}}}
    found = Axe().run(page, options=contrast).response["violations"]
    assert [(fault["id"], [node["target"] for node in fault["nodes"]][:3]) for fault in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.complaints == []
