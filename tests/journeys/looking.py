"""What every page of a journey is looked at for: accessibility, sideways scroll, sizes of what is pressed, weight."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page

WIDTHS: Final = (320, 768, 1280)
WCAG: Final = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}
AXE: Final = Axe().axe_script

SMALL = """least => [...document.querySelectorAll(
  "button, .govuk-button, select, textarea, input:not([type=hidden]):not([type=radio]):not([type=checkbox]), " +
  ".shape-chip, .shape-row a, .govuk-radios__item, .govuk-checkboxes__item, summary.shape-sort__button"
)].filter(one => one.checkVisibility() && !one.matches(".shape-button-link"))
  .map(one => [one.getBoundingClientRect(), one])
  .filter(([box]) => box.width > 1 && (box.height < least - 0.5 || box.width < least - 0.5))
  .map(([box, one]) => `${one.outerHTML.slice(0, 120)} is ${box.width.toFixed(0)} by ${box.height.toFixed(0)}`)"""


def looked_at(page: Page, widths: tuple[int, ...] = WIDTHS) -> None:
    """No accessibility violation and no sideways scroll at any width; the page's own width stands again afterwards."""
    before = page.viewport_size
    page.evaluate(AXE)
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        # The whole page at once, or the bar at the foot lies over whatever happens to be under it.
        tall = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": width, "height": min(max(tall, 800), 6000)})
        page.evaluate("Promise.all(document.getAnimations().map(each => each.finished.catch(() => null)))")
        assert_fits(page, width)
        found: dict[str, Any] = page.evaluate("options => axe.run(options)", WCAG)
        bad = [
            f"{one['id']}: {node['html'][:200]} ({node['failureSummary'][:300]})"
            for one in found["violations"]
            for node in one["nodes"]
        ]
        assert not bad, f"{page.url} at {width}:\n" + "\n".join(bad)
    if before:
        page.set_viewport_size(before)


def assert_fits(page: Page, width: int) -> None:
    """The page does not scroll sideways."""
    page.wait_for_load_state()
    full = page.evaluate("document.documentElement.scrollWidth")
    assert full <= width, f"{page.url} is {full} wide at {width}"


def easy_to_press(page: Page, least: int = 44) -> None:
    """Every control that is not a link in a sentence is at least so many pixels high and wide (WCAG 2.5.5)."""
    small: list[str] = page.evaluate(SMALL, least)
    assert not small, f"{page.url}:\n" + "\n".join(small)


@dataclass(slots=True)
class Weight:
    """What came over the wire: addresses and bytes, headers included."""

    asked: list[str] = field(default_factory=list)
    bytes: float = 0


@contextmanager
def weighed(chromium: Chromium, cookies: list[Any]) -> Iterator[tuple[Page, Weight]]:
    """A first visit: a page with the given cookies and nothing kept, and what it fetches."""
    context = chromium.new_context(viewport={"width": 375, "height": 740})
    context.add_cookies(cookies)
    page = context.new_page()
    weight = Weight()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.on("Network.requestWillBeSent", lambda sent: weight.asked.append(sent["request"]["url"]))

    def arrived(event: dict[str, Any]) -> None:
        weight.bytes += event["encodedDataLength"]

    wire.on("Network.loadingFinished", arrived)
    yield page, weight
    context.close()


def past_the_likes(page: Page) -> None:
    """On from the line of an idea: by the page of ideas like it, where there are any, to the rest of the words."""
    page.locator("#carry-on, #text").first.wait_for()
    if page.locator("#carry-on").count():
        page.locator("#carry-on").click()
        page.locator("#text").wait_for()
