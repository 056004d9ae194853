"""What may be typed on the way back."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import (  # type: ignore[attr-defined]  # the stubs are older than wtforms 3.3
    RadioField,
    SelectChoice,
    ValidationError,
)
from wtforms.validators import DataRequired

from codesign.core.codes import read_receipt
from codesign.core.terms import Consent
from codesign.web.forms import Form, LineField
from codesign.web.widgets import Radios, TextInput

CONSENTS = {
    Consent.PUBLIC: _l("You may quote my words, without my name"),
    Consent.BIDDERS: _l("You may quote my words only to groups that want to run the service"),
    Consent.COUNT_ONLY: _l("Only count my words. Do not quote them"),
}


class ReceiptForm(Form):
    """A receipt code, however it is typed."""

    code = LineField(
        _l("Your receipt code"),
        (DataRequired(_l("Type your receipt code. It looks like 7K3Q-XW9H-4TRM")),),
        limit=60,
        description=_l("You got it when you sent your words. It looks like 7K3Q-XW9H-4TRM."),
        widget=TextInput(
            classes="govuk-input--width-20 shape-code-input",
            autocomplete="off",
            spellcheck=False,
            autocapitalize="characters",
        ),
    )

    def validate_code(self, field: LineField) -> None:
        """Say how a code looks, before anything is looked up."""
        if read_receipt(field.data or "") is None:
            raise ValidationError(_l("A receipt code has 12 letters and numbers. It looks like 7K3Q-XW9H-4TRM"))


class ConsentForm(Form):
    """How the words may be used from now on."""

    consent = RadioField(
        _l("How may we use your words?"),
        (DataRequired(_l("Select how we may use your words")),),
        choices=[SelectChoice(consent.value, words) for consent, words in CONSENTS.items()],
        description=_l("We always count them. We never show your name beside an answer."),
        widget=Radios(boxes=True),
    )


class TakeBackForm(Form):
    """Take everything of one sending back."""
