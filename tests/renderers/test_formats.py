"""Each format as its reader meets it: sections, tags, headings, sheets, columns, schema, seal, and nothing hidden."""

import csv
import io
import itertools
import json
import re
import zipfile
from functools import cache

import jsonschema
import pikepdf
import pytest
from docx import Document

from codesign.core import pack as p
from codesign.core.terms import Edition
from codesign.renderers import RENDERERS, build, words
from codesign.renderers.html import body_html
from codesign.renderers.pdf import pdf
from codesign.renderers.schema import drawn, spelled
from tests.renderers.make import URDU, make_pack, make_seal, make_snapshot
from tests.renderers.reading import pdf_text, web_page, workbook

EDITIONS = [pytest.param(edition, id=edition.value) for edition in Edition]
EMPTY = "an empty project"


@cache
def _pressed(edition: Edition) -> dict[str, bytes]:
    return {file.path: file.content for file in build(make_pack(edition), make_seal())}


def _empty_pack() -> p.EvidencePack:
    snapshot = make_snapshot()
    bare = p.EvidencePack(pack=snapshot.pack, project=p.ProjectFacts(ref="CP-1", slug="bare", name=EMPTY))
    return p.edition_of(bare, Edition.PUBLIC)


def _titles() -> list[str]:
    return [title if n == 0 else f"{n}. {title}" for n, title in enumerate(words.SECTIONS.values())]


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_format_is_the_same_to_the_byte_when_made_again(edition: Edition) -> None:
    again = {file.path: file.content for file in build(make_pack(edition), make_seal())}
    assert {path for path, content in again.items() if _pressed(edition)[path] != content} == set()


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_json_keeps_to_its_published_schema(edition: Edition) -> None:
    published = json.loads(_pressed(edition)["pack.schema.json"])
    jsonschema.Draft202012Validator.check_schema(published)
    jsonschema.Draft202012Validator(published).validate(json.loads(_pressed(edition)["pack.json"]))


def test_the_schema_file_is_the_one_drawn_from_the_pack() -> None:
    assert json.loads(_pressed(Edition.PUBLIC)["pack.schema.json"]) == drawn()
    assert _pressed(Edition.PUBLIC)["pack.schema.json"] == spelled()


def test_the_json_has_the_promised_keys() -> None:
    pack = json.loads(_pressed(Edition.COMMISSIONER)["pack.json"])
    lists = ["questions", "boards", "workshops", "themes", "requirements", "trace", "decisions", "checks", "limits"]
    assert {"pack", "project", "participation", *lists} <= set(pack)
    question, theme, link = pack["questions"][0], pack["themes"][0], pack["trace"][0]
    assert {"ref", "text", "type", "base", "results"} <= set(question)
    assert question["results"][0] == {"label": "Support", "n": 231, "base": 406, "percent": 57}
    ideas = {"ref", "source_id", "text", "status", "support", "agree", "disagree", "pass", "wilson_low"}
    assert ideas <= set(pack["boards"][0]["ideas"][0])
    assert {"ref", "title", "people", "contributions", "quotes"} <= set(theme)
    assert {"ref", "text"} <= set(theme["quotes"][0])
    assert {"requirement", "evidence", "kind", "stance"} <= set(link)
    assert pack["pack"]["seal"] == make_seal()


@pytest.mark.parametrize("name", ["html", "pdf", "docx"])
def test_all_sections_stand_in_order_even_in_an_empty_project(name: str) -> None:
    content = RENDERERS[name].press(_empty_pack(), make_seal())
    if name == "html":
        page = web_page(content)
        found = ["".join(one.itertext()).strip() for one in page.iter("h2")]
    elif name == "docx":
        found = [
            one.text for one in Document(io.BytesIO(content)).paragraphs if one.style and one.style.name == "Heading 1"
        ]
    else:
        text = pdf_text(content)
        found = [line.strip() for line in text.splitlines() if line.strip() in _titles()]
    assert [title for title in found if title in _titles()] == _titles()


def test_a_section_without_content_says_so() -> None:
    text = " ".join(web_page(RENDERERS["html"].press(_empty_pack(), make_seal())).itertext())
    for sentence in (words.NO_THEMES, words.NO_BOARDS, words.NO_WORKSHOPS, words.NO_DISSENT, words.NO_LIMITS):
        assert sentence in text


def test_the_pdf_is_tagged_and_says_its_language_and_title() -> None:
    with pikepdf.open(io.BytesIO(_pressed(Edition.PUBLIC)["pack.pdf"])) as document:
        root = document.Root
        assert "/StructTreeRoot" in root
        assert root.MarkInfo.Marked
        assert str(root.Lang) == "en-GB"
        assert root.ViewerPreferences.DisplayDocTitle
        with document.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == "Upper Calder Valley: evidence pack"
        assert "/EmbeddedFiles" not in root.get("/Names", pikepdf.Dictionary())
        assert "/Author" not in document.docinfo


def test_the_seal_and_check_address_are_on_every_page_of_the_pdf() -> None:
    pages = pdf_text(_pressed(Edition.PUBLIC)["pack.pdf"]).rstrip("\f").split("\f")
    last = len(pages)
    assert last > 5
    for number, page in enumerate(pages, start=1):
        assert make_seal() in page
        assert f"https://codesign.example/check/{make_seal()[:12]}" in page
        assert f"Page {number} of {last}" in page


def test_the_pdf_says_when_its_typeface_is_missing() -> None:
    made = pdf(make_pack(Edition.PUBLIC), make_seal(), fonts=())
    assert "typeface was not installed" in " ".join(pdf_text(made).split())


