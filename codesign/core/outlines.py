"""Which of several areas a point lies in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def area_at(outlines: Iterable[tuple[str, Any]], latitude: float, longitude: float) -> str | None:
    """The code of the first area that covers a point; `outlines` are (code, GeoJSON geometry in WGS84)."""
    import shapely  # here: it is large, and most requests need no map
    from shapely.geometry import shape

    spot = shapely.Point(longitude, latitude)
    for code, outline in outlines:
        if shape(outline).covers(spot):
            return code
    return None
