"""What may be typed in a room: at the door, on cards, as dots, on the remote."""

from __future__ import annotations

import uuid
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, SelectField, StringField, ValidationError
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional

from codesign.core.codes import read_join_code
from codesign.core.terms import ModerationReason
from codesign.core.workshop import CARD_LETTERS
from codesign.web.forms import Form, LineField, SelectChoice, WordsField, WordsForm
from codesign.web.widgets import CharacterCount, NumberInput, TextInput
from codesign.workshops.drafts import CardDraft


class NicknameForm(Form):
    """Coming in from a QR code: the code is in the address."""

    nickname = LineField(
        _l("What shall we call you? (optional)"),
        limit=40,
        description=_l("A first name or nickname. Only people in the room see it."),
        widget=TextInput(autocomplete="off"),
    )


class JoinForm(NicknameForm):
    """Coming in with the six numbers on the big screen."""

    code = StringField(
        _l("Workshop code"),
        (DataRequired(_l("Type the 6 numbers on the big screen.")),),
        widget=TextInput(classes="shape-code-input", inputmode="numeric", autocomplete="off"),
    )

    @property
    def read_code(self) -> str:
        return read_join_code(self.code.data or "") or ""

    def validate_code(self, field: Any) -> None:
        if not read_join_code(field.data or ""):
            raise ValidationError(_l("The code has 6 numbers. Check the big screen and try again."))


class CardForm(WordsForm):
    """One card."""

    text = WordsField(
        _l("Your card"),
        (DataRequired(_l("Write something on your card first.")),),
        limit=CARD_LETTERS,
        description=_l("One thought on each card."),
        widget=CharacterCount(threshold=60, rows=3, classes="shape-note"),
    )

    def draft(self) -> CardDraft:
        return CardDraft(text=self.text.data or "", key=self.key.data or "")


class PaperCardForm(WordsForm):
    """A card from paper, typed in by the facilitator."""

    text = LineField(
        _l("Words on the paper card"),
        (DataRequired(_l("Type the words on the card first.")),),
        limit=CARD_LETTERS,
        widget=TextInput(autocomplete="off"),
    )
    table = IntegerField(
        _l("Table number (optional)"),
        (Optional(), NumberRange(1, 99, _l("Enter a table number from 1 to 99."))),
        widget=NumberInput(classes="govuk-input--width-3"),
    )

    def draft(self) -> CardDraft:
        return CardDraft(text=self.text.data or "", key=self.key.data or "", table_number=self.table.data)


class DotsForm(Form):
    """One tap on plus or minus. `had` is what the page showed: a tap sent twice is one tap."""

    group = StringField("", (DataRequired(),))
    had = IntegerField("", (InputRequired(), NumberRange(0, 10)))
    change = IntegerField("", (InputRequired(), NumberRange(-1, 1)))

    def draft(self) -> tuple[uuid.UUID, int] | None:
        """(group, dots wanted); None for an address that is none."""
        found = as_uuid(self.group.data)
        return (found, (self.had.data or 0) + (self.change.data or 0)) if found else None


class GroupForm(Form):
    """The name of a group."""

    title = LineField(
        _l("Name of the group"),
        (DataRequired(_l("Give the group a name.")),),
        limit=80,
        widget=TextInput(autocomplete="off"),
    )


class MoveForm(Form):
    """Where a card goes: a group's id, "" for not grouped, "new" with a name. `seen_in` is where it was on the page."""

    to = StringField("")
    seen_in = HiddenField("")
    title = LineField("", limit=80)


class HandsForm(Form):
    """Hands counted for a group."""

    people = IntegerField("", (InputRequired(_l("Enter how many people.")), NumberRange(0, 999)))
    dots = IntegerField("", (InputRequired(_l("Enter how many dots.")), NumberRange(0, 9999)))


class HideForm(Form):
    """Why a card goes off the wall."""

    reason = SelectField(
        "",
        choices=[
            SelectChoice(ModerationReason.PERSONAL_DATA.value, _l("It has personal details")),
            SelectChoice(ModerationReason.NAMED_INDIVIDUAL.value, _l("It is about a named person")),
            SelectChoice(ModerationReason.ABUSE.value, _l("It is hurtful")),
            SelectChoice(ModerationReason.OFF_TOPIC.value, _l("It is about something else")),
            SelectChoice(ModerationReason.DUPLICATE.value, _l("It is there twice")),
            SelectChoice(ModerationReason.SAFEGUARDING.value, _l("I am worried about someone")),
            SelectChoice(ModerationReason.OTHER.value, _l("Another reason")),
        ],
    )

    def draft(self) -> ModerationReason:
        return ModerationReason(self.reason.data)


def as_uuid(typed: str | None) -> uuid.UUID | None:
    """The id in a form's value; None when it is none."""
    try:
        return uuid.UUID(typed or "")
    except ValueError:
        return None
