"""Everything a resident can do on a board: add an idea, reply, support, vote on a statement."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from codesign.core import chain
from codesign.core.boards import NOT_NOW, BoardAct, permitted
from codesign.core.closing import Closed, Window, require_open
from codesign.core.errors import NotFound, Refused, WrongStage
from codesign.core.moderation import first_standing
from codesign.core.terms import (
    ActivityState,
    BoardAsks,
    Consent,
    ContributionKind,
    ReplyKind,
    ShownAs,
    Standing,
    Vote,
)
from codesign.core.words import N_
from codesign.extensions import db
from codesign.ideas.rows import phases_of
from codesign.ledger import actor_participant, record, said, sending
from codesign.models import (
    Comment,
    Contribution,
    Idea,
    IdeaBoard,
    IdeaDraft,
    Participant,
    Prompt,
    StatementVote,
    Support,
)


@dataclass(frozen=True, slots=True)
class ReplyDraft:
    """A reply as it was typed."""

    text: str
    kind: ReplyKind
    consent: Consent


def keep_line(
    project_id: uuid.UUID, board_ref: str, title: str, prompt: int | None, *, by: uuid.UUID, at: datetime
) -> None:
    """Keep the one line of an idea, not yet sent. `prompt` is the position of the question it answers."""
    board = open_board(project_id, board_ref, at, BoardAct.ADD)
    draft = _draft(board, by)
    if draft is None:
        draft = IdeaDraft(
            board_id=board.id, participant_id=by, key=secrets.token_urlsafe(24), started_at=at, updated_at=at
        )
        db.session.add(draft)
    draft.title, draft.updated_at = title, at
    draft.prompt_id = db.session.scalar(select(Prompt.id).where(Prompt.board_id == board.id, Prompt.position == prompt))
    db.session.flush()


def keep_more(project_id: uuid.UUID, board_ref: str, text: str, *, by: uuid.UUID, at: datetime) -> None:
    """Keep what else a person says about their idea; may be empty."""
    draft = _begun(project_id, board_ref, by, at)
    draft.text, draft.updated_at = text, at
    db.session.flush()


def keep_shown(
    project_id: uuid.UUID, board_ref: str, shown_as: ShownAs, words: str, *, by: uuid.UUID, at: datetime
) -> None:
    """Keep how the author wants to be shown: nothing, their area, or a first name."""
    draft = _begun(project_id, board_ref, by, at)
    draft.shown_as = shown_as
    draft.shown_words = "" if shown_as is ShownAs.NOTHING else words
    draft.updated_at = at
    db.session.flush()


def keep_consent(project_id: uuid.UUID, board_ref: str, consent: Consent, *, by: uuid.UUID, at: datetime) -> None:
    """Keep how we may use the words."""
    draft = _begun(project_id, board_ref, by, at)
    draft.consent, draft.updated_at = consent, at
    db.session.flush()


def send_idea(
    project_id: uuid.UUID, board_ref: str, key: str, *, by: uuid.UUID, at: datetime, language: str = "en"
) -> str:
    """Put the kept idea on the board; the sending's public code. The same key gives it again, also after closing.

    Raises `Refused` when nothing is kept or a page was left out, `WrongStage` when the board is not open.
    """
    board = board_of(project_id, board_ref)
    participant = db.session.get_one(Participant, by)
    draft = _draft(board, by)
    started = draft.started_at if draft else None
    accepted = sending(board, participant, key, at=at, language=language, started_at=started)
    if accepted.repeated:
        return accepted.submission.ref
    require_taking(board, at, BoardAct.ADD)
    if draft is None or draft.key != key or not draft.title:
        raise Refused(N_("We cannot find that idea. Go back to the board, then add it again."))
    if draft.shown_as is None or draft.consent is None:
        raise Refused(N_("A page was left out. Go back to the board, then press Add your idea."))
    text = draft.text or draft.title
    contribution = said(
        accepted.submission,
        ContributionKind.IDEA,
        text,
        at=at,
        consent=draft.consent,
        standing=first_standing(board.moderation, f"{draft.title}\n{text}\n{draft.shown_words}"),
        shown_as=draft.shown_as,
        shown_words=draft.shown_words,
    )
    idea = Idea(
        board_id=board.id,
        prompt_id=draft.prompt_id,
        contribution_id=contribution.id,
        ref=fresh_idea_ref(board.id),
        title=draft.title,
        created_at=at,
    )
    db.session.add(idea)
    db.session.delete(draft)
    record(
        "idea_added",
        idea,
        project_id=project_id,
        by=actor_participant(by),
        at=at,
        digest=chain.salted_digest(contribution.versions[0].salt or b"", draft.title),
        details={"board": board.ref, "idea": idea.ref, "standing": contribution.standing.value},
    )
    return accepted.submission.ref


def send_reply(
    project_id: uuid.UUID,
    board_ref: str,
    idea_ref: str,
    draft: ReplyDraft,
    key: str,
    *,
    by: uuid.UUID,
    at: datetime,
    language: str = "en",
) -> str:
    """Reply to a published idea; the sending's public code. Raises `WrongStage` when the board is not open."""
    board = board_of(project_id, board_ref)
    accepted = sending(board, db.session.get_one(Participant, by), key, at=at, language=language)
    if accepted.repeated:
        return accepted.submission.ref
    require_taking(board, at, BoardAct.REPLY)
    idea = _published(board, idea_ref)
    contribution = said(
        accepted.submission,
        ContributionKind.COMMENT,
        draft.text,
        at=at,
        consent=draft.consent,
        standing=first_standing(board.moderation, draft.text),
    )
    comment = Comment(idea_id=idea.id, contribution_id=contribution.id, kind=draft.kind)
    db.session.add(comment)
    record(
        "reply_added",
        comment,
        project_id=project_id,
        by=actor_participant(by),
        at=at,
        details={"idea": idea.ref, "kind": draft.kind.value, "standing": contribution.standing.value},
    )
    if contribution.standing is Standing.PUBLISHED:
        db.session.execute(update(Idea).where(Idea.id == idea.id).values(replies=Idea.replies + 1))
    return accepted.submission.ref


