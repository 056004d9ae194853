"""Urdu on a phone: the whole way laid out from the right, nothing sideways, Latin pieces on their own, axe content."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect
from sqlalchemy import select

from codesign.consultations.languages import commands
from codesign.core.terms import Role
from codesign.extensions import db
from codesign.models import Consultation, Project, Submission
from tests.browser import Browser
from tests.consultations.asking import address, questionnaire
from tests.consultations.test_languages import WEBM, in_polish
from tests.consultations.test_languages_data import Sentences, made_of
from tests.consultations.test_languages_data import sentences as sentences
from tests.make import NOW, commit, make_person, sign_in

pytestmark = [pytest.mark.browser]

# Stands for the device's voices: which languages it has, and what it was asked to say.
VOICES = """
window.said = [];
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => %s.map((lang) => ({ lang })),
  speak: (one) => { window.said.push([one.lang, one.text]); setTimeout(() => one.onend(), 0); },
  cancel: () => {}, addEventListener: () => {},
} });
window.played = [];
window.Audio = class extends EventTarget {
  constructor(address) { super(); window.played.push(address); }
  play() { setTimeout(() => this.dispatchEvent(new Event("ended")), 0); return Promise.resolve(); }
  pause() {}
};
"""


def looked_at(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}: {found.generate_report()}"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} scrolls sideways"


def right_edge(page: Page, selector: str) -> float:
    box = page.locator(selector).first.bounding_box()
    assert box is not None
    return float(box["x"] + box["width"])


@pytest.mark.parametrize("width", [320, 375, 768])
def test_the_whole_way_in_urdu_is_laid_out_from_the_right(
    live_server: str, chromium: Chromium, sentences: Sentences, width: int
) -> None:
    start = address(made_of([one for one in sentences if len(one["en"]) <= 160]))
    page = chromium.new_page(viewport={"width": width, "height": 800})
    page.goto(f"{live_server}{start}?lang=ur")
    looked_at(page)
    assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    brand, language = right_edge(page, ".shape-brand"), right_edge(page, ".shape-language")
    assert brand > language  # the brand stands at the right, the language at the left
    assert page.locator(".shape-brand bdi").count() == 1
    page.locator("#begin button[type=submit]").click()
    looked_at(page)
    # The box to tick stands to the right of its words, and the words are aligned to the right.
    tick = page.locator(".govuk-radios__input").first.bounding_box()
    words = page.locator(".govuk-radios__label").first.bounding_box()
    assert tick is not None
    assert words is not None
    assert tick["x"] + tick["width"] / 2 > words["x"] + words["width"] / 2
    page.locator("#Q1-2").check()
    page.locator("[value=continue]").click()
    page.locator("#Q2-3").check()
    page.locator("#Q2-words").fill(sentences[3]["ur"])
    looked_at(page)
    page.locator("[value=continue]").click()
    page.locator("#Q3").fill("Bus 12 نہیں آتی")
    page.locator("[value=continue]").click()
    page.locator("[value=continue]").click()
    looked_at(page)
    page.locator("[value=continue]").click()
    page.locator("#Q6").fill("چار")
    page.locator("[value=continue]").click()
    expect(page.locator("#error-summary")).to_be_visible()
    looked_at(page)
    page.locator("#Q6").fill("4")
    page.locator("[value=continue]").click()
    looked_at(page)
    page.locator("[name=Q7-r1]").first.check()
    page.locator("[name=Q7-r2]").first.check()
    page.locator("[name=Q7-r3]").first.check()
    page.locator("[value=continue]").click()
    looked_at(page)
    page.locator("#consent").check()
    page.locator("#send button[type=submit]").click()
    looked_at(page)
    page.goto(f"{live_server}{start}/thanks")
    looked_at(page)
    db.session.rollback()  # another connection wrote it
    assert db.session.scalars(select(Submission.language)).all() == ["ur"]


def with_voices(chromium: Chromium, *languages: str) -> Page:
    page = chromium.new_page(viewport={"width": 375, "height": 800})
    page.add_init_script(VOICES % str(list(languages)))
    return page


def at_first_question(page: Page, live_server: str, consultation: Consultation, language: str) -> None:
    page.goto(f"{live_server}{address(consultation)}?lang={language}")
    page.locator("#begin button[type=submit]").click()


def press_listen(page: Page, heard: str) -> Any:
    page.locator("[data-listen]").click()
    expect(page.locator("[data-listen]")).to_have_attribute("aria-pressed", "false")
    return page.evaluate(heard)


def test_listen_is_hidden_where_the_device_has_no_voice_for_the_language_of_the_question(
    live_server: str, chromium: Chromium
) -> None:
    consultation = questionnaire()
    in_polish(consultation, Q1_1_text="Czy byłaś w świetlicy?")
    page = with_voices(chromium, "en_GB", "fil-PH")
    at_first_question(page, live_server, consultation, "pl")
    expect(page.locator("[data-listen]")).to_be_hidden()
    page = with_voices(chromium, "en-GB", "pl_PL")
    at_first_question(page, live_server, consultation, "pl")
    said = press_listen(page, "window.said")
    # The choices have no translation: they are read in English, by an English voice.
    assert said == [["pl", "Czy byłaś w świetlicy?"], ["en", "1. Yes"], ["en", "2. No"]]


def test_a_recording_is_played_in_place_of_the_devices_voice_and_loaded_on_the_press(
    live_server: str, chromium: Chromium
) -> None:
    consultation = questionnaire()
    in_polish(consultation, Q1_1_text="Czy byłaś w świetlicy?")
    commands.keep_clip(consultation.project_id, consultation.ref, "Q1", "pl", WEBM, by=None, at=NOW)
    commit()
    page = with_voices(chromium)
    at_first_question(page, live_server, consultation, "pl")
    expect(page.locator("[data-listen]")).to_be_visible()
    assert page.evaluate("window.played") == []
    played = press_listen(page, "window.played")
    assert len(played) == 1
    assert "/clip/Q1?in=pl" in played[0]
    assert page.evaluate("window.said") == []
    at_first_question(page, live_server, consultation, "en")
    expect(page.locator("[data-listen]")).to_be_hidden()


def test_a_language_without_our_own_words_has_the_page_in_english_and_the_question_in_it(
    live_server: str, chromium: Chromium
) -> None:
    consultation = questionnaire()
    in_polish(consultation)
    commands.add_language(consultation.project_id, consultation.ref, "fa", by=None, at=NOW)
    persian = {"Q1.1.text": commands.Typed("آیا به مرکز رفته‌اید؟"), "Q1.1.choice.c1": commands.Typed("بله")}
    commands.save_translations(consultation.project_id, consultation.ref, "fa", persian, by=None, at=NOW)
    commit()
    page = chromium.new_page(viewport={"width": 375, "height": 800})
    at_first_question(page, live_server, consultation, "fa")
    looked_at(page)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    question = page.locator("h1 [lang=fa]")
    expect(question).to_have_attribute("dir", "rtl")
    expect(question).to_have_text("آیا به مرکز رفته‌اید؟")
    expect(page.locator("label[for=Q1] [lang=fa]")).to_have_text("بله")
    expect(page.locator("label[for=Q1-2]")).to_have_text("No")
    assert page.locator("label[for=Q1-2] [lang]").count() == 0
    page.locator("#Q1").check()
    page.locator("[value=continue]").click()
    page.goto(f"{live_server}{address(consultation)}/check")
    expect(page.locator("#line-Q1 dt")).to_have_attribute("lang", "fa")
    expect(page.locator("#line-Q1 dd [lang=fa]")).to_have_text("بله")
    looked_at(page)


def test_a_long_word_and_marks_of_direction_break_no_page(live_server: str, chromium: Chromium) -> None:
    consultation = questionnaire()
    in_polish(consultation, Q1_1_text="Ż" * 600, Q1_1_choice_c1="ź" * 400, Q1_1_choice_c2="\u202e\u2067 evil \u200f")
    page = chromium.new_page(viewport={"width": 320, "height": 800})
    at_first_question(page, live_server, consultation, "pl")
    looked_at(page)
    expect(page.locator("label[for=Q1-2]")).to_have_text("evil \u200f")


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_staff_pages_of_languages_are_sound_at_every_width(
    live_server: str, chromium: Chromium, staff_browser: Browser, width: int
) -> None:
    consultation = questionnaire()
    in_polish(consultation, title="Powiedz nam", Q2_1_text="Co utrudnia?")
    commands.add_language(consultation.project_id, consultation.ref, "ur", by=None, at=NOW)
    commands.keep_clip(consultation.project_id, consultation.ref, "Q1", "pl", WEBM, by=None, at=NOW)
    project = db.session.get_one(Project, consultation.project_id)
    sign_in(staff_browser, make_person(Role.FACILITATOR, project=project))
    token = staff_browser.client.get_cookie("codesign-staff", domain="localhost")
    assert token is not None
    context = chromium.new_context(viewport={"width": width, "height": 800})
    context.add_cookies([{"name": "codesign-staff", "value": token.value, "url": live_server}])
    page = context.new_page()
    root = f"{live_server}/manage/{project.slug}/questions/{consultation.ref}/languages"
    for rest in ("", "/pl", "/ur?show=missing", "/pl/recordings"):
        page.goto(root + rest)
        looked_at(page)
