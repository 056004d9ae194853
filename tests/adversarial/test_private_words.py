"""What is private shows only where it may: contacts, receipts, drafts, hidden and withheld words (trust.md A4)."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from codesign.core.terms import (
    AnswerState,
    Consent,
    ContributionKind,
    Edition,
    ModerationReason,
    QuestionType,
    ReplyKind,
    Role,
    Standing,
)
from codesign.extensions import db
from codesign.ledger import said
from codesign.models import (
    AnswerBatch,
    Appeal,
    Comment,
    Contact,
    Contribution,
    Draft,
    Idea,
    IdeaAnswer,
    IdeaBoard,
    IdeaDraft,
    Submission,
)
from codesign.packs.commands import build_edition, edition_files, freeze_pack
from tests import make
from tests.adversarial.boards_deep import entangle
from tests.adversarial.crawl import Site, crawl
from tests.adversarial.filled import STAFF, Filled, fill
from tests.adversarial.test_erasure import parts
from tests.browser import Browser

CONTACT, DRAFT, HIDDEN, WAITING, COUNTED, HELD, PREPARED, ASKED, BEGUN = (
    f"{animal}canary"
    for animal in ("wombat", "dugong", "numbat", "quoll", "bilby", "potoroo", "bettong", "kowari", "phascogale")
)


@pytest.fixture
def filled(app: Flask) -> Filled:
    """The project with a word of its own in every private place."""
    filled = fill(app, pack=False)
    for contact in db.session.scalars(select(Contact)):
        contact.address = f"{CONTACT}@{contact.purpose}.example"
    writer = Browser(app)
    filled.take_part(writer)
    draft = db.session.scalars(select(Draft).order_by(Draft.id.desc())).first()
    assert draft is not None
    draft.answers = {"Q3": {"words": DRAFT}}
    for begun in db.session.scalars(select(IdeaDraft)):
        begun.title, begun.place_words = f"A {BEGUN}", f"By the {BEGUN}"
    for answer in db.session.scalars(select(IdeaAnswer).join(AnswerBatch).where(AnswerBatch.published_at.is_(None))):
        answer.words = f"We prepare {PREPARED}."
    for appeal in db.session.scalars(select(Appeal)):
        appeal.words = f"I ask for {ASKED}."
    for standing, word in ((Standing.HIDDEN, HIDDEN), (Standing.WAITING, WAITING)):
        for words in db.session.scalars(select(Contribution).where(Contribution.standing == standing)):
            words.text = f"It says {word}."
            idea = db.session.scalar(select(Idea).where(Idea.contribution_id == words.id))
            if idea is not None:
                entangle(filled.boards, idea, HELD if idea.id == filled.boards.held.id else word)
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
    for word in (CONTACT, DRAFT, HIDDEN, WAITING, COUNTED, HELD, PREPARED, ASKED, BEGUN, "@council.example"):
        assert pages_with(site, word) == [], word
    for receipt in db.session.scalars(select(Submission.receipt)):
        assert pages_with(site, receipt) == []


@pytest.mark.slow
@pytest.mark.parametrize("role", STAFF)
def test_staff_see_no_contact_receipt_or_draft(filled: Filled, role: Role) -> None:
    site = seen_by(filled, filled.browser(role), filled.staff_starts)
    for word in (CONTACT, DRAFT, HELD, BEGUN):
        assert pages_with(site, word) == [], word
    for receipt in db.session.scalars(select(Submission.receipt)):
        assert pages_with(site, receipt) == []
    if role is Role.OBSERVER:
        # An observer reads what the public could; words that were held back are for those who work with them.
        for word in (HIDDEN, WAITING, ASKED):
            assert pages_with(site, word) == [], word


@pytest.mark.parametrize("standing", [Standing.HIDDEN, Standing.WAITING])
def test_who_replied_to_an_idea_reads_no_more_of_it_once_it_is_hidden(filled: Filled, standing: Standing) -> None:
    board = db.session.get_one(IdeaBoard, filled.board.id)
    idea = make.make_idea(board, f"A {HIDDEN} line", f"It says {HIDDEN}.")
    sent = make.make_submission(board)
    words = said(sent, ContributionKind.COMMENT, "So do I.", at=make.NOW)
    db.session.add(Comment(idea_id=idea.id, contribution_id=words.id, kind=ReplyKind.REPLY))
    batch = db.session.scalars(select(AnswerBatch).where(AnswerBatch.published_at.is_not(None))).first()
    assert batch is not None
    batch.answers.append(IdeaAnswer(idea_id=idea.id, state=AnswerState.NOT_NOW, reason="There is no money."))
    make.commit()
    browser = Browser(filled.app)
    page = browser.submit(browser.get("/receipt"), "form[action='/receipt']", code=sent.receipt, follow=True)
    assert HIDDEN in page.words
    kept = db.session.get_one(Contribution, idea.contribution_id)
    kept.standing = standing
    kept.moderation_reason = ModerationReason.ABUSE if standing is Standing.HIDDEN else None
    make.commit()
    page = browser.get("/receipt/words")
    assert "So do I." in page.words
    assert HIDDEN not in page.words


def test_nobody_learns_words_that_are_kept_from_them_by_searching(filled: Filled) -> None:
    ref, board = filled.boards.held.ref, f"/manage/{filled.slug}/ideas/{filled.board.ref}"
    for role, word, finds in (
        (Role.COMMISSIONER, HELD, 0), (Role.COMMISSIONER, HIDDEN, 1), (Role.OBSERVER, HIDDEN, 0),
        (Role.OBSERVER, WAITING, 0),
    ):  # fmt: skip
        page = filled.browser(role).get(f"{board}?q={word}")
        assert len(page.soup.select("table tbody tr")) == finds, (role, word)
    page = filled.browser(Role.COMMISSIONER).get(f"{board}?q={ref}")
    assert len(page.soup.select("table tbody tr")) == 1
    assert HELD not in page.body.decode()


def test_packs_hold_nothing_beyond_consent_and_standing(filled: Filled) -> None:
    freeze_pack(filled.project.id, by_person_id=None, at=make.NOW)
    make.commit()
    for edition in Edition:
        build_edition(filled.project.id, edition, at=make.NOW)
    receipts = list(db.session.scalars(select(Submission.receipt)))
    for edition in Edition:
        for path, content in edition_files(filled.project.id, edition):
            for name, part in parts(path, content):
                for word in (CONTACT, DRAFT, HIDDEN, WAITING, COUNTED, HELD, PREPARED, ASKED, BEGUN, *receipts):
                    assert word.encode().lower() not in part.lower(), (edition, name, word)
