"""The author of hidden words asks for a second look, and how that ends."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import func, select

from codesign.core.codes import read_receipt
from codesign.core.errors import NotFound, Refused
from codesign.core.terms import ModerationAct, Standing
from codesign.extensions import db
from codesign.ledger import actor_participant, actor_person, moderated, record
from codesign.models import Appeal, Contribution, Submission
from codesign.moderation.commands import Overtaken, _publish, _words, held
from codesign.tallies.told import Told, told

LETTERS = 1000


def own_hidden(project_id: uuid.UUID, code: str, *, me: uuid.UUID | None, receipt: str = "") -> Contribution:
    """Words of this person, known by the browser or by the receipt of the sending. Raises `NotFound` for all others.

    A code that does not exist and somebody else's look the same.
    """
    row = db.session.execute(
        select(Contribution, Submission.receipt)
        .join(Submission, Submission.id == Contribution.submission_id)
        .where(Contribution.project_id == project_id, Contribution.code == code)
    ).one_or_none()
    typed = read_receipt(receipt) if receipt else None
    if row is None or not (row[0].participant_id == me or (typed is not None and row.receipt == typed)):
        raise NotFound("There are no such words of yours.")
    words: Contribution = row[0]
    return words


def told_of(words: Contribution) -> Told | None:
    """What the author is told now; None when the words are not hidden (any more)."""
    return told([words.id]).get(words.id)


def last_outcome(words: Contribution) -> Appeal | None:
    """How the last asking ended."""
    return db.session.scalar(
        select(Appeal).where(Appeal.contribution_id == words.id).order_by(Appeal.number.desc()).limit(1)
    )


def ask_again(words: Contribution, said: str, *, at: datetime) -> None:
    """Ask a person to look at hidden words once more. Once a hiding; a second try while one waits changes nothing."""
    now = db.session.scalar(select(Contribution).where(Contribution.id == words.id).with_for_update())
    telling = told_of(words)
    if now is None or telling is None:
        raise Refused("These words are not hidden. There is nothing to ask for.")
    if telling.asked:
        return
    if not telling.may_ask:
        raise Refused("A person has looked again already. Phone us if you think that this is wrong.")
    if held(words):
        raise Refused("A person who keeps people safe has your words. They decide what happens next.")
    number = 1 + (
        db.session.scalar(select(func.count()).select_from(Appeal).where(Appeal.contribution_id == words.id)) or 0
    )
    db.session.add(Appeal(contribution_id=words.id, number=number, words=said, at=at))
    db.session.flush()
    record(
        "asked_again",
        words,
        project_id=words.project_id,
        by=actor_participant(words.participant_id),
        at=at,
        details={"code": words.code},
    )


def settle_asking(
    project_id: uuid.UUID, code: str, *, upheld: bool, reply: str, seen: str, by: uuid.UUID, at: datetime
) -> None:
    """Show the words again, or leave them hidden, with a reply to the author. What the author asked is erased."""
    words = _words(project_id, code, seen)
    asking = db.session.scalar(select(Appeal).where(Appeal.contribution_id == words.id, Appeal.settled_at.is_(None)))
    if asking is None or words.standing is not Standing.HIDDEN:
        raise Overtaken("Somebody else has settled this. Nothing was changed.")
    asking.settled_at, asking.settled_by_id, asking.upheld = at, by, upheld
    asking.reply, asking.words = reply, ""
    db.session.flush()
    record(
        "asking_settled",
        words,
        project_id=project_id,
        by=actor_person(by),
        at=at,
        details={"code": words.code, "upheld": upheld},
    )
    if upheld:
        _publish(words, by=by, at=at)
        return
    last = (words.moderation_reason, words.moderation_code)
    moderated(words, ModerationAct.LOOKED_AGAIN, before=Standing.HIDDEN, by=by, at=at, reason=last[0], code=last[1])
