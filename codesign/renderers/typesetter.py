"""The typesetter's own process: one PDF each, then it ends, because typst keeps about 30 MB of every compile.

Run by `pdf.py` as a script: a job as JSON on standard input, the PDF on standard output. It needs only typst.
"""

import json
import re
import struct
import sys
import unicodedata
from pathlib import Path
from typing import Any

import typst

MOST_RETRIES = 25
NAMED_AT_MOST = 3


def covered(font: Path) -> set[int]:
    """The code points a TrueType or OpenType file has glyphs for (cmap formats 4 and 12); none where it is broken."""
    content = font.read_bytes()
    try:
        starts = [0]
        if content[:4] == b"ttcf":
            starts = list(struct.unpack_from(f">{struct.unpack_from('>I', content, 8)[0]}I", content, 12))
        return set().union(*(_cmap(content, start) for start in starts))
    except struct.error:
        return set()


def _cmap(content: bytes, start: int) -> set[int]:
    found: set[int] = set()
    for number in range(struct.unpack_from(">H", content, start + 4)[0]):
        tag, _, offset, _ = struct.unpack_from(">4sIII", content, start + 12 + 16 * number)
        if tag != b"cmap":
            continue
        for subtable in range(struct.unpack_from(">H", content, offset + 2)[0]):
            at = offset + struct.unpack_from(">I", content, offset + 4 + 8 * subtable + 4)[0]
            form = struct.unpack_from(">H", content, at)[0]
            if form == 4:
                found |= _format_4(content, at)
            elif form == 12:
                for group in range(struct.unpack_from(">I", content, at + 12)[0]):
                    first, last, _ = struct.unpack_from(">III", content, at + 16 + 12 * group)
                    found.update(range(first, last + 1))
    return found


def _format_4(content: bytes, at: int) -> set[int]:
    found: set[int] = set()
    segments = struct.unpack_from(">H", content, at + 6)[0] // 2
    for segment in range(segments):
        last = struct.unpack_from(">H", content, at + 14 + 2 * segment)[0]
        first = struct.unpack_from(">H", content, at + 16 + 2 * segments + 2 * segment)[0]
        shift = struct.unpack_from(">H", content, at + 16 + 4 * segments + 2 * segment)[0]
        place = at + 16 + 6 * segments + 2 * segment
        reach = struct.unpack_from(">H", content, place)[0]
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = struct.unpack_from(">H", content, place + reach + 2 * (code - first))[0] if reach else code
            if glyph and (reach == 0 or glyph + shift & 0xFFFF) and (reach or (code + shift) & 0xFFFF):
                found.add(code)
    return found


def _needs_no_glyph(letter: str) -> bool:
    return (
        letter in "\n\t" or unicodedata.category(letter) in ("Cf", "Zs", "Zl", "Zp") or "\ufe00" <= letter <= "\ufe0f"
    )


def marked(text: str, glyphs: set[int], run_mark: str, lost: frozenset[int] = frozenset()) -> str:
    """The text with each letter that has no glyph, or is `lost`, named in square brackets; a longer run is counted."""

    def silent(letter: str) -> bool:
        return _needs_no_glyph(letter) and ord(letter) not in lost

    if all(ord(letter) in glyphs or silent(letter) for letter in text):
        return text
    out: list[str] = []
    missing: list[str] = []

    def close() -> None:
        if 0 < len(missing) <= NAMED_AT_MOST:
            out.extend(f"[{unicodedata.name(letter, f'U+{ord(letter):04X}').lower()}]" for letter in missing)
        elif missing:
            out.append(run_mark % {"n": len(missing)})
        missing.clear()

    for letter in text:
        if ord(letter) in glyphs:
            close()
            out.append(letter)
        elif not silent(letter):
            missing.append(letter)
        elif not missing:
            out.append(letter)
        elif unicodedata.category(letter) != "Cf" and not "\ufe00" <= letter <= "\ufe0f":
            close()
            out.append(letter)
    close()
    return "".join(out)


def walked(value: Any, glyphs: set[int], run_mark: str, lost: frozenset[int] = frozenset()) -> Any:
    """The same JSON value with every string marked."""
    if isinstance(value, str):
        return marked(value, glyphs, run_mark, lost)
    if isinstance(value, list):
        return [walked(item, glyphs, run_mark, lost) for item in value]
    if isinstance(value, dict):
        return {key: walked(item, glyphs, run_mark, lost) for key, item in value.items()}
    return value


def typeset(job: dict[str, Any]) -> bytes:
    """The PDF/UA-1 bytes of one job, or with a `query` what it finds, as JSON.

    Raises `typst.TypstError` where the template itself is wrong.
    """
    system = not job["fonts"]
    fonts = typst.Fonts(include_system_fonts=system, font_paths=job["fonts"])
    paths = {Path(font.path) for font in fonts.fonts() if font.path}
    glyphs = set().union(*(covered(path) for path in paths)) if paths else set(range(0x20, 0x17F))
    sheet, lost = walked(job["sheet"], glyphs, job["run_mark"]), frozenset[int]()
    for _ in range(MOST_RETRIES):
        try:
            inputs = {"sheet": json.dumps(sheet)}
            if "query" in job:
                found = typst.query(
                    job["template"],
                    job["query"],
                    field="value",
                    root=job["root"],
                    font_paths=fonts,
                    sys_inputs=inputs,
                )
                return str(found).encode()
            return bytes(
                typst.compile(
                    job["template"],
                    root=job["root"],
                    font_paths=fonts,
                    sys_inputs=inputs,
                    pdf_standards=["ua-1"],
                    timestamp=job["timestamp"],
                )
            )
        except typst.TypstError as error:
            # A font may have a letter and still lack the form that its neighbours ask for: name that one too.
            named_run = re.search(r'the text `"(.+?)"` could not be displayed', str(error))
            named = {ord(letter) for letter in _unescaped(named_run.group(1))} if named_run else set()
            if named <= lost:
                raise
            glyphs -= named
            lost |= named
            sheet = walked(sheet, glyphs, job["run_mark"], lost)
    raise RuntimeError("too many letters without a form in these fonts")


def _unescaped(text: str) -> str:
    return re.sub(r"\\u\{([0-9a-f]+)\}", lambda match: chr(int(match.group(1), 16)), text)


if __name__ == "__main__":
    sys.stdout.buffer.write(typeset(json.load(sys.stdin.buffer)))
