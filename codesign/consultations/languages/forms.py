"""What staff may type about languages: which to add, a file of translations."""

from __future__ import annotations

from collections.abc import Collection

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField

from codesign.core.languages import COMMUNITY, name_in, own_name
from codesign.web.forms import Form, LineField, SelectChoice
from codesign.web.widgets import FileInput, Select, TextInput

SORTS = {
    "title": _l("Title"),
    "introduction": _l("Introduction"),
    "influence_reason": _l("Why not all of it is open"),
    "section": _l("Section title"),
    "section_words": _l("Section words"),
    "text": _l("Question"),
    "hint": _l("Hint"),
    "body": _l("Text of the page"),
    "unit": _l("Unit"),
    "why": _l("Why we ask this"),
    "choice": _l("Choice"),
    "row": _l("Row"),
    "alt": _l("Picture in words"),
    "setting": _l("Other words"),
}
"""What each sort of text is called; a key's part begins with its sort."""


def languages(besides: Collection[str] = ()) -> list[SelectChoice]:
    """The common languages by their own names, each with what the reader calls it."""
    reader = str(get_locale() or "en").replace("_", "-")
    choices = [SelectChoice("", _("Choose a language"))]
    for tag in COMMUNITY:
        if tag not in besides:
            name, called = own_name(tag), name_in(tag, reader)
            choices.append(SelectChoice(tag, name if name == called else f"{name} ({called})"))
    return choices


class LanguageForm(Form):
    """One language: from the list, or by its code."""

    language = SelectField(_l("Language"), validate_choice=False, choices=[], widget=Select())
    other = LineField(
        _l("Or the code of another language"),
        description=_l("A BCP 47 code, such as rw for Kinyarwanda or sr-Latn for Serbian in Latin letters."),
        limit=12,
        widget=TextInput(classes="govuk-input--width-10", autocapitalize="none", spellcheck=False),
    )

    def without(self, tags: Collection[str]) -> LanguageForm:
        """The same form, offering what is not there yet."""
        self.language.choices = languages(tags)
        return self

    @property
    def typed(self) -> str:
        return str(self.other.data or self.language.data or "")


class SheetForm(Form):
    """A file of translations."""

    file = FileField(
        _l("File with translations, CSV or XLSX"),
        [FileRequired(message=_l("Choose a file first."))],
        description=_l(
            "The file you downloaded here, with the column “translation” filled in. Empty cells change nothing."
        ),
        widget=FileInput(),
    )


class ClipForm(Form):
    """A recording. Which file it is, its first bytes say."""

    file = FileField(_l("Recording"), widget=FileInput())
