"""The boards of a demonstration project: ideas with supports and replies, statements with votes."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Final

from uuid_utils.compat import uuid7

from codesign.core.closing import closing_moment
from codesign.core.codes import digest as secret_digest
from codesign.core.terms import ActivityState, Consent, ContributionKind, Mode, ShownAs, SubmissionState
from codesign.demo import shapes
from codesign.demo.loading.answers import LAST_MINUTE
from codesign.demo.loading.book import Book, Row, noon, put
from codesign.demo.shapes import Demo
from codesign.extensions import db
from codesign.models import Comment, Idea, IdeaBoard, Prompt, StatementVote, Support

STAFF_WROTE: Final = "Written by staff to start the board. It is no resident's answer."


def load_boards(book: Book, demo: Demo) -> None:
    """Every board with what people put on it."""
    areas = {area.code: area.name for area in demo.project.areas}
    for plan in demo.boards:
        board = _board(book, demo, plan)
        until = min(board.closes_at or book.at, book.at)
        if plan.ideas:
            _ideas(book, board, plan, areas, until)
        if plan.statements:
            _statements(book, board, plan.statements, until)


def _board(book: Book, demo: Demo, plan: shapes.Board) -> IdeaBoard:
    opens_at = closing_moment(plan.opens_on, time(0, 0), book.zone)
    closes_at = closing_moment(plan.closes_on, LAST_MINUTE, book.zone)
    row = IdeaBoard(
        project_id=book.project_id,
        ref=plan.ref,
        title=plan.title,
        introduction=plan.promise,
        influence=plan.influence,
        asks=plan.asks,
        moderation=plan.moderation,
        state=ActivityState.OPEN if book.at < closes_at else ActivityState.CLOSED,
        opens_at=opens_at,
        closes_on=plan.closes_on,
        closes_time=LAST_MINUTE,
        zone=book.zone,
        closes_at=closes_at,
        created_at=min(noon(demo.project.created_on), opens_at),
        prompts=[Prompt(position=place, text=prompt.text) for place, prompt in enumerate(plan.prompts, 1)],
    )
    db.session.add(row)
    db.session.flush()
    subject = f"idea_board:{row.id.hex}"
    book.happened("board_opened", subject, at=opens_at, details={"board": plan.ref})
    if row.state is ActivityState.CLOSED:
        book.happened("board_closed", subject, at=closes_at, details={"board": plan.ref})
    return row


def _ideas(book: Book, board: IdeaBoard, plan: shapes.Board, areas: dict[str, str], until: datetime) -> None:
    prompts = {prompt.ref: row.id for prompt, row in zip(plan.prompts, board.prompts, strict=True)}
    replies = Counter(reply.idea for reply in plan.replies)
    rows: list[Row] = []
    supports: list[Row] = []
    for idea in plan.ideas:
        key = book.ideas[idea.ref] = uuid7()
        rows.append(
            {
                "id": key,
                "board_id": board.id,
                "prompt_id": prompts[idea.prompt],
                "contribution_id": _idea_words(book, board, idea, areas),
                "ref": idea.ref,
                "title": idea.title,
                "supports": len(idea.supporters),
                "replies": replies[idea.ref],
                "seen": len(idea.supporters),
                "created_at": idea.posted_at,
            }
        )
        for person, at in zip(idea.supporters, _spread(idea.posted_at, until, len(idea.supporters)), strict=True):
            supports.append({"idea_id": key, "participant_id": book.person(person, at), "at": at})
    comments = [
        {
            "idea_id": book.ideas[reply.idea],
            "contribution_id": _reply_words(book, board, reply, number),
            "kind": reply.kind,
        }
        for number, reply in enumerate(plan.replies, 1)
    ]
    book.write()
    put(Idea, rows)
    put(Comment, comments)
    put(Support, supports)
    book.loaded("board", at=until, ideas=len(rows), replies=len(comments))
    book.loaded("supports", at=until, supports=len(supports))


def _idea_words(book: Book, board: IdeaBoard, idea: shapes.Idea, areas: dict[str, str]) -> uuid.UUID:
    sent = book.send(board, book.person(idea.person, idea.posted_at), idea.ref, at=idea.posted_at, mode=Mode.WEB)
    shown = {ShownAs.AREA: areas.get(idea.area_code, ""), ShownAs.FIRST_NAME: idea.first_name}.get(idea.shown_as, "")
    return book.say(
        sent,
        ContributionKind.IDEA,
        idea.words,
        at=idea.posted_at,
        consent=book.consents.get(idea.person, Consent.PUBLIC),
        name=idea.ref,
        standing=idea.standing,
        hidden_for=idea.moderation,
        note=idea.moderation_note,
        moderated_at=idea.posted_at + timedelta(hours=3) if idea.moderation else None,
        moderated_by=book.staff["facilitator"] if idea.moderation else None,
        shown_as=idea.shown_as if shown else ShownAs.NOTHING,
        shown_words=shown,
    )


def _reply_words(book: Book, board: IdeaBoard, reply: shapes.Reply, number: int) -> uuid.UUID:
    person = book.person(reply.person, reply.said_at)
    sent = book.send(board, person, f"reply {number}", at=reply.said_at, mode=Mode.WEB)
    consent = book.consents.get(reply.person, Consent.PUBLIC)
    return book.say(sent, ContributionKind.COMMENT, reply.words, at=reply.said_at, consent=consent)


def _statements(book: Book, board: IdeaBoard, statements: Sequence[shapes.Statement], until: datetime) -> None:
    """Statements that staff wrote hang on a sending that no count takes in, as when staff add them by hand."""
    opened = board.opens_at or until
    staff = book.person(f"staff {board.ref}", opened, key_digest=secret_digest(f"staff:{board.id.hex}"))
    sent = book.send(
        board,
        staff,
        "statements",
        at=opened,
        mode=Mode.ASSISTED,
        state=SubmissionState.EXCLUDED,
        reason=STAFF_WROTE,
        rule="staff_statement",
    )
    rows: list[Row] = []
    votes: list[Row] = []
    for statement in statements:
        words = book.say(
            sent,
            ContributionKind.IDEA,
            statement.text,
            at=opened,
            consent=Consent.PUBLIC,
            source_id=str(statement.number),
        )
        key = uuid7()
        rows.append(
            {
                "id": key,
                "board_id": board.id,
                "contribution_id": words,
                "ref": f"I-{100 + statement.number:04}",
                "title": statement.text,
                "seen": len(statement.votes),
                "created_at": opened,
            }
        )
        for (person, vote), at in zip(statement.votes, _spread(opened, until, len(statement.votes)), strict=True):
            votes.append({"idea_id": key, "participant_id": book.person(person, at), "vote": vote, "at": at})
    book.write()
    put(Idea, rows)
    put(StatementVote, votes)
    book.loaded("statements", at=until, statements=len(rows))
    book.loaded("votes", at=until, votes=len(votes))


def _spread(first: datetime, last: datetime, count: int) -> list[datetime]:
    """Moments at equal distances between the two: the data knows who and not when."""
    return [first + (last - first) * number / (count + 1) for number in range(1, count + 1)]
