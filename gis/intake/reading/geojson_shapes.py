"""Shapes of GeoJSON geometries: what is wrong with one is said, not guessed away."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.text import tr

_DEEPEST: Final = 32
"""Collections within collections; real ones hold one or two."""


class BrokenShapeError(Exception):
    """A geometry that cannot become a shape. Its one argument is a sentence for the user."""


@dataclass(slots=True)
class Shapes:
    """Makes shapes, and counts what it had to bring right to make them."""

    closed_rings: int = 0
    dropped_holes: int = 0
    _makers: dict[str, Callable[[Any], Any]] = field(init=False)

    def __post_init__(self) -> None:
        self._makers = {
            "Point": self._point,
            "LineString": self._line,
            "Polygon": self._polygon,
            "MultiPoint": lambda parts: _many(shapely.MultiPoint, map(self._point, _listed(parts))),
            "MultiLineString": lambda parts: _many(shapely.MultiLineString, map(self._line, _listed(parts))),
            "MultiPolygon": lambda parts: _many(shapely.MultiPolygon, map(self._polygon, _listed(parts))),
        }

    def shape(self, geometry: Any, depth: int = 0) -> Any:
        """The shape of a geometry member, None where it is null.

        Raises:
            BrokenShapeError: it is no geometry, or its coordinates are not what its type asks for.
        """
        if geometry is None:
            return None
        if not isinstance(geometry, dict):
            raise BrokenShapeError(tr("The geometry is not an object."))
        kind = geometry.get("type")
        if kind == "GeometryCollection":
            return self._collection(geometry.get("geometries"), depth)
        if not isinstance(kind, str) or kind not in self._makers:
            raise BrokenShapeError(tr("There is no geometry type '{type}'.", type=str(kind)[:40]))
        if "coordinates" not in geometry:
            raise BrokenShapeError(tr("The geometry has no coordinates."))
        # Some writers say null for what is empty.
        return self._makers[kind]([] if geometry["coordinates"] is None else geometry["coordinates"])

    def _collection(self, members: Any, depth: int) -> Any:
        if depth >= _DEEPEST:
            raise BrokenShapeError(tr("The geometry is nested too deeply."))
        shapes = [self.shape(member, depth + 1) for member in _listed(members)]
        return shapely.GeometryCollection([shape for shape in shapes if shape is not None])

    def _point(self, position: Any) -> Any:
        corners = _corners([position] if position else position)
        return shapely.Point(corners[0]) if len(corners) else shapely.Point()

    def _line(self, positions: Any) -> Any:
        corners = _corners(positions)
        if len(corners) == 1:
            raise BrokenShapeError(tr("A line has one position only."))
        return shapely.linestrings(corners) if len(corners) else shapely.LineString()

    def _polygon(self, rings: Any) -> Any:
        corners = [_corners(ring) for ring in _listed(rings)]
        if not corners or not len(corners[0]):
            return shapely.Polygon()
        shell = self._ring(corners[0])
        if shell is None:
            raise BrokenShapeError(tr("A ring has fewer than three corners."))
        holes = [self._ring(hole) for hole in corners[1:]]
        self.dropped_holes += sum(hole is None for hole in holes)
        return shapely.polygons(shell, [hole for hole in holes if hole is not None] or None)

    def _ring(self, corners: NDArray[np.float64]) -> Any:
        """A closed ring, None where there are too few corners for one."""
        open_ring = len(corners) > 2 and not np.array_equal(corners[0, :2], corners[-1, :2])
        if open_ring:
            corners = np.vstack((corners, corners[:1]))
        if len(corners) < 4:
            return None
        self.closed_rings += open_ring
        # Ends that differ in height alone would leave the ring open.
        corners[-1] = corners[0]
        return shapely.linearrings(corners)


def _many(kind: Callable[[list[Any]], Any], parts: Iterable[Any]) -> Any:
    """The parts that are not empty as one shape."""
    return kind([part for part in parts if not part.is_empty])


def _listed(members: Any) -> list[Any]:
    if not isinstance(members, list):
        raise BrokenShapeError(tr("The coordinates are not nested as the geometry's type asks."))
    return members


def _corners(positions: Any) -> NDArray[np.float64]:
    """(positions, 2 or 3) coordinates."""
    try:
        corners = np.array(_listed(positions))
    except ValueError:  # not every position has as many numbers
        return _uneven(positions)
    sound = corners.ndim == 2 and corners.dtype.kind in "if" and corners.shape[1] >= 2
    if not sound or not np.isfinite(corners[:, :2]).all():
        return _uneven(positions)
    return _levelled(corners[:, :3].astype(np.float64))


def _uneven(positions: list[Any]) -> NDArray[np.float64]:
    """The same one by one: with what is wrong, or with the numbers that all positions have."""
    if not positions:
        return np.empty((0, 2))
    for position in positions:
        _check_position(position)
    common = min(3, *(len(position) for position in positions))
    if any(not _is_number(position[2]) for position in positions if common == 3):
        common = 2
    return _levelled(np.array([position[:common] for position in positions], np.float64))


def _check_position(position: Any) -> None:
    if not isinstance(position, list):
        raise BrokenShapeError(tr("The coordinates are not nested as the geometry's type asks."))
    if any(isinstance(number, list) for number in position):
        raise BrokenShapeError(tr("The coordinates are not nested as the geometry's type asks."))
    if len(position) < 2:
        raise BrokenShapeError(tr("A position has fewer than two numbers."))
    for number in position[:2]:
        if not _is_number(number):
            raise BrokenShapeError(tr("A coordinate is no number: {value}.", value=repr(number)[:40]))


def _is_number(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return math.isfinite(float(value))
    except OverflowError:
        return False


def _levelled(corners: NDArray[np.float64]) -> NDArray[np.float64]:
    """The corners without their heights where one of these is no number."""
    return corners if corners.shape[1] == 2 or np.isfinite(corners[:, 2]).all() else corners[:, :2]
