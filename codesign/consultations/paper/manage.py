"""Staff pages of paper: print numbered copies, type them in batches, compare two typists, send; and type for a caller."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from codesign.consultations.forms import told
from codesign.consultations.paper import commands, printing, queries
from codesign.consultations.paper.commands import BadAnswers, OffTheWay, WrongNumber
from codesign.consultations.paper.drafts import Typed
from codesign.consultations.paper.forms import (
    MODES,
    BatchForm,
    PostmarkForm,
    PrintForm,
    RuleForm,
    SpokenForm,
    language_name,
    typed_on,
)
from codesign.consultations.paper.routes import pdf_answer
from codesign.core.errors import NotFound, Refused
from codesign.core.terms import Mode
from codesign.web.clock import now
from codesign.web.identity import config, the_staff
from codesign.web.policy import Action, allows, the_project
from codesign.web.transactions import commits

bp = Blueprint("consultations_paper", __name__)

BASE = "/manage/<project>/questions/<ref>"
LONGEST_CALL = timedelta(hours=12)


@bp.get(f"{BASE}/paper")
@allows(Action.TYPE_IN_ANSWERS)
def index(project: str, ref: str) -> ResponseReturnValue:
    """What was printed, the piles that came back, and the rules."""
    return _index(ref)


@bp.get(f"{BASE}/paper/look.pdf")
@allows(Action.READ_PROJECT)
def look(project: str, ref: str) -> ResponseReturnValue:
    """One copy without a number, also before it opens."""
    language = request.args.get("in", "")
    paper = printing.blank_copy(the_project().id, ref, language, base_url=config().base_url, at=now(), staff=True)
    return pdf_answer(paper, f"{ref}.pdf")


@bp.post(f"{BASE}/paper/print")
@allows(Action.TYPE_IN_ANSWERS)
@commits
def print_copies(project: str, ref: str) -> ResponseReturnValue:
    """Give numbers to copies; then they can be opened and printed."""
    view = queries.paper_page(the_project().id, ref)
    form = PrintForm().offer(view.head.languages)
    if not form.validate():
        return _index(ref, 422, printing_form=form)
    try:
        run = printing.print_forms(
            the_project().id, ref, int(form.copies.data), form.language.data, by=the_staff().id, at=now()
        )
    except Refused as refused:
        return _index(ref, 422, printing_form=form, error=_(str(refused)))
    flash(
        ngettext(
            "%(num)s form has its number: %(first)s. Open it and print it.",
            "%(num)s forms have their numbers: %(first)s to %(last)s. Open them and print them.",
            run.copies,
            first=run.first,
            last=run.last,
        ),
        "success",
    )
    return _to("index", ref, _anchor="printed")


@bp.get(f"{BASE}/paper/<first>.pdf")
@allows(Action.TYPE_IN_ANSWERS)
def copies(project: str, ref: str, first: str) -> ResponseReturnValue:
    """The copies of one run, as they were worded when they got their numbers."""
    paper = printing.numbered_copies(the_project().id, ref, first, base_url=config().base_url)
    return pdf_answer(paper, f"{first}.pdf")


@bp.post(f"{BASE}/paper/rules")
@allows(Action.TYPE_IN_ANSWERS)
@commits
def set_rules(project: str, ref: str) -> ResponseReturnValue:
    """Where paper goes, and what happens to what comes late."""
    form = RuleForm()
    if not form.validate():
        return _index(ref, 422, rule_form=form)
    commands.set_rules(the_project().id, ref, form.draft(), by=the_staff().id, at=now())
    flash(_("Saved."), "success")
    return _to("index", ref)


@bp.post(f"{BASE}/paper/batches")
@allows(Action.TYPE_IN_ANSWERS)
@commits
def make_batch(project: str, ref: str) -> ResponseReturnValue:
    form = BatchForm()
    form.today = _today(queries.paper_page(the_project().id, ref).head)
    if not form.validate():
        return _index(ref, 422, batch_form=form)
    batch = commands.make_batch(the_project().id, ref, form.draft(), by=the_staff().id, at=now())
    return _to("show_batch", ref, batch=batch)


@bp.get(f"{BASE}/paper/batches/<batch>")
@allows(Action.TYPE_IN_ANSWERS)
def show_batch(project: str, ref: str, batch: str) -> ResponseReturnValue:
    """One pile: the next form's number first."""
    return _batch(ref, batch)


