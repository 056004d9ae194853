"""The map (JSON) that says what the columns of somebody else's files mean, forth and back.

    {"title": "Ideas of 2019", "introduction": "", "language": "es", "zone": "Europe/Madrid", "consent": "public",
     "ideas": {
       "file": "proposals.csv",                  # plain, .gz or within a zip
       "id": "id", "title": "title",
       "words": ["summary", "text"],             # joined by an empty line
       "person": "userId",                       # without it every row is a person
       "at": {"columns": ["date"], "format": "%Y-%m-%d"},           # UTC; several columns are joined by a space
       "brought_supports": "numSupports",        # counted elsewhere: no people stand behind them here
       "standing": {"column": "state", "values": {"rejected": "hidden"}, "otherwise": "published"},
       "reason": {"column": "code", "values": {"spam": "spam"}},    # its cells are kept as codes of the written policy
       "note": "why", "moderated_at": {"columns": ["rejected_at"], "format": "%Y-%m-%d"},
       "merged_into": {"column": "same_as", "separator": ";", "when": {"code": ["duplicate"]}},
       "answer": {"title": "Answers", "words": "summary", "reason": "details", "extra": ["responded_on"],
                  "at": {"columns": ["responded_on"], "format": "%Y-%m-%d"}}},
     "replies": {
       "file": "comments.csv", "id": "id", "idea": "proposalId",
       "parent": {"column": "parentId", "none": ["-1"]},
       "person": "userId", "words": ["text"], "at": {"columns": ["date"], "format": "%Y-%m-%d"}},
     "policy": {"words": "", "reasons": [{"code": "spam", "title": "Advert", "told": "…", "kind": "spam"}]}}

All but `title`, `ideas` with `file`, `id`, `title` or `words`, and `at` may be left out. What a column says that our own
places cannot give back to the letter stays with the row, by the column's name: so `back` gives every row as it came.
An idea that is merged into one that is not in the file is hidden as a duplicate. A reply whose parent is not in the file
stands on the first level. A row without any words is kept, hidden, with the code `no_words`: it said nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from codesign.core.errors import InputError
from codesign.core.terms import (
    AnswerState,
    BoardAsks,
    Consent,
    ModerationAct,
    ModerationReason,
    ReplyKind,
    ReshapingKind,
    Standing,
)
from codesign.ideas.exchange.bulk import short_title
from codesign.ideas.exchange.files_in import SourceFile, csv_rows, digest_of, text_of
from codesign.ideas.exchange.map_keys import Keys, Moment
from codesign.ideas.exchange.reading import MOST_LETTERS, NO_WORDS, FoundBoard, FoundRow, complete, whole_number, words

NOTE_LETTERS: Final = 500


@dataclass(frozen=True, slots=True)
class BoardMap:
    """A map that was read: `digest` is of its meaning, not of its spaces."""

    name: str
    digest: str
    table: Keys

    @property
    def title(self) -> str:
        return self.table.text("title")


_TOP = ("title", "introduction", "language", "zone", "consent", "asks", "ideas", "replies", "policy")
_BOTH = ("file", "id", "words", "person", "at", "language", "standing", "reason", "note", "moderated_at")
_IDEAS = (*_BOTH, "title", "brought_supports", "merged_into", "answer", "place_words")
_REPLIES = (*_BOTH, "idea", "parent", "kind")


def read_map(file: SourceFile) -> BoardMap:
    """The map of a JSON file. Raises `InputError` naming the key."""
    try:
        values = json.loads(text_of(file))
    except (ValueError, RecursionError):
        raise InputError(f"{file.name} is not a JSON document.") from None
    table = Keys(file.name, values, _TOP)
    table.text("title", needed=True)
    digest = hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()
    return BoardMap(file.name, digest, table)


def read_mapped(files: Sequence[SourceFile], plan: BoardMap) -> FoundBoard:
    """The board that the files hold, as the map says. Raises `InputError` naming file, row and column."""
    whole = hashlib.sha256(f"{plan.digest}{digest_of(files)}".encode()).hexdigest()
    top = plan.table
    board = {
        "title": short_title(top.text("title")),
        "introduction": top.text("introduction"),
        "language": top.text("language") or "en",
        "zone": top.text("zone"),
        "asks": top.term("asks", BoardAsks, BoardAsks.IDEAS),
    }
    found = FoundBoard(board, whole)
    for reader in _readers(plan):
        reader.into(found, files)
    if "policy" in top:
        policy = top.part("policy", "words", "reasons")
        found.tables["policies"].append(
            FoundRow(plan.name, 1, {"policy": 1, "words": policy.text("words"), "reasons": policy.values["reasons"]})
        )
    return found


def back(plan: BoardMap, found: FoundBoard) -> dict[str, list[dict[str, str]]]:
    """The rows of the source's own files, by file, as a whole copy gives them back; a column not named was empty."""
    people = {row["person"]: row["source_id"] or "" for row in found.tables["people"]}
    return {reader.file: reader.back(found, people) for reader in _readers(plan)}


