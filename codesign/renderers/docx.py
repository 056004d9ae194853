"""The pack as a Word document: real headings, repeated header rows, a contents field, captions and properties."""

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from codesign.core.pack import EvidencePack
from codesign.renderers import words
from codesign.renderers.archive import restamped
from codesign.renderers.blocks import (
    Block,
    Cell,
    Cover,
    Duty,
    Facts,
    Grid,
    Heading,
    Items,
    Para,
    QuoteBlock,
    Refs,
    Sheet,
    Spoken,
    anchors,
    inert,
)
from codesign.renderers.docx_styles import dress
from codesign.renderers.paper import sheet

WIDTH_TWIPS = 9412  # A4 less two margins of 22 mm


def docx(pack: EvidencePack, seal: str) -> bytes:
    """The DOCX bytes; no author is named in them, and the time in them is the time of the freeze."""
    facts = pack.pack
    return docx_of(sheet(pack, seal), subject=facts.ref, version=facts.version, at=facts.frozen_at)


def docx_of(whole: Sheet, *, subject: str, at: datetime, version: int = 1) -> bytes:
    """Any sheet of blocks as a Word document, stamped with `at`."""
    document = Document()
    dress(document, whole)
    _Writer(document, whole).write()
    _properties(document, whole, subject, at, version)
    out = io.BytesIO()
    document.save(out)
    return restamped(out.getvalue(), at)


def _properties(document: DocumentType, whole: Sheet, subject: str, at: datetime, version: int) -> None:
    found = document.core_properties
    found.title, found.subject, found.language = inert(whole.title), subject, whole.language
    found.author = found.last_modified_by = found.comments = found.keywords = ""
    found.created = found.modified = at.astimezone(UTC).replace(tzinfo=None)
    found.revision = version
    for rels in (document.part.package.rels, document.part.rels):
        for name in [name for name, rel in rels.items() if rel.reltype.endswith(("/thumbnail", "/customXml"))]:
            del rels[name]


class _Writer:
    """Writes blocks in order; knows which references lead somewhere and gives each bookmark once."""

    def __init__(self, document: DocumentType, whole: Sheet) -> None:
        self.document, self.whole = document, whole
        self.known = anchors(whole.blocks)
        self.given: set[str] = set()

    def write(self) -> None:
        for block in self.whole.blocks:
            self._block(block)
            if isinstance(block, Cover):
                self._contents()

    def _paragraph(self, style: str) -> Paragraph:
        return self.document.add_paragraph(style=style)

    def _block(self, block: Block) -> None:
        match block:
            case Cover():
                self._cover(block)
            case Heading():
                self._heading(block)
            case Para():
                self._para(block, "Pack Quiet" if block.quiet else "Normal")
            case Items():
                for item in block.items:
                    self._para(item, "List Bullet")
            case Duty():
                made = self._paragraph("Pack Duty")
                _run(made, block.before)
                _run(made, block.modal, bold=True)
                _run(made, block.after)
            case QuoteBlock():
                self._quote(block)
            case Facts():
                self._facts(block)
            case Grid():
                self._grid(block)

    def _cover(self, block: Cover) -> None:
        _run(self._paragraph("Pack Cover Kicker"), block.kicker)
        _run(self._paragraph("Title"), block.title)
        _run(self._paragraph("Pack Cover Kicker"), block.promise)
        _run(self._paragraph("Pack Edition"), block.edition)
        for line in block.lines:
            _run(self._paragraph("Normal"), line)

    def _contents(self) -> None:
        _run(self._paragraph("Pack Contents Title"), words.CONTENTS)
        titles = [block.text for block in self.whole.blocks if isinstance(block, Heading) and block.level == 1]
        for place, title in enumerate(titles):
            line = self._paragraph("Pack Contents")
            if place == 0:
                _field_start(line, r'TOC \o "1-2" \h \z \u')
            _run(line, title)
            if place == len(titles) - 1:
                _field_end(line)

    def _heading(self, block: Heading) -> None:
        first: Paragraph | None = None
        if block.kicker:
            first = self._paragraph("Pack Kicker")
            _run(first, block.kicker)
        made = self._paragraph(f"Heading {block.level}")
        if block.new_page:
            (first or made).paragraph_format.page_break_before = True
        self._bookmarked(made, block.anchor, lambda: _run(made, block.text))

    def _bookmarked(self, paragraph: Paragraph, anchor: str, write: Any) -> None:
        if not anchor or anchor in self.given:
            write()
            return
        self.given.add(anchor)
        number = str(len(self.given))
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        start.set(qn("w:id"), number)
        start.set(qn("w:name"), _bookmark(anchor))
        end.set(qn("w:id"), number)
        paragraph._p.append(start)
        write()
        paragraph._p.append(end)

    def _para(self, block: Para, style: str) -> None:
        if not block.text and not block.refs.refs:
            return
        made = self._paragraph(style)
        _run(made, block.text)
        if block.refs.refs:
            _run(made, " " if block.text else "")
            self._refs(made, block.refs)

    def _refs(self, paragraph: Paragraph, refs: Refs) -> None:
        for place, ref in enumerate(refs.refs):
            if place:
                _run(paragraph, " ")
            if ref not in self.known:
                _run(paragraph, f"[{ref}]")
                continue
            link = OxmlElement("w:hyperlink")
            link.set(qn("w:anchor"), _bookmark(ref))
            paragraph._p.append(link)
            run = _run(paragraph, f"[{ref}]", style="Pack Link")
            link.append(run)

    def _quote(self, block: QuoteBlock) -> None:
        style = "Pack Quote Against" if block.against else "Pack Quote"
        made = self._paragraph(style)
        made.paragraph_format.keep_with_next = True
        _spoken(made, block.words)
        who = self._paragraph(f"{style} Source")
        _run(who, f"{block.caption} " if block.caption else "")
        self._refs(who, block.refs)

    def _facts(self, block: Facts) -> None:
        if block.rows:
            table = _table((4, 8), caption="", header=False)
            for name, value in block.rows:
                row = _row(table)
                _run(_cell(row, "Pack Cell"), name, bold=True)
                self._write(_cell(row, "Pack Cell"), value)
            self._place(table)

    def _grid(self, block: Grid) -> None:
        if not block.under_own_name:
            _run(self._paragraph("Caption"), block.caption)
        table = _table(tuple(column.share for column in block.columns), block.caption)
        head = _row(table, header=True)
        for column in block.columns:
            _run(_cell(head, "Pack Cell"), column.title, bold=True)
        for row in block.rows:
            made = _row(table)
            for place, value in enumerate(row):
                paragraph = _cell(made, "Pack Cell")
                anchor = value if place == 0 and block.anchored and isinstance(value, str) else ""
                self._bookmarked(paragraph, anchor, lambda p=paragraph, v=value: self._write(p, v))
        self._place(table)
        if block.note:
            _run(self._paragraph("Pack Quiet"), block.note)

    def _place(self, table: Any) -> None:
        body = self.document.element.body
        body.insert(len(body) - 1, table)  # before the section's own properties, which come last
        spacer = self._paragraph("Pack Spacer")
        spacer.paragraph_format.keep_with_next = False

    def _write(self, paragraph: Paragraph, value: Cell) -> None:
        match value:
            case Spoken():
                _spoken(paragraph, value)
            case Refs():
                self._refs(paragraph, value)
            case _:
                _run(paragraph, value)