def support_idea(project_id: uuid.UUID, board_ref: str, idea_ref: str, *, by: uuid.UUID, at: datetime) -> None:
    """Support an idea, once however often it is asked: the unique index decides, and only a new row moves the count."""
    board = open_board(project_id, board_ref, at, BoardAct.REACT)
    idea = _published(board, idea_ref)
    if _insert_once(Support, idea_id=idea.id, participant_id=by, at=at):
        # The chain's lock before the idea's, everywhere: two writers who took them crosswise would wait for ever.
        record(
            "idea_supported", idea, project_id=project_id, by=actor_participant(by), at=at, details={"idea": idea.ref}
        )
        db.session.execute(
            update(Idea).where(Idea.id == idea.id).values(supports=Idea.supports + 1, seen=Idea.seen + 1)
        )


def take_support_back(project_id: uuid.UUID, board_ref: str, idea_ref: str, *, by: uuid.UUID, at: datetime) -> None:
    """Take one's support back; nothing happens where there is none."""
    board = open_board(project_id, board_ref, at, BoardAct.REACT)
    idea = _published(board, idea_ref)
    mine = delete(Support).where(Support.idea_id == idea.id, Support.participant_id == by).returning(Support.id)
    if db.session.execute(mine).first() is not None:
        record(
            "support_taken_back",
            idea,
            project_id=project_id,
            by=actor_participant(by),
            at=at,
            details={"idea": idea.ref},
        )
        db.session.execute(update(Idea).where(Idea.id == idea.id).values(supports=Idea.supports - 1))


