"""Roads, greens, water, trees, places and the like of the files as layers of a park."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely

from gis.intake.making.land import Park
from gis.intake.making.masses import names, numbers, origin, texts
from gis.intake.making.taken import (
    FloatArray,
    Marks,
    Objects,
    Taken,
    frame_of_columns,
    joined,
    polygons_only,
    silent,
    unique_ids,
)
from gis.intake.meanings.words import table
from gis.validity import are_valid

WIDTHS_M: Final[Mapping[str, float]] = {"paths": 3.0, "water": 4.0, "lanes": 6.0, "greens": 4.0}
"""Width of what is drawn as a line and states none."""
TREE_M: Final = 8.0
AREAS: Final = ("greens", "water", "squares", "paths", "parking", "lanes")
_PREFIX: Final = {"greens": "G", "water": "W", "squares": "Q", "paths": "F", "parking": "C", "lanes": "L"}


def roads(layers: Sequence[Taken], park: Park, crs: Any) -> dict[str, gpd.GeoDataFrame]:
    """The layers `roads` and `centrelines`: the reserve of a line is as wide as stated, else as usual for its class."""
    layers = [layer for layer in map(_lines_or_areas, layers) if len(layer.shapes)]
    if not layers:
        return {}
    shapes: Objects = joined([layer.shapes for layer in layers])
    lines = shapely.get_dimensions(shapes) == 1
    marks: Marks = {}
    width_m = numbers(layers, "width_m")
    marks["width_m"] = ~(width_m > 0)
    stated = joined([layer.words("road_class") for layer in layers])
    marks["road_class"] = stated == ""
    measured_m = _mean_width_m(shapes, lines)
    road_class = np.where(stated == "", _class_of(np.where(marks["width_m"], measured_m, width_m)), stated)
    usual_m = np.where(lines, _of_class(road_class, "road_width_m"), measured_m)
    width_m = np.maximum(np.where(marks["width_m"], usual_m, width_m), 0.5)
    lanes = np.floor(numbers(layers, "lanes"))
    marks["lanes"] = ~(lanes >= 1)
    columns = {
        "id": unique_ids(texts(layers, "id"), "R"), **names(layers), "park": park.id,
        "road_class": road_class, "width_m": width_m,
        "lanes": np.where(marks["lanes"], _of_class(road_class, "road_lanes"), lanes).astype(np.int64),
        **origin(layers, marks),
    }  # fmt: skip
    reserves = np.where(lines, shapely.buffer(shapes, width_m / 2, cap_style="flat", quad_segs=4), shapes)
    whole = frame_of_columns(columns, reserves, crs)
    sound = ~shapely.is_empty(reserves) & are_valid(reserves)
    middles = frame_of_columns({"id": columns["id"], "park": park.id, **origin(layers, {})}, shapes, crs)
    return {"roads": whole[sound], "centrelines": middles[sound & lines]}


def _lines_or_areas(layer: Taken) -> Taken:
    kinds = shapely.get_type_id(layer.shapes)
    return layer.where(np.isin(kinds, (1, 2, 3, 5, 6)) & ~shapely.is_empty(layer.shapes))


def _mean_width_m(shapes: Objects, lines: Any) -> FloatArray:
    with np.errstate(divide="ignore", invalid="ignore"):
        found = 2 * shapely.area(shapes) / shapely.length(shapes)
    return np.where(lines, np.nan, found)


def _class_of(width_m: FloatArray) -> Objects:
    """(N,) class of a road of which only the width is known; "local" where not even that is."""
    known = table()["road_width_m"]
    found = np.full(len(width_m), "local", dtype=object)
    for name in ("collector", "secondary", "arterial"):
        found[width_m >= known[name] * 0.9] = name
    return found


def _of_class(classes: Objects, figure: str) -> FloatArray:
    known = table()[figure]
    return np.array([float(known[name]) for name in classes])


def area(kind: str, layers: Sequence[Taken], park: Park, crs: Any) -> gpd.GeoDataFrame | None:
    """One of the layers of `AREAS`, None if the files hold nothing that can be one."""
    layers = [layer for layer in (polygons_only(_widened(layer, kind)) for layer in layers) if len(layer.shapes)]
    if not layers:
        return None
    shapes = joined([layer.shapes for layer in layers])
    columns: dict[str, Any] = {"id": unique_ids(texts(layers, "id"), _PREFIX[kind])}
    if kind in ("parking", "lanes"):
        columns |= {"park": park.id, "parcel": "-"}
    else:
        columns |= {**names(layers), "park": park.id, "area_m2": shapely.area(shapes)}
    if kind == "parking":
        columns["spaces"] = np.floor(numbers(layers, "spaces"))
    if kind == "lanes":
        width_m = numbers(layers, "width_m")
        columns["width_m"] = np.where(width_m > 0, width_m, WIDTHS_M["lanes"])
    return frame_of_columns({**columns, "kind": texts(layers, "kind"), **origin(layers, {})}, shapes, crs)


def _widened(layer: Taken, kind: str) -> Taken:
    """Lines of brooks, paths and lanes as strips."""
    lines = shapely.get_dimensions(layer.shapes) == 1
    if kind not in WIDTHS_M or not lines.any():
        return layer
    stated_m = layer.numbers("width_m")
    width_m = np.where(stated_m > 0, stated_m, WIDTHS_M[kind])
    strips = shapely.buffer(layer.shapes, width_m / 2, cap_style="flat", quad_segs=4)
    return Taken(np.where(lines, strips, layer.shapes), layer.table, layer.fields, layer.source)


def _points(layer: Taken) -> Taken:
    """Each feature as one point; groups of points as their middle."""
    one = shapely.get_type_id(layer.shapes) == shapely.GeometryType.POINT
    shapes = np.where(one, layer.shapes, shapely.point_on_surface(layer.shapes))
    return Taken(shapes, layer.table, layer.fields, layer.source).where(~shapely.is_empty(shapes))


def trees(layers: Sequence[Taken], park: Park, crs: Any) -> gpd.GeoDataFrame:
    """The layer `trees`, each of an ordinary height where none is stated."""
    layers = [_points(layer) for layer in layers]
    height_m = numbers(layers, "height_m")
    missing = np.isnan(height_m)
    kinds = texts(layers, "kind")
    columns = {
        "park": park.id, "kind": np.where(silent(kinds), "garden", kinds),
        "height_m": np.where(missing, TREE_M, height_m), **origin(layers, {"height_m": missing}),
    }  # fmt: skip
    return frame_of_columns(columns, joined([layer.shapes for layer in layers]), crs)


def places(layers: Sequence[Taken], park: Park, crs: Any) -> gpd.GeoDataFrame:
    """The layer `places`: what has a name."""
    layers = [_points(layer) for layer in layers]
    named = [~(silent(layer.texts("name_en")) & silent(layer.texts("name_zh"))) for layer in layers]
    layers = [layer.where(kept) for layer, kept in zip(layers, named, strict=True)]
    kinds = texts(layers, "kind")
    columns = {
        **names(layers), "park": park.id, "kind": np.where(silent(kinds), "place", kinds), "rank": 3,
        **origin(layers, {}),
    }  # fmt: skip
    return frame_of_columns(columns, joined([layer.shapes for layer in layers]), crs)


def stops(layers: Sequence[Taken], park: Park, crs: Any) -> gpd.GeoDataFrame:
    """The layer `stops`."""
    layers = [_points(layer) for layer in layers]
    columns = {
        "id": unique_ids(texts(layers, "id"), "T"), **names(layers), "park": park.id, "kind": texts(layers, "kind"),
        "lines": texts(layers, "lines"), **origin(layers, {}),
    }  # fmt: skip
    return frame_of_columns(columns, joined([layer.shapes for layer in layers]), crs)


POINTS: Final[Mapping[str, Callable[[Sequence[Taken], Park, Any], gpd.GeoDataFrame]]] = {
    "trees": trees, "places": places, "stops": stops,
}  # fmt: skip
