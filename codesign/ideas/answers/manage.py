"""Staff pages of answers: batches, ideas to choose, one answer or many, the preview, publishing."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from codesign.core.errors import NotFound, Refused
from codesign.ideas.answers import commands, publishing, staff_queries
from codesign.ideas.answers.forms import AnswerForm, BatchForm, typed
from codesign.ideas.answers.mails import answers_mail
from codesign.ideas.requests import page_number
from codesign.web.clock import now
from codesign.web.identity import config, the_staff
from codesign.web.policy import Action, allows, the_project
from codesign.web.transactions import commits

bp = Blueprint("ideas_answers_manage", __name__, url_prefix="/manage/<project>/ideas/<ref>/answers")


@bp.get("")
@allows(Action.READ_PROJECT)
def index(project: str, ref: str) -> ResponseReturnValue:
    """Every batch of answers of a board, and a form for another."""
    return _index(ref, BatchForm(formdata=None))


def _index(ref: str, form: BatchForm, status: int = 200) -> ResponseReturnValue:
    view = staff_queries.batches_page(the_project().id, ref, at=now())
    return render_template("ideas/answers/manage_index.html", view=view, form=form), status


@bp.post("")
@allows(Action.DECIDE)
@commits
def make(project: str, ref: str) -> ResponseReturnValue:
    """Begin a batch."""
    form = BatchForm()
    if not form.validate():
        return _index(ref, form, 422)
    batch = commands.make_batch(the_project().id, ref, form.draft(), by=the_staff().id, at=now())
    flash(_("Batch %(batch)s is made. Choose the ideas that you answer in it.", batch=batch), "success")
    return redirect(url_for(".choose", project=project, ref=ref, batch=batch), 303)


@bp.get("/<batch>")
@allows(Action.READ_PROJECT)
def batch(project: str, ref: str, batch: str) -> ResponseReturnValue:
    """One batch: its ideas, what is written, what is still missing."""
    return _batch(ref, batch)


def _batch(
    ref: str, batch: str, status: int = 200, form: BatchForm | None = None, refusal: str = ""
) -> ResponseReturnValue:
    view = staff_queries.batch_page(the_project().id, ref, batch, at=now(), page=page_number())
    if form is None:
        form = BatchForm(formdata=None, data={"title": view.batch.title, "words": view.batch.words})
    return render_template("ideas/answers/manage_batch.html", view=view, form=form, refusal=refusal), status


@bp.post("/<batch>")
@allows(Action.DECIDE)
@commits
def change(project: str, ref: str, batch: str) -> ResponseReturnValue:
    """Change the title and the words above."""
    form = BatchForm()
    if not form.validate():
        return _batch(ref, batch, 422, form)
    try:
        commands.change_batch(the_project().id, ref, batch, form.draft(), by=the_staff().id, at=now())
    except Refused as refused:
        return _batch(ref, batch, 422, form, _(str(refused)))
    flash(_("Batch %(batch)s is saved.", batch=batch), "success")
    return redirect(url_for(".batch", project=project, ref=ref, batch=batch), 303)


@bp.post("/<batch>/delete")
@allows(Action.DECIDE)
@commits
def drop(project: str, ref: str, batch: str) -> ResponseReturnValue:
    """Delete a batch that is not published."""
    try:
        commands.drop_batch(the_project().id, ref, batch, by=the_staff().id, at=now())
    except Refused as refused:
        return _batch(ref, batch, 422, refusal=_(str(refused)))
    flash(_("Batch %(batch)s is deleted.", batch=batch), "success")
    return redirect(url_for(".index", project=project, ref=ref), 303)


@bp.get("/<batch>/ideas")
@allows(Action.DECIDE)
def choose(project: str, ref: str, batch: str) -> ResponseReturnValue:
    """Ideas to put into the batch."""
    return _choose(ref, batch)


def _choose(ref: str, batch: str, status: int = 200, refusal: str = "") -> ResponseReturnValue:
    # "q" is sent by every search: without it the page is fresh, and shows what has no answer yet.
    fresh = "q" not in request.args
    words = request.args.get("q", "")[:100]
    unanswered = fresh or request.args.get("without") == "1"
    view = staff_queries.choose_page(
        the_project().id, ref, batch, at=now(), words=words, unanswered=unanswered, page=page_number()
    )
    return (
        render_template(
            "ideas/answers/manage_choose.html",
            view=view,
            words=words,
            unanswered=unanswered,
            refusal=refusal,
            ticked=request.form.getlist("idea"),
        ),
        status,
    )


@bp.post("/<batch>/ideas")
@allows(Action.DECIDE)
@commits
def add(project: str, ref: str, batch: str) -> ResponseReturnValue:
    """Put the ticked ideas into the batch."""
    try:
        new = commands.choose_ideas(
            the_project().id, ref, batch, request.form.getlist("idea"), by=the_staff().id, at=now()
        )
    except Refused as refused:
        return _choose(ref, batch, 422, _(str(refused)))
    flash(ngettext("%(num)s idea is new in this batch.", "%(num)s ideas are new in this batch.", new), "success")
    return redirect(url_for(".batch", project=project, ref=ref, batch=batch), 303)


@bp.get("/<batch>/ideas/<idea>")
@allows(Action.DECIDE)
def answer(project: str, ref: str, batch: str, idea: str) -> ResponseReturnValue:
    """Write the answer to one idea."""
    view = staff_queries.answer_page(the_project().id, ref, batch, idea, at=now())
    form = AnswerForm(formdata=None, data=typed(view.written, view.seen)).offer(view.requirements, view.decisions)
    return render_template("ideas/answers/manage_answer.html", view=view, form=form, theirs=None)


@bp.post("/<batch>/ideas/<idea>")
@allows(Action.DECIDE)
@commits
def keep(project: str, ref: str, batch: str, idea: str) -> ResponseReturnValue:
    """Keep the answer to one idea, then go on to the next one or back to the batch."""
    scope = the_project()
    view = staff_queries.answer_page(scope.id, ref, batch, idea, at=now())
    form = AnswerForm().offer(view.requirements, view.decisions)
    theirs = None
    if form.validate():
        try:
            commands.keep_answer(
                scope.id, ref, batch, idea, form.draft(), by=the_staff().id, at=now(), seen=form.seen.data or ""
            )
        except commands.ChangedMeanwhile as refused:
            form.state.errors = [_(str(refused))]
            form.seen.data = view.seen  # saving again means: mine, knowing theirs
            theirs = view.idea
        except Refused as refused:
            form.state.errors = [_(str(refused))]
        else:
            flash(_("The answer to %(idea)s is saved.", idea=idea), "success")
            if "next" in request.form and view.after:
                return redirect(url_for(".answer", project=project, ref=ref, batch=batch, idea=view.after), 303)
            return redirect(url_for(".batch", project=project, ref=ref, batch=batch, _anchor=f"idea-{idea}"), 303)
    return render_template("ideas/answers/manage_answer.html", view=view, form=form, theirs=theirs), 422


@bp.post("/<batch>/ideas/<idea>/out")
@allows(Action.DECIDE)
@commits
def take_out(project: str, ref: str, batch: str, idea: str) -> ResponseReturnValue:
    """Take an idea out of the batch."""
    try:
        commands.take_out(the_project().id, ref, batch, idea, by=the_staff().id, at=now())
    except Refused as refused:
        return _batch(ref, batch, 422, refusal=_(str(refused)))
    flash(_("%(idea)s is out of this batch.", idea=idea), "success")
    return redirect(url_for(".batch", project=project, ref=ref, batch=batch), 303)


@bp.get("/<batch>/together")
@allows(Action.DECIDE)
def together(project: str, ref: str, batch: str) -> ResponseReturnValue:
    """Write one answer to every idea that was ticked."""
    refs = request.args.getlist("idea")
    if not staff_queries.chosen_together(the_project().id, ref, batch, refs):
        return _batch(ref, batch, 422, refusal=_("Tick the ideas that get the same answer, then try again."))
    return _together(ref, batch, refs, AnswerForm(formdata=None))


def _together(ref: str, batch: str, refs: list[str], form: AnswerForm, status: int = 200) -> ResponseReturnValue:
    project_id = the_project().id
    form.offer(*staff_queries.link_choices(project_id))
    board, head = staff_queries.one_batch(project_id, ref, batch)
    ideas = staff_queries.chosen_together(project_id, ref, batch, refs)
    return (
        render_template("ideas/answers/manage_together.html", board=board, batch=head, ideas=ideas, form=form),
        status,
    )


@bp.post("/<batch>/together")
@allows(Action.DECIDE)
@commits
def keep_together(project: str, ref: str, batch: str) -> ResponseReturnValue:
    """Keep the same answer to every ticked idea."""
    scope = the_project()
    refs = request.form.getlist("idea")
    form = AnswerForm().offer(*staff_queries.link_choices(scope.id))
    if form.validate():
        try:
            many = commands.keep_answers(scope.id, ref, batch, refs, form.draft(), by=the_staff().id, at=now())
        except (Refused, NotFound) as refused:
            form.state.errors = [_(str(refused))]
        else:
            flash(ngettext("%(num)s answer is saved.", "%(num)s answers are saved.", many), "success")
            return redirect(url_for(".batch", project=project, ref=ref, batch=batch), 303)
    return _together(ref, batch, refs, form, 422)


@bp.get("/<batch>/preview")
@allows(Action.READ_PROJECT)
def preview(project: str, ref: str, batch: str) -> ResponseReturnValue:
    """The batch as residents will read it."""
    view = staff_queries.preview(the_project().id, ref, batch, at=now(), page=page_number())
    return render_template("ideas/answers/page.html", view=view, preview=True)


@bp.post("/<batch>/publish")
@allows(Action.DECIDE)
@commits
def publish(project: str, ref: str, batch: str) -> ResponseReturnValue:
    """Publish all answers of the batch together, and tell everyone who took part."""
    try:
        told = publishing.publish_batch(
            the_project().id,
            ref,
            batch,
            lambda letter: answers_mail(letter, config().base_url),
            by=the_staff().id,
            at=now(),
            secret_key=config().secret_key,
        )
    except Refused as refused:
        return _batch(ref, batch, 422, refusal=_(str(refused)))
    if told is None:
        flash(_("Batch %(batch)s was published before. Nobody is told twice.", batch=batch), "notice")
    else:
        flash(
            ngettext(
                "Batch %(batch)s is published. %(num)s person is told.",
                "Batch %(batch)s is published. %(num)s people are told.",
                told,
                batch=batch,
            ),
            "success",
        )
    return redirect(url_for(".batch", project=project, ref=ref, batch=batch), 303)
