"""The forms of the specification: a requirement's two texts, all of its fields, a reason, a reply, a decision."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (  # type: ignore[attr-defined]  # stubs older than wtforms 3.3
    DateField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    ValidationError,
)
from wtforms.validators import DataRequired, Optional

from codesign.core.terms import Moscow, Origin, RequirementStatus, RequirementType, Response
from codesign.specification.drafts import DecisionDraft, RequirementDraft
from codesign.specification.labels import CHARACTERISTICS, FIELD_NAMES, MOSCOWS, ORIGINS, RESPONSES, STATUSES, TYPES
from codesign.web.forms import Form, LineField, WordsField
from codesign.web.widgets import Checkboxes, DateInput, DayField, Radios, Select, TextArea, TextInput

_REF = re.compile(r"[A-Z]{1,4}-?\d{1,4}", re.IGNORECASE)


def _choices(words: Mapping[Any, Any]) -> list[SelectChoice]:
    return [SelectChoice(value=getattr(key, "value", key), label=label) for key, label in words.items()]


def _version_of(field: HiddenField) -> int:
    text = str(field.data or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class WordsOfRequirementForm(Form):
    """The two texts that are saved as they are typed, on top of a version."""

    statement = WordsField(FIELD_NAMES["statement"], limit=4000)
    measure = WordsField(FIELD_NAMES["measure"], limit=4000)
    version = HiddenField()

    @property
    def on_version(self) -> int:
        """The version that the page showed; 0 for none."""
        return _version_of(self.version)


class NewRequirementForm(Form):
    """The least that makes a requirement."""

    title = LineField(
        _l("Name of the requirement"),
        [DataRequired(message=_l("Write a short name, for example “Opening times”."))],
        limit=160,
        widget=TextInput(),
    )
    moscow = RadioField(
        _l("How firm is it?"),
        choices=_choices(MOSCOWS),
        coerce=Moscow,
        default=Moscow.MUST,
        widget=Radios(classes="govuk-radios--inline"),
    )
    statement = WordsField(
        FIELD_NAMES["statement"],
        description=_l("One sentence, such as “The provider must open until 7pm on 2 weekdays.”"),
        limit=4000,
        widget=TextArea(rows=3),
    )

    def draft(self) -> RequirementDraft:
        return RequirementDraft(
            title=self.title.data or "", moscow=self.moscow.data, statement=self.statement.data or ""
        )


class RequirementForm(Form):
    """Every field of a requirement (`domain.md` d3)."""

    title = LineField(
        _l("Name of the requirement"),
        [DataRequired(message=_l("Write a short name, for example “Opening times”."))],
        limit=160,
        widget=TextInput(),
    )
    moscow = RadioField(
        FIELD_NAMES["moscow"], choices=_choices(MOSCOWS), coerce=Moscow, widget=Radios(classes="govuk-radios--inline")
    )
    status = SelectField(FIELD_NAMES["status"], choices=_choices(STATUSES), coerce=RequirementStatus, widget=Select())
    status_reason = LineField(
        FIELD_NAMES["status_reason"],
        description=_l("Needed when it is dropped."),
        limit=500,
        widget=TextInput(),
    )
    owner = LineField(
        FIELD_NAMES["owner"],
        description=_l("Who looks after it until the contract starts."),
        limit=120,
        widget=TextInput(),
    )
    type = SelectField(FIELD_NAMES["type"], choices=_choices(TYPES), coerce=RequirementType, widget=Select())
    lot_numbers = SelectMultipleField(
        FIELD_NAMES["lot_numbers"], coerce=int, description=_l("Tick none for all lots."), widget=Checkboxes()
    )
    statement = WordsField(
        FIELD_NAMES["statement"],
        description=_l("One sentence with one “must” or “should”."),
        limit=4000,
        widget=TextArea(rows=3),
    )
    outcome = WordsField(FIELD_NAMES["outcome"], limit=2000, widget=TextArea(rows=2))
    measure = WordsField(FIELD_NAMES["measure"], limit=4000, widget=TextArea(rows=3))
    kpi = LineField(
        FIELD_NAMES["kpi"],
        description=_l("With a number, such as “90% within 10 working days”."),
        limit=300,
        widget=TextInput(),
    )
    acceptance = WordsField(FIELD_NAMES["acceptance"], limit=2000, widget=TextArea(rows=2))
    rationale = WordsField(
        FIELD_NAMES["rationale"],
        description=_l("What people said that leads to it."),
        limit=4000,
        widget=TextArea(rows=3),
    )
    origin = SelectField(FIELD_NAMES["origin"], choices=_choices(ORIGINS), coerce=Origin, widget=Select())
    council_reason = WordsField(
        FIELD_NAMES["council_reason"],
        description=_l("Only where no one said it. The pack prints this."),
        limit=2000,
        widget=TextArea(rows=2),
    )
    equality_note = WordsField(FIELD_NAMES["equality_note"], limit=2000, widget=TextArea(rows=2))
    characteristics = SelectMultipleField(
        FIELD_NAMES["characteristics"],
        choices=_choices(CHARACTERISTICS),
        widget=Checkboxes(classes="govuk-checkboxes--small"),
    )
    cost_note = WordsField(FIELD_NAMES["cost_note"], limit=2000, widget=TextArea(rows=2))
    feasibility = WordsField(FIELD_NAMES["feasibility"], limit=2000, widget=TextArea(rows=2))
    depends_on = LineField(
        FIELD_NAMES["depends_on"],
        description=_l("Other requirements, such as REQ-002, REQ-009."),
        limit=300,
        widget=TextInput(),
    )
    award_criterion = LineField(FIELD_NAMES["award_criterion"], limit=60, widget=TextInput())
    tender_question = LineField(FIELD_NAMES["tender_question"], limit=60, widget=TextInput())
    contract_clause = LineField(FIELD_NAMES["contract_clause"], limit=60, widget=TextInput())
    version = HiddenField()

    PARTS = (
        (_l("What it is"), ("title", "moscow", "status", "status_reason", "owner", "type", "lot_numbers")),
        (_l("What it says and how it is checked"), ("statement", "outcome", "measure", "kpi", "acceptance")),
        (_l("Where it comes from"), ("rationale", "origin", "council_reason")),
        (
            _l("Who it matters to, and what it takes"),
            ("equality_note", "characteristics", "cost_note", "feasibility", "depends_on"),
        ),
        (_l("Where it goes next"), ("award_criterion", "tender_question", "contract_clause")),
    )

    def validate_status_reason(self, field: LineField) -> None:
        if self.status.data is RequirementStatus.DROPPED and not field.data:
            raise ValidationError(_l("Say why this requirement is dropped."))

    def offer(self, lots: Iterable[tuple[int, str]]) -> None:
        """Fill the list of lots."""
        self.lot_numbers.choices = [SelectChoice(value=number, label=f"L{number} {title}") for number, title in lots]

    @property
    def on_version(self) -> int:
        """The version that the page showed; 0 for none."""
        return _version_of(self.version)

    def draft(self) -> RequirementDraft:
        typed = {
            name: self[name].data or ""
            for name in (
                "title", "statement", "measure", "outcome", "kpi", "acceptance", "rationale", "equality_note",
                "cost_note", "feasibility", "award_criterion", "tender_question", "contract_clause", "council_reason",
                "owner", "status_reason",
            )
        }  # fmt: skip
        return RequirementDraft(
            **typed,
            moscow=self.moscow.data,
            status=self.status.data,
            type=self.type.data,
            origin=self.origin.data,
            lot_numbers=tuple(self.lot_numbers.data or ()),
            characteristics=tuple(self.characteristics.data or ()),
            depends_on=tuple(dict.fromkeys(ref.upper() for ref in _REF.findall(self.depends_on.data or ""))),
        )


class ReasonForm(Form):
    """Why: for opening an agreed requirement again, or for a decision of the council."""

    reason = WordsField(
        _l("Why?"),
        [DataRequired(message=_l("Write the reason. It is kept with the requirement."))],
        limit=500,
        widget=TextArea(rows=2),
    )


class ReplyForm(Form):
    """Our reply to what points the other way; empty takes it back."""

    reply = WordsField(
        _l("Our reply"),
        description=_l(
            "Say what you weighed and why. It is printed beside these words. Leave it empty to take it back."
        ),
        limit=2000,
        widget=TextArea(rows=5),
    )


class DecisionForm(Form):
    """You said, we did, or we did not, because."""

    said = WordsField(
        _l("You said"),
        [DataRequired(message=_l("Write what people said, in one or two sentences."))],
        description=_l("Start with “You”, as if you spoke to the people who said it."),
        limit=2000,
        widget=TextArea(rows=3),
    )
    themes = SelectMultipleField(_l("Themes it answers"), widget=Checkboxes(classes="govuk-checkboxes--small"))
    ideas = SelectMultipleField(_l("Ideas it answers"), widget=Checkboxes(classes="govuk-checkboxes--small"))
    response = RadioField(
        _l("What was decided"),
        [DataRequired(message=_l("Choose what was decided."))],
        choices=_choices(RESPONSES),
        widget=Radios(),
    )
    action = WordsField(_l("What we did or will do"), limit=2000, widget=TextArea(rows=3))
    reason = WordsField(
        _l("Because"),
        description=_l("Needed unless the answer is yes. Residents read it."),
        limit=2000,
        widget=TextArea(rows=3),
    )
    decided_by = LineField(_l("Who decided"), description=_l("For example: Cabinet."), limit=160, widget=TextInput())
    decided_on: DateField = DayField(_l("When"), [Optional()], widget=DateInput())
    owner = LineField(_l("Who will do it"), limit=120, widget=TextInput())
    due_on: DateField = DayField(_l("By when"), [Optional()], widget=DateInput())
    requirements = SelectMultipleField(
        _l("Requirements it led to"), widget=Checkboxes(classes="govuk-checkboxes--small")
    )

    def validate_reason(self, field: WordsField) -> None:
        if self.response.data and self.response.data != Response.ACCEPTED.value and not field.data:
            raise ValidationError(_l("Say why. Residents read the reason beside what you decided."))

    def offer(
        self,
        themes: Iterable[tuple[str, str]],
        ideas: Iterable[tuple[str, str]],
        requirements: Iterable[tuple[str, str]],
    ) -> None:
        """Fill the three lists."""
        for field, items in ((self.themes, themes), (self.ideas, ideas), (self.requirements, requirements)):
            field.choices = [SelectChoice(value=value, label=words) for value, words in items]

    def draft(self) -> DecisionDraft:
        return DecisionDraft(
            said=self.said.data or "",
            response=Response(self.response.data),
            action=self.action.data or "",
            reason=self.reason.data or "",
            decided_by=self.decided_by.data or "",
            decided_on=self.decided_on.data,
            owner=self.owner.data or "",
            due_on=self.due_on.data,
            themes=tuple(self.themes.data or ()),
            ideas=tuple(uuid.UUID(hex=key) for key in self.ideas.data or ()),
            requirements=tuple(self.requirements.data or ()),
        )
