"""What residents and staff may type in a consultation: words, limits, and what is read from them."""

from __future__ import annotations

import re
from datetime import time
from decimal import Decimal
from typing import Any
from zoneinfo import available_timezones

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, RadioField, SelectField, ValidationError
from wtforms.validators import DataRequired, Optional

from codesign.consultations.answering import Asked, Given, Option, plain_number, read_number
from codesign.consultations.drafts import ConsultationDraft, QuestionDraft
from codesign.consultations.kinds import KINDS, kind_of
from codesign.core.terms import Influence, QuestionType
from codesign.core.text import UnreadableText, normalise
from codesign.core.words import Sentence
from codesign.web.forms import Form, LineField, SelectChoice, WordsField
from codesign.web.widgets import CharacterCount, Checkbox, DayField, NumberInput, Radios, Select, TextArea, TextInput

MOST_CHOICES = 30
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


def read_answer(asked: Asked, sent: MultiDict[str, str]) -> Given:
    """What a resident sent for this question, good or not."""
    return kind_of(asked).read(asked, Fields(sent, asked.ref))


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


OF_A_KIND = frozenset({"choices", "least", "most", "low", "high", "unit", "offers_not_sure"})
"""Fields that only some kinds of question have."""


class QuestionForm(Form):
    """One question. Fields that its type has no use for are taken away by `for_type`."""

    text = LineField(
        _l("Question"),
        (DataRequired(_l("Write the question.")),),
        limit=300,
        description=_l("One thing at a time, in words a nine-year-old reads."),
        widget=TextInput(),
    )
    hint = LineField(
        _l("Hint"), limit=300, description=_l("For example: Select all that apply to you."), widget=TextInput()
    )
    why = WordsField(
        _l("Why we ask this"),
        limit=500,
        description=_l("One or two sentences. Residents can open them under the question."),
        widget=CharacterCount(500, rows=3),
    )
    choices = WordsField(
        _l("Choices, one on each line"),
        limit=8000,
        description=_l(
            "Put three dots after a choice to open a box for words: Something else ..."
            " Write “or” on its own line before a choice that stands alone, such as: None of these."
        ),
        widget=TextArea(rows=8),
    )
    least = LineField(
        _l("How many must be chosen at least"),
        limit=3,
        description=_l("Leave it empty for no limit."),
        widget=NumberInput(classes="govuk-input--width-3"),
    )
    most = LineField(
        _l("How many may be chosen at most"),
        limit=3,
        description=_l("Leave it empty for no limit."),
        widget=NumberInput(classes="govuk-input--width-3"),
    )
    low = LineField(_l("Lowest number"), limit=16, widget=NumberInput(classes="govuk-input--width-5"))
    high = LineField(_l("Highest number"), limit=16, widget=NumberInput(classes="govuk-input--width-5"))
    unit = LineField(
        _l("Unit"),
        limit=40,
        description=_l("For example: miles, or pounds a month."),
        widget=TextInput(classes="govuk-input--width-10"),
    )
    offers_not_sure = BooleanField(_l("Offer “I am not sure”"), widget=Checkbox())
    required = BooleanField(
        _l("An answer is needed"),
        description=_l("Use this only where the law or the decision needs it. Residents cannot skip it."),
        widget=Checkbox(),
    )
    kind: QuestionType

    def for_type(self, kind: QuestionType) -> QuestionForm:
        """The same form with the fields of one type of question."""
        self.kind = kind
        for name in OF_A_KIND - KINDS[kind].fields:
            if name in self:
                del self[name]
        return self

    def validate_choices(self, field: Any) -> None:
        read_choices(field.data or "")

    def validate_most(self, field: Any) -> None:
        if not field.data:
            return
        count = len(read_choices(self.choices.data or "")) if not self.choices.errors else MOST_CHOICES
        if not field.data.isdecimal() or not 1 <= int(field.data) <= count:
            raise ValidationError(_("Type a number from 1 to %(count)s, or leave it empty.", count=count))

    def validate_least(self, field: Any) -> None:
        self.validate_most(field)
        most = self.most.data
        if not self.most.errors and most and most.isdecimal() and field.data and int(field.data) > int(most):
            raise ValidationError(_("Type a number that is not more than how many may be chosen at most."))

    def validate_low(self, field: Any) -> None:
        _require_number(field)

    def validate_high(self, field: Any) -> None:
        _require_number(field)
        low, high = _number(self.low.data), _number(field.data)
        if low is not None and high is not None and low >= high:
            raise ValidationError(_("The highest number must be more than the lowest."))

    def draft(self) -> QuestionDraft:
        given = {name: field.data for name, field in self._fields.items()}
        return QuestionDraft(
            type=self.kind,
            text=given["text"] or "",
            hint=given["hint"] or "",
            why=given["why"] or "",
            required=bool(given["required"]),
            offers_not_sure=bool(given.get("offers_not_sure")),
            least=int(given["least"]) if given.get("least") else None,
            most=int(given["most"]) if given.get("most") else None,
            low=_number(given.get("low")),
            high=_number(given.get("high")),
            unit=given.get("unit") or "",
            options=read_choices(given["choices"] or "") if "choices" in given else (),
        )


