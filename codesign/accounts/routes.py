"""Signing in with a password or a link, the second factor, and signing out."""

from __future__ import annotations

import secrets
import uuid
from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from codesign.accounts import commands, queries
from codesign.accounts.forms import (
    LinkForm,
    OpenLinkElsewhereForm,
    OpenLinkForm,
    SecondFactorForm,
    SignInForm,
    add_error,
)
from codesign.accounts.proofs import new_totp_secret
from codesign.core.errors import Refused, WrongStage
from codesign.web.clock import now
from codesign.web.fragments import safe_next
from codesign.web.identity import config, drop_cookie, set_cookie, staff
from codesign.web.limits import limit, slow_down
from codesign.web.policy import Action, allows
from codesign.web.transactions import commits

bp = Blueprint("accounts", __name__)

PASSWORD_TRIES = limit("password", per_network="100 per 10 minutes", per_account="10 per 10 minutes")
LINKS_ASKED = limit("link asked", per_network="60 per 10 minutes", per_account="5 per 10 minutes")
LINK_TRIES = limit("link", per_network="100 per 10 minutes", per_account="6 per 10 minutes")
CODE_TRIES = limit("second factor", per_network="100 per 10 minutes", per_account="6 per 5 minutes")


@bp.get("/sign-in")
@allows(Action.SIGN_IN)
def sign_in() -> ResponseReturnValue:
    onward = _onward(request.args.get("next"))
    if staff() is not None:
        return redirect(onward, 303)
    return render_template("accounts/sign_in.html", form=SignInForm(next=onward), refused=False)


@bp.post("/sign-in")
@allows(Action.SIGN_IN)
def sign_in_with_password() -> ResponseReturnValue:
    form = SignInForm()
    if not form.validate():
        return render_template("accounts/sign_in.html", form=form, refused=False), 422
    slow_down(PASSWORD_TRIES, form.email.cleaned)
    # Slow on purpose, so it is done before the write begins: nobody else waits for it.
    proven = queries.person_with_password(form.email.cleaned, form.password.data or "", cost=config().password_cost)
    if proven is None:
        return render_template("accounts/sign_in.html", form=form, refused=True), 422
    stale = form.password.data or "" if proven.stale else ""
    return enter_as(proven.person_id, how="password", onward=form.next.data, stale_password=stale)


@bp.get("/sign-in/link")
@allows(Action.SIGN_IN)
def ask_for_link() -> ResponseReturnValue:
    return render_template("accounts/ask_for_link.html", form=LinkForm(next=_onward(request.args.get("next"))))


@bp.post("/sign-in/link")
@allows(Action.SIGN_IN)
@commits
def send_link() -> ResponseReturnValue:
    form = LinkForm()
    if not form.validate():
        return render_template("accounts/ask_for_link.html", form=form), 422
    slow_down(LINKS_ASKED, form.email.cleaned)
    browser = _this_browser() or secrets.token_urlsafe(32)
    commands.ask_for_link(form.email.cleaned, browser=browser, at=now())
    session["onward"] = _onward(form.next.data)
    response = make_response(redirect(url_for(".link_sent"), 303))
    set_cookie(response, "asked", browser, max_age=3600)
    return response


@bp.get("/sign-in/link/sent")
@allows(Action.SIGN_IN)
def link_sent() -> ResponseReturnValue:
    return render_template("accounts/link_sent.html")


@bp.get("/sign-in/link/<secret>")
@allows(Action.SIGN_IN)
def open_link(secret: str) -> ResponseReturnValue:
    """Opening changes nothing: mail scanners open links too. Only the button signs in."""
    page = queries.link_page(secret, browser=_this_browser(), at=now())
    if page is None:
        return render_template("accounts/link_over.html"), 410
    form = OpenLinkElsewhereForm() if page.needs_code else OpenLinkForm(next=request.args.get("next", ""))
    return render_template("accounts/open_link.html", page=page, form=form, secret=secret)


