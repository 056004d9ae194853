"""The drawings on ideas: what somebody would have photographed, in flat shapes. 640 by 480 dots."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from PIL import ImageDraw

INK: Final = "#16282B"
PINE: Final = "#17544C"
STONE: Final = "#D9CDB8"
ROOF: Final = "#7C4A3A"
WOOD: Final = "#B9814F"
GRASS: Final = "#9DC3A0"
WATER: Final = "#6FA3B8"
LIGHT: Final = "#F6D98B"
ROAD: Final = "#B8BEBF"
WALL: Final = "#EFE6D8"


def _bus_stop(draw: ImageDraw.ImageDraw) -> None:
    draw.polygon(((0, 300), (180, 200), (400, 260), (640, 180), (640, 400), (0, 400)), fill=GRASS)
    draw.rectangle((0, 390, 640, 480), fill=ROAD)
    draw.line((0, 440, 640, 440), fill="white", width=5)
    draw.rectangle((420, 120, 430, 392), fill=INK)
    draw.rectangle((380, 120, 470, 210), fill=PINE, outline=INK, width=4)
    draw.rectangle((398, 140, 452, 176), fill="white")
    for left in (404, 422, 440):
        draw.rectangle((left, 146, left + 8, 158), fill=WATER)
    draw.ellipse((402, 172, 416, 186), fill=INK)
    draw.ellipse((434, 172, 448, 186), fill=INK)


def _minibus(draw: ImageDraw.ImageDraw) -> None:
    draw.rectangle((0, 370, 640, 480), fill=ROAD)
    draw.rounded_rectangle((90, 150, 560, 390), 34, fill=PINE, outline=INK, width=4)
    for left in (120, 210):
        draw.rounded_rectangle((left, 185, left + 72, 265), 10, fill="#DCEBF2", outline=INK, width=3)
    draw.rounded_rectangle((470, 185, 545, 270), 10, fill="#DCEBF2", outline=INK, width=3)
    draw.rectangle((315, 180, 440, 388), fill=LIGHT, outline=INK, width=4)
    draw.polygon(((318, 386), (437, 386), (400, 450), (240, 450)), fill=STONE, outline=INK, width=3)
    for left in (140, 470):
        draw.ellipse((left, 350, left + 80, 430), fill=INK)
        draw.ellipse((left + 24, 374, left + 56, 406), fill=STONE)


def _sheet(draw: ImageDraw.ImageDraw) -> None:
    draw.rectangle((0, 0, 640, 480), fill=WOOD)
    draw.rectangle((20, 20, 620, 460), outline=ROOF, width=14)
    draw.polygon(((190, 60), (455, 72), (438, 430), (176, 418)), fill="white", outline=INK, width=3)
    draw.polygon(((215, 92), (425, 101), (423, 140), (213, 131)), fill=PINE)
    for place in range(5):
        top = 170 + place * 46
        draw.rectangle((215, top, 255, top + 26), fill=LIGHT, outline=INK, width=2)
        draw.rectangle((270, top + 6, 410 - place % 2 * 40, top + 18), fill=INK)
    draw.ellipse((308, 56, 328, 76), fill="#B3412E", outline=INK, width=2)


def _bench(draw: ImageDraw.ImageDraw) -> None:
    draw.rectangle((0, 0, 640, 480), fill=WALL)
    draw.rectangle((0, 410, 640, 480), fill=STONE)
    draw.rectangle((60, 290, 580, 325), fill=WOOD, outline=INK, width=4)
    for left in (90, 520):
        draw.rectangle((left, 325, left + 30, 440), fill=WOOD, outline=INK, width=4)
    draw.rounded_rectangle((260, 200, 390, 290), 18, fill=ROAD, outline=INK, width=4)
    draw.rectangle((285, 180, 365, 206), fill=LIGHT, outline=INK, width=3)
    for left, long in ((120, 110), (175, 90), (470, 120), (525, 80)):
        draw.rectangle((left, 70, left + 12, 70 + long), fill=WOOD, outline=INK, width=2)
        draw.rectangle((left - 14, 50, left + 26, 76), fill=INK)


def _table(draw: ImageDraw.ImageDraw) -> None:
    draw.rectangle((0, 0, 640, 480), fill=WALL)
    draw.rectangle((0, 330, 640, 480), fill=WOOD)
    for left in (70, 230, 390):
        draw.rectangle((left, 50, left + 150, 190), fill="#DCEBF2", outline=INK, width=4)
        draw.line((left + 75, 50, left + 75, 190), fill=INK, width=3)
    for left in range(60, 580, 90):
        draw.ellipse((left + 10, 200, left + 60, 250), fill=STONE, outline=INK, width=3)
        draw.rounded_rectangle(
            (left, 245, left + 70, 330), 20, fill=(PINE, WATER, ROOF)[left % 4 % 3], outline=INK, width=3
        )
    draw.polygon(((30, 310), (610, 310), (640, 420), (0, 420)), fill="white", outline=INK, width=4)
    for left in range(70, 570, 95):
        draw.ellipse((left, 335, left + 64, 369), fill=WALL, outline=INK, width=2)
        draw.ellipse((left + 16, 343, left + 48, 361), fill=LIGHT)


def _toast(draw: ImageDraw.ImageDraw) -> None:
    draw.rectangle((0, 0, 640, 480), fill=WALL)
    draw.rectangle((0, 350, 640, 480), fill=WOOD)
    for left in (225, 335):
        draw.rounded_rectangle((left, 120, left + 90, 260), 30, fill="#C98A4B", outline=INK, width=4)
        draw.rounded_rectangle((left + 14, 136, left + 76, 250), 20, fill=LIGHT)
    draw.rounded_rectangle((150, 210, 500, 380), 36, fill=ROAD, outline=INK, width=5)
    draw.rectangle((470, 250, 530, 272), fill=INK)
    draw.ellipse((290, 285, 340, 335), fill="white", outline=INK, width=4)
    draw.line((315, 310, 327, 294), fill=INK, width=4)


def _towpath(draw: ImageDraw.ImageDraw) -> None:
    draw.rectangle((0, 0, 640, 480), fill="#2B3F4A")
    draw.rectangle((0, 60, 430, 390), fill="#8C8272", outline=INK, width=4)
    for top in range(90, 390, 34):
        draw.line((0, top, 430, top), fill="#776E60", width=2)
    draw.polygon(((290, 110), (180, 390), (430, 390)), fill=LIGHT)
    draw.rectangle((240, 190, 340, 390), fill=PINE, outline=INK, width=5)
    draw.ellipse((322, 290, 332, 300), fill=LIGHT)
    draw.ellipse((274, 90, 306, 122), fill="white", outline=INK, width=3)
    draw.rectangle((0, 388, 640, 420), fill=STONE)
    draw.rectangle((0, 420, 640, 480), fill=WATER)
    for left in (60, 250, 440):
        draw.arc((left, 435, left + 90, 460), 200, 340, fill="white", width=4)


def _dog(draw: ImageDraw.ImageDraw) -> None:
    draw.rectangle((0, 0, 640, 480), fill=GRASS)
    draw.rectangle((0, 0, 640, 170), fill="#DCEBF2")
    draw.ellipse((190, 250, 470, 420), fill=WOOD, outline=INK, width=5)
    for left in (220, 290, 370, 420):
        draw.rounded_rectangle((left, 370, left + 34, 450), 14, fill=WOOD, outline=INK, width=4)
    draw.arc((430, 180, 540, 330), 20, 150, fill=INK, width=14)
    draw.ellipse((130, 140, 300, 300), fill=WOOD, outline=INK, width=5)
    draw.polygon(((150, 160), (110, 250), (165, 245)), fill=ROOF, outline=INK)
    draw.polygon(((280, 160), (320, 250), (265, 245)), fill=ROOF, outline=INK)
    draw.ellipse((170, 195, 192, 217), fill=INK)
    draw.ellipse((238, 195, 260, 217), fill=INK)
    draw.ellipse((196, 232, 234, 258), fill=INK)
    draw.arc((190, 240, 240, 285), 20, 160, fill=INK, width=5)


def _wall(draw: ImageDraw.ImageDraw) -> None:
    draw.rectangle((0, 0, 640, 480), fill=WALL)
    draw.rectangle((0, 400, 640, 480), fill=ROAD)
    draw.polygon(((0, 300), (140, 150), (290, 260), (430, 90), (640, 280), (640, 400), (0, 400)), fill=WATER)
    draw.ellipse((70, 50, 190, 170), fill=LIGHT)
    draw.polygon(((380, 400), (470, 220), (560, 400)), fill="#5B4A8A")
    draw.polygon(((150, 400), (230, 250), (320, 400)), fill="#B3412E")
    for left, colour in ((60, PINE), (130, "#B3412E"), (200, LIGHT), (500, "#5B4A8A")):
        draw.rectangle((left, 405, left + 46, 455), fill=colour, outline=INK, width=3)


OF_IDEAS: Final[Mapping[str, Callable[[ImageDraw.ImageDraw], None]]] = {
    "bus_stop": _bus_stop,
    "minibus": _minibus,
    "sheet": _sheet,
    "bench": _bench,
    "table": _table,
    "toast": _toast,
    "towpath": _towpath,
    "dog": _dog,
    "wall": _wall,
}
