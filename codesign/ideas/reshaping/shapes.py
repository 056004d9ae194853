"""What the pages of reshaping are given: frozen view models, no rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from codesign.core.terms import BoardAsks, PartView, ReshapingKind, ReshapingState, Standing
from codesign.core.words import Sentence


@dataclass(frozen=True, slots=True)
class Wording:
    """A new idea as staff worded it."""

    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReshapingDraft:
    """A proposal as staff typed it. `into` is the reference of an idea that is there, for a merge without new words."""

    kind: ReshapingKind
    ideas: tuple[str, ...]
    into: str
    results: tuple[Wording, ...]
    reason: str
    answer_by: date


@dataclass(frozen=True, slots=True, kw_only=True)
class IdeaWords:
    """One idea with its words; they are empty unless others may read them. `ref` is empty for one not yet made."""

    ref: str
    title: str
    text: str
    language: str = ""
    who: str = ""
    standing: Standing = Standing.PUBLISHED

    @property
    def shown(self) -> bool:
        return bool(self.title)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenProposal:
    """What residents see of an open proposal on the page of an idea. `mine`: its author looks."""

    ref: str
    kind: ReshapingKind
    reason: str
    answer_by: date
    idea: IdeaWords
    others: tuple[IdeaWords, ...]
    results: tuple[IdeaWords, ...]
    mine: bool
    view: PartView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Became:
    """An idea that this one became part of."""

    result: IdeaWords
    kind: ReshapingKind
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """An idea that a person supports and that became part of others: both texts. `kept`: they let their support stay."""

    idea: IdeaWords
    results: tuple[IdeaWords, ...]
    kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """One time that ideas went into this one: which, how, when and why."""

    kind: ReshapingKind
    reason: str
    at: datetime
    parts: tuple[IdeaWords, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What an idea came from. `people` stand behind all its parts and itself, each once; `supports` are its own."""

    makings: tuple[Making, ...]
    people: int
    supports: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OnIdea:
    """What reshaping has to say on the page of one idea."""

    proposal: OpenProposal | None = None
    part_of: tuple[Became, ...] = ()
    move: Move | None = None
    made: Made | None = None

    def __bool__(self) -> bool:
        return bool(self.proposal or self.part_of or self.made)


NOTHING = OnIdea()


@dataclass(frozen=True, slots=True, kw_only=True)
class OnBoard:
    """What reshaping asks of one person on a board: about ideas of theirs, and about supports of theirs."""

    asked: tuple[IdeaWords, ...] = ()
    moves: tuple[Move, ...] = ()


@dataclass(frozen=True, slots=True)
class BoardHead:
    """What the staff pages say of the board. `today` is on its clock."""

    ref: str
    title: str
    asks: BoardAsks
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffPart:
    """One part of a proposal, for staff. `asked`: its author has a browser that can be asked."""

    idea: IdeaWords
    view: PartView | None
    asked: bool
    supports: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalLine:
    """One proposal in the list."""

    ref: str
    kind: ReshapingKind
    state: ReshapingState
    parts: int
    agreed: int
    objected: int
    answer_by: date
    proposed_at: datetime
    proposed_by: str
    over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalPage:
    """One proposal for staff. `not_yet` says why it cannot be made now; `made` are the ideas that came of it."""

    line: ProposalLine
    reason: str
    parts: tuple[StaffPart, ...]
    results: tuple[IdeaWords, ...]
    into: IdeaWords | None
    made: tuple[IdeaWords, ...]
    not_yet: Sentence | None
    settled_at: datetime | None
    settled_by: str
    settled_reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """One idea to tick in the list."""

    ref: str
    title: str
    excerpt: str
    supports: int
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PickPage:
    """Ideas to take up: those ticked, those found, and those most like the ticked ones."""

    picked: tuple[Pick, ...]
    found: tuple[Pick, ...]
    like: tuple[Pick, ...] = field(default=())
    page: int = 1
    more: bool = False
