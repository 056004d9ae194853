"""What staff type about paper: how many copies, a batch, the rule for late paper, and one form in the order of the paper."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, SelectField, ValidationError
from wtforms.validators import DataRequired, Optional

from codesign.consultations.equality import QUESTIONS
from codesign.consultations.forms import read_answer
from codesign.consultations.paper.drafts import BatchDraft, RuleDraft, Typed
from codesign.consultations.paper.printing import MOST_COPIES
from codesign.consultations.paper.queries import Entry
from codesign.core.terms import Mode
from codesign.web.forms import Form, LineField, SelectChoice, WordsForm
from codesign.web.i18n import LANGUAGES
from codesign.web.widgets import Checkbox, DayField, NumberInput, Radios, Select, TextArea, TextInput

MODES = {
    Mode.TELEPHONE: _l("On the telephone"),
    Mode.ASSISTED: _l("Beside us: we read it out and type"),
    Mode.EASY_READ: _l("On an Easy Read form"),
}


def language_name(code: str) -> str:
    """A language in its own name, or its code."""
    return LANGUAGES.get(code, code)


class PrintForm(Form):
    """How many copies, in which language."""

    copies = LineField(
        _l("How many copies"),
        (DataRequired(_l("Type how many copies you need, such as 50.")),),
        limit=6,
        widget=NumberInput(classes="govuk-input--width-4"),
    )
    language = SelectField(_l("Language"), choices=[], widget=Select())

    def offer(self, languages: tuple[str, ...]) -> PrintForm:
        self.language.choices = [SelectChoice(code, language_name(code)) for code in languages]
        return self

    def validate_copies(self, field: Any) -> None:
        if not field.data.isdecimal() or not 1 <= int(field.data) <= MOST_COPIES:
            raise ValidationError(_("Type a number from 1 to %(most)s.", most=MOST_COPIES))


class RuleForm(Form):
    """Where paper goes, and what happens to what comes late."""

    paper_return = LineField(
        _l("Where people send paper back"),
        limit=300,
        description=_l("Printed on each form. An address without a stamp is best."),
        widget=TextArea(rows=2),
    )
    late_rule = LineField(
        _l("The rule for late paper, in words"),
        limit=300,
        description=_l("Such as: posted by the closing day and here within 7 days. The record shows it."),
        widget=TextArea(rows=2),
    )
    late_days = LineField(
        _l("Days after the close in which paper posted in time still counts"),
        limit=3,
        widget=NumberInput(classes="govuk-input--width-3"),
    )

    def validate_late_days(self, field: Any) -> None:
        if field.data and (not field.data.isdecimal() or int(field.data) > 60):
            raise ValidationError(_("Type a number of days from 0 to 60."))

    def validate_late_rule(self, field: Any) -> None:
        if self.late_days.data not in ("", "0") and not field.data:
            raise ValidationError(_("Write the rule, so that everyone can read why late paper counts."))

    def draft(self) -> RuleDraft:
        return RuleDraft(
            paper_return=self.paper_return.data,
            late_rule=self.late_rule.data,
            late_days=int(self.late_days.data or 0),
        )


class BatchForm(Form):
    """A pile of paper."""

    title = LineField(
        _l("Name of the pile"),
        limit=120,
        description=_l("If you like: where it came from, such as Hebble Bridge library."),
        widget=TextInput(),
    )
    arrived_on = DayField(_l("When it arrived"), (DataRequired(_l("Type the day when this paper arrived.")),))
    keyed_twice = BooleanField(
        _l("Two people type each form"),
        description=_l("Then you compare the two. It finds nearly every slip, and takes twice as long."),
        widget=Checkbox(),
    )

    def draft(self) -> BatchDraft:
        arrived_on = self.arrived_on.data
        assert arrived_on is not None  # the form is valid
        return BatchDraft(title=self.title.data, arrived_on=arrived_on, keyed_twice=bool(self.keyed_twice.data))

    def validate_arrived_on(self, field: Any) -> None:
        if field.data is not None and field.data > self.today:
            raise ValidationError(_("Type a day that has come, not one ahead."))

    today: date


class PostmarkForm(Form):
    """The postmark of a form that came after the close."""

    postmarked_on = DayField(
        _l("Date of the postmark"),
        (Optional(),),
        description=_l("This paper came after the close. It counts when it was posted in time."),
    )


class SpokenForm(WordsForm):
    """How a person answers, and the key that makes sending twice the same as once."""

    mode = SelectField(
        _l("How the person answers"),
        choices=[SelectChoice(mode.value, words) for mode, words in MODES.items()],
        default=Mode.TELEPHONE.value,
        widget=Radios(classes="govuk-radios--inline"),
    )


def typed_on(view: Entry, sent: MultiDict[str, str], postmarked_on: date | None) -> Typed:
    """Everything typed on the entry screen, good or not."""
    answers = {one.asked.ref: (one.asked, read_answer(one.asked, sent)) for one in view.questions if one.typed}
    pages = {str(page) for page in view.pages}
    missing = tuple(page for page in sent.getlist("missing") if page in pages)
    consent = sent.get("consent", "")
    refs = {one.asked.ref for one in view.questions}
    return Typed(
        answers=answers,
        consent=consent if consent in ("public", "count_only") else "",
        missing=missing,
        on_missing=view.on_pages(missing),
        left_out=tuple(ref for ref in refs if sent.get(f"meant-{ref}") == "left_out"),
        wants_receipt=bool(sent.get("wants_receipt")),
        postmarked_on=postmarked_on,
        equality={
            question.code: value
            for question in QUESTIONS
            if question.knows(value := sent.get(f"about-{question.code}", ""))
        },
    )
