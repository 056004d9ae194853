"""Forms of the pages that read answers: an outreach task, what came of it, a file to take away, a file to bring in."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, RadioField
from wtforms import SelectChoice as SelectChoice  # type: ignore[attr-defined]  # stubs older than wtforms 3.3
from wtforms.validators import DataRequired, InputRequired, Optional

from codesign.consultations.reading.answers_out import Form as AnswersForm
from codesign.consultations.reading.outreach import OutreachDraft
from codesign.web.forms import Form, LineField
from codesign.web.widgets import DateInput, DayField, FileInput, Radios, TextInput


class TaskForm(Form):
    """Whom to reach about a gap, where and by when."""

    variable: Any = HiddenField()
    category: Any = HiddenField()
    who = LineField(
        _l("Whom to reach"),
        [DataRequired(message=_l("Say whom to reach, for example “Bangladeshi women’s group”."))],
        description=_l("A group, a club or a person who knows them."),
        limit=120,
        widget=TextInput(),
    )
    where = LineField(_l("Where"), limit=160, widget=TextInput())
    due_on: Any = DayField(_l("By when"), [Optional()], widget=DateInput())
    note = LineField(_l("How"), limit=300, widget=TextInput())

    def draft(self) -> OutreachDraft:
        return OutreachDraft(
            variable=self.variable.data or "",
            category=self.category.data or "",
            who=self.who.data,
            where=self.where.data,
            due_on=self.due_on.data,
            note=self.note.data,
        )


class DoneForm(Form):
    """When an outreach task was done and what came of it."""

    on: Any = DayField(
        _l("When it was done"), [DataRequired(message=_l("Write the day, month and year."))], widget=DateInput()
    )
    outcome = LineField(
        _l("What came of it"),
        [DataRequired(message=_l("Say what came of it, in a line. “Nobody came” is an outcome too."))],
        limit=300,
        widget=TextInput(),
    )


class TakeForm(Form):
    """A spreadsheet of answers to take away."""

    form: Any = RadioField(
        _l("Which file"),
        [InputRequired(message=_l("Choose a kind of file."))],
        choices=[
            SelectChoice(value=AnswersForm.XLSX.value, label=_l("Excel (.xlsx)")),
            SelectChoice(value=AnswersForm.CSV.value, label=_l("CSV")),
            SelectChoice(value=AnswersForm.JSON.value, label=_l("JSON, the exact record")),
        ],
        default=AnswersForm.XLSX.value,
        widget=Radios(),
    )
    headers: Any = RadioField(
        _l("Rows of headings"),
        choices=[
            SelectChoice(value="3", label=_l("Three, as Qualtrics has them: code, words, import id")),
            SelectChoice(value="1", label=_l("One, as Citizen Space has it: code and words")),
        ],
        default="3",
        widget=Radios(),
    )
    why = LineField(
        _l("What is the file for?"),
        [DataRequired(message=_l("Say what the file is for. It is kept with your name."))],
        description=_l("This is kept on the record with your name and the time."),
        limit=200,
        widget=TextInput(),
    )


class LoadForm(Form):
    """A spreadsheet of answers to bring in."""

    file = FileField(
        _l("Spreadsheet of answers"),
        [FileRequired(message=_l("Choose a CSV or Excel file."))],
        description=_l("CSV or .xlsx, up to 10 MB. Either all of it is taken, or nothing."),
        widget=FileInput(),
    )
