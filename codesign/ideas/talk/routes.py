"""Residents' pages of one idea: the idea with its talk, replies, following, changing and taking back.

The page and the replies stand on the board's own blueprint, so that links to `ideas.idea` and `ideas.reply` stay.
"""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from codesign.core.errors import Refused
from codesign.ideas.answers.queries import answers_on
from codesign.ideas.requests import language, page_number
from codesign.ideas.reshaping.queries import on_idea
from codesign.ideas.routes import bp as board_pages
from codesign.ideas.talk import changing, commands, following, queries
from codesign.ideas.talk.forms import ChangeForm, ReplyForm
from codesign.ideas.talk.shapes import OwnIdea, Trace
from codesign.web.clock import now
from codesign.web.fragments import respond, wants_region
from codesign.web.identity import known_participant, participant
from codesign.web.policy import Action, allows, the_project
from codesign.web.transactions import commits

bp = Blueprint("ideas_talk", __name__)


@board_pages.get("/p/<project>/ideas/<ref>/<idea>")
@allows(Action.VISIT_PROJECT)
def idea(project: str, ref: str, idea: str) -> ResponseReturnValue:
    """One idea with its talk and the form for a reply; `?to=` names the reply that is answered."""
    to = request.args.get("to", "")[:40]
    return _idea(ref, idea, ReplyForm(formdata=None, data={"to": to}), to=to)


def _idea(ref: str, idea: str, form: ReplyForm, status: int = 200, *, to: str = "") -> ResponseReturnValue:
    scope = the_project()
    me, at = known_participant(scope.id), now()
    view = queries.idea_page(scope.id, ref, idea, me=me, at=at, page=page_number(), to=to)
    if isinstance(view, Trace):
        return render_template("ideas/talk/trace.html", view=view), 200 if view.own else 410
    if view.to is None:
        form.to.data = ""  # the reply is no longer there: the words stay, as a reply to the idea
    return render_template(
        "ideas/idea.html",
        view=view,
        form=form,
        answered=answers_on([view.id], at).get(view.id) if view.board.has_answers else None,
        lineage=on_idea(view.id, me),
    ), status


@board_pages.post("/p/<project>/ideas/<ref>/<idea>/replies")
@allows(Action.TAKE_PART)
@commits
def reply(project: str, ref: str, idea: str) -> ResponseReturnValue:
    """Reply to an idea or to a reply; a receipt follows."""
    scope = the_project()
    form = ReplyForm()
    to = (form.to.data or "")[:40]
    if not form.validate():
        return _idea(ref, idea, form, 422, to=to)
    try:
        sent = commands.send_reply(
            scope.id,
            ref,
            idea,
            form.draft(),
            form.key.data or "",
            by=participant(scope.id),
            at=now(),
            language=language(),
        )
    except Refused as refused:
        form.text.errors = [_(str(refused))]
        return _idea(ref, idea, form, 422, to=to)
    return redirect(url_for("ideas_add.sent", project=project, ref=ref, sending=sent), 303)


@bp.get("/p/<project>/ideas/<ref>/<idea>/replies/<code>")
@allows(Action.VISIT_PROJECT)
def thread(project: str, ref: str, idea: str, code: str) -> ResponseReturnValue:
    """One thread, a page of its replies; on the idea's page its region."""
    scope = the_project()
    view = queries.thread_page(scope.id, ref, idea, code, me=known_participant(scope.id), at=now(), page=page_number())
    return respond("ideas/talk/thread.html", "ideas/talk/_thread_alone.html", view=view)


@bp.get("/p/<project>/ideas/<ref>/<idea>/earlier")
@allows(Action.VISIT_PROJECT)
def earlier(project: str, ref: str, idea: str) -> ResponseReturnValue:
    """What an idea said before its author changed it."""
    scope = the_project()
    view = queries.wordings(scope.id, ref, idea, me=known_participant(scope.id), at=now())
    return render_template("ideas/talk/earlier.html", view=view)


@bp.post("/p/<project>/ideas/<ref>/<idea>/follow")
@allows(Action.TAKE_PART)
@commits
def follow(project: str, ref: str, idea: str) -> ResponseReturnValue:
    """Follow an idea or stop. htmx gets the button again, all else goes back to the idea."""
    scope = the_project()
    me = participant(scope.id)
    stops = request.form.get("follow") == "stop"
    (following.stop_following if stops else following.follow_idea)(scope.id, ref, idea, by=me, at=now())
    if wants_region():
        return respond("ideas/talk/_follow.html", "ideas/talk/_follow.html", ref=ref, idea=idea, follows=not stops)
    if request.form.get("back") == "list":
        return redirect(url_for("ideas_following.index", project=project), 303)
    return redirect(url_for("ideas.idea", project=project, ref=ref, idea=idea, _anchor="follow"), 303)


@bp.get("/p/<project>/ideas/<ref>/<idea>/change")
@allows(Action.VISIT_PROJECT)
def change(project: str, ref: str, idea: str) -> ResponseReturnValue:
    """The author's page to change title and words."""
    view = _own(ref, idea)
    form = ChangeForm(formdata=None, data={"title": view.title, "text": view.text, "number": view.number})
    return render_template("ideas/talk/change.html", view=view, form=form, clash=False)


@bp.post("/p/<project>/ideas/<ref>/<idea>/change")
@allows(Action.TAKE_PART)
@commits
def save_change(project: str, ref: str, idea: str) -> ResponseReturnValue:
    """Save other words. Where another window was quicker, what it saved is shown beside what was typed."""
    form, clash = ChangeForm(), False
    if form.validate():
        try:
            changing.change_idea(the_project().id, ref, idea, form.draft(), by=participant(the_project().id), at=now())
        except changing.ChangedElsewhere as refused:
            form.title.errors, clash = [_(str(refused))], True
        except Refused as refused:
            form.title.errors = [_(str(refused))]
        else:
            flash(_("Your new words are saved."), "success")
            return redirect(url_for("ideas.idea", project=project, ref=ref, idea=idea), 303)
    view = _own(ref, idea)
    if clash:
        form.number.data = str(view.number)
    return render_template("ideas/talk/change.html", view=view, form=form, clash=clash), 422


@bp.get("/p/<project>/ideas/<ref>/<idea>/take-back")
@allows(Action.VISIT_PROJECT)
def take_back(project: str, ref: str, idea: str) -> ResponseReturnValue:
    """What taking an idea back does, before it is done."""
    return render_template("ideas/talk/take_back.html", view=_own(ref, idea))


@bp.post("/p/<project>/ideas/<ref>/<idea>/take-back")
@allows(Action.TAKE_PART)
@commits
def send_take_back(project: str, ref: str, idea: str) -> ResponseReturnValue:
    """Take one's idea back."""
    changing.take_back_idea(the_project().id, ref, idea, by=participant(the_project().id), at=now())
    flash(_("Your words are gone from our pages. They no longer count."), "success")
    return redirect(url_for("ideas.idea", project=project, ref=ref, idea=idea), 303)


def _own(ref: str, idea: str) -> OwnIdea:
    scope = the_project()
    return queries.own_idea(scope.id, ref, idea, me=known_participant(scope.id), at=now())
