"""What staff may type about a board: its settings, its phases, statements to start it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (  # type: ignore[attr-defined]  # the stubs are older than wtforms 3.3
    BooleanField,
    RadioField,
    SelectChoice,
    TimeField,
    ValidationError,
)
from wtforms.validators import DataRequired, Optional

from codesign.core.terms import BoardAsks, BoardPhaseKind, Influence, ModerationPolicy, Totals
from codesign.ideas.boards import MOST_BUDGET, BoardDraft
from codesign.ideas.phases import SHORT, PhaseDraft, choosing_lasts, wrong_dates
from codesign.web.forms import Form, LineField, WholeField, WordsField
from codesign.web.widgets import Checkbox, DayField, NumberInput, Radios, TextArea, TextInput

STATEMENT_LETTERS = 160
MOST_PROMPTS = 6
MOST_STATEMENTS = 50
PHASE_LETTERS = 300


class WholeOrWords(WholeField):
    """A whole number that may be left empty; anything else gets a sentence of its own."""

    def __init__(self, label: Any, validators: Any, *, message: Any, **options: Any) -> None:
        super().__init__(label, validators, **options)
        self.message = message

    def process_formdata(self, valuelist: Any) -> None:
        typed = (valuelist[0] if valuelist else "").strip()
        self.data = None
        if not typed:
            return
        if not (typed.isascii() and typed.isdigit() and len(typed) < 9):
            raise ValueError(str(self.message))
        self.data = int(typed)


def _starts(words: Any) -> DayField:
    return DayField(words, (Optional(),))


def _next_words() -> LineField:
    return LineField(_l("Words for residents: what comes next"), limit=PHASE_LETTERS, widget=TextInput())


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
            SelectChoice(BoardAsks.BUDGET.value, _l("Ideas, with so many supports for each person")),
            SelectChoice(BoardAsks.PAIRS.value, _l("Ideas, to choose between two at a time")),
            SelectChoice(BoardAsks.STATEMENTS.value, _l("Statements, to agree with, disagree with or pass on")),
        ],
        default=BoardAsks.IDEAS.value,
        description=_l("This cannot change once there are ideas or statements on the board."),
        widget=Radios(),
    )
    budget = WholeOrWords(
        _l("Supports for each person"),
        (Optional(),),
        message=_l("Enter a whole number from 1 to 50, such as 5"),
        description=_l("A whole number from 1 to 50. People can take a support back and give it to another idea."),
        widget=NumberInput(classes="govuk-input--width-3"),
    )
    prompts = WordsField(
        _l("Prompts"),
        limit=1300,
        description=_l("Up to six questions, one on each line. They invite ideas while the board is empty."),
        widget=TextArea(rows=4),
    )
    takes_photos = BooleanField(_l("People can add a photo to their idea"), default=True, widget=Checkbox())
    asks_place = BooleanField(
        _l("Ask people where their idea is"),
        description=_l("An area or a point on the map. They can leave it out."),
        widget=Checkbox(),
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
    collecting_on, collecting_words = _starts(_l("Collecting ideas starts on")), _next_words()
    talking_on, talking_words = _starts(_l("Talking starts on")), _next_words()
    choosing_on, choosing_words = _starts(_l("Choosing starts on")), _next_words()
    answering_on, answering_words = _starts(_l("Answering starts on")), _next_words()
    closed_on, closed_words = _starts(_l("Closed starts on")), _next_words()
    short_choosing = BooleanField(_l("Yes, fewer than 3 days to choose is right"), widget=Checkbox())
    reacts_early = RadioField(
        _l("When people can support, choose or vote"),
        (DataRequired(_l("Select when people can support, choose or vote")),),
        choices=[
            SelectChoice("early", _l("From the start")),
            SelectChoice("choosing", _l("Only while choosing")),
        ],
        default="early",
        description=_l("This matters only for a board with phases."),
        widget=Radios(),
    )

    def validate_influence_reason(self, field: Any) -> None:
        if self.influence.data != Influence.OPEN.value and not field.data:
            raise ValidationError(_("Say why it is not open"))

    def validate_prompts(self, field: Any) -> None:
        lines = lines_of(field.data)
        if len(lines) > MOST_PROMPTS:
            raise ValidationError(_("Write six prompts or fewer"))
        if any(len(line) > 200 for line in lines):
            raise ValidationError(_("Make each prompt 200 characters or fewer"))

    def validate_closes_on(self, field: Any) -> None:
        if field.data and self.opens_on.data and field.data < self.opens_on.data:
            raise ValidationError(_("The closing date must be on or after the opening date"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field by itself, then the fields against each other; a field that is wrong already says only that."""
        good = bool(super().validate(extra_validators))
        if self.asks.data == BoardAsks.BUDGET.value and not self.budget.errors:
            if self.budget.data is None:
                good = _wrong(self.budget, _("Enter how many supports each person has"))
            elif not 1 <= self.budget.data <= MOST_BUDGET:
                good = _wrong(self.budget, _("Enter a whole number from 1 to 50, such as 5"))
        elif self.asks.data != BoardAsks.BUDGET.value and self.budget.errors:
            self.budget.errors = []  # what was typed there is not asked for
            good = not self.errors
        for kind in BoardPhaseKind:
            day, words = self.of_phase(kind)
            if words.data and not day.data and not day.errors:
                good = _wrong(day, _("Give this phase a date, or take its words out"))
        drafts = self.phases()
        for kind, sentence in wrong_dates(drafts, self.opens_on.data, self.closes_on.data).items():
            good = _wrong(self.of_phase(kind)[0], _(sentence.message))
        lasts = choosing_lasts(drafts, self.closes_on.data)
        if good and lasts is not None and lasts < SHORT and not self.short_choosing.data:
            words = _("People would have fewer than 3 days to choose. Give them longer, or tick that it is right.")
            good = _wrong(self.short_choosing, words)
        return good

    def of_phase(self, kind: BoardPhaseKind) -> tuple[Any, Any]:
        """The field of a phase's date, and the one of its words."""
        return self[f"{kind.value}_on"], self[f"{kind.value}_words"]

    def phases(self) -> tuple[PhaseDraft, ...]:
        """The phases that have a date."""
        found = []
        for kind in BoardPhaseKind:
            day, words = self.of_phase(kind)
            if day.data and not day.errors:
                found.append(PhaseDraft(kind, day.data, words.data or ""))
        return tuple(found)

    def draft(self) -> BoardDraft:
        return BoardDraft(
            title=self.title.data or "",
            introduction=self.introduction.data or "",
            influence=Influence(self.influence.data),
            influence_reason=self.influence_reason.data or "",
            asks=BoardAsks(self.asks.data),
            budget=self.budget.data if self.asks.data == BoardAsks.BUDGET.value else None,
            moderation=ModerationPolicy(self.moderation.data),
            totals=Totals(self.totals.data),
            reacts_early=self.reacts_early.data == "early",
            takes_photos=bool(self.takes_photos.data),
            asks_place=bool(self.asks_place.data),
            opens_on=self.opens_on.data,
            closes_on=self.closes_on.data,
            closes_time=self.closes_time.data,
            prompts=lines_of(self.prompts.data),
            phases=self.phases(),
            short_choosing=bool(self.short_choosing.data),
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
        lines = lines_of(field.data)
        if len(lines) > MOST_STATEMENTS:
            raise ValidationError(_("Write 50 statements or fewer at a time"))
        if any(len(line) > STATEMENT_LETTERS for line in lines):
            raise ValidationError(_("Make each statement 160 characters or fewer"))

    @property
    def lines(self) -> tuple[str, ...]:
        return lines_of(self.statements.data)


def lines_of(text: str | None) -> tuple[str, ...]:
    """The lines of a text that hold something, white space folded."""
    return tuple(" ".join(line.split()) for line in (text or "").splitlines() if line.strip())


def _wrong(field: Any, words: str) -> bool:
    errors: Sequence[str] = field.errors or ()
    field.errors = [*errors, words]
    return False
