"""Bringing in a Polis conversation as a board that asks agree, disagree or pass on statements."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import insert, select
from uuid_utils.compat import uuid7

from codesign.core import chain
from codesign.core.codes import digest as secret_digest
from codesign.core.codes import public_code, receipt_code
from codesign.core.errors import NotFound
from codesign.core.imports import ImportReport
from codesign.core.terms import (
    ActivityState,
    BoardAsks,
    Consent,
    ContributionKind,
    Mode,
    ModerationReason,
    ShownAs,
    Standing,
    SubmissionState,
    Vote,
)
from codesign.core.text import one_line
from codesign.extensions import db
from codesign.ideas.boards import next_board_ref
from codesign.ideas.polis import Conversation, Statement, read_conversation
from codesign.ledger import record
from codesign.models import (
    Contribution,
    ContributionVersion,
    Idea,
    IdeaBoard,
    Participant,
    Project,
    StatementVote,
    Submission,
)

TITLE_LETTERS: Final = 160
_CHUNK: Final = 5_000


def import_polis(
    folder: Path, project_id: uuid.UUID, title: str, *, by: str, at: datetime, language: str = "en"
) -> ImportReport:
    """Read comments.csv with votes.csv or participants-votes.csv, plain or .gz, into a closed board of statements.

    Of several votes of one person on one comment the latest counts. The same files a second time change nothing.
    Raises `InputError` naming file, row and column. The caller's transaction makes it whole or nothing.
    """
    if db.session.get(Project, project_id) is None:
        raise NotFound("There is no such project.")
    conversation = read_conversation(folder)
    known = db.session.scalar(
        select(IdeaBoard.ref).where(IdeaBoard.project_id == project_id, IdeaBoard.source_digest == conversation.digest)
    )
    if known is not None:
        return ImportReport(
            read=conversation.read,
            taken=0,
            skipped=tuple(conversation.skipped),
            notes=(f"This conversation is already here as board {known}. Nothing was changed.",),
        )
    board = IdeaBoard(
        project_id=project_id,
        ref=next_board_ref(project_id),
        title=one_line(title)[:TITLE_LETTERS] or "Statements",
        asks=BoardAsks.STATEMENTS,
        state=ActivityState.CLOSED,
        source_digest=conversation.digest,
        created_at=at,
    )
    db.session.add(board)
    db.session.flush()
    return _write(conversation, board, by=by, at=at, language=language)


def _write(conversation: Conversation, board: IdeaBoard, *, by: str, at: datetime, language: str) -> ImportReport:
    project_id = board.project_id
    comments = conversation.comments
    authors = {comment.author for comment in comments.values()}
    voters = {voter for voter, _ in conversation.votes}
    people = _participants(project_id, sorted(authors | voters), at=at, language=language)
    sendings = _submissions(board, people, sorted(authors), comments.values(), at=at, language=language)
    ideas = _ideas(board, people, sendings, list(comments.values()), at=at, language=language)
    _insert(
        StatementVote,
        (
            {
                "id": uuid7(),
                "idea_id": ideas[comment],
                "participant_id": people[voter],
                "vote": vote,
                "at": cast or at,
            }
            for (voter, comment), (vote, cast) in conversation.votes.items()
        ),
    )
    published = sum(comment.standing is Standing.PUBLISHED for comment in comments.values())
    counts = dict.fromkeys(Vote, 0)
    for vote, _cast in conversation.votes.values():
        counts[vote] += 1
    record(
        "board_imported",
        board,
        project_id=project_id,
        by=by,
        at=at,
        digest=board.source_digest or "",
        details={
            "board": board.ref,
            "statements": len(comments),
            "published": published,
            "voters": len(voters),
            "votes": len(conversation.votes),
        },
    )
    return ImportReport(
        read=conversation.read,
        taken=conversation.read - len(conversation.skipped),
        skipped=tuple(sorted(conversation.skipped, key=lambda skipped: skipped.row)),
        notes=(
            f"Board {board.ref}: {len(comments):,} statements, {published:,} published, "
            f"{len(comments) - published:,} moderated out in the source.",
            f"{len(voters):,} people voted: {counts[Vote.AGREE]:,} agree, {counts[Vote.DISAGREE]:,} disagree, "
            f"{counts[Vote.PASS]:,} pass.",
        ),
    )


def _participants(project_id: uuid.UUID, source_ids: list[str], *, at: datetime, language: str) -> dict[str, uuid.UUID]:
    """The participant of each source id. Ids of another conversation are other people, so each import has its own."""
    # A project may hold two conversations; both count their people from 0.
    taken = set(
        db.session.scalars(
            select(Participant.source_id).where(
                Participant.project_id == project_id, Participant.source_id.is_not(None)
            )
        )
    )
    prefix = ""
    turn = 1
    while any(f"{prefix}{source_id}" in taken for source_id in source_ids):
        turn += 1
        prefix = f"{turn}:"
    people = {source_id: uuid7() for source_id in source_ids}
    refs = fresh_codes(Participant.ref, "P", len(people))
    _insert(
        Participant,
        (
            {
                "id": people[source_id],
                "project_id": project_id,
                "ref": ref,
                "source_id": f"{prefix}{source_id}",
                "language": language,
                "groups": {},
                "created_at": at,
            }
            for source_id, ref in zip(source_ids, refs, strict=True)
        ),
    )
    return people


def _submissions(
    board: IdeaBoard,
    people: dict[str, uuid.UUID],
    authors: list[str],
    comments: Iterable[Statement],
    *,
    at: datetime,
    language: str,
) -> dict[str, uuid.UUID]:
    """One sending for each author: who only voted sent no words."""
    first: dict[str, datetime] = {}
    for comment in comments:
        first[comment.author] = min(first.get(comment.author, comment.at), comment.at)
    sendings = {author: uuid7() for author in authors}
    _insert(
        Submission,
        (
            {
                "id": sendings[author],
                "project_id": board.project_id,
                "activity_id": board.id,
                "participant_id": people[author],
                "idempotency_key": secret_digest(f"{people[author].hex}:{board.id.hex}:import"),
                "ref": ref,
                "receipt": receipt_code(),
                "state": SubmissionState.ACCEPTED,
                "mode": Mode.IMPORTED,
                "language": language,
                "received_at": first[author],
            }
            for author, ref in zip(authors, fresh_codes(Submission.ref, "R", len(authors)), strict=True)
        ),
    )
    return sendings


def _ideas(
    board: IdeaBoard,
    people: dict[str, uuid.UUID],
    sendings: dict[str, uuid.UUID],
    comments: list[Statement],
    *,
    at: datetime,
    language: str,
) -> dict[str, uuid.UUID]:
    """For each comment a contribution with its first version and a statement; the statement's key by source id."""
    ideas = {comment.source_id: uuid7() for comment in comments}
    contributions = {comment.source_id: uuid7() for comment in comments}
    codes = fresh_codes(Contribution.code, "K", len(comments))
    hidden = {
        "moderation_reason": ModerationReason.OTHER,
        "moderation_note": "Moderated out in the source.",
        "moderated_at": at,
    }
    shown = dict.fromkeys(hidden)
    shown["moderation_note"] = ""
    _insert(
        Contribution,
        (
            {
                "id": contributions[comment.source_id],
                "project_id": board.project_id,
                "activity_id": board.id,
                "participant_id": people[comment.author],
                "submission_id": sendings[comment.author],
                "code": code,
                "kind": ContributionKind.IDEA,
                "text": comment.text,
                "language": language,
                "consent": Consent.PUBLIC,
                "standing": comment.standing,
                "shown_as": ShownAs.NOTHING,
                "source_id": comment.source_id,
                "said_at": comment.at,
                **(hidden if comment.standing is Standing.HIDDEN else shown),
            }
            for comment, code in zip(comments, codes, strict=True)
        ),
    )
    versions = []
    for comment in comments:
        salt = secrets.token_bytes(16)
        versions.append(
            {
                "id": uuid7(),
                "contribution_id": contributions[comment.source_id],
                "number": 1,
                "text": comment.text,
                "salt": salt,
                "digest": chain.salted_digest(salt, comment.text),
                "at": comment.at,
            }
        )
    _insert(ContributionVersion, versions)
    refs = _refs(comments)
    _insert(
        Idea,
        (
            {
                "id": ideas[comment.source_id],
                "board_id": board.id,
                "contribution_id": contributions[comment.source_id],
                "ref": refs[comment.source_id],
                "title": _title(comment.text),
                "supports": 0,
                "replies": 0,
                "seen": 0,
                "created_at": comment.at,
            }
            for comment in comments
        ),
    )
    return ideas


