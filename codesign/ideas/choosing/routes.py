"""Residents' side of choosing: voting, choosing between two, one's own choices, what they come to."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from codesign.core.errors import Refused
from codesign.core.numbers import percent
from codesign.core.terms import BoardAsks, Vote
from codesign.ideas import queries as boards
from codesign.ideas.choosing import commands, queries
from codesign.ideas.choosing.forms import NEITHER, TAKE_BACK, PairForm, VoteForm
from codesign.ideas.choosing.shapes import Order
from codesign.ideas.requests import page_number, visit_seed
from codesign.ideas.shapes import BoardFacts
from codesign.web.clock import now
from codesign.web.identity import known_participant, participant
from codesign.web.policy import Action, allows, the_project
from codesign.web.transactions import commits

bp = Blueprint("ideas_choosing", __name__)


def page_to_choose(every: Sequence[BoardFacts], board: BoardFacts) -> ResponseReturnValue:
    """The page of a board of statements or of pairs: the next one, or the one asked for."""
    if board.asks is BoardAsks.PAIRS:
        first, second = request.args.get("first", ""), request.args.get("second", "")
        return _pair(every, board, PairForm(formdata=None), wanted=(first, second) if first and second else None)
    return _statement(every, board, VoteForm(formdata=None), wanted=request.args.get("statement", ""))


@bp.post("/p/<project>/ideas/<ref>/<idea>/vote")
@allows(Action.TAKE_PART)
@commits
def vote(project: str, ref: str, idea: str) -> ResponseReturnValue:
    """Agree, disagree or pass on a statement, then the next one; or take one's vote back."""
    scope = the_project()
    form = VoteForm()
    if not form.validate():
        every = boards.boards_of(scope.id, now())
        return _statement(every, boards.one_of_them(every, ref), form, wanted=idea, status=422)
    me = participant(scope.id)
    if form.vote.data == TAKE_BACK:
        commands.take_vote_back(scope.id, ref, idea, by=me, at=now())
    else:
        commands.cast_vote(scope.id, ref, idea, Vote(form.vote.data or ""), by=me, at=now())
    if request.args.get("from") == "votes":
        return redirect(url_for("ideas_choosing.votes", project=project, ref=ref, _anchor=f"vote-{idea}"), 303)
    return redirect(url_for("ideas.board_by_ref", project=project, ref=ref), 303)


@bp.post("/p/<project>/ideas/<ref>/pair")
@allows(Action.TAKE_PART)
@commits
def choose(project: str, ref: str) -> ResponseReturnValue:
    """Choose one of two ideas, then the next two; or take one's choice back."""
    scope = the_project()
    form = PairForm()
    pair = (form.first.data or "", form.second.data or "")
    if form.validate():
        me = participant(scope.id)
        try:
            if form.chosen.data == TAKE_BACK:
                commands.take_choice_back(scope.id, ref, pair, by=me, at=now())
            else:
                chosen = "" if form.chosen.data == NEITHER else form.chosen.data or ""
                commands.choose_of_pair(scope.id, ref, pair, chosen, by=me, at=now())
        except Refused as refused:
            form.chosen.errors = [_(str(refused))]
        else:
            back = "ideas_choosing.votes" if request.args.get("from") == "votes" else "ideas.board_by_ref"
            return redirect(url_for(back, project=project, ref=ref), 303)
    every = boards.boards_of(scope.id, now())
    wanted = pair if all(pair) and pair[0] != pair[1] else None
    return _pair(every, boards.one_of_them(every, ref), form, wanted=wanted, status=422)


@bp.get("/p/<project>/ideas/<ref>/votes")
@allows(Action.VISIT_PROJECT)
def votes(project: str, ref: str) -> ResponseReturnValue:
    """One's own votes or choices on a board, each to be changed or taken back."""
    scope = the_project()
    view = queries.own_votes(scope.id, ref, me=known_participant(scope.id), at=now(), page=page_number())
    return render_template("ideas/choosing/votes.html", view=view)


@bp.get("/p/<project>/ideas/<ref>/results")
@allows(Action.VISIT_PROJECT)
def results(project: str, ref: str) -> ResponseReturnValue:
    """What reactions come to, once totals are shown."""
    scope = the_project()
    view = queries.results_page(
        scope.id, ref, me=known_participant(scope.id), at=now(), order=order_asked(), page=page_number()
    )
    return render_template("ideas/choosing/results.html", view=view, percent=percent)


def order_asked() -> Order:
    """The order of the results that was asked for; the first one for anything that is none."""
    typed = request.args.get("order", "")
    return Order(typed) if typed in list(Order) else Order.AGREED


def _statement(
    every: Sequence[BoardFacts], board: BoardFacts, form: VoteForm, *, wanted: str, status: int = 200
) -> ResponseReturnValue:
    me = known_participant(the_project().id)
    view = queries.statement_page(every, board, me=me, seed=visit_seed(), wanted=wanted)
    return render_template("ideas/choosing/statement.html", view=view, form=form), status


def _pair(
    every: Sequence[BoardFacts],
    board: BoardFacts,
    form: PairForm,
    *,
    wanted: tuple[str, str] | None,
    status: int = 200,
) -> ResponseReturnValue:
    me = known_participant(the_project().id)
    view = queries.pair_page(every, board, me=me, seed=visit_seed(), wanted=wanted)
    return render_template("ideas/choosing/pair.html", view=view, form=form), status