@bp.get(f"{BASE}/paper/batches/<batch>/form")
@allows(Action.TYPE_IN_ANSWERS)
def entry(project: str, ref: str, batch: str) -> ResponseReturnValue:
    """The entry screen of the form whose number was typed or scanned; or the pile again, with what was wrong."""
    typed, keying = request.args.get("number", ""), _keying(request.args.get("keying"))
    try:
        number, turn = commands.find_form(the_project().id, ref, batch, typed, by=the_staff().id, keying=keying)
    except WrongNumber as wrong:
        return _batch(ref, batch, 422, typed=typed, error=told(wrong.sentence), opens=wrong.opens)
    except Refused as refused:
        return _batch(ref, batch, 422, typed=typed, error=_(str(refused)))
    view = queries.entry_screen(the_project().id, ref, batch, number, turn, _, by=the_staff().id)
    form = PostmarkForm(formdata=None, postmarked_on=view.postmarked_on)
    return _entry(view, postmark=form)


@bp.post(f"{BASE}/paper/batches/<batch>/form")
@allows(Action.TYPE_IN_ANSWERS)
@commits
def keep_form(project: str, ref: str, batch: str) -> ResponseReturnValue:
    """Keep one form as typed, and go to the next; or say what to put right, with everything as it was typed."""
    number, keying = request.form.get("number", ""), _keying(request.form.get("keying"))
    who = the_staff().id
    view = queries.entry_screen(the_project().id, ref, batch, number, keying or 1, _, by=who)
    postmark = PostmarkForm()
    good = postmark.validate()
    typed = typed_on(view, request.form, postmark.postmarked_on.data if good else None)
    if not good:
        return _entry(_with(view, typed), postmark=postmark, status=422)
    try:
        off = commands.keep_form(the_project().id, ref, batch, number, keying, typed, by=who, at=now())
    except WrongNumber as wrong:
        return _entry(_with(view, typed), postmark=postmark, error=told(wrong.sentence), status=422)
    except BadAnswers as bad:
        errors = {one: told(sentence) for one, sentence in bad.wrong.items()}
        return _entry(_with(view, typed), errors, postmark=postmark, status=422)
    except Refused as refused:
        return _entry(_with(view, typed), postmark=postmark, error=_(str(refused)), status=422)
    if off:
        return _to("entry", ref, batch=batch, number=number, keying=keying)
    flash(_("Form %(number)s is kept.", number=number), "success")
    return _to("show_batch", ref, batch=batch)


@bp.post(f"{BASE}/paper/batches/<batch>/number")
@allows(Action.TYPE_IN_ANSWERS)
@commits
def give_number(project: str, ref: str, batch: str) -> ResponseReturnValue:
    """A number for a form printed at home: it is written on the paper, then the form is typed."""
    view = queries.batch_page(the_project().id, ref, batch, by=the_staff().id)
    language = request.form.get("language", view.head.languages[0])
    try:
        number = printing.number_by_hand(the_project().id, ref, language, by=the_staff().id, at=now())
    except Refused as refused:
        return _batch(ref, batch, 422, error=_(str(refused)))
    flash(_("Write %(number)s at the top of the paper, on every page.", number=number), "success")
    return _to("entry", ref, batch=batch, number=number)


@bp.get(f"{BASE}/paper/batches/<batch>/compare/<number>")
@allows(Action.TYPE_IN_ANSWERS)
def compare(project: str, ref: str, batch: str, number: str) -> ResponseReturnValue:
    """What two typists read differently on one form."""
    return _compare(ref, batch, number)


