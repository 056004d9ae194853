"""The pack as a zip of CSV files with a data dictionary: UTF-8, ISO dates, text guarded, numbers as they are."""

import io
from datetime import date

from defusedcsv import csv

from codesign.core.pack import EvidencePack, require_quotable
from codesign.renderers import words
from codesign.renderers.archive import zipped
from codesign.renderers.blocks import inert
from codesign.renderers.paper import check_address
from codesign.renderers.tables import Field, Kind, Table, Value, data_dictionary, tables

# The first letters that a spreadsheet may take for a formula (OWASP ASVS 1.2.10), their wide forms included.
FORMULA_STARTS = frozenset("=+-@|%\t\n\r\0\ufffd＝＋－＠")


def csv_zip(pack: EvidencePack, seal: str) -> bytes:
    """The zip bytes: the same for the same freeze, however often they are made."""
    require_quotable(pack)
    every = tables(pack)
    files = [(f"{table.name}.csv", _csv(table)) for table in (*every, data_dictionary(every))]
    return zipped([("README.txt", _readme(pack, seal, every)), *files], pack.pack.frozen_at)


def guarded(text: str) -> str:
    """The text, with an apostrophe in front where a spreadsheet could take it for a formula."""
    clean = inert(text)
    return "'" + clean if clean[:1] in FORMULA_STARTS and clean else clean


def _csv(table: Table) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")  # type: ignore[no-untyped-call]
    writer.writerow([field.name for field in table.fields])
    for row in table.rows:
        writer.writerow([_value(field, value) for field, value in zip(table.fields, row, strict=True)])
    return out.getvalue().encode()


def _value(field: Field, value: Value) -> str | int | float | None:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if field.kind is Kind.NUMBER:
        return value
    return guarded(str(value))


def _readme(pack: EvidencePack, seal: str, every: tuple[Table, ...]) -> bytes:
    facts = pack.pack
    lines = [
        words.HEAD % {"title": facts.title},
        f"{words.CONTROL['ref']}: {facts.ref}",
        words.CHECK_AT % {"address": check_address(pack, seal)},
        words.SEAL % {"seal": seal},
        "",
        *words.CSV_README,
        "",
        *(f"{table.name}.csv: {table.means}" for table in every),
        "data_dictionary.csv: A row is one column of one file.",
    ]
    return "".join(f"{inert(line)}\r\n" for line in lines).encode()
