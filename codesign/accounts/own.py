"""Accepting an invitation, and one's own account: password, sessions."""

from __future__ import annotations

import uuid

from flask import flash, make_response, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from codesign.accounts import commands, queries
from codesign.accounts.commands import Accepted
from codesign.accounts.forms import AcceptForm, ChangePasswordForm, add_error
from codesign.accounts.proofs import hash_password
from codesign.accounts.routes import bp, enter_as
from codesign.core.errors import Refused, WrongStage
from codesign.web.clock import now
from codesign.web.identity import SESSION_IDLE, config, drop_cookie, staff, the_staff
from codesign.web.limits import limit, slow_down
from codesign.web.policy import Action, allows
from codesign.web.transactions import commits

INVITATION_TRIES = limit("invitation", per_network="100 per 10 minutes", per_account="20 per 10 minutes")
OWN_PASSWORD_TRIES = limit("own password", per_network="100 per 10 minutes", per_account="10 per 10 minutes")


@bp.get("/invitation/<secret>")
@allows(Action.SIGN_IN)
def invitation(secret: str) -> ResponseReturnValue:
    return _invitation_page(secret, AcceptForm())


@bp.post("/invitation/<secret>")
@allows(Action.SIGN_IN)
@commits
def accept(secret: str) -> ResponseReturnValue:
    slow_down(INVITATION_TRIES, secret)
    form = AcceptForm()
    if not form.validate():
        return _invitation_page(secret, form, 422)
    try:
        accepted = commands.accept_invitation(
            secret,
            email=form.email.cleaned,
            name=form.name.data or "",
            password_hash=hash_password(form.password.data or "", config().password_cost),
            at=now(),
        )
    except Refused as error:
        add_error(form.email, error)
        return _invitation_page(secret, form, 422)
    except WrongStage:
        return _invitation_page(secret, form)
    return enter_as(accepted.person_id, how="invitation", onward=_landing(accepted))


@bp.post("/invitation/<secret>/accept")
@allows(Action.SIGN_IN)
@commits
def accept_signed_in(secret: str) -> ResponseReturnValue:
    """For somebody who has an account already and is signed in to it."""
    slow_down(INVITATION_TRIES, secret)
    person = staff()
    if person is None:
        return redirect(url_for(".sign_in", next=url_for(".invitation", secret=secret)), 303)
    try:
        accepted = commands.accept_invitation_as(secret, person.id, at=now())
    except WrongStage:
        return _invitation_page(secret, AcceptForm())
    return enter_as(accepted.person_id, how="invitation", onward=_landing(accepted), second_factor=person.second_factor)


def _invitation_page(secret: str, form: AcceptForm, status: int = 200) -> ResponseReturnValue:
    reader = staff()
    page = queries.invitation_page(secret, reader_email=reader.email if reader else "", at=now())
    if page is None:
        return render_template("accounts/invitation_over.html"), 410
    return (
        render_template(
            "accounts/invitation.html", page=page, form=form, secret=secret, signed_in_as=reader.email if reader else ""
        ),
        status,
    )


def _landing(accepted: Accepted) -> str:
    if accepted.project_slug:
        return url_for("projects_manage.overview", project=accepted.project_slug)
    return url_for("projects_manage.home")


@bp.get("/account")
@allows(Action.READ_OWN_ACCOUNT)
def account() -> ResponseReturnValue:
    return _account_page(ChangePasswordForm())


@bp.post("/account/password")
@allows(Action.READ_OWN_ACCOUNT)
@commits
def change_password() -> ResponseReturnValue:
    person = the_staff()
    slow_down(OWN_PASSWORD_TRIES, str(person.id))
    form = ChangePasswordForm()
    form.for_address = person.email
    good = form.validate()
    if not queries.own_password_fits(person.id, form.current.data or "", cost=config().password_cost):
        add_error(form.current, Refused(_("This is not your password now.")))
        good = False
    if not good:
        return _account_page(form, 422)
    new = hash_password(form.password.data or "", config().password_cost)
    commands.change_password(person.id, new, service=config().service_name, at=now())
    response = enter_as(person.id, how="password", onward=url_for(".account"), second_factor=person.second_factor)
    flash(_("Your password is changed. Every other place where you were signed in is signed out."), "success")
    return response


@bp.post("/account/sessions/<uuid:session_id>/end")
@allows(Action.READ_OWN_ACCOUNT)
@commits
def end_session(session_id: uuid.UUID) -> ResponseReturnValue:
    person = the_staff()
    commands.end_other_session(person.id, session_id, at=now())
    if session_id != person.session_id:
        flash(_("That place is signed out."), "success")
        return redirect(url_for(".account"), 303)
    session.clear()
    response = make_response(redirect(url_for(".sign_in"), 303))
    drop_cookie(response, "staff")
    return response


def _account_page(form: ChangePasswordForm, status: int = 200) -> ResponseReturnValue:
    person = the_staff()
    page = queries.account_page(person.id, person.session_id, idle=SESSION_IDLE, at=now())
    return (
        render_template("accounts/account.html", page=page, form=form),
        status,
    )
