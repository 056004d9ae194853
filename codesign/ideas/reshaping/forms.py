"""What staff type of a proposal, and what an author answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NoReturn

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField, RadioField, ValidationError
from wtforms import Form as PlainForm
from wtforms.validators import DataRequired

from codesign.core.reshaping import FEWEST_PIECES, MOST_PIECES
from codesign.core.terms import PartView, ReshapingKind
from codesign.ideas.forms import LINE_LETTERS, WORDS_LETTERS
from codesign.ideas.reshaping.shapes import ReshapingDraft, Wording
from codesign.web.forms import Form, LineField, SelectChoice, WordsField
from codesign.web.widgets import CharacterCount, DayField, Radios, TextArea, TextInput

NEW = "new"
REASON_LETTERS = 500

KINDS = {
    ReshapingKind.MERGE: _l("Put two or more together"),
    ReshapingKind.SPLIT: _l("Split one into two to five"),
    ReshapingKind.REWORD: _l("Put one into clearer words"),
}


def read_refs(typed: Sequence[str]) -> tuple[str, ...]:
    """References out of ticks and of what was typed into one field: each once, in their order, in capital letters."""
    found = (word.upper() for line in typed for word in re.split(r"[\s,;]+", line[:1000]) if word)
    return tuple(dict.fromkeys(word[:12] for word in found))[:60]


class WordingForm(PlainForm):
    """One new idea."""

    title = LineField(
        _l("The idea in one line"), limit=LINE_LETTERS, widget=TextInput(autocomplete="off", spellcheck=True)
    )
    text = WordsField(_l("More words"), limit=WORDS_LETTERS, widget=TextArea(rows=4, spellcheck=True))

    def validate_title(self, field: Any) -> None:
        if self.text.data and not field.data:
            raise ValidationError(_("Write this idea in one line too"))


class ProposalForm(Form):
    """A proposal: its kind and ideas are named beside it. `results` are the new wordings; empty ones count for none."""

    into = RadioField(
        _l("What are they put into?"),
        choices=[],
        widget=Radios(hints={NEW: _l("You write it below, from what they say.")}),
        default=NEW,
    )
    results = FieldList(FormField(WordingForm), max_entries=MOST_PIECES)
    reason = WordsField(
        _l("Why? Residents read this"),
        (DataRequired(_l("Say why, in a sentence or two")),),
        limit=REASON_LETTERS,
        description=_l("Write it for the authors. Say what gets better by it."),
        widget=CharacterCount(rows=3),
    )
    answer_by = DayField(
        _l("Authors can answer until"),
        (DataRequired(_l("Enter the day until which authors can answer")),),
        description=_l("To the end of that day. After it you can go ahead where nobody objected."),
    )

    def __init__(self, kind: ReshapingKind, ideas: Sequence[tuple[str, str]], **options: Any) -> None:
        self.kind = kind
        self.ideas = tuple(ref for ref, _title in ideas)
        super().__init__(**options)
        self.into.choices = [
            SelectChoice(NEW, _("A new idea in our words")),
            *(SelectChoice(ref, _("%(ref)s, as it is: %(title)s", ref=ref, title=title)) for ref, title in ideas),
        ]
        if kind is not ReshapingKind.MERGE:
            self.into.data = NEW
        pieces = MOST_PIECES if kind is ReshapingKind.SPLIT else 1
        while len(self.results) < pieces:
            self.results.append_entry()

    def validate_results(self, field: Any) -> None:
        written = len(self.wordings)
        if self.into.data != NEW:
            return
        if self.kind is ReshapingKind.SPLIT and written < FEWEST_PIECES:
            self._say(written, _("Write two ideas or more that come out of it"))
        if written == 0:
            self._say(0, _("Write the idea in one line"))

    def _say(self, number: int, words: str) -> NoReturn:
        self.results[number].form.title.errors = [words]
        raise ValidationError(words)

    @property
    def wordings(self) -> tuple[Wording, ...]:
        pieces = (entry.form for entry in self.results)
        return tuple(Wording(piece.title.data, piece.text.data) for piece in pieces if piece.title.data)

    def draft(self) -> ReshapingDraft:
        into = "" if self.into.data == NEW else self.into.data
        day = self.answer_by.data
        assert day is not None  # the form is valid
        return ReshapingDraft(
            kind=self.kind,
            ideas=tuple(ref for ref in self.ideas if ref != into),
            into=into,
            results=() if into else self.wordings,
            reason=self.reason.data,
            answer_by=day,
        )


class SettleForm(Form):
    """Why a proposal is dropped or undone."""

    reason = LineField(
        _l("Why?"),
        (DataRequired(_l("Say why, in a sentence")),),
        limit=REASON_LETTERS,
        widget=TextInput(),
    )


class AnswerForm(Form):
    """An author's answer; the words of the two buttons are on the page."""

    view = RadioField(
        _l("What do you say?"),
        (DataRequired(_l("Press one of the two buttons")),),
        choices=[SelectChoice(view.value, view.value) for view in PartView],
    )
