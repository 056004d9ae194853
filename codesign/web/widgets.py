"""How each kind of field is drawn: GOV.UK's markup, our words and option boxes, none of the wrappers' traps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from flask import render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from wtforms import DateField
from wtforms.validators import StopValidation

from codesign.web.field_errors import Params, error_of


def merged(first: Mapping[str, Any], second: Mapping[str, Any]) -> Params:
    """Both mappings in a new one, dicts within dicts joined, the second winning. Neither argument is changed."""
    result = dict(first)
    for name, value in second.items():
        before = result.get(name)
        result[name] = merged(before, value) if isinstance(before, Mapping) and isinstance(value, Mapping) else value
    return result


class Widget:
    """The shared part: label, hint, first error, attributes.

    `params` are GOV.UK's own parameters, given when the field is defined or when it is drawn:
    `{{ form.title(params={"label": {"classes": "govuk-label--l", "isPageHeading": true}}) }}`.
    Other keywords at drawing become attributes of the control, `classes` adds to its class.
    """

    template: ClassVar[str] = "govuk_frontend_wtf/input.html"
    defaults: ClassVar[Params] = {}

    def __init__(self, *, classes: str = "", params: Mapping[str, Any] | None = None, **attributes: Any) -> None:
        self.classes = classes
        self.params = params or {}
        self.attributes = attributes

    def __call__(self, field: Any, **options: Any) -> Markup:
        asked = options.pop("params", {})
        params = merged(merged(self.base(field, options), self.params), asked)
        params["errorMessage"] = error_of(field)
        return Markup(render_template(self.template, params=params))  # nosec B704 # noqa: S704  the macros escape what they print

    def base(self, field: Any, options: Params) -> Params:
        """GOV.UK's parameters for this field, before those of the caller."""
        params: Params = merged(self.defaults, {"id": options.pop("id", field.id), "name": field.name})
        params["label"] = {"text": str(field.label.text)}
        # None, not an empty text: an empty hint would be pointed at and read out as nothing.
        params["hint"] = {"text": str(field.description)} if field.description else None
        params["classes"] = " ".join(
            word for word in (self.classes, options.pop("classes", ""), options.pop("class_", "")) if word
        )
        self.fill(field, params, options)
        attributes = merged(self.attributes, options)
        params["attributes"] = {
            name.rstrip("_").replace("_", "-"): name if value is True else value
            for name, value in attributes.items()
            # The browser's own bubbles speak the browser's language; our messages say what to do.
            if value not in (None, False) and name not in ("required", "minlength")
        }
        return params

    def fill(self, field: Any, params: Params, options: Params) -> None:
        """The value and what else this kind of control needs."""
        params["value"] = options.pop("value", field._value())


class TextInput(Widget):
    """One line of text."""

    kind: ClassVar[str] = "text"

    def fill(self, field: Any, params: Params, options: Params) -> None:
        super().fill(field, params, options)
        params["type"] = options.pop("type", self.kind)
        for name in ("inputmode", "autocomplete", "spellcheck"):
            if name in options or name in self.attributes:
                params[name] = options.pop(name, self.attributes.get(name))


class EmailInput(TextInput):
    """An e-mail address: the right keyboard on a phone."""

    kind: ClassVar[str] = "email"
    defaults: ClassVar[Params] = {"autocomplete": "email", "spellcheck": False}


class PhoneInput(TextInput):
    """A phone number."""

    kind: ClassVar[str] = "tel"
    defaults: ClassVar[Params] = {"autocomplete": "tel", "classes": "govuk-input--width-20"}


class NumberInput(TextInput):
    """A whole number. A text box with a number keyboard: browsers' number boxes lose what was typed."""

    defaults: ClassVar[Params] = {"inputmode": "numeric", "spellcheck": False}


class SearchInput(TextInput):
    """Words to look for."""

    kind: ClassVar[str] = "search"


