"""The selections that reshaping shares: which ideas came from which, and what the rules ask of an idea."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, select, union
from sqlalchemy.orm import aliased

from codesign.core.errors import NotFound
from codesign.core.heard import COUNTED_SENDINGS, READABLE_STANDINGS
from codesign.core.reshaping import Lineage, PartFacts
from codesign.core.terms import ReshapingState, ShownAs
from codesign.extensions import db
from codesign.ideas.reshaping.shapes import IdeaWords
from codesign.ideas.staff_author import staff_digest
from codesign.models import (
    Contribution,
    Idea,
    IdeaBoard,
    IdeaLineage,
    Participant,
    Reshaping,
    ReshapingPart,
    Submission,
    Support,
)


def lineage_before(ideas: Collection[uuid.UUID]) -> Lineage[uuid.UUID]:
    """What these ideas came from, however far back. One query."""
    first = select(IdeaLineage.from_id, IdeaLineage.into_id).where(IdeaLineage.into_id.in_(ideas))
    walk = first.cte("before", recursive=True)
    further = select(IdeaLineage.from_id, IdeaLineage.into_id).join(walk, IdeaLineage.into_id == walk.c.from_id)
    walk = walk.union(further)
    return Lineage((row.from_id, row.into_id) for row in db.session.execute(select(walk)))


def lineage_after(ideas: Collection[uuid.UUID]) -> Lineage[uuid.UUID]:
    """What came from these ideas, however far on. One query."""
    first = select(IdeaLineage.from_id, IdeaLineage.into_id).where(IdeaLineage.from_id.in_(ideas))
    walk = first.cte("after", recursive=True)
    further = select(IdeaLineage.from_id, IdeaLineage.into_id).join(walk, IdeaLineage.from_id == walk.c.into_id)
    walk = walk.union(further)
    return Lineage((row.from_id, row.into_id) for row in db.session.execute(select(walk)))


def people_behind(ideas: Collection[uuid.UUID]) -> int:
    """How many people wrote or support at least one of these ideas, each counted once. One query.

    Staff's own wordings, authors who took their words back and supports that were taken back count for nobody.
    """
    supporters = select(Support.participant_id).where(Support.idea_id.in_(ideas))
    authors = (
        select(Contribution.participant_id)
        .join(Idea, Idea.contribution_id == Contribution.id)
        .join(Submission, Contribution.submission_id == Submission.id)
        .where(
            Idea.id.in_(ideas),
            Contribution.standing.in_(READABLE_STANDINGS),
            Submission.state.in_(COUNTED_SENDINGS),
        )
    )
    people = union(supporters, authors).subquery()
    return db.session.scalar(select(func.count()).select_from(people)) or 0


def words_of(ideas: Collection[uuid.UUID]) -> dict[uuid.UUID, IdeaWords]:
    """The words of ideas, in whatever standing; empty where they are hidden, waiting or taken back. One query."""
    if not ideas:
        return {}
    return {row.id: idea_words(row) for row in db.session.execute(worded().where(Idea.id.in_(ideas)))}


def worded() -> Select[*tuple[Any, ...]]:
    """Ideas with what `idea_words` reads."""
    return select(
        Idea.id,
        Idea.ref,
        Idea.title,
        Contribution.text,
        Contribution.language,
        Contribution.standing,
        Contribution.shown_as,
        Contribution.shown_words,
        Contribution.participant_id,
    ).join(Contribution, Idea.contribution_id == Contribution.id)


def idea_words(row: Any) -> IdeaWords:
    """One idea as both texts side by side show it."""
    shown = row.standing in READABLE_STANDINGS
    return IdeaWords(
        ref=row.ref,
        title=row.title if shown else "",
        text=row.text if shown and row.text != row.title else "",
        language=row.language,
        who=row.shown_words if shown and row.shown_as is not ShownAs.NOTHING else "",
        standing=row.standing,
    )


def found_parts(
    board: IdeaBoard, refs: Sequence[str], *, lock: bool = False
) -> dict[str, tuple[Idea, Contribution, PartFacts]]:
    """Ideas of a board by reference with what the rules ask of them. One query. `lock` holds their words as they are."""
    into, part, proposal = aliased(Idea), aliased(ReshapingPart), aliased(Reshaping)
    part_of = (
        select(func.min(into.ref))
        .join(IdeaLineage, IdeaLineage.into_id == into.id)
        .where(IdeaLineage.from_id == Idea.id)
        .scalar_subquery()
    )
    proposed_in = (
        select(func.min(proposal.ref))
        .join(part, part.reshaping_id == proposal.id)
        .where(part.idea_id == Idea.id, proposal.state == ReshapingState.PROPOSED)
        .scalar_subquery()
    )
    wanted = (
        select(Idea, Contribution, Participant.key_digest, part_of, proposed_in)
        .join(Contribution, Idea.contribution_id == Contribution.id)
        .join(Participant, Contribution.participant_id == Participant.id)
        .where(Idea.board_id == board.id, Idea.ref.in_(refs))
    )
    rows = db.session.execute(_held(wanted) if lock else wanted).all()
    return {
        idea.ref: (
            idea,
            words,
            PartFacts(
                ref=idea.ref,
                standing=words.standing,
                part_of=of or "",
                proposed_in=proposed or "",
                asked=can_be_asked(board, key),
            ),
        )
        for idea, words, key, of, proposed in rows
    }


def can_be_asked(board: IdeaBoard, key_digest: str | None) -> bool:
    """Whether an author has a browser of their own: nobody can ask who came from a file, and staff need not ask staff."""
    return key_digest is not None and key_digest != staff_digest(board)


def parts_of(
    board: IdeaBoard, reshaping_id: uuid.UUID, *, lock: bool = False
) -> list[tuple[Idea, Contribution, PartFacts]]:
    """The ideas that a proposal takes up, in the order of their references, each with its author's view. One query."""
    wanted = (
        select(Idea, Contribution, Participant.key_digest, ReshapingPart.view)
        .join(ReshapingPart, ReshapingPart.idea_id == Idea.id)
        .join(Contribution, Idea.contribution_id == Contribution.id)
        .join(Participant, Contribution.participant_id == Participant.id)
        .where(ReshapingPart.reshaping_id == reshaping_id)
        .order_by(Idea.ref)
    )
    rows = db.session.execute(_held(wanted) if lock else wanted).all()
    return [
        (
            idea,
            words,
            PartFacts(ref=idea.ref, standing=words.standing, asked=can_be_asked(board, key), view=view),
        )
        for idea, words, key, view in rows
    ]


def _held(wanted: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """The same, held against authors who take words back and moderators who hide them until we are done."""
    return wanted.with_for_update(of=Contribution).execution_options(populate_existing=True)


def one_proposal(board_id: uuid.UUID, ref: str, *, lock: bool = False) -> Reshaping:
    """A proposal of a board. Raises `NotFound`."""
    wanted = select(Reshaping).where(Reshaping.board_id == board_id, Reshaping.ref == ref)
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found = db.session.scalar(wanted)
    if found is None:
        raise NotFound("There is no such proposal on this board.")
    return found


def locked(board: IdeaBoard) -> None:
    """Let one person at a time propose and settle on a board. Residents are not held up by it."""
    table = IdeaBoard.__table__
    # FOR NO KEY UPDATE: new ideas point to the board's row, and their lock is the weaker one.
    db.session.execute(select(table.c.id).where(table.c.id == board.id).with_for_update(key_share=True))


def local_day(board: IdeaBoard, at: datetime) -> date:
    """The date on the board's clock."""
    return at.astimezone(ZoneInfo(board.zone)).date()
