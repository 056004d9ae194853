"""What staff type about one question: its words, and what its kind needs beside them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectMultipleField, ValidationError
from wtforms.validators import DataRequired, Optional

from codesign.consultations.drafts import QuestionDraft
from codesign.core.questions.answering import Asked, Option, plain_number, read_number
from codesign.core.questions.kinds import KINDS
from codesign.core.questions.kinds.allocation import MOST
from codesign.core.questions.kinds.files import ACCEPTS, DOCUMENT, PHOTO
from codesign.core.questions.kinds.place import AREA, POINT, POSTCODE, WAYS
from codesign.core.terms import QuestionType
from codesign.web.forms import Form, LineField, SelectChoice, WordsField
from codesign.web.widgets import CharacterCount, Checkbox, Checkboxes, DayField, NumberInput, TextArea, TextInput

MOST_CHOICES = 30
_DOTS = re.compile(r"\s*(?:\.{3,}|…)$")


class QuestionForm(Form):
    """One question. Fields that its kind has no use for are taken away by `for_type`."""

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
    body = WordsField(
        _l("Facts"),
        (DataRequired(_l("Write what people should know.")),),
        limit=8000,
        description=_l(
            "An empty line starts a new paragraph. A line that starts with “- ” is a point of a list."
            " The documents you show are listed below."
        ),
        widget=TextArea(rows=12),
    )
    why = WordsField(
        _l("Why we ask this"),
        limit=500,
        description=_l("One or two sentences. Residents can open them under the question."),
        widget=CharacterCount(500, rows=3),
    )
    rows = WordsField(
        _l("Lines, one below the other"),
        limit=8000,
        description=_l("What people give an answer for. For example: Opening hours."),
        widget=TextArea(rows=6),
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
    several = BooleanField(_l("People may choose several"), widget=Checkbox())
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
    total = LineField(
        _l("Total to share out"),
        (DataRequired(_l("Type the total to share out, such as 100.")),),
        limit=16,
        widget=NumberInput(classes="govuk-input--width-5"),
    )
    low = LineField(_l("Lowest number"), limit=16, widget=NumberInput(classes="govuk-input--width-5"))
    high = LineField(_l("Highest number"), limit=16, widget=NumberInput(classes="govuk-input--width-5"))
    unit = LineField(
        _l("Unit"),
        limit=40,
        description=_l("For example: miles, or pounds a month."),
        widget=TextInput(classes="govuk-input--width-10"),
    )
    earliest = DayField(
        _l("Earliest date"), (Optional(),), description=_l("Leave it empty when any date is an answer.")
    )
    latest = DayField(_l("Latest date"), (Optional(),), description=_l("Leave it empty when any date is an answer."))
    ways = SelectMultipleField(
        _l("How can people say where?"),
        choices=[
            SelectChoice(AREA, _l("Choose an area from a list")),
            SelectChoice(POSTCODE, _l("Type a postcode, which becomes an area and is not kept")),
            SelectChoice(POINT, _l("Mark a point on a map, or say it in words")),
        ],
        default=[AREA],
        widget=Checkboxes(),
    )
    accepts = SelectMultipleField(
        _l("What can people send?"),
        choices=[SelectChoice(PHOTO, _l("A photo")), SelectChoice(DOCUMENT, _l("A document as a PDF"))],
        default=[PHOTO],
        widget=Checkboxes(),
    )
    offers_not_sure = BooleanField(_l("Offer “I am not sure”"), widget=Checkbox())
    required = BooleanField(
        _l("An answer is needed"),
        description=_l("Use this only where the law or the decision needs it. Residents cannot skip it."),
        widget=Checkbox(),
    )
    kind: QuestionType

    def for_type(self, kind: QuestionType) -> QuestionForm:
        """The same form with the fields of one kind of question."""
        self.kind, own = kind, KINDS[kind]
        unused = OF_A_KIND - own.fields if own.asks else (OF_A_KIND | {"why", "required"}) - own.fields
        for name in unused:
            if name in self:
                del self[name]
        if "choices" in self and own.bare:
            self.choices.description = _l("People see them in this order.")
        if "rows" in self:
            self.choices.label.text = _l("Answers a line can have, one on each line")
        if "total" in self:
            self.unit.description = _l("What is shared out: points, or £.")
            if not self.is_submitted() and not self.unit.data:
                self.unit.data = "points"
        if not own.asks:
            self.text.label.text = _l("Title")
            self.hint.description = _l("One sentence that says what this page is for.")
        return self

    def validate_choices(self, field: Any) -> None:
        self._choices(field.data or "")

    def validate_rows(self, field: Any) -> None:
        _plain(read_lines(field.data or "", least=1))

    def validate_most(self, field: Any) -> None:
        if not field.data:
            return
        if "several" in self and not self.several.data:
            raise ValidationError(_("Leave this empty, or tick “People may choose several”."))
        count = MOST_CHOICES if self.choices.errors else len(self._choices(self.choices.data or ""))
        if not field.data.isdecimal() or not 1 <= int(field.data) <= count:
            raise ValidationError(_("Type a number from 1 to %(count)s, or leave it empty.", count=count))

    def validate_least(self, field: Any) -> None:
        self.validate_most(field)
        most = self.most.data
        if field.data and most and most.isdecimal() and int(field.data) > int(most):
            raise ValidationError(_("Type a number that is not more than how many may be chosen at most."))

    def validate_total(self, field: Any) -> None:
        number = read_number(field.data)
        if number is None or not 0 < number <= MOST:
            raise ValidationError(_("Type a number above 0 in figures, such as 100."))
        if number != number.to_integral_value():
            raise ValidationError(_("Type a whole number, such as 100."))

    def validate_low(self, field: Any) -> None:
        _require_number(field)

    def validate_high(self, field: Any) -> None:
        _require_number(field)
        low, high = _number(self.low.data), _number(field.data)
        if low is not None and high is not None and low >= high:
            raise ValidationError(_("The highest number must be more than the lowest."))

    def validate_unit(self, field: Any) -> None:
        if "total" in self and not field.data:
            raise ValidationError(_("Say what is shared out: points, or £."))

    def validate_earliest(self, field: Any) -> None:
        _require_year(field)

    def validate_latest(self, field: Any) -> None:
        _require_year(field)
        earliest = self.earliest.data
        if not self.earliest.errors and earliest and field.data and earliest > field.data:
            raise ValidationError(_("The latest date must be on or after the earliest."))

    def validate_ways(self, field: Any) -> None:
        if not field.data:
            raise ValidationError(_("Select at least one way to say where."))

    def validate_accepts(self, field: Any) -> None:
        if not field.data:
            raise ValidationError(_("Select what people can send."))

    def draft(self, before: Asked | None = None) -> QuestionDraft:
        """What was typed; when the question is asked already (`before`) stays as it is set elsewhere."""
        given = {name: field.data for name, field in self._fields.items()}
        return QuestionDraft(
            type=self.kind,
            text=given["text"] or "",
            hint=given["hint"] or "",
            why=given.get("why") or "",
            body=given.get("body") or "",
            required=bool(given.get("required")),
            offers_not_sure=bool(given.get("offers_not_sure")),
            least=int(given["least"]) if given.get("least") else None,
            most=int(given["most"]) if given.get("most") else None,
            low=_number(given.get("low")),
            high=_number(given.get("high")),
            unit=given.get("unit") or "",
            settings={
                name: setting
                for name, of_typed in _SETTINGS.items()
                if name in given and (setting := of_typed(given[name])) is not None
            },
            condition=before.condition if before is not None else None,
            options=self._choices(given["choices"] or "") if "choices" in given else (),
            rows=read_lines(given["rows"] or "", least=1) if "rows" in given else (),
        )

    def _choices(self, written: str) -> tuple[Option, ...]:
        options = read_choices(written)
        return _plain(options) if KINDS[self.kind].bare else options


OF_A_KIND: Final = frozenset[str]().union(*(kind.fields for kind in KINDS.values()))
"""Fields that only some kinds of question have."""

_SETTINGS: Final[dict[str, Callable[[Any], Any]]] = {
    "several": lambda ticked: True if ticked else None,
    "total": lambda typed: int(read_number(typed) or 0) or None,
    "earliest": lambda on: on.isoformat() if on else None,
    "latest": lambda on: on.isoformat() if on else None,
    "ways": lambda chosen: [way for way in WAYS if way in chosen] or None,
    "accepts": lambda chosen: [sort for sort in ACCEPTS if sort in chosen] or None,
}
"""Fields that are kept as settings of the kind: what was typed → what is kept, None for nothing."""


def filled_in(asked: Asked) -> dict[str, Any]:
    """A question's wording as the form shows it."""
    settings = asked.settings
    total = settings.get("total")
    filled = {
        "text": asked.text,
        "hint": asked.hint,
        "why": asked.why,
        "body": asked.body,
        "required": asked.required,
        "offers_not_sure": asked.offers_not_sure,
        "least": "" if asked.least is None else str(asked.least),
        "most": "" if asked.most is None else str(asked.most),
        "low": "" if asked.low is None else plain_number(asked.low),
        "high": "" if asked.high is None else plain_number(asked.high),
        "unit": asked.unit,
        "choices": written_choices(asked.options),
        "rows": "\n".join(row.label for row in asked.rows),
        "several": settings.get("several") is True,
        "total": "" if total is None else str(total),
        "earliest": _day(settings.get("earliest")),
        "latest": _day(settings.get("latest")),
    }
    return {**filled, **{name: list(settings[name]) for name in ("ways", "accepts") if settings.get(name)}}


