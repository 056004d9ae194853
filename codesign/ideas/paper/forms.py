"""What staff type about paper cards: which to print, where and when ticks were counted, why some are taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, ValidationError
from wtforms.validators import DataRequired

from codesign.core.text import UnreadableText, one_line
from codesign.ideas.paper.cards import AT_ONCE, Chosen, Which, read_ref, read_refs
from codesign.ideas.paper.commands import TallyRow
from codesign.web.forms import Form, LineField, SelectChoice, WholeField
from codesign.web.widgets import DayField, NumberInput, Radios, Select, TextInput

ROWS = 12
MOST_ROWS = 120


class CardsForm(Form):
    """Which cards to print. It changes nothing, so its address can be kept and sent on."""

    class Meta(Form.Meta):
        csrf = False

    which = RadioField(_l("Which ideas"), choices=[], default="all-1", validate_choice=False, widget=Radios())
    prompt = SelectField(_l("Prompt"), choices=[], validate_choice=False, widget=Select())
    many = WholeField(
        _l("How many"), default=20, widget=NumberInput(classes="govuk-input--width-3"), description=_l("From 1 to 200.")
    )
    refs = LineField(
        _l("References"),
        limit=2000,
        description=_l("Such as I-0042, I-0107. A space or a comma between them."),
        widget=TextInput(),
    )

    def offer(self, parts: Sequence[tuple[int, int]], shown: int, prompts: Sequence[tuple[int, str]]) -> CardsForm:
        """Name what this board has to print."""
        if len(parts) < 2:
            choices = [SelectChoice("all-1", _("All %(num)s ideas", num=shown))]
        else:
            choices = [
                SelectChoice(
                    f"all-{number}",
                    _("Ideas %(first)s to %(last)s of %(all)s", first=first, last=last, all=shown),
                )
                for number, (first, last) in enumerate(parts, 1)
            ]
        if prompts:
            choices.append(SelectChoice(Which.PROMPT.value, _("The ideas of one prompt")))
        choices.append(SelectChoice(Which.MOST.value, _("The most supported")))
        choices.append(SelectChoice(Which.REFS.value, _("Some, by their references")))
        self.which.choices = choices
        self.prompt.choices = [SelectChoice(str(position), text) for position, text in prompts]
        return self

    def chosen(self) -> Chosen | None:
        """What was chosen; None with the error on its field."""
        which = self.which.data or "all-1"
        if which.startswith("all-") and which[4:].isascii() and which[4:].isdigit() and len(which) < 9:
            return Chosen(part=int(which[4:]))
        if which == Which.PROMPT:
            typed = self.prompt.data or ""
            return Chosen(Which.PROMPT, prompt=int(typed) if typed.isascii() and typed.isdigit() else 0)
        if which == Which.MOST:
            if self.many.errors or not self.many.data or not 1 <= self.many.data <= AT_ONCE:
                self.many.errors = [_("Enter a whole number from 1 to 200")]
                return None
            return Chosen(Which.MOST, many=self.many.data)
        if which == Which.REFS:
            refs = read_refs(self.refs.data or "")
            if not refs or len(refs) > AT_ONCE:
                self.refs.errors = [_("Enter from 1 to 200 references, such as I-0042")]
                return None
            return Chosen(Which.REFS, refs=refs)
        self.which.errors = [_("Select which ideas to print")]
        return None


@dataclass(frozen=True, slots=True)
class TypedRow:
    """One row of the screen as it stands: what was typed, what is wrong, whether it only waits for a yes."""

    number: int
    ref: str = ""
    ticks: str = ""
    again: bool = False
    error: str = ""
    asks: bool = False


class TicksForm(Form):
    """Where and when the ticks of all the rows were counted."""

    today: date

    place = LineField(
        _l("Where the cards hung"),
        (DataRequired(_l("Enter where the cards hung")),),
        limit=120,
        description=_l("Such as Hebble Bridge Library."),
        widget=TextInput(autocomplete="off", list="places"),
    )
    counted_on = DayField(_l("Day they were counted"), (DataRequired(_l("Enter the day they were counted")),))

    def validate_counted_on(self, field: Any) -> None:
        if field.data and field.data > self.today:
            raise ValidationError(_("The day they were counted cannot be in the future"))
        if field.data and field.data.year < 2000:
            raise ValidationError(_("Enter a year after 2000"))


class TakeBackForm(Form):
    """Why an entry is taken back."""

    reason = LineField(
        _l("Why do you take it back?"),
        (DataRequired(_l("Say why you take it back")),),
        limit=300,
        description=_l("It is kept for good with the entry."),
        widget=TextInput(),
    )


def rows_sent(sent: Mapping[str, str]) -> tuple[TypedRow, ...]:
    """Every row of the screen as it was sent, empty ones too."""
    count = sent.get("rows", str(ROWS))
    many = int(count) if count.isascii() and count.isdigit() and len(count) < 4 else ROWS
    many = min(max(many, ROWS), MOST_ROWS)
    return tuple(
        TypedRow(
            number,
            _line(sent.get(f"ref-{number}", "")),
            _line(sent.get(f"ticks-{number}", "")),
            sent.get(f"again-{number}") == "y",
        )
        for number in range(1, many + 1)
    )


def empty_rows(count: int = ROWS) -> tuple[TypedRow, ...]:
    """A screen of rows with nothing in them."""
    return tuple(TypedRow(number) for number in range(1, count + 1))


def as_tallies(rows: Sequence[TypedRow]) -> tuple[tuple[TallyRow, ...], dict[int, str]]:
    """The rows that hold something, and what is wrong with those that cannot be read."""
    kept: list[TallyRow] = []
    wrong: dict[int, str] = {}
    for row in rows:
        if not row.ref and not row.ticks:
            continue
        if not row.ref:
            wrong[row.number] = _("Type the reference on the card, such as I-0042.")
        elif not (row.ticks.isascii() and row.ticks.isdigit() and len(row.ticks) < 7):
            wrong[row.number] = _("Type the ticks of %(ref)s as a number from 1 to 500.", ref=read_ref(row.ref))
        else:
            kept.append(TallyRow(row.number, read_ref(row.ref), int(row.ticks), row.again))
    return tuple(kept), wrong


def _line(typed: str) -> str:
    try:
        return one_line(typed)[:40]
    except UnreadableText:
        return ""
