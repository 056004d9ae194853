"""Two at once in the depth of a consultation: one code, one link, one form of paper, one change, each counts once (C2).

On PostgreSQL the writers' queue of this process is taken away, as between the processes of a bigger service.
"""

from __future__ import annotations

import secrets
import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict

from codesign import extensions
from codesign.config import Config
from codesign.core.chain import verify
from codesign.core.codes import digest
from codesign.core.terms import Access, Role
from codesign.extensions import db
from codesign.ledger import stored_links
from codesign.models import (
    Consultation,
    Contribution,
    Draft,
    Kiosk,
    PaperBatch,
    PaperEntry,
    PaperForm,
    Project,
    RollEntry,
    ShownDocument,
    Submission,
    SubmissionVersion,
    Translation,
)
from tests.adversarial.test_once import Nobody
from tests.browser import Browser, Page
from tests.consultations.asking import address, answer_all, begin, go_on, questionnaire, send
from tests.consultations.paper.typing import manage, new_batch, open_form, print_copies, typist
from tests.make import commit, make_person, sign_in

COOKIES = ("codesign-session", "codesign-participant", "codesign-staff")
Pressed = tuple[Browser, Page, str, dict[str, Any]]


@pytest.fixture
def consultation(app: Flask, settings: Config, monkeypatch: pytest.MonkeyPatch) -> Consultation:
    if not settings.sqlite:
        monkeypatch.setattr(extensions, "_writer", Nobody())
    return questionnaire()


def at_once(*pressed: Pressed, times: int = 1) -> list[int]:
    """Each form sent by its own browser, all at the same moment; the statuses."""
    ready: list[Callable[[], int]] = []
    for browser, page, form, fields in pressed:
        fields, button = dict(fields), fields.get("button")
        fields.pop("button", None)
        _method, action, values = page.form_values(form)
        sent = [(name, value) for name, value in values if name not in fields] + list(fields.items())
        sent += [button] if button else []
        kept = [(each, found.value) for each in COOKIES if (found := browser.client.get_cookie(each)) is not None]
        app = browser.client.application

        def press(
            app: Any = app,
            kept: Any = kept,
            action: str = action,
            sent: Any = sent,
        ) -> int:
            client = app.test_client()
            for name, value in kept:
                client.set_cookie(name, value)
            return int(client.post(action, data=MultiDict(sent)).status_code)

        ready += [press] * times
    start, statuses = threading.Barrier(len(ready)), list[int]()

    def run(press: Callable[[], int]) -> None:
        start.wait(30)
        try:
            statuses.append(press())
        except Exception as error:
            print(type(error).__name__, str(error)[:600])
            statuses.append(500)

    commit()
    threads = [threading.Thread(target=run, args=(press,)) for press in ready]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    db.session.rollback()
    assert len(statuses) == len(ready)
    assert max(statuses) < 500, Counter(statuses)
    verdict = verify(stored_links())
    assert verdict.ok, str(verdict.sentence)
    return statuses


def how_many(model: Any, *where: Any) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model).where(*where)) or 0


def staff(consultation: Consultation, app: Flask) -> Browser:
    browser = Browser(app)
    sign_in(browser, make_person(Role.COMMISSIONER, project=db.session.get_one(Project, consultation.project_id)))
    return browser


def a_phone(app: Flask) -> Browser:
    """A browser that has a key already, so that what another thread does for it is found again."""
    browser = Browser(app)
    browser.client.set_cookie("codesign-participant", secrets.token_urlsafe(32))
    return browser


def sent(browser: Browser, consultation: Consultation, **options: Any) -> Page:
    return send(browser, answer_all(browser, consultation, **options), follow=True)


def test_one_code_typed_on_many_phones_at_once_sends_one_response(app: Flask, consultation: Consultation) -> None:
    consultation.access = Access.INVITED
    from codesign.consultations.ways_in.codes import code_digest, invitation_code

    code = invitation_code()
    db.session.add(RollEntry(consultation_id=consultation.id, code_digest=code_digest(consultation.id, code)))
    commit()
    phones = [a_phone(app) for _ in range(6)]
    pages = [phone.get(address(consultation, "/code")) for phone in phones]
    at_once(*((phone, page, "#enter", {"code": code}) for phone, page in zip(phones, pages, strict=True)))
    assert how_many(Draft) == 1
    holders = []
    for phone in phones:
        page = phone.get(address(consultation, "/q/Q1"))
        if page.status == 200 and page.soup.select("#question-form"):
            go_on(phone, page, answer="c1")
            holders.append((phone, phone.get(address(consultation, "/check"))))
    assert len(holders) == 1
    at_once(*((phone, page, "#send", {}) for phone, page in holders), times=6)
    assert how_many(Submission) == 1


