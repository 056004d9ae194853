"""Ideas as cards of A6 to pin to a wall and tick, four on a sheet of A4, as tagged PDF."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import segno

from codesign.core.languages import direction, for_typesetter
from codesign.renderers.blocks import inert
from codesign.renderers.press import pressed, print_fonts

TEMPLATE = "ideas/paper/cards.typ"
TICKS = 20
"""Small boxes on a card: as many as fit beside the words and are still easy to hit with a pen."""


@dataclass(frozen=True, slots=True)
class Card:
    """One idea on paper: how it is called, what it says, which prompt it answers (or "")."""

    ref: str
    title: str
    text: str
    prompt: str
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class CardWords:
    """The sentences on a card, in its language. `run_mark` has %(n)s for letters that the typeface lacks."""

    tick: str
    online: str
    code: str
    run_mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardSheet:
    """The cards of a board. `address` is printed as words and as a square code."""

    title: str
    organisation: str
    language: str
    address: str
    words: CardWords
    cards: Sequence[Card]


def cards_pdf(sheet: CardSheet, *, made_at: datetime, fonts: Sequence[Path] | None = None) -> bytes:
    """The PDF bytes, the same for the same cards and time. Raises `PressFailed`."""
    folders = print_fonts() if fonts is None else tuple(fonts)
    return pressed(TEMPLATE, _values(sheet), made_at=made_at, run_mark=sheet.words.run_mark, fonts=folders)


def _values(sheet: CardSheet) -> Mapping[str, Any]:
    language, region = for_typesetter(sheet.language)
    return {
        "title": _text(sheet.title),
        "organisation": _text(sheet.organisation),
        "lang": language,
        "region": region or "GB",
        "rtl": direction(sheet.language) == "rtl",
        "address": sheet.address.removeprefix("https://").removeprefix("http://"),
        "code": _square(sheet.address),
        "ticks": TICKS,
        "words": {"tick": sheet.words.tick, "online": sheet.words.online, "code": sheet.words.code},
        "cards": [
            {
                "ref": card.ref,
                "title": _text(card.title),
                "text": _text(card.text),
                "prompt": _text(card.prompt),
                "lang": for_typesetter(card.language)[0],
                "rtl": direction(card.language) == "rtl",
            }
            for card in sheet.cards
        ],
    }


def _text(text: str) -> str:
    # PDF/UA refuses the byte order mark, which nobody can see.
    return inert(text).replace("\ufeff", "")


def _square(address: str) -> str:
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=1, xmldecl=False)
    return out.getvalue().decode()
