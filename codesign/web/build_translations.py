"""The catalogues: what people read is extracted, its translations checked, and compiled at set-up.

`python -m codesign.web.build_translations` compiles. `--extract` renews messages.pot and every catalogue from the
sources. `--check` says what would go wrong for a reader, and answers 1 if anything would.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, check_and_call_extract_file
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from codesign.config import resource_folder

SOURCES = ("codesign", "templates")
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    **parse_keywords(["_", "_l", "N_", "lazy_gettext", "ngettext:1,2", "lazy_ngettext:1,2"]),
    **parse_keywords([f"{lazy}{name}" for lazy in ("", "lazy_") for name in ("pgettext:1c,2", "npgettext:1c,2,3")]),
}
EXTRACT = "python -m codesign.web.build_translations --extract"

# "%(name)s" is filled here, "%{count}" by the character counter in the browser.
PLACE = re.compile(r"%\(\w+\)s|%\{\w+\}")
# Header lines that change with every extraction and tell a translator nothing.
NAMES_NOBODY = ("Project-Id-Version", "Report-Msgid-Bugs-To", "Last-Translator", "Language-Team", "Generated-By")
CHURN = tuple(f'"{name}:' for name in (*NAMES_NOBODY, "POT-Creation-Date", "PO-Revision-Date"))

Key = tuple[str, str | None]


def catalogues(folder: Path) -> dict[str, Path]:
    """Language → its .po file."""
    return {path.parts[-3]: path for path in sorted(folder.glob("*/LC_MESSAGES/messages.po"))}


def read(path: Path, language: str | None = None) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=language)


def write(path: Path, catalogue: Catalog) -> None:
    """The same messages make the same bytes: no dates, no line numbers, nothing of the machine."""
    catalogue.header_comment = f"# Made by `{EXTRACT}`."
    buffer = BytesIO()
    write_po(buffer, catalogue, width=0, include_lineno=False, sort_by_file=True)
    lines = buffer.getvalue().decode().splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith(CHURN)), encoding="utf-8")


def messages(catalogue: Catalog) -> dict[Key, Message]:
    """The messages of a catalogue by what finds them: their (singular) English and their context."""
    return {(_english(message)[0], message.context): message for message in catalogue if message.id}


def _english(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def _translated(message: Message) -> tuple[str, ...]:
    """One text for each plural form, or just one; empty where nobody has translated it yet."""
    return (message.string,) if isinstance(message.string, str) else tuple(form or "" for form in message.string or "")


def extracted(root: Path, mapping: Path) -> Catalog:
    """Every message in the code and the templates under `root`, as a template for catalogues."""
    with mapping.open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    template = Catalog(charset="utf-8", fuzzy=False)
    for source in SOURCES:
        for path in sorted((root / source).rglob("*")):
            found = check_and_call_extract_file(
                path, methods, options, None, KEYWORDS, ("Translators:",), True, dirpath=root
            )
            for _name, line, message, comments, context in found:
                where = (str(path.relative_to(root)), line)
                template.add(message, None, [where], auto_comments=comments, context=context)
    return template


def extract(root: Path, folder: Path) -> None:
    """Renew messages.pot, and bring every catalogue up to it without guessing one translation."""
    template = extracted(root, folder / "babel.cfg")
    write(folder / "messages.pot", template)
    for language, path in catalogues(folder).items():
        catalogue = read(path, language)
        catalogue.update(template, no_fuzzy_matching=True)
        write(path, catalogue)


def faults(root: Path, folder: Path) -> Iterator[str]:
    """What is wrong with the catalogues in `folder`, a sentence each, for the sources under `root`."""
    known = messages(read(folder / "messages.pot"))
    for key, message in messages(extracted(root, folder / "babel.cfg")).items():
        if key not in known or _english(known[key]) != _english(message):
            yield f"messages.pot lacks “{key[0]}” from {message.locations[0][0]}. Run {EXTRACT}."
    for language, path in catalogues(folder).items():
        catalogue = read(path, language)
        found = messages(catalogue)
        yield from (f"{language} lacks “{text}”. Run {EXTRACT}." for text, c in known if (text, c) not in found)
        for (text, _context), message in found.items():
            fault = _fault(message, catalogue.num_plurals)
            if fault:
                yield f"{language}: {fault} in “{text}”."


def _fault(message: Message, plurals: int) -> str | None:
    done = _translated(message)
    if not any(done):
        return None
    if message.fuzzy:
        return "a guess that nobody has confirmed (fuzzy)"
    if not all(done) or (message.pluralizable and len(done) != plurals):
        return f"{sum(map(bool, done))} of {plurals} plural forms"
    wanted = {place for text in _english(message) for place in PLACE.findall(text)}
    for text in done:
        places = set(PLACE.findall(text))
        # A form for one number may leave the number out ("one idea"); no text may name what it is not given.
        if places - wanted or (not message.pluralizable and places != wanted):
            return f"a different placeholder ({', '.join(sorted(places ^ wanted))})"
        if "%(" in "".join(_english(message)) and "%" in PLACE.sub("", text).replace("%%", ""):
            return "a bare % (write %%)"
    return None


def compile_catalogues(folder: Path) -> list[Path]:
    """Write a .mo beside each .po. What is not wholly translated is left out, so that it falls back to English."""
    made = []
    for language, source in catalogues(folder).items():
        catalogue = read(source, language)
        for message in catalogue:
            if message.id and not (all(_translated(message)) and _translated(message)):
                # Not a tuple of empty forms: write_mo would fill those with English in this language's order.
                message.string = ""
        target = source.with_suffix(".mo")
        with target.open("wb") as file:
            write_mo(file, catalogue)
        made.append(target)
    return made


def main(arguments: Sequence[str]) -> int:
    folder = resource_folder("translations")
    root = folder.parent
    if arguments and not (root / "codesign").is_dir():
        print("The sources of the messages are in a checkout, not in an installed package.", file=sys.stderr)
        return 2
    match list(arguments):
        case []:
            for path in compile_catalogues(folder):
                print(f"compiled {path.parent.parent.name}")
            return 0
        case ["--extract"]:
            extract(root, folder)
            return 0
        case ["--check"]:
            found = list(faults(root, folder))
            print("\n".join(found) or "Every message is extracted, and every translation is whole.")
            return 1 if found else 0
    print("Use it with --extract, with --check, or with nothing to compile.", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
