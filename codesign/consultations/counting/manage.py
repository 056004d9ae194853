"""Staff pages of fair counting: both totals, what stands out, one group side by side, and what was decided."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from codesign.consultations.counting import commands, queries
from codesign.consultations.counting.forms import KEEP, REST, TICKED, DecisionForm
from codesign.core.errors import NotFound, Refused
from codesign.core.fair_counting import CONTRADICTIONS, NAMES, REASONS, Contradiction, Rule
from codesign.web.clock import now
from codesign.web.identity import the_staff
from codesign.web.policy import Action, allows, the_project
from codesign.web.transactions import commits

bp = Blueprint("consultations_flags", __name__)


@bp.get("/manage/<project>/questions/<ref>/flags")
@allows(Action.READ_PROJECT)
def index(project: str, ref: str) -> ResponseReturnValue:
    """Both totals, and every group of responses that stands out."""
    return render_template("consultations/counting/flags.html", view=queries.flags_page(the_project().id, ref))


@bp.post("/manage/<project>/questions/<ref>/flags/look")
@allows(Action.MODERATE)
@commits
def look(project: str, ref: str) -> ResponseReturnValue:
    """Look at every response again, by every rule."""
    fresh = commands.look_again(the_project().id, ref, by=the_staff().id, at=now())
    told = ngettext("%(num)s new flag.", "%(num)s new flags.", fresh) if fresh else _("Nothing new stands out.")
    flash(told, "success")
    return redirect(url_for(".index", project=the_project().slug, ref=ref), 303)


@bp.get("/manage/<project>/questions/<ref>/flags/<cluster>")
@allows(Action.READ_PERSONAL_WORDS)
def group(project: str, ref: str, cluster: str) -> ResponseReturnValue:
    """One group, its words side by side."""
    return _group(ref, cluster, DecisionForm(formdata=None))


@bp.post("/manage/<project>/questions/<ref>/flags/<cluster>")
@allows(Action.MODERATE)
@commits
def decide(project: str, ref: str, cluster: str) -> ResponseReturnValue:
    """Keep them, or set some aside with a reason."""
    form = DecisionForm()
    if not form.validate():
        return _group(ref, cluster, form, 422)
    told: dict[str, Any] = {"reason": form.reason.data or "", "by": the_staff().id, "at": now()}
    try:
        if form.verdict.data == KEEP:
            n = commands.keep(the_project().id, ref, cluster, **told)
            flash(ngettext("%(num)s response is kept.", "%(num)s responses are kept.", n), "success")
        else:
            only = set(form.chosen.data or ()) if form.verdict.data == TICKED else None
            n = commands.set_aside(
                the_project().id, ref, cluster, but_first=form.verdict.data == REST, only=only, **told
            )
            flash(
                ngettext(
                    "%(num)s response is no longer counted. It is kept.",
                    "%(num)s responses are no longer counted. They are kept.",
                    n,
                ),
                "success",
            )
    except Refused as refused:
        form.verdict.errors = [_(str(refused))]
        return _group(ref, cluster, form, 422)
    return redirect(url_for(".group", project=the_project().slug, ref=ref, cluster=cluster), 303)


@bp.post("/manage/<project>/questions/<ref>/flags/<cluster>/undo")
@allows(Action.MODERATE)
@commits
def undo(project: str, ref: str, cluster: str) -> ResponseReturnValue:
    """Take back what was decided: all of them count again."""
    try:
        n = commands.undo(the_project().id, ref, cluster, by=the_staff().id, at=now())
        flash(ngettext("Undone: %(num)s response counts.", "Undone: %(num)s responses count.", n), "success")
    except Refused as refused:
        flash(_(str(refused)), "error")
    return redirect(url_for(".group", project=the_project().slug, ref=ref, cluster=cluster), 303)


@bp.app_context_processor
def _words() -> dict[str, Any]:
    return {"rule_name": rule_name}


@bp.context_processor
def _own_words() -> dict[str, Any]:
    return {"rule_reason": rule_reason, "contradiction": contradiction, "rules": {rule.value: rule for rule in Rule}}


def rule_name(rule: str) -> str:
    """What a rule looks for, in a few words; the rules that staff wrote in imports stand as they are."""
    return _(NAMES[Rule(rule)]) if rule in list(Rule) else rule.replace("_", " ")


def rule_reason(rule: str) -> str:
    return _(REASONS[Rule(rule)]) if rule in list(Rule) else ""


def contradiction(detail: str) -> str:
    return _(CONTRADICTIONS[Contradiction(detail)]) if detail in list(Contradiction) else ""


def _group(ref: str, cluster: str, form: DecisionForm, status: int = 200) -> ResponseReturnValue:
    page = request.args.get("page", "1")
    if not cluster.replace("-", "").replace("_", "").isalnum() or len(cluster) > 64:
        raise NotFound("There is no such group of responses here.")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1
    view = queries.group_page(the_project().id, ref, cluster, page=number)
    return render_template("consultations/counting/group.html", view=view, form=form), status
