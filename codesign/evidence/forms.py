"""The forms of evidence: a theme of the codebook, and coding many words at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import DataRequired

from codesign.core.terms import ThemeStance
from codesign.evidence.commands import ThemeDraft
from codesign.evidence.queries import ThemeOption
from codesign.web.forms import Form, LineField, SelectChoice, WordsField
from codesign.web.widgets import Checkbox, Radios, Select, TextArea, TextInput

STANCES: dict[ThemeStance, Any] = {
    ThemeStance.SUPPORTS: _l("Say it"),
    ThemeStance.AGAINST: _l("Say the opposite"),
    ThemeStance.NEUTRAL: _l("Only mention it"),
}


class ThemeForm(Form):
    """One theme: what it is, and the rules for what belongs in it."""

    title = LineField(
        _l("Name of the theme"),
        [DataRequired(message=_l("Write a name. People’s own words work best."))],
        description=_l("Short, in words that people used."),
        limit=160,
        widget=TextInput(),
    )
    definition = WordsField(
        _l("What it means"),
        [DataRequired(message=_l("Write what the theme means, in one or two sentences."))],
        limit=2000,
        widget=TextArea(rows=3),
    )
    include_rule = WordsField(_l("What belongs in it"), limit=2000, widget=TextArea(rows=2))
    exclude_rule = WordsField(_l("What does not belong in it"), limit=2000, widget=TextArea(rows=2))
    minority_note = LineField(
        _l("Why it is kept although few people say it"),
        description=_l("Leave this empty for a theme that many people say."),
        limit=300,
        widget=TextInput(),
    )
    housekeeping = BooleanField(
        _l("A housekeeping code"),
        description=_l("For “no answer” and the like. It is kept, but it is never a finding."),
        widget=Checkbox(),
    )

    def draft(self) -> ThemeDraft:
        return ThemeDraft(
            title=self.title.data or "",
            definition=self.definition.data or "",
            include_rule=self.include_rule.data or "",
            exclude_rule=self.exclude_rule.data or "",
            minority_note=self.minority_note.data or "",
            housekeeping=bool(self.housekeeping.data),
        )


class CodingForm(Form):
    """The theme and stance for the words that are ticked."""

    theme = SelectField(
        _l("Theme"),
        [DataRequired(message=_l("Choose a theme for the words you ticked."))],
        widget=Select(),
    )
    stance = RadioField(
        _l("These words"),
        choices=[SelectChoice(value=stance.value, label=label) for stance, label in STANCES.items()],
        default=ThemeStance.SUPPORTS.value,
        widget=Radios(classes="govuk-radios--inline govuk-radios--small"),
    )

    def offer(self, themes: Iterable[ThemeOption]) -> None:
        """Fill the list of themes."""
        self.theme.choices = [
            SelectChoice(value="", label=_l("Choose a theme")),
            *(SelectChoice(value=theme.ref, label=f"{theme.ref} {theme.title}") for theme in themes),
        ]
