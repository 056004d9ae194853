"""The shapes of taking part in a demonstration project: questions, answers, ideas, cards."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from codesign.core.terms import (
    BoardAsks,
    CardNames,
    Consent,
    Influence,
    Mode,
    ModerationPolicy,
    ModerationReason,
    QuestionType,
    ReplyKind,
    Response,
    ShownAs,
    Standing,
    StepKind,
    StepPhase,
    SubmissionState,
    Totals,
    Vote,
)
from codesign.demo.shapes.boards import (
    AskedAgain,
    BoardPhase,
    EarlyBatch,
    Merge,
    Option,
    Pair,
    Reported,
    TeamAnswer,
    Ticks,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One option of a closed question."""

    code: str
    label: str
    exclusive: bool = False
    opens_text: bool = False
    area_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question; `most` limits how many may be ticked; `ranked` means the order of an answer's choices counts."""

    ref: str
    slug: str
    type: QuestionType
    text: str
    hint: str
    why: str
    choices: tuple[Choice, ...] = ()
    required: bool = False
    most: int | None = None
    ranked: bool = False
    letters: int | None = None
    lowest: int | None = None
    highest: int | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consultation:
    """A questionnaire with its window; closing is the end of `closes_on` in the United Kingdom."""

    ref: str
    title: str
    purpose: str
    influence: Influence
    opens_on: date
    closes_on: date
    minutes: int
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One person's answer to one question; `english` is our translation where the words are not English."""

    question: str
    choices: tuple[str, ...] = ()
    text: str = ""
    number: int | None = None
    language: str = "en"
    english: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """One questionnaire received. `person` is the participant: a duplicate carries the same one as its original."""

    key: str
    person: str
    sent_at: datetime
    mode: Mode
    state: SubmissionState
    consent: Consent
    capacity: str = "individual"
    language: str = "en"
    area_code: str = ""
    reason: str = ""
    duplicate_of: str = ""
    answers: tuple[Answer, ...] = ()
    equality: Mapping[str, str]

    def answer(self, question: str) -> Answer | None:
        """The answer to that question, or None if it was skipped."""
        return next((a for a in self.answers if a.question == question), None)

    @property
    def words(self) -> str:
        """All free text of this sending, in question order; empty where there is none."""
        return "\n".join(a.text for a in self.answers if a.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """What a board asks."""

    ref: str
    text: str
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Idea:
    """An idea on a board; `supporters` are participants, one support each; `outcome` came from a decision."""

    ref: str
    prompt: str
    title: str
    words: str
    person: str
    area_code: str
    shown_as: ShownAs
    first_name: str
    posted_at: datetime
    standing: Standing
    themes: tuple[str, ...]
    supporters: tuple[str, ...]
    outcome: Response | None = None
    outcome_reason: str = ""
    leads_to: str = ""
    moderation: ModerationReason | None = None
    moderation_note: str = ""
    place: str = ""
    """Code of the area that it is about."""
    place_words: str = ""
    photo: str = ""
    """Name of a drawing."""
    photo_shows: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """Words under an idea; `to` is the number of the reply that it answers, counted over the board from 1, or 0."""

    idea: str
    kind: ReplyKind
    words: str
    person: str
    area_code: str
    said_at: datetime
    to: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A sentence people agree with, disagree with or pass on."""

    number: int
    text: str
    votes: tuple[tuple[str, Vote], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """A board of ideas, of statements, or of options to choose from, with what happened on it in turn."""

    ref: str
    title: str
    promise: str
    asks: BoardAsks
    influence: Influence
    moderation: ModerationPolicy
    opens_on: date
    closes_on: date
    prompts: tuple[Prompt, ...] = ()
    ideas: tuple[Idea, ...] = ()
    replies: tuple[Reply, ...] = ()
    statements: tuple[Statement, ...] = ()
    options: tuple[Option, ...] = ()
    pairs: tuple[Pair, ...] = ()
    budget: int | None = None
    totals: Totals = Totals.NOW
    asks_place: bool = False
    phases: tuple[BoardPhase, ...] = ()
    team_answers: tuple[TeamAnswer, ...] = ()
    ticks: tuple[Ticks, ...] = ()
    asked_again: tuple[AskedAgain, ...] = ()
    reported: tuple[Reported, ...] = ()
    merges: tuple[Merge, ...] = ()
    batches: tuple[EarlyBatch, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """Someone in the room; `person` is the participant, `role` resident, carer, vcse, provider, nhs or commissioner."""

    key: str
    person: str
    role: str
    table: int
    photo_consent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A card; no attendee means the table's host wrote it on paper. `score` runs from -3 to +3 on emotion maps."""

    key: str
    attendee: str
    table: int
    text: str
    group: str
    themes: tuple[str, ...] = ()
    score: int | None = None
    paper: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Cards that belong together, or a thing to vote on."""

    key: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dots:
    """How many dots one attendee gave one group."""

    attendee: str
    group: str
    dots: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the agenda. A vote names the step whose groups it is about in `votes_on`; `result` is its harvest."""

    ref: str
    kind: StepKind
    title: str
    prompt: str
    minutes: int
    phase: StepPhase
    names: CardNames = CardNames.NO_NAMES
    dots_each: int = 0
    votes_on: str = ""
    groups: tuple[Group, ...] = ()
    cards: tuple[Card, ...] = ()
    dots: tuple[Dots, ...] = ()
    result: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """A workshop; `starts` None means "at the moment the demonstration is loaded"."""

    ref: str
    title: str
    purpose: str
    influence: Influence
    on: date
    starts: time | None
    minutes: int
    place: str
    extras: str
    join_code: str
    booked: int
    tables: int
    persona: str
    attendees: tuple[Attendee, ...]
    steps: tuple[Step, ...]
    heard_scores: tuple[int, ...] = ()
    summary: str = ""
