"""What an author does with an idea that is on the board: change its words, or take it back with a trace."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update

from codesign.core import chain
from codesign.core.boards import BoardAct
from codesign.core.errors import NotFound, Refused
from codesign.core.moderation import first_standing
from codesign.core.terms import Standing
from codesign.core.text import normalise
from codesign.core.words import N_
from codesign.extensions import db
from codesign.ideas.commands import board_of, open_board
from codesign.ideas.likeness import keep_terms
from codesign.ideas.talk.rows import others_acted
from codesign.ledger import actor_participant, change_words, record, take_back_sending
from codesign.models import Contribution, ContributionVersion, Idea, IdeaBoard, IdeaVersion


@dataclass(frozen=True, slots=True)
class NewWording:
    """Other words for an idea, and the number of the wording that they are to replace."""

    title: str
    text: str
    number: int


class ChangedElsewhere(Refused):
    """The wording on the page is not the newest any more."""


def change_idea(
    project_id: uuid.UUID, board_ref: str, idea_ref: str, wording: NewWording, *, by: uuid.UUID, at: datetime
) -> None:
    """Give one's idea other words. The earlier ones stay to be read once others have acted on them.

    The same words again change nothing. Raises `WrongStage` when the phase allows no change, `ChangedElsewhere` when
    it was changed meanwhile, `NotFound` for another's idea.
    """
    board = open_board(project_id, board_ref, at, BoardAct.CHANGE)
    idea, words = _own(board, idea_ref, by)
    text = normalise(wording.text) or wording.title
    if (wording.title, text) == (idea.title, words.text):
        return
    if words.standing is Standing.MERGED:
        raise Refused(N_("This idea is now part of another one. Its words stay as they are."))
    number = wording_number(words.id)
    if wording.number != number:
        raise ChangedElsewhere(N_("You changed this idea in another window. Check your words, then save them again."))
    before, line = words.standing, idea.title
    version = change_words(words, text, by=actor_participant(by), at=at, always=True)
    # Asked once the chain is locked: whoever acted on the idea before is in the database by now, nobody acts meanwhile.
    seen = before is Standing.PUBLISHED and others_acted(idea.id, by)
    if before is Standing.HIDDEN:
        # What a moderator took down never comes back as an earlier wording.
        db.session.execute(update(IdeaVersion).where(IdeaVersion.idea_id == idea.id).values(shown=False))
    db.session.add(IdeaVersion(idea_id=idea.id, number=number, title=line, shown=seen, at=at))
    idea.title = wording.title
    words.standing = _standing(board, before, f"{wording.title}\n{text}\n{words.shown_words}")
    words.moderation_reason, words.moderation_note = None, ""
    db.session.flush()
    keep_terms(idea.id)
    record(
        "idea_changed",
        idea,
        project_id=project_id,
        by=actor_participant(by),
        at=at,
        digest=chain.salted_digest(version.salt or b"", wording.title) if version else "",
        details={"idea": idea.ref, "version": number + 1, "seen": seen, "standing": words.standing.value},
    )


def take_back_idea(project_id: uuid.UUID, board_ref: str, idea_ref: str, *, by: uuid.UUID, at: datetime) -> None:
    """Take one's idea back, at any time: its words go, supports and replies stay counted as having been there.

    Does what the receipt's way back does. Twice changes nothing. Raises `NotFound`, `Refused`.
    """
    board = board_of(project_id, board_ref)
    _, words = _own(board, idea_ref, by, withdrawn=True)
    take_back_sending(words.submission_id, at=at)


def wording_number(contribution_id: uuid.UUID) -> int:
    """The number of the newest wording."""
    newest = select(func.max(ContributionVersion.number)).where(ContributionVersion.contribution_id == contribution_id)
    return db.session.scalar(newest) or 0


def _standing(board: IdeaBoard, before: Standing, words: str) -> Standing:
    """Words that waited or were hidden wait for a person; others as on their first day."""
    return first_standing(board.moderation, words) if before is Standing.PUBLISHED else Standing.WAITING


def _own(board: IdeaBoard, idea_ref: str, by: uuid.UUID, *, withdrawn: bool = False) -> tuple[Idea, Contribution]:
    row = db.session.execute(
        select(Idea, Contribution)
        .join(Contribution, Idea.contribution_id == Contribution.id)
        .where(Idea.board_id == board.id, Idea.ref == idea_ref, Contribution.participant_id == by)
        .with_for_update(of=Contribution)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None or (row[1].standing is Standing.WITHDRAWN and not withdrawn):
        raise NotFound("There is no such idea of yours on this board.")
    return row[0], row[1]
