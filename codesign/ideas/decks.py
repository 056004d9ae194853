"""The fair mix of a board: decks of its published ideas, the one a visit keeps to, and counting what was shown."""

from __future__ import annotations

import json
import threading
import time
import uuid
import zlib
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import islice
from typing import Any, Final

from sqlalchemy import bindparam, delete, select, update

from codesign.core.fairmix import Dealer, Deck, make_deck
from codesign.core.terms import Standing
from codesign.extensions import db
from codesign.ideas.shapes import BoardFacts
from codesign.models import Area, Codebook, Coding, Contribution, FairDeck, Idea, IdeaBoard, Theme

FRESH: Final = timedelta(minutes=1)
"""A deck is made anew at the first look after this; on a board of more than 6,000 ideas after a second for each hundred."""

LACKING: Final = timedelta(seconds=10)
"""After this it is made anew already when ideas were published since."""

STALE: Final = timedelta(minutes=10)
"""After this a board is quiet: a visit that begins looks at the rows themselves, and few looks are to be expected."""

KEPT: Final = timedelta(days=1)
MOST_KEPT: Final = 120
FEWEST_LOOKS: Final = 120  # ten pages
AT_ONCE: Final = 30  # ideas that one page can have shown
LATE: Final = 200
_MARGIN: Final = timedelta(minutes=1)  # between the clock of a write and its commit
_BIG: Final = 500
_BIG_SECONDS: Final = 30.0

dealer = Dealer()


@dataclass(frozen=True, slots=True)
class Pin:
    """The deck that a visit keeps to on one board, and where it cuts it."""

    number: int
    cut: float


@dataclass(frozen=True, slots=True)
class Group:
    """The ideas of one theme or area, by their places in the deck; `key` stands in addresses."""

    key: str
    title: str
    places: frozenset[int]


@dataclass(slots=True, eq=False)
class Snapshot:
    """A deck with its ideas and how they are grouped, at one moment. Never changed; `_found` keeps what was worked out."""

    board_id: uuid.UUID
    number: int
    made_at: datetime
    ids: str  # 32 letters an idea
    deck: Deck
    themes: tuple[Group, ...]
    areas: tuple[Group, ...]
    looks: int  # of all its ideas, when it was made
    stored: bool
    _found: dict[Any, Any] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return len(self.ids) // 32

    def name(self, place: int) -> str:
        return self.ids[32 * place : 32 * place + 32]

    @property
    def places(self) -> dict[str, int]:
        if "places" not in self._found:
            self._found["places"] = {self.name(place): place for place in range(self.total)}
        found: dict[str, int] = self._found["places"]
        return found

    def packed(self) -> bytes:
        """What `stored_deck` reads."""
        groups = [[[g.key, g.title, sorted(g.places)] for g in kind] for kind in (self.themes, self.areas)]
        value = {"ids": self.ids, "circle": self.deck.circle, "rest": self.deck.rest, "looks": self.looks}
        return zlib.compress(json.dumps({**value, "groups": groups}, separators=(",", ":")).encode(), 3)


