"""What a moderator can do with words, and how a resident asks for a moderator."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, func, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from codesign.core.errors import NotFound, Refused
from codesign.core.heard import set_apart
from codesign.core.moderation import PolicyReason
from codesign.core.terms import ContributionKind, ModerationAct, ModerationReason, Standing
from codesign.extensions import db
from codesign.ledger import (
    Letter,
    actor_participant,
    actor_person,
    hold,
    last_act,
    moderated,
    officer_of,
    policy_in_force,
    record,
    settle_reports,
    tell_officer,
)
from codesign.models import (
    Appeal,
    Comment,
    Contribution,
    ContributionVersion,
    Idea,
    Report,
    SafeguardingHold,
)


class Overtaken(Refused):
    """Since the page was opened somebody else has acted on these words, or their author has changed them."""


def publish_words(project_id: uuid.UUID, code: str, *, seen: str, by: uuid.UUID, at: datetime) -> None:
    """Let others read some words, or keep them shown after a report; also undoes hiding.

    `seen` is what `QueueItem.seen` said on the page. Raises `NotFound`, `Overtaken`, and `Refused` for words that
    were withdrawn, are part of another idea, or are held for the safeguarding officer.
    """
    _publish(_words(project_id, code, seen), by=by, at=at)


def publish_several(
    project_id: uuid.UUID, chosen: Sequence[tuple[str, str]], *, by: uuid.UUID, at: datetime
) -> tuple[list[str], list[str]]:
    """Publish each of (code, seen), its own act each: the codes that were published, and those passed over.

    Passed over are words that somebody else acted on meanwhile and words that cannot be published.
    """
    done: list[str] = []
    passed: list[str] = []
    for code, seen in dict(chosen).items():
        try:
            _publish(_words(project_id, code, seen), by=by, at=at)
        except (Refused, NotFound):
            passed.append(code)
        else:
            done.append(code)
    return done, passed


def _publish(words: Contribution, *, by: uuid.UUID, at: datetime) -> None:
    before = words.standing
    if before is Standing.MERGED:
        raise Refused("This idea is part of another one. Take it apart on the board's page for merging.")
    kept = before is Standing.PUBLISHED
    stand(words, Standing.PUBLISHED, by=by, at=at)
    moderated(words, ModerationAct.KEPT if kept else ModerationAct.PUBLISHED, before=before, by=by, at=at)
    details = {"code": words.code} if kept else {"code": words.code, "from": before.value}
    record(
        "words_kept" if kept else "words_published",
        words,
        project_id=words.project_id,
        by=actor_person(by),
        at=at,
        details=details,
    )
    db.session.execute(
        update(Appeal)
        .where(Appeal.contribution_id == words.id, Appeal.settled_at.is_(None))
        .values(settled_at=at, settled_by_id=by, upheld=True, words="")
    )


def hide_words(
    project_id: uuid.UUID,
    code: str,
    reason_code: str,
    note: str,
    *,
    seen: str,
    by: uuid.UUID,
    at: datetime,
    letter: Letter | None = None,
) -> bool:
    """Hide words for a reason of the rules in force; the note is told to their author with it. Hidden is not deleted.

    A safeguarding reason holds them for the named officer, where there is one: then True.
    """
    words = _words(project_id, code, seen)
    policy = policy_in_force(project_id)
    reason = policy.reason(reason_code)
    if reason is None:
        raise Refused("That reason is not in the rules any more. Select one of the list.")
    if reason.kind is ModerationReason.SAFEGUARDING and officer_of(project_id) is not None:
        _hold(words, reason, policy.number, note, by=by, at=at, letter=letter)
        return True
    _hide(words, reason, policy.number, note, by=by, at=at)
    return False


def _hide(
    words: Contribution, reason: PolicyReason, policy_number: int, note: str, *, by: uuid.UUID, at: datetime
) -> None:
    before = words.standing
    if before is Standing.MERGED:
        raise Refused("This idea is part of another one. Take it apart on the board's page for merging.")
    stand(words, Standing.HIDDEN, reason=reason, note=note, by=by, at=at)
    moderated(
        words,
        ModerationAct.HIDDEN,
        before=before,
        by=by,
        at=at,
        reason=reason.kind,
        code=reason.code,
        policy_number=policy_number,
    )
    # The note may quote the words, so the chain holds the reason alone.
    record(
        "words_hidden",
        words,
        project_id=words.project_id,
        by=actor_person(by),
        at=at,
        details={"code": words.code, "reason": reason.code},
    )


def hold_words(
    project_id: uuid.UUID, code: str, *, seen: str, by: uuid.UUID, at: datetime, letter: Letter | None = None
) -> None:
    """Hide words at once and leave them to the safeguarding officer alone. Raises `Refused` where none is named."""
    words = _words(project_id, code, seen)
    if officer_of(project_id) is None:
        raise Refused("Nobody is named to read held words. Name a safeguarding officer first.")
    policy = policy_in_force(project_id)
    _hold(words, policy.of_kind(ModerationReason.SAFEGUARDING), policy.number, "", by=by, at=at, letter=letter)


def _hold(
    words: Contribution,
    reason: PolicyReason,
    policy_number: int,
    note: str,
    *,
    by: uuid.UUID,
    at: datetime,
    letter: Letter | None,
) -> None:
    before = words.standing
    stand(words, Standing.HIDDEN, reason=reason, note=note, by=by, at=at)
    moderated(
        words,
        ModerationAct.HELD,
        before=before,
        by=by,
        at=at,
        reason=reason.kind,
        code=reason.code,
        policy_number=policy_number,
    )
    if letter is None:
        hold(words, by=by, at=at)
    else:
        hold(words, by=by, at=at, letter=letter)


def report_words(
    project_id: uuid.UUID,
    code: str,
    reason: ModerationReason,
    *,
    by: uuid.UUID,
    at: datetime,
    letter: Letter | None = None,
) -> None:
    """Ask a moderator to look at published words; one person's second report changes nothing.

    A safeguarding report sets words aside until somebody has looked: an hour more on the page may harm a person, and
    an hour less harms nobody. It does so once: words that a moderator has looked at stay, so that nobody can take
    others' words down again and again. The officer, where one is named, is told without the words.
    """
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
    if added is None:
        return
    urgent = reason is ModerationReason.SAFEGUARDING
    set_aside = urgent and last_act(words.id) == 0
    if set_aside:
        words.standing = Standing.WAITING
        _count_reply(words, -1)
    record(
        "words_reported",
        words,
        project_id=project_id,
        by=actor_participant(by),
        at=at,
        details={"code": words.code, "reason": reason.value, **({"set_aside": True} if set_aside else {})},
    )
    officer = officer_of(project_id) if urgent else None
    if officer is not None and letter is not None:
        tell_officer(officer, project_id, letter, at=at)


def _words(project_id: uuid.UUID, code: str, seen: str | None = None) -> Contribution:
    """The words, locked; with `seen`, only if nobody has acted on or changed them since."""
    words = db.session.scalar(
        select(Contribution).where(Contribution.project_id == project_id, Contribution.code == code).with_for_update()
    )
    if words is None:
        raise NotFound("There are no such words in this project.")
    if words.standing is Standing.WITHDRAWN:
        raise Refused("Their author took these words back. Nothing more can be done with them.")
    if seen is not None:
        acts, _, versions = seen.partition(".")
        if acts != str(last_act(words.id)):
            raise Overtaken("Somebody else dealt with these words while you had them open. Nothing was changed.")
        if versions != str(versions_of(words.id)):
            raise Overtaken("Their author changed these words while you had them open. Nothing was changed.")
        if held(words):
            raise Refused("These words are with the safeguarding officer. Only the officer can do something with them.")
    return words


def versions_of(contribution_id: uuid.UUID) -> int:
    """The number of the newest wording."""
    return (
        db.session.scalar(
            select(func.max(ContributionVersion.number)).where(ContributionVersion.contribution_id == contribution_id)
        )
        or 0
    )


def held(words: Contribution) -> bool:
    """Whether only the safeguarding officer may read these words."""
    return set_apart(words.standing, words.moderation_reason) and bool(
        db.session.scalar(select(exists().where(SafeguardingHold.contribution_id == words.id)))
    )


def stand(
    words: Contribution,
    standing: Standing,
    *,
    reason: PolicyReason | None = None,
    note: str = "",
    by: uuid.UUID,
    at: datetime,
) -> None:
    """Give words another standing, with the reason that is told, and settle what residents reported."""
    shown = words.standing is Standing.PUBLISHED
    words.standing, words.merged_into_id = standing, None
    words.moderation_reason, words.moderation_note = reason.kind if reason else None, note
    words.moderation_code = reason.code if reason else ""
    words.moderated_at, words.moderated_by_id = at, by
    if shown is not (standing is Standing.PUBLISHED):
        _count_reply(words, -1 if shown else 1)
    settle_reports(words.id, at)


def _count_reply(words: Contribution, change: int) -> None:
    if words.kind is ContributionKind.COMMENT:
        of_idea = select(Comment.idea_id).where(Comment.contribution_id == words.id).scalar_subquery()
        db.session.execute(update(Idea).where(Idea.id == of_idea).values(replies=Idea.replies + change))
