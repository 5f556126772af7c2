"""Polygons to whole arrays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from gis.prepared import F32, Outlines

Scalar = TypeVar("Scalar", bound=np.generic)
Ground = Callable[[Any, Any], F32]
"""Elevation at arrays of x and y."""

SLIVER_M2 = 1e-3
SAME_POINT_M = 2e-3


def outlines(geometries: Sequence[shapely.Geometry] | NDArray[np.object_], ground: Ground) -> Outlines:
    """`geometries` (polygons, multi-part ones exploded) as corners, rings and polygons, each corner on the ground.

    Shells come out counter-clockwise and holes clockwise; slivers and doubled corners, which no renderer can use,
    are left out.
    """
    parts, owner = shapely.get_parts(_flat(geometries), return_index=True)
    parts = shapely.remove_repeated_points(parts, SAME_POINT_M)
    kept = (shapely.get_type_id(parts) == shapely.GeometryType.POLYGON) & (shapely.area(parts) > SLIVER_M2)
    parts, owner = shapely.orient_polygons(parts[kept]), owner[kept]
    if not len(parts):
        return _frozen(np.zeros((0, 3)), np.zeros(1), np.zeros(1), np.zeros(0))
    _, corners, (ring_end, polygon_start) = shapely.to_ragged_array(parts)
    # Rings come closed; without their last corner, ring r begins r corners earlier.
    ring_start = ring_end - np.arange(len(ring_end))
    open_corners = np.delete(corners, ring_end[1:] - 1, axis=0)
    z_m = ground(open_corners[:, 0], open_corners[:, 1])
    return _frozen(np.column_stack([open_corners, z_m]), ring_start, polygon_start, owner)


def _flat(geometries: Sequence[shapely.Geometry] | NDArray[np.object_]) -> NDArray[np.object_]:
    """The shapes without elevations; copied only if one has any."""
    shapes = np.asarray(geometries, dtype=object)
    return np.asarray(shapely.force_2d(shapes), dtype=object) if shapely.has_z(shapes).any() else shapes


def _frozen(xyz: ArrayLike, ring: ArrayLike, polygon: ArrayLike, owner: ArrayLike) -> Outlines:
    return Outlines(freeze(xyz, np.float32), freeze(ring, np.int32), freeze(polygon, np.int32), freeze(owner, np.int32))


def freeze(values: ArrayLike, dtype: type[Scalar]) -> NDArray[Scalar]:
    """`values` as a read-only contiguous array of `dtype`."""
    array = np.array(values, dtype=dtype, order="C")
    array.flags.writeable = False
    return array
