"""The outline of one area: a GeoJSON polygon in WGS84, checked, made valid, and thinned to what a screen can show."""

from __future__ import annotations

from typing import Any, Final

from codesign.core.errors import InputError

Outline = dict[str, Any]
FINE: Final = 0.0001  # degrees, about ten metres: finer than a street on a phone
MOST_POINTS: Final = 200_000
KEPT_POINTS: Final = 3000


def read_outline(geometry: Any) -> Outline:
    """A Polygon or MultiPolygon as it is kept. Raises `InputError` saying what is wrong with it."""
    import shapely  # here: it is large, and only loading needs it
    from shapely.geometry import mapping, shape

    if not isinstance(geometry, dict) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        raise InputError("the shape is no polygon. Give each area a Polygon or a MultiPolygon.")
    points = list(_points(geometry.get("coordinates"), 0))
    if not points or len(points) > MOST_POINTS:
        raise InputError(f"the shape has no points, or over {MOST_POINTS}. Use a simpler outline.")
    if any(abs(x) > 180 or abs(y) > 90 for x, y in points):
        raise InputError("the shape is not in longitude and latitude. Save the file as WGS84 (EPSG:4326).")
    try:
        outline = shape(geometry)
        outline = outline if outline.is_valid else shapely.make_valid(outline)
        thin = FINE
        kept = outline.simplify(thin)
        while shapely.get_num_coordinates(kept) > KEPT_POINTS:
            thin *= 2
            kept = outline.simplify(thin)
        kept = shapely.set_precision(kept, 0.00001)
    except (ValueError, TypeError, IndexError, shapely.errors.ShapelyError):
        raise InputError("the shape cannot be read. Close each ring, and give it four points or more.") from None
    areas = [part for part in getattr(kept, "geoms", [kept]) if part.geom_type in ("Polygon", "MultiPolygon")]
    if not areas or kept.area == 0:
        raise InputError("the shape has no surface. Give each area a Polygon or a MultiPolygon.")
    whole = shapely.union_all(areas)
    made = mapping(whole)
    return {"type": made["type"], "coordinates": _lists(made["coordinates"])}


def _points(coordinates: Any, depth: int) -> Any:
    if depth > 4 or not isinstance(coordinates, list):
        raise InputError("the shape cannot be read. Close each ring, and give it four points or more.")
    if coordinates and all(isinstance(one, int | float) and not isinstance(one, bool) for one in coordinates):
        if len(coordinates) < 2 or not all(abs(one) < 1e9 for one in coordinates[:2]):
            raise InputError("the shape cannot be read. Close each ring, and give it four points or more.")
        yield coordinates[0], coordinates[1]
        return
    for inner in coordinates:
        yield from _points(inner, depth + 1)


def _lists(coordinates: Any) -> Any:
    if isinstance(coordinates, list | tuple):
        return [_lists(one) for one in coordinates]
    return round(coordinates, 5)
