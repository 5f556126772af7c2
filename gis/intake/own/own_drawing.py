"""Drawings that ParkTwin exported, as the layers that they were made of."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from gis.intake.content import RawLayer
from gis.intake.own.own_export import MARK, regrouped

if TYPE_CHECKING:
    from ezdxf.document import Drawing
    from shapely.geometry.base import BaseGeometry

APP: Final = "PARKTWIN"
"""The owner of the extended data that holds an entity's layer and attributes."""
CRS_PROPERTY: Final = "PARKTWIN_CRS"
"""The drawing's property that names its reference system."""
LATER_PART: Final = "+"
"""Stands in place of the attributes at the further parts of a feature of several lines."""
_HOLE: Final = 16

Feature = tuple[str, dict[str, Any], "BaseGeometry | None"]


def own_layers(drawing: Drawing) -> tuple[RawLayer, ...]:
    """The layers of an exported park, empty for any other drawing; names drawn to be read are left out."""
    crs = next((value for name, value in drawing.header.custom_vars if name == CRS_PROPERTY), "")
    if not crs:
        return ()
    tables = regrouped(list(_features(drawing.modelspace())), crs)
    return tuple(RawLayer(name, table, len(table)) for name, table in tables.items())


def _features(space: Any) -> Iterator[Feature]:
    import shapely

    feature: Feature | None = None
    for entity in space:
        if not entity.has_xdata(APP):
            continue
        text = "".join(tag.value for tag in entity.get_xdata(APP) if tag.code == 1000)
        if text == LATER_PART and feature is not None:
            parts = [*shapely.get_parts(feature[2]), _shape(entity)]
            feature = (*feature[:2], shapely.MultiLineString(parts))
            continue
        if feature is not None:
            yield feature
        attributes = json.loads(text)
        feature = (attributes.pop(MARK), attributes, _shape(entity))
    if feature is not None:
        yield feature


def _shape(entity: Any) -> BaseGeometry | None:
    import shapely

    if entity.dxf.get("invisible", 0):
        return None  # a place of unknown position
    kind = entity.dxftype()
    if kind == "POINT":
        point = entity.dxf.location
        return shapely.Point(point.x, point.y)
    if kind == "HATCH":
        return _hatched(entity)
    if kind == "POLYLINE":
        return shapely.LineString([(point.x, point.y, point.z) for point in entity.points()])
    corners = [(x, y) for x, y in entity.get_points("xy")]
    return shapely.Polygon(corners) if entity.closed else shapely.LineString(corners)


def _hatched(hatch: Any) -> BaseGeometry:
    """A path is a further part, or a hole of the part before it."""
    import shapely

    shells: list[list[Any]] = []
    for path in hatch.paths:
        ring = [(x, y) for x, y, *_ in path.vertices]
        if path.path_type_flags & _HOLE:
            shells[-1].append(ring)
        else:
            shells.append([ring])
    parts = [shapely.Polygon(rings[0], rings[1:]) for rings in shells]
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)