@bp.post(f"{BASE}/paper/batches/<batch>/compare/<number>")
@allows(Action.TYPE_IN_ANSWERS)
@commits
def settle(project: str, ref: str, batch: str, number: str) -> ResponseReturnValue:
    """Say which of the two is right."""
    picks = {name.removeprefix("pick-"): value for name, value in request.form.items() if name.startswith("pick-")}
    left = commands.settle(the_project().id, ref, batch, number, picks, by=the_staff().id, at=now())
    if left:
        view = queries.comparison(the_project().id, ref, batch, number, _)
        page = render_template("consultations/paper/compare.html", view=view, picks=picks, unsettled=True)
        # What was settled stays so: this answer is a page to go on from, not a refusal.
        return page, 200
    flash(_("Form %(number)s is settled.", number=number), "success")
    return _to("show_batch", ref, batch=batch)


@bp.post(f"{BASE}/paper/batches/<batch>/take-out")
@allows(Action.TYPE_IN_ANSWERS)
@commits
def take_out(project: str, ref: str, batch: str) -> ResponseReturnValue:
    """Take a form out of the pile."""
    number = request.form.get("number", "")
    commands.take_form_out(the_project().id, ref, batch, number, by=the_staff().id, at=now())
    flash(_("Form %(number)s was taken out of this batch.", number=number), "success")
    return _to("show_batch", ref, batch=batch)


@bp.post(f"{BASE}/paper/batches/<batch>/send")
@allows(Action.TYPE_IN_ANSWERS)
@commits
def send(project: str, ref: str, batch: str) -> ResponseReturnValue:
    """Send every form of the pile: one response each."""
    try:
        done = commands.send_batch(the_project().id, ref, batch, by=the_staff().id, at=now())
    except WrongNumber as wrong:
        return _batch(ref, batch, 422, error=told(wrong.sentence))
    except Refused as refused:
        return _batch(ref, batch, 422, error=_(str(refused)))
    if done.sent:
        flash(ngettext("%(num)s form was sent.", "%(num)s forms were sent.", done.sent), "success")
    if done.late or done.empty:
        flash(
            _(
                "%(late)s came too late and %(empty)s had no answer. They are kept here and do not count.",
                late=done.late,
                empty=done.empty,
            ),
            "warning",
        )
    return _to("show_batch", ref, batch=batch)


@bp.post(f"{BASE}/paper/batches/<batch>/receipts")
@allows(Action.TYPE_IN_ANSWERS)
@commits
def receipts_given(project: str, ref: str, batch: str) -> ResponseReturnValue:
    """Every receipt was given: they are not shown again."""
    commands.receipts_given(the_project().id, ref, batch, by=the_staff().id, at=now())
    return _to("show_batch", ref, batch=batch)


@bp.get(f"{BASE}/by-telephone")
@allows(Action.TYPE_IN_ANSWERS)
def by_telephone(project: str, ref: str) -> ResponseReturnValue:
    """Type what somebody says, in one long form, keys only."""
    view = _spoken(ref, request.args.get("in", ""))
    form = SpokenForm(formdata=None, mode=request.args.get("mode", Mode.TELEPHONE.value))
    return _entry(view, spoken=form, started=now())


@bp.post(f"{BASE}/by-telephone")
@allows(Action.TYPE_IN_ANSWERS)
@commits
def take_down(project: str, ref: str) -> ResponseReturnValue:
    """Take in what was said; or say what to put right, with everything as it was typed."""
    started = _started(request.form.get("started", ""))
    view = _spoken(ref, request.form.get("language", ""), started)
    form = SpokenForm()
    typed = typed_on(view, request.form, None)
    if not form.validate():
        return _entry(_with(view, typed), spoken=form, started=started, status=422)
    try:
        who, _receipt = commands.take_down(
            the_project().id,
            ref,
            typed,
            key=str(form.key.data),
            mode=Mode(form.mode.data),
            by=the_staff().id,
            at=now(),
            started_at=started,
            language=view.language,
        )
    except BadAnswers as bad:
        errors = {one: told(sentence) for one, sentence in bad.wrong.items()}
        return _entry(_with(view, typed), errors, spoken=form, started=started, status=422)
    except OffTheWay as off:
        return _entry(replace(_with(view, typed), off=off.refs), spoken=form, started=started, status=422)
    except Refused as refused:
        return _entry(_with(view, typed), spoken=form, started=started, error=_(str(refused)), status=422)
    return _to("taken_down", ref, who=who.hex, language=view.language)


