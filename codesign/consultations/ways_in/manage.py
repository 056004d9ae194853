"""Staff pages of ways in: who may answer, codes for invited people, and kiosks."""

from __future__ import annotations

import uuid
from typing import Any

import segno
from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from codesign.consultations.ways_in import here, kiosks, lists, queries, rolls
from codesign.consultations.ways_in.forms import AccessForm, KioskForm, ListForm, NumberForm
from codesign.core.errors import NotFound, Refused
from codesign.core.terms import Access
from codesign.web.clock import now
from codesign.web.downloads import attachment
from codesign.web.forms import Form
from codesign.web.identity import config, the_staff
from codesign.web.policy import Action, allows, the_project
from codesign.web.transactions import commits

bp = Blueprint("consultations_ways_in", __name__)

LARGEST_LIST = 10 * 1024 * 1024


@bp.url_value_preprocessor
def _allow_lists(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """A list of people may be larger than a form. Said before the form is read."""
    if endpoint == "consultations_ways_in.invite":
        request.max_content_length = LARGEST_LIST


@bp.get("/manage/<project>/questions/<ref>/ways-in")
@allows(Action.READ_PROJECT)
def index(project: str, ref: str) -> ResponseReturnValue:
    """Who may answer, codes and kiosks."""
    return _page(ref)


@bp.post("/manage/<project>/questions/<ref>/ways-in/access")
@allows(Action.EDIT_ACTIVITY)
@commits
def change_access(project: str, ref: str) -> ResponseReturnValue:
    """Say who may answer."""
    form = AccessForm()
    if not form.validate():
        return _page(ref, access=form, status=422)
    rolls.change_access(the_project().id, ref, Access(form.access.data), by=the_staff().id, at=now())
    flash(_("Saved."), "success")
    return _to("index", ref)


@bp.post("/manage/<project>/questions/<ref>/ways-in/list")
@allows(Action.EDIT_ACTIVITY)
@commits
def invite(project: str, ref: str) -> ResponseReturnValue:
    """Read a list of people and give it back with a code for each: the only time the codes are seen."""
    form = ListForm()
    if not form.validate():
        return _page(ref, people=form, status=422)
    content = form.file.data.read()
    try:
        people = lists.read_people(content)
        codes = rolls.invite(the_project().id, ref, people.references, source=content, by=the_staff().id, at=now())
    except lists.BadList as bad:
        form.file.errors = [_(bad.sentence, **bad.values)]
        return _page(ref, people=form, status=422)
    except Refused as refused:
        form.file.errors = [_(str(refused))]
        return _page(ref, people=form, status=422)
    return _codes(ref, people, codes)


@bp.post("/manage/<project>/questions/<ref>/ways-in/codes")
@allows(Action.EDIT_ACTIVITY)
@commits
def make_codes(project: str, ref: str) -> ResponseReturnValue:
    """Make so many codes: the only time they are seen."""
    form = NumberForm()
    if not form.validate():
        return _page(ref, number=form, status=422)
    try:
        codes = rolls.make_codes(
            the_project().id, ref, form.number, key=str(form.key.data), by=the_staff().id, at=now()
        )
    except Refused as refused:
        form.count.errors = [_(str(refused))]
        return _page(ref, number=form, status=422)
    return _codes(ref, lists.numbered_people(tuple(codes)), codes)


@bp.get("/manage/<project>/questions/<ref>/ways-in/roll")
@allows(Action.READ_PERSONAL_WORDS)
def roll(project: str, ref: str) -> ResponseReturnValue:
    """Who was invited and whether their code was used: never what they said."""
    return _roll(ref)


@bp.post("/manage/<project>/questions/<ref>/ways-in/revoke")
@allows(Action.EDIT_ACTIVITY)
@commits
def revoke(project: str, ref: str) -> ResponseReturnValue:
    """Take one code back."""
    try:
        rolls.revoke(the_project().id, ref, _named(request.form.get("entry", "")), by=the_staff().id, at=now())
    except Refused as refused:
        return _roll(ref, _(str(refused)), 422)
    flash(_("Taken back. The code no longer works."), "success")
    return _to("roll", ref)


@bp.post("/manage/<project>/questions/<ref>/ways-in/revoke-unused")
@allows(Action.EDIT_ACTIVITY)
@commits
def revoke_unused(project: str, ref: str) -> ResponseReturnValue:
    """Take back every code that was not used."""
    count = rolls.revoke_unused(the_project().id, ref, by=the_staff().id, at=now())
    flash(ngettext("%(num)s code taken back.", "%(num)s codes taken back.", count), "success")
    return _to("roll", ref)


@bp.post("/manage/<project>/questions/<ref>/ways-in/kiosks")
@allows(Action.EDIT_ACTIVITY)
@commits
def open_kiosk(project: str, ref: str) -> ResponseReturnValue:
    """Make a kiosk and show its address, once."""
    form = KioskForm()
    if not form.validate():
        return _page(ref, place=form, status=422)
    key = here.kiosk_key(str(form.key.data))
    kiosks.open_kiosk(the_project().id, ref, form.place.data, key=key, by=the_staff().id, at=now())
    path = url_for("consultations_entrance.set_up", project=the_project().slug, ref=ref, key=key)
    address = f"{config().base_url}{path}"
    return render_template(
        "consultations/ways_in/kiosk_made.html",
        view=queries.ways_in(the_project().id, ref),
        place=form.place.data,
        address=address,
        qr=segno.make(address, error="m", micro=False).svg_data_uri(border=2),
    )


@bp.post("/manage/<project>/questions/<ref>/ways-in/kiosks/end")
@allows(Action.EDIT_ACTIVITY)
@commits
def end_kiosk(project: str, ref: str) -> ResponseReturnValue:
    """End a kiosk."""
    kiosks.end_kiosk(the_project().id, ref, _named(request.form.get("kiosk", "")), by=the_staff().id, at=now())
    flash(_("Ended. Its address and its device no longer work."), "success")
    return _to("index", ref)


def _codes(ref: str, people: lists.People, codes: dict[str, str]) -> Response:
    path = url_for("consultations_entrance.code", project=the_project().slug, ref=ref)
    content = lists.merge_file(people, codes, f"{config().base_url}{path}")
    return attachment(content, f"{ref}-codes.csv", "text/csv; charset=utf-8")


def _page(
    ref: str,
    *,
    access: Form | None = None,
    people: Form | None = None,
    number: Form | None = None,
    place: Form | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    view = queries.ways_in(the_project().id, ref)
    path = url_for("consultations_entrance.code", project=the_project().slug, ref=ref)
    page = render_template(
        "consultations/ways_in/index.html",
        view=view,
        access=access or AccessForm(formdata=None, access=view.access.value),
        people=people or ListForm(formdata=None),
        number=number or NumberForm(formdata=None),
        place=place or KioskForm(formdata=None),
        code_address=f"{config().base_url}{path}",
    )
    return page, status


def _roll(ref: str, error: str | None = None, status: int = 200) -> ResponseReturnValue:
    asked = request.args.get("page", "1")
    looking_for = request.args.get("find", "").strip()[:120]
    view = queries.roll_page(
        the_project().id,
        ref,
        page=int(asked) if asked.isdecimal() and len(asked) < 7 else 1,
        looking_for=looking_for,
    )
    page = render_template("consultations/ways_in/roll.html", view=view, looking_for=looking_for, error=error)
    return page, status


def _named(given: str) -> uuid.UUID:
    try:
        return uuid.UUID(hex=given)
    except ValueError:
        raise NotFound("There is no such thing here.") from None


def _to(endpoint: str, ref: str) -> Response:
    return make_response(
        redirect(url_for(f"consultations_ways_in.{endpoint}", project=the_project().slug, ref=ref), 303)
    )
