"""The map that says what the columns of a file of responses mean: read from TOML, every slip named in one sentence.

`imports` describes the keys with two examples.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from codesign.core.errors import InputError
from codesign.core.terms import Consent, QuestionType
from codesign.core.text import one_line

STOP, SKIP, BLANK = "stop", "skip", "blank"
"""What to do with a cell that cannot be read: stop the import, skip the row, or take the cell for blank."""

_SHAPES: Final = ("wide", "long")
_TOP: Final = {
    "shape", "consultation", "person", "row", "date", "language", "consent", "question", "open", "group", "themes",
    "sentiment",
}  # fmt: skip

TEXT_TYPES = frozenset({QuestionType.SHORT_TEXT, QuestionType.LONG_TEXT})


@dataclass(frozen=True, slots=True, kw_only=True)
class MappedQuestion:
    """A column (or several 0/1 columns) that answers one question. `codes` are cell to label, or none."""

    column: str
    type: QuestionType
    text: str
    hint: str
    unit: str
    codes: Mapping[str, str]
    columns: Mapping[str, str]  # several choices as 0/1 columns: column to label
    separator: str  # several choices in one cell
    not_sure: frozenset[str]
    blank: frozenset[str]
    if_wrong: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAnswers:
    """Long files: the columns with the question's text and with the answer. `same` joins spellings of one question."""

    question: str
    answer: str
    type: QuestionType
    same: Mapping[str, str]
    blank: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupColumn:
    """A column that says what group a person is in."""

    column: str
    name: str
    codes: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeColumns:
    """0/1 columns of human codes; `question` is the column they code in a wide file. `titles` rename columns."""

    columns: tuple[str, ...]
    first: str
    last: str
    question: str
    title: str
    housekeeping: frozenset[str]
    titles: Mapping[str, str]
    if_wrong: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseMap:
    """A whole map. Columns are named as in the file's header; "" where the file has none."""

    name: str
    digest: str
    long: bool
    title: str
    introduction: str
    person: str
    prefix: str
    row: str
    date: str
    formats: tuple[str, ...]
    date_if_wrong: str
    language: str
    language_default: str
    consent: str
    consent_default: Consent
    consent_codes: Mapping[str, Consent]
    questions: tuple[MappedQuestion, ...]
    open: OpenAnswers | None
    groups: tuple[GroupColumn, ...]
    themes: ThemeColumns | None
    sentiment: str
    sentiment_codes: Mapping[str, str]


def read_map(path: Path) -> ResponseMap:
    """The map of a TOML file. Raises `InputError` naming the file and the key."""
    try:
        raw = path.read_bytes()
        table = _Table(path.name, "", tomllib.loads(raw.decode("utf-8-sig")))
    except OSError:
        raise InputError(f"The map {path} cannot be read.") from None
    except UnicodeDecodeError:
        raise InputError(f"{path.name} is not UTF-8 text.") from None
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path.name} is not TOML: {error}.") from None
    table.only(_TOP)
    shape = table.one_of("shape", _SHAPES)
    consultation, person, row = table.part("consultation"), table.part("person"), table.part("row")
    date, language, consent = table.part("date"), table.part("language"), table.part("consent")
    sentiment = table.part("sentiment")
    consultation.only({"title", "introduction"})
    person.only({"column", "prefix"})
    row.only({"column"})
    date.only({"column", "formats", "if_wrong"})
    language.only({"column", "default"})
    consent.only({"column", "default", "codes"})
    sentiment.only({"column", "codes"})
    found = ResponseMap(
        name=path.name,
        digest=hashlib.sha256(raw).hexdigest(),
        long=shape == "long",
        title=one_line(consultation.text("title", needed=True))[:160],
        introduction=consultation.text("introduction"),
        person=person.text("column", needed=shape == "long"),
        prefix=person.text("prefix"),
        row=row.text("column"),
        date=date.text("column"),
        formats=date.texts("formats") or ("%Y-%m-%d",),
        date_if_wrong=date.one_of("if_wrong", (STOP, SKIP, BLANK), STOP),
        language=language.text("column"),
        language_default=language.text("default") or "en",
        consent=consent.text("column"),
        consent_default=Consent(consent.one_of("default", tuple(Consent), Consent.COUNT_ONLY)),
        consent_codes={code: consent.consent(word) for code, word in consent.words("codes").items()},
        questions=tuple(_question(part) for part in table.parts("question")),
        open=_open(table.part("open")) if "open" in table else None,
        groups=tuple(_group(part) for part in table.parts("group")),
        themes=_themes(table.part("themes"), shape) if "themes" in table else None,
        sentiment=sentiment.text("column"),
        sentiment_codes=sentiment.words("codes"),
    )
    if found.long != (found.open is not None):
        raise InputError(f"{path.name}: [open] is needed for a long file, and only there.")
    asked = [(question.text, question.type) for question in found.questions]
    if len(set(asked)) < len(asked):
        raise InputError(f"{path.name}: two [[question]] tables have the same text.")
    if found.long and any(kind in (QuestionType.SHORT_TEXT, QuestionType.LONG_TEXT) for _text, kind in asked):
        raise InputError(f"{path.name}: in a long file the words are described by [open], not by a [[question]].")
    if not found.questions and found.open is None:
        raise InputError(f"{path.name}: add at least one [[question]].")
    return found


