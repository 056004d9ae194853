"""What may be typed under an idea: a reply, an answer from the team, other words for one's idea, an address."""

from __future__ import annotations

from functools import cache
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from wtforms import (  # type: ignore[attr-defined]  # the stubs are older than wtforms 3.3
    HiddenField,
    RadioField,
    SelectChoice,
    ValidationError,
)
from wtforms.validators import DataRequired

from codesign.core.terms import Consent, ReplyKind
from codesign.ideas.forms import CONSENTS, LINE_LETTERS, WORDS_LETTERS, no_piles, seen_letters, straight
from codesign.ideas.talk.changing import NewWording
from codesign.ideas.talk.commands import ReplyDraft
from codesign.web.forms import Form, LineField, WordsField, WordsForm
from codesign.web.widgets import CharacterCount, EmailInput, Radios, TextInput


class ReplyForm(WordsForm):
    """A reply to an idea, or to a reply: `to` is its code."""

    to = HiddenField()
    kind = RadioField(
        _l("What kind of reply is it?"),
        (DataRequired(_l("Select what kind of reply it is")),),
        choices=[
            SelectChoice(ReplyKind.REPLY.value, _l("I want to add something")),
            SelectChoice(ReplyKind.ANOTHER_WAY.value, _l("I see it another way")),
            SelectChoice(ReplyKind.ASKS.value, _l("I want to ask something")),
        ],
        default=ReplyKind.REPLY.value,
        widget=Radios(boxes=True),
    )
    text = WordsField(
        _l("Your reply"),
        (DataRequired(_l("Write your reply")), seen_letters, no_piles),
        limit=WORDS_LETTERS,
        filters=(straight,),
        description=_l("Do not put names or phone numbers here."),
        widget=CharacterCount(rows=4),
    )
    consent = RadioField(
        _l("May we quote your words in our report?"),
        (DataRequired(_l("Select if we may quote your words")),),
        choices=CONSENTS,
        widget=Radios(boxes=True),
    )

    def drawn(self) -> Markup:
        """What is asked, as HTML. Until something is typed it is the same for everybody: drawn once in each language."""
        if any(field.raw_data or field.errors for field in (self.kind, self.text, self.consent)):
            return self.drawn_anew()
        return _untouched(str(get_locale()))

    def drawn_anew(self) -> Markup:
        """The same, drawn with what was typed."""
        return Markup("\n").join((self.kind(), self.text(), self.consent()))

    def draft(self) -> ReplyDraft:
        return ReplyDraft(
            self.text.data or "", ReplyKind(self.kind.data), Consent(self.consent.data), to=self.to.data or ""
        )


@cache
def _untouched(_language: str) -> Markup:
    return ReplyForm(formdata=None).drawn_anew()


class AnswerForm(WordsForm):
    """What the team answers in the talk."""

    to = HiddenField()
    text = WordsField(
        _l("Your answer"),
        (DataRequired(_l("Write your answer")), seen_letters, no_piles),
        limit=WORDS_LETTERS,
        filters=(straight,),
        description=_l("Everyone can read it. It is shown as an answer from the team, without your name."),
        widget=CharacterCount(rows=5),
    )


class ChangeForm(Form):
    """Another wording of one's idea. `number` is of the wording that was on the page."""

    number = HiddenField()
    title = LineField(
        _l("Your idea in one line"),
        (DataRequired(_l("Write your idea in one line")), seen_letters, no_piles),
        limit=LINE_LETTERS,
        filters=(straight,),
        widget=TextInput(autocomplete="off", spellcheck=True),
    )
    text = WordsField(
        _l("More about it"),
        (no_piles,),
        limit=WORDS_LETTERS,
        filters=(straight,),
        description=_l("You can leave this empty. Do not put names or phone numbers here."),
        widget=CharacterCount(rows=6),
    )

    def draft(self) -> NewWording:
        typed = self.number.data or ""
        number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0
        return NewWording(self.title.data or "", self.text.data or "", number)


class FollowMailForm(Form):
    """Where news of followed ideas goes."""

    email = LineField(
        _l("Your email address"),
        (DataRequired(_l("Type your email address.")),),
        limit=254,
        description=_l("We use it for this news only. We delete it when you stop."),
        widget=EmailInput(autocomplete="email"),
    )

    def validate_email(self, field: Any) -> None:
        try:
            validate_email(field.data, check_deliverability=False)
        except EmailNotValidError:
            raise ValidationError(_("Type an email address in the right form, such as name@example.com.")) from None