@dataclass(frozen=True, slots=True)
class Mix:
    """What one visit's list is drawn from: its own deck for the order, the newest for what is there, late ideas behind."""

    own: Snapshot
    newest: Snapshot
    cut: float
    late: tuple[tuple[str, frozenset[str], str | None], ...]  # (idea, themes, area) published since the newest

    @property
    def pin(self) -> Pin:
        return Pin(self.own.number, self.cut)

    @property
    def total(self) -> int:
        return self.newest.total + len(self.late)

    def theme_of(self, idea: uuid.UUID) -> str | None:
        """The first theme of an idea, in their order."""
        place = self.newest.places.get(idea.hex)
        if place is not None:
            return next((theme.key for theme in self.newest.themes if place in theme.places), None)
        late = next((themes for name, themes, _ in self.late if name == idea.hex), frozenset[str]())
        return next((theme.key for theme in self.newest.themes if theme.key in late), None)

    def themes(self) -> list[tuple[str, str, int]]:
        """(reference, title, ideas) of each theme of the project, in their order."""
        return [(g.key, g.title, len(g.places) + sum(g.key in one[1] for one in self.late)) for g in self.newest.themes]

    def areas(self) -> list[tuple[str, str, int]]:
        """(code, name, ideas) of each area that has ideas."""
        return [(g.key, g.title, len(g.places) + sum(g.key == one[2] for one in self.late)) for g in self.newest.areas]

    def shown(self, theme: str, area: str) -> int:
        """How many ideas the filters leave."""
        deck, tail = self._chosen(theme, area)
        return deck.size + len(tail) + len(self._late(theme, area))

    def page(self, theme: str, area: str, start: int, size: int) -> list[uuid.UUID]:
        """The ideas from `start` on, in this visit's order."""
        deck, tail = self._chosen(theme, area)
        of_deck = deck.size
        names = [self.own.name(place) for place in deck.page(self.cut, start, size)] if start < of_deck else []
        behind = [*tail, *self._late(theme, area)]
        first = max(start - of_deck, 0)
        names += behind[first : first + size - len(names)]
        return [uuid.UUID(name) for name in names]

    def _late(self, theme: str, area: str) -> list[str]:
        return [
            name for name, themes, where in self.late if (not theme or theme in themes) and (not area or area == where)
        ]

    def _chosen(self, theme: str, area: str) -> tuple[Deck, tuple[str, ...]]:
        """This visit's deck with the ideas that the filters leave, and those the newest has beyond it."""
        if self.own is self.newest and not theme and not area:
            return self.own.deck, ()
        key, kept = (self.own.number, theme, area), self.newest._found
        if key not in kept:
            if len(kept) > 64:
                kept.clear()
            kept[key] = self._choose(theme, area)
        found: tuple[Deck, tuple[str, ...]] = kept[key]
        return found

    def _choose(self, theme: str, area: str) -> tuple[Deck, tuple[str, ...]]:
        newest = self.newest
        places: Iterable[int] = range(newest.total)
        for kind, wanted in ((newest.themes, theme), (newest.areas, area)):
            if wanted:
                group = next((g.places for g in kind if g.key == wanted), frozenset[int]())
                places = [place for place in places if place in group]
        if self.own is newest:
            return newest.deck.only(frozenset(places)), ()
        names = [newest.name(place) for place in places]
        own = self.own.places
        return (
            self.own.deck.only({own[name] for name in names if name in own}),
            tuple(name for name in names if name not in own),
        )


def mix_of(board: BoardFacts, pin: Pin | None, at: datetime) -> Mix:
    """What this visit's list is drawn from. `pin` is what the visit kept from an earlier page; keep `Mix.pin` of the answer.

    One query for late ideas; one more for decks that this process has not read; two for a board whose deck is not there
    or stale: then the deck that would be made now is used, and the look at it makes just that one.
    """
    numbers = {board.deck_number, min(pin.number, board.deck_number) if pin else 0} - {0}
    known = stored_decks(board.id, numbers)
    newest = known.get(board.deck_number)
    if newest is None or at - newest.made_at > STALE:
        newest = _live(board.id, board.deck_number + 1, newest, at)
    own = known.get(pin.number) if pin else None
    if own is None and pin is not None and pin.number == newest.number:
        own = newest
    if own is None or pin is None:
        return Mix(newest, newest, dealer.cut(), _late_ideas(newest))
    return Mix(own, newest, pin.cut, _late_ideas(newest))


class _Kept:
    """The newest of something in this process, the least used first to go. `seconds`: how long it is good for."""

    def __init__(self, most: int, seconds: float | None = None) -> None:
        self.most, self.seconds = most, seconds
        self.lock = threading.Lock()
        self.held: OrderedDict[Any, tuple[float, Snapshot]] = OrderedDict()

    def get(self, key: Any) -> Snapshot | None:
        with self.lock:
            found = self.held.get(key)
            if found is None or (self.seconds is not None and time.monotonic() - found[0] > self.seconds):
                return None
            self.held.move_to_end(key)
            return found[1]

    def put(self, key: Any, value: Snapshot) -> None:
        with self.lock:
            self.held[key] = (time.monotonic(), value)
            while len(self.held) > self.most:
                self.held.popitem(last=False)