@bp.post("/sign-in/link/<secret>")
@allows(Action.SIGN_IN)
@commits
def use_link(secret: str) -> ResponseReturnValue:
    slow_down(LINK_TRIES, secret)
    page = queries.link_page(secret, browser=_this_browser(), at=now())
    if page is None:
        return render_template("accounts/link_over.html"), 410
    form: Any = OpenLinkElsewhereForm() if page.needs_code else OpenLinkForm()
    try:
        if form.validate():
            code = form.code.data if page.needs_code else ""
            person_id = commands.use_link(secret, browser=_this_browser(), code=code, at=now())
            printed = "" if page.needs_code else form.next.data
            return enter_as(person_id, how="link", onward=printed or session.get("onward"))
    except WrongStage:
        return render_template("accounts/link_over.html"), 410
    except Refused as error:
        add_error(form.code, error)
    return render_template("accounts/open_link.html", page=page, form=form, secret=secret), 422


@bp.get("/second-factor")
@allows(Action.SIGN_IN)
def second_factor() -> ResponseReturnValue:
    person = staff()
    onward = _onward(request.args.get("next"))
    if person is None:
        return redirect(url_for(".sign_in", next=onward), 303)
    if person.second_factor:
        return redirect(onward, 303)
    return _second_factor_page(SecondFactorForm(next=onward))


@bp.post("/second-factor")
@allows(Action.SIGN_IN)
@commits
def confirm_second_factor() -> ResponseReturnValue:
    person = staff()
    form = SecondFactorForm()
    if person is None:
        return redirect(url_for(".sign_in", next=_onward(form.next.data)), 303)
    slow_down(CODE_TRIES, str(person.id))
    if not form.validate():
        return _second_factor_page(form, 422)
    try:
        if person.has_totp:
            commands.confirm_second_factor(person.id, form.code.data or "", at=now())
        else:
            commands.enrol_second_factor(person.id, session.get("totp", ""), form.code.data or "", at=now())
    except Refused as error:
        add_error(form.code, error)
        return _second_factor_page(form, 422)
    return enter_as(person.id, how="second_factor", onward=form.next.data, second_factor=True)


def _second_factor_page(form: SecondFactorForm, status: int = 200) -> ResponseReturnValue:
    person = staff()
    if person is None or person.has_totp:
        return render_template("accounts/second_factor.html", form=form), status
    # Kept in the signed cookie until the app has shown a right code; the page shows the same, so it hides nothing.
    secret = session.setdefault("totp", new_totp_secret())
    new = queries.enrolment(secret, email=person.email, service=config().service_name)
    return render_template("accounts/enrol.html", form=form, new=new), status


@bp.post("/sign-out")
@allows(Action.SIGN_OUT)
@commits
def sign_out() -> ResponseReturnValue:
    person = staff()
    if person is not None:
        commands.sign_out(person.id, person.session_id, at=now())
    session.clear()
    flash(_("You have signed out."), "success")
    response = make_response(redirect(url_for(".sign_in"), 303))
    drop_cookie(response, "staff")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@commits
def enter_as(
    person_id: uuid.UUID,
    *,
    how: str,
    onward: str | None,
    second_factor: bool = False,
    stale_password: str = "",
) -> Response:
    """Start a session with a new id for this browser and go on, to a page of this site only."""
    before = staff()
    token = commands.enter(
        person_id,
        how=how,
        replaces=(before.id, before.session_id) if before else None,
        second_factor=second_factor,
        at=now(),
    )
    if stale_password:
        commands.refresh_password(person_id, stale_password, cost=config().password_cost)
    session.clear()  # with it the CSRF token of before
    response = make_response(redirect(_onward(onward), 303))
    set_cookie(response, "staff", token, max_age=None)
    return response


def _onward(target: str | None) -> str:
    return safe_next(target, url_for("projects_manage.home"))


def _this_browser() -> str | None:
    """The random value that this browser got when it asked for a link."""
    value = request.cookies.get(config().cookie_name("asked"))
    return value if value and 20 <= len(value) <= 100 else None
