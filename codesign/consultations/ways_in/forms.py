"""What staff and residents may type about ways in: who may answer, lists, numbers of codes, places, a code."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, ValidationError
from wtforms.validators import DataRequired

from codesign.core.terms import Access
from codesign.web.forms import Form, IdempotencyKey, LineField, SelectChoice
from codesign.web.widgets import FileInput, NumberInput, Radios, TextInput

MOST_CODES = 5_000


class AccessForm(Form):
    """Who may answer."""

    access = RadioField(
        _l("Who may answer?"),
        choices=[
            SelectChoice(Access.EVERYONE.value, _l("Everyone: no code is needed")),
            SelectChoice(Access.BOTH.value, _l("Everyone, and some people get a code: both are counted apart")),
            SelectChoice(Access.INVITED.value, _l("Only people with a code")),
        ],
        widget=Radios(),
    )


class ListForm(Form):
    """A CSV of people to invite."""

    file = FileField(
        _l("List of people, as CSV"),
        [FileRequired(message=_l("Choose a CSV file."))],
        description=_l(
            "One person on each row, under a row of headings. We keep the column “reference”, or else the first"
            " column. You get every column back with a code for each person; we keep none of the others."
        ),
        widget=FileInput(),
    )


class NumberForm(Form):
    """How many codes to make. Its key makes pressing twice once."""

    key = IdempotencyKey()
    count = LineField(
        _l("How many codes?"),
        (DataRequired(_l("Type how many codes you need.")),),
        limit=6,
        description=_l("For cards you hand out. Each code has a number on the list."),
        widget=NumberInput(classes="govuk-input--width-5"),
    )

    def validate_count(self, field: Any) -> None:
        plain = (field.data or "").replace(",", "")
        if not plain.isdecimal() or not 1 <= int(plain) <= MOST_CODES:
            raise ValidationError(_("Type a number from 1 to 5,000."))

    @property
    def number(self) -> int:
        return int((self.count.data or "0").replace(",", ""))


class KioskForm(Form):
    """Where a kiosk stands. Its key makes pressing twice once."""

    key = IdempotencyKey()
    place = LineField(
        _l("Where will it stand?"),
        (DataRequired(_l("Type the name of the place.")),),
        limit=120,
        description=_l("For example: Hebble Bridge Library, by the door."),
        widget=TextInput(classes="govuk-input--width-20"),
    )


class CodeForm(Form):
    """The code of an invited person."""

    code = LineField(
        _l("Your code"),
        (DataRequired(_l("Type the code from your letter.")),),
        limit=80,
        description=_l("Twelve letters and numbers, like 7K3-QXW-9H4-TRM. Capitals and dashes do not matter."),
        widget=TextInput(classes="govuk-input--width-20", autocomplete="off", autocapitalize="characters"),
    )
