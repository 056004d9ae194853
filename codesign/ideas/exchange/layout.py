"""Our own layout of a board in files: which tables there are, what each column holds, and who may take it.

A board goes out as one zip of CSV files, or as one JSON document with the same tables under the same names. Every
reference is ours: ideas are I-0042, replies are K-W3NQ8, people are names drawn for this one file (the same in all of
its tables, another in the next file). Times are ISO 8601 in UTC. Cells that a spreadsheet could take for a formula
have an apostrophe in front, which is taken off again when the file comes back.

There are three editions.

- `public`: ideas and replies that are published and whose authors let us quote them in public. No people, no single
  supports or votes: totals, and only where the board's page shows them to everybody. Days, not times.
- `commissioner`: every idea and reply with its standing and reason. Words are there when they are published or merged
  and may be quoted to bidders or in public; `left_out` says why others are not. Supports and votes by day.
- `whole`: all that another installation needs to have the same board, hidden words and count-only words too, but never
  the words of a safeguarding case. Only a whole copy comes back in.

What never goes out: addresses, follows, drafts, reports, holds, photos.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from codesign.core.terms import (
    AnswerState,
    BoardAsks,
    BoardPhaseKind,
    Consent,
    Influence,
    ModerationAct,
    ModerationPolicy,
    ModerationReason,
    ReplyKind,
    ReshapingKind,
    ShownAs,
    Standing,
    Totals,
    Vote,
)
from codesign.core.words import N_
from codesign.renderers.csv_zip import FORMULA_STARTS

LAYOUT: Final = "codesign-board 1"
"""The name that stands in every file of this layout."""


class Copy(StrEnum):
    """The editions of a board in files."""

    PUBLIC = "public"
    COMMISSIONER = "commissioner"
    WHOLE = "whole"


class Kind(StrEnum):
    """What a cell holds."""

    LINE = "line"
    WORDS = "words"
    NUMBER = "number"
    DECIMAL = "decimal"
    YES_NO = "yes or no"
    DAY = "day"
    CLOCK = "clock"
    TIME = "time"  # in the public edition a day
    TERM = "one of"
    VALUES = "values"  # JSON


STAFF: Final = (Copy.COMMISSIONER, Copy.WHOLE)
ALL: Final = (Copy.PUBLIC, *STAFF)
WHOLE: Final = (Copy.WHOLE,)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what it holds, what it means, and the editions that have it."""

    name: str
    kind: Kind
    means: str
    copies: tuple[Copy, ...] = ALL
    terms: type[StrEnum] | None = None
    most: int = 0  # letters
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One file: `name`.csv, or the list under `name` in the JSON document."""

    name: str
    means: str
    columns: tuple[Column, ...]

    def of(self, copy: Copy) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if copy in column.copies)


def _line(name: str, means: str, most: int = 120, *, copies: tuple[Copy, ...] = ALL, needed: bool = False) -> Column:
    return Column(name, Kind.LINE, means, copies, most=most, needed=needed)


def _words(name: str, means: str, most: int = 20_000, *, copies: tuple[Copy, ...] = ALL) -> Column:
    return Column(name, Kind.WORDS, means, copies, most=most)


def _number(name: str, means: str, *, copies: tuple[Copy, ...] = ALL) -> Column:
    return Column(name, Kind.NUMBER, means, copies)


def _term(
    name: str, terms: type[StrEnum], means: str, *, copies: tuple[Copy, ...] = ALL, needed: bool = False
) -> Column:
    return Column(name, Kind.TERM, means, copies, terms=terms, needed=needed)


def _time(name: str, means: str, *, copies: tuple[Copy, ...] = ALL, needed: bool = False) -> Column:
    return Column(name, Kind.TIME, means, copies, needed=needed)


def _extra() -> Column:
    return Column("extra", Kind.VALUES, N_("Columns of an imported row that have no place of their own."), WHOLE)


_MODERATED = (
    _term("standing", Standing, N_("Whether others may read the words."), copies=STAFF),
    _term("reason", ModerationReason, N_("Why the words are hidden."), copies=STAFF),
    _line("reason_code", N_("The reason by its code in the written policy."), 40, copies=STAFF),
    _number("policy", N_("The version of the written policy by which it was last moderated."), copies=STAFF),
    _words("note", N_("What the author was told."), 500, copies=WHOLE),
    _time("moderated_at", N_("When it was last moderated."), copies=WHOLE),
)
_AUTHOR = (
    _term("consent", Consent, N_("How the author lets us use the words."), copies=STAFF),
    _term("shown_as", ShownAs, N_("How the author is shown."), copies=WHOLE),
    _line("shown_words", N_("The first name or area that is shown."), 80, copies=WHOLE),
)
_IDEA = N_("The idea's reference.")
_PERSON = N_("A name for the person, drawn for this file.")

TABLES: Final[tuple[Table, ...]] = (
    Table(
        "board",
        N_("The board: one row."),
        (
            _line("layout", N_("The name of this layout."), 40),
            _line("edition", N_("public, commissioner or whole."), 20),
            Column("made_at", Kind.TIME, N_("When this file was made.")),
            _line("ref", N_("The board's reference."), 8),
            _line("title", N_("Its title."), 160, needed=True),
            _words("introduction", N_("What its page says.")),
            _term("influence", Influence, N_("How far residents can still change the thing.")),
            _line("influence_reason", N_("Why, where it is not open."), 500),
            _term("asks", BoardAsks, N_("What the board asks of residents.")),
            _number("budget", N_("Supports a person, where there is a budget.")),
            _term("moderation", ModerationPolicy, N_("Whether words are read before or after others see them.")),
            _term("totals", Totals, N_("When residents see totals.")),
            Column("reacts_early", Kind.YES_NO, N_("Whether people react before the phase of choosing.")),
            Column("takes_photos", Kind.YES_NO, N_("Whether ideas may have a photo.")),
            Column("asks_place", Kind.YES_NO, N_("Whether ideas are asked for their place.")),
            _time("opens_at", N_("When it opened.")),
            Column("closes_on", Kind.DAY, N_("The last day, local.")),
            Column("closes_time", Kind.CLOCK, N_("The time it closes, local.")),
            _line("zone", N_("The zone of local days and times."), 40),
            _line("language", N_("The language of most words."), 12, copies=WHOLE),
            _number("ideas", N_("Ideas on the board, whatever their standing.")),
            _number("ideas_published", N_("Ideas that are published.")),
            _number("replies", N_("Replies, whatever their standing.")),
            _number("replies_published", N_("Replies that are published.")),
            _number("left_out", N_("Ideas and replies whose words are not in this file.")),
            _number("people", N_("People who wrote, supported or voted."), copies=STAFF),
        ),
    ),
    Table(
        "phases",
        N_("The phases of the board."),
        (
            _term("kind", BoardPhaseKind, N_("Which phase."), needed=True),
            Column("starts_on", Kind.DAY, N_("Its first day, local."), needed=True),
            _line("words", N_("What comes next, in words."), 300),
        ),
    ),
    Table(
        "prompts",
        N_("The questions that invite ideas."),
        (_number("prompt", N_("Its number.")), _line("text", N_("The question."), 200, needed=True)),
    ),
    Table(
        "people",
        N_("The people of the board, without any name or address."),
        (
            _line("person", _PERSON, 40, copies=WHOLE, needed=True),
            _line("source_id", N_("The person's id in the file they were brought in from."), 120, copies=WHOLE),
            _line("language", N_("Their language."), 12, copies=WHOLE),
            Column("groups", Kind.VALUES, N_("Group columns of an imported file."), WHOLE),
        ),
    ),
    Table(
        "ideas",
        N_("Ideas or statements: a row each."),
        (
            _line("idea", _IDEA, 12, needed=True),
            _line("code", N_("The code of its words."), 12),
            _line("person", _PERSON, 40, copies=STAFF),
            Column("by_staff", Kind.YES_NO, N_("Whether staff wrote it; it is no resident's then.")),
            _line("title", N_("Its line."), 20_000),
            _words("words", N_("Its words.")),
            _line("left_out", N_("Why its words are not in this file."), 40, copies=STAFF),
            _line("language", N_("The language of the words."), 12),
            *_AUTHOR,
            *_MODERATED,
            _number("prompt", N_("The question that invited it.")),
            _line("area", N_("The code of its area.")),
            _line("place_words", N_("Its place in words."), 120, copies=STAFF),
            Column("latitude", Kind.DECIMAL, N_("Of its place, WGS 84, to about ten metres."), STAFF),
            Column("longitude", Kind.DECIMAL, N_("Of its place, WGS 84, to about ten metres."), STAFF),
            _number("supports", N_("People who support it.")),
            _number("brought_supports", N_("Supports counted elsewhere; no people stand behind them here.")),
            _number("agree", N_("People who agree.")),
            _number("disagree", N_("People who disagree.")),
            _number("pass", N_("People who passed.")),
            _number("paper_ticks", N_("Ticks counted on printed cards: not people.")),
            _number("replies", N_("Replies that are published.")),
            _number("seen", N_("How often it was put before somebody."), copies=WHOLE),
            _time("said_at", N_("When it was written.")),
            _line("source_id", N_("Its id in the file it was brought in from."), 118, copies=WHOLE),
            _extra(),
        ),
    ),
    Table(
        "replies",
        N_("Replies to ideas: a row each."),
        (
            _line("reply", N_("The code of its words."), 12, needed=True),
            _line("idea", _IDEA, 12, needed=True),
            _line("parent", N_("The reply it answers; empty where it answers the idea."), 12),
            _line("thread", N_("The first reply above it."), 12),
            _term("kind", ReplyKind, N_("Whether it adds, sees it another way, asks, or is an answer by staff.")),
            _line("person", _PERSON, 40, copies=STAFF),
            Column("by_staff", Kind.YES_NO, N_("Whether staff wrote it; it is no resident's then.")),
            _words("words", N_("Its words.")),
            _line("left_out", N_("Why its words are not in this file."), 40, copies=STAFF),
            _line("language", N_("The language of the words."), 12),
            *_AUTHOR,
            *_MODERATED,
            _time("said_at", N_("When it was written.")),
            _line("source_id", N_("Its id in the file it was brought in from."), 118, copies=WHOLE),
            _extra(),
        ),
    ),
    Table(
        "supports",
        N_("Who supports what: a row for each support."),
        (
            _line("person", _PERSON, 40, copies=STAFF, needed=True),
            _line("idea", _IDEA, 12, copies=STAFF, needed=True),
            _time("at", N_("When."), copies=STAFF),
            _time("kept_at", N_("When the person said that it stays where it is, after a merge."), copies=WHOLE),
            _line("moved_from", N_("The idea that they gave it to before."), 12, copies=WHOLE),
        ),
    ),
    Table(
        "votes",
        N_("Agree, disagree or pass: each person's latest view of each statement."),
        (
            _line("person", _PERSON, 40, copies=STAFF, needed=True),
            _line("idea", _IDEA, 12, copies=STAFF, needed=True),
            _term("vote", Vote, N_("The view."), copies=STAFF, needed=True),
            _time("at", N_("When."), copies=STAFF),
        ),
    ),
    Table(
        "pairs",
        N_("Which of two ideas a person chose; nothing chosen means that they could not say."),
        (
            _line("person", _PERSON, 40, copies=STAFF, needed=True),
            _line("first", N_("One idea."), 12, copies=STAFF, needed=True),
            _line("second", N_("The other idea."), 12, copies=STAFF, needed=True),
            _line("chosen", N_("The idea chosen."), 12, copies=STAFF),
            _time("at", N_("When."), copies=STAFF),
        ),
    ),
    Table(
        "tallies",
        N_("Ticks counted on printed cards: a number of people in a place."),
        (
            _line("idea", _IDEA, 12, needed=True),
            _line("place", N_("Where the card hung."), 120),
            Column("counted_on", Kind.DAY, N_("The day of the count."), needed=True),
            _number("ticks", N_("How many ticks.")),
            _time("keyed_at", N_("When it was typed in."), copies=WHOLE),
            _time("withdrawn_at", N_("When the count was taken back."), copies=WHOLE),
        ),
    ),
    Table(
        "batches",
        N_("Answers of the commissioner that were published together."),
        (
            _line("batch", N_("Its reference."), 8, needed=True),
            _line("title", N_("Its title."), 160),
            _words("words", N_("What was said to all.")),
            _time("made_at", N_("When it was prepared."), copies=WHOLE),
            _time("published_at", N_("When it was published.")),
        ),
    ),
    Table(
        "answers",
        N_("The commissioner's answer to an idea."),
        (
            _line("batch", N_("The batch it was published in."), 8, needed=True),
            _line("idea", _IDEA, 12, needed=True),
            _term("state", AnswerState, N_("The answer in one word; empty where an imported answer has none.")),
            _words("words", N_("What will be done.")),
            _words("reason", N_("Why.")),
            _line("requirement", N_("The requirement it led to."), 40),
            _line("decision", N_("The decision it belongs to."), 40),
            _extra(),
        ),
    ),
    Table(
        "lineage",
        N_("Which idea came from which: the old ones stay."),
        (
            _line("from", N_("The old idea."), 12, copies=STAFF, needed=True),
            _line("into", N_("The new idea."), 12, copies=STAFF, needed=True),
            _term("kind", ReshapingKind, N_("Merged, split or reworded."), copies=STAFF, needed=True),
            _time("at", N_("When."), copies=STAFF),
        ),
    ),
    Table(
        "versions",
        N_("Earlier wordings of ideas and replies."),
        (
            _line("of", N_("The code of the words."), 12, copies=WHOLE, needed=True),
            _number("number", N_("Its number; the newest wording is not here."), copies=WHOLE),
            _line("title", N_("The line of an idea then."), 160, copies=WHOLE),
            _words("words", N_("The words then."), copies=WHOLE),
            Column("shown", Kind.YES_NO, N_("Whether it stays to be read."), WHOLE),
            _time("at", N_("When it was written."), copies=WHOLE),
            _time("replaced_at", N_("When an idea's next wording took its place."), copies=WHOLE),
        ),
    ),
    Table(
        "policies",
        N_("The versions of the written policy that words were moderated by."),
        (
            _number("policy", N_("Its number."), copies=WHOLE),
            _words("words", N_("Its words."), 100_000, copies=WHOLE),
            Column("reasons", Kind.VALUES, N_("Its reasons with their codes."), WHOLE),
            _time("made_at", N_("When it was made."), copies=WHOLE),
        ),
    ),
    Table(
        "moderation",
        N_("What was done with words, and by which reason; without the words."),
        (
            _line("of", N_("The code of the words."), 12, copies=WHOLE, needed=True),
            _number("number", N_("The first act is 1."), copies=WHOLE),
            _term("act", ModerationAct, N_("What was done."), copies=WHOLE, needed=True),
            _term("before", Standing, N_("The standing before."), copies=WHOLE, needed=True),
            _term("after", Standing, N_("The standing after."), copies=WHOLE, needed=True),
            _term("reason", ModerationReason, N_("Why."), copies=WHOLE),
            _line("reason_code", N_("The reason by its code in the written policy."), 40, copies=WHOLE),
            _number("policy", N_("The version of the written policy."), copies=WHOLE),
            _time("at", N_("When."), copies=WHOLE),
        ),
    ),
)
BY_NAME: Final[Mapping[str, Table]] = {table.name: table for table in TABLES}


def tables_of(copy: Copy) -> Iterator[tuple[Table, tuple[Column, ...]]]:
    """The tables of an edition with their columns; a table without columns there is not in it."""
    for table in TABLES:
        columns = table.of(copy)
        if columns:
            yield table, columns


_GUARDED: Final = "'"


def guarded(text: str) -> str:
    """A cell of CSV that no spreadsheet takes for a formula; `unguarded` gives back exactly what it was."""
    if not text:
        return text
    return f"'{text}" if text[0] in FORMULA_STARTS or _is_guarded(text) else text


def unguarded(text: str) -> str:
    return text[1:] if text[:1] == _GUARDED and _is_guarded(text) else text


def _is_guarded(text: str) -> bool:
    if text[0] != _GUARDED:
        return False
    rest = text.lstrip(_GUARDED)
    return bool(rest) and rest[0] in FORMULA_STARTS


_TYPES: Final[Mapping[Kind, dict[str, Any]]] = {
    Kind.NUMBER: {"type": ["integer", "null"]},
    Kind.DECIMAL: {"type": ["string", "null"], "pattern": r"^-?\d{1,3}\.\d+$"},
    Kind.YES_NO: {"type": "boolean"},
    Kind.DAY: {"type": ["string", "null"], "format": "date"},
    Kind.CLOCK: {"type": ["string", "null"]},
    Kind.TIME: {"type": ["string", "null"]},
    Kind.VALUES: {"type": ["object", "array"]},
}


def schema(copy: Copy) -> dict[str, Any]:
    """The JSON Schema (2020-12) of the document of an edition."""
    parts: dict[str, Any] = {}
    for table, columns in tables_of(copy):
        row = {
            "type": "object",
            "description": table.means,
            "properties": {column.name: _type_of(column) for column in columns},
            "required": [column.name for column in columns],
            "additionalProperties": False,
        }
        parts[table.name] = row if table.name == "board" else {"type": "array", "items": row}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{LAYOUT}, {copy.value} edition",
        "type": "object",
        "properties": parts,
        "required": list(parts),
        "additionalProperties": False,
    }


def _type_of(column: Column) -> dict[str, Any]:
    if column.kind is Kind.TERM:
        assert column.terms is not None
        return {"enum": [*(word.value for word in column.terms), None], "description": column.means}
    return {**_TYPES.get(column.kind, {"type": "string"}), "description": column.means}
