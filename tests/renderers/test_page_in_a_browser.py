"""The downloaded web page in Chromium: no accessibility violation, no sideways scroll, its own policy kept."""

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from codesign.core.terms import Edition
from codesign.renderers.html import html
from tests.renderers import hostile
from tests.renderers.make import make_pack, make_seal
from tests.renderers.test_hostile import pack_saying

pytestmark = pytest.mark.browser
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_the_page_reads_well_at_every_width(chromium: Any, tmp_path: Path, width: int) -> None:
    (tmp_path / "pack.html").write_bytes(html(make_pack(Edition.PUBLIC), make_seal()))
    context = chromium.new_context(bypass_csp=True, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto((tmp_path / "pack.html").as_uri())
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_hostile_words_run_nothing_and_the_style_still_applies(chromium: Any, tmp_path: Path) -> None:
    (tmp_path / "pack.html").write_bytes(html(pack_saying(hostile.own()), make_seal()))
    context = chromium.new_context(viewport={"width": 320, "height": 900})
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.on("request", lambda request: asked.append(request.url))
    page.goto((tmp_path / "pack.html").as_uri())
    assert said == []
    assert len(asked) == 1
    assert page.locator(".pack").evaluate("one => getComputedStyle(one).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()