def _readers(plan: BoardMap) -> Iterator[_Ideas | _Replies]:
    yield _Ideas(plan.table.part("ideas", *_IDEAS), plan.table)
    if "replies" in plan.table:
        yield _Replies(plan.table.part("replies", *_REPLIES), plan.table)


class _Part:
    """What ideas and replies have in common."""

    table = ""

    def __init__(self, keys: Keys, top: Keys) -> None:
        self.keys = keys
        self.file = keys.text("file", needed=True).removesuffix(".gz")
        self.id = keys.text("id", needed=True)
        self.words = keys.texts("words")
        self.person = keys.text("person")
        self.language = keys.text("language")
        self.note = keys.text("note")
        self.at = Moment(keys.part("at", "columns", "format"))
        self.moderated_at = Moment(keys.part("moderated_at", "columns", "format"))
        standing, reason = (
            keys.part("standing", "column", "values", "otherwise"),
            keys.part("reason", "column", "values"),
        )
        self.standing = standing.text("column")
        self.standings = standing.terms("values", Standing)
        self.otherwise = standing.term("otherwise", Standing, Standing.PUBLISHED)
        self.reason, self.reasons = reason.text("column"), reason.terms("values", ModerationReason)
        self.has_policy = "policy" in top
        self.consent = top.term("consent", Consent, Consent.COUNT_ONLY)
        self.board_language = top.text("language") or "en"

    def columns(self) -> list[str]:
        """The columns that the map names."""
        named = [self.id, *self.words, self.person, self.language, self.note, self.standing, self.reason]
        return [column for column in (*named, *self.at.columns, *self.moderated_at.columns) if column]

    def rows(self, files: Sequence[SourceFile]) -> Iterator[tuple[FoundRow, dict[str, str]]]:
        """Each row of the part's file, with the values that are common to ideas and replies."""
        file = next((file for file in files if file.name == self.file), None)
        if file is None:
            raise InputError(f"{self.keys.where}: the file {self.file} is not among those given.")
        seen: set[str] = set()
        for number, cells in csv_rows(file):
            if number == 1:
                for column in self.columns():
                    if column not in cells:
                        raise InputError(f"{file.name}, row 1: the column {column!r} is missing; the map names it.")
                continue
            row = FoundRow(file.name, number, {})
            source_id = cells[self.id].strip()
            if not 0 < len(source_id) <= 118 or not source_id.isprintable():
                raise row.wrong(self.id, "there is no id that can be used.")
            if source_id in seen:
                raise row.wrong(self.id, f"{source_id} stands twice.")
            seen.add(source_id)
            row.values.update(self._common(row, cells, source_id))
            yield row, cells

    def _common(self, row: FoundRow, cells: dict[str, str], source_id: str) -> dict[str, Any]:
        standing = self.otherwise
        if self.standing:
            standing = self.standings.get(cells[self.standing], self.otherwise)
        reason, code = None, ""
        if self.reason and (code := cells[self.reason]):
            if code not in self.reasons:
                raise row.wrong(self.reason, f"{code[:40]!r} is not among the values of the map.")
            reason = self.reasons[code]
        note = self._text(row, self.note, cells, 100_000) if self.note else ""
        joined = "\n\n".join(text for column in self.words if (text := self._text(row, column, cells, MOST_LETTERS)))
        return {
            "person": cells[self.person].strip() if self.person else "",
            "words": joined,
            "language": (cells[self.language].strip() if self.language else "") or self.board_language,
            "consent": self.consent,
            "standing": standing,
            "reason": reason,
            "reason_code": code[:40],
            "note": note if len(note) <= NOTE_LETTERS else f"{note[: NOTE_LETTERS - 1].rstrip()}…",
            "moderated_at": self._moment(row, self.moderated_at, cells),
            "said_at": self._moment(row, self.at, cells),
            "source_id": source_id,
            "person_column": self.person,
        }

    def _text(self, row: FoundRow, column: str, cells: Mapping[str, str], most: int) -> str:
        try:
            return words(cells[column], most)
        except InputError as slip:
            raise row.wrong(column, str(slip)) from None

    def _moment(self, row: FoundRow, moment: Moment, cells: Mapping[str, str]) -> datetime | None:
        if not moment.columns:
            return None
        try:
            return moment.read(cells)
        except InputError as slip:
            raise row.wrong(moment.columns[0], str(slip)) from None

    def ours(self, row: FoundRow, person: str) -> dict[str, str]:
        """The cells that our own places give back; `person` is the id of its author in the source."""
        cells = {self.id: row["source_id"]}
        if self.person:
            cells[self.person] = person
        if self.reason:
            cells[self.reason] = "" if row["reason_code"] == NO_WORDS else row["reason_code"]
        if self.note:
            cells[self.note] = row["note"]
        if len(self.words) == 1:
            cells[self.words[0]] = row["words"]
        return cells | self.at.back(row["said_at"]) | self.moderated_at.back(row["moderated_at"])

    def keep(self, row: FoundRow, cells: Mapping[str, str]) -> None:
        """Keep with the row every cell that our own places would not give back."""
        ours = self.ours(row, row["person"])
        row.values["extra"] = {
            column: cell for column, cell in cells.items() if (cell != ours[column] if column in ours else bool(cell))
        }

    def back(self, found: FoundBoard, people: Mapping[str, str]) -> list[dict[str, str]]:
        return [
            {**self.ours(row, people.get(row["person"], "")), **(row["extra"] or {})}
            for row in found.tables[self.table]
        ]


