"""Residents' pages of a consultation: one question a page, check, send, receipt, and a few questions about you."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from codesign.consultations import commands, equality, queries
from codesign.consultations.forms import read_answer, shown_versions, told
from codesign.consultations.ground import ground_of
from codesign.consultations.pages import OnPage
from codesign.consultations.uploads.arriving import files_taken, with_files
from codesign.consultations.ways_in.here import is_shared, kiosk_for, say_shared
from codesign.consultations.ways_in.rolls import NeedsCode
from codesign.core.closing import Closed, NotYetOpen
from codesign.core.errors import NotFound, Refused, WrongStage
from codesign.core.questions.answering import Asked, Given
from codesign.core.questions.kinds import Kind, kind_of, problem
from codesign.core.questions.questionnaires import OffTheWay
from codesign.core.terms import Consent, Mode
from codesign.web.clock import now
from codesign.web.fragments import respond
from codesign.web.i18n import spoken_language
from codesign.web.identity import known_participant, new_participant_key, participant
from codesign.web.limits import at_most_tries
from codesign.web.networks import network_signal
from codesign.web.policy import Action, allows, the_project
from codesign.web.transactions import commits
from codesign.web.uploads.arriving import reads_files

bp = Blueprint("consultations", __name__)

CONSENTS = {"count_only": Consent.COUNT_ONLY, "public": Consent.PUBLIC}


@bp.errorhandler(Closed)
def _closed(_error: Closed) -> ResponseReturnValue:
    """Old links of a consultation come here: thank you, and what is next, never a bare error."""
    scope, ref = the_project(), str((request.view_args or {})["ref"])
    view = queries.closed_page(scope.id, ref, known_participant(scope.id), at=now(), language=_language())
    return render_template("consultations/closed.html", view=view, too_late=request.method == "POST"), 410


@bp.errorhandler(NotYetOpen)
def _not_yet_open(_error: NotYetOpen) -> ResponseReturnValue:
    return _to("start", str((request.view_args or {})["ref"]))


@bp.errorhandler(NeedsCode)
def _needs_code(_error: NeedsCode) -> ResponseReturnValue:
    return redirect(url_for("consultations_entrance.code", **(request.view_args or {})), 303)


@bp.errorhandler(commands.AlreadySent)
def _already_sent(_error: commands.AlreadySent) -> ResponseReturnValue:
    flash(_("You have sent your answers. This change was not added to them."), "warning")
    return _to("thanks", str((request.view_args or {})["ref"]))


@bp.errorhandler(OffTheWay)
def _off_the_way(_error: OffTheWay) -> ResponseReturnValue:
    """A question that is not asked after what was said before: go on where the way goes on."""
    scope, ref = the_project(), str((request.view_args or {})["ref"])
    on = queries.goes_on_at(scope.id, ref, known_participant(scope.id))
    flash(_("That question is not for you, after what you said before. Go on from here."), "warning")
    return _to("question", ref, question=on) if on else _to("check", ref)


@bp.app_template_filter("kind")
def _kind(asked: Asked) -> Kind:
    """What kind of question this is."""
    return kind_of(asked)


@bp.get("/p/<project>/c/<ref>")
@allows(Action.VISIT_PROJECT)
def start(project: str, ref: str) -> ResponseReturnValue:
    """What it is, what it can change, how long it takes."""
    scope = the_project()
    view = queries.start_page(scope.id, ref, known_participant(scope.id), at=now(), language=_language())
    if view.head.stands is queries.Stands.CLOSED:
        raise Closed("This has closed.")
    return render_template("consultations/start.html", view=view, preview=None)


@bp.post("/p/<project>/c/<ref>")
@allows(Action.TAKE_PART)
@commits
def begin(project: str, ref: str) -> ResponseReturnValue:
    """Start, carry on, or start again."""
    scope, who, at = the_project(), participant(the_project().id), now()
    view = queries.start_page(scope.id, ref, who, at=at, language=_language())
    if request.form.get("go") == "carry-on" and view.has_draft:
        return _to("question", ref, question=view.goes_on_at) if view.goes_on_at else _to("check", ref)
    kiosk = kiosk_for(ref) is not None
    again = request.form.get("go") == "again"
    say_shared(bool(request.form.get("shared_device")) or (again and view.head.shared_device))
    commands.begin(
        scope.id,
        ref,
        by=who,
        at=at,
        shared_device=is_shared(),
        again=again,
        mode=Mode.KIOSK if kiosk else None,
    )
    first = queries.goes_on_at(scope.id, ref, who)
    return _to("question", ref, question=first) if first else _to("check", ref)


@bp.get("/p/<project>/c/<ref>/q/<question>")
@allows(Action.VISIT_PROJECT)
def question(project: str, ref: str, question: str) -> ResponseReturnValue:
    """The page of one question, or of a few."""
    scope = the_project()
    view = queries.question_page(scope.id, ref, question, known_participant(scope.id), at=now(), language=_language())
    if view.already_sent:
        return _to("thanks", ref)
    if not view.started:
        return _to("carry_on", ref, lost=1)
    wrong = {one.asked.ref: problem(one.asked, one.given) for one in view.questions} if "look" in request.args else {}
    return _question(view, {each: told(sentence) for each, sentence in wrong.items() if sentence is not None})


@bp.post("/p/<project>/c/<ref>/q/<question>")
@allows(Action.TAKE_PART)
@reads_files
@commits
def answer(project: str, ref: str, question: str) -> ResponseReturnValue:
    """Keep the answers of the page and go on; or say what to change, with what was typed."""
    scope, who, at = the_project(), participant(the_project().id), now()
    view, go = _page_sent(ref, question, clear=request.form.get("go") == "clear"), request.form.get("go", "continue")
    wrong = {one.asked.ref: problem(one.asked, one.given) for one in view.questions} if go == "continue" else {}
    errors = {each: told(sentence) for each, sentence in wrong.items() if sentence is not None}
    if errors and files_taken():
        # A file cannot be put back into a form: the page is kept as it is, and looked at again from the draft.
        commands.save_page(scope.id, ref, _given_on(view), by=who, at=at, settle=False, language=_language())
        return _to("question", ref, question=question, look=1, then=request.args.get("then"))
    if errors:
        return _question(view, errors, 422)
    dropped = commands.save_page(scope.id, ref, _given_on(view), by=who, at=at, language=_language())
    for asked in dropped:
        flash(
            _("We took out your answer to “%(question)s”: after this change it is not asked.", question=asked),
            "warning",
        )
    if go == "save":
        commands.come_back_later(scope.id, ref, by=who, at=at)
        return _to("saved", ref)
    if go == "clear" and view.required:
        return _to("question", ref, question=question)
    following = queries.page_after(scope.id, ref, question, who)
    if request.args.get("then") == "check":
        following = queries.goes_on_at(scope.id, ref, who)
    return _to("question", ref, question=following) if following else _to("check", ref)


@bp.post("/p/<project>/c/<ref>/q/<question>/draft")
@allows(Action.TAKE_PART)
@commits
def keep(project: str, ref: str, question: str) -> ResponseReturnValue:
    """Save as it is while someone types; the answer is only the save line, and never an error."""
    scope, who, at = the_project(), participant(the_project().id), now()
    state = "saved"
    try:
        view = _page_sent(ref, question)
        commands.save_page(scope.id, ref, _given_on(view), by=who, at=at, settle=False, language=_language())
    except WrongStage:
        state = "problem"
    return respond("consultations/_saved.html", state=state)


@bp.get("/p/<project>/c/<ref>/save")
@allows(Action.VISIT_PROJECT)
def saved(project: str, ref: str) -> ResponseReturnValue:
    """The code to carry on with."""
    scope = the_project()
    view = queries.saved_page(scope.id, ref, known_participant(scope.id), at=now(), language=_language())
    if view is None or view.code is None:
        return _to("start", ref)
    return render_template("consultations/saved.html", view=view)


@bp.post("/p/<project>/c/<ref>/save")
@allows(Action.TAKE_PART)
@commits
def save(project: str, ref: str) -> ResponseReturnValue:
    """Stop here, from the page where answers are checked."""
    scope = the_project()
    commands.come_back_later(scope.id, ref, by=participant(scope.id), at=now())
    return _to("saved", ref)


@bp.get("/p/<project>/c/<ref>/carry-on")
@allows(Action.VISIT_PROJECT)
def carry_on(project: str, ref: str) -> ResponseReturnValue:
    """A page to type the code on; opening it uses nothing up."""
    return _carry_on(ref, request.args.get("code", "")[:80], None)


@bp.post("/p/<project>/c/<ref>/carry-on")
@allows(Action.TAKE_PART)
@at_most_tries("20 per minute; 100 per hour")
@commits
def find_draft(project: str, ref: str) -> ResponseReturnValue:
    """Bring the answers behind the code to this device."""
    scope, at, typed = the_project(), now(), request.form.get("code", "")[:80]
    who = known_participant(scope.id)
    if who is not None and queries.has_own_answers(scope.id, ref, who, typed):
        new_participant_key()  # somebody else's answers stay with their own key
    who = participant(scope.id)
    say_shared(bool(request.form.get("shared_device")))
    try:
        commands.carry_on(
            scope.id, ref, typed, by=who, at=at, shared_device=is_shared(), at_kiosk=kiosk_for(ref) is not None
        )
    except Refused as refused:
        return _carry_on(ref, typed, _(str(refused)), 422)
    on = queries.goes_on_at(scope.id, ref, who)
    return _to("question", ref, question=on) if on else _to("check", ref)


@bp.get("/p/<project>/c/<ref>/check")
@allows(Action.VISIT_PROJECT)
def check(project: str, ref: str) -> ResponseReturnValue:
    """Everything on one page before it is sent."""
    scope = the_project()
    who = known_participant(scope.id)
    view = queries.check_page(scope.id, ref, who, at=now(), language=_language())
    if view is None:
        return _to("thanks" if queries.sent_page(scope.id, ref, who, at=now(), language=_language()) else "start", ref)
    return _check(view, [])


@bp.post("/p/<project>/c/<ref>/check")
@allows(Action.TAKE_PART)
@commits
def send(project: str, ref: str) -> ResponseReturnValue:
    """Send; the same page sent twice gives the same receipt."""
    scope, who, at = the_project(), participant(the_project().id), now()
    view = queries.check_page(scope.id, ref, who, at=at, language=_language())
    consent = CONSENTS.get(request.form.get("consent", ""))
    errors = _problems(view, consent) if view is not None else []
    if view is not None and errors:
        return _check(view, errors, 422)
    try:
        receipt = commands.send_answers(
            scope.id,
            ref,
            key=request.form.get("key", "")[:80],
            consent=consent or Consent.COUNT_ONLY,
            by=who,
            at=at,
            language=_language(),
            mode=_mode(),
            network=network_signal(scope.id),
        )
    except Refused as refused:
        if view is None:
            # The second press of a change finds it sent already.
            return _to("thanks" if _sent(ref) is not None else "start", ref)
        return _check(view, [{"text": _(str(refused)), "href": None}], 422)
    after = queries.sent_page(scope.id, ref, who, at=at, language=_language())
    asks = after is not None and after.asks_equality and not after.equality_given and not receipt.repeated
    return _to("about_you" if asks else "thanks", ref)


@bp.get("/p/<project>/c/<ref>/about-you")
@allows(Action.VISIT_PROJECT)
def about_you(project: str, ref: str) -> ResponseReturnValue:
    """Why we ask who people are, before we do."""
    view = _sent(ref)
    if view is None or not view.asks_equality:
        return _to("start", ref) if view is None else _to("thanks", ref)
    first = equality.QUESTIONS[0]
    return render_template("consultations/about_you.html", view=view, first=first, count=len(equality.QUESTIONS))


@bp.get("/p/<project>/c/<ref>/about-you/<code>")
@allows(Action.VISIT_PROJECT)
def equality_question(project: str, ref: str, code: str) -> ResponseReturnValue:
    view = _sent(ref)
    if view is None:
        return _to("start", ref)
    return _equality(view, _equality_asked(view, code), None)


@bp.post("/p/<project>/c/<ref>/about-you/<code>")
@allows(Action.TAKE_PART)
@commits
def answer_equality(project: str, ref: str, code: str) -> ResponseReturnValue:
    """Keep one answer about the person, apart from what they said; nothing chosen is a skip."""
    scope, who = the_project(), participant(the_project().id)
    view = _sent(ref)
    if view is None:
        return _to("start", ref)
    asked = _equality_asked(view, code)
    value = request.form.get("answer", "")
    if value:
        try:
            commands.answer_equality(scope.id, ref, code, value, by=who, at=now())
        except Refused as refused:
            return _equality(view, asked, _(str(refused)), 422)
    following = equality.question_after(code, {**view.equality_given, code: value})
    return _to("equality_question", ref, code=following.code) if following else _to("thanks", ref)


@bp.get("/p/<project>/c/<ref>/thanks")
@allows(Action.VISIT_PROJECT)
def thanks(project: str, ref: str) -> ResponseReturnValue:
    """The receipt, and what happens next. A bookmark of this page works later."""
    view = _sent(ref)
    if view is None:
        return _to("start", ref)
    return render_template("consultations/thanks.html", view=view)


@bp.post("/p/<project>/c/<ref>/another")
@allows(Action.TAKE_PART)
@commits
def another(project: str, ref: str) -> ResponseReturnValue:
    """The next person on this device starts clean; or the last one leaves nothing behind."""
    new_participant_key()
    say_shared(False)
    if request.form.get("go") == "leave":
        left = make_response(redirect(url_for("projects.landing", project=the_project().slug), 303))
        left.headers["Clear-Site-Data"] = '"storage"'  # words that a phone kept when its signal went
        return left
    return _to("start", ref)


@bp.context_processor
def _words() -> dict[str, Any]:
    """Our own wordings that come as values are translated with `say`: unlike `_`, it leaves a percent sign alone."""
    return {"say": _}


def _to(endpoint: str, ref: str, **values: Any) -> Response:
    location = url_for(f"consultations.{endpoint}", project=the_project().slug, ref=ref, **values)
    return make_response(redirect(location, 303))


def _sent(ref: str) -> queries.SentPage | None:
    scope = the_project()
    return queries.sent_page(scope.id, ref, known_participant(scope.id), at=now(), language=_language())


def _page_sent(ref: str, question: str, *, clear: bool = False) -> queries.QuestionPage:
    """The page with what was just sent for each of its questions; with `clear`, with nothing."""
    who = participant(the_project().id)
    shown = shown_versions(request.form)
    view = queries.question_page(the_project().id, ref, question, who, at=now(), versions=shown, language=_language())
    ground, at = ground_of(the_project().id, ref, who), now()

    def given(one: OnPage) -> Given:
        return read_answer(one.asked, with_files(one, request.form, ref=ref, ground=ground, at=at), ground)

    sent = tuple(replace(one, given=Given() if clear else given(one)) for one in view.questions)
    return replace(view, questions=sent)


def _given_on(view: queries.QuestionPage) -> dict[str, tuple[int, Given]]:
    return {one.asked.ref: (one.asked.version, one.given) for one in view.questions}


def _question(
    view: queries.QuestionPage, errors: dict[str, str] | None = None, status: int = 200
) -> ResponseReturnValue:
    from_check = request.args.get("then") == "check"
    page = render_template(
        "consultations/question.html", view=view, errors=errors or {}, from_check=from_check, preview=None
    )
    return page, status


def _check(view: queries.CheckPage, errors: list[dict[str, Any]], status: int = 200) -> ResponseReturnValue:
    chosen = request.form.get("consent", view.consent)
    return render_template("consultations/check.html", view=view, errors=errors, chosen=chosen, told=told), status


def _problems(view: queries.CheckPage, consent: Consent | None) -> list[dict[str, Any]]:
    """What to change before sending, each with the place to change it."""
    slug = the_project().slug
    errors = [
        {
            "text": _("“%(question)s”: %(problem)s", question=line.text, problem=told(line.problem)),
            "href": url_for("consultations.question", project=slug, ref=view.head.ref, question=line.ref, then="check"),
        }
        for line in view.problems
        if line.problem is not None
    ]
    if not errors and view.empty:
        errors.append({"text": _("Answer at least one question, then send your answers."), "href": None})
    if view.has_words and consent is None:
        errors.append({"text": _("Select how we may use your words."), "href": "#consent"})
    return errors


def _carry_on(ref: str, typed: str, error: str | None, status: int = 200) -> ResponseReturnValue:
    head = queries.carry_on_page(the_project().id, ref, at=now(), language=_language())
    lost = "lost" in request.args
    return render_template("consultations/carry_on.html", head=head, typed=typed, error=error, lost=lost), status


def _equality_asked(view: queries.SentPage, code: str) -> equality.EqualityQuestion:
    asked = equality.BY_CODE.get(code)
    if asked is None or not view.asks_equality:
        raise NotFound("There is no such question here.")
    return asked


def _equality(
    view: queries.SentPage, asked: equality.EqualityQuestion, error: str | None, status: int = 200
) -> ResponseReturnValue:
    before = equality.question_before(asked.code, view.equality_given)
    codes = [question.code for question in equality.QUESTIONS]
    return (
        render_template(
            "consultations/equality.html",
            view=view,
            asked=asked,
            before=before,
            error=error,
            number=codes.index(asked.code) + 1,
            total=len(codes),
            chosen=view.equality_given.get(asked.code, ""),
        ),
        status,
    )


def _language() -> str:
    """What the person reads and answers in."""
    return spoken_language()


def _mode() -> Mode:
    return Mode.PHONE_WEB if "Mobi" in request.headers.get("User-Agent", "") else Mode.WEB
