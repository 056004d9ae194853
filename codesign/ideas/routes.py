"""Residents' pages of a board: the list of ideas, and support."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from codesign.core.errors import Refused, WrongStage
from codesign.core.terms import BoardAsks
from codesign.ideas import queries, supporting
from codesign.ideas.choosing.routes import page_to_choose
from codesign.ideas.decks import AT_ONCE, count_looks
from codesign.ideas.kept_cards import kept_cards
from codesign.ideas.requests import keep_pin, new_looks, page_number, visit_pin
from codesign.ideas.shapes import BoardFacts, Sort
from codesign.web.clock import now
from codesign.web.fragments import respond, safe_next, wants_region
from codesign.web.identity import known_participant, participant, staff
from codesign.web.limits import at_most_tries
from codesign.web.policy import Action, allows, the_project
from codesign.web.transactions import commits

bp = Blueprint("ideas", __name__)


@bp.get("/p/<project>/ideas")
@allows(Action.VISIT_PROJECT)
def board(project: str) -> ResponseReturnValue:
    """The first open board that asks for ideas; its page lists the others."""
    boards = queries.boards_of(the_project().id, now())
    shown = queries.shown_board(boards)
    return render_template("ideas/no_board.html") if shown is None else _page_of(boards, shown)


@bp.get("/p/<project>/ideas/<ref>")
@allows(Action.VISIT_PROJECT)
def board_by_ref(project: str, ref: str) -> ResponseReturnValue:
    """One board: its ideas, or the next statement to vote on."""
    boards = queries.boards_of(the_project().id, now())
    return _page_of(boards, queries.one_of_them(boards, ref))


def _page_of(
    boards: Sequence[BoardFacts], board: BoardFacts, *, problem: str = "", status: int = 200
) -> ResponseReturnValue:
    """The page of a board, or the region of it that htmx asks for. `problem`: why something could not be done."""
    scope = the_project()
    listed = "1" if request.args.get("list") else None
    if board.asks is BoardAsks.STATEMENTS or (board.asks is BoardAsks.PAIRS and not listed):
        return page_to_choose(boards, board)
    view = queries.board_page(
        scope.id,
        boards,
        board,
        me=known_participant(scope.id),
        pin=visit_pin(board.id),
        at=now(),
        sort=_sort(),
        theme=request.args.get("theme", ""),
        area=request.args.get("area", ""),
        only_mine=request.args.get("mine") == "1",
        page=page_number(),
    )
    keep_pin(board.id, view.pin)
    chosen = {
        "sort": None if view.sort is Sort.FAIR else view.sort.value,
        "theme": view.theme.ref if view.theme else None,
        "area": view.area.ref if view.area else None,
        "mine": "1" if view.only_mine else None,
        "list": listed,
    }
    more = wants_region() and request.headers.get("HX-Target") == "cards"
    return respond(
        "ideas/board.html",
        "ideas/_more.html" if more else "ideas/_board.html",
        status,
        view=view,
        chosen={name: value for name, value in chosen.items() if value},
        problem=problem,
        swapped=wants_region(),
        staff_looks=staff() is not None,
        kept_card=kept_cards(),
    )


@bp.post("/p/<project>/ideas/<ref>/seen")
@allows(Action.TAKE_PART)
@at_most_tries("240 per minute")
@commits
def seen(project: str, ref: str) -> ResponseReturnValue:
    """Count that ideas of a page were put before somebody, once a visit; nobody is made by it, and staff do not count."""
    board = queries.one_of_them(queries.boards_of(the_project().id, now()), ref)
    named = request.form.get("ideas", "").split()[:AT_ONCE]
    looks = [] if staff() is not None else new_looks(board.id, named)
    if looks:
        count_looks(board, looks, now())
    return "", 204


@bp.post("/p/<project>/ideas/<ref>/<idea>/support")
@allows(Action.TAKE_PART)
@commits
def support(project: str, ref: str, idea: str) -> ResponseReturnValue:
    """Support an idea or take it back. htmx gets the button again, all else goes back to the idea in its list."""
    scope = the_project()
    me = participant(scope.id)
    problem = ""
    try:
        if request.form.get("support") == "take-back":
            supporting.take_support_back(scope.id, ref, idea, by=me, at=now())
        else:
            supporting.support_idea(scope.id, ref, idea, by=me, at=now())
    except (Refused, WrongStage) as refusal:
        if isinstance(refusal, WrongStage) and not wants_region():
            raise
        problem = gettext(str(refusal))
    if wants_region():
        board, card = queries.support_of(scope.id, ref, idea, me=me, at=now())
        status = 422 if problem else 200
        return respond("ideas/_support.html", "ideas/_support.html", status, board=board, idea=card, problem=problem)
    if problem:
        boards = queries.boards_of(scope.id, now())
        return _page_of(boards, queries.one_of_them(boards, ref), problem=problem, status=422)
    return redirect(f"{_came_from(ref)}#idea-{idea}", 303)


def _came_from(ref: str) -> str:
    """The list or idea page that the button stood on: its own address, when the browser names it."""
    board = url_for("ideas.board_by_ref", project=the_project().slug, ref=ref)
    came = urlsplit(request.referrer or "")
    target = safe_next(came.path + (f"?{came.query}" if came.query else ""), board)
    above = url_for("ideas.board", project=the_project().slug)
    return target if came.netloc == request.host and target.startswith(above) else board


def _sort() -> Sort:
    typed = request.args.get("sort", "")
    return Sort(typed) if typed in list(Sort) else Sort.FAIR
