"""The code that carries a draft to another phone: two words and two numbers, easy to say and hard to guess."""

from __future__ import annotations

import re
import secrets
from typing import Final

# Short words a child knows, none that sounds like another, none to hurt anyone.
WORDS: Final = tuple(
    """
    acorn amber anchor angel apple apron arrow autumn badge bakery bamboo banana barrel basket beach beaver
    beetle bench berry birch biscuit blanket blossom bottle branch bread bridge bright bronze brush bubble bucket
    butter button cabin cactus camel candle canoe carpet carrot castle cedar cello chalk cherry chimney circle
    clover cobalt cocoa comet copper coral cotton cradle crayon cricket crystal cushion daisy dancer desert dolphin
    donkey dragon drum eagle early easel echo elbow ember engine fabric falcon farmer feather fern fiddle
    finger flag flute forest fossil friend frost garden gentle ginger giraffe glove golden goose grape gravel
    guitar hammer harbour harvest hazel helmet hedgehog hill honey hotel igloo island ivory jacket jasmine jelly
    jigsaw jungle kettle kitchen kitten ladder lagoon lantern lavender lemon lily lizard lobster lunch magnet maple
    marble market meadow melon mirror mitten monkey moss mountain muffin museum needle nest nickel noodle nutmeg
    ocean olive onion orange orchard otter oven oyster paddle paint panda paper parrot peach pebble pencil
    pepper piano picnic pillow pine planet plum pocket pond poppy potato prism puddle pumpkin puppet purple
    puzzle rabbit radio raisin ribbon river robin rocket rosemary ruby saddle salmon sandal satchel scarf school
    shadow shell silver slipper snow spider spoon squirrel starfish stone sugar summer sunny swallow table teapot
    thimble thunder tiger toast tomato trumpet tulip tunnel turtle umbrella valley velvet village violin waffle
    walnut walrus water whistle willow window winter yellow zebra
    """.split()  # noqa: SIM905 - a page of words, not of quotation marks
)


def carry_on_code() -> str:
    """A random code such as "maple-47-river-82"."""
    first, second = secrets.choice(WORDS), secrets.choice(WORDS)
    return f"{first}-{10 + secrets.randbelow(90)}-{second}-{10 + secrets.randbelow(90)}"


def read_carry_on_code(typed: str) -> str | None:
    """The code someone meant, whatever the case, spaces and dashes; None when it cannot be one."""
    parts = re.findall(r"[^\W\d_]+|\d+", typed[:80].casefold())
    if len(parts) != 4:
        return None
    words = [part for part in parts if not part.isdigit()]
    numbers = [part for part in parts if part.isdigit()]
    if len(words) != 2 or len(numbers) != 2 or any(len(number) != 2 for number in numbers):
        return None
    return f"{words[0]}-{numbers[0]}-{words[1]}-{numbers[1]}"
