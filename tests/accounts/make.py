"""Staff with passwords, and the mail that reached its folder."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import event

from codesign.accounts.proofs import hash_password
from codesign.core.terms import Role
from codesign.extensions import db
from codesign.jobs import drain_outbox
from codesign.models import Person, Project
from tests.browser import Browser, Page
from tests.make import commit, make_person, make_project

PASSWORD = "copper kettle meadow lane"
HASH = hash_password(PASSWORD, 1)


def make_staff(role: Role = Role.COMMISSIONER, *, project: Project | None = None, **fields: Any) -> Person:
    """Somebody with a role on a project and the password `PASSWORD`."""
    person = make_person(role, project=project or make_project(), **{"password_hash": HASH, **fields})
    commit()
    return person


def sign_in_as(browser: Browser, address: str, password: str = PASSWORD, *, onward: str = "") -> Page:
    """What the sign-in page answers to this address and password."""
    page = browser.get(f"/sign-in?next={onward}" if onward else "/sign-in")
    return browser.submit(page, "#sign-in", email=address, password=password)


def signed_in(browser: Browser) -> bool:
    """Whether the server still knows who this browser is."""
    return browser.get("/account").status == 200


def mails(app: Flask) -> list[EmailMessage]:
    """Every message in the mail folder, oldest first, after sending what waits."""
    drain_outbox()
    return read_mails(app)


def read_mails(app: Flask) -> list[EmailMessage]:
    """Every message that is in the mail folder now."""
    folder = Path(app.config["MAIL_FILE_PATH"])
    found = []
    for file in sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime_ns) if folder.is_dir() else []:
        text = file.read_bytes().rpartition(b"-" * 79)[0]
        found.append(email.message_from_bytes(text, policy=email.policy.default))
    return [message for message in found if isinstance(message, EmailMessage)]


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every SQL statement that runs inside."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def path_in(message: EmailMessage) -> str:
    """The path of the link in a mail."""
    found = re.search(r"http://localhost(/\S+)", message.get_content())
    assert found, message.get_content()
    return found[1]


def code_in(message: EmailMessage) -> str:
    """The six digits in a mail."""
    found = re.search(r"\b(\d{6})\b", message.get_content())
    assert found, message.get_content()
    return found[1]
