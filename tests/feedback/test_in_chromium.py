"""The way back as a person meets it in a browser: narrow and wide, with scripts and without."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from codesign.extensions import db
from codesign.models import Project
from codesign.packs.commands import freeze_pack
from tests.feedback.story import WORDS, make_decision, make_story
from tests.make import NOW, commit

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("width", [320, 768, 1280])
def test_a_person_follows_their_words_and_takes_them_back(
    chromium: Any, live_server: str, width: int, scripts: bool
) -> None:
    story = make_story()
    make_decision(story.project, theme_id=story.theme.id, published_on=NOW.date())
    pack = freeze_pack(story.project.id, by_person_id=None, at=NOW, base_url=live_server)
    db.session.get_one(Project, story.project.id).heard_published_at = NOW
    commit()
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, java_script_enabled=scripts, bypass_csp=scripts
    )
    page = context.new_page()

    def well(wanted: str) -> None:
        assert wanted in page.inner_text("main")
        if scripts:
            assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
            found = Axe().run(page).response["violations"]
            assert not found, [(each["id"], [node["target"] for node in each["nodes"]]) for each in found]

    page.goto(f"{live_server}/p/{story.project.slug}/heard")
    well("You want the hub open after work.")
    page.goto(f"{live_server}/check/{pack.check_code}")
    well(pack.seal)
    page.goto(f"{live_server}/receipt")
    page.fill("#code", "2346 789a bcde")
    page.click("#receipt button")
    well("We know no receipt with this code.")
    page.fill("#code", story.receipt.replace("-", " ").lower())
    page.click("#receipt button")
    well(WORDS)
    well("Open after work")
    page.check("input[value=count_only]")
    page.click("#consent-form button")
    well("We count it and do not quote it.")
    page.click("text=Take my words back")
    well("We cannot change that pack.")
    page.click("#take-back button")
    well("You took this back")
    assert WORDS not in page.content()
    page.click("text=Finish and close")
    assert page.url == f"{live_server}/receipt"
    context.close()
