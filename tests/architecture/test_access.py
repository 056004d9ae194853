"""Who may do what: every rule × every role × own and other project, against the policy table and its reviewed copy."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextvars import Context
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule

from codesign.core.terms import STAFF_ROLES, QuestionType, Role
from codesign.extensions import db
from codesign.models import Project, Workshop
from codesign.web import policy
from codesign.web.policy import POLICY, STAFF, Action
from tests.browser import Browser
from tests.make import commit, make_consultation, make_person, make_project, make_workshop, sign_in

GOLDEN = Path(__file__).with_name("access.golden")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
# Values for the parts of an address that are not the project: the guard never looks at them.
OTHER_PARTS = {"uuid": "01970000-0000-7000-8000-000000000000", "int": "1", "string": "x1", "path": "a/b"}


def rules(app: Flask) -> Iterator[tuple[Rule, str, Action]]:
    for rule in sorted(app.url_map.iter_rules(), key=lambda r: (r.endpoint, r.rule)):
        for method in METHODS:
            if method in (rule.methods or ()):
                view: Any = app.view_functions[rule.endpoint]
                action: Action = view.action
                yield rule, method, action


def test_the_table_equals_its_reviewed_copy(session_app: Flask) -> None:
    lines = [
        f"{method:6} {rule.rule}  {action.value}: {', '.join(sorted(role.value for role in POLICY[action]))}"
        for rule, method, action in rules(session_app)
    ]
    text = "\n".join(sorted(lines)) + "\n"
    if os.environ.get("WRITE_GOLDEN"):
        GOLDEN.write_text(text)
    assert text == GOLDEN.read_text(), "the policy changed: read the difference, then run with WRITE_GOLDEN=1"


def address(rule: Rule, project: Project, workshop: Workshop) -> str:
    path = rule.rule
    for name in rule.arguments - set(rule.defaults or ()):
        kind = type(rule._converters[name]).__name__.lower()
        if name == "project":
            value = project.slug
        elif kind == "anyconverter":
            value = min(rule._converters[name].items)  # type: ignore[attr-defined]
        elif name == "code" and rule.endpoint.startswith("workshops"):
            value = workshop.join_code
        else:
            value = next((v for k, v in OTHER_PARTS.items() if kind.startswith(k)), OTHER_PARTS["string"])
        path = re.sub(rf"<(?:[^<>]*:)?{name}>", value, path)
    return path


def verdict(app: Flask, path: str, method: str, cookie: str | None) -> int | str:
    """What the guard says before any view runs: "in", "sign in" or a status."""

    def ask() -> int | str:
        headers = {"Cookie": f"codesign-staff={cookie}"} if cookie else {}
        with app.test_request_context(path, method=method, headers=headers):
            try:
                answer = policy.guard()
            except HTTPException as error:
                return error.code or 500
            return "in" if answer is None else "sign in"

    return Context().run(ask)


def test_every_rule_for_every_role_in_its_own_and_in_another_project(app: Flask) -> None:
    own, other = make_project(), make_project()
    workshops = {project.id: make_workshop(project) for project in (own, other)}
    make_consultation(own, questions=((QuestionType.SHORT_TEXT, "Why?"),))
    cookies: dict[tuple[Role, str], str] = {}
    for role in STAFF_ROLES:
        for scope in ("project", "organisation"):
            browser = Browser(app)
            person = (
                make_person(role, project=own)
                if scope == "project"
                else make_person(role, organisation=own.organisation)
            )
            sign_in(browser, person)
            cookies[role, scope] = str(browser.client.get_cookie("codesign-staff").value)  # type: ignore[union-attr]
    commit()
    seen = 0
    for rule, method, action in rules(app):
        allowed = POLICY[action]
        for_staff = not allowed & {Role.ANONYMOUS, Role.PARTICIPANT}
        arguments = rule.arguments - set(rule.defaults or ())
        named = "project" in arguments or ("code" in arguments and rule.endpoint.startswith("workshops"))
        for project in (own, other):
            path = address(rule, project, workshops[project.id])
            anonymous = verdict(app, path, method, None)
            assert anonymous == (("sign in" if method == "GET" else 404) if for_staff else "in"), (method, path)
            for (role, _scope), cookie in cookies.items():
                said = verdict(app, path, method, cookie)
                if named and project is other:
                    wanted: int | str = 404 if for_staff else "in"
                else:
                    wanted = "in" if role in allowed or allowed & {Role.ANONYMOUS} else 403
                assert said == wanted, f"{role.value} {method} {path}: {said}, not {wanted}"
                seen += 1
    assert seen > 500


def test_what_is_refused_looks_like_what_does_not_exist(staff_browser: Browser, browser: Browser) -> None:
    project, other = make_project(), make_project()
    sign_in(staff_browser, make_person(Role.COMMISSIONER, project=other))
    refused = staff_browser.get(f"/manage/{project.slug}")
    missing = staff_browser.get("/manage/no-such-project")
    assert (refused.status, refused.words) == (missing.status, missing.words) == (404, missing.words)
    assert (
        browser.get(f"/manage/{project.slug}").location.split("?")[0]
        == browser.get("/manage/no-such").location.split("?")[0]
    )


@pytest.mark.parametrize("gone", ["disabled", "removed"])
def test_a_person_who_may_no_longer_work_here_is_out_at_once(staff_browser: Browser, gone: str) -> None:
    project = make_project()
    person = make_person(Role.COMMISSIONER, project=project)
    sign_in(staff_browser, person)
    assert staff_browser.get(f"/manage/{project.slug}").status == 200
    if gone == "disabled":
        person.disabled_at = person.created_at
    else:
        for member in person.memberships:
            db.session.delete(member)
    commit()
    assert staff_browser.get(f"/manage/{project.slug}").status in (303, 404)


def test_staff_roles_are_the_ones_the_table_knows() -> None:
    assert set(STAFF_ROLES) == set(STAFF)