def read_choices(written: str) -> tuple[Option, ...]:
    """Choices from lines: "…" or "..." at the end opens a box for words, what follows a lone "or" stands alone.

    Raises `ValidationError` with what to change.
    """
    lines = [" ".join(line.split()) for line in written.splitlines()]
    marks = [place for place, line in enumerate(lines) if line.casefold() in ("or", _("or").casefold())]
    if len(marks) > 1:
        raise ValidationError(_("Write “or” once only."))
    after = marks[0] if marks else len(lines)
    labels = read_lines("\n".join(line for place, line in enumerate(lines) if place not in marks), least=2)
    found, place = [], 0
    for line_number, line in enumerate(lines):
        if line and line_number not in marks:
            label = labels[place].label
            found.append(Option("", label, exclusive=line_number > after, takes_text=label != line))
            place += 1
    if marks and not found[-1].exclusive:
        raise ValidationError(_("Write a choice after “or”."))
    if all(option.exclusive for option in found):
        raise ValidationError(_("Write at least one choice before “or”."))
    return tuple(found)


def read_lines(written: str, *, least: int) -> tuple[Option, ...]:
    """One option a line, three dots at the end taken off. Raises `ValidationError` with what to change."""
    typed = [" ".join(line.split()) for line in written.splitlines()]
    labels = [_DOTS.sub("", line) for line in typed if line]
    if any(len(label) > 200 for label in labels):
        raise ValidationError(_("Make each choice 200 characters or fewer."))
    if len(labels) < least:
        raise ValidationError(
            _("Write at least two choices, one on each line.") if least > 1 else _("Write at least one line.")
        )
    if len(labels) > MOST_CHOICES:
        raise ValidationError(_("Write %(count)s choices or fewer.", count=MOST_CHOICES))
    folded = [label.casefold() for label in labels]
    if "" in folded or len(set(folded)) < len(folded):
        raise ValidationError(_("Two choices have the same words. Change one of them."))
    return tuple(
        Option("", label, takes_text=label != line)
        for label, line in zip(labels, (line for line in typed if line), strict=True)
    )


