"""The forms of a project's settings: words and limits, each giving a draft."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, SelectField, SelectMultipleField
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional

from codesign.core.terms import Influence, MilestoneKind, OptionStatus, Stage
from codesign.projects.drafts import (
    AboutDraft,
    AreaDraft,
    LotDraft,
    MilestoneDraft,
    MoneyDraft,
    OptionDraft,
    ScopeDraft,
)
from codesign.web.forms import AmountField, Form, LineField, SelectChoice, WholeField, WordsField
from codesign.web.i18n import LANGUAGES
from codesign.web.widgets import (
    Checkbox,
    Checkboxes,
    DateInput,
    DayField,
    FileInput,
    NumberInput,
    Select,
    TextArea,
    TextInput,
)

STAGES = {
    Stage.PLAN: _l("Plan"),
    Stage.LISTEN: _l("Listen"),
    Stage.DESIGN: _l("Design together"),
    Stage.WRITE: _l("Write and check"),
    Stage.CHOOSE: _l("Choose and report back"),
}
INFLUENCES = {
    Influence.OPEN: _l("Open: residents can change it"),
    Influence.PARTLY_OPEN: _l("Partly open: residents can change some of it"),
    Influence.DECIDED: _l("Already decided"),
}
OPTION_STATUSES = {
    OptionStatus.OPEN: _l("Still open"),
    OptionStatus.PREFERRED: _l("Preferred"),
    OptionStatus.DISCARDED: _l("Set aside"),
}
MILESTONES = {
    MilestoneKind.NEEDS: _l("Needs assessment"),
    MilestoneKind.MANDATE: _l("Mandate to ask residents"),
    MilestoneKind.EQIA_SCREENING: _l("Equality check: screening"),
    MilestoneKind.EQIA_PRE: _l("Equality check: before opening"),
    MilestoneKind.EQIA_POST: _l("Equality check: after closing"),
    MilestoneKind.OPENS: _l("Opens to residents"),
    MilestoneKind.CLOSES: _l("Closes to residents"),
    MilestoneKind.WORKSHOP: _l("Workshop"),
    MilestoneKind.PROVIDER_EVENT: _l("Event for providers"),
    MilestoneKind.SPEC_DRAFT: _l("First draft of the specification"),
    MilestoneKind.SVA_RECORD: _l("Social value record"),
    MilestoneKind.UK2: _l("Market engagement notice (UK2)"),
    MilestoneKind.UK4: _l("Tender notice (UK4)"),
    MilestoneKind.TENDERS_DUE: _l("Tenders due"),
    MilestoneKind.THEMES_AGREED: _l("Themes agreed"),
    MilestoneKind.PACK_FROZEN: _l("Evidence pack frozen"),
    MilestoneKind.SCRUTINY: _l("Scrutiny committee"),
    MilestoneKind.DECISION: _l("Decision"),
    MilestoneKind.RESPONSE_PUBLISHED: _l("Feedback published"),
    MilestoneKind.AWARD: _l("Award"),
    MilestoneKind.PROVIDER_NOTICE: _l("Notice to the current provider"),
    MilestoneKind.CONTRACT_END: _l("Current contract ends"),
    MilestoneKind.START: _l("Service starts"),
    MilestoneKind.BLACKOUT_FROM: _l("Pre-election period starts"),
    MilestoneKind.BLACKOUT_TO: _l("Pre-election period ends"),
    MilestoneKind.OTHER: _l("Something else"),
}


def _choices(words: dict[Any, Any]) -> list[SelectChoice]:
    return [SelectChoice(value=key.value, label=label) for key, label in words.items()]


def _money(label: Any, description: Any = "", *, needed: bool = False) -> AmountField:
    return AmountField(
        label,
        [
            InputRequired(message=_l("Write the amount in pounds, for example 132000.")) if needed else Optional(),
            NumberRange(min=0, max=10_000_000_000, message=_l("Write an amount from 0 to 10,000,000,000.")),
        ],
        description=description,
        widget=NumberInput(),
    )


class NewProjectForm(Form):
    """A project's first facts."""

    name = LineField(
        _l("Name of the project"),
        [DataRequired(message=_l("Write the name of the project."))],
        limit=160,
        widget=TextInput(),
    )
    organisation = SelectField(_l("Organisation"), widget=Select())


