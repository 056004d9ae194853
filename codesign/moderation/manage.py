"""The moderators' queue: read, publish, hide with a reason, hold, look again; and the queues of all one's projects."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from codesign.core.moderation import Concern
from codesign.core.terms import ContributionKind
from codesign.ledger import policy_in_force
from codesign.moderation import across, asking, commands, holding, items, queries, wording
from codesign.moderation.commands import Overtaken
from codesign.moderation.forms import HideForm, SeenForm, SettleForm
from codesign.moderation.queries import Pile, Wanted
from codesign.web.clock import now
from codesign.web.forms import Form
from codesign.web.identity import the_staff
from codesign.web.policy import Action, allows, reach, the_project
from codesign.web.transactions import commits

bp = Blueprint("moderation_manage", __name__)
KEPT = ("pile", "kind", "activity", "hours", "reason", "concern", "reported", "q", "order", "page")


@bp.get("/moderation")
@allows(Action.MODERATE)
def all_projects() -> ResponseReturnValue:
    """What waits in every project in which this person may moderate."""
    projects, organisations = reach(Action.MODERATE)
    view = across.across_page(projects, organisations)
    return render_template("moderation/across.html", view=view, at=now(), waited=wording.waited)


@bp.get("/manage/<project>/moderation")
@allows(Action.MODERATE)
def index(project: str) -> ResponseReturnValue:
    """One pile of the queue."""
    return _queue()


@bp.get("/manage/<project>/moderation/<code>")
@allows(Action.MODERATE)
def item(project: str, code: str) -> ResponseReturnValue:
    """One item as it is now, with everything that was done with it."""
    return _one(code)


@bp.post("/manage/<project>/moderation/publish")
@allows(Action.MODERATE)
@commits
def publish_several(project: str) -> ResponseReturnValue:
    """Show all ticked words to others, each as an act of its own."""
    ticked = [value.partition(":") for value in request.form.getlist("ticked")[: queries.PAGE]]
    chosen = [(code, seen) for code, _colon, seen in ticked if code and seen]
    if not chosen:
        flash(_("Tick the words that you want to publish."), "error")
        return _back()
    done, passed = commands.publish_several(the_project().id, chosen, by=the_staff().id, at=now())
    if done:
        flash(ngettext("%(num)s is shown to others.", "%(num)s are shown to others.", len(done)), "success")
    if passed:
        flash(
            _(
                "Not published, because something changed since you opened the page: %(codes)s.",
                codes=", ".join(passed),
            ),
            "error",
        )
    return _back()


@bp.post("/manage/<project>/moderation/<code>/publish")
@allows(Action.MODERATE)
@commits
def publish(project: str, code: str) -> ResponseReturnValue:
    """Show words to others, or keep them shown; also undoes hiding."""
    form = SeenForm()
    try:
        commands.publish_words(the_project().id, code, seen=form.seen.data or "", by=the_staff().id, at=now())
    except Overtaken as overtaken:
        return _one(code, overtaken=overtaken)
    flash(_("%(code)s is shown to others.", code=code), "success")
    return _back()


@bp.post("/manage/<project>/moderation/<code>/hide")
@allows(Action.MODERATE)
@commits
def hide(project: str, code: str) -> ResponseReturnValue:
    """Hide words with a reason of the rules in force."""
    scope = the_project()
    form = HideForm(policy_in_force(scope.id))
    if not form.validate():
        return _one(code, form) if request.args.get("alone") else _queue(code, form=form)
    try:
        held = commands.hide_words(
            scope.id,
            code,
            form.reason.data,
            form.note.data or "",
            seen=form.seen.data or "",
            by=the_staff().id,
            at=now(),
            letter=_letter(),
        )
    except Overtaken as overtaken:
        return _one(code, form, overtaken=overtaken)
    if held:
        flash(_("%(code)s is held. The safeguarding officer has a message.", code=code), "success")
    else:
        flash(_("%(code)s is hidden. Its author reads why when they use their code.", code=code), "success")
    return _back()


@bp.post("/manage/<project>/moderation/<code>/hold")
@allows(Action.MODERATE)
@commits
def hold(project: str, code: str) -> ResponseReturnValue:
    """Leave words to the safeguarding officer alone."""
    form = SeenForm()
    try:
        commands.hold_words(
            the_project().id, code, seen=form.seen.data or "", by=the_staff().id, at=now(), letter=_letter()
        )
    except Overtaken as overtaken:
        return _one(code, overtaken=overtaken)
    flash(_("%(code)s is held. The safeguarding officer has a message.", code=code), "success")
    return _back()


@bp.post("/manage/<project>/moderation/<code>/settle")
@allows(Action.MODERATE)
@commits
def settle(project: str, code: str) -> ResponseReturnValue:
    """End the author's asking again."""
    form = SettleForm()
    if not form.validate():
        return _one(code, form) if request.args.get("alone") else _queue(code, form=form)
    try:
        asking.settle_asking(
            the_project().id,
            code,
            upheld=form.upheld.data == "yes",
            reply=form.reply.data,
            seen=form.seen.data or "",
            by=the_staff().id,
            at=now(),
        )
    except Overtaken as overtaken:
        return _one(code, form, overtaken=overtaken)
    flash(_("Settled. The author reads your reply when they use their code."), "success")
    return _back()


