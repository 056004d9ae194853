"""Writing a board that was read from files: a closed board with all its rows, in bulk."""

from __future__ import annotations

import uuid
from collections import Counter
from datetime import time
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import select
from uuid_utils.compat import uuid7

from codesign.core.closing import closing_moment
from codesign.core.errors import InputError
from codesign.core.terms import (
    ActivityState,
    BoardAsks,
    Influence,
    ModerationPolicy,
    Totals,
)
from codesign.extensions import db
from codesign.ideas.boards import next_board_ref
from codesign.ideas.exchange.bulk import insert_rows, short_title
from codesign.ideas.exchange.policies import policy_numbers
from codesign.ideas.exchange.reading import FoundRow
from codesign.ideas.exchange.words_in import WordsIn
from codesign.models import (
    AnswerBatch,
    BoardPhase,
    BudgetSlot,
    Decision,
    IdeaAnswer,
    IdeaBoard,
    IdeaLineage,
    ModerationAction,
    PairChoice,
    PaperTally,
    Prompt,
    Requirement,
    StatementVote,
    Support,
)


class Bringing(WordsIn):
    """The whole import: the board, what was said, and what people and staff did with it."""

    def all(self) -> IdeaBoard:
        """Write everything; the caller's transaction makes it whole or nothing. Raises `InputError`."""
        self._board()
        said = [*self.found.tables["ideas"], *self.found.tables["replies"]]
        authors = self.add_everybody(said)
        sendings = self.add_sendings(said, authors)
        self.add_words(said, authors, sendings)
        self.add_ideas()
        self.add_replies()
        self._reactions()
        self._answers()
        self._lineage()
        self._moderation()
        return self.board

    def _board(self) -> None:
        given = self.found.board
        zone = given.get("zone") or self.project.time_zone
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise InputError(f"The board's zone {zone!r} is not known. Write one such as Europe/London.") from None
        influence = given.get("influence") or Influence.OPEN
        asks = given.get("asks") or BoardAsks.IDEAS
        budget = given.get("budget")
        if (asks is BoardAsks.BUDGET) != (budget is not None) or (budget is not None and not 1 <= budget <= 50):
            raise InputError("The board's budget must be 1 to 50 where it asks for a budget, and empty elsewhere.")
        if influence is not Influence.OPEN and not given.get("influence_reason"):
            raise InputError("The board's influence needs a reason where it is not open.")
        closes_on, closes_time = given.get("closes_on"), given.get("closes_time")
        closes_at = closing_moment(closes_on, closes_time or time(23, 59), zone) if closes_on else None
        opens_at = given.get("opens_at")
        if opens_at and closes_at and opens_at >= closes_at:
            raise InputError("The board would close before it opens. Check opens_at and closes_on.")
        self.language = given.get("language") or "en"
        self.board = IdeaBoard(
            id=uuid7(),
            project_id=self.project.id,
            ref=next_board_ref(self.project.id),
            title=short_title(self.title or given["title"]),
            introduction=given.get("introduction") or "",
            influence=influence,
            influence_reason=given.get("influence_reason") or "",
            asks=asks,
            budget=budget,
            moderation=given.get("moderation") or ModerationPolicy.AFTER,
            totals=given.get("totals") or Totals.NOW,
            reacts_early=given.get("reacts_early") is not False,
            takes_photos=given.get("takes_photos") is not False,
            asks_place=bool(given.get("asks_place")),
            state=ActivityState.CLOSED,
            opens_at=opens_at,
            closes_on=closes_on,
            closes_time=closes_time,
            closes_at=closes_at,
            zone=zone,
            source_digest=self.found.digest,
            created_at=self.at,
        )
        for row in self.rows("prompts"):
            self.board.prompts.append(Prompt(id=uuid7(), position=row["prompt"], text=row["text"]))
        for row in self.rows("phases"):
            starts_at = closing_moment(row["starts_on"], time(0, 0), zone)
            self.board.phases.append(
                BoardPhase(kind=row["kind"], starts_on=row["starts_on"], starts_at=starts_at, words=row["words"])
            )
        db.session.add(self.board)
        db.session.flush()

    def _reactions(self) -> None:
        self._supports()
        insert_rows(StatementVote, (self._react(row) | {"vote": row["vote"]} for row in self.rows("votes")))
        insert_rows(PairChoice, map(self._pair, self.rows("pairs")))
        if self.rows("tallies") and self.by_person is None:
            raise InputError("Some ideas have paper counts. Say with --by who answers for them here.")
        insert_rows(
            PaperTally,
            (
                {
                    "id": uuid7(),
                    "idea_id": self.ideas[row["idea"]],
                    "place": row["place"],
                    "counted_on": row["counted_on"],
                    "ticks": row["ticks"],
                    "keyed_at": row["keyed_at"] or self.at,
                    "keyed_by_id": self.by_person,
                    "withdrawn_at": row["withdrawn_at"],
                }
                for row in self.rows("tallies")
            ),
        )

    def _react(self, row: FoundRow) -> dict[str, Any]:
        return {
            "id": uuid7(),
            "idea_id": self.ideas[row["idea"]],
            "participant_id": self.people[row["person"]],
            "at": row["at"] or self.at,
        }

    def _supports(self) -> None:
        insert_rows(
            Support,
            (
                self._react(row) | {"kept_at": row["kept_at"], "moved_from_id": self.ideas.get(row["moved_from"] or "")}
                for row in self.rows("supports")
            ),
        )
        if self.board.budget is None:
            return
        slots: Counter[str] = Counter()
        given: list[dict[str, Any]] = []
        for row in self.rows("supports"):
            slots[row["person"]] += 1
            if slots[row["person"]] > self.board.budget:
                raise row.wrong("person", f"{row['person']} gives more than {self.board.budget} supports.")
            slot = self._react(row) | {"board_id": self.board.id, "number": slots[row["person"]]}
            slot.pop("at")
            given.append(slot)
        insert_rows(BudgetSlot, given)

    def _pair(self, row: FoundRow) -> dict[str, Any]:
        first, second = sorted((self.ideas[row["first"]], self.ideas[row["second"]]))
        return {
            "id": uuid7(),
            "board_id": self.board.id,
            "participant_id": self.people[row["person"]],
            "first_id": first,
            "second_id": second,
            "chosen_id": self.ideas[row["chosen"]] if row["chosen"] else None,
            "at": row["at"] or self.at,
        }

    def _answers(self) -> None:
        batches = {row["batch"]: uuid7() for row in self.rows("batches")}
        insert_rows(
            AnswerBatch,
            (
                {
                    "id": batches[row["batch"]],
                    "board_id": self.board.id,
                    "ref": row["batch"],
                    "title": row["title"] or row["batch"],
                    "words": row["words"],
                    "made_at": row["made_at"] or self.at,
                    "made_by_id": self.by_person,
                    "published_at": row["published_at"] or (self.at if row["now"] else None),
                    "published_by_id": None,
                }
                for row in self.rows("batches")
            ),
        )
        requirements = self._refs(Requirement)
        decisions = self._refs(Decision)
        for row in self.rows("answers"):
            absent = {
                name: row[name]
                for name, there in (("requirement", requirements), ("decision", decisions))
                if row[name] and row[name] not in there
            }
            if absent:
                row.values["extra"] = {**(row["extra"] or {}), **absent}  # no such thing in this project
        insert_rows(
            IdeaAnswer,
            (
                {
                    "id": uuid7(),
                    "batch_id": batches[row["batch"]],
                    "idea_id": self.ideas[row["idea"]],
                    "state": row["state"],
                    "words": row["words"],
                    "reason": row["reason"],
                    "requirement_id": requirements.get(row["requirement"]),
                    "decision_id": decisions.get(row["decision"]),
                    "extra": row["extra"] or {},
                }
                for row in self.rows("answers")
            ),
        )

    def _refs(self, table: Any) -> dict[str, uuid.UUID]:
        if not self.rows("answers"):
            return {}
        rows = db.session.execute(select(table.ref, table.id).where(table.project_id == self.project.id))
        return {row.ref: row.id for row in rows}

    def _lineage(self) -> None:
        insert_rows(
            IdeaLineage,
            (
                {
                    "id": uuid7(),
                    "from_id": self.ideas[row["from"]],
                    "into_id": self.ideas[row["into"]],
                    "kind": row["kind"],
                    "reshaping_id": None,
                    "at": row["at"] or self.at,
                }
                for row in self.rows("lineage")
            ),
        )

    def _moderation(self) -> None:
        numbers = policy_numbers(self.project.id, self.rows("policies"), at=self.at, by=self.by_person)
        insert_rows(
            ModerationAction,
            (
                {
                    "id": uuid7(),
                    "project_id": self.project.id,
                    "contribution_id": self.words[row["of"]],
                    "number": row["number"],
                    "act": row["act"],
                    "before": row["before"],
                    "after": row["after"],
                    "reason": row["reason"],
                    "code": row["reason_code"] or "",
                    "policy_number": numbers.get(row["policy"], 0),
                    "at": row["at"] or self.at,
                    "by_id": None,
                }
                for row in self.rows("moderation")
            ),
        )
