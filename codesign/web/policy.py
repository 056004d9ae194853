"""The policy table: who may do what. Every endpoint wears one action; a route without one stops the app from starting."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NoReturn, TypeVar

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import bindparam, func, select

from codesign.core.codes import read_join_code
from codesign.core.terms import Role
from codesign.extensions import db
from codesign.models import Organisation, Project, Workshop
from codesign.web.identity import config, staff

View = TypeVar("View", bound=Callable[..., Any])

EVERYONE = frozenset(Role)
ADMIN = frozenset({Role.ORGANISATION_ADMIN})
COMMISSIONERS = ADMIN | {Role.COMMISSIONER}
FACILITATORS = COMMISSIONERS | {Role.FACILITATOR}
ANALYSTS = COMMISSIONERS | {Role.ANALYST}
WORKERS = FACILITATORS | ANALYSTS
STAFF = WORKERS | {Role.OBSERVER}


class Action(StrEnum):
    """Everything that can be asked of the service."""

    READ_PUBLIC = "read_public"  # pages about the service, no project
    SIGN_IN = "sign_in"
    SIGN_OUT = "sign_out"
    READ_OWN_ACCOUNT = "read_own_account"
    CREATE_PROJECT = "create_project"
    VISIT_PROJECT = "visit_project"  # a published project's pages for residents
    TAKE_PART = "take_part"
    READ_PROJECT = "read_project"
    READ_PERSONAL_WORDS = "read_personal_words"
    EDIT_PROJECT = "edit_project"
    MANAGE_TEAM = "manage_team"
    MANAGE_PEOPLE = "manage_people"  # stop a person signing in, roles on the whole organisation
    EDIT_ACTIVITY = "edit_activity"
    TYPE_IN_ANSWERS = "type_in_answers"  # paper forms, and what somebody says on the telephone
    TAKE_ANSWERS = "take_answers"  # a spreadsheet of answers, a row a person
    LOAD_ANSWERS = "load_answers"
    MOVE_BOARD = "move_board"  # a whole copy of a board, hidden words too
    MODERATE = "moderate"
    RUN_WORKSHOP = "run_workshop"
    CODE_EVIDENCE = "code_evidence"
    EDIT_SPECIFICATION = "edit_specification"
    DECIDE = "decide"
    FREEZE_PACK = "freeze_pack"
    DOWNLOAD_PACK = "download_pack"
    READ_OUTBOX = "read_outbox"
    DEVELOP = "develop"  # component examples; development only


SIGNED_IN = frozenset({*STAFF})

POLICY: dict[Action, frozenset[Role]] = {
    Action.READ_PUBLIC: EVERYONE,
    Action.SIGN_IN: EVERYONE,
    Action.SIGN_OUT: EVERYONE,
    Action.READ_OWN_ACCOUNT: SIGNED_IN,
    Action.CREATE_PROJECT: COMMISSIONERS,
    Action.VISIT_PROJECT: EVERYONE,
    Action.TAKE_PART: EVERYONE,
    Action.READ_PROJECT: STAFF,
    Action.READ_PERSONAL_WORDS: WORKERS,
    Action.EDIT_PROJECT: COMMISSIONERS,
    Action.MANAGE_TEAM: COMMISSIONERS,
    Action.MANAGE_PEOPLE: ADMIN,
    Action.EDIT_ACTIVITY: FACILITATORS,
    Action.TYPE_IN_ANSWERS: FACILITATORS,
    Action.TAKE_ANSWERS: ANALYSTS,
    Action.LOAD_ANSWERS: ANALYSTS,
    Action.MOVE_BOARD: COMMISSIONERS,
    Action.MODERATE: WORKERS,
    Action.RUN_WORKSHOP: FACILITATORS,
    Action.CODE_EVIDENCE: WORKERS,
    Action.EDIT_SPECIFICATION: ANALYSTS,
    Action.DECIDE: COMMISSIONERS,
    Action.FREEZE_PACK: COMMISSIONERS,
    Action.DOWNLOAD_PACK: STAFF,
    Action.READ_OUTBOX: COMMISSIONERS,
    Action.DEVELOP: EVERYONE,
}


class MissingRule(RuntimeError):
    """A route wears no action: nobody has said who may use it, so the app does not start."""


@dataclass(frozen=True, slots=True)
class ProjectScope:
    """The project of this request, as values: what a route may know of it."""

    id: uuid.UUID
    organisation_id: uuid.UUID
    organisation: str
    slug: str
    ref: str
    name: str
    place: str
    published: bool
    partners: str
    phone: str
    phone_hours: str
    time_zone: str
    languages: tuple[str, ...]


def allows(action: Action) -> Callable[[View], View]:
    """Say which action a view is; the guard asks the table before the view runs."""

    def mark(view: View) -> View:
        view.action = action  # type: ignore[attr-defined]
        return view

    return mark


def may(action: Action) -> bool:
    """Whether the person of this request may do this here. Templates ask the same function."""
    return bool(_roles() & POLICY[action])


def reach(action: Action) -> tuple[frozenset[uuid.UUID], frozenset[uuid.UUID]]:
    """The projects and the organisations on which this person's roles let them do something, for pages across projects."""
    person = staff()
    grants = [grant for grant in person.grants if grant.role in POLICY[action]] if person is not None else []
    return (
        frozenset(grant.project_id for grant in grants if grant.project_id is not None),
        frozenset(grant.organisation_id for grant in grants if grant.organisation_id is not None),
    )


