"""Inviting people to a project or an organisation, and accepting."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, or_, select, update

from codesign.accounts.addresses import clean_address, invitation_address, is_address
from codesign.accounts.mails import invitation_mail
from codesign.accounts.names import role_name
from codesign.core.codes import digest, secret
from codesign.core.errors import NotFound, Refused, WrongStage
from codesign.core.terms import STAFF_ROLES, Role
from codesign.core.text import one_line
from codesign.core.words import N_
from codesign.extensions import db
from codesign.ledger import actor_person, post, record
from codesign.models import Invitation, Membership, Organisation, Person, Project

LIFETIME = timedelta(days=7)

NOT_AN_ADDRESS = N_("Enter an email address, like name@council.gov.uk.")
HAS_A_ROLE = N_("This person already has a role here. Remove it first if you want to change it.")
ONLY_AN_ADMIN = N_("Only an organisation admin can give a role on the whole organisation.")
IS_OVER = N_("This invitation can no longer be used.")
OTHER_ADDRESS = N_("This is not the email address that we invited. Use the address that got the invitation.")
HAS_AN_ACCOUNT = N_("You already have an account. Sign in first, then open the invitation again.")


@dataclass(frozen=True, slots=True)
class Accepted:
    """Who accepted, and the project to go to; none for a whole organisation."""

    person_id: uuid.UUID
    project_slug: str | None


def invite(
    email: str,
    role: Role,
    *,
    project_id: uuid.UUID | None,
    organisation_id: uuid.UUID | None = None,
    invited_by: uuid.UUID | None,
    base_url: str,
    at: datetime,
) -> tuple[Invitation, str]:
    """Offer a role by mail for seven days; an earlier offer to the same address for the same place is revoked.

    Organisation admins are always invited to the whole organisation, by one of its admins or from the command line
    (`invited_by` None). Returns the row and the secret of the link. Raises `Refused`, `NotFound`.
    """
    address = clean_address(email)
    if not is_address(address):
        raise Refused(NOT_AN_ADDRESS)
    if role not in STAFF_ROLES:
        raise Refused(N_("Choose a role."))
    place = _place(role, project_id, organisation_id)
    if place.organisation_id is not None and invited_by is not None:
        require_organisation_admin(invited_by, place.organisation_id, ONLY_AN_ADMIN)
    if db.session.scalar(
        select(Membership.id)
        .join(Person, Membership.person_id == Person.id)
        .where(
            Person.email == address,
            Membership.project_id == place.project_id,
            Membership.organisation_id == place.organisation_id,
        )
    ):
        raise Refused(HAS_A_ROLE)
    db.session.execute(
        update(Invitation)
        .where(
            Invitation.email == address,
            Invitation.project_id == place.project_id,
            Invitation.organisation_id == place.organisation_id,
            Invitation.used_at.is_(None),
            Invitation.revoked_at.is_(None),
        )
        .values(revoked_at=at)
    )
    key = secret()
    row = Invitation(
        email=address,
        role=role,
        token_digest=digest(key),
        invited_by_id=invited_by,
        created_at=at,
        expires_at=at + LIFETIME,
        project_id=place.project_id,
        organisation_id=place.organisation_id,
    )
    db.session.add(row)
    inviter = db.session.get_one(Person, invited_by).name if invited_by else ""
    mail = invitation_mail(
        place=place.name,
        inviter=inviter,
        role=role_name(role),
        link=invitation_address(base_url, key),
        expires_at=row.expires_at,
    )
    post(address, mail.subject, mail.body, at=at, project_id=row.project_id)
    record(
        "person_invited",
        row,
        project_id=row.project_id,
        by=actor_person(invited_by),
        at=at,
        details={"role": role.value},
    )
    return row, key


@dataclass(frozen=True, slots=True)
class _Place:
    """What an invitation is to: one project, or one whole organisation."""

    project_id: uuid.UUID | None
    organisation_id: uuid.UUID | None
    name: str


def _place(role: Role, project_id: uuid.UUID | None, organisation_id: uuid.UUID | None) -> _Place:
    project = db.session.get(Project, project_id) if project_id else None
    if project is not None and role is not Role.ORGANISATION_ADMIN:
        return _Place(project.id, None, project.name)
    if project is not None:
        organisation_id = project.organisation_id
    organisation = db.session.get(Organisation, organisation_id) if organisation_id else None
    if organisation is None:
        raise NotFound
    return _Place(None, organisation.id, organisation.name)


def revoke_invitation(project_id: uuid.UUID, invitation_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> None:
    """Take an offer back before it is used: one to this project or, as an admin, to its organisation.

    Raises `NotFound` on any that is not waiting there.
    """
    organisation_id = db.session.get_one(Project, project_id).organisation_id
    row = db.session.scalar(
        select(Invitation).where(
            Invitation.id == invitation_id,
            or_(Invitation.project_id == project_id, Invitation.organisation_id == organisation_id),
            Invitation.used_at.is_(None),
            Invitation.revoked_at.is_(None),
        )
    )
    if row is None:
        raise NotFound
    if row.organisation_id is not None:
        require_organisation_admin(by, row.organisation_id, ONLY_AN_ADMIN)
    row.revoked_at = at
    record("invitation_revoked", row, project_id=row.project_id, by=actor_person(by), at=at)


def accept_invitation(key: str, *, email: str, name: str, password_hash: str, at: datetime) -> Accepted:
    """Make an account by an invitation. Raises `WrongStage` on a used, revoked or old one.

    Raises `Refused` on another address. Never touches an account that exists already: an old invitation must not become
    a way to set its password.
    """
    row = _waiting(key, at)
    if clean_address(email) != row.email:
        raise Refused(OTHER_ADDRESS)
    if db.session.scalar(select(Person.id).where(Person.email == row.email)):
        raise Refused(HAS_AN_ACCOUNT)
    person = Person(email=row.email, name=one_line(name), password_hash=password_hash, created_at=at)
    db.session.add(person)
    db.session.flush()
    return _join(person, row, at)


def accept_invitation_as(key: str, person_id: uuid.UUID, *, at: datetime) -> Accepted:
    """Accept as somebody who is signed in. Raises `WrongStage`, or `Refused` when the invitation is another's."""
    row = _waiting(key, at)
    person = db.session.get_one(Person, person_id)
    if person.email != row.email:
        raise Refused(OTHER_ADDRESS)
    if db.session.scalar(
        select(Membership.id).where(
            Membership.person_id == person.id,
            Membership.project_id == row.project_id,
            Membership.organisation_id == row.organisation_id,
        )
    ):
        raise Refused(HAS_A_ROLE)
    return _join(person, row, at)


