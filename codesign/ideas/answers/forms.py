"""What staff may type about answers: a batch, one answer, the same answer to many."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, ValidationError
from wtforms.validators import DataRequired

from codesign.core.answers import REASON_NEEDED, STAFF_WORDS, needs_reason
from codesign.core.terms import AnswerState
from codesign.ideas.answers.drafts import AnswerDraft, BatchDraft
from codesign.web.forms import Form, LineField, SelectChoice, WordsField
from codesign.web.widgets import Radios, Select, TextArea, TextInput

HINTS = {
    AnswerState.LOOKING.value: _l("You are still finding out. Say when people will hear more."),
    AnswerState.ACCEPTED.value: _l("You will do it."),
    AnswerState.PARTLY.value: _l("You will do some of it. Say which part, and why not the rest."),
    AnswerState.NOT_NOW.value: _l("Not in this service now. Say what would have to change."),
    AnswerState.NOT_POSSIBLE.value: _l("It cannot be done. Say what stands in the way."),
    AnswerState.ALREADY_HAPPENING.value: _l("Say where and when people can find it."),
    AnswerState.OUTSIDE.value: _l("Say who decides it, and that you have told them if you have."),
}


class BatchForm(Form):
    """A batch of answers: its title and the words above."""

    title = LineField(
        _l("Title of the batch"),
        [DataRequired(message=_l("Give the batch a title, like “Our first answers”."))],
        description=_l("Residents read it above the answers."),
        limit=160,
        widget=TextInput(),
    )
    words = WordsField(
        _l("Words above the answers (optional)"),
        description=_l("Say who decided, and what happens next."),
        limit=4000,
        widget=TextArea(rows=3),
    )

    def draft(self) -> BatchDraft:
        return BatchDraft(self.title.data or "", self.words.data or "")


class AnswerForm(Form):
    """One answer. `seen` is what its writer read before."""

    seen = HiddenField(default="")
    state = RadioField(
        _l("Your answer"),
        [DataRequired(message=_l("Choose an answer."))],
        choices=[SelectChoice(value=state.value, label=_l(words)) for state, words in STAFF_WORDS.items()],
        widget=Radios(hints=HINTS),
    )
    words = WordsField(
        _l("What you will do"),
        description=_l("Who does what, and by when. Residents read it."),
        limit=2000,
        widget=TextArea(rows=3),
    )
    reason = WordsField(
        _l("Because"),
        description=_l("Needed unless the answer is yes. Residents read it."),
        limit=2000,
        widget=TextArea(rows=3),
    )
    requirement = SelectField(_l("Requirement it led to"), default="", widget=Select())
    decision = SelectField(_l("Decision it rests on"), default="", widget=Select())

    def validate_reason(self, field: Any) -> None:
        chosen = self.state.data
        if chosen in list(AnswerState) and needs_reason(AnswerState(chosen)) and not field.data:
            raise ValidationError(_l(REASON_NEEDED))

    def offer(self, requirements: Iterable[tuple[str, str]], decisions: Iterable[tuple[str, str]]) -> AnswerForm:
        """Fill the two lists."""
        none = SelectChoice(value="", label=_l("None"))
        for field, items in ((self.requirement, requirements), (self.decision, decisions)):
            field.choices = [none, *(SelectChoice(value=ref, label=words) for ref, words in items)]
        return self

    def draft(self) -> AnswerDraft:
        return AnswerDraft(
            AnswerState(self.state.data),
            self.words.data or "",
            self.reason.data or "",
            self.requirement.data or "",
            self.decision.data or "",
        )


def typed(written: AnswerDraft | None, seen: str = "") -> dict[str, str]:
    """What the form of an answer holds when it opens."""
    if written is None:
        return {"seen": seen}
    return {
        "seen": seen,
        "state": written.state.value,
        "words": written.words,
        "reason": written.reason,
        "requirement": written.requirement,
        "decision": written.decision,
    }
