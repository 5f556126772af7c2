"""Rows of a park's layers to the types of a place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from gis.building_rows import buildings, provenance_of
from gis.frame import to_local
from gis.place import (
    Area,
    Bridge,
    Landmark,
    LocalFrame,
    Parcel,
    Park,
    Road,
    Site,
    Stop,
    Terrace,
    Trees,
    Zone,
)
from gis.text import Name

Layers = Mapping[str, gpd.GeoDataFrame]
Row = dict[str, Any]

_AREA_LAYERS = {
    "greens": "green", "water": "water", "squares": "square", "paths": "path", "parking": "parking", "lanes": "lane",
    "ramps": "ramp",
}  # fmt: skip
_NO_LINE = shapely.LineString()


def park(layers: Layers, frame: LocalFrame) -> Park:
    """The park that checked `layers` hold, in local metres."""
    first = next(_rows(layers, "site", frame))
    return Park(
        id=first["park"],
        name=Name(first["park_en"], first["park_zh"]),
        sites=tuple(_site(row) for row in _rows(layers, "site", frame)),
        zones=tuple(
            Zone(row["id"], name_of(row), row["park"], row["geometry"], provenance_of(row))
            for row in _rows(layers, "zones", frame)
        ),
        parcels=tuple(_parcel(row) for row in _rows(layers, "parcels", frame)),
        buildings=buildings(layers["buildings"], frame),
        roads=tuple(roads(layers, frame)),
        areas=tuple(_areas(layers, frame)),
        trees=trees(layers["trees"], frame),
        landmarks=tuple(_landmark(row) for row in _rows(layers, "places", frame) if row["geometry"]),
        terraces=tuple(_terraces(layers, frame)),
        stops=stops(layers, frame),
    )


def _rows(layers: Layers, layer: str, frame: LocalFrame) -> Iterator[Row]:
    """The rows of `layer` (none if it is absent), missing values as None, shapes in local metres."""
    if layer not in layers or not len(layers[layer]):
        return
    table = layers[layer]
    values = table.drop(columns=table.geometry.name).astype(object)
    local = to_local_all(table, frame)
    for row, shape in zip(values.where(values.notna(), None).to_dict("records"), local, strict=True):
        yield {**row, "geometry": shape}


def to_local_all(table: gpd.GeoDataFrame, frame: LocalFrame) -> np.ndarray:
    """The shapes of `table` in local metres."""
    return np.asarray(to_local(table.geometry.to_numpy(), frame), dtype=object)


def name_of(row: Row) -> Name:
    """The name of a row; one of a feature without a name is empty."""
    return Name(row.get("name_en") or "", row.get("name_zh") or "")


def _year(row: Row) -> int | None:
    return None if row.get("year") is None else int(row["year"])


def _site(row: Row) -> Site:
    return Site(row["id"], name_of(row), row["park"], float(row["area_mu"]), row["geometry"], provenance_of(row))


def _parcel(row: Row) -> Parcel:
    return Parcel(
        id=row["id"],
        name=name_of(row),
        park=row["park"],
        zone=row["zone"],
        use=row["use"],
        area_m2=float(row["area_m2"]),
        gfa_m2=float(row["gfa_m2"]),
        gfa_below_m2=float(row["gfa_below_m2"]),
        floor_area_ratio=float(row["floor_area_ratio"]),
        coverage=float(row["coverage"]),
        height_limit_m=float(row["height_limit_m"]),
        status=row["status"],
        phase=int(row["phase"]),
        year=_year(row),
        outline=row["geometry"],
        provenance=provenance_of(row),
    )


def roads(layers: Layers, frame: LocalFrame, park_id: str = "") -> Iterator[Road]:
    """The roads with their middles; one without a middle has an empty line."""
    middles: dict[str, Any] = {}
    if "centrelines" in layers and len(layers["centrelines"]):
        table = layers["centrelines"]
        middles = dict(zip(table["id"], _with_levels(table, frame), strict=True))
    for row in _rows(layers, "roads", frame):
        yield Road(
            id=row["id"],
            name=name_of(row),
            park=row.get("park", park_id),
            road_class=row["road_class"],
            width_m=float(row["width_m"]),
            lanes=int(row["lanes"]),
            centreline=middles.get(row["id"], _NO_LINE),
            outline=row["geometry"],
            provenance=provenance_of(row),
        )


def _with_levels(table: gpd.GeoDataFrame, frame: LocalFrame) -> list[Any]:
    """The shapes of `table` in local metres, with their elevations where they have any."""
    shapes = table.geometry.to_numpy()
    origin = np.array([frame.origin_east_m, frame.origin_north_m, 0.0])
    lifted = shapely.has_z(shapes)
    local = to_local_all(table, frame)
    local[lifted] = shapely.transform(shapes[lifted], lambda corners: corners - origin, include_z=True)
    return list(local)


def _terraces(layers: Layers, frame: LocalFrame) -> Iterator[Terrace]:
    """Terraces with the plane through their corners; those without elevations are level at `level_m`."""
    rows = list(_rows(layers, "terraces", frame))
    shapes = _with_levels(layers["terraces"], frame) if rows else []
    for row, shape in zip(rows, shapes, strict=True):
        plane = _plane(shape) if shape.has_z else (float(row["level_m"]), 0.0, 0.0)
        yield Terrace(row["id"], row["park"], row["parcel"], plane, row["geometry"])


def _plane(shape: Any) -> tuple[float, float, float]:
    """The plane nearest to the corners of `shape`."""
    corners = shapely.get_coordinates(shape, include_z=True)
    middle = corners.mean(axis=0)
    if np.ptp(corners[:, 2]) < 1e-6:
        return float(corners[0, 2]), 0.0, 0.0
    (b, c), *_ = np.linalg.lstsq(corners[:, :2] - middle[:2], corners[:, 2] - middle[2], rcond=1e-9)
    return float(middle[2] - b * middle[0] - c * middle[1]), float(b), float(c)


def _areas(layers: Layers, frame: LocalFrame) -> Iterator[Area]:
    for layer in (*_AREA_LAYERS, "landscape"):
        for row in _rows(layers, layer, frame):
            kind = row.get("kind") or ""
            sort = _AREA_LAYERS.get(layer) or ("plaza" if kind == "plaza" else "lawn")
            yield Area(row["id"], name_of(row), row["park"], sort, kind, row["geometry"], provenance_of(row))


def trees(table: gpd.GeoDataFrame, frame: LocalFrame) -> Trees:
    """The trees of a layer, in its order."""
    xy_m = shapely.get_coordinates(to_local_all(table, frame)).reshape(-1, 2)
    height_m = table["height_m"].to_numpy(np.float64).copy()
    xy_m.flags.writeable = height_m.flags.writeable = False
    return Trees(xy_m, height_m, tuple(table["kind"]))


def stops(layers: Layers, frame: LocalFrame) -> tuple[Stop, ...]:
    """The stops of public transport; one whose street has no direction lies along the north."""
    return tuple(
        Stop(
            name_of(row), row.get("park") or "", row.get("kind") or "", row.get("lines") or "",
            float(row.get("azimuth_deg") or 0), row["geometry"].x, row["geometry"].y, provenance_of(row),
        )
        for row in _rows(layers, "stops", frame)
    )  # fmt: skip


def context_areas(layers: Layers, frame: LocalFrame) -> tuple[Area, ...]:
    """What lies on the ground around the parks: rivers and verges."""
    return tuple(
        Area(row["id"], name_of(row), "", sort, row.get("kind") or "", row["geometry"], provenance_of(row))
        for layer, sort in (("greens", "green"), ("water", "water"))
        for row in _rows(layers, layer, frame)
    )


def bridges(layers: Layers, frame: LocalFrame) -> tuple[Bridge, ...]:
    """The bridges around the parks."""
    return tuple(
        Bridge(name_of(row), float(row["azimuth_deg"]), row["geometry"]) for row in _rows(layers, "bridges", frame)
    )


def _landmark(row: Row) -> Landmark:
    point = row["geometry"]
    return Landmark(name_of(row), row["park"], row["kind"], int(row["rank"]), point.x, point.y, provenance_of(row))