class _Ideas(_Part):
    table = "ideas"

    def __init__(self, keys: Keys, top: Keys) -> None:
        super().__init__(keys, top)
        self.title, self.supports = keys.text("title"), keys.text("brought_supports")
        self.place = keys.text("place_words")
        merged = keys.part("merged_into", "column", "separator", "when")
        self.merged, self.separator = merged.text("column"), merged.text("separator") or ";"
        self.when = {
            column: frozenset(merged.part("when", column).texts(column)) for column in merged.values.get("when", {})
        }
        answer = keys.part("answer", "title", "words", "reason", "state", "extra", "at")
        self.answer = answer
        self.answer_words, self.answer_reason = answer.text("words"), answer.text("reason")
        state = answer.part("state", "column", "values")
        self.state, self.states = state.text("column"), state.terms("values", AnswerState)
        self.answer_extra = answer.texts("extra")
        self.answered_at = Moment(answer.part("at", "columns", "format"))

    def columns(self) -> list[str]:
        named = [self.title, self.supports, self.place, self.merged, *self.when, self.answer_words, self.answer_reason]
        named += [self.state, *self.answer_extra, *self.answered_at.columns]
        return [*super().columns(), *(column for column in named if column)]

    def into(self, found: FoundBoard, files: Sequence[SourceFile]) -> None:
        names: dict[str, None] = {}
        targets: list[tuple[FoundRow, list[str]]] = []
        answered: list[datetime] = []
        for row, cells in self.rows(files):
            title = self._text(row, self.title, cells, MOST_LETTERS) if self.title else ""
            row.values.update(idea=row["source_id"], code=f"#{row['source_id']}", title=title)
            if self.supports:
                try:
                    row.values["brought_supports"] = whole_number(cells[self.supports])
                except InputError as slip:
                    raise row.wrong(self.supports, str(slip)) from None
            if self.place:
                row.values["place_words"] = self._text(row, self.place, cells, 120)
            if self.merged and all(cells[column] in those for column, those in self.when.items()):
                targets.append(
                    (row, [each.strip() for each in cells[self.merged].split(self.separator) if each.strip()])
                )
            at = self._answer(found, row, cells)
            answered += [at] if at else []
            found.tables["ideas"].append(row)
            complete(row, fill=True)
            self.keep(row, cells)
            for column in self.answer_extra:
                row.values["extra"].pop(column, None)
            names |= dict.fromkeys(row["extra"])
        self._merge(found, targets)
        self._moderated(found)
        if found.tables["answers"]:
            title = self.answer.text("title") or "Answers"
            when = max(answered, default=None)
            batch = {"batch": "A1", "title": title, "words": "", "made_at": when, "published_at": when, "now": True}
            found.tables["batches"].append(FoundRow(self.file, 1, batch))
        found.kept = (*found.kept, *names)

    def _answer(self, found: FoundBoard, row: FoundRow, cells: Mapping[str, str]) -> datetime | None:
        said = self._text(row, self.answer_words, cells, 100_000) if self.answer_words else ""
        why = self._text(row, self.answer_reason, cells, 100_000) if self.answer_reason else ""
        state = self.states.get(cells[self.state]) if self.state else None
        if not said and not why and state is None:
            return None
        values = {"batch": "A1", "idea": row["idea"], "state": state, "words": said, "reason": why}
        answer = FoundRow(row.file, row.number, values)
        ours = self._answer_ours(answer)
        values["extra"] = {
            column: cells[column]
            for column in dict.fromkeys((self.answer_words, self.answer_reason, *self.answer_extra))
            if column and (cells[column] != ours.get(column, ""))
        }
        found.tables["answers"].append(answer)
        return self._moment(row, self.answered_at, cells)

    def _answer_ours(self, answer: FoundRow | None) -> dict[str, str]:
        named = {self.answer_words: "words", self.answer_reason: "reason"}
        return {
            column: (answer[place] or "") if answer is not None else "" for column, place in named.items() if column
        }

    def _merge(self, found: FoundBoard, targets: list[tuple[FoundRow, list[str]]]) -> None:
        there = {row["idea"] for row in found.tables["ideas"]}
        for row, named in targets:
            into = [each for each in dict.fromkeys(named) if each in there and each != row["idea"]]
            if not into:
                found.targets_absent += bool(named)
                continue
            row.values["standing"] = Standing.MERGED
            for each in into:
                values = {
                    "from": row["idea"], "into": each, "kind": ReshapingKind.MERGE, "at": row["moderated_at"],
                }  # fmt: skip
                found.tables["lineage"].append(FoundRow(row.file, row.number, values))

    def _moderated(self, found: FoundBoard) -> None:
        acts = {Standing.HIDDEN: ModerationAct.HIDDEN, Standing.MERGED: ModerationAct.MERGED}
        for row in found.tables["ideas"]:
            if row["standing"] not in acts or row["reason_code"] == NO_WORDS:
                continue  # of a row without words nobody has judged anything
            values = {
                "of": row["code"],
                "number": 1,
                "act": acts[row["standing"]],
                "before": Standing.WAITING,
                "after": row["standing"],
                "reason": row["reason"] or ModerationReason.OTHER,
                "reason_code": row["reason_code"],
                "policy": 1 if self.has_policy and row["reason_code"] else 0,
                "at": row["moderated_at"] or row["said_at"],
            }
            found.tables["moderation"].append(FoundRow(row.file, row.number, values))

    def ours(self, row: FoundRow, person: str) -> dict[str, str]:
        cells = super().ours(row, person)
        if self.title:
            cells[self.title] = row["title"]
        if self.supports:
            cells[self.supports] = str(row["brought_supports"])
        if self.place:
            cells[self.place] = row["place_words"]
        return cells

    def keep(self, row: FoundRow, cells: Mapping[str, str]) -> None:
        # An answer's cells are kept with the answer.
        elsewhere = {self.answer_words, self.answer_reason}
        super().keep(row, {column: cell for column, cell in cells.items() if column not in elsewhere})

    def back(self, found: FoundBoard, people: Mapping[str, str]) -> list[dict[str, str]]:
        answers = {row["idea"]: row for row in found.tables["answers"]}
        rows = super().back(found, people)
        for row, cells in zip(found.tables["ideas"], rows, strict=True):
            answer = answers.get(row["idea"])
            cells.update(self._answer_ours(answer))
            cells.update((answer["extra"] or {}) if answer else {})
        return rows


