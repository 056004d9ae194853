"""Staff pages of reshaping: the proposals of a board, picking ideas, wording a proposal, making, dropping, undoing it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from codesign.core.errors import Refused
from codesign.core.reshaping import DAYS_TO_ANSWER, CannotReshape
from codesign.core.terms import ReshapingKind
from codesign.ideas.requests import page_number
from codesign.ideas.reshaping import commands, making, staff_queries
from codesign.ideas.reshaping.forms import KINDS, ProposalForm, SettleForm, read_refs
from codesign.ideas.reshaping.shapes import IdeaWords
from codesign.web.clock import now
from codesign.web.identity import the_staff
from codesign.web.policy import Action, allows, the_project
from codesign.web.transactions import commits

bp = Blueprint("ideas_reshaping_manage", __name__)


@bp.get("/manage/<project>/ideas/<ref>/reshape")
@allows(Action.READ_PROJECT)
def index(project: str, ref: str) -> ResponseReturnValue:
    """Every proposal of a board."""
    scope = the_project()
    return render_template(
        "ideas/reshaping/manage_index.html",
        board=staff_queries.board_head(scope.id, ref, at=now()),
        proposals=staff_queries.proposals(scope.id, ref, at=now()),
    )


@bp.get("/manage/<project>/ideas/<ref>/reshape/pick")
@allows(Action.MODERATE)
def propose(project: str, ref: str) -> ResponseReturnValue:
    """Choose what to do and with which ideas: ticked in a list with a search, or by reference."""
    return _pick(ref)


@bp.get("/manage/<project>/ideas/<ref>/reshape/write")
@allows(Action.MODERATE)
def write(project: str, ref: str) -> ResponseReturnValue:
    """Word what was picked. What cannot be taken up is said on the page of picking."""
    kind, chosen = _kind(), _chosen()
    if kind is None:
        return _pick(ref, _("Choose what you want to do."), "#kind")
    try:
        commands.check(the_project().id, ref, kind, chosen)
    except CannotReshape as reason:
        return _pick(ref, said(reason), "#refs")
    board = staff_queries.board_head(the_project().id, ref, at=now())
    ideas = staff_queries.words_picked(the_project().id, ref, chosen)
    data = {"answer_by": board.today + timedelta(days=DAYS_TO_ANSWER)}
    if kind is ReshapingKind.REWORD:
        data["results"] = [{"title": idea.title, "text": idea.text} for idea in ideas]  # type: ignore[assignment]
    form = ProposalForm(kind, [(idea.ref, idea.title) for idea in ideas], formdata=None, data=data)
    return _write(ref, kind, ideas, form)


@bp.post("/manage/<project>/ideas/<ref>/reshape/write")
@allows(Action.MODERATE)
@commits
def create(project: str, ref: str) -> ResponseReturnValue:
    """Propose it: authors are asked, nothing moves."""
    scope = the_project()
    kind, chosen = _kind(), _chosen()
    if kind is None:
        return _pick(ref, _("Choose what you want to do."), "#kind")
    ideas = staff_queries.words_picked(scope.id, ref, chosen)
    form = ProposalForm(kind, [(idea.ref, idea.title) for idea in ideas])
    if not form.validate():
        return _write(ref, kind, ideas, form, 422)
    try:
        made = commands.propose(scope.id, ref, form.draft(), by=the_staff().id, at=now())
    except CannotReshape as reason:
        form.form_errors = [said(reason)]
        return _write(ref, kind, ideas, form, 422)
    flash(_("Proposal %(ref)s is made. Its authors see it on the pages of their ideas.", ref=made), "success")
    return redirect(url_for(".show", project=project, ref=ref, proposal=made), 303)


@bp.get("/manage/<project>/ideas/<ref>/reshape/<proposal>")
@allows(Action.READ_PROJECT)
def show(project: str, ref: str, proposal: str) -> ResponseReturnValue:
    """One proposal: both texts, what the authors say, and what can be done with it."""
    return _show(ref, proposal, SettleForm(formdata=None))


@bp.post("/manage/<project>/ideas/<ref>/reshape/<proposal>/make")
@allows(Action.MODERATE)
@commits
def make(project: str, ref: str, proposal: str) -> ResponseReturnValue:
    """Make it. The old ideas keep their words, authors, supports, replies and address."""
    try:
        made = making.make(the_project().id, ref, proposal, by=the_staff().id, at=now())
    except Refused as reason:
        flash(said(reason), "warning")
    else:
        flash(
            _("Made: %(refs)s. Supporters are asked if they want to move their support.", refs=", ".join(made)),
            "success",
        )
    return redirect(url_for(".show", project=project, ref=ref, proposal=proposal), 303)


@bp.post("/manage/<project>/ideas/<ref>/reshape/<proposal>/drop")
@allows(Action.MODERATE)
@commits
def drop(project: str, ref: str, proposal: str) -> ResponseReturnValue:
    """Give it up, with a reason."""
    return _settle(commands.drop, ref, proposal, _("The proposal is dropped. Nothing has changed."))


@bp.post("/manage/<project>/ideas/<ref>/reshape/<proposal>/undo")
@allows(Action.MODERATE)
@commits
def undo(project: str, ref: str, proposal: str) -> ResponseReturnValue:
    """Take it back while nobody has acted on it."""
    return _settle(making.undo, ref, proposal, _("It is undone. The old ideas are shown again."))


def said(reason: Refused) -> str:
    """A refusal in the language of the request."""
    if isinstance(reason, CannotReshape):
        return str(_(reason.sentence.message, **reason.sentence.values))
    return str(_(str(reason)))


def _settle(command: Callable[..., None], ref: str, proposal: str, done: str) -> ResponseReturnValue:
    form = SettleForm()
    if not form.validate():
        return _show(ref, proposal, form, 422)
    try:
        command(the_project().id, ref, proposal, form.reason.data, by=the_staff().id, at=now())
    except Refused as reason:
        flash(said(reason), "warning")
    else:
        flash(done, "success")
    return redirect(url_for(".show", project=the_project().slug, ref=ref, proposal=proposal), 303)


def _show(ref: str, proposal: str, form: SettleForm, status: int = 200) -> ResponseReturnValue:
    scope = the_project()
    view = staff_queries.proposal_page(scope.id, ref, proposal, at=now())
    board = staff_queries.board_head(scope.id, ref, at=now())
    return render_template("ideas/reshaping/manage_proposal.html", board=board, view=view, form=form), status


def _pick(ref: str, error: str = "", where: str = "") -> ResponseReturnValue:
    scope = the_project()
    chosen, words = _chosen(), request.args.get("q", "")[:200].strip()
    view = staff_queries.picks(scope.id, ref, chosen, words, page=page_number())
    kind = _kind()
    return (
        render_template(
            "ideas/reshaping/manage_pick.html",
            board=staff_queries.board_head(scope.id, ref, at=now()),
            view=view,
            kinds=KINDS,
            kind=kind or (ReshapingKind.MERGE if len(chosen) != 1 else None),
            words=words,
            unknown=[one for one in chosen if one not in {pick.ref for pick in view.picked}],
            errors=[{"text": error, "href": where}] if error else [],
        ),
        422 if error else 200,
    )


def _write(
    ref: str, kind: ReshapingKind, ideas: tuple[IdeaWords, ...], form: ProposalForm, status: int = 200
) -> ResponseReturnValue:
    board = staff_queries.board_head(the_project().id, ref, at=now())
    page = "ideas/reshaping/manage_write.html"
    return render_template(page, board=board, kind=kind, kinds=KINDS, ideas=ideas, form=form), status


def _kind() -> ReshapingKind | None:
    typed = request.args.get("kind", "")
    return ReshapingKind(typed) if typed in list(ReshapingKind) else None


def _chosen() -> tuple[str, ...]:
    return read_refs([*request.args.getlist("idea"), request.args.get("refs", "")])
