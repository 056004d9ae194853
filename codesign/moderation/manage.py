"""The moderators' queue: read, publish, hide with a reason, put ideas together, undo."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from codesign.core.errors import Refused
from codesign.core.terms import ContributionKind, ModerationReason
from codesign.moderation import commands, queries
from codesign.moderation.forms import HideForm, MergeForm
from codesign.moderation.queries import Pile
from codesign.web.clock import now
from codesign.web.identity import the_staff
from codesign.web.policy import Action, allows, the_project
from codesign.web.transactions import commits

bp = Blueprint("moderation_manage", __name__)


@bp.get("/manage/<project>/moderation")
@allows(Action.MODERATE)
def index(project: str) -> ResponseReturnValue:
    """One pile of the queue."""
    return _queue()


@bp.post("/manage/<project>/moderation/<code>/publish")
@allows(Action.MODERATE)
@commits
def publish(project: str, code: str) -> ResponseReturnValue:
    """Show words to others; also undoes hiding and putting together."""
    commands.publish_words(the_project().id, code, by=the_staff().id, at=now())
    flash(_("%(code)s is shown to others.", code=code), "success")
    return _back()


@bp.post("/manage/<project>/moderation/<code>/hide")
@allows(Action.MODERATE)
@commits
def hide(project: str, code: str) -> ResponseReturnValue:
    """Hide words with a reason."""
    form = HideForm()
    if not form.validate():
        return _queue(code, form=form)
    commands.hide_words(
        the_project().id,
        code,
        ModerationReason(form.reason.data),
        form.note.data or "",
        by=the_staff().id,
        at=now(),
    )
    flash(_("%(code)s is hidden. Its author reads why when they use their code.", code=code), "success")
    return _back()


@bp.post("/manage/<project>/moderation/<code>/merge")
@allows(Action.MODERATE)
@commits
def merge(project: str, code: str) -> ResponseReturnValue:
    """Put an idea together with another one."""
    form = MergeForm()
    if form.validate():
        into = form.into.data or ""
        try:
            commands.merge_idea(the_project().id, code, into, by=the_staff().id, at=now())
        except Refused as refused:
            form.into.errors = [_(str(refused))]
        else:
            flash(_("%(code)s is now part of %(into)s.", code=code, into=into.upper()), "success")
            return _back()
    return _queue(code, form=form)


def _queue(wrong: str = "", form: HideForm | MergeForm | None = None) -> ResponseReturnValue:
    """The queue; with `wrong`, again with the form of that item as it was typed."""
    pile, kind = request.args.get("pile", ""), request.args.get("kind", "")
    page = request.args.get("page", "1")
    view = queries.queue_page(
        the_project().id,
        Pile(pile) if pile in list(Pile) else Pile.CHECK,
        kind=ContributionKind(kind) if kind in list(ContributionKind) else None,
        search=request.args.get("q", "")[:120].replace("\x00", ""),
        newest_first=request.args.get("order") == "newest",
        page=min(max(int(page), 1), 10_000) if page.isascii() and page.isdigit() and len(page) < 9 else 1,
    )
    page_of = render_template(
        "moderation/queue.html",
        view=view,
        wrong=wrong,
        form=form,
        hide_form=HideForm(formdata=None),
        merge_form=MergeForm(formdata=None),
        kept=_kept(),
    )
    return page_of, 422 if wrong else 200


def _kept() -> dict[str, Any]:
    """The filters of the queue, to come back to the same place after an action."""
    names = ("pile", "kind", "q", "order", "page")
    return {name: request.args[name] for name in names if request.args.get(name)}


def _back() -> ResponseReturnValue:
    return redirect(url_for("moderation_manage.index", project=the_project().slug, **_kept()), 303)
