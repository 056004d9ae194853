"""A spreadsheet of answers brought in: every row is read and judged before anything is kept, and twice changes nothing."""

from __future__ import annotations

import hashlib
import itertools
import re
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Final, TypeVar

from sqlalchemy import select

from codesign.consultations import rows
from codesign.consultations.ground import settled
from codesign.consultations.reading import layout as columns
from codesign.consultations.reading.layout import Block, Layout, layout, plain, unguarded
from codesign.consultations.reading.writing import Incoming, write
from codesign.core.closing import closing_moment
from codesign.core.errors import InputError
from codesign.core.imports import ImportReport, Skipped
from codesign.core.questions.answering import Asked, Given
from codesign.core.questions.kinds import kind_of, problem
from codesign.core.questions.kinds.base import BadCell
from codesign.core.questions.questionnaires import Questionnaire
from codesign.core.tabular import column_name, is_office, read_rows
from codesign.core.terms import Consent, Mode
from codesign.core.text import UnreadableText, normalise
from codesign.core.words import N_, Sentence
from codesign.extensions import db
from codesign.ledger import record
from codesign.models import Consultation, Participant, Submission
from codesign.tallies.steps import take_step

MOST_PROBLEMS: Final = 20
"""So many bad cells are named at once; more would not help."""

Known = TypeVar("Known", Consent, Mode)

_PUBLIC_REF = re.compile("R-[2-9A-Z]{5}")
_CONSENTS: Final = {plain(consent.value): consent for consent in Consent}
_MODES: Final = {plain(mode.value): mode for mode in Mode if mode is not Mode.WORKSHOP}


@dataclass(frozen=True, slots=True)
class Problem:
    """One bad cell: the row of the file from 1, the column as its letters and its code, and what to do."""

    row: int
    column: str
    code: str
    sentence: Sentence

    def __str__(self) -> str:
        return f"row {self.row}, column {self.column} ({self.code}): {self.sentence}"


class BadSheet(InputError):
    """A file with cells that are no answers. Nothing of it was taken."""

    def __init__(self, name: str, problems: Sequence[Problem], more: bool) -> None:
        first = "; ".join(str(one) for one in problems[:3])
        super().__init__(f"{name}: nothing was taken. {first}")
        self.problems, self.more = tuple(problems), more


def load_answers(content: bytes, name: str, project_id: uuid.UUID, ref: str, *, by: str, at: datetime) -> ImportReport:
    """Take in the rows of a CSV or XLSX file in the layout `layout` describes; `by` is the actor's name on the chain.

    Rows are known by their ResponseID, or by what is in them, so the same file twice takes nothing the second time.
    The caller's transaction makes it whole or nothing. Raises `NotFound`, `BadSheet` naming rows and columns, and
    `InputError` for a file that cannot be read.
    """
    consultation = rows.consultation_row(project_id, ref)
    found = _Reading(consultation, name, guarded=not is_office(content)).all(read_rows(content, name))
    digest = hashlib.sha256(content).hexdigest()
    here = set(db.session.scalars(select(Submission.ref).where(Submission.activity_id == consultation.id)))
    sources = set(
        db.session.scalars(
            select(Participant.source_id).where(
                Participant.project_id == project_id, Participant.source_id.is_not(None)
            )
        )
    )
    new, skipped = [], list(found.skipped)
    for one in found.incoming:
        if one.response_id in here or one.source_id in sources:
            skipped.append(Skipped(one.row, "it is already here, so it was left as it is"))
        else:
            new.append(one)
    if new:
        write(consultation, new, at=at)
        record(
            "answers_loaded",
            consultation,
            project_id=project_id,
            by=by,
            at=at,
            digest=digest,
            details={"read": found.read, "taken": len(new), "skipped": len(skipped)},
        )
        db.session.flush()
        take_step(consultation.id, at=at)
    notes = []
    if found.ignored:
        notes.append(f"Columns that answer no question were left out: {', '.join(found.ignored)}.")
    return ImportReport(
        read=found.read,
        taken=len(new),
        skipped=tuple(sorted(skipped, key=lambda one: one.row)),
        notes=tuple(notes),
    )


@dataclass
class _Found:
    incoming: list[Incoming] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    read: int = 0


