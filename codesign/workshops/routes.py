"""Residents' pages of workshops: the door, the room on a phone, cards and dots."""

from __future__ import annotations

import uuid

from flask import Blueprint, Response, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound as PageNotFound

from codesign.core.errors import Refused, WrongStage
from codesign.core.workshop import Doing
from codesign.web.clock import now
from codesign.web.errors import error_page
from codesign.web.fragments import respond
from codesign.web.identity import known_participant, participant
from codesign.web.policy import Action, allows, may, the_project
from codesign.web.transactions import commits
from codesign.workshops import joining, queries
from codesign.workshops.door import WAIT_SECONDS, count_wrong_code, knows_room, must_wait_at_door, remember_room
from codesign.workshops.forms import CardForm, DotsForm, JoinForm, NicknameForm
from codesign.workshops.queries import StepBox

bp = Blueprint("workshops", __name__)

PLACES = {Doing.WRITE: "workshops.card", Doing.VOTE: "workshops.vote", Doing.RESULTS: "workshops.vote"}


@bp.before_request
def keep_door() -> ResponseReturnValue | None:
    """Someone whose network has tried many codes waits, unless this browser has had this code before."""
    code = (request.view_args or {}).get("code")
    if code is None or knows_room(code):
        return None
    if must_wait_at_door() and not may(Action.RUN_WORKSHOP):
        return wait_page()
    remember_room(code)
    return None


@bp.errorhandler(PageNotFound)
def unknown_room(_error: PageNotFound) -> ResponseReturnValue:
    """A code in an address counts like one typed at the door."""
    if "code" in (request.view_args or {}) and g.get("project") is None:
        if must_wait_at_door():
            return wait_page()
        count_wrong_code()
    return error_page(404)


def wait_page() -> Response:
    response = Response(render_template("workshops/wait.html", seconds=WAIT_SECONDS), 429)
    response.headers["Retry-After"] = str(WAIT_SECONDS)
    return response


@bp.get("/join")
@allows(Action.READ_PUBLIC)
def join() -> ResponseReturnValue:
    form = JoinForm(request.args, meta={"csrf": True})
    return render_template("workshops/join.html", form=form, door=None)


@bp.post("/join")
@allows(Action.READ_PUBLIC)
@commits
def post_join() -> ResponseReturnValue:
    form = JoinForm()
    if must_wait_at_door():
        return wait_page()
    if not form.validate():
        return respond("workshops/join.html", None, 422, form=form, door=None)
    found = queries.door(form.read_code, at=now())
    if found is None:
        count_wrong_code()
        form.code.errors = [_("We cannot find that code. Check the big screen and try again.")]
        return respond("workshops/join.html", None, 422, form=form, door=None)
    remember_room(found.code)
    if found.lets_in:
        person = participant(found.project_id)
        joining.join_room(found.project_id, found.code, person, form.nickname.data or "", at=now())
    return redirect(url_for("workshops.room", code=found.code), 303)


@bp.get("/w/<code>")
@allows(Action.TAKE_PART)
def room(code: str) -> ResponseReturnValue:
    """The door for someone with a QR code; for someone inside, the place where the room is now."""
    at, project = now(), the_project()
    if not queries.is_in_room(project.id, code, known_participant(project.id)):
        door = queries.door_of(project.id, code, at=at)
        return render_template("workshops/join.html", form=NicknameForm(formdata=None), door=door)
    box = queries.step_box(project.id, code, at=at)
    if box.doing in PLACES:
        return redirect(url_for(PLACES[box.doing], code=code), 303)
    return render_template("workshops/room.html", box=box)


@bp.post("/w/<code>")
@allows(Action.TAKE_PART)
@commits
def post_room(code: str) -> ResponseReturnValue:
    project, form = the_project(), NicknameForm()
    door = queries.door_of(project.id, code, at=now())
    if door.lets_in and not form.validate():
        return respond("workshops/join.html", None, 422, form=form, door=door)
    if door.lets_in:
        joining.join_room(project.id, code, participant(project.id), form.nickname.data or "", at=now())
    return redirect(url_for("workshops.room", code=code), 303)


@bp.get("/w/<code>/step")
@allows(Action.TAKE_PART)
def step(code: str) -> ResponseReturnValue:
    """The box that says what to do now. `at` and `step` say where the asking page is. 304 while nothing has changed."""
    box = queries.step_box(the_project().id, code, at=now())
    here, seen = request.args.get("at", ""), request.args.get("step", "")
    tag = f"{box.tag}-{get_locale()}"
    if request.if_none_match.contains_weak(tag):
        return not_modified(tag)
    response = Response(render_template("workshops/_step.html", box=box, here=here, seen=seen))
    response.set_etag(tag)
    return response


def not_modified(tag: str) -> Response:
    response = Response(status=304)
    response.set_etag(tag)
    return response


@bp.get("/w/<code>/card")
@allows(Action.TAKE_PART)
def card(code: str) -> ResponseReturnValue:
    return _card_page(code, CardForm(formdata=None))


