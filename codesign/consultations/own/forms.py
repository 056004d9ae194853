"""What a resident may type about their own answers: an address to send a link to."""

from __future__ import annotations

from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError
from wtforms.validators import DataRequired

from codesign.web.forms import Form, LineField
from codesign.web.widgets import EmailInput


class LinkForm(Form):
    """Where to send a link, once."""

    email = LineField(
        _l("Your email address"),
        (DataRequired(_l("Type your email address.")),),
        limit=254,
        description=_l("We use it once, to send the link. Then we delete it."),
        widget=EmailInput(autocomplete="email"),
    )

    def validate_email(self, field: Any) -> None:
        try:
            validate_email(field.data, check_deliverability=False)
        except EmailNotValidError:
            raise ValidationError(_("Type an email address in the right form, such as name@example.com.")) from None
