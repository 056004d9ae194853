"""The team of a project and its mail."""

from __future__ import annotations

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from codesign.accounts import commands, queries
from codesign.accounts.forms import InviteForm, add_error
from codesign.core.errors import Refused
from codesign.core.terms import Role
from codesign.web.clock import now
from codesign.web.identity import config, the_staff
from codesign.web.limits import limit, slow_down
from codesign.web.policy import Action, allows, may, the_project
from codesign.web.transactions import commits

bp = Blueprint("accounts_manage", __name__)

INVITATIONS_SENT = limit("invite", per_network="300 per hour", per_account="60 per hour")


@bp.get("/manage/<project>/team")
@allows(Action.MANAGE_TEAM)
def team(project: str) -> ResponseReturnValue:
    return _team_page(InviteForm())


@bp.post("/manage/<project>/team/invitations")
@allows(Action.MANAGE_TEAM)
@commits
def invite(project: str) -> ResponseReturnValue:
    form = InviteForm()
    form.offer(queries.offered_roles(manages_people=may(Action.MANAGE_PEOPLE)))
    if not form.validate():
        return _team_page(form, 422)
    slow_down(INVITATIONS_SENT, str(the_staff().id))
    try:
        commands.invite(
            form.email.cleaned,
            Role(form.role.data),
            project_id=the_project().id,
            invited_by=the_staff().id,
            base_url=config().base_url,
            at=now(),
        )
    except Refused as error:
        add_error(form.email, error)
        return _team_page(form, 422)
    flash(_("We are sending an invitation to %(email)s.", email=form.email.cleaned), "success")
    return redirect(_team() + "#waiting", 303)


@bp.post("/manage/<project>/team/invitations/<uuid:invitation_id>/revoke")
@allows(Action.MANAGE_TEAM)
@commits
def revoke_invitation(project: str, invitation_id: uuid.UUID) -> ResponseReturnValue:
    commands.revoke_invitation(the_project().id, invitation_id, by=the_staff().id, at=now())
    flash(_("The invitation is taken back. Its link does not work any more."), "success")
    return redirect(_team(), 303)


@bp.post("/manage/<project>/team/roles/<uuid:membership_id>/remove")
@allows(Action.MANAGE_TEAM)
@commits
def remove_role(project: str, membership_id: uuid.UUID) -> ResponseReturnValue:
    try:
        whose = commands.remove_role(the_project().id, membership_id, by=the_staff().id, at=now())
    except Refused as error:
        return _refused(error)
    flash(_("The role is removed."), "success")
    return redirect(url_for("projects_manage.home") if whose == the_staff().id else _team(), 303)


@bp.post("/manage/<project>/team/people/<uuid:person_id>/stop")
@allows(Action.MANAGE_PEOPLE)
@commits
def stop_person(project: str, person_id: uuid.UUID) -> ResponseReturnValue:
    try:
        commands.stop_person(the_project().id, person_id, by=the_staff().id, at=now())
    except Refused as error:
        return _refused(error)
    flash(_("This person is signed out everywhere and cannot sign in."), "success")
    return redirect(_team(), 303)


@bp.post("/manage/<project>/team/people/<uuid:person_id>/let-in")
@allows(Action.MANAGE_PEOPLE)
@commits
def let_person_in(project: str, person_id: uuid.UUID) -> ResponseReturnValue:
    try:
        commands.let_person_in(the_project().id, person_id, by=the_staff().id, at=now())
    except Refused as error:
        return _refused(error)
    flash(_("This person can sign in again."), "success")
    return redirect(_team(), 303)


@bp.post("/manage/<project>/team/people/<uuid:person_id>/forget-app")
@allows(Action.MANAGE_PEOPLE)
@commits
def forget_second_factor(project: str, person_id: uuid.UUID) -> ResponseReturnValue:
    try:
        commands.forget_second_factor(
            the_project().id, person_id, service=config().service_name, by=the_staff().id, at=now()
        )
    except Refused as error:
        return _refused(error)
    flash(_("This person sets up a new app at the next sign-in."), "success")
    return redirect(_team(), 303)


def _team() -> str:
    return url_for(".team", project=the_project().slug)


def _refused(error: Refused) -> ResponseReturnValue:
    """The team page again, with the reason above it."""
    form = InviteForm(formdata=None)
    form.form_errors.append(_(str(error)))
    return _team_page(form, 422)


def _team_page(form: InviteForm, status: int = 200) -> ResponseReturnValue:
    page = queries.team_page(
        the_project().id, reader_id=the_staff().id, manages_people=may(Action.MANAGE_PEOPLE), at=now()
    )
    form.offer(page.roles)
    return render_template("accounts/team.html", page=page, form=form), status


@bp.get("/manage/<project>/mail")
@allows(Action.READ_OUTBOX)
def mail(project: str) -> ResponseReturnValue:
    wanted = request.args.get("page", default=1, type=int)
    page = queries.mail_page(the_project().id, page=wanted, show_links=config().demo)
    return render_template("accounts/mail.html", page=page, demo=config().demo, to_folder=not config().mail_server)
