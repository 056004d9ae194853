"""A resident on a phone, with scripts and without: answering, adding, voting, coming back, taking words back."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Site
from tests.journeys.looking import assert_fits, easy_to_press, looked_at, past_the_likes

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORDS = "A lamp over the door on Wharf Street after dark."
IDEA = "A phone charger you can borrow"
Look = Callable[[Page], None]


def look(page: Page) -> None:
    """All that is promised of a page a resident sees."""
    looked_at(page)
    easy_to_press(page)


def look_without_scripts(page: Page) -> None:
    """Without scripts a page cannot be asked much; it must still fit."""
    assert_fits(page, 320)


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def scripts(request: pytest.FixtureRequest) -> bool:
    on: bool = request.param
    return on


@pytest.fixture
def resident(site: Site, scripts: bool) -> Page:
    return site.visit(scripts=scripts, width=375 if scripts else 320)


@pytest.fixture
def seen(scripts: bool) -> Look:
    return look if scripts else look_without_scripts


def press(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("button", name=name).first.click()


def heading(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def receipt_on(page: Page) -> str:
    found = re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", page.get_by_role("main").inner_text())
    assert found, "there is no receipt code on the page"
    return found.group()


def test_a_resident_answers_comes_back_with_the_receipt_and_takes_it_all_back(
    site: Site, resident: Page, seen: Look
) -> None:
    page = resident
    page.goto(site.address)
    seen(page)
    page.get_by_role("link", name=re.compile("The Landing")).click()
    seen(page)
    page.get_by_role("link", name="Have your say").click()
    seen(page)
    press(page, "Start")
    seen(page)
    page.get_by_label("I am aged 16 to 25").check()
    press(page, "Continue")
    page.get_by_label("Something else").check()
    seen(page)
    page.get_by_label("Tell us more, if you like").fill("The 14 bus stops at six")
    press(page, "Save and come back later")
    heading(page, "Your answers are saved")
    seen(page)
    page.go_back()
    press(page, "Continue")
    page.get_by_role("link", name="Skip this question").click()
    seen(page)
    page.get_by_label("I am not sure").check()
    press(page, "Continue")
    seen(page)
    page.get_by_role("textbox").fill("a while")
    press(page, "Continue")
    expect(page).to_have_title(re.compile("^Error: How many minutes"))
    seen(page)
    expect(page.get_by_role("textbox")).to_have_value("a while")
    page.get_by_role("textbox").fill("15")
    press(page, "Continue")
    seen(page)
    page.get_by_role("textbox").fill(WORDS)
    press(page, "Continue")
    seen(page)
    press(page, "Continue")
    page.get_by_role("radio", name="I agree", exact=True).check()
    press(page, "Continue")
    heading(page, "Check your answers before you send them")
    seen(page)
    press(page, "Send your answers")
    expect(page.get_by_role("alert")).to_contain_text("Select how we may use your words.")
    seen(page)
    page.get_by_label("You may quote my words, without my name").check()
    press(page, "Send your answers")
    heading(page, "A few questions about you")
    seen(page)
    press(page, "Answer 6 questions")
    seen(page)
    page.get_by_label("Prefer not to say").check()
    press(page, "Continue")
    page.get_by_role("link", name="Stop here and finish").click()
    heading(page, "Thank you. We have your answers")
    seen(page)
    receipt = receipt_on(page)

    page.goto(f"{site.address}/receipt")
    seen(page)
    page.get_by_label("Your receipt code").fill("7K3Q-XW9H-4TRN")
    press(page, "Show my words")
    expect(page.get_by_role("alert")).to_be_visible()
    seen(page)
    page.get_by_label("Your receipt code").fill(receipt.lower())
    press(page, "Show my words")
    heading(page, "What happened to your words")
    expect(page.get_by_role("main")).to_contain_text(WORDS)
    seen(page)
    page.get_by_label("Only count my words. Do not quote them").check()
    press(page, "Save this")
    expect(page.get_by_label("Only count my words. Do not quote them")).to_be_checked()
    page.get_by_role("link", name="Take my words back").click()
    seen(page)
    press(page, "Yes, take my words back")
    expect(page.get_by_role("main")).to_contain_text("It no longer counts")
    expect(page.get_by_role("main")).not_to_contain_text(WORDS)
    seen(page)


def test_a_resident_adds_an_idea_backs_one_replies_and_votes_on_statements(
    site: Site, resident: Page, seen: Look, scripts: bool
) -> None:
    page = resident
    page.goto(f"{site.project}/ideas")
    seen(page)
    page.get_by_role("link", name="Add your idea").click()
    seen(page)
    press(page, "Continue")
    expect(page.get_by_role("alert")).to_contain_text("Write your idea in one line")
    seen(page)
    page.get_by_label("Your idea in one line").fill(IDEA)
    press(page, "Continue")
    seen(page)
    past_the_likes(page)
    press(page, "Continue")
    heading(page, "Add a photo")
    press(page, "Continue")
    heading(page, "Where is it?")
    press(page, "Continue")
    page.get_by_label("Show my first name").check()
    seen(page)
    page.get_by_label("Show nothing about me").check()
    press(page, "Continue")
    seen(page)
    page.get_by_label("Yes, anyone may read them").check()
    press(page, "Continue")
    seen(page)
    press(page, "Send your idea")
    heading(page, "Thank you. We have your idea")
    assert receipt_on(page)
    seen(page)

    page.goto(f"{site.project}/ideas?sort=support")
    top = page.get_by_role("article", name="Open until 10 on Sundays")
    top.get_by_role("button", name=re.compile("Support.*31 people")).click()
    expect(top.get_by_role("button", name=re.compile("Supported.*32 people"))).to_be_visible()
    top.get_by_role("button", name=re.compile("Supported")).click()
    expect(top.get_by_role("button", name=re.compile("Support.*31 people"))).to_be_visible()
    seen(page)
    page.get_by_role("link", name="Open until 10 on Sundays", exact=True).click()
    heading(page, "Open until 10 on Sundays")
    read = page.url
    seen(page)
    press(page, "Send your reply")
    expect(page.get_by_role("alert")).to_be_visible()
    seen(page)
    page.get_by_label("I see it another way").check()
    page.get_by_label("Your reply").fill("Sunday buses stop at nine.")
    page.get_by_label("Yes, anyone may read them").check()
    press(page, "Send your reply")
    heading(page, "Thank you. We have your reply")
    seen(page)
    page.goto(read)
    expect(page.get_by_role("main")).to_contain_text("Sunday buses stop at nine.")

    page.goto(f"{site.project}/ideas/B2")
    expect(page.get_by_role("main")).to_contain_text("8 statements left of 8")
    seen(page)
    for left, name in ((7, "Agree"), (6, "Disagree"), (5, re.compile("^Pass"))):
        page.get_by_role("button", name=name, exact=True).click()
        expect(page.get_by_role("main")).to_contain_text(f"{left} statements left of 8")
    for _left in range(5):
        expect(page.get_by_role("button", name="Agree", exact=True)).to_be_visible()
        page.get_by_role("button", name="Agree", exact=True).click()
    expect(page.get_by_role("button", name="Agree", exact=True)).to_have_count(0)
    seen(page)


def test_a_resident_joins_writes_changes_a_card_and_votes(
    site: Site, resident: Page, seen: Look, scripts: bool
) -> None:
    page, remote = resident, site.office(width=375)
    page.goto(f"{site.address}/join")
    seen(page)
    page.get_by_label("Workshop code").fill("111111")
    press(page, "Join")
    expect(page.get_by_role("alert")).to_contain_text("We cannot find that code")
    seen(page)
    page.get_by_label("Workshop code").fill(site.code)
    press(page, "Join")
    heading(page, "What would make you walk in the door, and stay?")
    seen(page)
    press(page, "Put it on the wall")
    expect(page.get_by_role("alert")).to_be_visible()
    seen(page)
    page.get_by_role("textbox", name="Your card").fill("A lamp over the door")
    press(page, "Put it on the wall")
    expect(page.get_by_role("main")).to_contain_text("Your cards (1)")
    seen(page)
    page.get_by_role("link", name=re.compile("^Change")).click()
    seen(page)
    page.get_by_role("textbox").first.fill("A lamp over the door, all night")
    press(page, re.compile("Save"))
    expect(page.get_by_role("main")).to_contain_text("A lamp over the door, all night")

    remote.goto(f"{site.address}/w/{site.code}/run")
    looked_at(remote)
    press(remote, "Next: close cards and group")
    expect(remote.get_by_role("button", name=re.compile("^Next step: Vote"))).to_be_visible()
    if scripts:
        expect(page.get_by_role("heading", name="Look up now")).to_be_visible()
    else:
        page.reload()
    seen(page)
    press(remote, re.compile("^Next step: Vote"))
    expect(remote.get_by_role("button", name="Show totals", exact=True)).to_be_visible()
    looked_at(remote)
    page.goto(f"{site.address}/w/{site.code}")
    heading(page, "What matters most to you? You have 5 dots.")
    seen(page)
    press(page, re.compile("Give a dot to Nobody sees you go in"))
    expect(page.get_by_role("main")).to_contain_text("4 of 5 dots left")
    press(page, re.compile("Take a dot back from Nobody sees you go in"))
    expect(page.get_by_role("main")).to_contain_text("5 of 5 dots left")
    press(page, re.compile("Give a dot to Nobody sees you go in"))
    expect(page.get_by_role("main")).to_contain_text("4 of 5 dots left")
    seen(page)
    remote.get_by_role("button", name="Show totals", exact=True).click()
    expect(remote.get_by_role("button", name="Hide totals")).to_be_visible()
    page.goto(f"{site.address}/w/{site.code}")
    expect(page.get_by_role("listitem").filter(has_text="Nobody sees you go in")).to_contain_text("1 dot")
    seen(page)
    page.goto(f"{site.address}/w/{site.code}/read")
    expect(page.get_by_role("main")).to_contain_text("A lamp over the door, all night")
    seen(page)


@pytest.mark.parametrize(("language", "name", "direction"), [("cy", "Cymraeg", "ltr"), ("ur", "اردو", "rtl")])
def test_a_resident_changes_the_language_and_it_stays(
    site: Site, resident: Page, seen: Look, language: str, name: str, direction: str
) -> None:
    page = resident
    page.goto(site.project)
    page.get_by_text("English").first.click()
    page.get_by_role("link", name=name).click()
    html = page.locator("html")
    expect(html).to_have_attribute("lang", language)
    expect(html).to_have_attribute("dir", direction)
    seen(page)
    page.goto(f"{site.project}/c/C1")
    expect(html).to_have_attribute("lang", language)
    seen(page)
    page.locator("main form button[type=submit]").first.click()
    expect(page.get_by_role("radio").first).to_be_visible()
    expect(html).to_have_attribute("dir", direction)
    seen(page)
    page.goto(f"{site.project}/ideas")
    seen(page)


def test_a_question_is_answered_with_the_keyboard_alone(site: Site) -> None:
    page = site.visit()
    page.goto(f"{site.project}/c/C1")
    press(page, "Start")
    page.wait_for_url("**/q/Q01")  # a key pressed before the new page is there would be lost
    keys = page.keyboard

    def tab_to(words: str) -> None:
        for _press in range(30):
            keys.press("Tab")
            focused = page.evaluate(
                "(document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim().split(/\\s+/).join(' ')"
            )
            if focused == words:
                return
        raise AssertionError(f"Tab never came to {words!r}")

    keys.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    keys.press("Enter")
    tab_to("I am aged 16 to 25")
    keys.press("ArrowDown")
    expect(page.get_by_label("I am a parent or carer")).to_be_checked()
    tab_to("Continue")
    style = page.evaluate(
        "(({backgroundColor, boxShadow}) => backgroundColor + boxShadow)(getComputedStyle(document.activeElement))"
    )
    assert "rgb(255, 221, 0)" in style, f"the focus cannot be seen: {style}"
    keys.press("Enter")
    heading(page, "What makes it hard to go to a drop-in?")
    tab_to("It is shut when I am free")
    keys.press("Space")
    expect(page.get_by_label("It is shut when I am free")).to_be_checked()
    tab_to("Continue")
    keys.press("Enter")
    heading(page, "When would it help most if it was open?")
    tab_to("Skip this question")
    keys.press("Enter")
    heading(page, "It is easier to talk to someone near my own age first.")


def test_wide_letters_and_lines_lose_nothing_on_a_small_screen(site: Site) -> None:
    page = site.visit(width=320)
    for path in ("", "/c/C1", "/ideas", "/ideas/B2"):
        page.goto(f"{site.project}{path}")
        page.evaluate(
            """() => { const sheet = new CSSStyleSheet();
            sheet.replaceSync("* {line-height: 1.5 !important; letter-spacing: 0.12em !important;"
              + " word-spacing: 0.16em !important} p {margin-bottom: 2em !important}");
            document.adoptedStyleSheets = [sheet]; }"""
        )
        assert_fits(page, 320)
