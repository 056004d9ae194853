"""Staff pages that read answers: by group, words beside answers, who took part, outreach, files out and in."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from codesign.consultations.forms import told
from codesign.consultations.reading import outreach, who
from codesign.consultations.reading.answers_in import BadSheet, load_answers
from codesign.consultations.reading.answers_out import Form as AnswersForm
from codesign.consultations.reading.answers_out import take_answers
from codesign.consultations.reading.charts import step_chart
from codesign.consultations.reading.crossing import crossing
from codesign.consultations.reading.files import MODES, ResultsForm, results_file
from codesign.consultations.reading.forms import DoneForm, LoadForm, TakeForm, TaskForm
from codesign.consultations.reading.groups import EQUALITY_LABELS
from codesign.consultations.reading.volumes import volumes
from codesign.consultations.reading.words import words_beside
from codesign.core.errors import InputError, NotFound, Refused
from codesign.core.tabular import LARGEST
from codesign.ledger import actor_person
from codesign.renderers.press import PressFailed
from codesign.web.clock import now
from codesign.web.downloads import attachment
from codesign.web.identity import the_staff
from codesign.web.large_files import largest
from codesign.web.policy import Action, allows, the_project
from codesign.web.transactions import commits

bp = Blueprint("consultations_reading", __name__, url_prefix="/manage/<project>/questions/<ref>")

VARIABLES: dict[str, Any] = {code: _l(label) for code, label in EQUALITY_LABELS.items()} | {"ward": _l("Area")}


@bp.get("/results/by/<group>")
@allows(Action.READ_PROJECT)
def by_group(project: str, ref: str, group: str) -> ResponseReturnValue:
    """Every closed question split by one group."""
    view = crossing(the_project().id, ref, group, only=request.args.get("question", "")[:12])
    return render_template("consultations/reading/by_group.html", view=view)


@bp.get("/results/words/<question>")
@allows(Action.READ_PERSONAL_WORDS)
def words(project: str, ref: str, question: str) -> ResponseReturnValue:
    """What people wrote, beside what they chose."""
    page = request.args.get("page", "1")
    number = int(page) if page.isdecimal() and len(page) < 7 else 1
    chosen = request.args.get("chose", "")[:60]
    view = words_beside(the_project().id, ref, question, page=number, chosen=chosen)
    return render_template("consultations/reading/words.html", view=view)


@bp.get("/results/download/<form>")
@allows(Action.READ_PROJECT)
def download(project: str, ref: str, form: str) -> ResponseReturnValue:
    """The results in one file."""
    try:
        wanted = ResultsForm(form)
    except ValueError:
        raise NotFound("There is no such file.") from None
    locale = get_locale()
    language = locale.language if locale is not None else "en"
    try:
        file = results_file(the_project().id, ref, wanted, say=_, language=language, at=now())
    except PressFailed:
        flash(_("The PDF could not be made. Take the web page or the Word file, and tell whoever runs this service."))
        return redirect(url_for("consultations_manage.show_results", project=project, ref=ref), 303)
    return attachment(file.content, file.name, file.media_type)


@bp.get("/results/who", endpoint="who")
@allows(Action.READ_PROJECT)
def who_took_part(project: str, ref: str) -> ResponseReturnValue:
    """Who has taken part beside who lives here, and what is done about each gap."""
    view = who.who_page(the_project().id, ref, at=now())
    labels = {
        (variable.name, key): line.group.label
        for variable in view.variables
        for line in variable.lines
        for key in (line.key, *line.group.keys)
    }
    chart = step_chart(view.days, view.done)
    return render_template("consultations/reading/who.html", view=view, chart=chart, labels=labels)


@bp.get("/results/who/task")
@allows(Action.EDIT_ACTIVITY)
def new_task(project: str, ref: str) -> ResponseReturnValue:
    """Plan how to reach a group."""
    form = TaskForm(variable=request.args.get("variable", "")[:40], category=request.args.get("category", "")[:60])
    return _task_page(ref, form)


@bp.post("/results/who/task")
@allows(Action.EDIT_ACTIVITY)
@commits
def open_task(project: str, ref: str) -> ResponseReturnValue:
    form = TaskForm()
    if not form.validate():
        return _task_page(ref, form, 422)
    if who.gap(the_project().id, ref, form.variable.data, form.category.data, at=now()) is None:
        raise NotFound("There is no such group.")
    outreach.open_task(the_project().id, ref, form.draft(), by=the_staff().id, at=now())
    flash(_("The task is on the page."), "success")
    return redirect(_address("who", ref, _anchor="tasks"), 303)


@bp.get("/results/who/task/<uuid:task>/done")
@allows(Action.EDIT_ACTIVITY)
def task_done(project: str, ref: str, task: uuid.UUID) -> ResponseReturnValue:
    return _done_page(ref, task, DoneForm())


@bp.post("/results/who/task/<uuid:task>/done")
@allows(Action.EDIT_ACTIVITY)
@commits
def finish_task(project: str, ref: str, task: uuid.UUID) -> ResponseReturnValue:
    form = DoneForm()
    if not form.validate():
        return _done_page(ref, task, form, 422)
    outreach.finish_task(
        the_project().id, ref, task, on=form.on.data, outcome=form.outcome.data, by=the_staff().id, at=now()
    )
    flash(_("Done. The chart marks the day."), "success")
    return redirect(_address("who", ref, _anchor="tasks"), 303)


@bp.post("/results/who/task/<uuid:task>/reopen")
@allows(Action.EDIT_ACTIVITY)
@commits
def reopen_task(project: str, ref: str, task: uuid.UUID) -> ResponseReturnValue:
    outreach.reopen_task(the_project().id, ref, task, by=the_staff().id, at=now())
    return redirect(_address("who", ref, _anchor="tasks"), 303)


@bp.get("/answers")
@allows(Action.READ_PROJECT)
def sheets(project: str, ref: str) -> ResponseReturnValue:
    """Spreadsheets of answers: take one away, or bring one in."""
    return _sheets_page(ref)


@bp.post("/answers/take")
@allows(Action.TAKE_ANSWERS)
@commits
def take(project: str, ref: str) -> ResponseReturnValue:
    """A spreadsheet of answers, and the line on the record that says who took it."""
    form = TakeForm()
    if not form.validate():
        return _sheets_page(ref, taking=form, status=422)
    file = take_answers(
        the_project().id,
        ref,
        form=AnswersForm(form.form.data),
        header_rows=int(form.headers.data or "3"),
        why=form.why.data,
        by=the_staff().id,
        at=now(),
    )
    return attachment(file.content, file.name, file.media_type)


@bp.post("/answers/load")
@allows(Action.LOAD_ANSWERS)
@largest(4 * LARGEST, each=LARGEST)
@commits
def load(project: str, ref: str) -> ResponseReturnValue:
    """Bring in a spreadsheet of answers."""
    form = LoadForm()
    if not form.validate():
        return _sheets_page(ref, loading=form, status=422)
    upload = request.files["file"]
    name = (upload.filename or _("The file"))[:80]
    if getattr(upload.stream, "cut", False):
        form.file.errors = [
            *form.file.errors,
            _("%(name)s is larger than 10 MB. Split it, then load the parts.", name=name),
        ]
        return _sheets_page(ref, loading=form, status=422)
    try:
        report = load_answers(
            upload.read(),
            name,
            the_project().id,
            ref,
            by=actor_person(the_staff().id),
            at=now(),
        )
    except BadSheet as bad:
        form.file.errors = [*form.file.errors, _("Nothing was taken. Put these cells right, then load the file again.")]
        return _sheets_page(ref, loading=form, bad=bad, status=422)
    except (InputError, Refused) as error:
        form.file.errors = [*form.file.errors, str(error)]
        return _sheets_page(ref, loading=form, status=422)
    flash(
        _(
            "%(read)s rows read, %(taken)s taken, %(skipped)s left out because they were here already or hold no answer.",
            read=report.read,
            taken=report.taken,
            skipped=len(report.skipped),
        ),
        "success",
    )
    return redirect(_address("sheets", ref), 303)


@bp.context_processor
def _shared() -> dict[str, Any]:
    return {"say": _, "told": told, "variables": VARIABLES, "mode_names": MODES}


def _address(endpoint: str, ref: str, **values: Any) -> str:
    return url_for(f"consultations_reading.{endpoint}", project=the_project().slug, ref=ref, **values)


def _task_page(ref: str, form: TaskForm, status: int = 200) -> ResponseReturnValue:
    found = who.gap(the_project().id, ref, form.variable.data or "", form.category.data or "", at=now())
    if found is None:
        raise NotFound("There is no such group.")
    name, line = found
    page = render_template(
        "consultations/reading/task.html", form=form, line=line, name=name, view=volumes(the_project().id, ref)
    )
    return page, status


def _done_page(ref: str, task: uuid.UUID, form: DoneForm, status: int = 200) -> ResponseReturnValue:
    view = who.who_page(the_project().id, ref, at=now())
    one = next((each for each in view.tasks if each.id == task), None)
    if one is None:
        raise NotFound("There is no such task.")
    return render_template("consultations/reading/done.html", form=form, task=one, view=view.volumes), status


def _sheets_page(
    ref: str,
    *,
    taking: TakeForm | None = None,
    loading: LoadForm | None = None,
    bad: BadSheet | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    page = render_template(
        "consultations/reading/sheets.html",
        view=volumes(the_project().id, ref),
        taking=taking or TakeForm(formdata=None),
        loading=loading or LoadForm(formdata=None),
        bad=bad,
    )
    return page, status
