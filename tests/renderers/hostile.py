"""Text that breaks exporters: forty strings of our own beside the public lists."""

import gzip
import json
from pathlib import Path

FORMULAS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1+1)",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://127.0.0.1:9/","x")',
    '=IMPORTXML("http://127.0.0.1:9/","//a")',
    '=WEBSERVICE("http://127.0.0.1:9/")',
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\0=1+1",
    " =1+1",
    "{=1+1}",
    'DDE("cmd";"/C calc";"!A0")A0',
    "|calc",
    "%0A=1+1",
    "＝1+1",
    "＋1",
    "'=1+1",
    "+44 7700 900123",
    "-5",
)
STRINGS = (
    "<script>alert(1)</script>",
    "a < b and <b> & c > d",
    "]]>",
    "<!--",
    "{{ 7*7 }}{% raw %}",
    "#panic() *bold* _it_ $x$ `raw` @ref <label> // comment",
    '#import "x.typ": *',
    "\\u{202e} \\ \"quotes\" 'single'",
    "bell\x07 escape\x1b[31m vertical\x0b form\x0c nul\x00 end",
    "lone \ud800 surrogate \udfff",
    "\u202eright to left override\u202c",
    "zero\u200bwidth\u200djoiner \ufeff",
    "non-characters \ufffe \uffff \ufdd0",
    "emoji 😀 👩‍👩‍👧 🏴󠁧󠁢󠁷󠁬󠁳󠁿 ❤️",
    "漢字かな交じり文は印刷できない",
    "ŵ ŷ Ŵ Ŷ â ê î ô û ẃ ỳ",
    "سلام عليكم ہمیں اردو بولنے والا چاہیے",
    "বাংলা ਪੰਜਾਬੀ ગુજરાતી தமிழ்",
    "Z̸̢͐a̷̛͓l̵͉̿g̷̝̈o̸̤͊",
    "_x0041_ _x000D_",
    "a\r\nb\rc\nd\te",
    "   leading and trailing   ",
    "w" * 400,
    "http://127.0.0.1:9/x.png file:///etc/passwd",
    "",
)
LONG = "Long words about a bus. " * 1_667  # a little over 40,000 characters


def own() -> list[str]:
    """Our own strings, the long one too."""
    return [*FORMULAS, *STRINGS, LONG]


def corpus(folder: Path) -> list[str]:
    """The public lists in the folder of real data, where they are there."""
    hostile = folder / "hostile-input"
    naughty: list[str] = json.loads((hostile / "blns.json").read_text())
    scripts = gzip.decompress((hostile / "xss-payloads.txt.gz").read_bytes()).decode().splitlines()
    return [*naughty, *(hostile / "csv-injection.txt").read_text().splitlines(), *scripts[::5]]
