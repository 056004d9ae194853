"""What may be typed on a board: the pages of an idea, a reply, a vote, and the board itself."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (  # type: ignore[attr-defined]  # the stubs are older than wtforms 3.3
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TimeField,
    ValidationError,
)
from wtforms.validators import AnyOf, DataRequired, Optional

from codesign.core.terms import BoardAsks, Consent, Influence, ModerationPolicy, ReplyKind, ShownAs, Totals, Vote
from codesign.ideas.boards import BoardDraft
from codesign.ideas.commands import ReplyDraft
from codesign.web.forms import Form, LineField, WordsField, WordsForm
from codesign.web.widgets import CharacterCount, DayField, Radios, Select, TextArea, TextInput

LINE_LETTERS = 120
WORDS_LETTERS = 2000
STATEMENT_LETTERS = 160
MOST_PROMPTS = 6
MOST_STATEMENTS = 50


class LineForm(Form):
    """Page 1 of an idea: the idea in one line."""

    title = LineField(
        _l("Your idea in one line"),
        (DataRequired(_l("Write your idea in one line")),),
        limit=LINE_LETTERS,
        description=_l("It can be small. You can say more on the next page."),
        widget=TextInput(
            params={"label": {"classes": "govuk-label--l", "isPageHeading": True}}, autocomplete="off", spellcheck=True
        ),
    )


class MoreForm(Form):
    """Page 2 of an idea: anything else, or nothing."""

    text = WordsField(
        _l("Tell us more"),
        limit=WORDS_LETTERS,
        description=_l("You can leave this empty. Do not put names or phone numbers here."),
        widget=CharacterCount(params={"label": {"classes": "govuk-label--l", "isPageHeading": True}}, rows=6),
    )


SHOWN = [
    SelectChoice(ShownAs.NOTHING.value, _l("Show nothing about me")),
    SelectChoice(ShownAs.AREA.value, _l("Show my area")),
    SelectChoice(ShownAs.FIRST_NAME.value, _l("Show my first name")),
]


class ShownForm(Form):
    """Page 3 of an idea: how its author is shown to others."""

    shown_as = RadioField(
        _l("How shall we show you?"),
        (DataRequired(_l("Select how we show you")),),
        choices=SHOWN,
        description=_l("Everyone who reads the board can see this."),
        widget=Radios(boxes=True, heading=True),
    )
    area = SelectField(_l("Your area"), widget=Select())
    first_name = LineField(
        _l("Your first name"), limit=40, widget=TextInput(classes="govuk-input--width-20", autocomplete="given-name")
    )

    def __init__(self, areas: tuple[str, ...], **options: Any) -> None:
        super().__init__(**options)
        self.area.choices = [
            SelectChoice("", _("Select your area")),
            *(SelectChoice(area, area) for area in areas),
        ]
        if not areas:
            self.shown_as.choices = [choice for choice in SHOWN if choice.value != ShownAs.AREA.value]

    def validate_area(self, field: Any) -> None:
        if self.shown_as.data == ShownAs.AREA.value and not field.data:
            raise ValidationError(_("Select your area, or select another way to be shown"))

    def validate_first_name(self, field: Any) -> None:
        if self.shown_as.data == ShownAs.FIRST_NAME.value and not field.data:
            raise ValidationError(_("Enter your first name, or select another way to be shown"))

    @property
    def words(self) -> str:
        """What is shown for the way that was chosen."""
        shown = {ShownAs.AREA.value: self.area.data, ShownAs.FIRST_NAME.value: self.first_name.data}
        return shown.get(self.shown_as.data) or ""


CONSENTS = [
    SelectChoice(Consent.PUBLIC.value, _l("Yes, anyone may read them")),
    SelectChoice(Consent.BIDDERS.value, _l("Yes, but only for groups that want to run the service")),
    SelectChoice(Consent.COUNT_ONLY.value, _l("No, count my words but do not quote them")),
]


class UseForm(Form):
    """Page 4 of an idea: how we may use the words."""

    consent = RadioField(
        _l("May we quote your words?"),
        (DataRequired(_l("Select if we may quote your words")),),
        choices=CONSENTS,
        description=_l("We write a report on what people said. We never print names."),
        widget=Radios(boxes=True, heading=True),
    )


class SendForm(WordsForm):
    """The last page of an idea: nothing but the key of this sending."""


class ReplyForm(WordsForm):
    """A reply to an idea."""

    kind = RadioField(
        _l("What kind of reply is it?"),
        (DataRequired(_l("Select what kind of reply it is")),),
        choices=[
            SelectChoice(ReplyKind.REPLY.value, _l("I want to add something")),
            SelectChoice(ReplyKind.ANOTHER_WAY.value, _l("I see it another way")),
        ],
        default=ReplyKind.REPLY.value,
        widget=Radios(boxes=True),
    )
    text = WordsField(
        _l("Your reply"),
        (DataRequired(_l("Write your reply")),),
        limit=WORDS_LETTERS,
        description=_l("Do not put names or phone numbers here."),
        widget=CharacterCount(rows=4),
    )
    consent = RadioField(
        _l("May we quote your words in our report?"),
        (DataRequired(_l("Select if we may quote your words")),),
        choices=CONSENTS,
        widget=Radios(boxes=True),
    )

    def draft(self) -> ReplyDraft:
        return ReplyDraft(self.text.data or "", ReplyKind(self.kind.data), Consent(self.consent.data))


class VoteForm(Form):
    """One press of agree, disagree or pass."""

    vote = StringField(validators=(AnyOf([vote.value for vote in Vote], message=_l("Press one of the three buttons")),))


class BoardForm(Form):
    """A board as staff make it."""

    title = LineField(_l("Title"), (DataRequired(_l("Enter a title")),), limit=160, widget=TextInput())
    introduction = WordsField(
        _l("Introduction"),
        limit=2000,
        description=_l("One or two short sentences. Residents read it under the title."),
        widget=TextArea(rows=3),
    )
    asks = RadioField(
        _l("What the board asks"),
        (DataRequired(_l("Select what the board asks")),),
        choices=[
            SelectChoice(BoardAsks.IDEAS.value, _l("Ideas, to support and reply to")),
            SelectChoice(BoardAsks.STATEMENTS.value, _l("Statements, to agree with, disagree with or pass on")),
        ],
        default=BoardAsks.IDEAS.value,
        widget=Radios(),
    )
    prompts = WordsField(
        _l("Prompts"),
        limit=1300,
        description=_l("Up to six questions, one on each line. They invite ideas while the board is empty."),
        widget=TextArea(rows=4),
    )
    influence = RadioField(
        _l("How much can residents still change?"),
        (DataRequired(_l("Select how much residents can change")),),
        choices=[
            SelectChoice(Influence.OPEN.value, _l("Open")),
            SelectChoice(Influence.PARTLY_OPEN.value, _l("Partly open")),
            SelectChoice(Influence.DECIDED.value, _l("Already decided")),
        ],
        default=Influence.OPEN.value,
        widget=Radios(),
    )
    influence_reason = LineField(
        _l("Why"),
        limit=500,
        description=_l("Needed when it is not open. Residents read this before they add an idea."),
        widget=TextInput(),
    )
    moderation = RadioField(
        _l("When words are read by staff"),
        (DataRequired(_l("Select when words are read")),),
        choices=[
            SelectChoice(ModerationPolicy.AFTER.value, _l("After others see them")),
            SelectChoice(ModerationPolicy.BEFORE.value, _l("Before others see them")),
        ],
        default=ModerationPolicy.AFTER.value,
        description=_l("Words that may hold personal details always wait for a reader."),
        widget=Radios(),
    )
    totals = RadioField(
        _l("When residents see the totals"),
        (DataRequired(_l("Select when totals are shown")),),
        choices=[
            SelectChoice(Totals.NOW.value, _l("At once")),
            SelectChoice(Totals.AFTER_OWN.value, _l("Once they have taken part themselves")),
            SelectChoice(Totals.END.value, _l("When choosing has ended")),
        ],
        default=Totals.NOW.value,
        widget=Radios(),
    )
    opens_on = DayField(_l("Opens on"), (Optional(),), description=_l("Leave empty to open as soon as you press Open."))
    closes_on = DayField(_l("Closes on"), (Optional(),))
    closes_time = TimeField(
        _l("Closes at"),
        (Optional(),),
        description=_l("Such as 17:00. Left empty, it closes at the end of that day."),
        widget=TextInput(classes="govuk-input--width-5"),
    )

    def validate_influence_reason(self, field: Any) -> None:
        if self.influence.data != Influence.OPEN.value and not field.data:
            raise ValidationError(_("Say why it is not open"))

    def validate_prompts(self, field: Any) -> None:
        lines = _lines(field.data)
        if len(lines) > MOST_PROMPTS:
            raise ValidationError(_("Write six prompts or fewer"))
        if any(len(line) > 200 for line in lines):
            raise ValidationError(_("Make each prompt 200 characters or fewer"))

    def validate_closes_on(self, field: Any) -> None:
        if field.data and self.opens_on.data and field.data < self.opens_on.data:
            raise ValidationError(_("The closing date must be on or after the opening date"))

    def draft(self) -> BoardDraft:
        return BoardDraft(
            title=self.title.data or "",
            introduction=self.introduction.data or "",
            influence=Influence(self.influence.data),
            influence_reason=self.influence_reason.data or "",
            asks=BoardAsks(self.asks.data),
            moderation=ModerationPolicy(self.moderation.data),
            totals=Totals(self.totals.data),
            opens_on=self.opens_on.data,
            closes_on=self.closes_on.data,
            closes_time=self.closes_time.data,
            prompts=_lines(self.prompts.data),
        )


class StatementsForm(Form):
    """Statements that staff put on a board, one a line."""

    statements = WordsField(
        _l("Statements"),
        (DataRequired(_l("Write at least one statement")),),
        limit=MOST_STATEMENTS * (STATEMENT_LETTERS + 1),
        description=_l("One on each line, up to 160 characters. One idea in each."),
        widget=TextArea(rows=6),
    )

    def validate_statements(self, field: Any) -> None:
        lines = _lines(field.data)
        if len(lines) > MOST_STATEMENTS:
            raise ValidationError(_("Write 50 statements or fewer at a time"))
        if any(len(line) > STATEMENT_LETTERS for line in lines):
            raise ValidationError(_("Make each statement 160 characters or fewer"))

    @property
    def lines(self) -> tuple[str, ...]:
        return _lines(self.statements.data)


def _lines(text: str | None) -> tuple[str, ...]:
    return tuple(" ".join(line.split()) for line in (text or "").splitlines() if line.strip())