def _plain(options: tuple[Option, ...]) -> tuple[Option, ...]:
    """The same choices. Raises `ValidationError` where one takes words or stands alone."""
    if any(option.exclusive for option in options):
        raise ValidationError(_("Take out “or”. Here no choice can stand alone."))
    if any(option.takes_text for option in options):
        raise ValidationError(_("Take out the three dots. Here no choice can open a box for words."))
    return options


def written_choices(options: tuple[Option, ...]) -> str:
    """The same lines back from choices."""
    lines = [f"{option.label} ..." if option.takes_text else option.label for option in options if not option.exclusive]
    alone = [f"{option.label} ..." if option.takes_text else option.label for option in options if option.exclusive]
    return "\n".join([*lines, *(["or", *alone] if alone else [])])


def _day(kept: Any) -> date | None:
    try:
        return date.fromisoformat(kept) if isinstance(kept, str) else None
    except ValueError:
        return None


def _require_year(field: Any) -> None:
    if field.data and not 1000 <= field.data.year <= 9999:
        raise ValidationError(_("Type the year with four figures, such as 2026."))


def _number(typed: str | None) -> Decimal | None:
    return read_number(typed) if typed else None


def _require_number(field: Any) -> None:
    if field.data and read_number(field.data) is None:
        raise ValidationError(_("Type a number in figures, or leave it empty."))


__all__ = ["QuestionForm", "filled_in", "read_choices", "read_lines", "written_choices"]
