"""Loading what places are read by: the postcode look-up and the shapes of areas. Whole or not at all, twice is once."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import uuid
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import delete, insert, select
from uuid_utils.compat import uuid7

from codesign.consultations.places.outlines import Outline, read_outline
from codesign.core.errors import InputError
from codesign.core.imports import ImportReport, Skipped
from codesign.core.questions.kinds.place import clean_postcode
from codesign.core.text import UnreadableText, one_line
from codesign.extensions import db
from codesign.ledger import record
from codesign.models import Area, PostcodeArea, Project

MOST_ROWS: Final = 300_000
SHOWN_PROBLEMS: Final = 20
POSTCODES: Final = ("postcode", "pcds", "pcd", "pcd2", "pcd7", "pcd8")
"""Names of the postcode's column in the look-ups of the Office for National Statistics, and the plain word."""
AREAS: Final = ("area_code", "area", "ward", "ward_code", "osward", "wd")
_DATED: Final = re.compile(r"(?:wd|lad|lsoa|msoa|ced|par|oslaua)\d{2}cd")
CODES: Final = ("code", "area_code", "ward_code")


class BadRows(InputError):
    """Rows of a file that cannot be taken, each with its number and what to do; nothing was taken."""

    def __init__(self, name: str, problems: list[Skipped]) -> None:
        self.problems = tuple(problems[:SHOWN_PROBLEMS])
        self.more = max(0, len(problems) - SHOWN_PROBLEMS)
        lines = [f"{name}, row {one.row}: {one.reason}" for one in self.problems]
        if self.more:
            lines.append(f"{name}: and {self.more} more rows.")
        super().__init__("\n".join([*lines, "Nothing was taken. Put the rows right, then load the file again."]))


def import_postcodes(path: Path, project_id: uuid.UUID, edition: str, *, by: str, at: datetime) -> ImportReport:
    """`load_postcodes` from a file."""
    return load_postcodes(path.read_bytes(), path.name, project_id, edition, by=by, at=at)


def load_postcodes(
    content: bytes, name: str, project_id: uuid.UUID, edition: str, *, by: str, at: datetime
) -> ImportReport:
    """Take a CSV of postcodes and area codes in place of the look-up there was.

    Columns by name: a postcode, an area code, and `edition` unless `edition` is given. Raises `InputError` and `BadRows`.
    """
    project = db.session.get_one(Project, project_id)
    known = {area.code for area in project.areas}
    if not known:
        raise InputError("The project has no areas yet. Add its areas first, then load the file.")
    header, lines = _lines(content, name)
    postcode_at = _column(header, POSTCODES, name, "a postcode", "postcode")
    area_at = _area_column(header, lines, known, name)
    edition_at = header.index("edition") if "edition" in header else None
    said = one_line(edition)
    if not said and edition_at is None:
        raise InputError(f"{name}: say which edition it is, such as ONSPD May 2026.")
    wanted, problems, read = _wanted(lines, postcode_at, area_at, edition_at, said)
    if problems:
        raise BadRows(name, problems)
    if read == 0:
        raise InputError(f"{name} has no rows under its header.")
    inside = sum(area in known for area, _edition in wanted.values())
    if not inside:
        raise InputError(f"{name}: none of its area codes is an area of this project. Check which column holds them.")
    notes = (f"{inside} postcodes are in the project's areas, {len(wanted) - inside} elsewhere.",)
    if _same(project_id, wanted):
        return ImportReport(read=read, taken=0, notes=notes)
    db.session.execute(delete(PostcodeArea).where(PostcodeArea.project_id == project_id))
    rows = [
        {"id": uuid7(), "project_id": project_id, "postcode": postcode, "area_code": area, "edition": of}
        for postcode, (area, of) in wanted.items()
    ]
    for start in range(0, len(rows), 5000):
        db.session.execute(insert(PostcodeArea), rows[start : start + 5000])
    digest = hashlib.sha256(content).hexdigest()
    details = {"rows": len(wanted), "edition": said or next(iter(wanted.values()))[1]}
    record("postcodes_loaded", project, project_id=project_id, by=by, at=at, digest=digest, details=details)
    db.session.flush()
    return ImportReport(read=read, taken=len(wanted), notes=notes)


def import_shapes(path: Path, project_id: uuid.UUID, *, by: str, at: datetime) -> ImportReport:
    """`load_shapes` from a file."""
    return load_shapes(path.read_bytes(), path.name, project_id, by=by, at=at)


def load_shapes(content: bytes, name: str, project_id: uuid.UUID, *, by: str, at: datetime) -> ImportReport:
    """Give the project's areas the shapes of a GeoJSON file, in WGS84, by area code; others of the file are left out.

    Raises `InputError`, and `BadRows` naming features by their number, the first being 1.
    """
    project = db.session.get_one(Project, project_id)
    by_code = {area.code: area for area in project.areas}
    if not by_code:
        raise InputError("The project has no areas yet. Add its areas first, then load the file.")
    features = _features(content, name)
    found: dict[str, Outline] = {}
    problems = []
    for number, feature in enumerate(features, 1):
        code = _code_of(feature, by_code)
        if code is None:
            continue
        try:
            outline = read_outline(feature.get("geometry"))
        except InputError as error:
            problems.append(Skipped(number, str(error)))
            continue
        if code in found:
            problems.append(Skipped(number, f"the area {code} has a shape already. Keep one of the two."))
        found[code] = outline
    if problems:
        raise BadRows(name, problems)
    if not found:
        raise InputError(f"{name}: none of its shapes carries the code of an area of this project ({_some(by_code)}).")
    changed = {code: outline for code, outline in found.items() if by_code[code].shape != outline}
    for code, outline in changed.items():
        by_code[code].shape = outline
    missing = sorted(area.name for area in project.areas if area.shape is None)
    notes = (
        [f"{len(features) - len(found)} shapes are of other areas and were left out."]
        if len(features) > len(found)
        else []
    )
    notes += [f"No shape yet: {', '.join(missing)}."] if missing else []
    if changed:
        digest = hashlib.sha256(content).hexdigest()
        record(
            "shapes_loaded",
            project,
            project_id=project_id,
            by=by,
            at=at,
            digest=digest,
            details={"areas": len(changed)},
        )
    db.session.flush()
    return ImportReport(read=len(features), taken=len(changed), notes=tuple(notes))