class _Replies(_Part):
    table = "replies"

    def __init__(self, keys: Keys, top: Keys) -> None:
        super().__init__(keys, top)
        parent, kind = keys.part("parent", "column", "none"), keys.part("kind", "column", "values", "otherwise")
        self.idea = keys.text("idea", needed=True)
        self.parent, self.none = parent.text("column"), parent.texts("none")
        self.kind, self.kinds = kind.text("column"), kind.terms("values", ReplyKind)
        self.other_kind = kind.term("otherwise", ReplyKind, ReplyKind.REPLY)

    def columns(self) -> list[str]:
        return [*super().columns(), *(column for column in (self.idea, self.parent, self.kind) if column)]

    def into(self, found: FoundBoard, files: Sequence[SourceFile]) -> None:
        names: dict[str, None] = {}
        kept: list[tuple[FoundRow, dict[str, str]]] = []
        for row, cells in self.rows(files):
            row.values.update(reply=f"#r:{row['source_id']}", idea=cells[self.idea].strip())
            row.values["kind"] = self.kinds.get(cells[self.kind], self.other_kind) if self.kind else self.other_kind
            kept.append((row, cells))
        there = {row["source_id"] for row, _cells in kept}
        for row, cells in kept:
            above = cells[self.parent].strip() if self.parent else ""
            if above and above not in self.none:
                row.values["parent"] = f"#r:{above}" if above in there else ""
                found.parents_absent += above not in there
            complete(row)
            self.keep(row, cells)
            names |= dict.fromkeys(row["extra"])
            found.tables["replies"].append(row)
        found.kept = (*found.kept, *names)

    def keep(self, row: FoundRow, cells: Mapping[str, str]) -> None:
        ours = self.ours(row, row["person"]) | {self.idea: row["idea"]}
        if self.parent:
            ours[self.parent] = self._above((row["parent"] or "").removeprefix("#r:"))
        row.values["extra"] = {
            column: cell for column, cell in cells.items() if (cell != ours[column] if column in ours else bool(cell))
        }

    def _above(self, source_id: str) -> str:
        return source_id or (self.none[0] if self.none else "")

    def back(self, found: FoundBoard, people: Mapping[str, str]) -> list[dict[str, str]]:
        ideas = {row["idea"]: row["source_id"] for row in found.tables["ideas"]}
        replies = {row["reply"]: row["source_id"] for row in found.tables["replies"]}
        given: list[dict[str, str]] = []
        for row in found.tables["replies"]:
            cells = {**self.ours(row, people.get(row["person"], "")), self.idea: ideas[row["idea"]]}
            if self.parent:
                cells[self.parent] = self._above(replies.get(row["parent"], ""))
            given.append(cells | (row["extra"] or {}))
        return given
