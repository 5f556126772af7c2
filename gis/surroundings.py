"""The shipped surroundings as the context of a place near them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pyogrio
import shapely

from gis.frame import reprojected, to_local
from gis.park_files import context_files
from gis.place import Context, ContextBlock, LocalFrame
from gis.rows import bridges, context_areas, name_of, roads, stops, to_local_all, trees
from gis.schema import EPSG
from gis.systems import moved

OSM_CREDIT: Final = "© OpenStreetMap contributors"
_REACH_M = 30_000.0
"""Farther from the shipped surroundings than this, a place gets none."""


def context_of(frame: LocalFrame) -> Context:
    """What surrounds a place in `frame`: blocks, roads, peaks, land; empty for a place elsewhere."""
    drafted, osm = context_files()
    if not _near(drafted, frame):
        return Context()
    names = [name for name, _ in pyogrio.list_layers(drafted)]
    layers = {name: _in_frame(pyogrio.read_dataframe(drafted, layer=name), frame) for name in names}
    land = _in_frame(pyogrio.read_dataframe(osm, layer="land"), frame).geometry.union_all()
    return Context(
        blocks=_blocks(layers["blocks"], frame),
        roads=tuple(roads(layers, frame)),
        land=to_local(land, frame),
        peaks=tuple(
            (name_of(row), row["geometry"].x, row["geometry"].y, float(row["elevation_m"]))
            for row in _peak_rows(layers["peaks"], frame)
        ),
        areas=context_areas(layers, frame),
        bridges=bridges(layers, frame),
        stops=stops(layers, frame),
        trees=trees(layers["trees"], frame) if "trees" in layers else None,
        credits=(OSM_CREDIT,),
    )


def _near(drafted: Path, frame: LocalFrame) -> bool:
    (east_m, north_m), *_ = moved((frame.origin_east_m, frame.origin_north_m), frame.epsg, EPSG)
    extent = shapely.box(*pyogrio.read_info(drafted, layer="blocks", force_total_bounds=True)["total_bounds"])
    return bool(np.isfinite([east_m, north_m]).all() and extent.distance(shapely.Point(east_m, north_m)) <= _REACH_M)


def _in_frame(table: gpd.GeoDataFrame, frame: LocalFrame) -> gpd.GeoDataFrame:
    return table if frame.epsg == EPSG else reprojected(table, frame.epsg)


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
