"""What is private shows only where it may: contacts, receipts, drafts, hidden and withheld words (trust.md A4)."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from codesign.core.terms import Consent, Edition, QuestionType, Role, Standing
from codesign.extensions import db
from codesign.models import Contact, Contribution, Draft, Submission
from codesign.packs.commands import build_edition, edition_files, freeze_pack
from tests import make
from tests.adversarial.crawl import Site, crawl
from tests.adversarial.filled import STAFF, Filled, fill
from tests.adversarial.test_erasure import parts
from tests.browser import Browser

CONTACT, DRAFT, HIDDEN, WAITING, COUNTED = (
    f"{animal}canary" for animal in ("wombat", "dugong", "numbat", "quoll", "bilby")
)


@pytest.fixture
def filled(app: Flask) -> Filled:
    """The project with a word of its own in every private place."""
    filled = fill(app, pack=False)
    contact = db.session.scalars(select(Contact)).one()
    contact.address = f"{CONTACT}@home.example"
    writer = Browser(app)
    filled.take_part(writer)
    draft = db.session.scalars(select(Draft).order_by(Draft.id.desc())).first()
    assert draft is not None
    draft.answers = {"Q3": {"words": DRAFT}}
    for standing, word in ((Standing.HIDDEN, HIDDEN), (Standing.WAITING, WAITING)):
        for words in db.session.scalars(select(Contribution).where(Contribution.standing == standing)):
            words.text = f"It says {word}."
    asked = next(q for q in filled.consultation.questions if q.current.type is QuestionType.LONG_TEXT)
    make.make_answer(asked, text=f"Count this {COUNTED} only.", consent=Consent.COUNT_ONLY)
    make.commit()
    return filled


def seen_by(filled: Filled, browser: Browser, starts: list[str]) -> Site:
    site = crawl(filled.app, browser, starts, per_route=2)
    assert len(site.bodies) > 40
    return site


def pages_with(site: Site, word: str) -> list[str]:
    return [url for url, body in site.bodies.items() if word.encode().lower() in body.lower()]


def test_residents_see_nothing_private_of_others(filled: Filled) -> None:
    resident = Browser(filled.app)
    filled.take_part(resident)
    site = seen_by(filled, resident, [*filled.starts, *filled.journey])
    for word in (CONTACT, DRAFT, HIDDEN, WAITING, COUNTED, "@council.example"):
        assert pages_with(site, word) == [], word
    for receipt in db.session.scalars(select(Submission.receipt)):
        assert pages_with(site, receipt) == []


@pytest.mark.slow
@pytest.mark.parametrize("role", STAFF)
def test_staff_see_no_contact_receipt_or_draft(filled: Filled, role: Role) -> None:
    site = seen_by(filled, filled.browser(role), filled.staff_starts)
    for word in (CONTACT, DRAFT):
        assert pages_with(site, word) == [], word
    for receipt in db.session.scalars(select(Submission.receipt)):
        assert pages_with(site, receipt) == []
    if role is Role.OBSERVER:
        # An observer reads what the public could; words that were held back are for those who work with them.
        for word in (HIDDEN, WAITING):
            assert pages_with(site, word) == [], word


def test_packs_hold_nothing_beyond_consent_and_standing(filled: Filled) -> None:
    freeze_pack(filled.project.id, by_person_id=None, at=make.NOW)
    make.commit()
    for edition in Edition:
        build_edition(filled.project.id, edition, at=make.NOW)
    receipts = list(db.session.scalars(select(Submission.receipt)))
    for edition in Edition:
        for path, content in edition_files(filled.project.id, edition):
            for name, part in parts(path, content):
                for word in (CONTACT, DRAFT, HIDDEN, WAITING, COUNTED, *receipts):
                    assert word.encode().lower() not in part.lower(), (edition, name, word)
