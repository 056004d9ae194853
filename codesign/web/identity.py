"""Who is asking: a member of staff by a session kept on the server, a resident by a random key in a cookie."""

from __future__ import annotations

import base64
import hmac
import secrets
import uuid
from dataclasses import dataclass
from datetime import timedelta

from flask import Request, Response, current_app, g, request, session
from flask_login import UserMixin, current_user
from sqlalchemy import select, update

from codesign.config import Config
from codesign.core.codes import digest
from codesign.core.terms import Role
from codesign.extensions import db, login_manager, transaction
from codesign.ledger.words import participant_for, participant_of
from codesign.models import Membership, Person, StaffSession
from codesign.web.clock import now

SESSION_IDLE = timedelta(hours=8)
PARTICIPANT_DAYS = 180


@dataclass(frozen=True, slots=True)
class Grant:
    """A role on one project or on one organisation."""

    role: Role
    project_id: uuid.UUID | None
    organisation_id: uuid.UUID | None


class Staff(UserMixin):  # type: ignore[misc]
    """The signed-in member of staff of this request: values, not a row."""

    def __init__(self, person: Person, session: StaffSession, grants: tuple[Grant, ...]) -> None:
        self.id = person.id
        self.email = person.email
        self.name = person.name or person.email
        self.session_id = session.id
        self.second_factor = session.second_factor_at is not None
        self.has_totp = person.totp_secret is not None
        self.grants = grants
        self.organisation = ""  # named beside the person where one is known

    @property
    def initials(self) -> str:
        return "".join(part[0] for part in self.name.replace("@", " ").split()[:2]).upper()

    def roles(self, project_id: uuid.UUID | None, organisation_id: uuid.UUID | None) -> frozenset[Role]:
        """Roles that reach a project: those given on it, and those given on its organisation."""
        return frozenset(
            grant.role
            for grant in self.grants
            if (project_id is not None and grant.project_id == project_id)
            or (organisation_id is not None and grant.organisation_id == organisation_id)
        )


def config() -> Config:
    settings: Config = current_app.config["CODESIGN"]
    return settings


@login_manager.request_loader  # type: ignore[untyped-decorator]
def load_staff(request: Request) -> Staff | None:
    """The person of the session cookie, if the session and the person are still good."""
    token = request.cookies.get(config().cookie_name("staff"))
    if not token:
        return None
    at = now()
    row = db.session.scalar(select(StaffSession).where(StaffSession.token_digest == digest(token)))
    if row is None or row.ended_at is not None or row.expires_at <= at or row.seen_at + SESSION_IDLE <= at:
        return None
    person = db.session.get_one(Person, row.person_id)
    if person.disabled_at is not None:
        return None
    grants = tuple(
        Grant(member.role, member.project_id, member.organisation_id)
        for member in db.session.scalars(select(Membership).where(Membership.person_id == person.id))
    )
    if at - row.seen_at > timedelta(minutes=5):
        g.touch_session = row.id
    return Staff(person, row, grants)


def touch_session(response: Response) -> Response:
    """Note, at most every five minutes and after the answer is made, that the session is alive."""
    session_id = g.pop("touch_session", None)
    if session_id is not None:
        with transaction():
            db.session.execute(update(StaffSession).where(StaffSession.id == session_id).values(seen_at=now()))
    return response


def set_cookie(response: Response, name: str, value: str, *, max_age: int | None) -> None:
    """A cookie that only we read: HttpOnly, Lax, and `__Host-` with Secure wherever there is TLS."""
    response.set_cookie(
        config().cookie_name(name),
        value,
        max_age=max_age,
        secure=config().https,
        httponly=True,
        samesite="Lax",
        path="/",
    )


def drop_cookie(response: Response, name: str) -> None:
    response.delete_cookie(config().cookie_name(name), secure=config().https, httponly=True, samesite="Lax", path="/")


def staff() -> Staff | None:
    """The signed-in member of staff, or None."""
    person = current_user._get_current_object()
    return person if isinstance(person, Staff) else None


def the_staff() -> Staff:
    """The signed-in member of staff, on routes whose rule lets nobody else through."""
    person = staff()
    if person is None:
        raise LookupError("no member of staff on this request")
    return person


def participant_key() -> str:
    """The resident's key: from the cookie, else the first one of this visit, which goes out with the answer."""
    key: str | None = g.get("participant_key") or request.cookies.get(config().cookie_name("participant"))
    if not key or not 20 <= len(key) <= 100:
        key = _first_key()
        g.new_participant_key = key
    g.participant_key = key
    return key


def _first_key() -> str:
    """The same for every press of a visit that has no key yet: two taps at once are one person.

    Drawn with our own secret from the visit's token against forged forms, 160 random bits that nobody else has.
    """
    seed = session.get("csrf_token")
    if not seed:
        return secrets.token_urlsafe(32)
    drawn = f"participant:{seed}:{session.get('person', '')}"
    made = hmac.digest(config().secret_key.encode(), drawn.encode(), "sha256")
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def new_participant_key() -> str:
    """ "Another person on this device": start clean."""
    session["person"] = secrets.token_hex(8)
    g.participant_key = g.new_participant_key = secrets.token_urlsafe(32)
    key: str = g.participant_key
    return key


def known_participant(project_id: uuid.UUID) -> uuid.UUID | None:
    """The participant of this browser in this project, if there is one; reads only, sets no cookie.

    Asked once a request, however many regions of a page ask for it.
    """
    key = request.cookies.get(config().cookie_name("participant"))
    if not key:
        return None
    known: dict[tuple[uuid.UUID, str], uuid.UUID] = g.setdefault("known_participants", {})
    if (project_id, key) not in known:
        found = participant_of(project_id, key)
        if found is None:
            return None
        known[project_id, key] = found
    return known[project_id, key]


def participant(project_id: uuid.UUID) -> uuid.UUID:
    """The participant of this browser in this project, made on first need. Only inside a write."""
    key = participant_key()
    known = participant_of(project_id, key)
    return known or participant_for(project_id, key, at=now(), language=str(g.get("language", "en"))).id


def send_new_key(response: Response) -> Response:
    key = g.pop("new_participant_key", None)
    if key and response.status_code < 400:
        set_cookie(response, "participant", key, max_age=PARTICIPANT_DAYS * 86400)
    return response
