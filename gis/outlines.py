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

Rings = NDArray[np.int64] | NDArray[np.int32]

SLIVER_M2 = 1e-3
SAME_POINT_M = 2e-3
_CRUMB_M2 = 0.01


def outlines(
    geometries: Sequence[shapely.Geometry] | NDArray[np.object_],
    ground: Ground,
    planes: NDArray[np.float64] | None = None,
) -> Outlines:
    """`geometries` (polygons, multi-part ones exploded) as corners, rings and polygons, each corner on the ground.

    `planes` (G, 3) may give a geometry an elevation of its own, a + b x + c y; a row of NaN has none.

    Shells come out counter-clockwise and holes clockwise; slivers and doubled corners, which no renderer can use,
    are left out.
    """
    parts, owner = _parts(_flat(geometries))
    kept = (shapely.get_type_id(parts) == shapely.GeometryType.POLYGON) & (shapely.area(parts) > SLIVER_M2)
    parts, owner = _without_repeated(parts[kept]), owner[kept]
    kept = shapely.area(parts) > SLIVER_M2
    parts, owner = parts[kept], owner[kept]
    if not len(parts):
        return _frozen(np.zeros((0, 3)), np.zeros(1), np.zeros(1), np.zeros(0))
    rings, of = shapely.get_rings(parts, return_index=True)
    ring_end = np.concatenate([[0], np.cumsum(shapely.get_num_coordinates(rings))])
    polygon_start = np.searchsorted(of, np.arange(len(parts) + 1))
    corners = shapely.get_coordinates(parts)
    # Rings come closed; without their last corner, ring r begins r corners earlier.
    ring_start = ring_end - np.arange(len(ring_end))
    open_corners = _turned(np.delete(corners, ring_end[1:] - 1, axis=0), ring_start, polygon_start)
    z_m = ground(open_corners[:, 0], open_corners[:, 1])
    if planes is not None:
        part_of_ring = np.repeat(np.arange(len(parts)), np.diff(polygon_start))
        part_of_corner = np.repeat(part_of_ring, np.diff(ring_start))
        a, b, c = planes[owner[part_of_corner]].T
        z_m = np.where(np.isnan(a), z_m, a + b * open_corners[:, 0] + c * open_corners[:, 1])
    return _frozen(np.column_stack([open_corners, z_m]), ring_start, polygon_start, owner)


def _parts(shapes: NDArray[np.object_]) -> tuple[NDArray[np.object_], NDArray[np.int64]]:
    """The parts of multi-part shapes, and the shape of each; single ones, which most are, as they stand."""
    if (shapely.get_type_id(shapes) <= shapely.GeometryType.POLYGON).all():
        there = np.flatnonzero(~shapely.is_empty(shapes))
        return shapes[there], there
    parts, owner = shapely.get_parts(shapes, return_index=True)
    return parts, owner


def _without_repeated(parts: NDArray[np.object_]) -> NDArray[np.object_]:
    """The polygons without doubled corners; most have none, and stay as they stand."""
    corners, owner = shapely.get_coordinates(parts, return_index=True)
    step = np.abs(np.diff(corners, axis=0)).max(axis=1, initial=0.0)
    doubled = np.unique(owner[1:][(step <= SAME_POINT_M) & (owner[1:] == owner[:-1])])
    found = parts.copy()
    found[doubled] = shapely.remove_repeated_points(parts[doubled], SAME_POINT_M)
    return found


def _turned(corners: NDArray[np.float64], ring_start: Rings, polygon_start: Rings) -> NDArray[np.float64]:
    """The corners with every ring the right way round, its first corner kept; by areas, since a hairline spike at a
    ring's lowest corner misleads GEOS."""
    count = np.diff(ring_start)
    first = np.repeat(ring_start[:-1], count)
    x, y = (corners - corners[first]).T
    at = np.arange(len(corners))
    after = at + 1
    after[ring_start[1:] - 1] = ring_start[:-1]
    signed = np.add.reduceat(x * y[after] - x[after] * y, ring_start[:-1])
    shell = np.zeros(len(signed), bool)
    shell[polygon_start[:-1]] = True
    wrong = np.repeat((signed > 0) != shell, count)
    size = np.repeat(count, count)
    back = first + (first + size - at) % size
    return np.asarray(corners[np.where(wrong, back, at)])


def in_cells(geometries: Sequence[shapely.Geometry], step_m: float) -> tuple[NDArray[np.object_], NDArray[np.int64]]:
    """`geometries` cut along the lines of a square grid, and which of them each piece comes from.

    Large outlines have few corners; cut up, they bend with the ground. Neighbours are cut at the same points.
    """
    parts, owner = polygons_in(np.asarray(geometries, dtype=object))
    pieces: list[NDArray[np.object_]] = [np.zeros(0, object)]
    owners: list[NDArray[np.int64]] = [np.zeros(0, np.int64)]
    for part, row in zip(parts, owner.tolist(), strict=True):
        boxes = _boxes(part, step_m)
        shapely.prepare(part)
        boxes = boxes[shapely.intersects(part, boxes)]
        whole = shapely.contains_properly(part, boxes)
        cut, _ = polygons_in(shapely.intersection(boxes[~whole], part))
        cut = cut[shapely.area(cut) > _CRUMB_M2]
        pieces += [boxes[whole], cut]
        owners.append(np.full(int(whole.sum()) + len(cut), row))
    return np.concatenate(pieces), np.concatenate(owners)


def polygons_in(geometries: NDArray[np.object_]) -> tuple[NDArray[np.object_], NDArray[np.int64]]:
    """Every polygon in `geometries`, also in collections within collections, and which of them it comes from."""
    parts, owner = np.asarray(geometries, dtype=object), np.arange(len(geometries))
    while (shapely.get_type_id(parts) >= shapely.GeometryType.MULTIPOINT).any():
        parts, row = shapely.get_parts(parts, return_index=True)
        owner = owner[row]
    flat = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    return parts[flat], owner[flat]


def _boxes(part: shapely.Geometry, step_m: float) -> NDArray[np.object_]:
    x0, y0, x1, y1 = np.floor(np.asarray(shapely.bounds(part)) / step_m) * step_m
    if not np.isfinite(x0):
        return np.zeros(0, object)
    x, y = np.meshgrid(np.arange(x0, x1 + step_m, step_m), np.arange(y0, y1 + step_m, step_m))
    return np.asarray(shapely.box(x.ravel(), y.ravel(), x.ravel() + step_m, y.ravel() + step_m))


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
