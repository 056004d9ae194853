"""What staff write when they accept a warning."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import DataRequired

from codesign.web.forms import Form, LineField
from codesign.web.widgets import TextInput


class AcceptForm(Form):
    """Why it is right to open all the same; `rule` and `subject` name the warning, `digest` what was read."""

    reason = LineField(_l("Reason"), (DataRequired(_l("Write why you accept this.")),), limit=500)
    rule = HiddenField()
    subject = HiddenField()
    digest = HiddenField()


class AcceptAllForm(Form):
    """One reason for every warning that waits; `digests` are those that were read, with spaces between."""

    reason = LineField(
        _l("Why is it right to open all the same?"),
        (DataRequired(_l("Write why you accept these.")),),
        limit=500,
        description=_l("One reason for all of them. It is kept with your name and goes into the record."),
        widget=TextInput(),
    )
    digests = HiddenField()