def test_one_code_that_two_phones_send_with_and_take_over_at_once_counts_once(
    app: Flask, consultation: Consultation
) -> None:
    consultation.access = Access.INVITED
    from codesign.consultations.ways_in.codes import code_digest, invitation_code

    code = invitation_code()
    db.session.add(RollEntry(consultation_id=consultation.id, code_digest=code_digest(consultation.id, code)))
    commit()
    first, second = a_phone(app), a_phone(app)
    page = first.submit(first.get(address(consultation, "/code")), "#enter", follow=True, code=code)
    go_on(first, page, answer="c1")
    check, enter = first.get(address(consultation, "/check")), second.get(address(consultation, "/code"))
    at_once((first, check, "#send", {}), (second, enter, "#enter", {"code": code}), times=3)
    page = second.get(address(consultation, "/check"))
    if page.soup.select("#send"):
        second.submit(page, "#send")
    assert how_many(Submission) == 1
    assert how_many(Draft) == 0


def test_a_link_and_a_code_that_many_open_at_once_bring_the_answers_to_one(
    app: Flask, consultation: Consultation
) -> None:
    home = Browser(app)
    home.submit(begin(home, consultation), "#question-form", Q1="c1", button=("go", "save"))
    draft = db.session.scalars(select(Draft)).one()
    draft.link_digest = digest("l" * 43)
    code = draft.carry_on_code
    commit()
    phones = [a_phone(app) for _ in range(6)]
    link = address(consultation, "/carry-on/link/" + "l" * 43)
    pressed: list[Pressed] = [(phone, phone.get(link), "#use-link", {}) for phone in phones[:3]]
    pressed += [
        (phone, phone.get(address(consultation, "/carry-on")), "#carry-on", {"code": code}) for phone in phones[3:]
    ]
    statuses = at_once(*pressed)
    assert statuses.count(303) in (1, 2)  # the link once, the code once: the later has the answers
    assert how_many(Draft) == 1


def test_a_change_begun_by_many_presses_is_one(browser: Browser, consultation: Consultation) -> None:
    sent(browser, consultation)
    page = browser.get(address(consultation, "/thanks"))
    assert set(at_once((browser, page, "#change", {}), times=8)) == {303}
    assert how_many(Draft) == 1


def test_a_change_sent_by_many_presses_is_one_version(browser: Browser, consultation: Consultation) -> None:
    sent(browser, consultation)
    browser.submit(browser.get(address(consultation, "/thanks")), "#change")
    go_on(browser, browser.get(address(consultation, "/q/Q4")), answer="A quiet room.")
    page = browser.get(address(consultation, "/check"))
    at_once((browser, page, "#send", {"consent": "public"}), times=8)
    assert how_many(SubmissionVersion) == 1
    assert db.session.scalars(select(Submission.version)).one() == 2


def test_a_change_and_taking_back_at_once_leave_no_words_behind(
    app: Flask, browser: Browser, consultation: Consultation
) -> None:
    for _turn in range(4):
        someone, other = Browser(app), Browser(app)
        sent(someone, consultation)
        someone.submit(someone.get(address(consultation, "/thanks")), "#change")
        go_on(someone, someone.get(address(consultation, "/q/Q4")), answer="Words that must not stay.")
        go_on(someone, someone.get(address(consultation, "/q/Q3")), answer="Neither may these.")
        page = someone.get(address(consultation, "/check"))
        receipt = db.session.scalars(select(Submission.receipt).order_by(Submission.id.desc()).limit(1)).one()
        other.submit(other.get("/receipt"), "#receipt", code=receipt)
        found = other.get("/receipt/take-back")
        at_once((someone, page, "#send", {"consent": "public"}), (other, found, "main form", {}))
    for row in db.session.scalars(select(Submission)):
        left = [
            words.text for words in db.session.scalars(select(Contribution).where(Contribution.submission_id == row.id))
        ]
        if row.withdrawn_at is not None:
            assert not any(left), left
            assert how_many(SubmissionVersion, SubmissionVersion.submission_id == row.id) == 0
            assert how_many(Draft, Draft.changes_id == row.id) == 0


def test_codes_kiosks_and_paper_asked_for_by_many_presses_come_once(app: Flask, consultation: Consultation) -> None:
    desk = staff(consultation, app)
    ways = desk.get(manage(consultation, "ways-in"))
    at_once((desk, ways, "#make-codes", {"count": "5"}), times=6)
    assert how_many(RollEntry) == 5
    at_once((desk, ways, "#open-kiosk", {"place": "Library"}), times=6)
    assert how_many(Kiosk) == 1


