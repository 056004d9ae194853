"""The written policies that an imported board was moderated by, beside the one that holds in its new project."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from codesign.core.moderation import BUILT_IN
from codesign.core.terms import ModerationReason
from codesign.extensions import db
from codesign.ideas.exchange.reading import FoundRow
from codesign.models import WrittenPolicy

_KEYS = {"code", "title", "told", "kind"}


def policy_numbers(
    project_id: uuid.UUID, rows: Sequence[FoundRow], *, at: datetime, by: uuid.UUID | None
) -> dict[int, int]:
    """The number that each policy of a file has in the project: an equal version's, or a new one's.

    The newest version holds, so after new ones the one that held before is published again, unchanged: what was
    brought in says how words were judged elsewhere, not how they are judged here. Raises `InputError`.
    """
    here = list(
        db.session.scalars(
            select(WrittenPolicy).where(WrittenPolicy.project_id == project_id).order_by(WrittenPolicy.number)
        )
    )
    by_meaning = {_meaning(policy.words, policy.reasons): policy.number for policy in here}
    last = here[-1].number if here else 0
    holds = (here[-1].words, here[-1].reasons) if here else ("", [reason.kept() for reason in BUILT_IN.reasons])
    numbers: dict[int, int] = {}
    for row in rows:
        reasons = _reasons(row)
        meaning = _meaning(row["words"], reasons)
        if meaning not in by_meaning:
            last += 1
            by_meaning[meaning] = last
            _add(project_id, last, row["words"], reasons, at=row["made_at"] or at, by=by)
        numbers[row["policy"]] = by_meaning[meaning]
    if rows and last > (here[-1].number if here else 0):
        _add(project_id, last + 1, *holds, at=at, by=by)
    db.session.flush()
    return numbers


def _add(
    project_id: uuid.UUID, number: int, words: str, reasons: Sequence[Any], *, at: datetime, by: uuid.UUID | None
) -> None:
    db.session.add(
        WrittenPolicy(
            project_id=project_id, number=number, words=words, reasons=list(reasons), made_at=at, made_by_id=by
        )
    )


def _meaning(words: str, reasons: Sequence[Any]) -> str:
    return json.dumps([words, reasons], sort_keys=True)


def _reasons(row: FoundRow) -> list[dict[str, str]]:
    reasons = row["reasons"]
    if not isinstance(reasons, list) or not reasons:
        raise row.wrong("reasons", "a policy needs a list of reasons.")
    kinds = {kind.value for kind in ModerationReason}
    for reason in reasons:
        fits = (
            isinstance(reason, dict) and set(reason) == _KEYS and all(isinstance(each, str) for each in reason.values())
        )
        if not fits or reason["kind"] not in kinds or not 0 < len(reason["code"]) <= 40:
            raise row.wrong("reasons", "each reason needs code, title, told and kind, and the kind one of ours.")
    return reasons
