"""Words taken back are nowhere: not in a table, a file, the search, the mail or a new pack; the chain still holds (P4)."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text

from codesign.config import Config
from codesign.core.chain import verify
from codesign.core.likeness import LONGEST_TERM
from codesign.core.terms import Edition, ReshapingKind, ReshapingState, Role
from codesign.extensions import db
from codesign.ledger import stored_links
from codesign.models import (
    Appeal,
    Card,
    Contact,
    Contribution,
    FollowAddress,
    Idea,
    IdeaBoard,
    IdeaVersion,
    Pack,
    Reshaping,
    ReshapingPart,
    Submission,
    Upload,
)
from codesign.packs.commands import build_edition, edition_files, freeze_pack
from codesign.web.uploads import arriving
from tests import make
from tests.adversarial.filled import Filled, fill
from tests.adversarial.rows import places_of
from tests.browser import Browser
from tests.consultations.sent_files import photo

CANARY = "quokkazebrafinch"


@pytest.fixture
def filled(app: Flask) -> Filled:
    return fill(app, pack=False)


@pytest.fixture
def speaker(filled: Filled, monkeypatch: pytest.MonkeyPatch) -> Browser:
    """Someone who has said the word wherever a resident can say a word."""
    monkeypatch.setattr(arriving, "FREE_SHARE", 0.0)
    browser = Browser(filled.app)
    asked, add = f"/p/{filled.slug}/c/{filled.consultation.ref}", f"/p/{filled.slug}/ideas/{filled.board.ref}/add"
    browser.submit(browser.get(asked), "#begin")
    answers: dict[str, dict[str, Any]] = {
        "Q2": {"Q2": "c2", "Q2-words": f"Two {CANARY} answers"},
        "Q3": {"Q3": f"Three {CANARY}"},
        "Q4": {"Q4": f"Four {CANARY.upper()}s in a row.\n{CANARY}!"},
    }
    for ref, fields in answers.items():
        browser.submit(browser.get(f"{asked}/q/{ref}"), "#question-form", button=("go", "continue"), **fields)
    browser.submit(browser.get(f"{asked}/check"), "#send", consent="public")
    said: dict[str, dict[str, Any]] = {
        "": {"title": f"A {CANARY} on the hill"},
        "/more": {"text": f"With a {CANARY} at the top."},
        "/photo": {"photo": [(io.BytesIO(photo((300, 200))), f"{CANARY}.jpg")], "alt": f"A {CANARY} in the sun"},
        "/place": {"words": f"By the {CANARY} house"},
        "/shown": {"shown_as": "first_name", "first_name": CANARY.title()},
        "/use": {"consent": "public"},
        "/check": {},
    }
    for page, values in said.items():
        found = browser.get(f"{add}{page}")
        form = next(tag for tag in found.soup.select("form") if str(tag["action"]).startswith(f"{add}{page}"))
        assert browser.submit(found, f"#{form['id']}", **values).status == 303
    plant_in_the_idea()
    idea = next(url for url in browser.get(f"/p/{filled.slug}/ideas").links() if "/I-" in url)
    found = browser.get(idea.split("#")[0])
    reply = next(tag for tag in found.soup.select("form") if str(tag["action"]).endswith("/replies"))
    browser.submit(found, f"#{reply['id']}", text=f"I would feed the {CANARY}.", consent="public", kind="reply")
    room = f"/w/{filled.workshop.join_code}"
    browser.submit(browser.get(room), "#join", nickname=CANARY)
    for words in (f"A card for the {CANARY}", f"Another {CANARY} card"):
        browser.submit(browser.get(f"{room}/card"), "#card-form", text=words)
    card = db.session.scalars(
        select(Card).join(Contribution).where(Contribution.text.contains("Another")).order_by(Card.id)
    ).all()[-1]
    changed = browser.get(f"{room}/card/{card.id}")
    form = next(tag for tag in changed.soup.select("form") if str(tag["action"]).endswith(str(card.id)))
    browser.submit(changed, f"#{form['id']}", text=f"The {CANARY} in other words")
    return browser


def plant_in_the_idea() -> None:
    """An earlier line of the idea that was sent, and the word in the bytes of its photo: no photo keeps a word by itself."""
    idea = db.session.scalars(select(Idea).where(Idea.title.contains(CANARY))).one()
    db.session.add(IdeaVersion(idea_id=idea.id, number=1, title=f"Once a {CANARY}", shown=True, at=make.NOW))
    upload = db.session.get_one(Upload, idea.photo_id)
    upload.content += CANARY.encode()
    # What moderation writes around words may quote them.
    db.session.get_one(Contribution, idea.contribution_id).moderation_note = f"Not about a {CANARY}"
    db.session.add(Appeal(contribution_id=idea.contribution_id, number=1, words=f"Why the {CANARY}?", at=make.NOW))
    answered = {"settled_at": make.NOW, "upheld": False, "reply": f"A {CANARY} it is"}
    db.session.add(Appeal(contribution_id=idea.contribution_id, number=2, at=make.NOW, **answered))
    plant_around(idea)
    make.commit()


def plant_around(idea: Idea) -> None:
    """What staff copied of the idea into proposals that were not made, and where its author gets news."""
    board = db.session.get_one(IdeaBoard, idea.board_id)
    author = db.session.get_one(Contribution, idea.contribution_id).participant_id
    staff = make.make_person()
    for number, (kind, state) in enumerate(
        (
            (ReshapingKind.SPLIT, ReshapingState.PROPOSED),
            (ReshapingKind.REWORD, ReshapingState.DROPPED),
            (ReshapingKind.MERGE, ReshapingState.UNDONE),
        )
    ):
        proposal = Reshaping(
            board_id=board.id, ref=f"RS{90 + number}", kind=kind, state=state, reason="It is long.",
            results=[{"title": f"A {CANARY}", "text": f"Half a {CANARY}"}, {"title": f"A {CANARY} too", "text": ""}],
            answer_by=make.NOW.date(), proposed_at=make.NOW, proposed_by_id=staff.id,
        )  # fmt: skip
        proposal.parts.append(ReshapingPart(idea_id=idea.id))
        db.session.add(proposal)
    contact = Contact(
        project_id=board.project_id, participant_id=author, address=f"{CANARY}@home.example", created_at=make.NOW,
        purpose=f"{board.ref}-follow",
    )  # fmt: skip
    db.session.add(contact)
    db.session.flush()
    db.session.add(FollowAddress(
        board_id=board.id, participant_id=author, contact_id=contact.id, link_digest="0" * 64, asked_at=make.NOW,
        confirmed_at=make.NOW, told_until=make.NOW,
    ))  # fmt: skip


def receipts() -> list[str]:
    """The receipts of the speaker's sendings."""
    said = select(Contribution.submission_id).where(Contribution.text.icontains(CANARY))
    return list(db.session.scalars(select(Submission.receipt).where(Submission.id.in_(said)).order_by(Submission.id)))


