"""What a park's file must keep besides its schema: ids that can name figures, and shapes that lie where they can."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from gis.defect import Defect, row_defects
from gis.systems import TRUE_SCALE, area_of_use, metric_epsg, scale_at
from gis.text import tr

FARTHEST_M: Final = 50_000.0
"""A feature farther than this from the park's sites has coordinates of another system."""

OUTSIDE_M: Final = 50.0
"""A building farther than this from its parcel belongs to another; less may be drawing."""

BESIDE_M: Final = 100_000.0
"""A park at the edge of two zones may be drawn in the grid of the other."""

_PARK_ID: Final = re.compile(r"[A-Za-z0-9_-]+")
_RESERVED: Final = "both"

Layers = Mapping[str, gpd.GeoDataFrame]


def park_id_defects(layers: Layers) -> Iterator[Defect]:
    """Park ids that cannot be part of a figure's name ("ai.built_m2") or that commands take for something else."""
    for name, table in layers.items():
        if "park" not in table:
            continue
        found = {value for value in table["park"].unique() if isinstance(value, str) and value.strip()}
        wrong = sorted(value for value in found if not _PARK_ID.fullmatch(value) or value.lower() == _RESERVED)
        if wrong:
            expected = tr("(expected letters, digits, _ or -, and not 'both'; rename the park)")
            yield Defect(f"{name}.park", tr("'{value}' cannot be the id of a park", value=wrong[0]), expected)


def position_defects(layers: Layers) -> Iterator[Defect]:
    """Shapes with swapped axes, far from the sites, or away from their parcel; layers of other systems are left out."""
    epsg = metric_epsg(layers["site"].crs) if "site" in layers else None
    if epsg is None:
        return
    system = layers["site"].crs
    placed = {name: table for name, table in layers.items() if table.crs == system}
    swapped = [name for name, table in placed.items() if _swapped(table, epsg)]
    if swapped:
        expected = tr("(expected east before north; swap them and export again)")
        yield Defect(", ".join(swapped), tr("the axes of the coordinates seem to be swapped"), expected)
    outside = [name for name, table in placed.items() if name not in swapped and _outside(table, epsg)]
    if outside:
        expected = tr("(expected coordinates within the area of EPSG:{epsg})", epsg=epsg)
        yield Defect(", ".join(outside), tr("the coordinates lie outside the area of the coordinate system"), expected)
    straight = {name: table for name, table in placed.items() if name not in swapped}
    yield from _scale_defects(straight, epsg)
    yield from _far_defects(straight, epsg)
    yield from _parcel_defects(straight)


def _middle(table: gpd.GeoDataFrame) -> tuple[float, float]:
    west, south, east, north = table.total_bounds
    return (west + east) / 2, (south + north) / 2


def _swapped(table: gpd.GeoDataFrame, epsg: int) -> bool:
    """Whether the middle lies outside the area of use, and inside it with its coordinates exchanged."""
    x, y = _middle(table)
    return not _in_use(x, y, epsg) and _in_use(y, x, epsg)


def _outside(table: gpd.GeoDataFrame, epsg: int) -> bool:
    """Whether the middle of a layer that has one lies well outside the area of use, if that is known."""
    area, (x, y) = area_of_use(epsg), _middle(table)
    if area is None or not np.isfinite([x, y]).all():
        return False
    west, south, east, north = area
    return not (west - BESIDE_M <= x <= east + BESIDE_M and south - BESIDE_M <= y <= north + BESIDE_M)


def _in_use(east_m: float, north_m: float, epsg: int) -> bool:
    area = area_of_use(epsg)
    if area is None:
        return False
    west, south, east, north = area
    return bool(west <= east_m <= east and south <= north_m <= north)


def _scale_defects(layers: Layers, epsg: int) -> Iterator[Defect]:
    """A system that is flat but measures wrongly where the park lies, as that of web maps does."""
    if "site" not in layers or not _in_use(*_middle(layers["site"]), epsg):
        return
    scale = scale_at(epsg, *_middle(layers["site"]))
    if abs(scale - 1) > TRUE_SCALE:
        expected = tr("(export it in the national grid or a UTM zone)")
        yield Defect(
            "site",
            tr("1 m on the ground is {scale} m in EPSG:{epsg}", scale=f"{scale:.3f}", epsg=epsg),
            expected,
        )


def _far_defects(layers: Layers, epsg: int) -> Iterator[Defect]:
    # Corners alone are near enough, and an outline that crosses itself has them too.
    corners = shapely.get_coordinates(layers["site"].geometry.to_numpy()) if "site" in layers else np.empty((0, 2))
    if not len(corners):
        return
    expected = tr("expected within {km} km; export it in EPSG:{epsg}", km=int(FARTHEST_M / 1000), epsg=epsg)
    for name, table in layers.items():
        shapes = table.geometry.to_numpy()
        far = ~(_near(shapes, corners) | shapely.is_missing(shapes) | shapely.is_empty(shapes))
        yield from row_defects(name, table, far, tr("far from the park's site"), expected)


def _near(shapes: NDArray[np.object_], corners: NDArray[np.float64]) -> NDArray[np.bool_]:
    """(N,) whether each shape lies within `FARTHEST_M` of the sites' `corners`; measured only in doubt."""
    with np.errstate(over="ignore", invalid="ignore"):
        west, south, east, north = shapely.bounds(shapes).T
        x, y = corners[0]
        farthest = np.hypot(np.maximum(abs(west - x), abs(east - x)), np.maximum(abs(south - y), abs(north - y)))
        near: NDArray[np.bool_] = farthest <= FARTHEST_M
        # Endless coordinates give no distance (NaN): those are far too.
        near[~near] = shapely.distance(shapes[~near], shapely.MultiPoint(corners)) <= FARTHEST_M
    return near


def _parcel_defects(layers: Layers) -> Iterator[Defect]:
    if not {"buildings", "parcels"} <= set(layers):
        return
    buildings, parcels = layers["buildings"], layers["parcels"]
    if "parcel" not in buildings or "id" not in parcels:
        return
    own = _own_parcels(buildings["parcel"], parcels)
    shapes = buildings.geometry.to_numpy()
    shapely.prepare(own)
    away = ~shapely.intersects(own, shapes)
    with np.errstate(over="ignore", invalid="ignore"):
        away[away] = shapely.distance(shapes[away], own[away]) > OUTSIDE_M
    expected = tr("expected within {m} m of it; move it or give its parcel", m=int(OUTSIDE_M))
    yield from row_defects("buildings", buildings, away, tr("away from its parcel"), expected)


def _own_parcels(ids: pd.Series[Any], parcels: gpd.GeoDataFrame) -> NDArray[np.object_]:
    """(N,) the outline of the parcel of each id, None where there is none; the last one of the same id."""
    outlines = dict(zip(parcels["id"], parcels.geometry.to_numpy(), strict=True))
    codes, distinct = pd.factorize(ids)
    known = np.array([*(outlines.get(parcel) for parcel in distinct), None], dtype=object)
    return np.asarray(known[codes], dtype=object)
