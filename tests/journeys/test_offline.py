"""F11: a phone that loses its signal anywhere on the way: one response, words equal, nothing left on the phone."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Error, Page, expect
from sqlalchemy import select

from codesign.core.terms import QuestionType
from codesign.extensions import db
from codesign.models import Answer, Contribution, Draft, Question, Submission
from tests.consultations.asking import address, count
from tests.make import commit, make_consultation, make_project, make_question

pytestmark = [pytest.mark.browser]

RUNS = 20
WORDS = ("Somewhere warm, with a kettle.", "The bus stops at five.", "Ŵyn yn y cae — “a gate”, please.")
KEPT = "Object.keys(localStorage).filter(name => name.startsWith('codesign.'))"


def three_questions() -> str:
    """Words, a choice, and words again; the address of the consultation."""
    consultation = make_consultation(make_project(), asks_equality=False)
    make_question(consultation, QuestionType.LONG_TEXT, "What should the new hub be like?")
    make_question(consultation, QuestionType.ONE_CHOICE, "Have you been to the hub?", labels=("Yes", "No"))
    make_question(consultation, QuestionType.SHORT_TEXT, "What is one thing you would keep?")
    commit()
    return address(consultation)


@dataclass(slots=True)
class Phone:
    """A phone in somebody's hand: at each step the signal may go and come, the page be loaded anew, a button pressed twice."""

    page: Page
    dice: random.Random
    happened: list[str] = field(default_factory=list)

    def maybe(self, what: str, chance: float) -> bool:
        if self.dice.random() >= chance:
            return False
        self.happened.append(what)
        return True

    def signal(self, on: bool) -> None:
        self.page.context.set_offline(not on)

    def type(self, label: str, words: str) -> None:
        """Type, with the signal going in the middle of it, and perhaps the page being loaded anew."""
        box = self.page.get_by_label(label)
        cut = self.dice.randrange(len(words))
        box.press_sequentially(words[:cut], delay=self.dice.choice((0, 5)))
        gone = self.maybe("signal went while typing", 0.6)
        if gone:
            if self.dice.random() < 0.4:
                self.page.wait_for_timeout(1700)  # the first half was saved before that
            self.signal(False)
        box.press_sequentially(words[cut:])
        if self.maybe("page loaded anew", 0.5):
            self.signal(True)
            if gone and self.dice.random() < 0.5:
                self.page.wait_for_timeout(self.dice.choice((50, 600)))
            self.page.reload()
            expect(self.page.get_by_label(label)).to_have_value(words)
        elif gone and self.maybe("signal came back before the press", 0.3):
            self.signal(True)

    def press(self, name: str, then: str) -> None:
        """Press a button, perhaps twice, perhaps without signal; in the end the page that follows is there."""
        if self.maybe("signal went before the press", 0.3):
            self.signal(False)
        offline = not self.page.evaluate("navigator.onLine")
        button = self.page.get_by_role("button", name=name, exact=True)
        try:
            if self.maybe("pressed twice", 0.5):
                button.dblclick(no_wait_after=True)
            else:
                button.click(no_wait_after=True)
        except Error:  # the page had moved on under the second press
            pass
        if offline:
            expect(self.page.locator("[data-save-line]")).to_contain_text("No signal. Stay on this page.")
            self.signal(True)
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(then, timeout=20_000)


@pytest.mark.slow
@pytest.mark.parametrize("run", range(RUNS))
def test_signal_lost_anywhere_loses_nothing_and_doubles_nothing(live_server: str, chromium: Chromium, run: int) -> None:
    start = three_questions()
    context = chromium.new_context(viewport={"width": 375, "height": 740})
    phone = Phone(context.new_page(), random.Random(f"F11-{run}"))
    page = phone.page
    page.goto(live_server + start)
    page.get_by_role("button", name="Start").click()
    first, last = phone.dice.sample(WORDS, 2)
    phone.type("What should the new hub be like?", first)
    phone.press("Continue", "Have you been to the hub?")
    page.get_by_label("Yes").check()
    phone.press("Continue", "What is one thing you would keep?")
    phone.type("What is one thing you would keep?", last)
    phone.press("Continue", "Check your answers before you send them")
    page.get_by_label("You may quote my words, without my name").check()
    phone.press("Send your answers", "Thank you. We have your answers")
    page.reload()
    assert page.evaluate(KEPT) == [], phone.happened
    context.close()
    db.session.rollback()
    assert count(Submission) == 1, phone.happened
    assert count(Draft) == 0, phone.happened
    said = db.session.execute(
        select(Question.ref, Contribution.text).join(Question, Question.id == Contribution.question_id)
    )
    assert sorted(tuple(row) for row in said) == [("Q1", first), ("Q3", last)], phone.happened
    assert count(Answer) == 3, phone.happened


