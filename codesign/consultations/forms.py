"""What residents type in a consultation, and staff about the whole of it; `question_form` is for one question."""

from __future__ import annotations

import re
from datetime import time
from typing import Any
from zoneinfo import available_timezones

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, RadioField, SelectField, ValidationError
from wtforms.validators import DataRequired, Optional

from codesign.consultations.drafts import ConsultationDraft
from codesign.core.questions.answering import Asked, Given
from codesign.core.questions.kinds import kind_of
from codesign.core.questions.kinds.base import Ground
from codesign.core.terms import Influence
from codesign.core.text import UnreadableText, normalise
from codesign.core.words import Sentence
from codesign.web.forms import Form, LineField, SelectChoice, WordsField
from codesign.web.widgets import Checkbox, DayField, Radios, Select, TextArea, TextInput

# The zones of the United Kingdom's clocks first; others for the record, since a place may lie anywhere.
ZONES = ("Europe/London", "Europe/Belfast", "Europe/Jersey", "Europe/Guernsey", "Europe/Isle_of_Man", "UTC")


def told(sentence: Sentence) -> str:
    """A rule's sentence in this page's language."""
    return str(_(sentence.message, **sentence.values))


class Fields:
    """The fields of one question in what was sent: `Q7`, and `Q7-words` for the suffix "words"."""

    def __init__(self, sent: MultiDict[str, str], ref: str) -> None:
        self._sent, self._ref = sent, ref

    def values(self, suffix: str = "") -> list[str]:
        return self._sent.getlist(f"{self._ref}-{suffix}" if suffix else self._ref)

    def text(self, suffix: str = "") -> str:
        words = (self.values(suffix) or [""])[0]
        try:
            return normalise(words)
        except UnreadableText:
            # Half a character can be neither stored nor shown; all others of the answer stay.
            return normalise(words.encode("utf-8", "replace").decode("utf-8"))


def read_answer(asked: Asked, sent: MultiDict[str, str], ground: Ground | None = None) -> Given:
    """What was sent for this question, good or not; settled where the `ground` of its places and files is given."""
    given = kind_of(asked).read(asked, Fields(sent, asked.ref))
    return given if ground is None else kind_of(asked).settle(asked, given, ground)


def shown_versions(sent: MultiDict[str, str]) -> dict[str, int]:
    """The wordings that the page showed, by question."""
    found = {name.removesuffix("-version"): value for name, value in sent.items() if name.endswith("-version")}
    return {ref: int(value) for ref, value in found.items() if value.isdecimal() and len(value) < 6}


