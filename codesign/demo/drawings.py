"""Simple drawings made by code: flat shapes in the colours of the design."""

from __future__ import annotations

import io
from typing import Final

from PIL import Image, ImageDraw

from codesign.core.files import MadeAnew
from codesign.demo.idea_drawings import OF_IDEAS

WIDE, HIGH = 640, 480
_SKY: Final = "#DCEBF2"
_INK: Final = "#16282B"
_PINE: Final = "#17544C"
_STONE: Final = "#D9CDB8"
_ROOF: Final = "#7C4A3A"
_WOOD: Final = "#B9814F"
_GRASS: Final = "#9DC3A0"
_WATER: Final = "#6FA3B8"
_LIGHT: Final = "#F6D98B"


def drawing(name: str) -> MadeAnew:
    """A picture by its name, as an upload keeps it: a building by the code of its choice, or one of an idea."""
    picture = Image.new("RGB", (WIDE, HIGH), _SKY)
    _DRAWN[name](ImageDraw.Draw(picture))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88)
    return MadeAnew(sort="photo", media_type="image/jpeg", content=out.getvalue(), width=WIDE, height=HIGH)


def _bank(draw: ImageDraw.ImageDraw) -> None:
    draw.rectangle((0, 400, WIDE, HIGH), fill="#B8BEBF")
    draw.rectangle((120, 190, 520, 400), fill=_STONE, outline=_INK, width=4)
    draw.polygon(((100, 190), (320, 70), (540, 190)), fill=_STONE, outline=_INK, width=4)
    draw.ellipse((290, 110, 350, 170), fill="white", outline=_INK, width=4)
    draw.line((320, 140, 320, 118), fill=_INK, width=4)
    draw.line((320, 140, 336, 148), fill=_INK, width=4)
    for left in (140, 225, 385, 470):
        draw.rectangle((left, 200, left + 30, 400), fill="white", outline=_INK, width=3)
    draw.rectangle((275, 260, 365, 400), fill=_PINE, outline=_INK, width=4)
    draw.rectangle((100, 396, 540, 412), fill=_STONE, outline=_INK, width=3)


def _library(draw: ImageDraw.ImageDraw) -> None:
    draw.rectangle((0, 390, WIDE, HIGH), fill=_GRASS)
    draw.rectangle((50, 220, 590, 390), fill="#E8D9C5", outline=_INK, width=4)
    draw.rectangle((35, 196, 605, 226), fill=_ROOF, outline=_INK, width=4)
    for left in (75, 190, 400, 505):
        draw.rectangle((left, 255, left + 70, 345), fill=_LIGHT, outline=_INK, width=4)
        for place, colour in enumerate((_PINE, _ROOF, _WATER, "#5B4A8A", _PINE)):
            top = 292 + (place * 7) % 13
            draw.rectangle((left + 7 + place * 12, top, left + 16 + place * 12, 343), fill=colour)
    draw.rectangle((290, 265, 370, 390), fill=_PINE, outline=_INK, width=4)
    draw.ellipse((355, 325, 363, 333), fill=_LIGHT)


def _club(draw: ImageDraw.ImageDraw) -> None:
    draw.rectangle((0, 380, WIDE, HIGH), fill=_WATER)
    draw.rectangle((0, 366, WIDE, 384), fill=_GRASS)
    draw.rectangle((150, 200, 490, 380), fill=_WOOD, outline=_INK, width=4)
    for top in range(225, 380, 26):
        draw.line((152, top, 488, top), fill="#93623A", width=2)
    draw.polygon(((120, 205), (320, 90), (520, 205)), fill=_ROOF, outline=_INK, width=4)
    draw.rectangle((250, 262, 390, 380), fill=_INK)
    draw.polygon(((265, 320), (375, 320), (350, 345), (290, 345)), fill=_LIGHT, outline="white", width=2)
    for left in (175, 410):
        draw.rectangle((left, 245, left + 55, 300), fill=_LIGHT, outline=_INK, width=4)
    for left, top in ((40, 410), (250, 440), (430, 415), (120, 460), (540, 455)):
        draw.arc((left, top, left + 60, top + 22), 200, 340, fill="white", width=4)


_DRAWN: Final = {"bank": _bank, "library": _library, "club": _club, **OF_IDEAS}
