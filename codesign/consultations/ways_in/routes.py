"""Coming in: the page to type a code on, and the kiosk of a library from one person to the next."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from codesign.consultations import queries as consultation_queries
from codesign.consultations.ways_in import entering, here, kiosks, queries
from codesign.consultations.ways_in.forms import CodeForm
from codesign.core.closing import Closed, NotYetOpen
from codesign.core.errors import NotFound, Refused
from codesign.core.terms import Access, Mode
from codesign.web.clock import now
from codesign.web.i18n import spoken_language
from codesign.web.identity import known_participant, new_participant_key, participant
from codesign.web.limits import count_try, limit, network, spent
from codesign.web.policy import Action, allows, the_project
from codesign.web.transactions import commits

bp = Blueprint("consultations_entrance", __name__)

# Only wrong codes count: a care home is one network with many people who each type theirs right.
WRONG_CODES = limit("invitation", per_network="40 per 10 minutes", per_account="20 per 10 minutes")


@bp.app_context_processor
def _kiosk() -> dict[str, object]:
    return here.around()


@bp.errorhandler(Closed)
def _closed(_error: Closed) -> ResponseReturnValue:
    scope, ref = the_project(), str((request.view_args or {})["ref"])
    view = consultation_queries.closed_page(
        scope.id, ref, known_participant(scope.id), at=now(), language=spoken_language()
    )
    return render_template("consultations/closed.html", view=view), 410


@bp.errorhandler(NotYetOpen)
def _not_yet_open(_error: NotYetOpen) -> ResponseReturnValue:
    return _to("consultations.start", str((request.view_args or {})["ref"]))


@bp.get("/p/<project>/c/<ref>/code")
@allows(Action.VISIT_PROJECT)
def code(project: str, ref: str) -> ResponseReturnValue:
    """Type the code from a letter."""
    return _code(ref, CodeForm(formdata=None))


@bp.post("/p/<project>/c/<ref>/code")
@allows(Action.TAKE_PART)
@commits
def enter(project: str, ref: str) -> ResponseReturnValue:
    """Begin, or carry on, with the code. Codes stay out of addresses, which are kept in logs."""
    form, scope, at = CodeForm(), the_project(), now()
    if not form.validate():
        return _code(ref, form, 422)
    key = f"{WRONG_CODES.name}:{network()}"
    if spent(WRONG_CODES.network, key):
        form.code.errors = [_("That was too many wrong codes. Wait ten minutes, then try again.")]
        return _code(ref, form, 429)
    kiosk = here.kiosk_for(ref)
    who = known_participant(scope.id)
    if who is not None and entering.holds_other_answers(scope.id, ref, who, form.code.data):
        new_participant_key()  # somebody else's answers stay with their own key
    here.say_shared(bool(request.form.get("shared_device")))
    try:
        entering.enter_with_code(
            scope.id,
            ref,
            form.code.data,
            by=participant(scope.id),
            at=at,
            shared_device=here.is_shared(),
            mode=Mode.KIOSK if kiosk is not None else None,
        )
    except Refused as refused:
        count_try(WRONG_CODES.network, key)
        form.code.errors = [_(str(refused))]
        return _code(ref, form, 422)
    on = consultation_queries.goes_on_at(scope.id, ref, participant(scope.id))
    return _to("consultations.question", ref, question=on) if on else _to("consultations.check", ref)


@bp.get("/p/<project>/c/<ref>/kiosk")
@allows(Action.VISIT_PROJECT)
def kiosk(project: str, ref: str) -> ResponseReturnValue:
    """The screen between two people: one big button. Whoever was here before is forgotten by this device."""
    found = here.kiosk_for(ref)
    if here.is_marked():  # anybody else who comes here keeps what is theirs
        here.empty_session()
    view = consultation_queries.start_page(the_project().id, ref, None, at=now(), language=spoken_language())
    if found is not None:
        return here.forget_person(make_response(render_template("consultations/ways_in/kiosk.html", view=view)))
    response = make_response(render_template("consultations/ways_in/kiosk_over.html", view=view), 410)
    return here.stop_being_kiosk(response) if here.is_marked() and here.kiosk_here() is None else response


@bp.post("/p/<project>/c/<ref>/kiosk")
@allows(Action.TAKE_PART)
@commits
def start_turn(project: str, ref: str) -> ResponseReturnValue:
    """The next person starts clean."""
    if here.kiosk_for(ref) is None:
        return _to("consultations_entrance.kiosk", ref)
    here.start_clean()
    scope = the_project()
    if queries.access_of(scope.id, ref) is Access.INVITED:
        return _to("consultations_entrance.code", ref)
    who = participant(scope.id)
    kiosks.start_turn(scope.id, ref, by=who, at=now())
    on = consultation_queries.goes_on_at(scope.id, ref, who)
    return _to("consultations.question", ref, question=on) if on else _to("consultations.check", ref)


@bp.post("/p/<project>/c/<ref>/kiosk/end")
@allows(Action.TAKE_PART)
@commits
def end_turn(project: str, ref: str) -> ResponseReturnValue:
    """Somebody finished or walked away: nothing of them stays here."""
    if here.kiosk_for(ref) is None:
        return _to("consultations_entrance.kiosk", ref)
    scope = the_project()
    who = known_participant(scope.id)
    if who is not None:
        kiosks.end_turn(scope.id, ref, by=who)
    here.empty_session()
    return here.forget_person(_to("consultations_entrance.kiosk", ref))


@bp.get("/p/<project>/c/<ref>/kiosk/<key>")
@allows(Action.VISIT_PROJECT)
def set_up(project: str, ref: str, key: str) -> ResponseReturnValue:
    """What happens when this device becomes a kiosk; opening the address changes nothing."""
    found = _opened_by(ref, key)
    view = consultation_queries.start_page(the_project().id, ref, None, at=now(), language=spoken_language())
    return render_template("consultations/ways_in/kiosk_set_up.html", view=view, place=found.place, key=key)


@bp.post("/p/<project>/c/<ref>/kiosk/begin")
@allows(Action.TAKE_PART)
@commits
def become(project: str, ref: str) -> ResponseReturnValue:
    """Make this device the kiosk."""
    key = request.form.get("key", "")[:100]
    _opened_by(ref, key)
    here.empty_session()
    return here.become_kiosk(_to("consultations_entrance.kiosk", ref), key)


def _opened_by(ref: str, key: str) -> queries.KioskHere:
    found = queries.kiosk_with(key)
    if found is None or found.ref != ref or found.project_id != the_project().id:
        raise NotFound("There is no such kiosk here.")
    return found


def _code(ref: str, form: CodeForm, status: int = 200) -> ResponseReturnValue:
    scope = the_project()
    head = consultation_queries.carry_on_page(scope.id, ref, at=now(), language=spoken_language())
    invited_only = queries.access_of(scope.id, ref) is Access.INVITED
    page = render_template("consultations/ways_in/code.html", form=form, head=head, invited_only=invited_only)
    return page, status


def _to(endpoint: str, ref: str, **values: Any) -> Response:
    return make_response(redirect(url_for(endpoint, project=the_project().slug, ref=ref, **values), 303))
