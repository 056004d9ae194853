"""What the pages of a new idea are given: frozen view models, no rows."""

from __future__ import annotations

from dataclasses import dataclass

from codesign.core.terms import BoardAsks, Consent, ContributionKind, ShownAs
from codesign.ideas.shapes import BoardFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPhoto:
    """The photo of an idea not yet sent; `key` changes with the photo."""

    key: str
    alt: str
    width: int | None
    height: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Like:
    """An idea like one's own; `supports` only where the board shows totals now."""

    ref: str
    title: str
    line: str
    supports: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPage:
    """An idea not yet sent, and what the pages of the journey offer.

    `areas` are (code, name); `area` is the code chosen; `point` is written as in the form, "" without one.
    """

    board: BoardFacts
    begun: bool
    key: str
    title: str
    text: str
    photo: DraftPhoto | None
    place_asked: bool
    area: str
    point: str
    place_words: str
    shown_as: ShownAs | None
    shown_words: str
    consent: Consent | None
    prompt: tuple[int, str] | None
    areas: tuple[tuple[str, str], ...]
    has_map: bool

    @property
    def steps(self) -> tuple[str, ...]:
        """The pages of this board's journey in turn."""
        idea = self.board.asks is not BoardAsks.STATEMENTS
        photo = ("photo",) if self.board.takes_photos and idea else ()
        place = ("place",) if self.board.asks_place and idea else ()
        return ("line", "more", *photo, *place, "shown", "use", "check")

    @property
    def area_name(self) -> str:
        return dict(self.areas).get(self.area, "")

    @property
    def missing(self) -> str | None:
        """The first page that must be answered before sending and is not; None when all are."""
        done = {
            "line": bool(self.title),
            "photo": self.photo is None or bool(self.photo.alt),
            "place": self.place_asked,
            "shown": self.shown_as is not None,
            "use": self.consent is not None,
        }
        return next((step for step in self.steps if not done.get(step, True)), None)

    def before(self, step: str) -> str | None:
        """The page before a page; None before the first."""
        place = self.steps.index(step)
        return self.steps[place - 1] if place else None

    def after(self, step: str) -> str:
        return self.steps[self.steps.index(step) + 1]


@dataclass(frozen=True, slots=True, kw_only=True)
class SentPage:
    """A person's own sending: the code that leads back to it, and whether it waits for a reader."""

    board: BoardFacts
    receipt: str
    kind: ContributionKind
    idea_ref: str
    title: str
    waiting: bool
