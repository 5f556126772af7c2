"""What a park's file must keep besides its schema: ids that can name figures, and shapes that lie where they can."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

import geopandas as gpd
import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray

from gis.defect import Defect, row_defects
from gis.schema import EPSG
from gis.text import tr

FARTHEST_M: Final = 50_000.0
"""A feature farther than this from the park's sites has coordinates of another system."""

OUTSIDE_M: Final = 50.0
"""A building farther than this from its parcel belongs to another; less may be drawing."""

_PARK_ID: Final = re.compile(r"[A-Za-z0-9_-]+")
_RESERVED: Final = "both"

Layers = Mapping[str, gpd.GeoDataFrame]


def park_id_defects(layers: Layers) -> Iterator[Defect]:
    """Park ids that cannot be part of a figure's name ("ai.built_m2") or that commands take for something else."""
    for name, table in layers.items():
        if "park" not in table:
            continue
        found = {value for value in table["park"] if isinstance(value, str) and value.strip()}
        wrong = sorted(value for value in found if not _PARK_ID.fullmatch(value) or value.lower() == _RESERVED)
        if wrong:
            expected = tr("(expected letters, digits, _ or -, and not 'both'; rename the park)")
            yield Defect(f"{name}.park", tr("'{value}' cannot be the id of a park", value=wrong[0]), expected)


def position_defects(layers: Layers) -> Iterator[Defect]:
    """Shapes with swapped axes, far from the sites, or away from their parcel; layers of other systems are left out."""
    placed = {name: table for name, table in layers.items() if table.crs is not None and table.crs.to_epsg() == EPSG}
    swapped = [name for name, table in placed.items() if _swapped(table)]
    if swapped:
        expected = tr("(expected east before north; swap them and export again)")
        yield Defect(", ".join(swapped), tr("the axes of the coordinates seem to be swapped"), expected)
    straight = {name: table for name, table in placed.items() if name not in swapped}
    yield from _far_defects(straight)
    yield from _parcel_defects(straight)


@cache
def _area_of_use() -> tuple[float, float, float, float]:
    """Least east and north, most east and north, in metres, of the reference system's area of use."""
    system = pyproj.CRS.from_epsg(EPSG)
    area = system.area_of_use
    assert area is not None  # every EPSG system has one
    to_metres = pyproj.Transformer.from_crs(system.geodetic_crs, system, always_xy=True)
    return to_metres.transform_bounds(area.west, area.south, area.east, area.north)


def _swapped(table: gpd.GeoDataFrame) -> bool:
    """Whether the middle lies outside the area of use, and inside it with its coordinates exchanged."""
    west, south, east, north = table.total_bounds
    x, y = (west + east) / 2, (south + north) / 2
    return not _in_use(x, y) and _in_use(y, x)


def _in_use(east_m: float, north_m: float) -> bool:
    west, south, east, north = _area_of_use()
    return bool(west <= east_m <= east and south <= north_m <= north)


def _far_defects(layers: Layers) -> Iterator[Defect]:
    # Corners alone are near enough, and an outline that crosses itself has them too.
    corners = shapely.get_coordinates(layers["site"].geometry.to_numpy()) if "site" in layers else np.empty((0, 2))
    sites = shapely.MultiPoint(corners)
    if sites.is_empty:
        return
    expected = tr("expected within {km} km; export it in EPSG:{epsg}", km=int(FARTHEST_M / 1000), epsg=EPSG)
    for name, table in layers.items():
        shapes = table.geometry.to_numpy()
        with np.errstate(over="ignore", invalid="ignore"):
            # Endless coordinates give no distance (NaN): those are far too, shapes that are missing are not.
            near = shapely.distance(shapes, sites) <= FARTHEST_M
        far = ~(near | shapely.is_missing(shapes) | shapely.is_empty(shapes))
        yield from row_defects(name, table, far, tr("far from the park's site"), expected)


def _parcel_defects(layers: Layers) -> Iterator[Defect]:
    if not {"buildings", "parcels"} <= set(layers):
        return
    buildings, parcels = layers["buildings"], layers["parcels"]
    if "parcel" not in buildings or "id" not in parcels:
        return
    outlines = dict(zip(parcels["id"], parcels.geometry, strict=True))
    own = np.array([outlines.get(parcel) for parcel in buildings["parcel"]], dtype=object)
    with np.errstate(over="ignore", invalid="ignore"):
        away: NDArray[np.bool_] = shapely.distance(buildings.geometry.to_numpy(), own) > OUTSIDE_M
    expected = tr("expected within {m} m of it; move it or give its parcel", m=int(OUTSIDE_M))
    yield from row_defects("buildings", buildings, away, tr("away from its parcel"), expected)
