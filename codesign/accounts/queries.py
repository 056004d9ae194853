"""What the pages of accounts show: an invitation, a link, one's own account, the team, the mail of a project."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

import segno
from sqlalchemy import func, or_, select

from codesign.accounts.addresses import clean_address, without_secrets
from codesign.accounts.commands.invitations import open_invitation
from codesign.accounts.commands.signing_in import link_needs_code, usable_link
from codesign.accounts.names import ROLE_HINTS, ROLE_NAMES, role_name
from codesign.accounts.proofs import hash_is_old, password_fits, totp_address
from codesign.core.errors import NotFound
from codesign.core.terms import Role
from codesign.extensions import db
from codesign.models import (
    Invitation,
    Membership,
    Organisation,
    OutboxMessage,
    Person,
    Project,
    SignInLink,
    StaffSession,
)

MAILS_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class Proven:
    """Somebody whose password was right; `stale` when its hash was made with other parameters than today's."""

    person_id: uuid.UUID
    stale: bool


def person_with_password(email: str, password: str, *, cost: int) -> Proven | None:
    """Who signs in with this address and password. Does the same work whether the address is known or not."""
    found = db.session.execute(
        select(Person.id, Person.password_hash, Person.disabled_at).where(Person.email == clean_address(email))
    ).one_or_none()
    stored = found.password_hash if found else None
    fits = password_fits(stored, password, cost)
    if found is None or not fits or found.disabled_at is not None:
        return None
    return Proven(found.id, hash_is_old(stored or "", cost))


def own_password_fits(person_id: uuid.UUID, password: str, *, cost: int) -> bool:
    """Whether this is the person's password; also True for somebody who never set one and signs in by link."""
    stored = db.session.scalar(select(Person.password_hash).where(Person.id == person_id))
    return stored is None or password_fits(stored, password, cost)


@dataclass(frozen=True, slots=True)
class LinkPage:
    """What an opened sign-in link asks for."""

    needs_code: bool


def link_page(key: str, *, browser: str | None, at: datetime) -> LinkPage | None:
    """The page of a sign-in link that can still be used, else None."""
    row = db.session.scalar(usable_link(key, at))
    return LinkPage(link_needs_code(row, browser)) if row else None


def link_requests_wait(at: datetime) -> bool:
    """Whether somebody asked for a sign-in link and has not been answered."""
    waiting = select(SignInLink.id).where(SignInLink.token_digest.is_(None), SignInLink.expires_at > at)
    return db.session.scalar(waiting.limit(1)) is not None


@dataclass(frozen=True, slots=True)
class InvitationPage:
    """What an opened invitation says. The address it was sent to is not shown: whoever accepts must know it."""

    place: str
    organisation: str
    role: str
    role_hint: str
    expires_at: datetime
    has_account: bool
    is_yours: bool


def invitation_page(key: str, *, reader_email: str, at: datetime) -> InvitationPage | None:
    """The page of an invitation that can still be accepted, else None. `reader_email`: who is signed in, or ""."""
    row = db.session.scalar(open_invitation(key, at))
    if row is None:
        return None
    project = db.session.get(Project, row.project_id) if row.project_id else None
    organisation = db.session.get_one(Organisation, project.organisation_id if project else row.organisation_id)
    known = db.session.scalar(select(Person.id).where(Person.email == row.email))
    return InvitationPage(
        place=project.name if project else organisation.name,
        organisation=organisation.name,
        role=role_name(row.role),
        role_hint=str(ROLE_HINTS[row.role]),
        expires_at=row.expires_at,
        has_account=known is not None,
        is_yours=reader_email == row.email,
    )


@dataclass(frozen=True, slots=True)
class Enrolment:
    """An authenticator app to be set up: the picture to scan (a data: address) and the same in letters."""

    qr: str
    letters: str


def enrolment(totp_secret: str, *, email: str, service: str) -> Enrolment:
    """What to show for a new secret; the letters stand in groups of four."""
    qr = segno.make(totp_address(totp_secret, email, service), error="m")
    groups = [totp_secret[at : at + 4] for at in range(0, len(totp_secret), 4)]
    return Enrolment(qr.svg_data_uri(scale=4, border=4, omitsize=True), " ".join(groups))


@dataclass(frozen=True, slots=True)
class OwnSession:
    """One place where a person is signed in."""

    id: uuid.UUID
    started_at: datetime
    seen_at: datetime
    is_this: bool


@dataclass(frozen=True, slots=True)
class OwnRole:
    """One of a person's roles and where it holds."""

    role: str
    place: str


@dataclass(frozen=True, slots=True)
class AccountPage:
    """A person's own account."""

    name: str
    email: str
    has_password: bool
    has_totp: bool
    roles: tuple[OwnRole, ...]
    sessions: tuple[OwnSession, ...]


