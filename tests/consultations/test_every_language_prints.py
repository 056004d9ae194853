"""Whatever a questionnaire looks like and whatever language it is in, its PDFs can be set."""

from __future__ import annotations

import pytest

from codesign.core.languages import COMMUNITY, for_typesetter
from codesign.core.terms import QuestionType
from codesign.models import Consultation
from tests.browser import Browser
from tests.consultations.asking import address, answer_all, questionnaire, send
from tests.make import commit, make_consultation, make_project, make_question


def test_a_tag_gives_what_a_typesetter_knows_of_it() -> None:
    assert for_typesetter("zh-Hant-HK") == ("zh", "HK")
    assert for_typesetter("zh-Hant") == ("zh", None)
    assert for_typesetter("pt_BR") == ("pt", "BR")
    assert all(len(for_typesetter(tag)[0]) in (2, 3) for tag in COMMUNITY)


@pytest.mark.parametrize("begins", [1, 2, 3, 6])
def test_ones_answers_print_whether_the_sections_begin_with_the_first_question_or_later(
    browser: Browser, begins: int
) -> None:
    consultation = questionnaire()
    for place, question in enumerate(consultation.questions, 1):
        question.section = f"Section {place}" if place >= begins else ""
    commit()
    send(browser, answer_all(browser, consultation), follow=True)
    assert browser.get(address(consultation, "/my-answers.pdf")).body.startswith(b"%PDF")


@pytest.mark.parametrize("tag", ["zh-Hant", "zh-Hans", "ckb", "ur", "fil"])
def test_a_questionnaire_in_any_language_prints_and_so_do_the_answers_to_it(browser: Browser, tag: str) -> None:
    project = make_project()
    consultation: Consultation = make_consultation(project, languages=["en", tag])
    make_question(consultation, QuestionType.SHORT_TEXT, "What would you keep?")
    own: Consultation = make_consultation(project, languages=[tag])
    make_question(own, QuestionType.SHORT_TEXT, "你会保留什么？")
    commit()
    for each in (consultation, own):
        paper = browser.get(f"{address(each, '/paper')}?in={tag}")
        assert paper.status == 200
        assert paper.body.startswith(b"%PDF")
        page = browser.submit(browser.get(f"{address(each)}?lang={tag}"), "#begin", follow=True)
        page = browser.submit(page, "#question-form", follow=True, Q1="Kettle", button=("go", "continue"))
        send(browser, page, follow=True)
        assert browser.get(f"{address(each, '/my-answers.pdf')}?lang={tag}").body.startswith(b"%PDF")
