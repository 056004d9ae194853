"""What staff type when they plan a workshop: the plan, its steps, who came."""

from __future__ import annotations

import re
from datetime import time
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, SelectField, StringField, ValidationError
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional

from codesign.core.closing import closing_moment
from codesign.core.terms import CardNames, Influence, StepKind
from codesign.web.forms import Form, LineField, SelectChoice, WordsField
from codesign.web.widgets import DayField, NumberInput, Radios, Select, TextArea, TextInput
from codesign.workshops.drafts import AttendanceDraft, StepDraft, WorkshopDraft
from codesign.workshops.forms import as_uuid

_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?", re.IGNORECASE)


def read_clock(typed: str) -> time | None:
    """A time as people write it: 18:00, 6pm, 6.30 pm. None when it is none."""
    match = _CLOCK.fullmatch(typed.strip())
    if match is None:
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59:
        return None
    return time(hour, minute)


class ClockField(StringField):
    """A time of day; `data` is what was typed, `clock` the time, or None."""

    widget = TextInput(classes="govuk-input--width-5")

    @property
    def clock(self) -> time | None:
        return read_clock(self.data or "")

    def pre_validate(self, form: Any) -> None:
        if self.clock is None:
            raise ValidationError(_l("Enter a time, like 6pm or 18:30."))


class WorkshopForm(Form):
    """A workshop as planned."""

    title = LineField(
        _l("Name of the workshop"), (DataRequired(_l("Give the workshop a name.")),), limit=160, widget=TextInput()
    )
    introduction = WordsField(
        _l("What it is for, and how people's words are used"),
        limit=600,
        description=_l("Shown on the wall before the start and on the page where people join."),
        widget=TextArea(rows=3),
    )
    day = DayField(_l("Date"), (DataRequired(_l("Enter the date.")),))
    starts = ClockField(_l("Starts at"), description=_l("For example, 6pm or 18:00."))
    ends = ClockField(_l("Ends at"))
    place = LineField(_l("Place"), (DataRequired(_l("Enter where it is.")),), limit=160, widget=TextInput())
    offers = LineField(
        _l("What makes it easier to come"),
        limit=160,
        description=_l("For example food, childcare, a hearing loop, money for the bus."),
        widget=TextInput(),
    )
    host_name = LineField(
        _l("First name of the host"),
        (DataRequired(_l("Enter the first name of the host.")),),
        limit=80,
        description=_l("People read it on their phones: “Look up. Sam is talking.”"),
        widget=TextInput(autocomplete="off"),
    )
    influence = RadioField(
        _l("What can people still change here?"),
        choices=[
            SelectChoice(Influence.OPEN.value, _l("It is open")),
            SelectChoice(Influence.PARTLY_OPEN.value, _l("It is partly open")),
            SelectChoice(Influence.DECIDED.value, _l("It is already decided")),
        ],
        default=Influence.OPEN.value,
        widget=Radios(),
    )
    influence_reason = LineField(
        _l("Why it is not all open"),
        limit=500,
        description=_l("People read this before they join."),
        widget=TextInput(),
    )

    def validate_day(self, field: Any) -> None:
        if field.data and not 2000 <= field.data.year <= 2100:
            raise ValidationError(_l("Enter a real date, like 27 3 2026."))

    def validate_ends(self, field: Any) -> None:
        starts, ends = self.starts.clock, field.clock
        if starts is not None and ends is not None and ends <= starts:
            raise ValidationError(_l("The end must be after the start, on the same day."))

    def validate_influence_reason(self, field: Any) -> None:
        if self.influence.data != Influence.OPEN.value and not field.data:
            raise ValidationError(_l("Say why it is not all open."))

    def draft(self, zone: str) -> WorkshopDraft:
        assert self.day.data is not None
        assert self.starts.clock is not None
        assert self.ends.clock is not None
        return WorkshopDraft(
            title=self.title.data or "",
            introduction=self.introduction.data or "",
            starts_at=closing_moment(self.day.data, self.starts.clock, zone),
            ends_at=closing_moment(self.day.data, self.ends.clock, zone),
            place=self.place.data or "",
            offers=self.offers.data or "",
            host_name=self.host_name.data or "",
            influence=Influence(self.influence.data),
            influence_reason=self.influence_reason.data or "",
        )


class StepForm(Form):
    """What both kinds of step share."""

    title = LineField(
        _l("Short name"),
        (DataRequired(_l("Give the step a short name.")),),
        limit=24,
        description=_l("One or two words for the row of steps on the wall, for example Write."),
        widget=TextInput(classes="govuk-input--width-20"),
    )
    prompt = LineField(
        _l("The question for the room"),
        (DataRequired(_l("Write the question.")),),
        limit=120,
        description=_l("It stands large on the wall and on every phone. Twenty words at most."),
        widget=TextInput(),
    )
    minutes = IntegerField(
        _l("Minutes"),
        (InputRequired(_l("Enter the minutes.")), NumberRange(1, 120, _l("Enter from 1 to 120 minutes."))),
        default=10,
        widget=NumberInput(classes="govuk-input--width-3"),
    )


class CardsStepForm(StepForm):
    """Write cards, then group them."""

    names = RadioField(
        _l("How cards show on the wall"),
        choices=[
            SelectChoice(CardNames.NO_NAMES.value, _l("Without names")),
            SelectChoice(CardNames.NAMES.value, _l("With the nicknames people gave")),
            SelectChoice(CardNames.HIDDEN.value, _l("Face down until you start grouping")),
        ],
        default=CardNames.NO_NAMES.value,
        widget=Radios(),
    )

    def draft(self) -> StepDraft:
        return StepDraft(
            kind=StepKind.CARDS,
            title=self.title.data or "",
            prompt=self.prompt.data or "",
            minutes=self.minutes.data or 10,
            names=CardNames(self.names.data),
            dots=5,
            votes_on=None,
        )


class VoteStepForm(StepForm):
    """Vote with dots on the groups of an earlier step."""

    dots = IntegerField(
        _l("Dots for each person"),
        (InputRequired(_l("Enter the number of dots.")), NumberRange(1, 10, _l("Enter from 1 to 10 dots."))),
        default=5,
        widget=NumberInput(classes="govuk-input--width-3"),
    )
    votes_on = SelectField(_l("Which groups get the dots"), widget=Select())

    def draft(self) -> StepDraft:
        return StepDraft(
            kind=StepKind.VOTE,
            title=self.title.data or "",
            prompt=self.prompt.data or "",
            minutes=self.minutes.data or 10,
            names=CardNames.NO_NAMES,
            dots=self.dots.data or 5,
            votes_on=as_uuid(self.votes_on.data),
        )


class AttendanceForm(Form):
    """Who came."""

    attended = IntegerField(
        _l("People in the hall"),
        (Optional(), NumberRange(0, 5000, _l("Enter a number from 0 to 5,000."))),
        description=_l("Count people, not phones."),
        widget=NumberInput(classes="govuk-input--width-4"),
    )
    note = LineField(
        _l("Who they were"),
        limit=300,
        description=_l("For example 15 residents, 3 carers, 1 charity worker. No names."),
        widget=TextInput(),
    )

    def draft(self) -> AttendanceDraft:
        return AttendanceDraft(attended=self.attended.data, note=self.note.data or "")