def _refs(comments: list[Statement]) -> dict[str, str]:
    """References that show the source's own number where it is one; it is public already."""
    if all(c.source_id.isascii() and c.source_id.isdigit() and len(c.source_id) < 9 for c in comments):
        refs = {comment.source_id: f"I-{int(comment.source_id):04d}" for comment in comments}
        if len(set(refs.values())) == len(refs):
            return refs
    return {comment.source_id: f"I-{number:04d}" for number, comment in enumerate(comments, 1)}


def _title(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= TITLE_LETTERS else f"{line[: TITLE_LETTERS - 1].rstrip()}…"


def fresh_codes(column: Any, prefix: str, many: int) -> list[str]:
    """So many random public codes that nobody has yet, in one question to the database per thousand."""
    codes: dict[str, None] = {}
    while len(codes) < many:
        drawn: list[str] = []
        while len(drawn) + len(codes) < many and len(drawn) < 500:
            drawn.append(public_code(prefix))
        taken = set(db.session.scalars(select(column).where(column.in_(drawn))))
        codes.update((code, None) for code in drawn if code not in taken)
    return list(codes)


def _insert(model: Any, rows: Iterable[dict[str, Any]]) -> None:
    chunk: list[dict[str, Any]] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == _CHUNK:
            db.session.execute(insert(model.__table__), chunk)
            chunk = []
    if chunk:
        db.session.execute(insert(model.__table__), chunk)
