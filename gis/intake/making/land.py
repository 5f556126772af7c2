"""Sites, zones and parcels of a park: those of the files, else drafted around what the files bring, and marked so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from gis.intake.making.joins import holders
from gis.intake.making.masses import Lot, names, numbers, origin, statuses, texts, years
from gis.intake.making.taken import FloatArray, Marks, Objects, Taken, frame_of_columns, joined, unique_ids
from gis.units import MU_M2

MARGIN_M: Final = 10.0
"""A drafted site goes this far beyond what lies on it."""
DEFAULT_USE: Final = "office"
LIMIT_M: Final = 24.0
"""Height limit of a parcel that states none and has no building."""
DRAFTED: Final = "outline"
"""What `estimated` says of an area that was drawn around others."""


@dataclass(frozen=True, slots=True)
class Park:
    """Who the park is."""

    id: str
    name_en: str
    name_zh: str


def drafted(shapes: Objects, source: str) -> Taken:
    """Areas that no file holds, with no field."""
    return Taken(shapes, gpd.GeoDataFrame({}, index=range(len(shapes))), {}, source)


def hull(shapes: Sequence[Objects]) -> shapely.Geometry:
    """The ground of everything in `shapes`, with a margin."""
    corners = np.concatenate([shapely.get_coordinates(part) for part in shapes])
    # A line holds its corners in one block: of a million points each would be an object.
    return shapely.LineString(np.repeat(corners, 1 + (len(corners) == 1), axis=0)).convex_hull.buffer(
        MARGIN_M, quad_segs=2
    )


def _outlines(layers: Sequence[Taken], marks: Marks, is_draft: bool) -> Objects:
    shapes: Objects = joined([layer.shapes for layer in layers])
    if is_draft:
        marks[DRAFTED] = np.ones(len(shapes), dtype=bool)
    return shapes


def site(layers: Sequence[Taken], is_draft: bool, park: Park, crs: Any) -> gpd.GeoDataFrame:
    """The layer `site`."""
    marks: Marks = {}
    shapes = _outlines(layers, marks, is_draft)
    columns = {
        "id": unique_ids(texts(layers, "id"), "S"), **names(layers), "park": park.id,
        "park_en": park.name_en, "park_zh": park.name_zh, "area_mu": shapely.area(shapes) / MU_M2,
        **origin(layers, marks),
    }  # fmt: skip
    return frame_of_columns(columns, shapes, crs)


def zones(layers: Sequence[Taken], is_draft: bool, park: Park, crs: Any) -> gpd.GeoDataFrame:
    """The layer `zones`."""
    marks: Marks = {}
    shapes = _outlines(layers, marks, is_draft)
    named = {"name_en": "Whole site", "name_zh": "全园"} if is_draft else names(layers)
    columns = {
        "id": unique_ids(texts(layers, "id"), "Z"), **named, "park": park.id,
        "area_mu": shapely.area(shapes) / MU_M2, "gfa_m2": numbers(layers, "gfa_m2"), **origin(layers, marks),
    }  # fmt: skip
    return frame_of_columns(columns, shapes, crs)


def zone_of(shapes: Objects, zones: gpd.GeoDataFrame) -> Objects:
    """(N,) id of the zone of each shape: where most of it lies, else the nearest."""
    areas = zones.geometry.to_numpy()
    row = holders(shapes, areas)
    lost = np.flatnonzero(row < 0)
    if len(lost):
        _, row[lost] = shapely.STRtree(areas).query_nearest(shapely.centroid(shapes[lost]), all_matches=False)
    return np.asarray(zones["id"].to_numpy(dtype=object)[row], dtype=object)


def lot_of(layers: Sequence[Taken], zones: gpd.GeoDataFrame) -> Lot:
    """What buildings may take over of these parcels."""
    return Lot(
        unique_ids(texts(layers, "id"), "P"),
        zone_of(joined([layer.shapes for layer in layers]), zones),
        joined([layer.words("use") for layer in layers]),
    )


def parcels(
    layers: Sequence[Taken], is_draft: NDArray[np.bool_], lot: Lot, buildings: gpd.GeoDataFrame, park: Park, crs: Any
) -> gpd.GeoDataFrame:
    """The layer `parcels`; what it does not state is summed up from the buildings that stand there."""
    marks: Marks = {DRAFTED: is_draft}
    shapes = joined([layer.shapes for layer in layers])
    area_m2 = shapely.area(shapes)
    built = _Built(lot.ids, buildings)
    status, phase = statuses(layers, marks)
    stated_ratio = numbers(layers, "floor_area_ratio")
    gfa_m2 = _filled(numbers(layers, "gfa_m2"), stated_ratio * area_m2)
    gfa_m2 = _filled(gfa_m2, built.sums("gfa_m2"), marks, "gfa_m2")
    limits = np.maximum(built.most("height_m"), LIMIT_M)
    columns = {
        "id": lot.ids, **names(layers), "park": park.id, "zone": lot.zones,
        "use": _uses(lot.uses, built, marks),
        "area_m2": area_m2, "gfa_m2": gfa_m2,
        "gfa_below_m2": _filled(numbers(layers, "gfa_below_m2"), built.sums("gfa_below_m2")),
        "floor_area_ratio": _filled(stated_ratio, gfa_m2 / area_m2, marks, "floor_area_ratio"),
        "coverage": _filled(_share(layers, "coverage"), built.sums("footprint_m2") / area_m2, marks, "coverage"),
        "green_ratio": _share(layers, "green_ratio"),
        "height_limit_m": _filled(_above_0(numbers(layers, "height_limit_m")), limits, marks, "height_limit_m"),
        "setback_m": numbers(layers, "setback_m"), "parking_spaces": np.floor(numbers(layers, "parking_spaces")),
        "status": status, "phase": phase, "year": years(layers), **origin(layers, marks),
    }  # fmt: skip
    return frame_of_columns(columns, shapes, crs)


class _Built:
    """Sums over the buildings of each parcel."""

    def __init__(self, ids: Objects, buildings: gpd.GeoDataFrame) -> None:
        self.count = len(ids)
        self.buildings = buildings
        self.row = pd.Index(ids).get_indexer(buildings["parcel"].to_numpy(dtype=object)).astype(np.int64)
        self.there = self.row >= 0

    def sums(self, column: str) -> FloatArray:
        weights = self.buildings[column].to_numpy(np.float64)[self.there]
        return np.bincount(self.row[self.there], weights, self.count).astype(np.float64)

    def most(self, column: str) -> FloatArray:
        found = np.zeros(self.count)
        np.maximum.at(found, self.row[self.there], self.buildings[column].to_numpy(np.float64)[self.there])
        return found

    def main_use(self) -> Objects:
        """(N,) the use with the most floor area, "" where nothing stands."""
        found = np.full(self.count, "", dtype=object)
        here = self.buildings.loc[self.there, ["use", "gfa_m2"]].assign(row=self.row[self.there])
        sums = here.groupby(["row", "use"], sort=True)["gfa_m2"].sum().reset_index()
        largest = sums.sort_values("gfa_m2", kind="stable").drop_duplicates("row", keep="last")
        found[largest["row"].to_numpy()] = largest["use"].to_numpy(dtype=object)
        return found


def _uses(stated: Objects, built: _Built, marks: Marks) -> Objects:
    marks["use"] = stated == ""
    main = built.main_use()
    return np.where(stated == "", np.where(main == "", DEFAULT_USE, main), stated)


def _filled(stated: FloatArray, estimate: FloatArray, marks: Marks | None = None, column: str = "") -> FloatArray:
    missing = np.isnan(stated)
    if marks is not None:
        marks[column] = missing
    return np.where(missing, estimate, stated)


def _above_0(values: FloatArray) -> FloatArray:
    with np.errstate(invalid="ignore"):
        return np.where(values > 0, values, np.nan)


def _share(layers: Sequence[Taken], column: str) -> FloatArray:
    """(N,) shares from 0 to 1, also where a layer writes per cent."""
    parts = []
    for layer in layers:
        found = numbers([layer], column)
        percent = np.isfinite(found).any() and np.nanmax(found) > 1.0
        parts.append(found / 100 if percent else found)
    return np.asarray(joined(parts), dtype=np.float64)
