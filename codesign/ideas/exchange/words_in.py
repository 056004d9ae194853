"""Writing what people said on a board that was read from files: people, sendings, ideas, replies, all in bulk."""

from __future__ import annotations

import re
import secrets
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select, update
from uuid_utils.compat import uuid7

from codesign.core import chain
from codesign.core.codes import ALPHABET
from codesign.core.errors import InputError
from codesign.core.terms import (
    Consent,
    ContributionKind,
    ReplyKind,
    ShownAs,
    Standing,
)
from codesign.extensions import db
from codesign.ideas import likeness
from codesign.ideas.exchange import bulk
from codesign.ideas.exchange.bulk import add_people, free_prefix, idea_refs, insert_rows
from codesign.ideas.exchange.reading import FoundBoard, FoundRow
from codesign.ideas.staff_author import staff_sending
from codesign.ledger import fresh_codes
from codesign.models import (
    Area,
    Comment,
    Contribution,
    ContributionVersion,
    Idea,
    IdeaBoard,
    IdeaVersion,
    Project,
)

_CODE: Final = re.compile(f"K-[{ALPHABET}]{{5}}")
_REACTIONS: Final = ("supports", "votes", "pairs")
_STAFF_REASON: Final = "Written by staff. It is no resident's answer."


@dataclass(slots=True)
class WordsIn:
    """One import under way. `by_person` is the member of staff whom paper counts and staff answers stand on."""

    project: Project
    found: FoundBoard
    at: datetime
    by_person: uuid.UUID | None
    title: str = ""
    board: IdeaBoard = field(init=False)
    language: str = field(init=False)
    ideas: dict[str, uuid.UUID] = field(default_factory=dict)
    replies: dict[str, uuid.UUID] = field(default_factory=dict)
    words: dict[str, uuid.UUID] = field(default_factory=dict)  # contributions, by the code in the file
    people: dict[str, uuid.UUID] = field(default_factory=dict)

    def rows(self, table: str) -> list[FoundRow]:
        return self.found.tables[table]

    def add_everybody(self, said: list[FoundRow]) -> list[uuid.UUID | None]:
        """Make everybody; the author of each row of `said`, None for staff."""
        known = {row["person"]: row for row in self.rows("people")}
        named: dict[str, None] = dict.fromkeys(known)
        for rows in (said, *map(self.rows, _REACTIONS)):
            named |= dict.fromkeys(row["person"] for row in rows if row["person"] and not row["by_staff"])
        acting = {row["person"] for rows in (said, *map(self.rows, _REACTIONS)) for row in rows if not row["by_staff"]}
        for row in said:
            if row["by_staff"] and row["person"] not in acting:
                named.pop(row["person"], None)  # who stands for staff has an author of this board's own
        ids = {person: (known[person]["source_id"] if person in known else person) or None for person in named}
        prefix = free_prefix(self.project.id, (each for each in ids.values() if each))
        people: list[dict[str, Any]] = [
            {
                "source_id": f"{prefix}{source_id}" if source_id else None,
                "language": known[person]["language"] if person in known else None,
                "groups": known[person]["groups"] if person in known else None,
            }
            for person, source_id in ids.items()
        ]
        alone = sum(not row["person"] and not row["by_staff"] for row in said)
        keys = add_people(self.project.id, [*people, *({} for _ in range(alone))], at=self.at, language=self.language)
        self.people = dict(zip(named, keys, strict=False))
        rest = iter(keys[len(named) :])
        if prefix:
            for row in said:
                column = row["person_column"]
                if column and row["person"]:
                    row["extra"].setdefault(column, row["person"])  # the id as the file had it
        return [
            None if row["by_staff"] else self.people[row["person"]] if row["person"] else next(rest) for row in said
        ]

    def add_sendings(
        self, said: list[FoundRow], authors: list[uuid.UUID | None]
    ) -> dict[uuid.UUID | None, tuple[uuid.UUID, uuid.UUID]]:
        first: dict[uuid.UUID, datetime] = {}
        for row, author in zip(said, authors, strict=True):
            if author is not None:
                when = row["said_at"] or self.at
                first[author] = min(first.get(author, when), when)
        made = bulk.add_sendings(self.board, first, language=self.language)
        sendings: dict[uuid.UUID | None, tuple[uuid.UUID, uuid.UUID]] = {
            author: (author, sending) for author, sending in made.items()
        }
        if None in authors:
            staff = staff_sending(self.board, reason=_STAFF_REASON, rule="staff_statement", at=self.at)
            db.session.flush()
            sendings[None] = (staff.participant_id, staff.id)
        return sendings

    def _codes(self, said: list[FoundRow]) -> list[str]:
        """The code in the file where it is ours and nobody's here; a new one elsewhere."""
        wanted = [row["reply"] or row["code"] or "" for row in said]
        ours = [code for code in wanted if _CODE.fullmatch(code)]
        taken: set[str] = set()
        for start in range(0, len(ours), 500):
            taken |= set(
                db.session.scalars(select(Contribution.code).where(Contribution.code.in_(ours[start : start + 500])))
            )
        free = set(ours) - taken
        drawn = iter(fresh_codes(Contribution.code, "K", sum(code not in free for code in wanted)))
        return [code if code in free else next(drawn) for code in wanted]

    def add_words(
        self,
        said: list[FoundRow],
        authors: list[uuid.UUID | None],
        sendings: dict[uuid.UUID | None, tuple[uuid.UUID, uuid.UUID]],
    ) -> None:
        keys = [uuid7() for _ in said]
        self.words = {
            row["reply"] or row["code"] or f"#{row['idea']}": key for row, key in zip(said, keys, strict=True)
        }
        into = self._merged_into()
        codes = self._codes(said)
        insert_rows(
            Contribution,
            (
                {
                    "id": key,
                    "project_id": self.project.id,
                    "activity_id": self.board.id,
                    "participant_id": sendings[author][0],
                    "submission_id": sendings[author][1],
                    "code": code,
                    "kind": ContributionKind.COMMENT if row["reply"] else ContributionKind.IDEA,
                    "text": row["words"],
                    "language": row["language"] or self.language,
                    "consent": row["consent"] or Consent.COUNT_ONLY,
                    "standing": row["standing"],
                    "moderation_reason": row["reason"],
                    "moderation_code": row["reason_code"] or "",
                    "moderation_note": row["note"] or "",
                    "moderated_at": row["moderated_at"],
                    "merged_into_id": None,
                    "shown_as": row["shown_as"] or ShownAs.NOTHING,
                    "shown_words": row["shown_words"] or "",
                    "source_id": self._source_id(row),
                    "said_at": row["said_at"] or self.at,
                }
                for row, key, code, author in zip(said, keys, codes, authors, strict=True)
            ),
        )
        if into:
            db.session.execute(update(Contribution), [{"id": key, "merged_into_id": new} for key, new in into.items()])
        insert_rows(ContributionVersion, self._wordings(said))

    def _source_id(self, row: FoundRow) -> str | None:
        if not row["source_id"]:
            return None
        # Ideas and replies of one source may have the same numbers.
        return f"r:{row['source_id']}" if row["reply"] else str(row["source_id"])

    def _merged_into(self) -> dict[uuid.UUID, uuid.UUID]:
        """The first idea that each merged one led to, by contribution."""
        words = {row["idea"]: self.words[row["code"] or f"#{row['idea']}"] for row in self.rows("ideas")}
        merged = {row["idea"] for row in self.rows("ideas") if row["standing"] is Standing.MERGED}
        found: dict[uuid.UUID, uuid.UUID] = {}
        for row in self.rows("lineage"):
            if row["from"] in merged:
                found.setdefault(words[row["from"]], words[row["into"]])
        return found

    def _wordings(self, said: list[FoundRow]) -> Iterator[dict[str, Any]]:
        earlier = Counter(row["of"] for row in self.rows("versions"))
        for row in self.rows("versions"):
            yield self._wording(self.words[row["of"]], row["number"], row["words"], row["at"] or self.at)
        for row in said:
            of = row["reply"] or row["code"] or f"#{row['idea']}"
            text = None if row["standing"] is Standing.WITHDRAWN else row["words"]
            yield self._wording(self.words[of], earlier[of] + 1, text, row["said_at"] or self.at)

    def _wording(self, key: uuid.UUID, number: int, text: str | None, at: datetime) -> dict[str, Any]:
        salt = secrets.token_bytes(16)
        return {
            "id": uuid7(),
            "contribution_id": key,
            "number": number,
            "text": text,
            "salt": None if text is None else salt,
            "digest": chain.salted_digest(salt, text or ""),
            "at": at,
        }

    def add_ideas(self) -> None:
        rows = self.rows("ideas")
        refs = idea_refs([row["idea"] for row in rows])
        self.ideas = {row["idea"]: uuid7() for row in rows}
        prompts = {prompt.position: prompt.id for prompt in self.board.prompts}
        areas = {
            area.code: area.id for area in db.session.scalars(select(Area).where(Area.project_id == self.project.id))
        }
        supports = Counter(row["idea"] for row in self.rows("supports"))
        replies = Counter(row["idea"] for row in self.rows("replies") if row["standing"] is Standing.PUBLISHED)
        for row in rows:
            if row["area"] and row["area"] not in areas:
                row.values["extra"] = {**(row["extra"] or {}), "area": row["area"]}  # no area of this project
        insert_rows(
            Idea,
            (
                {
                    "id": self.ideas[row["idea"]],
                    "board_id": self.board.id,
                    "prompt_id": prompts.get(row["prompt"]),
                    "contribution_id": self.words[row["code"] or f"#{row['idea']}"],
                    "ref": refs[row["idea"]],
                    "title": row["title"],
                    "area_id": areas.get(row["area"]),
                    "latitude": row["latitude"],
                    "longitude": row["longitude"],
                    "place_words": row["place_words"] or "",
                    "supports": supports[row["idea"]],
                    "brought_supports": row["brought_supports"] or 0,
                    "replies": replies[row["idea"]],
                    "seen": row["seen"] or 0,
                    "extra": row["extra"] or {},
                    "created_at": row["said_at"] or self.at,
                }
                for row in rows
            ),
        )
        of = {row["code"]: row["idea"] for row in rows}
        insert_rows(
            IdeaVersion,
            (
                {
                    "id": uuid7(),
                    "idea_id": self.ideas[of[row["of"]]],
                    "number": row["number"],
                    "title": row["title"] or "",
                    "shown": row["shown"],
                    "at": row["replaced_at"] or row["at"] or self.at,
                }
                for row in self.rows("versions")
                if row["of"] in of
            ),
        )
        # Withdrawn words are in no index; hidden ones are, as in a board of our own.
        likeness.keep_many(
            (self.ideas[row["idea"]], self.board.id, row["title"], row["words"])
            for row in rows
            if row["standing"] is not Standing.WITHDRAWN and row["words"]
        )

    def add_replies(self) -> None:
        rows = _parents_first(self.rows("replies"))
        self.replies = {row["reply"]: uuid7() for row in rows}
        if any(row["kind"] is ReplyKind.ANSWER for row in rows) and self.by_person is None:
            raise InputError("Some replies are answers by staff. Say with --by who answers for them here.")
        insert_rows(
            Comment,
            (
                {
                    "id": self.replies[row["reply"]],
                    "idea_id": self.ideas[row["idea"]],
                    "contribution_id": self.words[row["reply"]],
                    "kind": row["kind"] or ReplyKind.REPLY,
                    "parent_id": self.replies[row["parent"]] if row["parent"] else None,
                    "thread_id": self.replies[row["thread"]] if row["thread"] else None,
                    "by_id": self.by_person if row["kind"] is ReplyKind.ANSWER else None,
                    "extra": row["extra"] or {},
                }
                for row in rows
            ),
        )


def _parents_first(rows: Iterable[FoundRow]) -> list[FoundRow]:
    """Replies so that each comes after the one it answers."""
    by = {row["reply"]: row for row in rows}
    done: dict[str, FoundRow] = {}
    for row in by.values():
        way = [row]
        while (parent := way[-1]["parent"]) and parent not in done:
            way.append(by[parent])
        for each in reversed(way):
            done.setdefault(each["reply"], each)
    return list(done.values())