def filled_in(asked: Asked) -> dict[str, Any]:
    """A question's wording as the form shows it."""
    return {
        "text": asked.text,
        "hint": asked.hint,
        "why": asked.why,
        "required": asked.required,
        "offers_not_sure": asked.offers_not_sure,
        "least": "" if asked.least is None else str(asked.least),
        "most": "" if asked.most is None else str(asked.most),
        "low": "" if asked.low is None else plain_number(asked.low),
        "high": "" if asked.high is None else plain_number(asked.high),
        "unit": asked.unit,
        "choices": written_choices(asked.options),
    }


def read_choices(written: str) -> tuple[Option, ...]:
    """Choices from lines: "…" or "..." at the end opens a box for words, what follows a lone "or" stands alone.

    Raises `ValidationError` with what to change.
    """
    options: list[Option] = []
    alone = False
    for line in written.splitlines():
        label = " ".join(line.split())
        if not label:
            continue
        if label.casefold() in ("or", _("or").casefold()):
            if alone:
                raise ValidationError(_("Write “or” once only."))
            alone = True
            continue
        bare = re.sub(r"\s*(?:\.{3,}|…)$", "", label)
        if len(bare) > 200:
            raise ValidationError(_("Make each choice 200 characters or fewer."))
        options.append(Option("", bare, exclusive=alone, takes_text=bare != label))
    labels = [option.label.casefold() for option in options]
    if len(options) < 2:
        raise ValidationError(_("Write at least two choices, one on each line."))
    if len(options) > MOST_CHOICES:
        raise ValidationError(_("Write %(count)s choices or fewer.", count=MOST_CHOICES))
    if "" in labels or len(set(labels)) < len(labels):
        raise ValidationError(_("Two choices have the same words. Change one of them."))
    if alone and not options[-1].exclusive:
        raise ValidationError(_("Write a choice after “or”."))
    if all(option.exclusive for option in options):
        raise ValidationError(_("Write at least one choice before “or”."))
    return tuple(options)


def written_choices(options: tuple[Option, ...]) -> str:
    """The same lines back from choices."""
    lines = [f"{option.label} ..." if option.takes_text else option.label for option in options if not option.exclusive]
    alone = [f"{option.label} ..." if option.takes_text else option.label for option in options if option.exclusive]
    return "\n".join([*lines, *(["or", *alone] if alone else [])])


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


def _number(typed: str | None) -> Decimal | None:
    return read_number(typed) if typed else None


def _require_number(field: Any) -> None:
    if field.data and read_number(field.data) is None:
        raise ValidationError(_("Type a number in figures, or leave it empty."))
