"""Acts on words: the lines of the moderation ledger, written by every feature that shows or hides words."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, select, update

from codesign.core.moderation import BUILT_IN, Policy, policy_of
from codesign.core.terms import ModerationAct, ModerationReason, Standing
from codesign.extensions import db
from codesign.ledger.events import actor_person, record
from codesign.ledger.post import post
from codesign.models import (
    Appeal,
    Contribution,
    ModerationAction,
    Person,
    Project,
    Report,
    SafeguardingHold,
    WrittenPolicy,
)


@dataclass(frozen=True, slots=True)
class Letter:
    """What the safeguarding officer is sent: a code and a link, never the words."""

    subject: str
    body: str


PLAIN_LETTER: Final = Letter(
    "Words wait for you to read",
    "Somebody may be at risk. Sign in and open the safeguarding page of the project. We do not repeat the words here.",
)
"""For where no page wrote a better one."""


def policy_in_force(project_id: uuid.UUID) -> Policy:
    """The newest version of a project's written rules, or ours as version 0."""
    row = db.session.scalar(
        select(WrittenPolicy)
        .where(WrittenPolicy.project_id == project_id)
        .order_by(WrittenPolicy.number.desc())
        .limit(1)
    )
    return policy_of(row.number, row.words, row.reasons) if row else BUILT_IN


def last_act(contribution_id: uuid.UUID) -> int:
    """The number of the last act on some words; 0 before the first."""
    return (
        db.session.scalar(
            select(func.max(ModerationAction.number)).where(ModerationAction.contribution_id == contribution_id)
        )
        or 0
    )


def moderated(
    words: Contribution,
    act: ModerationAct,
    *,
    before: Standing,
    by: uuid.UUID | None,
    at: datetime,
    reason: ModerationReason | None = None,
    code: str = "",
    policy_number: int = 0,
) -> ModerationAction:
    """Write one line of the moderation ledger for words that now stand as `words.standing` says. Flushes.

    Two acts at once get the same number, which the database refuses to the second: its transaction runs again.
    """
    line = ModerationAction(
        project_id=words.project_id,
        contribution_id=words.id,
        number=last_act(words.id) + 1,
        act=act,
        before=before,
        after=words.standing,
        reason=reason,
        code=code,
        policy_number=policy_number,
        at=at,
        by_id=by,
    )
    db.session.add(line)
    db.session.flush()
    return line


def hold(words: Contribution, *, by: uuid.UUID | None, at: datetime, letter: Letter = PLAIN_LETTER) -> bool:
    """Set hidden words apart for the project's safeguarding officer and tell them, without the words.

    False where the project names no officer: then the words stay hidden for that reason and nobody is written to.
    """
    officer = officer_of(words.project_id)
    if officer is None:
        return False
    held = select(SafeguardingHold).where(SafeguardingHold.contribution_id == words.id)
    if db.session.scalar(held.where(SafeguardingHold.settled_at.is_(None))) is not None:
        return True
    earlier = db.session.scalar(select(func.count()).select_from(held.subquery())) or 0
    db.session.add(
        SafeguardingHold(
            project_id=words.project_id,
            contribution_id=words.id,
            number=earlier + 1,
            officer_id=officer.id,
            held_at=at,
            held_by_id=by,
        )
    )
    db.session.flush()
    record(
        "words_held",
        words,
        project_id=words.project_id,
        by=actor_person(by),
        at=at,
        details={"code": words.code, "officer": officer.id.hex},
    )
    tell_officer(officer, words.project_id, letter, at=at)
    return True


def officer_of(project_id: uuid.UUID) -> Person | None:
    """The person who reads what is held in a project, if one is named and may still sign in."""
    return db.session.scalar(
        select(Person)
        .join(Project, Project.safeguarding_officer_id == Person.id)
        .where(Project.id == project_id, Person.disabled_at.is_(None))
    )


def tell_officer(officer: Person, project_id: uuid.UUID, letter: Letter, *, at: datetime) -> None:
    """Put a message to the officer in the outbox."""
    post(officer.email, letter.subject, letter.body, at=at, project_id=project_id)


def settle_reports(contribution_id: uuid.UUID, at: datetime) -> None:
    """Every open report on some words has been looked at."""
    db.session.execute(
        update(Report)
        .where(Report.contribution_id == contribution_id, Report.settled_at.is_(None))
        .values(settled_at=at)
    )


def forget_moderation(contribution: Contribution) -> None:
    """Empty what moderation wrote around words that are taken back: the note, what the author asked, our reply."""
    contribution.moderation_note = ""
    db.session.execute(update(Appeal).where(Appeal.contribution_id == contribution.id).values(words="", reply=""))
