"""The pack as a spreadsheet: a cover, notes, and one table a sheet; every cell of text stays text."""

import io
from datetime import UTC, date, datetime
from typing import Any

import xlsxwriter

from codesign.core.pack import EvidencePack, require_quotable
from codesign.core.terms import Edition
from codesign.renderers import words
from codesign.renderers.archive import restamped
from codesign.renderers.blocks import inert
from codesign.renderers.front import long_date
from codesign.renderers.paper import check_address
from codesign.renderers.tables import Kind, Table, Value, data_dictionary, tables

MOST_IN_A_CELL = 32_767
WIDE, NARROW = 48, 14


def spreadsheet(pack: EvidencePack, seal: str) -> bytes:
    """The XLSX bytes. A cell longer than 32,767 characters is cut with a printed mark."""
    require_quotable(pack)
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    at = pack.pack.frozen_at.astimezone(UTC).replace(tzinfo=None)
    book.set_properties({"title": inert(words.HEAD % {"title": pack.pack.title}), "created": at})
    looks = _Looks(book)
    every = tables(pack)
    foot = f"&L&8{_in_foot(check_address(pack, seal))}\n&6{seal}&R&8&P / &N"
    sheets = [("cover", _cover(pack, seal), (34, 90)), ("notes", _notes(every), (34, 90))]
    for name, rows, widths in sheets:
        page = book.add_worksheet(name)
        page.set_footer(foot)
        for place, width in enumerate(widths):
            page.set_column(place, place, width)
        for line, row in enumerate(rows):
            for place, value in enumerate(row):
                look = looks.title if line == 0 else looks.head if place == 0 else looks.text
                page.write_string(line, place, fitted(value), look)
    for table in (*every, data_dictionary(every)):
        page = book.add_worksheet(table.name)
        page.set_footer(foot)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        _fill(page, table, looks)
    book.close()
    return restamped(out.getvalue(), pack.pack.frozen_at)


class _Looks:
    """The few formats of the book. `quote_prefix` keeps text as text even when somebody edits the cell."""

    def __init__(self, book: Any) -> None:
        base = {"valign": "top", "text_wrap": True, "font_name": "Arial", "font_size": 10}
        self.text = book.add_format({**base, "quote_prefix": True, "num_format": "@"})
        self.number = book.add_format({**base, "text_wrap": False})
        self.date = book.add_format({**base, "num_format": "yyyy-mm-dd", "align": "left"})
        self.head = book.add_format({**base, "bold": True, "quote_prefix": True, "bottom": 1})
        self.title = book.add_format({**base, "bold": True, "font_size": 16, "quote_prefix": True, "text_wrap": False})


def fitted(text: str) -> str:
    """The text, or as much of it as a cell can hold with a mark that says how much is missing."""
    clean = inert(text)
    # Excel counts UTF-16 units, so a letter beyond the basic plane counts twice.
    if len(clean.encode("utf-16-le")) // 2 <= MOST_IN_A_CELL:
        return clean
    room = MOST_IN_A_CELL - 120
    kept = clean.encode("utf-16-le")[: 2 * room].decode("utf-16-le", "ignore")
    return kept + words.CUT_MARK % {"more": f"{len(clean) - len(kept):,}"}


def _fill(page: Any, table: Table, looks: _Looks) -> None:
    for place, field in enumerate(table.fields):
        wide = field.kind is Kind.TEXT and field.name in (
            "text",
            "statement",
            "definition",
            "reason",
            "meaning",
            "title",
        )
        page.set_column(place, place, WIDE if wide else NARROW)
    page.freeze_panes(1, 1)
    if table.rows:
        page.autofilter(0, 0, len(table.rows), len(table.fields) - 1)
    for place, field in enumerate(table.fields):
        page.write_string(0, place, field.name, looks.head)
    for line, row in enumerate(table.rows, start=1):
        for place, (field, value) in enumerate(zip(table.fields, row, strict=True)):
            _write(page, line, place, field.kind, value, looks)


def _write(page: Any, line: int, place: int, kind: Kind, value: Value, looks: _Looks) -> None:
    if value is None or value == "":
        return
    if isinstance(value, date) and not isinstance(value, datetime) and value.year >= 1900:
        page.write_datetime(line, place, datetime(value.year, value.month, value.day), looks.date)  # noqa: DTZ001 - a day
    elif kind is Kind.NUMBER and isinstance(value, int | float):
        page.write_number(line, place, value, looks.number)
    else:
        page.write_string(line, place, fitted(str(value)), looks.text)


def _in_foot(text: str) -> str:
    return inert(text).replace("&", "&&")[:120]


def _cover(pack: EvidencePack, seal: str) -> list[tuple[str, ...]]:
    facts, names = pack.pack, words.CONTROL
    at = facts.frozen_at.astimezone(UTC)
    return [
        (words.HEAD % {"title": facts.title},),
        (words.COVER_KICKER, words.EDITIONS[facts.edition or Edition.PUBLIC]),
        (names["ref"], facts.ref),
        (names["version"], str(facts.version)),
        (names["supersedes"], facts.supersedes or names["first"]),
        (names["status"], facts.status),
        (names["frozen"], words.FROZEN_AT % {"date": long_date(at), "time": f"{at:%H:%M}"}),
        (names["organisation"], facts.organisation),
        (names["contact"], facts.contact),
        (names["check"], check_address(pack, seal)),
        (names["seal"], seal),
        (names["chain"], facts.chain_head),
    ]


def _notes(every: tuple[Table, ...]) -> list[tuple[str, ...]]:
    lines = [(words.HOW_TO_READ,), *(("", line) for line in words.HOW_TO_READ_LINES)]
    return [*lines, *((table.name, table.means) for table in every)]
