"""Square codes that phones read, as the path of an SVG: templates draw it without a style."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import segno


@dataclass(frozen=True, slots=True)
class Square:
    """A code of `size` modules each way, quiet border included; `path` draws the dark ones."""

    size: int
    path: str


@lru_cache(maxsize=64)
def square(address: str) -> Square:
    """The code of an address. A border of two modules: the plate around it is light too."""
    border = 2
    matrix = tuple(segno.make(address, error="m", micro=False).matrix)
    runs = []
    for y, row in enumerate(matrix):
        x = 0
        while x < len(row):
            if row[x]:
                end = x
                while end < len(row) and row[end]:
                    end += 1
                runs.append(f"M{x + border} {y + border}h{end - x}v1h-{end - x}z")
                x = end
            else:
                x += 1
    return Square(size=len(matrix) + 2 * border, path="".join(runs))