def take_all_back(filled: Filled) -> None:
    for receipt in receipts():
        browser = Browser(filled.app)
        page = browser.submit(browser.get("/receipt"), "form[action='/receipt']", code=receipt, follow=True)
        assert CANARY in page.words.casefold()
        sure = browser.get("/receipt/take-back")
        assert browser.submit(sure, "form[action='/receipt/take-back']").status == 303


def test_words_taken_back_are_in_no_table(filled: Filled, speaker: Browser) -> None:
    assert len(receipts()) == 4
    assert {
        "contribution.text", "contribution_version.text", "idea.title", "idea.place_words", "idea_version.title",
        "upload.alt", "upload.content", "appeal.words", "appeal.reply", "contribution.moderation_note",
        "reshaping.results", "contact.address",
    } <= set(places_of(CANARY))  # fmt: skip
    term = CANARY[:LONGEST_TERM]  # as the index of ideas alike keeps it
    assert "idea_term.term" in places_of(term)
    take_all_back(filled)
    assert places_of(term) == []
    verdict = verify(stored_links())
    assert verdict.ok, str(verdict.sentence)


def test_an_idea_taken_back_on_its_page_is_in_no_table(filled: Filled, speaker: Browser) -> None:
    idea = db.session.scalars(select(Idea).where(Idea.title.contains(CANARY))).one()
    address = f"/p/{filled.slug}/ideas/{filled.board.ref}/{idea.ref}/take-back"
    page = speaker.get(address)
    form = next(tag for tag in page.soup.select("form") if str(tag["action"]) == address)
    assert speaker.submit(page, f"#{form['id']}").status == 303
    kept = {place.split(".")[0] for place in places_of(CANARY)}
    gone = {"idea", "idea_version", "idea_draft", "idea_term", "upload", "appeal", "reshaping", "contact"}
    assert not kept & gone, kept
    author = db.session.get_one(Contribution, idea.contribution_id).participant_id
    assert db.session.scalars(select(FollowAddress).where(FollowAddress.participant_id == author)).all() == []


