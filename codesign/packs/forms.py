"""What may be typed on the pages of packs."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField
from wtforms.validators import DataRequired

from codesign.web.forms import Form, LineField
from codesign.web.widgets import FileInput, TextInput


class FreezeForm(Form):
    """Make the next version. `version` is the one the page spoke of: sent twice, it is made once."""

    version = HiddenField()


class CodeForm(Form):
    """Look up a pack by its check code or its seal. Nothing changes, so it is a GET without a token."""

    class Meta(Form.Meta):
        csrf = False

    code = LineField(
        _l("Check code"),
        (DataRequired(_l("Type the check code from the foot of a page of the pack")),),
        limit=80,
        description=_l("12 letters and numbers, at the foot of every page. The whole seal works too."),
        widget=TextInput(classes="govuk-input--width-20", autocomplete="off", spellcheck=False),
    )


class CompareForm(Form):
    """Compare a file with the list of a pack."""

    file = FileField(
        _l("Choose a file of this pack"),
        (FileRequired(_l("Choose a file to compare")),),
        description=_l("We work out its fingerprint and forget the file."),
        widget=FileInput(),
    )