_decks = _Kept(16)
_big_boards = _Kept(4, _BIG_SECONDS)


def stored_decks(board_id: uuid.UUID, numbers: set[int]) -> dict[int, Snapshot]:
    """The decks of these numbers that are still there; read and unpacked once a process."""
    found = {number: held for number in numbers if (held := _decks.get((board_id, number))) is not None}
    missing = numbers - set(found)
    if missing:
        rows = db.session.execute(
            select(FairDeck.number, FairDeck.ideas, FairDeck.made_at).where(
                FairDeck.board_id == board_id, FairDeck.number.in_(missing)
            )
        )
        for number, packed, made_at in rows:
            found[number] = _unpacked(board_id, number, packed, made_at)
            _decks.put((board_id, number), found[number])
    return found


def _unpacked(board_id: uuid.UUID, number: int, packed: bytes, made_at: datetime) -> Snapshot:
    value = json.loads(zlib.decompress(packed))
    themes, areas = (
        tuple(Group(key, title, frozenset(places)) for key, title, places in kind) for kind in value["groups"]
    )
    deck = Deck(tuple(value["circle"]), tuple(map(tuple, value["rest"])))
    return Snapshot(board_id, number, made_at, value["ids"], deck, themes, areas, value["looks"], True)


def _live(board_id: uuid.UUID, number: int, before: Snapshot | None, at: datetime) -> Snapshot:
    """The deck that would be made now, of a board that has none or was quiet."""
    held = _big_boards.get((board_id, number))
    if held is None:
        held = _made_of(board_id, number, before, at)
        if held.total > _BIG:
            _big_boards.put((board_id, number), held)
    return held


def _made_of(board_id: uuid.UUID, number: int, before: Snapshot | None, at: datetime) -> Snapshot:
    """A deck of the rows as they are. Two queries."""
    ideas = db.session.execute(
        select(Idea.id, Idea.seen, Idea.contribution_id, Area.code, Area.name)
        .join(Contribution, Idea.contribution_id == Contribution.id)
        .outerjoin(Area, Idea.area_id == Area.id)
        .where(Idea.board_id == board_id, Contribution.standing == Standing.PUBLISHED)
        .order_by(Idea.id)
    ).all()
    place_of = {row.contribution_id: place for place, row in enumerate(ideas)}
    codings = (
        select(Coding.theme_id, Coding.contribution_id)
        .join(Idea, Idea.contribution_id == Coding.contribution_id)
        .where(Idea.board_id == board_id)
        .subquery()
    )
    coded = db.session.execute(
        select(Theme.ref, Theme.title, codings.c.contribution_id)
        .join(Codebook, Theme.codebook_id == Codebook.id)
        .outerjoin(codings, codings.c.theme_id == Theme.id)
        .where(
            Codebook.project_id == select(IdeaBoard.project_id).where(IdeaBoard.id == board_id).scalar_subquery(),
            Theme.housekeeping.is_(False),
        )
        .order_by(Theme.position, Theme.ref)
    )
    themes: dict[tuple[str, str], set[int]] = {}
    for ref, title, contribution_id in coded:
        of_theme = themes.setdefault((ref, title), set())
        if contribution_id in place_of:
            of_theme.add(place_of[contribution_id])
    areas: dict[tuple[str, str], set[int]] = {}
    for place, row in enumerate(ideas):
        if row.code is not None:
            areas.setdefault((row.code, row.name), set()).add(place)
    seen = [row.seen for row in ideas]
    deck = make_deck(seen, _looks_to_come(seen, before, at), f"{board_id.hex}:{number}")
    return Snapshot(
        board_id,
        number,
        at,
        "".join(row.id.hex for row in ideas),
        deck,
        tuple(Group(*key, frozenset(places)) for key, places in themes.items()),
        tuple(Group(*key, frozenset(areas[key])) for key in sorted(areas, key=lambda key: (key[1], key[0]))),
        sum(seen),
        False,
    )


