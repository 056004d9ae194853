"""What the page of one idea, its talk and the list of followed ideas are given: frozen view models, no rows."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from codesign.core.terms import ReplyKind, Standing
from codesign.ideas.shapes import BoardFacts, IdeaCard, OwnWords


@dataclass(frozen=True, slots=True)
class Quoted:
    """The reply that another one answers: its code and how it begins; no words where it is no longer shown."""

    code: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One reply. `own` is set for one that only its author sees; `gone` for one that left only its place.

    `to` is set where it answers another reply than the first of its thread.
    """

    code: str
    kind: ReplyKind
    text: str
    language: str
    said_at: datetime
    days_ago: int
    mine: bool
    own: OwnWords | None
    gone: Standing | None
    to: Quoted | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A first reply and what was replied under it, oldest first. `more` replies are not on this page."""

    first: Reply
    replies: tuple[Reply, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One wording of an idea that others have seen, until `until`; None for the one of now."""

    number: int
    title: str
    text: str
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IdeaPage:
    """One idea with a page of its talk.

    `own` is set when only its author sees it. `changed_at` is when words that others had seen were last replaced, and
    `changed_since` says that this was after the person who looks had supported it. `to` is the reply being answered.
    """

    id: uuid.UUID
    board: BoardFacts
    code: str
    idea: IdeaCard
    language: str
    standing: Standing
    own: OwnWords | None
    is_author: bool
    changed_at: datetime | None
    changed_since: bool
    follows: bool
    threads: tuple[Thread, ...]
    page: int
    more: bool
    to: Quoted | None

    @property
    def takes_replies(self) -> bool:
        return self.board.talks and self.standing is Standing.PUBLISHED

    @property
    def takes_change(self) -> bool:
        return self.is_author and self.board.changes and self.standing is not Standing.MERGED


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What is left to see of an idea that its author took back, or that is read again after a change.

    `supports` people had supported it; `own` is for its author.
    """

    board: BoardFacts
    ref: str
    taken_back_at: datetime | None
    supports: int | None
    replies: int
    own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadPage:
    """One thread, a page of its replies."""

    board: BoardFacts
    idea_ref: str
    title: str
    takes_replies: bool
    thread: Thread
    page: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wordings:
    """What an idea said before, newest first, beginning with what it says now."""

    board: BoardFacts
    ref: str
    wordings: tuple[Wording, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnIdea:
    """An idea as its author changes it or takes it back. `number` is of the wording that the page shows."""

    board: BoardFacts
    ref: str
    title: str
    text: str
    number: int
    standing: Standing
    seen_by_others: bool
    supports: int
    replies: int


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What happened to one idea since a moment."""

    board_ref: str
    ref: str
    title: str
    replies: int
    answers: int
    changed: bool
    answered: bool
    reshaped: bool
    taken_back: bool
    follows: bool = True

    @property
    def anything(self) -> bool:
        return bool(self.replies or self.answers or self.changed or self.answered or self.reshaped or self.taken_back)


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowingPage:
    """The ideas that a person follows in a project, those with news first.

    `changed` are ideas they support, do not follow, and whose words changed since. `mail` is "", "asked" or "on".
    """

    ideas: tuple[News, ...]
    changed: tuple[News, ...]
    mail: str
    page: int
    more: bool

    @property
    def with_news(self) -> int:
        return sum(1 for each in self.ideas if each.anything)
