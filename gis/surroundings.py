"""The shipped surroundings as the context of a place near them."""

from __future__ import annotations

from typing import Any, Final

import geopandas as gpd
import pyogrio
import shapely

from gis.frame import to_local
from gis.park_files import context_files
from gis.place import Context, ContextBlock, LocalFrame
from gis.rows import name_of, roads, to_local_all

OSM_CREDIT: Final = "© OpenStreetMap contributors"
_REACH_M = 30_000.0
"""Farther from the shipped surroundings than this, a place gets none."""


def context_of(frame: LocalFrame) -> Context:
    """What surrounds a place in `frame`: blocks, roads, peaks, land; empty for a place elsewhere."""
    drafted, osm = context_files()
    layers = {name: pyogrio.read_dataframe(drafted, layer=name) for name, _ in pyogrio.list_layers(drafted)}
    origin = shapely.Point(frame.origin_east_m, frame.origin_north_m)
    if shapely.distance(origin, shapely.box(*layers["blocks"].total_bounds)) > _REACH_M:
        return Context()
    land = pyogrio.read_dataframe(osm, layer="land").geometry.union_all()
    return Context(
        blocks=_blocks(layers["blocks"], frame),
        roads=tuple(roads(layers, frame)),
        land=to_local(land, frame),
        peaks=tuple(
            (name_of(row), row["geometry"].x, row["geometry"].y, float(row["elevation_m"]))
            for row in _peak_rows(layers["peaks"], frame)
        ),
        credits=(OSM_CREDIT,),
    )


def _blocks(table: gpd.GeoDataFrame, frame: LocalFrame) -> tuple[ContextBlock, ...]:
    columns = (table["kind"], table["floors"], table["height_m"], to_local_all(table, frame))
    return tuple(
        ContextBlock(kind, int(floors), float(height_m), footprint)
        for kind, floors, height_m, footprint in zip(*columns, strict=True)
    )


def _peak_rows(table: gpd.GeoDataFrame, frame: LocalFrame) -> list[dict[str, Any]]:
    values = table.drop(columns="geometry").astype(object)
    rows = values.where(values.notna(), None).to_dict("records")
    return [{**row, "geometry": point} for row, point in zip(rows, to_local_all(table, frame), strict=True)]