def the_project() -> ProjectScope:
    """The project named by the address. Raises LookupError on routes that name none."""
    scope: ProjectScope | None = g.get("project")
    if scope is None:
        raise LookupError("no project on this request")
    return scope


def _roles() -> frozenset[Role]:
    roles = {Role.ANONYMOUS, Role.PARTICIPANT}
    person = staff()
    if person is not None:
        scope: ProjectScope | None = g.get("project")
        if scope is not None:
            roles |= person.roles(scope.id, scope.organisation_id)
        else:
            roles |= {grant.role for grant in person.grants}
    return frozenset(roles)


def _project_of(*where: Any, through_workshop: bool = False) -> Any:
    """Only the columns that a scope has, of one project; made once, since every request asks."""
    columns = select(
        Project.id,
        Organisation.id.label("organisation_id"),
        Organisation.name.label("organisation"),
        Project.slug,
        Project.ref,
        Project.name,
        Project.place,
        Project.published_at.is_not(None).label("published"),
        Project.partners,
        func.coalesce(func.nullif(Project.phone, ""), Organisation.phone).label("phone"),
        func.coalesce(func.nullif(Project.phone_hours, ""), Organisation.phone_hours).label("phone_hours"),
        Project.time_zone,
        Project.languages,
    ).join(Organisation, Project.organisation_id == Organisation.id)
    if through_workshop:
        columns = columns.join(Workshop, Workshop.project_id == Project.id)
    return columns.where(*where)


_BY_SLUG = _project_of(Project.slug == bindparam("named"))
_BY_JOIN_CODE = _project_of(Workshop.join_code == bindparam("named"), through_workshop=True)


def load_project() -> None:
    """Find the project of an address: `/p/<project>/…` and `/manage/<project>/…` by slug, `/w/<code>/…` by join code."""
    values = request.view_args or {}
    if values.get("project") is not None:
        query, named = _BY_SLUG, values["project"]
    elif "code" in values and (request.blueprint or "").startswith("workshops"):
        query, named = _BY_JOIN_CODE, read_join_code(values["code"]) or ""
    else:
        return
    found = db.session.connection().execute(query, {"named": named}).one_or_none()
    g.project = ProjectScope(**{**found._mapping, "languages": tuple(found.languages)}) if found else None


def guard() -> ResponseReturnValue | None:
    """Run before every view: load the project, ask the table. What is refused looks like what does not exist."""
    if request.endpoint is None:
        return None
    if request.endpoint == "static":
        return None
    if "\x00" in request.path:
        _nothing_here()  # PostgreSQL cannot even be asked for it
    if any("\x00" in value for value in request.args.values()):
        abort(400)
    action = action_of(request.endpoint)
    load_project()
    named = "project" in g
    roles = _roles()
    for_staff = not POLICY[action] & {Role.ANONYMOUS, Role.PARTICIPANT}
    if for_staff and staff() is None:
        if request.method in ("GET", "HEAD"):
            return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")), 303)
        _nothing_here()
    if named:
        in_project = bool(roles & STAFF)
        if g.project is None or (not in_project and (for_staff or not g.project.published)):
            _nothing_here()
    if not roles & POLICY[action]:
        abort(403)
    person = staff()
    if person is not None and for_staff and config().require_totp and not person.second_factor:
        return redirect(url_for("accounts.second_factor", next=request.full_path.rstrip("?")), 303)
    return None


def _nothing_here() -> NoReturn:
    """404, on a page that knows no project: the name of a refused project is not shown either."""
    g.project = None
    abort(404)


def action_of(endpoint: str) -> Action:
    view: Any = current_app.view_functions[endpoint]
    action: Action = view.action
    return action


def check_every_route(app: Flask) -> None:
    """Raise `MissingRule` naming each endpoint that wears no action, or changes things without `@commits`-style care."""
    bare = sorted(
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static" and not hasattr(app.view_functions[rule.endpoint], "action")
    )
    if bare:
        raise MissingRule(f"no rule in the policy table for: {', '.join(bare)}")
    missing = [action for action in Action if action not in POLICY]
    if missing:
        raise MissingRule(f"no roles in the policy table for: {', '.join(missing)}")