def open_invitation(key: str, at: datetime) -> Select[Invitation]:
    """The invitation of a secret, while it can be accepted."""
    return select(Invitation).where(
        Invitation.token_digest == digest(key),
        Invitation.used_at.is_(None),
        Invitation.revoked_at.is_(None),
        Invitation.expires_at > at,
    )


def _waiting(key: str, at: datetime) -> Invitation:
    # The lock makes the second of two who accept at the same moment wait, and then find it used.
    row = db.session.scalar(open_invitation(key, at).with_for_update().execution_options(populate_existing=True))
    if row is None:
        raise WrongStage(IS_OVER)
    return row


def _join(person: Person, row: Invitation, at: datetime) -> Accepted:
    row.used_at = at
    db.session.add(
        Membership(
            person_id=person.id,
            role=row.role,
            created_at=at,
            project_id=row.project_id,
            organisation_id=row.organisation_id,
        )
    )
    record(
        "invitation_accepted",
        row,
        project_id=row.project_id,
        by=actor_person(person.id),
        at=at,
        details={"role": row.role.value},
    )
    project = db.session.get(Project, row.project_id) if row.project_id else None
    return Accepted(person.id, project.slug if project else None)


def require_organisation_admin(person_id: uuid.UUID, organisation_id: uuid.UUID | None, sentence: str) -> None:
    """Raise `Refused` with this sentence unless the person is an admin of the organisation."""
    if not db.session.scalar(
        select(Membership.id).where(
            Membership.person_id == person_id,
            Membership.organisation_id == organisation_id,
            Membership.role == Role.ORGANISATION_ADMIN,
        )
    ):
        raise Refused(sentence)
