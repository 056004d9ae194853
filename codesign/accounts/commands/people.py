"""Roles taken away, people stopped and let in again, and what people change about their own account."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import or_, select

from codesign.accounts.commands.invitations import require_organisation_admin
from codesign.accounts.mails import changed_mail
from codesign.core.errors import NotFound, Refused
from codesign.core.terms import Role
from codesign.core.words import N_
from codesign.extensions import db
from codesign.ledger import actor_person, post, record
from codesign.ledger.sessions import end_sessions
from codesign.models import Membership, Person, Project

LAST_COMMISSIONER = N_("A project needs a commissioner. Invite another one before you remove this one.")
LAST_ADMIN = N_("An organisation needs an admin. Invite another one before you remove this one.")
ONLY_AN_ADMIN = N_("Only an organisation admin can change roles on the whole organisation.")
NOT_YOURSELF = N_("You cannot stop yourself signing in. Ask another organisation admin.")
CODES_APP_REMOVED = N_("An organisation admin removed the app that makes your sign-in codes.")
PASSWORD_CHANGED = N_("Your password was changed.")
ELSEWHERE_TOO = N_("This person also works for another organisation. Remove their role here instead.")


def remove_role(project_id: uuid.UUID, membership_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> uuid.UUID:
    """Take a role away on this project or, as an admin, on its organisation. It ends at once: roles are read anew on
    every request. Returns whose it was. Raises `Refused` for the last commissioner or the last admin, `NotFound`.
    """
    organisation_id = db.session.get_one(Project, project_id).organisation_id
    row = db.session.scalar(
        select(Membership).where(
            Membership.id == membership_id,
            or_(Membership.project_id == project_id, Membership.organisation_id == organisation_id),
        )
    )
    if row is None:
        raise NotFound
    if row.organisation_id is not None:
        require_organisation_admin(by, row.organisation_id, ONLY_AN_ADMIN)
        if row.role is Role.ORGANISATION_ADMIN and not _another(row):
            raise Refused(LAST_ADMIN)
    elif row.role is Role.COMMISSIONER and not _another(row):
        raise Refused(LAST_COMMISSIONER)
    db.session.delete(row)
    record(
        "role_removed",
        f"person:{row.person_id.hex}",
        project_id=row.project_id,
        by=actor_person(by),
        at=at,
        details={"role": row.role.value, "whole_organisation": row.project_id is None},
    )
    return row.person_id


def _another(row: Membership) -> bool:
    """Whether somebody else who can sign in has the same role in the same place.

    Takes the lock of all of them, so that two people cannot remove each other at the same moment.
    """
    others = db.session.execute(
        select(Membership, Person.disabled_at)
        .join(Person, Membership.person_id == Person.id)
        .where(
            Membership.project_id == row.project_id,
            Membership.organisation_id == row.organisation_id,
            Membership.role == row.role,
        )
        .order_by(Membership.id)
        .with_for_update(of=Membership)
    )
    return any(other.id != row.id and disabled_at is None for other, disabled_at in others)


def stop_person(project_id: uuid.UUID, person_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> None:
    """Stop somebody signing in, and end every session they have now. Raises `NotFound`, `Refused` for oneself."""
    if person_id == by:
        raise Refused(NOT_YOURSELF)
    person = _colleague(project_id, person_id)
    if person.disabled_at is None:
        person.disabled_at = at
        record("person_stopped", person, project_id=project_id, by=actor_person(by), at=at)
    end_sessions(person_id, at=at)


def let_person_in(project_id: uuid.UUID, person_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> None:
    """Let somebody who was stopped sign in again. Raises `NotFound`."""
    person = _colleague(project_id, person_id)
    if person.disabled_at is not None:
        person.disabled_at = None
        record("person_let_in", person, project_id=project_id, by=actor_person(by), at=at)


def forget_second_factor(
    project_id: uuid.UUID, person_id: uuid.UUID, *, service: str, by: uuid.UUID, at: datetime
) -> None:
    """For a lost phone: end the sessions, and let the person set up an app anew at the next sign-in."""
    person = _colleague(project_id, person_id)
    if person.totp_secret is None:
        return
    person.totp_secret = None
    end_sessions(person_id, at=at)
    record("second_factor_forgotten", person, project_id=project_id, by=actor_person(by), at=at)
    mail = changed_mail(service=service, what=CODES_APP_REMOVED)
    post(person.email, mail.subject, mail.body, at=at)


def _colleague(project_id: uuid.UUID, person_id: uuid.UUID) -> Person:
    """A person whose every role is on this project's organisation or one of its projects; an admin here is not an
    admin of another council's people."""
    organisation_id = db.session.get_one(Project, project_id).organisation_id
    ours = or_(
        Membership.organisation_id == organisation_id,
        Membership.project_id.in_(select(Project.id).where(Project.organisation_id == organisation_id)),
    )
    person = db.session.get(Person, person_id)
    roles = select(Membership.id).where(Membership.person_id == person_id)
    inside = db.session.scalar(roles.where(ours).limit(1))
    elsewhere = db.session.scalar(
        roles.where(
            or_(
                Membership.organisation_id != organisation_id,
                Membership.project_id.in_(select(Project.id).where(Project.organisation_id != organisation_id)),
            )
        ).limit(1)
    )
    if person is None or inside is None:
        raise NotFound
    if elsewhere is not None:
        raise Refused(ELSEWHERE_TOO)
    return person


def change_password(person_id: uuid.UUID, password_hash: str, *, service: str, at: datetime) -> None:
    """Set a new password, end every session of the person, and tell them by mail."""
    person = db.session.get_one(Person, person_id)
    person.password_hash = password_hash
    end_sessions(person_id, at=at)
    record("password_changed", person, project_id=None, by=actor_person(person_id), at=at)
    mail = changed_mail(service=service, what=PASSWORD_CHANGED)
    post(person.email, mail.subject, mail.body, at=at)


def end_other_session(person_id: uuid.UUID, session_id: uuid.UUID, *, at: datetime) -> None:
    """End one of one's own sessions. Raises `NotFound` on another's, or on one that has ended."""
    if not end_sessions(person_id, at=at, only=session_id):
        raise NotFound
    record("session_ended", f"person:{person_id.hex}", project_id=None, by=actor_person(person_id), at=at)