def test_numbers_piles_and_documents_made_at_once_are_each_their_own(app: Flask, consultation: Consultation) -> None:
    desk = staff(consultation, app)
    page = desk.get(manage(consultation, "paper"))
    assert set(at_once((desk, page, "#print-copies", {"copies": "3", "language": "en"}), times=5)) == {303}
    numbers = db.session.scalars(select(PaperForm.number)).all()
    assert (len(numbers), len(set(numbers))) == (15, 15)
    assert set(at_once((desk, page, "#new-batch", {}), times=5)) == {303}
    assert sorted(db.session.scalars(select(PaperBatch.ref))) == ["PB1", "PB2", "PB3", "PB4", "PB5"]


def test_one_form_typed_by_two_in_two_piles_at_once_is_in_one(app: Flask, consultation: Consultation) -> None:
    desks = [Browser(app), Browser(app)]
    for desk in desks:
        typist(desk, consultation)
    (number,) = print_copies(desks[0], consultation, 1)
    screens = [open_form(desk, new_batch(desk, consultation), number) for desk in desks]
    statuses = at_once(
        *((desk, page, "#entry", {"Q1": "c1"}) for desk, page in zip(desks, screens, strict=True)), times=3
    )
    assert 303 in statuses
    assert how_many(PaperEntry) == 1


def test_a_pile_sent_by_two_at_once_is_one_response_for_each_form(app: Flask, consultation: Consultation) -> None:
    desks = [Browser(app), Browser(app)]
    for desk in desks:
        typist(desk, consultation)
    numbers = print_copies(desks[0], consultation, 3)
    pile = new_batch(desks[0], consultation)
    for number in numbers:
        desks[0].submit(open_form(desks[0], desks[0].get(pile.url), number), "#entry", Q1="c1", Q4=f"Words {number}")
    pages = [desk.get(pile.url) for desk in desks]
    form = next(f"#{tag['id']}" for tag in pages[0].soup.select("form") if str(tag["action"]).endswith("/send"))
    at_once(*((desk, page, form, {}) for desk, page in zip(desks, pages, strict=True)), times=3)
    assert how_many(Submission) == 3


def test_one_call_sent_by_many_presses_is_one_response(app: Flask, consultation: Consultation) -> None:
    desk = Browser(app)
    typist(desk, consultation)
    page = desk.get(manage(consultation, "by-telephone"))
    assert set(at_once((desk, page, "#entry", {"Q1": "c1"}), times=6)) == {303}
    assert how_many(Submission) == 1


def test_a_language_and_a_translation_saved_by_two_at_once_are_there_once(
    app: Flask, consultation: Consultation
) -> None:
    desk = staff(consultation, app)
    page = desk.get(manage(consultation, "languages"))
    form = next(f"#{tag['id']}" for tag in page.soup.select("form") if str(tag["action"]).endswith("/languages"))
    names = [str(tag["name"]) for tag in page.soup.select(f"{form} select, {form} input[type=text]")]
    at_once((desk, page, form, dict.fromkeys(names, "pl")), times=4)
    assert db.session.scalars(select(Consultation.languages)).one() == ["en", "pl"]
    show = desk.get(manage(consultation, "languages/pl"))
    form = next(f"#{tag['id']}" for tag in show.soup.select("form") if tag.select("[name='text:title']"))
    at_once((desk, show, form, {"text:title": "Tytuł"}), times=4)
    assert how_many(Translation, Translation.key == "title") == 1


def test_one_document_shown_by_many_presses_has_one_version(app: Flask, consultation: Consultation) -> None:
    from codesign.consultations.record.documents import show_document
    from codesign.consultations.record.drafts import DocumentDraft
    from tests.make import NOW

    project_id, ref, refs = consultation.project_id, consultation.ref, list[Any]()
    draft = DocumentDraft(title="The plan", content=b"%PDF-1.7 plan", ref="")
    start = threading.Barrier(4)

    def show() -> None:
        with app.app_context():
            start.wait(30)
            try:
                with extensions.transaction():
                    refs.append(show_document(project_id, ref, draft, by=None, at=NOW))
            except Exception as error:
                refs.append(error)

    commit()
    db.session.remove()
    threads = [threading.Thread(target=show) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert refs == [("DOC1", 1)] * 4
    assert how_many(ShownDocument) == 1
