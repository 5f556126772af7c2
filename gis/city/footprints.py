"""Outlines on the ground of three-dimensional objects, all at once.

Of each part: the footprint that the file draws, else the faces that it calls ground, else the bottom of a closed body
whose top covers just that, else everything seen from above; of the highest level of detail that has it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.city.faces import FOOTPRINT, OTHER, Faces
from gis.validity import are_valid

_UPRIGHT: Final = 1e-4
"""A face that covers less of its size from above stands upright."""
_LEVEL_M: Final = 0.02
_SAME: Final = 1e-3
_MOST_FACES: Final = 20_000
"""Of more faces than this (terrain), the outline is their hull."""
_DEGREE_M: Final = 111_320.0


@dataclass(frozen=True, slots=True)
class Outlines:
    """Of each object: its `shapes` (None where it has none) and its lowest and highest z (NaN where it has none)."""

    shapes: NDArray[np.object_]
    ground: NDArray[np.float64]
    top: NDArray[np.float64]


def outlines(faces: Faces, count: int, degrees: bool = False) -> Outlines:
    """The outlines of `count` objects; `degrees` says that x and y are longitude and latitude."""
    shapes = np.full(count, None, object)
    ground, top = np.full(count, np.nan), np.full(count, np.nan)
    if not len(faces.part):
        return Outlines(shapes, ground, top)
    measured = _Measured.of(faces, degrees)
    _heights(faces, measured, ground, top)
    chosen = _chosen(faces, measured)
    polygons = _polygons(faces, chosen)
    owners = faces.part_objects[faces.part[chosen]]
    order = np.argsort(owners, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(owners[order]) > 0]) if len(order) else order
    for one in np.split(order, starts[1:]):
        if len(one):
            shapes[owners[one[0]]] = _united(polygons[one])
    for owner, hull in _hulls(faces, shapes):
        shapes[owner] = hull
    return Outlines(shapes, ground, top)


@dataclass(frozen=True, slots=True)
class _Measured:
    """Of each face: m2 seen from above, whether it stands upright, and its lowest and highest z."""

    area: NDArray[np.float64]
    upright: NDArray[np.bool_]
    low: NDArray[np.float64]
    high: NDArray[np.float64]

    @classmethod
    def of(cls, faces: Faces, degrees: bool) -> _Measured:
        corners = faces.corners - faces.corners.mean(axis=0)
        if degrees:
            middle = np.radians(faces.corners[:, 1].mean())
            corners *= (_DEGREE_M * np.cos(middle), _DEGREE_M, 1.0)
        starts = np.r_[0, np.cumsum(faces.ring_sizes)[:-1]]
        following = np.arange(1, len(corners) + 1)
        following[starts + faces.ring_sizes - 1] = starts
        # Relative to the first corner of its ring, so that large coordinates cost no precision.
        near = corners - np.repeat(corners[starts], faces.ring_sizes, axis=0)
        normals = np.add.reduceat(np.cross(near, near[following]), starts) / 2
        first = np.flatnonzero(np.r_[True, np.diff(faces.ring_faces) > 0])
        covered = np.abs(normals[:, 2])
        covered[np.setdiff1d(np.arange(len(covered)), first)] *= -1
        sizes = np.linalg.norm(normals[first], axis=1)
        low, high = np.minimum.reduceat(faces.corners[:, 2], starts), np.maximum.reduceat(faces.corners[:, 2], starts)
        area = np.add.reduceat(covered, first)
        upright = np.abs(normals[first, 2]) <= np.maximum(sizes * _UPRIGHT, 1e-9)
        return cls(area, upright, np.minimum.reduceat(low, first), np.maximum.reduceat(high, first))


def _heights(faces: Faces, measured: _Measured, ground: NDArray[np.float64], top: NDArray[np.float64]) -> None:
    """Of bodies where there are some: footprints are often drawn at 0."""
    owners = faces.part_objects[faces.part]
    bodies = faces.detail >= 1
    counted = bodies | ~np.isin(owners, np.unique(owners[bodies]))
    np.fmin.at(ground, owners[counted], measured.low[counted])
    np.fmax.at(top, owners[counted], measured.high[counted])


def _chosen(faces: Faces, measured: _Measured) -> NDArray[np.int64]:
    """The faces that the outlines are made of."""
    parts = len(faces.part_objects)
    seen = ~measured.upright
    has = np.zeros((parts, 3), bool)
    has[faces.part[seen], faces.role[seen]] = True
    best = np.where(has.any(axis=1), has.argmax(axis=1), OTHER)
    # An object that draws its own footprint needs none of its parts.
    drawn = np.zeros(int(faces.part_objects.max()) + 1, bool)
    own = faces.roots & has[:, FOOTPRINT]
    drawn[faces.part_objects[own]] = True
    idle = drawn[faces.part_objects] & ~own
    candidates = seen & (faces.role == best[faces.part]) & ~idle[faces.part]
    finest = np.full(parts, -np.inf)
    np.maximum.at(finest, faces.part[candidates], faces.detail[candidates])
    candidates &= faces.detail == finest[faces.part]
    return np.flatnonzero(candidates & _bottoms(faces, measured, candidates, best, parts))


def _bottoms(
    faces: Faces, measured: _Measured, candidates: NDArray[np.bool_], best: NDArray[np.int64], parts: int
) -> NDArray[np.bool_]:
    """Where a closed body's bottom is what its top covers, the bottom alone; all faces elsewhere."""
    part, area = faces.part, np.where(candidates, measured.area, 0.0)
    lowest = np.full(parts, np.inf)
    np.minimum.at(lowest, part[candidates], measured.low[candidates])
    at_bottom = candidates & (measured.high <= lowest[part] + _LEVEL_M)
    whole = np.bincount(part, area, parts)
    bottom = np.bincount(part[at_bottom], area[at_bottom], parts)
    body = (best == OTHER) & (bottom > 0) & (np.abs(whole - 2 * bottom) <= _SAME * whole)
    return np.asarray(at_bottom | ~body[part])


