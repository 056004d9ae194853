"""From a file of responses and its map to people with their answers: values only, nothing is kept yet."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from codesign.consultations.response_map import (
    BLANK,
    SKIP,
    TEXT_TYPES,
    Header,
    MappedQuestion,
    ResponseMap,
    ThemeColumns,
)
from codesign.core.closing import UK
from codesign.core.errors import InputError
from codesign.core.imports import Skipped
from codesign.core.questions.answering import read_number
from codesign.core.tabular import separator_of
from codesign.core.terms import Consent, QuestionType
from codesign.core.text import normalise, one_line

LARGEST: Final = 300 * 1024 * 1024
"""Bytes of a file after unpacking: a small archive must not fill the machine."""

_YES: Final = frozenset({"1", "1.0", "y", "yes", "true", "x"})
_NO: Final = frozenset({"", "0", "0.0", "n", "no", "false"})


@dataclass(slots=True)
class AskedInFile:
    """A question as the file asks it; `labels` are code to label, in order."""

    type: QuestionType
    text: str
    hint: str = ""
    unit: str = ""
    not_sure: bool = False
    labels: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class ChosenInFile:
    """A closed answer or a number."""

    codes: tuple[str, ...] = ()
    number: Decimal | None = None
    not_sure: bool = False
    row: int = 0


@dataclass(slots=True)
class SaidInFile:
    """Words, with the codes people gave them. Blank words are here only for their codes."""

    source_id: str
    text: str
    said_at: datetime | None
    row: int
    themes: tuple[int, ...] = ()
    sentiment: str = ""


@dataclass(slots=True)
class PersonInFile:
    """One person: what they chose and said, by the question's place in `ResponsesInFile.questions`."""

    source_id: str
    rows: list[int] = field(default_factory=list)
    groups: dict[str, str] = field(default_factory=dict)
    language: str = "en"
    consent: Consent = Consent.COUNT_ONLY
    first_at: datetime | None = None
    chosen: dict[int, ChosenInFile] = field(default_factory=dict)
    said: dict[int, SaidInFile] = field(default_factory=dict)


@dataclass(slots=True)
class ResponsesInFile:
    """Everything the file holds. `themes` are the code columns, in order."""

    digest: str
    read: int = 0
    questions: list[AskedInFile] = field(default_factory=list)
    people: dict[str, PersonInFile] = field(default_factory=dict)
    themes: tuple[str, ...] = ()
    skipped: list[Skipped] = field(default_factory=list)
    unused: tuple[str, ...] = ()
    blank: int = 0
    changed: int = 0


class _SkipRow(Exception):
    """A row that the map says to leave out, with the reason."""


def read_responses(path: Path, plan: ResponseMap) -> ResponsesInFile:
    """The people of a file, plain or gzipped. Raises `InputError` naming file, row and column."""
    raw, rows = _rows(path)
    try:
        names = tuple(one_line(name) for name in next(rows))
    except StopIteration:
        raise InputError(f"{path.name} is empty.") from None
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise InputError(f"{path.name}, row 1: the column {twice[0]!r} is there twice.")
    return _Reading(path.name, Header(path.name, names), plan, hashlib.sha256(raw).hexdigest()).all(rows)


def _rows(path: Path) -> tuple[bytes, Iterator[list[str]]]:
    try:
        raw = path.read_bytes()
        content = raw
        if raw[:2] == b"\x1f\x8b":
            with gzip.GzipFile(fileobj=io.BytesIO(raw)) as packed:
                content = packed.read(LARGEST + 1)
    except (zlib.error, EOFError, gzip.BadGzipFile):
        raise InputError(f"{path.name} is a broken gzip file.") from None
    except OSError:
        raise InputError(f"The file {path} cannot be read.") from None
    if len(content) > LARGEST:
        raise InputError(f"{path.name} is larger than {LARGEST // 1024 // 1024} MB.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{path.name} is not UTF-8 text. Save it as CSV UTF-8.") from None
    csv.field_size_limit(LARGEST)
    mark = separator_of(text, among=",\t")
    return raw, csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)


