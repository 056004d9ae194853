"""What anyone may read of a consultation's record: its documents with their digests, and what was changed and why."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from codesign.consultations.record import changes, documents, queries
from codesign.core.errors import NotFound
from codesign.web.downloads import attachment
from codesign.web.policy import Action, allows, the_project

bp = Blueprint("consultations_changes", __name__)


@bp.get("/p/<project>/c/<ref>/changes")
@allows(Action.VISIT_PROJECT)
def ledger(project: str, ref: str) -> ResponseReturnValue:
    """Every wording that changed after the first answer, old and new, and closing dates that moved."""
    view = changes.changes_page(the_project().id, ref)
    return render_template("consultations/record/changes.html", view=view)


@bp.get("/p/<project>/c/<ref>/documents")
@allows(Action.VISIT_PROJECT)
def shown(project: str, ref: str) -> ResponseReturnValue:
    """Every document with its versions and digests."""
    view = queries.documents_page(the_project().id, ref)
    return render_template("consultations/record/documents.html", view=view)


@bp.get("/p/<project>/c/<ref>/document/<document>")
@allows(Action.VISIT_PROJECT)
def document(project: str, ref: str, document: str) -> ResponseReturnValue:
    """The bytes of a document: what is shown now, or an earlier version by its number."""
    asked = request.args.get("version", "")
    if asked and not (asked.isascii() and asked.isdigit() and len(asked) < 6):
        raise NotFound("There is no such document here.")
    found = documents.document_file(the_project().id, ref, document, int(asked) if asked else None)
    return attachment(found.content, found.name, found.media_type)


@bp.context_processor
def _words() -> dict[str, Any]:
    return {"say": _}
