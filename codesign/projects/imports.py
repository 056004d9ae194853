"""Population figures from a CSV file, each with its source and date."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import uuid
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select

from codesign.core.errors import InputError
from codesign.core.imports import ImportReport
from codesign.core.text import UnreadableText, one_line
from codesign.extensions import db
from codesign.ledger import record
from codesign.models import PopulationFigure, Project

NEEDED = ("reference", "variable", "category", "people", "source", "source_date")
OPTIONAL = {"label": "", "area_code": ""}


def import_population(path: Path, project_id: uuid.UUID, *, by: str, at: datetime) -> ImportReport:
    """Load figures: one row a category of a variable of a reference population.

    Columns: reference (place_16plus …), variable (an equality question's code, such as age_band), category, label,
    people, area_code, source, source_date (YYYY-MM-DD). A figure already there is replaced. Raises `InputError`
    naming file, row and column; then nothing is kept.
    """
    raw = path.read_bytes()
    content = gzip.decompress(raw) if path.suffix == ".gz" else raw
    return load_population(content, path.name, project_id, by=by, at=at)


def load_population(content: bytes, name: str, project_id: uuid.UUID, *, by: str, at: datetime) -> ImportReport:
    """The same from bytes, as an upload gives them."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{name} is not UTF-8 text. Save it as CSV UTF-8.") from None
    rows = csv.DictReader(io.StringIO(text, newline=""))
    missing = [column for column in NEEDED if column not in (rows.fieldnames or ())]
    if missing:
        raise InputError(f"{name}, row 1: the column {missing[0]} is missing. Needed: {', '.join(NEEDED)}.")
    project = db.session.get_one(Project, project_id)
    known = {
        (f.reference, f.variable, f.category, f.area_code): f
        for f in db.session.scalars(select(PopulationFigure).where(PopulationFigure.project_id == project_id))
    }
    read = taken = 0
    for number, row in enumerate(rows, 2):
        read += 1
        values = {column: _cell(row.get(column), name, number, column) for column in (*NEEDED, *OPTIONAL)}
        for column in ("reference", "variable", "category", "source"):
            if not values[column]:
                raise InputError(f"{name}, row {number}: {column} is empty.")
        people = _people(values["people"], name, number)
        on = _date(values["source_date"], name, number)
        key = (values["reference"], values["variable"], values["category"], values["area_code"])
        figure = known.get(key)
        wanted = (people, values["label"] or values["category"], values["source"], on)
        if figure is not None and (figure.people, figure.label, figure.source, figure.source_date) == wanted:
            continue
        if figure is None:
            figure = PopulationFigure(
                project_id=project_id, reference=key[0], variable=key[1], category=key[2], area_code=key[3]
            )
            known[key] = figure
            db.session.add(figure)
        figure.people, figure.label, figure.source, figure.source_date = wanted
        figure.position = number
        taken += 1
    if read == 0:
        raise InputError(f"{name} has no rows under its header.")
    if not project.reference_population:
        project.reference_population = next(iter(known))[0]
    if taken:
        digest = hashlib.sha256(content).hexdigest()
        record(
            "population_loaded", project, project_id=project_id, by=by, at=at, digest=digest, details={"rows": taken}
        )
    db.session.flush()
    return ImportReport(read=read, taken=taken)


def _cell(value: str | None, name: str, row: int, column: str) -> str:
    try:
        return one_line(value or "")
    except UnreadableText:
        raise InputError(f"{name}, row {row}, {column}: this text cannot be read.") from None


def _people(value: str, name: str, row: int) -> int:
    digits = value.replace(",", "").replace(" ", "")
    if not digits.isdecimal() or len(digits) > 9:
        raise InputError(f"{name}, row {row}, people: write a whole number; it is {value!r}.")
    return int(digits)


def _date(value: str, name: str, row: int) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise InputError(f"{name}, row {row}, source_date: write the date as 2021-03-21; it is {value!r}.") from None
