"""Staff pages of boards: the list, making and changing a board, its ideas, its statements."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from codesign.core.errors import Refused
from codesign.core.terms import AnswerState, BoardAsks, BoardPhaseKind, Standing
from codesign.ideas import boards, staff_queries
from codesign.ideas.board_forms import BoardForm, StatementsForm
from codesign.ideas.dates import acts_on
from codesign.ideas.phases import SHORT, PhaseDraft, choosing_lasts, permits_of
from codesign.ideas.requests import page_number
from codesign.ideas.staff_shapes import Answered, StaffBoard, StaffSort, Wanted
from codesign.ledger import actor_person
from codesign.web.clock import now
from codesign.web.identity import the_staff
from codesign.web.policy import Action, action_of, allows, may, the_project
from codesign.web.transactions import commits

bp = Blueprint("ideas_manage", __name__)

ANSWERS = {
    AnswerState.LOOKING: _l("Being looked at"),
    AnswerState.ACCEPTED: _l("Accepted"),
    AnswerState.PARTLY: _l("Partly"),
    AnswerState.NOT_NOW: _l("Not now"),
    AnswerState.NOT_POSSIBLE: _l("Not possible"),
    AnswerState.ALREADY_HAPPENING: _l("Already happening"),
    AnswerState.OUTSIDE: _l("Outside what this project decides"),
}


@bp.app_context_processor
def _parts() -> dict[str, Any]:
    return {"board_tabs": board_tabs}


def board_tabs() -> list[tuple[str, str, str]]:
    """The parts of the board of this address that this person may open: (key, address, name)."""
    parts = (
        ("ideas", "ideas_manage.board", _("Ideas")),
        ("settings", "ideas_manage.edit", _("Phases and settings")),
        ("reshaping", "ideas_reshaping_manage.index", _("Merge and split")),
        ("answers", "ideas_answers_manage.index", _("Answers")),
        ("results", "ideas_choosing_manage.results", _("Results")),
        ("paper", "ideas_paper_manage.index", _("Paper cards")),
        ("exchange", "ideas_exchange_manage.index", _("In and out")),
    )
    slug, ref = the_project().slug, (request.view_args or {})["ref"]
    return [
        (key, url_for(endpoint, project=slug, ref=ref), words)
        for key, endpoint, words in parts
        if endpoint in current_app.view_functions and may(action_of(endpoint))
    ]


@bp.get("/manage/<project>/ideas")
@allows(Action.READ_PROJECT)
def index(project: str) -> ResponseReturnValue:
    """Every board with its numbers."""
    return render_template("ideas/manage_index.html", view=staff_queries.boards_page(the_project().id, now()))


@bp.get("/manage/<project>/ideas/new")
@allows(Action.EDIT_ACTIVITY)
def new(project: str) -> ResponseReturnValue:
    return _form(None, BoardForm())


@bp.post("/manage/<project>/ideas/new")
@allows(Action.EDIT_ACTIVITY)
@commits
def create(project: str) -> ResponseReturnValue:
    """Make a board; it opens later, by a button."""
    form = BoardForm()
    if not form.validate():
        return _form(None, form, 422)
    ref = boards.create_board(the_project().id, form.draft(), by=_me(), at=now())
    flash(_("Board %(ref)s is made. Residents see it when you open it.", ref=ref), "success")
    return redirect(url_for("ideas_manage.board", project=project, ref=ref), 303)


@bp.get("/manage/<project>/ideas/<ref>")
@allows(Action.READ_PROJECT)
def board(project: str, ref: str) -> ResponseReturnValue:
    """One board and its ideas with their status."""
    return _board(ref, StatementsForm(formdata=None))


def _board(ref: str, form: StatementsForm, status: int = 200) -> ResponseReturnValue:
    view = staff_queries.board_page(the_project().id, ref, at=now(), wanted=_wanted())
    acts = acts_on(view.board.asks, of_others=True)
    return render_template("ideas/manage_board.html", view=view, form=form, answers=ANSWERS, acts=acts), status


@bp.get("/manage/<project>/ideas/<ref>/edit")
@allows(Action.EDIT_ACTIVITY)
def edit(project: str, ref: str) -> ResponseReturnValue:
    """What a board asks, and its phases."""
    view = staff_queries.one_board(the_project().id, ref, now())
    return _form(view, BoardForm(data=_typed(view)))


@bp.post("/manage/<project>/ideas/<ref>/edit")
@allows(Action.EDIT_ACTIVITY)
@commits
def change(project: str, ref: str) -> ResponseReturnValue:
    """Change a board."""
    form = BoardForm()
    if form.validate():
        try:
            boards.change_board(the_project().id, ref, form.draft(), by=_me(), at=now())
        except Refused as refused:
            field = form.budget if isinstance(refused, boards.BudgetTooSmall) else form.asks
            field.errors = [_(str(refused))]
        else:
            flash(_("Board %(ref)s is saved.", ref=ref), "success")
            return redirect(url_for("ideas_manage.board", project=project, ref=ref), 303)
    return _form(staff_queries.one_board(the_project().id, ref, now()), form, 422)


@bp.post("/manage/<project>/ideas/<ref>/open")
@allows(Action.EDIT_ACTIVITY)
@commits
def open_board(project: str, ref: str) -> ResponseReturnValue:
    """Open the board to residents."""
    try:
        boards.open_to_residents(the_project().id, ref, by=_me(), at=now())
    except Refused as refused:
        flash(_(str(refused)), "warning")
    else:
        flash(_("Board %(ref)s is open.", ref=ref), "success")
    return redirect(url_for("ideas_manage.board", project=project, ref=ref), 303)


@bp.post("/manage/<project>/ideas/<ref>/close")
@allows(Action.EDIT_ACTIVITY)
@commits
def close_board(project: str, ref: str) -> ResponseReturnValue:
    """Close the board: residents can read it, nothing more."""
    boards.close_to_residents(the_project().id, ref, by=_me(), at=now())
    flash(_("Board %(ref)s is closed. Residents can still read it.", ref=ref), "success")
    return redirect(url_for("ideas_manage.board", project=project, ref=ref), 303)


@bp.post("/manage/<project>/ideas/<ref>/statements")
@allows(Action.EDIT_ACTIVITY)
@commits
def add_statements(project: str, ref: str) -> ResponseReturnValue:
    """Put statements on a board, one a line."""
    form = StatementsForm()
    if not form.validate():
        return _board(ref, form, 422)
    many = boards.add_statements(the_project().id, ref, form.lines, by=_me(), at=now())
    flash(ngettext("%(num)s statement is new.", "%(num)s statements are new.", many), "success")
    return redirect(url_for("ideas_manage.board", project=project, ref=ref), 303)


def _me() -> str:
    return actor_person(the_staff().id)


def _form(view: StaffBoard | None, form: BoardForm, status: int = 200) -> ResponseReturnValue:
    early = form.reacts_early.data != "choosing"
    page = render_template(
        "ideas/manage_board_form.html",
        board=view,
        ref=view.ref if view else None,
        form=form,
        phases=[(kind, *form.of_phase(kind), permits_of(kind, reacts_early=early)) for kind in BoardPhaseKind],
        acts=acts_on(view.asks if view else BoardAsks.IDEAS, of_others=True),
    )
    return page, status


def _wanted() -> Wanted:
    """Which ideas the address asks for; what does not exist asks for nothing."""
    asked = request.args
    standing, answer, sort, prompt = (asked.get(name, "") for name in ("standing", "answer", "sort", "prompt"))
    return Wanted(
        standing=Standing(standing) if standing in list(Standing) else None,
        prompt=int(prompt) if prompt.isascii() and prompt.isdigit() and len(prompt) < 4 else None,
        area=asked.get("area", "")[:12],
        answer=_answer(answer),
        words=asked.get("q", "")[:100],
        sort=StaffSort(sort) if sort in list(StaffSort) else StaffSort.NEWEST,
        page=page_number(),
        of_others=may(Action.READ_PERSONAL_WORDS),
    )


def _answer(typed: str) -> AnswerState | Answered | None:
    if typed in list(AnswerState):
        return AnswerState(typed)
    return Answered(typed) if typed in list(Answered) else None


def _typed(view: StaffBoard) -> dict[str, Any]:
    drafts = [PhaseDraft(phase.kind, phase.starts_on, phase.words) for phase in view.phases]
    lasts = choosing_lasts(drafts, view.closes_on) or timedelta(days=SHORT.days)
    phases = {f"{phase.kind.value}_on": phase.starts_on for phase in view.phases}
    phases |= {f"{phase.kind.value}_words": phase.words for phase in view.phases}  # type: ignore[misc]
    return {
        "title": view.title,
        "introduction": view.introduction,
        "asks": view.asks.value,
        "budget": view.budget,
        "prompts": "\n".join(view.prompts),
        "takes_photos": view.takes_photos,
        "asks_place": view.asks_place,
        "influence": view.influence.value,
        "influence_reason": view.influence_reason,
        "moderation": view.moderation.value,
        "totals": view.totals.value,
        "reacts_early": "early" if view.reacts_early else "choosing",
        "opens_on": view.opens_on,
        "closes_on": view.closes_on,
        "closes_time": view.closes_time,
        "short_choosing": lasts < SHORT,
        **phases,
    }