class PasswordInput(TextInput):
    """A password. Never sent back to the page."""

    kind: ClassVar[str] = "password"
    defaults: ClassVar[Params] = {"autocomplete": "current-password", "spellcheck": False}

    def fill(self, field: Any, params: Params, options: Params) -> None:
        super().fill(field, params, options)
        params["value"] = ""


class FileInput(Widget):
    """A file from the device."""

    template: ClassVar[str] = "govuk_frontend_wtf/file-upload.html"

    def fill(self, field: Any, params: Params, options: Params) -> None:
        options.pop("value", None)


class TextArea(Widget):
    """Several lines of text."""

    template: ClassVar[str] = "govuk_frontend_wtf/textarea.html"

    def fill(self, field: Any, params: Params, options: Params) -> None:
        super().fill(field, params, options)
        params["rows"] = options.pop("rows", self.attributes.get("rows", 5))


class CharacterCount(TextArea):
    """Several lines of text with a count of the letters left, shown past `threshold` percent of `limit`."""

    template: ClassVar[str] = "govuk_frontend_wtf/charactercount.html"

    def __init__(self, limit: int = 0, *, threshold: int = 70, **options: Any) -> None:
        super().__init__(**options)
        self.limit = limit
        self.threshold = threshold

    def fill(self, field: Any, params: Params, options: Params) -> None:
        super().fill(field, params, options)
        options.pop("maxlength", None)
        # The script puts the number in place of %{count}.
        params |= {
            "maxlength": self.limit or getattr(field, "limit", 0) or 5000,
            "threshold": self.threshold,
            "textareaDescriptionText": _("You can use up to %{count} letters"),
            "charactersUnderLimitText": {
                "one": _("You have %{count} letter left"),
                "other": _("You have %{count} letters left"),
            },
            "charactersAtLimitText": _("You have no letters left"),
            "charactersOverLimitText": {
                "one": _("You have %{count} letter too many"),
                "other": _("You have %{count} letters too many"),
            },
        }


class Select(Widget):
    """A drop-down. A choice in a group is shown as "Group: choice", because GOV.UK's select has no groups."""

    template: ClassVar[str] = "govuk_frontend_wtf/select.html"

    def fill(self, field: Any, params: Params, options: Params) -> None:
        groups = field.iter_groups() if field.has_groups() else [(None, field.iter_choices())]
        params["items"] = [
            {
                "value": choice.value,
                "text": f"{group}: {choice.label}" if group else str(choice.label),
                "selected": choice.selected,
                "disabled": bool(choice.render_kw.get("disabled")),
            }
            for group, choices in groups
            for choice in choices
        ]


