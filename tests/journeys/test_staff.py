"""Every page of the staff at three widths: no accessibility violation, no sideways scroll."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from codesign.core.terms import Role
from tests.journeys.conftest import Site
from tests.journeys.looking import looked_at

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = {
    "planning": ("", "/setup", "/team", "/mail"),
    "listening": (
        "/questions", "/questions/C1", "/questions/C1/add", "/questions/C1/Q02/edit", "/questions/C1/results",
        "/questions/C1/preview/Q02", "/ideas", "/ideas/B1", "/ideas/B2", "/ideas/new", "/moderation",
        "/moderation?show=shown",
    ),
    "designing together": ("/workshops", "/workshops/W1", "/workshops/W1/harvest", "/workshops/W2"),
    "evidence": ("/evidence", "/evidence?q=door", "/themes", "/themes/T01", "/themes/new", "/who"),
    "writing": (
        "/spec", "/spec/REQ-001", "/spec/REQ-004", "/spec/REQ-001/edit", "/spec/new", "/decisions", "/decisions/new",
        "/trace", "/pack", "/pack?page=9", "/pack/freeze",
    ),
}  # fmt: skip


@pytest.mark.parametrize("part", PAGES)
def test_staff_can_use_every_page_at_any_width(site: Site, part: str) -> None:
    page = site.office()
    for path in PAGES[part]:
        answer = page.goto(site.manage + path)
        assert answer
        assert answer.status == 200, f"{path} answers {answer.status}"
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        looked_at(page)


def test_the_wall_reads_well_on_a_projector(site: Site) -> None:
    page = site.office(Role.FACILITATOR)
    for path in ("wall", "wall?bright=1"):
        page.goto(f"{site.address}/w/{site.code}/{path}")
        looked_at(page, (1280, 1600, 1920))


def test_an_empty_form_says_what_to_do_at_any_width(site: Site) -> None:
    page = site.office()
    for path, button in (
        ("/spec/new", "Add it"),
        ("/decisions/new", "Save the decision"),
        ("/themes/new", "Save"),
        ("/team", "Send the invitation"),
    ):
        page.goto(site.manage + path)
        page.get_by_role("main").get_by_role("button", name=button).last.click()
        expect(page.get_by_role("alert").first).to_contain_text("There is a problem")
        expect(page.locator(".govuk-error-summary")).to_be_focused()
        looked_at(page)
