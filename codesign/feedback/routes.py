"""The way back: what was heard and decided, and what became of one person's words.

A receipt stays out of addresses: once it is known, the signed session says for half an hour which sending is read.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from flask import Blueprint, Response, flash, make_response, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from codesign.core.terms import Consent
from codesign.feedback import commands, queries
from codesign.feedback.forms import ConsentForm, ReceiptForm, TakeBackForm
from codesign.feedback.heard import heard_page
from codesign.web.clock import now
from codesign.web.limits import limit, slow_down
from codesign.web.policy import Action, allows, may, the_project
from codesign.web.transactions import commits

bp = Blueprint("feedback", __name__)

# A library is one network with many people; the same code is asked for again and again only by a machine.
TRIES = limit("receipt", per_network="100 per 10 minutes", per_account="20 per 10 minutes")
OPEN_FOR = timedelta(minutes=30)
READS = "receipt_read"


@bp.get("/p/<project>/heard")
@allows(Action.VISIT_PROJECT)
def heard(project: str) -> ResponseReturnValue:
    """What was heard and decided, once it is published; before that a calm word, and a preview for staff."""
    view = heard_page(the_project().id, at=now())
    if not view.published and not may(Action.READ_PROJECT):
        return render_template("feedback/not_yet.html"), 404
    return render_template("feedback/heard.html", view=view)


@bp.get("/receipt")
@allows(Action.READ_PUBLIC)
def receipt() -> ResponseReturnValue:
    """Type a receipt code."""
    return render_template("feedback/receipt.html", form=ReceiptForm(formdata=None))


@bp.post("/receipt")
@allows(Action.READ_PUBLIC)
def open_receipt() -> ResponseReturnValue:
    """Look a receipt up. A code that is nobody's gives the same page with one sentence."""
    form = ReceiptForm()
    if not form.validate():
        return render_template("feedback/receipt.html", form=form), 422
    slow_down(TRIES, form.code.data)
    found = queries.sending_of(form.code.data)
    if found is None:
        form.code.errors = [_("We know no receipt with this code. Check each letter, then try again.")]
        return render_template("feedback/receipt.html", form=form), 422
    session[READS] = {"sending": found.hex, "until": (now() + OPEN_FOR).isoformat()}
    return redirect(url_for("feedback.words"), 303)


@bp.get("/receipt/words")
@allows(Action.READ_PUBLIC)
def words() -> ResponseReturnValue:
    """One's own words, where they went, and what can still be done with them."""
    sending = _reads()
    if sending is None:
        return _ask_again()
    return _page(sending)


def _page(sending: uuid.UUID, form: ConsentForm | None = None, status: int = 200) -> Response:
    view = queries.receipt_page(sending, at=now())
    if form is None:
        form = ConsentForm(formdata=None, consent=view.consent.value if view.consent else None)
    page = render_template("feedback/words.html", view=view, form=form, project=view.project, say=_)
    return make_response(page, status)


@bp.post("/receipt/consent")
@allows(Action.TAKE_PART)
@commits
def change_consent() -> ResponseReturnValue:
    """Change how one's words may be used from now on."""
    sending = _reads()
    if sending is None:
        return _ask_again()
    form = ConsentForm()
    if not form.validate():
        return _page(sending, form, 422)
    if commands.change_consent(sending, Consent(form.consent.data), at=now()):
        flash(_("Saved. This is how we use your words from now on."), "success")
    return redirect(url_for("feedback.words"), 303)


@bp.get("/receipt/take-back")
@allows(Action.READ_PUBLIC)
def take_back() -> ResponseReturnValue:
    """What taking words back does, before it is done."""
    sending = _reads()
    if sending is None:
        return _ask_again()
    view = queries.receipt_page(sending, at=now())
    if view.taken_back:
        return redirect(url_for("feedback.words"), 303)
    return render_template("feedback/take_back.html", view=view, form=TakeBackForm(formdata=None), project=view.project)


@bp.post("/receipt/take-back")
@allows(Action.TAKE_PART)
@commits
def send_take_back() -> ResponseReturnValue:
    """Take one's words back."""
    sending = _reads()
    if sending is None:
        return _ask_again()
    commands.take_back(sending, at=now())
    flash(_("Your words are gone from our pages. They no longer count."), "success")
    return redirect(url_for("feedback.words"), 303)


@bp.post("/receipt/done")
@allows(Action.READ_PUBLIC)
def done() -> ResponseReturnValue:
    """Leave no trace of the receipt on this device."""
    session.pop(READS, None)
    flash(_("Closed. Nobody can see your words on this device."), "success")
    return redirect(url_for("feedback.receipt"), 303)


def _reads() -> uuid.UUID | None:
    """The sending that this browser may read now."""
    kept = session.get(READS)
    if not kept or datetime.fromisoformat(kept["until"]) <= now():
        session.pop(READS, None)
        return None
    return uuid.UUID(hex=kept["sending"])


def _ask_again() -> ResponseReturnValue:
    flash(_("Type your code again. We close this page after 30 minutes."), "notice")
    return redirect(url_for("feedback.receipt"), 303)
