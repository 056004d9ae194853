"""The written rules of a project: what is read of them, and publishing the next version; the council's own word lists."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from codesign.core.errors import NotFound, Refused
from codesign.core.moderation import BUILT_IN, Policy, PolicyReason, code_from, policy_of
from codesign.core.terms import ModerationReason
from codesign.extensions import db
from codesign.ledger import actor_person, policy_in_force, record
from codesign.models import Person, Project, WordList, WrittenPolicy

MOST_REASONS = 16
MOST_WORDS = 1000


@dataclass(frozen=True, slots=True)
class ReasonDraft:
    """One reason as staff typed it; without a code one is made of its title."""

    code: str
    title: str
    told: str
    kind: ModerationReason


@dataclass(frozen=True, slots=True)
class PolicyVersion:
    """A version in a list: from when it holds, and who wrote it (for staff)."""

    number: int
    made_at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class ListOfWords:
    """The council's own words in one language."""

    language: str
    words: str
    changed_at: datetime | None

    @property
    def count(self) -> int:
        return len(self.words.split("\n")) if self.words else 0


def versions(project_id: uuid.UUID) -> tuple[PolicyVersion, ...]:
    """Every published version, newest first."""
    rows = db.session.execute(
        select(WrittenPolicy.number, WrittenPolicy.made_at, Person.name)
        .outerjoin(Person, Person.id == WrittenPolicy.made_by_id)
        .where(WrittenPolicy.project_id == project_id)
        .order_by(WrittenPolicy.number.desc())
    )
    return tuple(PolicyVersion(row.number, row.made_at, row.name or "") for row in rows)


def version(project_id: uuid.UUID, number: int) -> Policy:
    """One version of the rules; 0 is ours. Raises `NotFound`."""
    if number == 0:
        return BUILT_IN
    row = db.session.scalar(
        select(WrittenPolicy).where(WrittenPolicy.project_id == project_id, WrittenPolicy.number == number)
    )
    if row is None:
        raise NotFound("There is no such version of the rules.")
    return policy_of(row.number, row.words, row.reasons)


def publish_policy(
    project_id: uuid.UUID,
    words: str,
    reasons: Sequence[ReasonDraft],
    *,
    after: int,
    by: uuid.UUID,
    at: datetime,
) -> int:
    """Publish the next version of the rules; its number. `after` is the version the writer started from.

    Raises `Refused` when another version was published meanwhile, when there is no reason, and when nothing changed.
    """
    db.session.execute(select(Project.id).where(Project.id == project_id).with_for_update())
    now = policy_in_force(project_id)
    if now.number != after:
        raise Refused(
            "Somebody has published other rules since you began. Read those first. Your words are kept below."
        )
    if not reasons:
        raise Refused("Write at least one reason. Words can only be hidden for a reason.")
    if len(reasons) > MOST_REASONS:
        raise Refused("Write 16 reasons at most.")
    made: list[PolicyReason] = []
    for draft in reasons:
        taken = [one.code for one in made]
        code = draft.code if draft.code and draft.code not in taken else code_from(draft.title, taken)
        made.append(PolicyReason(code, draft.title, draft.told, draft.kind))
    if now.number and (words, tuple(made)) == (now.words, now.reasons):
        raise Refused("Nothing is different from the rules that hold now. Change something, or leave.")
    row = WrittenPolicy(
        project_id=project_id,
        number=now.number + 1,
        words=words,
        reasons=[reason.kept() for reason in made],
        made_at=at,
        made_by_id=by,
    )
    db.session.add(row)
    db.session.flush()
    record(
        "policy_published",
        row,
        project_id=project_id,
        by=actor_person(by),
        at=at,
        details={"number": row.number, "reasons": [reason.code for reason in made]},
    )
    return row.number


def word_lists(project_id: uuid.UUID, languages: Sequence[str]) -> tuple[ListOfWords, ...]:
    """The list of each language, empty where none was written yet."""
    rows = {row.language: row for row in db.session.scalars(select(WordList).where(WordList.project_id == project_id))}
    return tuple(
        ListOfWords(language, rows[language].words, rows[language].changed_at)
        if language in rows
        else ListOfWords(language, "", None)
        for language in dict.fromkeys([*languages, *rows])
    )


def keep_words(project_id: uuid.UUID, language: str, typed: str, *, by: uuid.UUID, at: datetime) -> int:
    """Keep the council's own words of a language, one on each line; how many. Raises `Refused` for what no list can be."""
    words = list(dict.fromkeys(" ".join(line.split()) for line in re.split(r"[\n,;]", typed) if line.strip()))
    if len(words) > MOST_WORDS:
        raise Refused("Write 1,000 words at most in one list.")
    for word in words:
        if len(word) > 60:
            raise Refused("One of the lines is longer than 60 letters. Write one word or a short phrase on each line.")
        if len(word.strip("* ")) < 2:
            raise Refused("One of the words has a single letter. It would be found everywhere.")
    row = db.session.scalar(
        select(WordList).where(WordList.project_id == project_id, WordList.language == language).with_for_update()
    )
    if row is None:
        row = WordList(project_id=project_id, language=language, changed_at=at)
        db.session.add(row)
    row.words, row.changed_at, row.changed_by_id = "\n".join(words), at, by
    db.session.flush()
    record(
        "word_list_changed",
        row,
        project_id=project_id,
        by=actor_person(by),
        at=at,
        details={"language": language, "words": len(words)},
    )
    return len(words)