def _polygons(faces: Faces, chosen: NDArray[np.int64]) -> NDArray[np.object_]:
    """The chosen faces as seen from above."""
    number = np.full(len(faces.part), -1)
    number[chosen] = np.arange(len(chosen))
    kept = number[faces.ring_faces] >= 0
    if not kept.any():
        return np.empty(0, object)
    rings = np.repeat(np.cumsum(kept) - 1, faces.ring_sizes)
    corners = faces.corners[np.repeat(kept, faces.ring_sizes), :2]
    lines: Any = shapely.linearrings(corners, indices=rings[np.repeat(kept, faces.ring_sizes)])
    return np.asarray(shapely.polygons(lines, indices=number[faces.ring_faces[kept]]))


def _united(polygons: NDArray[np.object_]) -> Any:
    if len(polygons) == 1:
        return polygons[0]
    if len(polygons) > _MOST_FACES:
        return shapely.convex_hull(shapely.multipoints(shapely.get_coordinates(polygons)))
    broken = ~are_valid(polygons)
    if broken.any():
        polygons = np.where(broken, shapely.make_valid(polygons), polygons)
    try:
        return _surface(shapely.union_all(polygons))
    except shapely.GEOSException:
        return _surface(shapely.unary_union(polygons, grid_size=1e-9 * max(1.0, *np.abs(polygons[0].bounds))))


def _surface(shape: Any) -> Any:
    """Only what covers ground."""
    if shape.geom_type != "GeometryCollection":
        return shape
    return shapely.union_all([part for part in shape.geoms if part.area > 0])


def _hulls(faces: Faces, shapes: NDArray[np.object_]) -> Iterator[tuple[int, Any]]:
    """Objects of upright faces only (walls): the hull of all corners, if it covers any ground."""
    owners = faces.part_objects[faces.part][faces.ring_faces].repeat(faces.ring_sizes)
    bare = np.array([shape is None for shape in shapes])[owners]
    order = np.argsort(owners[bare], kind="stable")
    sorted_owners, corners = owners[bare][order], faces.corners[bare, :2][order]
    for rows in np.split(np.arange(len(order)), np.flatnonzero(np.diff(sorted_owners)) + 1):
        hull: Any = shapely.convex_hull(shapely.multipoints(corners[rows]))
        if hull.area > 0:
            yield int(sorted_owners[rows[0]]), hull