def test_a_press_without_signal_says_so_and_goes_on_by_itself(live_server: str, chromium: Chromium) -> None:
    start = three_questions()
    context = chromium.new_context(viewport={"width": 375, "height": 740})
    page = context.new_page()
    page.goto(live_server + start)
    page.get_by_role("button", name="Start").click()
    page.get_by_label("What should the new hub be like?").fill("Warm")
    context.set_offline(True)
    page.get_by_role("button", name="Continue").click()
    line = page.locator("[data-save-line]")
    expect(line).to_contain_text("No signal. Stay on this page. We go on when signal is back.")
    expect(page.get_by_label("What should the new hub be like?")).to_have_value("Warm")
    # Who writes on is not taken away from the page.
    page.get_by_label("What should the new hub be like?").press_sequentially(" and dry")
    context.set_offline(False)
    expect(line).to_contain_text("aved", timeout=20_000)
    expect(page.get_by_role("heading", level=1)).to_contain_text("What should the new hub be like?")
    context.set_offline(True)
    page.get_by_role("button", name="Continue").click()
    context.set_offline(False)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Have you been to the hub?", timeout=20_000)
    context.set_offline(True)
    page.get_by_label("No").check()
    # A choice is not kept on the phone, so the page does not say that it is.
    expect(line).to_contain_text("No signal. Stay on this page. We will save when signal is back.", timeout=10_000)
    context.close()


def test_on_a_shared_device_nothing_is_kept_also_without_signal(live_server: str, chromium: Chromium) -> None:
    start = three_questions()
    context = chromium.new_context()
    page = context.new_page()
    page.goto(live_server + start)
    page.get_by_label("This is a shared phone or computer").check()
    page.get_by_role("button", name="Start").click()
    context.set_offline(True)
    page.get_by_label("What should the new hub be like?").fill("Warm")
    expect(page.locator("[data-save-line]")).to_contain_text("No signal. Stay on this page.", timeout=10_000)
    assert page.evaluate(KEPT) == []
    context.close()


def test_words_changed_elsewhere_since_are_not_overwritten_by_older_ones_of_this_phone(
    live_server: str, chromium: Chromium
) -> None:
    start = three_questions()
    context = chromium.new_context()
    page = context.new_page()
    page.goto(live_server + start)
    page.get_by_role("button", name="Start").click()
    page.get_by_label("What should the new hub be like?").fill("Warm")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Have you been to the hub?")
    db.session.rollback()
    draft = db.session.scalars(select(Draft)).one()
    draft.answers = {**draft.answers, "Q1": {**draft.answers["Q1"], "words": "Warm, said on the laptop"}}
    commit()
    page.goto(f"{live_server}{start}/q/Q1")
    expect(page.get_by_label("What should the new hub be like?")).to_have_value("Warm, said on the laptop")
    context.close()


def test_starting_again_brings_no_words_back(live_server: str, chromium: Chromium) -> None:
    start = three_questions()
    context = chromium.new_context()
    page = context.new_page()
    page.goto(live_server + start)
    page.get_by_role("button", name="Start").click()
    page.get_by_label("What should the new hub be like?").fill("Warm")
    page.get_by_role("button", name="Continue").click()
    page.goto(live_server + start)
    page.get_by_role("button", name="Start again").click()
    expect(page.get_by_label("What should the new hub be like?")).to_have_value("")
    context.close()
