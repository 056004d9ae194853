"""The results of a consultation as files: the same tables as CSV, XLSX, JSON, HTML, PDF and DOCX, each with its base."""

from __future__ import annotations

import csv
import io
import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

import xlsxwriter

from codesign.consultations import rows
from codesign.consultations.reading.answers_out import XLSX_TYPE, TakenFile
from codesign.consultations.reading.layout import guarded
from codesign.consultations.reading.volumes import Volumes, volumes_of
from codesign.consultations.results import QuestionResult, Results, ResultTable, Wording, results
from codesign.core.words import N_, Sentence
from codesign.renderers import words
from codesign.renderers.blocks import Block, Column, Cover, Facts, Grid, Heading, Para, Sheet
from codesign.renderers.docx import docx_of
from codesign.renderers.front import long_date
from codesign.renderers.html import html_of
from codesign.renderers.pdf import plain
from codesign.renderers.press import pressed
from codesign.renderers.spreadsheet import fitted

Say = Callable[[str], str]
"""Our own words in the language of the page."""

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class ResultsForm(StrEnum):
    """The files that results come in."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultLine:
    """One number with everything that it needs to be read alone."""

    question: str
    wording: int
    text: str
    table: str
    base: int
    answer: str
    people: int | None
    percent: int | None
    value_title: str
    value: str


FIELDS = ("question", "wording", "text", "table", "base", "answer", "people", "percent", "value_title", "value")


def results_file(
    project_id: uuid.UUID, ref: str, form: ResultsForm, *, say: Say, language: str, at: datetime
) -> TakenFile:
    """The results as they stand at `at`, in one file. Raises `NotFound`, and `PressFailed` for a PDF that cannot be set."""
    view = results(project_id, ref)
    consultation = rows.consultation_row(project_id, ref)
    counted = volumes_of(consultation)
    zone = ZoneInfo(consultation.zone)
    name = f"{view.ref}-results.{form.value}"
    lines = tuple(result_lines(view, say))
    if form is ResultsForm.CSV:
        return TakenFile(_csv(lines), name, "text/csv; charset=utf-8")
    if form is ResultsForm.JSON:
        return TakenFile(_json(counted, lines, at), name, "application/json")
    if form is ResultsForm.XLSX:
        return TakenFile(_xlsx(counted, lines, say, at, zone), name, XLSX_TYPE)
    whole = results_sheet(view, counted, say=say, language=language, at=at, zone=zone)
    if form is ResultsForm.HTML:
        return TakenFile(html_of(whole), name, "text/html; charset=utf-8")
    if form is ResultsForm.DOCX:
        return TakenFile(docx_of(whole, subject=view.ref, at=at), name, DOCX_TYPE)
    pdf = pressed("pack/pack.typ", plain(whole), made_at=at, run_mark=words.GLYPH_RUN)
    return TakenFile(pdf, name, "application/pdf")


def result_lines(view: Results, say: Say) -> Iterator[ResultLine]:
    """Every number of the results, question by question, each wording apart."""
    for question in view.questions:
        for wording in question.wordings:
            yield from _wording_lines(question, wording, say)


def _wording_lines(question: QuestionResult, wording: Wording, say: Say) -> Iterator[ResultLine]:
    def line(answer: str, **more: object) -> ResultLine:
        values = {
            "table": "", "base": wording.base, "people": None, "percent": None, "value_title": "", "value": "", **more,
        }  # fmt: skip
        return ResultLine(question=question.ref, wording=wording.number, text=wording.text, answer=answer, **values)  # type: ignore[arg-type]

    for table in wording.tables:
        for row in table.rows:
            yield line(
                say(row.label) if row.ours else row.label,
                table=say(table.title) if table.title else "",
                base=table.base,
                people=None if table.text_only else row.n,
                percent=None if table.text_only else row.percent,
                value_title=say(table.value_title) if table.value_title else "",
                value=row.value,
            )
    if wording.figures is not None:
        for title, value in (
            (N_("Lowest"), wording.figures.lowest),
            (N_("Middle"), wording.figures.middle),
            (N_("Highest"), wording.figures.highest),
        ):
            yield line(say(title), value=value, value_title=wording.figures.unit)
    if not wording.tables and wording.figures is None:
        yield line(say(N_("Answered")), people=wording.base)
    if wording.texts:
        yield line(say(N_("Wrote in their own words")), people=wording.texts)
    yield line(say(N_("Did not answer")), people=question.not_answered, base=wording.base + question.not_answered)


def _csv(lines: tuple[ResultLine, ...]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")  # not defusedcsv: its guard and ours would be two marks
    writer.writerow(FIELDS)
    for line in lines:
        values = (getattr(line, name) for name in FIELDS)
        writer.writerow(
            ["" if value is None else guarded(value) if isinstance(value, str) else value for value in values]
        )
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _json(counted: Volumes, lines: tuple[ResultLine, ...], at: datetime) -> bytes:
    whole = {
        "consultation": counted.ref,
        "title": counted.title,
        "at": at.isoformat(),
        "received": counted.received,
        "counted": counted.counted,
        "modes": {mode.value: n for mode, n in counted.modes},
        "results": [{name: getattr(line, name) for name in FIELDS} for line in lines],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True).encode()


def _xlsx(counted: Volumes, lines: tuple[ResultLine, ...], say: Say, at: datetime, zone: ZoneInfo) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    base = {"valign": "top", "font_name": "Arial", "font_size": 10}
    text = book.add_format({**base, "quote_prefix": True, "num_format": "@", "text_wrap": True})
    head, number = book.add_format({**base, "bold": True, "quote_prefix": True, "bottom": 1}), book.add_format(base)
    page = book.add_worksheet("results")
    page.freeze_panes(1, 0)
    for place, name in enumerate(FIELDS):
        page.set_column(place, place, 44 if name in ("text", "answer") else 14)
        page.write_string(0, place, name, head)
    for at_row, line in enumerate(lines, 1):
        for place, name in enumerate(FIELDS):
            value = getattr(line, name)
            if isinstance(value, int):
                page.write_number(at_row, place, value, number)
            elif value:
                page.write_string(at_row, place, fitted(value), text)
    about = book.add_worksheet("about")
    about.set_column(0, 0, 34)
    about.set_column(1, 1, 60)
    for at_row, (name, said) in enumerate(_about(counted, say, at, zone)):
        about.write_string(at_row, 0, fitted(name), head)
        about.write_string(at_row, 1, fitted(said), text)
    book.close()
    return out.getvalue()


MODES = {
    "phone_web": N_("Web, on a phone"),
    "web": N_("Web"),
    "paper": N_("Paper"),
    "telephone": N_("Telephone"),
    "easy_read": N_("Easy Read"),
    "assisted": N_("With a helper"),
    "kiosk": N_("Kiosk"),
    "workshop": N_("Workshop"),
    "imported": N_("Brought in from a file"),
}
"""What each way of answering is called."""


def _about(counted: Volumes, say: Say, at: datetime, zone: ZoneInfo) -> list[tuple[str, str]]:
    facts = [
        (say(N_("Consultation")), f"{counted.ref}: {counted.title}"),
        (say(N_("As it stands at")), f"{at.astimezone(zone):%Y-%m-%d %H:%M}"),
        (say(N_("Responses received")), f"{counted.received:,}"),
        (say(N_("Responses counted here")), f"{counted.counted:,}"),
    ]
    for title, n in (
        (N_("Counted, and flagged for a look"), counted.flagged),
        (N_("Set aside with a reason, not counted"), counted.excluded),
        (N_("Waiting to be let in, not counted"), counted.quarantined),
        (N_("Taken back by the person"), counted.withdrawn),
        (N_("Counted, and sent in the 24 hours after the close"), counted.late),
    ):
        if n:
            facts.append((say(title), f"{n:,}"))
    facts += [(f"{say(N_('By'))}: {say(MODES[mode.value])}", f"{n:,}") for mode, n in counted.modes]
    return facts


def results_sheet(view: Results, counted: Volumes, *, say: Say, language: str, at: datetime, zone: ZoneInfo) -> Sheet:
    """The results laid out for paper: a heading a question, a table with its base for each wording."""
    local = at.astimezone(zone)
    day = f"{long_date(local)}, {local:%H:%M}"
    title = f"{say(N_('Results'))}: {view.title}"
    blocks: list[Block] = [
        Cover(say(N_("Results of a consultation")), view.title, "", f"{view.ref}, {day}", ()),
        Heading(1, say(N_("Who answered")), anchor="section-volumes"),
        Facts(tuple(_about(counted, say, at, zone))),
        Para(
            say(
                N_("People chose to take part (self-selecting), so these numbers speak for those who answered,"
                   " not for everyone.")
            )
        ),
        Heading(1, say(N_("Questions")), anchor="section-questions"),
    ]  # fmt: skip
    for question in view.questions:
        gone = f" ({say(N_('taken out'))})" if question.withdrawn else ""
        blocks.append(Heading(2, f"{view.ref}-{question.ref}: {question.current.text}{gone}", anchor=question.ref))
        for wording in question.wordings:
            if len(question.wordings) > 1:
                since = long_date(wording.since.astimezone(zone))
                blocks.append(
                    Heading(
                        3, f"{say(N_('Wording'))} {wording.number} ({say(N_('asked since'))} {since}): {wording.text}"
                    )
                )
            blocks += _wording_blocks(wording, say)
        blocks.append(Para(f"{say(N_('Did not answer'))}: {question.not_answered:,}", quiet=True))
    return Sheet(
        title=title,
        language=language,
        head_left=title,
        head_right=day,
        check_line=f"{view.ref}: {say(N_('counted'))} {counted.counted:,}, {say(N_('received'))} {counted.received:,}",
        seal_line="",
        page_words=words.PAGE_OF,
        blocks=tuple(blocks),
    )


def _wording_blocks(wording: Wording, say: Say) -> Iterator[Block]:
    for table in wording.tables:
        yield _grid(table, say)
    base = f"{say(N_('Base'))}: {wording.base:,}"
    if wording.figures is not None:
        figures = wording.figures
        rows_ = (
            (say(N_("Lowest")), f"{figures.lowest} {figures.unit}".strip()),
            (say(N_("Middle")), f"{figures.middle} {figures.unit}".strip()),
            (say(N_("Highest")), f"{figures.highest} {figures.unit}".strip()),
        )
        yield Para(base)
        yield Facts(rows_)
    elif not wording.tables:
        yield Para(base)
    if wording.texts:
        yield Para(f"{say(N_('Wrote in their own words'))}: {wording.texts:,}")


def _grid(table: ResultTable, say: Say) -> Grid:
    columns = [Column(say(N_("Answer")), share=6)]
    if not table.text_only:
        columns.append(Column(say(N_("People")), numeric=True))
        if table.reason is None:
            columns.append(Column(say(N_("Percent")), numeric=True))
    if table.value_title:
        columns.append(Column(say(table.value_title), numeric=True))
    lines = []
    for row in table.rows:
        cells = [say(row.label) if row.ours else row.label]
        if not table.text_only:
            cells.append(f"{row.n:,}")
            if table.reason is None:
                cells.append(f"{row.percent}%")
        if table.value_title:
            cells.append(row.value or "–")
        lines.append(tuple(cells))
    caption = f"{say(N_('Base'))}: {table.base:,}"
    notes = [_said(table.reason, say)] if table.reason is not None else []
    if table.adds_to_more and table.base:
        notes.append(say(N_("People could choose several, so percentages add to more than 100.")))
    return Grid(
        caption=f"{say(table.title)}. {caption}" if table.title else caption,
        columns=tuple(columns),
        rows=tuple(lines),
        note=" ".join(notes),
    )


def _said(sentence: Sentence, say: Say) -> str:
    said = say(sentence.message)
    return said % sentence.values if sentence.values else said
