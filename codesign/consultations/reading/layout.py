"""The layout of a spreadsheet of answers: a row a response, a column a cell of a question, headed as Qualtrics heads it.

Three rows head it: the code of each column (Q2_1), its words, and an import id as JSON, as in a Qualtrics export. With
one row, as in a Citizen Space export, a column is headed by its code and its words ("Q2_1: Which days? - Monday").
Both come back in. The first columns say which response it is and how it came:

    ResponseID     the public reference, R-9HT4W; rows are sorted by it, never by when they came
    RecordedDate   the day it came (no time), YYYY-MM-DD, local
    Mode           web, phone_web, paper, telephone, easy_read, assisted, kiosk, imported
    UserLanguage   en, cy, ur …
    Consent        how the words may be used: public, bidders or count_only; empty without words
    WordsLeftOut   questions whose words stay behind: only counted, hidden, or waiting for a reader. Not read back

then each question as its kind lays it out. A question with more than one wording has its columns once for each: `Q2`
for the newest, `Q2.v1` for the first. Contacts and answers about the person are never in it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from codesign.consultations import rows
from codesign.core.questions.answering import Asked, Given
from codesign.core.questions.kinds import kind_of
from codesign.core.questions.kinds.base import Column
from codesign.models import Consultation
from codesign.renderers.blocks import inert
from codesign.renderers.csv_zip import FORMULA_STARTS

RESPONSE_ID: Final = "ResponseID"
RECORDED: Final = "RecordedDate"
MODE: Final = "Mode"
LANGUAGE: Final = "UserLanguage"
CONSENT: Final = "Consent"
LEFT_OUT: Final = "WordsLeftOut"
FIRST: Final = (
    Column(RESPONSE_ID, "Response ID"),
    Column(RECORDED, "Recorded Date"),
    Column(MODE, "Mode"),
    Column(LANGUAGE, "User Language"),
    Column(CONSENT, "Consent for words"),
    Column(LEFT_OUT, "Words left out"),
)

# fmt: off
IGNORED: Final = frozenset((
    "startdate", "enddate", "submitteddate", "status", "ipaddress", "progress", "durationinseconds", "duration",
    "finished", "recipientlastname", "recipientfirstname", "recipientemail", "externalreference",
    "externaldatareference", "locationlatitude", "locationlongitude", "distributionchannel", "qrecaptchascore",
    "qrelevantidduplicate", "qrelevantidduplicatescore", "qrelevantidfraudscore", "qrelevantidlastmoduleupdate",
    "wordsleftout",
))
# fmt: on
"""Columns that such exports bring and that answer no question."""

_PLAIN_NUMBER = re.compile(r"[-+]?\d{1,3}(,?\d{3})*(\.\d+)?")
_GUARDED = re.compile("'+[" + re.escape("".join(sorted(FORMULA_STARTS))) + "]")


@dataclass(frozen=True, slots=True)
class Block:
    """The columns of one wording of a question. `asked` carries the reference that its columns begin with."""

    ref: str
    asked: Asked
    columns: tuple[Column, ...]
    current: bool

    def cells(self, given: Given) -> dict[str, str]:
        return kind_of(self.asked).cells(self.asked, given)

    def given(self, cells: Mapping[str, str]) -> Given:
        """Raises `BadCell`."""
        return kind_of(self.asked).from_cells(self.asked, cells)


@dataclass(frozen=True, slots=True)
class Layout:
    """Every column of a consultation's spreadsheet, in order."""

    ref: str
    blocks: tuple[Block, ...]

    @property
    def columns(self) -> tuple[Column, ...]:
        return (*FIRST, *(column for block in self.blocks for column in block.columns))

    def headers(self, *, rows: int = 3) -> tuple[tuple[str, ...], ...]:
        """The header rows: three as Qualtrics has them, or one as Citizen Space has it."""
        codes = tuple(column.key for column in self.columns)
        if rows == 1:
            return ((*codes[: len(FIRST)], *(f"{c.key}: {c.label}" for c in self.columns[len(FIRST) :])),)
        words = tuple(column.label for column in self.columns)
        ids = tuple(json.dumps({"ImportId": f"{self.ref}-{code}"}) for code in codes)
        return codes, words, ids

    def block_of(self, ref: str, version: int) -> Block | None:
        return next((block for block in self.blocks if block.ref == ref and block.asked.version == version), None)


def layout(consultation: Consultation) -> Layout:
    """The columns of a consultation: every question that was ever asked here and can be written down."""
    blocks = []
    for question in consultation.questions:
        newest = question.current.number
        for version in reversed(question.versions):
            asked = rows.asked(question, version)
            kind = kind_of(asked)
            if not kind.asks or not kind.in_results:
                continue
            current = version.number == newest
            named = asked if current else replace(asked, ref=f"{question.ref}.v{version.number}")
            blocks.append(Block(question.ref, named, kind.columns(named), current))
    return Layout(consultation.ref, tuple(blocks))


def guarded(text: str) -> str:
    """A cell of CSV that no spreadsheet takes for a formula; numbers stay numbers. `unguarded` gives it back."""
    clean = inert(text)
    if not clean or _PLAIN_NUMBER.fullmatch(clean):
        return clean
    return f"'{clean}" if clean[0] in FORMULA_STARTS or _GUARDED.match(clean) else clean


def unguarded(text: str) -> str:
    return text[1:] if _GUARDED.match(text) else text


def plain(name: str) -> str:
    """A column's name without what people change: case, spaces and marks."""
    return re.sub(r"[^a-z0-9]", "", name.casefold())
