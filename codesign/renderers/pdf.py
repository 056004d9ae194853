"""The pack as tagged PDF (PDF/UA-1), set by typst in a process that ends after each file."""

import re
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from codesign.core.languages import for_typesetter
from codesign.core.pack import EvidencePack
from codesign.renderers import words
from codesign.renderers.blocks import Block, Grid, Heading, Refs, Sheet, Spoken, anchors, inert
from codesign.renderers.paper import sheet
from codesign.renderers.press import pressed, print_fonts

_LONG_WORD = re.compile(r"[^\s\u200b]{20}(?=[^\s\u200b]{4})")
_KEPT_WHOLE = re.compile(r"[0-9a-f]{32,64}|https?://\S{1,80}")


def pdf(pack: EvidencePack, seal: str, *, fonts: Sequence[Path] | None = None) -> bytes:
    """The PDF bytes. `fonts` are folders of TrueType files; without any, the system's are used and the pack says so.

    Raises `PressFailed` where typst refuses or takes longer than five minutes.
    """
    folders = print_fonts() if fonts is None else tuple(fonts)
    return pressed(
        "pack/pack.typ",
        plain(sheet(pack, seal, typeface=bool(folders))),
        made_at=pack.pack.frozen_at,
        run_mark=words.GLYPH_RUN,
        fonts=folders,
    )


def plain(whole: Sheet) -> dict[str, Any]:
    """The sheet as JSON values for the template: text inert, each anchor used once."""
    used: set[str] = set()
    known = sorted(anchors(whole.blocks))
    return {
        "title": _text(whole.title),
        "lang": for_typesetter(whole.language)[0],
        "region": for_typesetter(whole.language)[1] or "GB",
        "head_left": inert(whole.head_left),
        "head_right": inert(whole.head_right),
        "check_line": inert(whole.check_line),
        "seal_line": whole.seal_line,
        "page_words": list(whole.page_words),
        "contents": words.CONTENTS,
        "anchors": known,
        "blocks": [_block(block, used) for block in whole.blocks],
    }


def _block(block: Block, used: set[str]) -> dict[str, Any]:
    made: dict[str, Any] = {"kind": type(block).__name__}
    if isinstance(block, Grid):
        made["caption"], made["note"] = _text(block.caption), _text(block.note)
        made["under_own_name"] = block.under_own_name
        made["columns"] = [{**asdict(column), "title": _text(column.title)} for column in block.columns]
        made["rows"] = [[_cell(cell) for cell in row] for row in block.rows]
        made["targets"] = [_once(row[0], used) if block.anchored else "" for row in block.rows]
        return made
    for name in block.__slots__:
        made[name] = _cell(getattr(block, name))
    if isinstance(block, Heading):
        made["anchor"] = _once(block.anchor, used)
    return made


def _once(anchor: object, used: set[str]) -> str:
    if not isinstance(anchor, str) or not anchor or anchor in used:
        return ""
    used.add(anchor)
    return anchor


def _text(text: str) -> str:
    # A word longer than a column would run off the page, so it may break after 20 letters; a seal is copied, so it
    # stays whole. PDF/UA refuses the byte order mark, which nobody can see.
    if _KEPT_WHOLE.fullmatch(text):
        return text
    return _LONG_WORD.sub(lambda run: run.group() + "\u200b", inert(text).replace("\ufeff", ""))


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Spoken):
        tag = "und" if value.tag == "und" else value.tag
        return {"kind": "Spoken", "text": _text(value.text), "lang": tag, "dir": value.direction}
    if isinstance(value, Refs):
        return {"kind": "Refs", "refs": [inert(ref) for ref in value.refs]}
    if isinstance(value, tuple):
        return [_cell(item) for item in value]
    if isinstance(value, bool | int):
        return value
    return {name: _cell(getattr(value, name)) for name in value.__slots__}
