"""What residents' pages of a consultation show, as frozen views: `queries` fills them, templates read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby

from codesign.consultations.record.documents import DocumentVersion
from codesign.core.questions.answering import Asked, Given
from codesign.core.terms import Access, Influence
from codesign.core.words import Sentence


class Stands(StrEnum):
    """Whether someone can answer now: `LATE` is within the 24 hours for those who had begun."""

    NOT_YET = "not_yet"
    OPEN = "open"
    LATE = "late"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What residents can still change, and why not the rest."""

    influence: Influence
    text: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepAhead:
    """A dated step of the project; `state` is done, now or later."""

    title: str
    on: date
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What every page of a consultation knows. `late_until` is set in the 24 hours after the close."""

    ref: str
    title: str
    zone: str
    stands: Stands
    opens_at: datetime | None
    closes_at: datetime | None
    late_until: datetime | None
    shared_device: bool
    changing: datetime | None = None  # when the answers were sent that are being changed here
    title_language: str = ""
    documents: tuple[DocumentVersion, ...] = ()
    has_changes: bool = False  # made after people began, for everyone to read


@dataclass(frozen=True, slots=True, kw_only=True)
class StartPage:
    """The first page: what it is, what it can change, how long it takes. `stopped_at` is a question's number."""

    head: Head
    introduction: str
    influence: Influence
    influence_reason: str
    scope: tuple[Scope, ...]
    questions: int
    minutes: int
    people: int | None
    closes_soon: bool
    has_draft: bool
    stopped_at: int | None
    goes_on_at: str | None
    sent_at: datetime | None
    access: Access = Access.EVERYONE
    introduction_language: str = ""
    reason_language: str = ""


@dataclass(frozen=True, slots=True)
class OnPage:
    """One question of a page, and what was given to it so far; `clip` is the version of its recorded voice."""

    asked: Asked
    given: Given
    clip: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPage:
    """A page of questions, most often one. `number` counts questions; `total` is None where the way is not certain.

    `next_ref` and `back_ref` are None at the ends; `started` is False when this phone has no draft.
    """

    head: Head
    questions: tuple[OnPage, ...]
    section: str
    section_words: str
    number: int
    total: int | None
    minutes: int
    back_ref: str | None
    next_ref: str | None
    started: bool
    already_sent: bool
    section_language: str = ""
    section_words_language: str = ""

    @property
    def asked(self) -> Asked:
        """The first question: the page is known by it."""
        return self.questions[0].asked

    @property
    def answered(self) -> bool:
        return any(not one.given.empty for one in self.questions)

    @property
    def required(self) -> bool:
        return any(one.asked.required for one in self.questions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One question with what was answered, in words; none when it was skipped."""

    ref: str
    text: str
    said: tuple[str, ...]
    not_sure: bool
    ours: bool = False  # the words said are ours, to be translated
    problem: Sentence | None = None
    section: str = ""  # the title of the section it stands in
    section_language: str = ""
    language: str = ""  # of the question's words
    said_in: tuple[str, ...] = ()  # the language of each line said; empty for what a person wrote


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckPage:
    """Everything before it is sent. `has_words` asks how the words may be used; `key` makes sending twice once."""

    head: Head
    lines: tuple[Line, ...]
    has_words: bool
    key: str
    last_ref: str
    consent: str = ""  # as it was given with the answers that are being changed

    @property
    def sections(self) -> tuple[tuple[str, tuple[Line, ...]], ...]:
        """The lines by section, in order; the title is empty before the first."""
        return tuple((title, tuple(lines)) for title, lines in groupby(self.lines, key=lambda line: line.section))

    @property
    def problems(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.problem is not None)

    @property
    def empty(self) -> bool:
        return all(not line.said and not line.not_sure for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class SentPage:
    """What a person sent: the receipt, when, their own answers, and what happens next."""

    head: Head
    receipt: str
    sent_at: datetime
    lines: tuple[Line, ...]
    steps: tuple[StepAhead, ...]
    asks_equality: bool
    equality_given: dict[str, str]
    version: int = 1
    changed_at: datetime | None = None
    change_begun: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedPage:
    """The code to carry on with, and when the answers are deleted if they are not sent."""

    head: Head
    code: str | None
    kept_until: datetime | None
    goes_on_at: str | None
    link_sent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedPage:
    """Thank you, how many, what is next and when."""

    head: Head
    people: int | None
    steps: tuple[StepAhead, ...]
    sent_at: datetime | None
