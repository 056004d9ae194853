"""What the tests of moderation share: words in the queue, a moderator's act, a token for a bare POST."""

from __future__ import annotations

from typing import Any

from codesign.core.terms import Role
from codesign.extensions import db
from codesign.models import Contribution, Idea, Project
from tests.browser import Browser, Page
from tests.make import make_person, sign_in


def queue(project: Project, rest: str = "") -> str:
    return f"/manage/{project.slug}/moderation{rest}"


def words_of(idea: Idea) -> Contribution:
    return db.session.get_one(Contribution, idea.contribution_id)


def act(browser: Browser, project: Project, what: str, code: str, pile: str, **fields: Any) -> Page:
    page = browser.get(queue(project, f"?pile={pile}"))
    return browser.submit(page, f"#{what}-{code}", follow=True, **fields)


def token(page: Page) -> str:
    return str(page.one("#sign-out [name=csrf_token]")["value"])


def fresh(words: Contribution) -> Contribution:
    db.session.expire_all()
    return db.session.get_one(Contribution, words.id)


def member(browser: Browser, project: Project, role: Role = Role.FACILITATOR, **fields: Any) -> Any:
    """A new person of the team, signed in."""
    person = make_person(role, project=project, **fields)
    sign_in(browser, person)
    return person
