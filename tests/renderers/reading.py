"""Readers of finished files for the tests of the press; the libraries behind them are not typed."""

import io
import subprocess
from shutil import which
from typing import Any

import html5lib
import openpyxl
import pytest

_parse: Any = html5lib.parse
_load: Any = openpyxl.load_workbook  # type: ignore[attr-defined]


def web_page(content: bytes) -> Any:
    """The page as an element tree, read the way a browser does."""
    page = _parse(content, namespaceHTMLElements=False)
    for line_break in page.iter("br"):
        line_break.text = "\n"
    return page


def workbook(content: bytes) -> Any:
    """The spreadsheet."""
    return _load(io.BytesIO(content))


def pdf_text(content: bytes) -> str:
    """The words of a PDF, pages parted by form feeds."""
    if which("pdftotext") is None:
        pytest.skip("pdftotext is not installed, so the words of the PDF cannot be read back")
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True)
    return done.stdout.decode()
