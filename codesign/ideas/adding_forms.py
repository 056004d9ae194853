"""What may be typed on the pages of a new idea."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (  # type: ignore[attr-defined]  # the stubs are older than wtforms 3.3
    RadioField,
    SelectChoice,
    SelectField,
    ValidationError,
)
from wtforms.validators import DataRequired

from codesign.core.questions.kinds.place import read_point
from codesign.core.terms import ShownAs
from codesign.core.text import without_turning_marks
from codesign.ideas.drafts import PlaceDraft
from codesign.ideas.forms import CONSENTS, LINE_LETTERS, WORDS_LETTERS, no_piles, seen_letters, straight
from codesign.web.forms import Form, LineField, WordsField, WordsForm
from codesign.web.widgets import CharacterCount, Radios, Select, TextInput

ALT_LETTERS = 200
PLACE_LETTERS = 120


def took_marks_out() -> bool:
    """Whether something typed in this request held marks that turn words around."""
    return any(without_turning_marks(typed) != typed for typed in request.form.values())


class LineForm(Form):
    """The idea in one line."""

    title = LineField(
        _l("Your idea in one line"),
        (DataRequired(_l("Write your idea in one line")), seen_letters, no_piles),
        limit=LINE_LETTERS,
        filters=(straight,),
        description=_l("It can be small. You can say more on the next page."),
        widget=TextInput(
            params={"label": {"classes": "govuk-label--l", "isPageHeading": True}}, autocomplete="off", spellcheck=True
        ),
    )


class MoreForm(Form):
    """Anything else about it, or nothing."""

    text = WordsField(
        _l("Tell us more"),
        (no_piles,),
        limit=WORDS_LETTERS,
        filters=(straight,),
        description=_l("You can leave this empty. Do not put names or phone numbers here."),
        widget=CharacterCount(params={"label": {"classes": "govuk-label--l", "isPageHeading": True}}, rows=6),
    )


class PhotoForm(Form):
    """What a photo shows; the photo itself is read before the view."""

    alt = LineField(
        _l("Say what is in the photo, for people who cannot see it"),
        (no_piles,),
        limit=ALT_LETTERS,
        filters=(straight,),
        description=_l("A few words, such as: an empty bench under a tree."),
        widget=TextInput(autocomplete="off", spellcheck=True),
    )


class PlaceForm(Form):
    """Where it is: an area of the list, a point on the map, words, or nothing."""

    area = RadioField(_l("Area"), widget=Radios())
    point = LineField(limit=60, name="place-point")
    words = LineField(
        _l("The place in your words"),
        (no_piles,),
        limit=PLACE_LETTERS,
        filters=(straight,),
        description=_l("Such as a street, or what is near it. Do not give your own address."),
        widget=TextInput(autocomplete="off"),
    )

    def __init__(self, areas: tuple[tuple[str, str], ...], **options: Any) -> None:
        super().__init__(**options)
        self.area.choices = [
            *(SelectChoice(code, name) for code, name in areas),
            SelectChoice("", _("No area")),
        ]
        self.area.validate_choice = False  # an area that staff removed meanwhile is no area, and no error page

    def validate_point(self, field: Any) -> None:
        if field.data and read_point(field.data) is None:
            raise ValidationError(_("Mark the point on the map again, or choose an area."))

    def draft(self) -> PlaceDraft:
        point = read_point(self.point.data or "")
        return PlaceDraft(area=self.area.data or "", point=point, words=self.words.data or "")


SHOWN = [
    SelectChoice(ShownAs.NOTHING.value, _l("Show nothing about me")),
    SelectChoice(ShownAs.AREA.value, _l("Show my area")),
    SelectChoice(ShownAs.FIRST_NAME.value, _l("Show my first name")),
]


class ShownForm(Form):
    """How the author is shown to others."""

    shown_as = RadioField(
        _l("How shall we show you?"),
        (DataRequired(_l("Select how we show you")),),
        choices=SHOWN,
        description=_l("Everyone who reads the board can see this."),
        widget=Radios(boxes=True, heading=True),
    )
    area = SelectField(_l("Your area"), widget=Select())
    first_name = LineField(
        _l("Your first name"),
        (seen_letters, no_piles),
        limit=40,
        filters=(straight,),
        widget=TextInput(classes="govuk-input--width-20", autocomplete="given-name"),
    )

    def __init__(self, areas: tuple[str, ...], **options: Any) -> None:
        super().__init__(**options)
        self.area.choices = [
            SelectChoice("", _("Select your area")),
            *(SelectChoice(area, area) for area in areas),
        ]
        if not areas:
            self.shown_as.choices = [choice for choice in SHOWN if choice.value != ShownAs.AREA.value]

    def validate_area(self, field: Any) -> None:
        if self.shown_as.data == ShownAs.AREA.value and not field.data:
            raise ValidationError(_("Select your area, or select another way to be shown"))

    def validate_first_name(self, field: Any) -> None:
        if self.shown_as.data == ShownAs.FIRST_NAME.value and not field.data:
            raise ValidationError(_("Enter your first name, or select another way to be shown"))

    @property
    def words(self) -> str:
        """What is shown for the way that was chosen."""
        shown = {ShownAs.AREA.value: self.area.data, ShownAs.FIRST_NAME.value: self.first_name.data}
        return shown.get(self.shown_as.data) or ""


class UseForm(Form):
    """How we may use the words."""

    consent = RadioField(
        _l("May we quote your words?"),
        (DataRequired(_l("Select if we may quote your words")),),
        choices=CONSENTS,
        description=_l("We write a report on what people said. We never print names."),
        widget=Radios(boxes=True, heading=True),
    )


class SendForm(WordsForm):
    """The last page of an idea: nothing but the key of this sending."""