def account_page(person_id: uuid.UUID, session_id: uuid.UUID, *, idle: timedelta, at: datetime) -> AccountPage:
    """One's own account; sessions that ended, grew old or were idle for `idle` are left out."""
    person = db.session.get_one(Person, person_id)
    sessions = db.session.scalars(
        select(StaffSession)
        .where(
            StaffSession.person_id == person_id,
            StaffSession.ended_at.is_(None),
            StaffSession.expires_at > at,
            StaffSession.seen_at > at - idle,
        )
        .order_by(StaffSession.created_at.desc(), StaffSession.id)
    )
    roles = db.session.execute(
        select(Membership.role, func.coalesce(Project.name, Organisation.name))
        .outerjoin(Project, Membership.project_id == Project.id)
        .outerjoin(Organisation, Membership.organisation_id == Organisation.id)
        .where(Membership.person_id == person_id)
        .order_by(Membership.created_at, Membership.id)
    )
    return AccountPage(
        name=person.name,
        email=person.email,
        has_password=person.password_hash is not None,
        has_totp=person.totp_secret is not None,
        roles=tuple(OwnRole(role_name(role), place) for role, place in roles),
        sessions=tuple(OwnSession(row.id, row.created_at, row.seen_at, row.id == session_id) for row in sessions),
    )


@dataclass(frozen=True, slots=True)
class TeamMember:
    """One role of one person, on the project or on its organisation."""

    membership_id: uuid.UUID
    person_id: uuid.UUID
    name: str
    email: str
    role: str
    whole_organisation: bool
    has_totp: bool
    stopped: bool
    is_you: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """An invitation that nobody has used yet; `over` when its seven days have passed."""

    id: uuid.UUID
    email: str
    role: str
    whole_organisation: bool
    expires_at: datetime
    over: bool


@dataclass(frozen=True, slots=True)
class RoleChoice:
    """One role that can be offered."""

    value: str
    name: str
    hint: str


@dataclass(frozen=True, slots=True)
class TeamPage:
    """Who works on a project, who is invited, and which roles the reader may offer."""

    members: tuple[TeamMember, ...]
    waiting: tuple[Waiting, ...]
    roles: tuple[RoleChoice, ...]


def offered_roles(*, manages_people: bool) -> tuple[RoleChoice, ...]:
    """The roles that may be offered; organisation admin only by those who are one."""
    return tuple(
        RoleChoice(role.value, str(name), str(ROLE_HINTS[role]))
        for role, name in ROLE_NAMES.items()
        if manages_people or role is not Role.ORGANISATION_ADMIN
    )


def team_page(project_id: uuid.UUID, *, reader_id: uuid.UUID, manages_people: bool, at: datetime) -> TeamPage:
    """The team of a project, with those whose role reaches it from the organisation. Raises `NotFound`."""
    project = db.session.get(Project, project_id)
    if project is None:
        raise NotFound
    members = db.session.execute(
        select(Membership, Person)
        .join(Person, Membership.person_id == Person.id)
        .where(or_(Membership.project_id == project_id, Membership.organisation_id == project.organisation_id))
        .order_by(func.lower(Person.name), Person.email, Membership.id)
    )
    waiting = db.session.scalars(
        select(Invitation)
        .where(
            or_(Invitation.project_id == project_id, Invitation.organisation_id == project.organisation_id),
            Invitation.used_at.is_(None),
            Invitation.revoked_at.is_(None),
        )
        .order_by(Invitation.created_at.desc(), Invitation.id)
    )
    return TeamPage(
        members=tuple(
            TeamMember(
                membership_id=row.id,
                person_id=person.id,
                name=person.name or person.email,
                email=person.email,
                role=role_name(row.role),
                whole_organisation=row.project_id is None,
                has_totp=person.totp_secret is not None,
                stopped=person.disabled_at is not None,
                is_you=person.id == reader_id,
            )
            for row, person in members
        ),
        waiting=tuple(
            Waiting(
                row.id, row.email, role_name(row.role), row.project_id is None, row.expires_at, row.expires_at <= at
            )
            for row in waiting
        ),
        roles=offered_roles(manages_people=manages_people),
    )


@dataclass(frozen=True, slots=True)
class SentMail:
    """One message of a project as staff see it. `problem` is why the last try failed, "" where none did."""

    id: uuid.UUID
    recipient: str
    subject: str
    body: str
    written_at: datetime
    sent_at: datetime | None
    attempts: int
    problem: str


@dataclass(frozen=True, slots=True)
class MailPage:
    """A page of a project's mail, newest first. Pages count from 1."""

    mails: tuple[SentMail, ...]
    total: int
    page: int
    pages: int


def mail_page(project_id: uuid.UUID, *, page: int, show_links: bool) -> MailPage:
    """The mail of one project. Links are bearer's keys, so outside the demo their secret part is cut out."""
    ours = OutboxMessage.project_id == project_id
    total = db.session.scalar(select(func.count()).select_from(OutboxMessage).where(ours)) or 0
    pages = max(1, -(-total // MAILS_A_PAGE))
    page = min(max(page, 1), pages)
    rows = db.session.scalars(
        select(OutboxMessage)
        .where(ours)
        .order_by(OutboxMessage.created_at.desc(), OutboxMessage.id.desc())
        .limit(MAILS_A_PAGE)
        .offset((page - 1) * MAILS_A_PAGE)
    )
    return MailPage(
        mails=tuple(
            SentMail(
                row.id,
                "" if row.forgets else row.recipient,  # a resident's, given to be used once: staff never read it
                row.subject,
                row.body if show_links else without_secrets(row.body),
                row.created_at,
                row.sent_at,
                row.attempts,
                row.last_error,
            )
            for row in rows
        ),
        total=total,
        page=page,
        pages=pages,
    )
