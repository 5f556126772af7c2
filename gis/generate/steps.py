"""Steps between the terraces and ramps of a plot: where no lane may lead across."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

FloatArray = NDArray[np.float64]

_TOUCH_M: Final = 0.02
_PIECE_M: Final = 0.5
_SHORT_M: Final = 0.05


def steps(outlines: Sequence[Polygon], least_m: float) -> BaseGeometry:
    """The edges between `outlines` (plane, with elevations) where their levels differ by more than `least_m`."""
    flat = [shapely.force_2d(outline) for outline in outlines]
    planes = [_plane(outline) for outline in outlines]
    found: list[BaseGeometry] = []
    for i, j in itertools.combinations(range(len(flat)), 2):
        if flat[i].distance(flat[j]) < _TOUCH_M:
            pieces = np.array(list(_pieces(flat[i].buffer(_TOUCH_M) & flat[j].boundary)), dtype=object)
            middle = shapely.get_coordinates(shapely.line_interpolate_point(pieces, 0.5, normalized=True))
            high = np.abs(_level_m(planes[i], middle) - _level_m(planes[j], middle)) > least_m
            found += pieces[high].tolist()
    return shapely.union_all(found)


def _pieces(edge: BaseGeometry) -> Iterator[BaseGeometry]:
    """Short straight pieces of an edge."""
    for line in shapely.get_parts(edge):
        if line.geom_type == "LineString" and line.length > _SHORT_M:
            corners = shapely.get_coordinates(shapely.segmentize(line, _PIECE_M))
            yield from np.atleast_1d(np.asarray(shapely.linestrings(np.stack([corners[:-1], corners[1:]], axis=1))))


def _plane(outline: Polygon) -> FloatArray:
    """x, y and elevation of a point of the plane, and its rise to the east and to the north."""
    corners = shapely.get_coordinates(outline, include_z=True)
    away = corners - corners[0]
    rise, *_ = np.linalg.lstsq(away[:, :2], away[:, 2], rcond=1e-9)
    return np.concatenate([corners[0], rise])


def _level_m(plane: FloatArray, xy: FloatArray) -> FloatArray:
    return np.asarray(plane[2] + (xy - plane[:2]) @ plane[3:])
