"""Geometry elements of KML as the geometries of GeoJSON, which `geojson_shapes` makes shapes of."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any, Final

from gis.intake.reading.geojson_shapes import BrokenShapeError
from gis.text import tr

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

GEOMETRIES: Final = frozenset(
    {"Point", "LineString", "LinearRing", "Polygon", "MultiGeometry", "Model", "Track", "MultiTrack"}
)
_DEEPEST: Final = 30
_SIMPLE: Final = {"Point": "MultiPoint", "LineString": "MultiLineString", "Polygon": "MultiPolygon"}


def local(element: _Element) -> str:
    """The name of an element without namespace or prefix, "" for what is no element."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1].rsplit(":", 1)[-1] if isinstance(tag, str) else ""


def children(element: _Element, name: str) -> Iterator[_Element]:
    """The children of this name, whatever their namespace."""
    return (child for child in element if local(child) == name)


def child_text(element: _Element, name: str) -> str:
    """The text of the first child of this name, "" if there is none."""
    found = next(children(element, name), None)
    return "".join(found.itertext()).strip() if found is not None else ""


def geometry_of(placemark: _Element) -> dict[str, Any] | None:
    """The geometry of a placemark, None if it has none.

    Raises:
        BrokenShapeError: its coordinates are none.
    """
    found = [child for child in placemark if local(child) in GEOMETRIES]
    return _merged([_geometry(one, 0) for one in found]) if found else None


def _geometry(element: _Element, depth: int) -> dict[str, Any]:
    if depth > _DEEPEST:
        raise BrokenShapeError(tr("The geometry is nested too deeply."))
    name = local(element)
    if name in ("MultiGeometry", "MultiTrack"):
        return _merged([_geometry(child, depth + 1) for child in element if local(child) in GEOMETRIES], many=True)
    if name == "Polygon":
        return {"type": "Polygon", "coordinates": _rings(element)}
    if name == "Track":
        places = [_numbers(re.split(r"[\s,]+", (one.text or "").strip())) for one in children(element, "coord")]
        return _line(places)
    if name == "Model":
        at = next(children(element, "Location"), element)
        return {"type": "Point", "coordinates": _numbers([child_text(at, "longitude"), child_text(at, "latitude")])}
    places = _places(child_text(element, "coordinates"))
    if name == "Point":
        return {"type": "Point", "coordinates": places[0] if places else []}
    if name == "LinearRing" and places and places[0] != places[-1]:
        places = [*places, places[0]]
    return _line(places)


def _line(places: list[list[float]]) -> dict[str, Any]:
    if len(places) == 1:
        return {"type": "Point", "coordinates": places[0]}
    return {"type": "LineString", "coordinates": places}


def _merged(parts: list[dict[str, Any]], many: bool = False) -> dict[str, Any]:
    """One geometry of several: of a multiple type if they are alike, a collection if not."""
    if len(parts) == 1 and not many:
        return parts[0]
    kinds = {part["type"] for part in parts}
    if len(kinds) == 1 and (kind := kinds.pop()) in _SIMPLE:
        return {"type": _SIMPLE[kind], "coordinates": [part["coordinates"] for part in parts]}
    return {"type": "GeometryCollection", "geometries": parts}


def _rings(polygon: _Element) -> list[list[list[float]]]:
    """The outer ring and the inner ones; an `innerBoundaryIs` may hold several."""
    rings: list[list[list[float]]] = []
    for side in ("outerBoundaryIs", "innerBoundaryIs"):
        for boundary in children(polygon, side):
            rings.extend(_places(child_text(ring, "coordinates")) for ring in children(boundary, "LinearRing"))
    return rings


def _places(text: str) -> list[list[float]]:
    """The positions in a text of `longitude,latitude,altitude` groups; blanks around commas are forgiven."""
    groups = re.sub(r"\s*,\s*", ",", text).split()
    return [_numbers(group.rstrip(",").split(",")) for group in groups]


def _numbers(parts: list[str]) -> list[float]:
    if len(parts) < 2:
        raise BrokenShapeError(tr("A position has fewer than two numbers."))
    try:
        numbers = [float(part) for part in parts[:3] if part]
    except ValueError:
        numbers = []
    if len(numbers) < 2 or not all(map(math.isfinite, numbers)):
        raise BrokenShapeError(tr("A coordinate is no number: {value}.", value=repr(",".join(parts))[:40]))
    return numbers
