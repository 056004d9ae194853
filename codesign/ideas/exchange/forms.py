"""Forms of the page "In and out": an edition to take away, a file to bring in."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField
from wtforms import SelectChoice as SelectChoice  # type: ignore[attr-defined]  # stubs older than wtforms 3.3
from wtforms.validators import DataRequired, InputRequired

from codesign.ideas.exchange.commands import BoardFile
from codesign.web.forms import Form, LineField
from codesign.web.widgets import FileInput, Radios, TextInput

_OURS = [
    SelectChoice(value=BoardFile.CSV.value, label=_l("CSV files in one zip")),
    SelectChoice(value=BoardFile.JSON.value, label=_l("JSON, one document")),
]
_POLIS = SelectChoice(value=BoardFile.POLIS.value, label=_l("Polis files in one zip: statements and votes only"))
_CHOOSE = _l("Choose a kind of file.")


class PublicForm(Form):
    """The public edition."""

    form: Any = RadioField(
        _l("Which file"),
        [InputRequired(message=_CHOOSE)],
        choices=_OURS,
        default=BoardFile.CSV.value,
        widget=Radios(),
    )


class StaffForm(Form):
    """An edition for staff only, taken with a reason."""

    form: Any = RadioField(
        _l("Which file"),
        [InputRequired(message=_CHOOSE)],
        choices=[*_OURS, _POLIS],
        default=BoardFile.CSV.value,
        widget=Radios(),
    )
    why = LineField(
        _l("What is the file for?"),
        [DataRequired(message=_l("Say what the file is for. It is kept with your name."))],
        description=_l("This is kept on the record with your name and the time."),
        limit=200,
        widget=TextInput(),
    )


class BringForm(Form):
    """A file of a board to look at, then to bring in."""

    file = FileField(
        _l("File of the board"),
        [FileRequired(message=_l("Choose a zip, JSON or CSV file."))],
        description=_l("A zip, JSON or CSV, up to 10 MB. Several CSV files go into one zip, without folders."),
        widget=FileInput(),
    )
    map = FileField(
        _l("Map of its columns"),
        description=_l("Only for files that are not in our layout. It is a JSON file."),
        widget=FileInput(),
    )
    title = LineField(
        _l("Name of the new board"),
        description=_l("Leave it empty to keep the name in the file."),
        limit=160,
        widget=TextInput(),
    )
