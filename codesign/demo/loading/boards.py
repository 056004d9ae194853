"""The boards of a demonstration project: ideas with supports and replies, statements with votes."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, time
from typing import Final

from sqlalchemy import select
from uuid_utils.compat import uuid7

from codesign.core.closing import closing_moment
from codesign.core.terms import (
    ActivityState,
    Consent,
    ContributionKind,
    Mode,
    ShownAs,
    Standing,
    SubmissionState,
    UploadPurpose,
)
from codesign.demo import shapes
from codesign.demo.drawings import drawing
from codesign.demo.loading.answers import LAST_MINUTE
from codesign.demo.loading.book import Book, Row, Sent, noon, put
from codesign.demo.loading.options import load_options, spread
from codesign.demo.shapes import Demo
from codesign.extensions import db
from codesign.ideas.likeness import keep_many
from codesign.ideas.staff_author import staff_digest
from codesign.ledger.files import keep_file
from codesign.models import Area, BoardPhase, Comment, Idea, IdeaBoard, Prompt, StatementVote, Support

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
        if plan.options:
            load_options(book, board, plan, _staff_sending(book, board, opened_at(board, until)), until)


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
        budget=plan.budget,
        totals=plan.totals,
        asks_place=plan.asks_place,
        moderation=plan.moderation,
        state=ActivityState.OPEN if book.at < closes_at else ActivityState.CLOSED,
        opens_at=opens_at,
        closes_on=plan.closes_on,
        closes_time=LAST_MINUTE,
        zone=book.zone,
        closes_at=closes_at,
        created_at=min(noon(demo.project.created_on), opens_at),
        prompts=[Prompt(position=place, text=prompt.text) for place, prompt in enumerate(plan.prompts, 1)],
        phases=[
            BoardPhase(
                kind=phase.kind,
                starts_on=phase.starts_on,
                starts_at=closing_moment(phase.starts_on, time(0, 0), book.zone),
                words=phase.words,
            )
            for phase in plan.phases
        ],
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
    place_of = dict(db.session.execute(select(Area.code, Area.id).where(Area.project_id == book.project_id)).all())
    rows: list[Row] = []
    supports: list[Row] = []
    photos: list[tuple[Row, shapes.Idea]] = []
    for idea in plan.ideas:
        key = book.ideas[idea.ref] = uuid7()
        row: Row = {
            "id": key,
            "board_id": board.id,
            "prompt_id": prompts[idea.prompt],
            "contribution_id": _idea_words(book, board, idea, areas),
            "ref": idea.ref,
            "title": idea.title,
            "photo_id": None,
            "area_id": place_of.get(idea.place),
            "place_words": idea.place_words,
            "supports": len(idea.supporters),
            "replies": replies[idea.ref],
            "seen": len(idea.supporters),
            "created_at": idea.posted_at,
        }
        rows.append(row)
        if idea.photo:
            photos.append((row, idea))
        for person, at in zip(idea.supporters, spread(idea.posted_at, until, len(idea.supporters)), strict=True):
            supports.append({"idea_id": key, "participant_id": book.person(person, at), "at": at})
    comments: list[Row] = []
    for number, reply in enumerate(plan.replies, 1):
        above = comments[reply.to - 1] if reply.to else None
        comments.append(
            {
                "id": uuid7(),
                "idea_id": book.ideas[reply.idea],
                "contribution_id": _reply_words(book, board, reply, number),
                "kind": reply.kind,
                "parent_id": above["id"] if above else None,
                "thread_id": (above["thread_id"] or above["id"]) if above else None,
            }
        )
    book.write()
    for row, idea in photos:
        row["photo_id"] = _photo(book, board, idea)
    put(Idea, rows)
    put(Comment, comments)
    put(Support, supports)
    keep_many((book.ideas[idea.ref], board.id, idea.title, idea.words) for idea in plan.ideas)
    book.loaded("board", at=until, ideas=len(rows), replies=len(comments))
    book.loaded("supports", at=until, supports=len(supports))


def _photo(book: Book, board: IdeaBoard, idea: shapes.Idea) -> uuid.UUID:
    return keep_file(
        book.project_id,
        drawing(idea.photo),
        UploadPurpose.IDEA,
        activity_id=board.id,
        participant_id=book.people[idea.person],
        alt=idea.photo_shows,
        at=idea.posted_at,
    )


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
        # Moderators hide words by an act of their own, as soon as they have read them.
        standing=Standing.PUBLISHED if idea.standing is Standing.HIDDEN else idea.standing,
        shown_as=idea.shown_as if shown else ShownAs.NOTHING,
        shown_words=shown,
    )


def _reply_words(book: Book, board: IdeaBoard, reply: shapes.Reply, number: int) -> uuid.UUID:
    person = book.person(reply.person, reply.said_at)
    sent = book.send(board, person, f"reply {number}", at=reply.said_at, mode=Mode.WEB)
    consent = book.consents.get(reply.person, Consent.PUBLIC)
    name = reply_name(board.ref, number)
    return book.say(sent, ContributionKind.COMMENT, reply.words, at=reply.said_at, consent=consent, name=name)


def reply_name(board_ref: str, number: int) -> str:
    """What a reply is called while a board is loaded; counted over the board from 1."""
    return f"{board_ref} reply {number}"


def _statements(book: Book, board: IdeaBoard, statements: Sequence[shapes.Statement], until: datetime) -> None:
    """Statements that staff wrote hang on a sending that no count takes in, as when staff add them by hand."""
    opened = opened_at(board, until)
    sent = _staff_sending(book, board, opened)
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
        for (person, vote), at in zip(statement.votes, spread(opened, until, len(statement.votes)), strict=True):
            votes.append({"idea_id": key, "participant_id": book.person(person, at), "vote": vote, "at": at})
    book.write()
    put(Idea, rows)
    put(StatementVote, votes)
    book.loaded("statements", at=until, statements=len(rows))
    book.loaded("votes", at=until, votes=len(votes))


def opened_at(board: IdeaBoard, until: datetime) -> datetime:
    """When staff put what they wrote on a board."""
    return board.opens_at or until


def _staff_sending(book: Book, board: IdeaBoard, opened: datetime) -> Sent:
    staff = book.person(f"staff {board.ref}", opened, key_digest=staff_digest(board))
    return book.send(
        board,
        staff,
        "statements",
        at=opened,
        mode=Mode.ASSISTED,
        state=SubmissionState.EXCLUDED,
        reason=STAFF_WROTE,
        rule="staff_statement",
    )