def _bookmark(ref: str) -> str:
    return ("ref_" + re.sub(r"\W", "_", ref))[:40]


def _run(paragraph: Paragraph, text: str, *, bold: bool = False, style: str | None = None) -> Any:
    run = paragraph.add_run(inert(text))
    if bold:
        run.bold = True
    if style:
        mark = OxmlElement("w:rStyle")
        mark.set(qn("w:val"), style.replace(" ", ""))
        run._r.get_or_add_rPr().insert(0, mark)
    return run._r


def _spoken(paragraph: Paragraph, said: Spoken) -> None:
    properties = _run(paragraph, said.text).get_or_add_rPr()
    right = said.direction == "rtl"
    if right:
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
        properties.append(OxmlElement("w:rtl"))
    if said.tag != "und":
        language = OxmlElement("w:lang")
        language.set(qn("w:bidi" if right else "w:val"), said.tag)
        properties.append(language)


def _field_start(paragraph: Paragraph, instruction: str) -> None:
    for kind in ("begin", "instruction", "separate"):
        run = paragraph.add_run()._r
        if kind == "instruction":
            words_of_field = OxmlElement("w:instrText")
            words_of_field.set(qn("xml:space"), "preserve")
            words_of_field.text = instruction
            run.append(words_of_field)
            continue
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        if kind == "begin":
            mark.set(qn("w:dirty"), "true")  # page numbers are filled in when the file is opened
        run.append(mark)


def _field_end(paragraph: Paragraph) -> None:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), "end")
    paragraph.add_run()._r.append(mark)
    paragraph.add_run().add_break(WD_BREAK.PAGE)


def _element(parent: Any, name: str, **values: str) -> Any:
    made = OxmlElement(name)
    for key, value in values.items():
        made.set(qn(f"w:{key}"), value)
    parent.append(made)
    return made


def _table(shares: tuple[int, ...], caption: str, header: bool = True) -> Any:
    table = OxmlElement("w:tbl")
    properties = _element(table, "w:tblPr")
    _element(properties, "w:tblStyle", val="PackTable")
    _element(properties, "w:tblW", w="5000", type="pct")
    _element(properties, "w:tblLayout", type="fixed")
    first = "1" if header else "0"
    _element(properties, "w:tblLook", val="0420", firstRow=first, lastRow="0", firstColumn="1", noVBand="1")
    if caption:
        _element(properties, "w:tblCaption", val=inert(caption))
    grid = _element(table, "w:tblGrid")
    for share in shares:
        _element(grid, "w:gridCol", w=str(WIDTH_TWIPS * share // sum(shares)))
    return table


def _row(table: Any, header: bool = False) -> Iterator[Any]:
    row = _element(table, "w:tr")
    properties = _element(row, "w:trPr")
    _element(properties, "w:cantSplit")
    if header:
        _element(properties, "w:tblHeader")
    widths = [column.get(qn("w:w")) for column in table.find(qn("w:tblGrid"))]
    return ((row, width) for width in widths)


def _cell(row: Iterator[Any], style: str) -> Paragraph:
    parent, width = next(row)
    cell = _element(parent, "w:tc")
    _element(_element(cell, "w:tcPr"), "w:tcW", w=width, type="dxa")
    paragraph = _element(cell, "w:p")
    _element(_element(paragraph, "w:pPr"), "w:pStyle", val=style.replace(" ", ""))
    return Paragraph(paragraph, None)  # type: ignore[arg-type]  # a paragraph of ours needs no part: it names styles by id
