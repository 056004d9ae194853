"""Publishing a batch of answers in one act: what is missing stops it, everyone who took part is told once."""

from __future__ import annotations

import hashlib
import uuid
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import CTE, ColumnElement, Uuid, delete, func, literal, or_, select, type_coerce, union, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from codesign.core.answers import ANSWERED, SHORT_WORDS, Lack, Prepared, lacks, left_out
from codesign.core.codes import digest as secret_digest
from codesign.core.errors import Refused
from codesign.core.heard import READABLE_STANDINGS
from codesign.core.pack import canonical
from codesign.core.terms import ReplyKind, Standing
from codesign.core.text import one_line
from codesign.core.words import N_
from codesign.extensions import db
from codesign.ideas.answers.commands import batch_row
from codesign.ideas.answers.drafts import Letter, Written
from codesign.ideas.staff_author import staff_digest
from codesign.ideas.talk.following import link_secret
from codesign.ledger import actor_person, post, record
from codesign.models import (
    AnswerBatch,
    AnswerNotice,
    BudgetSlot,
    Comment,
    Contact,
    Contribution,
    Follow,
    FollowAddress,
    Idea,
    IdeaAnswer,
    IdeaBoard,
    Organisation,
    PairChoice,
    Participant,
    Project,
    StatementVote,
    Support,
)
from codesign.models.base import UtcDateTime
from codesign.tallies.idea_answers import came_from


class NotComplete(Refused):
    """Something is still missing; `missing` says what, each with the idea it is about."""

    def __init__(self, missing: tuple[tuple[Lack, str], ...]) -> None:
        super().__init__(N_("This batch cannot be published yet. Look at what is still missing."))
        self.missing = missing


def publish_batch(
    project_id: uuid.UUID,
    board_ref: str,
    batch_ref: str,
    write: Callable[[Letter], Written],
    *,
    by: uuid.UUID,
    at: datetime,
    secret_key: str,
) -> int | None:
    """Publish every answer of a batch together; how many people are told, None when it was published before.

    `write` puts what a follower is told by e-mail into words; the links of such mail are drawn from `secret_key`.
    Raises `NotComplete` with what is missing. An idea taken back or hidden meanwhile stops nothing: it is left out.
    """
    batch = batch_row(project_id, board_ref, batch_ref, lock=True)
    if batch.published_at is not None:
        return None
    ready = prepared(batch.id)
    missing = lacks(ready)
    if missing:
        raise NotComplete(missing)
    gone = left_out(ready)
    # An idea that left without an answer would stand there with an empty one if it came back.
    db.session.execute(delete(IdeaAnswer).where(IdeaAnswer.batch_id == batch.id, IdeaAnswer.state.is_(None)))
    batch.published_at, batch.published_by_id = at, by
    db.session.flush()
    told = _tell(batch, at)
    mailed = _mail(project_id, batch, write, at=at, secret_key=secret_key)
    record(
        "answers_published",
        batch,
        project_id=project_id,
        by=actor_person(by),
        at=at,
        digest=_digest(batch),
        details={
            "board": board_ref,
            "batch": batch.ref,
            "answers": len(ready) - len(gone),
            "left_out": len(gone),
            "told": told,
            "mailed": mailed,
        },
    )
    return told


def prepared(batch_id: uuid.UUID) -> tuple[Prepared, ...]:
    """Every idea of a batch as it stands, by reference."""
    rows = db.session.execute(
        select(Idea.ref, Contribution.standing, IdeaAnswer.state)
        .join(IdeaAnswer, IdeaAnswer.idea_id == Idea.id)
        .join(Contribution, Contribution.id == Idea.contribution_id)
        .where(IdeaAnswer.batch_id == batch_id)
        .order_by(Idea.ref, Idea.id)
    )
    return tuple(Prepared(ref, standing, state) for ref, standing, state in rows)


def not_staff(board: IdeaBoard) -> ColumnElement[bool]:
    """Everybody but the author that stands for staff: staff are not told of what staff answered."""
    return or_(Participant.key_digest.is_(None), Participant.key_digest != staff_digest(board))


def took_part(ideas: Any) -> Any:
    """Columns `idea` and `participant`: who wrote, supported, replied, voted, chose or follows. `ideas` selects keys."""
    written = Contribution.standing != Standing.WITHDRAWN
    return union(
        select(Idea.id.label("idea"), Contribution.participant_id.label("participant"))
        .join(Contribution, Contribution.id == Idea.contribution_id)
        .where(Idea.id.in_(ideas), written),
        select(Comment.idea_id, Contribution.participant_id)
        .join(Contribution, Contribution.id == Comment.contribution_id)
        .where(Comment.idea_id.in_(ideas), Comment.kind != ReplyKind.ANSWER, written),
        *(
            select(table.idea_id, table.participant_id).where(table.idea_id.in_(ideas))
            for table in (Support, BudgetSlot, StatementVote, Follow)
        ),
        *(
            select(side, PairChoice.participant_id).where(side.in_(ideas))
            for side in (PairChoice.first_id, PairChoice.second_id)
        ),
    )


