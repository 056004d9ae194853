"""A board in the layout that Polis exports: comments.csv, votes.csv, participants-votes.csv and summary.csv.

Only votes (agree, disagree, pass) go out this way: a support is no vote. People are numbered anew for each file. The
commissioner's edition has the published statements whose authors may be quoted, and votes by day; a whole copy has all.
"""

from __future__ import annotations

import csv
import io
import secrets
import uuid
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, time
from itertools import groupby
from operator import itemgetter
from random import Random
from typing import IO, Any, Final

from sqlalchemy import case, func, select

from codesign.core.terms import Consent, Standing, Vote
from codesign.extensions import db
from codesign.ideas.exchange.layout import Copy, guarded
from codesign.models import Contribution, Idea, IdeaBoard, StatementVote
from codesign.tallies.apart import not_apart

COMMENTS: Final = (
    "timestamp", "datetime", "comment-id", "author-id", "agrees", "disagrees", "moderated", "comment-body",
)  # fmt: skip
VOTES: Final = ("timestamp", "datetime", "comment-id", "voter-id", "vote")
_SIGNS: Final = {Vote.AGREE: 1, Vote.DISAGREE: -1, Vote.PASS: 0}
_MODERATED: Final = {Standing.PUBLISHED: 1, Standing.MERGED: 1, Standing.WAITING: 0}


