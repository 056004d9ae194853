"""The whole line in one sitting, in Chromium on the demo: from a resident's words to a sealed pack, and back."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.looking import past_the_likes
from tests.journeys.served import LIVE, Demo, codesign, demo

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORDS = "A lamp over the door on Wharf Street after dark."
IDEA = "A phone charger you can borrow"
CARD = "A lamp that stays lit until you are home"
THEME = "T05 Easy to get to"
CLAUSE = "A lit way home"
DUTY = "The provider must keep the door and the path to the bus stop lit until 30 minutes after closing."
SAID = "You want the way home to be light."
DID = "We wrote the lamp and the path into the rules."
RECEIPT = re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}")
SIX_FORMATS = {
    "Web page": "pack.html",
    "PDF, tagged for screen readers": "pack.pdf",
    "Word document": "pack.docx",
    "Spreadsheet": "pack.xlsx",
    "CSV tables with a data dictionary": "pack-csv.zip",
    "JSON for other systems": "pack.json",
}


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def served(instance: Path) -> Iterator[Demo]:
    with demo(instance) as running:
        yield running


def person(chromium: Chromium, contexts: list[BrowserContext], width: int, height: int) -> Page:
    """Somebody with a browser of their own."""
    context = chromium.new_context(viewport={"width": width, "height": height}, accept_downloads=True)
    context.set_default_timeout(15_000)
    contexts.append(context)
    return context.new_page()


@pytest.fixture
def contexts() -> Iterator[list[BrowserContext]]:
    opened: list[BrowserContext] = []
    yield opened
    for context in opened:
        context.close()


def press(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("button", name=name).first.click()


def says(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("main")).to_contain_text(words)


def heading(page: Page, words: str | re.Pattern[str], level: int = 1) -> None:
    expect(page.get_by_role("heading", level=level, name=words).first).to_be_visible()


def receipt_on(page: Page) -> str:
    found = RECEIPT.search(page.get_by_role("main").inner_text())
    assert found, "there is no receipt code on the page"
    return found.group()


def test_a_residents_words_reach_a_sealed_pack_and_the_answer_comes_back(
    served: Demo, instance: Path, chromium: Chromium, contexts: list[BrowserContext], tmp_path: Path
) -> None:
    phone = person(chromium, contexts, 375, 740)
    receipt = answers_the_questions(phone, served)
    idea_receipt = adds_and_backs_an_idea(phone)
    assert idea_receipt != receipt
    writes_a_card(phone, served)

    remote = person(chromium, contexts, 375, 740)
    groups_without_dragging(remote, served)
    gives_dots(phone)
    shows_totals(remote, phone)

    desk = person(chromium, contexts, 1280, 900)
    signs_in(desk, served.commissioner)
    heading(desk, "Overview")
    office = f"{served.site}/manage/{LIVE}"
    codes_the_words(desk, office)
    writes_a_requirement(desk)
    links_three_kinds_of_evidence(desk)
    decides_and_publishes(desk, office)
    whole = freezes_and_downloads(desk, office, tmp_path)

    the_pack_verifies_until_a_byte_is_changed(whole, instance)
    the_receipt_shows_what_came_of_it(phone, served, receipt)


def answers_the_questions(phone: Page, served: Demo) -> str:
    """From the front door, every question answered; the receipt."""
    phone.goto(served.site)
    heading(phone, "Have your say on local services")
    phone.get_by_role("link", name=re.compile("The Landing.*Open now")).click()
    # 46 answered the first questionnaire, and 14 more the second: counted in steps of ten.
    expect(phone.get_by_text("60 people so far")).to_be_visible()
    phone.get_by_role("link", name="Have your say").click()
    press(phone, "Start")

    heading(phone, "Who are you?")
    expect(phone.get_by_text("Question 1 of 8")).to_be_visible()
    phone.get_by_label("I am aged 16 to 25").check()
    press(phone, "Continue")
    heading(phone, "What makes it hard to go to a drop-in?")
    phone.get_by_label("It is hard to get there and back").check()
    phone.get_by_label("Someone might see me go in").check()
    press(phone, "Continue")
    heading(phone, "When would it help most if it was open?")
    phone.get_by_label("Late, until 10").check()
    press(phone, "Continue")
    heading(phone, "It is easier to talk to someone near my own age first.")
    phone.get_by_role("radio", name="I agree", exact=True).check()
    press(phone, "Continue")
    phone.get_by_label("How many minutes would you travel to get there?").fill("a while")
    press(phone, "Continue")
    expect(phone.get_by_role("alert")).to_contain_text("There is a problem")
    phone.get_by_label("How many minutes would you travel to get there?").fill("15")
    press(phone, "Continue")
    phone.get_by_label("What would make you walk in, and stay?").fill(WORDS)
    press(phone, "Continue")
    phone.get_by_label("One word for how it should feel inside").fill("Safe")
    press(phone, "Continue")
    heading(phone, "You should be able to turn up without booking.")
    phone.get_by_role("radio", name="I strongly agree", exact=True).check()
    press(phone, "Continue")

    heading(phone, "Check your answers before you send them")
    says(phone, WORDS)
    says(phone, "15 minutes")
    phone.get_by_label("You may quote my words, without my name").check()
    press(phone, "Send your answers")

    heading(phone, "A few questions about you")
    press(phone, "Answer 6 questions")
    heading(phone, "How old are you?")
    phone.get_by_label("16 to 24").check()
    press(phone, "Continue")
    phone.get_by_label("Prefer not to say").check()
    press(phone, "Continue")
    phone.get_by_role("link", name="Stop here and finish").click()
    heading(phone, "Thank you. We have your answers")
    return receipt_on(phone)


def adds_and_backs_an_idea(phone: Page) -> str:
    """An idea of one's own, and support for another's; the idea's receipt."""
    phone.goto(phone.url.split("/c/")[0])
    says(phone, "60 people so far")
    phone.get_by_role("link", name=re.compile("Share or back an idea")).click()
    heading(phone, "Ideas for the drop-in")
    phone.get_by_role("link", name="Add your idea").click()
    phone.get_by_label("Your idea in one line").fill(IDEA)
    press(phone, "Continue")
    past_the_likes(phone)
    phone.get_by_label("Tell us more").fill("Mine is always flat by six, and then I cannot ring home.")
    press(phone, "Continue")
    heading(phone, "Add a photo")
    press(phone, "Continue")
    heading(phone, "Where is it?")
    press(phone, "Continue")
    phone.get_by_label("Show nothing about me").check()
    press(phone, "Continue")
    phone.get_by_label("Yes, anyone may read them").check()
    press(phone, "Continue")
    press(phone, "Send your idea")
    heading(phone, "Thank you. We have your idea")
    receipt = receipt_on(phone)

    phone.get_by_role("link", name="Back to the ideas").click()
    phone.get_by_label("Show first").select_option("Newest")
    expect(phone.get_by_role("article", name=IDEA)).to_be_visible()
    phone.get_by_label("Show first").select_option("Most support")
    other = phone.get_by_role("article", name="Open until 10 on Sundays")
    other.get_by_role("button", name=re.compile("Support.*31 people")).click()
    expect(other.get_by_role("button", name=re.compile("Supported.*32 people"))).to_have_attribute(
        "aria-pressed", "true"
    )
    return receipt