class _Choices(Widget):
    """Radios and checkboxes: items are built here, afresh at every drawing, so that no list is edited in place.

    `boxes` draws each choice as a full-width box. `exclusive` values stand last, after the word `divider`, and untick
    the others. `hints` maps values to a line under the choice. At drawing, `conditional={"other": form.other()}` opens
    markup under a choice.
    """

    def __init__(
        self,
        *,
        boxes: bool = False,
        exclusive: Sequence[str] = (),
        divider: Any = None,
        hints: Mapping[str, Any] | None = None,
        heading: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self.boxes = boxes
        self.exclusive = tuple(exclusive)
        self.divider = divider
        self.hints = hints or {}
        self.heading = heading

    def fill(self, field: Any, params: Params, options: Params) -> None:
        legend: Params = {"text": params.pop("label")["text"]}
        legend |= (
            {"classes": "govuk-fieldset__legend--l", "isPageHeading": True}
            if self.heading
            else {"classes": "govuk-fieldset__legend--s"}
        )
        params["fieldset"] = {"legend": legend}
        params["idPrefix"] = params.pop("id")
        if self.boxes:
            params["formGroup"] = {"classes": "opt"}
        params["items"] = self.items(field, options.pop("conditional", {}))

    def items(self, field: Any, conditional: Mapping[str, Any]) -> list[Params]:
        ordinary: list[Params] = []
        last: list[Params] = []
        for choice in field.iter_choices():
            value = str(choice.value)
            hint = self.hints.get(value)
            item: Params = {
                "value": value,
                "text": str(choice.label),
                "checked": choice.selected,
                "disabled": bool(choice.render_kw.get("disabled")),
                "hint": {"text": str(hint)} if hint else None,
            }
            if conditional.get(value):
                item["conditional"] = {"html": Markup.escape(conditional[value])}
            (last if value in self.exclusive else ordinary).append(item)
        if not last:
            return ordinary
        return [*ordinary, {"divider": str(self.divider or _("or"))}, *(self.alone(item) for item in last)]

    def alone(self, item: Params) -> Params:
        return item


class Radios(_Choices):
    """One choice of several."""

    template: ClassVar[str] = "govuk_frontend_wtf/radios.html"


class Checkboxes(_Choices):
    """Any number of choices."""

    template: ClassVar[str] = "govuk_frontend_wtf/checkboxes.html"

    def alone(self, item: Params) -> Params:
        return {**item, "behaviour": "exclusive"}


class Checkbox(Widget):
    """One tick (a BooleanField): the label stands beside the box, with no legend around it."""

    template: ClassVar[str] = "govuk_frontend_wtf/checkboxes.html"

    def __init__(self, *, boxes: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.boxes = boxes

    def fill(self, field: Any, params: Params, options: Params) -> None:
        hint = params.pop("hint")
        item: Params = {"value": "y", "text": params.pop("label")["text"], "checked": bool(field.data), "hint": hint}
        params["items"] = [item]
        params["idPrefix"] = params.pop("id")
        if self.boxes:
            params["formGroup"] = {"classes": "opt"}


class DateInput(Widget):
    """Day, month and year as three boxes of one name. Shows whatever was sent, however many values that was."""

    template: ClassVar[str] = "govuk_frontend_wtf/date.html"

    def fill(self, field: Any, params: Params, options: Params) -> None:
        if field.raw_data is not None:
            sent = [str(part) for part in field.raw_data]
            typed = [*sent, "", "", ""][:3] if len(sent) > 1 else [*" ".join(sent).split(), "", "", ""][:3]
        elif field.data:
            typed = [str(field.data.day), str(field.data.month), f"{field.data.year:04d}"]
        else:
            typed = ["", "", ""]
        own = params.pop("id")
        wrong = " govuk-input--error" if field.errors else ""
        params["fieldset"] = {"legend": {"text": params.pop("label")["text"], "classes": "govuk-fieldset__legend--s"}}
        params["id"] = f"{own}-date"
        params["items"] = [
            {
                # The first box carries the field's own id, so that the error summary can put the cursor there.
                "id": own if part == "day" else f"{own}-{part}",
                "name": field.name,
                "label": label,
                "classes": f"govuk-input--width-{4 if part == 'year' else 2}{wrong}",
                "value": value,
            }
            for part, label, value in zip(
                ("day", "month", "year"), (_("Day"), _("Month"), _("Year")), typed, strict=True
            )
        ]


class DayField(DateField):
    """A date typed as day, month and year. The message for anything else says what to type."""

    widget = DateInput()

    def __init__(self, label: Any = None, validators: Any = None, *, message: Any = None, **options: Any) -> None:
        options.setdefault("format", "%d %m %Y")
        wrong = message or _l("Enter a real date, like 27 3 2026.")
        super().__init__(label, validators, invalid_value_message=wrong, **options)  # type: ignore[call-arg]

    def process_formdata(self, valuelist: Any) -> None:
        parts = [part.strip() for part in valuelist if part and part.strip()]
        if not parts:
            self.data = None
            return
        super().process_formdata([" ".join(parts)])

    def pre_validate(self, form: Any) -> None:
        if self.process_errors:
            raise StopValidation  # else DataRequired would say that nothing was typed


class SubmitButton(Widget):
    """A button that sends the form."""

    template: ClassVar[str] = "govuk_frontend_wtf/button.html"

    def fill(self, field: Any, params: Params, options: Params) -> None:
        params |= {"text": params.pop("label")["text"], "value": "y"}
