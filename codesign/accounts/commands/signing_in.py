"""Signing in and out: links by mail, sessions, the second factor."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime, timedelta
from hmac import compare_digest

from sqlalchemy import Select, delete, or_, select, update

from codesign.accounts.addresses import clean_address, sign_in_address
from codesign.accounts.mails import sign_in_mail
from codesign.accounts.proofs import hash_password, totp_step
from codesign.core.codes import digest, secret
from codesign.core.errors import Refused, WrongStage
from codesign.core.words import N_
from codesign.extensions import db
from codesign.ledger import actor_person, post, record
from codesign.ledger.sessions import end_sessions, start_session
from codesign.models import Person, SignInLink

LINK_LIFETIME = timedelta(minutes=10)  # OWASP ASVS 6.5.5
KEPT = timedelta(days=1)

LINK_IS_OVER = N_("This link can no longer be used.")
WRONG_CODE = N_("This is not the code in the mail. Type the 6 digits that stand below the link.")
WRONG_TOTP = N_("This is not the code that the app shows now. Wait for the next one, then type its 6 digits.")


def ask_for_link(email: str, *, browser: str, at: datetime) -> None:
    """Note that this browser asked for a link to this address.

    The same rows are written whether we know the address or not; the mail is made later, by `answer_link_requests`.
    """
    person_id = db.session.scalar(
        select(Person.id).where(Person.email == clean_address(email), Person.disabled_at.is_(None))
    )
    row = SignInLink(person_id=person_id, browser_digest=digest(browser), created_at=at, expires_at=at + LINK_LIFETIME)
    db.session.add(row)
    record("sign_in_link_asked", row, project_id=None, by="system", at=at)


def answer_link_requests(*, service: str, base_url: str, at: datetime) -> int:
    """Give each waiting request its secrets and put the mail in the outbox; drop those of addresses we do not know.

    The ten minutes count from here. Returns how many mails were written. Called by the job that sends mail.
    """
    db.session.execute(delete(SignInLink).where(or_(SignInLink.person_id.is_(None), SignInLink.expires_at < at - KEPT)))
    waiting = db.session.execute(
        select(SignInLink, Person)
        .join(Person, SignInLink.person_id == Person.id)
        .where(SignInLink.token_digest.is_(None), SignInLink.expires_at > at, Person.disabled_at.is_(None))
        .order_by(SignInLink.created_at, SignInLink.id)
        .limit(100)
        .with_for_update(of=SignInLink, skip_locked=True)
    ).all()
    for row, person in waiting:
        key, code = secret(), f"{secrets.randbelow(1_000_000):06d}"
        row.token_digest, row.code_digest = digest(key), _code_digest(key, code)
        row.expires_at = at + LINK_LIFETIME
        mail = sign_in_mail(service=service, link=sign_in_address(base_url, key), code=code)
        post(person.email, mail.subject, mail.body, at=at)
    db.session.flush()
    return len(waiting)


def sign_in_link(person_id: uuid.UUID, *, lifetime: timedelta, at: datetime) -> str:
    """The secret of a link that works once, in any browser, without a code: for the command line to print.

    Open it at `addresses.sign_in_address(base_url, secret)`.
    """
    key = secret()
    row = SignInLink(person_id=person_id, token_digest=digest(key), created_at=at, expires_at=at + lifetime)
    db.session.add(row)
    record("sign_in_link_made", row, project_id=None, by="system", at=at)
    return key


def use_link(key: str, *, browser: str | None, code: str, at: datetime) -> uuid.UUID:
    """Use a link up; whose it is. Raises `WrongStage` on a used, old or unknown one.

    Raises `Refused` when another browser asked for it and `code` is not the one from the mail.
    """
    row = db.session.scalar(usable_link(key, at).with_for_update())
    if row is None or row.person_id is None:
        raise WrongStage(LINK_IS_OVER)
    if link_needs_code(row, browser):
        digits = "".join(mark for mark in code if mark.isdigit())
        if not row.code_digest or not compare_digest(_code_digest(key, digits), row.code_digest):
            raise Refused(WRONG_CODE)
    used = db.session.scalar(
        update(SignInLink)
        .where(SignInLink.id == row.id, SignInLink.used_at.is_(None))
        .values(used_at=at)
        .returning(SignInLink.id)
    )
    if used is None:
        raise WrongStage(LINK_IS_OVER)
    return row.person_id


def usable_link(key: str, at: datetime) -> Select[SignInLink]:
    """The link of a secret, while it can be used by somebody who may sign in."""
    return (
        select(SignInLink)
        .join(Person, SignInLink.person_id == Person.id)
        .where(
            SignInLink.token_digest == digest(key),
            SignInLink.used_at.is_(None),
            SignInLink.expires_at > at,
            Person.disabled_at.is_(None),
        )
    )


def link_needs_code(row: SignInLink, browser: str | None) -> bool:
    """Whether this is another browser than the one that asked for the link (OWASP ASVS 6.6.2)."""
    if row.browser_digest is None:
        return False
    return browser is None or not compare_digest(digest(browser), row.browser_digest)


def _code_digest(key: str, code: str) -> str:
    # With the link's own secret in it, a copy of the table does not give the code away to somebody who tries them all.
    return digest(f"{key}:{code}")


def enter(
    person_id: uuid.UUID,
    *,
    how: str,
    replaces: tuple[uuid.UUID, uuid.UUID] | None = None,
    second_factor: bool = False,
    at: datetime,
) -> str:
    """Start a session with a new id; the token for its cookie.

    `how` is password, link, invitation or second_factor. `replaces` is the (person, session) that this browser had
    before; it ends.
    """
    if replaces is not None:
        end_sessions(replaces[0], at=at, only=replaces[1])
    token = start_session(person_id, second_factor=second_factor, at=at)
    record(
        "signed_in",
        f"person:{person_id.hex}",
        project_id=None,
        by=actor_person(person_id),
        at=at,
        details={"how": how},
    )
    return token


def sign_out(person_id: uuid.UUID, session_id: uuid.UUID, *, at: datetime) -> None:
    """End a session on the server: a copy of its cookie is worth nothing from here on."""
    if end_sessions(person_id, at=at, only=session_id):
        record("signed_out", f"person:{person_id.hex}", project_id=None, by=actor_person(person_id), at=at)


def refresh_password(person_id: uuid.UUID, password: str, *, cost: int) -> None:
    """Hash a password that has just proved right again, with today's parameters."""
    db.session.get_one(Person, person_id).password_hash = hash_password(password, cost)


def enrol_second_factor(person_id: uuid.UUID, totp_secret: str, code: str, *, at: datetime) -> None:
    """Set up an authenticator app, once it has shown that it makes the right codes. Raises `Refused`."""
    person = db.session.get_one(Person, person_id)
    step = totp_step(totp_secret, code, at) if totp_secret else None
    if person.totp_secret is not None or step is None:
        raise Refused(WRONG_TOTP)
    person.totp_secret, person.totp_last_step = totp_secret, step
    record("second_factor_set_up", person, project_id=None, by=actor_person(person_id), at=at)


def confirm_second_factor(person_id: uuid.UUID, code: str, *, at: datetime) -> None:
    """Check a code. One that was used, or an older one, is refused: raises `Refused` (RFC 6238 5.2)."""
    person = db.session.get_one(Person, person_id)
    step = totp_step(person.totp_secret, code, at) if person.totp_secret else None
    if step is None:
        raise Refused(WRONG_TOTP)
    newer = db.session.scalar(
        update(Person)
        .where(Person.id == person_id, or_(Person.totp_last_step.is_(None), Person.totp_last_step < step))
        .values(totp_last_step=step)
        .returning(Person.id)
    )
    if newer is None:
        raise Refused(WRONG_TOTP)
