"""Bringing in a Polis conversation as a board that asks agree, disagree or pass on statements."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from uuid_utils.compat import uuid7

from codesign.core import chain
from codesign.core.errors import NotFound
from codesign.core.imports import ImportReport
from codesign.core.terms import (
    ActivityState,
    BoardAsks,
    Consent,
    ContributionKind,
    ModerationReason,
    ShownAs,
    Standing,
    Vote,
)
from codesign.extensions import db
from codesign.ideas.boards import next_board_ref
from codesign.ideas.exchange.bulk import add_people, add_sendings, free_prefix, idea_refs, insert_rows, short_title
from codesign.ideas.exchange.polis import Conversation, Statement, read_conversation
from codesign.ledger import fresh_codes, record
from codesign.models import (
    Contribution,
    ContributionVersion,
    Idea,
    IdeaBoard,
    Project,
    StatementVote,
)


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
        title=short_title(title) or "Statements",
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
    source_ids = sorted(authors | voters)
    # Ids of another conversation are other people, so each import has its own.
    prefix = free_prefix(project_id, source_ids)
    keys = add_people(project_id, [{"source_id": f"{prefix}{each}"} for each in source_ids], at=at, language=language)
    people = dict(zip(source_ids, keys, strict=True))
    first: dict[uuid.UUID, datetime] = {}
    for comment in comments.values():
        author = people[comment.author]
        first[author] = min(first.get(author, comment.at), comment.at)
    sendings = add_sendings(board, first, language=language)
    ideas = _ideas(board, people, sendings, list(comments.values()), at=at, language=language)
    insert_rows(
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


def _ideas(
    board: IdeaBoard,
    people: dict[str, uuid.UUID],
    sendings: dict[uuid.UUID, uuid.UUID],
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
    insert_rows(
        Contribution,
        (
            {
                "id": contributions[comment.source_id],
                "project_id": board.project_id,
                "activity_id": board.id,
                "participant_id": people[comment.author],
                "submission_id": sendings[people[comment.author]],
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
    insert_rows(ContributionVersion, versions)
    refs = idea_refs([comment.source_id for comment in comments])
    insert_rows(
        Idea,
        (
            {
                "id": ideas[comment.source_id],
                "board_id": board.id,
                "contribution_id": contributions[comment.source_id],
                "ref": refs[comment.source_id],
                "title": short_title(comment.text),
                "supports": 0,
                "replies": 0,
                "seen": 0,
                "created_at": comment.at,
            }
            for comment in comments
        ),
    )
    return ideas