class _Reading:
    """One pass over the rows of a file."""

    def __init__(self, file: str, header: Header, plan: ResponseMap, digest: str) -> None:
        self.file, self.header, self.plan = file, header, plan
        self.found = ResponsesInFile(digest=digest)
        self.row = 1
        self.cells: list[str] = []
        self.places: dict[str, int] = {}
        self.open_questions: dict[str, int] = {}
        self.row_ids: dict[str, int] = {}
        self.theme_places: tuple[int, ...] = ()
        for column in self._named():
            self.places[column] = header.place(column, plan.name)
        if plan.themes is not None:
            self._find_themes(plan.themes)
        for question in plan.questions:
            self.found.questions.append(
                AskedInFile(
                    question.type,
                    question.text,
                    question.hint,
                    question.unit,
                    not_sure=bool(question.not_sure),
                    labels=dict(question.columns or question.codes),
                )
            )

    def _named(self) -> list[str]:
        plan = self.plan
        named = [plan.person, plan.row, plan.date, plan.language, plan.consent, plan.sentiment]
        for question in plan.questions:
            named += [question.column, *question.columns]
        named += [group.column for group in plan.groups]
        if plan.open is not None:
            named += [plan.open.question, plan.open.answer]
        return [column for column in dict.fromkeys(named) if column]

    def _find_themes(self, themes: ThemeColumns) -> None:
        names = self.header.names
        columns = themes.columns
        if not columns:
            start, end = self.header.place(themes.first, self.plan.name), self.header.place(themes.last, self.plan.name)
            if end < start:
                raise InputError(f"{self.plan.name}, [themes]: last must stand after first in {self.file}.")
            columns = names[start : end + 1]
        for column in (*themes.housekeeping, *themes.titles):
            if column not in columns:
                raise InputError(f"{self.plan.name}, [themes]: {column!r} is not one of the code columns.")
        if not self.plan.long and all(
            q.column != themes.question or q.type not in TEXT_TYPES for q in self.plan.questions
        ):
            raise InputError(f"{self.plan.name}, [themes]: question must be the column of a text question.")
        self.theme_places = tuple(self.header.place(column, self.plan.name) for column in columns)
        self.found.themes = tuple(columns)

    def all(self, rows: Iterator[list[str]]) -> ResponsesInFile:
        try:
            for cells in rows:
                self.row += 1
                if not cells:
                    continue
                if len(cells) != len(self.header.names):
                    raise InputError(
                        f"{self.file}, row {self.row}: it has {len(cells)} cells,"
                        f" the first row has {len(self.header.names)}."
                    )
                self.found.read += 1
                self.cells = cells
                try:
                    self._take()
                except _SkipRow as reason:
                    self.found.skipped.append(Skipped(self.row, str(reason)))
        except csv.Error as error:
            raise InputError(f"{self.file}, row {self.row + 1}: this is not a CSV file ({error}).") from None
        self.found.unused = tuple(name for name in self.header.names if name and name not in self.header.used)
        return self.found

    def _cell(self, column: str) -> str:
        return self.cells[self.places[column]].strip() if column else ""

    def _wrong(self, what: str, column: str, if_wrong: str) -> None:
        """Stop, skip the row, or go on as if the cell were blank."""
        if if_wrong == BLANK:
            return
        if if_wrong == SKIP:
            raise _SkipRow(f"{column}: {what}")
        raise InputError(f"{self.file}, row {self.row}, column {column!r}: {what}.")

    def _take(self) -> None:
        plan = self.plan
        source = self._cell(plan.person) if plan.person else f"row {self.row}"
        if not source:
            raise _SkipRow(f"{plan.person}: nobody is named here")
        source = _short_id(f"{plan.prefix}:{source}" if plan.prefix else source)
        known = self.found.people.get(source)
        if known is not None and not plan.long:
            raise _SkipRow(f"the same person is in row {known.rows[0]}")
        # Everything of the row is read before anything of it is kept, so that a skipped row leaves nothing.
        moment = self._date()
        chosen = {
            place: answer
            for place, question in enumerate(plan.questions)
            if question.type not in TEXT_TYPES and (answer := self._chosen(place, question)) is not None
        }
        said = self._said_long(source, moment, known) if plan.long else self._said_wide(source, moment)
        consent = self._consent()
        person = known or PersonInFile(source, language=plan.language_default, consent=consent)
        self.found.people[source] = person
        person.rows.append(self.row)
        if plan.language and self._cell(plan.language):
            person.language = self._cell(plan.language)[:12]
        for group in plan.groups:
            value = self._cell(group.column)
            if value:
                person.groups.setdefault(group.name, group.codes.get(value, one_line(value)))
        if moment is not None:
            person.first_at = min(person.first_at or moment, moment)
        for place, answer in chosen.items():
            before = person.chosen.setdefault(place, answer)
            if (before.codes, before.number, before.not_sure) != (answer.codes, answer.number, answer.not_sure):
                self.found.changed += 1
        person.said.update(said)

    def _date(self) -> datetime | None:
        cell = self._cell(self.plan.date)
        if not cell:
            return None
        for form in self.plan.formats:
            try:
                moment = datetime.strptime(cell, form)  # noqa: DTZ007 - the zone follows
            except ValueError:
                continue
            if "%H" not in form and "%I" not in form:
                moment = datetime.combine(moment.date(), time(12))  # noon: the same day in every zone we show
            if moment.tzinfo is None:
                moment = moment.replace(tzinfo=ZoneInfo(UK))
            return moment.astimezone(UTC)
        self._wrong(f"{cell!r} is no date we know", self.plan.date, self.plan.date_if_wrong)
        return None

    def _consent(self) -> Consent:
        plan = self.plan
        if not plan.consent:
            return plan.consent_default
        return plan.consent_codes.get(self._cell(plan.consent), plan.consent_default)

    def _chosen(self, place: int, question: MappedQuestion) -> ChosenInFile | None:
        """A closed answer or a number; None when the cell is blank."""
        if question.columns:
            ticked = tuple(column for column in question.columns if self._ticked(column, question.if_wrong))
            return ChosenInFile(ticked, row=self.row) if ticked else None
        cell = self._cell(question.column)
        if not cell or cell in question.blank:
            return None
        if cell in question.not_sure:
            return ChosenInFile(not_sure=True, row=self.row)
        if question.type is QuestionType.NUMBER:
            number = read_number(cell)
            if number is None:
                self._wrong(f"{cell!r} is not a number", question.column, question.if_wrong)
                return None
            return ChosenInFile(number=number, row=self.row)
        several = question.type is QuestionType.SEVERAL_CHOICES and question.separator
        values = [part.strip() for part in cell.split(question.separator)] if several else [cell]
        labels = self.found.questions[place].labels
        codes: list[str] = []
        for value in filter(None, values):
            if value not in labels:
                if question.codes:
                    self._wrong(f"{value!r} is not one of the codes", question.column, question.if_wrong)
                    continue
                labels[value] = one_line(value)[:200]
            if value not in codes:
                codes.append(value)
        return ChosenInFile(tuple(codes), row=self.row) if codes else None

    def _ticked(self, column: str, if_wrong: str, place: int | None = None) -> bool:
        cell = self.cells[self.places[column] if place is None else place].strip().casefold()
        if cell in _YES:
            return True
        if cell not in _NO:
            self._wrong(f"{cell!r} is neither 0 nor 1", column, if_wrong)
        return False

    def _codes(self) -> tuple[int, ...]:
        themes = self.plan.themes
        if themes is None:
            return ()
        pairs = zip(self.found.themes, self.theme_places, strict=True)
        return tuple(n for n, (column, place) in enumerate(pairs) if self._ticked(column, themes.if_wrong, place))

    def _sentiment(self) -> str:
        cell = self._cell(self.plan.sentiment)
        return self.plan.sentiment_codes.get(cell, cell)[:40]

    def _words(self, column: str, blank: frozenset[str]) -> str:
        cell = normalise(self._cell(column))
        return "" if cell in blank else cell

    def _said_long(self, source: str, moment: datetime | None, known: PersonInFile | None) -> dict[int, SaidInFile]:
        asks = self.plan.open
        assert asks is not None
        wording = one_line(self._cell(asks.question))
        wording = asks.same.get(wording, wording)
        text, codes, sentiment = self._words(asks.answer, asks.blank), self._codes(), self._sentiment()
        if not text:
            self.found.blank += 1
            if not codes and not sentiment:
                return {}
        if not wording:
            raise _SkipRow(f"{asks.question}: no question is named here")
        if len(wording) > 300:
            raise InputError(
                f"{self.file}, row {self.row}, column {asks.question!r}: the question is longer than 300 characters."
            )
        place = self.open_questions.get(wording)
        if known is not None and place in known.said:
            raise _SkipRow(f"this person answered the same question in row {known.said[place].row}")
        row_id = self._cell(self.plan.row)
        if row_id:
            if row_id in self.row_ids:
                raise _SkipRow(f"{self.plan.row}: {row_id!r} is also in row {self.row_ids[row_id]}")
            self.row_ids[row_id] = self.row
        if place is None:
            place = self.open_questions[wording] = len(self.found.questions)
            self.found.questions.append(AskedInFile(asks.type, wording))
        source_id = _short_id(row_id or f"{source} | {wording}")
        return {place: SaidInFile(source_id, text, moment, self.row, codes, sentiment)}

    def _said_wide(self, source: str, moment: datetime | None) -> dict[int, SaidInFile]:
        said: dict[int, SaidInFile] = {}
        for place, question in enumerate(self.plan.questions):
            if question.type not in TEXT_TYPES:
                continue
            text = self._words(question.column, question.blank)
            coded = self.plan.themes is not None and self.plan.themes.question == question.column
            codes = self._codes() if coded else ()
            sentiment = self._sentiment() if coded or self.plan.themes is None else ""
            if text or codes:
                source_id = _short_id(f"{source} | {question.column}")
                said[place] = SaidInFile(source_id, text, moment, self.row, codes, sentiment)
        return said


def _short_id(source: str) -> str:
    """An id that fits its column; a long one becomes a digest, the same every time."""
    return source if len(source) <= 120 else hashlib.sha256(source.encode()).hexdigest()
