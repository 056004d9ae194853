"""What may be typed to sign in, accept an invitation, invite somebody or change a password."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, StringField, ValidationError
from wtforms.validators import DataRequired

from codesign.accounts.addresses import LONGEST, clean_address, is_address
from codesign.core.errors import DomainError
from codesign.core.passwords import password_problem
from codesign.web.forms import Form, LineField
from codesign.web.widgets import EmailInput, PasswordInput, Radios, TextInput


class AddressField(LineField):
    """An e-mail address. Its form is checked, never whether we know it."""

    widget = EmailInput()

    def __init__(self, label: Any = None, **options: Any) -> None:
        super().__init__(label, (DataRequired(_l("Enter your email address.")), _well_formed), limit=LONGEST, **options)

    @property
    def cleaned(self) -> str:
        """The address as it is kept."""
        return clean_address(self.data or "")


def _well_formed(_form: Any, field: Any) -> None:
    if field.data and not is_address(clean_address(field.data)):
        raise ValidationError(_("Enter an email address, like name@council.gov.uk."))


class PasswordField(StringField):
    """A password, taken exactly as it was typed."""

    widget = PasswordInput()


class CodeField(LineField):
    """Six digits."""

    widget = TextInput(
        inputmode="numeric", autocomplete="one-time-code", spellcheck=False, classes="govuk-input--width-10"
    )

    def __init__(self, label: Any, missing: Any, **options: Any) -> None:
        super().__init__(label, (DataRequired(missing),), limit=20, **options)


class SignInForm(Form):
    """An address and a password."""

    email = AddressField(_l("Email address"))
    password = PasswordField(_l("Password"), (DataRequired(_l("Enter your password.")),))
    next = HiddenField()


class LinkForm(Form):
    """An address to send a link to."""

    email = AddressField(_l("Email address"), description=_l("The one that you were invited with."))
    next = HiddenField()


class OpenLinkForm(Form):
    """Only a button; `next` is the page a printed link leads on to."""

    next = HiddenField()


class OpenLinkElsewhereForm(Form):
    """The code from the mail, for another browser than the one that asked."""

    code = CodeField(
        _l("Code in the mail"),
        _l("Type the 6 digits that stand below the link in the mail."),
        description=_l("6 digits, below the link"),
    )


class SecondFactorForm(Form):
    """The code that an authenticator app shows."""

    code = CodeField(_l("Code in the app"), _l("Type the 6 digits that the app shows."), description=_l("6 digits"))
    next = HiddenField()


def _chosen_password() -> PasswordField:
    return PasswordField(
        _l("Choose a password"),
        (DataRequired(_l("Choose a password. Three random words work well.")),),
        description=_l("At least 12 characters. Three random words work well."),
        widget=PasswordInput(autocomplete="new-password"),
    )


def _may_be_chosen(password: str, address: str) -> None:
    problem = password_problem(password, address)
    if problem:
        raise ValidationError(_(problem))


class AcceptForm(Form):
    """A name, the invited address and a password."""

    name = LineField(
        _l("Your name"),
        (DataRequired(_l("Enter your name.")),),
        limit=120,
        widget=TextInput(autocomplete="name"),
        description=_l("Your team sees this name."),
    )
    email = AddressField(_l("Your email address"), description=_l("The one that got the invitation."))
    password = _chosen_password()

    def validate_password(self, field: Any) -> None:
        """WTForms finds this by its name."""
        _may_be_chosen(field.data or "", self.email.cleaned)


class ChangePasswordForm(Form):
    """The password of now, where there is one, and the next one."""

    current = PasswordField(_l("Your password now"))
    password = _chosen_password()
    for_address = ""

    def validate_password(self, field: Any) -> None:
        """WTForms finds this by its name."""
        _may_be_chosen(field.data or "", self.for_address)


class InviteForm(Form):
    """An address and a role."""

    email = AddressField(_l("Email address"), widget=EmailInput(autocomplete="off"))
    role = RadioField(
        _l("Role"), (DataRequired(_l("Choose a role.")),), choices=[], validate_choice=True, widget=Radios(boxes=True)
    )

    def offer(self, roles: Any) -> None:
        """Fill in which roles may be offered, as (value, name, hint)."""
        self.role.choices = [(role.value, role.name) for role in roles]
        self.role.widget = Radios(boxes=True, hints={role.value: role.hint for role in roles})


def add_error(field: Any, error: DomainError) -> None:
    """Put a domain error's sentence beside a field."""
    field.errors = [*field.errors, _(str(error))]


__all__ = [
    "AcceptForm",
    "ChangePasswordForm",
    "InviteForm",
    "LinkForm",
    "OpenLinkElsewhereForm",
    "OpenLinkForm",
    "SecondFactorForm",
    "SignInForm",
    "add_error",
]