def cast_vote(project_id: uuid.UUID, board_ref: str, idea_ref: str, vote: Vote, *, by: uuid.UUID, at: datetime) -> None:
    """Agree, disagree or pass on a statement; a later vote takes the place of the earlier one."""
    board = open_board(project_id, board_ref, at, BoardAct.REACT)
    if board.asks is not BoardAsks.STATEMENTS:
        raise NotFound("This board does not ask for votes.")
    idea = _published(board, idea_ref)
    first = _insert_once(StatementVote, idea_id=idea.id, participant_id=by, vote=vote, at=at)
    if not first:
        db.session.execute(
            update(StatementVote)
            .where(StatementVote.idea_id == idea.id, StatementVote.participant_id == by)
            .values(vote=vote, at=at)
        )
    # The chain says that a vote was cast, not which: views can change, links of the chain cannot.
    record("vote_cast", idea, project_id=project_id, by=actor_participant(by), at=at, details={"idea": idea.ref})
    if first:
        db.session.execute(update(Idea).where(Idea.id == idea.id).values(seen=Idea.seen + 1))


def board_of(project_id: uuid.UUID, board_ref: str) -> IdeaBoard:
    """A board that residents may see. Raises `NotFound` for a draft and for another project's."""
    board = db.session.scalar(
        select(IdeaBoard).where(
            IdeaBoard.project_id == project_id, IdeaBoard.ref == board_ref, IdeaBoard.state != ActivityState.DRAFT
        )
    )
    if board is None:
        raise NotFound("There is no such board in this project.")
    return board


def open_board(project_id: uuid.UUID, board_ref: str, at: datetime, act: BoardAct) -> IdeaBoard:
    """The board, open now and in a phase that allows `act`. Raises `NotFound` or `WrongStage`."""
    board = board_of(project_id, board_ref)
    require_taking(board, at, act)
    return board


def require_taking(board: IdeaBoard, at: datetime, act: BoardAct) -> None:
    """Raises `WrongStage` unless staff have opened the board, it is inside its dates, and its phase allows `act`."""
    if board.state is not ActivityState.OPEN:
        raise Closed(N_("This board has closed."))
    require_open(Window(board.opens_at, board.closes_at), at)
    if act not in permitted(phases_of(board), at, reacts_early=board.reacts_early):
        raise WrongStage(NOT_NOW[act])


def fresh_idea_ref(board_id: uuid.UUID, taken: set[str] | None = None) -> str:
    """A reference of random digits not yet on the board: sayable, and it tells nothing of the order of sending."""
    digits = 4
    while True:
        ref = f"I-{secrets.randbelow(10**digits - 1) + 1:0{digits}d}"
        if taken is not None:
            if ref not in taken:
                taken.add(ref)
                return ref
        elif db.session.scalar(select(Idea.id).where(Idea.board_id == board_id, Idea.ref == ref)) is None:
            return ref
        digits = min(digits + 1, 9)  # a collision: the board is filling up, so draw from more


def _draft(board: IdeaBoard, by: uuid.UUID) -> IdeaDraft | None:
    return db.session.scalar(select(IdeaDraft).where(IdeaDraft.board_id == board.id, IdeaDraft.participant_id == by))


def _begun(project_id: uuid.UUID, board_ref: str, by: uuid.UUID, at: datetime) -> IdeaDraft:
    draft = _draft(open_board(project_id, board_ref, at, BoardAct.ADD), by)
    if draft is None or not draft.title:
        raise Refused(N_("Write your idea in one line first. Go back to the board, then press Add your idea."))
    return draft


def _published(board: IdeaBoard, idea_ref: str) -> Idea:
    idea = db.session.scalar(
        select(Idea)
        .join(Contribution, Idea.contribution_id == Contribution.id)
        .where(Idea.board_id == board.id, Idea.ref == idea_ref, Contribution.standing == Standing.PUBLISHED)
    )
    if idea is None:
        raise NotFound("There is no such idea on this board.")
    return idea


def _insert_once(model: type[Support] | type[StatementVote], **values: Any) -> bool:
    """Whether the row is new; one that is there already is left alone, whoever came first."""
    insert = sqlite_insert if db.engine.dialect.name == "sqlite" else postgresql_insert
    statement = insert(model).values(**values).on_conflict_do_nothing(index_elements=["idea_id", "participant_id"])
    # RETURNING, not the row count: psycopg gives none for it.
    return db.session.execute(statement.returning(model.id)).first() is not None