class AboutForm(Form):
    """What residents and bidders read first."""

    name = LineField(
        _l("Name of the project"),
        [DataRequired(message=_l("Write the name of the project."))],
        limit=160,
        widget=TextInput(),
    )
    promise = LineField(
        _l("What your words will do"),
        description=_l("One line that residents read before they answer. Promise only what you will do."),
        limit=300,
        widget=TextInput(),
    )
    introduction = WordsField(
        _l("Introduction"), description=_l("Two or three short sentences."), limit=1500, widget=TextArea()
    )
    place = LineField(_l("Place, as people say it"), limit=120, widget=TextInput())
    service = LineField(_l("Service"), limit=160, widget=TextInput())
    who_for = LineField(_l("Who it is for"), limit=300, widget=TextInput())
    partners = LineField(_l("Partners"), limit=200, widget=TextInput())
    phone = LineField(_l("Phone number for residents"), limit=40, widget=TextInput())
    phone_hours = LineField(_l("When the phone is answered"), limit=120, widget=TextInput())
    paper_places = LineField(_l("Where paper forms can be handed in"), limit=200, widget=TextInput())
    stage = SelectField(_l("Stage"), choices=_choices(STAGES), coerce=Stage, widget=Select())
    languages = SelectMultipleField(
        _l("Languages residents can choose"),
        choices=[SelectChoice(value=code, label=name) for code, name in LANGUAGES.items()],
        widget=Checkboxes(),
    )
    limitations = WordsField(
        _l("Limits to state in the pack"),
        description=_l("Who you could not reach and why, and what else a reader must know."),
        limit=4000,
        widget=TextArea(),
    )

    def draft(self) -> AboutDraft:
        languages = tuple(self.languages.data or ()) or ("en",)
        return AboutDraft(
            **{
                name: self[name].data
                for name in (
                    "name",
                    "promise",
                    "introduction",
                    "place",
                    "service",
                    "who_for",
                    "partners",
                    "phone",
                    "phone_hours",
                    "paper_places",
                    "stage",
                    "limitations",
                )
            },
            languages=languages,
        )


class MoneyForm(Form):
    """Value, VAT, term, maximum lot value."""

    annual_value_net = _money(_l("Value a year, without VAT"), _l("In pounds."))
    vat_rate = AmountField(
        _l("VAT rate"),
        [
            InputRequired(message=_l("Write the VAT rate, for example 20.")),
            NumberRange(min=0, max=100, message=_l("Write a rate from 0 to 100.")),
        ],
        default=Decimal(20),
        description=_l("In percent."),
        widget=NumberInput(),
    )
    term_months = WholeField(
        _l("Term"),
        [
            InputRequired(message=_l("Write the term in months.")),
            NumberRange(min=0, max=600, message=_l("Write a number of months from 0 to 600.")),
        ],
        default=0,
        description=_l("In months."),
        widget=NumberInput(),
    )
    extension_months = WholeField(
        _l("Possible extension"),
        [
            InputRequired(message=_l("Write the extension in months, or 0.")),
            NumberRange(min=0, max=600, message=_l("Write a number of months from 0 to 600.")),
        ],
        default=0,
        description=_l("In months."),
        widget=NumberInput(),
    )
    max_lot_value = _money(
        _l("The council's maximum lot value a year"),
        _l("In pounds. The cap that keeps lots small enough for local providers."),
    )
    no_lots_reason = WordsField(_l("If there are no lots, why"), limit=1000, widget=TextArea())

    def draft(self) -> MoneyDraft:
        return MoneyDraft(
            annual_value_net=self.annual_value_net.data,
            vat_rate=self.vat_rate.data,
            term_months=self.term_months.data,
            extension_months=self.extension_months.data,
            max_lot_value=self.max_lot_value.data,
            no_lots_reason=self.no_lots_reason.data or "",
        )