class _Reading:
    """One pass over the rows: each becomes a whole response, or names its bad cells."""

    def __init__(self, consultation: Consultation, name: str, *, guarded: bool) -> None:
        self.consultation, self.name = consultation, name
        self.as_written = unguarded if guarded else str  # only CSV needs a guard
        self.plan: Layout = layout(consultation)
        self.questionnaire: Questionnaire = rows.questionnaire(consultation)
        self.live = set(self.questionnaire.by_ref)
        self.zone = consultation.zone
        self.problems: list[Problem] = []
        self.more = False
        self.found = _Found()
        self.places: dict[str, int] = {}
        self.filled: list[tuple[Block, tuple[tuple[str, int], ...]]] = []
        self.seen: dict[str, int] = {}
        self.same = Counter[str]()
        self.row = 0

    def all(self, lines: Iterator[list[str]]) -> _Found:
        first = list(itertools.islice(lines, 3))
        if not first:
            raise InputError(f"{self.name} is empty. Load a file with a row of headings and a row for each response.")
        self._header(first[0])
        headings = self._headings(first)
        for number, cells in enumerate(itertools.chain(first[headings:], lines), headings + 1):
            self.row = number
            if any(cell.strip() for cell in cells):
                self.found.read += 1
                self._take(cells)
        if self.problems:
            raise BadSheet(self.name, self.problems, self.more)
        return self.found

    def _header(self, names: Sequence[str]) -> None:
        by_code = {column.key.casefold(): column.key for column in self.plan.columns}
        by_words: dict[str, list[str]] = {}
        for column in self.plan.columns:
            by_words.setdefault(" ".join(column.label.split()).casefold(), []).append(column.key)
        for place, typed in enumerate(names):
            name = " ".join(self.as_written(typed).split())
            if not name:
                continue
            code = by_code.get(name.casefold()) or by_code.get(name.split(":", 1)[0].casefold())
            meant = by_words.get(name.casefold(), [])
            if code is None and len(meant) == 1:
                code = meant[0]
            if code is None and plain(name) in ("responseid", "id", "respondentid"):
                code = columns.RESPONSE_ID
            if code is None:
                if plain(name) not in columns.IGNORED:
                    self._unknown(place, name)
                self.found.ignored.append(name[:60])
                continue
            if code in self.places:
                raise InputError(f"{self.name}, row 1: the column {code} is there twice. Delete one of them.")
            self.places[code] = place
        for block in self.plan.blocks:
            here = tuple((column.key, self.places[column.key]) for column in block.columns if column.key in self.places)
            if here:
                self.filled.append((block, here))
        if not self.filled:
            raise InputError(
                f"{self.name} has no column of {self.consultation.ref}. Head each column with the code of its question,"
                f" such as {self.plan.blocks[0].columns[0].key if self.plan.blocks else 'Q1'}."
            )

    def _unknown(self, place: int, name: str) -> None:
        sentence = N_(
            "“%(name)s” is not a question of %(ref)s. Head it with the code of a question, or delete the column."
        )
        self._problem(1, place, name[:40], Sentence(sentence, {"name": name[:60], "ref": self.consultation.ref}))

    def _headings(self, first: Sequence[Sequence[str]]) -> int:
        """How many rows are headings: three with Qualtrics' import ids, two with words under codes, else one."""
        if len(first) > 2 and any(cell.lstrip("'").startswith('{"ImportId"') for cell in first[2]):
            return 3
        if len(first) > 1:
            words = {column.key: " ".join(column.label.split()) for column in self.plan.columns}
            said = [
                " ".join(self.as_written(first[1][place]).split()) == words[code]
                for code, place in self.places.items()
                if place < len(first[1])
            ]
            if said and all(said):
                return 2
        return 1

    def _problem(self, row: int, place: int, code: str, sentence: Sentence) -> None:
        if len(self.problems) >= MOST_PROBLEMS:
            self.more = True
            return
        self.problems.append(Problem(row, column_name(place), code, sentence))

    def _cell(self, cells: Sequence[str], code: str) -> str:
        place = self.places.get(code)
        if place is None or place >= len(cells):
            return ""
        return self._clean(cells[place], place, code)

    def _clean(self, cell: str, place: int, code: str) -> str:
        if not cell:
            return ""
        try:
            return normalise(self.as_written(cell))
        except UnreadableText:
            self._problem(self.row, place, code, Sentence(N_("It has a character that cannot be read. Type it again.")))
            return ""

    def _take(self, cells: Sequence[str]) -> None:
        before = len(self.problems), self.more
        response_id = self._cell(cells, columns.RESPONSE_ID)
        if len(response_id) > 100:
            self._at(columns.RESPONSE_ID, Sentence(N_("Make this 100 characters or fewer.")))
        elif response_id and response_id in self.seen:
            sentence = N_("The same response is in row %(row)s. Delete one of the two rows.")
            self._at(columns.RESPONSE_ID, Sentence(sentence, {"row": self.seen[response_id]}))
        self.seen[response_id] = self.row
        mode = self._one_of(cells, columns.MODE, _MODES, Mode.IMPORTED)
        consent = self._one_of(cells, columns.CONSENT, _CONSENTS, Consent.COUNT_ONLY)
        language = self._cell(cells, columns.LANGUAGE) or self.consultation.languages[0]
        if not re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})?", language):
            self._at(columns.LANGUAGE, Sentence(N_("Write the code of a language, such as en or ur.")))
        recorded = self._recorded(cells)
        answers = self._answers(cells)
        self._check_way(cells, answers)
        if (len(self.problems), self.more) != before:
            return
        if not answers:
            self.found.skipped.append(Skipped(self.row, "it answers no question"))
            return
        self.found.incoming.append(
            Incoming(
                row=self.row,
                response_id=response_id if _PUBLIC_REF.fullmatch(response_id) else "",
                source_id=self._source(response_id, cells),
                mode=mode,
                language=language,
                consent=consent,
                received_at=recorded,
                answers=answers,
            )
        )

    def _source(self, response_id: str, cells: Sequence[str]) -> str:
        """What a row is known by: its id, else its own words and how many like it stood before it."""
        if response_id:
            return f"{self.consultation.ref}:{response_id}"
        digest = hashlib.sha256("\x1f".join(cell.strip() for cell in cells).rstrip("\x1f").encode()).hexdigest()
        self.same[digest] += 1
        return f"{self.consultation.ref}:{digest[:40]}:{self.same[digest]}"

    def _answers(self, cells: Sequence[str]) -> dict[str, tuple[Asked, Given]]:
        answers: dict[str, tuple[Asked, Given]] = {}
        for block, here in self.filled:
            typed = {code: self._clean(cells[place], place, code) for code, place in here if place < len(cells)}
            if not any(typed.values()):
                continue
            try:
                given = self._settled(block, here, typed)
                wrong = None if given.empty else problem(block.asked, given)
            except BadCell as bad:
                self._at(bad.key, bad.sentence, here)
                continue
            if wrong is not None:
                self._at(next(code for code, value in typed.items() if value), wrong, here)
            elif block.ref in answers:
                sentence = N_("This question is answered in two wordings. Clear one of them.")
                self._at(here[0][0], Sentence(sentence), here)
            elif not given.empty:
                answers[block.ref] = (block.asked, given)
        return answers

    def _settled(self, block: Block, here: Sequence[tuple[str, int]], typed: Mapping[str, str]) -> Given:
        given, kind = block.given(typed), kind_of(block.asked)
        if not (kind.on_ground or kind.takes_file) or given.empty:
            return given
        found = settled(self.consultation, block.asked, given)
        if kind.takes_file and given.parts and not found.parts:
            raise BadCell(
                here[0][0], Sentence(N_("This file is not here. A spreadsheet cannot hold one, so clear it."))
            )
        return found

    def _check_way(self, cells: Sequence[str], answers: Mapping[str, tuple[Asked, Given]]) -> None:
        if all(step.condition is None for step in self.questionnaire.steps):
            return
        applying = set(self.questionnaire.way(answers).applying)
        for block, here in self.filled:
            # An older wording may have been asked on another way, and a question taken out is on none.
            if block.ref in answers and block.current and block.ref in self.live and block.ref not in applying:
                sentence = N_(
                    "This was not asked after the other answers of the row. Clear this cell, or put those right."
                )
                self._at(here[0][0], Sentence(sentence), here)

    def _one_of(self, cells: Sequence[str], code: str, known: Mapping[str, Known], blank: Known) -> Known:
        typed = self._cell(cells, code)
        found = known.get(plain(typed)) if typed else blank
        if found is None:
            sentence = N_("“%(typed)s” is not known here. Write one of these: %(known)s.")
            words = ", ".join(str(value) for value in known.values())
            self._at(code, Sentence(sentence, {"typed": typed[:40], "known": words}))
            return blank
        return found

    def _recorded(self, cells: Sequence[str]) -> datetime | None:
        typed = self._cell(cells, columns.RECORDED)
        if not typed:
            return None
        for form in ("%Y-%m-%d", "%d/%m/%Y", "%Y-%m-%d %H:%M:%S", "%d/%m/%Y %H:%M", "%Y-%m-%dT%H:%M:%SZ"):
            try:
                moment = datetime.strptime(typed, form)  # noqa: DTZ007 - the zone follows
            except ValueError:
                continue
            at = time(12) if "%H" not in form else moment.time()  # noon: the same day in every zone we show
            return closing_moment(date(moment.year, moment.month, moment.day), at, self.zone)
        sentence = N_("“%(typed)s” is no day we know. Write it as 2026-01-31.")
        self._at(columns.RECORDED, Sentence(sentence, {"typed": typed[:40]}))
        return None

    def _at(self, code: str, sentence: Sentence, here: Sequence[tuple[str, int]] = ()) -> None:
        place = dict(here).get(code, self.places.get(code, here[0][1] if here else 0))
        self._problem(self.row, place, code, sentence)


__all__ = ["BadSheet", "Problem", "load_answers"]
