"""What happened to followed ideas: on a person's page since they looked, and by e-mail once a day."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from sqlalchemy import ColumnElement, Row, Select, and_, case, exists, func, literal, select, update

from codesign.core.codes import digest
from codesign.core.terms import ActivityState, ReplyKind, Standing
from codesign.extensions import db
from codesign.ideas.talk.following import link_secret
from codesign.ideas.talk.shapes import FollowingPage, News
from codesign.ledger import post
from codesign.models import (
    AnswerBatch,
    AnswerNotice,
    Comment,
    Contact,
    Contribution,
    Follow,
    FollowAddress,
    Idea,
    IdeaAnswer,
    IdeaBoard,
    IdeaLineage,
    IdeaVersion,
    Participant,
    Project,
    Submission,
    Support,
)

PAGE: Final = 30
BETWEEN: Final = timedelta(hours=20)
"""The least time between two digests of one person: they are made once a night, give or take the summer time."""
SETTLED: Final = timedelta(minutes=2)
"""What is younger is told tomorrow: a write that began before the digest may end after it."""


def following_page(project_id: uuid.UUID, *, me: uuid.UUID | None, at: datetime, page: int = 1) -> FollowingPage:
    """The ideas that a person follows, those with news first, and those they support whose words changed."""
    if me is None:
        return FollowingPage(ideas=(), changed=(), mail="", page=1, more=False)
    rows = db.session.execute(
        _ordered(_news(project_id, me, since=Follow.seen_at, until=at)).limit(PAGE + 1).offset((page - 1) * PAGE)
    ).all()
    mail = db.session.execute(
        select(FollowAddress.confirmed_at)
        .join(IdeaBoard, FollowAddress.board_id == IdeaBoard.id)
        .where(IdeaBoard.project_id == project_id, FollowAddress.participant_id == me)
        .limit(1)
    ).one_or_none()
    return FollowingPage(
        ideas=tuple(_told(row) for row in rows[:PAGE]),
        changed=_changed_since_support(project_id, me) if page == 1 else (),
        mail="" if mail is None else "on" if mail.confirmed_at else "asked",
        page=page,
        more=len(rows) > PAGE,
    )


def _changed_since_support(project_id: uuid.UUID, me: uuid.UUID) -> tuple[News, ...]:
    newest = select(func.max(IdeaVersion.at)).where(IdeaVersion.idea_id == Idea.id, IdeaVersion.shown).scalar_subquery()
    rows = db.session.execute(
        select(Idea.ref, Idea.title, IdeaBoard.ref.label("board"))
        .join(Support, Support.idea_id == Idea.id)
        .join(IdeaBoard, Idea.board_id == IdeaBoard.id)
        .join(Contribution, Idea.contribution_id == Contribution.id)
        .where(
            IdeaBoard.project_id == project_id,
            IdeaBoard.state != ActivityState.DRAFT,
            Support.participant_id == me,
            Contribution.participant_id != me,
            Contribution.standing == Standing.PUBLISHED,
            newest > Support.at,
            ~exists().where(Follow.idea_id == Idea.id, Follow.participant_id == me),
        )
        .order_by(newest.desc(), Idea.id)
        .limit(PAGE)
    )
    return tuple(
        News(
            board_ref=row.board,
            ref=row.ref,
            title=row.title,
            replies=0,
            answers=0,
            changed=True,
            answered=False,
            reshaped=False,
            taken_back=False,
            follows=False,
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What one person is told in one mail, in their language. `token` is the secret of the link that stops it."""

    language: str
    project: str
    slug: str
    token: str
    news: tuple[News, ...]


class Written(Protocol):
    """A message in words."""

    @property
    def subject(self) -> str: ...

    @property
    def body(self) -> str: ...


def send_digests(
    write: Callable[[Digest], Written],
    *,
    secret_key: str,
    at: datetime,
    after: uuid.UUID | None = None,
    limit: int = 100,
) -> tuple[int, uuid.UUID | None]:
    """Write the digests that are due to some addresses; how many mails, and the last address looked at, None at the end.

    `told_until` moves with the mail, in one transaction, for whoever moves it first: nobody is told twice.
    """
    due = (
        select(FollowAddress, Contact.address, Participant.language, Project.id, Project.name, Project.slug)
        .join(Contact, FollowAddress.contact_id == Contact.id)
        .join(Participant, FollowAddress.participant_id == Participant.id)
        .join(Project, Participant.project_id == Project.id)
        .where(
            FollowAddress.confirmed_at.is_not(None),
            FollowAddress.told_until <= at - BETWEEN,
            Project.published_at.is_not(None),
        )
        .order_by(FollowAddress.id)
        .limit(limit)
    )
    if after is not None:
        due = due.where(FollowAddress.id > after)
    rows = db.session.execute(due).all()
    sent = sum(_tell(row, write, secret_key=secret_key, at=at) for row in rows)
    return sent, rows[-1][0].id if len(rows) == limit else None