class AreaForm(Form):
    """One ONS area."""

    code = LineField(
        _l("ONS code"),
        [DataRequired(message=_l("Write the ONS code, for example E05000123."))],
        limit=12,
        widget=TextInput(),
    )
    name = LineField(
        _l("Name of the area"), [DataRequired(message=_l("Write the name of the area."))], limit=120, widget=TextInput()
    )
    kind = SelectField(
        _l("Kind"),
        choices=[
            SelectChoice(value=v, label=t)
            for v, t in (
                ("ward", _l("Ward")),
                ("lsoa", _l("Small area (LSOA)")),
                ("district", _l("District or council area")),
            )
        ],
        widget=Select(),
    )

    def draft(self) -> AreaDraft:
        return AreaDraft(code=self.code.data, name=self.name.data, kind=self.kind.data)


class LotForm(Form):
    """One lot."""

    number = WholeField(
        _l("Lot number"),
        [
            InputRequired(message=_l("Write the lot's number.")),
            NumberRange(min=1, max=99, message=_l("Write a number from 1 to 99.")),
        ],
        widget=NumberInput(),
    )
    title = LineField(_l("Title"), [DataRequired(message=_l("Write the lot's title."))], limit=160, widget=TextInput())
    annual_value_net = _money(_l("Value a year, without VAT"), _l("In pounds."), needed=True)
    area_codes = SelectMultipleField(_l("Areas"), widget=Checkboxes())
    scope = LineField(_l("Scope in words"), limit=300, widget=TextInput())
    suitable_sme = BooleanField(_l("Suitable for small and medium businesses"), widget=Checkbox())
    suitable_vcse = BooleanField(_l("Suitable for voluntary, community and social enterprises"), widget=Checkbox())
    exception_reason = LineField(_l("If it is over the maximum, why"), limit=500, widget=TextInput())

    def draft(self) -> LotDraft:
        return LotDraft(
            number=self.number.data,
            title=self.title.data,
            annual_value_net=self.annual_value_net.data,
            area_codes=tuple(self.area_codes.data or ()),
            scope=self.scope.data,
            suitable_sme=self.suitable_sme.data,
            suitable_vcse=self.suitable_vcse.data,
            exception_reason=self.exception_reason.data,
        )


class MilestoneForm(Form):
    """One date."""

    kind = SelectField(_l("What happens"), choices=_choices(MILESTONES), coerce=MilestoneKind, widget=Select())
    title = LineField(
        _l("In words"), [DataRequired(message=_l("Say in a few words what happens."))], limit=160, widget=TextInput()
    )
    on: Any = DayField(_l("Date"), [DataRequired(message=_l("Write the day, month and year."))], widget=DateInput())
    note = LineField(
        _l("A line for residents"),
        description=_l("For example: September. 3 pop-ups, 140 chats."),
        limit=300,
        widget=TextInput(),
    )
    shown = BooleanField(_l("Show it to residents in “What happens when”"), widget=Checkbox())

    def draft(self) -> MilestoneDraft:
        return MilestoneDraft(
            kind=self.kind.data, title=self.title.data, on=self.on.data, note=self.note.data, shown=self.shown.data
        )


class ScopeForm(Form):
    """What is open."""

    text = LineField(
        _l("What it is about"), [DataRequired(message=_l("Write what it is about."))], limit=300, widget=TextInput()
    )
    influence = SelectField(_l("How open it is"), choices=_choices(INFLUENCES), coerce=Influence, widget=Select())
    reason = LineField(_l("Why, if it is not fully open"), limit=500, widget=TextInput())

    def draft(self) -> ScopeDraft:
        return ScopeDraft(influence=self.influence.data, text=self.text.data, reason=self.reason.data)


class OptionForm(Form):
    """One option considered."""

    label = LineField(
        _l("Letter"), [DataRequired(message=_l("Give it a letter, for example A."))], limit=10, widget=TextInput()
    )
    title = LineField(
        _l("What the option is"), [DataRequired(message=_l("Say what the option is."))], limit=300, widget=TextInput()
    )
    status = SelectField(_l("Where it stands"), choices=_choices(OPTION_STATUSES), coerce=OptionStatus, widget=Select())
    reason = LineField(_l("Why, if it was set aside"), limit=500, widget=TextInput())

    def draft(self) -> OptionDraft:
        return OptionDraft(
            label=self.label.data, title=self.title.data, status=self.status.data, reason=self.reason.data
        )


class PopulationForm(Form):
    """A CSV of population figures."""

    file = FileField(_l("CSV file"), [FileRequired(message=_l("Choose a CSV file."))], widget=FileInput())


class PublishForm(Form):
    """One button: only the token."""
