"""A person's own answers: change them, take a copy, and have a link sent to carry on with."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from codesign.consultations import queries
from codesign.consultations.own import changing, links
from codesign.consultations.own.forms import LinkForm
from codesign.consultations.own.mails import link_mail
from codesign.consultations.own.printed import Own, Told, as_pdf, as_text
from codesign.consultations.pages import SentPage
from codesign.consultations.ways_in import here
from codesign.core.closing import Closed, NotYetOpen
from codesign.core.errors import Refused
from codesign.web.clock import now
from codesign.web.downloads import attachment
from codesign.web.i18n import moment, spoken_language
from codesign.web.identity import config, known_participant, new_participant_key, participant
from codesign.web.limits import limit, slow_down
from codesign.web.policy import Action, allows, the_project
from codesign.web.transactions import commits

bp = Blueprint("consultations_own", __name__)

# A link costs a mail to an address that anyone may type, and a PDF a second of work.
LINKS = limit("carry-on-link", per_network="60 per hour", per_account="4 per hour")
OPENED = limit("carry-on-link-opened", per_network="120 per 10 minutes", per_account="20 per 10 minutes")
PRINTS = limit("my-answers", per_network="60 per minute", per_account="10 per minute")


@bp.errorhandler(Closed)
def _closed(_error: Closed) -> ResponseReturnValue:
    """What was begun is too late; what was sent stays as it was sent."""
    scope, ref = the_project(), str((request.view_args or {})["ref"])
    view = queries.closed_page(scope.id, ref, known_participant(scope.id), at=now(), language=spoken_language())
    return render_template("consultations/closed.html", view=view, too_late=True), 410


@bp.errorhandler(NotYetOpen)
def _not_yet_open(_error: NotYetOpen) -> ResponseReturnValue:
    return _to("consultations.start", str((request.view_args or {})["ref"]))


@bp.post("/p/<project>/c/<ref>/thanks/change")
@allows(Action.TAKE_PART)
@commits
def change(project: str, ref: str) -> ResponseReturnValue:
    """Open what was sent for changes."""
    try:
        changing.begin_change(
            the_project().id, ref, by=participant(the_project().id), at=now(), shared_device=here.is_shared()
        )
    except Refused as refused:
        flash(_(str(refused)), "warning")
        return _to("consultations.thanks", ref)
    return _to("consultations.check", ref)


@bp.post("/p/<project>/c/<ref>/thanks/keep")
@allows(Action.TAKE_PART)
@commits
def leave_as_sent(project: str, ref: str) -> ResponseReturnValue:
    """Leave the answers as they were sent."""
    changing.leave_as_sent(the_project().id, ref, by=participant(the_project().id))
    flash(_("Nothing was changed. Your answers are as you sent them."), "success")
    return _to("consultations.thanks", ref)


@bp.get("/p/<project>/c/<ref>/my-answers.pdf")
@allows(Action.VISIT_PROJECT)
def as_a_pdf(project: str, ref: str) -> ResponseReturnValue:
    """A person's own answers as a tagged PDF."""
    view = _sent(ref)
    if view is None:
        return _to("consultations.start", ref)
    slow_down(PRINTS, view.receipt)
    return attachment(as_pdf(own_answers(view)), "my-answers.pdf", "application/pdf")


@bp.get("/p/<project>/c/<ref>/my-answers.txt")
@allows(Action.VISIT_PROJECT)
def as_plain_text(project: str, ref: str) -> ResponseReturnValue:
    """The same as plain text."""
    view = _sent(ref)
    if view is None:
        return _to("consultations.start", ref)
    return attachment(as_text(own_answers(view)).encode(), "my-answers.txt", "text/plain; charset=utf-8")


@bp.get("/p/<project>/c/<ref>/save/link")
@allows(Action.VISIT_PROJECT)
def ask_for_link(project: str, ref: str) -> ResponseReturnValue:
    """Where shall the link go?"""
    return _ask(ref, LinkForm(formdata=None))


@bp.post("/p/<project>/c/<ref>/save/link")
@allows(Action.TAKE_PART)
@commits
def send_link(project: str, ref: str) -> ResponseReturnValue:
    """Send the link once; the address is kept only until it went."""
    form, scope, at = LinkForm(), the_project(), now()
    if not form.validate():
        return _ask(ref, form, 422)
    slow_down(LINKS, form.email.data)
    try:
        token = links.new_link(scope.id, ref, by=participant(scope.id), at=at)
    except Refused as refused:
        form.email.errors = [_(str(refused))]
        return _ask(ref, form, 422)
    view = queries.saved_page(scope.id, ref, participant(scope.id), at=at, language=spoken_language())
    head = queries.carry_on_page(scope.id, ref, at=at, language=spoken_language())
    path = url_for("consultations_own.open_link", project=scope.slug, ref=ref, token=token)
    mail = link_mail(
        title=head.title,
        link=f"{config().base_url}{path}",
        until=view.kept_until if view is not None else None,
        zone=head.zone,
    )
    links.post_once(scope.id, form.email.data, mail.subject, mail.body, at=at)
    flash(_("The link is on its way. We delete your address once it is sent."), "success")
    return _to("consultations.saved", ref)


