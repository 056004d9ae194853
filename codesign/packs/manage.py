"""The pack for staff: the draft as it would print, what is looked at first, freezing, and the files of each version."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from codesign.core.errors import NotFound
from codesign.core.pack import EvidencePack, edition_of
from codesign.core.terms import Edition
from codesign.packs import downloads, queries
from codesign.packs.commands import freeze_pack
from codesign.packs.forms import FreezeForm
from codesign.packs.work import ask_for_files
from codesign.renderers.preview import Preview, preview
from codesign.web.clock import now
from codesign.web.downloads import attachment
from codesign.web.fragments import respond, wants_region
from codesign.web.identity import config, the_staff
from codesign.web.policy import Action, allows, the_project
from codesign.web.transactions import commits

bp = Blueprint("packs_manage", __name__, url_prefix="/manage/<project>/pack")


@bp.get("")
@allows(Action.READ_PROJECT)
def index(project: str) -> ResponseReturnValue:
    """The sheet beside its options; htmx gets the sheet alone."""
    scope = the_project()
    edition, version, page = _asked()
    draft = None
    if version:
        snapshot, seal = queries.frozen(scope.id, version)
    else:
        draft = queries.draft(scope.id, at=now(), base_url=config().base_url)
        snapshot, seal = draft.snapshot, ""
    shown = _page(snapshot, seal, edition, version, page)
    if wants_region():
        # A page was turned: the reader goes on at its heading. Another edition: they stay on its button.
        turned = "page" in request.args
        return respond(
            "packs/manage.html", "packs/_sheet.html", shown=shown, edition=edition, version=version, focus=turned
        )
    if draft is None:
        draft = queries.draft(scope.id, at=now(), base_url=config().base_url)
    made = queries.made(scope.id)
    return respond(
        "packs/manage.html",
        shown=shown,
        edition=edition,
        version=version,
        focus=False,
        draft=draft,
        made=made,
        editions=list(Edition),
    )


def _asked() -> tuple[Edition, int, int]:
    """For whom, which version (0 for the draft), which page; what makes no sense is as if it was not asked."""

    def number(name: str) -> int:
        typed = request.args.get(name, "")
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else 0

    asked = request.args.get("for", "")
    edition = Edition(asked) if asked in list(Edition) else Edition.COMMISSIONER
    return edition, number("version"), number("page") or 1


def _page(snapshot: EvidencePack, seal: str, edition: Edition, version: int, page: int) -> Preview:
    def address(number: int) -> str:
        asked: dict[str, Any] = {"for": edition.value, "page": number, "version": version or None}
        return url_for("packs_manage.index", project=the_project().slug, **asked)

    return preview(edition_of(snapshot, edition), seal, page, address)


@bp.get("/job")
@allows(Action.READ_PROJECT)
def job(project: str) -> ResponseReturnValue:
    """How far the making is, and what is made: asked every two seconds until it is done."""
    return respond("packs/made.html", "packs/_made.html", made=queries.made(the_project().id))


@bp.get("/freeze")
@allows(Action.FREEZE_PACK)
def freeze(project: str) -> ResponseReturnValue:
    """What will be frozen, before it is."""
    return _confirm()


def _confirm() -> str:
    scope = the_project()
    draft = queries.draft(scope.id, at=now(), base_url=config().base_url)
    made = queries.made(scope.id)
    form = FreezeForm(formdata=None, version=str(made.next_version))
    return render_template("packs/freeze.html", draft=draft, made=made, form=form)


@bp.post("/freeze")
@allows(Action.FREEZE_PACK)
@commits
def send_freeze(project: str) -> ResponseReturnValue:
    """Freeze the next version and ask for its files."""
    scope, form, at = the_project(), FreezeForm(), now()
    by = the_staff().id
    newest = queries.made(scope.id).next_version - 1
    if not form.validate():
        return _confirm(), 422
    if form.version.data == str(newest):
        return _to_index()  # this very form was sent before
    pack = freeze_pack(scope.id, by_person_id=by, at=at, base_url=config().base_url)
    ask_for_files(scope.id, pack.version, by=by, at=at)
    flash(_("Version %(version)s is frozen. Its files are being made.", version=pack.version), "success")
    return _to_index()


@bp.post("/<int:version>/files")
@allows(Action.FREEZE_PACK)
@commits
def make_files(project: str, version: int) -> ResponseReturnValue:
    """Try again to make the files of a frozen version."""
    scope = the_project()
    queries.frozen(scope.id, version)
    ask_for_files(scope.id, version, by=the_staff().id, at=now())
    return _to_index()


def _to_index() -> Response:
    return redirect(url_for("packs_manage.index", project=the_project().slug, _anchor="job"), 303)  # type: ignore[return-value]


@bp.get("/<ref>/<edition>.zip")
@allows(Action.DOWNLOAD_PACK)
def download_all(project: str, ref: str, edition: str) -> ResponseReturnValue:
    """Every file of one edition in one zip."""
    return _send(ref, edition, "")


@bp.get("/<ref>/<edition>/<path:path>")
@allows(Action.DOWNLOAD_PACK)
def download(project: str, ref: str, edition: str, path: str) -> ResponseReturnValue:
    """One file of one edition, asked for afresh each time: the address alone opens nothing."""
    return _send(ref, edition, path)


def _send(ref: str, named: str, path: str) -> Response:
    scope = the_project()
    if named not in list(Edition):
        raise NotFound
    edition = Edition(named)
    taken = (
        downloads.one_file(scope.id, ref, edition, path) if path else downloads.whole_edition(scope.id, ref, edition)
    )
    if request.method == "GET":
        downloads.note_download(scope.id, ref, edition, path, by=the_staff().id, at=now())
    return attachment(taken.content, taken.name, taken.media_type)