def _told_ideas(batch_id: uuid.UUID) -> CTE:
    """Columns `origin` and `idea`: each idea that a batch answers with itself and those that it was made of."""
    return came_from(
        select(IdeaAnswer.idea_id)
        .join(Idea, Idea.id == IdeaAnswer.idea_id)
        .join(Contribution, Contribution.id == Idea.contribution_id)
        .where(IdeaAnswer.batch_id == batch_id, Contribution.standing.in_(READABLE_STANDINGS))
    )


def _tell(batch: AnswerBatch, at: datetime) -> int:
    """One notice a person, in one statement whatever the number of supports; how many there are."""
    sqlite = db.engine.dialect.name == "sqlite"
    key = func.lower(func.hex(func.randomblob(16))) if sqlite else func.gen_random_uuid()
    board = db.session.get_one(IdeaBoard, batch.board_id)
    people = took_part(select(_told_ideas(batch.id).c.idea)).subquery()
    wanted = select(
        type_coerce(key, Uuid()), literal(batch.id, Uuid()), Participant.id, literal(at, UtcDateTime())
    ).where(Participant.id.in_(select(people.c.participant)), not_staff(board))
    insert = sqlite_insert if sqlite else postgresql_insert
    statement = insert(AnswerNotice).from_select(["id", "batch_id", "participant_id", "at"], wanted)
    db.session.execute(statement.on_conflict_do_nothing(index_elements=["batch_id", "participant_id"]))
    return db.session.scalar(select(func.count()).where(AnswerNotice.batch_id == batch.id)) or 0


def _mail(
    project_id: uuid.UUID, batch: AnswerBatch, write: Callable[[Letter], Written], *, at: datetime, secret_key: str
) -> int:
    """One message to everybody who asked for e-mail, confirmed it and is told of this batch; how many.

    What is told here is marked, so that the digest of followed ideas does not tell it again.
    """
    people = db.session.execute(
        select(FollowAddress, AnswerNotice.id.label("notice"), Contact.address, Participant.language)
        .join(Contact, Contact.id == FollowAddress.contact_id)
        .join(Participant, Participant.id == FollowAddress.participant_id)
        .join(AnswerNotice, AnswerNotice.participant_id == FollowAddress.participant_id)
        .where(FollowAddress.confirmed_at.is_not(None), AnswerNotice.batch_id == batch.id)
        .order_by(FollowAddress.id)
    ).all()
    if not people:
        return 0
    board = db.session.get_one(IdeaBoard, batch.board_id)
    project = db.session.get_one(Project, project_id)
    organisation = db.session.get_one(Organisation, project.organisation_id)
    ideas = _ideas_of(batch, {row.FollowAddress.participant_id for row in people})
    told: set[uuid.UUID] = set()
    for address, notice, email, language in people:
        if notice in told:
            continue
        told.add(notice)
        token = link_secret(address.id, secret_key)
        address.link_digest = secret_digest(token)
        mail = write(
            Letter(
                organisation=organisation.name,
                board=board.title,
                board_ref=board.ref,
                batch=batch.ref,
                slug=project.slug,
                language=language,
                token=token,
                ideas=tuple(ideas[address.participant_id]),
            )
        )
        post(email, mail.subject, mail.body, at=at, project_id=project_id, forgets=True)
    db.session.execute(
        update(AnswerNotice)
        .where(AnswerNotice.id.in_(told))
        .values(mailed_at=at)
        .execution_options(synchronize_session=False)
    )
    return len(told)


def _ideas_of(batch: AnswerBatch, people: set[uuid.UUID]) -> dict[uuid.UUID, list[tuple[str, str]]]:
    """What each of these people took part in and is answered now: title and label."""
    line = _told_ideas(batch.id)
    parts = took_part(select(line.c.idea)).subquery()
    rows = db.session.execute(
        select(parts.c.participant, Idea.id, Idea.title, Contribution.text, IdeaAnswer.state)
        .join(line, line.c.idea == parts.c.idea)
        .join(IdeaAnswer, IdeaAnswer.idea_id == line.c.origin)
        .join(Idea, Idea.id == parts.c.idea)
        .join(Contribution, Contribution.id == Idea.contribution_id)
        .where(
            parts.c.participant.in_(people),
            IdeaAnswer.batch_id == batch.id,
            Contribution.standing.in_(READABLE_STANDINGS),
        )
        .order_by(Idea.ref, Idea.id)
    )
    found: dict[uuid.UUID, dict[uuid.UUID, tuple[str, str]]] = defaultdict(dict)
    for person, idea, title, text, state in rows:
        found[person].setdefault(idea, (title or one_line(text)[:160], SHORT_WORDS[state] if state else ANSWERED))
    return defaultdict(list, {person: list(each.values()) for person, each in found.items()})


def _digest(batch: AnswerBatch) -> str:
    """The sha256 of everything that the batch says: what is published does not change."""
    rows = db.session.execute(
        select(Idea.ref, IdeaAnswer.state, IdeaAnswer.words, IdeaAnswer.reason)
        .join(Idea, Idea.id == IdeaAnswer.idea_id)
        .where(IdeaAnswer.batch_id == batch.id)
        .order_by(Idea.ref, Idea.id)
    )
    said = [[ref, state.value if state else "", words, reason] for ref, state, words, reason in rows]
    return hashlib.sha256(canonical([batch.title, batch.words, said])).hexdigest()
