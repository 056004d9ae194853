"""A big board for benchmarks, put in by bulk inserts on either database: people, ideas, replies, supports, themes, areas."""

from __future__ import annotations

import random
import secrets
import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, text
from uuid_utils.compat import uuid7

from codesign.core.codes import digest, public_code, receipt_code
from codesign.core.terms import CodedBy, Consent, ContributionKind, ReplyKind, ShownAs, Standing
from codesign.extensions import db
from codesign.models import (
    Coding,
    Comment,
    Contribution,
    ContributionVersion,
    Idea,
    IdeaBoard,
    Participant,
    Project,
    Submission,
    Support,
)
from tests.make import NOW, commit, make_area, make_board, make_project, make_theme

AT_ONCE = 2_000
WORDS = [
    "warm",
    "room",
    "bench",
    "garden",
    "kettle",
    "bus",
    "stop",
    "library",
    "toddler",
    "carer",
    "evening",
    "school",
    "path",
    "lamp",
    "advice",
    "table",
    "music",
    "cooking",
    "park",
    "market",
    "nurse",
    "repair",
    "bicycle",
    "youth",
    "choir",
    "damp",
    "rent",
    "form",
    "phone",
    "letter",
    "step",
    "ramp",
    "quiet",
    "door",
    "tea",
]


def fill_board(
    ideas: int = 10_000,
    comments: int = 30_000,
    supports: int = 80_000,
    *,
    project: Project | None = None,
    seed: int = 1,
) -> IdeaBoard:
    """An open board of so many published ideas, committed. Replies and supports fall on some ideas more than on others."""
    dice = random.Random(seed)
    project = project or make_project()
    board = make_board(project)
    themes = [make_theme(project, f"Theme {number}") for number in range(12)]
    areas = [make_area(project, f"Area {number}") for number in range(20)]
    people = [_person(project.id) for _ in range(max(50, ideas // 5, supports // 40))]
    sendings = [_sending(board, person["id"]) for person in people]
    said: list[dict[str, Any]] = []
    rows = []
    for number in range(ideas):
        words = _words(dice, 40)
        told = _said(
            board, dice.choice(sendings), ContributionKind.IDEA, words, timedelta(seconds=60 * (ideas - number))
        )
        said.append(told)
        place = dice.choice(areas) if dice.random() < 0.6 else None
        rows.append(
            {
                "id": uuid7(),
                "board_id": board.id,
                "contribution_id": told["id"],
                "ref": f"I-{number + 1:05d}",
                "title": words[:60].rsplit(" ", 1)[0].capitalize(),
                "area_id": place.id if place else None,
                "supports": 0,
                "replies": 0,
                "created_at": told["said_at"],
                "seen": dice.randrange(20),
            }
        )
    talk, pairs = [], set()
    for _ in range(comments):
        row = rows[int(len(rows) * dice.random() ** 2)]
        told = _said(board, dice.choice(sendings), ContributionKind.COMMENT, _words(dice, 25), timedelta(hours=1))
        said.append(told)
        row["replies"] += 1
        talk.append({"id": uuid7(), "idea_id": row["id"], "contribution_id": told["id"], "kind": ReplyKind.REPLY})
    while len(pairs) < supports:
        pairs.add((int(len(rows) * dice.random() ** 2), dice.randrange(len(people))))
    for place, _person_number in pairs:
        rows[place]["supports"] += 1
    coded = [
        {"id": uuid7(), "contribution_id": row["contribution_id"], "theme_id": dice.choice(themes).id}
        for row in rows
        if dice.random() < 0.8
    ]
    _put(Participant, people)
    _put(Submission, sendings)
    _put(Contribution, said)
    _put(
        ContributionVersion,
        [
            {"id": uuid7(), "contribution_id": one["id"], "number": 1, "text": one["text"], "salt": secrets.token_bytes(16),
             "digest": digest(one["text"]), "at": NOW}
            for one in said
        ],
    )  # fmt: skip
    _put(Idea, rows)
    _put(Comment, talk)
    _put(Coding, [{**one, "coded_by": CodedBy.IMPORTED, "at": NOW} for one in coded])
    _put(
        Support,
        [
            {"id": uuid7(), "idea_id": rows[place]["id"], "participant_id": people[who]["id"], "at": NOW}
            for place, who in pairs
        ],
    )
    commit()
    _measure()
    return board


def _person(project_id: uuid.UUID) -> dict[str, Any]:
    return {
        "id": uuid7(),
        "project_id": project_id,
        "ref": public_code("P"),
        "key_digest": digest(secrets.token_hex(16)),
        "created_at": NOW,
    }


def _sending(board: IdeaBoard, person: uuid.UUID) -> dict[str, Any]:
    return {
        "id": uuid7(),
        "project_id": board.project_id,
        "activity_id": board.id,
        "participant_id": person,
        "idempotency_key": secrets.token_hex(20),
        "ref": f"R-{secrets.token_hex(5)}",
        "receipt": f"{receipt_code()[:12]}{secrets.token_hex(3)}",
        "received_at": NOW,
    }


def _said(
    board: IdeaBoard, sending: dict[str, Any], kind: ContributionKind, words: str, before: timedelta
) -> dict[str, Any]:
    return {
        "id": uuid7(),
        "project_id": board.project_id,
        "activity_id": board.id,
        "participant_id": sending["participant_id"],
        "submission_id": sending["id"],
        "code": f"K-{secrets.token_hex(5)}",
        "kind": kind,
        "text": words,
        "consent": Consent.PUBLIC,
        "standing": Standing.PUBLISHED,
        "shown_as": ShownAs.FIRST_NAME,
        "shown_words": "Sam",
        "said_at": NOW - before,
    }


def _words(dice: random.Random, count: int) -> str:
    return " ".join(dice.choices(WORDS, k=count))


def _put(table: Any, rows: list[dict[str, Any]]) -> None:
    for some in _chunks(rows):
        db.session.execute(insert(table), some)


def _chunks(rows: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    for start in range(0, len(rows), AT_ONCE):
        yield rows[start : start + AT_ONCE]


def _measure() -> None:
    """Let the database know how much there is, as it does by itself after a while."""
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE" if db.engine.dialect.name == "sqlite" else "VACUUM ANALYZE"))
