"""A council's list of people in, and the same list with a code for each out, as CSV for a mail merge."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from codesign.consultations.reading.layout import guarded
from codesign.core.errors import InputError
from codesign.core.text import UnreadableText, one_line
from codesign.core.words import N_

MOST_PEOPLE = 20_000
LONGEST_REFERENCE = 120
REFERENCE_NAMES = ("reference", "ref", "id", "uprn", "number")


class BadList(InputError):
    """The file cannot be used: a sentence to be filled in with `values`, that says where and what to do."""

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence % values if values else sentence)
        self.sentence, self.values = sentence, values


@dataclass(frozen=True, slots=True)
class People:
    """The lines of the file as they came. `references` name each person for the roll; all else is handed back, not kept."""

    header: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    references: tuple[str, ...]


def read_people(content: bytes) -> People:
    """The people of a CSV file with a header line. Raises `BadList` naming the row and what to do; nothing is taken."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")  # as older spreadsheets save it
    if "\x00" in text:
        raise BadList(N_("This is not a CSV file. Save the list as CSV, then choose it again."))
    try:
        lines = [tuple(cell.strip() for cell in line) for line in csv.reader(io.StringIO(text))]
    except csv.Error as error:
        raise BadList(N_("This is not a CSV file. Save the list as CSV, then choose it again.")) from error
    numbered = [(number, line) for number, line in enumerate(lines, 1) if any(line)]
    if len(numbered) < 2:
        raise BadList(N_("The file has no people in it. Put one person on each row, under a row of headings."))
    if len(numbered) - 1 > MOST_PEOPLE:
        raise BadList(N_("The file has more than %(most)s rows. Split it, then load each part."), most=MOST_PEOPLE)
    header = numbered[0][1]
    column = _reference_column(header)
    seen: dict[str, int] = {}
    references = []
    for number, line in numbered[1:]:
        reference = _reference(line, column, number, header)
        if reference.casefold() in seen:
            raise BadList(
                N_("Row %(row)s has the same reference as row %(first)s. Give each person a reference of their own."),
                row=number,
                first=seen[reference.casefold()],
            )
        seen[reference.casefold()] = number
        references.append(reference)
    width = max(len(line) for _number, line in numbered)
    padded = tuple((*line, *([""] * (width - len(line)))) for _number, line in numbered)
    return People(padded[0], padded[1:], tuple(references))


def merge_file(people: People, codes: Mapping[str, str], address: str) -> bytes:
    """The lines whose reference has a new code, each with its code and the address to type it on."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([*map(guarded, people.header), "code", "web address"])
    for reference, line in zip(people.references, people.lines, strict=True):
        if reference in codes:
            writer.writerow([*map(guarded, line), codes[reference], address])
    return out.getvalue().encode("utf-8-sig")


def numbered_people(references: Sequence[str]) -> People:
    """A list for codes that were asked for by number only."""
    return People(("reference",), tuple((reference,) for reference in references), tuple(references))


def _reference_column(header: Sequence[str]) -> int:
    names = [name.casefold() for name in header]
    return next((names.index(name) for name in REFERENCE_NAMES if name in names), 0)


def _reference(line: Sequence[str], column: int, number: int, header: Sequence[str]) -> str:
    name = header[column] or N_("the first column")
    try:
        reference = one_line(line[column]) if column < len(line) else ""
    except UnreadableText:
        reference = ""
    if not reference:
        raise BadList(
            N_("Row %(row)s has nothing in the column “%(column)s”. Give this person a reference."),
            row=number,
            column=name,
        )
    if len(reference) > LONGEST_REFERENCE:
        raise BadList(
            N_("Row %(row)s, column “%(column)s”: make the reference %(limit)s characters or fewer."),
            row=number,
            column=name,
            limit=LONGEST_REFERENCE,
        )
    return reference
