"""The answers as a file that a person takes away: a row a response, in the layout `layout` describes."""

from __future__ import annotations

import csv
import io
import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

import xlsxwriter

from codesign.consultations import rows
from codesign.consultations.reading.layout import (
    CONSENT,
    FIRST,
    LANGUAGE,
    LEFT_OUT,
    MODE,
    RECORDED,
    RESPONSE_ID,
    Layout,
    guarded,
    layout,
)
from codesign.consultations.reading.responses import responses
from codesign.core.errors import Refused
from codesign.core.words import N_
from codesign.extensions import db
from codesign.ledger import actor_person, record
from codesign.models import Consultation
from codesign.renderers.spreadsheet import fitted

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Form(StrEnum):
    """The files a spreadsheet of answers comes in."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class TakenFile:
    """A file to hand over: its bytes, its name and its media type."""

    content: bytes
    name: str
    media_type: str


def take_answers(
    project_id: uuid.UUID,
    ref: str,
    *,
    form: Form,
    header_rows: int = 3,
    why: str,
    by: uuid.UUID,
    at: datetime,
) -> TakenFile:
    """Every response that counts as a file, and the event that says who took it and why.

    Words that may only be counted are left out. Raises `NotFound`, and `Refused` without a reason.
    """
    consultation = rows.consultation_row(project_id, ref)
    if not why.strip():
        raise Refused(N_("Say what the file is for. It is kept with your name."))
    file = answers_file(consultation, form=form, header_rows=header_rows)
    record(
        "answers_taken",
        consultation,
        project_id=project_id,
        by=actor_person(by),
        at=at,
        details={"form": form.value, "why": why[:200]},
    )
    db.session.flush()
    return file


def answers_file(consultation: Consultation, *, form: Form, header_rows: int = 3) -> TakenFile:
    """The file itself; no event."""
    plan = layout(consultation)
    lines = _lines(consultation, plan)
    name = f"{consultation.ref}-answers.{form.value}"
    if form is Form.JSON:
        return TakenFile(_json(consultation, plan, lines), name, "application/json")
    if form is Form.XLSX:
        return TakenFile(_xlsx(plan, lines, header_rows), name, XLSX_TYPE)
    return TakenFile(_csv(plan, lines, header_rows), name, "text/csv; charset=utf-8")


def _lines(consultation: Consultation, plan: Layout) -> Iterator[dict[str, str]]:
    zone = ZoneInfo(consultation.zone)
    for response in responses(consultation, quotable=True):
        line = {
            RESPONSE_ID: response.ref,
            RECORDED: response.received_at.astimezone(zone).date().isoformat(),
            MODE: response.mode.value,
            LANGUAGE: response.language,
            CONSENT: response.consent.value if response.consent is not None else "",
            LEFT_OUT: " ".join(response.left_out),
        }
        for question_ref, (asked, given) in response.answers.items():
            block = plan.block_of(question_ref, asked.version)
            if block is not None:
                line |= block.cells(given)
        yield line


def _csv(plan: Layout, lines: Iterator[dict[str, str]], header_rows: int) -> bytes:
    out = io.StringIO(newline="")
    # Not defusedcsv: our own guard can be taken off again when the file comes back.
    writer = csv.writer(out, lineterminator="\r\n")
    for header in plan.headers(rows=header_rows):
        writer.writerow([guarded(cell) for cell in header])
    keys = [column.key for column in plan.columns]
    for line in lines:
        writer.writerow([guarded(line.get(key, "")) for key in keys])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _xlsx(plan: Layout, lines: Iterator[dict[str, str]], header_rows: int) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    base = {"valign": "top", "font_name": "Arial", "font_size": 10, "quote_prefix": True, "num_format": "@"}
    text, head = book.add_format(base), book.add_format({**base, "bold": True})
    page = book.add_worksheet("answers")
    page.freeze_panes(header_rows, 1)
    keys = [column.key for column in plan.columns]
    page.set_column(0, len(FIRST) - 1, 14)
    page.set_column(len(FIRST), max(len(keys) - 1, len(FIRST)), 24)
    for number, header in enumerate(plan.headers(rows=header_rows)):
        for place, cell in enumerate(header):
            page.write_string(number, place, fitted(cell), head)
    for number, line in enumerate(lines, header_rows):
        for place, key in enumerate(keys):
            if line.get(key):
                page.write_string(number, place, fitted(line[key]), text)
    book.close()
    return out.getvalue()


def _json(consultation: Consultation, plan: Layout, lines: Iterator[dict[str, str]]) -> bytes:
    whole = {
        "consultation": consultation.ref,
        "title": consultation.title,
        "columns": [{"code": column.key, "words": column.label} for column in plan.columns],
        "responses": [{key: value for key, value in line.items() if value} for line in lines],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True).encode()


__all__ = ["Form", "TakenFile", "answers_file", "take_answers"]
