"""What may be decided about a group of responses: keep them, or set aside some with a reason."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectMultipleField, ValidationError
from wtforms.validators import DataRequired

from codesign.web.forms import Form, LineField, SelectChoice
from codesign.web.widgets import Radios, TextInput

KEEP, REST, ALL, TICKED = "keep", "rest", "all", "ticked"


class DecisionForm(Form):
    """What to do with one group. `chosen` are the references ticked in the list."""

    verdict = RadioField(
        _l("What do you decide?"),
        (DataRequired(_l("Choose what to do.")),),
        choices=[
            SelectChoice(KEEP, _l("Keep them: they all count")),
            SelectChoice(REST, _l("Count the first one only")),
            SelectChoice(ALL, _l("Count none of them")),
            SelectChoice(TICKED, _l("Count all but those I ticked on this page")),
        ],
        widget=Radios(),
    )
    reason = LineField(
        _l("Why"),
        limit=300,
        description=_l("Needed when some do not count. It is kept with them, and the number is printed with the rule."),
        widget=TextInput(),
    )
    chosen = SelectMultipleField(_l("Tick"), validate_choice=False)

    def validate_reason(self, field: Any) -> None:
        if self.verdict.data in (REST, ALL, TICKED) and not field.data:
            raise ValidationError(_("Write why these are not counted."))

    def validate_chosen(self, field: Any) -> None:
        if self.verdict.data == TICKED and not field.data:
            raise ValidationError(_("Tick at least one response in the list."))
