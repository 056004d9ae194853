"""Who signs in: the commissioning body, its people, their roles, invitations, links and sessions."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from codesign.core.terms import Role
from codesign.models.base import Model, one_of, term


class Organisation(Model):
    """A council or an NHS body that commissions."""

    __tablename__ = "organisation"
    name: Mapped[str] = mapped_column(String(200))
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    phone: Mapped[str] = mapped_column(String(40), default="")
    phone_hours: Mapped[str] = mapped_column(String(120), default="")
    created_at: Mapped[datetime]


class Person(Model):
    """Someone who signs in. Residents never have a row here."""

    __tablename__ = "person"
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    password_hash: Mapped[str | None] = mapped_column(String(255))
    totp_secret: Mapped[str | None] = mapped_column(String(64))
    totp_last_step: Mapped[int | None]
    disabled_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    memberships: Mapped[list[Membership]] = relationship(back_populates="person")


class Membership(Model):
    """A person's role on one project, or on a whole organisation."""

    __tablename__ = "membership"
    __table_args__ = (
        CheckConstraint("(organisation_id IS NULL) <> (project_id IS NULL)", name="one_scope"),
        one_of("role", Role),
        Index(
            "uq_membership_person_project",
            "person_id",
            "project_id",
            unique=True,
            sqlite_where=text("project_id IS NOT NULL"),
            postgresql_where=text("project_id IS NOT NULL"),
        ),
        Index(
            "uq_membership_person_organisation",
            "person_id",
            "organisation_id",
            unique=True,
            sqlite_where=text("organisation_id IS NOT NULL"),
            postgresql_where=text("organisation_id IS NOT NULL"),
        ),
    )
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    project_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("project.id"), index=True)
    role: Mapped[Role] = term(Role)
    created_at: Mapped[datetime]
    person: Mapped[Person] = relationship(back_populates="memberships")


class Invitation(Model):
    """An offer of a role by e-mail: one use, expires, can be revoked; the link's secret is kept only as its digest."""

    __tablename__ = "invitation"
    __table_args__ = (
        CheckConstraint("(organisation_id IS NULL) <> (project_id IS NULL)", name="one_scope"),
        one_of("role", Role),
    )
    email: Mapped[str] = mapped_column(String(254), index=True)
    role: Mapped[Role] = term(Role)
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    project_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("project.id"), index=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    invited_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class SignInLink(Model):
    """A 10-minute way in by e-mail: opening shows a button, only the button uses it up.

    Asking costs the same whether the address is known or not: a row, without a person where we know nobody. The job
    that sends mail gives it its secrets, or drops it. `browser_digest` is the browser that asked; without one the link
    works in any browser (printed by the command line).
    """

    __tablename__ = "sign_in_link"
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    browser_digest: Mapped[str | None] = mapped_column(String(64))
    token_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    code_digest: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class StaffSession(Model):
    """Who is signed in, kept on the server so that signing out and disabling end it at once."""

    __tablename__ = "staff_session"
    __table_args__ = (UniqueConstraint("token_digest"),)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    token_digest: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    second_factor_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship()


class Visit(Model):
    """When a person last looked at a project's overview: what "Latest" counts from."""

    __tablename__ = "visit"
    __table_args__ = (UniqueConstraint("person_id", "project_id"),)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("project.id"), index=True)
    seen_at: Mapped[datetime]