def writes_a_card(phone: Page, served: Demo) -> None:
    phone.goto(served.site)
    phone.get_by_role("link", name="Join a workshop with a code").click()
    phone.get_by_label("Workshop code").fill("111 111")
    press(phone, "Join")
    says(phone, "We cannot find that code. Check the big screen and try again.")
    phone.get_by_label("Workshop code").fill(f"{served.join_code[:3]} {served.join_code[3:]}")
    press(phone, "Join")
    heading(phone, "What would make you walk in the door, and stay?")
    phone.get_by_role("textbox", name="Your card").fill(CARD)
    press(phone, "Put it on the wall")
    says(phone, "Your cards (1)")
    says(phone, CARD)


def signs_in(page: Page, link: str) -> None:
    """The printed link shows a button; the button signs in, and the link is used up."""
    page.goto(link)
    press(page, re.compile("Sign in"))
    expect(page).not_to_have_url(re.compile("/sign-in/"))


def groups_without_dragging(remote: Page, served: Demo) -> None:
    signs_in(remote, served.facilitator)
    heading(remote, "What would make you walk in the door, and stay?")
    press(remote, "Next: close cards and group")
    mine = remote.get_by_role("listitem").filter(has=remote.get_by_role("button", name=f"Move {CARD}"))
    mine.get_by_label("Move to").select_option("New group, named:")
    mine.get_by_label("Name of a new group").fill("Light")
    press(remote, f"Move {CARD}")
    group = remote.get_by_role("region", name=re.compile("^Light"))
    expect(group).to_contain_text(CARD)
    press(remote, re.compile("^Next step: Vote"))
    heading(remote, "What matters most to you? You have 5 dots.")


def gives_dots(phone: Page) -> None:
    """The phone hears that the room has moved on, and follows when its owner says so."""
    heading(phone, "Next step: Vote")
    phone.get_by_role("button", name="Next", exact=True).click()
    heading(phone, "What matters most to you? You have 5 dots.")
    for left in (4, 3):
        press(phone, re.compile("Give a dot to Light"))
        says(phone, f"{left} of 5 dots left")


def shows_totals(remote: Page, phone: Page) -> None:
    remote.get_by_role("button", name="Show totals", exact=True).click()
    expect(remote.get_by_role("button", name="Hide totals")).to_be_visible()
    phone.get_by_role("button", name="See the totals").click()
    expect(phone.get_by_role("listitem").filter(has_text="Light")).to_contain_text("2 dots")