def _looks_to_come(seen: Sequence[int], before: Snapshot | None, at: datetime) -> int:
    """As many as came in the time of a deck lately: seen while the one before was the newest."""
    if before is None or not before.stored or at - before.made_at > STALE:
        return FEWEST_LOOKS
    passed = max((at - before.made_at).total_seconds(), 1.0)
    rate = max(sum(seen) - before.looks, 0) / passed
    return max(FEWEST_LOOKS, round(rate * _fresh_for(len(seen)).total_seconds()))


def _fresh_for(ideas: int) -> timedelta:
    return max(FRESH, timedelta(seconds=ideas / 100))


def _late_ideas(newest: Snapshot) -> tuple[tuple[str, frozenset[str], str | None], ...]:
    """Ideas published since a stored deck was made, the first first, with their themes and area. One query."""
    if not newest.stored:
        return ()
    since = {"board": newest.board_id, "since": newest.made_at - _MARGIN}
    rows = db.session.execute(_published_since(), since).all()
    late: dict[str, tuple[set[str], str | None]] = {}
    for row in rows:
        if row.id.hex not in newest.places:
            themes, _ = late.setdefault(row.id.hex, (set(), row.code))
            if row.ref:
                themes.add(row.ref)
    return tuple((name, frozenset(themes), area) for name, (themes, area) in late.items())


@lru_cache
def _published_since() -> Any:
    return (
        select(Idea.id, Area.code, Theme.ref)
        .join(Contribution, Idea.contribution_id == Contribution.id)
        .outerjoin(Area, Idea.area_id == Area.id)
        .outerjoin(Coding, Coding.contribution_id == Contribution.id)
        .outerjoin(Theme, Coding.theme_id == Theme.id)
        .where(
            Idea.board_id == bindparam("board"),
            Idea.created_at >= bindparam("since"),
            Contribution.standing == Standing.PUBLISHED,
        )
        .order_by(Idea.created_at, Idea.id)
        .limit(LATE)
    )


def count_looks(board: BoardFacts, refs: Iterable[str], at: datetime) -> int:
    """Count that these ideas were put before somebody: how many of them are published here. Makes a new deck when one is due.

    The deck comes first: whoever read a board without one gets just that deck on their next page.
    """
    if _is_due(board, at):
        _make_next(board, at)
    wanted = sorted(set(islice(refs, AT_ONCE)))
    # Locked in one order, so that two who count the same ideas cannot hold each other up.
    ids = list(
        db.session.scalars(
            select(Idea.id)
            .join(Contribution, Idea.contribution_id == Contribution.id)
            .where(Idea.board_id == board.id, Idea.ref.in_(wanted), Contribution.standing == Standing.PUBLISHED)
            .order_by(Idea.id)
            .with_for_update(of=Idea)
        )
    )
    if ids:
        db.session.execute(
            update(Idea).where(Idea.id.in_(ids)).values(seen=Idea.seen + 1).execution_options(synchronize_session=False)
        )
    return len(ids)


def _is_due(board: BoardFacts, at: datetime) -> bool:
    newest = stored_decks(board.id, {board.deck_number}).get(board.deck_number) if board.deck_number else None
    if newest is None:
        return True
    age = at - newest.made_at
    return age > _fresh_for(newest.total) or (age > LACKING and bool(_late_ideas(newest)))


def _make_next(board: BoardFacts, at: datetime) -> None:
    number = board.deck_number + 1
    claimed = db.session.execute(
        update(IdeaBoard)
        .where(IdeaBoard.id == board.id, IdeaBoard.deck_number == board.deck_number)
        .values(deck_number=number)
        .returning(IdeaBoard.id)
        .execution_options(synchronize_session=False)
    ).first()
    if claimed is None:
        return  # somebody else has just made it
    before = stored_decks(board.id, {board.deck_number}).get(board.deck_number)
    made = _made_of(board.id, number, before, at)
    db.session.add(FairDeck(board_id=board.id, number=number, ideas=made.packed(), made_at=at))
    db.session.execute(
        delete(FairDeck)
        .where(
            FairDeck.board_id == board.id,
            (FairDeck.made_at < at - KEPT) | (FairDeck.number <= number - MOST_KEPT),
            FairDeck.number < number,
        )
        .execution_options(synchronize_session=False)
    )
    db.session.flush()
