"""Staff's page of one idea's talk, with the form for an answer from the team."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from codesign.core.errors import Refused
from codesign.ideas.requests import language, page_number
from codesign.ideas.talk import commands, staff_queries
from codesign.ideas.talk.forms import AnswerForm
from codesign.web.clock import now
from codesign.web.identity import the_staff
from codesign.web.policy import Action, allows, the_project
from codesign.web.transactions import commits

bp = Blueprint("ideas_talk_manage", __name__)


@bp.get("/manage/<project>/ideas/<ref>/<idea>/talk")
@allows(Action.EDIT_ACTIVITY)
def answer(project: str, ref: str, idea: str) -> ResponseReturnValue:
    """One idea with its talk; `?to=` names the reply that is answered."""
    to = request.args.get("to", "")[:40]
    return _page(ref, idea, AnswerForm(formdata=None, data={"to": to}), to=to)


def _page(ref: str, idea: str, form: AnswerForm, status: int = 200, *, to: str) -> ResponseReturnValue:
    view = staff_queries.talk_page(the_project().id, ref, idea, at=now(), page=page_number(), to=to)
    if view.to is None:
        form.to.data = ""
    return render_template("ideas/talk/manage_talk.html", view=view, form=form), status


@bp.post("/manage/<project>/ideas/<ref>/<idea>/talk")
@allows(Action.EDIT_ACTIVITY)
@commits
def send_answer(project: str, ref: str, idea: str) -> ResponseReturnValue:
    """Answer in the talk, as the team."""
    form, scope = AnswerForm(), the_project()
    to = (form.to.data or "")[:40]
    if form.validate():
        try:
            code = commands.send_answer(
                scope.id,
                ref,
                idea,
                form.text.data or "",
                form.key.data or "",
                to=to,
                by=the_staff().id,
                at=now(),
                language=language(),
            )
        except Refused as refused:
            form.text.errors = [_(str(refused))]
        else:
            flash(_("Your answer is on the page of the idea."), "success")
            address = url_for("ideas_talk_manage.answer", project=project, ref=ref, idea=idea, _anchor=f"reply-{code}")
            return redirect(address, 303)
    return _page(ref, idea, form, 422, to=to)
