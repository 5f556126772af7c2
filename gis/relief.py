"""Surveyed elevations of a park's file as grids in local metres."""

from __future__ import annotations

from typing import Final

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from gis.errors import UserError
from gis.place import LocalFrame
from gis.prepared import Terrain
from gis.systems import metric_epsg, moved
from gis.text import tr

NEAR, FAR = "terrain", "terrain_far"
_SEA_SHARE: Final = 0.005
_BED_M: Final = -3.0
"""Elevation models give the sea as 0; its bed must lie below the sheet of water that is drawn there."""


def relief_of(table: gpd.GeoDataFrame | None, frame: LocalFrame) -> Terrain | None:
    """The grid that the points of `table` make, in the frame's metres; None where there are none.

    Raises:
        UserError: they are no regular grid.
    """
    if table is None or not len(table):
        return None
    xy = shapely.get_coordinates(table.geometry.to_numpy())
    grid = _grid(xy, table["elevation_m"].to_numpy(np.float64))
    epsg = metric_epsg(table.crs)
    assert epsg is not None  # checked
    if epsg != frame.epsg:
        grid = _in_system(grid, epsg, frame.epsg)
    return Terrain(
        grid.x0_m - frame.origin_east_m, grid.y0_m - frame.origin_north_m, grid.step_m, _with_bed(grid.height_m)
    )  # fmt: skip


def _grid(xy: NDArray[np.float64], heights_m: NDArray[np.float64]) -> Terrain:
    x, y = (np.unique(np.round(values, 3)) for values in xy.T)
    steps = np.concatenate([np.diff(x), np.diff(y)])
    if len(x) < 2 or len(y) < 2 or len(x) * len(y) != len(xy) or np.ptp(steps) > 0.01:
        raise UserError(
            "terrain", tr("The points of the layer are no regular grid."),
            tr("Expected is a point at each place of rows and columns that are equally far apart."),
            tr("Import the terrain with 'park import', or take the layer out of the file."),
        )  # fmt: skip
    order = np.lexsort((xy[:, 0].round(3), xy[:, 1].round(3)))
    values = heights_m[order].reshape(len(y), len(x)).astype(np.float32)
    return Terrain(float(x[0]), float(y[0]), float(steps.mean()), values)


def _in_system(grid: Terrain, source: int, target: int) -> Terrain:
    """The grid laid anew in another system, at the same step."""
    rows, columns = grid.height_m.shape
    x1, y1 = grid.x0_m + (columns - 1) * grid.step_m, grid.y0_m + (rows - 1) * grid.step_m
    corners = moved([(x, y) for x in (grid.x0_m, x1) for y in (grid.y0_m, y1)], source, target)
    (x0, y0), (x1, y1) = corners.min(axis=0), corners.max(axis=0)
    x, y = np.meshgrid(np.arange(x0, x1 + grid.step_m, grid.step_m), np.arange(y0, y1 + grid.step_m, grid.step_m))
    back = moved(np.column_stack([x.ravel(), y.ravel()]), target, source)
    return Terrain(float(x0), float(y0), grid.step_m, grid.at(*back.T).reshape(x.shape))


def _with_bed(heights_m: NDArray[np.float32]) -> NDArray[np.float32]:
    level = np.pad(heights_m == 0, 1, mode="edge")
    # Land that passes through 0 on its way is no sea: that is level in both directions.
    across, along = level[1:-1, :-2] & level[1:-1, 2:], level[:-2, 1:-1] & level[2:, 1:-1]
    sea = level[1:-1, 1:-1] & across & along
    found = np.where(sea, np.float32(_BED_M), heights_m) if sea.mean() >= _SEA_SHARE else heights_m
    found.flags.writeable = False
    return np.asarray(found, np.float32)
