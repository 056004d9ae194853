"""What a moderator and a resident who reports something may type."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField
from wtforms.validators import DataRequired

from codesign.core.moderation import reason_label
from codesign.core.terms import ModerationReason
from codesign.web.forms import Form, LineField, SelectChoice, WordsField
from codesign.web.widgets import Radios, Select, TextArea

REPORTABLE = (
    ModerationReason.PERSONAL_DATA,
    ModerationReason.ABUSE,
    ModerationReason.SAFEGUARDING,
    ModerationReason.SPAM,
    ModerationReason.OTHER,
)


def _labels(reasons: tuple[ModerationReason, ...]) -> list[SelectChoice]:
    return [SelectChoice(reason.value, _(reason_label(reason).message)) for reason in reasons]


class HideForm(Form):
    """Why words are hidden, and what their author is told besides."""

    reason = SelectField(_l("Reason"), (DataRequired(_l("Select a reason")),), widget=Select())
    note = WordsField(
        _l("Note to the author"),
        limit=500,
        description=_l("They read it with the reason, when they type in their code."),
        widget=TextArea(rows=2),
    )

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.reason.choices = [SelectChoice("", _("Select a reason")), *_labels(tuple(ModerationReason))]


class MergeForm(Form):
    """The idea that another one is put together with."""

    into = LineField(
        _l("Reference of the other idea"), (DataRequired(_l("Enter a reference such as I-0042.")),), limit=12
    )


class ReportForm(Form):
    """What a resident finds wrong with some words."""

    reason = RadioField(
        _l("What is wrong with these words?"),
        (DataRequired(_l("Select what is wrong")),),
        widget=Radios(boxes=True, heading=True),
    )

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.reason.choices = _labels(REPORTABLE)
