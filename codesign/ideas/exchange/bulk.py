"""Writing many rows at once, and what every import of a board needs: people, sendings, references, short titles."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import insert, select
from uuid_utils.compat import uuid7

from codesign.core.codes import digest as secret_digest
from codesign.core.codes import receipt_code
from codesign.core.terms import Mode, SubmissionState
from codesign.core.text import one_line
from codesign.extensions import db
from codesign.ledger import fresh_codes
from codesign.models import IdeaBoard, Participant, Submission

TITLE_LETTERS: Final = 160
_CHUNK: Final = 5_000
_IDEA_REF = re.compile(r"I-\d{4,9}")


def insert_rows(model: Any, rows: Iterable[dict[str, Any]]) -> int:
    """Put rows into a table, some thousands a statement; how many."""
    many = 0
    chunk: list[dict[str, Any]] = []
    for row in rows:
        many += 1
        chunk.append(row)
        if len(chunk) == _CHUNK:
            db.session.execute(insert(model.__table__), chunk)
            chunk = []
    if chunk:
        db.session.execute(insert(model.__table__), chunk)
    return many


def free_prefix(project_id: uuid.UUID, source_ids: Iterable[str]) -> str:
    """What to put before the ids of people, so that they are nobody's who is here: "", "2:", "3:" …"""
    # A project may hold two conversations; both count their people from 0.
    taken = set(
        db.session.scalars(
            select(Participant.source_id).where(
                Participant.project_id == project_id, Participant.source_id.is_not(None)
            )
        )
    )
    ids = list(source_ids)
    prefix, turn = "", 1
    while any(f"{prefix}{source_id}" in taken for source_id in ids):
        turn += 1
        prefix = f"{turn}:"
    return prefix


def add_people(
    project_id: uuid.UUID, people: Sequence[Mapping[str, Any]], *, at: datetime, language: str
) -> list[uuid.UUID]:
    """A new participant for each of `people` (source_id, language, groups: each may be left out), in their order."""
    keys = [uuid7() for _ in people]
    refs = fresh_codes(Participant.ref, "P", len(people))
    insert_rows(
        Participant,
        (
            {
                "id": key,
                "project_id": project_id,
                "ref": ref,
                "source_id": person.get("source_id"),
                "language": person.get("language") or language,
                "groups": person.get("groups") or {},
                "created_at": at,
            }
            for key, ref, person in zip(keys, refs, people, strict=True)
        ),
    )
    return keys


def add_sendings(
    board: IdeaBoard, first_words: Mapping[uuid.UUID, datetime], *, language: str
) -> dict[uuid.UUID, uuid.UUID]:
    """One sending for each author, by participant, at the moment of their first words: who only voted sent none."""
    sendings = {author: uuid7() for author in first_words}
    refs = fresh_codes(Submission.ref, "R", len(sendings))
    insert_rows(
        Submission,
        (
            {
                "id": sendings[author],
                "project_id": board.project_id,
                "activity_id": board.id,
                "participant_id": author,
                "idempotency_key": secret_digest(f"{author.hex}:{board.id.hex}:import"),
                "ref": ref,
                "receipt": receipt_code(),
                "state": SubmissionState.ACCEPTED,
                "mode": Mode.IMPORTED,
                "language": language,
                "received_at": first_words[author],
            }
            for author, ref in zip(sendings, refs, strict=True)
        ),
    )
    return sendings


def idea_refs(source_ids: Sequence[str]) -> dict[str, str]:
    """References for ideas, by source id: ours where it is one, or the source's own number where it is one."""
    if all(_IDEA_REF.fullmatch(source_id) for source_id in source_ids):
        return {source_id: source_id for source_id in source_ids}
    if all(each.isascii() and each.isdigit() and len(each) < 9 for each in source_ids):
        refs = {source_id: f"I-{int(source_id):04d}" for source_id in source_ids}
        if len(set(refs.values())) == len(refs):
            return refs
    return {source_id: f"I-{number:04d}" for number, source_id in enumerate(source_ids, 1)}


def short_title(text: str) -> str:
    """One line of at most 160 letters, with "…" where it was cut."""
    line = one_line(text)
    return line if len(line) <= TITLE_LETTERS else f"{line[: TITLE_LETTERS - 1].rstrip()}…"
