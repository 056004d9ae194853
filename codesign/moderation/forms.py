"""What a moderator, a resident who reports something, and the author of hidden words may type."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField, HiddenField, RadioField, SelectField
from wtforms import Form as PlainForm
from wtforms.validators import DataRequired, Regexp
from wtforms.validators import Optional as Blank

from codesign.core.moderation import Policy, reason_label
from codesign.core.terms import HoldOutcome, ModerationReason
from codesign.moderation.asking import LETTERS
from codesign.moderation.rules import MOST_REASONS, ReasonDraft
from codesign.web.forms import Form, LineField, SelectChoice, WordsField
from codesign.web.widgets import CharacterCount, Radios, Select, TextArea, TextInput

REPORTABLE = (
    ModerationReason.PERSONAL_DATA,
    ModerationReason.ABUSE,
    ModerationReason.SAFEGUARDING,
    ModerationReason.SPAM,
    ModerationReason.OTHER,
)


def _labels(reasons: tuple[ModerationReason, ...]) -> list[SelectChoice]:
    return [SelectChoice(reason.value, _(reason_label(reason).message)) for reason in reasons]


class SeenForm(Form):
    """What the page had seen of an item when the form was made."""

    seen = HiddenField()


class HideForm(SeenForm):
    """Why words are hidden, by the rules in force, and what their author is told besides."""

    reason = SelectField(_l("Reason"), (DataRequired(_l("Select a reason")),), widget=Select())
    note = WordsField(
        _l("Note to the author"),
        limit=500,
        description=_l("They read it with the reason, when they type in their code."),
        widget=TextArea(rows=2),
    )

    def __init__(self, policy: Policy, **options: Any) -> None:
        super().__init__(**options)
        reasons = [SelectChoice(reason.code, _(reason.title)) for reason in policy.reasons]
        self.reason.choices = [SelectChoice("", _("Select a reason")), *reasons]


class SettleForm(SeenForm):
    """How a second look ended."""

    upheld = RadioField(
        _l("After a second look"),
        (DataRequired(_l("Select what happens with the words")),),
        widget=Radios(),
    )
    reply = WordsField(
        _l("Reply to the author"),
        (DataRequired(_l("Write a reply. The author reads it.")),),
        limit=500,
        widget=TextArea(rows=2),
    )

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.upheld.choices = [
            SelectChoice("yes", _("Show the words again")),
            SelectChoice("no", _("They stay hidden")),
        ]


class ReportForm(Form):
    """What a resident finds wrong with some words."""

    reason = RadioField(
        _l("What is wrong with these words?"),
        (DataRequired(_l("Select what is wrong")),),
        widget=Radios(boxes=True, heading=True),
    )

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.reason.choices = _labels(REPORTABLE)


class AskAgainForm(Form):
    """The author asks for a second look."""

    receipt = LineField(
        _l("Your receipt code"),
        limit=40,
        description=_l("You got it when you sent your words. It looks like 7K3Q-XW9H-4TRM."),
        widget=TextInput(classes="govuk-input--width-20", autocomplete="off", spellcheck=False),
    )
    words = WordsField(
        _l("Why should we show your words?"),
        (DataRequired(_l("Write why we should look again")),),
        limit=LETTERS,
        widget=CharacterCount(rows=5),
    )


class ReasonRow(PlainForm):
    """One reason of the rules; a row left empty is left out."""

    code = LineField(
        _l("Short code"),
        (Blank(), Regexp(r"^[a-z0-9][a-z0-9_-]{0,39}$", message=_l("Use small letters, numbers and hyphens only."))),
        limit=40,
        description=_l("For counts and files. Leave it empty and we make one."),
        widget=TextInput(classes="govuk-input--width-20", spellcheck=False),
    )
    title = LineField(_l("The reason in a few words"), limit=80, widget=TextInput())
    told = WordsField(_l("What the author is told"), limit=300, widget=TextArea(rows=2))
    kind = SelectField(_l("Counts as"), widget=Select())

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kind.choices = _labels(tuple(ModerationReason))


class PolicyForm(Form):
    """The next version of the rules. `after` is the version its writer began with."""

    after = HiddenField()
    words = WordsField(
        _l("The rules, in your own words"),
        (DataRequired(_l("Write the rules")),),
        limit=10_000,
        description=_l("Residents read them. Short sentences help everyone."),
        widget=TextArea(rows=10),
    )
    reasons = FieldList(FormField(ReasonRow), min_entries=0, max_entries=MOST_REASONS)

    def fill(self, policy: Policy, spare: int = 2) -> None:
        """Begin with the version in force, and some empty rows."""
        self.after.data = str(policy.number)
        self.words.data = policy.words
        for reason in policy.reasons:
            self.reasons.append_entry(
                {"code": reason.code, "title": _(reason.title), "told": _(reason.told), "kind": reason.kind.value}
            )
        for _row in range(min(spare, MOST_REASONS - len(policy.reasons))):
            self.reasons.append_entry({"kind": ModerationReason.OTHER.value})

    def validate(self, extra_validators: Any = None) -> bool:
        good = bool(super().validate(extra_validators))
        for entry in self.reasons.entries:
            row = entry.form
            title, told = row.title.data or "", row.told.data or ""
            if title and not told:
                row.told.errors = [_("Write what the author is told.")]
                good = False
            if told and not title:
                row.title.errors = [_("Write the reason in a few words.")]
                good = False
        return good

    def drafts(self) -> list[ReasonDraft]:
        """The rows that were filled in."""
        return [
            ReasonDraft(row.code.data or "", row.title.data, row.told.data, ModerationReason(row.kind.data))
            for row in (entry.form for entry in self.reasons.entries)
            if row.title.data and row.told.data
        ]

    def problems(self) -> list[tuple[str, str]]:
        """Every error with the id of its field, for the summary."""
        found = [(str(error), "words") for error in self.words.errors]
        for entry in self.reasons.entries:
            for field in entry.form:
                found += [(str(error), str(field.id)) for error in field.errors]
        return found


class WordListForm(Form):
    """The council's own words of one language."""

    words = WordsField(
        _l("Words, one on each line"),
        limit=40_000,
        description=_l("A star at the end stands for longer words: idiot* also finds idiots."),
        widget=TextArea(rows=12),
    )


class OfficerForm(Form):
    """Who reads what is held."""

    person = SelectField(_l("Safeguarding officer"), (Blank(),), widget=Select())

    def __init__(self, team: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(**options)
        self.person.choices = [
            SelectChoice("", _("Nobody yet")),
            *(SelectChoice(key, name) for key, name in team),
        ]


class SettleHoldForm(Form):
    """How the officer ends a hold."""

    outcome = RadioField(_l("What came of it?"), (DataRequired(_l("Select what came of it")),), widget=Radios())
    then = SelectField(_l("What happens with the words?"), (Blank(),), widget=Select())

    def __init__(self, policy: Policy, **options: Any) -> None:
        super().__init__(**options)
        self.outcome.choices = [
            SelectChoice(HoldOutcome.PASSED_ON.value, _("Passed on to those who keep people safe")),
            SelectChoice(HoldOutcome.NO_CONCERN.value, _("Nobody is at risk")),
        ]
        self.then.choices = [
            SelectChoice("", _("They stay apart. Nobody reads them")),
            SelectChoice("publish", _("Publish them")),
            *(
                SelectChoice(reason.code, _("Hide them: %(reason)s", reason=_(reason.title)))
                for reason in policy.reasons
                if reason.kind is not ModerationReason.SAFEGUARDING
            ),
        ]
