"""A questionnaire with one question of each kind, and ways to walk through it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from codesign.core.questions.kinds.choices import AGREE_SCALE
from codesign.core.terms import QuestionType
from codesign.extensions import db
from codesign.models import Choice, Consultation
from tests.browser import Browser, Page
from tests.make import commit, make_consultation, make_project, make_question

HARD = "What makes it hard for you to come to the hub?"


def questionnaire(**fields: Any) -> Consultation:
    """Q1 one choice, Q2 several with "something else" and "nothing", Q3 short, Q4 long, Q5 agree scale, Q6 number."""
    project = fields.pop("project", None) or make_project()
    consultation = make_consultation(project, **fields)
    make_question(consultation, QuestionType.ONE_CHOICE, "Have you been to the hub?", labels=("Yes", "No"))
    hard = make_question(
        consultation,
        QuestionType.SEVERAL_CHOICES,
        HARD,
        labels=("It costs too much", "Something else", "Nothing makes it hard"),
        hint="Select all that apply to you",
        why="So that we can take away what stops people.",
    )
    hard.current.choices[1].takes_text = True
    hard.current.choices[2].exclusive = True
    make_question(consultation, QuestionType.SHORT_TEXT, "What is one thing you would keep?")
    make_question(consultation, QuestionType.LONG_TEXT, "What should the new hub be like?")
    scale = make_question(consultation, QuestionType.AGREE_SCALE, "The hub should open late.", offers_not_sure=True)
    scale.current.choices = [
        Choice(position=place, code=option.code, label=option.label) for place, option in enumerate(AGREE_SCALE, 1)
    ]
    make_question(
        consultation,
        QuestionType.NUMBER,
        "How far do you travel?",
        unit="miles",
        low=Decimal(0),
        high=Decimal(100),
        offers_not_sure=True,
    )
    commit()
    return consultation


def address(consultation: Consultation, rest: str = "") -> str:
    from codesign.models import Project

    slug = db.session.get_one(Project, consultation.project_id).slug
    return f"/p/{slug}/c/{consultation.ref}{rest}"


def begin(browser: Browser, consultation: Consultation, **fields: Any) -> Page:
    """The first question, from the start page."""
    return browser.submit(browser.get(address(consultation)), "#begin", follow=True, **fields)


def go_on(browser: Browser, page: Page, button: str = "continue", *, follow: bool = True, **fields: Any) -> Page:
    """Answer the question of the page (`answer`, `words`, `not_sure`, `version`) and press a button."""
    return browser.submit(page, "#question-form", follow=follow, button=("go", button), **named(page, **fields))


def named(page: Page, **fields: Any) -> dict[str, Any]:
    """The fields of the page's first question under the names its form gives them."""
    ref = str(page.soup.select_one("#question-form input[name$=-version]")["name"]).removesuffix("-version")  # type: ignore[index]
    return {ref if name == "answer" else f"{ref}-{name}": value for name, value in fields.items()}


def answer_all(browser: Browser, consultation: Consultation, words: str = "Warm, with a kettle.") -> Page:
    """Walk through all six questions to the page where answers are checked."""
    page = begin(browser, consultation)
    page = go_on(browser, page, answer="c1")
    page = go_on(browser, page, answer=["c1", "c2"], words="The bus stops at five.")
    page = go_on(browser, page, answer="The garden")
    page = go_on(browser, page, answer=words)
    page = go_on(browser, page, answer="agree")
    return go_on(browser, page, answer="3.5")


def send(browser: Browser, page: Page, consent: str | None = "public", **options: Any) -> Page:
    fields: dict[str, Any] = (
        {"consent": consent} if "consent" in {tag.get("name") for tag in page.soup.select("#send [name]")} else {}
    )
    return browser.submit(page, "#send", **fields, **options)


def count(model: Any) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0
