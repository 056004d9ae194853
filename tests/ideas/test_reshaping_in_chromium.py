"""An author answers and a supporter moves their support in Chromium, with scripts and without, by keyboard too."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from codesign.core.codes import digest, secret
from codesign.core.terms import PartView
from codesign.extensions import db
from codesign.ledger.words import participant_digest
from codesign.models import ReshapingPart, StaffSession
from tests.ideas.test_reshaping import BENCH, MERGE, SPLIT, TODAY, World, supports
from tests.journeys.looking import looked_at
from tests.make import NOW, commit, make_participant, make_project

pytestmark = pytest.mark.browser
KEY = "a-key-that-a-browser-would-have-drawn"


def opened(chromium: Any, address: str, *, scripts: bool, width: int = 375, staff: str = "") -> Page:
    context = chromium.new_context(viewport={"width": width, "height": 740}, java_script_enabled=scripts)
    context.set_default_timeout(15_000)
    context.add_cookies([{"name": "codesign-participant", "value": KEY, "url": address}])
    if staff:
        context.add_cookies([{"name": "codesign-staff", "value": staff, "url": address}])
    page: Page = context.new_page()
    return page


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_an_author_keeps_their_idea_then_changes_their_mind(
    app: Flask, live_server: str, chromium: Any, scripts: bool
) -> None:
    world = World(make_project())
    me = make_participant(world.project, key_digest=participant_digest(world.project.id, KEY))
    mine, other = world.idea("More benches", by=me), world.idea("Seats on the hill")
    world.propose(MERGE, mine, other)
    commit()
    page = opened(chromium, live_server, scripts=scripts)
    page.goto(f"{live_server}/p/{world.project.slug}/ideas/B1")
    page.get_by_role("link", name="More benches").first.click()
    expect(page.get_by_role("heading", name="Can we put your idea together with others?")).to_be_visible()
    expect(page.locator("#proposal .shape-both")).to_contain_text(BENCH.text)
    if scripts:
        looked_at(page)
    page.get_by_role("button", name="No, keep mine as it is").click()
    expect(page.locator("#proposal")).to_contain_text("You said no. We keep your idea as it is.")
    if scripts:
        looked_at(page)
    yes = page.get_by_role("button", name="Yes, put them together")
    yes.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#proposal")).to_contain_text("You said yes.")
    page.context.close()
    db.session.expire_all()
    views = {part.idea_id: part.view for part in db.session.query(ReshapingPart)}
    assert views == {mine.id: PartView.AGREED, other.id: None}


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_supporter_reads_both_and_moves(app: Flask, live_server: str, chromium: Any, scripts: bool) -> None:
    world = World(make_project())
    me = make_participant(world.project, key_digest=participant_digest(world.project.id, KEY))
    first, second, long = world.idea("More benches"), world.idea("Seats on the hill"), world.idea("Shade and a tap")
    world.supported(first, me)
    world.supported(long, me)
    early = {"at": NOW - timedelta(days=9), "answer_by": TODAY - timedelta(days=2)}
    (made,) = world.make(world.propose(MERGE, first, second, **early), at=NOW - timedelta(hours=1))  # type: ignore[arg-type]
    one, two = world.make(world.propose(SPLIT, long, **early), at=NOW - timedelta(hours=1))  # type: ignore[arg-type]
    commit()
    page = opened(chromium, live_server, scripts=scripts)
    board = f"{live_server}/p/{world.project.slug}/ideas/B1"
    page.goto(board)
    asked = page.locator(f"#moved-{first.ref}")
    asked.get_by_text("Read both, then choose").click()
    expect(asked.locator(".shape-both")).to_contain_text("More benches, please.")
    expect(asked.locator(".shape-both")).to_contain_text(BENCH.text)
    if scripts:
        looked_at(page)
    asked.get_by_role("button", name="Move my support").click()
    expect(page.get_by_role("heading", name=BENCH.title, level=1)).to_be_visible()
    expect(page.locator("#people-behind")).to_contain_text(
        "3 people stand behind these ideas. 1 person supports it as it is now."
    )
    if scripts:
        looked_at(page)
    page.goto(f"{board}/{long.ref}")
    expect(page.locator("#part-of h2")).to_have_text("This idea was split")
    if scripts:
        looked_at(page)
    page.get_by_role("button", name="Keep it where it is").click()
    expect(page.locator("#part-of")).to_contain_text("Your support stays here. You can still move it.")
    page.goto(board)
    expect(page.locator("#asked-of-you")).to_have_count(0)
    page.context.close()
    db.session.expire_all()
    assert [supports(idea) for idea in (first, made, long, one, two)] == [0, 1, 1, 0, 0]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_staff_propose_make_and_undo(app: Flask, live_server: str, chromium: Any, scripts: bool) -> None:
    world = World(make_project())
    imported = [make_participant(world.project) for _ in range(2)]
    world.idea("More benches on the hill", by=imported[0])
    second = world.idea("Benches at the top of the hill", by=imported[1])
    token = secret()
    kept = {"created_at": NOW, "seen_at": NOW, "expires_at": NOW + timedelta(hours=9), "second_factor_at": NOW}
    db.session.add(StaffSession(person_id=world.staff.id, token_digest=digest(token), **kept))
    commit()
    page = opened(chromium, live_server, scripts=scripts, width=1280, staff=token)
    page.goto(f"{live_server}/manage/{world.project.slug}/ideas/B1/reshape")
    page.get_by_role("link", name="New proposal").click()
    page.get_by_label("Find ideas").fill("hill")
    page.get_by_label("More benches on the hill").check()
    page.get_by_role("button", name="Find, and keep what is ticked").click()
    expect(page.locator("#picked")).to_contain_text("More benches on the hill")
    page.get_by_label("Put two or more together").check()
    page.get_by_label("Or write their references").fill(second.ref)
    if scripts:
        looked_at(page)
    page.get_by_role("button", name="Go on with the chosen ideas").click()
    page.get_by_role("button", name="Propose it to the authors").click()
    expect(page.locator(".govuk-error-summary li").first).to_have_text("Write the idea in one line")
    if scripts:
        looked_at(page)
    page.get_by_label("The idea in one line").fill("Benches on the hill")
    page.get_by_label("Why? Residents read this").fill("Both ask for benches on the hill.")
    page.get_by_role("button", name="Propose it to the authors").click()
    expect(page.locator("#parts")).to_contain_text("Cannot be asked: it came from a file or from staff.")
    page.get_by_role("button", name="Make it now").click()
    expect(page.get_by_role("heading", name="What came of it")).to_be_visible()
    if scripts:
        looked_at(page)
    page.get_by_label("Why?").fill("One of them is about the other hill.")
    page.get_by_role("button", name="Undo it").click()
    expect(page.get_by_text("It is undone. The old ideas are shown again.")).to_be_visible()
    page.context.close()
