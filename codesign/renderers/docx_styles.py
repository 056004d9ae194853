"""How the Word document looks: styles, page, running head and foot."""

from typing import Any

from docx.document import Document as DocumentType
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from codesign.renderers.blocks import Sheet, inert

INK, QUIET, PINE, TINT, CLAY, LINE, LINK = "16282B", "4A5A5C", "17544C", "E3EFEA", "A2421F", "D8D2C4", "0B5A73"
FONT = "Arial"

# name: size in points, colour, bold, space before and after in points, shade, bar at the side
PARAGRAPHS: dict[str, tuple[float, str, bool, float, float, str, str]] = {
    "Normal": (10.5, INK, False, 0, 6, "", ""),
    "Title": (28, "FFFFFF", True, 0, 0, PINE, ""),
    "Heading 1": (22, INK, True, 24, 10, "", ""),
    "Heading 2": (15, INK, True, 16, 7, "", ""),
    "Heading 3": (11.5, INK, True, 12, 5, "", ""),
    "List Bullet": (10.5, INK, False, 0, 4, "", ""),
    "Caption": (9, QUIET, False, 6, 3, "", ""),
    "Pack Cover Kicker": (12, "FFFFFF", False, 0, 0, PINE, ""),
    "Pack Edition": (14, PINE, True, 16, 4, "", ""),
    "Pack Contents Title": (12, INK, True, 20, 6, "", ""),
    "Pack Contents": (10.5, INK, False, 0, 3, "", ""),
    "Pack Kicker": (9.5, QUIET, False, 16, 2, "", ""),
    "Pack Quiet": (9, QUIET, False, 2, 6, "", ""),
    "Pack Duty": (12, INK, False, 4, 10, TINT, ""),
    "Pack Quote": (10.5, INK, False, 6, 0, "", PINE),
    "Pack Quote Source": (9, QUIET, False, 0, 8, "", PINE),
    "Pack Quote Against": (10.5, INK, False, 6, 0, "", CLAY),
    "Pack Quote Against Source": (9, QUIET, False, 0, 8, "", CLAY),
    "Pack Cell": (9, INK, False, 2, 2, "", ""),
    "Pack Spacer": (4, INK, False, 0, 2, "", ""),
}


def dress(document: DocumentType, whole: Sheet) -> None:
    """Give a new document its styles, its A4 page, and the lines that run at head and foot of every page."""
    for name, values in PARAGRAPHS.items():
        _paragraph_style(document, name, *values)
    link = document.styles.add_style("Pack Link", WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb = RGBColor.from_string(LINK)
    for name in ("Pack Kicker", "Caption", "Pack Contents Title"):
        document.styles[name].paragraph_format.keep_with_next = True
    document.styles.element.append(parse_xml(_TABLE_STYLE))
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), whole.language)
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(22)
    page.top_margin, page.bottom_margin = Mm(27), Mm(27)
    page.header_distance = page.footer_distance = Mm(12)
    _running(page.header.paragraphs[0], inert(whole.head_left), inert(whole.head_right), "bottom")
    foot = page.footer.paragraphs[0]
    _running(foot, inert(whole.check_line), "", "top")
    for word, field in zip(whole.page_words, ("PAGE", "NUMPAGES"), strict=True):
        foot.add_run(f"{word} ")
        _field(foot, field)
        foot.add_run(" ")
    seal = page.footer.add_paragraph(whole.seal_line)
    for runs, size in ((page.header.paragraphs[0].runs, 8.5), (foot.runs, 8.5), (seal.runs, 6.5)):
        for run in runs:
            run.font.size, run.font.color.rgb = Pt(size), RGBColor.from_string(QUIET)


def _paragraph_style(
    document: DocumentType,
    name: str,
    size: float,
    colour: str,
    bold: bool,
    before: float,
    after: float,
    shade: str,
    bar: str,
) -> None:
    styles: Any = document.styles
    style = styles[name] if name in styles else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if name.startswith("Pack"):
        style.base_style = styles["Normal"]
    style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(size), bold, False
    style.font.color.rgb = RGBColor.from_string(colour)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    properties = style.element.get_or_add_pPr()
    for old in (*properties.findall(qn("w:pBdr")), *properties.findall(qn("w:shd"))):
        properties.remove(old)
    if shade:
        style.paragraph_format.left_indent = style.paragraph_format.right_indent = Pt(8)
        _before_spacing(properties, _edges(shade, ("top", "left", "bottom", "right"), 48, 8))
        _before_spacing(properties, parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{shade}"/>'))
    if bar:
        style.paragraph_format.left_indent = Pt(14)
        _before_spacing(properties, _edges(bar, ("left",), 24, 9))


def _before_spacing(properties: Any, made: Any) -> None:
    """The schema of Word wants borders and shades before spacing."""
    spacing = properties.find(qn("w:spacing"))
    spacing.addprevious(made)


def _edges(colour: str, sides: tuple[str, ...], size: int, space: int) -> Any:
    lines = "".join(f'<w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{colour}"/>' for side in sides)
    return parse_xml(f"<w:pBdr {nsdecls('w')}>{lines}</w:pBdr>")


def _running(paragraph: Any, left: str, right: str, edge: str) -> None:
    paragraph.paragraph_format.tab_stops.clear_all()
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(166), WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run(f"{left}\t{right}")
    properties = paragraph._p.get_or_add_pPr()
    border = _edges(LINE, (edge,), 6, 6)
    tabs = properties.find(qn("w:tabs"))
    tabs.addprevious(border)


def _field(paragraph: Any, name: str) -> None:
    for kind in ("begin", "instruction", "end"):
        run = paragraph.add_run()._r
        if kind == "instruction":
            made = OxmlElement("w:instrText")
            made.set(qn("xml:space"), "preserve")
            made.text = name
        else:
            made = OxmlElement("w:fldChar")
            made.set(qn("w:fldCharType"), kind)
        run.append(made)


_TABLE_STYLE = f"""<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="PackTable">
<w:name w:val="Pack Table"/><w:uiPriority w:val="59"/><w:pPr><w:spacing w:after="0"/></w:pPr>
<w:tblPr><w:tblBorders><w:bottom w:val="single" w:sz="4" w:color="{LINE}"/>
<w:insideH w:val="single" w:sz="4" w:color="{LINE}"/></w:tblBorders>
<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="100" w:type="dxa"/></w:tblCellMar></w:tblPr>
<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders>
<w:bottom w:val="single" w:sz="8" w:color="{INK}"/></w:tcBorders></w:tcPr></w:tblStylePr></w:style>"""
