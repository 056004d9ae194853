"""Staff at the entry screen: batches, forms found by number, answers as the fields that the screen has."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from codesign.core.questions.answering import NOT_SURE, Asked, Given
from codesign.core.terms import Role
from codesign.extensions import db
from codesign.models import Consultation, Person, Project
from tests.browser import Browser, Page
from tests.make import make_person, sign_in


def manage(consultation: Consultation, rest: str = "") -> str:
    slug = db.session.get_one(Project, consultation.project_id).slug
    return f"/manage/{slug}/questions/{consultation.ref}/{rest}"


def typist(browser: Browser, consultation: Consultation, role: Role = Role.FACILITATOR) -> Person:
    """Somebody who may type in answers, signed in."""
    person = make_person(role, project=db.session.get_one(Project, consultation.project_id))
    sign_in(browser, person)
    return person


def print_copies(browser: Browser, consultation: Consultation, copies: int = 3, language: str = "en") -> list[str]:
    """The numbers of the new copies."""
    from sqlalchemy import select

    from codesign.models import PaperForm

    page = browser.get(manage(consultation, "paper"))
    done = browser.submit(page, "#print-copies", copies=str(copies), language=language)
    assert done.status == 303, done.words
    numbers = db.session.scalars(
        select(PaperForm.number).where(PaperForm.consultation_id == consultation.id).order_by(PaperForm.number)
    ).all()
    return list(numbers)[-copies:]


def new_batch(browser: Browser, consultation: Consultation, arrived_on: date | None = None, **fields: Any) -> Page:
    """The page of a new pile."""
    page = browser.get(manage(consultation, "paper"))
    if arrived_on is not None:
        fields["arrived_on"] = [str(arrived_on.day), str(arrived_on.month), str(arrived_on.year)]
    return browser.submit(page, "#new-batch", follow=True, **fields)


def open_form(browser: Browser, batch: Page, number: str) -> Page:
    """The entry screen, from the pile."""
    return browser.submit(batch, "#find-form", number=number)


def keep(browser: Browser, page: Page, form: str = "#entry", **fields: Any) -> Page:
    """Send the entry screen or another form of the page; two underlines in a name stand for a hyphen."""
    return browser.submit(page, form, **{name.replace("__", "-"): value for name, value in fields.items()})


def fields_for(page: Page, answers: Mapping[str, tuple[Asked, Given]]) -> dict[str, Any]:
    """What a typist puts into the fields of the screen for these answers, whatever kinds they are."""
    inputs = {str(tag["name"]): tag for tag in page.soup.select("#entry [name]")}
    found: dict[str, Any] = {}
    for ref, (_asked, given) in answers.items():
        ticked = inputs.get(ref)
        listed = ticked is not None and (ticked.get("type") in ("radio", "checkbox") or ticked.name == "select")
        values = [value for value in given.values if value != NOT_SURE or f"{ref}-not_sure" not in inputs]
        if values and listed:
            found[ref] = values
        elif values:
            found |= {f"{ref}-{code}": str(place) for place, code in enumerate(values, 1)}
        if given.not_sure and f"{ref}-not_sure" in inputs:
            found[f"{ref}-not_sure"] = NOT_SURE
        if given.words:
            found[f"{ref}-words" if f"{ref}-words" in inputs else ref] = given.words
        found |= {f"{ref}-{name}": part for name, part in given.parts.items()}
    return found
