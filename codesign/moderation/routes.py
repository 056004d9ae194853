"""Residents' side of moderation: asking for a reader, the rules, and the public count."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from codesign.core.terms import ModerationReason
from codesign.moderation import commands, queries
from codesign.moderation.forms import ReportForm
from codesign.web.clock import now
from codesign.web.identity import participant
from codesign.web.policy import Action, allows, the_project
from codesign.web.transactions import commits

bp = Blueprint("moderation", __name__)


@bp.get("/p/<project>/moderation-record")
@allows(Action.VISIT_PROJECT)
def rules(project: str) -> ResponseReturnValue:
    """How words are checked, and how many were hidden for which reason."""
    return render_template("moderation/rules.html", view=queries.record_page(the_project().id))


@bp.get("/p/<project>/report/<code>")
@allows(Action.VISIT_PROJECT)
def report(project: str, code: str) -> ResponseReturnValue:
    """Say what is wrong with an idea or a reply."""
    text = queries.words_to_report(the_project().id, code)
    return render_template("moderation/report.html", code=code, text=text, form=ReportForm())


@bp.post("/p/<project>/report/<code>")
@allows(Action.TAKE_PART)
@commits
def send_report(project: str, code: str) -> ResponseReturnValue:
    scope = the_project()
    text = queries.words_to_report(scope.id, code)
    form = ReportForm()
    if not form.validate():
        return render_template("moderation/report.html", code=code, text=text, form=form), 422
    commands.report_words(scope.id, code, ModerationReason(form.reason.data), by=participant(scope.id), at=now())
    return redirect(url_for("moderation.reported", project=project), 303)


@bp.get("/p/<project>/reported")
@allows(Action.VISIT_PROJECT)
def reported(project: str) -> ResponseReturnValue:
    """Thanks for a report."""
    return render_template("moderation/reported.html")
