"""What every form shares: words go through the one normaliser, limits are per field, a key makes sending twice once."""

from __future__ import annotations

import secrets
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DecimalField, HiddenField, IntegerField, StringField, TextAreaField, ValidationError
from wtforms import SelectChoice as SelectChoice  # type: ignore[attr-defined]  # stubs older than wtforms 3.3
from wtforms.validators import Length

from codesign.core.text import UnreadableText, normalise, one_line
from codesign.web.builtin_words import BUILT_IN_WORDS, BuiltInWords


class Form(FlaskForm):  # type: ignore[misc]
    """A form with CSRF. `.draft()` of each form gives the typed value that a command takes."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        csrf = True

        def get_translations(self, _form: Any) -> BuiltInWords:
            return BUILT_IN_WORDS


def _clean(value: Any, fold: bool) -> Any:
    if value is None:
        return ""  # a field left out of what was sent is an empty one
    if not isinstance(value, str):
        return value
    try:
        return one_line(value) if fold else normalise(value)
    except UnreadableText:
        # Kept for the message below; such text can be neither stored nor printed.
        return value.encode("utf-8", "replace").decode("utf-8")


class LineField(StringField):
    """One line of words, cleaned. `limit` is in characters."""

    data: Any

    def __init__(self, label: Any = None, validators: Any = (), *, limit: int = 200, **options: Any) -> None:
        validators = (*validators, at_most(limit))
        filters = (*options.pop("filters", ()), lambda value: _clean(value, True))
        super().__init__(label, validators, filters=filters, **options)
        self.limit = limit


class WordsField(TextAreaField):
    """Several lines of words, cleaned. `limit` is in characters."""

    data: Any

    def __init__(self, label: Any = None, validators: Any = (), *, limit: int = 5000, **options: Any) -> None:
        validators = (*validators, at_most(limit))
        filters = (*options.pop("filters", ()), lambda value: _clean(value, False))
        super().__init__(label, validators, filters=filters, **options)
        self.limit = limit


class WholeField(IntegerField):
    """A whole number; what it holds is typed once the form is valid."""

    data: Any


class AmountField(DecimalField):
    """An amount; what it holds is typed once the form is valid."""

    data: Any


def at_most(limit: int) -> Length:
    return Length(max=limit, message=_l("Make this %(limit)s characters or fewer.", limit=limit))


class IdempotencyKey(HiddenField):
    """Made with the page, sent with the words: a form sent twice is one sending."""

    def __init__(self, **options: Any) -> None:
        super().__init__("", (well_formed_key,), default=lambda: secrets.token_urlsafe(18), **options)


def well_formed_key(_form: Any, field: Any) -> None:
    if not field.data or not 16 <= len(field.data) <= 60 or not field.data.isascii():
        field.data = secrets.token_urlsafe(18)
        raise ValidationError(_l("This page was too old to use. Check your words, then send them again."))


class WordsForm(Form):
    """A form that sends a resident's words."""

    key = IdempotencyKey()