def _letter() -> Any:
    scope = the_project()
    return wording.held_letter(scope.name, url_for("moderation_manage_holds.index", project=scope.slug, _external=True))


def _wanted() -> Wanted:
    """What the address asks; what it cannot mean asks nothing."""
    asked = request.args
    page, hours = asked.get("page", "1"), asked.get("hours", "")
    names = {concern.name.lower(): concern for concern in Concern}
    return Wanted(
        pile=Pile(asked["pile"]) if asked.get("pile", "") in list(Pile) else Pile.CHECK,
        kind=ContributionKind(asked["kind"]) if asked.get("kind", "") in list(ContributionKind) else None,
        activity=asked.get("activity", "")[:12],
        hours=int(hours) if hours in {str(one) for one in wording.HOURS} else 0,
        reason=asked.get("reason", "")[:40],
        concern=names.get(asked.get("concern", "")),
        reported=asked.get("reported") == "yes",
        search=asked.get("q", "")[:120],
        newest_first=asked.get("order") == "newest",
        page=min(max(int(page), 1), 10_000) if page.isascii() and page.isdigit() and len(page) < 9 else 1,
    )


def _queue(wrong: str = "", form: Form | None = None) -> ResponseReturnValue:
    """The queue; with `wrong`, again with the form of that item as it was typed."""
    scope = the_project()
    view = queries.queue_page(scope.id, _wanted(), by=the_staff().id, at=now())
    page = render_template("moderation/queue.html", view=view, wrong=wrong, form=form, **_around(view.policy))
    return page, 422 if wrong else 200


def _one(code: str, form: Form | None = None, *, overtaken: Overtaken | None = None) -> ResponseReturnValue:
    """One item as it is now. When somebody else was quicker: 409, who did what, and what was typed is kept."""
    scope = the_project()
    found = items.item_page(scope.id, code, by=the_staff().id)
    if form is not None and overtaken is not None:
        form.seen.data, form.seen.raw_data = found.seen, None
    page = render_template(
        "moderation/item.html",
        item=found,
        wrong=code,
        form=form,
        overtaken=_(str(overtaken)) if overtaken else "",
        **_around(policy_in_force(scope.id)),
    )
    return page, 409 if overtaken else 422 if form is not None else 200


def _around(policy: Any) -> dict[str, Any]:
    scope = the_project()
    return {
        "policy": policy,
        "hide_form": HideForm(policy, formdata=None),
        "settle_form": SettleForm(formdata=None),
        "officer": holding.officer_name(scope.id),
        "is_officer": holding.is_officer(scope.id, the_staff().id),
        "kept": {name: request.args[name] for name in KEPT if request.args.get(name)},
        "merging": "ideas_reshaping_manage.propose" in current_app.view_functions,
        "at": now(),
        "words_for": wording,
    }


def _back() -> ResponseReturnValue:
    kept: dict[str, Any] = {name: request.args[name] for name in KEPT if request.args.get(name)}
    return redirect(url_for("moderation_manage.index", project=the_project().slug, **kept), 303)
