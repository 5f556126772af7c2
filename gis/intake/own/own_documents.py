"""GeoJSON and CityJSON that ParkTwin exported, as the layers that they were made of."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from gis.intake.content import RawLayer
from gis.intake.own.own_export import MARK, regrouped

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Feature = tuple[str, dict[str, Any], "BaseGeometry | None"]
Corner = tuple[float, float, float]


def geojson_layers(text: str) -> tuple[RawLayer, ...]:
    """The layers of an exported park, in the reference system that they had; empty for any other GeoJSON."""
    return _layers(text, _geojson)


def cityjson_layers(text: str) -> tuple[RawLayer, ...]:
    """The layers of an exported park; empty for any other CityJSON."""
    return _layers(text, _cityjson)


def _layers(text: str, read: Callable[[Any], tuple[list[Feature], str, str]]) -> tuple[RawLayer, ...]:
    if f'"{MARK}"' not in text[:4000]:
        return ()
    # What another program changed in an export is a file like any other, and read as one.
    with contextlib.suppress(ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
        features, stored, meant = read(json.loads(text))
        tables = regrouped(features, stored)
        moved = {name: table if stored == meant else table.to_crs(meant) for name, table in tables.items()}
        return tuple(RawLayer(name, table, len(table)) for name, table in moved.items())
    return ()


def _geojson(document: Any) -> tuple[list[Feature], str, str]:
    import shapely

    features: list[Feature] = []
    for feature in document["features"]:
        attributes = dict(feature["properties"])
        geometry = feature["geometry"]
        shape = None if geometry is None else shapely.from_geojson(json.dumps(geometry))
        features.append((attributes.pop(MARK), attributes, shape))
    return features, "EPSG:4326", document[MARK]["crs"]


def _cityjson(document: Any) -> tuple[list[Feature], str, str]:
    if document["metadata"]["identifier"] != MARK:
        raise ValueError(document["metadata"]["identifier"])
    crs = "EPSG:" + document["metadata"]["referenceSystem"].rsplit("/", 1)[-1]
    scale, shift = document["transform"]["scale"], document["transform"]["translate"]
    corners = [tuple(u * k + d for u, k, d in zip(units, scale, shift, strict=True)) for units in document["vertices"]]
    return list(_objects(document["CityObjects"], corners)), crs, crs


def _objects(objects: Mapping[str, Any], corners: Sequence[Any]) -> Iterator[Feature]:
    for thing in objects.values():
        attributes = dict(thing["attributes"])
        flat = thing["geometry"][0] if thing["geometry"] else None
        yield attributes.pop(MARK), attributes, flat and _shape(flat["type"], flat["boundaries"], corners)


def _shape(kind: str, boundaries: Any, corners: Sequence[Corner]) -> BaseGeometry:
    import shapely

    if kind == "MultiPoint":
        return shapely.Point(corners[boundaries[0]][:2])
    if kind == "MultiLineString":
        raised = any(corners[number][2] for line in boundaries for number in line)
        lines = [[corners[number][: 3 if raised else 2] for number in line] for line in boundaries]
        return shapely.LineString(lines[0]) if len(lines) == 1 else shapely.MultiLineString(lines)
    rings = [[[corners[number][:2] for number in ring] for ring in surface] for surface in boundaries]
    parts = [shapely.Polygon(ring[0], ring[1:]) for ring in rings]
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)