class ConsultationForm(Form):
    """A consultation's title, introduction, influence and window."""

    title = LineField(
        _l("Title"),
        (DataRequired(_l("Give it a title.")),),
        limit=160,
        description=_l("What residents see first. Say what it is about in a few words."),
        widget=TextInput(),
    )
    introduction = WordsField(
        _l("Introduction"),
        limit=3000,
        description=_l("Two or three short sentences: what is planned, and what the answers are used for."),
        widget=TextArea(rows=4),
    )
    influence = RadioField(
        _l("How much can residents change?"),
        choices=[
            SelectChoice(Influence.OPEN.value, _l("Open: nothing is decided yet")),
            SelectChoice(Influence.PARTLY_OPEN.value, _l("Partly open: some things are fixed")),
            SelectChoice(Influence.DECIDED.value, _l("Decided: we only ask how to do it well")),
        ],
        default=Influence.OPEN.value,
        widget=Radios(),
    )
    influence_reason = LineField(
        _l("What is fixed, and why"),
        limit=500,
        description=_l("Residents read this before they answer. Leave it empty only when everything is open."),
        widget=TextInput(),
    )
    opens_on = DayField(_l("Opens on"), (Optional(),), description=_l("Leave it empty to open when you press “Open”."))
    opens_time = LineField(_l("Opens at"), limit=10, default="9am", widget=TextInput(classes="govuk-input--width-5"))
    closes_on = DayField(_l("Closes on"), (Optional(),))
    closes_time = LineField(
        _l("Closes at"),
        limit=10,
        default="11:59pm",
        description=_l("Answers begun before this can still be sent for 24 hours."),
        widget=TextInput(classes="govuk-input--width-5"),
    )
    zone = SelectField(
        _l("Time zone"), choices=[SelectChoice(zone, zone.replace("_", " ")) for zone in ZONES], widget=Select()
    )
    asks_equality = BooleanField(
        _l("Ask the equality questions after sending"),
        default=True,
        description=_l("They are optional and kept apart from the answers."),
        widget=Checkbox(),
    )

    def validate_influence_reason(self, field: Any) -> None:
        if self.influence.data != Influence.OPEN.value and not field.data:
            raise ValidationError(_("Say what is fixed and why."))

    def validate_opens_time(self, field: Any) -> None:
        _require_time(field)

    def validate_closes_time(self, field: Any) -> None:
        _require_time(field)

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field for itself first; then that it closes after it opens."""
        if not super().validate(extra_validators):
            return False
        draft = self.draft()
        if draft.opens_at and draft.closes_at and draft.opens_at >= draft.closes_at:
            self.closes_on.errors = [_("It must close after it opens. Choose a later closing date.")]
            return False
        return True

    def validate_opens_on(self, field: Any) -> None:
        _require_near(field)

    def validate_closes_on(self, field: Any) -> None:
        _require_near(field)

    def allow_zone(self, zone: str) -> None:
        """Offer the zone that is already kept, also one that is not on our list."""
        if zone not in ZONES and zone in available_timezones():
            self.zone.choices = [*(self.zone.choices or []), SelectChoice(zone, zone.replace("_", " "))]

    def draft(self) -> ConsultationDraft:
        return ConsultationDraft(
            title=self.title.data or "",
            introduction=self.introduction.data or "",
            influence=Influence(self.influence.data),
            influence_reason=self.influence_reason.data or "",
            opens_on=self.opens_on.data,
            opens_time=read_time(str(self.opens_time.data or "")) or time(9),
            closes_on=self.closes_on.data,
            closes_time=read_time(str(self.closes_time.data or "")) or time(23, 59),
            zone=self.zone.data,
            asks_equality=bool(self.asks_equality.data),
        )


class WhyForm(Form):
    """Why something is changed that people have answered, or that they rely on. Residents can read it."""

    reason = LineField(
        _l("Why it changes"),
        limit=500,
        description=_l("Residents can read this on the page of changes."),
        widget=TextInput(),
    )

    def given(self) -> bool:
        """Whether there is a reason; else what to do is said beside the field."""
        if not self.validate():
            return False
        if not self.reason.data:
            self.reason.errors = [_("Write why. Residents can read it.")]
        return bool(self.reason.data)


def read_time(typed: str) -> time | None:
    """A time of day as people write it: 9am, 11:59pm, 17.30, 23:59, noon, midnight; None when it is not one."""
    said = typed.strip().casefold().replace(" ", "")
    if said in ("noon", "midday"):
        return time(12)
    if said == "midnight":
        return time(0)
    found = re.fullmatch(r"(\d{1,2})(?:[:.](\d{2}))?(am|pm)?", said)
    if not found:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half and not 1 <= hour <= 12:
        return None
    if not half and found[2] is None:
        return None
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def written_time(moment: time) -> str:
    """9am, 11:59pm."""
    half = "am" if moment.hour < 12 else "pm"
    hour = moment.hour % 12 or 12
    return f"{hour}:{moment.minute:02d}{half}" if moment.minute else f"{hour}{half}"


def _require_near(field: Any) -> None:
    if field.data and not 2000 <= field.data.year <= 2100:
        raise ValidationError(_("Type a year from 2000 to 2100."))


def _require_time(field: Any) -> None:
    if read_time(str(field.data or "")) is None:
        raise ValidationError(_("Type a time, like 9am or 11:59pm."))
