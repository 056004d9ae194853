"""Following ideas: on one's own page without an account, and by e-mail once an address is confirmed."""

from __future__ import annotations

import base64
import hmac
import uuid
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Select, delete, select, update
from uuid_utils.compat import uuid7

from codesign.core.codes import digest
from codesign.core.errors import NotFound, Refused
from codesign.core.terms import Standing
from codesign.core.words import N_
from codesign.extensions import db
from codesign.ideas.commands import board_of
from codesign.ledger import actor_participant, post, record
from codesign.models import Contact, Contribution, Follow, FollowAddress, Idea, IdeaBoard

UNCONFIRMED: Final = timedelta(days=7)
"""How long an address waits for its person to confirm it; then it is erased."""


def follow_idea(project_id: uuid.UUID, board_ref: str, idea_ref: str, *, by: uuid.UUID, at: datetime) -> None:
    """Follow an idea that is shown; twice is once. Raises `NotFound`."""
    idea = _shown(board_of(project_id, board_ref), idea_ref)
    if db.session.scalar(select(Follow.id).where(Follow.idea_id == idea.id, Follow.participant_id == by)) is None:
        db.session.add(Follow(idea_id=idea.id, participant_id=by, at=at, seen_at=at))
        db.session.flush()
        _note("idea_followed", idea, project_id, by, at)


def stop_following(project_id: uuid.UUID, board_ref: str, idea_ref: str, *, by: uuid.UUID, at: datetime) -> None:
    """Follow an idea no more. With the last one the address goes too."""
    board = board_of(project_id, board_ref)
    idea = db.session.scalar(select(Idea).where(Idea.board_id == board.id, Idea.ref == idea_ref))
    if idea is None:
        raise NotFound("There is no such idea on this board.")
    mine = delete(Follow).where(Follow.idea_id == idea.id, Follow.participant_id == by).returning(Follow.id)
    if db.session.execute(mine).first() is not None:
        _note("idea_followed_no_more", idea, project_id, by, at)
    if db.session.scalar(_follows(project_id, by).limit(1)) is None:
        _erase(project_id, by)


def mark_seen(project_id: uuid.UUID, *, by: uuid.UUID, at: datetime, board_ref: str = "", idea_ref: str = "") -> None:
    """Note up to when a person has looked: at one followed idea, or at all of them."""
    which = select(Idea.id).join(IdeaBoard, Idea.board_id == IdeaBoard.id).where(IdeaBoard.project_id == project_id)
    if idea_ref:
        which = which.where(IdeaBoard.ref == board_ref, Idea.ref == idea_ref)
    db.session.execute(
        update(Follow)
        .where(Follow.participant_id == by, Follow.idea_id.in_(which), Follow.seen_at < at)
        .values(seen_at=at)
        .execution_options(synchronize_session=False)
    )


def ask_for_mail(project_id: uuid.UUID, address: str, *, by: uuid.UUID, at: datetime, secret_key: str) -> str:
    """Keep an address apart from words, to be confirmed; one that was there before goes. The secret of its link.

    Raises `Refused` for somebody who follows nothing.
    """
    followed = db.session.scalar(_follows(project_id, by).order_by(Follow.at.desc(), Follow.id).limit(1))
    if followed is None:
        raise Refused(N_("Follow an idea first. Then we can send you its news."))
    board = db.session.scalars(
        select(IdeaBoard).join(Idea, Idea.board_id == IdeaBoard.id).where(Idea.id == followed)
    ).one()
    _erase(project_id, by)
    contact = Contact(
        project_id=project_id, participant_id=by, address=address, purpose=f"{board.ref}-follow", created_at=at
    )
    db.session.add(contact)
    db.session.flush()
    row = FollowAddress(
        id=uuid7(), board_id=board.id, participant_id=by, contact_id=contact.id, asked_at=at, told_until=at
    )
    token = link_secret(row.id, secret_key)
    row.link_digest = digest(token)
    db.session.add(row)
    db.session.flush()
    record("follow_mail_asked", row, project_id=project_id, by=actor_participant(by), at=at)
    return token


def post_once(project_id: uuid.UUID, address: str, subject: str, body: str, *, at: datetime) -> None:
    """Hand a message to the outbox, which empties its address and its words once it went."""
    post(address, subject, body, at=at, project_id=project_id, forgets=True)


