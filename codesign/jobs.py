"""Work outside a request: sending the mail of the outbox, making packs, and the queue that does both."""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from flask import Flask, current_app
from flask_mailman import EmailMessage
from huey.api import PostgresHuey, SqliteHuey, crontab
from sqlalchemy import ColumnElement, or_, select, update

from codesign.accounts.addresses import without_secrets
from codesign.accounts.commands import answer_link_requests
from codesign.accounts.queries import link_requests_wait
from codesign.config import Config
from codesign.consultations.commands import clear_old_drafts
from codesign.consultations.counting.commands import clear_networks, look_again_at_open
from codesign.consultations.uploads.commands import clear_unnamed_files
from codesign.extensions import Busy, db, mail, transaction
from codesign.ideas.drafts import clear_old_ideas
from codesign.ideas.exchange.waiting import clear_waiting
from codesign.ideas.likeness import keep_missing_terms
from codesign.ideas.talk.following import clear_unconfirmed
from codesign.ideas.talk.mails import digest_mail
from codesign.ideas.talk.news import send_digests
from codesign.models import OutboxMessage
from codesign.packs.work import run_waiting_jobs
from codesign.tallies.steps import take_due_steps

log = logging.getLogger("codesign.jobs")

LEASE = timedelta(minutes=5)  # how long one job has for one message before another may try it
LONGEST_PAUSE = timedelta(hours=1)
LAST_TRY = 80  # about three days, as mail servers do


def drain_outbox(limit: int = 50, *, at: datetime | None = None) -> int:
    """Send what is due, oldest first; how many messages went. Needs an app context, not a queue.

    At least once: a message is marked as sent after it went, and wears the same Message-ID at each try. No
    transaction is open while a mail server is spoken to, and a message that fails never holds up another.
    """
    settings: Config = current_app.config["CODESIGN"]
    if link_requests_wait(at or _now()):
        with transaction():
            answer_link_requests(service=settings.service_name, base_url=settings.base_url, at=at or _now())
    due = db.session.scalars(
        select(OutboxMessage.id)
        .where(_is_due(at or _now()))
        .order_by(OutboxMessage.created_at, OutboxMessage.id)
        .limit(limit)
    ).all()
    db.session.rollback()  # lets the read go, so that it holds up nobody
    return sum(_send(message_id, at or _now(), settings) for message_id in due)


def _is_due(at: datetime) -> ColumnElement[bool]:
    return (
        OutboxMessage.sent_at.is_(None)
        & (OutboxMessage.attempts < LAST_TRY)
        & or_(OutboxMessage.held_until.is_(None), OutboxMessage.held_until <= at)
    )


def _send(message_id: uuid.UUID, at: datetime, settings: Config) -> bool:
    with transaction():
        # Whoever moves `held_until` first has it: two jobs never send one message at the same time.
        taken = db.session.scalar(
            update(OutboxMessage)
            .where(OutboxMessage.id == message_id, _is_due(at))
            .values(attempts=OutboxMessage.attempts + 1, held_until=at + LEASE)
            .returning(OutboxMessage.id)
        )
        if taken is None:
            return False
        row = db.session.get_one(OutboxMessage, taken, populate_existing=True)
    try:
        _deliver(row)
    except Exception as error:
        pause = min(timedelta(minutes=2 ** min(row.attempts - 1, 10)), LONGEST_PAUSE)
        log.warning("mail %s not sent at try %d: %s", row.id, row.attempts, type(error).__name__)
        # A mail server repeats the address in what it refuses.
        said = type(error).__name__ if row.forgets else f"{type(error).__name__}: {error}"[:300]
        given_up = _forgotten(row, settings) if row.attempts >= LAST_TRY else {}
        with transaction():
            _note(row.id, held_until=at + pause, last_error=said, **given_up)
        return False
    # A link is a key: once it is on its way no copy stays with us. The demo shows mails on a page instead.
    kept = {"body": row.body if settings.demo else without_secrets(row.body), **_forgotten(row, settings)}
    with transaction():
        _note(row.id, sent_at=at, held_until=None, last_error="", **kept)
    return True


def _forgotten(row: OutboxMessage, settings: Config) -> dict[str, object]:
    """What is emptied in a message whose address was given to be used once; the demo shows its link on a page."""
    if not row.forgets:
        return {}
    return {"recipient": "", "body": row.body if settings.demo else ""}


def _note(message_id: uuid.UUID, **values: object) -> None:
    db.session.execute(update(OutboxMessage).where(OutboxMessage.id == message_id).values(**values))


def _deliver(row: OutboxMessage) -> None:
    """Hand one message to the mail server, or write it to a file of its own where there is none."""
    message = EmailMessage(
        row.subject,
        row.body,
        to=[row.recipient],
        headers={"Message-ID": row.message_id, "Auto-Submitted": "auto-generated"},
        connection=mail.get_connection(),
    )
    message.send()


