"""Which ideas are printed as cards: only words that the board shows."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import func, select

from codesign.core.errors import Refused
from codesign.core.terms import Standing
from codesign.core.text import excerpt
from codesign.core.words import N_, Sentence
from codesign.extensions import db
from codesign.ideas.boards import staff_board
from codesign.models import Contribution, Idea, IdeaBoard, Prompt
from codesign.renderers.cards import Card

AT_ONCE = 200
"""Cards in one file: fifty sheets, some seconds of work."""

CARD_LETTERS = 420
"""More than this does not fit on A6 beside the boxes; the square code leads to the rest."""


PROMPT_LETTERS = 90
"""Two lines of small letters."""


class Which(StrEnum):
    """How staff say which cards they want."""

    ALL = "all"
    PROMPT = "prompt"
    MOST = "most"
    REFS = "refs"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The ideas to print: `part` counts from 1 in steps of 200, `many` is of the most supported."""

    which: Which = Which.ALL
    part: int = 1
    prompt: int = 0
    many: int = 20
    refs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Printing:
    """The cards to print and the board they are of; `made_at` is midnight, so that a day's cards are the same bytes."""

    title: str
    cards: tuple[Card, ...]
    made_at: datetime


class UnknownRefs(Refused):
    """Some references name no idea that the board shows. `sentence` says which."""

    def __init__(self, refs: Sequence[str]) -> None:
        self.sentence = Sentence(
            N_("The board shows no idea called %(refs)s. Check the references."), {"refs": ", ".join(refs[:10])}
        )
        super().__init__(str(self.sentence))


def to_print(project_id: uuid.UUID, board_ref: str, chosen: Chosen, *, at: datetime) -> Printing:
    """The cards that staff chose. Raises `NotFound`, and `Refused` when there are none."""
    board = staff_board(project_id, board_ref)
    query = (
        select(Idea.ref, Idea.title, Contribution.text, Contribution.language, Prompt.text.label("prompt"))
        .join(Contribution, Idea.contribution_id == Contribution.id)
        .outerjoin(Prompt, Idea.prompt_id == Prompt.id)
        .where(Idea.board_id == board.id, Contribution.standing == Standing.PUBLISHED)
    )
    if chosen.which is Which.PROMPT:
        query = query.where(Prompt.position == chosen.prompt)
    if chosen.which is Which.REFS:
        query = query.where(Idea.ref.in_(chosen.refs))
    if chosen.which is Which.MOST:
        query = query.order_by(Idea.supports.desc(), Idea.ref).limit(min(chosen.many, AT_ONCE))
    else:
        first = (max(chosen.part, 1) - 1) * AT_ONCE
        query = query.order_by(func.length(Idea.ref), Idea.ref).limit(AT_ONCE).offset(first)
    cards = tuple(
        Card(
            row.ref,
            row.title,
            str(excerpt(row.text, "", CARD_LETTERS)) if row.text != row.title else "",
            str(excerpt(row.prompt or "", "", PROMPT_LETTERS)),
            row.language,
        )
        for row in db.session.execute(query)
    )
    missing = [ref for ref in chosen.refs if ref not in {card.ref for card in cards}]
    if chosen.which is Which.REFS and missing:
        raise UnknownRefs(missing)
    if not cards:
        raise Refused(N_("There is no idea to print here yet."))
    midnight = at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return Printing(board.title, cards, midnight)


def read_refs(typed: str) -> tuple[str, ...]:
    """References as they are typed, in the form they are kept in: "42, i-7" is I-0042 and I-0007."""
    found = (read_ref(part) for part in re.split(r"[\s,;]+", typed) if part)
    return tuple(dict.fromkeys(found))


def read_ref(typed: str) -> str:
    """One reference as it is typed: without its letter, its dash or its noughts it is the same; else as it stands."""
    folded = re.sub(r"\s+", "", typed).upper()
    digits = re.fullmatch(r"(?:I[-–—]?)?([0-9]{1,9})", folded)
    return f"I-{int(digits.group(1)):04d}" if digits else folded[:12]


def shown_ideas(board: IdeaBoard) -> int:
    """How many ideas a board shows."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Idea)
            .join(Contribution, Idea.contribution_id == Contribution.id)
            .where(Idea.board_id == board.id, Contribution.standing == Standing.PUBLISHED)
        )
        or 0
    )
