"""What may be put on record, field by field: one form for every kind of entry, and one for a document."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import RadioField, ValidationError
from wtforms.validators import DataRequired, Optional

from codesign.consultations.forms import read_time
from codesign.consultations.record.drafts import DocumentDraft, EntryDraft
from codesign.core.terms import RecordKind
from codesign.web.forms import Form, LineField, SelectChoice, WordsField
from codesign.web.widgets import DayField, FileInput, Radios, TextArea, TextInput

_BRIEFLY, _DAY, _WHO, _MORE = _l("In a few words"), _l("Day"), _l("Who"), _l("More about it")


@dataclass(frozen=True, slots=True)
class Words:
    """How the page and the form speak of one kind of entry. `needs` and `leaves_out` name fields of the form."""

    heading: Any
    line: Any
    add: Any
    title: Any = _BRIEFLY
    on: Any = _DAY
    who: Any = _WHO
    words: Any = _MORE
    needs: frozenset[str] = field(default_factory=frozenset)
    leaves_out: frozenset[str] = frozenset({"at", "until_on", "until_at", "who"})


_DATED: Final = frozenset({"at", "until_on", "until_at"})

KINDS: Final[dict[RecordKind, Words]] = {
    RecordKind.MANDATE: Words(
        _l("Mandate"),
        _l("Who agreed to ask people, before it opened, and what they left open."),
        _l("Add a mandate"),
        title=_l("What was agreed"),
        on=_l("Agreed on"),
        who=_l("Approved by"),
        words=_l("Its words, and where people can read it"),
        needs=frozenset({"who"}),
        leaves_out=_DATED,
    ),
    RecordKind.PROMISE: Words(
        _l("Promises"),
        _l("What people were promised. They can hold you to it."),
        _l("Add a promise"),
        title=_l("The promise"),
        on=_l("Made on"),
        who=_l("Made by"),
        words=_l("Where it was said, and in which words"),
        leaves_out=_DATED,
    ),
    RecordKind.NO_OPTIONS: Words(
        _l("No other option"),
        _l("Only where there was no other way to do it."),
        _l("Say why there was no other option"),
        on=_l("Noted on"),
        words=_l("Why there was no other option"),
        needs=frozenset({"words"}),
    ),
    RecordKind.OUTAGE: Words(
        _l("Times it could not be reached"),
        _l("When people could not answer, even for some minutes."),
        _l("Add a time it could not be reached"),
        title=_l("What did not work"),
        on=_l("From: day"),
        words=_l("Why, and what you did about it"),
        needs=frozenset({"at", "until_on", "until_at"}),
        leaves_out=frozenset({"who"}),
    ),
    RecordKind.PROMOTION: Words(
        _l("How people were told of it"),
        _l("Posters, letters, visits, adverts: each with its day and place."),
        _l("Add how people were told"),
        title=_l("What you did"),
        who=_l("Where"),
        leaves_out=_DATED,
    ),
    RecordKind.FORMAT: Words(
        _l("Formats"),
        _l("Paper, Easy Read, large print, sign language, other languages."),
        _l("Add a format"),
        title=_l("Format, such as Easy Read"),
        on=_l("Offered from"),
        words=_l("How people get it"),
    ),
    RecordKind.PETITION: Words(
        _l("Petitions and campaigns"),
        _l("They are reported apart from the answers, with their number."),
        _l("Add a petition or a campaign"),
        title=_l("What it asks for"),
        on=_l("Came in on"),
        who=_l("Who handed it in"),
        words=_l("How many signed, and how it is reported"),
        needs=frozenset({"words"}),
        leaves_out=_DATED,
    ),
    RecordKind.CHANGE_TOLD: Words(
        _l("How people were told of changes"),
        _l("People who had answered need to know, so that they can answer again."),
        _l("Add how people were told of a change"),
        title=_l("What you did"),
        words=_l("What it said"),
    ),
}
"""The kinds that staff write themselves. Moved closing dates and changed questions come by themselves."""


class EntryForm(Form):
    """One entry of the record."""

    title = LineField("", (DataRequired(_l("Write it in a few words.")),), limit=200, widget=TextInput())
    on = DayField("", (DataRequired(_l("Write the day.")),))
    at = LineField(_l("From: time, such as 9:30am"), limit=10, widget=TextInput(classes="govuk-input--width-5"))
    until_on = DayField(_l("Until: day"), (Optional(),))
    until_at = LineField(_l("Until: time"), limit=10, widget=TextInput(classes="govuk-input--width-5"))
    who = LineField("", limit=120, widget=TextInput())
    words = WordsField("", limit=4000, widget=TextArea(rows=4))
    kind: RecordKind

    def for_kind(self, kind: RecordKind) -> EntryForm:
        """The same form with the fields and the words of one kind."""
        self.kind = kind
        spoken = KINDS[kind]
        for name in spoken.leaves_out:
            if name in self:
                del self[name]
        for name in ("title", "on", "who", "words"):
            if name in self:
                self[name].label.text = getattr(spoken, name)
        return self

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field for itself, then those that this kind needs."""
        good = bool(super().validate(extra_validators))
        for name in KINDS[self.kind].needs:
            if name in self and not self[name].data and not self[name].errors:
                self[name].errors = [_("This is needed here.")]
                good = False
        for name in ("at", "until_at"):
            if name in self and self[name].data and read_time(str(self[name].data)) is None:
                self[name].errors = [_("Write a time, like 9am or 5:30pm.")]
                good = False
        return good

    def draft(self, zone: str) -> EntryDraft:
        given = {name: each.data for name, each in self._fields.items()}
        return EntryDraft(
            kind=self.kind,
            title=given["title"] or "",
            on=given["on"],
            at=read_time(str(given.get("at") or "")) or time(12),
            until_on=given.get("until_on"),
            until_at=read_time(str(given.get("until_at") or "")) or time(12),
            words=given["words"] or "",
            who=given.get("who") or "",
            zone=zone,
        )


class ProposalForm(Form):
    """Whether there is a proposal."""

    proposal = RadioField(
        _l("Is there a proposal?"),
        choices=[
            SelectChoice("yes", _l("Yes: people are asked about something we plan to do")),
            SelectChoice("no", _l("No: we ask before there is any plan")),
            SelectChoice("open", _l("Not answered yet")),
        ],
        description=_l("The four checks are for proposals. “No” turns them off, and says so on the record."),
        widget=Radios(),
    )

    def answer(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.proposal.data or "")


class LateRuleForm(Form):
    """What happens to what comes late."""

    late_rule = LineField(
        _l("What happens to answers that come late"),
        limit=300,
        description=_l("For example: paper posted before the close is taken for five more days."),
        widget=TextInput(),
    )


class DocumentForm(Form):
    """A document, or a new version of one."""

    title = LineField(
        _l("Title"),
        (DataRequired(_l("Give it a title.")),),
        limit=200,
        description=_l("As residents read it."),
        widget=TextInput(),
    )
    file = FileField(
        _l("File"),
        description=_l("PDF, Word (DOCX) or a picture, up to 10 MB. It is kept as it is, so check it first."),
        widget=FileInput(),
    )

    def validate_file(self, chosen: Any) -> None:
        if not getattr(chosen.data, "filename", ""):
            raise ValidationError(_("Choose a file."))
        if getattr(chosen.data.stream, "cut", False):
            raise ValidationError(_("This file is over 10 MB. Choose a smaller one."))

    def draft(self, ref: str = "") -> DocumentDraft:
        return DocumentDraft(title=self.title.data or "", content=self.file.data.stream.read(), ref=ref)