def test_words_taken_back_are_in_no_byte_of_the_embedded_database(
    filled: Filled, speaker: Browser, settings: Config
) -> None:
    take_all_back(filled)
    if not settings.sqlite:
        return  # PostgreSQL overwrites old rows when it cleans up, in its own time
    db.session.remove()
    with db.engine.connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    db.engine.dispose()
    path = Path(settings.database_url.removeprefix("sqlite:///"))
    for file in path.parent.glob(f"{path.name}*"):
        if file.suffix != ".empty":
            assert CANARY.encode() not in file.read_bytes().lower(), file.name
    for file in settings.instance.rglob("*"):
        assert not file.is_file() or CANARY.encode() not in file.read_bytes().lower(), file


def test_words_taken_back_are_found_by_nobody(filled: Filled, speaker: Browser) -> None:
    staff = filled.browser(Role.COMMISSIONER)
    evidence = f"/manage/{filled.slug}/evidence"
    own = f"/p/{filled.slug}"
    pages = [
        evidence, f"{evidence}?standing=withdrawn", f"/manage/{filled.slug}/moderation?pile=all", own, f"{own}/heard",
        f"{own}/ideas", f"{own}/ideas?sort=newest", f"{own}/moderation-record", f"/manage/{filled.slug}",
        f"/manage/{filled.slug}/mail", f"/manage/{filled.slug}/pack", f"/w/{filled.workshop.join_code}/wall",
        f"/w/{filled.workshop.join_code}/read", f"/w/{filled.workshop.join_code}/run",
        f"/manage/{filled.slug}/questions/{filled.consultation.ref}/results",
    ]  # fmt: skip
    assert any(CANARY in staff.get(page, follow=True).body.decode().casefold() for page in pages)
    found = staff.get(f"{evidence}?q={CANARY}")
    assert found.body.decode().casefold().count(CANARY) > 3
    take_all_back(filled)
    for page in pages:
        assert CANARY not in staff.get(page, follow=True).body.decode().casefold(), page
    # What remains is the word that was asked for.
    for asked in (CANARY, f"{CANARY}*", CANARY[:8]):
        shown = staff.get(f"{evidence}?q={asked}")
        assert not [each for each in shown.text("article, blockquote, mark") if CANARY in each.casefold()]


def test_words_taken_back_are_in_no_later_pack(filled: Filled, speaker: Browser) -> None:
    take_all_back(filled)
    freeze_pack(filled.project.id, by_person_id=None, at=make.NOW)
    make.commit()
    pack = db.session.scalars(select(Pack)).one()
    assert CANARY.encode() not in zlib.decompress(pack.snapshot).lower()
    for edition in Edition:
        build_edition(filled.project.id, edition, at=make.NOW)
        for path, content in edition_files(filled.project.id, edition):
            for name, part in parts(path, content):
                assert CANARY.encode() not in part.lower(), name
    assert verify(stored_links()).ok


def parts(path: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """A file, or what is in it when it is a zip."""
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield from parts(f"{path}/{name}", archive.read(name))
    elif path.endswith(".pdf"):
        import pikepdf

        with pikepdf.open(io.BytesIO(content)) as document:
            for page in document.pages:
                yield path, page.Contents.read_bytes() if "/Contents" in page else b""
    else:
        yield path, content