def _question(part: _Table) -> MappedQuestion:
    part.only(
        {"column", "columns", "type", "text", "hint", "unit", "codes", "separator", "not_sure", "blank", "if_wrong"}
    )
    kind = QuestionType(part.one_of("type", tuple(QuestionType)))
    columns = part.words("columns")
    if columns and (kind is not QuestionType.SEVERAL_CHOICES or part.text("column")):
        raise InputError(f"{part.where}: columns are for several_choices, in place of column.")
    return MappedQuestion(
        column=part.text("column", needed=not columns),
        type=kind,
        text=_short(part, part.text("text") or part.text("column", needed=True), 300),
        hint=part.text("hint")[:300],
        unit=part.text("unit")[:40],
        codes={code.strip(): _short(part, label, 200) for code, label in part.words("codes").items()},
        columns={column.strip(): _short(part, label, 200) for column, label in columns.items()},
        separator=part.text("separator", strip=False),
        not_sure=frozenset(part.texts("not_sure")),
        blank=frozenset(part.texts("blank")),
        if_wrong=part.one_of("if_wrong", (STOP, SKIP, BLANK), STOP),
    )


def _open(part: _Table) -> OpenAnswers:
    part.only({"question", "answer", "type", "same", "blank"})
    texts = (QuestionType.LONG_TEXT, QuestionType.SHORT_TEXT)
    return OpenAnswers(
        question=part.text("question", needed=True),
        answer=part.text("answer", needed=True),
        type=QuestionType(part.one_of("type", texts, QuestionType.LONG_TEXT)),
        same={one_line(spelling): one_line(wording) for spelling, wording in part.words("same").items()},
        blank=frozenset(part.texts("blank")),
    )


def _group(part: _Table) -> GroupColumn:
    part.only({"column", "name", "codes"})
    column = part.text("column", needed=True)
    return GroupColumn(column=column, name=part.text("name") or column, codes=part.words("codes"))


def _themes(part: _Table, shape: str) -> ThemeColumns:
    part.only({"columns", "first", "last", "question", "title", "housekeeping", "titles", "if_wrong"})
    columns = part.texts("columns")
    return ThemeColumns(
        columns=columns,
        first=part.text("first", needed=not columns),
        last=part.text("last", needed=not columns),
        question=part.text("question", needed=shape == "wide"),
        title=part.text("title") or "Codes from the file",
        housekeeping=frozenset(part.texts("housekeeping")),
        titles=part.words("titles"),
        if_wrong=part.one_of("if_wrong", (STOP, SKIP, BLANK), STOP),
    )


def _short(part: _Table, text: str, limit: int) -> str:
    line = one_line(text)
    if not line or len(line) > limit:
        raise InputError(f"{part.where}: write 1 to {limit} characters in place of {line[:40]!r}.")
    return line


class _Table:
    """One table of the TOML file, read key by key; errors name the file and the table."""

    def __init__(self, file: str, name: str, values: Any) -> None:
        self.where = f"{file}, {name}" if name else file
        self._file = file
        if not isinstance(values, dict):
            raise InputError(f"{self.where} must be a table.")
        self._values: dict[str, Any] = values

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def only(self, known: set[str]) -> None:
        for key in self._values:
            if key not in known:
                raise InputError(f"{self.where}: the key {key!r} is not known. Known are: {', '.join(sorted(known))}.")

    def part(self, key: str) -> _Table:
        return _Table(self._file, f"[{key}]", self._values.get(key, {}))

    def parts(self, key: str) -> list[_Table]:
        values = self._values.get(key, [])
        if not isinstance(values, list):
            raise InputError(f"{self.where}: write [[{key}]], with two brackets.")
        return [_Table(self._file, f"[[{key}]] {number}", value) for number, value in enumerate(values, 1)]

    def text(self, key: str, *, needed: bool = False, strip: bool = True) -> str:
        value = self._values.get(key, "")
        if not isinstance(value, str) or (needed and not value.strip()):
            raise InputError(f"{self.where}: {key} must be some words.")
        return value.strip() if strip else value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise InputError(f"{self.where}: {key} must be a list of words.")
        return tuple(value)

    def words(self, key: str) -> dict[str, str]:
        value = self._values.get(key, {})
        if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
            raise InputError(f"{self.where}: {key} must be a table of words.")
        return dict(value)

    def one_of(self, key: str, known: tuple[str, ...], default: str = "") -> str:
        value = self._values.get(key, default)
        if value not in known:
            raise InputError(f"{self.where}: {key} must be one of {', '.join(str(word) for word in known)}.")
        return str(value)

    def consent(self, word: str) -> Consent:
        if word not in tuple(Consent):
            raise InputError(f"{self.where}: codes must lead to one of {', '.join(Consent)}.")
        return Consent(word)


@dataclass(slots=True)
class Header:
    """The file's first row: where each column is. Errors name the map and the column."""

    file: str
    names: tuple[str, ...]
    used: set[str] = field(default_factory=set)

    def place(self, column: str, map_name: str) -> int:
        """The place of a column the map names. Raises `InputError` when the file has none of that name."""
        try:
            place = self.names.index(column)
        except ValueError:
            raise InputError(f"{map_name} names the column {column!r}, which {self.file} does not have.") from None
        self.used.add(column)
        return place