@bp.post("/w/<code>/card")
@allows(Action.TAKE_PART)
@commits
def post_card(code: str) -> ResponseReturnValue:
    project, person, form = the_project(), _person(), CardForm()
    if person is None:
        return redirect(url_for("workshops.room", code=code), 303)
    if not form.validate():
        return _card_page(code, form, 422)
    try:
        put = joining.put_card(project.id, code, person, form.draft(), at=now())
    except WrongStage:
        form.text.errors = [_("The room has moved on. Your card is not on the wall. Show it to the host.")]
        return _card_page(code, form, 422)
    except Refused as refused:
        form.text.errors = [gettext(str(refused))]
        return _card_page(code, form, 422)
    return redirect(url_for("workshops.card", code=code, put="waits" if put.waits else "wall", _anchor="mine"), 303)


@bp.get("/w/<code>/card/<uuid:card_id>")
@allows(Action.TAKE_PART)
def change_card(code: str, card_id: uuid.UUID) -> ResponseReturnValue:
    return _change_page(code, card_id, None)


@bp.post("/w/<code>/card/<uuid:card_id>")
@allows(Action.TAKE_PART)
@commits
def post_change_card(code: str, card_id: uuid.UUID) -> ResponseReturnValue:
    project, person, form = the_project(), _person(), CardForm()
    if person is None:
        return redirect(url_for("workshops.room", code=code), 303)
    if not form.validate():
        return _change_page(code, card_id, form, 422)
    try:
        joining.change_card(project.id, code, person, card_id, form.text.data or "", at=now())
    except WrongStage:
        form.text.errors = [_("Grouping has begun. Your card stays as it was. Talk to the host.")]
        return _change_page(code, card_id, form, 422)
    return redirect(url_for("workshops.card", code=code, _anchor="mine"), 303)


@bp.post("/w/<code>/card/<uuid:card_id>/remove")
@allows(Action.TAKE_PART)
@commits
def remove_card(code: str, card_id: uuid.UUID) -> ResponseReturnValue:
    project, person = the_project(), _person()
    if person is None:
        return redirect(url_for("workshops.room", code=code), 303)
    try:
        joining.remove_card(project.id, code, person, card_id, at=now())
    except WrongStage:
        form = CardForm(formdata=None)
        form.text.errors = [_("Grouping has begun. Your card stays as it was. Talk to the host.")]
        return _change_page(code, card_id, form, 422)
    return redirect(url_for("workshops.card", code=code, _anchor="mine"), 303)


@bp.get("/w/<code>/vote")
@allows(Action.TAKE_PART)
def vote(code: str) -> ResponseReturnValue:
    return _vote_page(code, "")


@bp.post("/w/<code>/vote")
@allows(Action.TAKE_PART)
@commits
def post_vote(code: str) -> ResponseReturnValue:
    project, person, form = the_project(), _person(), DotsForm()
    if person is None:
        return redirect(url_for("workshops.room", code=code), 303)
    tap = form.draft() if form.validate() else None
    if tap is None:
        return _vote_page(code, _("We could not read that tap. Try once more."), 422)
    try:
        joining.give_dots(project.id, code, person, *tap, at=now())
    except WrongStage:
        return _vote_page(code, _("The time is up. Your dots stay as they are."), 422)
    except Refused as refused:
        return _vote_page(code, gettext(str(refused)), 422)
    return redirect(url_for("workshops.vote", code=code, _anchor=f"g-{tap[0]}"), 303)


def _person() -> uuid.UUID | None:
    return known_participant(the_project().id)


def _inside(code: str) -> tuple[StepBox, uuid.UUID] | None:
    """What the room does, and who this is; None for someone who has not come in."""
    project, person = the_project(), _person()
    if person is None or not queries.is_in_room(project.id, code, person):
        return None
    return queries.step_box(project.id, code, at=now()), person


def _card_page(code: str, form: CardForm, status: int = 200) -> ResponseReturnValue:
    inside = _inside(code)
    if inside is None:
        return redirect(url_for("workshops.room", code=code), 303)
    box, person = inside
    # Words that came too late stay on this page; without any, the person goes where the room is.
    if box.doing not in (Doing.WRITE, Doing.LOOK_UP) and status == 200:
        return redirect(url_for("workshops.room", code=code), 303)
    mine = queries.card_page(the_project().id, box, person)
    put = request.args.get("put", "")
    return respond("workshops/card.html", "workshops/_write.html", status, box=box, mine=mine, form=form, put=put)


def _change_page(code: str, card_id: uuid.UUID, form: CardForm | None, status: int = 200) -> ResponseReturnValue:
    inside = _inside(code)
    if inside is None:
        return redirect(url_for("workshops.room", code=code), 303)
    box, person = inside
    page = queries.card_page(the_project().id, box, person)
    mine = next((each for each in page.cards if each.id == card_id and not each.hidden), None)
    if mine is None or (box.doing is not Doing.WRITE and status == 200):
        return redirect(url_for("workshops.card", code=code), 303)
    if form is None:
        form = CardForm(formdata=None, text=mine.text)
    elif not form.text.data:
        form.text.data = mine.text
    return respond("workshops/change_card.html", None, status, box=box, mine=mine, form=form)


def _vote_page(code: str, problem: str, status: int = 200) -> ResponseReturnValue:
    inside = _inside(code)
    if inside is None:
        return redirect(url_for("workshops.room", code=code), 303)
    box, person = inside
    if box.doing not in (Doing.VOTE, Doing.RESULTS):
        return redirect(url_for("workshops.room", code=code), 303)
    ballot = queries.vote_page(the_project().id, box, person)
    return respond("workshops/vote.html", "workshops/_vote.html", status, box=box, ballot=ballot, problem=problem)
