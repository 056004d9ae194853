"""What a moderator can do with words, and how a resident asks for a moderator."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from codesign.core.errors import NotFound, Refused
from codesign.core.terms import ContributionKind, ModerationReason, Standing
from codesign.extensions import db
from codesign.ledger import actor_participant, actor_person, record
from codesign.models import Comment, Contribution, Idea, Report


def publish_words(project_id: uuid.UUID, code: str, *, by: uuid.UUID, at: datetime) -> None:
    """Let others read some words; also undoes hiding and merging. Raises `NotFound`, `Refused` for withdrawn words."""
    words = _words(project_id, code)
    if words.standing is Standing.PUBLISHED:
        _settle(words, at)
        return
    before = words.standing
    _move(words, Standing.PUBLISHED, by=by, at=at)
    record(
        "words_published",
        words,
        project_id=project_id,
        by=actor_person(by),
        at=at,
        details={"code": words.code, "from": before.value},
    )
    _count_reply(words, 1)


def hide_words(
    project_id: uuid.UUID, code: str, reason: ModerationReason, note: str, *, by: uuid.UUID, at: datetime
) -> None:
    """Hide words with a reason; the note is told to their author with it. Hidden is not deleted."""
    words = _words(project_id, code)
    was_shown = words.standing is Standing.PUBLISHED
    _move(words, Standing.HIDDEN, reason=reason, note=note, by=by, at=at)
    # The note may quote the words, so the chain holds the reason alone.
    record(
        "words_hidden",
        words,
        project_id=project_id,
        by=actor_person(by),
        at=at,
        details={"code": words.code, "reason": reason.value},
    )
    if was_shown:
        _count_reply(words, -1)


def merge_idea(project_id: uuid.UUID, code: str, into_ref: str, *, by: uuid.UUID, at: datetime) -> None:
    """Put an idea together with another idea of its board: readers are led to it. Supports stay."""
    words = _words(project_id, code)
    into = db.session.execute(
        select(Idea, Contribution)
        .join(Contribution, Idea.contribution_id == Contribution.id)
        .where(
            Contribution.project_id == project_id,
            Contribution.activity_id == words.activity_id,
            Idea.ref == into_ref.strip().upper(),
        )
    ).one_or_none()
    if words.kind is not ContributionKind.IDEA:
        raise Refused("Only an idea can be put together with another idea.")
    if into is None:
        raise Refused("There is no idea with that reference on the same board. It looks like I-0042.")
    target = into[1]
    if target.id == words.id:
        raise Refused("That is the same idea. Give the reference of another one.")
    if target.standing is not Standing.PUBLISHED:
        raise Refused("Others cannot read that idea. Give the reference of a published one.")
    _move(words, Standing.MERGED, into=target.id, by=by, at=at)
    record(
        "ideas_merged",
        words,
        project_id=project_id,
        by=actor_person(by),
        at=at,
        details={"code": words.code, "into": into[0].ref},
    )


def report_words(project_id: uuid.UUID, code: str, reason: ModerationReason, *, by: uuid.UUID, at: datetime) -> None:
    """Ask a moderator to look at published words; one person's second report changes nothing."""
    words = _words(project_id, code)
    if words.standing is not Standing.PUBLISHED:
        raise NotFound("There are no such words to read here.")
    insert = sqlite_insert if db.engine.dialect.name == "sqlite" else postgresql_insert
    added = db.session.execute(
        insert(Report)
        .values(contribution_id=words.id, participant_id=by, reason=reason, at=at)
        .on_conflict_do_nothing(index_elements=["contribution_id", "participant_id"])
        .returning(Report.id)
    ).first()
    if added is not None:
        record(
            "words_reported",
            words,
            project_id=project_id,
            by=actor_participant(by),
            at=at,
            details={"code": words.code, "reason": reason.value},
        )


def _words(project_id: uuid.UUID, code: str) -> Contribution:
    words = db.session.scalar(
        select(Contribution).where(Contribution.project_id == project_id, Contribution.code == code).with_for_update()
    )
    if words is None:
        raise NotFound("There are no such words in this project.")
    if words.standing is Standing.WITHDRAWN:
        raise Refused("Their author took these words back. Nothing more can be done with them.")
    return words


def _move(
    words: Contribution,
    standing: Standing,
    *,
    reason: ModerationReason | None = None,
    note: str = "",
    into: uuid.UUID | None = None,
    by: uuid.UUID,
    at: datetime,
) -> None:
    words.standing, words.merged_into_id = standing, into
    words.moderation_reason, words.moderation_note = reason, note
    words.moderated_at, words.moderated_by_id = at, by
    _settle(words, at)


def _settle(words: Contribution, at: datetime) -> None:
    db.session.execute(
        update(Report).where(Report.contribution_id == words.id, Report.settled_at.is_(None)).values(settled_at=at)
    )


def _count_reply(words: Contribution, change: int) -> None:
    if words.kind is ContributionKind.COMMENT:
        of_idea = select(Comment.idea_id).where(Comment.contribution_id == words.id).scalar_subquery()
        db.session.execute(update(Idea).where(Idea.id == of_idea).values(replies=Idea.replies + change))