def test_the_web_page_has_no_script_and_loads_nothing() -> None:
    page = web_page(_pressed(Edition.PUBLIC)["pack.html"])
    assert not [one.tag for one in page.iter() if one.tag in ("script", "img", "iframe", "link", "object")]
    assert all(one.get("href", "#").startswith("#") for one in page.iter("a"))
    assert not [one for one in page.iter() if any(name.startswith("on") or name == "style" for name in one.attrib)]
    ids = [one.get("id") for one in page.iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    assert all(one.get("href")[1:] in ids for one in page.iter("a"))
    assert make_seal() in "".join(page.itertext())


def test_headings_of_the_web_page_skip_no_level() -> None:
    page = web_page(_pressed(Edition.PUBLIC)["pack.html"])
    levels = [int(one.tag[1]) for one in page.iter() if re.fullmatch("h[1-6]", str(one.tag))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_words_keep_their_language_and_direction() -> None:
    page = web_page(_pressed(Edition.PUBLIC)["pack.html"])
    urdu = [one for one in page.iter("span") if "".join(one.itertext()) == URDU]
    assert urdu
    assert all((one.get("lang"), one.get("dir")) == ("ur", "rtl") for one in urdu)
    with zipfile.ZipFile(io.BytesIO(_pressed(Edition.PUBLIC)["pack.docx"])) as archive:
        document = archive.read("word/document.xml").decode()
    assert '<w:rtl/><w:lang w:bidi="ur"/>' in document
    assert "<w:bidi/>" in document


def test_a_preview_inside_the_service_has_no_inline_style() -> None:
    body = str(body_html(make_pack(), make_seal()))
    assert "<style" not in body
    assert "style=" not in body
    assert "<h1" not in body


def test_word_headings_and_tables_are_real() -> None:
    document = Document(io.BytesIO(_pressed(Edition.PUBLIC)["pack.docx"]))
    found = document.core_properties
    assert (found.title, found.author, found.last_modified_by) == ("Upper Calder Valley: evidence pack", "", "")
    assert found.comments == ""
    grids = [one for one in document.tables if one._tbl.xpath("./w:tblPr/w:tblCaption")]
    assert grids
    assert all(one._tbl.xpath("./w:tr[1]/w:trPr/w:tblHeader") for one in grids)
    assert document.element.xpath("//w:instrText[contains(., 'TOC')]")
    foot = "".join(one.text for one in document.sections[0].footer.paragraphs)
    assert make_seal() in foot
    assert document.sections[0].footer._element.xpath(".//w:instrText[.='NUMPAGES']")


@pytest.mark.parametrize("path", ["pack.docx", "pack.xlsx"])
def test_office_files_hide_nothing_and_point_nowhere(path: str) -> None:
    with zipfile.ZipFile(io.BytesIO(_pressed(Edition.PUBLIC)[path])) as archive:
        names = archive.namelist()
        assert not [name for name in names if re.search(r"comment|customXml|thumbnail|pivot|vba|embed|media", name)]
        for name in names:
            content = archive.read(name).decode()
            assert 'TargetMode="External"' not in content
            assert not re.search(r"<(dc:creator|cp:lastModifiedBy|Manager|Company)>[^<]", content)


def test_the_spreadsheet_has_one_table_a_sheet_and_none_hidden() -> None:
    book = workbook(_pressed(Edition.PUBLIC)["pack.xlsx"])
    assert book.sheetnames[:2] == ["cover", "notes"]
    assert {"counts", "themes", "ideas", "requirements", "trace", "decisions", "checks"} <= set(book.sheetnames)
    for page in book.worksheets:
        assert page.sheet_state == "visible"
        assert not page.merged_cells.ranges
        assert not [one for one in page.column_dimensions.values() if one.hidden]
        if page.title not in ("cover", "notes"):
            assert page.freeze_panes == "B2"
    withheld = [cell for row in book["comparisons"].iter_rows() for cell in row if cell.value == "[c]"]
    assert withheld
    assert {cell.data_type for cell in withheld} == {"s"}
    assert make_seal() in [row[1].value for row in book["cover"].iter_rows(min_row=2)]


def test_the_csv_files_are_described_column_by_column() -> None:
    with zipfile.ZipFile(io.BytesIO(_pressed(Edition.PUBLIC)["pack-csv.zip"])) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
        stamps = {member.date_time for member in archive.infolist()}
    assert stamps == {(2026, 5, 22, 9, 0, 0)}
    promised = {"responses_public", "counts", "themes", "codings", "ideas", "contributions", "requirements"}
    promised |= {"trace", "decisions", "checks"}
    assert {f"{name}.csv" for name in promised} | {"data_dictionary.csv", "README.txt"} <= set(files)
    described = {(row["file"], row["column"]) for row in csv.DictReader(io.StringIO(files["data_dictionary.csv"]))}
    for name, content in files.items():
        if name.endswith(".csv"):
            header = next(csv.reader(io.StringIO(content)))
            assert {(name, column) for column in header} <= described
    assert make_seal() in files["README.txt"]


def test_negative_numbers_in_number_columns_stay_numbers() -> None:
    with zipfile.ZipFile(io.BytesIO(_pressed(Edition.PUBLIC)["pack-csv.zip"])) as archive:
        rows = list(csv.DictReader(io.StringIO(archive.read("comparisons.csv").decode())))
    assert rows[0]["difference"] == "-15.9"
    book = workbook(_pressed(Edition.PUBLIC)["pack.xlsx"])
    assert book["comparisons"]["H2"].value == -15.9
