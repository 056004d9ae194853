"""Packs for everyone: the check page of a seal, and the public edition once residents may read what was heard."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from codesign.core.errors import NotFound
from codesign.core.terms import Edition
from codesign.packs import downloads, queries
from codesign.packs.forms import CodeForm, CompareForm
from codesign.renderers import html, manifest
from codesign.web.clock import now
from codesign.web.downloads import attachment
from codesign.web.limits import at_most_tries
from codesign.web.policy import Action, allows, the_project

bp = Blueprint("packs", __name__)

LARGEST_FILE = 40 * 1024 * 1024
VERIFIER = Path(manifest.__file__)


@bp.url_value_preprocessor
def _allow_files(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """A file of a pack may be larger than a form. Said before the form is read."""
    if endpoint == "packs.compare":
        request.max_content_length = LARGEST_FILE


@bp.get("/check")
@allows(Action.READ_PUBLIC)
def check() -> ResponseReturnValue:
    """Type a check code."""
    if "code" not in request.args:
        return render_template("packs/check.html", form=CodeForm(formdata=None), unknown="")
    form = CodeForm(request.args)
    if not form.validate():
        return render_template("packs/check.html", form=form, unknown=""), 422
    found = queries.checked_pack(form.code.data, at=now())
    if found is None:
        return render_template("packs/check.html", form=form, unknown=form.code.data), 422
    return redirect(url_for("packs.checked", code=found.check_code), 303)


@bp.get("/check/verify.py")
@allows(Action.READ_PUBLIC)
def verifier() -> ResponseReturnValue:
    """The program that checks a pack without us: one file, standard library only."""
    return attachment(VERIFIER.read_bytes(), "verify.py", "text/x-python; charset=utf-8")


@bp.get("/check/<code>")
@allows(Action.READ_PUBLIC)
def checked(code: str) -> ResponseReturnValue:
    """What anyone may know of the pack of that code."""
    found = queries.checked_pack(code, at=now())
    if found is None:
        return render_template("packs/check.html", form=CodeForm(formdata=None), unknown=code[:80]), 404
    return render_template("packs/checked.html", view=found, form=CompareForm(formdata=None), answer=None)


@bp.post("/check/<code>")
@allows(Action.READ_PUBLIC)
@at_most_tries("30 per minute")
def compare(code: str) -> ResponseReturnValue:
    """Say whether a file is one of this pack. The file is read once and kept nowhere."""
    found = queries.checked_pack(code, at=now())
    if found is None:
        raise NotFound
    form = CompareForm()
    answer = None
    if form.validate():
        digest = hashlib.file_digest(form.file.data.stream, "sha256").hexdigest()
        same = [
            (edition.edition, file.path)
            for edition in found.editions
            for file in edition.files
            if file.sha256 == digest
        ]
        answer = {"sha256": digest, "same": same}
    return render_template("packs/checked.html", view=found, form=form, answer=answer), 200 if answer else 422


@bp.get("/check/<code>/receipts.txt")
@allows(Action.READ_PUBLIC)
def receipts(code: str) -> ResponseReturnValue:
    """The marks of every receipt that this pack counts, one a line."""
    ref, marks = queries.counted_receipts(code)
    return attachment(
        "".join(f"{mark}\n" for mark in marks).encode(), f"{ref}-receipts.txt", "text/plain; charset=utf-8"
    )


@bp.get("/pack.css")
@allows(Action.READ_PUBLIC)
def sheet_style() -> ResponseReturnValue:
    """The style of a pack on the preview page: the same as in the file."""
    response = Response(html.css(), content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


@bp.get("/p/<project>/pack/<ref>.zip")
@allows(Action.VISIT_PROJECT)
def public_edition(project: str, ref: str) -> ResponseReturnValue:
    """The whole public edition in one zip."""
    scope = the_project()
    downloads.require_public(scope.id, at=now())
    taken = downloads.whole_edition(scope.id, ref, Edition.PUBLIC)
    return attachment(taken.content, taken.name, taken.media_type)


@bp.get("/p/<project>/pack/<ref>/<path:path>")
@allows(Action.VISIT_PROJECT)
def public_file(project: str, ref: str, path: str) -> ResponseReturnValue:
    """One file of the public edition."""
    scope = the_project()
    downloads.require_public(scope.id, at=now())
    taken = downloads.one_file(scope.id, ref, Edition.PUBLIC, path)
    return attachment(taken.content, taken.name, taken.media_type)
