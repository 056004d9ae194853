"""Outlines and postcodes of the demonstration wards. All made up: no such boundary and no such postcode exists."""

from __future__ import annotations

from typing import Any, Final

from codesign.demo.live_place import CANAL_BASIN, LOCKSIDE
from codesign.demo.place import HEBBLE, MOOR_EDGE, MYTHOLM, TODDBROOK

Ring = tuple[tuple[float, float], ...]

# Corners that neighbours share, as longitude and latitude.
_RIVER: Final[Ring] = ((-2.062, 53.742), (-2.041, 53.738), (-2.024, 53.741), (-2.004, 53.734))
_WATER: Final[Ring] = ((-1.702, 53.792), (-1.694, 53.789), (-1.683, 53.790))

_RINGS: Final[dict[str, Ring]] = {
    MYTHOLM: ((-2.062, 53.742), (-2.041, 53.738), (-2.035, 53.757), (-2.048, 53.768), (-2.069, 53.761)),
    HEBBLE: (
        (-2.041, 53.738),
        (-2.024, 53.741),
        (-2.004, 53.734),
        (-1.996, 53.751),
        (-2.012, 53.763),
        (-2.035, 53.757),
    ),
    TODDBROOK: (*_RIVER, (-2.008, 53.716), (-2.031, 53.711), (-2.058, 53.719)),
    MOOR_EDGE: (
        (-2.035, 53.757),
        (-2.012, 53.763),
        (-1.996, 53.751),
        (-1.981, 53.771),
        (-2.010, 53.789),
        (-2.048, 53.768),
    ),
    LOCKSIDE: (*_WATER, (-1.679, 53.802), (-1.692, 53.806), (-1.705, 53.800)),
    CANAL_BASIN: (*_WATER, (-1.681, 53.779), (-1.696, 53.776), (-1.704, 53.782)),
}
_OUTWARD: Final = {
    MYTHOLM: "UC1",
    HEBBLE: "UC2",
    TODDBROOK: "UC3",
    MOOR_EDGE: "UC4",
    LOCKSIDE: "UC7",
    CANAL_BASIN: "UC8",
}

EDITION: Final = "Made-up look-up for the demonstration"


def shape_of(code: str) -> dict[str, Any] | None:
    """The outline of a ward as GeoJSON, in longitude and latitude."""
    ring = _RINGS.get(code)
    return {"type": "Polygon", "coordinates": [[list(corner) for corner in (*ring, ring[0])]]} if ring else None


def postcodes_of(code: str) -> tuple[str, ...]:
    """The postcodes of a ward, as the look-up keeps them: the letters UC belong to no place."""
    outward = _OUTWARD.get(code)
    return (
        tuple(f"{outward}{number}{letters}" for number in range(1, 5) for letters in ("AA", "BD", "HJ"))
        if outward
        else ()
    )