@bp.get(f"{BASE}/by-telephone/done")
@allows(Action.TYPE_IN_ANSWERS)
def taken_down(project: str, ref: str) -> ResponseReturnValue:
    """The receipt to read out, and the next person."""
    try:
        who = uuid.UUID(hex=request.args.get("who", ""))
    except ValueError:
        raise NotFound("There is nothing to read out here.") from None
    view = queries.taken_down(the_project().id, ref, who, by=the_staff().id, at=now())
    language = request.args.get("language", "")
    return render_template("consultations/paper/taken.html", view=view, modes=MODES, language=language)


def _index(ref: str, status: int = 200, *, error: str = "", **forms: Any) -> ResponseReturnValue:
    view = queries.paper_page(the_project().id, ref)
    head = view.head
    shown = {
        "printing_form": forms.get("printing_form") or PrintForm(formdata=None, copies="20").offer(head.languages),
        "rule_form": forms.get("rule_form")
        or RuleForm(
            formdata=None,
            paper_return=head.paper_return,
            late_rule=head.late_rule,
            late_days=str(head.late_days) if head.late_days else "",
        ),
        "batch_form": forms.get("batch_form") or BatchForm(formdata=None, arrived_on=_today(head)),
    }
    wrong = next(iter(forms.values()), None)
    page = render_template(
        "consultations/paper/index.html",
        view=view,
        error=error,
        form=wrong,
        calls=queries.takes_calls(the_project().id, ref),
        language_name=language_name,
        **shown,
    )
    return page, status


def _batch(
    ref: str, batch: str, status: int = 200, *, typed: str = "", error: str = "", opens: str = ""
) -> ResponseReturnValue:
    view = queries.batch_page(the_project().id, ref, batch, by=the_staff().id)
    page = render_template(
        "consultations/paper/batch.html",
        view=view,
        typed=typed,
        error=error,
        opens=opens,
        language_name=language_name,
    )
    return page, status


def _entry(
    view: queries.Entry,
    errors: dict[str, str] | None = None,
    *,
    postmark: PostmarkForm | None = None,
    spoken: SpokenForm | None = None,
    started: datetime | None = None,
    error: str = "",
    status: int = 200,
) -> ResponseReturnValue:
    page = render_template(
        "consultations/paper/entry.html",
        view=view,
        errors=errors or {},
        error=error,
        postmark=postmark,
        spoken=spoken,
        started=started,
        form=spoken or postmark,
        say=_,
        language_name=language_name,
    )
    return page, status


def _compare(ref: str, batch: str, number: str) -> ResponseReturnValue:
    view = queries.comparison(the_project().id, ref, batch, number, _)
    return render_template("consultations/paper/compare.html", view=view, picks={}, unsettled=False)


def _with(view: queries.Entry, typed: Typed) -> queries.Entry:
    """The screen with what was just typed in place of what was kept."""
    given = {ref: answer for ref, (_asked, answer) in typed.answers.items()}
    return replace(
        view,
        questions=tuple(replace(one, given=given.get(one.asked.ref, one.given)) for one in view.questions),
        consent=typed.consent,
        missing=typed.missing,
        left_out=typed.left_out,
        wants_receipt=typed.wants_receipt,
        postmarked_on=typed.postmarked_on,
        equality=typed.equality,
    )


def _spoken(ref: str, language: str, started: datetime | None = None) -> queries.Entry:
    return queries.spoken_screen(the_project().id, ref, language, _, at=now(), started_at=started)


def _keying(text: str | None) -> int:
    return int(text) if text in ("1", "2") else 0


def _started(text: str) -> datetime:
    """When the call began, as the page said; never ahead of now, never long ago."""
    at = now()
    try:
        said = datetime.fromtimestamp(int(text), UTC)
    except (ValueError, OverflowError, OSError):
        return at
    return said if at - LONGEST_CALL <= said <= at else at


def _today(head: queries.Head) -> Any:
    return now().astimezone(ZoneInfo(head.zone)).date()


def _to(name: str, ref: str, **values: Any) -> ResponseReturnValue:
    return redirect(url_for(f"consultations_paper.{name}", project=the_project().slug, ref=ref, **values), 303)