def _tell(row: Any, write: Callable[[Digest], Written], *, secret_key: str, at: datetime) -> bool:
    address, email, language, project_id, name, slug = row
    until, told = at - SETTLED, address.told_until
    since = case((Follow.at > told, Follow.at), else_=literal(told, Follow.at.type))
    listed = _ordered(_news(project_id, address.participant_id, since=since, until=until, mailed=False)).limit(PAGE)
    news = tuple(each for each in map(_told, db.session.execute(listed)) if each.anything)
    if not news:
        return False
    token = link_secret(address.id, secret_key)
    moved = db.session.execute(
        update(FollowAddress)
        .where(FollowAddress.id == address.id, FollowAddress.told_until == told)
        .values(told_until=until, link_digest=digest(token))
        .returning(FollowAddress.id)
        .execution_options(synchronize_session=False)
    ).first()
    if moved is None:
        return False
    mail = write(Digest(language=language, project=name, slug=slug, token=token, news=news))
    post(email, mail.subject, mail.body, at=at, project_id=project_id, forgets=True)
    return True


def _news(project_id: uuid.UUID, me: uuid.UUID, *, since: Any, until: datetime, mailed: bool = True) -> Select[Any]:
    """Each followed idea with what happened between two moments; one's own doings are no news.

    Without `mailed` answers are left out that a mail of their own has told this person.
    """

    def replied(kind: ColumnElement[bool]) -> Any:
        words = Contribution.__table__.alias("said")
        seen = case((words.c.moderated_at > words.c.said_at, words.c.moderated_at), else_=words.c.said_at)
        return (
            select(func.count())
            .select_from(Comment)
            .join(words, Comment.contribution_id == words.c.id)
            .where(
                Comment.idea_id == Idea.id,
                kind,
                words.c.standing == Standing.PUBLISHED,
                words.c.participant_id != me,
                seen > since,
                seen <= until,
            )
            .scalar_subquery()
        )

    others = Contribution.participant_id != me
    changed = exists().where(
        IdeaVersion.idea_id == Idea.id, IdeaVersion.shown, IdeaVersion.at > since, IdeaVersion.at <= until
    )
    told = exists().where(
        AnswerNotice.batch_id == AnswerBatch.id, AnswerNotice.participant_id == me, AnswerNotice.mailed_at.is_not(None)
    )
    answered = exists(
        select(IdeaAnswer.id)
        .join(AnswerBatch, IdeaAnswer.batch_id == AnswerBatch.id)
        .where(
            IdeaAnswer.idea_id == Idea.id,
            AnswerBatch.published_at > since,
            AnswerBatch.published_at <= until,
            *(() if mailed else (~told,)),
        )
    )
    reshaped = exists().where(IdeaLineage.from_id == Idea.id, IdeaLineage.at > since, IdeaLineage.at <= until)
    gone = and_(
        Contribution.standing == Standing.WITHDRAWN, Submission.withdrawn_at > since, Submission.withdrawn_at <= until
    )
    readable = Contribution.standing.in_((Standing.PUBLISHED, Standing.MERGED))
    return (
        select(
            Idea.id,
            Idea.ref,
            IdeaBoard.ref.label("board"),
            case((readable, Idea.title), else_="").label("title"),
            replied(Comment.kind != ReplyKind.ANSWER).label("replies"),
            replied(Comment.kind == ReplyKind.ANSWER).label("answers"),
            case((and_(readable, others, changed), 1), else_=0).label("changed"),
            case((and_(readable, answered), 1), else_=0).label("answered"),
            case((and_(readable, reshaped), 1), else_=0).label("reshaped"),
            case((and_(others, gone), 1), else_=0).label("taken_back"),
            Contribution.standing,
            Follow.at.label("followed_at"),
        )
        .select_from(Follow)
        .join(Idea, Follow.idea_id == Idea.id)
        .join(IdeaBoard, Idea.board_id == IdeaBoard.id)
        .join(Contribution, Idea.contribution_id == Contribution.id)
        .join(Submission, Contribution.submission_id == Submission.id)
        .where(
            Follow.participant_id == me,
            IdeaBoard.project_id == project_id,
            IdeaBoard.state != ActivityState.DRAFT,
        )
    )


def _ordered(news: Select[Any]) -> Select[Any]:
    told = news.subquery()
    shown = told.c.standing.in_((Standing.PUBLISHED, Standing.MERGED, Standing.WITHDRAWN))
    count = told.c.replies + told.c.answers + told.c.changed + told.c.answered + told.c.reshaped + told.c.taken_back
    return select(told).order_by(case((and_(shown, count > 0), 0), else_=1), told.c.followed_at.desc(), told.c.id)


def _told(row: Row[Any]) -> News:
    kept_back = row.standing in (Standing.WAITING, Standing.HIDDEN)
    talk = row.standing in (Standing.PUBLISHED, Standing.MERGED)
    return News(
        board_ref=row.board,
        ref=row.ref,
        title=row.title,
        replies=row.replies if talk else 0,
        answers=row.answers if talk else 0,
        changed=bool(row.changed),
        answered=bool(row.answered),
        reshaped=bool(row.reshaped),
        taken_back=bool(row.taken_back) and not kept_back,
    )
