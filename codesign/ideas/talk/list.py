"""Residents' list of ideas they follow, and its news by e-mail."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from codesign.core.errors import Refused
from codesign.ideas.requests import page_number
from codesign.ideas.talk import following, news
from codesign.ideas.talk.forms import FollowMailForm
from codesign.ideas.talk.mails import confirm_mail, link_address, news_lines
from codesign.web.clock import now
from codesign.web.identity import config, known_participant, participant
from codesign.web.limits import limit, slow_down
from codesign.web.policy import Action, allows, the_project
from codesign.web.transactions import commits

bp = Blueprint("ideas_following", __name__)

# A link costs a mail to an address that anyone may type.
LINKS = limit("follow-mail", per_network="60 per hour", per_account="4 per day")
OPENED = limit("follow-mail-opened", per_network="120 per 10 minutes", per_account="20 per 10 minutes")


@bp.get("/p/<project>/ideas/following")
@allows(Action.VISIT_PROJECT)
def index(project: str) -> ResponseReturnValue:
    """The ideas that this browser's person follows, and what is new."""
    return _page(FollowMailForm(formdata=None))


def _page(form: FollowMailForm, status: int = 200) -> ResponseReturnValue:
    scope = the_project()
    view = news.following_page(scope.id, me=known_participant(scope.id), at=now(), page=page_number())
    return render_template("ideas/talk/following.html", view=view, form=form, news_lines=news_lines), status


@bp.post("/p/<project>/ideas/following/seen")
@allows(Action.TAKE_PART)
@commits
def seen(project: str) -> ResponseReturnValue:
    """Note that a person has looked: at one idea, and go there, or at all of them."""
    scope = the_project()
    ref, idea = request.form.get("board", "")[:40], request.form.get("idea", "")[:40]
    following.mark_seen(scope.id, by=participant(scope.id), at=now(), board_ref=ref, idea_ref=idea)
    if ref and idea:
        return redirect(url_for("ideas.idea", project=project, ref=ref, idea=idea), 303)
    return redirect(url_for("ideas_following.index", project=project), 303)


@bp.post("/p/<project>/ideas/following/by-email")
@allows(Action.TAKE_PART)
@commits
def ask(project: str) -> ResponseReturnValue:
    """Send a message with a link that confirms the address."""
    form, scope, at = FollowMailForm(), the_project(), now()
    if not form.validate():
        return _page(form, 422)
    slow_down(LINKS, form.email.data)
    try:
        token = following.ask_for_mail(
            scope.id, form.email.data, by=participant(scope.id), at=at, secret_key=config().secret_key
        )
    except Refused as refused:
        form.email.errors = [_(str(refused))]
        return _page(form, 422)
    mail = confirm_mail(project=scope.name, link=link_address(config().base_url, scope.slug, token))
    following.post_once(scope.id, form.email.data, mail.subject, mail.body, at=at)
    flash(_("We sent you a message. Open the link in it, then press the button."), "success")
    return redirect(url_for("ideas_following.index", project=project), 303)


@bp.post("/p/<project>/ideas/following/by-email/stop")
@allows(Action.TAKE_PART)
@commits
def stop_own(project: str) -> ResponseReturnValue:
    """No more mail, from one's own page."""
    scope = the_project()
    following.stop_own_mail(scope.id, by=participant(scope.id), at=now())
    flash(_("You get no more messages. We deleted your address."), "success")
    return redirect(url_for("ideas_following.index", project=project), 303)


@bp.get("/p/<project>/ideas/following/by-email/<token>")
@allows(Action.VISIT_PROJECT)
def link(project: str, token: str) -> ResponseReturnValue:
    """What a link in a message opens: a page with one button. Looking at it changes nothing."""
    slow_down(OPENED, token)
    return _link(token)


def _link(token: str) -> ResponseReturnValue:
    state = following.link_state(the_project().id, token)
    return render_template("ideas/talk/link.html", state=state, token=token), 200 if state else 410


@bp.post("/p/<project>/ideas/following/by-email/<token>/confirm")
@allows(Action.TAKE_PART)
@commits
def confirm(project: str, token: str) -> ResponseReturnValue:
    """Send news to this address from now on."""
    if not following.confirm_mail(the_project().id, token, at=now()):
        return _link(token)
    flash(_("Done. We send you one message a day at most, when there is news."), "success")
    return redirect(url_for("ideas_following.link", project=project, token=token), 303)


@bp.post("/p/<project>/ideas/following/by-email/<token>/stop")
@allows(Action.TAKE_PART)
@commits
def stop(project: str, token: str) -> ResponseReturnValue:
    """No more mail; no sign-in, whoever holds the link."""
    following.stop_mail(the_project().id, token, at=now())
    return render_template("ideas/talk/stopped.html")
