"""What is wrong with a form, as the field and the summary above the form say it."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from wtforms.form import BaseForm

Params = dict[str, Any]


def error_of(field: Any) -> Params | None:
    """The first error of a field, with the hidden word before it in this page's language."""
    return {"text": str(field.errors[0]), "visuallyHiddenText": _("Error")} if field.errors else None


def form_errors(form: BaseForm | None) -> list[Params]:
    """Each wrong field's first error as `{text, href}`, in the order of the page; a form's own errors have no link."""
    if form is None or not form.errors:
        return []
    found = [{"text": str(said), "href": None} for said in form.form_errors]
    for field in form:
        found.extend(_field_errors(field))
    return found


def _field_errors(field: Any) -> list[Params]:
    if not field.errors:
        return []
    inner = [*getattr(field, "entries", [])] or ([*field.form] if hasattr(field, "form") else [])
    nested = [error for part in inner for error in _field_errors(part)]
    if nested:
        return nested
    said = [error for error in field.errors if not isinstance(error, list | dict)]
    hidden = field.type in ("HiddenField", "CSRFTokenField", "IdempotencyKey")
    return [{"text": str(said[0]), "href": None if hidden else f"#{field.id}"}] if said else []


def error_summary(form: BaseForm) -> Params:
    """GOV.UK's parameters for the error summary of a form."""
    return {"titleText": _("There is a problem"), "errorList": form_errors(form)}
