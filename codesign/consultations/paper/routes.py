"""Residents print the questions at home: one form without a number, which staff give it when it comes back."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, make_response, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, get_locale
from flask_babel import gettext as _

from codesign.consultations.paper import printing
from codesign.web.clock import now
from codesign.web.i18n import short_day
from codesign.web.identity import config
from codesign.web.policy import Action, allows, the_project

bp = Blueprint("consultations_print", __name__)


@bp.get("/p/<project>/c/<ref>/paper")
@allows(Action.VISIT_PROJECT)
def at_home(project: str, ref: str) -> ResponseReturnValue:
    """The whole question set as a PDF, in the page's language or the one asked for."""
    language = request.args.get("in") or str(get_locale() or "en").split("_")[0]
    paper = printing.blank_copy(the_project().id, ref, language, base_url=config().base_url, at=now(), staff=False)
    return pdf_answer(paper, f"{ref}.pdf")


def pdf_answer(paper: printing.Paper, name: str) -> Response:
    """The paper as a file to open, every word of ours in the language of the form."""
    with force_locale(paper.form.language.replace("-", "_")):  # Babel writes zh_Hant
        closes = short_day(paper.closes_on) if paper.closes_on else ""
        content = printing.form_pdf(replace(paper.form, closes=closes), _, paper.made_at)
    response = make_response(content)
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response
