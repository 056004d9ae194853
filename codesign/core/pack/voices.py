"""What people said: questions, ideas, workshops, themes and words. No field here can hold a person."""

from dataclasses import dataclass
from datetime import date

from codesign.core.numbers import Share, wilson_low
from codesign.core.pack.figures import Count, Result
from codesign.core.terms import BoardAsks, CodedBy, Consent, ContributionKind, Standing, StepKind, ThemeStance


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Words of a resident with what the resident and the moderator allow. `text` None means kept back."""

    ref: str
    text: str | None
    consent: Consent
    standing: Standing
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote(Said):
    """Words printed beside a theme or requirement. `attribution` is a role and a broad band, never a name."""

    stance: ThemeStance = ThemeStance.SUPPORTS
    attribution: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution(Said):
    """What crosses the door of `evidence.gather`: `ref` leads an officer back, inside the service only.

    `voice` tells two residents apart inside one pack and means nothing outside it; a public edition has none.
    """

    kind: ContributionKind
    source: str
    voice: int | None = None
    themes: frozenset[str] = frozenset()
    area: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """One contribution says one theme, and who or what said so."""

    contribution: str
    theme: str
    coded_by: CodedBy
    stance: ThemeStance = ThemeStance.NEUTRAL


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedAnswer:
    """One choice of one accepted response; only in the commissioners' edition."""

    response: str
    question: str
    answer: str
    mode: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question as it was shown. `base` is the number of people who answered it; `texts` how many wrote words."""

    ref: str
    text: str
    type: str
    base: int
    version: int = 1
    activity: str = ""
    hint: str = ""
    why: str = ""
    required: bool = False
    several: bool = False
    not_answered: int | None = None
    routing: str = ""
    results: tuple[Result, ...] = ()
    texts: int = 0
    mean: float | None = None
    median: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Idea(Said):
    """One idea or statement with its counts; `source_id` is its id in an imported file.

    `came_from` and `became` are the ideas that it was made of and that were made of it. Ticks on paper cards and supports
    counted elsewhere are figures of their own: no people stand behind them here.
    """

    title: str | None = None
    source_id: str | None = None
    prompt: str = ""
    support: int = 0
    agree: int = 0
    disagree: int = 0
    pass_: int = 0
    merged_into: str | None = None
    themes: tuple[str, ...] = ()
    outcome: str = ""
    outcome_reason: str = ""
    requirements: tuple[str, ...] = ()
    came_from: tuple[str, ...] = ()
    became: tuple[str, ...] = ()
    paper_ticks: int = 0
    brought_supports: int = 0

    @property
    def status(self) -> Standing:
        """Published, waiting, hidden, withdrawn or merged: its standing."""
        return self.standing

    @property
    def wilson_low(self) -> float | None:
        """Lower 95 % bound of agree ÷ (agree + disagree + pass), to four places; None without votes."""
        low = wilson_low(self.agree, self.agree + self.disagree + self.pass_)
        return None if low is None else round(low, 4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """An idea board. `people` have added or supported or voted at least once."""

    ref: str
    title: str
    asks: BoardAsks = BoardAsks.IDEAS
    prompts: tuple[str, ...] = ()
    people: int = 0
    opened: date | None = None
    closed: date | None = None
    ideas: tuple[Idea, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Card(Said):
    """One workshop card."""

    dots: int = 0
    paper: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CardGroup:
    """Cards that the room put together, with the dots they got. Dots are not people."""

    ref: str
    title: str
    dots: int = 0
    voters: int = 0
    cards: tuple[Card, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a workshop's agenda and what came out of it."""

    ref: str
    title: str
    kind: StepKind
    prompt: str = ""
    minutes: int | None = None
    people: int = 0
    dots_each: int = 0
    groups: tuple[CardGroup, ...] = ()
    ungrouped: tuple[Card, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """One meeting: who came by role, what was done, what it came to."""

    ref: str
    title: str
    held_on: date | None = None
    place: str = ""
    times: str = ""
    booked: int | None = None
    came: int = 0
    roles: tuple[Count, ...] = ()
    steps: tuple[Step, ...] = ()
    harvest: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """One theme: `people` of `base` who gave any words said it, in `contributions` pieces."""

    ref: str
    title: str
    people: int
    contributions: int
    base: int
    definition: str = ""
    minority: bool = False
    by_source: tuple[Count, ...] = ()
    stances: tuple[Count, ...] = ()
    quotes: tuple[Quote, ...] = ()

    @property
    def figure(self) -> Share:
        """People who said it, of everyone who gave words."""
        return Share(self.people, self.base)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodebookEntry:
    """What belongs under a theme and what does not."""

    ref: str
    title: str
    definition: str = ""
    include: str = ""
    exclude: str = ""
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Dissent:
    """A view held by few, an objection, a petition or an organisation's response."""

    title: str
    text: str = ""
    refs: tuple[str, ...] = ()
    quotes: tuple[Quote, ...] = ()
    reply: str = ""