def polis_zip(board: IdeaBoard, copy: Copy, out: IO[bytes], at: datetime) -> None:
    """Write the four files of a board as a zip."""
    view = _View(board, copy)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        for name, lines in (
            ("comments.csv", view.comments()),
            ("votes.csv", view.votes()),
            ("participants-votes.csv", view.matrix()),
            ("summary.csv", view.summary()),
        ):
            entry = zipfile.ZipInfo(name, at.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(entry, "w") as member:
                for piece in _pieces(lines):
                    member.write(piece.encode())


class _View:
    def __init__(self, board: IdeaBoard, copy: Copy) -> None:
        self.board, self.copy = board, copy
        rows = db.session.execute(
            select(Idea.id, Idea.ref, Contribution.source_id)
            .join(Contribution, Idea.contribution_id == Contribution.id)
            .where(*self._shown())
            .order_by(Idea.created_at, Idea.id)
        ).all()
        ids = [row.source_id or "" for row in rows]
        # The numbers of the conversation it was brought in from; elsewhere those of our own references.
        if not all(each.isascii() and each.isdigit() for each in ids) or len(set(ids)) < len(ids):
            ids = [row.ref.removeprefix("I-").lstrip("0") or "0" for row in rows]
        self.ids = {row.id: each for row, each in zip(rows, ids, strict=True)}
        people = list(
            db.session.scalars(
                select(Contribution.participant_id)
                .join(Idea, Idea.contribution_id == Contribution.id)
                .where(*self._shown())
                .union(select(StatementVote.participant_id).join(Idea).join(Contribution).where(*self._shown()))
            )
        )
        people.sort()
        Random(secrets.randbits(128)).shuffle(people)  # noqa: S311 - seeded from the system's own
        self.people: dict[uuid.UUID, int] = {key: number for number, key in enumerate(people)}
        self.voters: set[uuid.UUID] = set()

    def _shown(self) -> tuple[Any, ...]:
        here = (
            Idea.board_id == self.board.id,
            Contribution.standing != Standing.WITHDRAWN,
            Contribution.text != "",
            not_apart(),
        )
        if self.copy is Copy.WHOLE:
            return here
        return (
            *here,
            Contribution.standing.in_((Standing.PUBLISHED, Standing.MERGED)),
            Contribution.consent.in_((Consent.BIDDERS, Consent.PUBLIC)),
        )

    def _when(self, at: datetime) -> tuple[int, str]:
        if self.copy is not Copy.WHOLE:
            at = datetime.combine(at.astimezone(UTC).date(), time(0, 0), UTC)
        return round(at.timestamp() * 1000), at.strftime("%a %b %d %Y %H:%M:%S GMT+0000 (UTC)")

    def comments(self) -> Iterator[tuple[Any, ...]]:
        yield COMMENTS
        totals = (
            select(
                StatementVote.idea_id,
                func.sum(case((StatementVote.vote == Vote.AGREE, 1), else_=0)).label("agree"),
                func.sum(case((StatementVote.vote == Vote.DISAGREE, 1), else_=0)).label("disagree"),
            )
            .group_by(StatementVote.idea_id)
            .subquery()
        )
        query = (
            select(
                Idea.id,
                Idea.title,
                Contribution.text,
                Contribution.said_at,
                Contribution.participant_id,
                Contribution.standing,
                totals.c.agree,
                totals.c.disagree,
            )
            .join(Contribution, Idea.contribution_id == Contribution.id)
            .outerjoin(totals, totals.c.idea_id == Idea.id)
            .where(*self._shown())
            .order_by(Idea.created_at, Idea.id)
        )
        for row in db.session.execute(query.execution_options(yield_per=1_000)):
            milliseconds, local = self._when(row.said_at)
            yield (
                milliseconds,
                local,
                self.ids[row.id],
                self.people[row.participant_id],
                row.agree or 0,
                row.disagree or 0,
                _MODERATED.get(row.standing, -1),
                guarded(_body(row.title, row.text)),
            )

    def _votes(self, *order: Any) -> Iterator[Any]:
        query = (
            select(StatementVote.participant_id, StatementVote.idea_id, StatementVote.vote, StatementVote.at)
            .join(Idea, StatementVote.idea_id == Idea.id)
            .join(Contribution, Idea.contribution_id == Contribution.id)
            .where(*self._shown())
            .order_by(*order)
        )
        yield from db.session.execute(query.execution_options(yield_per=1_000))

    def votes(self) -> Iterator[tuple[Any, ...]]:
        yield VOTES
        order = (StatementVote.at,) if self.copy is Copy.WHOLE else (StatementVote.idea_id,)
        for row in self._votes(*order):
            yield (*self._when(row.at), self.ids[row.idea_id], self.people[row.participant_id], _SIGNS[row.vote])

    def matrix(self) -> Iterator[tuple[Any, ...]]:
        yield ("participant", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree", *self.ids.values())
        places = {key: place for place, key in enumerate(self.ids)}
        written = db.session.execute(
            select(Contribution.participant_id, func.count())
            .join(Idea, Idea.contribution_id == Contribution.id)
            .where(*self._shown())
            .group_by(Contribution.participant_id)
        )
        wrote = {row[0]: row[1] for row in written}
        for person, rows in groupby(self._votes(StatementVote.participant_id), key=itemgetter(0)):
            self.voters.add(person)
            cells: list[Any] = [""] * len(places)
            for row in rows:
                cells[places[row.idea_id]] = _SIGNS[row.vote]
            given = [cell for cell in cells if cell != ""]
            facts = (wrote.get(person, 0), len(given), given.count(1), given.count(-1))
            yield (self.people[person], "", *facts, *cells)

    def summary(self) -> Iterator[tuple[Any, ...]]:
        yield "topic", guarded(self.board.title)
        yield "url", ""
        yield "voters", len(self.voters)
        yield "voters-in-conv", len(self.voters)
        yield "commenters", self._commenters()
        yield "comments", len(self.ids)
        yield "groups", ""
        yield "conversation-description", guarded(self.board.introduction)

    def _commenters(self) -> int:
        return (
            db.session.scalar(
                select(func.count(Contribution.participant_id.distinct()))
                .join(Idea, Idea.contribution_id == Contribution.id)
                .where(*self._shown())
            )
            or 0
        )


def _body(title: str, text: str) -> str:
    """A statement is its own line; an idea has its line before its words."""
    return text if title.rstrip("…") in " ".join(text.split()) else f"{title}\n\n{text}"


def _pieces(lines: Iterator[tuple[Any, ...]]) -> Iterator[str]:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    for line in lines:
        writer.writerow(line)
        if text.tell() > 64 * 1024:
            yield text.getvalue()
            text.seek(0)
            text.truncate()
    yield text.getvalue()
