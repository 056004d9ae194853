"""The live demonstration project, loaded into a test's own database and served to Chromium."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Page
from sqlalchemy import select

from codesign.core.codes import digest, secret
from codesign.core.terms import Role
from codesign.demo import live
from codesign.demo.load import load_taking_part
from codesign.extensions import db
from codesign.models import Membership, Project, StaffSession, Workshop
from tests.make import NOW, commit

SLUG = "the-landing"


@dataclass(slots=True)
class Site:
    """The served project. `visit` opens a browser for somebody new, `office` one for somebody of the staff."""

    address: str
    code: str
    chromium: Chromium
    contexts: list[BrowserContext] = field(default_factory=list)

    @property
    def project(self) -> str:
        return f"{self.address}/p/{SLUG}"

    @property
    def manage(self) -> str:
        return f"{self.address}/manage/{SLUG}"

    def visit(self, *, width: int = 375, scripts: bool = True, **options: Any) -> Page:
        context = self.chromium.new_context(
            viewport={"width": width, "height": 740}, java_script_enabled=scripts, **options
        )
        context.set_default_timeout(15_000)
        self.contexts.append(context)
        return context.new_page()

    def office(self, role: Role = Role.COMMISSIONER, *, width: int = 1280) -> Page:
        page = self.visit(width=width)
        person = db.session.scalars(
            select(Membership.person_id).where(Membership.role == role).order_by(Membership.id).limit(1)
        ).one()
        token = secret()
        db.session.add(
            StaffSession(
                person_id=person, token_digest=digest(token), created_at=NOW, seen_at=NOW,
                expires_at=NOW + timedelta(hours=20), second_factor_at=NOW,
            )
        )  # fmt: skip
        commit()
        page.context.add_cookies([{"name": "codesign-staff", "value": token, "url": self.address}])
        return page


@pytest.fixture
def site(app: Flask, live_server: str, chromium: Chromium) -> Iterator[Site]:
    """The live project with Urdu offered too, and no browser open yet."""
    load_taking_part(live.build(NOW.date()), NOW)
    project = db.session.scalars(select(Project).where(Project.slug == SLUG)).one()
    project.languages = ["en", "cy", "ur"]
    code = db.session.scalars(
        select(Workshop.join_code).where(Workshop.project_id == project.id, Workshop.started_at.is_not(None))
    ).one()
    commit()
    made = Site(live_server, str(code), chromium)
    yield made
    for context in made.contexts:
        context.close()


Look = Callable[[Page], None]