def _now() -> datetime:
    return datetime.now(UTC)


def start_background_drain(app: Flask, seconds: float) -> Callable[[], None]:
    """Send mail from a thread of this process, every so many seconds; call what is returned to stop it.

    For the demo, which has no worker. It writes only when there is something to send, in the queue of this process's
    writers, and never while it delivers.
    """
    stop = threading.Event()

    def run() -> None:
        while not stop.wait(seconds):
            _drain_calmly(app)
            _make_packs_calmly(app)

    thread = threading.Thread(target=run, name="outbox", daemon=True)
    thread.start()

    def stop_and_wait() -> None:
        stop.set()
        thread.join(10)

    return stop_and_wait


def _drain_calmly(app: Flask) -> int:
    """One round that never raises: the next one tries again."""
    with app.app_context():
        try:
            return drain_outbox()
        except Busy:
            return 0
        except Exception as error:
            log.error("outbox: %s", type(error).__name__)
            return 0


def _make_packs_calmly(app: Flask) -> int:
    """Make the files of a pack that waits, if one does. Never raises."""
    with app.app_context():
        try:
            return run_waiting_jobs()
        except Busy:
            return 0
        except Exception as error:
            log.error("packs: %s", type(error).__name__)
            return 0


def _tidy_calmly(app: Flask) -> int:
    """Delete drafts that can no longer be sent, as the page that keeps them promises, and their files.

    Also move the figures that anyone may see, where a day has passed, delete networks that have done their work, and
    look again at what came in. Each in a transaction of its own. Never raises.
    """
    gone = 0
    with app.app_context():
        for name, work in _TIDYING:
            try:
                with transaction():
                    gone += work(at=_now())
            except Exception as error:
                log.error("%s: %s", name, type(error).__name__)
    return gone


_TIDYING: tuple[tuple[str, Callable[..., int]], ...] = (
    ("drafts", clear_old_drafts),
    ("files", clear_unnamed_files),
    ("ideas", clear_old_ideas),
    ("boards", clear_waiting),
    ("likeness", keep_missing_terms),
    ("steps", take_due_steps),
    ("networks", clear_networks),
    ("flags", look_again_at_open),
    ("addresses", clear_unconfirmed),
)


def _digests_calmly(app: Flask) -> int:
    """Write the day's news to those who follow ideas by e-mail, a hundred to a transaction. Never raises."""
    settings: Config = app.config["CODESIGN"]
    sent, after = 0, None
    with app.app_context():
        try:
            while True:
                with transaction():
                    more, after = send_digests(
                        partial(digest_mail, base_url=settings.base_url),
                        secret_key=settings.secret_key,
                        at=_now(),
                        after=after,
                    )
                sent += more
                if after is None:
                    return sent
        except Exception as error:
            log.error("digests: %s", type(error).__name__)
    return sent


def make_queue(app: Flask) -> Any:
    """The queue of this app with its tasks: a file of its own beside the embedded database, else in PostgreSQL."""
    settings: Config = app.config["CODESIGN"]
    queue: Any
    if settings.sqlite:
        settings.instance.mkdir(parents=True, exist_ok=True)
        queue = SqliteHuey("codesign", filename=str(settings.instance / "queue.db"), results=False)
    else:
        dsn = settings.database_url.replace("postgresql+psycopg://", "postgresql://", 1)
        queue = PostgresHuey("codesign", dsn=dsn, results=False)

    @queue.on_startup()  # type: ignore[untyped-decorator]
    def own_connections() -> None:
        # A forked worker must not speak on its parent's connections.
        with app.app_context():
            db.engine.dispose(close=False)

    @queue.task()  # type: ignore[untyped-decorator]
    def send_mail() -> int:
        return _drain_calmly(app)

    @queue.task()  # type: ignore[untyped-decorator]
    def make_packs() -> int:
        return _make_packs_calmly(app)

    @queue.periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
    def every_minute() -> None:
        # A sign-in link lives ten minutes, so a minute is long: look again every fifteen seconds.
        _drain_calmly(app)
        for seconds in (15, 30, 45):
            send_mail.schedule(delay=seconds)
        # A pack takes half a minute to make: never in the way of the mail.
        for seconds in (0, 15, 30, 45):
            make_packs.schedule(delay=seconds)

    @queue.periodic_task(crontab(hour="3", minute="10"))  # type: ignore[untyped-decorator]
    def every_night() -> None:
        _tidy_calmly(app)
        _digests_calmly(app)

    return queue


def run_worker(app: Flask) -> None:
    """Do the work of the queue until told to stop. Workers are processes, renewed after twenty tasks each."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    consumer = make_queue(app).create_consumer(
        workers=2, worker_type="process", max_tasks=20, health_check_interval=1, max_delay=2.0, graceful_signal="TERM"
    )
    consumer.run()