def link_secret(row_id: uuid.UUID, secret_key: str) -> str:
    """The secret of the link that confirms and ends an address: drawn from its row, so that every mail can carry it."""
    made = hmac.digest(secret_key.encode(), b"follow-address:" + row_id.bytes, "sha256")
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def link_state(project_id: uuid.UUID, token: str) -> str:
    """What the link leads to: "asked" to be confirmed, "on", or "" for none. Asking uses nothing up."""
    row = db.session.scalar(_behind(project_id, token))
    return "" if row is None else "on" if row.confirmed_at is not None else "asked"


def confirm_mail(project_id: uuid.UUID, token: str, *, at: datetime) -> bool:
    """Send news from now on; False where the link leads nowhere. Twice changes nothing."""
    row = db.session.scalar(_behind(project_id, token))
    if row is None:
        return False
    if row.confirmed_at is None:
        row.confirmed_at = row.told_until = at
        record("follow_mail_confirmed", row, project_id=project_id, by=actor_participant(row.participant_id), at=at)
    return True


def stop_mail(project_id: uuid.UUID, token: str, *, at: datetime) -> None:
    """Send no more: the address goes. Nothing happens where it went before."""
    row = db.session.scalar(_behind(project_id, token))
    if row is not None:
        stop_own_mail(project_id, by=row.participant_id, at=at)


def stop_own_mail(project_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> None:
    """The same from one's own page."""
    for row in _erase(project_id, by):
        record(
            "follow_mail_stopped", f"follow_address:{row.hex}", project_id=project_id, by=actor_participant(by), at=at
        )


def clear_unconfirmed(*, at: datetime) -> int:
    """Erase addresses that nobody confirmed within a week; how many."""
    old = db.session.execute(
        select(FollowAddress.id, FollowAddress.contact_id).where(
            FollowAddress.confirmed_at.is_(None), FollowAddress.asked_at < at - UNCONFIRMED
        )
    ).all()
    db.session.execute(delete(FollowAddress).where(FollowAddress.id.in_([row.id for row in old])))
    db.session.execute(delete(Contact).where(Contact.id.in_([row.contact_id for row in old])))
    return len(old)


def _erase(project_id: uuid.UUID, participant_id: uuid.UUID) -> list[uuid.UUID]:
    """Erase a person's address in a project, confirmed or not; the keys of what went."""
    rows = db.session.execute(
        select(FollowAddress.id, FollowAddress.contact_id)
        .join(IdeaBoard, FollowAddress.board_id == IdeaBoard.id)
        .where(IdeaBoard.project_id == project_id, FollowAddress.participant_id == participant_id)
    ).all()
    db.session.execute(delete(FollowAddress).where(FollowAddress.id.in_([row.id for row in rows])))
    db.session.execute(delete(Contact).where(Contact.id.in_([row.contact_id for row in rows])))
    return [row.id for row in rows]


def _follows(project_id: uuid.UUID, participant_id: uuid.UUID) -> Select[uuid.UUID]:
    return (
        select(Follow.idea_id)
        .join(Idea, Follow.idea_id == Idea.id)
        .join(IdeaBoard, Idea.board_id == IdeaBoard.id)
        .where(IdeaBoard.project_id == project_id, Follow.participant_id == participant_id)
    )


def _behind(project_id: uuid.UUID, token: str) -> Select[FollowAddress]:
    return (
        select(FollowAddress)
        .join(IdeaBoard, FollowAddress.board_id == IdeaBoard.id)
        .where(IdeaBoard.project_id == project_id, FollowAddress.link_digest == digest(token))
    )


def _shown(board: IdeaBoard, idea_ref: str) -> Idea:
    idea = db.session.scalar(
        select(Idea)
        .join(Contribution, Idea.contribution_id == Contribution.id)
        .where(
            Idea.board_id == board.id,
            Idea.ref == idea_ref,
            Contribution.standing.in_((Standing.PUBLISHED, Standing.MERGED)),
        )
    )
    if idea is None:
        raise NotFound("There is no such idea on this board.")
    return idea


def _note(kind: str, idea: Idea, project_id: uuid.UUID, by: uuid.UUID, at: datetime) -> None:
    record(kind, idea, project_id=project_id, by=actor_participant(by), at=at, details={"idea": idea.ref})