@bp.post("/p/<project>/c/<ref>/save/link/stop")
@allows(Action.TAKE_PART)
@commits
def revoke_link(project: str, ref: str) -> ResponseReturnValue:
    """Make the link stop working."""
    links.revoke_link(the_project().id, ref, by=participant(the_project().id))
    flash(_("The link no longer works. Your answers are still here."), "success")
    return _to("consultations.saved", ref)


@bp.get("/p/<project>/c/<ref>/carry-on/link/<token>")
@allows(Action.VISIT_PROJECT)
def open_link(project: str, ref: str, token: str) -> ResponseReturnValue:
    """A page with one button. Opening it uses nothing up: some mail systems open links before the person does."""
    slow_down(OPENED, token)
    if not links.link_opens(the_project().id, ref, token, at=now()):
        return _gone(ref, 410)
    head = queries.carry_on_page(the_project().id, ref, at=now(), language=spoken_language())
    return render_template("consultations/own/link.html", head=head, token=token)


@bp.post("/p/<project>/c/<ref>/carry-on/link")
@allows(Action.TAKE_PART)
@commits
def use_link(project: str, ref: str) -> ResponseReturnValue:
    """Bring the answers to this device; the link is used up."""
    scope, token = the_project(), request.form.get("token", "")[:100]
    slow_down(OPENED, token)
    who = known_participant(scope.id)
    if who is not None and links.holds_other_answers(scope.id, ref, who, token):
        new_participant_key()  # somebody else's answers stay with their own key
    who = participant(scope.id)
    here.say_shared(bool(request.form.get("shared_device")))
    try:
        links.carry_on_by_link(
            scope.id,
            ref,
            token,
            by=who,
            at=now(),
            shared_device=here.is_shared(),
            at_kiosk=here.kiosk_for(ref) is not None,
        )
    except Refused:
        return _gone(ref, 422)
    on = queries.goes_on_at(scope.id, ref, who)
    return _to("consultations.question", ref, question=on) if on else _to("consultations.check", ref)


def own_answers(view: SentPage) -> Own:
    """What a person takes away of what they sent."""
    zone = view.head.zone
    facts = [_("Sent on %(when)s.", when=moment(view.sent_at, zone))]
    if view.changed_at is not None:
        facts.append(
            _("You changed your answers on %(when)s. This is version %(version)s.",
              when=moment(view.changed_at, zone), version=view.version)
        )  # fmt: skip
    facts.append(_("Your receipt code: %(code)s", code=view.receipt))
    lines, section = [], ""
    for line in view.lines:
        said = [_(words) if line.ours else words for words in line.said]
        if line.not_sure:
            said.append(_("I am not sure"))
        lines.append(Told(line.text, tuple(said), line.section if line.section != section else "", line.language))
        section = line.section
    return Own(
        title=view.head.title,
        project=the_project().name,
        facts=tuple(facts),
        lines=lines,
        skipped=_("You skipped this"),
        language=str(get_locale() or "en").replace("_", "-"),
        page_of=(_("Page"), _("of")),
        run_mark=_("[%(n)s letters that this typeface lacks]"),
        made_at=view.changed_at or view.sent_at,
    )


def _sent(ref: str) -> SentPage | None:
    scope = the_project()
    return queries.sent_page(scope.id, ref, known_participant(scope.id), at=now(), language=spoken_language())


def _ask(ref: str, form: LinkForm, status: int = 200) -> ResponseReturnValue:
    scope = the_project()
    view = queries.saved_page(scope.id, ref, known_participant(scope.id), at=now(), language=spoken_language())
    if view is None:
        return _to("consultations.start", ref)
    return render_template("consultations/own/ask_for_link.html", view=view, form=form), status


def _gone(ref: str, status: int) -> ResponseReturnValue:
    head = queries.carry_on_page(the_project().id, ref, at=now(), language=spoken_language())
    return (
        render_template("consultations/carry_on.html", head=head, typed="", error=_(links.GONE), lost=False),
        status,
    )


def _to(endpoint: str, ref: str, **values: Any) -> Response:
    return make_response(redirect(url_for(endpoint, project=the_project().slug, ref=ref, **values), 303))
