"""Ticks counted on paper cards, typed in and taken back. They are numbers of one place and day, never people."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from codesign.core.errors import NotFound, Refused
from codesign.core.terms import Standing
from codesign.core.words import N_, Sentence
from codesign.extensions import db
from codesign.ideas.boards import staff_board
from codesign.ledger import actor_person, record
from codesign.models import Contribution, Idea, IdeaBoard, PaperTally

MOST_TICKS = 500
"""On one card in one place on one day; more is a slip of the finger."""

COUNTABLE = (Standing.PUBLISHED, Standing.MERGED)
"""Merged ideas too: their cards may still hang on a wall, and an original keeps what it is given."""


@dataclass(frozen=True, slots=True)
class TallyRow:
    """One line as typed: the reference in the form it is kept in, the ticks, and whether a second entry is meant."""

    number: int
    ref: str
    ticks: int
    again: bool = False


class WrongRows(Refused):
    """Lines that cannot be kept yet, by their number; those in `twice` only wait for a yes."""

    def __init__(self, wrong: Mapping[int, Sentence], twice: frozenset[int]) -> None:
        super().__init__(N_("Check the rows that are marked."))
        self.wrong = wrong
        self.twice = twice


def type_in(
    project_id: uuid.UUID,
    board_ref: str,
    place: str,
    counted_on: date,
    rows: Sequence[TallyRow],
    *,
    by: uuid.UUID,
    at: datetime,
) -> int:
    """Keep every line, or none; how many ticks they have. Raises `NotFound` and `WrongRows`."""
    board = staff_board(project_id, board_ref)
    # Two people typing the same pile come one after the other: the second is asked.
    db.session.scalar(select(IdeaBoard.id).where(IdeaBoard.id == board.id).with_for_update())
    ideas = _countable(board.id, [row.ref for row in rows])
    there = _there(place, counted_on, [idea.id for idea in ideas.values() if idea])
    wrong: dict[int, Sentence] = {}
    twice: set[int] = set()
    above: dict[str, int] = {}
    for row in rows:
        idea = ideas.get(row.ref)
        if row.ref not in ideas:
            wrong[row.number] = Sentence(N_("No idea is called %(ref)s. Look at the card again."), {"ref": row.ref})
        elif idea is None:
            wrong[row.number] = Sentence(
                N_("%(ref)s is not shown on the board any more. Leave it out."), {"ref": row.ref}
            )
        elif not 1 <= row.ticks <= MOST_TICKS:
            wrong[row.number] = Sentence(N_("Type the ticks of %(ref)s as a number from 1 to 500."), {"ref": row.ref})
        elif not row.again and idea.id in there:
            wrong[row.number] = Sentence(
                N_("Already typed for this place and day: %(ref)s, %(ticks)s. Tick to add these too."),
                {"ref": row.ref, "ticks": there[idea.id]},
            )
            twice.add(row.number)
        elif not row.again and row.ref in above:
            wrong[row.number] = Sentence(
                N_("%(ref)s is in row %(row)s too. Tick to add both."), {"ref": row.ref, "row": above[row.ref]}
            )
            twice.add(row.number)
        above.setdefault(row.ref, row.number)
    if wrong:
        raise WrongRows(wrong, frozenset(twice))
    for row in rows:
        idea = ideas[row.ref]
        assert idea is not None
        tally = PaperTally(
            idea_id=idea.id, place=place, counted_on=counted_on, ticks=row.ticks, keyed_at=at, keyed_by_id=by
        )
        db.session.add(tally)
        db.session.flush()
        record(
            "ticks_typed_in",
            tally,
            project_id=project_id,
            by=actor_person(by),
            at=at,
            details={"board": board.ref, "idea": idea.ref, "ticks": row.ticks, "on": counted_on.isoformat()},
        )
    return sum(row.ticks for row in rows)


def take_back(
    project_id: uuid.UUID, board_ref: str, tally: uuid.UUID, reason: str, *, by: uuid.UUID, at: datetime
) -> None:
    """Take one entry out of every total; it stays, with its reason on the chain. Raises `NotFound`, `Refused`."""
    board = staff_board(project_id, board_ref)
    found = db.session.execute(
        select(PaperTally, Idea.ref)
        .join(Idea, PaperTally.idea_id == Idea.id)
        .where(PaperTally.id == tally, Idea.board_id == board.id)
        .with_for_update(of=PaperTally)
    ).one_or_none()
    if found is None:
        raise NotFound("There is no such entry on this board.")
    row, idea_ref = found
    if not reason:
        raise Refused(N_("Say why you take it back."))
    if row.withdrawn_at is not None:
        return
    row.withdrawn_at = at
    record(
        "ticks_taken_back",
        row,
        project_id=project_id,
        by=actor_person(by),
        at=at,
        details={"board": board.ref, "idea": idea_ref, "ticks": row.ticks, "reason": reason},
    )


def _countable(board_id: uuid.UUID, refs: Sequence[str]) -> dict[str, Idea | None]:
    """The ideas of these references; None for one that is on the board but not shown."""
    found = db.session.execute(
        select(Idea, Contribution.standing)
        .join(Contribution, Idea.contribution_id == Contribution.id)
        .where(Idea.board_id == board_id, Idea.ref.in_(refs))
    )
    return {idea.ref: idea if standing in COUNTABLE else None for idea, standing in found}


def _there(place: str, counted_on: date, ideas: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    """Ticks that are kept already for these ideas in this place on this day."""
    rows = db.session.execute(
        select(PaperTally.idea_id, PaperTally.place, PaperTally.ticks).where(
            PaperTally.idea_id.in_(ideas), PaperTally.counted_on == counted_on, PaperTally.withdrawn_at.is_(None)
        )
    )
    found: dict[uuid.UUID, int] = {}
    for idea_id, where, ticks in rows:
        if where.casefold() == place.casefold():
            found[idea_id] = found.get(idea_id, 0) + ticks
    return found
