"""The corners of a layer's shapes: looked at, and moved all at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import geopandas as gpd
import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_ABSURD: Final = 1e12
"""No coordinate of a place is larger, in whatever unit; the repair drops what is."""


def boxes(table: gpd.GeoDataFrame) -> Floats:
    """(n, 4) left, bottom, right, top of the features that have usable coordinates."""
    found: Floats = shapely.bounds(table.geometry.to_numpy())
    with np.errstate(invalid="ignore"):
        return found[(np.abs(found) < _ABSURD).all(axis=1)]


def sample(found: Floats, most: int = 1000) -> Floats:
    """(m, 2) opposite corners of at most `most` of the (n, 4) boxes, evenly picked."""
    picked = found[np.unique(np.linspace(0, len(found) - 1, min(len(found), most)).astype(int))]
    return np.concatenate((picked[:, :2], picked[:, 2:]))


def outline_sample(table: gpd.GeoDataFrame, most: int = 1000) -> Floats:
    """(m, 2) corners of the shapes themselves, at most some `most` of them, evenly picked.

    Those of their boxes lie off the map where a projection bends the margin of the world.
    """
    corners: Floats = shapely.get_coordinates(table.geometry.to_numpy())
    with np.errstate(invalid="ignore"):
        corners = corners[(np.abs(corners) < _ABSURD).all(axis=1)]
    return corners[:: max(len(corners) // most, 1)]


def moved(
    table: gpd.GeoDataFrame, move: Callable[[Floats, Floats], tuple[Floats, Floats]], crs: pyproj.CRS | None,
    height_scale: float = 1.0,
) -> gpd.GeoDataFrame:  # fmt: skip
    """`table` in `crs`, x and y of every corner led through `move`, heights multiplied by `height_scale`."""
    shapes = table.geometry.to_numpy()
    solid = bool(shapely.has_z(shapes).any())

    def corners(found: Floats) -> Floats:
        x, y = move(np.ascontiguousarray(found[:, 0]), np.ascontiguousarray(found[:, 1]))
        return np.column_stack((x, y, *(found.T[2:] * height_scale)))

    there = shapely.transform(shapes, corners, include_z=solid) if len(shapes) else shapes
    return table.set_geometry(gpd.GeoSeries(there, index=table.index, crs=crs))


def declared(table: gpd.GeoDataFrame, crs: pyproj.CRS | None) -> gpd.GeoDataFrame:
    """`table` with the same coordinates, said to be in `crs`."""
    return table.set_crs(crs, allow_override=True)


def swapped(table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """`table` with x and y of every corner exchanged."""
    return moved(table, lambda x, y: (y, x), table.crs)