def codes_the_words(desk: Page, office: str) -> None:
    desk.goto(f"{office}/evidence")
    desk.get_by_role("searchbox", name="Find words").fill("lamp over the door")
    press(desk, "Show these words")
    heading(desk, re.compile("1 contribution"), 2)
    desk.get_by_role("checkbox").check(force=True)
    desk.get_by_label("Theme").last.select_option(THEME)
    press(desk, "Code the ticked words")
    expect(desk.get_by_role("list", name="Themes")).to_contain_text(THEME)


def writes_a_requirement(desk: Page) -> None:
    desk.get_by_role("link", name="Specification").first.click()
    heading(desk, "Specification")
    desk.get_by_role("link", name="Add a requirement").click()
    desk.get_by_label("Name of the requirement").fill(CLAUSE)
    desk.get_by_label("What the provider must do").fill(DUTY)
    press(desk, "Add it")
    heading(desk, CLAUSE, 2)
    desk.get_by_label("How we will check it").fill("A walk after dark, twice a year.")
    desk.get_by_label("How we will check it").blur()
    expect(desk.locator("#saved")).to_contain_text("Saved")


def links_three_kinds_of_evidence(desk: Page) -> None:
    """Words, a theme and an idea, each found by a word and linked by a button."""
    finder = desk.get_by_role("complementary", name="Find evidence")
    linked = desk.locator("#linked")
    for search, found in (("lamp over", WORDS), ("Easy to get", "Easy to get to"), ("charger", IDEA)):
        desk.get_by_label("Words to look for").fill(search)
        result = finder.get_by_role("article").filter(has_text=found).first
        result.get_by_role("button", name=re.compile("Supports")).click()
        expect(linked).to_contain_text(found)
    expect(desk.locator("#strength")).to_contain_text("3 sources")


def decides_and_publishes(desk: Page, office: str) -> None:
    desk.goto(f"{office}/decisions")
    desk.get_by_role("link", name="Add a decision").click()
    desk.get_by_label("You said").fill(SAID)
    desk.get_by_text("Themes it answers").first.click()
    desk.get_by_role("checkbox", name=THEME).check()
    desk.get_by_label("Yes, we will").check()
    desk.get_by_label("What we did or will do").fill(DID)
    desk.get_by_text("Requirements it led to").first.click()
    desk.get_by_role("checkbox", name=CLAUSE).check()
    press(desk, "Save the decision")
    decision = desk.get_by_role("article").filter(has_text=SAID)
    expect(decision).to_contain_text("Not published yet")
    decision.get_by_role("button", name=re.compile("^Publish")).click()
    expect(decision).to_contain_text("Published")
    press(desk, "Publish what was heard")
    says(desk, "Residents can read what was heard and decided")


def freezes_and_downloads(desk: Page, office: str, tmp_path: Path) -> Path:
    """The pack is frozen and made; six formats are taken one by one, then all in one zip. The zip's path."""
    desk.goto(f"{office}/pack")
    desk.get_by_role("link", name="Make the pack").click()
    heading(desk, "Make version 1 of the pack")
    press(desk, "Freeze and make the files")
    heading(desk, "Evidence pack")
    made = desk.locator("#job")
    expect(made).to_contain_text("The files are ready.", timeout=60_000)
    commissioners = made.get_by_role("group").first
    for name, path in SIX_FORMATS.items():
        with desk.expect_download() as taken:
            commissioners.get_by_role("link", name=name).click()
        taken.value.save_as(tmp_path / path)
        assert (tmp_path / path).stat().st_size > 1000, f"{path} is empty"
    with desk.expect_download() as taken:
        commissioners.get_by_role("link", name="Everything in one zip").click()
    whole = tmp_path / "pack.zip"
    taken.value.save_as(whole)
    with zipfile.ZipFile(whole) as archive:
        for path in SIX_FORMATS.values():
            assert archive.read(path) == (tmp_path / path).read_bytes(), f"{path} differs from the one in the zip"
    return whole


def the_pack_verifies_until_a_byte_is_changed(whole: Path, instance: Path) -> None:
    good = codesign(instance, "pack", "verify", str(whole))
    assert good.returncode == 0, good.stdout + good.stderr
    folder = whole.with_name("unpacked")
    with zipfile.ZipFile(whole) as archive:
        archive.extractall(folder)
    assert codesign(instance, "pack", "verify", str(folder)).returncode == 0
    path = folder / "pack.json"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    changed = codesign(instance, "pack", "verify", str(folder))
    assert changed.returncode == 1
    assert "pack.json" in changed.stdout
    assert "pack.pdf" not in changed.stdout


def the_receipt_shows_what_came_of_it(phone: Page, served: Demo, receipt: str) -> None:
    phone.goto(served.site)
    phone.get_by_role("link", name=re.compile("Have a receipt code")).click()
    phone.get_by_label("Your receipt code").fill(receipt.lower().replace("-", " "))
    press(phone, "Show my words")
    heading(phone, "What happened to your words")
    for words in (WORDS, "Easy to get to", CLAUSE, DUTY, DID):
        says(phone, words)
    says(phone, "The packs that count you")
    phone.get_by_role("link", name="Read what everyone said and what was decided").click()
    says(phone, DID)
