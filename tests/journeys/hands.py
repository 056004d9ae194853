"""Two ways to use a page: a finger that taps, and a keyboard alone, which looks at every Tab that the focus can be seen."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, Protocol

from playwright.sync_api import Locator, Page, Response, expect
from playwright.sync_api import TimeoutError as PageTimeout

MOST_TABS: Final = 90
NO_INDEX: Final = "[...document.querySelectorAll('[tabindex]')].filter(one => one.tabIndex > 0).length"

# Why the focus cannot be seen, or "": no mark in the colour of the focus and no outline, off the screen, or under the bar.
UNSEEN: Final = """() => {
  const here = document.activeElement;
  if (!here || here === document.body) return "";
  const label = here.labels?.[0];
  const styles = [getComputedStyle(here), ...(label ? [getComputedStyle(label), getComputedStyle(label, "::before")] : [])];
  const marked = styles.some(style => (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0)
    || (style.backgroundColor + style.boxShadow).includes("255, 221, 0"));
  if (!marked) return "no mark: " + here.outerHTML.slice(0, 160);
  const box = here.getBoundingClientRect();
  if (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth)
    return "off the screen: " + here.outerHTML.slice(0, 160);
  const bar = document.querySelector(".shape-bar-sticky");
  if (bar && !bar.contains(here) && getComputedStyle(bar).position !== "static") {
    const over = bar.getBoundingClientRect();
    if (box.top >= over.top && box.bottom <= over.bottom) return "under the bar: " + here.outerHTML.slice(0, 160);
  }
  return "";
}"""


def _is_a_swap(response: Response) -> bool:
    return "hx-request" in response.request.headers and not response.url.endswith("/seen")


class Hand(Protocol):
    """Somebody at a page; `what` is a link, a button, a choice or a field of it."""

    page: Page

    def press(self, what: Locator) -> None: ...
    def swap(self, what: Locator) -> None: ...
    def choose(self, what: Locator) -> None: ...
    def write(self, what: Locator, words: str) -> None: ...
    def pick(self, what: Locator, option: str) -> None: ...
    def attach(self, what: Locator, file: Path) -> None: ...


class Finger:
    """Taps."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, what: Locator) -> None:
        what.click()

    def swap(self, what: Locator) -> None:
        """A press after which, with scripts, the page stays."""
        what.click()

    def choose(self, what: Locator) -> None:
        what.check()

    def write(self, what: Locator, words: str) -> None:
        what.press_sequentially(words)

    def pick(self, what: Locator, option: str) -> None:
        what.select_option(label=option)

    def attach(self, what: Locator, file: Path) -> None:
        what.set_input_files(file)


class Keys:
    """Tab, Enter, Space, arrows and letters; nothing else."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, what: Locator) -> None:
        expect(what).to_be_visible()
        assert self.page.evaluate(NO_INDEX) == 0, "the order of Tab is not the order of the page"
        for _tab in range(MOST_TABS):
            if what.evaluate("one => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
            unseen: str = self.page.evaluate(UNSEEN)
            assert not unseen, f"{self.page.url}: {unseen}"
        raise AssertionError(f"Tab never came to {what}")

    def press(self, what: Locator) -> None:
        self.to(what)
        self.page.keyboard.press("Enter")

    def swap(self, what: Locator) -> None:
        """A press after which the page stays, and the focus is on something."""
        self.to(what)
        with self.page.expect_response(_is_a_swap):
            self.page.keyboard.press("Enter")
        expect(self.page.locator("[aria-busy=true]")).to_have_count(0)
        expect(self.page.locator(":focus")).to_have_count(1)
        unseen: str = self.page.evaluate(UNSEEN)
        assert not unseen, f"{self.page.url}: {unseen}"

    def choose(self, what: Locator) -> None:
        """A choice of a group: Tab comes to the group, arrows move in it; a box is ticked with Space."""
        expect(what).to_be_visible()
        group: Any = what.evaluate("one => one.type === 'radio' ? one.name : ''")
        if not group:
            self.to(what)
            self.page.keyboard.press("Space")
            return
        for _tab in range(MOST_TABS):
            if self.page.evaluate("name => document.activeElement.name === name", group):
                break
            self.page.keyboard.press("Tab")
        for _arrow in range(20):
            if what.evaluate("one => one === document.activeElement"):
                break
            self.page.keyboard.press("ArrowDown")
        if not what.is_checked():
            self.page.keyboard.press("Space")
        expect(what).to_be_checked()

    def write(self, what: Locator, words: str) -> None:
        self.to(what)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(words)

    def pick(self, what: Locator, option: str) -> None:
        """Letters find an option of a list."""
        self.to(what)
        self.page.keyboard.type(option)

    def attach(self, what: Locator, file: Path) -> None:
        for patience in (5_000, 15_000):  # a page whose script still starts may miss the first press
            self.to(what)
            try:
                with self.page.expect_file_chooser(timeout=patience) as chooser:
                    self.page.keyboard.press("Space")
            except PageTimeout:
                continue
            chooser.value.set_files(file)
            return
        raise AssertionError("no way to choose a file opened")
