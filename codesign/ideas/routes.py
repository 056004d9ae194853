"""Residents' pages of a board: the list, one idea, support, replies, votes on statements."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from urllib.parse import urlsplit

from flask import Blueprint, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from codesign.core.numbers import percent
from codesign.core.terms import BoardAsks, Vote
from codesign.ideas import commands, queries
from codesign.ideas.forms import ReplyForm, VoteForm
from codesign.ideas.shapes import BoardFacts, Sort
from codesign.web.clock import now
from codesign.web.fragments import respond, safe_next, wants_region
from codesign.web.identity import known_participant, participant
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


def _page_of(boards: Sequence[BoardFacts], board: BoardFacts) -> ResponseReturnValue:
    scope = the_project()
    me = known_participant(scope.id)
    if board.asks is BoardAsks.STATEMENTS:
        wanted = request.args.get("statement", "")
        statement = queries.statement_page(boards, board, me=me, seed=_seed(), wanted=wanted)
        return render_template("ideas/statement.html", view=statement, form=VoteForm(formdata=None))
    view = queries.board_page(
        scope.id,
        boards,
        board,
        me=me,
        seed=_seed(),
        at=now(),
        sort=_sort(),
        theme=request.args.get("theme", ""),
        only_mine=request.args.get("mine") == "1",
        page=page_number(),
    )
    more = wants_region() and request.headers.get("HX-Target") == "cards"
    return respond(
        "ideas/board.html", "ideas/_more.html" if more else "ideas/_board.html", view=view, swapped=wants_region()
    )


@bp.get("/p/<project>/ideas/<ref>/like")
@allows(Action.VISIT_PROJECT)
def like(project: str, ref: str) -> ResponseReturnValue:
    """Ideas like the line that is being typed: a region of the first page of an idea."""
    words = request.args.get("q", "") or request.args.get("title", "")
    found = queries.ideas_like(the_project().id, ref, words[:200], at=now())
    return respond("ideas/like.html", "ideas/_like.html", ref=ref, found=found)


@bp.get("/p/<project>/ideas/<ref>/<idea>")
@allows(Action.VISIT_PROJECT)
def idea(project: str, ref: str, idea: str) -> ResponseReturnValue:
    """One idea with its replies and the form for another."""
    return _idea(ref, idea, ReplyForm())


def _idea(ref: str, idea: str, form: ReplyForm, status: int = 200) -> ResponseReturnValue:
    scope = the_project()
    view = queries.idea_page(scope.id, ref, idea, me=known_participant(scope.id), at=now(), page=page_number())
    if view.moved_to:
        return redirect(url_for("ideas.idea", project=scope.slug, ref=ref, idea=view.moved_to), 303)
    return render_template("ideas/idea.html", view=view, form=form), status


@bp.post("/p/<project>/ideas/<ref>/<idea>/replies")
@allows(Action.TAKE_PART)
@commits
def reply(project: str, ref: str, idea: str) -> ResponseReturnValue:
    """Reply to an idea; a receipt follows."""
    scope = the_project()
    form = ReplyForm()
    if not form.validate():
        return _idea(ref, idea, form, 422)
    sent = commands.send_reply(
        scope.id, ref, idea, form.draft(), form.key.data or "", by=participant(scope.id), at=now(), language=language()
    )
    return redirect(url_for("ideas_add.sent", project=project, ref=ref, sending=sent), 303)


@bp.post("/p/<project>/ideas/<ref>/<idea>/support")
@allows(Action.TAKE_PART)
@commits
def support(project: str, ref: str, idea: str) -> ResponseReturnValue:
    """Support an idea or take it back. htmx gets the button again, all else goes back to the idea in its list."""
    scope = the_project()
    me = participant(scope.id)
    if request.form.get("support") == "take-back":
        commands.take_support_back(scope.id, ref, idea, by=me, at=now())
    else:
        commands.support_idea(scope.id, ref, idea, by=me, at=now())
    if wants_region():
        facts, card = queries.support_of(scope.id, ref, idea, me=me, at=now())
        return respond("ideas/_support.html", "ideas/_support.html", board=facts, idea=card)
    return redirect(f"{_came_from(ref)}#idea-{idea}", 303)


def _came_from(ref: str) -> str:
    """The list or idea page that the button stood on: its own address, when the browser names it."""
    board = url_for("ideas.board_by_ref", project=the_project().slug, ref=ref)
    came = urlsplit(request.referrer or "")
    target = safe_next(came.path + (f"?{came.query}" if came.query else ""), board)
    above = url_for("ideas.board", project=the_project().slug)
    return target if came.netloc == request.host and target.startswith(above) else board


@bp.post("/p/<project>/ideas/<ref>/<idea>/vote")
@allows(Action.TAKE_PART)
@commits
def vote(project: str, ref: str, idea: str) -> ResponseReturnValue:
    """Agree, disagree or pass on a statement, then the next one."""
    scope = the_project()
    form = VoteForm()
    me = participant(scope.id)
    if not form.validate():
        boards = queries.boards_of(scope.id, now())
        board = queries.one_of_them(boards, ref)
        view = queries.statement_page(boards, board, me=me, seed=_seed(), wanted=idea)
        return render_template("ideas/statement.html", view=view, form=form), 422
    commands.cast_vote(scope.id, ref, idea, Vote(form.vote.data or ""), by=me, at=now())
    if request.args.get("from") == "votes":
        return redirect(url_for("ideas.votes", project=project, ref=ref, _anchor=f"vote-{idea}"), 303)
    return redirect(url_for("ideas.board_by_ref", project=project, ref=ref), 303)


@bp.get("/p/<project>/ideas/<ref>/votes")
@allows(Action.VISIT_PROJECT)
def votes(project: str, ref: str) -> ResponseReturnValue:
    """One's own votes on a board, each to be changed."""
    scope = the_project()
    view = queries.own_votes(scope.id, ref, me=known_participant(scope.id), at=now(), page=page_number())
    return render_template("ideas/votes.html", view=view)


@bp.get("/p/<project>/ideas/<ref>/results")
@allows(Action.VISIT_PROJECT)
def results(project: str, ref: str) -> ResponseReturnValue:
    """How people voted, once totals are shown."""
    view = queries.results_page(the_project().id, ref, at=now(), page=page_number())
    return render_template("ideas/results.html", view=view, percent=percent)


def page_number() -> int:
    """The page asked for, 1 for anything that is none."""
    typed = request.args.get("page", "1")
    return min(max(int(typed), 1), 10_000) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 1


def language() -> str:
    """The language of this request, for the words sent in it."""
    return str(g.get("language", "en"))


def _sort() -> Sort:
    typed = request.args.get("sort", "")
    return Sort(typed) if typed in list(Sort) else Sort.FAIR


def _seed() -> str:
    """What one visit's fair mix is drawn from: it stays the same from page to page, and says nothing of who visits."""
    if "visit" not in session:
        session["visit"] = secrets.token_hex(8)
    return str(session["visit"])
