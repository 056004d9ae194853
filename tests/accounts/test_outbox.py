"""The outbox: each message once, with one Message-ID, whatever the mail server does."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text

from codesign import jobs
from codesign.config import Config
from codesign.core.terms import Role
from codesign.extensions import db
from codesign.jobs import drain_outbox, make_queue, start_background_drain
from codesign.ledger import post
from codesign.models import OutboxMessage
from tests.accounts.make import make_staff, read_mails
from tests.browser import Browser
from tests.make import NOW, commit, make_project, sign_in


def make_message(recipient: str = "a@council.example", **fields: Any) -> OutboxMessage:
    row = post(recipient, fields.pop("subject", "Hello"), fields.pop("body", "Words.\n"), at=NOW, **fields)
    commit()
    return row


def stored(row: OutboxMessage) -> OutboxMessage:
    db.session.expire_all()
    return db.session.get_one(OutboxMessage, row.id)


def test_a_message_goes_once_with_its_own_message_id(app: Flask) -> None:
    row = make_message()
    assert drain_outbox() == 1
    assert drain_outbox() == 0
    [message] = read_mails(app)
    assert message["Message-ID"] == row.message_id
    assert message["To"] == "a@council.example"
    assert message.get_content().strip() == "Words."
    sent = stored(row)
    assert sent.sent_at is not None
    assert (sent.attempts, sent.last_error) == (1, "")


def test_a_failing_mail_server_loses_nothing_and_holds_up_nobody(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = make_message("bad@council.example"), make_message("good@council.example")
    real = jobs._deliver

    def deliver(row: OutboxMessage) -> None:
        if row.recipient.startswith("bad"):
            raise ConnectionRefusedError("no mail server here")
        real(row)

    monkeypatch.setattr(jobs, "_deliver", deliver)
    assert drain_outbox() == 1
    assert stored(good).sent_at is not None
    failed = stored(bad)
    assert failed.sent_at is None
    assert failed.attempts == 1
    assert failed.last_error == "ConnectionRefusedError: no mail server here"
    assert failed.held_until is not None
    assert drain_outbox() == 0, "it waits a little before the next try"
    monkeypatch.setattr(jobs, "_deliver", real)
    assert drain_outbox(at=failed.held_until) == 1
    again = stored(bad)
    assert (again.attempts, again.last_error) == (2, "")
    assert [message["Message-ID"] for message in read_mails(app)] == [good.message_id, bad.message_id]


def test_pauses_grow_to_an_hour_and_end_after_three_days(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    row, at = make_message(), NOW

    def refuse(_row: OutboxMessage) -> None:
        raise OSError

    monkeypatch.setattr(jobs, "_deliver", refuse)
    pauses = []
    for _ in range(jobs.LAST_TRY):
        drain_outbox(at=at)
        held = stored(row).held_until
        assert held is not None
        pauses.append(held - at)
        at = held
    assert pauses[:3] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert max(pauses) == timedelta(hours=1)
    assert timedelta(days=3) < at - NOW < timedelta(days=4)
    drain_outbox(at=at)
    assert stored(row).attempts == jobs.LAST_TRY


def test_two_jobs_do_not_send_one_message_twice(app: Flask) -> None:
    rows = [make_message(f"p{number}@council.example") for number in range(10)]
    start = threading.Barrier(3)

    def drain() -> None:
        with app.app_context():
            start.wait()
            drain_outbox()

    threads = [threading.Thread(target=drain) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(message["Message-ID"] for message in read_mails(app)) == sorted(row.message_id for row in rows)
    assert {stored(row).attempts for row in rows} == {1}


def test_a_message_whose_job_was_killed_goes_later_with_the_same_message_id(app: Flask) -> None:
    row = make_message()
    row.attempts, row.held_until = 1, NOW + jobs.LEASE
    commit()
    assert drain_outbox(at=NOW) == 0
    assert drain_outbox(at=NOW + jobs.LEASE) == 1
    assert read_mails(app)[0]["Message-ID"] == row.message_id


def test_no_transaction_is_open_while_a_mail_server_is_spoken_to(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    from codesign.extensions import transaction

    make_message()
    written = []

    def deliver(_row: OutboxMessage) -> None:
        def write() -> None:
            with app.app_context(), transaction():
                make_project()
                written.append(True)

        thread = threading.Thread(target=write)
        thread.start()
        thread.join(5)

    monkeypatch.setattr(jobs, "_deliver", deliver)
    assert drain_outbox() == 1
    assert written == [True]


def test_header_lines_cannot_be_smuggled_in(app: Flask) -> None:
    make_message("a@council.example\nBcc: b@council.example", subject="Hello\r\nBcc: c@council.example")
    drain_outbox()
    for message in read_mails(app):
        assert message["Bcc"] is None


def test_staff_read_the_mail_of_their_project_and_of_no_other(staff_browser: Browser) -> None:
    project, other = make_project(), make_project()
    make_message(project_id=project.id, subject="About your idea", body="<b>It</b> is published.\n")
    make_message(project_id=other.id, subject="Not yours")
    make_message(subject="Your link to sign in")
    sign_in(staff_browser, make_staff(project=project))
    page = staff_browser.get(f"/manage/{project.slug}/mail")
    assert page.text("article h2") == ["About your idea"]
    assert "<b>It</b> is published." in page.words
    assert "Waiting" in page.words


def test_links_are_shown_in_the_demo_only(app: Flask, staff_browser: Browser) -> None:
    project = make_project()
    key = "k" * 43
    make_message(project_id=project.id, body=f"http://localhost/invitation/{key}\n")
    sign_in(staff_browser, make_staff(project=project))
    settings = app.config["CODESIGN"]
    assert key not in staff_browser.get(f"/manage/{project.slug}/mail").html
    app.config["CODESIGN"] = replace(settings, env="demo")
    try:
        drain_outbox()
        page = staff_browser.get(f"/manage/{project.slug}/mail")
    finally:
        app.config["CODESIGN"] = settings
    assert key in page.html
    assert "This is a demo. No mail leaves this computer" in page.words


def test_a_long_outbox_has_pages(staff_browser: Browser) -> None:
    project = make_project()
    for number in range(45):
        make_message(project_id=project.id, subject=f"Message {number}")
    sign_in(staff_browser, make_staff(project=project))
    first = staff_browser.get(f"/manage/{project.slug}/mail")
    assert "45 messages" in first.words
    assert len(first.text("article")) == 20
    for odd in ("3", "99", "-1", "x"):
        assert staff_browser.get(f"/manage/{project.slug}/mail?page={odd}").status == 200
    assert len(staff_browser.get(f"/manage/{project.slug}/mail?page=3").text("article")) == 5


def test_a_message_is_written_with_its_cause_or_not_at_all(
    staff_browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    from codesign.accounts.commands import invitations

    def fail(*_args: object, **_fields: object) -> None:
        raise RuntimeError("killed in between")

    project = make_project()
    sign_in(staff_browser, make_staff(project=project))
    page = staff_browser.get(f"/manage/{project.slug}/team")
    monkeypatch.setattr(invitations, "record", fail)
    with pytest.raises(RuntimeError):
        staff_browser.submit(page, "#invite", email="new@council.example", role=Role.ANALYST.value)
    assert db.session.scalar(select(OutboxMessage.id)) is None


def test_the_background_thread_of_the_demo_sends_and_stops(app: Flask) -> None:
    row = make_message()
    stop = start_background_drain(app, 0.05)
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and stored(row).sent_at is None:
        db.session.rollback()
        time.sleep(0.05)
    stop()
    assert stored(row).sent_at is not None
    assert len(read_mails(app)) == 1


def test_the_queue_sends_mail_and_keeps_its_own_file(app: Flask, settings: Config) -> None:
    row = make_message()
    queue = make_queue(app)
    try:
        queue.immediate = True
        if settings.sqlite:
            assert (settings.instance / "queue.db").is_file()
        tasks = {name.rsplit(".", 1)[1]: task for name, task in queue._registry._registry.items()}
        assert sorted(tasks) == ["every_minute", "every_night", "make_packs", "send_mail"]
        queue.enqueue(tasks["send_mail"]())
        assert stored(row).sent_at is not None
    finally:
        queue.storage.close()
        if not settings.sqlite:
            db.session.rollback()
            with db.engine.begin() as connection:
                for table in ("kv", "schedule", "task", "counter"):
                    connection.execute(text(f"DROP TABLE IF EXISTS huey_{table}"))
