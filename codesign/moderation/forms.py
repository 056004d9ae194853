"""What a moderator and a resident who reports something may type."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField
from wtforms.validators import DataRequired

from codesign.core.moderation import reason_label
from codesign.core.terms import ModerationReason
from codesign.web.forms import Form, LineField, WordsField

REPORTABLE = (
    ModerationReason.PERSONAL_DATA,
    ModerationReason.ABUSE,
    ModerationReason.SAFEGUARDING,
    ModerationReason.SPAM,
    ModerationReason.OTHER,
)


def _labels(reasons: tuple[ModerationReason, ...]) -> list[tuple[str, str]]:
    return [(reason.value, _(reason_label(reason).message)) for reason in reasons]


class HideForm(Form):
    """Why words are hidden, and what their author is told besides."""

    reason = SelectField(_l("Reason"), (DataRequired(_l("Select a reason.")),))
    note = WordsField(_l("Note to the author"), limit=500)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.reason.choices = [("", _("Select a reason")), *_labels(tuple(ModerationReason))]


class MergeForm(Form):
    """The idea that another one is put together with."""

    into = LineField(
        _l("Reference of the other idea"), (DataRequired(_l("Enter a reference such as I-0042.")),), limit=12
    )


class ReportForm(Form):
    """What a resident finds wrong with some words."""

    reason = RadioField(_l("What is wrong?"), (DataRequired(_l("Select what is wrong.")),))

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.reason.choices = _labels(REPORTABLE)