def forget_postcodes(project_id: uuid.UUID, *, by: str, at: datetime) -> None:
    """Delete the look-up. Answers keep their areas; they never held a postcode."""
    project = db.session.get_one(Project, project_id)
    gone = db.session.execute(delete(PostcodeArea).where(PostcodeArea.project_id == project_id))
    rows = int(getattr(gone, "rowcount", 0))
    if rows:
        record("postcodes_deleted", project, project_id=project_id, by=by, at=at, details={"rows": rows})
    db.session.flush()


def _lines(content: bytes, name: str) -> tuple[list[str], list[list[str]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{name} is not UTF-8 text. Save it as CSV UTF-8.") from None
    if "\x00" in text:
        raise InputError(f"{name} is not a CSV file. Save it as CSV UTF-8.")
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        raise InputError(f"{name} is not a CSV file that can be read. Save it as CSV UTF-8.") from None
    if not lines:
        raise InputError(f"{name} is empty.")
    if len(lines) > MOST_ROWS + 1:
        raise InputError(
            f"{name} has over {MOST_ROWS} rows. Keep only the postcodes in and around the project's areas."
        )
    return [cell.strip().casefold() for cell in lines[0]], lines[1:]


def _column(header: list[str], names: tuple[str, ...], name: str, what: str, plain: str) -> int:
    for wanted in names:
        if wanted in header:
            return header.index(wanted)
    raise InputError(f"{name}, row 1: there is no column for {what}. Call it {plain}.")


def _area_column(header: list[str], lines: list[list[str]], known: set[str], name: str) -> int:
    """A column with a name we know; of several, the one that holds most codes of the project."""
    named = [place for place, head in enumerate(header) if head in AREAS or _DATED.fullmatch(head)]
    if not named:
        return _column(header, AREAS, name, "an area code", "area_code")
    return max(named, key=lambda place: sum(len(line) > place and line[place].strip() in known for line in lines))


def _wanted(
    lines: list[list[str]], postcode_at: int, area_at: int, edition_at: int | None, said: str
) -> tuple[dict[str, tuple[str, str]], list[Skipped], int]:
    wanted: dict[str, tuple[str, str]] = {}
    problems, read = [], 0
    for number, line in enumerate(lines, 2):
        if not any(cell.strip() for cell in line):
            continue
        read += 1
        cells = [_cell(line, place) for place in (postcode_at, area_at)]
        edition = said or (_cell(line, edition_at) if edition_at is not None else "")
        postcode = clean_postcode(cells[0])
        if postcode is None:
            problems.append(Skipped(number, f"“{cells[0][:20]}” is no whole postcode. Write it as AB1 2CD."))
        elif not cells[1] or len(cells[1]) > 12 or not cells[1].isalnum():
            problems.append(Skipped(number, f"“{cells[1][:20]}” is no area code. Write it as E05000001."))
        elif not edition or len(edition) > 60:
            problems.append(Skipped(number, "write the edition in 1 to 60 characters, such as ONSPD May 2026."))
        elif wanted.setdefault(postcode, (cells[1], edition)) != (cells[1], edition):
            problems.append(Skipped(number, f"{cells[0]} stands in this file twice with different areas. Keep one."))
    return wanted, problems, read


def _cell(line: list[str], place: int) -> str:
    try:
        return one_line(line[place]) if place < len(line) else ""
    except UnreadableText:
        return ""


def _same(project_id: uuid.UUID, wanted: dict[str, tuple[str, str]]) -> bool:
    held = db.session.execute(
        select(PostcodeArea.postcode, PostcodeArea.area_code, PostcodeArea.edition).where(
            PostcodeArea.project_id == project_id
        )
    )
    return {postcode: (area, edition) for postcode, area, edition in held} == wanted


def _features(content: bytes, name: str) -> list[dict[str, Any]]:
    try:
        whole = json.loads(content)
    except (ValueError, RecursionError):
        raise InputError(f"{name} is not a GeoJSON file.") from None
    features = whole.get("features") if isinstance(whole, dict) else None
    if not isinstance(features, list) or not all(isinstance(one, dict) for one in features):
        raise InputError(f"{name} is not a GeoJSON FeatureCollection. Save the areas in one file of that kind.")
    if not features:
        raise InputError(f"{name} has no shapes in it.")
    return features


def _code_of(feature: dict[str, Any], known: dict[str, Area]) -> str | None:
    """The project's area that a shape is of: by a property with a name for codes first, else by any that holds one."""
    properties = feature.get("properties")
    if not isinstance(properties, dict):
        return None
    return next((value for value in _said_codes(properties) if value in known), None)


def _said_codes(properties: dict[str, Any]) -> Iterator[str]:
    named = [name for name in properties if name.casefold() in CODES or _DATED.fullmatch(name.casefold())]
    for name in (*named, *(name for name in properties if name not in named)):
        if isinstance(properties[name], str):
            yield properties[name].strip()


def _some(codes: dict[str, Area]) -> str:
    shown = sorted(codes)[:3]
    return ", ".join(shown) + (" …" if len(codes) > 3 else "")
