"""Staff pages of the record: the four checks with what lies behind each, entries, documents, the late rule."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from codesign.consultations import building
from codesign.consultations.forms import WhyForm, told
from codesign.consultations.record import commands, documents, queries
from codesign.consultations.record.forms import KINDS, DocumentForm, EntryForm, LateRuleForm, ProposalForm
from codesign.core.errors import NotFound, Refused
from codesign.core.terms import RecordKind
from codesign.core.words import Sentence
from codesign.web.clock import now
from codesign.web.downloads import attachment
from codesign.web.i18n import day
from codesign.web.identity import the_staff
from codesign.web.large_files import largest
from codesign.web.policy import Action, allows, the_project
from codesign.web.transactions import commits

bp = Blueprint("consultations_record", __name__)

WHOLE_FORM = documents.LARGEST + 1024 * 1024


@bp.get("/manage/<project>/questions/<ref>/record")
@allows(Action.READ_PROJECT)
def show(project: str, ref: str) -> ResponseReturnValue:
    """The whole record of a consultation."""
    return _show(ref)


@bp.post("/manage/<project>/questions/<ref>/record/proposal")
@allows(Action.EDIT_ACTIVITY)
@commits
def say_whether_proposal(project: str, ref: str) -> ResponseReturnValue:
    """Answer "Is there a proposal?"."""
    form = ProposalForm()
    if not form.validate():
        return _show(ref, form, 422)
    commands.say_whether_proposal(the_project().id, ref, form.answer(), by=the_staff().id, at=now())
    return _to(ref, "gunning")


@bp.post("/manage/<project>/questions/<ref>/record/late")
@allows(Action.EDIT_ACTIVITY)
@commits
def set_late_rule(project: str, ref: str) -> ResponseReturnValue:
    """Say what happens to what comes late."""
    form = LateRuleForm()
    if not form.validate():
        return _show(ref, form, 422)
    commands.set_late_rule(the_project().id, ref, form.late_rule.data or "", by=the_staff().id, at=now())
    flash(_("Saved."), "success")
    return _to(ref, "late")


@bp.get("/manage/<project>/questions/<ref>/record/add/<kind>")
@allows(Action.EDIT_ACTIVITY)
def new_entry(project: str, ref: str, kind: str) -> ResponseReturnValue:
    """A form for one kind of entry."""
    return _entry(ref, EntryForm(on=now().date()).for_kind(_kind(kind)))


@bp.post("/manage/<project>/questions/<ref>/record/add/<kind>")
@allows(Action.EDIT_ACTIVITY)
@commits
def add_entry(project: str, ref: str, kind: str) -> ResponseReturnValue:
    """Put one line on record."""
    form = EntryForm().for_kind(_kind(kind))
    if not form.validate():
        return _entry(ref, form, 422)
    zone = queries.record_page(the_project().id, ref).zone
    try:
        commands.add_entry(the_project().id, ref, form.draft(zone), by=the_staff().id, at=now())
    except Refused as refused:
        form["until_on" if "until_on" in form else "title"].errors = [_(str(refused))]
        return _entry(ref, form, 422)
    flash(_("It is on record."), "success")
    return _to(ref, kind)


@bp.post("/manage/<project>/questions/<ref>/record/<uuid:entry>/take-out")
@allows(Action.EDIT_ACTIVITY)
@commits
def take_out_entry(project: str, ref: str, entry: uuid.UUID) -> ResponseReturnValue:
    """Take a line out; it stays readable, struck out."""
    commands.take_out_entry(the_project().id, ref, entry, by=the_staff().id, at=now())
    flash(_("Taken out. The record still shows that it was there."), "success")
    return _to(ref)


@bp.get("/manage/<project>/questions/<ref>/record/documents/add")
@allows(Action.EDIT_ACTIVITY)
def new_document(project: str, ref: str) -> ResponseReturnValue:
    """Choose a document; with `of`, a new version of one."""
    of = request.args.get("of", "")
    title = next((each.versions[0].title for each in _documents(ref) if each.ref == of), "")
    return _document(ref, DocumentForm(title=title), of)


@bp.post("/manage/<project>/questions/<ref>/record/documents/add")
@allows(Action.EDIT_ACTIVITY)
@largest(WHOLE_FORM, each=documents.LARGEST)
@commits
def show_document(project: str, ref: str) -> ResponseReturnValue:
    """Show a document to residents, or a new version of one."""
    form, of = DocumentForm(), request.args.get("of", "")
    if not form.validate():
        return _document(ref, form, of, 422)
    try:
        name, version = documents.show_document(the_project().id, ref, form.draft(of), by=the_staff().id, at=now())
    except Refused as refused:
        form.file.errors = [_(str(refused))]
        return _document(ref, form, of, 422)
    flash(_("%(name)s, version %(version)s is shown to residents.", name=name, version=version), "success")
    return _to(ref, "documents")


@bp.post("/manage/<project>/questions/<ref>/record/documents/<document>/withdraw")
@allows(Action.EDIT_ACTIVITY)
@commits
def withdraw_document(project: str, ref: str, document: str) -> ResponseReturnValue:
    """Show a document no more."""
    documents.withdraw_document(the_project().id, ref, document, by=the_staff().id, at=now())
    flash(_("Residents no longer see it. The record keeps it."), "success")
    return _to(ref, "documents")


@bp.get("/manage/<project>/questions/<ref>/record/documents/<document>/<int:version>")
@allows(Action.READ_PROJECT)
def document(project: str, ref: str, document: str, version: int) -> ResponseReturnValue:
    """The bytes of one version, also of one that is no longer shown."""
    found = documents.document_file(the_project().id, ref, document, version, for_staff=True)
    return attachment(found.content, found.name, found.media_type)


@bp.get("/manage/<project>/questions/<ref>/record/questions/<question>/<any(out, back):way>")
@allows(Action.EDIT_ACTIVITY)
def why(project: str, ref: str, question: str, way: str) -> ResponseReturnValue:
    """Why is a question with answers taken out, or asked again?"""
    return _why(ref, question, way, WhyForm(formdata=None))


@bp.post("/manage/<project>/questions/<ref>/record/questions/<question>/<any(out, back):way>")
@allows(Action.EDIT_ACTIVITY)
@commits
def take_out_or_put_back(project: str, ref: str, question: str, way: str) -> ResponseReturnValue:
    """Take a question with answers out, or ask it again, with the reason."""
    form = WhyForm()
    if not form.given():
        return _why(ref, question, way, form, 422)
    verb = building.remove_question if way == "out" else building.put_back_question
    try:
        verb(the_project().id, ref, question, by=the_staff().id, at=now(), reason=form.reason.data or "")
    except Refused as refused:
        form.reason.errors = [_(str(refused))]
        return _why(ref, question, way, form, 422)
    told = _("The question was taken out. Answers to it are kept.") if way == "out" else _("It is asked again.")
    flash(told, "success")
    return redirect(url_for("consultations_manage.show", project=project, ref=ref), 303)


def _why(ref: str, question: str, way: str, form: WhyForm, status: int = 200) -> ResponseReturnValue:
    view = queries.question_there(the_project().id, ref, question)
    return render_template("consultations/record/why.html", view=view, form=form, way=way), status


def _documents(ref: str) -> tuple[documents.ShownHere, ...]:
    return queries.record_page(the_project().id, ref).documents


def _kind(kind: str) -> RecordKind:
    found = next((each for each in KINDS if each.value == kind), None)
    if found is None:
        raise NotFound("There is no such kind of entry.")
    return found


def _show(ref: str, form: ProposalForm | LateRuleForm | None = None, status: int = 200) -> ResponseReturnValue:
    view = queries.record_page(the_project().id, ref)
    answer = {True: "yes", False: "no", None: "open"}[view.is_proposal]
    proposal = form if isinstance(form, ProposalForm) else ProposalForm(formdata=None, proposal=answer)
    late = form if isinstance(form, LateRuleForm) else LateRuleForm(formdata=None, late_rule=view.late_rule)
    page = render_template(
        "consultations/record/record.html", view=view, kinds=KINDS, form=form, proposal=proposal, late=late
    )
    return page, status


def _entry(ref: str, form: EntryForm, status: int = 200) -> ResponseReturnValue:
    view = queries.record_page(the_project().id, ref)
    page = render_template(
        "consultations/record/entry.html", view=view, form=form, kind=form.kind.value, spoken=KINDS[form.kind]
    )
    return page, status


def _document(ref: str, form: DocumentForm, of: str, status: int = 200) -> ResponseReturnValue:
    view = queries.record_page(the_project().id, ref)
    if of and of not in [each.ref for each in view.documents]:
        raise NotFound("There is no such document here.")
    return render_template("consultations/record/document.html", view=view, form=form, of=of), status


def _to(ref: str, anchor: str | None = None) -> ResponseReturnValue:
    return redirect(url_for(".show", project=the_project().slug, ref=ref, _anchor=anchor), 303)


@bp.context_processor
def _words() -> dict[str, Any]:
    return {"told": told_of, "say": _}


def told_of(sentence: Sentence) -> str:
    """A finding in this page's language, its days as people write them."""
    values = {name: _day(value) for name, value in sentence.values.items()}
    return told(Sentence(sentence.message, values))


def _day(value: str | int) -> str | int:
    try:
        return day(date.fromisoformat(value)) if isinstance(value, str) else value
    except ValueError:
        return value
