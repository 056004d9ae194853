"""Staff pages of paper cards: print them, type their ticks in, take an entry back."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from codesign.core.errors import NotFound, Refused
from codesign.ideas.paper import cards, commands, queries
from codesign.ideas.paper.commands import WrongRows
from codesign.ideas.paper.forms import (
    MOST_ROWS,
    ROWS,
    CardsForm,
    TakeBackForm,
    TicksForm,
    TypedRow,
    as_tallies,
    empty_rows,
    rows_sent,
)
from codesign.ideas.requests import page_number
from codesign.renderers.cards import CardSheet, CardWords, cards_pdf
from codesign.web.clock import now
from codesign.web.i18n import LANGUAGES
from codesign.web.identity import config, the_staff
from codesign.web.policy import Action, allows, the_project
from codesign.web.transactions import commits

bp = Blueprint("ideas_paper_manage", __name__)

BASE = "/manage/<project>/ideas/<ref>/paper"


@bp.get(BASE)
@allows(Action.TYPE_IN_ANSWERS)
def index(project: str, ref: str) -> ResponseReturnValue:
    """Cards to print, ticks to type in, what was typed in."""
    return _index(ref)


@bp.get(f"{BASE}/cards.pdf")
@allows(Action.TYPE_IN_ANSWERS)
def print_cards(project: str, ref: str) -> ResponseReturnValue:
    """The chosen ideas as cards; or the page again, with what to put right."""
    scope = the_project()
    view = queries.paper_page(scope.id, ref)
    form = CardsForm(formdata=request.args).offer(view.parts, view.shown, view.prompts)
    form.validate()
    chosen = form.chosen()
    if chosen is None:
        return _index(ref, 422, cards_form=form)
    try:
        printing = cards.to_print(scope.id, ref, chosen, at=now())
    except cards.UnknownRefs as unknown:
        form.refs.errors = [_(unknown.sentence.message, **unknown.sentence.values)]
        return _index(ref, 422, cards_form=form)
    except Refused as refused:
        form.which.errors = [_(str(refused))]
        return _index(ref, 422, cards_form=form)
    language = next((code for code in scope.languages if code in LANGUAGES), "en")
    with force_locale(language):
        words = CardWords(
            tick=_("Tick one box if you like this idea."),
            online=_("Read and answer online:"),
            code=_("Square code that opens the board"),
            run_mark=_("[%(n)s letters cannot be printed here]", n="%(n)s"),
        )
    sheet = CardSheet(
        title=printing.title,
        organisation=scope.organisation,
        language=language,
        address=config().base_url + url_for("ideas.board_by_ref", project=scope.slug, ref=ref),
        words=words,
        cards=printing.cards,
    )
    response = make_response(cards_pdf(sheet, made_at=printing.made_at))
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{ref}-cards.pdf"'
    return response


@bp.post(f"{BASE}/ticks")
@allows(Action.TYPE_IN_ANSWERS)
@commits
def type_in(project: str, ref: str) -> ResponseReturnValue:
    """Keep the rows that hold something; or say what to put right, with everything as it was typed."""
    view = queries.paper_page(the_project().id, ref)
    form = TicksForm()
    form.today = _today(view)
    rows = rows_sent(request.form)
    if request.form.get("act") == "more":
        rows = (*rows, *(TypedRow(len(rows) + number) for number in range(1, ROWS + 1)))[:MOST_ROWS]
        return _index(ref, ticks_form=form, rows=rows)
    good = form.validate()
    kept, wrong = as_tallies(rows)
    if not good or wrong or not kept:
        if not wrong and not kept:
            wrong = {1: _("Type at least one reference with its ticks.")}
        return _index(ref, 422, ticks_form=form, rows=_told(rows, wrong))
    try:
        ticks = commands.type_in(
            the_project().id,
            ref,
            form.place.data,
            _day(form.counted_on.data),
            kept,
            by=the_staff().id,
            at=now(),
        )
    except WrongRows as refused:
        said = {number: _(one.message, **one.values) for number, one in refused.wrong.items()}
        return _index(ref, 422, ticks_form=form, rows=_told(rows, said, refused.twice))
    flash(ngettext("%(num)s tick is kept.", "%(num)s ticks are kept.", ticks), "success")
    again = {"place": form.place.data, "on": _day(form.counted_on.data).isoformat()}
    return redirect(url_for("ideas_paper_manage.index", project=project, ref=ref, **again), 303)


@bp.get(f"{BASE}/ticks/<tally>")
@allows(Action.TYPE_IN_ANSWERS)
def ask_take_back(project: str, ref: str, tally: str) -> ResponseReturnValue:
    """Ask why an entry is taken back."""
    return _take_back(ref, _entry(ref, tally), TakeBackForm(formdata=None))


@bp.post(f"{BASE}/ticks/<tally>")
@allows(Action.TYPE_IN_ANSWERS)
@commits
def take_back(project: str, ref: str, tally: str) -> ResponseReturnValue:
    """Take an entry back, with the reason."""
    entry = _entry(ref, tally)
    form = TakeBackForm()
    if not form.validate():
        return _take_back(ref, entry, form, 422)
    commands.take_back(the_project().id, ref, entry.id, form.reason.data, by=the_staff().id, at=now())
    flash(_("The entry of %(idea)s is taken back.", idea=entry.ref), "success")
    return redirect(url_for("ideas_paper_manage.index", project=project, ref=ref, _anchor="typed"), 303)


def _entry(ref: str, tally: str) -> queries.Tally:
    try:
        key = uuid.UUID(hex=tally)
    except ValueError:
        raise NotFound("There is no such entry on this board.") from None
    entry = queries.one_tally(the_project().id, ref, key)
    if entry is None or entry.withdrawn_at is not None:
        raise NotFound("There is no such entry on this board.")
    return entry


def _take_back(ref: str, entry: queries.Tally, form: TakeBackForm, status: int = 200) -> ResponseReturnValue:
    return render_template("ideas/paper/take_back.html", ref=ref, entry=entry, form=form), status


def _index(
    ref: str,
    status: int = 200,
    *,
    cards_form: CardsForm | None = None,
    ticks_form: TicksForm | None = None,
    rows: tuple[TypedRow, ...] = (),
) -> ResponseReturnValue:
    view = queries.paper_page(the_project().id, ref, page=page_number())
    rows = rows or empty_rows()
    page = render_template(
        "ideas/paper/index.html",
        view=view,
        cards_form=cards_form or CardsForm(formdata=None).offer(view.parts, view.shown, view.prompts),
        ticks_form=ticks_form
        or TicksForm(formdata=None, place=request.args.get("place", "")[:120], counted_on=_on(view)),
        form=cards_form or ticks_form,
        rows=rows,
        wrong=[row for row in rows if row.error],
        most_rows=MOST_ROWS,
    )
    return page, status


def _told(
    rows: tuple[TypedRow, ...], wrong: Mapping[int, str], twice: frozenset[int] = frozenset()
) -> tuple[TypedRow, ...]:
    return tuple(replace(row, error=wrong.get(row.number, ""), asks=row.number in twice or row.again) for row in rows)


def _today(view: queries.PaperPage) -> date:
    return now().astimezone(ZoneInfo(view.zone)).date()


def _on(view: queries.PaperPage) -> date:
    """The day of the pile before, or today."""
    try:
        return min(date.fromisoformat(request.args.get("on", "")), _today(view))
    except ValueError:
        return _today(view)


def _day(value: Any) -> date:
    assert isinstance(value, date)  # the form is valid, so there is one
    return value
