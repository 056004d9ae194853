"""Residents' side of moderation: the rules, the public count, asking for a reader, asking again."""

from __future__ import annotations

import io

from defusedcsv import csv
from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from codesign.core.errors import NotFound, Refused
from codesign.core.moderation import BUILT_IN
from codesign.core.terms import ModerationReason
from codesign.moderation import asking, commands, public, queries
from codesign.moderation import rules as written
from codesign.moderation.forms import AskAgainForm, ReportForm
from codesign.moderation.wording import ACTS, lasted, reported_letter
from codesign.web.clock import now
from codesign.web.downloads import attachment
from codesign.web.identity import known_participant, participant
from codesign.web.limits import at_most_tries, limit, slow_down
from codesign.web.policy import Action, allows, the_project
from codesign.web.transactions import commits

bp = Blueprint("moderation", __name__)
RECEIPTS = limit("ask_again", per_network="60 per hour", per_account="10 per hour")


@bp.get("/p/<project>/moderation-record")
@allows(Action.VISIT_PROJECT)
def rules(project: str) -> ResponseReturnValue:
    """The rules in force, and how many words were hidden for which reason."""
    listed = written.versions(the_project().id)
    return render_template(
        "moderation/rules.html",
        view=public.record_page(the_project().id),
        policy=written.version(the_project().id, listed[0].number if listed else 0),
        versions=listed,
        acts=ACTS,
        lasted=lasted,
    )


@bp.get("/p/<project>/moderation-record/rules/<int:version>")
@allows(Action.VISIT_PROJECT)
def rules_version(project: str, version: int) -> ResponseReturnValue:
    """One version of the rules, with the days on which it held."""
    policy = written.version(the_project().id, version)
    listed = written.versions(the_project().id)
    return render_template(
        "moderation/version.html",
        policy=policy,
        made_at=next((one.made_at for one in listed if one.number == version), None),
        until=next((one.made_at for one in listed if one.number == version + 1), None),
        in_force=version == (listed[0].number if listed else BUILT_IN.number),
    )


@bp.get("/p/<project>/moderation-record.csv")
@allows(Action.VISIT_PROJECT)
def record_file(project: str) -> ResponseReturnValue:
    """The public count as a file: a row a number, each with its base."""
    view = public.record_page(the_project().id)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")  # type: ignore[no-untyped-call]
    writer.writerow(["part", "code", "policy_version", "number", "of", "of_what"])
    said, hidden = view.said, sum(line.hidden for line in view.lines)
    for name in ("published", "waiting", "hidden", "merged", "withdrawn"):
        writer.writerow(["standing", name, "", getattr(view, name), said, "things said"])
    for line in view.lines:
        writer.writerow(
            ["hidden_by_reason", line.code, line.policy_number, line.hidden, hidden, "times words were hidden"]
        )
        writer.writerow(["still_hidden_by_reason", line.code, line.policy_number, line.still, line.hidden, "times"])
    acts = sum(view.acts.values())
    for act, count in view.acts.items():
        writer.writerow(["act", act.value, "", count, acts, "acts of moderators"])
    for name in ("shown_again", "stayed_hidden", "by_another"):
        writer.writerow(["asked_again", name, "", getattr(view, name), view.asked, "times authors asked again"])
    writer.writerow(["holds", "safeguarding", "", view.holds if view.holds is not None else "under 10", "", ""])
    if view.to_look is not None:
        seconds = int(view.to_look.total_seconds())
        writer.writerow(["median_seconds", "waiting_to_look", "", seconds, view.looked_at, "words that waited"])
    if view.to_report is not None:
        seconds = int(view.to_report.total_seconds())
        writer.writerow(["median_seconds", "report_to_look", "", seconds, view.reports, "reports looked at"])
    return attachment(out.getvalue().encode(), f"moderation-{project}.csv", "text/csv; charset=utf-8")


@bp.get("/p/<project>/report/<code>")
@allows(Action.VISIT_PROJECT)
def report(project: str, code: str) -> ResponseReturnValue:
    """Say what is wrong with an idea or a reply."""
    text = queries.words_to_report(the_project().id, code)
    return render_template("moderation/report.html", code=code, text=text, form=ReportForm())


@bp.post("/p/<project>/report/<code>")
@allows(Action.TAKE_PART)
@at_most_tries("60 per hour")
@commits
def send_report(project: str, code: str) -> ResponseReturnValue:
    scope = the_project()
    text = queries.words_to_report(scope.id, code)
    form = ReportForm()
    if not form.validate():
        return render_template("moderation/report.html", code=code, text=text, form=form), 422
    link = url_for("moderation_manage.index", project=project, _external=True)
    commands.report_words(
        scope.id,
        code,
        ModerationReason(form.reason.data),
        by=participant(scope.id),
        at=now(),
        letter=reported_letter(scope.name, link),
    )
    return redirect(url_for("moderation.reported", project=project), 303)


@bp.get("/p/<project>/reported")
@allows(Action.VISIT_PROJECT)
def reported(project: str) -> ResponseReturnValue:
    """Thanks for a report."""
    return render_template("moderation/reported.html")


@bp.get("/p/<project>/ask-again/<code>")
@allows(Action.VISIT_PROJECT)
def ask_again(project: str, code: str) -> ResponseReturnValue:
    """The author reads why their words are hidden and may ask again; somebody else sees a form for a receipt only."""
    return _asking(code, AskAgainForm(formdata=None))


@bp.post("/p/<project>/ask-again/<code>")
@allows(Action.TAKE_PART)
@commits
def send_asking(project: str, code: str) -> ResponseReturnValue:
    scope = the_project()
    form = AskAgainForm()
    if not form.validate():
        return _asking(code, form), 422
    me = known_participant(scope.id)
    if form.receipt.data:
        slow_down(RECEIPTS, form.receipt.data)
    try:
        words = asking.own_hidden(scope.id, code, me=me, receipt=form.receipt.data or "")
        asking.ask_again(words, form.words.data, at=now())
    except NotFound:
        form.receipt.errors = [_("This is not the receipt of these words. Check each letter, then try again.")]
        return _asking(code, form), 422
    except Refused as refused:
        form.words.errors = [_(str(refused))]
        return _asking(code, form), 422
    return redirect(url_for("moderation.asked", project=project), 303)


@bp.get("/p/<project>/asked-again")
@allows(Action.VISIT_PROJECT)
def asked(project: str) -> ResponseReturnValue:
    """Thanks, and what comes next."""
    return render_template("moderation/asked.html")


def _asking(code: str, form: AskAgainForm) -> str:
    """The page: with the words and the reason for their author, without anything for somebody else."""
    scope = the_project()
    text, telling, outcome = "", None, None
    try:
        words = asking.own_hidden(scope.id, code, me=known_participant(scope.id))
    except NotFound:
        mine = False
    else:
        mine, text, telling, outcome = True, words.text, asking.told_of(words), asking.last_outcome(words)
    return render_template(
        "moderation/ask_again.html", code=code, form=form, mine=mine, text=text, told=telling, outcome=outcome
    )
