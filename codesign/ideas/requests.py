"""What the pages of boards read of a request alike: the page asked for, the language, the seed of a visit."""

from __future__ import annotations

import base64
import binascii
import secrets
import struct
import uuid
import zlib
from collections.abc import Sequence

from flask import g, request, session

_BOARDS_KEPT = 6
_LOOKS_KEPT = 240


def page_number() -> int:
    """The page asked for, 1 for anything that is none."""
    typed = request.args.get("page", "1")
    return min(max(int(typed), 1), 10_000) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 1


def language() -> str:
    """The language of this request, for the words sent in it."""
    return str(g.get("language", "en"))


def visit_seed() -> str:
    """What one visit's fair mix is drawn from: it stays the same from page to page, and says nothing of who visits."""
    if "visit" not in session:
        session["visit"] = secrets.token_hex(8)
    return str(session["visit"])


def visit_pin(board_id: uuid.UUID) -> tuple[int, float] | None:
    """The deck that this visit keeps to on a board, and where it cuts it, if it has been here."""
    kept = session.get("mixes")
    found = kept.get(board_id.hex[-8:]) if isinstance(kept, dict) else None
    return (int(found[0]), float(found[1])) if found else None


def keep_pin(board_id: uuid.UUID, pin: tuple[int, float] | None) -> None:
    """Keep the deck of this visit, for a few boards; nothing is written where it is the one kept already."""
    if pin is None or visit_pin(board_id) == (pin[0], round(pin[1], 6)):
        return
    kept = [(name, value) for name, value in session.get("mixes", {}).items() if name != board_id.hex[-8:]]
    session["mixes"] = dict([*kept, (board_id.hex[-8:], [pin[0], round(pin[1], 6)])][-_BOARDS_KEPT:])


def new_looks(board_id: uuid.UUID, refs: Sequence[str]) -> list[str]:
    """Those of the ideas that this visit has not been counted for; they are from here on.

    The session keeps sixteen bits of each of the last few hundred: one look in some hundreds may go uncounted.
    """
    try:
        packed = base64.b85decode(str(session.get("looks", "")))
    except (ValueError, binascii.Error):
        packed = b""
    known = [mark for (mark,) in struct.iter_unpack("<H", packed[: len(packed) // 2 * 2])]
    fresh: list[str] = []
    for ref in refs:
        mark = zlib.crc32(f"{board_id.hex}:{ref}".encode()) & 0xFFFF
        if mark not in known:
            known.append(mark)
            fresh.append(ref)
    if fresh:
        known = known[-_LOOKS_KEPT:]
        session["looks"] = base64.b85encode(struct.pack(f"<{len(known)}H", *known)).decode()
    return fresh
