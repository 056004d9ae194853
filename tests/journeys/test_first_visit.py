"""A resident's first visit on a poor line: few requests, few bytes, nothing that jumps."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Site
from tests.journeys.looking import weighed

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SHIFT = """() => new Promise(done => { let sum = 0;
new PerformanceObserver(list => { for (const each of list.getEntries()) if (!each.hadRecentInput) sum += each.value })
  .observe({type: "layout-shift", buffered: true});
requestAnimationFrame(() => requestAnimationFrame(() => done(sum))); })"""


@pytest.fixture
def known(site: Site) -> list[object]:
    """The cookies of somebody who has begun to answer and sits in the room."""
    page = site.visit()
    page.goto(f"{site.project}/c/C1")
    page.get_by_role("button", name="Start").click()
    page.goto(f"{site.address}/w/{site.code}")
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_role("textbox", name="Your card")).to_be_visible()
    return list(page.context.cookies())


def test_a_first_visit_costs_90_kilobytes_and_6_requests_at_most(site: Site, known: list[object]) -> None:
    for address in (
        site.address,
        site.project,
        f"{site.project}/c/C1",
        f"{site.project}/c/C1/q/Q02",
        f"{site.project}/c/C1/q/Q06",
        f"{site.project}/ideas",
        f"{site.project}/ideas/B1/add",
        f"{site.project}/ideas/B2",
        f"{site.address}/join",
        f"{site.address}/w/{site.code}/card",
        f"{site.address}/receipt",
    ):
        with weighed(site.chromium, known) as (page, weight):
            page.goto(address, wait_until="load")
            shift = page.evaluate(SHIFT)
            expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"\w"))
            # Residents' photos come lazily, after the page; the count of looks after two seconds of looking.
            photos = [one for one in weight.asked if one.endswith("/photo?size=card")]
            asked = [one for one in weight.asked if not one.startswith("data:") and not one.endswith("/seen")]
            asked = [one for one in asked if one not in photos]
            assert len(asked) <= 6, f"{address} asks {len(asked)} times: {asked}"
            assert weight.bytes <= 90 * 1024, f"{address} weighs {weight.bytes / 1024:.0f} kB"
            assert shift <= 0.05, f"{address} jumps by {shift}"
