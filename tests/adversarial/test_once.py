"""One person, one effect: the same sending from many threads at once counts once, and writers never trip (trust.md C2, C5).

On PostgreSQL the writers' queue of this process is taken away, as between the processes of a bigger service.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from codesign import extensions
from codesign.config import Config
from codesign.core.chain import verify
from codesign.extensions import db
from codesign.ledger import stored_links
from codesign.models import (
    Attendee,
    Card,
    Comment,
    Contribution,
    Dot,
    EventRow,
    Idea,
    Participant,
    Report,
    StatementVote,
    Submission,
    Support,
)
from tests import make
from tests.adversarial.filled import IDEA_PAGES, Filled, fill
from tests.browser import Browser, Page

TOGETHER = 24
COOKIES = ("codesign-session", "codesign-participant")


class Nobody:
    """Writers of other processes do not wait in our queue."""

    def acquire(self, timeout: float = 0) -> bool:
        return True

    def release(self) -> None:
        return None


@pytest.fixture
def filled(app: Flask, settings: Config, monkeypatch: pytest.MonkeyPatch) -> Filled:
    if not settings.sqlite:
        monkeypatch.setattr(extensions, "_writer", Nobody())
    return fill(app, pack=False)


@pytest.fixture
def resident(filled: Filled) -> Browser:
    browser = Browser(filled.app)
    filled.take_part(browser)
    return browser


def together(app: Flask, browser: Browser, page: Page, form: str, count: int = TOGETHER, **fields: Any) -> list[Any]:
    """The same form of the same person from many threads at the same moment: status and where it leads."""
    button = fields.pop("button", None)
    _method, action, values = page.form_values(form)
    sent = (
        [(name, value) for name, value in values if name not in fields]
        + list(fields.items())
        + ([button] if button else [])
    )
    kept = {name: cookie.value for name in COOKIES if (cookie := browser.client.get_cookie(name)) is not None}
    start, answers = threading.Barrier(count), list[Any]()

    def send() -> None:
        client = app.test_client()
        for name, value in kept.items():
            client.set_cookie(name, value)
        start.wait(30)
        try:
            answer = client.post(action, data=dict(sent))
            answers.append((answer.status_code, answer.headers.get("Location", "")))
        except Exception as error:
            answers.append((500, f"{type(error).__name__}: {str(error)[:400]}"))

    make.commit()
    db.session.remove()
    threads = [threading.Thread(target=send) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(answers) == count
    return answers


def count(model: Any, *where: Any) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model).where(*where)) or 0


@contextmanager
def one_more(*models: Any) -> Iterator[None]:
    before = [count(model) for model in models]
    yield
    assert [count(model) for model in models] == [number + 1 for number in before], [m.__name__ for m in models]
    verdict = verify(stored_links())
    assert verdict.ok, str(verdict.sentence)


def test_answers_sent_by_many_threads_count_once(filled: Filled, resident: Browser) -> None:
    asked = f"/p/{filled.slug}/c/{filled.consultation.ref}"
    resident.submit(resident.get(f"{asked}/q/Q3"), "#question-form", Q3="The garden", button=("go", "continue"))
    page = resident.get(f"{asked}/check")
    with one_more(Submission, Contribution):
        answers = together(filled.app, resident, page, "#send", consent="public")
        assert {status for status, _ in answers} == {303}, answers


def test_an_idea_sent_by_many_threads_is_one_idea(filled: Filled, resident: Browser) -> None:
    add = f"/p/{filled.slug}/ideas/{filled.board.ref}/add"
    for step, values in IDEA_PAGES.items():
        page = resident.get(f"{add}/{step}")
        resident.submit(page, form_to(page, f"{add}/{step}"), **values)
    page = resident.get(f"{add}/check")
    with one_more(Idea, Submission, Contribution):
        answers = together(filled.app, resident, page, form_to(page, f"{add}/check"))
        assert {status for status, _ in answers} == {303}, answers
        assert len({where for _, where in answers}) == 1, answers


def test_a_reply_sent_by_many_threads_is_one_reply(filled: Filled, resident: Browser) -> None:
    address = an_idea(filled)
    page = resident.get(address)
    with one_more(Comment, Submission, Contribution):
        answers = together(
            filled.app,
            resident,
            page,
            form_to(page, f"{address}/replies"),
            text="So would I.",
            consent="public",
            kind="reply",
        )
        assert {status for status, _ in answers} == {303}, answers
        assert len({where for _, where in answers}) == 1, answers
    idea = db.session.scalar(select(Idea).where(Idea.ref == address.rsplit("/", 1)[1]))
    assert idea is not None
    assert idea.replies == count(Comment, Comment.idea_id == idea.id)


def test_support_by_many_threads_is_one_support(filled: Filled, resident: Browser) -> None:
    address = an_idea(filled)
    page = resident.get(address)
    with one_more(Support):
        answers = together(filled.app, resident, page, form_to(page, f"{address}/support"), button=("support", "give"))
        assert {status for status, _ in answers} == {303}, answers
    idea = db.session.scalar(select(Idea).where(Idea.ref == address.rsplit("/", 1)[1]))
    assert idea is not None
    assert idea.supports == count(Support, Support.idea_id == idea.id)


def test_a_vote_by_many_threads_is_one_vote(filled: Filled, resident: Browser) -> None:
    page = resident.get(f"/p/{filled.slug}/ideas/{filled.statements.ref}")
    form = next(f"#{tag['id']}" for tag in page.soup.select("form") if str(tag["action"]).endswith("/vote"))
    with one_more(StatementVote):
        answers = together(filled.app, resident, page, form, button=("vote", "agree"))
        assert {status for status, _ in answers} == {303}, answers


def test_a_card_put_by_many_threads_is_one_card(filled: Filled, resident: Browser) -> None:
    page = resident.get(f"/w/{filled.workshop.join_code}/card")
    with one_more(Card, Contribution):
        answers = together(filled.app, resident, page, "#card-form", text="A kettle")
        assert {status for status, _ in answers} == {303}, answers


def test_one_tap_by_many_threads_is_one_dot(filled: Filled, resident: Browser) -> None:
    page = resident.get(f"/w/{filled.vote.join_code}/vote")
    form = next(f"#{tag['id']}" for tag in page.soup.select("form") if str(tag["action"]).endswith("/vote"))
    with one_more(Dot):
        answers = together(filled.app, resident, page, form, button=("change", "1"))
        assert {status for status, _ in answers} == {303}, answers
    newest = db.session.scalar(select(Dot).order_by(Dot.id.desc()).limit(1))
    assert newest is not None
    assert newest.dots == 1


def test_a_report_by_many_threads_is_one_report(filled: Filled, resident: Browser) -> None:
    idea = db.session.scalar(
        select(Idea).where(Idea.board_id == filled.board.id).order_by(Idea.created_at, Idea.id).limit(1)
    )
    assert idea is not None
    page = resident.get(f"/p/{filled.slug}/report/{idea.contribution.code}")
    with one_more(Report):
        answers = together(filled.app, resident, page, form_to(page, page.url), reason="abuse")
        assert {status for status, _ in answers} == {303}, answers


def test_someone_who_comes_in_by_many_threads_is_one_person(filled: Filled) -> None:
    stranger = Browser(filled.app)
    stranger.client.set_cookie("codesign-participant", secrets.token_urlsafe(32))
    page = stranger.get(f"/w/{filled.workshop.join_code}")
    with one_more(Participant, Attendee):
        answers = together(filled.app, stranger, page, "#join", nickname="Jo")
        assert {status for status, _ in answers} == {303}, answers


def test_a_first_support_by_many_threads_makes_one_person(filled: Filled) -> None:
    stranger = Browser(filled.app)
    stranger.client.set_cookie("codesign-participant", secrets.token_urlsafe(32))
    address = an_idea(filled)
    page = stranger.get(address)
    with one_more(Participant, Support):
        answers = together(filled.app, stranger, page, form_to(page, f"{address}/support"), button=("support", "give"))
        assert {status for status, _ in answers} == {303}, answers


@pytest.mark.parametrize("times", [2, 50])
def test_the_very_first_taps_of_a_visit_are_one_person_before_any_key_was_kept(filled: Filled, times: int) -> None:
    stranger = Browser(filled.app)
    address = an_idea(filled)
    page = stranger.get(address)
    with one_more(Participant, Support):
        answers = together(
            filled.app, stranger, page, form_to(page, f"{address}/support"), count=times, button=("support", "give")
        )
        assert {status for status, _ in answers} == {303}, answers


def test_the_next_person_of_a_visit_is_another_one(filled: Filled) -> None:
    device, address = Browser(filled.app), an_idea(filled)
    again = f"/p/{filled.slug}/c/{filled.consultation.ref}/another"
    for people in (1, 2, 3):
        page = device.get(address)
        before = count(Support)
        device.submit(page, form_to(page, f"{address}/support"), button=("support", "give"))
        assert count(Support) == before + 1, people
        token = str(page.soup.select("input[name=csrf_token]")[0]["value"])
        device.client.post(again, data={"csrf_token": token, "go": "leave" if people == 1 else "another"})


def test_four_writers_never_find_the_database_locked(filled: Filled) -> None:
    address, each = an_idea(filled), 8
    before, troubles = count(Comment), list[str]()

    def write(say: Callable[[str], Page]) -> None:
        for n in range(each):
            try:
                answer = say(f"I would too, {n}.")
                if answer.status != 303:
                    troubles.append(f"{answer.status} {answer.words[:200]}")
            except Exception as error:
                troubles.append(f"{type(error).__name__}: {str(error)[:300]}")

    def replies(browser: Browser) -> Callable[[str], Page]:
        def say(words: str) -> Page:
            page = browser.get(address)
            return browser.submit(page, form_to(page, f"{address}/replies"), text=words, consent="public", kind="reply")

        return say

    make.commit()
    threads = [threading.Thread(target=write, args=(replies(Browser(filled.app)),)) for _ in range(4)]
    db.session.remove()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert troubles == []
    assert count(Comment) == before + 4 * each
    assert count(EventRow, EventRow.kind == "reply_added") == 4 * each
    assert verify(stored_links()).ok


def an_idea(filled: Filled) -> str:
    idea = db.session.scalar(select(Idea).where(Idea.board_id == filled.board.id, Idea.title == "Idea 5 for the hub"))
    assert idea is not None
    return f"/p/{filled.slug}/ideas/{filled.board.ref}/{idea.ref}"


def form_to(page: Page, action: str) -> str:
    found = [f"#{tag['id']}" for tag in page.soup.select("form") if str(tag["action"]).split("?")[0] == action]
    assert len(found) == 1, (action, [tag["action"] for tag in page.soup.select("form")])
    return found[0]
